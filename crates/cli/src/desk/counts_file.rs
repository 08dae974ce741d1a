use std::path::Path;

use anyhow::{Context, anyhow};
use isoloir_election::definition::District;
use isoloir_election::phase::Election;
use rand_core::{OsRng, RngCore};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::safe_file::{self, Access};

/// The largest file of sums, in bytes: 960 projects.
const MAX_FILE_BYTES: u64 = 1 << 20;

const FORM: &str = "sums of ballots on paper, version 1";

/// The sums of ballots on paper: what is written of them, and all of it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counts {
    isoloir: String,
    pub(super) counts_id: CountsId,
    #[serde(with = "hex::serde")]
    election_id: [u8; 32],
    district_index: u16,
    district: String,
    pub(super) valid_ballots: u32,
    pub(super) invalid_ballots: u32,
    pub(super) projects: Vec<ProjectCount>,
}

/// What a file of sums is known by: 16 random bytes, which travel into the batch that is made of it, so that no two
/// batches are. It says nothing about the ballots, and is on no board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct CountsId(#[serde(with = "hex::serde")] [u8; 16]);

impl CountsId {
    fn random() -> Self {
        let mut id = [0; 16];
        OsRng.fill_bytes(&mut id);
        Self(id)
    }
}

/// How many ballots chose a project, or the points that they gave it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProjectCount {
    pub(super) id: String,
    pub(super) count: u32,
}

impl ProjectCount {
    /// The counts of a district's projects, in their order.
    pub(super) fn list(district: &District, counts: &[u32]) -> Vec<Self> {
        let projects = district.projects.iter().zip(counts);
        projects.map(|(project, &count)| Self { id: project.id.clone(), count }).collect()
    }
}

impl Counts {
    /// The sums of these valid ballots, each with its points by project.
    pub(super) fn of(
        election: &Election,
        index: u16,
        valid: &[&[u8]],
        invalid: u32,
    ) -> Result<Self, Failure> {
        let district = district(election, index)?;
        let mut sums = vec![0_u32; district.projects.len()];
        for ballot in valid {
            for (sum, &points) in sums.iter_mut().zip(*ballot) {
                *sum += u32::from(points);
            }
        }
        Ok(Self {
            isoloir: FORM.into(),
            counts_id: CountsId::random(),
            election_id: election.id().0,
            district_index: index,
            district: district.name.clone(),
            valid_ballots: valid.len() as u32,
            invalid_ballots: invalid,
            projects: ProjectCount::list(district, &sums),
        })
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        let mut json = serde_json::to_vec_pretty(self).map_err(Failure::system)?;
        json.push(b'\n');
        safe_file::create(path, &json, Access::Usual)
    }

    /// Reads the sums of a district of this election.
    pub(super) fn read(path: &Path, election: &Election) -> Result<Self, Failure> {
        let bytes = safe_file::read(path, MAX_FILE_BYTES)?;
        let counts: Self = serde_json::from_slice(&bytes)
            .with_context(|| {
                format!("{} holds no sums: take the file of desk count", path.display())
            })
            .map_err(Failure::input)?;
        let wrong = |what: &str| Failure::input(anyhow!("{} {what}", path.display()));
        if counts.isoloir != FORM {
            return Err(wrong(
                "holds no sums that this program reads: take the file of desk count",
            ));
        }
        if counts.election_id != election.id().0 {
            return Err(wrong(
                "holds the sums of another election: check the address of the board",
            ));
        }
        let district = district(election, counts.district_index)?;
        let ids = district.projects.iter().map(|project| &project.id);
        if counts.district != district.name || !ids.eq(counts.projects.iter().map(|one| &one.id)) {
            return Err(wrong("does not fit the district that it names: count again"));
        }
        Ok(counts)
    }

    pub(super) fn district(&self) -> u16 {
        self.district_index
    }

    /// How many ballots a batch of these sums has: the valid ones, and with them the invalid ones, which give no
    /// project anything. The board takes these wherever the sums keep to the limits for all of them together
    /// (`spec/election.md`, section 7): their voters are then used up as the others are. Where every ballot must
    /// give something, the sums may be too small for that, and they stay out.
    pub(super) fn ballots(&self, district: &District) -> u32 {
        let all = self.valid_ballots.saturating_add(self.invalid_ballots);
        match district.limits_allow_in_sum(&self.sums(), all.into()) {
            true => all,
            false => self.valid_ballots,
        }
    }

    /// By project, in the order of the definition.
    pub(super) fn sums(&self) -> Vec<u32> {
        self.projects.iter().map(|project| project.count).collect()
    }
}

fn district(election: &Election, index: u16) -> Result<&District, Failure> {
    let found = election.districts().get(usize::from(index));
    found.ok_or_else(|| Failure::input(anyhow!("this election has no district {index}")))
}
