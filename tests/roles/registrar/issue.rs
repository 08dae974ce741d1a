use std::fs;
use std::path::Path;

use isoloir_board::keys::LogKey;
use isoloir_board::note::Note;
use isoloir_election::phase::{Phase, Standing};

use super::{
    IN_CENTRE, ISSUE, OPEN, RESIDENTS, cast, codes, entries, first_credential, issue, issued,
    published, record, registrar, roll, standing, unfinished,
};
use crate::process::Finished;
use crate::town::{BEFORE, DURING, Town};

/// `issue` with these arguments besides.
fn attempt(town: &Town, number: usize, more: &[&str]) -> Finished {
    town.run(&registrar(number), BEFORE, &[&ISSUE[..], more].concat())
}

fn refused(town: &Town, number: usize, more: &[&str], words: &str) -> String {
    let arguments = [&ISSUE[..], more].concat();
    town.refused(&registrar(number), BEFORE, &arguments, 2, words).stderr
}

/// What the registrars read aloud.
fn fingerprint(done: &Finished) -> &str {
    let line = done.stdout.lines().find(|line| line.starts_with("Fingerprint of the roll: "));
    line.unwrap_or_else(|| panic!("{}{}", done.stdout, done.stderr))
}

fn roll_length(town: &Town, district: u16, registrar: u8) -> usize {
    match record(town).phase() {
        Phase::Setup(setup) => setup.roll(district, registrar).len(),
        _ => panic!("the vote is open"),
    }
}

/// Every letter's code is good in exactly the districts of its resident; before the opening or after it.
fn check_letters(town: &Town) {
    let record = record(town);
    for number in 1..=RESIDENTS {
        let id = format!("r{number}");
        for district in [0, 1] {
            let credential = first_credential(town, &record, &id, district);
            let is_on_roll = match record.phase() {
                Phase::Setup(setup) => {
                    setup.combined_roll(district).unwrap().contains(credential.public())
                }
                _ => standing(&record, district, &credential) == Some((Standing::Active, 0)),
            };
            assert_eq!(is_on_roll, district == 0 || number <= IN_CENTRE, "{id}, {district}");
        }
    }
}

#[test]
fn with_one_registrar_the_code_of_every_letter_votes() {
    let town = OPEN.copy();
    check_letters(&town);
    let before = record(&town);
    let credential = first_credential(&town, &before, "r3", 1);
    cast(&town, 1, &credential);
    assert_eq!(standing(&record(&town), 1, &credential), Some((Standing::Active, 1)));
    // Too late for another roll.
    let late = [&ISSUE[..], &["--letters", "late"]].concat();
    let said = town.good("registrar1", DURING, &late);
    assert!(said.stdout.contains("no new ones are made") && !said.stdout.contains("Fingerprint"));
    assert!(!town.folder("registrar1").join("late").exists());
}

#[test]
fn with_two_registrars_the_codes_of_both_vote_together() {
    let town = published(2);
    let first = issue(&town, 1);
    let second = issue(&town, 2);
    assert_eq!(fingerprint(&first), fingerprint(&second));
    assert!(first.stdout.contains("Hand both over in person"), "{}", first.stdout);
    town.ceremony();
    town.good("clerk", DURING, &["open", "KEY", "BOARD"]);
    check_letters(&town);
    let before = record(&town);
    let credential = first_credential(&town, &before, "r6", 0);
    cast(&town, 0, &credential);
    assert_eq!(standing(&record(&town), 0, &credential), Some((Standing::Active, 1)));
}

#[test]
fn letters_codes_and_order_are_readable_by_their_owner_alone() {
    let town = published(2);
    issue(&town, 1);
    let folder = town.folder("registrar1");
    let letters = fs::read_to_string(folder.join("letters/letters-0001.html")).unwrap();
    let letters = letters.replace("<br>", "");
    let codes = codes(&folder.join("letters"));
    assert_eq!(codes.len(), RESIDENTS);
    for code in codes.values() {
        assert!(letters.contains(code.reveal().as_str()));
    }
    assert!(unfinished(&folder).is_empty());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode =
            |path: &str| fs::metadata(folder.join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode("letters"), 0o700);
        for file in ["letters/letters-0001.html", "letters/codes.csv", "key", "order"] {
            assert_eq!(mode(file), 0o600, "{file}");
        }
    }
}

