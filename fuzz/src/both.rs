//! A board that the election crates and the independent verifier read side by side.

use isoloir_board::entry::Entry;
use isoloir_election::phase::{Phase, Record, Tallies};
use isoloir_encoding::Encode;
use isoloir_verify::crypto::batch;
use isoloir_verify::crypto::tally::Sums;
use isoloir_verify::election::message::Kind;
use isoloir_verify::election::record::{Phase as VerifierPhase, Placed, Record as VerifierRecord};
use isoloir_verify::log::entry::chain_hash;
use isoloir_verify::log::merkle::{Tree, leaf_hash};

use crate::rng;

/// What both make of the same entries.
#[derive(Default)]
pub struct Both {
    crates: Record,
    verifier: VerifierRecord,
    tree: Tree,
    entries: Vec<Entry>,
}

impl Both {
    /// A board without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// The record of the election crates.
    pub fn crates(&self) -> &Record {
        &self.crates
    }

    /// Whether both accept the entry, which follows on the chain.
    ///
    /// # Panics
    /// If they disagree, on that or on what the board then amounts to: that is a finding.
    pub fn apply(&mut self, entry: &Entry) -> bool {
        let crates = self.crates.apply(entry, &mut rng("verify"));
        let verifier = self.verify(entry);
        assert_eq!(
            crates.is_ok(),
            verifier.is_ok(),
            "kind {}: the crates say {crates:?}, the verifier says {verifier:?}",
            entry.kind()
        );
        if crates.is_ok() {
            self.tree.push(leaf_hash(&entry.to_bytes()));
            self.entries.push(entry.clone());
            self.settle();
        }
        self.compare();
        crates.is_ok()
    }

    fn verify(&mut self, entry: &Entry) -> Result<(), String> {
        let bytes = entry.to_bytes();
        let placed = Placed {
            kind: entry.kind(),
            index: entry.index(),
            previous: *entry.previous().as_bytes(),
            chain_hash: chain_hash(&bytes),
            payload: entry.payload(),
        };
        if entry.kind() == Kind::Ballot.number() && self.verifier.phase() == VerifierPhase::Voting {
            self.check_ballot(entry)?;
        }
        let mut tree = self.tree.clone();
        tree.push(leaf_hash(&bytes));
        self.verifier.apply(&placed, || tree.root()).map_err(|refusal| format!("{refusal:?}"))
    }

    /// The proof and the signature, which the verifier's record leaves to others.
    fn check_ballot(&self, entry: &Entry) -> Result<(), String> {
        let opened = self.verifier.opened().expect("the vote is open");
        let view = opened.read_ballot(entry.payload()).map_err(|refusal| format!("{refusal:?}"))?;
        let ballot = opened.cast_ballot(entry.index(), &view).expect("the district is there");
        match batch::check(&[ballot]).guilty.first() {
            Some(guilty) => Err(guilty.to_string()),
            None => Ok(()),
        }
    }

    /// After the close, gives both the sums, each its own.
    fn settle(&mut self) {
        let Phase::Closed(closed) = self.crates.phase() else { return };
        let mut tallies = Tallies::new(closed);
        for entry in &self.entries {
            tallies.add(closed, entry).expect("the ballots are those that were recorded");
        }
        let tallies = tallies.finish().expect("every ballot is there");
        let sums = self.sums();
        let opened = self.verifier.opened().expect("the vote was open");
        let points = opened.districts().iter().map(|district| district.points);
        for ((crates, verifier), points) in tallies.districts().iter().zip(&sums).zip(points) {
            let verifier = verifier.close(points);
            assert_eq!(crates.ballots(), verifier.ballots());
            assert_eq!(crates.a().as_bytes(), verifier.a().bytes());
            let ys = crates.y().iter().map(|y| y.as_bytes());
            assert!(ys.eq(verifier.y().iter().map(|y| y.bytes())));
        }
        self.crates.tally(tallies).expect("they are the sums of this close");
        self.verifier.settle(&sums).expect("they are the sums of this close");
    }

    /// The sums as the verifier takes them: over all ballots, without those that do not count.
    fn sums(&self) -> Vec<Sums> {
        let opened = self.verifier.opened().expect("the vote was open");
        let slots = opened.parameters().iter().map(|district| district.style().slots());
        let mut sums: Vec<Sums> = slots.map(Sums::neutral).collect();
        let superseded = self.verifier.superseded();
        for entry in self.entries.iter().filter(|entry| entry.kind() == Kind::Ballot.number()) {
            let view = opened.read_ballot(entry.payload()).expect("it was recorded");
            let district = usize::from(view.parts.district);
            let style = opened.parameters()[district].style();
            let one = Sums::of_ballot(style, view.parts.sealed).expect("it was recorded");
            sums[district].add(&one);
            if superseded.contains(&entry.index()) {
                sums[district].subtract(&one);
            }
        }
        sums
    }

    fn compare(&self) {
        assert_eq!(self.crates.head().size, self.tree.size());
        assert_eq!(*self.crates.head().root.as_bytes(), self.tree.root());
        let verifier = &self.verifier;
        let fingerprint = |of: [u8; 32]| {
            let opened = verifier.opened().expect("the crates say that the vote was opened");
            assert_eq!(*opened.fingerprint(), of);
        };
        let phase = match self.crates.phase() {
            Phase::Empty => "setup",
            Phase::Setup(setup) => {
                let definition = verifier.definition().expect("the crates have one");
                assert_eq!(definition.election_id, setup.election().id().0);
                if verifier.phase() == VerifierPhase::Failed { "failed" } else { "setup" }
            }
            Phase::Voting(voting) => {
                fingerprint(voting.fingerprint().0);
                for (district, figures) in (0..).zip(verifier.figures()) {
                    assert_eq!(voting.recorded(district).ok(), Some(figures.recorded));
                }
                "voting"
            }
            Phase::Closed(_) => "not settled",
            Phase::Decrypting(decrypting) | Phase::Decided(decrypting) => {
                fingerprint(decrypting.closed().fingerprint().0);
                let counted: u64 = verifier.figures().iter().map(|figures| figures.counted).sum();
                assert_eq!(decrypting.closed().counted().len() as u64, counted);
                let districts = 0..decrypting.closed().election().districts().len() as u16;
                let aside = districts.map(|d| decrypting.set_aside(d).expect("a district").len());
                assert_eq!(aside.sum::<usize>(), verifier.set_aside().len());
                let decided = matches!(self.crates.phase(), Phase::Decided(_));
                if decided { "decided" } else { "closed" }
            }
        };
        assert_eq!(phase, verifier.phase().name());
    }
}
