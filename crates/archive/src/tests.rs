mod crash;
mod damage;
mod exporting;
mod reading;
mod writing;

use std::fs;
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use isoloir_board::entry::Entry;
use isoloir_board::keys::LogSigner;
use isoloir_board::merkle::TreeHead;
use isoloir_board::policy::Policy;

use crate::{Reader, Writer};

/// The log of all tests.
fn signer() -> LogSigner {
    let name = "board.example/2026".parse().unwrap();
    LogSigner::new(name, SigningKey::from_bytes(&[1; 32])).unwrap()
}

/// Appends `count` entries with this first byte of payload, and commits them.
fn extend(writer: &mut Writer, count: u64, mark: u8) {
    for _ in 0..count {
        append(writer, mark);
    }
    writer.commit(&signer()).unwrap();
}

/// Appends an entry whose length depends on its index.
fn append(writer: &mut Writer, mark: u8) {
    let index = writer.chain().size() as u8;
    let payload = std::iter::once(mark).chain(0..index % 11).collect();
    writer.append(index % 5, payload).unwrap();
}

/// An archive that was committed at each of these sizes.
fn archive(folder: &Path, sizes: &[u64]) -> Writer {
    let mut writer = Writer::create(folder, &signer()).unwrap();
    for size in sizes {
        let count = size - writer.committed().size;
        extend(&mut writer, count, 7);
    }
    writer
}

/// The head of an archive whose checkpoint is signed by the log.
fn signed_head(folder: &Path) -> TreeHead {
    let reader = Reader::open(folder).unwrap();
    *Policy::log_only(signer().key().clone()).open(reader.note()).unwrap().head()
}

/// All entries of an archive that is in order in every file.
fn audited(folder: &Path) -> Vec<Entry> {
    let reader = Reader::open(folder).unwrap();
    assert_eq!(reader.audit().unwrap().entries, reader.size());
    reader.entries().collect::<Result<_, _>>().unwrap()
}

/// All files below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Copies a folder with all that it holds.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let path = file.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