#[test]
fn the_count_of_residents_is_signed_and_printed() {
    let town = published(1);
    let done = issue(&town, 1);
    let text = fs::read(town.folder("registrar1").join("letters/roll-count.txt")).unwrap();
    let note = Note::parse(&text).unwrap();
    assert!(done.stdout.contains(&note.to_string()));
    let record = record(&town);
    let Phase::Setup(setup) = record.phase() else { panic!() };
    let id = setup.election().id();
    assert_eq!(note.text(), format!("isoloir/v1 roll count\n{id}\n6 Whole town\n4 Centre\n"));
    let key = setup.election().definition().registrars[0].key;
    let name = "registrar-1.vote.example.org/2027".parse().unwrap();
    let key = LogKey::new(name, key.as_bytes()).unwrap();
    let [line] = note.signatures() else { panic!() };
    key.verify(note.text(), line).unwrap();
    assert!(key.verify(&note.text().replace('6', "7"), line).is_err());
}

#[test]
fn a_second_issue_makes_no_new_codes() {
    let town = issued(1);
    let (size, folder) = (entries(&town), town.folder("registrar1"));
    let before = fs::read(folder.join("letters/codes.csv")).unwrap();
    let again = attempt(&town, 1, &["--letters", "more"]);
    assert_eq!(again.code, Some(0), "{}", again.stderr);
    assert!(again.stdout.contains("The codes were issued before with this file"));
    assert_eq!(entries(&town), size);
    assert_eq!(fs::read(folder.join("letters/codes.csv")).unwrap(), before);
    assert!(!folder.join("more").exists());
}

#[test]
fn another_copy_of_the_file_can_t_issue_again() {
    let town = published(1);
    let folder = town.folder("registrar1");
    let before = fs::read(folder.join("key")).unwrap();
    issue(&town, 1);
    fs::write(folder.join("key"), before).unwrap();
    refused(
        &town,
        1,
        &["--letters", "more"],
        "your roll is on the board, and this file did not issue it",
    );
    assert!(!folder.join("more").exists());
}

#[test]
fn a_wrong_table_is_refused_with_its_lines_and_nothing_is_made() {
    let town = published(1);
    let table = roll(RESIDENTS).replace("r2,Resident 2", "r1,").replace("r5@example.org", "r5");
    town.write("registrar1", "roll.csv", &table);
    let said =
        refused(&town, 1, &["--letters", "letters"], "roll.csv:3: the name is empty; fill it in");
    assert!(said.contains("roll.csv:3: the id \"r1\" is that of line 2 too"), "{said}");
    assert!(said.contains("roll.csv:6: \"r5\" is not an e-mail address"), "{said}");
    assert!(!town.folder("registrar1").join("letters").exists());
    assert_eq!(roll_length(&town, 0, 0), 0);
}

#[test]
fn a_district_without_residents_is_refused() {
    let town = published(1);
    town.write("registrar1", "roll.csv", &roll(RESIDENTS).replace(";Centre", ""));
    refused(&town, 1, &["--letters", "letters"], "nobody on the roll votes in Centre");
}

#[test]
fn what_can_t_be_used_is_refused_before_codes_are_made() {
    let town = published(1);
    town.write("registrar1", "letters.txt", "");
    fs::create_dir(town.folder("registrar1").join("full")).unwrap();
    town.write("registrar1", "full/old.html", "");
    for (more, words) in [
        (["--letters", "full", "--language", "fr"], "full is not empty: give another folder"),
        (["--letters", "letters.txt", "--language", "fr"], "letters.txt can't be used for letters"),
        (["--letters", "letters", "--language", "de"], "there are no texts in it"),
        (["--letters", "letters", "--zone", "Mars/Olympus"], "knows no such time zone"),
        (["--letters", "letters", "--page", "http://x.example"], "must begin with https://"),
        (["--letters", "letters", "--page", "https://x.example/#a"], "give the address without it"),
        (["--letters", "letters", "--window", "top"], "invalid value 'top'"),
        (["--letters", "letters", "--roll", "none.csv"], "cannot be used multiple times"),
    ] {
        refused(&town, 1, &more, words);
    }
    assert_eq!(roll_length(&town, 0, 0), 0);
    let good = ["--letters", "letters", "--zone", "CET-1CEST,M3.5.0,M10.5.0/3"];
    assert_eq!(attempt(&town, 1, &good).code, Some(0));
    let page = fs::read_to_string(town.folder("registrar1").join("letters/letters-0001.html"));
    assert!(page.unwrap().contains("08:00"), "the vote opens at eight in this time zone");
}

