//! What a voter's device does (`make bench`): seals a ballot with a 32-bit budget and casts it, on one
//! core, beside the range proof of the `bulletproofs` crate alone, which is its largest part.
//!
//! All are measured in turn in one run and compared as ratios of medians, because the speed of a
//! machine drifts.

mod timing;

use bulletproofs::{BulletproofGens, PedersenGens, RangeProof};
use curve25519_dalek::scalar::Scalar;
use isoloir_board::ChainHash;
use isoloir_board::entry::Entry;
use isoloir_crypto::ballot::{
    BallotParameters, BallotStyle, BallotTracker, Choices, LinearConstraint,
};
use isoloir_crypto::credential::VoterCredential;
use isoloir_crypto::group::{NonIdentityPoint, SecretScalar};
use isoloir_election::message::{CastBallot, Kind};
use isoloir_encoding::Encode;
use merlin::Transcript;
use rand_core::OsRng;

use timing::{median, milliseconds};

const ROUNDS: usize = 200;
const WARM_UP: usize = 20;
const SLOTS: [usize; 3] = [20, 50, 100];

fn main() {
    let range = RangeBaseline::new();
    let voters: Vec<Voter> = SLOTS.into_iter().map(Voter::new).collect();
    let mut baseline = Vec::new();
    let mut casts: Vec<Vec<f64>> = voters.iter().map(|_| Vec::new()).collect();
    let mut checks: Vec<Vec<f64>> = voters.iter().map(|_| Vec::new()).collect();
    let mut bytes = vec![0; voters.len()];
    for round in 0..WARM_UP + ROUNDS {
        let proved = milliseconds(|| range.prove());
        let measured = voters.iter().map(|voter| {
            let mut ballot = None;
            let cast = milliseconds(|| ballot = Some(voter.cast()));
            let ballot = ballot.expect("it was cast");
            (cast, milliseconds(|| voter.check(&ballot)), entry_bytes(&ballot))
        });
        let measured: Vec<_> = measured.collect();
        if round < WARM_UP {
            continue;
        }
        baseline.push(proved);
        for (index, (cast, check, length)) in measured.into_iter().enumerate() {
            casts[index].push(cast);
            checks[index].push(check);
            bytes[index] = length;
        }
    }
    let baseline = median(&mut baseline);
    println!("One core, 32-bit budget, medians of {ROUNDS} rounds\n");
    println!(
        "{:28} {:>9} {:>18} {:>13} {:>12}",
        "", "ms", "x range proof", "entry, bytes", "check, ms"
    );
    println!("{:28} {baseline:>9.2} {:>18}", "bulletproofs prove_single", "1.00");
    for (index, slots) in SLOTS.iter().enumerate() {
        let cast = median(&mut casts[index]);
        println!(
            "{:28} {cast:>9.2} {:>18.2} {:>13} {:>12.2}",
            format!("seal and cast, {slots} slots"),
            cast / baseline,
            bytes[index],
            median(&mut checks[index]),
        );
    }
}

/// The crate's own 32-bit range proof.
struct RangeBaseline {
    bases: BulletproofGens,
    pedersen: PedersenGens,
}

impl RangeBaseline {
    fn new() -> Self {
        Self { bases: BulletproofGens::new(32, 1), pedersen: PedersenGens::default() }
    }

    fn prove(&self) {
        let mut transcript = Transcript::new(b"benchmark");
        let blinding = Scalar::random(&mut OsRng);
        let proof = RangeProof::prove_single_with_rng(
            &self.bases,
            &self.pedersen,
            &mut transcript,
            123_456,
            &blinding,
            32,
            &mut OsRng,
        );
        std::hint::black_box(proof.expect("the arguments are right"));
    }
}

/// A voter with a ballot of some slots, whose costs need 32 bits.
struct Voter {
    parameters: BallotParameters,
    credential: VoterCredential,
    choices: Choices,
}

impl Voter {
    fn new(slots: usize) -> Self {
        let costs: Vec<i64> = (0..slots).map(|slot| 5_000 + 1_000 * slot as i64).collect();
        let budget = LinearConstraint {
            constant: 500_000,
            coefficients: costs.iter().map(|cost| -cost).collect(),
        };
        let style = BallotStyle::new(slots, vec![budget]).expect("a style");
        assert_eq!(style.range_bits(), 32);
        let keys: Vec<_> = (0..slots).map(|_| random_key()).collect();
        let chosen: Vec<bool> = (0..slots).map(|slot| slot % 5 == 0 && slot < 40).collect();
        let choices = Choices::new(&style, &chosen).expect("within the budget");
        let secret = SecretScalar::random(&mut OsRng);
        Self {
            parameters: BallotParameters::new([1; 32], 0, style, &keys).expect("parameters"),
            credential: VoterCredential::from_shares(&[secret]).expect("not zero"),
            choices,
        }
    }

    fn cast(&self) -> CastBallot {
        let (sealed, _) = self.parameters.seal(&self.credential, &self.choices, &mut OsRng);
        let previous = BallotTracker::NONE;
        CastBallot::cast(&self.parameters, &self.credential, previous, sealed, &mut OsRng)
    }

    fn check(&self, ballot: &CastBallot) {
        let tracker = ballot.tracker(&self.parameters);
        assert!(ballot.signature_holds(&self.parameters, tracker));
        let credential = self.credential.public();
        let checked = self.parameters.verify(credential, ballot.sealed(), &mut OsRng);
        checked.expect("the ballot is valid");
    }
}

/// What a ballot takes on the board: its entry and the two bytes of length before it.
fn entry_bytes(ballot: &CastBallot) -> usize {
    let entry = Entry::new(0, ChainHash::ZERO, Kind::Ballot as u8, ballot.to_bytes());
    2 + entry.expect("it fits").to_bytes().len()
}

fn random_key() -> NonIdentityPoint {
    NonIdentityPoint::from_secret(&SecretScalar::random(&mut OsRng)).expect("not zero")
}
