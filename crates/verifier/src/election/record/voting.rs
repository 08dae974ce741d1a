//! While the vote is open (`spec/election.md`, section 7).

use std::collections::HashSet;
use std::num::NonZeroU64;
use std::sync::Arc;

use curve25519_dalek::RistrettoPoint;

use super::checked::Checked;
use super::opened::{BallotView, Opened};
use super::refusal::{At as _, Fault, Refusal, refuse};
use super::roll::{Credential, Roll, Standing};
use crate::crypto::credential::reissue_context;
use crate::crypto::group::Point;
use crate::crypto::transcript::Domain;
use crate::election::District;
use crate::election::message::{
    self, Kind, PAPER_SIGNERS, PaperBatch, Reissue, Revocation, Withdrawal,
};
use crate::report::Step;

/// The vote, from the opening on.
pub(super) struct Voting {
    pub(super) opened: Arc<Opened>,
    pub(super) districts: Vec<Votes>,
    /// A of every recorded ballot, 32 bytes each (weeding).
    randomness: HashSet<[u8; 32]>,
    /// Entries of the recorded ballots that do not count any more.
    pub(super) superseded: Vec<u64>,
}

/// What was voted in a district.
#[derive(Debug, Default)]
pub(super) struct Votes {
    roll: Roll,
    /// Projects that can't win, by position.
    pub(super) withdrawn: Vec<u16>,
    pub(super) figures: Figures,
    /// The sums of the batches on paper: empty if there was none.
    pub(super) paper_counts: Vec<u64>,
}

/// The figures of a district's vote.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Credentials that ever stood on the roll.
    pub credentials: u64,
    /// Recorded ballots.
    pub recorded: u64,
    /// Ballots that count: the last one of each active credential.
    pub counted: u64,
    /// Credentials that were revoked, the replaced ones included.
    pub revoked: u64,
    /// Credentials that were replaced.
    pub replaced: u64,
    /// Ballots on paper.
    pub paper: u64,
}

impl Voting {
    /// The vote with these rolls, one for each district.
    pub(super) fn new(opened: Opened, rolls: Vec<Roll>) -> Self {
        let districts = rolls
            .into_iter()
            .map(|roll| {
                let figures = Figures { credentials: roll.len() as u64, ..Figures::default() };
                Votes { roll, figures, ..Votes::default() }
            })
            .collect();
        let opened = Arc::new(opened);
        Self { opened, districts, randomness: HashSet::new(), superseded: Vec::new() }
    }

    /// Records a ballot after rules 2, 5, 6 and 7 of section 7. Rule 5 (recorded already) follows
    /// from 6 and 7: for the same prev to be current again, a ballot would have to come again.
    pub(super) fn ballot(
        &mut self,
        entry: u64,
        ballot: &BallotView<'_>,
        checked: &mut Checked,
    ) -> Result<(), Refusal> {
        let votes = self.districts.get_mut(usize::from(ballot.parts.district));
        let Some(votes) = votes else {
            return refuse(Step::Form, Fault::NoDistrict(ballot.parts.district));
        };
        let (district, credential) = (ballot.parts.district, ballot.parts.credential);
        let credential = votes.active(district, credential).at(Step::Eligibility)?;
        checked.add(Step::Eligibility, 1);
        if credential.tracker != *ballot.parts.previous {
            let (named, last) = (*ballot.parts.previous, credential.tracker);
            return refuse(Step::History, Fault::Previous { named, last });
        }
        if !self.randomness.insert(*ballot.randomness) {
            return refuse(Step::History, Fault::Copy(*ballot.randomness));
        }
        checked.add(Step::History, 1);

        credential.tracker = ballot.tracker;
        let replaced = std::mem::replace(&mut credential.last, NonZeroU64::new(entry));
        votes.figures.recorded += 1;
        match replaced {
            Some(replaced) => self.superseded.push(replaced.get()),
            None => votes.figures.counted += 1,
        }
        Ok(())
    }

