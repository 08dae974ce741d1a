use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64UrlUnpadded, Encoding};
use isoloir_crypto::ballot::{BallotTracker, Opening, OpeningError};
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::booth::Booth;
use crate::phase::{Fingerprint, Refusal};

/// A ballot that was opened to be checked on a second device (`spec/election.md`, section 12;
/// `spec/protocol.md`, 6.6): fingerprint (32 bytes), district (2), U (32), opening (66 + ceil(w / 8)), as base64url without
/// padding.
///
/// It gives the choices away, and must never be cast.
pub struct Challenge {
    pub(super) fingerprint: Fingerprint,
    pub(super) district: u16,
    pub(super) credential: NonIdentityPoint,
    pub(super) opening: Opening,
}

/// What a ballot turned out to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// T of the ballot that holds it. It is the ballot that the first device had sealed if T is what the voter has copied there.
    pub tracker: BallotTracker,
    /// The district, as an index into the definition.
    pub district: u16,
    /// The points of each project, by position.
    pub points: Vec<u8>,
}

/// Why a challenge does not show what was sealed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ChallengeError {
    /// Not base64url of a length that can be.
    #[error("this is no opened ballot: copy the whole line, and nothing else")]
    NotText,
    /// Something else was encoded.
    #[error("this is no opened ballot")]
    Unreadable(#[from] DecodeError),
    /// It was sealed for another vote.
    #[error("the ballot is of the vote with the fingerprint {found}, and not of this one")]
    OtherElection {
        /// Whose it is.
        found: Fingerprint,
    },
    /// It is for a district that there is not.
    #[error("the ballot can't be of this vote")]
    District(#[source] Refusal),
    /// The tracking code is that of another ballot, or the first device has cheated.
    #[error("what the first device shows is not what it has sealed")]
    Opening(#[from] OpeningError),
}

impl Challenge {
    /// The longest text that is read, in characters: of a ballot with [`MAX_SLOTS`](isoloir_crypto::ballot::MAX_SLOTS).
    pub const MAX_TEXT: usize = 512;

    /// As a line, or what follows the `#` of a link.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut out = Writer::new();
        out.raw(&self.fingerprint.0);
        out.u16(self.district);
        self.credential.encode(&mut out);
        self.opening.encode(&mut out);
        let bytes = Zeroizing::new(out.into_bytes());
        Zeroizing::new(Base64UrlUnpadded::encode_string(&bytes))
    }

    /// Reads it; white space around it is not looked at.
    ///
    /// # Errors
    /// If it is anything else.
    pub fn parse(text: &str) -> Result<Self, ChallengeError> {
        let text = text.trim();
        if text.len() > Self::MAX_TEXT {
            return Err(ChallengeError::NotText);
        }
        let bytes = Base64UrlUnpadded::decode_vec(text).map_err(|_| ChallengeError::NotText)?;
        let bytes = Zeroizing::new(bytes);
        let mut input = Reader::new(&bytes);
        let challenge = Self {
            fingerprint: Fingerprint(input.array("fingerprint")?),
            district: input.u16("district")?,
            credential: NonIdentityPoint::decode(&mut input)?,
            opening: Opening::decode(&mut input)?,
        };
        input.finish()?;
        Ok(challenge)
    }

    /// What the ballot with this tracker holds, by a device that has not sealed it.
    ///
    /// # Errors
    /// If it is of another election, or not the ballot with this tracker.
    pub fn open(&self, booth: &Booth, tracker: &BallotTracker) -> Result<Opened, ChallengeError> {
        let opened = self.seal_again(booth)?;
        if opened.tracker == *tracker { Ok(opened) } else { Err(OpeningError::Mismatch.into()) }
    }

    /// What is opened, and the tracker of the ballot that holds it: the voter compares it with the one on their paper.
    ///
    /// # Errors
    /// If it is of another election, or can be of no ballot.
    pub fn seal_again(&self, booth: &Booth) -> Result<Opened, ChallengeError> {
        if self.fingerprint != booth.fingerprint() {
            return Err(ChallengeError::OtherElection { found: self.fingerprint });
        }
        let parameters = booth.parameters(self.district).map_err(ChallengeError::District)?;
        let (slots, tracker) = self.opening.seal_again(parameters, &self.credential)?;
        let election = booth.election();
        let district = election.district(self.district).map_err(ChallengeError::District)?;
        Ok(Opened { tracker, district: self.district, points: district.points_of(slots) })
    }
}
