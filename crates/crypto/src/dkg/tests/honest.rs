//! What must work: any t trustees decrypt what was encrypted to the keys, and fewer do not.

use alloc::vec::Vec;

use curve25519_dalek::ristretto::RistrettoPoint;
use isoloir_encoding::{Decode, Encode, Reader};

use super::*;
use crate::ballot::{BallotParameters, BallotStyle, Choices};
use crate::credential::VoterCredential;
use crate::dkg::{Commitment, KeyShare, NotThisShare};
use crate::group::SecretScalar;
use crate::points::PointScale;
use crate::tally::{CombineError, DecryptionContext, EncryptedTally, PartialDecryption};

fn ceremony(trustees: u8, threshold: u8, slots: u16) -> (Vec<KeyShare>, DealRound) {
    let (recipients, round) = complete(&parameters(trustees, threshold, slots));
    let confirm = |recipient: Recipient| recipient.confirm(&round, &mut rng()).unwrap();
    (recipients.into_iter().map(confirm).collect(), round)
}

#[test]
fn each_share_belongs_to_its_verification_key() {
    for (trustees, threshold) in [(1, 1), (2, 2), (5, 3), (7, 1)] {
        let (shares, round) = ceremony(trustees, threshold, 3);
        for share in shares {
            let keys = round.keys().verification_keys(share.index());
            for (secret, key) in share.secrets().zip(keys) {
                assert_eq!(RistrettoPoint::mul_base(secret.expose()), *key.element());
            }
        }
    }
}

#[test]
fn a_stored_share_is_taken_up_only_by_its_trustee_in_its_election() {
    let (shares, round) = ceremony(3, 2, 4);
    let (_, other) = ceremony(3, 2, 3);
    let secrets = |share: &KeyShare| share.secrets().cloned().collect::<Vec<_>>();
    let (first, second) = (&shares[0], shares[1].index());
    let restored = KeyShare::restore(round.keys(), first.index(), secrets(first)).unwrap();
    assert_eq!(restored.index(), first.index());
    let refused = |keys, index, secrets| KeyShare::restore(keys, index, secrets).err();
    let mut short = secrets(first);
    short.pop();
    assert_eq!(refused(round.keys(), second, secrets(first)), Some(NotThisShare));
    assert_eq!(refused(round.keys(), first.index(), short), Some(NotThisShare));
    assert_eq!(refused(other.keys(), first.index(), secrets(first)), Some(NotThisShare));
    let unknown = TrusteeIndex::new(4).unwrap();
    assert_eq!(refused(round.keys(), unknown, Vec::new()), Some(NotThisShare));
}

#[test]
fn any_t_trustees_decrypt_the_sum_and_fewer_do_not() {
    let (shares, round) = ceremony(5, 3, 4);
    let keys = round.keys();
    let style = BallotStyle::new(4, Vec::new()).unwrap();
    let parameters = BallotParameters::new([2; 32], 0, style, keys.public()).unwrap();
    let mut rng = rng();
    let mut tally = EncryptedTally::empty(4, PointScale::CHOICE);
    for flags in
        [[true, false, true, false], [true, false, false, false], [true, true, true, false]]
    {
        let voter = VoterCredential::from_shares(&[SecretScalar::random(&mut rng)]).unwrap();
        let choices = Choices::new(parameters.style(), &flags).unwrap();
        tally.add(parameters.seal(&voter, &choices, &mut rng).0.ciphertext());
    }
    let tally = tally.seal();
    let context = DecryptionContext { fingerprint: [2; 32], district: 0, close_root: [3; 32] };
    let verified: Vec<_> = shares
        .iter()
        .map(|share| {
            let bytes = share.decrypt(&context, keys, &tally, &mut rng).to_bytes();
            let read = PartialDecryption::read(&mut Reader::new(&bytes), 4).unwrap();
            assert_eq!(read.to_bytes(), bytes);
            read.verify(&context, keys, &tally).unwrap()
        })
        .collect();
    for chosen in [[0, 1, 2], [4, 2, 0], [1, 3, 4]] {
        let chosen = chosen.map(|position| verified[position].clone());
        assert_eq!(tally.combine(keys, &chosen), Ok([3, 1, 2, 0].to_vec()));
    }
    let repeated = [verified[0].clone(), verified[0].clone(), verified[1].clone()];
    let too_few = Err(CombineError::TooFew { valid: 2, threshold: 3 });
    assert_eq!(tally.combine(keys, &repeated), too_few);
}

#[test]
fn a_decryption_is_refused_for_another_tally_district_close_or_trustee() {
    let (shares, round) = ceremony(3, 2, 2);
    let keys = round.keys();
    let empty = EncryptedTally::empty(2, PointScale::CHOICE).seal();
    let context = DecryptionContext { fingerprint: [2; 32], district: 0, close_root: [3; 32] };
    let made = shares[0].decrypt(&context, keys, &empty, &mut rng());
    assert!(made.clone().verify(&context, keys, &empty).is_ok(), "an empty district decrypts");

    let others = [
        DecryptionContext { fingerprint: [9; 32], ..context.clone() },
        DecryptionContext { district: 1, ..context.clone() },
        DecryptionContext { close_root: [9; 32], ..context.clone() },
    ];
    for other in &others {
        assert!(made.clone().verify(other, keys, &empty).is_err());
    }
    let mut bytes = made.to_bytes();
    bytes[0] = 2;
    let moved = PartialDecryption::read(&mut Reader::new(&bytes), 2).unwrap();
    assert!(moved.verify(&context, keys, &empty).is_err());
    bytes[0] = 9;
    let stranger = PartialDecryption::read(&mut Reader::new(&bytes), 2).unwrap();
    assert!(stranger.verify(&context, keys, &empty).is_err(), "an index above n");
}

#[test]
fn every_message_survives_its_encoding() {
    let parameters = parameters(3, 2, 960);
    let (dealers, round) = committed(&parameters);
    for dealer in &dealers {
        let bytes = dealer.commitment.to_bytes();
        assert_eq!(Commitment::from_bytes(&bytes).as_ref(), Ok(&dealer.commitment));
    }
    let mut round = round.finish().unwrap();
    let (dealers, parts) = opened(dealers, &round);
    assert_eq!(parts.len(), 6, "960 slots at threshold 2 take two parts each");
    for part in parts {
        let bytes = part.to_bytes();
        assert!(bytes.len() < 65_000, "{} bytes", bytes.len());
        let mut input = Reader::new(&bytes);
        assert_eq!(OpeningPart::read(&mut input, &parameters).as_ref(), Ok(&part));
        assert_eq!(input.remaining(), 0);
        round.accept(part).unwrap();
    }
    let round = round.finish().unwrap();
    let (_, deals) = dealt(dealers, &round);
    for deal in deals {
        let bytes = deal.to_bytes();
        assert_eq!(bytes.len(), 32 * 960 + 50);
        assert_eq!(Deal::read(&mut Reader::new(&bytes), &parameters), Ok(deal));
    }
}
