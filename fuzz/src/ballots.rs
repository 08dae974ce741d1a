//! One district's ballots, as the election crates and the verifier judge them.

use isoloir_crypto::ballot::{
    BallotParameters, BallotStyle, BallotTracker, Equation as CratesEquation, SealedBallot,
};
use isoloir_crypto::credential::{CastStatement, VoterCredential};
use isoloir_crypto::group::{NonIdentityPoint, SecretScalar};
use isoloir_encoding::{Decode, Encode, Reader};
use isoloir_verify::crypto::ballot::Parameters;
use isoloir_verify::crypto::batch::{self, CastBallot, Equation, Fault};
use isoloir_verify::crypto::group::Point;
use isoloir_verify::crypto::points::Points;
use isoloir_verify::crypto::style::Style;

use crate::rng;

/// The most slots and constraints of a style that an input describes.
pub const MAX_SLOTS: u8 = 6;
/// The most constraints.
pub const MAX_CONSTRAINTS: u8 = 3;

const FINGERPRINT: [u8; 32] = [0x5f; 32];
const DISTRICT: u16 = 3;

/// The parameters of both sides: those of the ballots of the test vectors.
pub struct District {
    crates: BallotParameters,
    verifier: Parameters,
}

/// The voter of the ballots of the test vectors.
pub fn voter() -> VoterCredential {
    let secret = SecretScalar::random(&mut rng("voter"));
    VoterCredential::from_shares(&[secret]).expect("the secret is not zero")
}

impl District {
    /// With the same style, as each side has it.
    pub fn new(crates: BallotStyle, verifier: Style) -> Self {
        assert_eq!(crates.to_bytes(), verifier.encode());
        let key = |slot| {
            let secret = SecretScalar::random(&mut rng(&format!("slot key {slot}")));
            NonIdentityPoint::from_secret(&secret).expect("the secret is not zero")
        };
        let keys: Vec<NonIdentityPoint> = (0..crates.slots()).map(key).collect();
        let points: Vec<Point> = keys.iter().map(|key| Point::new(*key.element())).collect();
        Self {
            crates: BallotParameters::new(FINGERPRINT, DISTRICT, crates, &keys)
                .expect("keys differ"),
            verifier: Parameters::new(FINGERPRINT, DISTRICT, verifier, &points)
                .expect("keys differ"),
        }
    }

    /// The parameters of the election crates.
    pub fn crates(&self) -> &BallotParameters {
        &self.crates
    }

    /// Whether both accept the sealed ballot of [`voter`].
    ///
    /// # Panics
    /// If they disagree, on that, on the equation, the tracker or the sums: that is a finding.
    pub fn agree(&self, sealed: &[u8]) -> bool {
        let voter = voter();
        let mut input = Reader::new(sealed);
        let read = SealedBallot::read(&mut input, self.crates.style()).ok();
        let read = read.filter(|_| input.finish().is_ok());
        if sealed.len() != self.verifier.sealed_len() {
            assert!(read.is_none(), "the crates read {} bytes", sealed.len());
            return false;
        }
        let credential = voter.public().as_bytes();
        let tracker = self.verifier.tracker(credential, sealed);
        let signature = self.signature(&voter, tracker);
        let ballot = CastBallot {
            entry: 1,
            parameters: &self.verifier,
            credential,
            previous: &[0; 32],
            tracker,
            sealed,
            signature: &signature,
        };
        let outcome = batch::check(&[ballot]);
        let fault = outcome.guilty.first().map(|guilty| &guilty.fault);
        let Some(read) = read else {
            assert!(matches!(fault, Some(Fault::Wire(_))), "the crates can't read it: {fault:?}");
            return false;
        };
        assert_eq!(read.tracker(&self.crates, voter.public()).as_bytes(), &tracker);
        let refused = self.crates.verify(voter.public(), &read, &mut rng("verify")).err();
        let equation = refused.map(|refused| refused.equation);
        assert_eq!(equation, fault.map(equation_of), "{fault:?}");
        let [(_, sums)] = &outcome.sums[..] else { panic!("no sums of one ballot") };
        let sums = sums.close(Points::CHOSEN_OR_NOT);
        assert_eq!(sums.a().bytes(), read.ciphertext().a().as_bytes());
        let ys = read.ciphertext().y().iter().map(|y| y.as_bytes());
        assert!(ys.eq(sums.y().iter().map(|y| y.bytes())));
        equation.is_none()
    }

    /// The signature by which the voter casts whatever has this tracker.
    fn signature(&self, voter: &VoterCredential, tracker: [u8; 32]) -> [u8; 64] {
        let statement = CastStatement {
            fingerprint: FINGERPRINT,
            district: DISTRICT,
            previous: BallotTracker::NONE,
            tracker: BallotTracker::from_bytes(&tracker).expect("32 bytes are a tracker"),
        };
        let signature = voter.cast(&statement, &mut rng("cast")).to_bytes();
        signature.try_into().expect("a signature has 64 bytes")
    }
}

/// What the crates call it.
fn equation_of(fault: &Fault) -> CratesEquation {
    match fault {
        Fault::Equation(Equation::Randomness) => CratesEquation::Randomness,
        Fault::Equation(Equation::Message) => CratesEquation::Message,
        Fault::Equation(Equation::Commitment) => CratesEquation::Commitment,
        Fault::Equation(Equation::Bits) => CratesEquation::Bits,
        Fault::Equation(Equation::Constraints) => CratesEquation::Constraints,
        Fault::Equation(Equation::RangeValue | Equation::RangeProduct)
        | Fault::NeutralRangePoint(_)
        | Fault::ZeroRangeChallenge => CratesEquation::Range,
        other => panic!("the crates read the ballot, the verifier says {other}"),
    }
}