    /// Applies an entry of kinds 11 to 14.
    pub(super) fn change(
        &mut self,
        kind: Kind,
        payload: &[u8],
        checked: &mut Checked,
    ) -> Result<(), Refusal> {
        let opened = Arc::clone(&self.opened);
        let signers = opened.definition.signers(kind, &opened.fingerprint);
        let registrars = opened.definition.registrars.len();
        let signed_by = match kind {
            Kind::Reissue => registrars,
            Kind::PaperBatch => PAPER_SIGNERS,
            _ => 1,
        };
        let message = match kind {
            Kind::Reissue | Kind::PaperBatch => signers.several(signed_by, payload),
            _ => signers.one(payload).map(|(_, message)| message),
        };
        let message = message.at(Step::Signatures)?;
        checked.add(Step::Signatures, signed_by);
        match kind {
            Kind::Withdrawal => self.withdraw(Withdrawal::read(message).at(Step::Form)?)?,
            Kind::Revocation => self.revoke(Revocation::read(message).at(Step::Form)?)?,
            Kind::Reissue => self.reissue(&Reissue::read(message, registrars).at(Step::Form)?)?,
            _ => {
                let projects = |index| opened.projects(index);
                let batch = PaperBatch::read(message, projects).at(Step::Form)?;
                self.paper(&opened.districts, &batch)?;
                checked.add(Step::Paper, batch.credentials.len());
                return Ok(());
            }
        }
        checked.add(Step::Changes, 1);
        Ok(())
    }

    /// Checks the entry that closes the vote.
    pub(super) fn close(&self, payload: &[u8], checked: &mut Checked) -> Result<(), Refusal> {
        let signers = self.opened.definition.signers(Kind::Close, &self.opened.fingerprint);
        let (_, message) = signers.one(payload).at(Step::Signatures)?;
        checked.add(Step::Signatures, 1);
        message::nothing(message).at(Step::Form)
    }

    fn withdraw(&mut self, Withdrawal { district, project }: Withdrawal) -> Result<(), Refusal> {
        let projects = self.opened.projects(district);
        let votes = self.votes(district, Step::Changes)?;
        if projects.is_none_or(|projects| usize::from(project) >= projects) {
            return refuse(Step::Changes, Fault::NoProject { district, project });
        }
        if votes.withdrawn.contains(&project) {
            return refuse(Step::Changes, Fault::WithdrawnBefore { district, project });
        }
        votes.withdrawn.push(project);
        Ok(())
    }

    fn revoke(&mut self, Revocation { district, credential }: Revocation) -> Result<(), Refusal> {
        let votes = self.votes(district, Step::Changes)?;
        let active = votes.active(district, &credential).at(Step::Changes)?;
        let lost = active.retire(Standing::Revoked);
        votes.figures.revoked += 1;
        self.lose(district, lost);
        Ok(())
    }

    fn reissue(&mut self, reissue: &Reissue) -> Result<(), Refusal> {
        let &Reissue { district, ref revoked, ref shares } = reissue;
        let opened = Arc::clone(&self.opened);
        let votes = self.votes(district, Step::Changes)?;
        let standing = votes.credential(district, revoked).at(Step::Changes)?.standing;
        if standing != Standing::Revoked {
            let fault = Fault::NotRevoked { district, credential: *revoked, standing };
            return refuse(Step::Changes, fault);
        }
        for (registrar, (share, proof)) in (0_u8..).zip(shares) {
            let context = reissue_context(&opened.fingerprint, district, registrar, revoked);
            proof
                .verify(Domain::ReissuePossession, &context, std::slice::from_ref(share))
                .map_err(|_| Fault::Possession(registrar.into()))
                .at(Step::Changes)?;
        }
        let sum: RistrettoPoint = shares.iter().map(|(share, _)| share.group()).sum();
        let new = Point::new(sum);
        if new.is_neutral() {
            return refuse(Step::Changes, Fault::ReissueNeutral);
        }
        if !votes.roll.add(*new.bytes()) {
            let credential = *new.bytes();
            return refuse(Step::Changes, Fault::ReissueKnown { district, credential });
        }
        votes.credential(district, revoked).at(Step::Changes)?.standing = Standing::Replaced;
        votes.figures.credentials += 1;
        votes.figures.replaced += 1;
        Ok(())
    }

