//! From the close to the results (`spec/election.md`, sections 8 and 9).

use super::checked::Checked;
use super::opened::Opened;
use super::refusal::{At as _, Fault, Refusal, refuse};
use super::setup::names_its_signer;
use super::voting::{Votes, Voting};
use crate::crypto::tally::{Contribution, Counter, Sums, Tally, TallyContext};
use crate::election::District;
use crate::election::district::Ties;
use crate::election::message::{self, CloseStatement, Kind, ResultMessage};
use crate::election::rules::{Award, Decision, lot};
use crate::report::Step;
use crate::wire::Reader;

/// A board after its close.
pub(super) struct Closed {
    pub(super) voting: Voting,
    /// Entries of the log with the close as its last.
    size: u64,
    /// Its root.
    root: [u8; 32],
    /// The trustees that have signed a statement; bit 0 is trustee 1.
    statements: u32,
    /// By district, what is decrypted of it.
    pub(super) decryptions: Vec<Decryption>,
    /// The sums by district, once they are known.
    tallies: Option<Tallies>,
    /// The contributions whose proof does not hold.
    pub(super) set_aside: Vec<SetAside>,
}

/// A contribution whose proof does not hold: it counts for nothing, and its trustee is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetAside {
    /// Its entry.
    pub entry: u64,
    /// Its district.
    pub district: u16,
    /// Its trustee, from 1.
    pub trustee: u8,
}

/// The order of ties by lot (section 9.2).
pub(super) struct Lot {
    pub(super) seed: [u8; 32],
    pub(super) order: Vec<u16>,
}

/// What was published of a district after the close.
#[derive(Default)]
pub(super) struct Decryption {
    /// The trustees that have contributed; bit 0 is trustee 1.
    contributed: u32,
    /// The first t contributions whose proof holds; any t give the same counts.
    valid: Vec<Contribution>,
    pub(super) result: Option<ResultMessage>,
    /// The seed of the lot and the order that it gives, if ties are by lot and there are counts.
    pub(super) lot: Option<Lot>,
}

/// The sums over the ballots that count.
struct Tallies {
    by_district: Vec<Tally>,
    counter: Counter,
}

impl Closed {
    /// The board whose log has this size and root with its close.
    pub(super) fn new(mut voting: Voting, size: u64, root: [u8; 32]) -> Self {
        voting.forget_credentials();
        let decryptions = voting.districts.iter().map(|_| Decryption::default()).collect();
        let set_aside = Vec::new();
        Self { voting, size, root, statements: 0, decryptions, tallies: None, set_aside }
    }

    /// Whether every district has its result.
    pub(super) fn is_decided(&self) -> bool {
        self.decryptions.iter().all(|district| district.result.is_some())
    }

    /// Whether there are Q close statements.
    pub(super) fn has_quorum(&self) -> bool {
        self.statements.count_ones() as usize >= self.voting.opened.definition.close_quorum()
    }

    /// Takes the sums over the ballots that count, by district.
    pub(super) fn settle(&mut self, sums: &[Sums]) -> Result<(), Refusal> {
        let districts = &self.voting.opened.districts;
        let slots = districts.iter().map(District::slots);
        let counted = self.voting.districts.iter().map(|votes| votes.figures.counted);
        let found = sums.iter().map(|sums| (sums.slots(), sums.ballots()));
        if !found.eq(slots.zip(counted)) {
            return refuse(Step::Decryptions, Fault::NoSums);
        }
        let close = |(sums, district): (&Sums, &District)| sums.close(district.points);
        let tallies: Vec<Tally> = sums.iter().zip(districts).map(close).collect();
        let most = tallies.iter().map(Tally::most).max().unwrap_or(0);
        self.tallies = Some(Tallies { by_district: tallies, counter: Counter::new(most) });
        Ok(())
    }

    /// Applies an entry of kinds 16 to 18.
    pub(super) fn apply(
        &mut self,
        kind: Kind,
        entry: u64,
        payload: &[u8],
        checked: &mut Checked,
    ) -> Result<(), Refusal> {
        let opened = &self.voting.opened;
        let signers = opened.definition.signers(kind, &opened.fingerprint);
        let (signer, message) = signers.one(payload).at(Step::Signatures)?;
        checked.add(Step::Signatures, 1);
        if kind != Kind::CloseStatement {
            self.needs_quorum()?;
        }
        match kind {
            Kind::CloseStatement => {
                self.statement(signer, CloseStatement::read(message).at(Step::Form)?)?;
                checked.add(Step::Close, 1);
            }
            Kind::Decryption => {
                self.decryption(entry, signer, message)?;
                checked.add(Step::Decryptions, 1);
            }
            _ => self.result(ResultMessage::read(message).at(Step::Form)?, checked)?,
        }
        Ok(())
    }

