use std::path::Path;

use anyhow::{Context, anyhow};
use isoloir_crypto::group::{NonIdentityPoint, Point};
use isoloir_election::message::MAX_PAPER_BATCH;
use isoloir_election::phase::{Standing, Voting};

use crate::failure::Failure;
use crate::safe_file;

/// The largest file of voters, in bytes: a batch, with room for white space and remarks.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// Reads the voting rights that ballots on paper use up: U in hexadecimal, one on each line. Empty lines and
/// those that begin with # say nothing. They are sorted.
pub(super) fn read(path: &Path) -> Result<Vec<NonIdentityPoint>, Failure> {
    let bytes = safe_file::read(path, MAX_FILE_BYTES)?;
    let text = std::str::from_utf8(&bytes)
        .with_context(|| format!("{} is not a text in UTF-8", path.display()))
        .map_err(Failure::input)?;
    let mut read: Vec<(NonIdentityPoint, usize)> = Vec::new();
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let credential = parse(line).ok_or_else(|| {
            Failure::input(anyhow!(
                "{}, line {number}: this is no voting right; take the file of registrar paper-list",
                path.display()
            ))
        })?;
        read.push((credential, number));
    }
    read.sort_unstable();
    if let Some(pair) = read.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(Failure::input(anyhow!(
            "{}, line {}: this voter is on line {} already, and votes once",
            path.display(),
            pair[1].1,
            pair[0].1
        )));
    }
    if read.len() > MAX_PAPER_BATCH {
        return Err(Failure::input(anyhow!(
            "{} has {} voters, and a batch {MAX_PAPER_BATCH} at most: make several",
            path.display(),
            read.len()
        )));
    }
    Ok(read.into_iter().map(|(credential, _)| credential).collect())
}

fn parse(line: &str) -> Option<NonIdentityPoint> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(line, &mut bytes).ok()?;
    Point::from_canonical_bytes(bytes).and_then(NonIdentityPoint::new)
}

/// How many of these voters have also voted electronically: their ballots become void. All must be able to
/// vote.
pub(super) fn check(
    voting: &Voting,
    district: u16,
    voters: &[NonIdentityPoint],
) -> Result<usize, Failure> {
    let mut electronic = 0;
    for credential in voters {
        let shown = hex::encode(credential.as_bytes());
        let voter = voting
            .voter(district, credential)
            .with_context(|| format!("the voter {shown}"))
            .map_err(Failure::input)?;
        let problem = match voter.standing {
            Standing::Active => None,
            Standing::Revoked => Some("was revoked"),
            Standing::Replaced => Some("was replaced by a new one"),
            Standing::Paper => Some("was used up by a ballot on paper before"),
        };
        if let Some(problem) = problem {
            return Err(Failure::input(anyhow!(
                "the voting right {shown} {problem}: take it off the list, and its ballot out of the count"
            )));
        }
        electronic += usize::from(!voter.recorded.is_empty());
    }
    Ok(electronic)
}
