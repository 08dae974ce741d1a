//! Whole elections.

use serde_json::{Value, json};

use super::board::{Board, Refused, placed};
use super::vectors::{Case, bytes, cases};
use crate::crypto::batch::{Equation, Fault};
use crate::crypto::group::Point;
use crate::election::record::{Phase, Record};
use crate::report::Step;

/// The entries of `tiny_election`.
fn tiny_election() -> Vec<Vec<u8>> {
    let cases = cases("valid/elections");
    let tiny = cases.iter().find(|case| case.name == "tiny_election").unwrap();
    tiny.input["entries"].as_array().unwrap().iter().map(bytes).collect()
}

/// The entries of a case: the first of `tiny_election`, then its own.
fn entries(case: &Case, tiny: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let after = case.input["after"].as_u64().unwrap() as usize;
    let own = case.input["entries"].as_array().unwrap().iter().map(bytes);
    tiny[..after].iter().cloned().chain(own).collect()
}

/// A phase as the vectors name it. All sums are computed with the close here, so their `closed`
/// is over at once.
fn phase_of_the_vectors(phase: Phase) -> &'static str {
    match phase {
        Phase::Empty => "empty",
        Phase::Defining | Phase::Round(_) | Phase::Failed => "setup",
        Phase::Voting => "voting",
        Phase::Closed => "decrypting",
        Phase::Decided => "decided",
    }
}

fn results(record: &Record) -> Value {
    let figures = record.figures();
    let districts = (0_u16..).zip(&figures);
    let results = districts.filter_map(|(district, figures)| {
        let result = record.result(district)?;
        let awards = result.awards.iter().map(|award| json!([award.project, award.amount]));
        let awards: Value = awards.collect();
        Some(json!({
            "credentials": figures.credentials,
            "recorded": figures.recorded,
            "ballots": result.ballots,
            "counts": result.counts,
            "paper_ballots": result.paper_ballots,
            "paper_counts": result.paper_counts,
            "awards": awards,
        }))
    });
    results.collect()
}

#[test]
fn every_valid_board_amounts_to_what_the_vector_says() {
    let (tiny, cases) = (tiny_election(), cases("valid/elections"));
    assert_eq!(cases.len(), 6);
    for case in cases {
        let board = Board::of(&entries(&case, &tiny));
        let (record, expected, name) = (&board.record, &case.expected, &case.name);
        assert_eq!(hex::encode(board.root()), expected["root"], "{name}");
        assert_eq!(phase_of_the_vectors(record.phase()), expected["phase"], "{name}");
        let fingerprint = record.opened().map(|opened| hex::encode(opened.fingerprint()));
        assert_eq!(json!(fingerprint), expected["fingerprint"], "{name}");
        let keys = record.keys().map(|keys| keys.slots().iter().map(Point::bytes));
        let keys: Value = keys.into_iter().flatten().map(hex::encode).collect();
        assert_eq!(keys, expected["keys"], "{name}");
        // The list of those that count is complete with the close.
        assert_eq!(json!(board.counted()), expected["counted"], "{name}");
        assert_eq!(results(record), expected["results"], "{name}");
    }
}

/// The steps of the report that a category of refusals may belong to.
fn steps(category: &str) -> &'static [Step] {
    use Step::*;
    match category {
        "kind" => &[Form],
        // An open without all confirmations, a second result: other categories here.
        "phase" => &[Form, Opening, Counts],
        "decode" => &[Form, Definition, Rolls, Ceremony],
        "district" => &[Form, Definition, Rolls, Changes, Decryptions, Counts],
        "signature" => &[Signatures],
        "signer" => &[Signatures, Ceremony, Decryptions],
        "possession" => &[Rolls, Changes],
        "head" => &[Ceremony, Opening, Close],
        "repeated" => &[Ceremony, Close, Decryptions],
        "roll:place" => &[Rolls],
        "roll:incomplete" => &[Opening],
        "roll:repeated" => &[Opening, Changes],
        "credential:unknown" | "credential:revoked" | "credential:paper" => {
            &[Eligibility, Changes, Paper]
        }
        "previous" | "copy" => &[History],
        "withdrawal" | "reissue" => &[Changes],
        "paper" => &[Paper],
        "quorum" => &[Close],
        "floor" => &[Decryptions],
        "threshold" => &[Counts],
        "result" => &[Counts, Winners],
        ceremony if ceremony.starts_with("ceremony:") => &[Ceremony],
        other => panic!("unknown category {other}"),
    }
}

