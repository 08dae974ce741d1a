//! Who takes part, and where all randomness comes from.

use anyhow::{Context, Result};
use ed25519_dalek::SigningKey;
use isoloir_board::keys::{LogSigner, WitnessKey};
use isoloir_election::definition::Party;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};

/// Trustees of the election.
pub(super) const TRUSTEES: u8 = 3;

/// How many of them decrypt.
pub(super) const THRESHOLD: u8 = 2;

/// What a generator is for.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Key = 1,
    Ceremony,
    Credential,
    Possession,
    Ballot,
    Spoilt,
    Decryption,
    Replacement,
}

/// The generators of an election, which everybody can compute: it protects nobody's vote.
#[derive(Clone, Copy)]
pub(super) struct Seeds {
    voters: usize,
}

impl Seeds {
    /// Those of the election with this many voters.
    pub(super) fn of(voters: usize) -> Self {
        Self { voters }
    }

    /// The generator for one purpose and one party, ballot or list.
    pub(super) fn rng(&self, purpose: Purpose, number: usize) -> ChaCha20Rng {
        let mut seed = [0; 32];
        seed[0] = purpose as u8;
        seed[8..16].copy_from_slice(&(self.voters as u64).to_be_bytes());
        seed[16..24].copy_from_slice(&(number as u64).to_be_bytes());
        ChaCha20Rng::from_seed(seed)
    }
}

/// The signing keys of all parties, and who witnesses.
pub(super) struct Keys {
    pub(super) board: LogSigner,
    pub(super) board_secret: SigningKey,
    pub(super) official: SigningKey,
    pub(super) registrar: SigningKey,
    pub(super) trustees: Vec<SigningKey>,
    pub(super) witnesses: Vec<WitnessKey>,
    pub(super) witness_quorum: u8,
}

impl Keys {
    pub(super) fn new(seeds: &Seeds) -> Result<Self> {
        let key = |number| {
            let mut secret = [0; 32];
            seeds.rng(Purpose::Key, number).fill_bytes(&mut secret);
            SigningKey::from_bytes(&secret)
        };
        let name = "benchmark.isoloir.example/board".parse().context("a name for the log")?;
        Ok(Self {
            board: LogSigner::new(name, key(0))?,
            board_secret: key(0),
            official: key(1),
            registrar: key(2),
            trustees: (3..).take(TRUSTEES.into()).map(key).collect(),
            witnesses: Vec::new(),
            witness_quorum: 0,
        })
    }
}

/// A party with this key.
pub(super) fn party(name: &str, key: &SigningKey) -> Party {
    Party { name: name.into(), key: key.verifying_key() }
}
