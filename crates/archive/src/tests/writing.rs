//! Who may write an archive, and what a writer refuses.

use std::fs;

use ed25519_dalek::SigningKey;
use isoloir_board::chain::ChainError;
use isoloir_board::entry::{EntryError, MAX_PAYLOAD_BYTES};
use isoloir_board::keys::WitnessSigner;
use isoloir_board::note::Note;
use tempfile::tempdir;

use super::*;
use crate::{ArchiveError, CHECKPOINT_FILE, MAX_PENDING_BYTES};

fn stranger() -> LogSigner {
    LogSigner::new(signer().key().name().clone(), SigningKey::from_bytes(&[9; 32])).unwrap()
}

#[test]
fn an_archive_is_not_created_over_another_or_over_other_files() {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[2]));
    let error = Writer::create(folder.path(), &signer()).map(drop).unwrap_err();
    assert!(matches!(error, ArchiveError::NotEmpty(path) if path == folder.path()));

    let folder = tempdir().unwrap();
    fs::write(folder.path().join("letter.txt"), "keep me").unwrap();
    Writer::create(folder.path(), &signer()).map(drop).unwrap_err();
    assert_eq!(fs::read(folder.path().join("letter.txt")).unwrap(), b"keep me");
}

#[test]
fn an_archive_is_created_in_a_folder_that_does_not_exist_yet() {
    let folder = tempdir().unwrap();
    drop(archive(&folder.path().join("a/b"), &[1]));
    assert_eq!(audited(&folder.path().join("a/b")).len(), 1);
}

#[test]
fn there_is_nothing_to_resume_where_no_archive_is() {
    let folder = tempdir().unwrap();
    for folder in [folder.path().to_path_buf(), folder.path().join("absent")] {
        let error = Writer::resume(&folder, signer().key()).map(drop).unwrap_err();
        assert!(matches!(error, ArchiveError::NoCheckpoint(_)));
        assert!(matches!(Reader::open(&folder), Err(ArchiveError::NoCheckpoint(_))));
    }
    assert_eq!(files(folder.path()).len(), 0);
}

#[test]
fn two_writers_can_not_share_an_archive() {
    let folder = tempdir().unwrap();
    let writer = archive(folder.path(), &[2]);
    for second in
        [Writer::resume(folder.path(), signer().key()), Writer::create(folder.path(), &signer())]
    {
        assert!(matches!(second.map(drop), Err(ArchiveError::Locked(_))));
    }
    drop(writer);
    Writer::resume(folder.path(), signer().key()).unwrap();
}

#[test]
fn an_archive_of_another_key_is_not_resumed() {
    let folder = tempdir().unwrap();
    drop(archive(folder.path(), &[2]));
    let error = Writer::resume(folder.path(), stranger().key()).map(drop).unwrap_err();
    assert!(matches!(error, ArchiveError::Untrusted { .. }));
}

#[test]
fn a_commit_with_another_key_is_refused_and_changes_nothing() {
    let folder = tempdir().unwrap();
    let mut writer = archive(folder.path(), &[2]);
    append(&mut writer, 7);
    let error = writer.commit(&stranger()).unwrap_err();
    assert!(matches!(error, ArchiveError::WrongSigner { .. }));
    assert_eq!(signed_head(folder.path()).size, 2);
    writer.commit(&signer()).unwrap();
    assert_eq!(signed_head(folder.path()).size, 3);
}

#[test]
fn what_is_not_committed_is_not_visible_and_not_kept() {
    let folder = tempdir().unwrap();
    let mut writer = archive(folder.path(), &[2]);
    append(&mut writer, 7);
    assert_eq!((writer.chain().size(), audited(folder.path()).len()), (3, 2));
    drop(writer);
    assert_eq!(Writer::resume(folder.path(), signer().key()).unwrap().chain().size(), 2);
}

#[test]
fn an_entry_that_does_not_follow_is_refused_and_the_next_one_fits() {
    let (one, other) = (tempdir().unwrap(), tempdir().unwrap());
    let mut writer = archive(one.path(), &[4]);
    drop(archive(other.path(), &[6]));
    let entries = audited(other.path());
    let error = writer.append_entry(&entries[5]).unwrap_err();
    assert!(matches!(error, ArchiveError::Chain(ChainError::WrongIndex { expected: 4, found: 5 })));
    writer.append_entry(&entries[4]).unwrap();
    writer.append_entry(&entries[5]).unwrap();
    writer.commit(&signer()).unwrap();
    assert_eq!(audited(one.path()), entries);
}

