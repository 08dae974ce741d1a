//! Rounds 0 and 1: trustees that rush, copy, claim what they don't know, or speak out of turn.

use alloc::vec;

use curve25519_dalek::ristretto::RistrettoPoint;
use isoloir_encoding::{Decode, Encode, Reader, Writer};

use super::*;
use crate::dkg::polynomial::Polynomial;

use crate::dkg::{Commitment, DkgError, Round, Unconfirmed};
use crate::group::{NonIdentityPoint, Point, SecretScalar};
use crate::knowledge::KnowledgeProof;
use crate::tests::pairs;
use crate::transcript::Domain;

/// What a proof of possession is bound to.
fn context(election: u8, trustee: u8, first_slot: u16) -> Vec<u8> {
    let mut out = Writer::new();
    out.raw(&[election; 32]);
    out.u8(trustee);
    out.u16(first_slot);
    out.into_bytes()
}

fn possession(
    context: &[u8],
    constants: &[NonIdentityPoint],
    secrets: &[SecretScalar],
) -> KnowledgeProof {
    let domain = Domain::DEALING_POSSESSION;
    KnowledgeProof::prove(domain, context, constants, secrets, &mut rng())
}

/// The bytes of an opening's only part.
fn part(trustee: u8, slots: &[Vec<Point>], possession: &KnowledgeProof) -> Vec<u8> {
    let mut out = Writer::new();
    out.u8(trustee);
    out.u16(0);
    out.u16(slots.len() as u16);
    slots.iter().flatten().for_each(|point| point.encode(&mut out));
    possession.encode(&mut out);
    out.into_bytes()
}

fn read(bytes: &[u8], parameters: &CeremonyParameters) -> Option<OpeningPart> {
    let mut input = Reader::new(bytes);
    let part = OpeningPart::read(&mut input, parameters).ok()?;
    input.finish().ok().map(|()| part)
}

/// A ceremony whose last trustee made its opening after it had seen the others', hash and all: what
/// the last trustee's part meets then.
fn last_opens(
    parameters: &CeremonyParameters,
    forge: impl FnOnce(&[NonIdentityPoint]) -> Vec<u8>,
) -> Result<DealRound, DkgError> {
    let mut round = CommitRound::new(parameters.clone());
    let mut rng = rng();
    let mut parts = Vec::new();
    let mut constants = Vec::new();
    for trustee in 1..parameters.trustees() {
        let (dealer, commitment) = Dealer::start(parameters, index(trustee), &mut rng).unwrap();
        round.accept(commitment).unwrap();
        let constant = dealer.polynomials[0].constant_term();
        constants.push(NonIdentityPoint::from_secret(constant).unwrap());
        parts.extend(dealer.opening);
    }
    let last = index(parameters.trustees());
    let forged = read(&forge(&constants), parameters).unwrap();
    let opening = core::slice::from_ref(&forged);
    let (secrets, keys) = pairs(1, 91);
    let key_pair = (&secrets[0], keys[0]);
    round.accept(Commitment::new(parameters, last, opening, key_pair, &mut rng)).unwrap();
    let mut round = round.finish().unwrap();
    parts.into_iter().for_each(|part| round.accept(part).unwrap());
    round.accept(forged)?;
    round.finish()
}

fn blame(error: &DkgError, culprits: &[u8]) {
    let culprits: Vec<TrusteeIndex> = culprits.iter().map(|&culprit| index(culprit)).collect();
    assert_eq!(error.culprits(), culprits, "{error}");
}

#[test]
fn a_trustee_that_opens_something_else_after_it_saw_the_others_is_named() {
    let parameters = parameters(3, 2, 2);
    let (dealers, round) = committed(&parameters);
    let mut round = round.finish().unwrap();
    let (_, parts) = opened(dealers, &round);
    let (rushing, _) = Dealer::start(&parameters, index(3), &mut rng()).unwrap();
    for part in &parts[..2] {
        round.accept(part.clone()).unwrap();
    }
    for part in rushing.opening {
        let error = round.accept(part).unwrap_err();
        assert_eq!(error, DkgError::WrongOpening { trustee: index(3) });
        blame(&error, &[3]);
    }
    assert!(round.finish().is_err(), "the wrong opening was not kept");
}

