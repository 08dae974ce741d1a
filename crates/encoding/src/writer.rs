use alloc::vec::Vec;

use crate::Encode;

/// Builds a canonical encoding (`spec/encoding.md`).
///
/// Writing can't fail: lengths were bounded when the value was made, by the constructors of the
/// types that are encoded. A length that does not fit its field is therefore a defect of the
/// caller; it is cut to the field's width here, and the result no longer decodes.
#[derive(Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// An empty writer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What was written so far.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// One byte.
    pub fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    /// Two bytes, big-endian.
    pub fn u16(&mut self, value: u16) {
        self.bytes.extend_from_slice(&value.to_be_bytes());
    }

    /// Four bytes, big-endian.
    pub fn u32(&mut self, value: u32) {
        self.bytes.extend_from_slice(&value.to_be_bytes());
    }

    /// Eight bytes, big-endian.
    pub fn u64(&mut self, value: u64) {
        self.bytes.extend_from_slice(&value.to_be_bytes());
    }

    /// Eight bytes, big-endian, two's complement.
    pub fn i64(&mut self, value: i64) {
        self.bytes.extend_from_slice(&value.to_be_bytes());
    }

    /// Bytes whose number the reader knows beforehand.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// A string: its length in bytes (`u16`), then UTF-8.
    pub fn string(&mut self, text: &str) {
        self.length(text.len());
        self.raw(text.as_bytes());
    }

    /// A list: the number of items (`u16`), then each item.
    pub fn list<T: Encode>(&mut self, items: &[T]) {
        self.length(items.len());
        for item in items {
            item.encode(self);
        }
    }

    /// An optional value: 0, or 1 and then the value.
    pub fn option<T: Encode>(&mut self, value: Option<&T>) {
        match value {
            None => self.u8(0),
            Some(value) => {
                self.u8(1);
                value.encode(self);
            }
        }
    }

    fn length(&mut self, length: usize) {
        debug_assert!(length <= usize::from(u16::MAX), "unbounded list or string");
        self.u16(length as u16);
    }
}
