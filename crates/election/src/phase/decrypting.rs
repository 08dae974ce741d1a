use alloc::vec::Vec;

use isoloir_crypto::dkg::{ElectionKeys, TrusteeIndex};
use isoloir_crypto::tally::{
    ClosedTally, CombineError, DecryptionContext, PartialDecryption, VerifiedDecryption,
};
use isoloir_encoding::{Decode, Reader};

use crate::definition::Ties;
use crate::message::{DistrictResult, Kind, PaperResult, Signed};
use crate::phase::setup::{is_own, read_all, unreadable};
use crate::phase::{Closed, Refusal};
use crate::rules::lot::Seed;
use crate::rules::{self, Decision, Standings};

/// With the sums at hand: trustees decrypt them, district by district, and the result is published.
pub struct Decrypting {
    closed: Closed,
    districts: Vec<DistrictTally>,
}

struct DistrictTally {
    sums: ClosedTally,
    contributions: Vec<VerifiedDecryption>,
    /// Who sent a contribution that does not verify.
    set_aside: Vec<TrusteeIndex>,
    published: bool,
}

/// What came out in a district, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How many credentials are on the roll.
    pub credentials: u64,
    /// How many ballots were recorded, replaced ones included.
    pub recorded: u64,
    /// The projects' scores, the order of ties and what the rule made of them; nothing if the counts are
    /// not decrypted.
    pub explained: Option<Explained>,
    /// Counts and winners.
    pub result: DistrictResult,
}

/// How the winners of a district follow from its counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What the lot was drawn from, if the order of ties is drawn.
    pub seed: Option<Seed>,
    /// What the rule decided on.
    pub standings: Standings,
    /// What it decided.
    pub decision: Decision,
}

impl Decrypting {
    pub(super) fn new(closed: Closed, tallies: Vec<ClosedTally>) -> Self {
        let districts = tallies.into_iter().map(|sums| DistrictTally {
            sums,
            contributions: Vec::new(),
            set_aside: Vec::new(),
            published: false,
        });
        Self { closed, districts: districts.collect() }
    }

    /// The closed election.
    #[must_use]
    pub fn closed(&self) -> &Closed {
        &self.closed
    }

    /// The trustees' keys.
    #[must_use]
    pub fn keys(&self) -> &ElectionKeys {
        &self.closed.voting.keys
    }

    /// What a trustee's contribution for a district is bound to.
    #[must_use]
    pub fn context(&self, district: u16) -> DecryptionContext {
        DecryptionContext {
            fingerprint: self.closed.voting.fingerprint.0,
            district,
            close_root: *self.closed.head.root.as_bytes(),
        }
    }

    /// The sums of a district, for a trustee to decrypt.
    ///
    /// # Errors
    /// If there is no such district, the quorum of close statements is not there, or too few ballots
    /// count.
    pub fn tally(&self, district: u16) -> Result<&ClosedTally, Refusal> {
        let definition = self.closed.election().district(district)?;
        let quorum = self.closed.election().definition().close_quorum();
        let found = self.closed.statements.len();
        if found < quorum {
            return Err(Refusal::NoQuorum { quorum, found });
        }
        let sums = &self.district(district)?.sums;
        if sums.ballots() < definition.floor.into() {
            return Err(Refusal::BelowFloor {
                district: definition.name.clone(),
                ballots: sums.ballots(),
                floor: definition.floor,
            });
        }
        Ok(sums)
    }

    /// Who sent a contribution for a district that does not verify.
    ///
    /// # Errors
    /// If there is no such district.
    pub fn set_aside(&self, district: u16) -> Result<&[TrusteeIndex], Refusal> {
        Ok(&self.district(district)?.set_aside)
    }

    /// Whose contribution for a district verifies.
    ///
    /// # Errors
    /// If there is no such district.
    pub fn contributed(
        &self,
        district: u16,
    ) -> Result<impl Iterator<Item = TrusteeIndex>, Refusal> {
        let contributions = &self.district(district)?.contributions;
        Ok(contributions.iter().map(VerifiedDecryption::trustee))
    }

    /// How many ballots of a district count.
    ///
    /// # Errors
    /// If there is no such district.
    pub fn counted(&self, district: u16) -> Result<u64, Refusal> {
        self.district(district).map(|district| district.sums.ballots())
    }

    /// Whether the result of a district is published.
    ///
    /// # Errors
    /// If there is no such district.
    pub fn is_published(&self, district: u16) -> Result<bool, Refusal> {
        self.district(district).map(|district| district.published)
    }

    pub(super) fn apply(&mut self, kind: Kind, payload: &[u8]) -> Result<(), Refusal> {
        match kind {
            Kind::CloseStatement => self.closed.accept_statement(payload),
            Kind::Decryption => self.accept_decryption(payload),
            Kind::Result => self.accept_result(payload),
            _ => Err(Refusal::OutOfPhase { kind, now: "the vote is closed" }),
        }
    }

