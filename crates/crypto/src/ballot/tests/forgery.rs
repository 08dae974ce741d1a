//! Forgers, all of whom hold every trustee's secret. Each test takes one defence out, shows that the
//! forgery passes then, and that the same forger fails against the whole protocol.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use proptest::prelude::*;

use super::forger::Forger;
use super::late_choice::{late_choice, square_root};
use super::model::{Model, Weakness};
use super::*;
use crate::ballot::seal::signed;
use crate::ballot::{Choices, Equation, SealedBallot};
use crate::generators::message_base;
use crate::group::Point;

/// Costs of 60, 50, 40, 10 and 0, of which a ballot may spend 100.
fn knapsack() -> BallotParameters {
    parameters_of(BallotStyle::new(5, vec![budget(100, &[60, 50, 40, 10, 0])]).unwrap())
}

/// Y_j - sk_j A, which is x_j H in an honest ballot.
fn decrypted(ballot: &SealedBallot, slot: usize) -> RistrettoPoint {
    let secrets = key_secrets(5);
    let ciphertext = ballot.ciphertext();
    ciphertext.y()[slot].element() - secrets[slot].expose() * ciphertext.a().element()
}

fn votes(count: i64) -> RistrettoPoint {
    signed(count) * message_base().element()
}

/// Whether no slot holds a number from -1,000 to 1,000.
fn unreadable(ballot: &SealedBallot) -> bool {
    let numbers: Vec<_> = (-1_000..=1_000).map(|x| votes(x).compress()).collect();
    (0..5).all(|slot| !numbers.contains(&decrypted(ballot, slot).compress()))
}

