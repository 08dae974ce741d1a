use std::collections::BTreeSet;

use anyhow::{Context, anyhow};
use isoloir_archive::{ArchiveError, Reader};
use isoloir_board::merkle::TreeHead;
use isoloir_election::definition::ElectionId;
use isoloir_election::message::Kind;
use isoloir_election::phase::{Election, Fingerprint, Record};

use crate::failure::Failure;
use crate::place::Place;
use crate::replay::{Milestones, Replayed, Until, election_of, replay_until};

/// A board that was read from its beginning and checked, entry by entry.
pub(crate) struct Board {
    pub(crate) archive: Reader,
    pub(crate) record: Record,
    pub(crate) milestones: Milestones,
}

impl Board {
    /// Reads all of it.
    pub(crate) fn read(place: &Place) -> Result<Self, Failure> {
        Self::read_until(place, Until::End)
    }

    /// Reads it up to the opening, which ballots are bound to; all of it, if the vote is not open yet. The
    /// opening is then proved to be in the tree of the checkpoint; entries after it are not looked at.
    pub(crate) fn read_opening(place: &Place) -> Result<Self, Failure> {
        Self::read_until(place, Until::Opening)
    }

    /// The same, and which projects were withdrawn since: every entry is read for it, though not checked by the
    /// rules.
    pub(crate) fn read_withdrawals(place: &Place) -> Result<Self, Failure> {
        Self::read_until(place, Until::Withdrawals)
    }

    /// The projects of a district that were withdrawn, by position; nothing, if they were not looked for.
    pub(crate) fn withdrawn(&self, district: u16) -> Option<BTreeSet<u16>> {
        let all = self.milestones.withdrawn.as_ref()?;
        let here = all.iter().filter(|(of, _)| *of == district);
        Some(here.map(|(_, project)| *project).collect())
    }

    fn read_until(place: &Place, until: Until) -> Result<Self, Failure> {
        let archive = place.reader()?;
        let Replayed { record, milestones } = replay_until(&archive, "Reading the board", until)
            .with_context(|| format!("the board at {place} can't be relied upon"))
            .map_err(failure_of)?;
        Ok(Self { archive, record, milestones })
    }

    /// The definition.
    pub(crate) fn election(&self) -> Result<&Election, Failure> {
        election_of(&self.record).ok_or_else(|| {
            Failure::input(anyhow!("the board is empty: an official publishes the election first"))
        })
    }

    /// SHA3-256 of the definition.
    pub(crate) fn election_id(&self) -> Result<ElectionId, Failure> {
        self.election().map(Election::id)
    }

    /// The hash of the opening.
    pub(crate) fn fingerprint(&self) -> Result<Fingerprint, Failure> {
        let voting = self.record.phase().voting().ok_or_else(|| {
            Failure::input(anyhow!("the vote is not open yet: see isoloir status"))
        })?;
        Ok(voting.fingerprint())
    }

    /// Whether the vote is closed on a board of this election, as its files say now. Its last entry tells: after a
    /// close there is only what follows one. It is proved to be in the tree of the checkpoint, and nothing else is
    /// read.
    pub(crate) fn is_closed(&self, archive: &Reader) -> Result<bool, Failure> {
        let signed = self.election()?.definition().policy().open(archive.note());
        signed
            .context("the board's checkpoint is not signed as its definition asks")
            .map_err(Failure::mismatch)?;
        let Some(last) = archive.size().checked_sub(1) else { return Ok(false) };
        let last = archive.entry(last).map_err(|error| failure_of(error.into()))?;
        let after = [Kind::Close, Kind::CloseStatement, Kind::Decryption, Kind::Result];
        Ok(Kind::from_byte(last.kind()).is_some_and(|kind| after.contains(&kind)))
    }

    /// What a party's signatures are bound to now (`spec/election.md`, section 5.1).
    pub(crate) fn signing_context(&self) -> Result<[u8; 32], Failure> {
        match self.record.phase().voting() {
            Some(voting) => Ok(voting.fingerprint().0),
            None => self.election_id().map(|id| id.0),
        }
    }

    /// Size and root of the log, as its checkpoint says.
    pub(crate) fn head(&self) -> TreeHead {
        self.archive.checkpoint().head
    }

    /// Checks that the log has only grown since its head was `seen`.
    pub(crate) fn check_grown_from(&self, seen: &TreeHead) -> Result<(), Failure> {
        let head = self.head();
        if head.size < seen.size {
            return Err(Failure::mismatch(anyhow!(
                "this board has {} entries, and is older than the board that was shown here before, which had {}: \
                 take a new copy. If there is no newer one, somebody has removed entries: stop, and tell the \
                 observers",
                head.size,
                seen.size
            )));
        }
        let proof = self.archive.consistency_proof(seen.size, head.size);
        let proof = proof.map_err(|error| failure_of(error.into()))?;
        proof
            .verify(seen, &head)
            .context(
                "this is not the board that was shown here before: entries were removed or changed. Keep your \
                 files, stop, and tell the trustees and the observers",
            )
            .map_err(Failure::mismatch)
    }
}

/// What can't be fetched is no proof of fraud.
pub(crate) fn failure_of(error: anyhow::Error) -> Failure {
    let is_of_the_system = |cause: &(dyn std::error::Error + 'static)| {
        matches!(
            cause.downcast_ref::<ArchiveError>(),
            Some(ArchiveError::Io { .. } | ArchiveError::Unreachable { .. })
        )
    };
    if error.chain().any(is_of_the_system) {
        Failure::System(error)
    } else {
        Failure::Mismatch(error)
    }
}
