//! Ballots of dishonest devices, good in every other way: more votes than one, or over a limit. All
//! trustees help, and the result is the one that the ballots hold.

use curve25519_dalek::scalar::Scalar;
use isoloir_crypto::ballot::LinearConstraint;
use isoloir_crypto::generators::{blinding_base, message_base, vector_bases};
use isoloir_crypto::group::Point;
use isoloir_election::message::Kind;
use isoloir_encoding::Encode;

use super::{ELEMENT, IDLE, bulletproof, cast, fingerprint, keys, style};
use crate::board::{Board, before};
use crate::forge::{Sealing, scalars};
use crate::replay::{Replay, ballot_context, scalar};
use crate::samples::{patched, rng};
use crate::sha3::sha3_256;
use crate::town::{NORTH, SOUTH, voter};

/// The transcript that a ballot begins with.
fn context(district: u16, who: u32) -> Replay {
    let style = style(district);
    let keys = &keys()[..usize::from(style.slots())];
    let mut bases = vec![Point::basepoint(), message_base(), blinding_base()];
    bases.extend(vector_bases(style.slots()));
    let mut parts: Vec<&[u8]> = bases.iter().map(|base| &base.as_bytes()[..]).collect();
    parts.extend(keys.iter().map(|key| &key.as_bytes()[..]));
    let (who, hash) = (voter(district, who), sha3_256(&parts));
    let who = who.public().as_bytes();
    ballot_context(&fingerprint(), district, &style.to_bytes(), who, &hash)
}

