//! Revocations, reissues and withdrawals.

use isoloir_crypto::ballot::BallotTracker;
use isoloir_crypto::credential::VoterCredential;
use isoloir_crypto::group::SecretScalar;
use isoloir_election::message::{Kind, Reissue, Revocation};
use isoloir_election::phase::Refusal;
use isoloir_encoding::Encode;

use crate::support::{Plan, Town};

const SOUTH: Option<&[u64]> = Some(&[4, 0]);

fn open_town() -> Town {
    let mut town = Town::open(&Plan::default());
    town.all_vote(1);
    town
}

/// Puts a new credential in the place of a revoked one.
fn replace(town: &mut Town, district: u16, revoked: &VoterCredential) -> VoterCredential {
    let shares = town.fresh_shares();
    let reissue = town.reissue(district, revoked.public(), &shares);
    let payload = town.signed_reissue(&reissue);
    town.post(Kind::Reissue, payload);
    VoterCredential::from_shares(&shares).unwrap()
}

fn vote_with(town: &mut Town, credential: &VoterCredential, projects: &[u16]) -> Vec<u8> {
    let previous = town.current(0, credential);
    let sealed = town.seal(0, credential, projects);
    town.cast(0, credential, previous, sealed)
}

#[test]
fn a_revoked_credential_loses_its_ballots_and_casts_no_more() {
    let mut town = open_town();
    let recorded = town.vote(0, 0, &[0]);
    let prepared = town.ballot(0, 0, &[1]);
    town.revoke(0, 0);
    assert_eq!(town.refused(Kind::Ballot, prepared), Refusal::Revoked);
    assert_eq!(town.refused(Kind::Ballot, recorded), Refusal::Revoked);
    town.vote(0, 1, &[2]);
    town.vote(0, 2, &[2]);
    town.finish(&[Some(&[0, 0, 2]), SOUTH]);
}

#[test]
fn a_credential_is_revoked_once_and_only_where_it_stands() {
    let mut town = open_town();
    let credential = *town.credential(0, 0).public();
    let elsewhere = town.revocation(1, &credential);
    assert_eq!(town.refused(Kind::Revocation, elsewhere), Refusal::NotOnRoll);
    let nowhere = town.revocation(2, &credential);
    assert_eq!(town.refused(Kind::Revocation, nowhere), Refusal::UnknownDistrict { district: 2 });
    town.revoke(0, 0);
    let again = town.revocation(0, &credential);
    assert_eq!(town.refused(Kind::Revocation, again), Refusal::Revoked);
    town.vote(0, 1, &[2]);
    town.vote(0, 2, &[2]);
    town.finish(&[Some(&[0, 0, 2]), SOUTH]);
}

#[test]
fn a_reissued_credential_votes_in_the_place_of_the_revoked_one() {
    let mut town = open_town();
    town.vote(0, 0, &[0]);
    town.vote(0, 1, &[1]);
    let first = town.credential(0, 0);
    town.revoke(0, 0);
    let second = replace(&mut town, 0, &first);
    assert_eq!(town.current(0, &second), BallotTracker::NONE);
    let ballot = vote_with(&mut town, &second, &[2]);
    town.post(Kind::Ballot, ballot);
    town.finish(&[Some(&[0, 1, 1]), SOUTH]);
}

#[test]
fn a_chain_of_reissues_leaves_one_vote() {
    let mut town = open_town();
    town.vote(0, 1, &[1]);
    let mut credential = town.credential(0, 0);
    let mut prepared = Vec::new();
    for _ in 0..3 {
        let ballot = vote_with(&mut town, &credential, &[0]);
        town.post(Kind::Ballot, ballot);
        prepared.push(vote_with(&mut town, &credential, &[0]));
        let revocation = town.revocation(0, credential.public());
        town.post(Kind::Revocation, revocation);
        credential = replace(&mut town, 0, &credential);
    }
    for ballot in prepared {
        assert_eq!(town.refused(Kind::Ballot, ballot), Refusal::Revoked);
    }
    let ballot = vote_with(&mut town, &credential, &[2]);
    town.post(Kind::Ballot, ballot);
    town.finish(&[Some(&[0, 1, 1]), SOUTH]);
}

