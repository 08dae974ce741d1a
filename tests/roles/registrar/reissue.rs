use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use isoloir_crypto::credential::VoterCredential;
use isoloir_election::code::VotingCode;
use isoloir_election::phase::{Record, Standing};
use serde_json::Value;

use super::{
    OPEN, cast, codes, credential, entries, first_credential, open, record, registrar, standing,
    unfinished, voting,
};
use crate::attacker::change_file;
use crate::process::Finished;
use crate::town::{DURING, Town};

/// Two registrars; the code of r2 is revoked.
static TWO: LazyLock<Town> = LazyLock::new(|| {
    let town = open(2);
    revoke(&town, 1, "r2");
    town
});

fn revoke(town: &Town, number: usize, person: &str) -> Finished {
    town.good(
        &registrar(number),
        DURING,
        &["registrar", "revoke", "--person", person, "KEY", "BOARD"],
    )
}

/// The command that everybody runs; the file travels on the desk of the server.
fn reissue<'a>(person: &'a str, file: &'a str) -> [&'a str; 10] {
    [
        "registrar",
        "reissue",
        "--person",
        person,
        "--request",
        file,
        "--letters",
        "new",
        "KEY",
        "BOARD",
    ]
}

fn request_file(town: &Town) -> PathBuf {
    town.folder("desk").join("request.json")
}

/// One registrar runs it on the file that travels.
fn turn(town: &Town, number: usize) -> Finished {
    let file = request_file(town);
    town.good(&registrar(number), DURING, &reissue("r2", file.to_str().unwrap()))
}

fn refused(town: &Town, number: usize, person: &str, code: i32, words: &str) {
    let file = request_file(town);
    let arguments = reissue(person, file.to_str().unwrap());
    town.refused(&registrar(number), DURING, &arguments, code, words);
}

/// What the new letters of all registrars give.
fn new_credential(town: &Town, record: &Record, id: &str, district: u16) -> VoterCredential {
    let folders = (1..=town.plan.registrars).map(|number| town.folder(&registrar(number)));
    let all: Vec<_> = folders.map(|folder| codes(&folder.join("new"))).collect();
    let codes: Vec<&VotingCode> = all.iter().map(|codes| &codes[id]).collect();
    credential(voting(record).election().id(), &codes, district)
}

/// The old credential of r2 is replaced and the new one can vote, in both districts.
fn check_new_code(town: &Town) {
    let record = record(town);
    for district in [0, 1] {
        let old = first_credential(town, &record, "r2", district);
        let new = new_credential(town, &record, "r2", district);
        assert_eq!(standing(&record, district, &old).map(|it| it.0), Some(Standing::Replaced));
        assert_eq!(standing(&record, district, &new), Some((Standing::Active, 0)));
    }
}

#[test]
fn one_registrar_replaces_a_lost_code_at_once() {
    let town = OPEN.copy();
    let before = record(&town);
    let old = first_credential(&town, &before, "r2", 1);
    cast(&town, 1, &old);
    let said = revoke(&town, 1, "r2").stdout;
    assert!(said.contains("Whole town: revoking the code; no ballot was cast with it."), "{said}");
    assert!(
        said.contains(
            "Centre: revoking the code; the ballot that was recorded with it becomes void."
        )
    );
    assert_eq!(standing(&record(&town), 1, &old), Some((Standing::Revoked, 1)));
    let arguments = ["registrar", "reissue", "--person", "r2", "--letters", "new", "KEY", "BOARD"];
    let done = town.good("registrar1", DURING, &arguments);
    assert!(done.stdout.contains("The new code is good"), "{}", done.stdout);
    check_new_code(&town);
    let new = new_credential(&town, &record(&town), "r2", 1);
    cast(&town, 1, &new);
    // The new code can be lost as well.
    let said = revoke(&town, 1, "r2").stdout;
    assert!(said.contains("Centre: revoking the code; the ballot"), "{said}");
    assert_eq!(standing(&record(&town), 1, &new), Some((Standing::Revoked, 1)));
}

#[test]
fn a_code_that_is_not_revoked_is_not_replaced() {
    let town = OPEN.copy();
    let reissue = ["registrar", "reissue", "--person", "r2", "--letters", "new", "KEY", "BOARD"];
    let words = "only a revoked code can be replaced, and this resident has none";
    town.refused("registrar1", DURING, &reissue, 2, words);
    assert!(!town.folder("registrar1").join("new").exists());
    let whole = ["registrar", "revoke", "--person", "r2", "--district", "Centre", "KEY", "BOARD"];
    town.good("registrar1", DURING, &whole);
    let done = town.good("registrar1", DURING, &reissue);
    assert!(done.stdout.contains("Whole town: the code is not revoked, and stays as it is."));
    let record = record(&town);
    let new = new_credential(&town, &record, "r2", 1);
    assert_eq!(standing(&record, 1, &new), Some((Standing::Active, 0)));
    let old = first_credential(&town, &record, "r2", 0);
    assert_eq!(standing(&record, 0, &old), Some((Standing::Active, 0)));
    assert_eq!(standing(&record, 0, &new_credential(&town, &record, "r2", 0)), None);
}