    fn statement(&mut self, signer: u8, statement: CloseStatement) -> Result<(), Refusal> {
        let CloseStatement { size, root } = statement;
        let trustee = signer.saturating_add(1);
        if (size, root) != (self.size, self.root) {
            return refuse(Step::Close, Fault::AnotherClose { trustee, size, root });
        }
        if !set_bit(&mut self.statements, signer) {
            return refuse(Step::Close, Fault::StatedBefore(trustee));
        }
        Ok(())
    }

    fn needs_quorum(&self) -> Result<(), Refusal> {
        if self.has_quorum() {
            return Ok(());
        }
        let statements = self.statements.count_ones();
        let quorum = self.voting.opened.definition.close_quorum();
        refuse(Step::Close, Fault::Quorum { statements, quorum })
    }

    fn decryption(&mut self, entry: u64, signer: u8, message: &[u8]) -> Result<(), Refusal> {
        let (index, message) = message::decryption(message).at(Step::Form)?;
        names_its_signer(signer, message).at(Step::Decryptions)?;
        let opened = &self.voting.opened;
        let (district, votes, decryption) =
            place(index, &opened.districts, &self.voting.districts, &mut self.decryptions)
                .at(Step::Decryptions)?;
        let mut reader = Reader::new(message);
        let contribution =
            Contribution::read(&mut reader, district.projects.len()).at(Step::Form)?;
        reader.finish("decryption").at(Step::Form)?;
        let (counted, floor) = (votes.figures.counted, district.floor);
        let trustee = contribution.trustee();
        if counted < u64::from(floor) {
            let fault = Fault::Floor { district: index, counted, floor };
            return refuse(Step::Decryptions, fault);
        }
        let mut contributed = decryption.contributed;
        if !set_bit(&mut contributed, signer) {
            let fault = Fault::ContributedBefore { district: index, trustee };
            return refuse(Step::Decryptions, fault);
        }
        let tally = self
            .tallies
            .as_ref()
            .and_then(|tallies| tallies.by_district.get(usize::from(index)))
            .ok_or(Fault::NoSums)
            .at(Step::Decryptions)?;

        let context = tally_context(&self.voting.opened, self.root, index);
        let threshold = usize::from(opened.definition.threshold);
        let holds = contribution.verify(&context, tally, &opened.keys).is_ok();
        decryption.contributed = contributed;
        if !holds {
            self.set_aside.push(SetAside { entry, district: index, trustee });
        } else if decryption.valid.len() < threshold {
            decryption.valid.push(contribution);
        }
        Ok(())
    }

    fn result(&mut self, result: ResultMessage, checked: &mut Checked) -> Result<(), Refusal> {
        let index = result.district;
        let threshold = self.voting.opened.definition.threshold;
        let (district, votes, decryption) = place(
            index,
            &self.voting.opened.districts,
            &self.voting.districts,
            &mut self.decryptions,
        )
        .at(Step::Counts)?;
        if decryption.result.is_some() {
            return refuse(Step::Counts, Fault::ResultBefore(index));
        }
        check_figures(&result, district, votes).at(Step::Counts)?;
        let mut expected = Vec::new();
        let mut lot = None;
        if let Some(said) = &result.counts {
            let valid = decryption.valid.len();
            if valid < usize::from(threshold) {
                return refuse(Step::Counts, Fault::Threshold { valid, threshold });
            }
            let tallies = self.tallies.as_ref().ok_or(Fault::NoSums).at(Step::Counts)?;
            let tally = tallies.by_district.get(usize::from(index));
            let tally = tally.ok_or(Fault::NoSums).at(Step::Counts)?;
            let counts = tallies.counter.counts(tally, threshold, &decryption.valid);
            let counts = counts.at(Step::Counts)?;
            same_counts(said, &counts).at(Step::Counts)?;
            checked.add(Step::Counts, counts.len());
            let scores = scores(&counts, &votes.paper_counts);
            let context = tally_context(&self.voting.opened, self.root, index);
            let ties = match &district.ties {
                Ties::Listed(order) => order,
                Ties::ByLot => {
                    let drawn = Lot::draw(district, &context, tally, &counts).at(Step::Winners)?;
                    &lot.insert(drawn).order
                }
            };
            let decision = Decision::new(district, &scores, &votes.withdrawn, ties);
            expected = decision.awards().at(Step::Winners)?;
        }
        same_awards(&result.awards, &expected).at(Step::Winners)?;
        checked.add(Step::Winners, 1);
        (decryption.result, decryption.lot) = (Some(result), lot);
        Ok(())
    }
}