#[test]
fn only_a_revoked_credential_is_replaced_and_only_once() {
    let mut town = open_town();
    let shares = town.fresh_shares();
    let (active, stranger) = (*town.credential(0, 0).public(), *town.credential(1, 0).public());
    let reissue = town.reissue(0, &active, &shares);
    let payload = town.signed_reissue(&reissue);
    assert_eq!(town.refused(Kind::Reissue, payload.clone()), Refusal::NotToReplace);
    let of_stranger = town.reissue(0, &stranger, &shares);
    let of_stranger = town.signed_reissue(&of_stranger);
    assert_eq!(town.refused(Kind::Reissue, of_stranger), Refusal::NotOnRoll);
    let nowhere = town.reissue(7, &active, &shares);
    let nowhere = town.signed_reissue(&nowhere);
    assert_eq!(town.refused(Kind::Reissue, nowhere), Refusal::UnknownDistrict { district: 7 });
    town.revoke(0, 0);
    town.post(Kind::Reissue, payload.clone());
    assert_eq!(town.refused(Kind::Reissue, payload), Refusal::NotToReplace);
    let others = town.fresh_shares();
    let second = town.reissue(0, &active, &others);
    let second = town.signed_reissue(&second);
    assert_eq!(town.refused(Kind::Reissue, second), Refusal::NotToReplace);
    town.vote(0, 1, &[0]);
    town.vote(0, 2, &[0]);
    town.finish(&[Some(&[2, 0, 0]), SOUTH]);
}

#[test]
fn a_reissue_can_not_give_a_credential_that_is_on_the_roll() {
    let mut town = open_town();
    let revoked = *town.credential(0, 0).public();
    town.revoke(0, 0);
    for resident in [0, 1] {
        let shares = town.secrets[0][resident].clone();
        let reissue = town.reissue(0, &revoked, &shares);
        let payload = town.signed_reissue(&reissue);
        let refusal = town.refused(Kind::Reissue, payload);
        assert_eq!(refusal, Refusal::RepeatedCredential { district: 0 });
    }
    town.vote(0, 1, &[0]);
    town.vote(0, 2, &[0]);
    town.finish(&[Some(&[2, 0, 0]), SOUTH]);
}

#[test]
fn a_reissue_needs_every_registrars_proof_of_possession() {
    let mut town = open_town();
    let first = town.credential(0, 0);
    town.revoke(0, 0);
    let shares = town.fresh_shares();
    let honest = town.reissue(0, first.public(), &shares);
    // Registrar 1 takes X - U_0 as its share, to vote alone with the secret of X.
    let rogue_key = SecretScalar::random(&mut town.rng);
    let mut rogue = town.reissue(0, first.public(), &[shares[0].clone(), rogue_key]);
    rogue.shares[1].0 = difference(&rogue.shares[1].0, &rogue.shares[0].0);
    // A proof is bound to its registrar ...
    let mut swapped = honest.clone();
    swapped.shares.swap(0, 1);
    // ... and to the credential that is replaced.
    let other = *town.credential(0, 1).public();
    let mut moved = town.reissue(0, &other, &shares);
    moved.revoked = *first.public();
    for (forged, registrar) in [(rogue, 1), (swapped, 0), (moved, 0)] {
        let payload = town.signed_reissue(&forged);
        assert_eq!(town.refused(Kind::Reissue, payload), Refusal::NoPossession { registrar });
    }
    let payload = town.signed_reissue(&honest);
    town.post(Kind::Reissue, payload);
    town.vote(0, 1, &[0]);
    town.vote(0, 2, &[0]);
    town.finish(&[Some(&[2, 0, 0]), SOUTH]);
}

