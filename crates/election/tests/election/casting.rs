//! Ballots while the vote is open.

use isoloir_crypto::ballot::BallotTracker;
use isoloir_crypto::credential::VoterCredential;
use isoloir_crypto::group::SecretScalar;
use isoloir_election::code::VotingCode;
use isoloir_election::message::{CastBallot, Kind};
use isoloir_election::phase::{Placement, Refusal};
use isoloir_encoding::Encode;

use crate::support::{Plan, Town};

/// What finish() expects if the residents named by the tests vote for project 0 of the south.
const SOUTH: Option<&[u64]> = Some(&[4, 0]);

fn open_town() -> Town {
    let mut town = Town::open(&Plan::default());
    town.all_vote(1);
    town
}

#[test]
fn of_many_ballots_of_a_resident_the_last_one_counts() {
    let mut town = open_town();
    town.vote(0, 0, &[0]);
    town.vote(0, 1, &[1]);
    town.vote(0, 0, &[0, 1]);
    town.vote(0, 0, &[2]);
    assert_eq!(town.voting().recorded(0), Ok(4));
    town.finish(&[Some(&[0, 1, 1]), SOUTH]);
}

#[test]
fn a_ballot_that_does_not_name_the_last_one_is_refused_and_told_which_that_is() {
    let mut town = open_town();
    let credential = town.credential(0, 0);
    let sealed = town.seal(0, &credential, &[0]);
    let stale = town.cast(0, &credential, BallotTracker::NONE, sealed);
    town.vote(0, 0, &[1]);
    let current = town.current(0, &credential);
    assert_eq!(town.refused(Kind::Ballot, stale), Refusal::StalePrevious { current });
    town.vote(0, 0, &[2]);
    town.vote(0, 1, &[2]);
    town.finish(&[Some(&[0, 0, 2]), SOUTH]);
}

#[test]
fn a_first_ballot_that_names_one_before_it_is_refused() {
    let mut town = open_town();
    let other = town.credential(1, 0);
    let elsewhere = town.current(1, &other);
    let credential = town.credential(0, 0);
    let sealed = town.seal(0, &credential, &[0]);
    let payload = town.cast(0, &credential, elsewhere, sealed);
    let current = BallotTracker::NONE;
    assert_eq!(town.refused(Kind::Ballot, payload), Refusal::StalePrevious { current });
    town.all_vote(0);
    town.finish(&[Some(&[4, 0, 0]), SOUTH]);
}

#[test]
fn the_same_bytes_sent_again_are_recognised_and_not_recorded_twice() {
    let mut town = open_town();
    let first = town.vote(0, 0, &[0]);
    let entry = town.record.chain().size() - 1;
    town.vote(0, 0, &[1]);
    let voting = town.voting();
    let checked = voting.check(&first, &mut town.rng.clone()).unwrap();
    // Even after the resident has voted again: an answer that was lost is given again.
    assert_eq!(voting.place(&checked), Ok(Placement::Recorded { entry }));
    assert_eq!(town.refused(Kind::Ballot, first), Refusal::Copied);
    town.vote(0, 1, &[1]);
    town.finish(&[Some(&[0, 2, 0]), SOUTH]);
}

#[test]
fn a_sealed_ballot_cast_again_on_top_of_itself_is_a_copy() {
    let mut town = open_town();
    let credential = town.credential(0, 0);
    let sealed = town.seal(0, &credential, &[0]);
    let first = town.cast(0, &credential, BallotTracker::NONE, sealed.clone());
    town.post(Kind::Ballot, first);
    let current = town.current(0, &credential);
    let again = town.cast(0, &credential, current, sealed);
    assert_eq!(town.refused(Kind::Ballot, again), Refusal::Copied);
    town.vote(0, 1, &[0]);
    town.finish(&[Some(&[2, 0, 0]), SOUTH]);
}

#[test]
fn a_copy_of_anothers_ballot_under_ones_own_credential_is_refused() {
    let mut town = open_town();
    let (victim, thief) = (town.credential(0, 0), town.credential(0, 1));
    let sealed = town.seal(0, &victim, &[0]);
    let honest = town.cast(0, &victim, BallotTracker::NONE, sealed.clone());
    town.post(Kind::Ballot, honest);
    let copy = town.cast(0, &thief, BallotTracker::NONE, sealed);
    assert!(matches!(town.refused(Kind::Ballot, copy), Refusal::InvalidBallot(_)));
    town.vote(0, 1, &[1]);
    town.finish(&[Some(&[1, 1, 0]), SOUTH]);
}

