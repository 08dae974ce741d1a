//! Commits that stop at each single operation on the disk, by a crash of the program or by a
//! loss of power, and what must hold afterwards.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use isoloir_board::merkle::TreeHead;
use tempfile::tempdir;

use super::*;
use crate::ArchiveError;
use crate::disk::{Disk, SystemDisk};

/// A disk that stops working after some operations, and knows what a loss of power undoes.
#[derive(Clone)]
struct FailingDisk(Arc<Mutex<State>>);

struct State {
    /// Operations that still succeed.
    left: usize,
    done: usize,
    /// Changes to folders that were not synced since, oldest first.
    unsynced: Vec<Undo>,
}

/// What stood under a name before it was changed.
struct Undo {
    path: PathBuf,
    before: Option<Vec<u8>>,
}

impl FailingDisk {
    fn after(operations: usize) -> Self {
        Self(Arc::new(Mutex::new(State { left: operations, done: 0, unsynced: Vec::new() })))
    }

    fn done(&self) -> usize {
        self.0.lock().unwrap().done
    }

    fn step(&self) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        if state.left == 0 {
            return Err(io::Error::other("the power is off"));
        }
        state.left -= 1;
        state.done += 1;
        Ok(())
    }

    fn remember(&self, path: &Path) {
        let undo = Undo { path: path.to_path_buf(), before: fs::read(path).ok() };
        self.0.lock().unwrap().unsynced.push(undo);
    }

    /// Takes back all changes of names that were not synced, as a loss of power may.
    fn lose_power(&self) {
        for undo in self.0.lock().unwrap().unsynced.drain(..).rev() {
            match undo.before {
                Some(bytes) => fs::write(&undo.path, bytes).unwrap(),
                None if undo.path.is_dir() => fs::remove_dir_all(&undo.path).unwrap(),
                None => drop(fs::remove_file(&undo.path)),
            }
        }
    }
}

