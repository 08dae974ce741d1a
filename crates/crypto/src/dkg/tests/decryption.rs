//! Partial decryptions that are false, moved, too few, or of a tally that holds no counts.

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use isoloir_encoding::{Decode, Encode, Reader};
use rand_core::RngCore;

use super::*;
use crate::ballot::Ciphertext;
use crate::dkg::{ElectionKeys, KeyShare};
use crate::equality::NotEqual;
use crate::generators::message_base;
use crate::group::{NonIdentityPoint, Point};
use crate::points::PointScale;
use crate::tally::{
    ClosedTally, CombineError, DecryptionContext, EncryptedTally, PartialDecryption,
    VerifiedDecryption,
};

const SLOTS: u16 = 3;

/// Three of five trustees decrypt.
struct Staged {
    shares: Vec<KeyShare>,
    keys: ElectionKeys,
}

impl Staged {
    fn new() -> Self {
        let (recipients, round) = complete(&parameters(5, 3, SLOTS));
        let confirm = |recipient: Recipient| recipient.confirm(&round, &mut rng()).unwrap();
        Self { shares: recipients.into_iter().map(confirm).collect(), keys: round.keys().clone() }
    }

    /// A tally of one ciphertext for each of these lists of messages.
    fn tally(&self, ballots: &[[i64; 3]]) -> ClosedTally {
        self.tally_on(EncryptedTally::empty(SLOTS, PointScale::CHOICE), ballots)
    }

    fn tally_on(&self, mut tally: EncryptedTally, ballots: &[[i64; 3]]) -> ClosedTally {
        let mut rng = ChaCha20Rng::seed_from_u64(ballots.len() as u64);
        for messages in ballots {
            let r = Scalar::from(rng.next_u64());
            let a = Point::new(RistrettoPoint::mul_base(&r));
            let slots = self.keys.public().iter().zip(messages);
            let y = slots.map(|(key, &x)| {
                let x = Scalar::from(x.unsigned_abs()) * sign(x);
                Point::new(r * key.element() + x * message_base().element())
            });
            tally.add(&Ciphertext { a: NonIdentityPoint::new(a).unwrap(), y: y.collect() });
        }
        tally.seal()
    }

    fn decrypt(&self, trustee: usize, tally: &ClosedTally) -> PartialDecryption {
        self.shares[trustee - 1].decrypt(&context(), &self.keys, tally, &mut rng())
    }

    fn verify(
        &self,
        made: PartialDecryption,
        tally: &ClosedTally,
    ) -> Result<VerifiedDecryption, NotEqual> {
        made.verify(&context(), &self.keys, tally)
    }
}

fn sign(x: i64) -> Scalar {
    if x < 0 { -Scalar::ONE } else { Scalar::ONE }
}

fn context() -> DecryptionContext {
    DecryptionContext { fingerprint: [2; 32], district: 0, close_root: [3; 32] }
}

/// The contribution with D_j moved by `by` G.
fn moved(made: &PartialDecryption, slot: usize, by: Scalar) -> PartialDecryption {
    let mut bytes = made.to_bytes();
    let place = 1 + 32 * slot..33 + 32 * slot;
    let share = Point::from_bytes(&bytes[place.clone()]).unwrap();
    let share = Point::new(share.element() + by * Point::basepoint().element());
    bytes[place].copy_from_slice(share.as_bytes());
    PartialDecryption::read(&mut Reader::new(&bytes), SLOTS).unwrap()
}

/// The shares of one contribution with the proof of another.
fn spliced(shares: &PartialDecryption, proof: &PartialDecryption) -> PartialDecryption {
    let (mut bytes, proof) = (shares.to_bytes(), proof.to_bytes());
    let place = 1 + 32 * usize::from(SLOTS);
    bytes[place..].copy_from_slice(&proof[place..]);
    PartialDecryption::read(&mut Reader::new(&bytes), SLOTS).unwrap()
}

#[test]
fn one_wrong_share_among_many_is_refused() {
    let staged = Staged::new();
    let tally = staged.tally(&[[1, 0, 1], [1, 1, 0]]);
    let made = staged.decrypt(1, &tally);
    assert!(staged.verify(made.clone(), &tally).is_ok());
    for slot in 0..3 {
        let wrong = moved(&made, slot, Scalar::ONE);
        assert_eq!(staged.verify(wrong, &tally).err(), Some(NotEqual), "slot {slot}");
    }
    // Two errors that cancel without weights.
    let wrong = moved(&moved(&made, 0, Scalar::ONE), 1, -Scalar::ONE);
    assert!(staged.verify(wrong, &tally).is_err());
}

