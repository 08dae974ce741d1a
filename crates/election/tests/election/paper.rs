//! Ballots on paper.

use isoloir_election::definition::{Bound, DefinitionError, Limit, Measure, Scope};
use isoloir_election::message::{Kind, MAX_PAPER_BATCH, PaperBatch};
use isoloir_election::phase::Refusal;
use isoloir_encoding::{DecodeError, Encode, Problem};

use crate::support::{Plan, Town};

const SOUTH: Option<&[u64]> = Some(&[4, 0]);

/// Residents 2 and 3 of the north vote on paper in most tests, so all others must vote before finish().
fn open_town() -> Town {
    let mut town = Town::open(&Plan { voters: 5, ..Plan::default() });
    for resident in 0..4 {
        town.vote(1, resident, &[0]);
    }
    town
}

#[track_caller]
fn refuse(town: &mut Town, batch: &PaperBatch) -> Refusal {
    let payload = town.signed_batch(batch);
    town.refused(Kind::PaperBatch, payload)
}

/// Posts the honest batch, has two residents vote, and finishes.
fn go_on(town: &mut Town) {
    let batch = town.batch(0, &[2, 3], &[2, 1, 0]);
    let payload = town.signed_batch(&batch);
    town.post(Kind::PaperBatch, payload);
    town.vote(0, 0, &[1]);
    town.vote(0, 1, &[1]);
    town.finish(&[Some(&[0, 2, 0]), SOUTH]);
    let result = town.result(0);
    assert_eq!((result.paper.ballots, result.paper.counts.as_slice()), (2, &[2, 1, 0][..]));
    // Project 1 has 3 with those on paper, project 0 has 2; together they take 300 of 400.
    assert_eq!(result.winners(), [1, 0]);
    assert_eq!((town.result(1).paper.ballots, town.result(1).paper.counts.len()), (0, 0));
}

#[test]
fn ballots_on_paper_are_shown_apart_and_count_for_the_winners() {
    let mut town = open_town();
    go_on(&mut town);
}

#[test]
fn a_credential_that_was_used_on_paper_casts_no_more() {
    let mut town = open_town();
    let prepared = town.ballot(0, 2, &[2]);
    let recorded = town.vote(0, 3, &[2]);
    let batch = town.batch(0, &[2, 3], &[2, 1, 0]);
    let payload = town.signed_batch(&batch);
    town.post(Kind::PaperBatch, payload.clone());
    assert_eq!(town.refused(Kind::Ballot, prepared), Refusal::VotedOnPaper);
    assert_eq!(town.refused(Kind::Ballot, recorded), Refusal::VotedOnPaper);
    assert_eq!(town.refused(Kind::PaperBatch, payload), Refusal::VotedOnPaper);
    let credential = *town.credential(0, 2).public();
    let revocation = town.revocation(0, &credential);
    assert_eq!(town.refused(Kind::Revocation, revocation), Refusal::VotedOnPaper);
    let shares = town.fresh_shares();
    let reissue = town.reissue(0, &credential, &shares);
    let reissue = town.signed_reissue(&reissue);
    assert_eq!(town.refused(Kind::Reissue, reissue), Refusal::NotToReplace);
    town.vote(0, 0, &[1]);
    town.vote(0, 1, &[1]);
    // The electronic ballot of resident 3, recorded before the batch, does not count.
    town.finish(&[Some(&[0, 2, 0]), SOUTH]);
    assert_eq!(town.decrypting().outcome(0).unwrap().recorded, 3);
}

#[test]
fn a_batch_that_names_a_credential_twice_is_refused() {
    let mut town = open_town();
    let batch = town.batch(0, &[2, 2], &[2, 0, 0]);
    assert!(matches!(refuse(&mut town, &batch), Refusal::PaperBatch { .. }));
    let batch = town.batch(0, &[2, 3, 3], &[2, 0, 0]);
    assert!(matches!(refuse(&mut town, &batch), Refusal::PaperBatch { .. }));
    go_on(&mut town);
}

#[test]
fn a_batch_out_of_order_is_refused() {
    let mut town = open_town();
    let mut batch = town.batch(0, &[2, 3], &[2, 0, 0]);
    batch.credentials.reverse();
    assert!(matches!(refuse(&mut town, &batch), Refusal::PaperBatch { .. }));
    go_on(&mut town);
}

#[test]
fn a_batch_with_one_bad_credential_uses_up_none_of_the_others() {
    let mut town = open_town();
    let stranger = *town.credential(1, 0).public();
    let mut batch = town.batch(0, &[2, 3], &[2, 0, 0]);
    batch.credentials.push(stranger);
    batch.credentials.sort_unstable();
    assert_eq!(refuse(&mut town, &batch), Refusal::NotOnRoll);
    town.revoke(0, 4);
    let batch = town.batch(0, &[2, 3, 4], &[2, 0, 0]);
    assert_eq!(refuse(&mut town, &batch), Refusal::Revoked);
    go_on(&mut town);
}

#[test]
fn a_batch_below_its_floor_is_refused() {
    let mut town = open_town();
    let batch = town.batch(0, &[2], &[1, 0, 0]);
    assert!(matches!(refuse(&mut town, &batch), Refusal::PaperBatch { .. }));
    let batch = town.batch(0, &[], &[0, 0, 0]);
    assert!(matches!(refuse(&mut town, &batch), Refusal::PaperBatch { .. }));
    go_on(&mut town);
}