#[test]
fn junk_with_anothers_first_component_posted_first_does_not_block_the_honest_ballot() {
    let mut town = open_town();
    let (victim, thief) = (town.credential(0, 0), town.credential(0, 1));
    let sealed = town.seal(0, &victim, &[0]);
    let junk = town.cast(0, &thief, BallotTracker::NONE, sealed.clone());
    assert!(matches!(town.refused(Kind::Ballot, junk), Refusal::InvalidBallot(_)));
    let honest = town.cast(0, &victim, BallotTracker::NONE, sealed);
    town.post(Kind::Ballot, honest);
    town.vote(0, 1, &[1]);
    town.finish(&[Some(&[1, 1, 0]), SOUTH]);
}

#[test]
fn a_challenged_ballot_which_nobody_signed_can_not_be_posted_by_the_server() {
    let mut town = open_town();
    let (victim, server) = (town.credential(0, 0), town.credential(0, 1));
    let challenged = town.seal(0, &victim, &[0]);
    // The server signs with the only credential it has and puts the victim's in its place.
    let mut payload = town.cast(0, &server, BallotTracker::NONE, challenged.clone());
    payload[2..34].copy_from_slice(victim.public().as_bytes());
    assert_eq!(town.refused(Kind::Ballot, payload), Refusal::NotCast);
    // It takes the signature from a ballot that the victim did cast.
    let cast = town.vote(0, 0, &[1]);
    let current = town.current(0, &victim);
    let mut payload = town.cast(0, &victim, current, challenged);
    let signature = payload.len() - 64;
    payload[signature..].copy_from_slice(&cast[cast.len() - 64..]);
    assert_eq!(town.refused(Kind::Ballot, payload), Refusal::NotCast);
    town.vote(0, 1, &[1]);
    town.finish(&[Some(&[0, 2, 0]), SOUTH]);
}

#[test]
fn an_older_ballot_that_was_withheld_is_refused_after_its_replacement() {
    let mut town = open_town();
    let withheld = town.ballot(0, 0, &[0]);
    town.vote(0, 0, &[1]);
    assert!(matches!(town.refused(Kind::Ballot, withheld), Refusal::StalePrevious { .. }));
    town.vote(0, 1, &[1]);
    town.finish(&[Some(&[0, 2, 0]), SOUTH]);
}

#[test]
fn a_ballot_of_another_district_is_refused() {
    let mut town = open_town();
    let mut payload = town.ballot(0, 0, &[0]);
    payload[..2].copy_from_slice(&1_u16.to_be_bytes());
    assert!(matches!(town.refused(Kind::Ballot, payload), Refusal::Unreadable { .. }));
    let mut payload = town.ballot(0, 0, &[0]);
    payload[..2].copy_from_slice(&2_u16.to_be_bytes());
    assert_eq!(town.refused(Kind::Ballot, payload), Refusal::UnknownDistrict { district: 2 });
    town.all_vote(0);
    town.finish(&[Some(&[4, 0, 0]), SOUTH]);
}

#[test]
fn a_ballot_of_a_district_with_the_same_style_is_refused() {
    let mut plan = Plan::default();
    plan.districts[0] = plan.districts[1].clone();
    let mut town = Town::open(&plan);
    // The same credential stands on no other roll, and a signature names its district.
    let mut payload = town.ballot(0, 0, &[0]);
    payload[..2].copy_from_slice(&1_u16.to_be_bytes());
    assert_eq!(town.refused(Kind::Ballot, payload.clone()), Refusal::NotOnRoll);
    payload[2..34].copy_from_slice(town.credential(1, 0).public().as_bytes());
    assert_eq!(town.refused(Kind::Ballot, payload), Refusal::NotCast);
    let (first, second) = (town.credential(0, 0), town.credential(1, 0));
    let sealed = town.seal(0, &first, &[0]);
    let payload = town.cast(1, &second, BallotTracker::NONE, sealed);
    assert!(matches!(town.refused(Kind::Ballot, payload), Refusal::InvalidBallot(_)));
    town.all_vote(0);
    town.all_vote(1);
    town.finish(&[Some(&[4, 0]), SOUTH]);
}

