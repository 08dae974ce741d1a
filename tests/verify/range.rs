//! The verifier's check of range proofs, written from `spec/protocol.md`, section 11, against the
//! crate `bulletproofs`, which makes them and which the election programs check them with.

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use isoloir_crypto::ballot::{BallotParameters, BallotStyle, LinearConstraint, SealedBallot};
use isoloir_crypto::credential::VoterCredential;
use isoloir_crypto::generators::{blinding_base, message_base, vector_bases};
use isoloir_crypto::group::{NonIdentityPoint, Point};
use isoloir_encoding::{Encode, Reader};
use isoloir_verify::crypto::ballot::Parameters;
use isoloir_verify::crypto::batch::{self, CastBallot, Equation, Fault};
use isoloir_verify::crypto::group::Point as VerifierPoint;
use isoloir_verify::crypto::style::{Constraint, Style};

use crate::forge::{Sealing, scalars};
use crate::replay::ballot_context;
use crate::samples::{
    FIELD_PRIME, credential, incremented, patched, plus_order, public, rng, secret,
};
use crate::sha3::sha3_256;

const ELEMENT: usize = 32;
const FINGERPRINT: [u8; 32] = [0x5f; 32];
const DISTRICT: u16 = 3;

/// One district as both sides know it.
struct Both {
    style: BallotStyle,
    keys: Vec<NonIdentityPoint>,
    crates: BallotParameters,
    verifier: Parameters,
    who: VoterCredential,
}

impl Both {
    /// A style of one slot and q constraints whose values need n bits: v_i = b - x, with b the
    /// greatest number of n bits that is a signed 64-bit integer.
    fn new(n: u32, q: usize) -> Self {
        let constant = if n == 64 { i64::MAX } else { (1 << n) - 1 };
        let constraint = LinearConstraint { constant, coefficients: vec![-1] };
        let style = BallotStyle::new(1, vec![constraint; q]).unwrap();
        let keys = vec![public(&secret("slot key 0"))];
        let crates = BallotParameters::new(FINGERPRINT, DISTRICT, style.clone(), &keys).unwrap();
        let rows = vec![Constraint { constant, coefficients: vec![-1] }; q];
        let same = Style::new(1, rows).unwrap();
        let points: Vec<_> = keys.iter().map(|key| VerifierPoint::new(*key.element())).collect();
        let verifier = Parameters::new(FINGERPRINT, DISTRICT, same, &points).unwrap();
        Self { style, keys, crates, verifier, who: credential("voter") }
    }

    /// A ballot whose range proof is about these numbers.
    fn sealed(&self, ranged: &[u64]) -> Vec<u8> {
        let mut bases = vec![Point::basepoint(), message_base(), blinding_base()];
        bases.extend(vector_bases(self.style.slots()));
        let mut parts: Vec<&[u8]> = bases.iter().map(|base| &base.as_bytes()[..]).collect();
        parts.extend(self.keys.iter().map(|key| &key.as_bytes()[..]));
        let hash = sha3_256(&parts);
        let who = self.who.public().as_bytes();
        let keys: Vec<RistrettoPoint> = self.keys.iter().map(|key| *key.element()).collect();
        let values: Vec<i64> =
            self.style.constraints().iter().map(|row| row.constant - 1).collect();
        let sealing = Sealing {
            transcript: ballot_context(&FINGERPRINT, DISTRICT, &self.style.to_bytes(), who, &hash),
            style: &self.style,
            keys: &keys,
            encrypted: scalars(&[1]),
            committed: scalars(&[1]),
            values: scalars(&values),
            ranged: ranged.to_vec(),
            other_randomness: Scalar::ZERO,
        };
        sealing.seal(&mut rng("range"))
    }

    /// What the election crates say: by the crate `bulletproofs`.
    fn crates_accept(&self, sealed: &[u8]) -> bool {
        let mut input = Reader::new(sealed);
        let Ok(ballot) = SealedBallot::read(&mut input, &self.style) else { return false };
        input.finish().is_ok()
            && self.crates.verify(self.who.public(), &ballot, &mut rng("verify")).is_ok()
    }

    /// What the verifier finds, apart from the signature, which is none.
    fn verifier_accepts(&self, sealed: &[u8]) -> bool {
        let credential = self.who.public().as_bytes();
        if sealed.len() != self.verifier.sealed_len() {
            return false;
        }
        // A signature that holds: the voter casts whatever these bytes are.
        let tracker = self.verifier.tracker(credential, sealed);
        let signature = self.signature(tracker);
        let ballot = CastBallot {
            entry: 7,
            parameters: &self.verifier,
            credential,
            previous: &[0; 32],
            tracker,
            sealed,
            signature: &signature,
        };
        let outcome = batch::check(&[ballot]);
        let fault = outcome.guilty.first().map(|guilty| &guilty.fault);
        assert_ne!(fault, Some(&Fault::Equation(Equation::Cast)));
        outcome.guilty.is_empty()
    }

