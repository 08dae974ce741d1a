//! Sealing, verifying and opening ballots.

mod arithmetic;
mod batch;
mod encoding;
mod forger;
mod forgery;
mod honest;
mod late_choice;
mod leaks;
mod model;
mod mutation;

use alloc::vec::Vec;

use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use crate::ballot::{BallotParameters, BallotStyle, LinearConstraint};
use crate::credential::VoterCredential;
use crate::group::{NonIdentityPoint, SecretScalar};

pub(super) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

pub(super) fn credential(seed: u64) -> VoterCredential {
    VoterCredential::from_shares(&[SecretScalar::random(&mut rng(seed))]).unwrap()
}

/// The secrets of `slots` election keys, as if every trustee had given theirs away.
pub(super) fn key_secrets(slots: u16) -> Vec<SecretScalar> {
    let mut rng = rng(0x5ec2e7);
    (0..slots).map(|_| SecretScalar::random(&mut rng)).collect()
}

pub(super) fn parameters_of(style: BallotStyle) -> BallotParameters {
    let secrets = key_secrets(style.slots());
    let keys: Vec<_> =
        secrets.iter().map(|secret| NonIdentityPoint::from_secret(secret).unwrap()).collect();
    BallotParameters::new([7; 32], 3, style, &keys).unwrap()
}

/// A knapsack: sum cost_j x_j <= budget.
pub(super) fn budget(budget: i64, costs: &[i64]) -> LinearConstraint {
    LinearConstraint { constant: budget, coefficients: costs.iter().map(|cost| -cost).collect() }
}

pub(super) fn at_least(count: i64, slots: usize) -> LinearConstraint {
    LinearConstraint { constant: -count, coefficients: alloc::vec![1; slots] }
}

pub(super) fn at_most(count: i64, slots: usize) -> LinearConstraint {
    LinearConstraint { constant: count, coefficients: alloc::vec![-1; slots] }
}

/// Any style of a few slots, with any constraints that some ballot can meet.
pub(super) fn any_style() -> impl Strategy<Value = BallotStyle> {
    (1usize..8, 0usize..4).prop_flat_map(|(slots, constraints)| {
        let coefficient = prop_oneof![-9i64..9, any::<i32>().prop_map(i64::from)];
        let constraint = (coefficient.clone(), prop::collection::vec(coefficient, slots))
            .prop_map(|(constant, coefficients)| LinearConstraint { constant, coefficients });
        prop::collection::vec(constraint, constraints)
            .prop_filter_map("a constraint that no ballot meets", move |constraints| {
                BallotStyle::new(slots, constraints).ok()
            })
    })
}