#[test]
fn shares_of_swapped_slots_are_refused() {
    let staged = Staged::new();
    let tally = staged.tally(&[[1, 0, 1], [1, 1, 0]]);
    let mut bytes = staged.decrypt(2, &tally).to_bytes();
    let (first, second) = bytes[1..65].split_at_mut(32);
    first.swap_with_slice(second);
    let swapped = PartialDecryption::read(&mut Reader::new(&bytes), SLOTS).unwrap();
    assert_eq!(staged.verify(swapped, &tally).err(), Some(NotEqual));
}

#[test]
fn contributions_whose_errors_cancel_in_the_sum_are_refused_each() {
    let staged = Staged::new();
    let tally = staged.tally(&[[1, 0, 1]]);
    // lambda_1 = 3 and lambda_2 = -3 for trustees 1, 2, 3: the sum is what it should be.
    let wrong = [1, 2].map(|trustee| moved(&staged.decrypt(trustee, &tally), 0, Scalar::ONE));
    let right: Vec<VerifiedDecryption> = [3, 4, 5]
        .map(|trustee| staged.verify(staged.decrypt(trustee, &tally), &tally).unwrap())
        .to_vec();
    for wrong in wrong {
        assert_eq!(staged.verify(wrong, &tally).err(), Some(NotEqual));
    }
    assert_eq!(tally.combine(&staged.keys, &right), Ok([1, 0, 1].to_vec()));
}

#[test]
fn a_proof_does_not_move_to_another_tally_trustee_or_shares() {
    let staged = Staged::new();
    let tally = staged.tally(&[[1, 0, 1], [1, 1, 0]]);
    let other = staged.tally(&[[1, 0, 1], [1, 1, 0], [0, 0, 1]]);
    let [here, there] = [&tally, &other].map(|tally| staged.decrypt(1, tally));
    assert!(staged.verify(here.clone(), &other).is_err());
    assert!(staged.verify(spliced(&there, &here), &other).is_err());
    assert!(staged.verify(spliced(&here, &there), &tally).is_err());
    assert!(staged.verify(spliced(&here, &staged.decrypt(2, &tally)), &tally).is_err());
    for index in [2, 3, 6, 32] {
        let mut bytes = here.to_bytes();
        bytes[0] = index;
        let claimed = PartialDecryption::read(&mut Reader::new(&bytes), SLOTS).unwrap();
        assert!(staged.verify(claimed, &tally).is_err(), "as trustee {index}");
    }
    for index in [0, 33] {
        let mut bytes = here.to_bytes();
        bytes[0] = index;
        assert!(PartialDecryption::read(&mut Reader::new(&bytes), SLOTS).is_err());
    }
}

#[test]
fn a_tally_with_the_same_a_but_other_messages_needs_a_proof_of_its_own() {
    // Y* does not enter the equations of the proof, only what it is bound to.
    let staged = Staged::new();
    let [tally, other] = [[1, 0, 1], [1, 1, 1]].map(|messages| staged.tally(&[messages]));
    assert_eq!(tally.a(), other.a());
    assert!(staged.verify(staged.decrypt(1, &tally), &other).is_err());
}

#[test]
fn a_contribution_with_a_share_too_many_or_too_few_is_refused() {
    let staged = Staged::new();
    let tally = staged.tally(&[[1, 0, 1]]);
    let bytes = staged.decrypt(1, &tally).to_bytes();
    let shares = |slots: usize| {
        let mut cut = bytes[..1 + 32 * 3].to_vec();
        cut.resize(1 + 32 * slots, 0);
        cut.extend_from_slice(&bytes[1 + 32 * 3..]);
        PartialDecryption::read(&mut Reader::new(&cut), slots as u16).unwrap()
    };
    assert!(staged.verify(shares(3), &tally).is_ok());
    for slots in [0, 1, 2, 4, 100] {
        assert_eq!(staged.verify(shares(slots), &tally).err(), Some(NotEqual), "{slots} shares");
    }
}