#[test]
fn a_new_proof_for_the_same_polynomials_is_not_what_was_committed_to() {
    let parameters = parameters(1, 1, 1);
    let (dealer, commitment) = Dealer::start(&parameters, index(1), &mut rng()).unwrap();
    let mut round = CommitRound::new(parameters.clone());
    round.accept(commitment).unwrap();
    let mut round = round.finish().unwrap();
    let secret = dealer.polynomials[0].constant_term().clone();
    let constant = NonIdentityPoint::from_secret(&secret).unwrap();
    let proof = possession(&context(1, 1, 0), &[constant], &[secret]);
    let other = read(&part(1, &[vec![*constant]], &proof), &parameters).unwrap();
    assert_ne!(dealer.opening[0], other);
    assert_eq!(round.accept(other), Err(DkgError::WrongOpening { trustee: index(1) }));
}

#[test]
fn a_rogue_constant_term_gives_the_key_to_one_trustee_but_can_not_be_proved() {
    let (own_secrets, own) = pairs(1, 92);
    let rogue = |others: &[NonIdentityPoint]| {
        let others: RistrettoPoint = others.iter().map(|other| other.element()).sum();
        let rogue = NonIdentityPoint::new(Point::new(own[0].element() - others)).unwrap();
        assert_eq!(rogue.element() + others, *own[0].element(), "the key would be its own");
        rogue
    };
    let higher = *pairs(1, 93).1[0];
    let parameters = parameters(3, 2, 1);
    // It proves the rogue point by the logarithm of another, its own point, or nothing at all.
    let attempts = [(true, own_secrets.clone()), (false, own_secrets), (false, vec![])];
    for (about_rogue, secrets) in attempts {
        let error = last_opens(&parameters, |others| {
            let rogue = rogue(others);
            let claimed = if about_rogue { rogue } else { own[0] };
            let claimed = [claimed].into_iter().take(secrets.len()).collect::<Vec<_>>();
            let proof = possession(&context(1, 3, 0), &claimed, &secrets);
            part(3, &[vec![*rogue, higher]], &proof)
        });
        let error = error.unwrap_err();
        assert_eq!(error, DkgError::NoPossession { trustee: index(3) });
        blame(&error, &[3]);
    }
}

#[test]
fn a_proof_of_possession_does_not_move() {
    let parameters = parameters(3, 2, 1);
    let (secrets, constants) = pairs(1, 94);
    let higher = *pairs(1, 95).1[0];
    let open = |election, trustee, first_slot| {
        let proof = possession(&context(election, trustee, first_slot), &constants, &secrets);
        last_opens(&parameters, |_| part(3, &[vec![*constants[0], higher]], &proof)).map(|_| ())
    };
    assert_eq!(open(1, 3, 0), Ok(()));
    let missing = Err(DkgError::NoPossession { trustee: index(3) });
    assert_eq!(open(2, 3, 0), missing, "from another election");
    assert_eq!(open(1, 2, 0), missing, "from another trustee");
    assert_eq!(open(1, 3, 1), missing, "from another run of slots");
}

#[test]
fn anothers_dealing_is_not_opened_as_ones_own() {
    let parameters = parameters(2, 2, 1);
    // The other's opening, byte by byte, under the index of the copier.
    let (dealers, _) = committed(&parameters);
    let mut bytes = dealers[0].opening[0].to_bytes();
    bytes[0] = 2;
    let error = last_opens(&parameters, |_| bytes).unwrap_err();
    assert_eq!(error, DkgError::NoPossession { trustee: index(2) });
}

#[test]
fn a_degree_above_or_below_the_threshold_is_not_read() {
    let right = parameters(3, 2, 2);
    for wrong_threshold in [1, 3] {
        let wrong = parameters(3, wrong_threshold, 2);
        let polynomials: Vec<Polynomial> =
            (0..2).map(|_| Polynomial::random(wrong_threshold, &mut rng())).collect();
        let part = &OpeningPart::all(&wrong, index(1), &polynomials, &mut rng())[0];
        let bytes = part.to_bytes();
        assert!(read(&bytes, &wrong).is_some());
        assert_eq!(read(&bytes, &right), None, "threshold {wrong_threshold}");
        // The same points passed off as another number of slots.
        for count in [1, 2, 3, 4] {
            let mut bytes = bytes.clone();
            bytes[4] = count;
            if let Some(part) = read(&bytes, &right) {
                let mut round = committed(&right).1.finish().unwrap();
                assert!(round.accept(part).is_err(), "{count} slots");
            }
        }
    }
}

