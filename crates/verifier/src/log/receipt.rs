//! Receipts (`spec/board.md`, section 8; c2sp.org/tlog-proof).

use thiserror::Error;

use super::Hash;
use super::checkpoint::{OpenError, Opened, Policy};
use super::merkle::{MAX_PROOF_HASHES, ProofError};
use super::note::{Note, NoteError};
use super::text;

/// Bytes of a receipt, at most.
pub const MAX_RECEIPT_BYTES: usize = 221_394;
/// Bytes of the extra data of a receipt, at most.
pub const MAX_EXTRA_BYTES: usize = 65_535;

/// The first line.
const VERSION: &str = "c2sp.org/tlog-proof@v1";

/// The proof that an entry is on the board: an inclusion proof and a signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt<'a> {
    /// Data that comes along; nothing authenticates it. 1 to [`MAX_EXTRA_BYTES`] bytes.
    pub extra: Option<Vec<u8>>,
    /// The index of the entry.
    pub index: u64,
    /// The inclusion proof, at most [`MAX_PROOF_HASHES`] hashes.
    pub proof: Vec<Hash>,
    /// The checkpoint, not opened yet.
    pub note: Note<'a>,
}

/// Why bytes are not a receipt, or do not prove what they should.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReceiptError {
    /// Longer than [`MAX_RECEIPT_BYTES`].
    #[error("a receipt has at most {MAX_RECEIPT_BYTES} bytes, this one has {0}")]
    TooLong(usize),
    /// Not UTF-8.
    #[error("a receipt is UTF-8, this one is not from byte {0} on")]
    NotUtf8(usize),
    /// Another first line.
    #[error("a receipt begins with the line {VERSION}")]
    Version,
    /// Not the form of the line with the extra data.
    #[error("the extra data is not the base64 of 1 to {MAX_EXTRA_BYTES} bytes")]
    Extra,
    /// Not the form of the line with the index.
    #[error("the line of the index is not \"index \" and a decimal number")]
    Index,
    /// Not the form of a hash.
    #[error("line {0} of the inclusion proof is not the base64 of 32 bytes")]
    Hash(usize),
    /// The empty line is missing.
    #[error("there is no empty line after the inclusion proof")]
    NoEmptyLine,
    /// The checkpoint is no note.
    #[error("its checkpoint: {0}")]
    Note(NoteError),
    /// The policy does not open the checkpoint.
    #[error("its checkpoint: {0}")]
    Open(OpenError),
    /// The inclusion proof does not hold.
    #[error("its inclusion proof: {0}")]
    Proof(ProofError),
}

impl<'a> Receipt<'a> {
    /// Reads a receipt that takes up all of `bytes`. Nothing is proved yet: see [`Self::check`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ReceiptError> {
        if bytes.len() > MAX_RECEIPT_BYTES {
            return Err(ReceiptError::TooLong(bytes.len()));
        }
        let mut rest = std::str::from_utf8(bytes)
            .map_err(|error| ReceiptError::NotUtf8(error.valid_up_to()))?;
        if text::line(&mut rest) != Some(VERSION) {
            return Err(ReceiptError::Version);
        }
        let mut line = text::line(&mut rest).ok_or(ReceiptError::Index)?;
        let extra = line.strip_prefix("extra ").map(extra_data).transpose()?;
        if extra.is_some() {
            line = text::line(&mut rest).ok_or(ReceiptError::Index)?;
        }
        let index =
            line.strip_prefix("index ").and_then(text::decimal).ok_or(ReceiptError::Index)?;
        let proof = proof_lines(&mut rest)?;
        let note = Note::parse(rest.as_bytes()).map_err(ReceiptError::Note)?;
        Ok(Self { extra, index, proof, note })
    }

    /// Opens the checkpoint by the policy, and checks that the entry with this leaf hash is in its
    /// tree at the index of the receipt.
    pub fn check(&self, policy: &Policy, leaf: &Hash) -> Result<Opened, ReceiptError> {
        let opened = policy.open(&self.note).map_err(ReceiptError::Open)?;
        let head = &opened.checkpoint.head;
        head.check_inclusion(self.index, leaf, &self.proof).map_err(ReceiptError::Proof)?;
        Ok(opened)
    }
}

fn extra_data(encoded: &str) -> Result<Vec<u8>, ReceiptError> {
    let allowed = |bytes: &Vec<u8>| (1..=MAX_EXTRA_BYTES).contains(&bytes.len());
    text::base64(encoded).filter(allowed).ok_or(ReceiptError::Extra)
}

/// The hashes up to the empty line.
fn proof_lines(rest: &mut &str) -> Result<Vec<Hash>, ReceiptError> {
    let mut proof = Vec::new();
    loop {
        match text::line(rest).ok_or(ReceiptError::NoEmptyLine)? {
            "" => return Ok(proof),
            _ if proof.len() == MAX_PROOF_HASHES => {
                return Err(ReceiptError::Proof(ProofError::Length(MAX_PROOF_HASHES + 1)));
            }
            line => proof.push(text::hash(line).ok_or(ReceiptError::Hash(proof.len() + 1))?),
        }
    }
}
