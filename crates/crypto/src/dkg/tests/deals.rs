//! Rounds 2 and 3: false deals, false complaints, and who is found guilty.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use hkdf::Hkdf;
use isoloir_encoding::{Decode, Encode, Reader, Writer};
use sha2::Sha512;

use super::*;
use crate::dkg::polynomial::Polynomial;
use crate::dkg::{Complaint, DkgError, Round, Unconfirmed, Verdict};
use crate::equality::{EqualityProof, EqualityStatement};
use crate::group::{Point, SecretScalar};
use crate::transcript::Domain;

const SLOTS: u16 = 2;

/// Where the ciphertext of a deal begins.
const SEALED: usize = 34;

/// Three trustees, threshold two, after the deals; the deals are not on the board yet.
fn staged() -> (Vec<Recipient>, DealRound, Vec<Deal>) {
    let (dealers, round) = all_opened();
    let (recipients, deals) = dealt(dealers, &round);
    (recipients, round, deals)
}

fn all_opened() -> (Vec<OpenedDealer>, DealRound) {
    let (dealers, round) = committed(&parameters(3, 2, SLOTS));
    let mut round = round.finish().unwrap();
    let (dealers, parts) = opened(dealers, &round);
    parts.into_iter().for_each(|part| round.accept(part).unwrap());
    (dealers, round.finish().unwrap())
}

/// Puts the deals on the board, the one from `dealer` to `recipient` as `change` makes it.
fn post(
    round: &mut DealRound,
    deals: Vec<Deal>,
    (dealer, recipient): (u8, u8),
    change: impl Fn(Deal) -> Deal,
) {
    for deal in deals {
        let hit = (deal.dealer, deal.recipient) == (index(dealer), index(recipient));
        round.accept(if hit { change(deal) } else { deal }).unwrap();
    }
}

fn post_all(round: &mut DealRound, deals: Vec<Deal>) {
    deals.into_iter().for_each(|deal| round.accept(deal).unwrap());
}

/// The complaint of the recipient with `accuser`, read back from its encoding.
fn complaint(recipients: Vec<Recipient>, round: &DealRound, accuser: u8) -> Complaint {
    let mut complaint = None;
    for recipient in recipients {
        let trustee = recipient.index;
        match recipient.confirm(round, &mut rng()) {
            Err(Unconfirmed::Complaint(made)) if trustee == index(accuser) => {
                complaint = Complaint::from_bytes(&made.to_bytes()).ok();
            }
            Err(error) => panic!("{error}"),
            Ok(_) => assert_ne!(trustee, index(accuser), "the false deal was taken"),
        }
    }
    complaint.unwrap()
}

/// What a deal or a complaint between two trustees is bound to.
fn context(round: &DealRound, first: u8, second: u8) -> Vec<u8> {
    let mut out = Writer::new();
    out.raw(&[1; 32]);
    out.u8(first);
    out.u8(second);
    out.raw(&round.digest);
    out.into_bytes()
}

fn key(round: &DealRound, trustee: u8) -> Point {
    *round.commitments[usize::from(trustee) - 1].encryption_key
}

/// A deal of these plain bytes, encrypted as a dealer would.
fn encrypt(round: &DealRound, dealer: &OpenedDealer, recipient: u8, plain: &[u8]) -> Deal {
    let from = dealer.commitment.trustee;
    let data = context(round, from.get(), recipient);
    let secret = dealer.encryption_secret.expose();
    let shared = (secret * key(round, recipient).element()).compress();
    let mut cipher_key = [0; 32];
    let info = [b"isoloir/v1 dealing key", &data[..]].concat();
    Hkdf::<Sha512>::new(None, shared.as_bytes()).expand(&info, &mut cipher_key).unwrap();
    let payload = Payload { msg: plain, aad: &data };
    let cipher = ChaCha20Poly1305::new(Key::from_slice(&cipher_key));
    let mut bytes = [from.get(), recipient].to_vec();
    bytes.extend(round.digest);
    bytes.extend(cipher.encrypt(&Nonce::default(), payload).unwrap());
    Deal::read(&mut Reader::new(&bytes), round.parameters()).unwrap()
}

fn plain_shares(dealer: &OpenedDealer, recipient: u8) -> Vec<u8> {
    let shares = dealer.polynomials.iter().map(|f| f.evaluate(index(recipient)));
    shares.flat_map(|share| share.expose().to_bytes()).collect()
}