#[test]
fn a_part_of_no_slots_too_many_or_out_of_place_is_refused() {
    let parameters = parameters(1, 1, 2);
    let (secrets, constants) = pairs(3, 96);
    let open = |slots: usize, first_slot: u16| {
        let claimed = &constants[..slots];
        let proof = possession(&context(1, 1, first_slot), claimed, &secrets[..slots]);
        let points: Vec<Vec<Point>> = claimed.iter().map(|&c| vec![*c]).collect();
        let mut bytes = part(1, &points, &proof);
        bytes[1..3].copy_from_slice(&first_slot.to_be_bytes());
        let part = read(&bytes, &parameters)?;
        Some(committed(&parameters).1.finish().unwrap().accept(part))
    };
    assert_eq!(open(0, 0), None);
    let out_of_place = |slot| Some(Err(DkgError::PartOutOfPlace { trustee: index(1), slot }));
    assert_eq!(open(1, 0), out_of_place(0), "a slot is missing");
    assert_eq!(open(3, 0), out_of_place(0), "a slot too many");
    assert_eq!(open(2, 1), out_of_place(1));
    assert_eq!(open(2, u16::MAX), out_of_place(u16::MAX));
    let committed_to = Some(Err(DkgError::WrongOpening { trustee: index(1) }));
    assert_eq!(open(2, 0), committed_to, "in place, if not what was committed to");
}

#[test]
fn equal_keys_or_a_neutral_one_end_the_ceremony_without_a_culprit() {
    let (secrets, points) = pairs(1, 97);
    let same = [points[0], points[0]];
    let twice = [secrets[0].clone(), secrets[0].clone()];
    let error = last_opens(&parameters(1, 1, 2), |_| {
        part(1, &[vec![*same[0]], vec![*same[1]]], &possession(&context(1, 1, 0), &same, &twice))
    });
    let error = error.unwrap_err();
    assert_eq!(error, DkgError::DegenerateKey { slot: 1 });
    blame(&error, &[]);

    // All trustees together can make their sum vanish.
    let parameters = parameters(2, 1, 1);
    let secret = committed(&parameters).0[0].polynomials[0].constant_term().clone();
    let error = last_opens(&parameters, |others| {
        let opposite = SecretScalar::new(-secret.expose());
        let constant = NonIdentityPoint::from_secret(&opposite).unwrap();
        assert_eq!(*constant.element(), -others[0].element());
        part(2, &[vec![*constant]], &possession(&context(1, 2, 0), &[constant], &[opposite]))
    });
    assert_eq!(error.unwrap_err(), DkgError::DegenerateKey { slot: 0 });
}

#[test]
fn the_index_0_or_one_above_the_most_trustees_is_no_index() {
    for wrong in [0, 33, 255] {
        assert!(TrusteeIndex::new(wrong).is_err());
        assert!(TrusteeIndex::from_bytes(&[wrong]).is_err());
        let mut bytes = committed(&parameters(1, 1, 1)).0[0].commitment.to_bytes();
        bytes[0] = wrong;
        assert!(Commitment::from_bytes(&bytes).is_err());
    }
    for (trustees, threshold, slots) in
        [(0, 0, 1), (33, 1, 1), (3, 0, 1), (3, 4, 1), (3, 2, 0), (3, 2, 1_025)]
    {
        assert!(CeremonyParameters::new([1; 32], trustees, threshold, slots).is_err());
    }
}

#[test]
fn an_index_above_n_is_unknown_and_nobody_is_blamed() {
    let large = parameters(4, 2, 1);
    let small = parameters(3, 2, 1);
    assert!(Dealer::start(&small, index(4), &mut rng()).is_err());
    let (dealers, _) = committed(&large);
    let stranger = dealers[3].commitment.clone();
    let mut round = CommitRound::new(small.clone());
    let unknown = DkgError::UnknownTrustee { trustee: index(4) };
    assert_eq!(round.accept(stranger), Err(unknown.clone()));
    blame(&unknown, &[]);
    let mut round = committed(&small).1.finish().unwrap();
    assert_eq!(round.accept(dealers[3].opening[0].clone()), Err(unknown));
}