#[test]
fn what_an_interruption_left_is_removed_and_other_files_are_not() {
    let town = published(1);
    let folder = town.folder("registrar1");
    let arguments = [&ISSUE[..], &["--letters", "letters"]].concat();
    let mut running = town.start("registrar1", BEFORE, &arguments);
    running.until_or_end("the letters", |_| !unfinished(&folder).is_empty());
    running.kill();
    let left = unfinished(&folder);
    assert_eq!(left.len(), 1);
    fs::write(left[0].join("thesis.txt"), "mine").unwrap();
    let said = issue(&town, 1).stdout;
    let words = format!("it stays because of {}", left[0].join("thesis.txt").display());
    assert!(said.contains(&words), "{said}");
    assert_eq!(unfinished(&folder), left);
    assert!(left[0].join("thesis.txt").exists());
    check_letters(&town);
}

#[test]
fn a_board_that_can_t_be_reached_or_written_loses_nothing() {
    let town = published(1);
    let away =
        ["registrar", "issue", "--roll", "roll.csv", "KEY", "--letters", "letters", "--board"];
    let nowhere = [&away[..], &["http://127.0.0.1:9"]].concat();
    let said = town.run("registrar1", BEFORE, &nowhere);
    assert!(said.code == Some(3) && said.stderr.contains("127.0.0.1:9"), "{}", said.stderr);
    assert!(!town.folder("registrar1").join("letters").exists());
    // A copy can be read, and not be written to: the letters are there when it fails.
    town.copy_board(&town.folder("registrar1").join("copy"));
    let copied = [&away[..], &["copy"]].concat();
    town.refused("registrar1", BEFORE, &copied, 2, "copy is a copy of a board");
    let letters = town.folder("registrar1").join("letters/codes.csv");
    let before = fs::read(&letters).unwrap();
    assert_eq!(roll_length(&town, 0, 0), 0);
    town.good("registrar1", BEFORE, &["registrar", "post", "KEY", "BOARD"]);
    assert_eq!((roll_length(&town, 0, 0), roll_length(&town, 1, 0)), (RESIDENTS, IN_CENTRE));
    issue(&town, 1);
    assert_eq!(fs::read(&letters).unwrap(), before);
    check_letters(&town);
}

#[test]
fn nothing_is_issued_for_a_board_that_is_empty_or_names_another_key() {
    let town = Town::new(super::plan(1));
    town.write("registrar1", "roll.csv", &roll(RESIDENTS));
    refused(&town, 1, &["--letters", "letters"], "the board is empty");
    town.publish();
    town.folder("stranger");
    town.write("stranger", "roll.csv", &roll(RESIDENTS));
    let init = ["registrar", "init", "--name", "Stranger", "--key", "key"];
    town.good("stranger", BEFORE, &init);
    let arguments = [&ISSUE[..], &["--letters", "letters"]].concat();
    town.refused("stranger", BEFORE, &arguments, 2, "does not name the key of key");
    town.refused(
        "stranger",
        BEFORE,
        &["registrar", "post", "KEY", "BOARD"],
        2,
        "no codes were issued",
    );
}

#[test]
fn one_of_several_registrars_needs_the_common_order() {
    let town = published(2);
    refused(
        &town,
        1,
        &["--letters", "letters"],
        "the registrars are 2, and must put residents in the same order",
    );
    issue(&town, 1);
    let missing = ["--letters", "letters", "--shuffle", "ordre"];
    refused(&town, 2, &missing, "ordre does not exist, and Registrar 1 has issued already");
    town.write("registrar2", "order", "isoloir roll order 00\n");
    let damaged = ["--letters", "letters", "--shuffle", "order"];
    refused(&town, 2, &damaged, "order is not the file for --shuffle, or it is damaged");
    assert!(!town.folder("registrar2").join("letters").exists());
}

