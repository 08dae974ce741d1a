use std::fs;
use std::path::Path;

use crate::failure::Failure;
use crate::result::output::{Output, write_all};
use crate::tests::names;

fn output(path: &Path) -> Output {
    Output::new(path).unwrap()
}

#[test]
fn a_file_that_is_there_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result.csv");
    fs::write(&path, "old and longer").unwrap();

    write_all(&[(output(&path), "new".to_owned())]).unwrap();

    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(names(folder.path()), ["result.csv"]);
}

#[test]
fn if_one_file_fails_the_old_ones_stay_and_nothing_is_left_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result.csv");
    fs::write(&path, "old").unwrap();
    let gone = folder.path().join("gone");
    fs::create_dir(&gone).unwrap();
    let unwritable = output(&gone.join("result.html"));
    fs::remove_dir(&gone).unwrap();

    let failed = write_all(&[(output(&path), "new".to_owned()), (unwritable, "page".to_owned())]);

    assert!(matches!(failed, Err(Failure::System(_))));
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(names(folder.path()), ["result.csv"]);
}

#[test]
fn a_folder_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let error = Output::new(folder.path()).err().unwrap().to_string();
    assert!(error.ends_with("is not a file: choose another name"), "{error}");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = Output::new(&folder.path().join("none/result.csv")).err().unwrap().to_string();
    assert!(error.contains("there is no folder") && error.ends_with("none"), "{error}");
}

#[test]
fn two_names_of_one_file_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let one = output(&folder.path().join("result.csv"));
    assert!(one.is_same_as(&output(&folder.path().join("./result.csv"))));
    assert!(!one.is_same_as(&output(&folder.path().join("result.json"))));
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_its_file_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("file"), folder.path().join("link"));
    fs::write(&file, "old").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();

    write_all(&[(output(&link), "new".to_owned())]).unwrap();

    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), "new");
}
