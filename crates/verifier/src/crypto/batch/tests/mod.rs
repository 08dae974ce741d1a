//! Ballots, alone and in batches: the vectors, and what a batch must find.

mod reading;

use std::sync::LazyLock;

use curve25519_dalek::Scalar;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::decode::Batch;
use super::{BatchOutcome, CastBallot, Equation, Fault, Guilty, check};
use crate::crypto::ballot::Parameters;
use crate::crypto::style::Constraint;
use crate::crypto::tally::Sums;
use crate::crypto::tests::prover::{Prover, Signed, constraint, district, district_of};
use crate::crypto::tests::vectors::{array, bytes, hexed, number, parameters, run};

fn cast<'a>(entry: u64, parameters: &'a Parameters, ballot: &'a Signed) -> CastBallot<'a> {
    CastBallot {
        entry,
        parameters,
        credential: &ballot.credential,
        previous: &ballot.previous,
        tracker: parameters.tracker(&ballot.credential, &ballot.sealed),
        sealed: &ballot.sealed,
        signature: &ballot.signature,
    }
}

fn category(fault: &Fault) -> &'static str {
    match fault {
        Fault::Wire(_) => "decode",
        Fault::Equation(Equation::Cast) => "cast",
        Fault::Equation(Equation::Randomness) => "equation:randomness",
        Fault::Equation(Equation::Message) => "equation:message",
        Fault::Equation(Equation::Commitment) => "equation:commitment",
        Fault::Equation(Equation::Bits) => "equation:bits",
        Fault::Equation(Equation::Constraints) => "equation:constraints",
        Fault::Equation(Equation::RangeValue | Equation::RangeProduct)
        | Fault::NeutralRangePoint(_)
        | Fault::ZeroRangeChallenge => "equation:range",
    }
}

#[test]
fn sealed_ballots_are_valid_or_fail_at_the_equation_that_is_named() {
    run("ballots", [15, 65], |input| {
        let parameters = parameters(input)?;
        // The vectors have no signature. This one is canonical and wrong.
        let ballot = Signed {
            credential: array(&input["credential"]),
            secret: Scalar::ZERO,
            previous: [0; 32],
            sealed: bytes(&input["sealed"]),
            signature: [0; 64],
        };
        let (batch, undecoded) = Batch::decode(&[cast(0, &parameters, &ballot)]);
        if let Some((_, fault)) = undecoded.first() {
            return Err(category(fault).into());
        }
        let [decoded] = &*batch.ballots else { panic!("one ballot") };
        let of_proof = |fault: &Fault| *fault != Fault::Equation(Equation::Cast);
        if let Some(fault) = batch.faults(decoded).find(of_proof) {
            return Err(category(&fault).into());
        }
        Ok(json!({
            "bases_hash": hexed(parameters.bases_hash()),
            "y": hexed(decoded.challenges.y.to_bytes()),
            "c": hexed(decoded.challenges.c.to_bytes()),
            "tracker": hexed(decoded.cast.tracker),
        }))
    });
}

#[test]
fn a_ballot_counts_with_the_signature_of_its_credential_only() {
    run("casts", [2, 18], |input| {
        let parameters = parameters(input)?;
        let ballot = payload(input, &parameters)?;
        let cast = cast(7, &parameters, &ballot);
        let outcome = check(&[cast]);
        if let Some(Guilty { entry, fault }) = outcome.guilty.first() {
            assert_eq!(*entry, 7);
            return Err(category(fault).into());
        }
        let (batch, _) = Batch::decode(&[cast]);
        Ok(json!({
            "credential": hexed(cast.credential),
            "previous": hexed(cast.previous),
            "tracker": hexed(cast.tracker),
            "c": hexed(batch.ballots[0].challenges.cast.to_bytes()),
        }))
    });
}

/// u16 district || U || prev || sealed ballot || signature
fn payload(input: &Value, parameters: &Parameters) -> Result<Signed, String> {
    let payload = bytes(&input["payload"]);
    if payload.len() != 2 + 32 + 32 + parameters.sealed_len() + 64 {
        return Err("decode".into());
    }
    if payload[..2] != number::<u16>(&input["district"]).to_be_bytes() {
        return Err("district".into());
    }
    let (sealed, signature) = payload[66..].split_at(parameters.sealed_len());
    Ok(Signed {
        credential: payload[2..34].try_into().unwrap(),
        secret: Scalar::ZERO,
        previous: payload[34..66].try_into().unwrap(),
        sealed: sealed.to_vec(),
        signature: signature.try_into().unwrap(),
    })
}

