use core::fmt;

/// Size of every hash of the board, in bytes: SHA3-256 for the chain, SHA-256 for the log.
pub const HASH_BYTES: usize = 32;

/// A newtype of [`HASH_BYTES`] bytes that prints as hexadecimal.
macro_rules! hash_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; HASH_BYTES]);

        impl $name {
            /// The hash with these 32 bytes.
            #[must_use]
            pub const fn new(bytes: [u8; HASH_BYTES]) -> Self {
                Self(bytes)
            }

            /// Its 32 bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; HASH_BYTES] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

hash_type! {
    /// h_i = SHA3-256(bytes of entry i), 32 bytes: what the next entry carries, and the head of
    /// the chain after entry i (`spec/board.md`, 3).
    ChainHash
}

hash_type! {
    /// A node of the Merkle tree, SHA-256, 32 bytes (RFC 6962, 2.1).
    MerkleHash
}

impl ChainHash {
    /// 32 zero bytes: the head of the empty chain, which the first entry carries.
    pub const ZERO: Self = Self([0; HASH_BYTES]);
}
