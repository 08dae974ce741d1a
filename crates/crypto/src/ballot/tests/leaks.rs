//! What the public bytes of a ballot give away when a blinding or a nonce is used twice, and that the
//! real prover uses none twice, even with a generator that is stuck.

use alloc::vec;
use alloc::vec::Vec;

use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;
use isoloir_encoding::Encode;

use super::forger::Forger;
use super::model::{Model, Weakness, absorb_nonces};
use super::*;
use crate::ballot::seal::signed;
use crate::ballot::{Choices, SealedBallot};
use crate::generators::message_base;
use crate::group::powers;
use crate::tests::StuckRng;
use crate::transcript::Transcript;

const SLOTS: usize = 5;

fn two_constraints() -> BallotStyle {
    BallotStyle::new(SLOTS, vec![budget(100, &[60, 50, 40, 10, 0]), at_least(1, SLOTS)]).unwrap()
}

fn knapsack() -> BallotStyle {
    BallotStyle::new(SLOTS, vec![budget(100, &[60, 50, 40, 10, 0])]).unwrap()
}

/// Every list of choices, as numbers.
fn all_choices() -> impl Iterator<Item = Vec<Scalar>> {
    (0u64..1 << SLOTS).map(|code| (0..SLOTS).map(|j| Scalar::from(code >> j & 1)).collect())
}

/// m_1 .. m_w, if the ballot holds x: m_j = f_j - c x_j.
fn masks(ballot: &SealedBallot, c: Scalar, x: &[Scalar]) -> Vec<Scalar> {
    ballot.proof.responses.f.iter().zip(x).map(|(f, x)| f - c * x).collect()
}

fn challenges(
    parameters: &BallotParameters,
    voter: &NonIdentityPoint,
    ballot: &SealedBallot,
) -> (Scalar, Scalar) {
    let SealedBallot { ciphertext, proof } = ballot;
    let model = Model::new(parameters, Weakness::default());
    let (mut transcript, y) = model.combiner(voter, ciphertext, &proof.commitments);
    (y, absorb_nonces(&mut transcript, &proof.nonces))
}

/// What blinds each public commitment, if the ballot holds x: the multiple of K that is left of
/// P1, P0, E, Cx, Cm and the V_i when what they commit to is taken away.
fn blindings(
    parameters: &BallotParameters,
    voter: &NonIdentityPoint,
    ballot: &SealedBallot,
    x: &[Scalar],
) -> Vec<RistrettoPoint> {
    let (y, c) = challenges(parameters, voter, ballot);
    let proof = &ballot.proof;
    let m = masks(ballot, c, x);
    let weights = powers(y, SLOTS);
    let constraints = parameters.style().constraints();
    let constraint_weights = powers(y, constraints.len());
    let linear = |coefficients: &[i64], of: &[Scalar]| -> Scalar {
        coefficients.iter().zip(of).map(|(&a, x)| signed(a) * x).sum()
    };
    let sum = |term: &dyn Fn(usize) -> Scalar| -> Scalar {
        (0..SLOTS).map(|j| weights[j] * term(j)).sum()
    };
    let h = *message_base().element();
    let p1 = sum(&|j| m[j] * (Scalar::ONE - x[j] - x[j]));
    let p0 = -sum(&|j| m[j] * m[j]);
    let e: Scalar = constraints
        .iter()
        .zip(&constraint_weights)
        .map(|(constraint, weight)| weight * linear(&constraint.coefficients, &m))
        .sum();
    let vector = |of: &[Scalar]| -> RistrettoPoint {
        of.iter().zip(parameters.vector_bases()).map(|(x, base)| x * base.element()).sum()
    };
    let mut left = vec![
        proof.nonces.p1.element() - p1 * h,
        proof.nonces.p0.element() - p0 * h,
        proof.nonces.e.unwrap().element() - e * h,
        proof.commitments.cx.element() - vector(x),
        proof.commitments.cm.element() - vector(&m),
    ];
    for (constraint, v) in constraints.iter().zip(&proof.commitments.v) {
        let value = signed(constraint.constant) + linear(&constraint.coefficients, x);
        left.push(v.element() - value * h);
    }
    left
}

