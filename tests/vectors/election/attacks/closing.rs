//! From the close to the result.

use isoloir_board::entry::Entry;
use isoloir_election::message::{CloseStatement, Kind, Revocation};
use isoloir_encoding::Encode;

use super::{At, at, before, message};
use crate::election::{HELD, Input};
use crate::file::{Invalid, Valid, invalid, valid};
use crate::samples::{flipped, incremented, one_byte_long, patched};
use crate::town::{NORTH, REISSUED, Town, contribution, voter};

pub(super) fn close() -> Vec<Invalid<Input>> {
    let open = at(before(Kind::Close, 0));
    let closed = at(before(Kind::CloseStatement, 0));
    let stated = at(before(Kind::CloseStatement, 1));
    let kind = Kind::CloseStatement;
    let head = closed.town.decrypting().closed().head();
    let mut other = head;
    other.size -= 1;
    let other = CloseStatement { head: other }.to_bytes();
    let mut fork = CloseStatement { head }.to_bytes();
    fork[8] ^= 1;
    let good = CloseStatement { head }.to_bytes();
    let last_ballot = open.town.ballot(NORTH, &voter(NORTH, REISSUED), &[0]);
    let revocation =
        Revocation { district: NORTH, credential: *voter(NORTH, 1).public() }.to_bytes();
    vec![
        open.signs("close_by_a_registrar", "signature", Kind::Close, ("registrar", 0), &[]),
        open.signs("close_with_a_message", "decode", Kind::Close, ("official", 0), &[0]),
        open.signs("close_statement_before_the_close", "phase", kind, ("trustee", 0), &good),
        closed.refuses("ballot_after_the_close", "phase", Kind::Ballot, last_ballot),
        closed.signs(
            "revocation_after_the_close",
            "phase",
            Kind::Revocation,
            ("registrar", 0),
            &revocation,
        ),
        closed.signs("close_twice", "phase", Kind::Close, ("official", 0), &[]),
        closed.signs("close_statement_of_another_size", "head", kind, ("trustee", 0), &other),
        closed.signs("close_statement_of_another_root", "head", kind, ("trustee", 0), &fork),
        closed.signs("close_statement_by_an_official", "signature", kind, ("official", 0), &good),
        stated.signs("close_statement_twice", "repeated", kind, ("trustee", 0), &good),
    ]
}

pub(super) fn counting() -> Vec<Invalid<Input>> {
    let two_statements = at(before(Kind::CloseStatement, 2));
    let here = at(before(Kind::Decryption, 0));
    let one = at(before(Kind::Decryption, 1));
    let done = at(before(Kind::Result, 0));
    let published = at(before(Kind::Result, 1));
    let decided = at(HELD.0.entries.len());
    let kind = Kind::Decryption;
    let shares = &HELD.1;
    let north = message(before(kind, 0));
    let result = message(before(Kind::Result, 0));
    let official = ("official", 1);
    let changed = |place: usize| flipped(&result, place);
    let mut wrong = north.clone();
    let response = wrong.len() - 32;
    wrong = incremented(&wrong, response);
    let set_aside = (kind, here.town.sign(kind, "trustee", 0, &wrong));
    let right_after_all = (kind, here.town.sign(kind, "trustee", 0, &north));
    vec![
        two_statements.signs(
            "decryption_before_the_quorum",
            "quorum",
            kind,
            ("trustee", 0),
            &north,
        ),
        here.signs("decryption_of_another_trustee", "signer", kind, ("trustee", 1), &north),
        here.signs(
            "decryption_of_an_unknown_district",
            "district",
            kind,
            ("trustee", 0),
            &patched(&north, 0, &[0, 2]),
        ),
        here.signs(
            "decryption_of_another_district",
            "decode",
            kind,
            ("trustee", 0),
            &patched(&north, 0, &[0, 1]),
        ),
        here.signs(
            "decryption_one_byte_long",
            "decode",
            kind,
            ("trustee", 0),
            &one_byte_long(&north),
        ),
        one.signs("decryption_twice", "repeated", kind, ("trustee", 0), &north),
        here.refuses_after(
            "decryption_after_one_that_was_set_aside",
            "repeated",
            &[set_aside, right_after_all],
        ),
        one.signs("result_before_enough_decryptions", "threshold", Kind::Result, official, &result),
        here.signs("result_before_any_decryption", "threshold", Kind::Result, official, &result),
        done.signs(
            "result_of_an_unknown_district",
            "district",
            Kind::Result,
            official,
            &patched(&result, 0, &[0, 2]),
        ),
        done.signs(
            "result_with_another_number_of_ballots",
            "result",
            Kind::Result,
            official,
            &changed(9),
        ),
        done.signs("result_with_another_count", "result", Kind::Result, official, &changed(20)),
        done.signs(
            "result_with_another_winner",
            "result",
            Kind::Result,
            official,
            &changed(result.len() - 1),
        ),
        done.signs(
            "result_without_counts",
            "decode",
            Kind::Result,
            official,
            &patched(&result, 10, &[0]),
        ),
        done.signs("result_by_a_trustee", "signature", Kind::Result, ("trustee", 1), &result),
        published.signs("result_twice", "phase", Kind::Result, official, &result),
        decided.signs(
            "decryption_after_the_decision",
            "phase",
            kind,
            ("trustee", 1),
            &contribution(&decided.town, NORTH, &shares[1]),
        ),
        decided.signs(
            "close_statement_after_the_decision",
            "phase",
            Kind::CloseStatement,
            ("trustee", 0),
            &message(before(Kind::CloseStatement, 0)),
        ),
    ]
}

/// Three of the four electronic ballots of the north are revoked before the close.
fn below_floor() -> (At, Vec<Entry>) {
    let mut here = at(before(Kind::Close, 0));
    let mut entries = Vec::new();
    let mut add = |town: &mut Town, kind, payload| {
        let entry = town.next(kind, payload);
        entries.push(entry.clone());
        town.take(entry).unwrap();
    };
    for position in [0, 1, 2] {
        let credential = *voter(NORTH, position).public();
        let message = Revocation { district: NORTH, credential }.to_bytes();
        let payload = here.town.sign(Kind::Revocation, "registrar", 0, &message);
        add(&mut here.town, Kind::Revocation, payload);
    }
    let payload = here.town.sign(Kind::Close, "official", 0, &[]);
    add(&mut here.town, Kind::Close, payload);
    let message = CloseStatement { head: here.town.decrypting().closed().head() }.to_bytes();
    for trustee in 0..3 {
        let payload = here.town.sign(Kind::CloseStatement, "trustee", trustee, &message);
        add(&mut here.town, Kind::CloseStatement, payload);
    }
    (here, entries)
}

/// Too few ballots count in the north: nobody decrypts.
pub(super) fn decryption_below_the_floor() -> Invalid<Input> {
    let (here, mut entries) = below_floor();
    let message = message(before(Kind::Decryption, 0));
    let payload = here.town.sign(Kind::Decryption, "trustee", 0, &message);
    entries.push(here.town.next(Kind::Decryption, payload));
    invalid("decryption_below_the_floor", "floor", Input::new(here.after, &entries))
}

/// The result of the north then has neither counts nor winners.
pub(super) fn result_below_the_floor() -> Valid<Input> {
    let (here, mut entries) = below_floor();
    let result = here.town.decrypting().outcome(NORTH).unwrap().result.to_bytes();
    let payload = here.town.sign(Kind::Result, "official", 1, &result);
    entries.push(here.town.next(Kind::Result, payload));
    valid("result_below_the_floor", Input::new(here.after, &entries))
}