/// Opens polynomials of one degree more, under a commitment that fits them.
#[test]
fn a_dealing_of_a_higher_degree_is_refused_even_if_it_was_never_encoded() {
    let parameters = parameters(2, 2, 2);
    let (mut dealers, _) = committed(&parameters);
    let mut rng = rng();
    let raised: Vec<Polynomial> = (0..2).map(|_| Polynomial::random(3, &mut rng)).collect();
    let opening = OpeningPart::all(&parameters, index(2), &raised, &mut rng);
    let key_pair = (&dealers[1].encryption_secret, dealers[1].commitment.encryption_key);
    let commitment = Commitment::new(&parameters, index(2), &opening, key_pair, &mut rng);
    let mut round = CommitRound::new(parameters);
    round.accept(dealers.remove(0).commitment).unwrap();
    round.accept(commitment).unwrap();
    let mut round = round.finish().unwrap();
    let error = round.accept(opening[0].clone()).unwrap_err();
    assert_eq!(error, DkgError::WrongDegree { trustee: index(2) });
    blame(&error, &[2]);
}

/// A trustee that is helped by the server posts an honest trustee's encryption key as its own, and
/// first: the honest one must not be blamed.
#[test]
fn a_thief_of_an_encryption_key_is_named_even_if_it_comes_first() {
    let (dealers, _) = committed(&parameters(3, 2, 1));
    let honest = dealers[0].commitment.clone();
    let stolen = honest.encryption_key;
    let thief = Commitment { encryption_key: stolen, ..dealers[1].commitment.clone() };
    let copied = Commitment { possession: honest.possession.clone(), ..thief.clone() };
    let mut round = CommitRound::new(parameters(3, 2, 1));
    for forged in [thief, copied] {
        let error = round.accept(forged).unwrap_err();
        assert_eq!(error, DkgError::NoPossession { trustee: index(2) });
        blame(&error, &[2]);
    }
    assert_eq!(round.accept(honest), Ok(()));
}

#[test]
fn an_unknown_trustee_is_not_blamed_for_its_copied_key() {
    let (dealers, _) = committed(&parameters(4, 2, 1));
    let mut round = CommitRound::new(parameters(3, 2, 1));
    round.accept(dealers[0].commitment.clone()).unwrap();
    let encryption_key = dealers[0].commitment.encryption_key;
    let stranger = Commitment { encryption_key, ..dealers[3].commitment.clone() };
    let error = round.accept(stranger).unwrap_err();
    assert_eq!(error, DkgError::UnknownTrustee { trustee: index(4) });
}

#[test]
fn two_trustees_who_share_an_encryption_key_are_both_named() {
    let parameters = parameters(2, 2, 1);
    let (dealers, _) = committed(&parameters);
    let mut rng = rng();
    let key_pair = (&dealers[0].encryption_secret, dealers[0].commitment.encryption_key);
    let shared = Commitment::new(&parameters, index(2), &dealers[1].opening, key_pair, &mut rng);
    let mut round = CommitRound::new(parameters);
    round.accept(dealers[0].commitment.clone()).unwrap();
    let error = round.accept(shared).unwrap_err();
    assert_eq!(error, DkgError::SharedKey { trustee: index(2), other: index(1) });
    blame(&error, &[2, 1]);
}

/// The server shows a trustee that has dealt another board: the same encryption key under its
/// index, but a dealing that it never made.
#[test]
fn a_trustee_does_not_confirm_a_round_that_it_did_not_deal_in() {
    let parameters = parameters(2, 2, 1);
    let (dealers, round) = committed(&parameters);
    let mut open = round.finish().unwrap();
    let secret = dealers[0].encryption_secret.clone();
    let (mut dealers, parts) = opened(dealers, &open);
    parts.into_iter().for_each(|part| open.accept(part).unwrap());
    let deal_round = open.finish().unwrap();
    let (victim, _) = dealers.remove(0).deal(&deal_round).unwrap();

    let mut rng = ChaCha20Rng::seed_from_u64(5);
    let mut round = CommitRound::new(parameters.clone());
    let mut invented = Vec::new();
    for trustee in parameters.indices() {
        let (mut dealer, mut commitment) = Dealer::start(&parameters, trustee, &mut rng).unwrap();
        if trustee == index(1) {
            let key_pair = (&secret, deal_round.commitments[0].encryption_key);
            commitment = Commitment::new(&parameters, trustee, &dealer.opening, key_pair, &mut rng);
            dealer.commitment = commitment.clone();
            dealer.encryption_secret = secret.clone();
        }
        round.accept(commitment).unwrap();
        invented.push(dealer);
    }
    let mut round = round.finish().unwrap();
    let (invented, parts) = opened(invented, &round);
    parts.into_iter().for_each(|part| round.accept(part).unwrap());
    let mut round = round.finish().unwrap();
    let (_, deals) = dealt(invented, &round);
    deals.into_iter().for_each(|deal| round.accept(deal).unwrap());
    let refused = victim.confirm(&round, &mut rng).err();
    assert_eq!(refused, Some(Unconfirmed::Round(DkgError::NotOurs { trustee: index(1) })));
}

