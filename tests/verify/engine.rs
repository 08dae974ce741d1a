//! What is asked of the verifier besides a whole check: boards that are not over, parts that others
//! have checked, servers that change their answers.

use std::sync::atomic::{AtomicUsize, Ordering};

use isoloir_election::message::Kind;
use isoloir_verify::engine::{self, Options, PartOf, Parts, Work};
use isoloir_verify::report::progress::Progress;
use isoloir_verify::report::{Report, Verdict};
use isoloir_verify::source::{Source, SourceError};

use crate::board::{Board, before};
use crate::files::Files;

fn report(source: &dyn Source, change: impl FnOnce(&mut Options<'_>)) -> Report {
    let progress = Progress::hidden();
    let mut options = Options::new(&progress);
    change(&mut options);
    engine::verify(source, options).unwrap().report
}

fn failing(report: &Report) -> Vec<&'static str> {
    report.failing_steps().map(|step| step.id).collect()
}

/// The honest board before the first entry of a kind.
fn until(kind: Kind) -> Files {
    let mut board = Board::honest();
    board.0.truncate(before(kind, 0));
    board.files()
}

#[test]
fn a_board_that_is_not_over_is_accepted_only_if_that_is_asked_for_and_never_as_decided() {
    for (kind, phase, waits_for) in [
        (Kind::Open, "setup", "opening"),
        (Kind::Close, "voting", "close"),
        (Kind::Decryption, "closed", "winners"),
    ] {
        let files = until(kind);
        let rejected = report(&files, |_| ());
        assert_eq!((rejected.verdict, failing(&rejected)), (Verdict::Reject, vec![waits_for]));
        let accepted = report(&files, |options| options.in_progress = true);
        assert_eq!((accepted.verdict, accepted.phase.as_str()), (Verdict::Accept, phase));
        assert!(accepted.steps.iter().any(|step| step.ok.is_none()), "{phase}");
    }
}

#[test]
fn a_board_without_an_entry_is_never_accepted() {
    let empty = Board(Vec::new()).files();
    let report = report(&empty, |options| options.in_progress = true);
    assert_eq!(report.verdict, Verdict::Reject);
}

#[test]
fn a_fingerprint_that_is_expected_of_a_board_that_has_none_is_a_failure() {
    let report = report(&until(Kind::Open), |options| {
        options.in_progress = true;
        options.fingerprint = Some([0xab; 32]);
    });
    assert_eq!((report.verdict, failing(&report)), (Verdict::Reject, vec!["opening"]));
}

#[test]
fn what_was_not_compared_is_said() {
    let files = Board::honest().files();
    let said = |report: Report| report.not_checked.join("\n");
    let neither = said(report(&files, |_| ()));
    assert!(neither.contains("--election-id") && neither.contains("--fingerprint"));
    let id = report(&files, |_| ()).election.unwrap().election_id;
    let id: [u8; 32] = hex::decode(id).unwrap().try_into().unwrap();
    let one = said(report(&files, |options| options.election_id = Some(id)));
    assert!(!one.contains("--election-id") && one.contains("--fingerprint"));
}

/// The parts of the honest board, checked in one piece.
fn parts(files: &Files) -> Parts {
    let board = engine::read_setup(files).unwrap().unwrap_or_else(|_| panic!("an honest setup"));
    let part = engine::check_part(files, &board, 0..1, &Progress::hidden()).unwrap();
    Parts { of: PartOf::from(&board), parts: vec![("machine.example/1".to_owned(), part)] }
}

#[test]
fn parts_of_this_very_board_are_taken_and_named_in_the_report() {
    let files = Board::honest().files();
    let parts = parts(&files);
    let report = report(&files, |options| options.work = Work::Given(parts));
    assert_eq!(report.verdict, Verdict::Accept, "{:#?}", report.steps);
    assert!(report.not_checked.iter().any(|text| text.contains("machine.example/1")));
}

#[test]
fn parts_that_were_checked_under_another_fingerprint_are_refused() {
    let files = Board::honest().files();
    let mut parts = parts(&files);
    parts.of.fingerprint[0] ^= 1;
    let report = report(&files, |options| options.work = Work::Given(parts));
    assert_eq!((report.verdict, failing(&report)), (Verdict::Reject, vec!["ballot-proofs"]));
}

#[test]
fn parts_that_leave_bundles_out_or_count_other_ballots_are_refused() {
    let files = Board::honest().files();
    let honest = parts(&files);
    let none = Parts { parts: Vec::new(), ..honest.clone() };
    let mut fewer = honest.clone();
    fewer.parts[0].1.ballots -= 1;
    let mut twice = honest.clone();
    twice.parts.push(honest.parts[0].clone());
    let mut other_entries = honest;
    other_entries.parts[0].1.digest[0] ^= 1;
    for parts in [none, fewer, twice, other_entries] {
        let report = report(&files, |options| options.work = Work::Given(parts));
        assert_eq!(report.verdict, Verdict::Reject);
        assert!(failing(&report).contains(&"ballot-proofs"), "{:#?}", report.steps);
    }
}

/// A server that gives other bytes the second time that a bundle is asked for.
struct Changing {
    first: Files,
    then: Files,
    asked: AtomicUsize,
}

impl Source for Changing {
    fn read(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let bundle = path.starts_with("tile/entries/");
        let again = bundle && self.asked.fetch_add(1, Ordering::Relaxed) > 0;
        if again { self.then.read(path, most) } else { self.first.read(path, most) }
    }

    fn list(&self) -> Result<Option<Vec<String>>, SourceError> {
        self.first.list()
    }

    fn location(&self) -> &str {
        "a server that changes its answers"
    }
}

#[test]
fn a_server_that_shows_other_ballots_when_it_is_asked_again_is_refused() {
    let first = Board::honest().files();
    let mut then = first.clone();
    let bundle = then.0.iter_mut().find(|(path, _)| path.starts_with("tile/entries/")).unwrap().1;
    let last = bundle.len() - 1;
    bundle[last] ^= 1;
    let source = Changing { first, then, asked: AtomicUsize::new(0) };
    let report = report(&source, |_| ());
    assert!(source.asked.load(Ordering::Relaxed) > 1, "no ballot was replaced on this board");
    assert_eq!((report.verdict, failing(&report)), (Verdict::Reject, vec!["files"]));
}

#[test]
fn an_entry_out_of_its_place_does_not_make_those_after_it_guilty() {
    let honest = Board::honest();
    let mut entries: Vec<Vec<u8>> =
        honest.entries().iter().map(isoloir_encoding::Encode::to_bytes).collect();
    // Its previous is not the hash of the entry before.
    entries[5][20] ^= 1;
    let files = Files::of_bytes(&entries, &crate::files::Seal::honest());
    let report = report(&files, |_| ());
    let chain = report.steps.iter().find(|step| step.id == "chain").unwrap();
    let named: Vec<_> = chain.failures.iter().map(|failure| failure.entry).collect();
    assert_eq!(named, [Some(5), Some(6)]);
}
