//! The canonical byte encoding of everything that Isoloir hashes or signs
//! (`spec/encoding.md`).
//!
//! There is exactly one byte string for each value, and decoding accepts no other: lengths are
//! fixed-width, every list and string has a bound named by a constant, an optional value is
//! marked by 0 or 1 and nothing else, and no byte may follow the value. For every type,
//! `T::from_bytes(b)` either fails or returns a value whose [`Encode::to_bytes`] is `b`.
//!
//! | value | bytes |
//! |---|---|
//! | `u8`, `u16`, `u32`, `u64` | 1, 2, 4, 8, big-endian |
//! | `i64` | 8, big-endian, two's complement |
//! | fixed array | its bytes |
//! | string | `u16` length in bytes, then UTF-8 |
//! | list | `u16` count, then each item |
//! | optional value | 0, or 1 and then the value |

#![no_std]

extern crate alloc;

mod reader;
mod writer;

pub use reader::{DecodeError, Problem, Reader};
pub use writer::Writer;

use alloc::vec::Vec;

/// A value with a canonical encoding.
pub trait Encode {
    /// Appends the encoding of `self` to `out`.
    fn encode(&self, out: &mut Writer);

    /// The encoding of `self` alone.
    fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::new();
        self.encode(&mut out);
        out.into_bytes()
    }
}

/// A value that can be read back from its canonical encoding, and from no other bytes.
pub trait Decode: Sized {
    /// Reads one value from the front of `input`.
    ///
    /// # Errors
    /// Says what could not be read, at which byte, and why.
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// Reads one value that takes up all of `bytes`.
    ///
    /// # Errors
    /// As [`Decode::decode`]; and refuses bytes that follow the value.
    fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut input = Reader::new(bytes);
        let value = Self::decode(&mut input)?;
        input.finish()?;
        Ok(value)
    }
}

#[cfg(test)]
mod tests;
