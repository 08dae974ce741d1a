//! The files, the chain, the tree and the checkpoint.

use std::collections::BTreeSet;

use ed25519_dalek::SigningKey;
use isoloir_board::ChainHash;
use isoloir_board::entry::Entry;
use isoloir_election::message::Kind;
use isoloir_encoding::Encode;
use isoloir_verify::engine::{self, Options};
use isoloir_verify::log::merkle::TreeHead;
use isoloir_verify::report::progress::Progress;

use crate::board::{Board, before, payload};
use crate::files::{Files, Seal};

fn bytes() -> Vec<Vec<u8>> {
    Board::honest().entries().iter().map(Encode::to_bytes).collect()
}

/// The archive of these bytes, all hashes of the tree and the checkpoint made anew.
fn rooted(entries: &[Vec<u8>]) -> Files {
    Files::of_bytes(entries, &Seal::honest())
}

/// The steps that fail.
fn failing(files: &Files) -> BTreeSet<&'static str> {
    files.report().failing_steps().map(|step| step.id).collect()
}

/// Checks that the chain alone breaks, first at this entry.
#[track_caller]
fn fails_first(entries: &[Vec<u8>], at: usize) {
    let report = rooted(entries).report();
    let failing: Vec<_> = report.failing_steps().collect();
    let [chain] = failing[..] else { panic!("{failing:#?}") };
    assert_eq!((chain.id, chain.failures[0].entry), ("chain", Some(at as u64)));
}

#[test]
fn entries_dropped_reordered_or_repeated_break_the_chain_although_the_tree_was_made_anew() {
    let ballot = before(Kind::Ballot, 3);
    let mut dropped = bytes();
    dropped.remove(ballot);
    fails_first(&dropped, ballot);
    let mut swapped = bytes();
    swapped.swap(ballot, ballot + 1);
    fails_first(&swapped, ballot);
    let mut repeated = bytes();
    repeated.insert(ballot + 1, repeated[ballot].clone());
    fails_first(&repeated, ballot + 1);
}

#[test]
fn an_entry_that_follows_another_board_breaks_the_chain() {
    let last = bytes().len() - 1;
    for previous in [ChainHash::ZERO, ChainHash::new([7; 32])] {
        let (kind, payload) = Board::honest().0[last].clone();
        let mut entries = bytes();
        entries[last] = Entry::new(last as u64, previous, kind, payload).unwrap().to_bytes();
        rooted(&entries).fails_in(&[("chain", Some(last))]);
    }
}

#[test]
fn an_entry_that_says_another_index_than_its_own_breaks_the_chain() {
    let entries = Board::honest().entries();
    let last = entries.len() - 1;
    let (kind, payload) = Board::honest().0[last].clone();
    for index in [0, last as u64 - 1, last as u64 + 1] {
        let other = Entry::new(index, entries[last].previous(), kind, payload.clone()).unwrap();
        let mut changed = bytes();
        changed[last] = other.to_bytes();
        rooted(&changed).fails_in(&[("chain", Some(last))]);
    }
}

#[test]
fn an_entry_too_short_to_be_one_is_refused() {
    for length in [1, 40] {
        let mut entries = bytes();
        entries.last_mut().unwrap().truncate(length);
        let failing = failing(&rooted(&entries));
        assert_eq!(failing, BTreeSet::from(["form"]), "{length}");
    }
}

#[test]
fn an_entry_changed_in_the_bundle_alone_is_told_by_tree_and_chain() {
    let ballot = before(Kind::Ballot, 3);
    let mut files = Board::honest().files();
    let mut entries = bytes();
    entries[ballot][700] ^= 1;
    files.put_bundle(&entries);
    let failing = failing(&files);
    assert!(failing.contains("tree") && failing.contains("chain"), "{failing:?}");
}