    /// Takes a contribution. One whose proof fails is set aside and its trustee named: it must not
    /// stop the others.
    fn accept_decryption(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        let kind = Kind::Decryption;
        let trustees = &self.closed.election().definition().trustees;
        let signed = Signed::open(payload, kind, &self.closed.fingerprint().0, trustees)?;
        let mut input = Reader::new(signed.message);
        let district = input.u16("district").map_err(unreadable(kind))?;
        let sums = self.tally(district)?;
        let projects = sums.y().len() as u16;
        let contribution =
            PartialDecryption::read(&mut input, projects).map_err(unreadable(kind))?;
        input.finish().map_err(unreadable(kind))?;
        is_own(&signed, contribution.trustee())?;
        let trustee = contribution.trustee();
        let state = self.district(district)?;
        let valid = state.contributions.iter().map(VerifiedDecryption::trustee);
        if valid.chain(state.set_aside.iter().copied()).any(|sender| sender == trustee) {
            return Err(Refusal::Repeated { trustee });
        }
        let context = self.context(district);
        let verified = contribution.verify(&context, &self.closed.voting.keys, sums);
        let state = &mut self.districts[usize::from(district)];
        match verified {
            Ok(contribution) => state.contributions.push(contribution),
            Err(_) => state.set_aside.push(trustee),
        }
        Ok(())
    }

    fn accept_result(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        let kind = Kind::Result;
        let officials = &self.closed.election().definition().officials;
        let signed = Signed::open(payload, kind, &self.closed.fingerprint().0, officials)?;
        let result = read_all(signed.message, DistrictResult::decode).map_err(unreadable(kind))?;
        let district = result.district;
        if self.district(district)?.published {
            return Err(Refusal::OutOfPhase { kind, now: "the district's result is published" });
        }
        if self.outcome(district)?.result != result {
            return Err(Refusal::WrongResult { district });
        }
        self.districts[usize::from(district)].published = true;
        Ok(())
    }

    /// Counts and winners of a district.
    ///
    /// # Errors
    /// If there is no such district, or too few trustees have contributed.
    pub fn outcome(&self, district: u16) -> Result<Outcome, Refusal> {
        self.closed.election().district(district)?;
        let ballots = &self.closed.voting.districts[usize::from(district)];
        let counts = match self.tally(district) {
            Err(Refusal::BelowFloor { .. }) => None,
            Err(refusal) => return Err(refusal),
            Ok(sums) => Some(self.count(district, sums)?),
        };
        // Without the encrypted ballots nobody can say who won.
        let explained = counts.as_ref().map(|counts| self.explain(district, counts)).transpose()?;
        let awards =
            explained.as_ref().map_or_else(Vec::new, |explained| explained.decision.awards.clone());
        Ok(Outcome {
            credentials: ballots.roll.len() as u64,
            recorded: ballots.recorded(),
            explained,
            result: DistrictResult {
                district,
                ballots: self.district(district)?.sums.ballots(),
                counts,
                paper: ballots.paper.clone(),
                awards,
            },
        })
    }

    /// Applies the rule to counts.
    fn explain(&self, district: u16, counts: &[u64]) -> Result<Explained, Refusal> {
        let definition = self.closed.election().district(district)?;
        let ballots = &self.closed.voting.districts[usize::from(district)];
        let (seed, ties) = match &definition.ties {
            Ties::Listed(order) => (None, order.clone()),
            Ties::Lot => {
                let sums = &self.district(district)?.sums;
                let seed = Seed::of_tally(&self.context(district), sums, counts);
                (Some(seed), seed.order(definition.projects.len() as u16))
            }
        };
        let scores = add_paper(counts, &ballots.paper);
        let standings = definition.standings(&scores, &ballots.withdrawn, ties);
        let decision = rules::decide(definition.rule, &standings);
        Ok(Explained { seed, standings, decision })
    }

    fn count(&self, district: u16, sums: &ClosedTally) -> Result<Vec<u64>, Refusal> {
        let contributions = &self.district(district)?.contributions;
        sums.combine(&self.closed.voting.keys, contributions).map_err(|error| match error {
            CombineError::TooFew { valid, threshold } => {
                Refusal::TooFewContributions { district, valid, threshold }
            }
            CombineError::NoCount { .. } => Refusal::WrongResult { district },
        })
    }

    /// Whether every district's result is published.
    pub(super) fn is_decided(&self) -> bool {
        self.districts.iter().all(|district| district.published)
    }

    fn district(&self, district: u16) -> Result<&DistrictTally, Refusal> {
        self.districts.get(usize::from(district)).ok_or(Refusal::UnknownDistrict { district })
    }
}

/// A project's score: its count in the encrypted ballots and in those on paper.
fn add_paper(counts: &[u64], paper: &PaperResult) -> Vec<u64> {
    let on_paper = paper.counts.iter().chain(core::iter::repeat(&0));
    counts.iter().zip(on_paper).map(|(count, paper)| count + paper).collect()
}
