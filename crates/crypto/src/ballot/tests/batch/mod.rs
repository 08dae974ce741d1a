//! Cast ballots checked together: for each what the check of it alone says.

mod wrong;

use alloc::vec;
use alloc::vec::Vec;

use curve25519_dalek::scalar::Scalar;
use isoloir_encoding::{Decode, Encode, Reader};

use super::*;
use crate::ballot::batch::{EQUATIONS, vanishes_under};
use crate::ballot::{
    BallotError, BallotTracker, CastError, CastVote, Choices, Equation, SealedBallot, verify_batch,
};
use crate::credential::{CastSignature, CastStatement};
use crate::group::Point;
use crate::knowledge::NotKnown;
use crate::tests::Element;

/// A ballot with all that goes into a batch.
#[derive(Clone)]
struct Cast<'a> {
    parameters: &'a BallotParameters,
    credential: NonIdentityPoint,
    ballot: SealedBallot,
    statement: CastStatement,
    signature: CastSignature,
}

impl<'a> Cast<'a> {
    fn new(parameters: &'a BallotParameters, seed: u64, flags: &[bool]) -> Self {
        let choices = Choices::new(parameters.style(), flags).unwrap();
        let ballot = parameters.seal(&credential(seed), &choices, &mut rng(seed)).0;
        Self::signed(parameters, seed, ballot)
    }

    /// Any sealed ballot, signed as it is.
    fn signed(parameters: &'a BallotParameters, seed: u64, ballot: SealedBallot) -> Self {
        let voter = credential(seed);
        let statement = CastStatement {
            fingerprint: *parameters.fingerprint(),
            district: parameters.district(),
            previous: BallotTracker::NONE,
            tracker: ballot.tracker(parameters, voter.public()),
        };
        let signature = voter.cast(&statement, &mut rng(seed));
        Self { parameters, credential: *voter.public(), ballot, statement, signature }
    }

    fn vote(&self) -> CastVote<'_> {
        CastVote {
            parameters: self.parameters,
            credential: &self.credential,
            ballot: &self.ballot,
            statement: self.statement.clone(),
            signature: &self.signature,
        }
    }

    fn alone(&self) -> Result<(), CastError> {
        self.vote().verify(&mut rng(11))
    }

    /// The same with this change of the ballot, signed anew.
    fn change(&self, seed: u64, change: impl FnOnce(&mut SealedBallot)) -> Self {
        let mut ballot = self.ballot.clone();
        change(&mut ballot);
        Self::signed(self.parameters, seed, ballot)
    }

    /// All ways to put something else, which is still canonical, in the place of one element.
    fn with_other_element(&self, seed: u64, index: usize) -> Vec<Self> {
        let style = self.parameters.style();
        let bytes = self.ballot.to_bytes();
        let place = 32 * index..32 * (index + 1);
        let old: [u8; 32] = bytes[place.clone()].try_into().unwrap();
        let kind = encoding::layout(style).swap_remove(index);
        let moved = match kind {
            Element::Scalar => {
                (Scalar::from_canonical_bytes(old).unwrap() + Scalar::ONE).to_bytes()
            }
            _ => {
                let point = Point::from_canonical_bytes(old).unwrap();
                *Point::new(point.element() + Point::basepoint().element()).as_bytes()
            }
        };
        let others = [moved, [0; 32]].into_iter().filter(|other| *other != old);
        others
            .filter_map(|other| {
                let mut changed = bytes.clone();
                changed[place.clone()].copy_from_slice(&other);
                let ballot = SealedBallot::read(&mut Reader::new(&changed), style).ok()?;
                Some(Self::signed(self.parameters, seed, ballot))
            })
            .collect()
    }
}