#[test]
fn a_dealer_that_sends_one_recipient_wrong_shares_is_found_guilty() {
    let (dealers, mut round) = all_opened();
    let honest = &dealers[0];
    let false_dealer = OpenedDealer {
        parameters: honest.parameters.clone(),
        commitment: honest.commitment.clone(),
        encryption_secret: honest.encryption_secret.clone(),
        polynomials: (0..SLOTS).map(|_| Polynomial::random(2, &mut rng())).collect(),
    };
    let (_, wrong) = false_dealer.deal(&round).unwrap();
    let wrong = wrong.into_iter().find(|deal| deal.recipient == index(2)).unwrap();
    let (recipients, deals) = dealt(dealers, &round);
    post(&mut round, deals, (1, 2), |_| wrong.clone());
    let complaint = complaint(recipients, &round, 2);
    assert_eq!((complaint.accuser, complaint.accused), (index(2), index(1)));
    assert_eq!(complaint.judge(&round), Ok(Verdict::DealerIsGuilty(index(1))));
}

#[test]
fn one_wrong_share_among_right_ones_is_enough() {
    let (dealers, round) = all_opened();
    let right = plain_shares(&dealers[2], 1);
    let last = Scalar::from_canonical_bytes(right[32..].try_into().unwrap()).unwrap();
    let wrong = [&right[..32], (last + Scalar::ONE).as_bytes()].concat();
    let not_canonical = {
        let order = crate::tests::bad_encodings(crate::tests::Element::Scalar, last.to_bytes());
        [&right[..32], &order[1]].concat()
    };
    let swapped = [&right[32..], &right[..32]].concat();
    let for_another = plain_shares(&dealers[2], 2);
    let as_sent = encrypt(&round, &dealers[2], 1, &right);
    let plains = [wrong, not_canonical, swapped, for_another];
    let forged = plains.map(|plain| encrypt(&round, &dealers[2], 1, &plain));
    for forged in forged {
        let (recipients, mut round, deals) = staged();
        assert!(deals.contains(&as_sent), "the test encrypts as a dealer does");
        post(&mut round, deals, (3, 1), |_| forged.clone());
        let complaint = complaint(recipients, &round, 1);
        assert_eq!(complaint.judge(&round), Ok(Verdict::DealerIsGuilty(index(3))));
    }
}

#[test]
fn a_dealer_that_sends_garbage_or_anothers_deal_is_found_guilty() {
    let flipped = |round: &DealRound, deal: &Deal, place: usize| {
        let mut bytes = deal.to_bytes();
        bytes[place] ^= 1;
        Deal::read(&mut Reader::new(&bytes), round.parameters()).unwrap()
    };
    let (_, round, deals) = staged();
    let find = |dealer, recipient| {
        let wanted = (index(dealer), index(recipient));
        deals.iter().find(|deal| (deal.dealer, deal.recipient) == wanted).unwrap()
    };
    let length = find(1, 2).to_bytes().len();
    let forged = [
        flipped(&round, find(1, 2), SEALED),
        flipped(&round, find(1, 2), length - 1),
        relabelled(find(1, 3), 1, 2),
        relabelled(find(2, 1), 1, 2),
        relabelled(find(3, 2), 1, 2),
    ];
    for forged in forged {
        let (recipients, mut round, deals) = staged();
        post(&mut round, deals, (1, 2), |_| forged.clone());
        let complaint = complaint(recipients, &round, 2);
        assert_eq!(complaint.judge(&round), Ok(Verdict::DealerIsGuilty(index(1))));
    }
}

/// A complaint of `accuser` about `accused` with this point, and a proof by this secret.
fn forge_complaint(
    round: &DealRound,
    (accuser, accused): (u8, u8),
    shared: Point,
    secret: &SecretScalar,
    context: &[u8],
) -> Complaint {
    let statement = EqualityStatement {
        domain: Domain::COMPLAINT,
        context,
        base: &key(round, accused),
        first: &[key(round, accuser)],
        second: &[shared],
    };
    let secrets = core::slice::from_ref(secret);
    let mut out = Writer::new();
    out.raw(&[accuser, accused]);
    out.raw(&round.digest);
    shared.encode(&mut out);
    EqualityProof::prove(&statement, secrets, &mut rng()).encode(&mut out);
    Complaint::from_bytes(&out.into_bytes()).unwrap()
}