#[test]
fn too_long_a_payload_is_refused() {
    let folder = tempdir().unwrap();
    let mut writer = archive(folder.path(), &[]);
    let error = writer.append(0, vec![0; MAX_PAYLOAD_BYTES + 1]).unwrap_err();
    assert!(matches!(error, ArchiveError::Entry(EntryError::PayloadTooLong { .. })));
}

#[test]
fn entries_that_wait_for_a_commit_are_bounded() {
    let folder = tempdir().unwrap();
    let mut writer = archive(folder.path(), &[]);
    let full = (0..).find_map(|_| writer.append(0, vec![0; MAX_PAYLOAD_BYTES]).err()).unwrap();
    assert!(matches!(full, ArchiveError::PendingFull { limit: MAX_PENDING_BYTES }));
    assert_eq!(writer.chain().size(), (MAX_PENDING_BYTES / 65_535) as u64);
    writer.commit(&signer()).unwrap();
    writer.append(0, vec![0; MAX_PAYLOAD_BYTES]).unwrap();
}

#[test]
fn cosignatures_are_published_and_survive_a_commit_of_nothing() {
    let folder = tempdir().unwrap();
    let mut writer = archive(folder.path(), &[3]);
    let cosigned = cosigned(&writer);
    writer.publish(cosigned.clone()).unwrap();
    assert_eq!(Reader::open(folder.path()).unwrap().note(), &cosigned);
    assert_eq!(writer.commit(&signer()).unwrap(), cosigned);
    assert_eq!(Reader::open(folder.path()).unwrap().note(), &cosigned);
    assert_eq!(audited(folder.path()).len(), 3);
}

#[test]
fn cosignatures_of_an_earlier_checkpoint_are_not_published() {
    let folder = tempdir().unwrap();
    let mut writer = archive(folder.path(), &[3]);
    let cosigned = cosigned(&writer);
    extend(&mut writer, 1, 7);
    assert!(matches!(writer.publish(cosigned), Err(ArchiveError::OtherCheckpoint)));
    assert_eq!(signed_head(folder.path()).size, 4);
}

#[test]
fn a_checkpoint_without_the_signature_of_the_log_is_not_published() {
    let folder = tempdir().unwrap();
    let mut writer = archive(folder.path(), &[3]);
    let cosigned = cosigned(&writer);
    let bare = Note::new(cosigned.text().into(), cosigned.signatures()[1..].to_vec()).unwrap();
    assert!(matches!(writer.publish(bare), Err(ArchiveError::Untrusted { .. })));
}

/// The checkpoint of a writer with the cosignature of a witness.
fn cosigned(writer: &Writer) -> Note {
    let secret = SigningKey::from_bytes(&[2; 32]);
    let witness = WitnessSigner::new("witness.example".parse().unwrap(), secret).unwrap();
    let checkpoint: isoloir_board::checkpoint::Checkpoint = writer.note().text().parse().unwrap();
    writer.note().with_signature(checkpoint.cosign(&witness, 1_790_000_000).unwrap()).unwrap()
}

#[test]
fn a_next_checkpoint_that_the_log_did_not_sign_is_not_made_visible() {
    let (folder, other) = (tempdir().unwrap(), tempdir().unwrap());
    drop(archive(folder.path(), &[3]));
    let mut forged = Writer::create(other.path(), &stranger()).unwrap();
    (0..5).for_each(|_| append(&mut forged, 7));
    let note = forged.commit(&stranger()).unwrap().to_string();
    for next in [note.as_str(), "", "half a no"] {
        fs::write(folder.path().join(crate::NEXT_CHECKPOINT_FILE), next).unwrap();
        let mut writer = Writer::resume(folder.path(), signer().key()).unwrap();
        assert_eq!(writer.committed().size, signed_head(folder.path()).size);
        extend(&mut writer, 1, 7);
    }
    assert_eq!(audited(folder.path()).len(), 6);
}

#[test]
fn an_error_says_which_file_and_what_to_do() {
    let folder = tempdir().unwrap();
    let error = Reader::open(folder.path()).unwrap_err().to_string();
    let path = folder.path().join(CHECKPOINT_FILE);
    assert!(error.starts_with(&path.display().to_string()), "{error}");
    assert!(error.contains("create one"), "{error}");
}