#[test]
fn a_reissue_needs_every_registrars_signature() {
    let mut town = open_town();
    let revoked = *town.credential(0, 0).public();
    town.revoke(0, 0);
    let shares = town.fresh_shares();
    let reissue = town.reissue(0, &revoked, &shares);
    for signers in [&[][..], &[0], &[1], &[0, 0], &[1, 0], &[0, 2], &[0, 1, 1]] {
        let payload = town.by_all(Kind::Reissue, 2, signers, &reissue.to_bytes());
        let refusal = town.refused(Kind::Reissue, payload);
        assert!(
            matches!(refusal, Refusal::Unsigned(_) | Refusal::Unreadable { .. }),
            "{signers:?}: {refusal:?}"
        );
    }
    let fewer = Reissue { shares: reissue.shares[..1].to_vec(), ..reissue.clone() };
    let payload = town.signed_reissue(&fewer);
    assert!(matches!(town.refused(Kind::Reissue, payload), Refusal::Unreadable { .. }));
    let payload = town.signed_reissue(&reissue);
    town.post(Kind::Reissue, payload);
    town.vote(0, 1, &[0]);
    town.vote(0, 2, &[0]);
    town.finish(&[Some(&[2, 0, 0]), SOUTH]);
}

#[test]
fn a_withdrawn_project_keeps_its_count_and_can_not_win() {
    let mut town = open_town();
    town.all_vote(0);
    let payload = town.withdrawal(0, 0);
    town.post(Kind::Withdrawal, payload.clone());
    let refusal = Refusal::NotInTheRunning { district: 0, project: 0 };
    assert_eq!(town.refused(Kind::Withdrawal, payload), refusal);
    town.finish(&[Some(&[4, 0, 0]), SOUTH]);
    assert_eq!(town.result(0).winners(), [1]);
    assert_eq!(town.result(1).winners(), [0]);
}

#[test]
fn a_project_that_does_not_exist_can_not_be_withdrawn() {
    let mut town = open_town();
    for (district, project) in [(0, 3), (1, 2), (0, u16::MAX)] {
        let payload = town.withdrawal(district, project);
        let refusal = Refusal::NotInTheRunning { district, project };
        assert_eq!(town.refused(Kind::Withdrawal, payload), refusal);
    }
    let payload = town.withdrawal(2, 0);
    assert_eq!(town.refused(Kind::Withdrawal, payload), Refusal::UnknownDistrict { district: 2 });
    town.all_vote(0);
    town.finish(&[Some(&[4, 0, 0]), SOUTH]);
}

#[test]
fn bytes_that_follow_a_message_make_it_unreadable() {
    let mut town = open_town();
    let credential = *town.credential(0, 0).public();
    let revocation = [Revocation { district: 0, credential }.to_bytes(), vec![0]].concat();
    let payload = town.by_registrar(Kind::Revocation, 0, &revocation);
    assert!(matches!(town.refused(Kind::Revocation, payload), Refusal::Unreadable { .. }));
    let payload = town.by_official(Kind::Withdrawal, &[0, 0, 0, 0, 0]);
    assert!(matches!(town.refused(Kind::Withdrawal, payload), Refusal::Unreadable { .. }));
    let payload = town.by_official(Kind::Close, &[0]);
    assert!(matches!(town.refused(Kind::Close, payload), Refusal::Unreadable { .. }));
    town.all_vote(0);
    town.finish(&[Some(&[4, 0, 0]), SOUTH]);
}

/// X - Y.
pub(crate) fn difference(
    x: &isoloir_crypto::group::NonIdentityPoint,
    y: &isoloir_crypto::group::NonIdentityPoint,
) -> isoloir_crypto::group::NonIdentityPoint {
    use isoloir_crypto::group::{NonIdentityPoint, Point};
    NonIdentityPoint::new(Point::new(x.element() - y.element())).unwrap()
}
