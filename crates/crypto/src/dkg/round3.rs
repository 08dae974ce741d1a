//! Round 3: each trustee checks what it was dealt, and confirms or complains.

use alloc::boxed::Box;
use alloc::vec::Vec;

use curve25519_dalek::ristretto::RistrettoPoint;
use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};
use rand_core::CryptoRngCore;

use crate::dkg::polynomial::evaluate_commitments;
use crate::dkg::round1::SlotCommitments;
use crate::dkg::round2::diffie_hellman;
use crate::dkg::{CeremonyParameters, DealRound, DkgError, Recipient, Round, TrusteeIndex};
use crate::equality::{EqualityProof, EqualityStatement};
use crate::group::{NonIdentityPoint, Point, SecretScalar};
use crate::transcript::Domain;

/// The public outcome of a ceremony: PK_1 .. PK_w, and for each trustee i its PK_i1 .. PK_iw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElectionKeys {
    parameters: CeremonyParameters,
    public: Vec<NonIdentityPoint>,
    verification: Vec<Vec<Point>>,
}

impl ElectionKeys {
    /// PK_j = sum_d C_dj0 and PK_ij = sum_d sum_k i^k C_djk.
    pub(super) fn derive(
        parameters: CeremonyParameters,
        dealings: &[Vec<SlotCommitments>],
    ) -> Result<Self, DkgError> {
        let slots = usize::from(parameters.slots());
        let sums: Vec<Vec<RistrettoPoint>> =
            (0..slots).map(|slot| sum_commitments(&parameters, dealings, slot)).collect();
        let mut public: Vec<NonIdentityPoint> = Vec::with_capacity(slots);
        for (slot, sum) in (0..).zip(&sums) {
            let key = NonIdentityPoint::new(Point::new(sum[0]))
                .filter(|key| !public.contains(key))
                .ok_or(DkgError::DegenerateKey { slot })?;
            public.push(key);
        }
        let key_of = |index| {
            let keys = sums.iter().map(|sum| Point::new(evaluate_commitments(sum.iter(), index)));
            keys.collect()
        };
        let verification = parameters.indices().map(key_of).collect();
        Ok(Self { parameters, public, verification })
    }

    /// What the ceremony was about.
    #[must_use]
    pub fn parameters(&self) -> &CeremonyParameters {
        &self.parameters
    }

    /// PK_1 .. PK_w.
    #[must_use]
    pub fn public(&self) -> &[NonIdentityPoint] {
        &self.public
    }

    /// PK_i1 .. PK_iw; nothing for an index above n.
    #[must_use]
    pub fn verification_keys(&self, trustee: TrusteeIndex) -> &[Point] {
        self.verification.get(trustee.position()).map_or(&[], Vec::as_slice)
    }
}

/// sum_d C_djk for k = 0 .. t - 1.
fn sum_commitments(
    parameters: &CeremonyParameters,
    dealings: &[Vec<SlotCommitments>],
    slot: usize,
) -> Vec<RistrettoPoint> {
    let mut sums = alloc::vec![RistrettoPoint::default(); parameters.threshold().into()];
    for dealing in dealings {
        for (sum, point) in sums.iter_mut().zip(dealing[slot].points()) {
            *sum += point.element();
        }
    }
    sums
}

/// Trustee i's shares s_i1 .. s_iw of the election's secrets. Zeroized when dropped, without `Debug`.
#[derive(Clone)]
pub struct KeyShare {
    index: TrusteeIndex,
    secrets: Vec<SecretScalar>,
}

impl KeyShare {
    /// Takes up a share that was stored: s_i1 .. s_iw of trustee `index`.
    ///
    /// # Errors
    /// [`NotThisShare`] unless s_ij G = PK_ij for every j.
    pub fn restore(
        keys: &ElectionKeys,
        index: TrusteeIndex,
        secrets: Vec<SecretScalar>,
    ) -> Result<Self, NotThisShare> {
        let expected = keys.verification_keys(index);
        let is_of = |(secret, key): (&SecretScalar, &Point)| {
            RistrettoPoint::mul_base(secret.expose()) == *key.element()
        };
        let holds = !expected.is_empty()
            && secrets.len() == expected.len()
            && secrets.iter().zip(expected).all(is_of);
        if holds { Ok(Self { index, secrets }) } else { Err(NotThisShare) }
    }

    /// i.
    #[must_use]
    pub fn index(&self) -> TrusteeIndex {
        self.index
    }

    /// s_i1 .. s_iw.
    pub fn secrets(&self) -> impl Iterator<Item = &SecretScalar> {
        self.secrets.iter()
    }
}

impl Recipient {
    /// Decrypts and checks every deal to this trustee: f_dj(i) G = sum_k i^k C_djk.
    ///
    /// # Errors
    /// [`Unconfirmed::Round`] if a deal is missing or this is not the round in which the trustee
    /// dealt, else [`Unconfirmed::Complaint`] about the first dealer whose shares
    /// are wrong.
    pub fn confirm(
        self,
        round: &DealRound,
        rng: &mut impl CryptoRngCore,
    ) -> Result<KeyShare, Unconfirmed> {
        if round.digest != self.round {
            return Err(Unconfirmed::Round(DkgError::NotOurs { trustee: self.index }));
        }
        if let Some(trustee) = round.missing().next() {
            let error = DkgError::Missing { trustee, round: Round::Deal };
            return Err(Unconfirmed::Round(error));
        }
        let mut secrets = self.own_shares.clone();
        for dealer in &round.commitments {
            let Some(deal) = round.find(dealer.trustee, self.index) else {
                continue; // Its own shares, which it did not send.
            };
            let shared = diffie_hellman(&self.encryption_secret, dealer);
            let shares = round.decrypt(deal, &shared).filter(|shares| {
                shares_match(shares, &round.dealings[dealer.trustee.position()], self.index)
            });
            match shares {
                Some(shares) => {
                    secrets.iter_mut().zip(&shares).for_each(|(sum, share)| sum.add(share));
                }
                None => {
                    let complaint = self.complain(round, dealer.trustee, shared, rng);
                    return Err(Unconfirmed::Complaint(Box::new(complaint)));
                }
            }
        }
        Ok(KeyShare { index: self.index, secrets })
    }

