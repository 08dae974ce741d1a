//! Archives that somebody has changed. What refuses the change:
//!
//! | who changed what | refused by |
//! |---|---|
//! | anyone, a byte of `checkpoint` | the form of a signed note, or the signature of the log |
//! | anyone, a byte of a bundle or a tile | the audit of the files against the checkpoint |
//! | the board, a byte of an entry, or its kind | the rules, at that entry: its own signature or proof |
//! | the board, a ballot dropped, moved or replaced after the close | the trustees' close statements |
//! | the board, an entry posted again | the rules, at the copy |
//! | the board, an entry of the setup dropped or moved | the rules, at the opening at the latest |
//! | the board, the end cut off | no result; and no consistency with the checkpoint seen before |
//!
//! "The board" has the key of the log: it makes chain, tiles and checkpoint anew over what it
//! changed, so nothing of the archive tells. It holds no key of an official, a registrar, a trustee
//! or a voter.
//!
//! Two close statements next to each other may change places, and so may two decryptions: what
//! they say is a set, and the result stays the same.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::fs::{self, File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::thread;

use common::audit::{Content, Failed, chained, check_files, content, decide, take, verify};
use common::{Place, audit, contents, tiny};
use ed25519_dalek::SigningKey;
use isoloir_archive::{Reader, Writer};
use isoloir_board::entry::Entry;
use isoloir_board::keys::LogSigner;
use isoloir_board::policy::Policy;
use isoloir_board::proof::ProofError;
use isoloir_election::message::Kind;
use isoloir_election::phase::{Outcome, Record, Refusal};

/// An honest archive, and what it amounts to.
struct Honest {
    place: Place,
    policy: Policy,
    entries: Vec<Entry>,
    outcome: Outcome,
}

impl Honest {
    fn hold(seed: &str) -> Self {
        let place = Place::for_file(&tiny());
        place.report(&["--seed", seed]);
        let entries = audit::entries(&place.out);
        let policy = audit::policy(&entries);
        let outcome = verify(&place.out, &policy).unwrap();
        Self { place, policy, entries, outcome }
    }

    fn contents(&self) -> Vec<Content> {
        self.entries.iter().map(content).collect()
    }

    /// The entries of a kind.
    fn of_kind(&self, kind: Kind) -> Vec<usize> {
        let is = |index: &usize| is(&self.entries[*index], kind);
        (0..self.entries.len()).filter(is).collect()
    }
}

/// The election that all tests attack.
fn honest() -> &'static Honest {
    static HONEST: OnceLock<Honest> = OnceLock::new();
    HONEST.get_or_init(|| Honest::hold("archive"))
}

fn is(entry: &Entry, kind: Kind) -> bool {
    entry.kind() == kind as u8
}

/// A byte that differs from this one in a bit that depends on where it is.
fn flipped(byte: u8, at: usize) -> u8 {
    byte ^ (1 << (at % 8))
}

#[test]
fn a_changed_byte_of_any_file_is_refused_by_the_check_that_is_for_it() {
    const THREADS: usize = 2;
    let honest = honest();
    thread::scope(|scope| {
        for thread in 0..THREADS {
            scope.spawn(move || change_bytes(honest, thread, THREADS));
        }
    });
}

/// Changes every byte whose position is `first` modulo `step`, one at a time, in a copy.
fn change_bytes(honest: &Honest, first: usize, step: usize) {
    let folder = tempfile::tempdir().unwrap();
    let files = contents(&honest.place.out);
    for (path, bytes) in &files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let mut changed = 0;
    for (path, bytes) in &files {
        let mut file = OpenOptions::new().write(true).open(folder.path().join(path)).unwrap();
        for at in (first..bytes.len()).step_by(step) {
            put(&mut file, at, flipped(bytes[at], at));
            let refused = check_files(folder.path(), &honest.policy);
            let by_its_check = match refused {
                Err(Failed::Opening(_) | Failed::Signature(_)) => path == Path::new("checkpoint"),
                Err(Failed::Audit(_)) => path.starts_with("tile"),
                _ => false,
            };
            assert!(by_its_check, "byte {at} of {path:?}: {refused:?}");
            put(&mut file, at, bytes[at]);
            changed += 1;
        }
    }
    assert!(changed > 10_000, "only {changed} bytes were changed");
    check_files(folder.path(), &honest.policy).unwrap();
}

fn put(file: &mut File, at: usize, byte: u8) {
    file.seek(SeekFrom::Start(at as u64)).unwrap();
    file.write_all(&[byte]).unwrap();
}