    fn paper(&mut self, districts: &[District], batch: &PaperBatch) -> Result<(), Refusal> {
        let index = batch.district;
        let Some(district) = districts.get(usize::from(index)) else {
            return refuse(Step::Paper, Fault::NoDistrict(index));
        };
        let votes = self.votes(index, Step::Paper)?;
        fits(district, batch).at(Step::Paper)?;
        for credential in &batch.credentials {
            votes.active(index, credential).at(Step::Paper)?;
        }

        votes.figures.paper += batch.credentials.len() as u64;
        votes.paper_counts.resize(batch.counts.len(), 0);
        for (sum, &count) in votes.paper_counts.iter_mut().zip(&batch.counts) {
            *sum += u64::from(count);
        }
        for credential in &batch.credentials {
            let votes = self.votes(index, Step::Paper)?;
            let lost = votes.active(index, credential).at(Step::Paper)?.retire(Standing::Paper);
            self.lose(index, lost);
        }
        Ok(())
    }

    /// After the close nothing asks for single credentials any more; they take most of the memory.
    pub(super) fn forget_credentials(&mut self) {
        self.randomness = HashSet::new();
        for votes in &mut self.districts {
            votes.roll = Roll::default();
        }
    }

    /// Notes that a ballot does not count any more.
    fn lose(&mut self, district: u16, ballot: Option<NonZeroU64>) {
        let Some(ballot) = ballot else { return };
        self.superseded.push(ballot.get());
        if let Some(votes) = self.districts.get_mut(usize::from(district)) {
            votes.figures.counted -= 1;
        }
    }

    fn votes(&mut self, district: u16, step: Step) -> Result<&mut Votes, Refusal> {
        self.districts.get_mut(usize::from(district)).ok_or(Fault::NoDistrict(district)).at(step)
    }
}

impl Votes {
    fn credential(
        &mut self,
        district: u16,
        credential: &[u8; 32],
    ) -> Result<&mut Credential, Fault> {
        let stranger = Fault::Stranger { district, credential: *credential };
        self.roll.get_mut(credential).ok_or(stranger)
    }

    fn active(&mut self, district: u16, bytes: &[u8; 32]) -> Result<&mut Credential, Fault> {
        let credential = self.credential(district, bytes)?;
        match credential.standing {
            Standing::Active => Ok(credential),
            standing => Err(Fault::NotActive { district, credential: *bytes, standing }),
        }
    }
}

impl Credential {
    /// Ends the credential; gives the entry of the ballot that does not count any more.
    fn retire(&mut self, standing: Standing) -> Option<NonZeroU64> {
        self.standing = standing;
        self.last.take()
    }
}

/// What a batch on paper must fulfil whoever voted (section 7).
fn fits(district: &District, batch: &PaperBatch) -> Result<(), Fault> {
    let ballots = batch.credentials.len();
    let floor = district.paper_floor;
    if floor == 0 {
        return Err(Fault::PaperNone(batch.district));
    }
    if ballots < floor as usize {
        return Err(Fault::PaperFew { ballots, floor });
    }
    if !batch.credentials.is_sorted_by(|a, b| a < b) {
        return Err(Fault::PaperOrder);
    }
    let points = district.points.most();
    for (project, &count) in batch.counts.iter().enumerate() {
        if count as usize > ballots * usize::from(points) {
            return Err(Fault::PaperCount { project, count, ballots, points });
        }
    }
    if !district.limits_allow_in_sum(ballots, &batch.counts) {
        return Err(Fault::PaperLimits);
    }
    Ok(())
}
