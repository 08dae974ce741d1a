#![allow(clippy::unwrap_used)]

use std::fs;

use super::*;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Diary {
    secret: String,
}

impl Content for Diary {
    const ROLE: &'static str = "diarist";
    const VERSION: u32 = 3;
}

#[derive(Serialize, Deserialize)]
struct Other {}

impl Content for Other {
    const ROLE: &'static str = "stranger";
    const VERSION: u32 = 3;
}

#[derive(Serialize, Deserialize)]
struct Newer {}

impl Content for Newer {
    const ROLE: &'static str = "diarist";
    const VERSION: u32 = 4;
}

fn passphrase() -> Passphrase {
    Passphrase::of("correct horse battery staple")
}

fn refusal<C: Content>(path: &Path, passphrase: Passphrase) -> String {
    let Err(failure) = Sealed::<C>::open(path, passphrase) else { return String::from("opened") };
    assert!(matches!(failure, Failure::Input(_)));
    failure.to_string()
}

#[test]
fn a_file_opens_with_its_passphrase_and_shows_nothing_without() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("diary");
    let mut diary =
        Sealed::create(&path, passphrase(), Diary { secret: "plain words".into() }).unwrap();
    let bytes = fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    assert!(!bytes.windows(5).any(|window| window == b"plain"));
    assert!(!bytes.windows(7).any(|window| window == b"diarist"));

    diary.content.secret = "other words".into();
    diary.save().unwrap();
    assert_eq!(
        refusal::<Diary>(&path, passphrase()),
        format!("another command works on {}; wait for it to end", path.display())
    );
    drop(diary);
    let again = Sealed::<Diary>::open(&path, passphrase()).unwrap();
    assert_eq!(again.content.secret, "other words");
}

#[test]
fn a_wrong_passphrase_a_damaged_file_and_another_file_are_told_apart_from_a_good_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("diary");
    let wrong = "the passphrase is wrong, or the file is damaged; try again, or take your backup";
    drop(Sealed::create(&path, passphrase(), Diary { secret: String::new() }).unwrap());
    let said = refusal::<Diary>(&path, Passphrase::of("correct horse battery stable"));
    assert_eq!(said, format!("{}: {wrong}", path.display()));

    let mut bytes = fs::read(&path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&path, &bytes).unwrap();
    assert!(refusal::<Diary>(&path, passphrase()).ends_with(wrong));

    fs::write(&path, b"minutes of the meeting").unwrap();
    let said = refusal::<Diary>(&path, passphrase());
    assert!(said.ends_with(
        "it is not a file that isoloir encrypted with a passphrase; choose another file"
    ));
    let none = folder.path().join("none");
    assert!(refusal::<Diary>(&none, passphrase()).contains("does not exist"));
}

#[test]
fn the_file_of_another_role_or_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("diary");
    drop(Sealed::create(&path, passphrase(), Diary { secret: String::new() }).unwrap());
    let other = refusal::<Other>(&path, passphrase());
    assert!(
        other
            .ends_with("it is a file of the role diarist, and this takes one of the role stranger")
    );
    let newer = refusal::<Newer>(&path, passphrase());
    assert!(newer.contains("it has version 3, and this program reads version 4"), "{newer}");
}

#[test]
fn a_file_is_never_made_over_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("diary");
    drop(Sealed::create(&path, passphrase(), Diary { secret: "first".into() }).unwrap());
    assert!(Sealed::create(&path, passphrase(), Diary { secret: "second".into() }).is_err());
    let kept = Sealed::<Diary>::open(&path, passphrase()).unwrap();
    assert_eq!(kept.content.secret, "first");
}
