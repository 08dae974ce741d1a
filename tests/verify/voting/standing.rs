//! Revocations, replacements, withdrawals and batches on paper.

use isoloir_crypto::credential::ReissuePosition;
use isoloir_crypto::group::{NonIdentityPoint, Point, SecretScalar};
use isoloir_crypto::knowledge::KnowledgeProof;
use isoloir_election::message::{Kind, PaperBatch, Reissue, Revocation, Withdrawal};
use isoloir_encoding::Encode;

use super::{IDLE, close, with};
use crate::ballots::{cast, fingerprint, sealed, tracker};
use crate::board::{Board, at, before, co_signed, co_signed_message, payload, signed};
use crate::samples::{FIELD_PRIME, patched, public, rng};
use crate::town::{NORTH, REISSUED, SOUTH, paper_batch, reissue, share, voter};

fn credential(position: u32) -> NonIdentityPoint {
    *voter(NORTH, position).public()
}

fn revocation(position: u32) -> Vec<u8> {
    let message = Revocation { district: NORTH, credential: credential(position) }.to_bytes();
    signed(Kind::Revocation, "registrar", 0, &message)
}

/// A first ballot of a voter of the north.
fn ballot(position: u32) -> Vec<u8> {
    let who = voter(NORTH, position);
    cast(NORTH, &who, [0; 32], &sealed("standing", NORTH, &who, &[1]))
}

/// A batch on paper of voters 4 and 5, changed.
fn paper(change: impl FnOnce(&mut PaperBatch)) -> Board {
    let mut batch = paper_batch();
    change(&mut batch);
    let payload = co_signed(Kind::PaperBatch, "official", &batch.to_bytes());
    Board::honest().replace(before(Kind::PaperBatch, 0), payload).counted_again()
}

#[test]
fn a_ballot_of_a_revoked_or_replaced_credential_is_refused() {
    for after in [before(Kind::Reissue, 0), before(Kind::Reissue, 0) + 1] {
        let board = Board::honest().insert(after, Kind::Ballot, ballot(3)).counted_again();
        board.fails("eligibility", after);
    }
}

#[test]
fn a_revocation_of_a_stranger_a_second_one_and_one_after_paper_are_refused() {
    for position in [50, 3, 4] {
        with(Kind::Revocation, revocation(position)).fails("changes", close());
    }
}

#[test]
fn a_revocation_by_an_official_is_refused() {
    let message = Revocation { district: NORTH, credential: credential(1) }.to_bytes();
    let forged = signed(Kind::Revocation, "official", 0, &message);
    with(Kind::Revocation, forged).fails("signatures", close());
}

#[test]
fn points_of_a_revocation_and_a_replacement_must_be_canonical_and_not_neutral() {
    for wrong in [[0; 32], FIELD_PRIME] {
        let revocation = patched(&[&NORTH.to_be_bytes()[..], &[0; 32]].concat(), 2, &wrong);
        let revocation = signed(Kind::Revocation, "registrar", 0, &revocation);
        // A credential that no roll can hold is a stranger, if it is read at all.
        let board = with(Kind::Revocation, revocation);
        let report = board.report();
        let failing: Vec<&str> = report.failing_steps().map(|step| step.id).collect();
        assert!(failing == ["form"] || failing == ["changes"], "{failing:?}");

        let index = before(Kind::Reissue, 0);
        let message = co_signed_message(index);
        for place in [34, 34 + 96] {
            let changed = co_signed(Kind::Reissue, "registrar", &patched(&message, place, &wrong));
            Board::honest().replace(index, changed).counted_again().fails("form", index);
        }
        if wrong != [0; 32] {
            let changed = co_signed(Kind::Reissue, "registrar", &patched(&message, 66, &wrong));
            Board::honest().replace(index, changed).counted_again().fails("form", index);
        }
    }
}

/// The replacement of a credential, by shares that the registrars made for this position.
fn replacement(revoked: NonIdentityPoint, position: u32) -> Vec<u8> {
    let share = |registrar| proved(registrar, revoked, share(registrar, NORTH, position));
    let message = Reissue { district: NORTH, revoked, shares: (0..2).map(share).collect() };
    co_signed(Kind::Reissue, "registrar", &message.to_bytes())
}

/// A registrar's share of a replacement, with its proof.
fn proved(
    registrar: u8,
    revoked: NonIdentityPoint,
    secret: SecretScalar,
) -> (NonIdentityPoint, KnowledgeProof) {
    let position =
        ReissuePosition { fingerprint: fingerprint(), district: NORTH, registrar, revoked };
    (public(&secret), position.prove(&public(&secret), &secret, &mut rng("reissue")))
}

#[test]
fn a_replacement_of_a_credential_that_was_not_revoked_gives_a_second_vote_and_is_refused() {
    // Active, on paper, replaced before, and a stranger.
    for position in [2, 4, 3, 50] {
        let payload = replacement(credential(position), 88);
        with(Kind::Reissue, payload).fails("changes", close());
    }
    let revoked = Board::honest().insert(close(), Kind::Revocation, revocation(2));
    let payload = replacement(credential(2), 88);
    assert!(revoked.insert(close() + 1, Kind::Reissue, payload).counted_again().report().holds());
}

