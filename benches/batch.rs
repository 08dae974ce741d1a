//! What a server does with a ballot (`make bench`): reads it, and checks it alone or in a batch, on one
//! core. Ballots have a 32-bit budget, and 20 or 100 slots.
//!
//! All are measured in turn in one run, each round with every way to check, and compared as medians of
//! the ratios of the rounds, because the speed of a machine drifts.

mod timing;

use isoloir_crypto::ballot::{
    BallotParameters, BallotStyle, BallotTracker, CastVote, Choices, LinearConstraint, verify_batch,
};
use isoloir_crypto::credential::VoterCredential;
use isoloir_crypto::group::{NonIdentityPoint, SecretScalar};
use isoloir_crypto::knowledge::KnowledgeProof;
use isoloir_election::message::CastBallot;
use isoloir_encoding::Encode;
use rand_core::OsRng;

use timing::{median, milliseconds};

const ROUNDS: usize = 15;
const SLOTS: [usize; 2] = [20, 100];
const BATCHES: [usize; 6] = [1, 8, 32, 64, 128, 256];
/// How many ballots are read and checked one by one in a round.
const ALONE: usize = 8;
/// The size of a batch in which a wrong ballot is looked for.
const SEARCHED: usize = 64;

fn main() {
    println!("One core, 32-bit budget, medians of {ROUNDS} rounds\n");
    for slots in SLOTS {
        District::new(slots).measure();
    }
}

/// A district, and enough ballots of it for the largest batch.
struct District {
    slots: usize,
    parameters: BallotParameters,
    payloads: Vec<Vec<u8>>,
    ballots: Vec<CastBallot>,
    /// A ballot with the signature of another.
    unsigned: CastBallot,
    /// A ballot that was sealed for another credential than the one that casts it.
    wrong: CastBallot,
}

impl District {
    fn new(slots: usize) -> Self {
        let costs: Vec<i64> = (0..slots).map(|slot| 5_000 + 1_000 * slot as i64).collect();
        let coefficients = costs.iter().map(|cost| -cost).collect();
        let budget = LinearConstraint { constant: 500_000, coefficients };
        let style = BallotStyle::new(slots, vec![budget]).expect("a style");
        assert_eq!(style.range_bits(), 32);
        let keys: Vec<_> = (0..slots)
            .map(|_| NonIdentityPoint::from_secret(&random_secret()).expect("not zero"))
            .collect();
        let parameters = BallotParameters::new([1; 32], 0, style, &keys).expect("parameters");
        let ballots: Vec<_> = (0..BATCHES[BATCHES.len() - 1]).map(|_| cast(&parameters)).collect();
        let payloads: Vec<_> = ballots.iter().map(Encode::to_bytes).collect();
        let signature = payloads[0].len() - KnowledgeProof::BYTES;
        let unsigned = [&payloads[0][..signature], &payloads[1][signature..]].concat();
        let unsigned = CastBallot::read(&unsigned, parameters.style()).expect("it reads");
        let sealed = ballots[0].sealed().clone();
        let (voter, previous) = (random_credential(), BallotTracker::NONE);
        let wrong = CastBallot::cast(&parameters, &voter, previous, sealed, &mut OsRng);
        Self { slots, parameters, payloads, ballots, unsigned, wrong }
    }

    fn measure(&self) {
        let mut reading = Vec::new();
        let mut alone = Vec::new();
        let mut unsigned = Vec::new();
        let mut wrong = Vec::new();
        let mut batches = BATCHES.map(|_| Vec::new());
        for _ in 0..ROUNDS {
            reading.push(self.read());
            let single = self.check_alone();
            alone.push(single);
            for (size, times) in BATCHES.into_iter().zip(&mut batches) {
                let time = self.check_batch(&self.votes(size), 0) / size as f64;
                times.push((time, single / time));
            }
            unsigned.push(self.check_with(&self.unsigned));
            wrong.push(self.check_with(&self.wrong));
        }
        println!("{:28} {:>12} {:>16}", format!("{} slots", self.slots), "ms a ballot", "as fast");
        println!("{:28} {:>12.3}", "read", median(&mut reading));
        println!("{:28} {:>12.3} {:>16}", "check alone", median(&mut alone), "1.00 x");
        for (size, times) in BATCHES.into_iter().zip(batches) {
            let (mut times, mut ratios): (Vec<f64>, Vec<f64>) = times.into_iter().unzip();
            let (time, ratio) = (median(&mut times), format!("{:.2} x", median(&mut ratios)));
            println!("{:28} {time:>12.3} {ratio:>16}", format!("check in a batch of {size}"));
        }
        let kinds = [("unsigned", &mut unsigned), ("wrongly proved", &mut wrong)];
        for (kind, times) in kinds {
            let name = format!("one of {SEARCHED} {kind}");
            println!("{name:28} {:>12.3}", median(times));
        }
        println!();
    }

    /// Milliseconds to read a ballot.
    fn read(&self) -> f64 {
        let read = milliseconds(|| {
            for payload in &self.payloads[..ALONE] {
                let ballot = CastBallot::read(payload, self.parameters.style());
                std::hint::black_box(ballot.expect("it reads"));
            }
        });
        read / ALONE as f64
    }

    /// Milliseconds to check a ballot that was read: tracker, signature and proof.
    fn check_alone(&self) -> f64 {
        let check = |ballot: &CastBallot| {
            let vote = ballot.vote(&self.parameters, ballot.tracker(&self.parameters));
            vote.verify(&mut OsRng).expect("the ballot is valid");
        };
        milliseconds(|| self.ballots[..ALONE].iter().for_each(check)) / ALONE as f64
    }

    /// Milliseconds to check ballots that were read, of which so many are wrong.
    fn check_batch(&self, votes: &[CastVote<'_>], wrong: usize) -> f64 {
        milliseconds(|| {
            for vote in votes {
                std::hint::black_box(vote.ballot.tracker(vote.parameters, vote.credential));
            }
            let outcomes = verify_batch(votes, &mut OsRng);
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_err()).count(), wrong);
        })
    }

    /// Milliseconds a ballot for a batch with this wrong one in it.
    fn check_with(&self, wrong: &CastBallot) -> f64 {
        let mut votes = self.votes(SEARCHED);
        votes[SEARCHED / 3] = wrong.vote(&self.parameters, wrong.tracker(&self.parameters));
        self.check_batch(&votes, 1) / SEARCHED as f64
    }

    fn votes(&self, size: usize) -> Vec<CastVote<'_>> {
        let vote =
            |ballot| CastBallot::vote(ballot, &self.parameters, ballot.tracker(&self.parameters));
        self.ballots[..size].iter().map(vote).collect()
    }
}

fn cast(parameters: &BallotParameters) -> CastBallot {
    let credential = random_credential();
    let slots = parameters.keys().len();
    let chosen: Vec<bool> = (0..slots).map(|slot| slot % 5 == 0 && slot < 40).collect();
    let choices = Choices::new(parameters.style(), &chosen).expect("within the budget");
    let (sealed, _) = parameters.seal(&credential, &choices, &mut OsRng);
    CastBallot::cast(parameters, &credential, BallotTracker::NONE, sealed, &mut OsRng)
}

fn random_credential() -> VoterCredential {
    VoterCredential::from_shares(&[random_secret()]).expect("not zero")
}

fn random_secret() -> SecretScalar {
    SecretScalar::random(&mut OsRng)
}
