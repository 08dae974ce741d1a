//! What may not happen while the vote is open: ballots of others or out of their order, and changes
//! of credentials that give somebody a second vote.

mod standing;

use isoloir_crypto::ballot::BallotParameters;
use isoloir_election::message::{CastBallot, Kind};
use isoloir_encoding::Encode;

use crate::ballots::{cast, fingerprint, parameters, sealed, tracker};
use crate::board::{Board, before, payload, signed};
use crate::samples::{patched, rng};
use crate::town::{NORTH, SOUTH, voter};

/// The voter of the north who has not voted.
const IDLE: u32 = 6;

fn close() -> usize {
    before(Kind::Close, 0)
}

/// The board with one entry more before the close, counted again.
fn with(kind: Kind, payload: Vec<u8>) -> Board {
    Board::honest().insert(close(), kind, payload).counted_again()
}

/// The sealed ballot of the n-th entry of a ballot.
fn sealed_of(nth: usize) -> Vec<u8> {
    let payload = payload(before(Kind::Ballot, nth));
    payload[66..payload.len() - 64].to_vec()
}

#[test]
fn an_older_ballot_posted_after_its_replacement_is_refused() {
    // Voter 0 of the north votes as ballot 0 and again as ballot 4.
    with(Kind::Ballot, payload(before(Kind::Ballot, 0))).fails("history", close());
}

#[test]
fn a_withheld_ballot_posted_late_is_refused() {
    // Voter 0 cast this one after ballot 0; the server held it back, and the voter cast ballot 4.
    let who = voter(NORTH, 0);
    let previous = tracker(NORTH, &who, &sealed_of(0));
    let withheld = cast(NORTH, &who, previous, &sealed("withheld", NORTH, &who, &[0]));
    with(Kind::Ballot, withheld).fails("history", close());
}

#[test]
fn two_ballots_of_one_voter_that_change_places_are_refused() {
    let (first, second) = (before(Kind::Ballot, 0), before(Kind::Ballot, 4));
    let mut board = Board::honest();
    board.0.swap(first, second);
    board.counted_again().fails("history", first);
}

#[test]
fn a_ballot_between_two_others_that_is_left_out_breaks_the_history_of_its_voter() {
    let first = before(Kind::Ballot, 0);
    let board = Board::honest().without(first).counted_again();
    board.fails("history", before(Kind::Ballot, 4) - 1);
}

/// The server has the sealed ballot of a challenge, and no signature that casts it.
#[test]
fn a_challenged_ballot_posted_as_a_vote_is_refused() {
    let who = voter(NORTH, IDLE);
    let challenged = sealed("challenged", NORTH, &who, &[1]);
    let of_another = cast(NORTH, &voter(NORTH, 50), [0; 32], &challenged);
    let forged = patched(&of_another, 2, who.public().as_bytes());
    with(Kind::Ballot, forged).fails("cast-signatures", close());
    // The signature that the voter gave for another ballot.
    let cast_before = cast(NORTH, &who, [0; 32], &sealed("cast", NORTH, &who, &[1]));
    let signature = &cast_before[cast_before.len() - 64..];
    let mut replayed = cast(NORTH, &who, [0; 32], &challenged);
    let at = replayed.len() - 64;
    replayed.splice(at.., signature.iter().copied());
    with(Kind::Ballot, replayed).fails("cast-signatures", close());
}

/// prev is signed: the server can't hang a ballot on another one.
#[test]
fn a_ballot_whose_prev_was_made_current_is_refused() {
    let who = voter(NORTH, 0);
    let late = cast(NORTH, &who, [0; 32], &sealed("late", NORTH, &who, &[0]));
    let current = tracker(NORTH, &who, &sealed_of(4));
    with(Kind::Ballot, patched(&late, 34, &current)).fails("cast-signatures", close());
}

