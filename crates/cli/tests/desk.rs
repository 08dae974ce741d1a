//! `isoloir desk` and `isoloir official` as separate processes: ballots on paper on their way to the board.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use base64ct::{Base64UrlUnpadded, Encoding};
use ed25519_dalek::VerifyingKey;
use sha2::{Digest, Sha256};

use support::process::{Ran, Serving, isoloir, isoloir_at, isoloir_given};
use support::town::{AFTER, DURING, NORTH, Town};

const PASSPHRASE: &str = "four words and some more\n";

/// A town whose officials 1 and 2 have key files: `first.key`, `second.key`.
fn town() -> Town {
    // Made once: a passphrase takes its time.
    static OFFICIALS: OnceLock<Vec<(String, Vec<u8>, VerifyingKey)>> = OnceLock::new();
    let officials = OFFICIALS.get_or_init(|| {
        let maker = Town::open();
        let make = |name: &str| {
            let public = make_official(&maker, name);
            let file = format!("{name}.key");
            (file.clone(), fs::read(maker.path(&file)).unwrap(), public)
        };
        vec![make("first"), make("second")]
    });
    let keys: Vec<VerifyingKey> = officials.iter().map(|(_, _, public)| *public).collect();
    let town = Town::with(1, &keys);
    town.write("passphrase", PASSPHRASE);
    for (file, bytes, _) in officials {
        town.write(file, bytes);
    }
    town
}

fn make_official(town: &Town, name: &str) -> VerifyingKey {
    town.write("passphrase", PASSPHRASE);
    let key = format!("{name}.key");
    let arguments = ["official", "init", "--name", name, "--key", &key];
    let ran = isoloir(town, &[&arguments[..], &["--passphrase-file", "passphrase"]].concat());
    ran.says(0, &["For election.toml:", "[[official]]"]);
    let line = ran.out.lines().last().unwrap();
    read_key_line(line.strip_prefix("key = \"").and_then(|key| key.strip_suffix('"')).unwrap())
}

/// `official+<check>+<key>`
fn read_key_line(line: &str) -> VerifyingKey {
    let parts: Vec<&str> = line.split('+').collect();
    let [role, check, key] = parts[..] else { panic!("{line}") };
    let key = Base64UrlUnpadded::decode_vec(key).unwrap();
    let hash = Sha256::digest([b"isoloir/v1 party key", role.as_bytes(), b"\n", &key].concat());
    assert_eq!((role, check), ("official", &*hex::encode(&hash[..4])));
    VerifyingKey::from_bytes(&key.try_into().unwrap()).unwrap()
}

/// Counts these rows for North, into `counts.json`.
fn count(town: &Town, rows: &str) -> Ran {
    town.write("ballots.csv", rows);
    // Not over another.
    let _ = fs::remove_file(town.path("counts.json"));
    isoloir(town, &count_arguments("North", &["--ballots", "ballots.csv"]))
}

fn count_arguments<'a>(district: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let fixed =
        ["desk", "count", "--board", "board", "--district", district, "--out", "counts.json"];
    [&fixed[..], more].concat()
}

/// Makes a batch of these residents in `batch.json`.
fn batch(town: &Town, residents: &[usize]) -> Ran {
    let line = |&resident: &usize| {
        format!("{}\n", hex::encode(town.credential(NORTH, resident).as_bytes()))
    };
    let lines: Vec<String> = residents.iter().map(line).collect();
    town.write("voters", format!("# North\n\n{}", lines.concat()));
    let fixed =
        ["desk", "batch", "--board", "board", "--counts", "counts.json", "--voters", "voters"];
    let more = ["--key", "first.key", "--out", "batch.json", "--passphrase-file", "passphrase"];
    isoloir(town, &[&fixed[..], &more].concat())
}

fn sign(town: &Town, key: &str, more: &[&str]) -> Ran {
    let fixed = ["desk", "sign", "--board", "board", "--batch", "batch.json", "--key", key];
    isoloir(town, &[&fixed[..], &["--passphrase-file", "passphrase"], more].concat())
}