/// Districts of all shapes: without constraints, with one, with three of 16 bits, with two of 64.
fn districts() -> Vec<Parameters> {
    let mixed = vec![constraint(1_000, -100, 5), constraint(-1, 1, 5), constraint(4, -1, 5)];
    vec![
        district(0, 4, Vec::new()),
        district(1, 6, vec![constraint(300, -50, 6)]),
        district(2, 5, mixed),
        district(3, 2, vec![constraint(i64::MAX, 0, 2)]),
        district(
            4,
            1,
            vec![constraint(0, 1, 1), Constraint { constant: 9, coefficients: vec![0] }],
        ),
    ]
}

/// Ballots by the place of their district: each votes for its first slot and a few more.
fn ballots(districts: &[Parameters], count: usize) -> Vec<(usize, Signed)> {
    let mut prover = Prover::new(2);
    let ballot = |i: usize| {
        let place = i % districts.len();
        let slots = districts[place].style().slots();
        let choices: Vec<bool> = (0..slots).map(|j| j == 0 || (i >> j) & 1 == 1).collect();
        // No district but the third has a limit that five choices break.
        let choices: Vec<bool> = choices.iter().enumerate().map(|(j, x)| *x && j < 4).collect();
        (place, prover.cast(&districts[place], &choices))
    };
    (0..count).map(ballot).collect()
}

fn check_all(districts: &[Parameters], ballots: &[(usize, Signed)]) -> BatchOutcome {
    let casts: Vec<_> = (100..)
        .zip(ballots)
        .map(|(entry, (place, ballot))| cast(entry, &districts[*place], ballot))
        .collect();
    check(&casts)
}

/// Adds to the scalar at `at`, or that many bytes from the end if it is negative.
fn add(bytes: &mut [u8], at: isize, summand: Scalar) {
    let at = at.rem_euclid(bytes.len() as isize) as usize;
    let scalar = Scalar::from_canonical_bytes(bytes[at..at + 32].try_into().unwrap()).unwrap();
    bytes[at..at + 32].copy_from_slice((scalar + summand).as_bytes());
}

fn add_one(bytes: &mut [u8], at: isize) {
    add(bytes, at, Scalar::ONE);
}

#[test]
fn a_batch_of_valid_ballots_has_no_fault_and_its_sums_are_those_of_its_ballots() {
    let districts = districts();
    let ballots = ballots(&districts, 23);
    let outcome = check_all(&districts, &ballots);
    assert_eq!(outcome.guilty, []);
    assert_eq!(outcome.sums.len(), districts.len());
    for (index, sums) in outcome.sums {
        let style = districts[usize::from(index)].style();
        let mut expected = Sums::neutral(style.slots());
        for (_, ballot) in ballots.iter().filter(|(place, _)| *place == usize::from(index)) {
            expected.add(&Sums::of_ballot(style, &ballot.sealed).unwrap());
        }
        assert_eq!(sums, expected);
    }
}

#[test]
fn a_batch_names_exactly_the_guilty_and_what_fails_first() {
    let districts = districts();
    let mut ballots = ballots(&districts, 40);
    let length = |place: usize| districts[place].sealed_len();
    // Entry 100 + i is in district i modulo 5.
    add_one(&mut ballots[0].1.signature, 32);
    // z_r of a ballot without constraints is the third scalar from the end.
    add_one(&mut ballots[5].1.sealed, -96);
    ballots[11].1.sealed[31] |= 0x80;
    // t_x, t_b, e_b are the first scalars after T_2; a and b the last.
    let rounds = districts[2].style().range_rounds();
    let t_x = length(2) - 32 * (2 + 2 * rounds + 3);
    add_one(&mut ballots[17].1.sealed, t_x.try_into().unwrap());
    add_one(&mut ballots[18].1.sealed, -32);
    ballots[24].1.sealed.truncate(length(4) - 1);
    let last_l = length(1) - 32 * 4;
    ballots[26].1.sealed[last_l..last_l + 32].fill(0);
    ballots[39].1.previous = [1; 32];
    // Entries 117, 118 and 126 were changed after they were signed: sign them again.
    for i in [5, 17, 18, 26] {
        let (place, ballot) = &mut ballots[i];
        resign(&districts[*place], ballot);
    }

    let outcome = check_all(&districts, &ballots);
    let found: Vec<_> =
        outcome.guilty.iter().map(|g| (g.entry - 100, category(&g.fault))).collect();
    let expected = [
        (0, "cast"),
        (5, "equation:randomness"),
        (11, "decode"),
        (17, "equation:range"),
        (18, "equation:range"),
        (24, "decode"),
        (26, "equation:range"),
        (39, "cast"),
    ];
    assert_eq!(found, expected);
    assert_eq!(outcome.guilty[3].fault, Fault::Equation(Equation::RangeValue));
    assert_eq!(outcome.guilty[4].fault, Fault::Equation(Equation::RangeProduct));
    assert_eq!(outcome.guilty[6].fault, Fault::NeutralRangePoint("an L_k"));
    let added: u64 = outcome.sums.iter().map(|(_, sums)| sums.ballots()).sum();
    assert_eq!(added, 38, "all but the two that are not canonical");
}