#[test]
fn a_district_without_paper_takes_no_batch() {
    let mut town = open_town();
    let batch = town.batch(1, &[3, 4], &[1, 1]);
    assert!(matches!(refuse(&mut town, &batch), Refusal::PaperBatch { .. }));
    let batch = town.batch(1, &[], &[0, 0]);
    assert!(matches!(refuse(&mut town, &batch), Refusal::PaperBatch { .. }));
    let batch = PaperBatch { district: 2, ..batch };
    assert_eq!(refuse(&mut town, &batch), Refusal::UnknownDistrict { district: 2 });
    go_on(&mut town);
}

#[test]
fn sums_that_no_ballots_can_have_are_refused() {
    let mut town = open_town();
    // 2 ballots: at most 2 for a project, 4 choices in all, and 800 of cost.
    for counts in [[3, 0, 0], [u32::MAX, 0, 0], [2, 2, 1], [1, 1, 2]] {
        let batch = town.batch(0, &[2, 3], &counts);
        assert!(matches!(refuse(&mut town, &batch), Refusal::PaperBatch { .. }), "{counts:?}");
    }
    // Exactly on the limits.
    let batch = town.batch(0, &[2, 3], &[2, 0, 2]);
    let payload = town.signed_batch(&batch);
    town.post(Kind::PaperBatch, payload);
    town.vote(0, 0, &[1]);
    town.vote(0, 1, &[1]);
    town.finish(&[Some(&[0, 2, 0]), SOUTH]);
}

#[test]
fn sums_below_a_least_choice_are_refused() {
    let mut plan = Plan::default();
    let scope = Scope::Projects(vec![0, 2]);
    plan.districts[0].limits =
        vec![Limit { measure: Measure::Count, scope, bound: Bound::AtLeast, amount: 1 }];
    let mut town = Town::open(&plan);
    let batch = town.batch(0, &[2, 3], &[1, 2, 0]);
    assert!(matches!(refuse(&mut town, &batch), Refusal::PaperBatch { .. }));
    let batch = town.batch(0, &[2, 3], &[1, 2, 1]);
    let payload = town.signed_batch(&batch);
    town.post(Kind::PaperBatch, payload);
}

#[test]
fn two_different_officials_must_sign_a_batch() {
    let mut town = open_town();
    let batch = town.batch(0, &[2, 3], &[2, 1, 0]);
    for signers in [&[][..], &[0], &[1], &[0, 0], &[1, 1], &[1, 0], &[0, 2]] {
        let payload = town.by_all(Kind::PaperBatch, 1, signers, &batch.to_bytes());
        let refusal = town.refused(Kind::PaperBatch, payload);
        assert!(matches!(refusal, Refusal::Unsigned(_)), "{signers:?}: {refusal:?}");
    }
    let by_registrars = town.by_all(Kind::PaperBatch, 2, &[0, 1], &batch.to_bytes());
    assert!(matches!(town.refused(Kind::PaperBatch, by_registrars), Refusal::Unsigned(_)));
    go_on(&mut town);
}

#[test]
fn two_batches_add_up() {
    let mut town = open_town();
    town.vote(0, 4, &[1]);
    for (residents, counts) in [([0, 1], [1, 0, 1]), ([2, 3], [1, 2, 0])] {
        let batch = town.batch(0, &residents, &counts);
        let payload = town.signed_batch(&batch);
        town.post(Kind::PaperBatch, payload);
    }
    // One ballot is below the floor of 2: the winners stay unknown, the batches are shown.
    town.finish(&[None, SOUTH]);
    let paper = town.result(0).paper;
    assert_eq!((paper.ballots, paper.counts), (4, vec![2, 2, 1]));
    assert_eq!(town.result(0).winners(), [] as [u16; 0]);
}

#[test]
fn a_batch_longer_than_its_bound_is_unreadable() {
    let mut town = open_town();
    let mut batch = town.batch(0, &[2], &[0, 0, 0]);
    batch.credentials = vec![batch.credentials[0]; MAX_PAPER_BATCH + 1];
    let Refusal::Unreadable { source: DecodeError { problem, .. }, .. } = refuse(&mut town, &batch)
    else {
        panic!("another refusal");
    };
    let (length, limit) = (MAX_PAPER_BATCH + 1, MAX_PAPER_BATCH);
    assert_eq!(problem, Problem::TooLong { length, limit });
    go_on(&mut town);
}

#[test]
fn a_district_that_takes_paper_needs_two_officials_to_sign_for_it() {
    let plan = Plan { officials: 1, ..Plan::default() };
    let taking_paper = plan.districts.iter().position(|parts| parts.paper_floor > 0).unwrap();
    let mut town = Town::new(&plan);
    let definition = town.by_official(Kind::Definition, &town.definition.to_bytes());
    town.post(Kind::Definition, definition);
    for index in 0..=taking_paper {
        let part = town.districts[index].to_bytes();
        if index < taking_paper {
            town.post(Kind::District, part);
        } else {
            let refusal = town.refused(Kind::District, part);
            let reason = DefinitionError::PaperNeedsTwoOfficials;
            assert_eq!(refusal, Refusal::Definition(reason));
        }
    }
}
