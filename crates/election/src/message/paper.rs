use alloc::vec::Vec;

use isoloir_crypto::group::NonIdentityPoint;
use isoloir_encoding::{DecodeError, Encode, Reader, Writer};

/// The most ballots in a paper batch: 32 bytes each, beside the counts.
pub const MAX_PAPER_BATCH: usize = 1_750;

/// Ballots that were cast on paper and counted by hand: whose they are, as credentials that they
/// use up, and their sums. Which is whose stays in the ballot box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperBatch {
    /// The district.
    pub district: u16,
    /// One U for each ballot, in ascending order of encoding: the order says nothing.
    pub credentials: Vec<NonIdentityPoint>,
    /// How many of the ballots choose each project, or the points that they give it.
    pub counts: Vec<u32>,
}

impl PaperBatch {
    /// The district of an encoded batch.
    ///
    /// # Errors
    /// If there are not even two bytes.
    pub fn district_of(message: &[u8]) -> Result<u16, DecodeError> {
        Reader::new(message).u16("district")
    }

    /// Reads a batch of a district with so many projects.
    ///
    /// # Errors
    /// If it is too long, a point is not canonical, or bytes are missing.
    pub fn read(input: &mut Reader<'_>, projects: usize) -> Result<Self, DecodeError> {
        Ok(Self {
            district: input.u16("district")?,
            credentials: input.list("credentials", MAX_PAPER_BATCH)?,
            counts: input.items(projects, |input| input.u32("count"))?,
        })
    }
}

impl Encode for PaperBatch {
    fn encode(&self, out: &mut Writer) {
        out.u16(self.district);
        out.list(&self.credentials);
        self.counts.iter().for_each(|&count| out.u32(count));
    }
}
