use isoloir_crypto::ballot::{
    BallotParameters, BallotStyle, BallotTracker, CastVote, SealedBallot,
};
use isoloir_crypto::credential::{CastSignature, CastStatement, VoterCredential};
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};
use rand_core::CryptoRngCore;

/// A vote: a sealed ballot, whose it is, and the voter's signature that casts it.
///
/// Bytes: district (2), U (32), prev (32), the sealed ballot (its length is fixed by the district's
/// style), signature (64).
#[derive(Clone, Debug)]
pub struct CastBallot {
    district: u16,
    credential: NonIdentityPoint,
    previous: BallotTracker,
    sealed: SealedBallot,
    signature: CastSignature,
}

impl CastBallot {
    /// Casts a sealed ballot: the voter's decision, which only their credential can make.
    ///
    /// `previous` is the tracker of the last ballot recorded for this credential, or
    /// [`BallotTracker::NONE`].
    pub fn cast(
        parameters: &BallotParameters,
        credential: &VoterCredential,
        previous: BallotTracker,
        sealed: SealedBallot,
        rng: &mut impl CryptoRngCore,
    ) -> Self {
        let tracker = sealed.tracker(parameters, credential.public());
        let statement = statement(parameters, previous, tracker);
        let signature = credential.cast(&statement, rng);
        let district = parameters.district();
        Self { district, credential: *credential.public(), previous, sealed, signature }
    }

    /// Which district a payload's ballot is for, and for whom: U, not decompressed (34 bytes in all).
    ///
    /// # Errors
    /// If the payload ends before.
    pub fn voter_of(payload: &[u8]) -> Result<(u16, [u8; 32]), DecodeError> {
        let mut input = Reader::new(payload);
        Ok((input.u16("district")?, input.array("credential")?))
    }

    /// Reads the ballot of a district with this style.
    ///
    /// # Errors
    /// If anything is not canonical, is missing, or follows.
    pub fn read(payload: &[u8], style: &BallotStyle) -> Result<Self, DecodeError> {
        let mut input = Reader::new(payload);
        let ballot = Self {
            district: input.u16("district")?,
            credential: NonIdentityPoint::decode(&mut input)?,
            previous: BallotTracker::decode(&mut input)?,
            sealed: SealedBallot::read(&mut input, style)?,
            signature: CastSignature::decode(&mut input)?,
        };
        input.finish()?;
        Ok(ballot)
    }

    /// The district, as an index into the definition.
    #[must_use]
    pub fn district(&self) -> u16 {
        self.district
    }

    /// U.
    #[must_use]
    pub fn credential(&self) -> &NonIdentityPoint {
        &self.credential
    }

    /// prev.
    #[must_use]
    pub fn previous(&self) -> BallotTracker {
        self.previous
    }

    /// The encrypted choices and their proof.
    #[must_use]
    pub fn sealed(&self) -> &SealedBallot {
        &self.sealed
    }

    /// T.
    #[must_use]
    pub fn tracker(&self, parameters: &BallotParameters) -> BallotTracker {
        self.sealed.tracker(parameters, &self.credential)
    }

    /// All that is checked of this ballot as one of the district with `parameters`: what the credential
    /// signed is (fingerprint, district, U, prev, `tracker`).
    #[must_use]
    pub fn vote<'a>(
        &'a self,
        parameters: &'a BallotParameters,
        tracker: BallotTracker,
    ) -> CastVote<'a> {
        CastVote {
            parameters,
            credential: &self.credential,
            ballot: &self.sealed,
            statement: statement(parameters, self.previous, tracker),
            signature: &self.signature,
        }
    }

    /// Whether the credential signed (fingerprint, district, U, prev, T).
    #[must_use]
    pub fn signature_holds(&self, parameters: &BallotParameters, tracker: BallotTracker) -> bool {
        let statement = statement(parameters, self.previous, tracker);
        self.signature.verify(&self.credential, &statement).is_ok()
    }
}

fn statement(
    parameters: &BallotParameters,
    previous: BallotTracker,
    tracker: BallotTracker,
) -> CastStatement {
    CastStatement {
        fingerprint: *parameters.fingerprint(),
        district: parameters.district(),
        previous,
        tracker,
    }
}

impl Encode for CastBallot {
    fn encode(&self, out: &mut Writer) {
        out.u16(self.district);
        self.credential.encode(out);
        self.previous.encode(out);
        self.sealed.encode(out);
        self.signature.encode(out);
    }
}