fn vote(town: &Town, resident: usize, choice: &str) -> Ran {
    let codes = town.codes(resident);
    let codes = codes.to_str().unwrap();
    town.write("choices", choice);
    isoloir(town, &["vote", "board", "--code-file", codes, "--choose-file", "choices", "--cast"])
}

/// How many entries the board has.
fn size(town: &Town) -> u64 {
    let checkpoint = read(&town.board().join("log/checkpoint"));
    checkpoint.lines().nth(1).unwrap().parse().unwrap()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn ballots_on_paper_are_counted_signed_by_two_and_put_on_the_board() {
    let town = town();
    vote(&town, 3, "North=P2").says(0, &[]);
    count(&town, "P0 P1\nP2\nP0\n").says(0, &["North: 3 valid ballots, 0 invalid", "     2  P0"]);
    let made = batch(&town, &[3, 0, 1]);
    made.says(0, &["3 ballots on paper, North", "     2  Trees (P0)", "first has signed"]);
    made.says(
        0,
        &["WARNING: 1 of these voters voted electronically, too. Their electronic ballots become void."],
    );
    let signed = sign(&town, "second.key", &[]);
    signed.says(
        0,
        &["     1  Lamps (P2)", "Signed first by Official 1.", "WARNING: 1", "On the board: entry"],
    );
    vote(&town, 3, "North=P2")
        .fails(2, "you can't vote on North: a ballot on paper was cast with your voting code");
}

#[test]
fn an_official_whose_answer_was_lost_finds_the_batch_on_the_board() {
    let town = town();
    count(&town, "P0\nP2\n").says(0, &[]);
    batch(&town, &[0, 1]).says(0, &[]);
    let before = size(&town);
    sign(&town, "second.key", &[]).says(0, &["On the board: entry"]);
    let done = format!(
        "This batch is on the board, as entry {before}, with the signatures of two officials: all is done. Nothing \
         was signed now.\n"
    );
    let again = sign(&town, "second.key", &[]);
    assert_eq!((again.code, &again.out), (Some(0), &done));
    assert_eq!(size(&town), before + 1);
    // After the close it is found, too, and another one is refused.
    isoloir_at(&town, AFTER, &["post", "--board", "board", town.close().to_str().unwrap()])
        .says(0, &[]);
    assert_eq!(sign(&town, "second.key", &[]).out, done);
}

#[test]
fn of_the_same_sums_one_batch_is_made() {
    let town = town();
    count(&town, "P0\nP2\n").says(0, &[]);
    batch(&town, &[0, 1]).says(0, &[]);
    fs::create_dir(town.path("stick")).unwrap();
    let used = |counts: &str, found: &str| {
        format!(
            "of the sums in {counts} a batch was made already: {found}. Have that one signed. If it is to be made \
             anew and nobody has put it on the board, remove that file first; for other ballots, count them with \
             desk count"
        )
    };
    // The same name, another name, another folder, under another name.
    batch(&town, &[2, 3])
        .fails(2, "batch.json is there already: nothing is written over it; choose another name");
    fs::rename(town.path("batch.json"), town.path("first.json")).unwrap();
    batch(&town, &[2, 3]).fails(2, &used("counts.json", "./first.json"));
    fs::rename(town.path("first.json"), town.path("stick/first.json")).unwrap();
    fs::copy(town.path("counts.json"), town.path("stick/copy.json")).unwrap();
    let fixed = ["desk", "batch", "--board", "board", "--voters", "voters", "--key", "first.key"];
    let more = ["--counts", "stick/copy.json", "--out", "batch.json"];
    let passphrase = ["--passphrase-file", "passphrase"];
    isoloir(&town, &[&fixed[..], &more, &passphrase].concat())
        .fails(2, &used("stick/copy.json", "stick/first.json"));
    // Whoever counts anew has other sums, though they be equal.
    count(&town, "P0\nP2\n").says(0, &[]);
    batch(&town, &[2, 3]).says(0, &["first has signed"]);
}

#[test]
fn a_batch_on_the_board_with_the_same_sums_is_warned_of() {
    let town = town();
    count(&town, "P0\nP2\n").says(0, &[]);
    let made = batch(&town, &[0, 1]);
    assert!(!made.out.contains("WARNING"), "{made:?}");
    let entry = size(&town);
    sign(&town, "second.key", &[]).says(0, &[]);
    fs::remove_file(town.path("batch.json")).unwrap();
    let warning = format!(
        "WARNING: a batch with the same sums and as many ballots is on the board: entry {entry}. The board can't \
         tell whether these are the same ballots: if they are, don't sign, for they would count twice."
    );
    batch(&town, &[2, 3]).says(0, &[&warning]);
    sign(&town, "second.key", &[]).says(0, &[&warning, "On the board"]);
}

#[test]
fn other_sums_and_another_number_of_ballots_are_no_reason_to_warn() {
    let town = town();
    count(&town, "P0\nP2\n").says(0, &[]);
    batch(&town, &[0, 1]).says(0, &[]);
    sign(&town, "second.key", &[]).says(0, &[]);
    for rows in ["P0\nP1\n", "P0\nP2\n-\n"] {
        fs::remove_file(town.path("batch.json")).unwrap();
        count(&town, rows).says(0, &[]);
        let residents = [2, 3, 4];
        let made = batch(&town, &residents[..rows.lines().count()]);
        made.says(0, &["first has signed"]);
        assert!(!made.out.contains("WARNING"), "{made:?}");
    }
}

#[test]
fn a_batch_travels_on_a_stick() {
    let town = town();
    count(&town, "P0\nP2\n").says(0, &[]);
    batch(&town, &[0, 1]).says(0, &[]);
    // The official who comes first in the definition signs second: the signers are ascending all the same.
    sign(&town, "second.key", &["--out", "batch.messages"])
        .says(0, &["Nothing is on the board yet."]);
    isoloir(&town, &["post", "--board", "board", "batch.messages"]).says(0, &["on the board as"]);
}

#[test]
fn the_official_who_is_later_in_the_definition_may_sign_first() {
    let town = town();
    count(&town, "P0\nP2\n").says(0, &[]);
    fs::rename(town.path("first.key"), town.path("kept.key")).unwrap();
    fs::rename(town.path("second.key"), town.path("first.key")).unwrap();
    batch(&town, &[0, 1]).says(0, &["second has signed"]);
    sign(&town, "kept.key", &[]).says(0, &["Signed first by Official 2.", "On the board"]);
}

#[test]
fn one_official_can_not_sign_twice() {
    let town = town();
    count(&town, "P0\nP2\n").says(0, &[]);
    batch(&town, &[0, 1]).says(0, &[]);
    sign(&town, "first.key", &[])
        .fails(2, "Official 1 has signed this batch already: another official signs now");
}

#[test]
fn the_key_of_somebody_else_does_not_sign() {
    let town = town();
    make_official(&town, "stranger");
    count(&town, "P0\nP2\n").says(0, &[]);
    batch(&town, &[0, 1]).says(0, &[]);
    sign(&town, "stranger.key", &[]).fails(
        2,
        "the key of stranger is not that of an official of this election, who are: Official 0, Official 1, \
         Official 2",
    );
}

#[test]
fn a_batch_that_was_changed_after_it_was_signed_is_refused() {
    let town = town();
    count(&town, "P0\nP2\n").says(0, &[]);
    batch(&town, &[0, 1]).says(0, &[]);
    let made = read(&town.path("batch.json"));
    let changed = "batch.json was changed since it was signed: have the batch made again";
    // What is read of it fits the message, and the signature does not.
    let forged = made.replace("000000010000000000000001\"", "000000010000000100000001\"");
    fs::write(town.path("batch.json"), forged.replace("\"count\": 0", "\"count\": 1")).unwrap();
    sign(&town, "second.key", &[]).fails(2, changed);
    for (from, to) in [
        // What is read of it, the message, the signer.
        ("\"count\": 0", "\"count\": 9"),
        ("000000010000000000000001\"", "000000010000000100000001\""),
        ("\"official\": 1", "\"official\": 2"),
        ("\"name\": \"Official 1\"", "\"name\": \"Official 2\""),
    ] {
        assert!(made.contains(from), "{from}: {made}");
        fs::write(town.path("batch.json"), made.replace(from, to)).unwrap();
        sign(&town, "second.key", &[]).fails(2, changed);
    }
}

#[test]
fn a_batch_with_too_few_ballots_gives_votes_away_and_is_not_made() {
    let town = town();
    count(&town, "P0\n")
        .says(0, &["These are too few for a batch, which has 2 valid ballots at least"]);
    batch(&town, &[0])
        .fails(2, "the batch on paper can't be: it has fewer ballots than the definition's floor");
    assert!(!town.path("batch.json").exists());
}

#[test]
fn an_invalid_ballot_uses_up_its_voter_and_gives_nothing() {
    let town = town();
    vote(&town, 2, "North=P2").says(0, &[]);
    count(&town, "P0\nP1\n!\n").says(
        0,
        &[
            "2 valid ballots, 1 invalid",
            "The batch takes 3 voters: an invalid ballot gives no project anything, and uses up the right of its \
             voter all the same.",
        ],
    );
    batch(&town, &[0, 1]).fails(
        2,
        "voters has 2 voters, and counts.json 3 ballots, 1 of them invalid: each ballot uses up the right of one \
         voter",
    );
    let made = batch(&town, &[0, 1, 2]);
    made.says(
        0,
        &["3 ballots on paper, North", "1 of them invalid: they give no project anything"],
    );
    sign(&town, "second.key", &[]).says(0, &["     0  Lamps (P2)", "On the board"]);
    // Whosever the invalid one was: none of the three votes any more.
    for resident in [0, 1, 2] {
        vote(&town, resident, "North=P2")
            .fails(2, "you can't vote on North: a ballot on paper was cast with your voting code");
    }
}

#[test]
fn invalid_ballots_hide_no_vote() {
    let town = town();
    count(&town, "P0\n!\n!\n").says(
        0,
        &["These are too few for a batch, which has 2 valid ballots at least: fewer would give votes away."],
    );
    batch(&town, &[0, 1, 2]).fails(
        2,
        "only 1 ballot is valid, and a batch has 2 at least: the sums would give votes away. Count them together \
         with those of another day or polling station",
    );
    assert!(!town.path("batch.json").exists());
}

#[test]
fn a_voter_is_named_once() {
    let town = town();
    count(&town, "P0\nP1\n").says(0, &[]);
    batch(&town, &[0, 0])
        .fails(2, "voters, line 4: this voter is on line 3 already, and votes once");
    batch(&town, &[0, 1, 2]).fails(
        2,
        "voters has 3 voters, and counts.json 2 ballots: each ballot uses up the right of one voter",
    );
}

#[test]
fn only_those_who_can_vote_are_used_up() {
    let town = town();
    count(&town, "P0\nP1\n").says(0, &[]);
    let revocation = town.revocation(NORTH, 1);
    let posted = ["post", "--board", "board", revocation.to_str().unwrap()];
    isoloir_at(&town, DURING, &posted).says(0, &[]);
    let revoked = hex::encode(town.credential(NORTH, 1).as_bytes());
    batch(&town, &[0, 1]).fails(
        2,
        &format!(
            "the voting right {revoked} was revoked: take it off the list, and its ballot out of the count"
        ),
    );
    let stranger = Town::elsewhere().credential(NORTH, 0);
    let stranger = hex::encode(stranger.as_bytes());
    let enrolled = hex::encode(town.credential(NORTH, 0).as_bytes());
    town.write("strangers", format!("{stranger}\n{enrolled}\n"));
    let arguments =
        ["desk", "batch", "--board", "board", "--counts", "counts.json", "--voters", "strangers"];
    let more = ["--key", "first.key", "--out", "batch.json", "--passphrase-file", "passphrase"];
    isoloir(&town, &[&arguments[..], &more].concat()).fails(
        2,
        &format!("the voter {stranger}: this voting code is not on the roll of the district"),
    );
    town.write("strangers", "not a voter\n");
    isoloir(&town, &[&arguments[..], &more].concat()).fails(
        2,
        "strangers, line 1: this is no voting right; take the file of registrar paper-list",
    );
}

#[test]
fn sums_that_the_ballots_can_not_have_are_refused_as_the_board_refuses_them() {
    let town = town();
    count(&town, "P0\nP1\n").says(0, &[]);
    let sums = read(&town.path("counts.json")).replace("\"count\": 1", "\"count\": 3");
    fs::write(town.path("counts.json"), sums).unwrap();
    batch(&town, &[0, 1])
        .fails(2, "the batch on paper can't be: a project has more than its ballots can give");
}

#[test]
fn only_sums_are_written_and_the_order_of_the_ballots_says_nothing() {
    let town = town();
    count(&town, "P0 P1\n-\nP2\n!\nP0\n").says(0, &["4 valid ballots, 1 invalid"]);
    let sums = read(&town.path("counts.json"));
    let expected = |sums: &str| {
        // Random, and another for each file.
        let counts_id = sums.split('"').nth(7).unwrap();
        assert_eq!(counts_id.len(), 32);
        let id = town.id.to_string();
        format!(
            "{{\n  \"isoloir\": \"sums of ballots on paper, version 1\",\n  \"counts_id\": \"{counts_id}\",\n  \
             \"election_id\": \"{id}\",\n  \"district_index\": 0,\n  \"district\": \"North\",\n  \
             \"valid_ballots\": 4,\n  \"invalid_ballots\": 1,\n  \"projects\": [\n    {{\n      \"id\": \"P0\",\n      \
             \"count\": 2\n    }},\n    {{\n      \"id\": \"P1\",\n      \"count\": 1\n    }},\n    {{\n      \
             \"id\": \"P2\",\n      \"count\": 1\n    }}\n  ]\n}}\n"
        )
    };
    assert_eq!(sums, expected(&sums));
    count(&town, "P0\nP0 P1\n!\n-\nP2\n").says(0, &[]);
    let other = read(&town.path("counts.json"));
    assert_eq!(other, expected(&other));
    assert_ne!(other, sums);
}

#[test]
fn an_invalid_ballot_is_counted_and_told_with_its_line() {
    let town = town();
    let counted = count(&town, "P0,P1\nP1 P2\n!\n\"P0\",P1,P2\n");
    counted.says(0, &["North: 1 valid ballot, 3 invalid"]);
    counted.says(
        0,
        &[
            "Line 2: an invalid ballot: the limit is at most 400 EUR, and these are 500 EUR.",
            "Line 3: an invalid ballot, as it is marked.",
            "Line 4: an invalid ballot: the limit is at most 400 EUR, and these are 600 EUR.",
        ],
    );
}

#[test]
fn a_row_that_can_not_be_read_stops_the_count() {
    let town = town();
    for (rows, reason) in [
        (
            "P0\nP7\n",
            "ballots.csv, line 2, which is ! if the ballot is invalid: North has no project P7; its projects \
             are P0, P1, P2",
        ),
        (
            "P0\nP1\nP0 P0\n",
            "ballots.csv, line 3, which is ! if the ballot is invalid: project P0 is named twice",
        ),
        (
            "P0\n\nP1\n",
            "ballots.csv, line 2, which is ! if the ballot is invalid: nothing is there; a ballot without a \
             project is written -",
        ),
    ] {
        count(&town, rows).fails(2, reason);
        assert!(!town.path("counts.json").exists());
    }
}

#[test]
fn a_district_without_paper_and_one_that_does_not_exist_are_refused() {
    let town = town();
    town.write("ballots.csv", "P0\n");
    isoloir(&town, &count_arguments("South", &["--ballots", "ballots.csv"]))
        .fails(2, "South takes no ballots on paper");
    isoloir(&town, &count_arguments("West", &["--ballots", "ballots.csv"]))
        .fails(2, "no district is called West; there are: North, South");
}

#[test]
fn ballots_are_typed_line_by_line_and_a_slip_is_taken_back() {
    let town = town();
    let typed = "1 2\nP2\nP9\n2 3\n!\n3\n<\n-\n\n";
    let counted = isoloir_given(&town, typed, &count_arguments("North", &[]));
    counted.says(0, &["  1  Trees (P0), 100 EUR", "North: 3 valid ballots, 1 invalid"]);
    counted.says(
        0,
        &[
            "North has no project P9; its projects are P0, P1, P2. Type this ballot again.",
            "the limit is at most 400 EUR, and these are 500 EUR. If it is so on the paper, the ballot is \
             invalid: type ! instead.",
        ],
    );
    let sums = read(&town.path("counts.json"));
    assert_eq!(sums.matches("\"count\": 1").count(), 3, "{sums}");
}

#[test]
fn a_desk_knows_withdrawn_projects_from_a_server_too() {
    let town = town();
    vote(&town, 3, "North=P2").says(0, &[]);
    isoloir(&town, &["post", "--board", "board", town.withdrawal(NORTH, 2).to_str().unwrap()])
        .says(0, &[]);
    let server = Serving::start(&town);
    let fixed = ["desk", "count", "--board", &server.url, "--district", "North"];
    let counted =
        isoloir_given(&town, "3\n1\n\n", &[&fixed[..], &["--out", "counts.json"]].concat());
    counted.says(
        0,
        &["  2  Benches (P1), 200 EUR\n", "  3  Lamps (P2), 300 EUR - WITHDRAWN, CAN'T WIN\n"],
    );
    // What was voted stays as it is.
    counted.says(0, &["North: 2 valid ballots, 0 invalid", "     1  P2"]);
    batch(&town, &[0, 1]).says(0, &["     1  Lamps (P2) - WITHDRAWN, CAN'T WIN\n"]);
}

#[test]
fn an_input_that_ends_before_the_empty_line_counts_nothing() {
    let town = town();
    let counted = isoloir_given(&town, "1\n2\n", &count_arguments("North", &[]));
    counted.fails(130, "the input has ended: nothing more was done");
    assert!(!town.path("counts.json").exists());
}

#[test]
fn sums_are_never_written_over_others_and_those_of_another_election_are_refused() {
    let town = town();
    count(&town, "P0\nP1\n").says(0, &[]);
    isoloir(&town, &count_arguments("North", &["--ballots", "ballots.csv"]))
        .fails(2, "counts.json is there already: nothing is written over it; choose another name");
    let other = Town::elsewhere();
    fs::copy(town.path("counts.json"), other.path("counts.json")).unwrap();
    batch(&other, &[0, 1])
        .fails(2, "counts.json holds the sums of another election: check the address of the board");
}

#[test]
fn the_name_of_an_official_is_one_that_a_definition_takes() {
    let town = town();
    let space =
        "the name of a party is empty or has space around it: write something, without the space";
    let control = "the name of a party holds a control character; write it on one line";
    for (name, words) in [("", space), (" Clerk", space), ("Clerk\u{202e}", control)] {
        let arguments = ["official", "init", "--name", name, "--key", "new.key"];
        isoloir(&town, &[&arguments[..], &["--passphrase-file", "passphrase"]].concat())
            .fails(2, words);
    }
    assert!(!town.path("new.key").exists());
}