    fn signature(&self, tracker: [u8; 32]) -> [u8; 64] {
        use isoloir_crypto::ballot::BallotTracker;
        use isoloir_crypto::credential::CastStatement;
        use isoloir_encoding::Decode;
        let statement = CastStatement {
            fingerprint: FINGERPRINT,
            district: DISTRICT,
            previous: BallotTracker::NONE,
            tracker: BallotTracker::from_bytes(&tracker).unwrap(),
        };
        self.who.cast(&statement, &mut rng("cast")).to_bytes().try_into().unwrap()
    }

    #[track_caller]
    fn agree(&self, sealed: &[u8], accepted: bool) {
        let (n, m) = (self.style.range_bits(), self.style.range_values());
        assert_eq!(self.crates_accept(sealed), accepted, "the crates, n = {n}, m = {m}");
        assert_eq!(self.verifier_accepts(sealed), accepted, "the verifier, n = {n}, m = {m}");
    }

    /// The honest values of all constraints.
    fn values(&self) -> Vec<u64> {
        self.style.constraints().iter().map(|row| row.constant as u64 - 1).collect()
    }

    /// Where the range proof begins.
    fn range(&self, sealed: &[u8]) -> usize {
        let rounds = (self.style.range_bits() * self.style.range_values()).ilog2() as usize;
        sealed.len() - ELEMENT * (9 + 2 * rounds)
    }
}

/// All n, and q up to m = 64 where n m is not too large to prove in a moment.
fn all() -> impl Iterator<Item = Both> {
    let sizes = [(8, 64), (16, 32), (32, 16), (64, 16)];
    sizes.into_iter().flat_map(|(n, most)| {
        let counts = [1, 2, 3, 4, 5, 7, 8, 13, 16, 32, 64].into_iter().filter(move |q| *q <= most);
        counts.map(move |q| Both::new(n, q))
    })
}

#[test]
fn both_accept_honest_proofs_of_every_size() {
    for both in all() {
        let sealed = both.sealed(&both.values());
        both.agree(&sealed, true);
    }
}

#[test]
fn both_refuse_a_proof_of_other_numbers_than_the_committed_ones() {
    for both in all() {
        let mut values = both.values();
        *values.last_mut().unwrap() -= 1;
        both.agree(&both.sealed(&values), false);
    }
}

#[test]
fn both_refuse_every_proof_with_one_element_changed() {
    for (n, q) in [(8, 1), (8, 4), (16, 2), (32, 1), (32, 3), (64, 1), (64, 2)] {
        let both = Both::new(n, q);
        let sealed = both.sealed(&both.values());
        both.agree(&sealed, true);
        let range = both.range(&sealed);
        let elements = (sealed.len() - range) / ELEMENT;
        for element in 0..elements {
            let place = range + element * ELEMENT;
            let is_scalar = (4..7).contains(&element) || element >= elements - 2;
            let old = &sealed[place..place + ELEMENT];
            let mut changed = vec![
                patched(&sealed, place, &[0; 32]),
                patched(&sealed, place, &FIELD_PRIME),
                patched(&sealed, place, &sealed[..ELEMENT]),
            ];
            if is_scalar {
                let negated = -Scalar::from_canonical_bytes(old.try_into().unwrap()).unwrap();
                changed.push(incremented(&sealed, place));
                changed.push(patched(&sealed, place, &plus_order(old)));
                changed.push(patched(&sealed, place, negated.as_bytes()));
            } else {
                let moved = crate::replay::point(old).unwrap() + message_base().element();
                changed.push(patched(&sealed, place, moved.compress().as_bytes()));
            }
            if element + 1 < elements {
                let next = place + ELEMENT;
                let swapped = patched(&sealed, place, &sealed[next..next + ELEMENT]);
                changed.push(patched(&swapped, next, old));
            }
            for changed in changed {
                assert_ne!(changed, sealed);
                both.agree(&changed, false);
            }
        }
    }
}

#[test]
fn both_refuse_a_proof_of_another_size() {
    let (one, two) = (Both::new(8, 2), Both::new(16, 1));
    assert_eq!(one.range(&one.sealed(&one.values())) - two.range(&two.sealed(&two.values())), 32);
    let proof = |both: &Both| {
        let sealed = both.sealed(&both.values());
        sealed[both.range(&sealed)..].to_vec()
    };
    let sealed = one.sealed(&one.values());
    // 8 bits of two values and 16 of one: proofs of the same length.
    let other = [&sealed[..one.range(&sealed)], &proof(&two)].concat();
    assert_eq!(other.len(), sealed.len());
    one.agree(&other, false);
    for changed in [sealed[..sealed.len() - 64].to_vec(), [&sealed[..], &[0; 64]].concat()] {
        one.agree(&changed, false);
    }
}
