//! The header of an item of a tar archive, 512 bytes (POSIX.1-2017, pax, *ustar Interchange Format*
//! and *pax Extended Header*).

use std::ops::Range;

use super::tar::TarRule;

/// Bytes of a block: a header is one, and the bytes of a file fill up their last one.
pub(super) const BLOCK_BYTES: usize = 512;

/// A block of an archive.
pub(super) type Block = [u8; BLOCK_BYTES];

const NAME: Range<usize> = 0..100;
const SIZE: Range<usize> = 124..136;
const CHECKSUM: Range<usize> = 148..156;
const TYPE: usize = 156;
const MAGIC_AND_VERSION: Range<usize> = 257..265;
const PREFIX: Range<usize> = 345..500;

const POSIX: &[u8] = b"ustar\x0000";
/// What GNU tar writes by default. It uses the bytes of the prefix otherwise.
const GNU: &[u8] = b"ustar  \0";

/// Keywords of pax records that change nothing of what a reader of the log sees.
const HARMLESS: [&str; 8] = ["atime", "ctime", "mtime", "uid", "gid", "uname", "gname", "comment"];
/// Beginnings of such keywords: attributes that macOS, BSD and GNU tar keep.
const HARMLESS_PREFIXES: [&str; 5] =
    ["SCHILY.xattr.", "SCHILY.dev", "SCHILY.ino", "SCHILY.nlink", "LIBARCHIVE."];

/// What follows a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The bytes of a file.
    File,
    /// Nothing.
    Folder,
    /// Records about the next item, or about all.
    Pax,
}

/// What a header says, as far as it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) kind: Kind,
    /// The path without `./` before and `/` after it; not checked for a pax header.
    pub(super) path: String,
    /// Bytes that follow.
    pub(super) size: u64,
}

impl Header {
    pub(super) fn parse(block: &Block) -> Result<Self, TarRule> {
        let magic = &block[MAGIC_AND_VERSION];
        if magic != POSIX && magic != GNU {
            return Err(TarRule::Magic);
        }
        if octal(&block[CHECKSUM]) != Some(checksum(block)) {
            return Err(TarRule::Checksum);
        }
        let size = octal(&block[SIZE]).ok_or(TarRule::Field("size"))?;
        let kind = match block[TYPE] {
            b'0' | 0 => Kind::File,
            b'5' if size == 0 => Kind::Folder,
            b'5' => return Err(TarRule::Field("size")),
            b'x' | b'g' => return Ok(Self { kind: Kind::Pax, path: String::new(), size }),
            other => return Err(TarRule::Kind(other.into())),
        };
        let prefix = if magic == POSIX { text(&block[PREFIX])? } else { "" };
        let path = plain_path(prefix, text(&block[NAME])?, kind)?;
        Ok(Self { kind, path, size })
    }
}

/// Whether all bytes are zero.
pub(super) fn is_zero(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

/// The sum of the bytes of a header, with spaces in place of the checksum itself.
fn checksum(block: &Block) -> u64 {
    let sum = |bytes: &[u8]| bytes.iter().map(|byte| u64::from(*byte)).sum::<u64>();
    sum(block) - sum(&block[CHECKSUM]) + CHECKSUM.len() as u64 * u64::from(b' ')
}

/// A number: octal digits, then only spaces and zero bytes. At most 12 digits, so below 2^36.
fn octal(field: &[u8]) -> Option<u64> {
    let digits = field.iter().take_while(|byte| (b'0'..=b'7').contains(byte)).count();
    let (digits, rest) = field.split_at_checked(digits)?;
    if digits.is_empty() || rest.iter().any(|byte| ![0, b' '].contains(byte)) {
        return None;
    }
    Some(digits.iter().fold(0, |number, digit| number * 8 + u64::from(digit - b'0')))
}

/// A text that ends at the first zero byte or fills its field; only zero bytes follow it.
fn text(field: &[u8]) -> Result<&str, TarRule> {
    let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
    let (text, rest) = field.split_at_checked(end).ok_or(TarRule::Field("path"))?;
    let text = std::str::from_utf8(text).map_err(|_| TarRule::Field("path"))?;
    if is_zero(rest) { Ok(text) } else { Err(TarRule::Field("path")) }
}

/// Joins the two fields to a path that stays below the top.
fn plain_path(prefix: &str, name: &str, kind: Kind) -> Result<String, TarRule> {
    let joined = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
    let path = match kind {
        Kind::Folder => joined.strip_suffix('/').unwrap_or(&joined),
        _ => &joined,
    };
    if path == "." && kind == Kind::Folder {
        return Ok(String::new());
    }
    let path = path.strip_prefix("./").unwrap_or(path);
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(char::is_control);
    if path.split('/').all(plain) {
        Ok(path.to_owned())
    } else {
        Err(TarRule::Path(joined.escape_debug().to_string()))
    }
}

/// Checks that the records of a pax header, `<length> <keyword>=<value>` newline each, change neither
/// a path nor a size.
pub(super) fn check_pax_records(mut records: &[u8]) -> Result<(), TarRule> {
    while !records.is_empty() {
        let keyword = next_keyword(&mut records).ok_or(TarRule::Field("pax record"))?;
        let harmless = HARMLESS.contains(&keyword)
            || HARMLESS_PREFIXES.iter().any(|prefix| keyword.starts_with(prefix));
        if !harmless {
            return Err(TarRule::Pax(keyword.escape_debug().to_string()));
        }
    }
    Ok(())
}

/// Takes a record off the front and gives its keyword.
fn next_keyword<'a>(records: &mut &'a [u8]) -> Option<&'a str> {
    let digits = records.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let length = std::str::from_utf8(records.get(..digits)?).ok()?.parse().ok()?;
    let (record, rest) = records.split_at_checked(length)?;
    let body = record.get(digits..)?.strip_prefix(b" ")?.strip_suffix(b"\n")?;
    let end = body.iter().position(|byte| *byte == b'=')?;
    *records = rest;
    std::str::from_utf8(body.get(..end)?).ok()
}