/// With U_2 = V - U_1 one registrar alone would hold the secret of the sum.
#[test]
fn a_replacement_whose_second_share_cancels_the_first_is_refused() {
    let index = before(Kind::Reissue, 0);
    let mut message = reissue(&at(index), credential(3));
    let wanted = public(&share(1, NORTH, 77));
    let rogue = Point::new(wanted.element() - message.shares[0].0.element());
    message.shares[1].0 = NonIdentityPoint::new(rogue).unwrap();
    let payload = co_signed(Kind::Reissue, "registrar", &message.to_bytes());
    Board::honest().replace(index, payload).counted_again().fails("changes", index);
}

#[test]
fn a_replacement_that_is_neutral_or_on_the_roll_already_is_refused() {
    let index = before(Kind::Reissue, 0);
    let prove = |registrar, secret| proved(registrar, credential(3), secret);
    let on_the_roll = |registrar| prove(registrar, share(registrar, NORTH, IDLE));
    let first = share(0, NORTH, REISSUED);
    let negated = SecretScalar::new(-first.expose());
    let neutral = vec![prove(0, first), prove(1, negated)];
    for shares in [vec![on_the_roll(0), on_the_roll(1)], neutral] {
        let message = Reissue { district: NORTH, revoked: credential(3), shares }.to_bytes();
        let payload = co_signed(Kind::Reissue, "registrar", &message);
        Board::honest().replace(index, payload).counted_again().fails("changes", index);
    }
}

#[test]
fn a_replacement_that_one_registrar_signed_twice_is_refused() {
    let index = before(Kind::Reissue, 0);
    let message = co_signed_message(index);
    let all = payload(index);
    let first = &all[message.len()..message.len() + 65];
    let twice = [&message[..], first, first].concat();
    Board::honest().replace(index, twice).counted_again().fails("signatures", index);
}

#[test]
fn a_withdrawal_of_no_project_a_second_one_and_one_in_no_district_are_refused() {
    for (district, project) in [(NORTH, 3), (NORTH, 2), (SOUTH + 1, 0)] {
        let message = Withdrawal { district, project }.to_bytes();
        let payload = signed(Kind::Withdrawal, "official", 0, &message);
        with(Kind::Withdrawal, payload).fails("changes", close());
    }
}

#[test]
fn a_paper_batch_that_uses_a_credential_twice_is_refused() {
    let index = before(Kind::PaperBatch, 0);
    paper(|batch| batch.credentials[1] = batch.credentials[0]).fails("paper", index);
    paper(|batch| batch.credentials.reverse()).fails("paper", index);
    with(Kind::PaperBatch, payload(index)).fails("paper", close());
}

#[test]
fn a_paper_batch_of_a_stranger_or_a_revoked_credential_is_refused() {
    for position in [50, 3] {
        let board = paper(|batch| {
            batch.credentials[0] = credential(position);
            batch.credentials.sort_unstable();
        });
        board.fails("paper", before(Kind::PaperBatch, 0));
    }
}

#[test]
fn a_voter_on_paper_who_votes_again_later_is_refused() {
    // Voter 4 had never voted, voter 5 had: both are used up.
    with(Kind::Ballot, ballot(4)).fails("eligibility", close());
    let who = voter(NORTH, 5);
    let mine = payload(before(Kind::Ballot, 7));
    let previous = tracker(NORTH, &who, &mine[66..mine.len() - 64]);
    let again = cast(NORTH, &who, previous, &sealed("again", NORTH, &who, &[1]));
    with(Kind::Ballot, again).fails("eligibility", close());
}

#[test]
fn counts_of_a_paper_batch_that_no_ballots_add_up_to_are_refused() {
    let index = before(Kind::PaperBatch, 0);
    // More than its ballots; over both budgets together; over the choices of both; wrapping around.
    for counts in [[3, 0, 0], [2, 0, 2], [2, 2, 1], [u32::MAX, 0, 0], [1 << 31, 1 << 31, 0]] {
        paper(|batch| batch.counts = counts.to_vec()).fails("paper", index);
    }
}

#[test]
fn a_paper_batch_below_its_least_size_or_where_none_is_taken_is_refused() {
    let index = before(Kind::PaperBatch, 0);
    paper(|batch| {
        batch.credentials.truncate(1);
        batch.counts = vec![1, 0, 0];
    })
    .fails("paper", index);
    paper(|batch| {
        batch.district = SOUTH;
        batch.credentials = vec![*voter(SOUTH, 0).public(), *voter(SOUTH, 2).public()];
        batch.credentials.sort_unstable();
        batch.counts = vec![1, 1];
    })
    .fails("paper", index);
}

#[test]
fn a_paper_batch_that_one_official_signed_twice_or_registrars_signed_is_refused() {
    let index = before(Kind::PaperBatch, 0);
    let message = co_signed_message(index);
    let all = payload(index);
    let first = &all[message.len()..message.len() + 65];
    let forged = co_signed(Kind::PaperBatch, "registrar", &message);
    for payload in [[&message[..], first, first].concat(), forged] {
        Board::honest().replace(index, payload).counted_again().fails("signatures", index);
    }
}
