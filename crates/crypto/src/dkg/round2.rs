//! Round 2: each trustee sends every other its shares, encrypted.

use alloc::vec::Vec;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use hkdf::Hkdf;
use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};
use sha2::Sha512;
use sha3::{Digest, Sha3_256};
use zeroize::Zeroizing;

use crate::dkg::polynomial::Polynomial;
use crate::dkg::round0::Commitment;
use crate::dkg::round1::SlotCommitments;
use crate::dkg::{CeremonyParameters, DkgError, ElectionKeys, OpenedDealer, Round, TrusteeIndex};
use crate::group::{ELEMENT_BYTES, Point, SecretScalar};

const ROUND_LABEL: &[u8] = b"isoloir/v1 dealing round";
const KEY_LABEL: &[u8] = b"isoloir/v1 dealing key";

/// Length of the authentication tag of ChaCha20-Poly1305 (RFC 8439) in bytes.
const TAG_BYTES: usize = 16;

/// The shares that one trustee sends another: f_1(r) .. f_w(r), encrypted; 32 w + 50 bytes.
///
/// It says in clear which round it was made in. Without that, a server that shows the dealer other
/// commitments than everybody else gets a deal that nobody can open, and an honest dealer blamed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deal {
    /// d, who sends.
    pub dealer: TrusteeIndex,
    /// r, who can read.
    pub recipient: TrusteeIndex,
    /// The hash of the round that it was made in.
    pub(super) round: [u8; 32],
    ciphertext: Vec<u8>,
}

impl Deal {
    /// Reads a deal in the ceremony of `parameters`.
    ///
    /// # Errors
    /// If an index is out of range or bytes are missing.
    pub fn read(
        input: &mut Reader<'_>,
        parameters: &CeremonyParameters,
    ) -> Result<Self, DecodeError> {
        let length = usize::from(parameters.slots()) * ELEMENT_BYTES + TAG_BYTES;
        Ok(Self {
            dealer: TrusteeIndex::decode(input)?,
            recipient: TrusteeIndex::decode(input)?,
            round: input.array("round hash")?,
            ciphertext: input.raw("encrypted shares", length)?.to_vec(),
        })
    }
}

impl Encode for Deal {
    fn encode(&self, out: &mut Writer) {
        self.dealer.encode(out);
        self.recipient.encode(out);
        out.raw(&self.round);
        out.raw(&self.ciphertext);
    }
}

/// The board's side of round 2.
#[derive(Clone, Debug)]
pub struct DealRound {
    pub(super) commitments: Vec<Commitment>,
    pub(super) dealings: Vec<Vec<SlotCommitments>>,
    pub(super) digest: [u8; 32],
    pub(super) deals: Vec<Deal>,
    keys: ElectionKeys,
}

impl DealRound {
    pub(super) fn new(
        parameters: CeremonyParameters,
        commitments: Vec<Commitment>,
        dealings: Vec<Vec<SlotCommitments>>,
    ) -> Result<Self, DkgError> {
        let digest = digest_round(&parameters, &commitments);
        let keys = ElectionKeys::derive(parameters, &dealings)?;
        Ok(Self { commitments, dealings, digest, deals: Vec::new(), keys })
    }

    /// What the ceremony is about.
    #[must_use]
    pub fn parameters(&self) -> &CeremonyParameters {
        self.keys.parameters()
    }

    /// round_hash (section 5.4): what deals and complaints name.
    #[must_use]
    pub fn hash(&self) -> &[u8; 32] {
        &self.digest
    }

    /// Takes the deal of one trustee to another.
    ///
    /// Only its recipient can tell whether it holds the right shares.
    ///
    /// # Errors
    /// If an index is unknown, a trustee deals to itself, dealt to that recipient before, or dealt
    /// in another round.
    pub fn accept(&mut self, deal: Deal) -> Result<(), DkgError> {
        for trustee in [deal.dealer, deal.recipient] {
            if !self.parameters().knows(trustee) {
                return Err(DkgError::UnknownTrustee { trustee });
            }
        }
        if deal.dealer == deal.recipient {
            return Err(DkgError::DealtToItself { trustee: deal.dealer });
        }
        if deal.round != self.digest {
            return Err(DkgError::AnotherRound { trustee: deal.dealer });
        }
        if self.find(deal.dealer, deal.recipient).is_some() {
            return Err(DkgError::Repeated { trustee: deal.dealer, round: Round::Deal });
        }
        self.deals.push(deal);
        Ok(())
    }

