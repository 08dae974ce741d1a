use alloc::vec::Vec;

use isoloir_crypto::ballot::MAX_SLOTS;
use isoloir_encoding::{Decode, DecodeError, Encode, Problem, Reader, Writer};

use crate::rules::Award;

/// What came out in one district, as an official publishes it. Everybody computes the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistrictResult {
    /// The district.
    pub district: u16,
    /// How many encrypted ballots counted.
    pub ballots: u64,
    /// The count of each project in them, votes or points; nothing if fewer counted than the district's
    /// floor.
    pub counts: Option<Vec<u64>>,
    /// The ballots on paper, shown apart.
    pub paper: PaperResult,
    /// What was funded, in the order in which it was.
    pub awards: Vec<Award>,
}

impl DistrictResult {
    /// The funded projects by position, in the order in which they were funded.
    #[must_use]
    pub fn winners(&self) -> Vec<u16> {
        self.awards.iter().map(|award| award.project).collect()
    }
}

/// The sums over the paper batches of a district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperResult {
    /// How many ballots were cast on paper.
    pub ballots: u64,
    /// The count of each project in them; empty if there was no batch.
    pub counts: Vec<u64>,
}

impl Encode for DistrictResult {
    fn encode(&self, out: &mut Writer) {
        out.u16(self.district);
        out.u64(self.ballots);
        match &self.counts {
            None => out.u8(0),
            Some(counts) => {
                out.u8(1);
                encode_counts(out, counts);
            }
        }
        out.u64(self.paper.ballots);
        encode_counts(out, &self.paper.counts);
        out.u16(self.awards.len() as u16);
        for award in &self.awards {
            out.u16(award.project);
            out.u64(award.amount);
        }
    }
}

impl Decode for DistrictResult {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let district = input.u16("district")?;
        let ballots = input.u64("ballots")?;
        let start = input.clone();
        let counts = match input.u8("counts")? {
            0 => None,
            1 => Some(decode_counts(input)?),
            other => return Err(start.error("counts", Problem::Unknown(other.into()))),
        };
        let paper =
            PaperResult { ballots: input.u64("ballots on paper")?, counts: decode_counts(input)? };
        let count = bounded_count(input)?;
        let awards = input.items(count, |input| {
            Ok(Award { project: input.u16("winner")?, amount: input.u64("amount of an award")? })
        })?;
        Ok(Self { district, ballots, counts, paper, awards })
    }
}

fn encode_counts(out: &mut Writer, counts: &[u64]) {
    out.u16(counts.len() as u16);
    counts.iter().for_each(|&count| out.u64(count));
}

fn decode_counts(input: &mut Reader<'_>) -> Result<Vec<u64>, DecodeError> {
    let count = bounded_count(input)?;
    input.items(count, |input| input.u64("count"))
}

fn bounded_count(input: &mut Reader<'_>) -> Result<usize, DecodeError> {
    crate::definition::bounded_count(input, "projects of the result", MAX_SLOTS)
}