/// The entries up to each index, with what the rules say of other contents in place of the next.
///
/// `attempts` gives the contents to try at an index; each must be refused there. A refusal leaves
/// the record as it was, so the honest entry must be taken after all of them.
fn every_attempt_is_refused(attempts: impl Fn(usize) -> Vec<Content>) {
    let entries = &honest().entries;
    let mut record = Record::new();
    let mut tried = 0;
    for index in 0..entries.len() {
        let chain = record.chain().clone();
        for (kind, payload) in attempts(index) {
            let told = format!("kind {kind}, {} bytes, as entry {index}", payload.len());
            let entry = chain.clone().append(kind, payload).unwrap();
            let refused = record.apply(&entry, &mut rand_core::OsRng);
            assert!(refused.is_err(), "taken: {told}");
            tried += 1;
        }
        take(&mut record, entries, index).unwrap();
    }
    assert!(tried > 400, "only {tried} were tried");
}

/// Every byte of what officials, registrars and trustees posted; every so many of a ballot, others
/// in each.
#[test]
fn the_board_cannot_change_a_byte_of_any_entry() {
    const BALLOT_STEP: usize = 5;
    let entries = &honest().entries;
    every_attempt_is_refused(|index| {
        let (kind, payload) = content(&entries[index]);
        let (first, step) = if is(&entries[index], Kind::Ballot) {
            (index % BALLOT_STEP, BALLOT_STEP)
        } else {
            (0, 1)
        };
        let positions = (first..payload.len()).step_by(step);
        let change = |at: usize| {
            let mut changed = payload.clone();
            changed[at] = flipped(changed[at], at);
            (kind, changed)
        };
        positions.map(change).collect()
    });
}

#[test]
fn the_board_cannot_give_an_entry_another_kind() {
    let entries = &honest().entries;
    every_attempt_is_refused(|index| {
        let (kind, payload) = content(&entries[index]);
        (0..=u8::MAX).filter(|other| *other != kind).map(|other| (other, payload.clone())).collect()
    });
}

#[test]
fn the_board_cannot_cut_an_entry_short_or_add_to_it() {
    let entries = &honest().entries;
    every_attempt_is_refused(|index| {
        let (kind, payload) = content(&entries[index]);
        let cuts = [0, 1, 2, payload.len() / 2, payload.len() - 65, payload.len() - 1];
        let cut = cuts.iter().map(|&length| payload[..length].to_vec());
        let grown = [[payload.as_slice(), &[0]].concat(), [&[0], payload.as_slice()].concat()];
        let shifted = (1..=16).map(|shift| {
            let mut shifted = payload.clone();
            shifted.rotate_left(shift);
            shifted
        });
        cut.chain(grown).chain(shifted).map(|payload| (kind, payload)).collect()
    });
}

#[test]
fn the_board_cannot_post_an_entry_a_second_time_at_any_later_point() {
    let entries = &honest().entries;
    every_attempt_is_refused(|index| entries[..index].iter().map(content).collect());
}

#[test]
fn the_board_cannot_post_an_entry_before_its_time() {
    let entries = &honest().entries;
    // Ballots, close statements and decryptions may come in any order among their own, and the
    // close at any time: dropping the ballots after it is for the close statements to tell.
    let bound = |index: usize, later: &&Entry| {
        later.kind() != entries[index].kind() && later.kind() > Kind::Close as u8
    };
    every_attempt_is_refused(|index| {
        entries[index..].iter().filter(|later| bound(index, later)).map(content).collect()
    });
}

#[test]
fn the_board_cannot_put_an_entry_of_another_election_in_the_place_of_one() {
    let other = Honest::hold("another").contents();
    let entries = &honest().entries;
    assert_eq!(other.len(), entries.len());
    every_attempt_is_refused(|index| match index {
        // The definition alone is another election, with another board's key.
        0 => vec![],
        _ => other.iter().filter(|(kind, _)| *kind != Kind::District as u8).cloned().collect(),
    });
}

/// What the rules say of a board that was made anew over these contents.
fn judged(contents: Vec<Content>) -> Result<Outcome, Failed> {
    decide(&chained(contents))
}

#[test]
fn a_board_made_anew_over_the_same_contents_is_the_same_board() {
    let honest = honest();
    assert_eq!(chained(honest.contents()), honest.entries);
    assert_eq!(judged(honest.contents()).unwrap(), honest.outcome);
}

#[test]
fn the_board_cannot_drop_any_entry() {
    let honest = honest();
    for dropped in 0..honest.entries.len() {
        let mut contents = honest.contents();
        contents.remove(dropped);
        let judged = judged(contents);
        let refused_as_it_must = match &honest.entries[dropped] {
            ballot if is(ballot, Kind::Ballot) => refused_by_close_statement(&judged),
            result if is(result, Kind::Result) => matches!(judged, Err(Failed::Undecided)),
            _ => matches!(judged, Err(Failed::Rules { .. })),
        };
        assert!(refused_as_it_must, "without entry {dropped}: {judged:?}");
    }
}

/// Whether a trustee's statement names another close than the board's.
fn refused_by_close_statement(judged: &Result<Outcome, Failed>) -> bool {
    matches!(judged, Err(Failed::Rules { refusal: Refusal::AnotherBoard { .. }, .. }))
}