#[test]
fn missing_short_or_long_files_are_told() {
    for name in ["tile/entries", "tile/0"] {
        let path =
            |files: &Files| files.0.keys().find(|path| path.starts_with(name)).unwrap().clone();
        let mut missing = Board::honest().files();
        missing.0.remove(&path(&missing));
        assert!(failing(&missing).contains("files"), "{name} missing");
        let changes: [fn(&mut Vec<u8>); 3] =
            [|b| b.truncate(b.len() - 1), |b| b.push(0), Vec::clear];
        for change in changes {
            let mut changed = Board::honest().files();
            let path = path(&changed);
            change(changed.0.get_mut(&path).unwrap());
            assert!(failing(&changed).contains("files"), "{name} changed");
        }
    }
}

/// A later, full tile may stand for a partial one (`spec/board.md`, section 9.2), in its own form
/// alone.
#[test]
fn a_partial_tile_under_the_name_of_the_full_one_is_told() {
    for name in ["tile/entries/000", "tile/0/000"] {
        let mut files = Board::honest().files();
        let path = format!("{name}.p/{}", Board::honest().0.len());
        let partial = files.0.remove(&path).unwrap();
        files.0.insert(name.into(), partial);
        assert_eq!(failing(&files), BTreeSet::from(["files"]), "{name}");
    }
}

#[test]
fn a_stray_file_is_no_error() {
    let mut files = Board::honest().files();
    files.0.insert("tile/entries/001".into(), vec![0; 10]);
    files.0.insert("README".into(), b"hello".to_vec());
    assert!(files.report().holds());
}

#[test]
fn a_partial_tile_of_an_earlier_size_with_another_hash_is_told() {
    let mut files = Board::honest().files();
    let tile = files.0.values().last().unwrap().clone();
    let mut earlier =
        files.0.iter().find(|(path, _)| path.starts_with("tile/0")).unwrap().1.clone();
    assert!(tile.len() > 32);
    earlier.truncate(10 * 32);
    files.0.insert("tile/0/000.p/10".into(), earlier.clone());
    assert!(files.report().holds());
    earlier[40] ^= 1;
    files.0.insert("tile/0/000.p/10".into(), earlier);
    assert_eq!(failing(&files), BTreeSet::from(["files"]));
}

/// The honest board under a checkpoint that somebody else made.
fn sealed(seal: &Seal) -> Files {
    Files::of(&Board::honest().entries(), seal)
}

#[test]
fn a_checkpoint_of_another_key_or_without_its_quorum_of_witnesses_is_refused() {
    let stranger = SigningKey::from_bytes(&[7; 32]);
    let seals = [
        Seal { log: stranger, ..Seal::honest() },
        Seal { witnesses: Vec::new(), ..Seal::honest() },
        Seal { witnesses: vec![3], ..Seal::honest() },
    ];
    for seal in seals {
        sealed(&seal).fails_in(&[("checkpoint", None)]);
    }
    for witnesses in [vec![1], vec![2], vec![2, 1], vec![1, 1], vec![3, 1]] {
        assert!(sealed(&Seal { witnesses, ..Seal::honest() }).report().holds());
    }
}

/// The checkpoint with another text, or other lines.
fn with_checkpoint(change: impl FnOnce(String) -> String) -> Files {
    let mut files = Board::honest().files();
    let note = String::from_utf8(files.0["checkpoint"].clone()).unwrap();
    files.0.insert("checkpoint".into(), change(note).into_bytes());
    files
}

#[test]
fn a_bad_cosignature_is_refused_however_many_others_are_good() {
    // The cosignature of the other witness under this one's name and key id.
    let files = with_checkpoint(|note| {
        let mut lines: Vec<&str> = note.split_inclusive('\n').collect();
        let (first, second) = (lines[5], lines[6]);
        let head = &first[..first.len() - 90];
        let swapped = format!("{head}{}", &second[head.len()..]);
        lines[5] = &swapped;
        lines.concat()
    });
    files.fails_in(&[("checkpoint", None)]);
}