/// Whether two of these are equal or opposite, or one is nothing.
fn repeats(points: &[RistrettoPoint]) -> bool {
    let mut seen: Vec<CompressedRistretto> = vec![RistrettoPoint::identity().compress()];
    points.iter().any(|point| {
        let [plus, minus] = [point.compress(), (-point).compress()];
        let repeated = seen.contains(&plus);
        seen.extend([plus, minus]);
        repeated
    })
}

/// The choices for which two commitments of the ballot have one blinding.
fn suspects(
    parameters: &BallotParameters,
    voter: &NonIdentityPoint,
    ballot: &SealedBallot,
) -> Vec<Vec<Scalar>> {
    let repeated = |x: &Vec<Scalar>| repeats(&blindings(parameters, voter, ballot, x));
    all_choices().filter(repeated).collect()
}

#[test]
fn one_blinding_for_p1_and_v_gives_the_vote_away() {
    let parameters = parameters_of(knapsack());
    let voter = *credential(1).public();
    let model = Model::new(&parameters, Weakness::default());
    for choices in [[1, 0, 1, 0, 0], [0, 1, 0, 1, 1], [0, 0, 0, 0, 0]] {
        let forger = Forger { share_blinding: true, ..Forger::honest(&model, &choices, 2) };
        let ballot = forger.seal(&model, &voter);
        assert_eq!(parameters.verify(&voter, &ballot, &mut rng(1)), Ok(()), "nobody would notice");
        let found = suspects(&parameters, &voter, &ballot);
        assert_eq!(found, [choices.map(signed).to_vec()], "the vote, from public bytes alone");
    }
}

#[test]
fn the_blindings_of_a_sealed_ballot_all_differ() {
    for style in [knapsack(), two_constraints()] {
        let parameters = parameters_of(style);
        let voter = credential(3);
        for (seed, flags) in [[true, false, true, false, true], [false, true, false, true, true]]
            .into_iter()
            .enumerate()
        {
            let choices = Choices::new(parameters.style(), &flags).unwrap();
            let (ballot, _) = parameters.seal(&voter, &choices, &mut rng(seed as u64));
            let found = suspects(&parameters, voter.public(), &ballot);
            assert_eq!(found, Vec::<Vec<Scalar>>::new());
            let (ballot, _) = parameters.seal(&voter, &choices, &mut StuckRng(0));
            assert_eq!(suspects(&parameters, voter.public(), &ballot), Vec::<Vec<Scalar>>::new());
        }
    }
}

fn numbers(flags: &[bool]) -> Vec<Scalar> {
    flags.iter().map(|&flag| Scalar::from(u64::from(flag))).collect()
}

/// Every secret that can be worked out from a ballot whose r and x are known, as a point.
fn secrets(
    parameters: &BallotParameters,
    voter: &NonIdentityPoint,
    ballot: &SealedBallot,
    flags: &[bool],
) -> Vec<RistrettoPoint> {
    let x = numbers(flags);
    let (_, c) = challenges(parameters, voter, ballot);
    let masks = masks(ballot, c, &x);
    let mut points = blindings(parameters, voter, ballot, &x);
    points.extend(masks.iter().map(RistrettoPoint::mul_base));
    points.push(*ballot.ciphertext.a.element());
    points.push(*ballot.proof.nonces.ta.element());
    points
}

#[test]
fn one_voter_with_a_stuck_generator_shares_no_secret_between_two_choices() {
    let parameters = parameters_of(two_constraints());
    let voter = credential(4);
    let ballots = [[true, false, true, false, false], [true, false, false, true, false]];
    for byte in [0, 0xff] {
        let mut all = Vec::new();
        let mut slots = Vec::new();
        for flags in &ballots {
            let choices = Choices::new(parameters.style(), flags).unwrap();
            let (ballot, _) = parameters.seal(&voter, &choices, &mut StuckRng(byte));
            let sealed = parameters.verify(voter.public(), &ballot, &mut rng(5));
            assert_eq!(sealed, Ok(()));
            all.extend(secrets(&parameters, voter.public(), &ballot, flags));
            slots.push(ballot.ciphertext);
        }
        assert!(!repeats(&all));
        // With one r, Y_3 - Y'_3 would be H and Y_1 - Y'_1 nothing: the votes' difference.
        for (first, second) in slots[0].y.iter().zip(&slots[1].y) {
            let difference = first.element() - second.element();
            let h = *message_base().element();
            assert!(![RistrettoPoint::identity(), h, -h].contains(&difference));
        }
    }
}