impl Disk for FailingDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        self.remember(path);
        SystemDisk.create_folder(path)
    }

    fn write_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.remember(path);
        if let Err(error) = self.step() {
            fs::write(path, &bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        SystemDisk.write_synced(path, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        self.remember(from);
        self.remember(to);
        SystemDisk.rename(from, to)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        self.0.lock().unwrap().unsynced.retain(|undo| undo.path.parent() != Some(path));
        SystemDisk.sync_folder(path)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        self.remember(path);
        SystemDisk.remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        SystemDisk.remove_folder(path)
    }
}

/// Commits `count` more entries to a copy of `base`, stopping after `operations`; loses power or
/// not; goes on with other entries; and checks that no head that anyone saw is contradicted.
/// Returns whether the commit got through.
fn survive(base: &Path, count: u64, operations: usize, power_lost: bool) -> bool {
    let folder = tempdir().unwrap();
    let folder = folder.path();
    copy(base, folder);
    let old = signed_head(folder);

    let disk = FailingDisk::after(operations);
    let committed = commit_on(&disk, folder, count).ok();
    let mut seen = vec![old, signed_head(folder)];
    if power_lost {
        disk.lose_power();
    }
    seen.push(signed_head(folder));
    if let Some(committed) = committed {
        assert_eq!(signed_head(folder), committed, "a commit that succeeded is lost");
    }
    audited(folder);

    let mut writer = Writer::resume(folder, signer().key()).unwrap();
    seen.push(*writer.committed());
    let missing = (old.size + count).saturating_sub(writer.committed().size);
    if missing > 0 {
        extend(&mut writer, missing, 200);
    }
    seen.push(*writer.committed());
    extend(&mut writer, 1, 201);
    audited(folder);
    assert_consistent(folder, &seen);
    committed.is_some()
}

fn commit_on(disk: &FailingDisk, folder: &Path, count: u64) -> Result<TreeHead, ArchiveError> {
    let mut writer = Writer::resume_on(Box::new(disk.clone()), folder, signer().key())?;
    for _ in 0..count {
        append(&mut writer, 100);
    }
    writer.commit(&signer())?;
    Ok(*writer.committed())
}

/// Checks that the archive begins with every tree that was seen.
fn assert_consistent(folder: &Path, seen: &[TreeHead]) {
    let reader = Reader::open(folder).unwrap();
    let head = reader.checkpoint().head;
    for old in seen {
        let proof = reader.consistency_proof(old.size, head.size).unwrap();
        proof.verify(old, &head).unwrap();
    }
}

/// Stops the commit from size `from` to `to` at each operation.
fn stop_everywhere(from: u64, to: u64) {
    let base = tempdir().unwrap();
    drop(archive(base.path(), &[from]));
    for power_lost in [false, true] {
        let mut operations = 0;
        while !survive(base.path(), to - from, operations, power_lost) {
            operations += 1;
        }
        assert!(operations >= 10, "{operations}");
    }
}

#[test]
fn the_first_commit_stopped_anywhere_loses_nothing() {
    stop_everywhere(0, 3);
}

#[test]
fn a_commit_within_a_tile_stopped_anywhere_loses_nothing() {
    stop_everywhere(3, 5);
}

#[test]
fn a_commit_that_fills_a_tile_stopped_anywhere_loses_nothing() {
    stop_everywhere(250, 256);
}

#[test]
fn a_commit_over_several_tiles_stopped_anywhere_loses_nothing() {
    stop_everywhere(250, 520);
}

#[test]
fn a_resumption_stopped_anywhere_after_a_stopped_commit_loses_nothing() {
    let base = tempdir().unwrap();
    drop(archive(base.path(), &[3]));
    let total = {
        let folder = tempdir().unwrap();
        copy(base.path(), folder.path());
        let disk = FailingDisk::after(usize::MAX);
        commit_on(&disk, folder.path(), 2).unwrap();
        disk.done()
    };
    for operations in 0..total {
        let stopped = tempdir().unwrap();
        copy(base.path(), stopped.path());
        let disk = FailingDisk::after(operations);
        commit_on(&disk, stopped.path(), 2).unwrap_err();
        disk.lose_power();
        for operations in 0..40 {
            survive(stopped.path(), 4, operations, true);
        }
    }
}

#[test]
fn a_creation_stopped_anywhere_can_be_done_again() {
    for power_lost in [false, true] {
        for operations in 0..20 {
            let folder = tempdir().unwrap();
            let disk = FailingDisk::after(operations);
            let created = Writer::create_on(Box::new(disk.clone()), folder.path(), &signer());
            let created = created.map(drop).is_ok();
            if power_lost {
                disk.lose_power();
            }
            if Reader::open(folder.path()).is_err() {
                assert!(!created);
                drop(Writer::create(folder.path(), &signer()).unwrap());
            }
            let mut writer = Writer::resume(folder.path(), signer().key()).unwrap();
            extend(&mut writer, 2, 7);
            assert_eq!(audited(folder.path()).len(), 2);
        }
    }
}

#[test]
fn a_commit_that_failed_can_be_tried_again_by_the_same_writer() {
    for operations in 1..40 {
        let folder = tempdir().unwrap();
        drop(archive(folder.path(), &[250]));
        let disk = FailingDisk::after(operations);
        let Ok(mut writer) =
            Writer::resume_on(Box::new(disk.clone()), folder.path(), signer().key())
        else {
            continue;
        };
        (0..10).for_each(|_| append(&mut writer, 100));
        let first = writer.commit(&signer());
        disk.0.lock().unwrap().left = usize::MAX;
        let stale = writer.note().clone();
        if first.is_err() && signed_head(folder.path()).size == 260 {
            // The new checkpoint is out: the old one must not come back.
            let error = writer.publish(stale).unwrap_err();
            assert!(matches!(error, ArchiveError::OtherCheckpoint));
        }
        extend(&mut writer, 1, 101);
        assert_eq!(audited(folder.path()).len(), 261);
    }
}

#[test]
fn no_file_is_ever_half_written_under_a_name_that_is_served() {
    let base = tempdir().unwrap();
    drop(archive(base.path(), &[250]));
    let whole = tempdir().unwrap();
    copy(base.path(), whole.path());
    commit_on(&FailingDisk::after(usize::MAX), whole.path(), 270).unwrap();
    for operations in 0..60 {
        let folder = tempdir().unwrap();
        copy(base.path(), folder.path());
        if commit_on(&FailingDisk::after(operations), folder.path(), 270).is_ok() {
            break;
        }
        for path in files(&folder.path().join("tile")) {
            let relative = path.strip_prefix(folder.path()).unwrap();
            if path.extension().is_some_and(|extension| extension == "tmp") {
                continue;
            }
            let finished = [whole.path(), base.path()].map(|root| fs::read(root.join(relative)));
            let found = fs::read(&path).unwrap();
            assert!(finished.into_iter().flatten().any(|bytes| bytes == found), "{relative:?}");
        }
    }
}