/// A new code was made for a resident against a copy of the board, on which nothing can be put.
fn not_posted() -> Town {
    let town = OPEN.copy();
    revoke(&town, 1, "r2");
    town.copy_board(&town.folder("registrar1").join("copy"));
    let away =
        ["registrar", "reissue", "--person", "r2", "--letters", "new", "KEY", "--board", "copy"];
    town.refused("registrar1", DURING, &away, 2, "copy is a copy of a board");
    town
}

#[test]
fn a_reissue_that_could_not_be_posted_goes_on_with_the_same_code() {
    let town = not_posted();
    let folder = town.folder("registrar1");
    let before = fs::read(folder.join("new/codes.csv")).unwrap();
    let again = ["registrar", "reissue", "--person", "r2", "--letters", "new", "KEY", "BOARD"];
    let done = town.good("registrar1", DURING, &again);
    assert!(done.stdout.contains("The new code is good"), "{}", done.stdout);
    assert_eq!(fs::read(folder.join("new/codes.csv")).unwrap(), before);
    check_new_code(&town);
    let size = entries(&town);
    town.good("registrar1", DURING, &["registrar", "post", "KEY", "BOARD"]);
    assert_eq!(entries(&town), size, "sending again adds nothing");
}

#[test]
fn what_is_damaged_in_a_registrar_s_file_is_told_and_not_left_out() {
    let town = not_posted();
    let folder = town.folder("registrar1");
    let whole = fs::read(folder.join("key")).unwrap();
    let size = entries(&town);
    let post = ["registrar", "post", "KEY", "BOARD"];
    for (field, value, code, words) in [
        ("/changes/0", "00", 2, "key: its content can't be read; take your backup"),
        ("/renewals/0/person", "nobody", 1, "who is not on its roll: it is damaged"),
        ("/renewals/0/parts/0/revoked", &"ff".repeat(32), 1, "do not fit together"),
    ] {
        fs::write(folder.join("key"), &whole).unwrap();
        change_file(&folder, |content| {
            *content.pointer_mut(&format!("/content/election{field}")).unwrap() = value.into();
        });
        town.refused("registrar1", DURING, &post, code, words);
        assert_eq!(entries(&town), size);
    }
    fs::write(folder.join("key"), &whole).unwrap();
    town.good("registrar1", DURING, &post);
    check_new_code(&town);
}

#[test]
fn two_registrars_replace_a_code_in_turns() {
    let town = TWO.copy();
    let size = entries(&town);
    let first = turn(&town, 1).stdout;
    assert!(first.contains("Next: Registrar 2 must make a code too"), "{first}");
    // Nothing to do for the first; the file stays as it is.
    let before = fs::read(request_file(&town)).unwrap();
    let early = turn(&town, 1).stdout;
    assert!(early.contains("Next: Registrar 2 must make a code too"), "{early}");
    assert_eq!(fs::read(request_file(&town)).unwrap(), before);
    let text = String::from_utf8(before).unwrap();
    assert!(!text.contains("r2") && !text.contains("Resident"), "the file names the resident");

    let second = turn(&town, 2).stdout;
    assert!(second.contains("Next: Registrar 1 must sign"), "{second}");
    assert!(turn(&town, 2).stdout.contains("Next: Registrar 1 must sign"));
    assert_eq!(entries(&town), size);
    let last = turn(&town, 1).stdout;
    assert!(last.contains("The new code is good"), "{last}");
    check_new_code(&town);
    assert!(turn(&town, 2).stdout.contains("The new code is good"));
    cast(&town, 1, &new_credential(&town, &record(&town), "r2", 1));
    // Both know the new one: whoever revokes next voids it.
    let said = revoke(&town, 2, "r2").stdout;
    assert!(said.contains("Centre: revoking the code; the ballot that was recorded"), "{said}");
    let said = revoke(&town, 1, "r2").stdout;
    assert!(said.contains("Centre: the code was revoked before."), "{said}");
}