#[test]
fn fewer_than_t_trustees_learn_nothing_and_repeating_one_does_not_help() {
    let staged = Staged::new();
    let tally = staged.tally(&[[1, 0, 1]]);
    let verified = |trustee| staged.verify(staged.decrypt(trustee, &tally), &tally).unwrap();
    let few = |valid| Err(CombineError::TooFew { valid, threshold: 3 });
    assert_eq!(tally.combine(&staged.keys, &[]), few(0));
    assert_eq!(tally.combine(&staged.keys, &[verified(5), verified(1)]), few(2));
    let repeated = [verified(5), verified(1), verified(5), verified(1)];
    assert_eq!(tally.combine(&staged.keys, &repeated), few(2));
    let enough = [verified(5), verified(5), verified(1), verified(2)];
    assert_eq!(tally.combine(&staged.keys, &enough), Ok([1, 0, 1].to_vec()));
}

#[test]
fn sums_that_are_no_counts_are_found_and_their_slot_is_named() {
    let staged = Staged::new();
    let combine = |ballots: &[[i64; 3]]| {
        let tally = staged.tally(ballots);
        let verified = [1, 3, 5]
            .map(|trustee| staged.verify(staged.decrypt(trustee, &tally), &tally).unwrap());
        tally.combine(&staged.keys, &verified)
    };
    assert_eq!(combine(&[]), Ok([0, 0, 0].to_vec()), "nobody voted");
    assert_eq!(combine(&[[1, 1, 0]]), Ok([1, 1, 0].to_vec()));
    for (slot, messages) in [[2, 0, 0], [1, 1_000, 0], [0, 1, -1], [-1, 0, 0]].iter().enumerate() {
        assert_eq!(combine(&[*messages]), Err(CombineError::NoCount { project: slot % 3 }));
    }
    assert_eq!(combine(&[[2, 0, 0], [0, 0, 0]]), Ok([2, 0, 0].to_vec()), "at most the ballots");
}

/// One project of three slots, of the weights 1, 2, 2: five points.
fn five_points() -> EncryptedTally {
    EncryptedTally::empty(1, PointScale::new(5.try_into().unwrap()))
}

#[test]
fn the_slots_of_a_project_are_decrypted_as_one_weighted_sum() {
    let staged = Staged::new();
    let tally = staged.tally_on(five_points(), &[[1, 1, 1], [1, 0, 0], [0, 0, 1]]);
    assert_eq!(tally.y().len(), 1);
    let made = [5, 1, 4].map(|trustee| staged.decrypt(trustee, &tally));
    assert_eq!(made[0].to_bytes().len(), 32 + 97);
    let verified = made.map(|made| staged.verify(made, &tally).unwrap());
    assert_eq!(tally.combine(&staged.keys, &verified), Ok([8].to_vec()));
}

#[test]
fn two_ways_to_say_the_same_points_give_the_same_count() {
    let staged = Staged::new();
    let count = |ballots: &[[i64; 3]]| {
        let tally = staged.tally_on(five_points(), ballots);
        let verified = [1, 2, 3]
            .map(|trustee| staged.verify(staged.decrypt(trustee, &tally), &tally).unwrap());
        tally.combine(&staged.keys, &verified)
    };
    assert_eq!(count(&[[0, 1, 0]]), count(&[[0, 0, 1]]));
    assert_eq!(count(&[[1, 1, 1]]), Ok([5].to_vec()), "all that one ballot can give");
    let more_than_a_ballot_gives = [[1, 1, 2], [0, 3, 0], [-1, 0, 0]];
    for messages in more_than_a_ballot_gives {
        assert_eq!(count(&[messages]), Err(CombineError::NoCount { project: 0 }));
    }
}

#[test]
fn a_decryption_of_one_slot_is_not_one_of_the_project() {
    let staged = Staged::new();
    let ballots = [[1, 1, 1], [1, 0, 0]];
    let project = staged.tally_on(five_points(), &ballots);
    let made = staged.decrypt(2, &staged.tally(&ballots)).to_bytes();
    // Trustee 2's share of the first slot's sum, with the proof for all three slots.
    let alone = [&made[..33], &made[97..]].concat();
    let alone = PartialDecryption::read(&mut Reader::new(&alone), 1).unwrap();
    assert_eq!(staged.verify(alone, &project).err(), Some(NotEqual));
}
