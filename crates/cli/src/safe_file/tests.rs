#![allow(clippy::unwrap_used)]

use std::fs;

use super::*;

#[test]
fn a_file_is_not_written_over_one_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    create(&path, b"first", Access::Owner).unwrap();
    let refused = create(&path, b"second", Access::Owner).unwrap_err().to_string();
    assert!(refused.ends_with("is there already: nothing is written over it; choose another name"));
    assert_eq!(fs::read(&path).unwrap(), b"first");
    replace(&path, b"second", Access::Owner).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"second");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[cfg(unix)]
#[test]
fn a_secret_file_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    create(&path, b"secret", Access::Owner).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_was_there_stays_if_the_new_file_can_not_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    create(&path, b"first", Access::Owner).unwrap();
    // A folder stands where the unfinished file would: as good as a full disk.
    fs::create_dir(beside(&path, ".tmp")).unwrap();
    let failure = replace(&path, b"second", Access::Owner).unwrap_err();
    assert!(matches!(failure, Failure::System(_)));
    assert_eq!(fs::read(&path).unwrap(), b"first");
}

#[test]
fn a_file_above_its_bound_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, [0; 11]).unwrap();
    assert!(read(&path, 11).is_ok());
    assert!(read(&path, 10).unwrap_err().to_string().contains("more than 10 bytes"));
    assert!(
        read(&folder.path().join("none"), 10).unwrap_err().to_string().contains("can't be read")
    );
}
