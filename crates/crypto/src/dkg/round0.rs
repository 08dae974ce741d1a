//! Round 0: each trustee commits to its round-1 message and publishes a fresh encryption key.

use alloc::vec::Vec;

use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};
use rand_core::CryptoRngCore;
use sha3::{Digest, Sha3_256};

use crate::dkg::polynomial::Polynomial;
use crate::dkg::round1::OpeningPart;
use crate::dkg::{CeremonyParameters, DkgError, OpenRound, Round, TrusteeIndex};
use crate::group::{NonIdentityPoint, SecretScalar};

const OPENING_LABEL: &[u8] = b"isoloir/v1 dealing opening";

/// Trustee i's message of round 0; 65 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// i.
    pub trustee: TrusteeIndex,
    /// SHA3-256 of the parts of the opening.
    pub opening_hash: [u8; 32],
    /// E_i = e_i G, to which the others encrypt the shares of i.
    pub encryption_key: NonIdentityPoint,
}

impl Encode for Commitment {
    fn encode(&self, out: &mut Writer) {
        self.trustee.encode(out);
        out.raw(&self.opening_hash);
        self.encryption_key.encode(out);
    }
}

impl Decode for Commitment {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            trustee: TrusteeIndex::decode(input)?,
            opening_hash: input.array("hash of the opening")?,
            encryption_key: NonIdentityPoint::decode(input)?,
        })
    }
}

/// SHA3-256(label, election, i, the parts of the opening in order).
pub(super) fn hash_opening(
    parameters: &CeremonyParameters,
    trustee: TrusteeIndex,
    parts: &[OpeningPart],
) -> [u8; 32] {
    let mut out = Writer::new();
    out.raw(OPENING_LABEL);
    out.raw(parameters.election_id());
    trustee.encode(&mut out);
    for part in parts {
        part.encode(&mut out);
    }
    Sha3_256::digest(out.into_bytes()).into()
}

/// The board's side of round 0.
#[derive(Clone, Debug)]
pub struct CommitRound {
    parameters: CeremonyParameters,
    commitments: Vec<Option<Commitment>>,
}

impl CommitRound {
    /// A ceremony begins.
    #[must_use]
    pub fn new(parameters: CeremonyParameters) -> Self {
        let commitments = parameters.indices().map(|_| None).collect();
        Self { parameters, commitments }
    }

    /// Takes the message of a trustee.
    ///
    /// # Errors
    /// If the trustee is unknown, sent one before, or published another's key.
    pub fn accept(&mut self, commitment: Commitment) -> Result<(), DkgError> {
        let trustee = commitment.trustee;
        let key = commitment.encryption_key;
        if let Some(copied) = self.commitments.iter().flatten().find(|c| c.encryption_key == key)
            && copied.trustee != trustee
        {
            return Err(DkgError::CopiedKey { trustee, other: copied.trustee });
        }
        let place = self
            .commitments
            .get_mut(trustee.position())
            .ok_or(DkgError::UnknownTrustee { trustee })?;
        if place.is_some() {
            return Err(DkgError::Repeated { trustee, round: Round::Commit });
        }
        *place = Some(commitment);
        Ok(())
    }

    /// Whether every trustee has committed.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.commitments.iter().all(Option::is_some)
    }

    /// Ends the round.
    ///
    /// # Errors
    /// If somebody's message is missing.
    pub fn finish(self) -> Result<OpenRound, DkgError> {
        let missing = |trustee| DkgError::Missing { trustee, round: Round::Commit };
        let commitments = self
            .parameters
            .indices()
            .zip(self.commitments)
            .map(|(trustee, commitment)| commitment.ok_or_else(|| missing(trustee)))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(OpenRound::new(self.parameters, commitments))
    }
}

/// A trustee that has dealt its secrets and not opened them yet.
pub struct Dealer {
    pub(super) parameters: CeremonyParameters,
    pub(super) commitment: Commitment,
    pub(super) encryption_secret: SecretScalar,
    pub(super) polynomials: Vec<Polynomial>,
    pub(super) opening: Vec<OpeningPart>,
}

impl Dealer {
    /// Draws the secrets of trustee `index` and commits to them.
    ///
    /// # Errors
    /// If `index` is not one of this ceremony.
    pub fn start(
        parameters: &CeremonyParameters,
        index: TrusteeIndex,
        rng: &mut impl CryptoRngCore,
    ) -> Result<(Self, Commitment), DkgError> {
        if !parameters.knows(index) {
            return Err(DkgError::UnknownTrustee { trustee: index });
        }
        // A constant term of zero would be refused by the others; it is drawn again, as is
        // an encryption key of zero, though neither is ever seen.
        let (encryption_secret, encryption_key) = loop {
            let secret = SecretScalar::random(rng);
            if let Some(public) = NonIdentityPoint::from_secret(&secret) {
                break (secret, public);
            }
        };
        let polynomials: Vec<Polynomial> = (0..parameters.slots())
            .map(|_| {
                loop {
                    let polynomial = Polynomial::random(parameters.threshold(), rng);
                    if NonIdentityPoint::from_secret(polynomial.constant_term()).is_some() {
                        break polynomial;
                    }
                }
            })
            .collect();
        let opening = OpeningPart::all(parameters, index, &polynomials, rng);
        let opening_hash = hash_opening(parameters, index, &opening);
        let commitment = Commitment { trustee: index, opening_hash, encryption_key };
        let dealer = Self {
            parameters: parameters.clone(),
            commitment: commitment.clone(),
            encryption_secret,
            polynomials,
            opening,
        };
        Ok((dealer, commitment))
    }
}