#[test]
fn a_request_about_somebody_else_is_not_signed() {
    let town = TWO.copy();
    revoke(&town, 1, "r3");
    turn(&town, 1);
    refused(&town, 2, "r3", 1, "this request is not about the resident \"r3\"");
    refused(&town, 2, "r6", 1, "this request is not about the resident \"r6\"");
    refused(&town, 2, "r9", 2, "nobody on the roll has the id \"r9\"");
    assert!(!town.folder("registrar2").join("new").exists());
    turn(&town, 2);
    refused(&town, 1, "r3", 1, "this request is not about the resident \"r3\"");
    assert!(turn(&town, 1).stdout.contains("The new code is good"));
}

#[test]
fn several_registrars_need_a_file_and_room_for_the_letter() {
    let town = TWO.copy();
    let without = ["registrar", "reissue", "--person", "r2", "--letters", "new", "KEY", "BOARD"];
    town.refused(
        "registrar1",
        DURING,
        &without,
        2,
        "a new code needs all 2 registrars: give --request FILE",
    );
    fs::create_dir(town.folder("registrar1").join("new")).unwrap();
    town.write("registrar1", "new/letters-0001.html", "of somebody else");
    refused(&town, 1, "r2", 2, "new is not empty: give another folder");
    assert!(!request_file(&town).exists());
}

#[test]
fn a_lost_request_is_begun_again_with_the_same_letters() {
    let town = TWO.copy();
    turn(&town, 1);
    let before = fs::read(request_file(&town)).unwrap();
    fs::remove_file(request_file(&town)).unwrap();
    turn(&town, 1);
    assert_eq!(fs::read(request_file(&town)).unwrap(), before);
    turn(&town, 2);
    fs::remove_file(request_file(&town)).unwrap();
    turn(&town, 2);
    turn(&town, 1);
    assert!(turn(&town, 2).stdout.contains("The new code is good"));
    check_new_code(&town);
}

/// Every letter of a folder is the one of this resident, and its code is the one that the board has.
fn check_letters(town: &Town, folder: &str, person: &str) {
    let record = record(town);
    let codes = codes(&town.folder("registrar1").join(folder));
    assert_eq!(codes.keys().collect::<Vec<_>>(), [person], "{folder}");
    let new = credential(voting(&record).election().id(), &[&codes[person]], 0);
    assert_eq!(standing(&record, 0, &new), Some((Standing::Active, 0)), "{folder}");
}

/// Both are interrupted between the registrar's file and the folder with the letters, and name one folder for them.
#[cfg(unix)]
#[test]
fn letters_of_one_resident_never_come_in_the_place_of_another_s() {
    let town = OPEN.copy();
    revoke(&town, 1, "r1");
    revoke(&town, 1, "r2");
    let folder = town.folder("registrar1");
    fs::create_dir(folder.join("empty")).unwrap();
    let reissue = |person: &'static str, letters: &'static str| {
        ["registrar", "reissue", "--person", person, "--letters", letters, "KEY", "BOARD"]
    };
    // An empty folder by a link: letters can be meant for it, and can't take its place. As good as a kill before that.
    std::os::unix::fs::symlink("empty", folder.join("new")).unwrap();
    town.refused("registrar1", DURING, &reissue("r1", "new"), 3, "can't be moved to");
    let words = "new is where the letters of an interrupted command will be";
    town.refused("registrar1", DURING, &reissue("r2", "new"), 2, words);
    std::os::unix::fs::symlink("empty", folder.join("new2")).unwrap();
    town.refused("registrar1", DURING, &reissue("r2", "new2"), 3, "can't be moved to");
    fs::remove_file(folder.join("new")).unwrap();
    fs::remove_file(folder.join("new2")).unwrap();
    town.good("registrar1", DURING, &reissue("r2", "new"));
    town.good("registrar1", DURING, &reissue("r1", "new2"));
    check_letters(&town, "new", "r1");
    check_letters(&town, "new2", "r2");
    assert_eq!(unfinished(&folder), [] as [PathBuf; 0]);
}

#[test]
fn letters_whose_code_no_file_knows_are_removed_and_those_of_others_are_not() {
    let town = OPEN.copy();
    revoke(&town, 1, "r1");
    revoke(&town, 1, "r2");
    let folder = town.folder("registrar1");
    let before = fs::read(folder.join("key")).unwrap();
    let reissue = |person: &'static str, letters: &'static str| {
        ["registrar", "reissue", "--person", person, "--letters", letters, "KEY", "BOARD"]
    };
    // Killed after the letters and before the file, as often as it takes to meet that moment.
    let mut left = Vec::new();
    while left.is_empty() {
        let mut running = town.start("registrar1", DURING, &reissue("r1", "new"));
        running.until_or_end("the letters", |_| !unfinished(&folder).is_empty());
        running.kill();
        assert!(!folder.join("new").exists());
        assert_eq!(fs::read(folder.join("key")).unwrap(), before);
        left = unfinished(&folder);
    }
    let foreign = folder.join("letters.00000000-0123456789abcdef.tmp");
    fs::create_dir(&foreign).unwrap();
    let said = town.good("registrar1", DURING, &reissue("r2", "new")).stdout;
    let removed = format!("Removed: {}, which an interrupted command left", left[0].display());
    assert!(said.contains(&removed), "{said}");
    check_letters(&town, "new", "r2");
    assert_eq!(unfinished(&folder), [foreign]);
    town.good("registrar1", DURING, &reissue("r1", "again"));
    check_letters(&town, "again", "r1");
}

