use std::fs;

use isoloir_election::phase::Standing;

use super::{OPEN, cast, entries, first_credential, issued, record, standing};
use crate::town::{AFTER, BEFORE, DURING};

const REVOKE: [&str; 5] = ["registrar", "revoke", "KEY", "BOARD", "--person"];
const NOTIFY: [&str; 5] = ["registrar", "notify", "KEY", "BOARD", "--out"];
const PAPER: [&str; 8] =
    ["registrar", "paper-list", "KEY", "BOARD", "--persons", "register", "--out", "list"];

#[test]
fn a_revoked_code_is_void_in_every_district_or_in_the_one_that_is_named() {
    let town = OPEN.copy();
    let before = record(&town);
    let [whole, centre] = [0, 1].map(|district| first_credential(&town, &before, "r1", district));
    let one = [&REVOKE[..], &["r1", "--district", "Centre"]].concat();
    let said = town.good("registrar1", DURING, &one).stdout;
    assert!(said.starts_with(
        "Centre: revoking the code; no ballot was cast with it.\nIt is on the board.\n"
    ));
    assert_eq!(standing(&record(&town), 1, &centre), Some((Standing::Revoked, 0)));
    assert_eq!(standing(&record(&town), 0, &whole), Some((Standing::Active, 0)));
    let all = [&REVOKE[..], &["r1"]].concat();
    let said = town.good("registrar1", DURING, &all).stdout;
    assert!(said.contains("Centre: the code was revoked before."), "{said}");
    assert_eq!(standing(&record(&town), 0, &whole), Some((Standing::Revoked, 0)));
    let size = entries(&town);
    let said = town.good("registrar1", DURING, &all).stdout;
    assert!(said.contains("Nothing was done: there is no voting code to revoke."), "{said}");
    assert_eq!(entries(&town), size);
}

#[test]
fn a_revocation_that_can_t_be_meant_is_refused() {
    let town = OPEN.copy();
    let refused = |now: &str, more: &[&str], words: &str| {
        town.refused("registrar1", now, &[&REVOKE[..], more].concat(), 2, words);
    };
    refused(DURING, &["r7"], "nobody on the roll has the id \"r7\"");
    refused(
        DURING,
        &["r6", "--district", "Centre"],
        "this resident does not vote in that district",
    );
    refused(
        DURING,
        &["r6", "--district", "Center"],
        "no district is called Center; there are: Whole town, Centre",
    );
    town.good("clerk", AFTER, &["close", "KEY", "BOARD"]);
    refused(AFTER, &["r1"], "the vote is closed: the rolls can't be changed any more");
}

#[test]
fn before_the_opening_there_is_nothing_to_revoke_or_notify() {
    let town = issued(1);
    let words = "the vote is not open yet: see isoloir status";
    town.refused("registrar1", BEFORE, &[&REVOKE[..], &["r1"]].concat(), 2, words);
    town.refused("registrar1", BEFORE, &[&NOTIFY[..], &["notices.csv"]].concat(), 2, words);
}

#[test]
fn a_file_of_another_election_or_a_board_that_was_cut_is_refused() {
    let town = OPEN.copy();
    let earlier = OPEN.copy();
    town.good("registrar1", DURING, &[&REVOKE[..], &["r1"]].concat());
    town.good("registrar1", DURING, &[&REVOKE[..], &["r2"]].concat());
    let board = earlier.board();
    let cut =
        ["registrar", "notify", "KEY", "--out", "notices.csv", "--board", board.to_str().unwrap()];
    town.refused(
        "registrar1",
        DURING,
        &cut,
        1,
        "is older than the board that was shown here before",
    );
    let other = issued(1);
    let board = other.board();
    let other =
        ["registrar", "notify", "KEY", "--out", "notices.csv", "--board", board.to_str().unwrap()];
    town.refused("registrar1", DURING, &other, 2, "key belongs to election");
}