#[test]
fn a_second_message_is_refused() {
    let parameters = parameters(3, 2, 1);
    let (dealers, _) = committed(&parameters);
    let first = dealers[0].commitment.clone();
    let mut round = CommitRound::new(parameters.clone());
    round.accept(first.clone()).unwrap();
    let error = round.accept(first).unwrap_err();
    assert_eq!(error, DkgError::Repeated { trustee: index(1), round: Round::Commit });
    blame(&error, &[1]);

    let mut round = committed(&parameters).1.finish().unwrap();
    round.accept(dealers[1].opening[0].clone()).unwrap();
    let error = round.accept(dealers[1].opening[0].clone()).unwrap_err();
    assert_eq!(error, DkgError::Repeated { trustee: index(2), round: Round::Open });
    blame(&error, &[2]);
}

#[test]
fn a_round_does_not_end_without_everybody_and_names_who_is_missing() {
    let parameters = parameters(3, 2, 1);
    let (dealers, _) = committed(&parameters);
    let mut round = CommitRound::new(parameters.clone());
    round.accept(dealers[0].commitment.clone()).unwrap();
    round.accept(dealers[2].commitment.clone()).unwrap();
    let error = round.finish().unwrap_err();
    assert_eq!(error, DkgError::Missing { trustee: index(2), round: Round::Commit });
    blame(&error, &[2]);

    let mut round = committed(&parameters).1.finish().unwrap();
    round.accept(dealers[0].opening[0].clone()).unwrap();
    round.accept(dealers[1].opening[0].clone()).unwrap();
    let error = round.finish().unwrap_err();
    assert_eq!(error, DkgError::Missing { trustee: index(3), round: Round::Open });
    blame(&error, &[3]);
}

#[test]
fn a_trustee_that_finds_anothers_message_under_its_index_does_not_go_on() {
    let parameters = parameters(2, 2, 1);
    let not_ours = DkgError::NotOurs { trustee: index(1) };
    blame(&not_ours, &[]);
    // A stranger's commitment stands where the trustee's own should.
    let stranger = |key: u64| {
        let mut round = CommitRound::new(parameters.clone());
        let mut rng = ChaCha20Rng::seed_from_u64(key);
        let mut dealers = Vec::new();
        for trustee in parameters.indices() {
            let (dealer, commitment) = Dealer::start(&parameters, trustee, &mut rng).unwrap();
            round.accept(commitment).unwrap();
            dealers.push(dealer);
        }
        (dealers, round.finish().unwrap())
    };
    let (mut dealers, ours) = stranger(1);
    let (strangers, theirs) = stranger(2);
    assert_eq!(dealers.remove(0).open(&theirs).err(), Some(not_ours.clone()));

    // The same in the next round.
    let (mut dealers, _) = stranger(1);
    let (dealer, _) = dealers.remove(0).open(&ours).unwrap();
    let mut theirs = theirs;
    for part in opened(strangers, &theirs.clone()).1 {
        theirs.accept(part).unwrap();
    }
    assert_eq!(dealer.deal(&theirs.finish().unwrap()).err(), Some(not_ours.clone()));

    // The same messages in a ceremony of another threshold.
    let lowered = CeremonyParameters::new([1; 32], 2, 1, 1).unwrap();
    let (mut dealers, _) = stranger(1);
    let mut round = CommitRound::new(lowered);
    for dealer in &dealers {
        round.accept(dealer.commitment.clone()).unwrap();
    }
    let round = round.finish().unwrap();
    assert_eq!(dealers.remove(0).open(&round).err(), Some(not_ours));
}