#[test]
fn every_changed_field_of_a_request_is_noticed() {
    let town = TWO.copy();
    turn(&town, 1);
    turn(&town, 2);
    let whole: Value = serde_json::from_slice(&fs::read(request_file(&town)).unwrap()).unwrap();
    let fields = pointers(&whole, String::new());
    // Format, version, election, fingerprint; in 2 districts: district, revoked, 2 shares and 1 signature.
    assert_eq!(fields.len(), 4 + 2 * (2 + 2 * 3 + 2));
    let size = entries(&town);
    for field in fields {
        let mut changed = whole.clone();
        let value = changed.pointer_mut(&field).unwrap();
        *value = match &*value {
            Value::String(text) => {
                let last = if text.ends_with('0') { '1' } else { '0' };
                format!("{}{last}", &text[..text.len() - 1]).into()
            }
            Value::Number(number) => (number.as_u64().unwrap() + 1).into(),
            _ => panic!("{field}"),
        };
        fs::write(request_file(&town), changed.to_string()).unwrap();
        let file = request_file(&town);
        let done = town.run("registrar1", DURING, &reissue("r2", file.to_str().unwrap()));
        assert!(matches!(done.code, Some(1 | 2)), "{field}: {}{}", done.stdout, done.stderr);
        assert_eq!(entries(&town), size, "{field}");
        assert_eq!(
            fs::read_to_string(request_file(&town)).unwrap(),
            changed.to_string(),
            "{field}"
        );
    }
    for (path, words) in [
        ("/districts/0/shares/1/share", "the share of Registrar 2 is not proved to be theirs"),
        ("/districts/0/signatures/0/signature", "the signature of Registrar 2 is wrong"),
        ("/fingerprint", "it belongs to another election"),
    ] {
        let mut changed = whole.clone();
        let other = whole.pointer(&path.replace("districts/0", "districts/1")).unwrap();
        let other = if path == "/fingerprint" { &whole["election"] } else { other };
        *changed.pointer_mut(path).unwrap() = other.clone();
        fs::write(request_file(&town), changed.to_string()).unwrap();
        refused(&town, 1, "r2", 2, words);
    }
    let cut = whole.to_string();
    for text in ["", "{}", &cut[..cut.len() / 2], &cut.replacen('{', "{\"more\":1,", 1)] {
        fs::write(request_file(&town), text).unwrap();
        refused(&town, 1, "r2", 2, "is not a request for a new code");
    }
    fs::write(request_file(&town), whole.to_string()).unwrap();
    assert!(turn(&town, 1).stdout.contains("The new code is good"));
}

#[test]
fn another_share_under_a_registrar_s_name_is_noticed_by_that_registrar() {
    let town = TWO.copy();
    // A copy of the first registrar's file, in other hands, makes another code.
    let thief = town.copy();
    turn(&town, 1);
    turn(&thief, 1);
    turn(&thief, 2);
    fs::copy(request_file(&thief), request_file(&town)).unwrap();
    refused(&town, 1, "r2", 1, "the share under your name is not the one that you made");
}

#[test]
fn a_share_that_was_exchanged_after_the_signature_is_not_signed_again() {
    let town = TWO.copy();
    turn(&town, 1);
    let begun = fs::read(request_file(&town)).unwrap();
    let other = town.copy();
    turn(&town, 2);
    fs::write(request_file(&other), &begun).unwrap();
    turn(&other, 2);
    // The first signs without posting, then is given the same with another share of the second.
    let file = request_file(&town);
    let out = [&reissue("r2", file.to_str().unwrap())[..], &["--out", "messages"]].concat();
    town.good("registrar1", DURING, &out);
    fs::copy(request_file(&other), request_file(&town)).unwrap();
    refused(&town, 1, "r2", 1, "you have signed another new code for this resident");
    // What was signed first is good.
    town.good("registrar1", DURING, &["post", "BOARD", "messages"]);
    check_new_code(&town);
}

/// All fields that hold no others.
fn pointers(value: &Value, path: String) -> Vec<String> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| pointers(value, format!("{path}/{name}")))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(index, value)| pointers(value, format!("{path}/{index}")))
            .collect(),
        _ => vec![path],
    }
}