#[test]
fn a_checkpoint_of_another_size_or_root_than_the_files_is_told() {
    let honest = Board::honest();
    let shorter = Files::of(&honest.entries()[..honest.0.len() - 1], &Seal::honest());
    let mut mixed = honest.files();
    mixed.0.insert("checkpoint".into(), shorter.0["checkpoint"].clone());
    assert!(!mixed.report().holds());
    let size = honest.0.len() as u64;
    let mut other_root = honest.files();
    let note = Seal::honest().checkpoint(size, isoloir_board::MerkleHash::new([7; 32]));
    other_root.0.insert("checkpoint".into(), note.into_bytes());
    assert_eq!(failing(&other_root), BTreeSet::from(["tree"]));
    let mut larger = honest.files();
    let note = Seal::honest().checkpoint(size + 1, isoloir_board::MerkleHash::new([7; 32]));
    larger.0.insert("checkpoint".into(), note.into_bytes());
    assert!(failing(&larger).contains("files"));
}

#[test]
fn a_checkpoint_that_is_no_note_is_unreadable_or_fails() {
    let changes: [fn(String) -> String; 7] = [
        |_| String::new(),
        |note| note.replace('\n', "\r\n"),
        |note| note.replacen("board.example/town\n", "board.example/town\n\n", 1),
        |note| note.replacen("\n\n", "\nextension\n\n", 1),
        |note| note.replacen("board.example/town", "board.example/city", 1),
        |note| format!("{note}x"),
        |note| note.trim_end().to_owned(),
    ];
    for change in changes {
        let files = with_checkpoint(change);
        let progress = Progress::hidden();
        if let Ok(verified) = engine::verify(&files, Options::new(&progress)) {
            let failing: Vec<_> = verified.report.failing_steps().map(|step| step.id).collect();
            assert_eq!(failing, ["checkpoint"]);
        }
    }
}

/// The head and the leaf hashes of a board, for the verifier's own proofs.
fn head(board: &Board) -> TreeHead {
    let leaves: Vec<_> = board.entries().iter().map(Entry::leaf_hash).collect();
    let root = isoloir_board::merkle::root_of(&leaves);
    TreeHead::new(leaves.len() as u64, *root.as_bytes()).unwrap()
}

fn first(board: &Board, size: usize) -> Board {
    Board(board.0[..size].to_vec())
}

/// All proofs that a server could give are the hashes of its tree; the honest proof is among them.
fn consistency(files: &Files, old: u64, new: TreeHead) -> Vec<[u8; 32]> {
    let folder = tempfile::tempdir().unwrap();
    files.write(folder.path());
    let reader = isoloir_archive::Reader::open(folder.path()).unwrap();
    let proof = reader.consistency_proof(old, new.size()).unwrap();
    proof.hashes().iter().map(|hash| *hash.as_bytes()).collect()
}

#[test]
fn a_board_made_anew_does_not_extend_the_checkpoint_that_somebody_kept() {
    let honest = Board::honest();
    let kept = before(Kind::Close, 0);
    let seen = head(&first(&honest, kept));
    let ballot = before(Kind::Ballot, 3);
    let who = crate::town::voter(crate::town::NORTH, 2);
    let other = crate::ballots::sealed("another", crate::town::NORTH, &who, &[1]);
    let replaced = crate::ballots::cast(crate::town::NORTH, &who, [0; 32], &other);
    let last = before(Kind::Ballot, 9);
    // Ballot 9 replaces ballot 3 of the same voter, so it goes with it.
    let forged =
        [honest.clone().without(last), honest.clone().replace(ballot, replaced).without(last), {
            let mut board = honest.clone();
            let (a, b) = (before(Kind::Ballot, 1), before(Kind::Ballot, 2));
            board.0.swap(a, b);
            board
        }];
    for forged in forged {
        let forged = forged.counted_again();
        // Nothing of the forged board alone tells that it is another one.
        assert!(forged.report().holds());
        let (files, new) = (forged.files(), head(&forged));
        let proof = consistency(&files, kept as u64, new);
        assert!(new.check_extends(&seen, &proof).is_err());
    }
    let (files, new) = (honest.files(), head(&honest));
    new.check_extends(&seen, &consistency(&files, kept as u64, new)).unwrap();
}

