//! Reading the canonical encoding (`spec/encoding.md`).
//!
//! There is one byte string for each value. A [`Reader`] takes fields off the front of its input
//! and refuses whatever is not in that one form; it never repairs.

use thiserror::Error;

/// Why bytes are not the canonical encoding of a value (`spec/encoding.md`, section 3).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field}, at byte {offset}: {rule}")]
pub struct WireError {
    /// The field that was being read.
    pub field: &'static str,
    /// Where the field begins, in bytes from the start of the input.
    pub offset: usize,
    /// The rule that it breaks.
    pub rule: Rule,
}

/// The rules of reading (`spec/encoding.md`, section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Rule {
    /// The input ends inside the field.
    #[error("the input ends here, inside the field")]
    Truncated,
    /// The input goes on after the value.
    #[error("more bytes follow than the value has")]
    Trailing,
    /// A string or list is longer than its bound.
    #[error("longer than the {0} that are allowed")]
    TooLong(usize),
    /// A list is shorter than its bound.
    #[error("shorter than the {0} that are needed")]
    TooShort(usize),
    /// A string is not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// The first byte of an optional value is neither 0 nor 1.
    #[error("an optional value begins with 0 or 1")]
    NotOptional,
    /// A scalar is not below the order of the group.
    #[error("a scalar that is not below the order of the group")]
    Scalar,
    /// Not the encoding of a point of ristretto255.
    #[error("not the encoding of a point")]
    Point,
    /// The neutral element where it is not allowed.
    #[error("the neutral element is not allowed here")]
    Neutral,
    /// A number or a value that has no meaning here.
    #[error("{0}")]
    Meaningless(&'static str),
    /// A bit list has a bit set after its last one.
    #[error("a bit is set after the last one")]
    StrayBit,
    /// Items out of order, or twice.
    #[error("{0}")]
    Order(&'static str),
}

/// Takes fields off the front of a byte string.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    input: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    /// Reads from the start of `input`.
    pub fn new(input: &'a [u8]) -> Self {
        Self { input, offset: 0 }
    }

    /// How many bytes have been read.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// What has not been read yet.
    pub fn remaining(&self) -> &'a [u8] {
        self.input.get(self.offset..).unwrap_or_default()
    }

    /// A refusal of the field that begins at `offset`.
    pub fn refuse<T>(field: &'static str, offset: usize, rule: Rule) -> Result<T, WireError> {
        Err(WireError { field, offset, rule })
    }

    /// The next `length` bytes.
    pub fn bytes(&mut self, field: &'static str, length: usize) -> Result<&'a [u8], WireError> {
        match self.remaining().get(..length) {
            Some(bytes) => {
                self.offset += length;
                Ok(bytes)
            }
            None => Self::refuse(field, self.offset, Rule::Truncated),
        }
    }

    /// An array of `N` bytes.
    pub fn array<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], WireError> {
        let mut array = [0; N];
        array.copy_from_slice(self.bytes(field, N)?);
        Ok(array)
    }

    /// A `u8`.
    pub fn u8(&mut self, field: &'static str) -> Result<u8, WireError> {
        self.array(field).map(u8::from_be_bytes)
    }

    /// A `u16`, big-endian.
    pub fn u16(&mut self, field: &'static str) -> Result<u16, WireError> {
        self.array(field).map(u16::from_be_bytes)
    }

    /// A `u32`, big-endian.
    pub fn u32(&mut self, field: &'static str) -> Result<u32, WireError> {
        self.array(field).map(u32::from_be_bytes)
    }

    /// A `u64`, big-endian.
    pub fn u64(&mut self, field: &'static str) -> Result<u64, WireError> {
        self.array(field).map(u64::from_be_bytes)
    }

    /// The count of a list that has `least` to `most` items.
    pub fn count(
        &mut self,
        field: &'static str,
        least: usize,
        most: usize,
    ) -> Result<usize, WireError> {
        let offset = self.offset;
        let count = usize::from(self.u16(field)?);
        if count > most {
            return Self::refuse(field, offset, Rule::TooLong(most));
        }
        if count < least {
            return Self::refuse(field, offset, Rule::TooShort(least));
        }
        Ok(count)
    }

    /// A string of at most `most` bytes.
    pub fn string(&mut self, field: &'static str, most: usize) -> Result<&'a str, WireError> {
        let offset = self.offset;
        let length = self.count(field, 0, most)?;
        let bytes = self.bytes(field, length)?;
        std::str::from_utf8(bytes).or_else(|_| Self::refuse(field, offset, Rule::NotUtf8))
    }

    /// Whether an optional value follows.
    pub fn present(&mut self, field: &'static str) -> Result<bool, WireError> {
        let offset = self.offset;
        match self.u8(field)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Self::refuse(field, offset, Rule::NotOptional),
        }
    }

    /// A bit list of `bits` bits, the first one first.
    pub fn bits(&mut self, field: &'static str, bits: usize) -> Result<Vec<bool>, WireError> {
        let offset = self.offset;
        let bytes = self.bytes(field, bits.div_ceil(8))?;
        let bit = |i: usize| bytes[i / 8] & (0x80 >> (i % 8)) != 0;
        if (bits..bytes.len() * 8).any(bit) {
            return Self::refuse(field, offset, Rule::StrayBit);
        }
        Ok((0..bits).map(bit).collect())
    }

    /// Refuses whatever follows.
    pub fn finish(self, field: &'static str) -> Result<(), WireError> {
        if self.remaining().is_empty() {
            Ok(())
        } else {
            Self::refuse(field, self.offset, Rule::Trailing)
        }
    }
}