#[test]
fn a_ballot_of_another_election_is_refused() {
    let who = voter(NORTH, IDLE);
    let honest = parameters(NORTH);
    let style = honest.style().clone();
    let other = BallotParameters::new([9; 32], NORTH, style, honest.keys()).unwrap();
    let choices = crate::town::districts()[0].choose(&[1]).unwrap();
    let sealed = other.seal(&who, &choices, &mut rng("other")).0;
    let none = isoloir_crypto::ballot::BallotTracker::NONE;
    let replayed = CastBallot::cast(&other, &who, none, sealed, &mut rng("other")).to_bytes();
    with(Kind::Ballot, replayed).fails("cast-signatures", close());
}

#[test]
fn a_ballot_of_another_district_is_refused() {
    let south = payload(before(Kind::Ballot, 2));
    with(Kind::Ballot, patched(&south, 0, &NORTH.to_be_bytes())).fails("form", close());
    with(Kind::Ballot, patched(&south, 0, &[0, 2])).fails("form", close());
    let who = voter(NORTH, IDLE);
    let sealed = sealed("south", SOUTH, &who, &[1]);
    with(Kind::Ballot, cast(SOUTH, &who, [0; 32], &sealed)).fails("eligibility", close());
}

#[test]
fn a_ballot_of_a_stranger_is_refused() {
    for stranger in [voter(NORTH, 50), voter(SOUTH, 0)] {
        let sealed = sealed("stranger", NORTH, &stranger, &[1]);
        with(Kind::Ballot, cast(NORTH, &stranger, [0; 32], &sealed)).fails("eligibility", close());
    }
    let who = voter(NORTH, IDLE);
    let ballot = cast(NORTH, &who, [0; 32], &sealed("neutral", NORTH, &who, &[1]));
    with(Kind::Ballot, patched(&ballot, 2, &[0; 32])).fails("eligibility", close());
}

/// The same bytes, cut elsewhere: every field of a ballot has its length from the definition.
#[test]
fn bytes_that_move_from_one_field_of_a_ballot_to_the_next_are_refused() {
    let who = voter(NORTH, IDLE);
    let ballot = cast(NORTH, &who, [0; 32], &sealed("shifted", NORTH, &who, &[1]));
    let longer = [&ballot[..], &[0]].concat();
    let shorter = ballot[..ballot.len() - 1].to_vec();
    let one_point_more = [&ballot[..98], &ballot[66..98], &ballot[98..]].concat();
    let one_point_less = [&ballot[..98], &ballot[130..]].concat();
    for payload in [longer, shorter, one_point_more, one_point_less, Vec::new(), vec![0]] {
        with(Kind::Ballot, payload).fails("form", close());
    }
}

#[test]
fn a_ballot_before_the_opening_or_after_the_close_is_refused() {
    let ballot = payload(before(Kind::Ballot, 0));
    let open = before(Kind::Open, 0);
    Board::honest().insert(open, Kind::Ballot, ballot).fails("form", open);
    let who = voter(NORTH, IDLE);
    let late = cast(NORTH, &who, [0; 32], &sealed("late", NORTH, &who, &[1]));
    for at in [close() + 1, before(Kind::Decryption, 0), before(Kind::Result, 1)] {
        Board::honest().insert(at, Kind::Ballot, late.clone()).fails("form", at);
    }
}

#[test]
fn an_entry_of_a_kind_that_does_not_exist_is_refused() {
    for kind in [0, 19, 255] {
        let mut board = Board::honest();
        board.0.insert(close(), (kind, vec![0; 70]));
        board.counted_again().fails("form", close());
    }
}

#[test]
fn an_entry_that_no_party_may_sign_is_refused_as_its_signature() {
    let close_message: &[u8] = &[];
    for (role, signer) in [("registrar", 0), ("trustee", 0), ("official", 2), ("board", 0)] {
        let forged = signed(Kind::Close, role, signer, close_message);
        Board::honest().replace(close(), forged).counted_again().fails("signatures", close());
    }
}

#[test]
fn the_fingerprint_that_ballots_are_bound_to_is_the_one_the_report_shows() {
    let report = Board::honest().report();
    assert_eq!(report.election.unwrap().fingerprint.unwrap(), hex::encode(fingerprint()));
}
