use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::num::NonZeroU8;
use core::ops::Deref;

use isoloir_board::entry::MAX_PAYLOAD_BYTES;
use isoloir_crypto::ballot::{BallotStyle, ChoiceError, Choices, MAX_CONSTRAINTS, MAX_SLOTS};
use isoloir_crypto::points::PointScale;
use isoloir_encoding::{Decode, DecodeError, Encode, Problem, Reader, Writer};
use sha3::{Digest, Sha3_256};

use crate::definition::text::{MAX_NAME_BYTES, check_text};
use crate::definition::{DistrictError, Limit, sense};
use crate::rules::{Candidate, Rule, Standings};

/// The longest name of a project, in bytes.
const MAX_PROJECT_NAME_BYTES: usize = 1_024;

/// The longest id of a project, in bytes.
const MAX_PROJECT_ID_BYTES: usize = 64;

/// The most exclusive groups of a district.
pub(super) const MAX_GROUPS: usize = 480;

/// The largest amount of money, in units of the definition: 2^53 - 1. Sums of 960 of them fit 64
/// bits, and every program that reads the JSON view holds one exactly.
pub const MAX_AMOUNT: u64 = (1 << 53) - 1;

/// The least number of counted ballots that the specification advises for a binding election.
pub const ADVISED_FLOOR: u32 = 10;

/// A project that residents choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// How officials call it.
    pub id: String,
    /// How residents call it.
    pub name: String,
    /// What it costs, in units of the definition.
    pub cost: u64,
}

/// The order of projects with equal scores (`spec/election.md`, section 9.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ties {
    /// All projects by position: of two with one score, the one that comes first here is considered
    /// first.
    Listed(Vec<u16>),
    /// A lot, drawn after the vote from what nobody knows before.
    Lot,
}

/// The part of a definition for one district, not yet checked: one budget, with a roll and a tally
/// of its own. A whole city is a district too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistrictParts {
    /// How residents call it.
    pub name: String,
    /// What the winners may cost, in units of the definition.
    pub budget: u64,
    /// The projects.
    pub projects: Vec<Project>,
    /// How many points a ballot gives a project.
    pub scale: PointScale,
    /// What a ballot must keep to.
    pub limits: Vec<Limit>,
    /// Exclusive groups of projects, by position: those that can't win together
    /// ([`Rule::GreedyExclusive`]), or one undertaking at several amounts ([`Rule::PerUnit`]).
    pub groups: Vec<Vec<u16>>,
    /// How the winners are chosen.
    pub rule: Rule,
    /// The least score with which a project can win; 0: none.
    pub threshold: u64,
    /// Which of two projects with equal scores is considered first.
    pub ties: Ties,
    /// How many ballots must count before anything is decrypted. Fewer would give votes away.
    pub floor: u32,
    /// The least number of ballots in a batch on paper, for the same reason; 0 if the district takes
    /// no ballots on paper.
    pub paper_floor: u32,
}

impl DistrictParts {
    /// The plainest district: any set of projects on a ballot, greedy without threshold, ties in the order of
    /// the projects, a floor of [`ADVISED_FLOOR`] ballots, none on paper.
    #[must_use]
    pub fn new(name: impl Into<String>, budget: u64, projects: Vec<Project>) -> Self {
        Self {
            name: name.into(),
            budget,
            ties: Ties::Listed((0..projects.len() as u16).collect()),
            projects,
            scale: PointScale::CHOICE,
            limits: Vec::new(),
            groups: Vec::new(),
            rule: Rule::Greedy,
            threshold: 0,
            floor: ADVISED_FLOOR,
            paper_floor: 0,
        }
    }
}

/// The part of a definition for one district that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    parts: DistrictParts,
    style: BallotStyle,
}

