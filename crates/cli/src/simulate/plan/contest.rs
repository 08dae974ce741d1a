use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use isoloir_crypto::ballot::{ChoiceError, Choices};
use isoloir_election::definition::{District, Limit, Measure};
use isoloir_election::rules::Rule;
use isoloir_pabulib::{Instance, Selected};

use crate::imported;
use crate::money::money;

/// A simulation hides nobody's vote; a real election needs a floor.
const FLOOR: u32 = 1;

/// The district that a file describes, and the ballots that it records.
pub(crate) struct Contest {
    instance: Instance,
    district: District,
    votes: Vec<Vote>,
    pub(crate) rejected: Vec<Rejection>,
    withdrawn: Vec<u16>,
}

/// A recorded ballot that the election takes.
pub(crate) struct Vote {
    /// Whose it is, by number.
    pub(crate) resident: usize,
    /// The points of each project that has some, by position.
    given: Vec<(u16, u8)>,
}

/// A recorded ballot that breaks the limits of its own election.
pub(crate) struct Rejection {
    pub(crate) voter_id: String,
    pub(crate) reason: String,
}

impl Contest {
    /// Reads a file; `number_of` numbers the voters.
    pub(super) fn read(
        file: &Path,
        bytes: &[u8],
        limit: Option<usize>,
        mut number_of: impl FnMut(&str) -> usize,
    ) -> Result<Self> {
        let instance = isoloir_pabulib::parse(bytes)
            .map_err(|error| anyhow!("{}:{}: {}", file.display(), error.line, error.kind))?;
        let doing = || file.display().to_string();
        let withdrawn = positions(&instance, |project| instance.is_withdrawn(project));
        // A rule that needs whole ballots can't be followed: the report says so.
        let rule = imported::rule(&instance.meta.rule).unwrap_or(Rule::Greedy);
        let district = imported::district(&instance, rule, FLOOR).with_context(doing)?;
        let mut contest =
            Self { instance, district, votes: Vec::new(), rejected: Vec::new(), withdrawn };
        for index in 0..contest.instance.votes.len().min(limit.unwrap_or(usize::MAX)) {
            let vote = &contest.instance.votes[index];
            match contest.given(vote) {
                Ok(given) => {
                    let resident = number_of(&vote.voter_id);
                    contest.votes.push(Vote { resident, given });
                }
                Err(reason) => {
                    let voter_id = vote.voter_id.clone();
                    contest.rejected.push(Rejection { voter_id, reason });
                }
            }
        }
        if contest.votes.is_empty() {
            bail!("{}: no ballot to simulate", file.display());
        }
        Ok(contest)
    }

    pub(crate) fn instance(&self) -> &Instance {
        &self.instance
    }

    /// The ids of projects of which the file says what kind they are, with the first kind.
    pub(crate) fn categories(&self) -> impl Iterator<Item = (&str, &str)> {
        let projects = self.instance.projects.iter();
        projects
            .filter_map(|project| Some((project.id.as_str(), project.category.first()?.as_str())))
    }

    pub(crate) fn district(&self) -> &District {
        &self.district
    }

    /// The ballots that the election takes, in the order of the file.
    pub(crate) fn votes(&self) -> &[Vote] {
        &self.votes
    }

    /// The projects that were withdrawn while the vote went on, by position.
    pub(crate) fn withdrawn(&self) -> &[u16] {
        &self.withdrawn
    }

    /// What a voter chooses, as the device seals it.
    pub(crate) fn choices(&self, vote: &Vote) -> Result<Choices, ChoiceError> {
        self.choose(&vote.given)
    }

    /// How many votes or points these ballots give each project: what the decrypted counts must be.
    pub(crate) fn plain_counts(&self) -> Vec<u64> {
        let mut counts = vec![0; self.district.projects.len()];
        for &(project, points) in self.votes.iter().flat_map(|vote| &vote.given) {
            counts[usize::from(project)] += u64::from(points);
        }
        counts
    }

    /// The ids that the file marks as funded by its rule, if it says.
    pub(crate) fn selected(&self) -> Option<Vec<&str>> {
        let said = self.instance.projects.iter().any(|project| project.selected.is_some());
        let funded = self.instance.projects.iter().filter(|project| {
            matches!(project.selected, Some(Selected::Yes | Selected::ByException))
        });
        said.then(|| funded.map(|project| project.id.as_str()).collect())
    }

    fn choose(&self, given: &[(u16, u8)]) -> Result<Choices, ChoiceError> {
        let mut points = vec![0; self.district.projects.len()];
        for &(project, some) in given {
            points[usize::from(project)] = some;
        }
        self.district.give(&points)
    }

    /// What a recorded ballot gives to each project, or why the election does not take it.
    fn given(&self, vote: &isoloir_pabulib::Vote) -> Result<Vec<(u16, u8)>, String> {
        let projects = vote.projects.iter().map(|&project| project as u16);
        let mut given = Vec::with_capacity(vote.projects.len());
        let points = vote.points.as_deref().filter(|_| imported::has_points(&self.instance));
        for (index, project) in projects.enumerate() {
            let points = points.map_or(1, |points| points[index]);
            let id = || &self.instance.projects[usize::from(project)].id;
            let most = self.district.scale.most();
            match u8::try_from(points) {
                Ok(points) if points <= most => given.push((project, points)),
                _ => {
                    return Err(format!(
                        "gives project {} {points} points, 0 to {most} are allowed",
                        id()
                    ));
                }
            }
        }
        given.sort_unstable();
        if let Some(pair) = given.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            let id = &self.instance.projects[usize::from(pair[0].0)].id;
            return Err(format!("names project {id} twice"));
        }
        match self.choose(&given) {
            Ok(_) => Ok(given),
            Err(ChoiceError::Constraint { index }) => {
                Err(self.broken(&self.district.limits[index], &given))
            }
            Err(error) => Err(error.to_string()),
        }
    }

    fn broken(&self, limit: &Limit, given: &[(u16, u8)]) -> String {
        let decimals = self.instance.decimals;
        let cost = |&(project, _): &(u16, u8)| self.district.projects[usize::from(project)].cost;
        let points = |&(_, points): &(u16, u8)| u64::from(points);
        let broken = match limit.measure {
            Measure::Cost => format!("spends {}", money(given.iter().map(cost).sum(), decimals)),
            Measure::Count => format!("chooses {} projects", given.len()),
            Measure::Points => format!("gives {} points", given.iter().map(points).sum::<u64>()),
        };
        format!("{broken}, {} is allowed", imported::allowed(limit, decimals))
    }
}

fn positions(instance: &Instance, is_one: impl Fn(&isoloir_pabulib::Project) -> bool) -> Vec<u16> {
    let projects = (0..).zip(&instance.projects);
    projects.filter(|&(_, project)| is_one(project)).map(|(position, _)| position).collect()
}
