//! Round 0: each trustee commits to its round-1 message and publishes a fresh encryption key.

use alloc::vec::Vec;

use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};
use rand_core::CryptoRngCore;
use sha3::{Digest, Sha3_256};

use crate::dkg::polynomial::Polynomial;
use crate::dkg::round1::OpeningPart;
use crate::dkg::{CeremonyParameters, DkgError, OpenRound, Round, TrusteeIndex};
use crate::group::{NonIdentityPoint, SecretScalar};
use crate::knowledge::KnowledgeProof;
use crate::transcript::Domain;

const OPENING_LABEL: &[u8] = b"isoloir/v1 dealing opening";

/// Trustee i's message of round 0; 129 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// i.
    pub trustee: TrusteeIndex,
    /// SHA3-256 of the parts of the opening.
    pub opening_hash: [u8; 32],
    /// E_i = e_i G, to which the others encrypt the shares of i.
    pub encryption_key: NonIdentityPoint,
    /// Knowledge of e_i: nobody can publish another's key as its own.
    pub possession: KnowledgeProof,
}

impl Commitment {
    /// The message of a trustee that commits to this opening with this encryption secret.
    pub(super) fn new(
        parameters: &CeremonyParameters,
        trustee: TrusteeIndex,
        opening: &[OpeningPart],
        (secret, encryption_key): (&SecretScalar, NonIdentityPoint),
        rng: &mut impl CryptoRngCore,
    ) -> Self {
        let context = possession_context(parameters, trustee);
        let secret = core::slice::from_ref(secret);
        let domain = Domain::ENCRYPTION_POSSESSION;
        let possession = KnowledgeProof::prove(domain, &context, &[encryption_key], secret, rng);
        let opening_hash = hash_opening(parameters, trustee, opening);
        Self { trustee, opening_hash, encryption_key, possession }
    }
}

impl Encode for Commitment {
    fn encode(&self, out: &mut Writer) {
        self.trustee.encode(out);
        out.raw(&self.opening_hash);
        self.encryption_key.encode(out);
        self.possession.encode(out);
    }
}

impl Decode for Commitment {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            trustee: TrusteeIndex::decode(input)?,
            opening_hash: input.array("hash of the opening")?,
            encryption_key: NonIdentityPoint::decode(input)?,
            possession: KnowledgeProof::decode(input)?,
        })
    }
}

/// What the proof of possession of trustee i's encryption key is bound to.
fn possession_context(parameters: &CeremonyParameters, trustee: TrusteeIndex) -> Vec<u8> {
    let mut out = Writer::new();
    out.raw(parameters.election_id());
    trustee.encode(&mut out);
    out.into_bytes()
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
    /// If the trustee is unknown, sent one before, does not know the secret of its encryption key,
    /// or shares it with another.
    pub fn accept(&mut self, commitment: Commitment) -> Result<(), DkgError> {
        let trustee = commitment.trustee;
        let position = trustee.position();
        match self.commitments.get(position) {
            None => return Err(DkgError::UnknownTrustee { trustee }),
            Some(Some(_)) => return Err(DkgError::Repeated { trustee, round: Round::Commit }),
            Some(None) => {}
        }
        let key = commitment.encryption_key;
        let context = possession_context(&self.parameters, trustee);
        let possession = &commitment.possession;
        if possession.verify(Domain::ENCRYPTION_POSSESSION, &context, &[key]).is_err() {
            return Err(DkgError::NoPossession { trustee });
        }
        let same = self.commitments.iter().flatten().find(|other| other.encryption_key == key);
        if let Some(other) = same {
            return Err(DkgError::SharedKey { trustee, other: other.trustee });
        }
        self.commitments[position] = Some(commitment);
        Ok(())
    }

    /// Whether every trustee has committed.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.commitments.iter().all(Option::is_some)
    }

    /// Who is still to commit.
    pub fn missing(&self) -> impl Iterator<Item = TrusteeIndex> {
        let all = self.parameters.indices().zip(&self.commitments);
        all.filter(|(_, commitment)| commitment.is_none()).map(|(trustee, _)| trustee)
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
        let key_pair = (&encryption_secret, encryption_key);
        let commitment = Commitment::new(parameters, index, &opening, key_pair, rng);
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