#[test]
fn a_stuck_generator_shares_no_secret_between_elections_districts_styles_or_voters() {
    let flags = [true, false, true, false, false];
    let base = parameters_of(two_constraints());
    let keys = base.keys().to_vec();
    let richer =
        BallotStyle::new(SLOTS, vec![budget(101, &[60, 50, 40, 10, 0]), at_least(1, SLOTS)]);
    let of = |fingerprint, district, style| {
        BallotParameters::new([fingerprint; 32], district, style, &keys).unwrap()
    };
    let seals = [
        (of(7, 3, two_constraints()), 4),
        (of(8, 3, two_constraints()), 4),
        (of(7, 4, two_constraints()), 4),
        (of(7, 3, richer.unwrap()), 4),
        (of(7, 3, two_constraints()), 5),
    ];
    let mut all = Vec::new();
    for (parameters, voter) in seals {
        let voter = credential(voter);
        let choices = Choices::new(parameters.style(), &flags).unwrap();
        let (ballot, _) = parameters.seal(&voter, &choices, &mut StuckRng(0));
        all.extend(secrets(&parameters, voter.public(), &ballot, &flags));
    }
    assert!(!repeats(&all));
}

#[test]
fn a_stuck_generator_answers_one_statement_once_never_two_challenges_with_one_nonce() {
    let parameters = parameters_of(two_constraints());
    let voter = credential(6);
    let choices = Choices::new(parameters.style(), &[false, true, false, true, false]).unwrap();
    let seal = || parameters.seal(&voter, &choices, &mut StuckRng(0)).0.to_bytes();
    assert_eq!(seal(), seal(), "the same secrets go with the same bytes, challenges included");
}

/// A transcript up to each point at which the prover draws secrets, and some of what it drew there, as
/// points: r, then m_1 .. m_w, then rho.
fn draws(
    parameters: &BallotParameters,
    voter: &NonIdentityPoint,
    ballot: &SealedBallot,
    x: &[Scalar],
) -> [(Transcript, Vec<RistrettoPoint>); 3] {
    let (_, c) = challenges(parameters, voter, ballot);
    let masks = masks(ballot, c, x).iter().map(RistrettoPoint::mul_base).collect();
    let before = parameters.transcript(voter);
    let mut sealed = before.clone();
    ballot.ciphertext.absorb(&mut sealed);
    let mut combined = sealed.clone();
    ballot.proof.commitments.absorb(&mut combined);
    [
        (before, vec![*ballot.ciphertext.a.element()]),
        (sealed, masks),
        (combined, vec![*ballot.proof.nonces.ta.element()]),
    ]
}

#[test]
fn an_outsider_who_knows_all_that_a_stuck_generator_gives_finds_no_secret() {
    let parameters = parameters_of(knapsack());
    let flags = [false, true, false, true, false];
    let choices = Choices::new(parameters.style(), &flags).unwrap();
    let voter = credential(7);
    let (ballot, _) = parameters.seal(&voter, &choices, &mut StuckRng(0));
    let x = numbers(&flags);
    // The outsider tries the right choices, and no or a wrong secret of the voter.
    let with = |first: Scalar| [vec![first], x.clone()].concat();
    let wrong = [Scalar::ZERO, Scalar::ONE, *credential(8).secret().expose()].map(with);
    let guesses = [Vec::new(), x.clone()].into_iter().chain(wrong);
    for witness in guesses {
        for (transcript, drawn) in draws(&parameters, voter.public(), &ballot, &x) {
            let mut generator = transcript.secrets(&witness, &mut StuckRng(0));
            let guessed = generator.scalars(2 + SLOTS);
            let guessed = guessed.iter().map(|guess| RistrettoPoint::mul_base(guess.expose()));
            assert!(guessed.into_iter().all(|guess| !drawn.contains(&guess)));
        }
    }
    // The voter, who has the secret, would find r.
    let witness = with(*voter.secret().expose());
    let r = parameters.transcript(voter.public()).secrets(&witness, &mut StuckRng(0)).scalar();
    assert_eq!(RistrettoPoint::mul_base(r.expose()), *ballot.ciphertext.a.element());
}