#[test]
fn two_heads_of_one_size_contradict_each_other() {
    let honest = Board::honest();
    let mut other = honest.clone();
    let (a, b) = (before(Kind::Ballot, 1), before(Kind::Ballot, 2));
    other.0.swap(a, b);
    let (one, two) = (head(&honest), head(&other.counted_again()));
    assert_eq!(one.size(), two.size());
    assert!(one.check_extends(&two, &[]).is_err());
    one.check_extends(&one, &[]).unwrap();
}

/// Each byte of each file, in turn. With more cosignatures than the quorum, one line of the
/// checkpoint could name a witness that nobody knows, and would be ignored.
#[test]
fn a_changed_byte_of_any_file_is_unreadable_or_fails_in_a_named_step() {
    const STEP: usize = 61;
    let honest = sealed(&Seal { witnesses: vec![1], ..Seal::honest() });
    let mut changed = 0;
    for (path, bytes) in &honest.0 {
        let step = if path == "checkpoint" { 3 } else { STEP };
        for at in (0..bytes.len()).step_by(step) {
            let mut files = honest.clone();
            files.0.get_mut(path).unwrap()[at] ^= 1 << (at % 8);
            let progress = Progress::hidden();
            if let Ok(verified) = engine::verify(&files, Options::new(&progress)) {
                let report = verified.report;
                assert!(!report.holds(), "byte {at} of {path}");
                assert!(report.failing_steps().next().is_some(), "byte {at} of {path}");
            }
            changed += 1;
        }
    }
    assert!(changed > 300, "only {changed}");
}

/// Each byte of each entry, in turn, by a server that makes chain, tree and checkpoint anew and has
/// the witnesses sign them.
#[test]
fn a_changed_byte_of_any_entry_fails_at_that_entry_or_after_it() {
    const STEP: usize = 53;
    let honest = Board::honest();
    let mut changed = 0;
    for (index, (_, payload)) in honest.0.iter().enumerate() {
        for at in (index % STEP..payload.len()).step_by(STEP) {
            let mut board = honest.clone();
            board.0[index].1[at] ^= 1 << (at % 8);
            let report = board.report();
            assert!(!report.holds(), "byte {at} of entry {index}");
            let failures = report.steps.iter().flat_map(|step| &step.failures);
            let entries: Vec<_> = failures.map(|failure| failure.entry).collect();
            assert!(!entries.is_empty(), "byte {at} of entry {index}");
            assert!(entries.iter().flatten().all(|&entry| entry >= index as u64), "{entries:?}");
            changed += 1;
        }
    }
    assert!(changed > 200, "only {changed}");
}

/// Close statements are a set, and so are decryptions and results once the quorum is there. The
/// other orders say something (see `tests/archive.rs`).
#[test]
fn statements_may_change_places_and_so_may_decryptions_and_results_and_nothing_else_may() {
    let honest = Board::honest();
    let quorum = before(Kind::Decryption, 0);
    for first in 0..honest.0.len() - 1 {
        let mut board = honest.clone();
        board.0.swap(first, first + 1);
        let both = |kind: Kind| [first, first + 1].iter().all(|&at| honest.0[at].0 == kind as u8);
        let lawful = both(Kind::CloseStatement) || first >= quorum;
        assert_eq!(board.report().holds(), lawful, "entries {first} and {}", first + 1);
    }
}

#[test]
fn no_entry_can_be_posted_again_at_the_end_of_the_vote() {
    let close = before(Kind::Close, 0);
    for index in 0..close {
        let (kind, _) = Board::honest().0[index];
        let mut board = Board::honest();
        board.0.insert(close, (kind, payload(index)));
        assert!(!board.counted_again().report().holds(), "entry {index}");
    }
}
