//! The manifest and the files of a page, read from a server (`spec/election.md`, section 15).

use super::manifest::{MANIFEST, MAX_FILE_BYTES, MAX_MANIFEST_BYTES, Manifest, digest};
use super::{Deadline, Findings, UnreadError};
use crate::log::Hash;
use crate::report::progress::Progress;
use crate::source::{Source, SourceError};

/// Reads the manifest, whose digest must be this one; None if it does not hold.
pub fn read_manifest(
    server: &dyn Source,
    expected: &Hash,
    findings: &mut Findings,
) -> Result<Option<Manifest>, SourceError> {
    let place = format!("{}/{MANIFEST}", server.location());
    let bytes = match read(server, MANIFEST, MAX_MANIFEST_BYTES)? {
        Ok(bytes) => bytes,
        Err(what) => {
            findings.refuse(&place, None, what);
            return Ok(None);
        }
    };
    let found = digest(&bytes);
    if found != *expected {
        let [found, expected] = [&found, expected].map(hex::encode);
        let what = format!(
            "this is the manifest of another page: its digest is {found}, and the election vouches \
             for {expected}"
        );
        findings.refuse(&place, None, what);
        return Ok(None);
    }
    match Manifest::parse(&bytes) {
        Ok(manifest) => Ok(Some(manifest)),
        Err(error) => {
            let what = format!("the election vouches for a manifest that is none: {error}");
            findings.refuse(&place, None, what);
            Ok(None)
        }
    }
}

/// Reads every file of the manifest and compares its hash.
pub fn check_files(
    server: &dyn Source,
    manifest: &Manifest,
    progress: &Progress,
    deadline: Deadline,
    findings: &mut Findings,
) -> Result<(), UnreadError> {
    let task = progress.task("Checking files", Some(manifest.files().len() as u64));
    for file in manifest.files() {
        deadline.check()?;
        let place = format!("{}/{}", server.location(), file.path());
        match read(server, &file.path(), MAX_FILE_BYTES)? {
            Ok(bytes) if file.is(&bytes) => (),
            Ok(_) => findings.refuse(
                &place,
                None,
                "it is not the file of the manifest: its SHA-384 is another one",
            ),
            Err(what) => findings.refuse(&place, None, what),
        }
        findings.files += 1;
        task.advance(1);
    }
    Ok(())
}

/// A file of the server, or in words why no page has such a one.
fn read(
    server: &dyn Source,
    path: &str,
    most: usize,
) -> Result<Result<Vec<u8>, String>, SourceError> {
    Ok(match server.read(path, most) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err("the server does not have this file".to_owned()),
        Err(SourceError::TooLarge { most, .. }) => {
            Err(format!("it has more than {most} bytes, the most that this file can have"))
        }
        Err(SourceError::Redirect { to, .. }) => {
            Err(format!("the server redirects to {to}, and not to a file of its own"))
        }
        Err(error) => return Err(error),
    })
}
