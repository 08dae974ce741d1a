//! What happens to rolls and projects while the vote is open. All of it ends with the close.

use alloc::vec;
use alloc::vec::Vec;

use isoloir_crypto::credential::{ReissuePosition, combine_credentials};
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_encoding::Decode;

use crate::definition::District;
use crate::message::{CoSigned, Kind, PaperBatch, Reissue, Revocation, Signed, Withdrawal};
use crate::phase::roll::{Standing, Voter};
use crate::phase::setup::{read_all, unreadable};
use crate::phase::{Refusal, Voting};

/// How many officials sign a batch on paper.
pub(super) const PAPER_SIGNATURES: usize = 2;

impl Voting {
    /// Takes an entry that changes a roll or the projects in the running.
    pub(super) fn apply(&mut self, kind: Kind, payload: &[u8]) -> Result<(), Refusal> {
        match kind {
            Kind::Withdrawal => self.withdraw(payload),
            Kind::Revocation => self.revoke(payload),
            Kind::Reissue => self.reissue(payload),
            Kind::PaperBatch => self.add_paper_batch(payload),
            _ => Err(Refusal::OutOfPhase { kind, now: "the vote is open" }),
        }
    }

    fn withdraw(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        let kind = Kind::Withdrawal;
        let officials = &self.election.definition().officials;
        let signed = Signed::open(payload, kind, &self.fingerprint.0, officials)?;
        let Withdrawal { district, project } =
            Withdrawal::from_bytes(signed.message).map_err(unreadable(kind))?;
        let exists = usize::from(project) < self.election.district(district)?.projects.len();
        let withdrawn = &mut self.district_mut(district)?.withdrawn;
        if exists && withdrawn.insert(project) {
            Ok(())
        } else {
            Err(Refusal::NotInTheRunning { district, project })
        }
    }

    fn revoke(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        let kind = Kind::Revocation;
        let registrars = &self.election.definition().registrars;
        let signed = Signed::open(payload, kind, &self.fingerprint.0, registrars)?;
        let Revocation { district, credential } =
            Revocation::from_bytes(signed.message).map_err(unreadable(kind))?;
        let ballots = self.district_mut(district)?;
        ballots.active(credential.as_bytes())?;
        ballots.set_standing(credential.as_bytes(), Standing::Revoked);
        Ok(())
    }

    fn reissue(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        let kind = Kind::Reissue;
        let registrars = &self.election.definition().registrars;
        let count = registrars.len();
        let signed = CoSigned::open(payload, kind, &self.fingerprint.0, registrars, count)?;
        let read = |input: &mut isoloir_encoding::Reader<'_>| Reissue::read(input, count);
        let reissue = read_all(signed.message, read).map_err(unreadable(kind))?;
        let new = self.combine_shares(&reissue)?;
        let ballots = self.district_mut(reissue.district)?;
        let revoked = ballots.roll.get(reissue.revoked.as_bytes()).ok_or(Refusal::NotOnRoll)?;
        if revoked.standing != Standing::Revoked {
            return Err(Refusal::NotToReplace);
        }
        if ballots.roll.contains_key(new.as_bytes()) {
            return Err(Refusal::RepeatedCredential { district: reissue.district });
        }
        ballots.set_standing(reissue.revoked.as_bytes(), Standing::Replaced);
        ballots.roll.insert(*new.as_bytes(), Voter::default());
        Ok(())
    }

    /// The new U of a reissue, once every registrar has proved that it knows its share.
    fn combine_shares(&self, reissue: &Reissue) -> Result<NonIdentityPoint, Refusal> {
        for (registrar, (share, possession)) in (0..).zip(&reissue.shares) {
            let position = ReissuePosition {
                fingerprint: self.fingerprint.0,
                district: reissue.district,
                registrar,
                revoked: reissue.revoked,
            };
            position.verify(share, possession).map_err(|_| Refusal::NoPossession { registrar })?;
        }
        let shares: Vec<NonIdentityPoint> =
            reissue.shares.iter().map(|(share, _)| *share).collect();
        let district = reissue.district;
        combine_credentials(&shares).ok_or(Refusal::RepeatedCredential { district })
    }

    fn add_paper_batch(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        let kind = Kind::PaperBatch;
        let officials = &self.election.definition().officials;
        let context = &self.fingerprint.0;
        let signed = CoSigned::open(payload, kind, context, officials, PAPER_SIGNATURES)?;
        let district = PaperBatch::district_of(signed.message).map_err(unreadable(kind))?;
        let projects = self.election.district(district)?.projects.len();
        let read = |input: &mut isoloir_encoding::Reader<'_>| PaperBatch::read(input, projects);
        let batch = read_all(signed.message, read).map_err(unreadable(kind))?;
        self.check_paper_batch(&batch)?;
        let ballots = self.district_mut(district)?;
        for credential in &batch.credentials {
            ballots.set_standing(credential.as_bytes(), Standing::Paper);
        }
        ballots.paper.ballots += batch.credentials.len() as u64;
        if ballots.paper.counts.is_empty() {
            ballots.paper.counts = vec![0; batch.counts.len()];
        }
        for (sum, &count) in ballots.paper.counts.iter_mut().zip(&batch.counts) {
            *sum += u64::from(count);
        }
        Ok(())
    }

    /// Whether a batch would be taken now, once two officials have signed it.
    ///
    /// # Errors
    /// If its district does not exist, its size, its order or its sums can't be, or one of its credentials
    /// can't vote.
    pub fn check_paper_batch(&self, batch: &PaperBatch) -> Result<(), Refusal> {
        check_batch(batch, self.election.district(batch.district)?)?;
        let ballots = self.district(batch.district)?;
        batch.credentials.iter().try_for_each(|credential| {
            ballots.active(credential.as_bytes())?;
            Ok(())
        })
    }
}

/// A batch has its least size, names each credential once, and sums that its ballots can have: no
/// project with more than they can give, and every limit kept on the whole.
fn check_batch(batch: &PaperBatch, district: &District) -> Result<(), Refusal> {
    let ballots = batch.credentials.len() as u64;
    let floor = u64::from(district.paper_floor);
    let most = ballots * u64::from(district.scale.most());
    let is_ascending = batch.credentials.windows(2).all(|pair| pair[0] < pair[1]);
    let problem = if floor == 0 {
        "the district takes no ballots on paper"
    } else if ballots < floor {
        "it has fewer ballots than the definition's floor"
    } else if !is_ascending {
        "a credential is named twice, or they are not in ascending order"
    } else if batch.counts.iter().any(|&count| u64::from(count) > most) {
        "a project has more than its ballots can give"
    } else if !district.limits_allow_in_sum(&batch.counts, ballots) {
        "its sums break a limit that every ballot must keep"
    } else {
        return Ok(());
    };
    Err(Refusal::PaperBatch { problem })
}