#[test]
fn an_accuser_without_a_cause_or_with_a_false_point_is_found_guilty() {
    let (recipients, mut round, deals) = staged();
    post_all(&mut round, deals);
    let secret = &recipients[1].encryption_secret;
    let shared = |trustee| Point::new(secret.expose() * key(&round, trustee).element());
    let pair = (2, 1);
    let bound = context(&round, 2, 1);
    let guilty = Ok(Verdict::AccuserIsGuilty(index(2)));
    let judge = |complaint: Complaint| complaint.judge(&round);

    let true_point = forge_complaint(&round, pair, shared(1), secret, &bound);
    assert_eq!(judge(true_point), guilty, "the shares were right");
    let stranger = Point::new(shared(1).element() + Point::basepoint().element());
    for false_point in [stranger, shared(3), Point::identity(), key(&round, 1)] {
        let complaint = forge_complaint(&round, pair, false_point, secret, &bound);
        assert_eq!(judge(complaint), guilty, "{false_point:?}");
    }
    let other_secret = &recipients[2].encryption_secret;
    let complaint = forge_complaint(&round, pair, shared(1), other_secret, &bound);
    assert_eq!(judge(complaint), guilty);
}

#[test]
fn a_true_complaint_does_not_serve_another_accuser_accused_or_ceremony() {
    let (recipients, mut round, deals) = staged();
    let secrets: Vec<SecretScalar> =
        recipients.iter().map(|recipient| recipient.encryption_secret.clone()).collect();
    let spoil = |deal: Deal| {
        let mut bytes = deal.to_bytes();
        bytes[SEALED] ^= 1;
        Deal::read(&mut Reader::new(&bytes), &parameters(3, 2, SLOTS)).unwrap()
    };
    post(&mut round, deals, (1, 2), spoil);
    let made = complaint(recipients, &round, 2);
    assert_eq!(made.judge(&round), Ok(Verdict::DealerIsGuilty(index(1))));
    for (accuser, accused) in [(3, 1), (2, 3), (1, 2)] {
        let mut bytes = made.to_bytes();
        bytes[..2].copy_from_slice(&[accuser, accused]);
        let moved = Complaint::from_bytes(&bytes).unwrap();
        let guilty = Ok(Verdict::AccuserIsGuilty(index(accuser)));
        assert_eq!(moved.judge(&round), guilty, "{accuser} about {accused}");
    }
    // The proof of another ceremony, or about another pair.
    let shared = Point::new(secrets[1].expose() * key(&round, 1).element());
    let mut elsewhere = context(&round, 2, 1);
    elsewhere[0] ^= 1;
    for bound in [elsewhere, context(&round, 1, 2), context(&round, 2, 3)] {
        let moved = forge_complaint(&round, (2, 1), shared, &secrets[1], &bound);
        assert_eq!(moved.judge(&round), Ok(Verdict::AccuserIsGuilty(index(2))));
    }
}

#[test]
fn a_complaint_by_or_about_a_stranger_or_oneself_is_not_judged() {
    let (recipients, mut round, deals) = staged();
    post_all(&mut round, deals);
    let shared = Point::basepoint();
    let secret = &recipients[0].encryption_secret;
    let made = forge_complaint(&round, (1, 2), shared, secret, &[]).to_bytes();
    for (accuser, accused) in [(4, 1), (1, 4), (32, 32), (1, 1)] {
        let mut bytes = made.clone();
        bytes[..2].copy_from_slice(&[accuser, accused]);
        assert!(Complaint::from_bytes(&bytes).unwrap().judge(&round).is_err());
    }
}

#[test]
fn a_complaint_about_a_deal_that_is_not_there_blames_nobody() {
    let (recipients, round, _) = staged();
    let secret = &recipients[0].encryption_secret;
    let made = forge_complaint(&round, (1, 2), Point::basepoint(), secret, &[]);
    let error = made.judge(&round).unwrap_err();
    assert_eq!(error, DkgError::NoSuchDeal { accuser: index(1), accused: index(2) });
    assert_eq!(error.culprits(), []);
}

