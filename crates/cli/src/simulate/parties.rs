use anyhow::{Context, Result};
use ed25519_dalek::SigningKey;
use isoloir_board::keys::LogSigner;
use isoloir_election::definition::Party;
use rand_chacha::ChaCha20Rng;
use rand_core::RngCore;

use crate::simulate::seed::Seed;

/// n and t of the simulated ceremony.
pub(crate) const TRUSTEES: usize = 5;
pub(crate) const THRESHOLD: u8 = 3;

/// Everybody with a key in a simulated election.
pub(crate) struct Parties {
    board: LogSigner,
    pub(crate) board_key: SigningKey,
    pub(crate) official: Member,
    pub(crate) registrar: Member,
    pub(crate) trustees: Vec<Member>,
}

/// Somebody with a key.
pub(crate) struct Member {
    name: String,
    pub(crate) key: SigningKey,
}

impl Parties {
    pub(crate) fn new(seed: &Seed, origin: &str) -> Result<Self> {
        let name = origin.parse().context("the origin can't name a log")?;
        let board_key = signing_key(&mut seed.rng("board", 0));
        let board = LogSigner::new(name, board_key.clone())?;
        let member = |role: &str, number: usize, name: String| Member {
            name,
            key: signing_key(&mut seed.rng(role, number)),
        };
        let trustees = (1..=TRUSTEES)
            .map(|number| member("trustee", number, format!("Trustee {number} (simulated)")));
        Ok(Self {
            board,
            board_key,
            official: member("official", 1, "Official (simulated)".into()),
            registrar: member("registrar", 1, "Registrar (simulated)".into()),
            trustees: trustees.collect(),
        })
    }

    pub(crate) fn board(&self) -> &LogSigner {
        &self.board
    }
}

impl Member {
    pub(crate) fn party(&self) -> Party {
        Party { name: self.name.clone(), key: self.key.verifying_key() }
    }
}

fn signing_key(rng: &mut ChaCha20Rng) -> SigningKey {
    let mut secret = zeroize::Zeroizing::new([0; 32]);
    rng.fill_bytes(secret.as_mut());
    SigningKey::from_bytes(&secret)
}