impl District {
    /// Checks the parts.
    ///
    /// # Errors
    /// Says what does not make sense, and what to do about it.
    pub fn new(parts: DistrictParts) -> Result<Self, DistrictError> {
        let text = |what, text: &str, most| check_text(what, text, most).map_err(Box::new);
        text("name of the district", &parts.name, MAX_NAME_BYTES)?;
        check_amount("the budget", parts.budget)?;
        if !(1..=MAX_SLOTS).contains(&parts.projects.len()) {
            return Err(DistrictError::Projects { projects: parts.projects.len() });
        }
        for project in &parts.projects {
            text("id of a project", &project.id, MAX_PROJECT_ID_BYTES)?;
            text("name of a project", &project.name, MAX_PROJECT_NAME_BYTES)?;
            check_amount("the cost of a project", project.cost)?;
        }
        if let Some(id) = repeated_id(&parts.projects) {
            return Err(DistrictError::RepeatedProject { id });
        }
        check_amount("the threshold", parts.threshold)?;
        for (index, limit) in parts.limits.iter().enumerate() {
            check_amount("the amount of a limit", limit.amount)?;
            if !limit.scope_is_of(parts.projects.len()) {
                return Err(DistrictError::Scope { limit: index });
            }
            if !limit.measure.suits(parts.scale) {
                return Err(DistrictError::Measure { limit: index });
            }
        }
        if let Ties::Listed(order) = &parts.ties
            && !is_order_of_all(order, parts.projects.len())
        {
            return Err(DistrictError::Ties);
        }
        check_groups(&parts.groups, parts.projects.len())?;
        sense::check(&parts)?;
        let constraints =
            parts.limits.iter().map(|limit| limit.constraint(&parts.projects, parts.scale));
        let each = parts.scale.slots();
        let slots = parts.projects.len() * usize::from(each);
        if slots > MAX_SLOTS {
            return Err(DistrictError::Slots { projects: parts.projects.len(), each });
        }
        let style = BallotStyle::new(slots, constraints.collect())?;
        let district = Self { parts, style };
        let bytes = district.to_bytes().len();
        if bytes > MAX_PAYLOAD_BYTES {
            return Err(DistrictError::TooLarge { bytes, most: MAX_PAYLOAD_BYTES });
        }
        Ok(district)
    }

    /// The shape of this district's ballots, which the projects and limits make.
    #[must_use]
    pub fn style(&self) -> &BallotStyle {
        &self.style
    }

    /// SHA3-256 of the encoding of this part, which the general part names.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha3_256::digest(self.to_bytes()).into()
    }

    /// The choices of these projects, if they are a ballot: each as many points as the scale has, which is
    /// what choosing it means where the scale is one.
    ///
    /// # Errors
    /// If a limit is not kept; its index is that of the limit.
    pub fn choose(&self, projects: &[u16]) -> Result<Choices, ChoiceError> {
        let most = self.scale.most();
        let given = (0..).zip(&self.projects);
        let given = given.map(|(position, _)| if projects.contains(&position) { most } else { 0 });
        self.give(&given.collect::<Vec<u8>>())
    }

    /// The choices that give each project, in their order, so many points.
    ///
    /// # Errors
    /// If a limit is not kept, or there is another number of projects or more points for one than the scale
    /// has: then there are too few slots.
    pub fn give(&self, points: &[u8]) -> Result<Choices, ChoiceError> {
        let digits = points.iter().filter_map(|&points| self.scale.digits(points));
        Choices::new(&self.style, &digits.flatten().collect::<Vec<bool>>())
    }

    /// The points of each project, by position, of a ballot with these slots.
    #[must_use]
    pub fn points_of(&self, slots: &[bool]) -> Vec<u8> {
        let slots = slots.chunks(usize::from(self.scale.slots()));
        slots.map(|slots| self.scale.sum(slots.iter().copied())).collect()
    }

    /// Whether so many ballots that each keep to the limits can add up to these counts of the projects:
    /// `sum_i M_i count_i` is at most, or at least, the amount of each limit times the number of ballots
    /// (`spec/election.md`, section 7).
    #[must_use]
    pub fn limits_allow_in_sum(&self, counts: &[u32], ballots: u64) -> bool {
        self.limits.iter().all(|limit| {
            let projects = (0..).zip(&self.projects).zip(counts);
            let terms = projects.map(|((position, project), &count)| {
                u128::from(limit.weight_of(position, project)) * u128::from(count)
            });
            limit.allows_in_sum(terms.sum(), ballots)
        })
    }

    /// What a rule decides on, with the score of each project and the order of ties.
    #[must_use]
    pub fn standings(
        &self,
        scores: &[u64],
        withdrawn: &BTreeSet<u16>,
        ties: Vec<u16>,
    ) -> Standings {
        let candidate = |(position, (project, &score)): (u16, (&Project, &u64))| Candidate {
            cost: project.cost,
            score,
            is_withdrawn: withdrawn.contains(&position),
        };
        Standings {
            budget: self.budget,
            threshold: self.threshold,
            projects: (0..).zip(self.projects.iter().zip(scores)).map(candidate).collect(),
            ties,
            groups: self.groups.clone(),
        }
    }
}

impl Deref for District {
    type Target = DistrictParts;

    fn deref(&self) -> &DistrictParts {
        &self.parts
    }
}

fn check_amount(what: &'static str, amount: u64) -> Result<(), DistrictError> {
    if amount > MAX_AMOUNT { Err(DistrictError::Amount { what, amount }) } else { Ok(()) }
}

