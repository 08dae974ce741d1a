//! Which ballots count, against a slow model that remembers everything.

use curve25519_dalek::Scalar;
use proptest::prelude::*;

use super::world::{Role, World, public, refusal};
use crate::election::message::BallotParts;
use crate::election::record::{BallotView, Fault, Standing};

/// Registrars' secrets; with two registrars the credential of u is 2 u G.
const SECRETS: [u64; 4] = [1, 2, 3, 4];

/// What happens to a credential.
#[derive(Debug, Clone, Copy)]
enum Happening {
    /// A ballot that follows the last one.
    Ballot(usize),
    /// A ballot that follows none.
    StaleBallot(usize),
    Revocation(usize),
    Paper(usize),
    Reissue(usize),
}

/// Everything that was recorded, as it came.
#[derive(Default)]
struct Model {
    /// Credential, entry, tracker.
    ballots: Vec<(usize, u64, [u8; 32])>,
    standings: Vec<Standing>,
}

impl Model {
    fn last(&self, credential: usize) -> Option<(u64, [u8; 32])> {
        let of_it = self.ballots.iter().rev().find(|(owner, ..)| *owner == credential);
        of_it.map(|&(_, entry, tracker)| (entry, tracker))
    }

    fn counts(&self, entry: u64) -> bool {
        (0..self.standings.len()).any(|credential| {
            self.standings[credential] == Standing::Active
                && self.last(credential).is_some_and(|(last, _)| last == entry)
        })
    }
}

fn credential(number: usize) -> [u8; 32] {
    // Those that are reissued have secrets of their own.
    let secret = SECRETS.get(number).copied().unwrap_or(1_000 + number as u64);
    *public(Scalar::from(2 * secret)).bytes()
}

/// Records a ballot of which only the record's rules are looked at. Every one has an A of its own.
fn cast(world: &mut World, number: usize, previous: [u8; 32], tag: u8) -> Result<[u8; 32], Fault> {
    let (credential, tracker, randomness) = (credential(number), [tag; 32], [tag; 32]);
    let parts = BallotParts {
        district: 0,
        credential: &credential,
        previous: &previous,
        sealed: &randomness,
        signature: &[0; 64],
    };
    let view = BallotView { parts, randomness: &randomness, tracker };
    // The board of these tests is not told of these ballots; their entries are numbered from 1000.
    let applied = world.board.record.apply_ballot(1_000 + u64::from(tag), &view);
    applied.map(|()| tracker).map_err(|refusal| refusal.what)
}

/// Applies what happens to both; they must agree on whether it is accepted.
fn happen(world: &mut World, model: &mut Model, happening: Happening, tag: u8) {
    let (accepted, expected) = match happening {
        Happening::Ballot(who) => {
            let who = who % model.standings.len();
            let previous = model.last(who).map_or([0; 32], |(_, tracker)| tracker);
            let expected = model.standings[who] == Standing::Active;
            let recorded = cast(world, who, previous, tag);
            if let Ok(tracker) = recorded {
                model.ballots.push((who, 1_000 + u64::from(tag), tracker));
            }
            (recorded.is_ok(), expected)
        }
        Happening::StaleBallot(who) => {
            let who = who % model.standings.len();
            (cast(world, who, [0xee; 32], tag).is_ok(), false)
        }
        Happening::Revocation(who) => {
            let who = who % model.standings.len();
            let message = [&[0, 0][..], &credential(who)].concat();
            let accepted = world.sign(12, Role::Registrar, 0, &message).is_ok();
            (accepted, retire(model, who, Standing::Active, Standing::Revoked))
        }
        Happening::Paper(who) => {
            let who = who % model.standings.len();
            let message = [&[0, 0, 0, 1][..], &credential(who), &[0, 0, 0, 1]].concat();
            let accepted = world.sign_both(14, Role::Official, &message).is_ok();
            (accepted, retire(model, who, Standing::Active, Standing::Paper))
        }
        Happening::Reissue(who) => {
            let who = who % model.standings.len();
            let secret = Scalar::from(1_000 + model.standings.len() as u64);
            let message = world.reissue(0, &credential(who), &[secret, secret]);
            let accepted = world.sign_both(13, Role::Registrar, &message).is_ok();
            let expected = retire(model, who, Standing::Revoked, Standing::Replaced);
            if expected {
                model.standings.push(Standing::Active);
            }
            (accepted, expected)
        }
    };
    assert_eq!(accepted, expected, "{happening:?}");
}