/// The equations of a ballot, cast by the voter of `seed`, that do not hold in a batch.
pub(super) fn broken(
    parameters: &BallotParameters,
    seed: u64,
    ballot: &SealedBallot,
) -> Vec<Equation> {
    let cast = Cast::signed(parameters, seed, ballot.clone());
    let equations = [
        Some(Equation::Randomness),
        Some(Equation::Message),
        Some(Equation::Commitment),
        Some(Equation::Bits),
        Some(Equation::Constraints),
        Some(Equation::Range),
        Some(Equation::Range),
        None,
    ];
    let mut broken = Vec::new();
    for (index, equation) in equations.into_iter().enumerate() {
        if !vanishes_under(&[cast.vote()], &only(index)) {
            broken.push(equation.expect("it was signed"));
        }
    }
    broken.dedup();
    broken
}

/// Weights that leave one equation alone.
fn only(index: usize) -> [Scalar; EQUATIONS] {
    let mut weights = [Scalar::ZERO; EQUATIONS];
    weights[index] = Scalar::ONE;
    weights
}

fn together(casts: &[Cast<'_>]) -> Vec<Result<(), CastError>> {
    let votes: Vec<_> = casts.iter().map(Cast::vote).collect();
    verify_batch(&votes, &mut rng(13))
}

fn fails_at(equation: Equation) -> Result<(), CastError> {
    Err(CastError::Proof(BallotError { equation }))
}

const NOT_SIGNED: Result<(), CastError> = Err(CastError::Signature(NotKnown));

/// Styles without constraints, with one and with three, and all widths of the range proof.
fn styles() -> Vec<BallotStyle> {
    let wide = |greatest| BallotStyle::new(2, vec![at_most(greatest, 2)]).unwrap();
    let three = vec![budget(100, &[60, 50, 40, 10, 0]), at_least(1, 5), at_most(4, 5)];
    vec![
        BallotStyle::new(1, vec![]).unwrap(),
        BallotStyle::new(7, vec![]).unwrap(),
        wide(2),
        wide(1 << 9),
        wide(1 << 20),
        wide(i64::MAX),
        BallotStyle::new(5, three).unwrap(),
        BallotStyle::new(3, vec![budget(70_000, &[1, 2, 3]), at_most(2, 3)]).unwrap(),
        BallotStyle::new(2, vec![at_most(2, 2); 5]).unwrap(),
    ]
}

/// Flags that meet every constraint of [`styles`].
fn flags(style: &BallotStyle) -> Vec<bool> {
    (0..style.slots()).map(|slot| slot == 1 || style.slots() == 1).collect()
}

#[test]
fn every_equation_of_honest_ballots_of_every_style_holds_by_itself_and_with_all_others() {
    let districts: Vec<_> = styles().into_iter().map(parameters_of).collect();
    let mut casts = Vec::new();
    for (seed, parameters) in (1..).zip(&districts) {
        let flags = flags(parameters.style());
        casts.push(Cast::new(parameters, seed, &flags));
        casts.push(Cast::new(parameters, 100 + seed, &flags));
    }
    for (index, cast) in casts.iter().enumerate() {
        assert_eq!(cast.alone(), Ok(()), "{index}");
        for equation in 0..EQUATIONS {
            assert!(vanishes_under(&[cast.vote()], &only(equation)), "{index}, {equation}");
        }
    }
    let votes: Vec<_> = casts.iter().map(Cast::vote).collect();
    assert!(vanishes_under(&votes, &[Scalar::ONE; EQUATIONS]), "one sum is enough");
    assert_eq!(together(&casts), vec![Ok(()); casts.len()]);
}

#[test]
fn an_empty_batch_holds() {
    assert_eq!(verify_batch(&[], &mut rng(1)), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_batch_says_of_each_ballot_what_the_check_of_it_alone_says(
        style in any_style(),
        flags in prop::collection::vec(any::<bool>(), 8),
        place in 0usize..5,
        element in any::<prop::sample::Index>(),
        signed in any::<bool>(),
    ) {
        let parameters = parameters_of(style);
        let flags = &flags[..parameters.keys().len()];
        prop_assume!(Choices::new(parameters.style(), flags).is_ok());
        let casts: Vec<_> = (0..5).map(|seed| Cast::new(&parameters, seed, flags)).collect();
        prop_assert_eq!(together(&casts), vec![Ok(()); 5]);

        let element = element.index(encoding::layout(parameters.style()).len());
        for mut changed in casts[place].with_other_element(place as u64, element) {
            if !signed {
                changed.statement = casts[place].statement.clone();
                changed.statement.tracker =
                    changed.ballot.tracker(&parameters, &changed.credential);
                changed.signature = casts[place].signature.clone();
            }
            let mut casts = casts.clone();
            casts[place] = changed;
            let expected: Vec<_> = casts.iter().map(Cast::alone).collect();
            prop_assert_eq!(expected[place] == NOT_SIGNED, !signed);
            prop_assert_eq!(expected.iter().filter(|outcome| outcome.is_ok()).count(), 4);
            prop_assert_eq!(together(&casts), expected);
        }
    }
}

#[test]
fn a_ballot_with_any_element_changed_is_named_with_its_equation_and_the_others_pass() {
    for style in styles().into_iter().skip(5) {
        let parameters = parameters_of(style);
        let flags = flags(parameters.style());
        let honest: Vec<_> = (0..3).map(|seed| Cast::new(&parameters, seed, &flags)).collect();
        let mut named = Vec::new();
        for index in 0..encoding::layout(parameters.style()).len() {
            for changed in honest[1].with_other_element(1, index) {
                let Err(CastError::Proof(error)) = changed.alone() else {
                    panic!("element {index} is not checked");
                };
                named.push(error.equation);
                let casts = [honest[0].clone(), changed, honest[2].clone()];
                let expected = [Ok(()), fails_at(error.equation), Ok(())];
                assert_eq!(together(&casts), expected, "element {index}");
            }
        }
        named.sort_unstable();
        named.dedup();
        assert_eq!(named.len(), 6 - usize::from(!named.contains(&Equation::Constraints)));
    }
}

#[test]
fn a_signature_that_is_changed_or_for_something_else_is_named_and_the_others_pass() {
    let parameters = parameters_of(BallotStyle::new(5, vec![at_most(3, 5)]).unwrap());
    let flags = flags(parameters.style());
    let honest: Vec<_> = (0..4).map(|seed| Cast::new(&parameters, seed, &flags)).collect();
    let altered = |change: &dyn Fn(&mut Cast<'_>)| {
        let mut casts = honest.clone();
        change(&mut casts[2]);
        assert_eq!(casts[2].alone(), NOT_SIGNED);
        assert_eq!(together(&casts), [Ok(()), Ok(()), NOT_SIGNED, Ok(())]);
    };
    let with_bytes = |cast: &mut Cast<'_>, at: usize, element: &[u8; 32]| {
        let mut bytes = cast.signature.to_bytes();
        bytes[at..at + 32].copy_from_slice(element);
        cast.signature = CastSignature::from_bytes(&bytes).unwrap();
    };
    altered(&|cast| with_bytes(cast, 0, Point::basepoint().as_bytes()));
    altered(&|cast| with_bytes(cast, 0, &[0; 32]));
    altered(&|cast| with_bytes(cast, 32, &[0; 32]));
    altered(&|cast| with_bytes(cast, 32, Scalar::ONE.as_bytes()));
    altered(&|cast| cast.signature = honest[1].signature.clone());
    altered(&|cast| cast.credential = *credential(1).public());
    altered(&|cast| cast.statement.fingerprint[31] ^= 1);
    altered(&|cast| cast.statement.district += 1);
    altered(&|cast| cast.statement.previous = honest[1].statement.tracker);
    altered(&|cast| cast.statement.tracker = BallotTracker::NONE);
}

#[test]
fn a_ballot_of_another_voter_district_election_key_or_style_is_named_in_a_batch() {
    let style = || BallotStyle::new(5, vec![budget(100, &[60, 50, 40, 10, 0])]).unwrap();
    let parameters = parameters_of(style());
    let flags = flags(parameters.style());
    let keys = parameters.keys().to_vec();
    let mut swapped = keys.clone();
    swapped.swap(0, 4);
    let richer = BallotStyle::new(5, vec![budget(101, &[60, 50, 40, 10, 0])]).unwrap();
    let more = BallotStyle::new(5, vec![at_most(5, 5), at_most(4, 5)]).unwrap();
    let free = BallotStyle::new(5, vec![]).unwrap();
    let with = |fingerprint, district, style, keys: &[NonIdentityPoint]| {
        BallotParameters::new(fingerprint, district, style, keys).unwrap()
    };
    let others = [
        with([8; 32], 3, style(), &keys),
        with([7; 32], 4, style(), &keys),
        with([7; 32], 3, style(), &swapped),
        with([7; 32], 3, richer, &keys),
        with([7; 32], 3, more, &keys),
        with([7; 32], 3, free, &keys),
        with([7; 32], 3, BallotStyle::new(4, vec![at_most(4, 4)]).unwrap(), &keys),
    ];
    let honest: Vec<_> = (0..3).map(|seed| Cast::new(&parameters, seed, &flags)).collect();
    for (index, other) in others.iter().enumerate() {
        let moved = Cast::signed(other, 1, honest[1].ballot.clone());
        assert!(moved.alone().is_err(), "{index}");
        let casts = [honest[0].clone(), moved.clone(), honest[2].clone()];
        assert_eq!(together(&casts), [Ok(()), moved.alone(), Ok(())], "{index}");
    }
    let copied = Cast::signed(&parameters, 2, honest[1].ballot.clone());
    let casts = [honest[1].clone(), copied];
    assert_eq!(together(&casts), [Ok(()), fails_at(Equation::Randomness)]);
}

#[test]
fn a_ballot_that_has_not_the_shape_of_its_style_does_not_disturb_the_others() {
    let parameters = parameters_of(BallotStyle::new(3, vec![at_most(3, 3)]).unwrap());
    let wide = parameters_of(BallotStyle::new(3, vec![at_most(300, 3)]).unwrap());
    let wider = Cast::new(&wide, 1, &[true; 3]).ballot;
    let honest = Cast::new(&parameters, 1, &[true; 3]);
    let changes: [&dyn Fn(&mut SealedBallot); 8] = [
        &|ballot| ballot.proof.range = None,
        &|ballot| ballot.proof.range = wider.proof.range.clone(),
        &|ballot| ballot.proof.nonces.e = None,
        &|ballot| ballot.proof.responses.z_v = None,
        &|ballot| ballot.proof.commitments.v.clear(),
        &|ballot| ballot.proof.responses.f.truncate(1),
        &|ballot| ballot.ciphertext.y.truncate(2),
        &|ballot| ballot.ciphertext.y.push(Point::identity()),
    ];
    for (index, change) in changes.into_iter().enumerate() {
        let changed = honest.change(1, change);
        assert!(changed.alone().is_err(), "{index}");
        let casts = [honest.clone(), changed.clone(), honest.clone()];
        assert_eq!(together(&casts), [Ok(()), changed.alone(), Ok(())], "{index}");
    }
}

#[test]
fn ballots_of_several_elections_and_districts_hold_in_one_batch() {
    let mut districts: Vec<_> = styles().into_iter().map(parameters_of).collect();
    for style in styles() {
        let keys: Vec<_> =
            (50..50 + u64::from(style.slots())).map(|seed| *credential(seed).public()).collect();
        districts.push(BallotParameters::new([9; 32], 1, style, &keys).unwrap());
    }
    let casts: Vec<_> = (0..)
        .zip(&districts)
        .map(|(seed, parameters)| Cast::new(parameters, seed, &flags(parameters.style())))
        .collect();
    assert_eq!(together(&casts), vec![Ok(()); casts.len()]);
    for place in [0, 7, casts.len() - 1] {
        let mut casts = casts.clone();
        casts[place] = casts[place].change(place as u64, |ballot| {
            ballot.proof.responses.z_x += Scalar::ONE;
        });
        let mut expected = vec![Ok(()); casts.len()];
        expected[place] = fails_at(Equation::Commitment);
        assert_eq!(together(&casts), expected);
    }
}
