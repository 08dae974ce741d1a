use isoloir_board::ChainHash;
use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};

/// A trustee's word that it holds its shares of the keys that the board shows; 32 bytes.
///
/// All n must confirm the same head: then all have seen the same ceremony.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// The chain hash of the entry that completed round 2.
    pub head: ChainHash,
}

/// An official's word that the vote opens on this board; 32 bytes. The chain hash of its entry is
/// the election's fingerprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The chain hash of the entry before this one: definition, ceremony and rolls.
    pub head: ChainHash,
}

macro_rules! encode_head {
    ($name:ident) => {
        impl Encode for $name {
            fn encode(&self, out: &mut Writer) {
                out.raw(self.head.as_bytes());
            }
        }

        impl Decode for $name {
            fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
                Ok(Self { head: ChainHash::new(input.array("head of the chain")?) })
            }
        }
    };
}

encode_head!(Confirmation);
encode_head!(Open);