/// Lets the forger loose on the protocol without the defence, where it must win, and on the whole
/// protocol. Returns what passed the former and the equation that stopped the latter.
fn stage(
    parameters: &BallotParameters,
    weakness: Weakness,
    forge: impl Fn(&Model<'_>) -> Forger,
) -> (SealedBallot, Equation) {
    let voter = *credential(1).public();
    let strong = Model::new(parameters, Weakness::default());
    let refused = |ballot: &SealedBallot| -> Equation {
        let by_model = strong.verify(&voter, ballot).unwrap_err();
        let real = parameters.verify(&voter, ballot, &mut rng(2)).unwrap_err();
        assert_eq!(by_model, real.equation, "two verifiers of one protocol");
        let broken = batch::broken(parameters, 1, ballot);
        assert!(broken.contains(&by_model), "and a third one, for many ballots at once");
        let tolerant = Model::new(parameters, without(weakness.without));
        if tolerant.verify(&voter, ballot).is_ok() {
            assert!(broken.iter().all(|equation| weakness.without.contains(equation)));
        }
        by_model
    };
    let weak = Model::new(parameters, weakness);
    let forged = forge(&weak).seal(&weak, &voter);
    assert_eq!(weak.verify(&voter, &forged), Ok(()), "the attack works where it should");
    refused(&forged);
    (forged, refused(&forge(&strong).seal(&strong, &voter)))
}

fn without(equation: &'static [Equation]) -> Weakness {
    Weakness { without: equation, ..Weakness::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_model_and_the_real_protocol_accept_each_others_honest_ballots(
        style in any_style(),
        flags in prop::collection::vec(any::<bool>(), 8),
        seed in any::<u64>(),
    ) {
        let parameters = parameters_of(style);
        let flags = &flags[..parameters.keys().len()];
        let model = Model::new(&parameters, Weakness::default());
        let voter = credential(seed);
        if let Ok(choices) = Choices::new(parameters.style(), flags) {
            let (ballot, _) = parameters.seal(&voter, &choices, &mut rng(seed));
            prop_assert_eq!(model.verify(voter.public(), &ballot), Ok(()));
            let numbers: Vec<i64> = flags.iter().map(|&flag| flag.into()).collect();
            let ballot = Forger::honest(&model, &numbers, seed).seal(&model, voter.public());
            prop_assert_eq!(parameters.verify(voter.public(), &ballot, &mut rng(seed)), Ok(()));
        }
    }
}

#[test]
fn a_slot_of_2_or_1000_or_minus_1_is_stopped_by_the_bits_equation_alone() {
    let parameters = knapsack();
    // Each meets the budget: a negative vote even earns some.
    for choices in [[0, 0, 0, 2, 0], [0, 0, 0, 0, 1_000], [-1, 1, 1, 0, 0]] {
        let (_, stopped) = stage(&parameters, without(&[Equation::Bits]), |model| {
            Forger::honest(model, &choices, 3)
        });
        assert_eq!(stopped, Equation::Bits, "{choices:?}");
    }
}

#[test]
fn two_wrong_slots_whose_errors_cancel_without_weights_are_stopped() {
    // z (1 - z) = -x (1 - x).
    let one = Scalar::ONE;
    let (x, root) = (2u64..)
        .map(Scalar::from)
        .find_map(|x| Some((x, square_root(one + signed(4) * x * (one - x))?)))
        .unwrap();
    let z = (one + root) * signed(2).invert();
    assert_eq!(x * (one - x) + z * (one - z), Scalar::ZERO);
    let parameters = parameters_of(BallotStyle::new(2, vec![]).unwrap());
    let (_, stopped) = stage(&parameters, without(&[Equation::Bits]), |model| {
        let honest = Forger::honest(model, &[0, 0], 4);
        Forger { messages: vec![x, z], claimed: vec![x, z], ..honest }
    });
    assert_eq!(stopped, Equation::Bits);
}

#[test]
fn an_overspent_ballot_is_stopped_by_the_range_proof_alone() {
    let parameters = knapsack();
    let overspent = [1, 1, 0, 0, 0];
    let (_, stopped) = stage(&parameters, without(&[Equation::Range]), |model| {
        Forger::honest(model, &overspent, 5)
    });
    assert_eq!(stopped, Equation::Range);

    // The same, with a range proof on bases under which V_1 would hold 5 instead of -10.
    let (_, stopped) = stage(&parameters, without(&[Equation::Range]), |model| {
        let mut forger = Forger::honest(model, &overspent, 5);
        forger.range_bases.B *= signed(-10) * Scalar::from(5u64).invert();
        forger.ranged[0].0 = 5;
        forger
    });
    assert_eq!(stopped, Equation::Range);
}

#[test]
fn an_overspent_ballot_with_another_value_in_v_is_stopped_by_the_constraints_equation_alone() {
    let (_, stopped) = stage(&knapsack(), without(&[Equation::Constraints]), |model| {
        let mut forger = Forger::honest(model, &[1, 1, 1, 1, 1], 6);
        forger.values[0] = Scalar::from(5u64);
        forger.ranged[0].0 = 5;
        forger
    });
    assert_eq!(stopped, Equation::Constraints);
}

#[test]
fn two_wrong_values_whose_errors_cancel_without_weights_are_stopped() {
    // 10 above in one constraint, 10 below in the other.
    let constraints = vec![budget(100, &[60, 50]), budget(200, &[60, 50])];
    let parameters = parameters_of(BallotStyle::new(2, constraints).unwrap());
    let (_, stopped) = stage(&parameters, without(&[Equation::Constraints]), |model| {
        let mut forger = Forger::honest(model, &[1, 1], 6);
        (forger.values[0], forger.ranged[0].0) = (Scalar::ZERO, 0);
        (forger.values[1], forger.ranged[1].0) = (Scalar::from(80u64), 80);
        forger
    });
    assert_eq!(stopped, Equation::Constraints);
}

#[test]
fn a_proof_about_other_choices_than_the_ciphertexts_is_stopped_by_the_message_equation_alone() {
    let (forged, stopped) = stage(&knapsack(), without(&[Equation::Message]), |model| {
        let messages = [1_000, 0, 0, 0, 0].map(signed).to_vec();
        Forger { messages, ..Forger::honest(model, &[0; 5], 7) }
    });
    assert_eq!(stopped, Equation::Message);
    assert_eq!(decrypted(&forged, 0), votes(1_000));
}

#[test]
fn messages_whose_errors_cancel_without_weights_are_stopped() {
    let (forged, stopped) = stage(&knapsack(), without(&[Equation::Message]), |model| {
        let messages = [1_000, -1_000, 0, 0, 0].map(signed).to_vec();
        Forger { messages, ..Forger::honest(model, &[0; 5], 7) }
    });
    assert_eq!(stopped, Equation::Message);
    assert_eq!(decrypted(&forged, 1), votes(-1_000));
}

#[test]
fn an_a_that_is_not_that_of_the_messages_is_stopped_by_the_randomness_equation_alone() {
    let (forged, stopped) = stage(&knapsack(), without(&[Equation::Randomness]), |model| {
        let honest = Forger::honest(model, &[1, 0, 1, 0, 0], 8);
        Forger { a: honest.r + Scalar::ONE, ..honest }
    });
    assert_eq!(stopped, Equation::Randomness);
    assert!(unreadable(&forged));
}

/// What a prover can do who may choose the x_j of the f_j once it knows y: 1,000 votes in one slot.
fn forge_by_late_choice(model: &Model<'_>, commit_late: bool) -> Forger {
    let messages = [1_000, 0, 0, 0, 0].map(signed).to_vec();
    let honest = Forger::honest(model, &[0; 5], 9);
    let late = late_choice(model.parameters.style(), &messages, &honest.values);
    Forger { messages, claimed_late: Some(Box::new(late)), commit_late, ..honest }
}

#[test]
fn choices_that_change_after_y_are_stopped_by_the_commitment_equation_alone() {
    let (forged, stopped) = stage(&knapsack(), without(&[Equation::Commitment]), |model| {
        forge_by_late_choice(model, false)
    });
    assert_eq!(stopped, Equation::Commitment);
    assert_eq!(decrypted(&forged, 0), votes(1_000));
}

#[test]
fn a_thousand_votes_pass_if_there_is_no_commitment_to_the_choices() {
    let weakness = Weakness { choices_not_absorbed: true, ..without(&[Equation::Commitment]) };
    let (forged, _) = stage(&knapsack(), weakness, |model| forge_by_late_choice(model, false));
    assert_eq!(decrypted(&forged, 0), votes(1_000));
}

#[test]
fn a_thousand_votes_pass_if_the_commitment_to_the_choices_is_not_absorbed() {
    let weakness = Weakness { choices_not_absorbed: true, ..Weakness::default() };
    let (forged, stopped) = stage(&knapsack(), weakness, |model| forge_by_late_choice(model, true));
    assert_eq!(stopped, Equation::Message);
    assert_eq!(decrypted(&forged, 0), votes(1_000));
}

#[test]
fn a_thousand_votes_pass_if_y_is_drawn_before_the_commitment_to_the_choices() {
    let weakness = Weakness { combiner_first: true, ..Weakness::default() };
    let (forged, stopped) = stage(&knapsack(), weakness, |model| forge_by_late_choice(model, true));
    assert_eq!(stopped, Equation::Message);
    assert_eq!(decrypted(&forged, 0), votes(1_000));
}

#[test]
fn two_voters_put_a_thousand_votes_in_a_slot_if_the_messages_are_not_absorbed() {
    let parameters = knapsack();
    let voters = [*credential(1).public(), *credential(2).public()];
    let forge = |weakness: Weakness| -> Vec<SealedBallot> {
        let model = Model::new(&parameters, weakness);
        let seal = |voter| Forger::honest(&model, &[0; 5], 10).seal(&model, voter);
        let mut ballots: Vec<SealedBallot> = voters.iter().map(seal).collect();
        let y = [0, 1].map(|i| {
            let SealedBallot { ciphertext, proof } = &ballots[i];
            model.combiner(&voters[i], ciphertext, &proof.commitments).1
        });
        // Ballot i may add (-y_i d_i, d_i) to its first two messages; here d_1 = -d_2.
        let d = Scalar::from(1_000u64) * (y[1] - y[0]).invert();
        for (ballot, (y, d)) in ballots.iter_mut().zip([(y[0], d), (y[1], -d)]) {
            for (slot, message) in [-y * d, d].into_iter().enumerate() {
                let moved = ballot.ciphertext.y[slot].element() + message * model.base();
                ballot.ciphertext.y[slot] = Point::new(moved);
            }
        }
        assert_eq!(decrypted(&ballots[0], 0) + decrypted(&ballots[1], 0), votes(1_000));
        assert_eq!(decrypted(&ballots[0], 1) + decrypted(&ballots[1], 1), votes(0));
        ballots
    };
    let weakness = Weakness { messages_not_absorbed: true, ..Weakness::default() };
    let weak = Model::new(&parameters, weakness);
    for (voter, ballot) in voters.iter().zip(forge(weakness)) {
        assert_eq!(weak.verify(voter, &ballot), Ok(()));
    }
    for ballots in [forge(weakness), forge(Weakness::default())] {
        for (voter, ballot) in voters.iter().zip(ballots) {
            let error = parameters.verify(voter, &ballot, &mut rng(2)).unwrap_err();
            assert_eq!(
                Model::new(&parameters, Weakness::default()).verify(voter, &ballot),
                Err(error.equation)
            );
        }
    }
}

#[test]
fn a_ballot_that_makes_the_tally_unreadable_passes_if_a_is_not_absorbed() {
    let weakness = Weakness { randomness_not_absorbed: true, ..Weakness::default() };
    let (forged, stopped) = stage(&knapsack(), weakness, |model| {
        let honest = Forger::honest(model, &[1, 0, 1, 0, 0], 11);
        Forger { shift: Scalar::ONE, ..honest }
    });
    assert_eq!(stopped, Equation::Randomness);
    assert!(unreadable(&forged));
}

/// Opens b B + sum a_j Y_j = v B + r K', K' = sum a_j PK_j, to 7 in place of v. That takes
/// the logarithm of K' to the base B, which the trustees together know for B = G.
fn forge_by_trapdoor(model: &Model<'_>) -> Forger {
    let constraint = &model.parameters.style().constraints()[0];
    let terms = constraint.coefficients.iter().zip(key_secrets(5));
    let trapdoor: Scalar = terms.map(|(&a, secret)| signed(a) * secret.expose()).sum();
    let mut forger = Forger::honest(model, &[1, 1, 1, 1, 1], 12);
    let blinding = forger.r + (forger.values[0] - Scalar::from(7u64)) * trapdoor.invert();
    forger.ranged[0] = (7, blinding);
    forger
}

#[test]
fn trustees_overspend_if_the_range_proof_is_on_a_ciphertext_whose_messages_are_on_the_basepoint() {
    let trapdoored =
        Weakness { values_in_ciphertext: true, messages_on_basepoint: true, ..Weakness::default() };
    let (_, stopped) = stage(&knapsack(), trapdoored, forge_by_trapdoor);
    assert_eq!(stopped, Equation::Range);

    // With messages on H the same prover fails even there: nobody knows log_H K'.
    let parameters = knapsack();
    let on_h = Weakness { values_in_ciphertext: true, ..Weakness::default() };
    let model = Model::new(&parameters, on_h);
    let voter = *credential(1).public();
    let forged = forge_by_trapdoor(&model).seal(&model, &voter);
    assert_eq!(model.verify(&voter, &forged), Err(Equation::Range));
    let mut honest = Forger::honest(&model, &[1, 0, 1, 0, 0], 12);
    honest.ranged[0].1 = honest.r;
    let honest = honest.seal(&model, &voter);
    assert_eq!(model.verify(&voter, &honest), Ok(()), "an honest ballot of that protocol");
}

/// Answers for another r, under which the Y_j would hold nothing.
fn forge_by_another_r(model: &Model<'_>) -> Forger {
    let messages = [1_000, 0, 0, 0, 0].map(signed).to_vec();
    let honest = Forger::honest(model, &[0; 5], 13);
    let (r, first) = (honest.r, messages[0]);
    let secrets = key_secrets(5);
    let late = move |y: Scalar| {
        let weighted = crate::group::powers(y, 5).into_iter().zip(&secrets);
        let key: Scalar = weighted.map(|(weight, secret)| weight * secret.expose()).sum();
        r + y * first * key.invert()
    };
    Forger { messages, answered_late: Some(Box::new(late)), ..honest }
}

#[test]
fn trustees_put_a_thousand_votes_in_a_slot_on_the_basepoint_if_a_is_not_tied_to_r() {
    let weakness = Weakness { messages_on_basepoint: true, ..without(&[Equation::Randomness]) };
    let parameters = knapsack();
    let (forged, stopped) = stage(&parameters, weakness, forge_by_another_r);
    assert_eq!(stopped, Equation::Randomness);
    assert_eq!(decrypted(&forged, 0), signed(1_000) * Point::basepoint().element());

    // With messages on H the same prover fails even without that equation.
    let on_h = Model::new(&parameters, without(&[Equation::Randomness]));
    let voter = *credential(1).public();
    let forged = forge_by_another_r(&on_h).seal(&on_h, &voter);
    assert_eq!(on_h.verify(&voter, &forged), Err(Equation::Message));
}
