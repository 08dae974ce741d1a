//! Points: weights, and tallies by project.

use curve25519_dalek::{RistrettoPoint, Scalar};

use super::prover::Prover;
use crate::crypto::generators::bases;
use crate::crypto::group::Point;
use crate::crypto::msm::Affine;
use crate::crypto::points::Points;
use crate::crypto::tally::{Contribution, Counter, Sums, TallyError};
use crate::wire::Reader;

fn points(most: u8) -> Points {
    Points::new(most).unwrap()
}

fn weights(most: u8) -> Vec<u8> {
    points(most).weights().collect()
}

#[test]
fn the_weights_are_those_of_the_text() {
    assert_eq!(weights(1), [1]);
    assert_eq!(weights(2), [1, 1]);
    assert_eq!(weights(3), [1, 2]);
    assert_eq!(weights(7), [1, 2, 4]);
    assert_eq!(weights(8), [1, 2, 4, 1]);
    assert_eq!(weights(10), [1, 2, 4, 3]);
    assert_eq!(weights(15), [1, 2, 4, 8]);
    assert_eq!(weights(255), [1, 2, 4, 8, 16, 32, 64, 128]);
    assert_eq!(Points::new(0), None);
    assert_eq!(Points::CHOSEN_OR_NOT, points(1));
}

#[test]
fn every_number_of_points_is_a_sum_of_weights_and_none_above() {
    for most in 1..=u8::MAX {
        let weights = weights(most);
        assert_eq!(weights.len(), points(most).slots());
        let mut reached = vec![false; 256];
        for bits in 0..1_u32 << weights.len() {
            let set = weights.iter().enumerate().filter(|(e, _)| bits >> e & 1 == 1);
            reached[set.map(|(_, &weight)| usize::from(weight)).sum::<usize>()] = true;
        }
        let expected: Vec<bool> = (0..256).map(|sum| sum <= usize::from(most)).collect();
        assert_eq!(reached, expected, "{most}");
    }
}

#[test]
fn choices_of_slots_are_points_of_projects() {
    let choices = [true, false, true, true, false, true, false, false, false, false, false, true];
    assert_eq!(points(10).given(&choices), [8, 2, 3]);
    assert_eq!(points(3).given(&choices[..4]), [1, 3]);
    assert_eq!(points(1).given(&choices[..3]), [1, 0, 1]);
}

/// sum_e g_e Z_(p k + e), with scalars.
fn weighted(slots: &[Point], most: u8) -> Vec<RistrettoPoint> {
    let of = |slots: &[Point]| -> RistrettoPoint {
        let terms = slots.iter().zip(weights(most));
        terms.map(|(slot, weight)| slot.group() * Scalar::from(weight)).sum()
    };
    slots.chunks(points(most).slots()).map(of).collect()
}

#[test]
fn points_of_slots_are_summed_by_weight_for_each_project() {
    let mut prover = Prover::new(5);
    let slots: Vec<Point> = (0..16).map(|_| Point::new(prover.point())).collect();
    for most in [1, 2, 3, 9, 10, 255] {
        let sums = points(most).by_project(&slots[..2 * points(most).slots()]);
        let expected = weighted(&slots[..2 * points(most).slots()], most);
        assert_eq!(sums, expected.into_iter().map(Point::new).collect::<Vec<_>>(), "{most}");
    }
}

/// Sums of `ballots` ballots for keys of `slots` secrets, where slot j was set by `set[j]` of them.
fn sums(secrets: &[Scalar], set: &[u64], r: Scalar, ballots: u64) -> Sums {
    let affine = |point: RistrettoPoint| Point::new(point).affine();
    let y = secrets.iter().zip(set).map(|(secret, &set)| {
        let key = RistrettoPoint::mul_base(secret);
        affine(key * r + bases().h.group() * Scalar::from(set))
    });
    let ciphertext: Vec<Affine> =
        [affine(RistrettoPoint::mul_base(&r))].into_iter().chain(y).collect();
    let mut sums = Sums::neutral(secrets.len());
    sums.add_ciphertext(&ciphertext);
    let without_ballots = [&ballots.to_be_bytes()[..], &sums.encode()[8..]].concat();
    Sums::decode(&without_ballots, secrets.len()).unwrap()
}

/// The contribution of the only trustee, whose proof is none.
fn contribution(shares: impl Iterator<Item = RistrettoPoint>, projects: usize) -> Contribution {
    let mut bytes = vec![1];
    shares.for_each(|share| bytes.extend(share.compress().to_bytes()));
    bytes.extend([0; 96]);
    Contribution::read(&mut Reader::new(&bytes), projects).unwrap()
}

#[test]
fn counts_are_the_points_of_all_ballots_and_at_most_p_for_each() {
    let secrets: Vec<Scalar> = (11..19_u64).map(Scalar::from).collect();
    let r = Scalar::from(77_u64);
    // Weights 1, 2, 4, 3 of 10 points, by 5 ballots: 0 to 50 for each project.
    let counts = |set: [u64; 8]| {
        let tally = sums(&secrets, &set, r, 5).close(points(10));
        assert_eq!((tally.y().len(), tally.most(), tally.ballots()), (2, 50, 5));
        let a = tally.a().group();
        let secret = |slots: &[Scalar]| {
            let terms = slots.iter().zip(weights(10));
            terms.map(|(secret, weight)| secret * Scalar::from(weight)).sum::<Scalar>()
        };
        let shares = secrets.chunks(4).map(|slots| a * secret(slots));
        Counter::new(tally.most()).counts(&tally, 1, &[contribution(shares, 2)])
    };
    assert_eq!(counts([5, 0, 2, 1, 0, 0, 0, 0]), Ok(vec![16, 0]));
    assert_eq!(counts([5, 5, 5, 5, 1, 2, 3, 4]), Ok(vec![50, 29]));
    assert_eq!(counts([0; 8]), Ok(vec![0, 0]));
    let too_many = TallyError::Count { project: 1, most: 50 };
    assert_eq!(counts([0, 0, 0, 0, 6, 5, 5, 5]), Err(too_many));
}

#[test]
fn counts_that_could_be_above_2_to_the_32_are_refused() {
    let secret = [Scalar::from(3_u64)];
    let counted = |ballots| {
        let tally = sums(&[secret[0]; 8], &[0; 8], Scalar::ONE, ballots).close(points(255));
        let share = tally.y()[0].group();
        Counter::new(16).counts(&tally, 1, &[contribution([*share].into_iter(), 1)])
    };
    assert_eq!(counted((1 << 32) / 255), Ok(vec![0]));
    let most = ((1 << 32) / 255 + 1) * 255;
    assert_eq!(counted(most / 255), Err(TallyError::TooMany(most)));
}