    fn complain(
        &self,
        round: &DealRound,
        accused: TrusteeIndex,
        shared: Point,
        rng: &mut impl CryptoRngCore,
    ) -> Complaint {
        let accuser = self.index;
        let statement = ComplaintStatement::new(round, accuser, accused, shared);
        let secrets = core::slice::from_ref(&self.encryption_secret);
        let proof = EqualityProof::prove(&statement.borrow(), secrets, rng);
        Complaint { accuser, accused, round: round.digest, shared, proof }
    }
}

/// Whether the shares are those that the dealer committed to.
fn shares_match(shares: &[SecretScalar], dealing: &[SlotCommitments], index: TrusteeIndex) -> bool {
    shares.len() == dealing.len()
        && shares.iter().zip(dealing).all(|(share, commitments)| {
            let points = commitments.points().map(Point::element);
            RistrettoPoint::mul_base(share.expose()) == evaluate_commitments(points, index)
        })
}

/// The stored shares are not those of this trustee in this election.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stored key share is not that of this trustee in this election")]
pub struct NotThisShare;

/// Why a trustee does not confirm.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unconfirmed {
    /// The round is not over, or is another than the one that the trustee dealt in.
    #[error("the round can't be confirmed")]
    Round(#[source] DkgError),
    /// A dealer sent shares that are not those it committed to.
    #[error("trustee {} sent trustee {} wrong shares", .0.accused, .0.accuser)]
    Complaint(Box<Complaint>),
}

/// A trustee's claim that a dealer sent it wrong shares, with what anyone needs to judge it: the
/// Diffie-Hellman point of the two and a proof that it is that point; 162 bytes.
///
/// It says which round it is about, as a deal does, so that it can't be moved to another board,
/// where it would be false.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Who complains.
    pub accuser: TrusteeIndex,
    /// About whom.
    pub accused: TrusteeIndex,
    /// The hash of the round that it is about.
    round: [u8; 32],
    /// e_accuser E_accused.
    shared: Point,
    /// log_G E_accuser = log_{E_accused} shared.
    proof: EqualityProof,
}

/// Who is at fault after a complaint was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The dealer sent wrong shares.
    DealerIsGuilty(TrusteeIndex),
    /// The shares were right, or the complaint's proof is false.
    AccuserIsGuilty(TrusteeIndex),
}

impl Complaint {
    /// Judges the complaint from the board alone.
    ///
    /// # Errors
    /// If an index is unknown, the complaint is about another round, or there is no such deal on the
    /// board.
    pub fn judge(&self, round: &DealRound) -> Result<Verdict, DkgError> {
        for trustee in [self.accuser, self.accused] {
            if !round.parameters().knows(trustee) {
                return Err(DkgError::UnknownTrustee { trustee });
            }
        }
        let (accuser, accused) = (self.accuser, self.accused);
        if self.round != round.digest {
            return Err(DkgError::AnotherRound { trustee: accuser });
        }
        let deal = round.find(accused, accuser).ok_or(DkgError::NoSuchDeal { accuser, accused })?;
        let statement = ComplaintStatement::new(round, self.accuser, self.accused, self.shared);
        if self.proof.verify(&statement.borrow()).is_err() {
            return Ok(Verdict::AccuserIsGuilty(self.accuser));
        }
        let dealing = &round.dealings[self.accused.position()];
        let right = round
            .decrypt(deal, &self.shared)
            .is_some_and(|shares| shares_match(&shares, dealing, self.accuser));
        Ok(if right {
            Verdict::AccuserIsGuilty(self.accuser)
        } else {
            Verdict::DealerIsGuilty(self.accused)
        })
    }
}

/// log_G E_accuser = log_{E_accused} shared, bound to the round.
struct ComplaintStatement {
    context: Vec<u8>,
    base: Point,
    first: [Point; 1],
    second: [Point; 1],
}

impl ComplaintStatement {
    fn new(round: &DealRound, accuser: TrusteeIndex, accused: TrusteeIndex, shared: Point) -> Self {
        let mut context = Writer::new();
        context.raw(round.parameters().election_id());
        accuser.encode(&mut context);
        accused.encode(&mut context);
        context.raw(&round.digest);
        let key = |trustee: TrusteeIndex| *round.commitments[trustee.position()].encryption_key;
        Self {
            context: context.into_bytes(),
            base: key(accused),
            first: [key(accuser)],
            second: [shared],
        }
    }

    fn borrow(&self) -> EqualityStatement<'_> {
        EqualityStatement {
            domain: Domain::COMPLAINT,
            context: &self.context,
            base: &self.base,
            first: &self.first,
            second: &self.second,
        }
    }
}

impl Encode for Complaint {
    fn encode(&self, out: &mut Writer) {
        self.accuser.encode(out);
        self.accused.encode(out);
        out.raw(&self.round);
        self.shared.encode(out);
        self.proof.encode(out);
    }
}

impl Decode for Complaint {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            accuser: TrusteeIndex::decode(input)?,
            accused: TrusteeIndex::decode(input)?,
            round: input.array("round hash")?,
            shared: Point::decode(input)?,
            proof: EqualityProof::decode(input)?,
        })
    }
}