    /// Whether everybody has dealt to everybody else.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing().next().is_none()
    }

    /// Whose deal to some other is still missing.
    pub fn missing(&self) -> impl Iterator<Item = TrusteeIndex> {
        self.parameters().indices().filter(|&dealer| {
            let mut others = self.parameters().indices().filter(|&other| other != dealer);
            others.any(|recipient| self.find(dealer, recipient).is_none())
        })
    }

    /// The keys that this ceremony makes. They are not an election's keys before every trustee has confirmed.
    #[must_use]
    pub fn keys(&self) -> &ElectionKeys {
        &self.keys
    }

    pub(super) fn find(&self, dealer: TrusteeIndex, recipient: TrusteeIndex) -> Option<&Deal> {
        self.deals.iter().find(|deal| deal.dealer == dealer && deal.recipient == recipient)
    }

    /// What a deal is bound to besides its key: election, dealer, recipient, round.
    fn associated_data(&self, dealer: TrusteeIndex, recipient: TrusteeIndex) -> Vec<u8> {
        let mut out = Writer::new();
        out.raw(self.parameters().election_id());
        dealer.encode(&mut out);
        recipient.encode(&mut out);
        out.raw(&self.digest);
        out.into_bytes()
    }

    /// Decrypts a deal with the Diffie-Hellman point of dealer and recipient. Nothing, if it was
    /// not encrypted so, or holds something that is no canonical scalar.
    pub(super) fn decrypt(&self, deal: &Deal, shared: &Point) -> Option<Vec<SecretScalar>> {
        let data = self.associated_data(deal.dealer, deal.recipient);
        let payload = Payload { msg: &deal.ciphertext, aad: &data };
        let cipher = cipher(shared, &data);
        let shares = Zeroizing::new(cipher.decrypt(&Nonce::default(), payload).ok()?);
        let (encoded, _) = shares.as_chunks::<ELEMENT_BYTES>();
        // Reserved at once: a list that grows leaves copies behind that nobody erases.
        let mut shares = Vec::with_capacity(encoded.len());
        for &bytes in encoded {
            let share: Option<Scalar> = Scalar::from_canonical_bytes(bytes).into();
            shares.push(SecretScalar::new(share?));
        }
        Some(shares)
    }
}

/// SHA3-256(label, election, and for each trustee in order its message of round 0), which fixes
/// round 1 too.
fn digest_round(parameters: &CeremonyParameters, commitments: &[Commitment]) -> [u8; 32] {
    let mut out = Writer::new();
    out.raw(ROUND_LABEL);
    out.raw(parameters.election_id());
    for commitment in commitments {
        commitment.encode(&mut out);
    }
    Sha3_256::digest(out.into_bytes()).into()
}

/// ChaCha20-Poly1305 under HKDF-SHA512(shared point, label and associated data). A key encrypts one message,
/// so the nonce is zero.
fn cipher(shared: &Point, associated_data: &[u8]) -> ChaCha20Poly1305 {
    let mut key = Zeroizing::new([0; 32]);
    let expanded = Hkdf::<Sha512>::new(None, shared.as_bytes())
        .expand_multi_info(&[KEY_LABEL, associated_data], key.as_mut());
    debug_assert!(expanded.is_ok(), "32 bytes are within what HKDF gives");
    ChaCha20Poly1305::new(Key::from_slice(key.as_ref()))
}

/// A trustee that has dealt and waits for the others' deals.
pub struct Recipient {
    pub(super) index: TrusteeIndex,
    /// The digest of the round that it dealt in: it fixes what everybody opened.
    pub(super) round: [u8; 32],
    pub(super) encryption_secret: SecretScalar,
    /// f_j(i) of its own polynomials, which it does not send.
    pub(super) own_shares: Vec<SecretScalar>,
}

impl OpenedDealer {
    /// Deals to every other trustee, once all have opened. The polynomials are erased here.
    ///
    /// # Errors
    /// [`DkgError::NotOurs`] if the board does not hold what this trustee opened.
    pub fn deal(self, round: &DealRound) -> Result<(Recipient, Vec<Deal>), DkgError> {
        let index = self.commitment.trustee;
        let on_board = round.commitments.get(index.position());
        if *round.parameters() != self.parameters || on_board != Some(&self.commitment) {
            return Err(DkgError::NotOurs { trustee: index });
        }
        let others = round.commitments.iter().filter(|other| other.trustee != index);
        let deals = others.map(|other| self.deal_to(round, other)).collect();
        let own_shares = self.polynomials.iter().map(|f| f.evaluate(index)).collect();
        let recipient = Recipient {
            index,
            round: round.digest,
            encryption_secret: self.encryption_secret,
            own_shares,
        };
        Ok((recipient, deals))
    }

    fn deal_to(&self, round: &DealRound, recipient: &Commitment) -> Deal {
        let dealer = self.commitment.trustee;
        let shared = diffie_hellman(&self.encryption_secret, recipient);
        let data = round.associated_data(dealer, recipient.trustee);
        let shares = encode_shares(&self.polynomials, recipient.trustee);
        let payload = Payload { msg: &shares, aad: &data };
        let ciphertext = cipher(&shared, &data).encrypt(&Nonce::default(), payload);
        #[expect(clippy::expect_used, reason = "the cipher takes messages of up to 2^38 bytes")]
        let ciphertext = ciphertext.expect("the shares are short");
        Deal { dealer, recipient: recipient.trustee, round: round.digest, ciphertext }
    }
}

/// e_i E_j = e_j E_i.
pub(super) fn diffie_hellman(secret: &SecretScalar, other: &Commitment) -> Point {
    let shared: RistrettoPoint = secret.expose() * other.encryption_key.element();
    Point::new(shared)
}

fn encode_shares(polynomials: &[Polynomial], recipient: TrusteeIndex) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(polynomials.len() * ELEMENT_BYTES));
    for polynomial in polynomials {
        bytes.extend_from_slice(polynomial.evaluate(recipient).expose().as_bytes());
    }
    bytes
}