#[test]
fn the_board_cannot_have_two_neighbours_change_places_where_the_order_matters() {
    let honest = honest();
    for first in 0..honest.entries.len() - 1 {
        let (one, two) = (&honest.entries[first], &honest.entries[first + 1]);
        let mut contents = honest.contents();
        contents.swap(first, first + 1);
        let judged = judged(contents);
        let both = |kind| is(one, kind) && is(two, kind);
        if both(Kind::CloseStatement) || both(Kind::Decryption) {
            assert_eq!(judged.unwrap(), honest.outcome, "entries {first} and {}", first + 1);
        } else if both(Kind::Ballot) {
            assert!(refused_by_close_statement(&judged), "entry {first}: {judged:?}");
        } else {
            assert!(matches!(judged, Err(Failed::Rules { .. })), "entry {first}: {judged:?}");
        }
    }
}

#[test]
fn the_board_cannot_drop_a_ballot_and_hide_it_by_another_entry_in_its_place() {
    let honest = honest();
    let ballots = honest.of_kind(Kind::Ballot);
    for (&dropped, &copied) in ballots.iter().zip(ballots.iter().rev()).filter(|(a, b)| a != b) {
        let mut contents = honest.contents();
        contents[dropped] = contents[copied].clone();
        let judged = judged(contents);
        let copy_refused =
            matches!(judged, Err(Failed::Rules { index, .. }) if index == dropped.max(copied));
        assert!(copy_refused, "{copied} in place of {dropped}: {judged:?}");
    }
}

#[test]
fn a_board_without_its_end_has_no_result_and_does_not_contain_what_was_seen_of_it() {
    let honest = honest();
    for size in 0..honest.entries.len() {
        let judged = decide(&honest.entries[..size]);
        assert!(matches!(judged, Err(Failed::Undecided)), "{size} entries: {judged:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let short = &honest.entries[..honest.entries.len() - 1];
    write(folder.path(), &attacker(honest), short);
    let seen = honest.entries.len() as u64;
    let shrunk = Reader::open(folder.path()).unwrap().consistency_proof(seen, seen - 1);
    let error = shrunk.unwrap_err();
    assert!(
        matches!(error, isoloir_archive::ArchiveError::Proof(ProofError::Shrunk { .. })),
        "{error}"
    );
}

/// A signer for the log's name whose key is not the log's: the tests don't have that one. Where the
/// attacker has it, the signature is good, and only what comes after the signature is left.
fn attacker(honest: &Honest) -> LogSigner {
    let name = honest.policy.log().name().clone();
    LogSigner::new(name, SigningKey::from_bytes(&[7; 32])).unwrap()
}

/// An archive of these entries, whose chain, tiles and checkpoint fit them.
fn write(folder: &Path, signer: &LogSigner, entries: &[Entry]) {
    let mut writer = Writer::create(folder, signer).unwrap();
    entries.iter().for_each(|entry| writer.append_entry(entry).unwrap());
    writer.commit(signer).unwrap();
}

#[test]
fn an_archive_made_anew_passes_every_check_of_files_and_is_refused_by_signature_and_rules() {
    let honest = honest();
    let signer = attacker(honest);
    let kinds: Vec<u8> = {
        let mut kinds: Vec<u8> = honest.entries.iter().map(Entry::kind).collect();
        kinds.dedup();
        kinds
    };
    for kind in kinds {
        let target = honest.entries.iter().position(|entry| entry.kind() == kind).unwrap();
        let mut contents = honest.contents();
        let payload = &mut contents[target].1;
        let at = payload.len() / 2;
        payload[at] = flipped(payload[at], at);
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &signer, &chained(contents));

        // With the key of the log, the attacker gets as far as this.
        let policy = Policy::log_only(signer.key().clone());
        check_files(folder.path(), &policy).unwrap();
        let judged = verify(folder.path(), &policy);
        let refused = matches!(judged, Err(Failed::Rules { index, .. }) if index == target);
        assert!(refused, "kind {kind}: {judged:?}");
        // Without it, not even so far.
        let judged = verify(folder.path(), &honest.policy);
        assert!(matches!(judged, Err(Failed::Signature(_))), "kind {kind}: {judged:?}");
    }
}

#[test]
fn two_boards_that_differ_in_one_ballot_are_not_consistent() {
    let honest = honest();
    let mut contents = honest.contents();
    let last = *honest.of_kind(Kind::Ballot).last().unwrap();
    contents.remove(last);
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &attacker(honest), &chained(contents));
    let other = Reader::open(folder.path()).unwrap();
    let archive = Reader::open(&honest.place.out).unwrap();
    let (old, new) = (other.checkpoint().head, archive.checkpoint().head);
    let proof = archive.consistency_proof(old.size, new.size).unwrap();
    assert!(proof.verify(&old, &new).is_err());
}