#[test]
fn each_ballot_is_notified_once() {
    let town = OPEN.copy();
    let notify = |out: &str, more: &[&str]| {
        let said = town.good("registrar1", DURING, &[&NOTIFY[..], &[out], more].concat()).stdout;
        (said, fs::read_to_string(town.folder("registrar1").join(out)).unwrap())
    };
    let before = record(&town);
    let credential = |id: &str, district| first_credential(&town, &before, id, district);
    let trackers = [("r5", 0), ("r2", 1)]
        .map(|(id, district)| cast(&town, district, &credential(id, district)).to_string());
    let (said, table) = notify("1.csv", &["--contact", "Town hall, 555"]);
    assert!(said.starts_with("1.csv: 2 notices."), "{said}");
    for ((id, district), tracker) in [("r5", "Whole town"), ("r2", "Centre")].iter().zip(&trackers)
    {
        let number = &id[1..];
        let row = format!(
            "{id},Resident {number},{id}@example.org,fr,{district},{tracker},2027-03-02T11:00:00Z,"
        );
        assert!(table.contains(&row), "{row}\n{table}");
    }
    assert!(table.find("r5,").unwrap() < table.find("r2,").unwrap(), "in the order of the board");
    assert!(table.contains("Town hall, 555"));

    let (said, table) = notify("2.csv", &[]);
    assert!(said.starts_with("2.csv: 0 notices."), "{said}");
    assert_eq!(table, "id,name,email,language,district,tracker,recorded_before,text\r\n");

    // A ballot whose code is revoked before anybody was told.
    let third = cast(&town, 1, &credential("r2", 1)).to_string();
    town.good("registrar1", DURING, &[&REVOKE[..], &["r2"]].concat());
    town.good(
        "registrar1",
        DURING,
        &["registrar", "reissue", "--person", "r2", "--letters", "new", "KEY", "BOARD"],
    );
    let (said, table) = notify("3.csv", &[]);
    assert!(said.starts_with("3.csv: 1 notices.") && table.contains(&third), "{table}");

    let again = [&NOTIFY[..], &["3.csv", "--since-start"]].concat();
    town.refused("registrar1", DURING, &again, 2, "3.csv is there already");
    let (said, table) = notify("4.csv", &["--since-start"]);
    assert!(said.starts_with("4.csv: 3 notices."), "{said}");
    assert!(trackers.iter().all(|tracker| table.contains(tracker.as_str())));
}

#[test]
fn a_list_for_paper_holds_credentials_and_nobody_s_name() {
    let town = OPEN.copy();
    let before = record(&town);
    let electronic = first_credential(&town, &before, "r4", 1);
    cast(&town, 1, &electronic);
    town.write("registrar1", "register", "r4\n\n  r1\nr3\n");
    let said =
        town.good("registrar1", DURING, &[&PAPER[..], &["--district", "Centre"]].concat()).stdout;
    assert!(said.contains("r4 has cast an electronic ballot too"), "{said}");
    assert!(!said.contains("r1") && !said.contains("r3"), "{said}");
    let list = fs::read_to_string(town.folder("registrar1").join("list")).unwrap();
    let public = |id: &str| {
        let credential = first_credential(&town, &before, id, 1);
        hex::encode(credential.public().as_bytes())
    };
    let mut expected = ["r1", "r3", "r4"].map(public);
    expected.sort();
    assert_eq!(list.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_register_with_a_mistake_makes_no_list() {
    let town = OPEN.copy();
    town.good("registrar1", DURING, &[&REVOKE[..], &["r2"]].concat());
    let refused = |register: &str, district: &str, words: &str| {
        town.write("registrar1", "register", register);
        let arguments = [&PAPER[..], &["--district", district]].concat();
        let said = town.refused("registrar1", DURING, &arguments, 2, words).stderr;
        assert!(!town.folder("registrar1").join("list").exists());
        said
    };
    let words = "register:2: \"r9\" is the id of nobody on the roll";
    let said = refused("r1\nr9\nr1\nr2\nr6\n", "Centre", words);
    for words in [
        "register:3: \"r1\" is there twice; name each resident once",
        "register:4: \"r2\" has a revoked code, and no new one: issue it first",
        "register:5: \"r6\" does not vote in this district",
    ] {
        assert!(said.contains(words), "{said}");
    }
    refused("r1\n", "Centre", "register has 1 residents, and a batch on paper has 2 to 1750");
    refused("r1\nr3\n", "Whole town", "Whole town takes no ballots on paper");
    refused("r1\nr3\n", "Center", "no district is called Center");
}
