//! Ballots made out of other voters' ballots, and errors that would cancel.

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use isoloir_election::message::Kind;

use super::{ELEMENT, IDLE, Stuffing, cast, keys, sealed, tracker};
use crate::board::{Board, before, payload};
use crate::replay::{point, scalar};
use crate::samples::{incremented, patched};
use crate::town::{NORTH, SOUTH, voter};

/// Where the sealed ballot begins in the payload of a ballot.
const SEALED: usize = 66;

/// The sealed ballot of the n-th entry of a ballot.
fn sealed_of(nth: usize) -> Vec<u8> {
    let payload = payload(before(Kind::Ballot, nth));
    payload[SEALED..payload.len() - 64].to_vec()
}

fn close() -> usize {
    before(Kind::Close, 0)
}

#[test]
fn the_same_ballot_again_is_refused() {
    let again = payload(before(Kind::Ballot, 1));
    Board::honest().insert(close(), Kind::Ballot, again).counted_again().fails("history", close());
}

#[test]
fn ones_own_ballot_cast_again_is_refused() {
    let (who, copy) = (voter(NORTH, 1), sealed_of(1));
    let again = cast(NORTH, &who, tracker(NORTH, &who, &copy), &copy);
    Board::honest().insert(close(), Kind::Ballot, again).counted_again().fails("history", close());
}

#[test]
fn another_voters_ballot_cast_as_ones_own_is_refused() {
    let copied = cast(NORTH, &voter(NORTH, IDLE), [0; 32], &sealed_of(1));
    Board::honest().insert(close(), Kind::Ballot, copied).counted_again().fails("history", close());
}

#[test]
fn a_re_randomised_copy_and_one_of_a_single_component_are_no_ballots() {
    let mut stuffing = Stuffing::begin();
    let copied = sealed_of(1);
    let shift = Scalar::from(7_u8);
    let mut randomised = copied.clone();
    let bases = keys().into_iter().map(|key| *key.element());
    for (slot, base) in
        [RistrettoPoint::mul_base(&Scalar::ONE)].into_iter().chain(bases).enumerate()
    {
        let at = slot * ELEMENT;
        let moved = point(&copied[at..at + ELEMENT]).unwrap() + shift * base;
        randomised = patched(&randomised, at, moved.compress().as_bytes());
    }
    stuffing.cast("ballot-proofs", &randomised);
    for component in 1..=3 {
        let at = component * ELEMENT;
        let sealed = patched(&stuffing.honest(), at, &copied[at..at + ELEMENT]);
        stuffing.cast("ballot-proofs", &sealed);
    }
    // Another's proof under one's own ciphertext, and the other way round with another A.
    let own = stuffing.honest();
    stuffing.cast("ballot-proofs", &[&own[..4 * ELEMENT], &copied[4 * ELEMENT..]].concat());
    let own = stuffing.honest();
    stuffing.cast("ballot-proofs", &[&own[..ELEMENT], &copied[ELEMENT..]].concat());
    stuffing.finish();
}

/// Junk under the A of a voter whose ballot the server holds back. The voter's ballot then repeats
/// an A; the junk is to blame for it, and not the voter.
#[test]
fn junk_with_another_voters_a_posted_first_is_named_and_the_voters_ballot_is_not() {
    let victim = before(Kind::Ballot, 7);
    let who = voter(NORTH, IDLE);
    let junk = patched(&sealed("junk", NORTH, &who, &[1]), 0, &sealed_of(7)[..ELEMENT]);
    let board = Board::honest().insert(victim, Kind::Ballot, cast(NORTH, &who, [0; 32], &junk));
    board.counted_again().fails("ballot-proofs", victim);
}

/// A ballot of the south after the n-th one of the board, with some of its last answers changed. It
/// has no range proof, so an answer can be changed and nothing else.
fn south(voter_number: u32, previous: Option<usize>, changes: &[(usize, i8)]) -> Vec<u8> {
    let who = voter(SOUTH, voter_number);
    let mut ballot = sealed(&format!("south {voter_number}"), SOUTH, &who, &[0]);
    for &(answer, by) in changes {
        ballot = changed(ballot, answer, by);
    }
    let last = previous.map_or([0; 32], |nth| tracker(SOUTH, &who, &sealed_of(nth)));
    cast(SOUTH, &who, last, &ballot)
}

/// Adds 1 or -1 to a scalar, counted from the last one.
fn changed(bytes: Vec<u8>, from_the_end: usize, by: i8) -> Vec<u8> {
    let at = bytes.len() - (from_the_end + 1) * ELEMENT;
    if by == 1 {
        return incremented(&bytes, at);
    }
    let less = scalar(&bytes[at..at + ELEMENT]).unwrap() - Scalar::ONE;
    patched(&bytes, at, less.as_bytes())
}

/// The last answers of a ballot without limits, from the end.
const Z_P: usize = 0;
const Z_X: usize = 1;
const Z_R: usize = 2;

#[test]
fn two_wrong_proofs_that_cancel_under_equal_weights_are_both_named() {
    for answer in [Z_R, Z_X, Z_P] {
        let board = Board::honest()
            .insert(close(), Kind::Ballot, south(2, None, &[(answer, 1)]))
            .insert(close() + 1, Kind::Ballot, south(0, Some(2), &[(answer, -1)]));
        board
            .counted_again()
            .fails_in(&[("ballot-proofs", Some(close())), ("ballot-proofs", Some(close() + 1))]);
    }
}

#[test]
fn two_wrong_equations_of_one_ballot_that_cancel_under_equal_weights_are_named() {
    // Both are off by K: one by plus, one by minus.
    let ballot = south(2, None, &[(Z_X, 1), (Z_P, -1)]);
    Board::honest()
        .insert(close(), Kind::Ballot, ballot)
        .counted_again()
        .fails("ballot-proofs", close());
}

#[test]
fn two_cast_signatures_whose_errors_cancel_under_equal_weights_are_both_named() {
    let off_by_one = |ballot: Vec<u8>, by: i8| changed(ballot, 0, by);
    let board = Board::honest()
        .insert(close(), Kind::Ballot, off_by_one(south(2, None, &[]), 1))
        .insert(close() + 1, Kind::Ballot, off_by_one(south(0, Some(2), &[]), -1));
    board
        .counted_again()
        .fails_in(&[("cast-signatures", Some(close())), ("cast-signatures", Some(close() + 1))]);
}