#[test]
fn registrars_notice_that_their_tables_or_orders_differ() {
    let town = published(2);
    let first = issue(&town, 1);
    let order = fs::read_to_string(town.folder("registrar1").join("order")).unwrap();
    let shuffle = ["--letters", "letters", "--shuffle", "order", "--out", "roll.messages"];
    let key = fs::read(town.folder("registrar2").join("key")).unwrap();
    let fresh = || {
        let folder = town.folder("registrar2");
        fs::write(folder.join("key"), &key).unwrap();
        for file in ["letters", "roll.messages"] {
            let _ = fs::remove_dir_all(folder.join(file));
            let _ = fs::remove_file(folder.join(file));
        }
    };
    // Somebody else in the table; the same number of residents.
    town.write("registrar2", "order", &order);
    town.write("registrar2", "roll.csv", &roll(RESIDENTS).replace("r6", "r7"));
    let other_table = attempt(&town, 2, &shuffle);
    assert_ne!(fingerprint(&first), fingerprint(&other_table));
    // Another order of the same table.
    fresh();
    let digit = if order.ends_with("0\n") { "1\n" } else { "0\n" };
    town.write("registrar2", "order", &format!("{}{digit}", &order[..order.len() - 2]));
    town.write("registrar2", "roll.csv", &roll(RESIDENTS));
    let other_order = attempt(&town, 2, &shuffle);
    assert_ne!(fingerprint(&first), fingerprint(&other_order));
    // And the same of both.
    fresh();
    town.write("registrar2", "order", &order);
    let same = attempt(&town, 2, &shuffle);
    assert_eq!(fingerprint(&first), fingerprint(&same));
}

#[test]
fn rolls_of_different_lengths_are_refused_at_the_issue_and_at_the_opening() {
    let town = published(2);
    // Both issue without knowing of each other, on sticks.
    town.write("registrar2", "roll.csv", &roll(RESIDENTS + 1));
    let out = ["--letters", "letters", "--shuffle", "order", "--out", "messages"];
    assert_eq!(attempt(&town, 1, &out).code, Some(0));
    let order = fs::read_to_string(town.folder("registrar1").join("order")).unwrap();
    town.write("registrar2", "order", &order);
    let key = fs::read(town.folder("registrar2").join("key")).unwrap();
    assert_eq!(attempt(&town, 2, &out).code, Some(0));
    town.good("registrar1", BEFORE, &["post", "BOARD", "messages"]);
    // One who sees the other's roll is told in time.
    let kept = fs::read(town.folder("registrar2").join("key")).unwrap();
    fs::write(town.folder("registrar2").join("key"), key).unwrap();
    let seen = ["--letters", "again", "--shuffle", "order"];
    refused(
        &town,
        2,
        &seen,
        "in Whole town your roll has 7 residents and that of Registrar 1 has 6",
    );
    fs::write(town.folder("registrar2").join("key"), kept).unwrap();
    town.good("registrar2", BEFORE, &["post", "BOARD", "messages"]);
    town.ceremony();
    let open = ["open", "KEY", "BOARD"];
    town.refused("clerk", DURING, &open, 2, "the rolls of Whole town do not fit together");
}

/// What is there, whether it is, and how many milliseconds pass after it.
type Moment<'a> = (&'a str, &'a dyn Fn(&Path) -> bool, u64);

#[test]
fn an_issue_that_is_killed_is_begun_anew_or_goes_on() {
    let base = published(1);
    let arguments = [&ISSUE[..], &["--letters", "letters"]].concat();
    let nothing = |_: &Path| true;
    let begun = |folder: &Path| !unfinished(folder).is_empty();
    let coded = |folder: &Path| unfinished(folder).iter().any(|it| it.join("codes.csv").exists());
    let published = |folder: &Path| folder.join("letters/codes.csv").exists();
    let moments: [Moment<'_>; 7] = [
        ("nothing", &nothing, 100),
        ("nothing", &nothing, 900),
        ("a folder", &begun, 0),
        ("the codes", &coded, 0),
        ("the codes", &coded, 300),
        ("all", &published, 0),
        ("all", &published, 20),
    ];
    for (what, is_there, delay) in moments {
        let town = base.copy();
        let folder = town.folder("registrar1");
        let mut running = town.start("registrar1", BEFORE, &arguments);
        running.until_or_end(what, |_| is_there(&folder));
        std::thread::sleep(std::time::Duration::from_millis(delay));
        running.kill();
        let on_board = roll_length(&town, 0, 0);
        assert!(on_board == 0 || published(&folder), "{what} {delay}");
        issue(&town, 1);
        assert!(unfinished(&folder).is_empty());
        check_letters(&town);
    }
}