/// The sealed ballot of a prover who lies; honest, it would choose the project at position 1.
fn sealed_by(district: u16, who: u32, lie: impl FnOnce(&mut Sealing<'_>)) -> Vec<u8> {
    let style = style(district);
    let slots = usize::from(style.slots());
    let choice = scalars(&[0, 1, 0, 0][..slots]);
    let points: Vec<_> = keys()[..slots].iter().map(|key| *key.element()).collect();
    let value = |row: &LinearConstraint| row.constant + row.coefficients[1];
    let values: Vec<i64> = style.constraints().iter().map(value).collect();
    let mut sealing = Sealing {
        transcript: context(district, who),
        style: &style,
        keys: &points,
        encrypted: choice.clone(),
        committed: choice,
        values: scalars(&values),
        ranged: values.iter().map(|&value| value as u64).collect(),
        other_randomness: Scalar::ZERO,
    };
    lie(&mut sealing);
    sealing.seal(&mut rng("device"))
}

/// The same, cast.
fn forged(district: u16, who: u32, lie: impl FnOnce(&mut Sealing<'_>)) -> Vec<u8> {
    let sealed = sealed_by(district, who, lie);
    cast(district, &voter(district, who), [0; 32], &sealed)
}

fn posted(ballot: Vec<u8>) -> Board {
    Board::honest().insert(before(Kind::Close, 0), Kind::Ballot, ballot).counted_again()
}

#[track_caller]
fn is_named(ballot: Vec<u8>) {
    posted(ballot).fails("ballot-proofs", before(Kind::Close, 0));
}

fn both(sealing: &mut Sealing<'_>, x: &[i64]) {
    sealing.encrypted = scalars(x);
    sealing.committed = scalars(x);
}

#[test]
fn the_second_prover_makes_good_ballots_when_it_does_not_lie() {
    assert!(posted(forged(NORTH, IDLE, |_| ())).report().holds());
    assert!(posted(forged(SOUTH, 2, |_| ())).report().holds());
}

#[test]
fn a_vote_of_two_is_named_although_the_counts_would_hold() {
    is_named(forged(SOUTH, 2, |s| both(s, &[0, 2, 0, 0])));
    is_named(forged(SOUTH, 2, |s| both(s, &[-1, 2, 0, 0])));
}

#[test]
fn two_votes_encrypted_where_one_is_proved_are_named() {
    is_named(forged(SOUTH, 2, |s| s.encrypted = scalars(&[0, 2, 0, 0])));
    is_named(forged(SOUTH, 2, |s| s.encrypted = scalars(&[1, 0, 0, 0])));
}

#[test]
fn a_thousand_votes_are_named_and_their_count_is_above_the_number_of_ballots() {
    let board = posted(forged(SOUTH, 2, |s| both(s, &[1_000, 0, 0, 0])));
    let result = board.0.len() - 1;
    board.fails_in(&[("ballot-proofs", Some(before(Kind::Close, 0))), ("counts", Some(result))]);
}

#[test]
fn a_slot_under_other_randomness_is_named_and_its_sum_is_no_count() {
    let board = posted(forged(SOUTH, 2, |s| s.other_randomness = Scalar::ONE));
    let result = board.0.len() - 1;
    board.fails_in(&[("ballot-proofs", Some(before(Kind::Close, 0))), ("counts", Some(result))]);
}

/// The prover answers for 7 r, with which it encrypts, and publishes A for r. No vote is won, but
/// the sums of the district no longer decrypt (`spec/protocol.md`, section 12.8).
#[test]
fn an_a_for_another_r_is_named() {
    let seven = Scalar::from(7_u8);
    let scaled: Vec<_> = keys()[..4].iter().map(|key| seven * key.element()).collect();
    let ballot = sealed_by(SOUTH, 2, |s| s.keys = scaled.clone().leak());
    let z_r = ballot.len() - 3 * ELEMENT;
    let answer = seven * scalar(&ballot[z_r..z_r + ELEMENT]).unwrap();
    let ballot = patched(&ballot, z_r, answer.as_bytes());
    let board = posted(cast(SOUTH, &voter(SOUTH, 2), [0; 32], &ballot));
    let result = board.0.len() - 1;
    board.fails_in(&[("ballot-proofs", Some(before(Kind::Close, 0))), ("counts", Some(result))]);
}

/// The V_i are what the ballot is about; the range proof is about other numbers, and a proof of
/// those in every equation but the one that has the V_i in it.
#[test]
fn a_range_proof_of_other_numbers_under_the_same_v_is_named() {
    // Projects 0 and 2 cost 110 of 100. 246 is -10 modulo 2^8.
    let over = |s: &mut Sealing<'_>| {
        both(s, &[1, 0, 1]);
        s.values = scalars(&[-10, 0]);
        s.ranged = vec![0, 0];
    };
    let bare = without_range(sealed_by(NORTH, IDLE, over));
    let prove = |numbers: [u64; 2]| {
        let (mut transcript, blindings) = transcript_to_range(NORTH, IDLE, &bare);
        let proof =
            bulletproof::prove(transcript.inner(), &bare_values(&bare), &numbers, &blindings);
        cast(NORTH, &voter(NORTH, IDLE), [0; 32], &[&bare[..], &proof].concat())
    };
    for numbers in [[0, 0], [246, 0], [90, 0]] {
        is_named(prove(numbers));
    }
}

#[test]
fn the_second_prover_of_ranges_makes_good_proofs_when_it_does_not_lie() {
    let bare = without_range(sealed_by(NORTH, IDLE, |_| ()));
    let (mut transcript, blindings) = transcript_to_range(NORTH, IDLE, &bare);
    let proof = bulletproof::prove(transcript.inner(), &bare_values(&bare), &[70, 1], &blindings);
    let ballot = cast(NORTH, &voter(NORTH, IDLE), [0; 32], &[&bare[..], &proof].concat());
    assert!(posted(ballot).report().holds());
}

/// A sealed ballot of the north without its range proof: 2 numbers of 8 bits.
fn without_range(mut sealed: Vec<u8>) -> Vec<u8> {
    sealed.truncate(sealed.len() - ELEMENT * (9 + 2 * 4));
    sealed
}

/// V_1 and V_2 of a ballot of the north.
fn bare_values(sealed: &[u8]) -> [[u8; 32]; 2] {
    [6, 7].map(|element| sealed[element * ELEMENT..][..ELEMENT].try_into().unwrap())
}

/// The transcript before the range proof, and the t_i of the V_i, which the generator of
/// [`sealed_by`] gives after r, s, s_a and m_1 .. m_w.
fn transcript_to_range(district: u16, who: u32, sealed: &[u8]) -> (Replay, Vec<Scalar>) {
    let (style, mut transcript) = (style(district), context(district, who));
    let (w, q) = (usize::from(style.slots()), style.constraints().len());
    let mut elements = sealed.chunks_exact(ELEMENT);
    let mut absorb = |transcript: &mut Replay, labels: &[(&str, usize)]| {
        for (label, count) in labels {
            (0..*count).for_each(|_| transcript.append(label, elements.next().unwrap()));
        }
    };
    absorb(&mut transcript, &[("A", 1), ("Y", w), ("Cx", 1), ("Cm", 1), ("V", q)]);
    transcript.challenge("y");
    absorb(&mut transcript, &[("TA", 1), ("TY", 1), ("P1", 1), ("P0", 1), ("E", 1)]);
    transcript.challenge("c");
    absorb(&mut transcript, &[("f", w), ("z_r", 1), ("z_x", 1), ("z_p", 1), ("z_v", 1)]);
    let mut generator = rng("device");
    let drawn = (0..3 + w + q).map(|_| Scalar::random(&mut generator)).skip(3 + w);
    (transcript, drawn.collect())
}

#[test]
fn a_ballot_over_the_budget_is_named_however_its_value_is_hidden() {
    // Projects 0 and 2 cost 110 of 100. The values are -10 and 0.
    let values_that_lie: [(&[i64], &[u64]); 3] =
        [(&[0, 0], &[0, 0]), (&[-10, 0], &[0, 0]), (&[-10, 0], &[246, 0])];
    for (values, ranged) in values_that_lie {
        is_named(forged(NORTH, IDLE, |s| {
            both(s, &[1, 0, 1]);
            s.values = scalars(values);
            s.ranged = ranged.to_vec();
        }));
    }
}

#[test]
fn too_many_choices_are_named_although_the_other_limit_leaves_room() {
    // Three projects of two, and 140 of 100: errors of -1 and -40, hidden in each other.
    for (values, ranged) in [([-40, -1], [0, 0]), ([0, -41], [0, 0]), ([-41, 0], [215, 0])] {
        is_named(forged(NORTH, IDLE, |s| {
            both(s, &[1, 1, 1]);
            s.values = scalars(&values);
            s.ranged = ranged.to_vec();
        }));
    }
}

#[test]
fn values_of_the_limits_that_change_places_are_named() {
    is_named(forged(NORTH, IDLE, |s| {
        s.values.swap(0, 1);
        s.ranged.swap(0, 1);
    }));
}
