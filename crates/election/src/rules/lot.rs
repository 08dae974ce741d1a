//! The order of ties by lot (`spec/election.md`, section 9.2): nobody knows it before the vote is counted,
//! and everybody can draw it again afterwards.

use alloc::vec::Vec;

use isoloir_crypto::tally::{ClosedTally, DecryptionContext};
use isoloir_encoding::{Encode, Writer};
use sha3::{Digest, Sha3_256};

/// What a lot is drawn from, 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(pub [u8; 32]);

impl Seed {
    /// The seed of a district: SHA3-256("isoloir/v1 lot seed" || fingerprint || u16 district ||
    /// close_root || M) with M = Y*_0 - count_0 H, the mask of the first project's sum. The keys and the
    /// ballots fix M, and only t trustees can compute it before the decryption, which makes it public.
    #[must_use]
    pub fn of_tally(context: &DecryptionContext, tally: &ClosedTally, counts: &[u64]) -> Self {
        let mut out = Writer::new();
        out.raw(b"isoloir/v1 lot seed");
        out.raw(&context.fingerprint);
        out.u16(context.district);
        out.raw(&context.close_root);
        if let Some(mask) = counts.first().and_then(|&count| tally.mask(0, count)) {
            mask.encode(&mut out);
        }
        Self(Sha3_256::digest(out.into_bytes()).into())
    }

    /// The order of `projects` projects: ascending by SHA3-256("isoloir/v1 lot order" || seed || u16
    /// position).
    #[must_use]
    pub fn order(&self, projects: u16) -> Vec<u16> {
        let mut order: Vec<u16> = (0..projects).collect();
        order.sort_by_cached_key(|position| -> [u8; 32] {
            let mut hash = Sha3_256::new_with_prefix(b"isoloir/v1 lot order");
            hash.update(self.0);
            hash.update(position.to_be_bytes());
            hash.finalize().into()
        });
        order
    }
}
