//! The file in which a machine says what it found in its part of the ballots.
//!
//! ```text
//! <base64 of the sums of district 0: ballots (u64), A*, Y*_1 .. Y*_w>
//! ..                                                        a line for each district
//!                                                           an empty line
//! isoloir-verify part v1                                    from here on a signed note
//! <origin of the log>
//! <size of the log>
//! <root of the log, base64>
//! fingerprint <64 hexadecimal digits>
//! bundles <first> <end>                                     the last one is end - 1
//! digest <base64>                                           of the entries of these bundles
//! ballots <number>
//! sums <base64 of SHA-256 of all before the empty line>
//! failure <step> <entry> <what fails>                       0 to 100 lines
//!
//! — <name> <signature>
//! ```
//!
//! The sums stand before the note since they can be longer than a note.

use std::fmt::Write as _;

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use super::part::{Part, PartOf};
use crate::crypto::tally::Sums;
use crate::election::record::Opened;
use crate::log::key::{KeyError, VerifierKey};
use crate::log::note::{Note, NoteError};
use crate::log::signer::Signer;
use crate::log::text;
use crate::report::{Failure, MAX_NAMED_FAILURES, Step};

/// Bytes of the file, at most: the sums of 1,024 districts of 960 projects, in base64, and a note.
pub const MAX_PART_BYTES: usize = 48 << 20;

const TITLE: &str = "isoloir-verify part v1";

