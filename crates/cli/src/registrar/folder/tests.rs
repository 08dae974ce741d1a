#![allow(clippy::unwrap_used)]

use super::*;
use crate::registrar::examples;
use crate::tests::names;

fn identity() -> Identity {
    Identity::new("Registrar").unwrap()
}

/// The example's letters.
fn write(folder: &Folder) {
    let (districts, page) = (examples::districts(), examples::page_url());
    let mailing = examples::mailing(&districts, &page);
    folder.write(&mailing, &[(&examples::resident("fr"), &examples::code())], None).unwrap();
}

#[test]
fn letters_wait_under_a_name_that_nothing_else_has() {
    let root = tempfile::tempdir().unwrap();
    let (place, identity) = (root.path().join("letters"), identity());
    let one = Folder::new(&place, &identity, []).unwrap();
    let other = Folder::new(&place, &identity, []).unwrap();
    assert_ne!(one, other);
    assert_eq!(owner_of(&one.unfinished), Some(owner(&identity).as_str()));
    write(&one);
    other.publish().unwrap();
    assert!(!place.exists(), "what was written for one is not taken for the other");
    one.publish().unwrap();
    assert_eq!(names(root.path()), ["letters"]);
    assert_eq!(names(&place), ["codes.csv", "letters-0001.html"]);
    one.publish().unwrap();
}

#[test]
fn a_place_that_other_letters_wait_for_is_taken() {
    let root = tempfile::tempdir().unwrap();
    let (place, identity) = (root.path().join("letters"), identity());
    let waiting = Folder::new(&place, &identity, []).unwrap();
    assert!(Folder::new(&place, &identity, [&waiting]).is_ok(), "nothing waits yet");
    write(&waiting);
    let refused = Folder::new(&place, &identity, [&waiting]).unwrap_err().to_string();
    assert!(refused.contains("run that again, which moves them there"), "{refused}");
    waiting.publish().unwrap();
    let refused = Folder::new(&place, &identity, [&waiting]).unwrap_err().to_string();
    assert!(refused.ends_with("is not empty: give another folder for the letters"), "{refused}");
}

#[test]
fn letters_are_not_moved_over_what_came_into_their_place() {
    let root = tempfile::tempdir().unwrap();
    let place = root.path().join("letters");
    let folder = Folder::new(&place, &identity(), []).unwrap();
    write(&folder);
    fs::create_dir(&place).unwrap();
    fs::write(place.join("diary.txt"), "mine").unwrap();
    let refused = folder.publish().unwrap_err().to_string();
    assert!(refused.contains("make room there and run this again"), "{refused}");
    assert_eq!(names(&place), ["diary.txt"]);
    assert_eq!(names(&folder.unfinished), ["codes.csv", "letters-0001.html"]);
}

#[test]
fn only_what_the_same_registrar_left_and_no_file_names_is_removed() {
    let root = tempfile::tempdir().unwrap();
    let (place, identity) = (root.path().join("letters"), identity());
    let folder = |place: &Path| Folder::new(place, &identity, []).unwrap();
    let (named, left, elsewhere) = (folder(&place), folder(&place), folder(&place.join("a")));
    let other = Folder::new(&place, &self::identity(), []).unwrap();
    let with_more = folder(&root.path().join("more"));
    for it in [&named, &left, &other, &with_more] {
        write(it);
    }
    fs::write(with_more.unfinished.join("thesis.txt"), "mine").unwrap();
    for name in ["letters.tmp", "notes.12345678-0123456789abcdef", "x.1234-0123.tmp"] {
        fs::create_dir(root.path().join(name)).unwrap();
    }
    let before = names(root.path());
    folder(&place).clear_others([&named, &elsewhere]).unwrap();
    let gone = left.unfinished.file_name().unwrap().to_str().unwrap();
    let kept: Vec<String> = before.into_iter().filter(|name| name != gone).collect();
    assert_eq!(names(root.path()), kept);
    assert_eq!(names(&with_more.unfinished).len(), 3, "nothing of it is removed");
    assert_eq!(names(&named.unfinished).len(), 2);
}

#[test]
fn no_other_name_is_taken_for_that_of_an_unfinished_folder() {
    let owner = |name: &str| owner_of(Path::new(name)).map(str::to_owned);
    assert_eq!(owner("/a/letters.v2.12345678-0123456789abcdef.tmp").unwrap(), "12345678");
    for name in [
        "letters.tmp",
        "letters.12345678-0123456789abcdef",
        "letters.1234567-0123456789abcdef.tmp",
        "letters.12345678-0123456789abcde.tmp",
        "letters.12345678-0123456789abcdeg.tmp",
        "letters.12345678-01234567-89abcde.tmp",
        "letters12345678-0123456789abcdef.tmp",
        "",
    ] {
        assert_eq!(owner(name), None, "{name}");
    }
}
