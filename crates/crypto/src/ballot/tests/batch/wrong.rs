//! Wrong ballots that hide among right ones, or behind each other.

use super::*;

#[test]
fn the_wrong_ballots_among_64_are_found_and_the_right_ones_pass() {
    let parameters = parameters_of(BallotStyle::new(4, vec![at_most(3, 4)]).unwrap());
    let honest: Vec<_> =
        (0..64).map(|seed| Cast::new(&parameters, seed, &flags(parameters.style()))).collect();
    let all: Vec<usize> = (0..64).collect();
    for wrong in [&[0][..], &[63], &[31, 32], &[5, 6, 7, 40], &all] {
        let mut casts = honest.clone();
        let mut expected = vec![Ok(()); 64];
        for &place in wrong {
            casts[place] = casts[place].change(place as u64, |ballot| {
                ballot.proof.responses.z_p += Scalar::ONE;
            });
            expected[place] = fails_at(Equation::Bits);
        }
        assert_eq!(together(&casts), expected, "{wrong:?}");
    }
}

#[test]
fn unsigned_ballots_and_wrong_ones_in_one_batch_are_each_named_for_what_they_lack() {
    let parameters = parameters_of(BallotStyle::new(4, vec![at_most(3, 4)]).unwrap());
    let mut casts: Vec<_> =
        (0..16).map(|seed| Cast::new(&parameters, seed, &flags(parameters.style()))).collect();
    let mut expected = vec![Ok(()); 16];
    for place in [0, 3, 4, 15] {
        casts[place].statement.district += 1;
        expected[place] = NOT_SIGNED;
    }
    assert_eq!(together(&casts), expected);
    for place in [5, 14] {
        casts[place] = casts[place]
            .change(place as u64, |ballot| ballot.proof.responses.z_v = Some(Scalar::ONE));
        expected[place] = fails_at(Equation::Constraints);
    }
    casts[7] = casts[7].change(7, |ballot| ballot.proof.range = None);
    expected[7] = fails_at(Equation::Range);
    assert_eq!(together(&casts), expected);
}

/// Makes a ballot wrong by an amount.
type Change = fn(&mut SealedBallot, Scalar);

/// Proofs that are wrong by opposite amounts. The sum of their equations is neutral.
#[test]
fn two_wrong_proofs_that_cancel_under_equal_weights_are_both_found() {
    let parameters = parameters_of(BallotStyle::new(3, vec![]).unwrap());
    let honest: Vec<_> = (0..4).map(|seed| Cast::new(&parameters, seed, &[true; 3])).collect();
    let cases: [(Change, Equation); 2] = [
        (|ballot, amount| ballot.proof.responses.z_x += amount, Equation::Commitment),
        (|ballot, amount| ballot.proof.responses.z_p += amount, Equation::Bits),
    ];
    for (change, equation) in cases {
        let mut casts = honest.clone();
        casts[1] = honest[1].change(1, |ballot| change(ballot, Scalar::ONE));
        casts[3] = honest[3].change(3, |ballot| change(ballot, -Scalar::ONE));
        let votes: Vec<_> = casts.iter().map(Cast::vote).collect();
        assert!(vanishes_under(&votes, &[Scalar::from(5u64); EQUATIONS]), "the attack works");
        let wrong = fails_at(equation);
        assert_eq!(together(&casts), [Ok(()), wrong, Ok(()), wrong]);
    }
}

#[test]
fn two_equations_of_one_ballot_that_cancel_under_equal_weights_are_found() {
    let parameters = parameters_of(BallotStyle::new(3, vec![]).unwrap());
    let honest: Vec<_> = (0..2).map(|seed| Cast::new(&parameters, seed, &[true; 3])).collect();
    let twisted = honest[1].change(1, |ballot| {
        ballot.proof.responses.z_x += Scalar::ONE;
        ballot.proof.responses.z_p -= Scalar::ONE;
    });
    assert!(vanishes_under(&[twisted.vote()], &[Scalar::ONE; EQUATIONS]), "the attack works");
    assert_eq!(together(&[honest[0].clone(), twisted]), [Ok(()), fails_at(Equation::Commitment)]);
}

#[test]
fn two_wrong_signatures_that_cancel_under_equal_weights_are_both_found() {
    let parameters = parameters_of(BallotStyle::new(3, vec![at_most(3, 3)]).unwrap());
    let mut casts: Vec<_> = (0..3).map(|seed| Cast::new(&parameters, seed, &[true; 3])).collect();
    for (place, amount) in [(0, Scalar::ONE), (2, -Scalar::ONE)] {
        let mut bytes = casts[place].signature.to_bytes();
        let z = Scalar::from_canonical_bytes(bytes[32..].try_into().unwrap()).unwrap();
        bytes[32..].copy_from_slice((z + amount).as_bytes());
        casts[place].signature = CastSignature::from_bytes(&bytes).unwrap();
    }
    let votes: Vec<_> = casts.iter().map(Cast::vote).collect();
    assert!(vanishes_under(&votes, &[Scalar::ONE; EQUATIONS]), "the attack works");
    assert_eq!(together(&casts), [NOT_SIGNED, Ok(()), NOT_SIGNED]);
}
