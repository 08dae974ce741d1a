use alloc::string::String;
use alloc::vec::Vec;

use thiserror::Error;

use crate::Decode;

/// Why some bytes are not the canonical encoding of a value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("cannot read {what} at byte {offset}: {problem}")]
pub struct DecodeError {
    /// The field that could not be read.
    pub what: &'static str,
    /// Where in the input the field begins, in bytes.
    pub offset: usize,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// The input ends inside the field.
    #[error("{needed} bytes needed, {left} left")]
    Truncated {
        /// Bytes that the field takes.
        needed: usize,
        /// Bytes that are left in the input.
        left: usize,
    },
    /// Bytes follow the value.
    #[error("{0} bytes follow the value")]
    TrailingBytes(usize),
    /// A list or string is longer than the specification allows.
    #[error("length {length} is above the limit of {limit}")]
    TooLong {
        /// The length that the input states.
        length: usize,
        /// The bound that the specification names.
        limit: usize,
    },
    /// A list is shorter than the specification allows.
    #[error("length {length} is below the least of {least}")]
    TooShort {
        /// The length that the input states.
        length: usize,
        /// The bound that the specification names.
        least: usize,
    },
    /// A value that the specification does not give a meaning to.
    #[error("{0} is not a value that the specification knows")]
    Unknown(u64),
    /// A string is not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// A group element, a scalar or an order of items is not the canonical one.
    #[error("{0}")]
    NotCanonical(&'static str),
}

/// Reads canonical encodings, strictly (`spec/encoding.md`). Every method names the field it
/// reads, for the error.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    /// A reader at the front of `bytes`.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0 }
    }

    /// How many bytes are left.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.bytes.len() - self.offset
    }

    /// Checks that nothing is left.
    ///
    /// # Errors
    /// [`Problem::TrailingBytes`] if something is.
    pub fn finish(self) -> Result<(), DecodeError> {
        match self.remaining() {
            0 => Ok(()),
            left => Err(self.error("end of value", Problem::TrailingBytes(left))),
        }
    }

    /// An error about the field that begins where the reader stands.
    #[must_use]
    pub fn error(&self, what: &'static str, problem: Problem) -> DecodeError {
        DecodeError { what, offset: self.offset, problem }
    }

    /// `count` bytes.
    ///
    /// # Errors
    /// [`Problem::Truncated`] if fewer are left.
    pub fn raw(&mut self, what: &'static str, count: usize) -> Result<&'a [u8], DecodeError> {
        let left = self.remaining();
        if count > left {
            return Err(self.error(what, Problem::Truncated { needed: count, left }));
        }
        let taken = &self.bytes[self.offset..self.offset + count];
        self.offset += count;
        Ok(taken)
    }

    /// An array of `N` bytes.
    ///
    /// # Errors
    /// [`Problem::Truncated`] if fewer are left.
    pub fn array<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], DecodeError> {
        let mut array = [0; N];
        array.copy_from_slice(self.raw(what, N)?);
        Ok(array)
    }

    /// One byte.
    ///
    /// # Errors
    /// [`Problem::Truncated`] if none is left.
    pub fn u8(&mut self, what: &'static str) -> Result<u8, DecodeError> {
        self.array(what).map(u8::from_be_bytes)
    }

    /// Two bytes, big-endian.
    ///
    /// # Errors
    /// [`Problem::Truncated`] if fewer are left.
    pub fn u16(&mut self, what: &'static str) -> Result<u16, DecodeError> {
        self.array(what).map(u16::from_be_bytes)
    }

    /// Four bytes, big-endian.
    ///
    /// # Errors
    /// [`Problem::Truncated`] if fewer are left.
    pub fn u32(&mut self, what: &'static str) -> Result<u32, DecodeError> {
        self.array(what).map(u32::from_be_bytes)
    }

    /// Eight bytes, big-endian.
    ///
    /// # Errors
    /// [`Problem::Truncated`] if fewer are left.
    pub fn u64(&mut self, what: &'static str) -> Result<u64, DecodeError> {
        self.array(what).map(u64::from_be_bytes)
    }

    /// Eight bytes, big-endian, two's complement.
    ///
    /// # Errors
    /// [`Problem::Truncated`] if fewer are left.
    pub fn i64(&mut self, what: &'static str) -> Result<i64, DecodeError> {
        self.array(what).map(i64::from_be_bytes)
    }

    /// A string of at most `limit` bytes.
    ///
    /// # Errors
    /// If it is longer, truncated, or not UTF-8.
    pub fn string(&mut self, what: &'static str, limit: usize) -> Result<String, DecodeError> {
        let start = self.clone();
        let length = self.length(what, limit)?;
        let bytes = self.raw(what, length)?;
        match core::str::from_utf8(bytes) {
            Ok(text) => Ok(String::from(text)),
            Err(_) => Err(start.error(what, Problem::NotUtf8)),
        }
    }

    /// A list of at most `limit` items.
    ///
    /// # Errors
    /// If it is longer, or an item can't be read.
    pub fn list<T: Decode>(
        &mut self,
        what: &'static str,
        limit: usize,
    ) -> Result<Vec<T>, DecodeError> {
        let length = self.length(what, limit)?;
        self.items(length, T::decode)
    }

    /// `count` items, each read by `item`: a list whose length the reader knows beforehand.
    ///
    /// # Errors
    /// If an item can't be read.
    pub fn items<T>(
        &mut self,
        count: usize,
        mut item: impl FnMut(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>, DecodeError> {
        // No item is shorter than a byte: a false count can't reserve more than the input holds.
        let mut items = Vec::with_capacity(count.min(self.remaining()));
        for _ in 0..count {
            items.push(item(self)?);
        }
        Ok(items)
    }

    /// An optional value.
    ///
    /// # Errors
    /// If the mark is neither 0 nor 1, or the value can't be read.
    pub fn option<T: Decode>(&mut self, what: &'static str) -> Result<Option<T>, DecodeError> {
        let start = self.clone();
        match self.u8(what)? {
            0 => Ok(None),
            1 => T::decode(self).map(Some),
            other => Err(start.error(what, Problem::Unknown(other.into()))),
        }
    }

    fn length(&mut self, what: &'static str, limit: usize) -> Result<usize, DecodeError> {
        let start = self.clone();
        let length = usize::from(self.u16(what)?);
        if length > limit {
            return Err(start.error(what, Problem::TooLong { length, limit }));
        }
        Ok(length)
    }
}