/// The figures of a result that follow without decryption (section 8).
fn check_figures(result: &ResultMessage, district: &District, votes: &Votes) -> Result<(), Fault> {
    let (counted, floor) = (votes.figures.counted, district.floor);
    if result.ballots != counted {
        return Err(Fault::ResultBallots { said: result.ballots, counted });
    }
    if result.counts.is_some() != (counted >= u64::from(floor)) {
        return Err(Fault::ResultFloor { counted, floor });
    }
    let paper = (result.paper_ballots, &result.paper_counts);
    if paper != (votes.figures.paper, &votes.paper_counts) {
        return Err(Fault::ResultPaper);
    }
    Ok(())
}

/// Names the first count that differs.
fn same_counts(said: &[u64], counts: &[u64]) -> Result<(), Fault> {
    if said.len() != counts.len() {
        return Err(Fault::ResultLength { said: said.len(), projects: counts.len() });
    }
    let mut pairs = said.iter().zip(counts).enumerate();
    match pairs.find(|(_, (said, count))| said != count) {
        Some((project, (&said, &count))) => Err(Fault::ResultCount { project, said, count }),
        None => Ok(()),
    }
}

/// Names the first award that differs, and in what.
fn same_awards(said: &[Award], awards: &[Award]) -> Result<(), Fault> {
    for i in 0..said.len().max(awards.len()) {
        let (place, said, right) = (i + 1, said.get(i), awards.get(i));
        match (said, right) {
            (Some(said), Some(right)) if said.project == right.project => {
                let (project, said, amount) = (said.project, said.amount, right.amount);
                if said != amount {
                    return Err(Fault::ResultAmount { place, project, said, amount });
                }
            }
            _ => {
                let [said, winner] = [said, right].map(|award| award.map(|award| award.project));
                return Err(Fault::ResultWinner { place, said, winner });
            }
        }
    }
    Ok(())
}

/// What contributions and the lot are bound to.
fn tally_context(opened: &Opened, close_root: [u8; 32], district: u16) -> TallyContext {
    TallyContext { fingerprint: opened.fingerprint, district, close_root }
}

/// The score of a project is its count plus its paper count (section 9).
fn scores(counts: &[u64], paper_counts: &[u64]) -> Vec<u64> {
    let paper = paper_counts.iter().copied().chain(std::iter::repeat(0));
    counts.iter().zip(paper).map(|(count, paper)| count + paper).collect()
}

impl Lot {
    fn draw(
        district: &District,
        context: &TallyContext,
        tally: &Tally,
        counts: &[u64],
    ) -> Result<Self, Fault> {
        let (y, count) = tally.y().first().zip(counts.first()).ok_or(Fault::NoSums)?;
        let seed = lot::seed(context, &lot::mask(y, *count));
        Ok(Self { order: lot::order(&seed, district.projects.len()), seed })
    }
}

/// A district with what was voted and decrypted in it.
fn place<'a>(
    index: u16,
    districts: &'a [District],
    votes: &'a [Votes],
    decryptions: &'a mut [Decryption],
) -> Result<(&'a District, &'a Votes, &'a mut Decryption), Fault> {
    let at = usize::from(index);
    let (district, votes) = (districts.get(at), votes.get(at));
    match (district, votes, decryptions.get_mut(at)) {
        (Some(district), Some(votes), Some(decryption)) => Ok((district, votes, decryption)),
        _ => Err(Fault::NoDistrict(index)),
    }
}

/// Sets the bit of a signer, one of at most 32; false if it was set.
pub(super) fn set_bit(set: &mut u32, signer: u8) -> bool {
    let bit = 1_u32 << (signer % 32);
    let was = *set & bit != 0;
    *set |= bit;
    !was
}