/// The credential signs the ballot as it is now.
fn resign(parameters: &Parameters, ballot: &mut Signed) {
    Prover::new(3).sign(parameters, ballot);
}

/// Whether the equations of the ballots have a neutral sum if all weights are 1.
fn cancel(casts: &[CastBallot<'_>]) -> bool {
    let (batch, _) = Batch::decode(casts);
    let equal = [Scalar::ONE; Equation::COUNT];
    batch.sum_is_neutral(batch.ballots.iter().map(|ballot| (ballot, equal)))
}

#[test]
fn errors_of_two_ballots_that_cancel_under_equal_weights_are_found() {
    let districts = [district(0, 3, Vec::new())];
    let mut ballots = ballots(&districts, 2);
    // z_p is the last scalar, and no challenge depends on it.
    add(&mut ballots[0].1.sealed, -32, Scalar::ONE);
    add(&mut ballots[1].1.sealed, -32, -Scalar::ONE);
    ballots.iter_mut().for_each(|(_, ballot)| resign(&districts[0], ballot));

    let casts = [cast(0, &districts[0], &ballots[0].1), cast(1, &districts[0], &ballots[1].1)];
    assert!(cancel(&casts));
    let guilty = |entry| Guilty { entry, fault: Fault::Equation(Equation::Bits) };
    assert_eq!(check(&casts).guilty, [guilty(0), guilty(1)]);
}

#[test]
fn errors_of_two_equations_that_cancel_under_equal_weights_are_found() {
    let districts = [district(0, 3, Vec::new())];
    let mut ballots = ballots(&districts, 1);
    let ballot = &mut ballots[0].1;
    // z_x and z_p both stand at K.
    add(&mut ballot.sealed, -64, Scalar::ONE);
    add(&mut ballot.sealed, -32, -Scalar::ONE);
    resign(&districts[0], ballot);

    let casts = [cast(0, &districts[0], ballot)];
    assert!(cancel(&casts));
    let fault = Fault::Equation(Equation::Commitment);
    assert_eq!(check(&casts).guilty, [Guilty { entry: 0, fault }]);
}

#[test]
fn ballots_for_other_keys_can_be_in_one_batch() {
    let limits = vec![constraint(100, -10, 3)];
    let districts = [district(0, 3, limits.clone()), district_of(9, 1, 3, limits)];
    assert_ne!(districts[0].keys(), districts[1].keys());
    let ballots = ballots(&districts, 6);
    assert_eq!(check_all(&districts, &ballots).guilty, []);
    // Under the keys of the other district no ballot is valid.
    let exchanged: Vec<_> =
        ballots.into_iter().map(|(place, ballot)| (1 - place, ballot)).collect();
    assert_eq!(check_all(&districts, &exchanged).guilty.len(), 6);
}

#[test]
fn an_empty_batch_has_neither_faults_nor_sums() {
    assert_eq!(check(&[]), BatchOutcome::default());
}

#[test]
fn the_widest_ballot_is_checked() {
    let limits = (0..64).map(|_| constraint(i64::MAX, 1, 960)).collect();
    let parameters = district(0, 960, limits);
    assert_eq!(parameters.sealed_len(), 64_928);
    let ballot = Signed {
        credential: *parameters.keys()[0].bytes(),
        secret: Scalar::ZERO,
        previous: [0; 32],
        sealed: parameters.keys()[0].bytes().repeat(parameters.sealed_len() / 32),
        signature: [0; 64],
    };
    let outcome = check(&[cast(0, &parameters, &ballot)]);
    // The point's bytes happen to be a scalar too, or not; either way the ballot is refused.
    assert_eq!(outcome.guilty.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_flipped_bit_anywhere_makes_that_ballot_guilty_and_no_other(
        which in 0_usize..5, byte: prop::sample::Index, bit in 0..8,
    ) {
        static DISTRICTS: LazyLock<Vec<Parameters>> = LazyLock::new(districts);
        static VALID: LazyLock<Vec<(usize, Signed)>> = LazyLock::new(|| ballots(&DISTRICTS, 5));
        let mut ballots = VALID.clone();
        let ballot = &mut ballots[which].1;
        let mut whole = [
            &ballot.credential[..], &ballot.previous, &ballot.sealed, &ballot.signature,
        ].concat();
        let byte = byte.index(whole.len());
        whole[byte] ^= 1_u8 << bit;
        let end = whole.len() - 64;
        ballot.credential.copy_from_slice(&whole[..32]);
        ballot.previous.copy_from_slice(&whole[32..64]);
        ballot.sealed.copy_from_slice(&whole[64..end]);
        ballot.signature.copy_from_slice(&whole[end..]);
        let guilty: Vec<_> =
            check_all(&DISTRICTS, &ballots).guilty.iter().map(|g| g.entry).collect();
        prop_assert_eq!(guilty, [100 + which as u64]);
    }
}