#[test]
fn a_deal_to_oneself_twice_or_with_a_stranger_is_refused() {
    let (_, mut round, deals) = staged();
    round.accept(deals[0].clone()).unwrap();
    let (dealer, recipient) = (deals[0].dealer, deals[0].recipient);
    let repeated = DkgError::Repeated { trustee: dealer, round: Round::Deal };
    assert_eq!(round.accept(deals[0].clone()), Err(repeated.clone()));
    assert_eq!(repeated.culprits(), [dealer]);

    let other = relabelled(&deals[0], recipient.get(), recipient.get());
    let to_itself = DkgError::DealtToItself { trustee: recipient };
    assert_eq!(round.accept(other), Err(to_itself.clone()));
    assert_eq!(to_itself.culprits(), [recipient]);

    let unknown = Err(DkgError::UnknownTrustee { trustee: index(4) });
    assert_eq!(round.accept(relabelled(&deals[1], 4, 1)), unknown);
    assert_eq!(round.accept(relabelled(&deals[1], 1, 4)), unknown);
}

#[test]
fn nobody_confirms_before_every_deal_is_there() {
    let (recipients, mut round, deals) = staged();
    for deal in deals {
        if (deal.dealer, deal.recipient) != (index(3), index(2)) {
            round.accept(deal).unwrap();
        }
    }
    let missing = DkgError::Missing { trustee: index(3), round: Round::Deal };
    assert_eq!(missing.culprits(), [index(3)]);
    for recipient in recipients {
        let refused = recipient.confirm(&round, &mut rng()).err();
        assert_eq!(refused, Some(Unconfirmed::Round(missing.clone())));
    }
}

/// The same trustees after the deals, but for the third, an accomplice of the server, whose message of
/// round 0 is another: what the server shows to one trustee only.
fn shown_to_one(deals: &[Deal]) -> DealRound {
    let (_, mut round) = all_opened();
    round.digest = deals[0].round;
    round.digest[0] ^= 1;
    round
}

#[test]
fn a_dealer_that_was_shown_other_commitments_is_not_blamed_for_its_deal() {
    let (_, _, deals) = staged();
    let mut round = shown_to_one(&deals);
    let another = DkgError::AnotherRound { trustee: deals[0].dealer };
    assert_eq!(round.accept(deals[0].clone()), Err(another.clone()));
    assert_eq!(another.culprits(), []);
    assert!(round.deals.is_empty());
}

#[test]
fn a_deal_said_to_be_of_this_round_but_sealed_in_another_is_the_dealers_fault() {
    // The dealer signs the hash: who writes one and seals with another has lied.
    let (recipients, mut round, deals) = staged();
    let (dealers, mut elsewhere) = all_opened();
    elsewhere.digest[0] ^= 1;
    let sealed = encrypt(&elsewhere, &dealers[0], 2, &plain_shares(&dealers[0], 2));
    let mut bytes = sealed.to_bytes();
    bytes[2..SEALED].copy_from_slice(&round.digest);
    let lie = Deal::read(&mut Reader::new(&bytes), round.parameters()).unwrap();
    post(&mut round, deals, (1, 2), |_| lie.clone());
    let complaint = complaint(recipients, &round, 2);
    assert_eq!(complaint.judge(&round), Ok(Verdict::DealerIsGuilty(index(1))));
}

#[test]
fn an_accuser_that_was_shown_another_board_is_not_blamed_for_its_complaint() {
    let (recipients, mut round, deals) = staged();
    let spoilt = |deal: Deal| {
        let mut bytes = deal.to_bytes();
        bytes[SEALED] ^= 1;
        Deal::read(&mut Reader::new(&bytes), &parameters(3, 2, SLOTS)).unwrap()
    };
    post(&mut round, deals.clone(), (1, 2), spoilt);
    let made = complaint(recipients, &round, 2);
    let elsewhere = shown_to_one(&deals);
    let another = DkgError::AnotherRound { trustee: index(2) };
    assert_eq!(made.judge(&elsewhere), Err(another));
}

#[test]
fn the_shares_add_up_to_the_keys_whatever_was_tried() {
    let (recipients, mut round, deals) = staged();
    post_all(&mut round, deals);
    for recipient in recipients {
        let share = recipient.confirm(&round, &mut rng()).ok().unwrap();
        for (secret, key) in share.secrets().zip(round.keys().verification_keys(share.index())) {
            assert_eq!(RistrettoPoint::mul_base(secret.expose()), *key.element());
        }
    }
}
