//! Batches: made of sums and voters, signed by two, and on the board once.

use std::fs;

use crate::support::process::{isoloir, isoloir_at};
use crate::support::town::{AFTER, DURING, NORTH, Town};
use crate::{batch, count, make_official, read, sign, town, vote};

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
    let before = town.size();
    sign(&town, "second.key", &[]).says(0, &["On the board: entry"]);
    let done = format!(
        "This batch is on the board, as entry {before}, with the signatures of two officials: all is done. Nothing \
         was signed now.\n"
    );
    let again = sign(&town, "second.key", &[]);
    assert_eq!((again.code, &again.out), (Some(0), &done));
    assert_eq!(town.size(), before + 1);
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
    let entry = town.size();
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
