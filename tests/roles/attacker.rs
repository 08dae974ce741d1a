//! A trustee who does not use our program: it has its own file and passphrase, and signs what it likes.

use std::fs;
use std::path::{Path, PathBuf};

use age::secrecy::SecretString;
use curve25519_dalek::scalar::Scalar;
use ed25519_dalek::SigningKey;
use isoloir_crypto::dkg::{ElectionKeys, KeyShare, TrusteeIndex};
use isoloir_crypto::group::SecretScalar;
use isoloir_election::message::{Kind, Signed};
use isoloir_election::phase::{Ceremony, Election, Phase, Record, Setup};
use rand_chacha::ChaCha20Rng;
use rand_core::{OsRng, SeedableRng};

use crate::kept;
use crate::town::{Town, trustee};

/// A dishonest trustee.
pub(crate) struct Attacker {
    pub(crate) index: TrusteeIndex,
    key: SigningKey,
}

impl Attacker {
    /// The trustee with this number, whose file it opens with its passphrase, as the holder can.
    pub(crate) fn of(town: &Town, number: usize) -> Self {
        let content = open_file(&town.folder(&trustee(number)));
        let key: [u8; 32] = hex::decode(content["content"]["identity"]["key"].as_str().unwrap())
            .unwrap()
            .try_into()
            .unwrap();
        Self {
            index: TrusteeIndex::new(number.try_into().unwrap()).unwrap(),
            key: SigningKey::from_bytes(&key),
        }
    }

    pub(crate) fn rng() -> ChaCha20Rng {
        ChaCha20Rng::seed_from_u64(1)
    }

    /// A signed payload for the setup of the board's election.
    pub(crate) fn signed(&self, board: &Record, kind: Kind, message: &[u8]) -> (Kind, Vec<u8>) {
        let context = match board.phase() {
            Phase::Setup(setup) => setup.election().id().0,
            Phase::Decrypting(decrypting) => decrypting.closed().fingerprint().0,
            _ => panic!("nothing is signed now"),
        };
        (kind, Signed::sign(kind, &context, self.index.get() - 1, &self.key, message))
    }
}

/// What a party's file holds.
pub(crate) fn open_file(folder: &Path) -> serde_json::Value {
    let passphrase = fs::read_to_string(folder.join("passphrase")).unwrap();
    let identity = age::scrypt::Identity::new(SecretString::from(passphrase.trim().to_owned()));
    let plain = age::decrypt(&identity, &fs::read(folder.join("key")).unwrap()).unwrap();
    serde_json::from_slice(&plain).unwrap()
}

/// Changes what a party's file holds, as its holder can.
pub(crate) fn change_file(folder: &Path, change: impl FnOnce(&mut serde_json::Value)) {
    let mut content = open_file(folder);
    change(&mut content);
    let passphrase = fs::read_to_string(folder.join("passphrase")).unwrap();
    let passphrase = SecretString::from(passphrase.trim().to_owned());
    let mut recipient = age::scrypt::Recipient::new(passphrase);
    recipient.set_work_factor(10);
    let sealed = age::encrypt(&recipient, content.to_string().as_bytes()).unwrap();
    fs::write(folder.join("key"), sealed).unwrap();
}

/// The key share in a trustee's file.
pub(crate) fn share_of(town: &Town, number: usize, keys: &ElectionKeys) -> KeyShare {
    let content = open_file(&town.folder(&trustee(number)));
    let secrets = content["content"]["election"]["secret"]["share"].as_array().unwrap();
    let secret = |secret: &serde_json::Value| {
        let bytes: [u8; 32] = hex::decode(secret.as_str().unwrap()).unwrap().try_into().unwrap();
        SecretScalar::new(Scalar::from_canonical_bytes(bytes).unwrap())
    };
    let index = TrusteeIndex::new(number.try_into().unwrap()).unwrap();
    KeyShare::restore(keys, index, secrets.iter().map(secret).collect()).unwrap()
}

/// What a board amounts to, before its close.
pub(crate) fn record(board: &Path) -> Record {
    let mut record = Record::new();
    for entry in kept::entries(board) {
        record.apply(&entry, &mut OsRng).unwrap();
    }
    record
}

/// The setup of a board whose vote is not open.
pub(crate) fn setup(record: &Record) -> &Setup {
    let Phase::Setup(setup) = record.phase() else { panic!("the vote is open") };
    setup
}

/// Where the ceremony of a board stands.
pub(crate) fn ceremony(record: &Record) -> &Ceremony {
    setup(record).ceremony().unwrap()
}

/// The definition of a board.
pub(crate) fn election(record: &Record) -> &Election {
    setup(record).election()
}

/// A file of messages, as `spec` would have it: label, election, count, and each with its kind and length.
pub(crate) fn messages_file(
    town: &Town,
    election: [u8; 32],
    messages: &[(Kind, Vec<u8>)],
) -> PathBuf {
    let mut bytes = b"isoloir/v1 messages\n".to_vec();
    bytes.extend_from_slice(&election);
    bytes.extend_from_slice(&(messages.len() as u16).to_be_bytes());
    for (kind, payload) in messages {
        bytes.push(*kind as u8);
        bytes.extend_from_slice(&(payload.len() as u16).to_be_bytes());
        bytes.extend_from_slice(payload);
    }
    let path = town.folder("server").join("messages");
    fs::write(&path, bytes).unwrap();
    path
}

/// A server that puts an entry on its board that no rule allows: it has the key.
pub(crate) fn force(board: &Path, (kind, payload): (Kind, Vec<u8>)) {
    kept::force(board, kind as u8, payload);
}
