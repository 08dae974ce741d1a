//! In which order residents stand on the roll (`spec/election.md`, section 4): one that all registrars share and
//! nobody else can tell.

use std::path::Path;

use anyhow::anyhow;
use sha3::{Digest, Sha3_256};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::identity::SecretBytes;
use crate::registrar::roll_file::Resident;
use crate::safe_file::{self, Access};

const ORDER_LABEL: &[u8] = b"isoloir/v1 roll order";
const DIGEST_LABEL: &[u8] = b"isoloir/v1 roll digest";

/// What the file that registrars share begins with; the key follows in hexadecimal, then a line break.
const FILE_LABEL: &str = "isoloir roll order ";

/// The largest such file, in bytes.
const MAX_FILE_BYTES: u64 = 256;

/// The residents of a district, as indices, in ascending order of
///
/// ```text
/// SHA3-256("isoloir/v1 roll order" || key || u16 district || id)
/// ```
pub(super) fn order(key: &SecretBytes, district: u16, residents: &[Resident]) -> Vec<usize> {
    let votes = |&index: &usize| residents[index].districts.contains(&district);
    let mut order: Vec<usize> = (0..residents.len()).filter(votes).collect();
    order.sort_by_cached_key(|&index| rank(key, district, &residents[index].id));
    order
}

fn rank(key: &SecretBytes, district: u16, id: &str) -> [u8; 32] {
    Sha3_256::new_with_prefix(ORDER_LABEL)
        .chain_update(key.expose())
        .chain_update(district.to_be_bytes())
        .chain_update(id)
        .finalize()
        .into()
}

/// What registrars compare, so that each knows that the others used the same table and the same key:
///
/// ```text
/// SHA3-256("isoloir/v1 roll digest" || key || for each district: u32 count || for each resident in order: string id)
/// ```
///
/// Without the key nobody can try whether it is that of a table.
pub(super) fn digest(key: &SecretBytes, districts: &[Vec<&str>]) -> [u8; 32] {
    let mut hash = Sha3_256::new_with_prefix(DIGEST_LABEL).chain_update(key.expose());
    for ids in districts {
        hash.update((ids.len() as u32).to_be_bytes());
        for id in ids {
            // An id has at most 64 characters.
            hash.update((id.len() as u16).to_be_bytes());
            hash.update(id);
        }
    }
    hash.finalize().into()
}

/// Writes a fresh key to a file that is not there yet.
pub(super) fn make(path: &Path) -> Result<SecretBytes, Failure> {
    let key = SecretBytes::random();
    let line = Zeroizing::new(format!("{FILE_LABEL}{}\n", hex::encode(key.expose())));
    safe_file::create(path, line.as_bytes(), Access::Owner)?;
    Ok(key)
}

/// Reads the key that another registrar made.
pub(super) fn read(path: &Path) -> Result<SecretBytes, Failure> {
    let bytes = Zeroizing::new(safe_file::read(path, MAX_FILE_BYTES)?);
    let mut key = Zeroizing::new([0; 32]);
    let digits = std::str::from_utf8(&bytes)
        .ok()
        .and_then(|text| text.strip_prefix(FILE_LABEL))
        .map(str::trim_end);
    digits
        .and_then(|digits| hex::decode_to_slice(digits, key.as_mut()).ok())
        .map(|()| SecretBytes::new(*key))
        .ok_or_else(|| {
            Failure::input(anyhow!(
                "{} is not the file for --shuffle, or it is damaged: take the one that the first registrar's issue \
                 made, unchanged",
                path.display()
            ))
        })
}

#[cfg(test)]
mod tests;