/// Changes a standing if it is the one that it must be; whether it was.
fn retire(model: &mut Model, who: usize, from: Standing, to: Standing) -> bool {
    let right = model.standings[who] == from;
    if right {
        model.standings[who] = to;
    }
    right
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        6 => (0..8_usize).prop_map(Happening::Ballot),
        1 => (0..8_usize).prop_map(Happening::StaleBallot),
        2 => (0..8_usize).prop_map(Happening::Revocation),
        1 => (0..8_usize).prop_map(Happening::Paper),
        2 => (0..8_usize).prop_map(Happening::Reissue),
    ]
}

fn opened() -> World {
    World::opened(1, &SECRETS.map(Scalar::from))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_ballots_that_count_are_the_last_of_each_active_credential(
        happenings in prop::collection::vec(happening(), 0..40),
    ) {
        let mut world = opened();
        let mut model = Model { standings: vec![Standing::Active; 4], ..Model::default() };
        for (tag, happening) in (1_u8..).zip(happenings) {
            happen(&mut world, &mut model, happening, tag);
        }
        let entries = model.ballots.iter().map(|&(_, entry, _)| entry);
        let (counted, superseded): (Vec<_>, Vec<_>) =
            entries.partition(|&entry| model.counts(entry));
        prop_assert_eq!(world.board.record.superseded(), superseded);
        let figures = world.board.record.figures()[0];
        prop_assert_eq!(figures.counted, counted.len() as u64);
        prop_assert_eq!(figures.recorded, model.ballots.len() as u64);
        prop_assert_eq!(figures.credentials, model.standings.len() as u64);
        let standing = |which| model.standings.iter().filter(|s| which == **s).count() as u64;
        prop_assert_eq!(figures.replaced, standing(Standing::Replaced));
        prop_assert_eq!(figures.revoked, standing(Standing::Revoked) + figures.replaced);
        prop_assert_eq!(figures.paper, standing(Standing::Paper));
    }
}

#[test]
fn a_copy_is_refused_in_another_district_and_after_its_ballot_was_replaced() {
    let mut world = World::opened(2, &SECRETS.map(Scalar::from));
    let first = cast(&mut world, 0, [0; 32], 1).unwrap();
    cast(&mut world, 0, first, 2).unwrap();
    assert!(matches!(cast(&mut world, 1, [0; 32], 1), Err(Fault::Copy(_))));

    let (credential, randomness) = (credential(0), [2; 32]);
    let parts = BallotParts {
        district: 1,
        credential: &credential,
        previous: &[0; 32],
        sealed: &randomness,
        signature: &[0; 64],
    };
    let view = BallotView { parts, randomness: &randomness, tracker: [9; 32] };
    let refused = world.board.record.apply_ballot(2_000, &view).unwrap_err();
    assert!(matches!(refused.what, Fault::Copy(_)));
}

#[test]
fn a_refused_ballot_does_not_keep_its_a_from_others() {
    let mut world = opened();
    assert!(matches!(cast(&mut world, 0, [1; 32], 7), Err(Fault::Previous { .. })));
    cast(&mut world, 1, [0; 32], 7).unwrap();
}

#[test]
fn a_reissue_to_the_neutral_element_is_refused() {
    let mut world = opened();
    let revoked = credential(0);
    world.sign(12, Role::Registrar, 1, &[&[0, 0][..], &revoked].concat()).unwrap();
    let message = world.reissue(0, &revoked, &[Scalar::from(5_u64), -Scalar::from(5_u64)]);
    let fault = refusal(world.sign_both(13, Role::Registrar, &message)).what;
    assert_eq!(fault, Fault::ReissueNeutral);
    // Nor may it bring back a credential that was revoked.
    let message = world.reissue(0, &revoked, &[Scalar::from(1_u64), Scalar::from(1_u64)]);
    let fault = refusal(world.sign_both(13, Role::Registrar, &message)).what;
    assert_eq!(fault, Fault::ReissueKnown { district: 0, credential: revoked });
}