fn is_refused_as(refused: &Refused, category: &str) -> bool {
    match refused {
        Refused::Index => category == "chain:index",
        Refused::Previous => category == "chain:previous",
        Refused::Record(refusal) => steps(category).contains(&refusal.step),
        Refused::Ballot(guilty) => match &guilty.fault {
            Fault::Wire(_) => category == "decode",
            Fault::Equation(Equation::Cast) => category == "cast",
            Fault::Equation(Equation::Randomness) => category == "equation:randomness",
            Fault::Equation(Equation::RangeValue | Equation::RangeProduct) => {
                category == "equation:range"
            }
            _ => false,
        },
    }
}

/// `entries_swapped` has two wrong entries, and it is the first that is refused.
#[test]
fn every_invalid_entry_is_refused_where_it_stands() {
    let (tiny, cases) = (tiny_election(), cases("invalid/elections"));
    assert_eq!(cases.len(), 116);
    for case in cases {
        let entries = entries(&case, &tiny);
        let wrong = if case.name == "entries_swapped" { 2 } else { 1 };
        let (right, wrong) = entries.split_at(entries.len() - wrong);
        let mut board = Board::of(right);
        let before = board.record.checked().of(Step::Form);
        let refused = board.follow(&wrong[0]).expect_err(&case.name);
        let category = case.refused_as.unwrap();
        assert!(is_refused_as(&refused, &category), "{}: {category}, {refused:?}", case.name);
        assert_eq!(board.record.checked().of(Step::Form), before, "{}", case.name);
    }
}

#[test]
fn a_refused_entry_leaves_the_record_as_it_was_so_that_the_election_goes_on() {
    let tiny = tiny_election();
    let mut wrong_at: Vec<(usize, String, Vec<u8>)> = cases("invalid/elections")
        .into_iter()
        .filter(|case| case.input["entries"].as_array().unwrap().len() == 1)
        .map(|case| {
            let after = case.input["after"].as_u64().unwrap() as usize;
            (after, case.name, bytes(&case.input["entries"][0]))
        })
        .collect();
    wrong_at.sort();
    assert!(wrong_at.len() > 80);

    let mut board = Board::default();
    let mut wrong = wrong_at.into_iter().peekable();
    for (index, entry) in tiny.iter().enumerate() {
        while let Some((_, name, wrong)) = wrong.next_if(|(after, ..)| *after == index) {
            assert!(board.follow(&wrong).is_err(), "{name}");
        }
        board.follow(entry).unwrap();
    }
    assert_eq!(board.record.phase(), Phase::Decided);
}

/// Every entry is signed, hashed, or cast and proved: there is no byte to play with.
#[test]
fn no_entry_is_accepted_with_a_byte_changed_cut_off_or_added() {
    let mut board = Board::default();
    for entry in tiny_election() {
        let positions = (0..entry.len()).step_by(entry.len().div_ceil(12)).chain([entry.len() - 1]);
        for position in positions {
            let mut changed = entry.clone();
            changed[position] ^= 1 << (position % 8);
            assert!(board.follow(&changed).is_err(), "kind {}, byte {position}", entry[0]);
            if position >= 41 {
                assert!(board.follow(&entry[..position]).is_err(), "cut at {position}");
            }
        }
        let longer = [&entry[..], &[0]].concat();
        assert!(board.follow(&longer).is_err(), "kind {}, a byte more", entry[0]);
        board.follow(&entry).unwrap();
    }
}