/// Why a file is not the result of a part.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PartFileError {
    /// Not in its form.
    #[error("it is not the result of \"isoloir-verify shard\": {0}")]
    Form(&'static str),
    /// Its note is not in its form.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// No key that is trusted has signed it.
    #[error("it is not signed by a key that --trust names, or was changed after it was signed")]
    Unsigned,
    /// The sums are not those that were signed.
    #[error("its sums are not those that were signed")]
    Sums,
    /// It is about another board.
    #[error("it is about another board, or another state of it: {0} differs")]
    AnotherBoard(&'static str),
}

/// Writes the result of a part, signed.
///
/// # Errors
///
/// The key has no name that a key can have.
pub fn write(part: &Part, of: &PartOf, signer: &Signer) -> Result<String, KeyError> {
    let mut file = String::new();
    for sums in &part.sums {
        file.push_str(&Base64::encode_string(&sums.encode()));
        file.push('\n');
    }
    let note = text_of(part, of, &file);
    file.push('\n');
    file.push_str(&note);
    file.push('\n');
    file.push_str(&signer.line(&note, 0)?);
    Ok(file)
}

fn text_of(part: &Part, of: &PartOf, sums: &str) -> String {
    let base64 = |hash: &[u8]| Base64::encode_string(hash);
    let mut note = format!(
        "{TITLE}\n{}\n{}\n{}\nfingerprint {}\nbundles {} {}\ndigest {}\nballots {}\nsums {}\n",
        of.origin,
        of.head.size(),
        base64(&of.head.root()),
        hex::encode(of.fingerprint),
        part.bundles.start,
        part.bundles.end,
        base64(&part.digest),
        part.ballots,
        base64(&Sha256::digest(sums)),
    );
    for (step, failure) in part.failures.iter().take(MAX_NAMED_FAILURES) {
        let entry = failure.entry.unwrap_or_default();
        let what: String = failure.what.chars().filter(|c| !c.is_control()).collect();
        // Writing to a string can't fail.
        let _ = writeln!(note, "failure {} {entry} {what}", step.id());
    }
    note
}

/// Reads the result of a part of the board `of`, signed by one of the keys. Gives the name of the key.
///
/// # Errors
///
/// It is not in this form, not signed, or about another board.
pub fn read(
    file: &[u8],
    of: &PartOf,
    opened: &Opened,
    trusted: &[VerifierKey],
) -> Result<(String, Part), PartFileError> {
    let split = file.windows(2).position(|two| two == b"\n\n");
    let split = split.ok_or(PartFileError::Form("there is no empty line after the sums"))?;
    let (sums, rest) = file.split_at(split + 1);
    let note = Note::parse(rest.get(1..).unwrap_or_default())?;
    let has_signed = |key: &&VerifierKey| {
        note.signatures_of(key).any(|signature| {
            signature
                .try_into()
                .is_ok_and(|signature| key.public().verifies(note.text().as_bytes(), signature))
        })
    };
    let signer = trusted.iter().find(has_signed).ok_or(PartFileError::Unsigned)?;
    let (mut part, digest) = read_text(note.text(), of)?;
    if digest[..] != Sha256::digest(sums)[..] {
        return Err(PartFileError::Sums);
    }
    part.sums = read_sums(sums, opened)?;
    Ok((signer.name().to_owned(), part))
}

/// Reads the note: the part without its sums, and their hash.
fn read_text(mut note: &str, of: &PartOf) -> Result<(Part, [u8; 32]), PartFileError> {
    let mut line = || text::line(&mut note).ok_or(PartFileError::Form("a line is missing"));
    if line()? != TITLE {
        return Err(PartFileError::Form("it has another title"));
    }
    same("the name of the log", line()? == of.origin)?;
    same("the size", text::decimal(line()?) == Some(of.head.size()))?;
    same("the root", text::hash(line()?) == Some(of.head.root()))?;
    let fingerprint = format!("fingerprint {}", hex::encode(of.fingerprint));
    same("the fingerprint", line()? == fingerprint)?;
    let bundles = field(line()?, "bundles ")?.split_once(' ');
    let bundles = bundles.and_then(|(a, b)| Some(text::decimal(a)?..text::decimal(b)?));
    let bundles = bundles.ok_or(PartFileError::Form("its bundles are not two numbers"))?;
    let hash = |text| text::hash(text).ok_or(PartFileError::Form("a hash is not in base64"));
    let digest = hash(field(line()?, "digest ")?)?;
    let ballots = text::decimal(field(line()?, "ballots ")?);
    let ballots = ballots.ok_or(PartFileError::Form("its ballots are not a number"))?;
    let sums = hash(field(line()?, "sums ")?)?;
    let failures = note.lines().map(read_failure).collect::<Result<_, _>>()?;
    Ok((Part { bundles, digest, ballots, sums: Vec::new(), failures }, sums))
}

fn same(what: &'static str, holds: bool) -> Result<(), PartFileError> {
    if holds { Ok(()) } else { Err(PartFileError::AnotherBoard(what)) }
}

fn field<'t>(line: &'t str, name: &'static str) -> Result<&'t str, PartFileError> {
    line.strip_prefix(name).ok_or(PartFileError::Form("a line has another name"))
}

fn read_failure(line: &str) -> Result<(Step, Failure), PartFileError> {
    let mut words = field(line, "failure ")?.splitn(3, ' ');
    let (step, entry, what) = (words.next(), words.next(), words.next());
    let step = Step::ALL.into_iter().find(|known| Some(known.id()) == step);
    let entry = entry.and_then(text::decimal);
    match (step, entry, what) {
        (Some(step), Some(entry), Some(what)) => {
            Ok((step, Failure { entry: Some(entry), file: None, what: what.to_owned() }))
        }
        _ => Err(PartFileError::Form("a failure is not a step, an entry and words")),
    }
}

fn read_sums(sums: &[u8], opened: &Opened) -> Result<Vec<Sums>, PartFileError> {
    const WRONG: PartFileError = PartFileError::Form("its sums are not those of the districts");
    let lines = std::str::from_utf8(sums).map_err(|_| WRONG)?.lines();
    let styles = opened.parameters().iter().map(|district| district.style().slots());
    if lines.clone().count() != opened.parameters().len() {
        return Err(WRONG);
    }
    lines
        .zip(styles)
        .map(|(line, slots)| {
            let bytes = text::base64(line).ok_or(WRONG)?;
            Sums::decode(&bytes, slots).map_err(|_| WRONG)
        })
        .collect()
}
