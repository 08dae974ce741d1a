use ed25519_dalek::SigningKey;
use isoloir_election::message::{Kind, Message, Signed};

use crate::identity::Identity;

/// Signs as a party of the definition (`spec/election.md`, section 5.1).
pub(crate) struct Signer {
    context: [u8; 32],
    position: u8,
    key: SigningKey,
}

impl Signer {
    /// The party at this position of its role, from 0; `context` is what its signatures are bound to.
    pub(crate) fn new(identity: &Identity, position: u8, context: [u8; 32]) -> Self {
        Self { context, position, key: identity.signing_key() }
    }

    pub(crate) fn message(&self, kind: Kind, message: &[u8]) -> Message {
        let payload = Signed::sign(kind, &self.context, self.position, &self.key, message);
        Message { kind, payload }
    }
}