fn repeated_id(projects: &[Project]) -> Option<String> {
    let mut ids: Vec<&str> = projects.iter().map(|project| project.id.as_str()).collect();
    ids.sort_unstable();
    ids.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0].into())
}

fn is_order_of_all(order: &[u16], count: usize) -> bool {
    let mut sorted = order.to_vec();
    sorted.sort_unstable();
    sorted.into_iter().map(usize::from).eq(0..count)
}

fn check_groups(groups: &[Vec<u16>], projects: usize) -> Result<(), DistrictError> {
    if groups.len() > MAX_GROUPS {
        return Err(DistrictError::TooManyGroups { groups: groups.len() });
    }
    let is_group = |group: &[u16]| {
        group.len() >= 2
            && group.windows(2).all(|pair| pair[0] < pair[1])
            && group.last().is_some_and(|&last| usize::from(last) < projects)
    };
    match groups.iter().position(|group| !is_group(group)) {
        Some(group) => Err(DistrictError::Group { group }),
        None => Ok(()),
    }
}

impl Encode for Project {
    fn encode(&self, out: &mut Writer) {
        out.string(&self.id);
        out.string(&self.name);
        out.u64(self.cost);
    }
}

impl Decode for Project {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            id: input.string("id of a project", MAX_PROJECT_ID_BYTES)?,
            name: input.string("name of a project", MAX_PROJECT_NAME_BYTES)?,
            cost: input.u64("cost of a project")?,
        })
    }
}

impl Encode for District {
    fn encode(&self, out: &mut Writer) {
        let parts = &self.parts;
        out.string(&parts.name);
        out.u64(parts.budget);
        out.list(&parts.projects);
        out.u8(parts.scale.most());
        out.list(&parts.limits);
        out.u16(parts.groups.len() as u16);
        for group in &parts.groups {
            encode_positions(out, group);
        }
        out.u8(parts.rule as u8);
        out.u64(parts.threshold);
        match &parts.ties {
            Ties::Listed(order) => {
                out.u8(LISTED);
                order.iter().for_each(|&position| out.u16(position));
            }
            Ties::Lot => out.u8(BY_LOT),
        }
        out.u32(parts.floor);
        out.u32(parts.paper_floor);
    }
}

impl Decode for District {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let start = input.clone();
        let name = input.string("name of the district", MAX_NAME_BYTES)?;
        let budget = input.u64("budget")?;
        let projects: Vec<Project> = input.list("projects", MAX_SLOTS)?;
        let scale = decode_scale(input)?;
        let limits = input.list("limits", MAX_CONSTRAINTS)?;
        let groups = super::bounded_count(input, "exclusive groups", MAX_GROUPS)?;
        let groups = input.items(groups, decode_positions)?;
        let rule_start = input.clone();
        let rule = input.u8("rule")?;
        let rule = Rule::from_number(rule)
            .ok_or_else(|| rule_start.error("rule", Problem::Unknown(rule.into())))?;
        let threshold = input.u64("threshold")?;
        let ties = decode_ties(input, projects.len())?;
        let floor = input.u32("floor")?;
        let paper_floor = input.u32("floor of a batch on paper")?;
        let parts = DistrictParts {
            name,
            budget,
            projects,
            scale,
            limits,
            groups,
            rule,
            threshold,
            ties,
            floor,
            paper_floor,
        };
        Self::new(parts).map_err(|_| {
            start.error("district", Problem::NotCanonical("its parts do not fit together"))
        })
    }
}

/// The order of ties is listed.
const LISTED: u8 = 1;

/// The order of ties is drawn by lot.
const BY_LOT: u8 = 2;

fn decode_scale(input: &mut Reader<'_>) -> Result<PointScale, DecodeError> {
    let start = input.clone();
    let most = NonZeroU8::new(input.u8("points")?);
    most.map(PointScale::new).ok_or_else(|| start.error("points", Problem::Unknown(0)))
}

fn decode_ties(input: &mut Reader<'_>, projects: usize) -> Result<Ties, DecodeError> {
    let start = input.clone();
    match input.u8("order of ties")? {
        LISTED => input.items(projects, |input| input.u16("order of ties")).map(Ties::Listed),
        BY_LOT => Ok(Ties::Lot),
        other => Err(start.error("order of ties", Problem::Unknown(other.into()))),
    }
}

fn encode_positions(out: &mut Writer, positions: &[u16]) {
    out.u16(positions.len() as u16);
    positions.iter().for_each(|&position| out.u16(position));
}

fn decode_positions(input: &mut Reader<'_>) -> Result<Vec<u16>, DecodeError> {
    let count = super::bounded_count(input, "projects of an exclusive group", MAX_SLOTS)?;
    input.items(count, |input| input.u16("project of an exclusive group"))
}
