use std::fs;

use tempfile::TempDir;

use crate::source::{SourceError, open};

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("tile/0/000.p")).unwrap();
    fs::write(folder.path().join("tile/0/000.p/5"), [7; 160]).unwrap();
    fs::write(folder.path().join("checkpoint"), "text").unwrap();
    folder
}

#[test]
fn files_are_read_by_their_paths() {
    let folder = folder();
    let source = open(folder.path().to_str().unwrap()).unwrap();
    assert_eq!(source.read("checkpoint", 4).unwrap().unwrap(), b"text");
    assert_eq!(source.read("tile/0/000.p/5", 160).unwrap().unwrap(), [7; 160]);
    let mut list = source.list().unwrap().unwrap();
    list.sort();
    assert_eq!(list, ["checkpoint", "tile/0/000.p/5"]);
}

#[test]
fn what_is_not_there_is_none() {
    let folder = folder();
    let source = open(folder.path().to_str().unwrap()).unwrap();
    assert_eq!(source.read("tile/0/000", 10).unwrap(), None);
    assert_eq!(source.read("checkpoint/000", 10).unwrap(), None);
}

#[test]
fn a_file_that_is_too_large_is_an_error() {
    let folder = folder();
    let source = open(folder.path().to_str().unwrap()).unwrap();
    let error = source.read("checkpoint", 3).unwrap_err();
    assert!(matches!(error, SourceError::TooLarge { most: 3, .. }), "{error}");
}

#[test]
fn a_folder_in_place_of_a_file_is_an_error() {
    let folder = folder();
    let source = open(folder.path().to_str().unwrap()).unwrap();
    assert!(matches!(source.read("tile/0", 10), Err(SourceError::NotAFile(_))));
}

#[test]
fn a_place_where_nothing_is_is_named() {
    let error = open("no/such/archive").err().unwrap();
    assert!(error.to_string().starts_with("there is no folder or file no/such/archive"), "{error}");
}

#[test]
fn folders_that_lie_too_deep_are_refused() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("a/".repeat(40))).unwrap();
    let source = open(folder.path().to_str().unwrap()).unwrap();
    assert!(matches!(source.list(), Err(SourceError::TooManyFiles(_))));
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_is_named_and_not_followed() {
    let folder = folder();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    let source = open(folder.path().to_str().unwrap()).unwrap();
    let mut list = source.list().unwrap().unwrap();
    list.sort();
    assert_eq!(list, ["checkpoint", "loop", "tile/0/000.p/5"]);
}