#[test]
fn a_ballot_of_another_election_with_the_same_credentials_is_refused() {
    let mut other = Town::open(&Plan { title: "Budget 2027", ..Plan::default() });
    let mut town = open_town();
    other.secrets = town.secrets.clone();
    let credential = town.credential(0, 0);
    let sealed = other.seal(0, &credential, &[0]);
    let replayed = other.cast(0, &credential, BallotTracker::NONE, sealed.clone());
    assert_eq!(town.refused(Kind::Ballot, replayed), Refusal::NotCast);
    let signed_anew = town.cast(0, &credential, BallotTracker::NONE, sealed);
    assert!(matches!(town.refused(Kind::Ballot, signed_anew), Refusal::InvalidBallot(_)));
    town.all_vote(0);
    town.finish(&[Some(&[4, 0, 0]), SOUTH]);
}

#[test]
fn a_credential_that_is_not_on_the_roll_can_not_vote() {
    let mut town = open_town();
    let stranger = VoterCredential::from_shares(&[SecretScalar::random(&mut town.rng)]).unwrap();
    let sealed = town.seal(0, &stranger, &[0]);
    let payload = town.cast(0, &stranger, BallotTracker::NONE, sealed);
    assert_eq!(town.refused(Kind::Ballot, payload), Refusal::NotOnRoll);
    let voting = town.voting();
    assert_eq!(voting.current_tracker(0, stranger.public()), Err(Refusal::NotOnRoll));
    town.all_vote(0);
    town.finish(&[Some(&[4, 0, 0]), SOUTH]);
}

#[test]
fn one_registrars_share_of_a_credential_does_not_vote() {
    let mut town = open_town();
    for registrar in 0..2 {
        let share = town.secrets[0][0][registrar].clone();
        let alone = VoterCredential::from_shares(&[share]).unwrap();
        let sealed = town.seal(0, &alone, &[0]);
        let payload = town.cast(0, &alone, BallotTracker::NONE, sealed);
        assert_eq!(town.refused(Kind::Ballot, payload), Refusal::NotOnRoll);
    }
    town.all_vote(0);
    town.finish(&[Some(&[4, 0, 0]), SOUTH]);
}

#[test]
fn a_ballot_with_any_part_changed_cut_or_prolonged_is_refused() {
    let mut town = open_town();
    let honest = town.ballot(0, 0, &[0]);
    // One byte in each of: district, U, prev, A, Y, proof, range proof, signature.
    let step = honest.len() / 24;
    let spots = [0, 1, 2, 33, 34, 65, 66, 98, honest.len() - 64, honest.len() - 1];
    for spot in spots.into_iter().chain((130..honest.len()).step_by(step)) {
        let mut changed = honest.clone();
        changed[spot] ^= 1;
        town.refused(Kind::Ballot, changed);
    }
    for length in [0, 1, 2, 33, 34, 66, 98, honest.len() - 64, honest.len() - 1] {
        let cut = honest[..length].to_vec();
        assert!(matches!(town.refused(Kind::Ballot, cut), Refusal::Unreadable { .. }));
    }
    let longer = [honest.as_slice(), &[0]].concat();
    assert!(matches!(town.refused(Kind::Ballot, longer), Refusal::Unreadable { .. }));
    town.post(Kind::Ballot, honest);
    town.vote(0, 1, &[0]);
    town.finish(&[Some(&[2, 0, 0]), SOUTH]);
}

#[test]
fn a_ballot_reads_back_to_the_bytes_that_were_cast() {
    let mut town = open_town();
    let payload = town.ballot(0, 0, &[0]);
    let ballot = CastBallot::read(&payload, town.districts[0].style()).unwrap();
    assert_eq!(ballot.to_bytes(), payload);
    assert_eq!(ballot.district(), 0);
    assert_eq!(ballot.credential(), town.credential(0, 0).public());
    assert_eq!(ballot.previous(), BallotTracker::NONE);
}

#[test]
fn a_resident_votes_with_voting_codes_from_two_registrars() {
    let mut town = Town::new(&Plan::default());
    let id = town.definition.election_id();
    let roots = [(); 2].map(|()| VotingCode::random(&mut town.rng).stretch(&id));
    for district in 0..2 {
        let shares = (0..).zip(&roots).map(|(registrar, root)| root.share(registrar, district));
        town.secrets[usize::from(district)][0] = shares.collect();
    }
    town.define();
    town.hold_ceremony();
    town.enrol();
    town.open_vote();
    town.all_vote(0);
    town.all_vote(1);
    town.finish(&[Some(&[4, 0, 0]), SOUTH]);
}
