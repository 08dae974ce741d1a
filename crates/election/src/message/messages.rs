use alloc::vec;
use alloc::vec::Vec;

use isoloir_board::entry::MAX_PAYLOAD_BYTES;
use isoloir_encoding::{Decode, DecodeError, Encode, Problem, Reader, Writer};

use crate::definition::ElectionId;
use crate::message::Kind;

/// What messages begin with.
const LABEL: &[u8] = b"isoloir/v1 messages\n";

/// The most messages that go together: the deals of a trustee, the roll of a city, the parts of a definition.
pub const MAX_MESSAGES: usize = 4_096;

/// The most bytes that travel together: 64 MiB.
pub const MAX_MESSAGES_BYTES: usize = 64 << 20;

/// What somebody puts on the board: the kind and the payload of an entry, signed where its kind asks for
/// it. Index and chain are given by whoever keeps the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The kind of the entry.
    pub kind: Kind,
    /// What is signed, and the signature.
    pub payload: Vec<u8>,
}

/// Messages for one election, in the order in which they are to be recorded: what a command posts, or
/// writes to a file that travels on a stick.
///
/// Bytes: `"isoloir/v1 messages"` and a newline, the election_id (32), a count (2), and for each message its
/// kind (1), its length (2) and its payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Messages {
    /// Of which election they are.
    pub election: ElectionId,
    /// In the order in which they are to be recorded.
    pub list: Vec<Message>,
}

impl Messages {
    /// Whether bytes begin as messages do.
    #[must_use]
    pub fn is_label_of(bytes: &[u8]) -> bool {
        bytes.starts_with(LABEL)
    }

    /// Whether they can be read again as they are written.
    ///
    /// # Errors
    /// If there are more than [`MAX_MESSAGES`], or one is longer than an entry can be.
    pub fn check_bounds(&self) -> Result<(), MessagesError> {
        if self.list.len() > MAX_MESSAGES {
            return Err(MessagesError::TooMany { count: self.list.len() });
        }
        match self.list.iter().find(|message| message.payload.len() > MAX_PAYLOAD_BYTES) {
            Some(long) => Err(MessagesError::TooLong { bytes: long.payload.len() }),
            None => Ok(()),
        }
    }

    /// The same messages in parts of at most so many bytes that can each be kept and posted, in their order.
    #[must_use]
    pub fn into_parts(self, most_bytes: usize) -> Vec<Self> {
        let mut parts: Vec<Self> = Vec::new();
        let mut bytes = 0;
        for message in self.list {
            bytes += message.payload.len();
            match parts.last_mut() {
                Some(part) if bytes <= most_bytes && part.list.len() < MAX_MESSAGES => {
                    part.list.push(message);
                }
                _ => {
                    bytes = message.payload.len();
                    parts.push(Self { election: self.election, list: vec![message] });
                }
            }
        }
        parts
    }
}

/// Messages that can't go together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MessagesError {
    /// There are too many.
    #[error(
        "{count} messages are too many to go together, at most {MAX_MESSAGES} do: put some of them on the board first"
    )]
    TooMany {
        /// How many there are.
        count: usize,
    },
    /// One is too long.
    #[error("a message of {bytes} bytes is longer than any entry of a board: it can't be sent")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
}

impl Encode for Messages {
    fn encode(&self, out: &mut Writer) {
        out.raw(LABEL);
        out.raw(&self.election.0);
        out.list(&self.list);
    }
}

impl Decode for Messages {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let start = input.clone();
        if input.raw("label", LABEL.len())? != LABEL {
            return Err(start.error("label", Problem::NotCanonical("these are no messages")));
        }
        let election = ElectionId(input.array("election_id")?);
        Ok(Self { election, list: input.list("messages", MAX_MESSAGES)? })
    }
}

impl Encode for Message {
    fn encode(&self, out: &mut Writer) {
        out.u8(self.kind as u8);
        out.u16(self.payload.len() as u16);
        out.raw(&self.payload);
    }
}

impl Decode for Message {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let start = input.clone();
        let byte = input.u8("kind")?;
        let kind = Kind::from_byte(byte)
            .ok_or_else(|| start.error("kind", Problem::Unknown(byte.into())))?;
        let start = input.clone();
        let length = usize::from(input.u16("length of a payload")?);
        if length > MAX_PAYLOAD_BYTES {
            let problem = Problem::TooLong { length, limit: MAX_PAYLOAD_BYTES };
            return Err(start.error("length of a payload", problem));
        }
        Ok(Self { kind, payload: input.raw("payload", length)?.to_vec() })
    }
}

#[cfg(test)]
mod tests;