#[test]
fn the_summary_of_a_decided_election_has_its_figures() {
    let board = Board::of(&tiny_election());
    let summary = board.record.summary().unwrap();
    assert_eq!(summary.title, "A tiny election");
    assert_eq!((summary.credentials, summary.counted), (11, 6));
    assert_eq!((summary.revoked, summary.replaced, summary.paper), (1, 1, 2));
    assert_eq!(board.record.recorded(), 10);
    let north = &summary.districts[0];
    assert_eq!(north.winners.as_deref(), Some(&[1, 0][..]));
    assert!(!north.below_floor);
    let counts: Vec<_> = north.projects.iter().map(|project| project.count).collect();
    assert_eq!(counts, [Some(0), Some(2), Some(1)]);
    assert!(north.projects.iter().any(|project| project.withdrawn));
    assert!(board.record.set_aside_in_words().is_empty());
}

#[test]
fn a_contribution_that_does_not_hold_is_named() {
    let tiny = tiny_election();
    let cases = cases("valid/elections");
    let case = cases.iter().find(|case| case.name == "wrong_decryption_is_set_aside").unwrap();
    let board = Board::of(&entries(case, &tiny));
    let [set_aside] = board.record.set_aside() else { panic!("one is set aside") };
    assert_eq!(set_aside.entry, 42);
    let words = board.record.set_aside_in_words();
    assert!(words[0].contains(&format!("trustee {}", set_aside.trustee)), "{words:?}");
}

#[test]
fn the_steps_count_what_was_checked() {
    let tiny = tiny_election();
    let board = Board::of(&tiny);
    let kinds: Vec<u8> = tiny.iter().map(|entry| entry[0]).collect();
    let of = |kinds_of: &[u8]| kinds.iter().filter(|kind| kinds_of.contains(kind)).count() as u64;
    let checked = board.record.checked();
    assert_eq!(checked.of(Step::Form), tiny.len() as u64);
    assert_eq!(checked.of(Step::Definition), of(&[1, 2]));
    assert_eq!(checked.of(Step::Ceremony), of(&[3, 4, 5, 6, 7]));
    assert_eq!(checked.of(Step::Eligibility), of(&[10]));
    assert_eq!(checked.of(Step::History), of(&[10]));
    assert_eq!(checked.of(Step::Changes), of(&[11, 12, 13]));
    assert_eq!(checked.of(Step::Close), of(&[16]));
    assert_eq!(checked.of(Step::Decryptions), of(&[17]));
    assert_eq!(checked.of(Step::Winners), of(&[18]));
    // Everything but districts and ballots is signed, reissues and batches on paper twice.
    let signed = tiny.len() as u64 - of(&[2, 10]) + of(&[13, 14]);
    assert_eq!(checked.of(Step::Signatures), signed);
}

#[test]
fn lists_of_rolls_can_be_read_ahead_and_applied_in_order() {
    let tiny = tiny_election();
    let opening = tiny.iter().position(|entry| entry[0] == 9).unwrap();
    let mut record = Record::new();
    record.apply(&placed(&tiny[0]), || [0; 32]).unwrap();
    let mut lists: Vec<_> = tiny
        .iter()
        .filter(|entry| entry[0] == 8)
        .map(|entry| record.read_roll(placed(entry).payload).unwrap())
        .collect();
    lists.reverse();
    for entry in &tiny[1..=opening] {
        match entry[0] {
            8 => record.apply_roll(&lists.pop().unwrap()).unwrap(),
            _ => record.apply(&placed(entry), || [0; 32]).unwrap(),
        }
    }
    assert_eq!(record.phase(), Phase::Voting);
}

#[test]
fn a_record_that_was_only_opened_reads_every_ballot() {
    let tiny = tiny_election();
    let opening = tiny.iter().position(|entry| entry[0] == 9).unwrap();
    let board = Board::of(&tiny[..=opening]);
    let opened = board.record.opened().unwrap();
    let ballots = tiny.iter().filter(|entry| entry[0] == 10);
    for ballot in ballots {
        assert!(opened.read_ballot(placed(ballot).payload).is_ok());
    }
}
