use rand_chacha::ChaCha20Rng;
use rand_core::{OsRng, RngCore, SeedableRng};
use sha3::{Digest, Sha3_256};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// What all randomness of a simulation comes from, so that it can be resumed and, with `--seed`,
/// repeated. Who knows it knows every secret of the simulated election.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Seed([u8; 32]);

impl Seed {
    pub(crate) fn random() -> Self {
        let mut seed = Self([0; 32]);
        OsRng.fill_bytes(&mut seed.0);
        seed
    }

    pub(crate) fn from_text(text: &str) -> Self {
        Self(Sha3_256::digest(text.as_bytes()).into())
    }

    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let mut seed = Self([0; 32]);
        hex::decode_to_slice(text, &mut seed.0).ok()?;
        Some(seed)
    }

    pub(crate) fn to_hex(&self) -> String {
        hex::encode(self.0)
    }

    /// The generator of one party, or for one ballot.
    pub(crate) fn rng(&self, purpose: &str, number: usize) -> ChaCha20Rng {
        let mut hash = Sha3_256::new_with_prefix(b"isoloir simulate");
        hash.update(self.0);
        hash.update(purpose.as_bytes());
        hash.update((number as u64).to_be_bytes());
        ChaCha20Rng::from_seed(hash.finalize().into())
    }
}
