use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Deref;

use isoloir_board::entry::MAX_PAYLOAD_BYTES;
use isoloir_crypto::ballot::{BallotStyle, ChoiceError, Choices, MAX_CONSTRAINTS, MAX_SLOTS};
use isoloir_encoding::{Decode, DecodeError, Encode, Problem, Reader, Writer};
use sha3::{Digest, Sha3_256};

use crate::definition::text::{MAX_NAME_BYTES, check_text};
use crate::definition::{DistrictError, Limit};

/// The longest name of a project, in bytes.
const MAX_PROJECT_NAME_BYTES: usize = 1_024;

/// The longest id of a project, in bytes.
const MAX_PROJECT_ID_BYTES: usize = 64;

/// The largest amount of money, in units of the definition: 2^53 - 1. Sums of 960 of them fit 64
/// bits, and every program that reads the JSON view holds one exactly.
pub const MAX_AMOUNT: u64 = (1 << 53) - 1;

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

/// How the winners are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// By score, descending; funded if it fits what is left, else skipped.
    Greedy,
}

/// The part of a definition for one district, not yet checked: one budget, with a roll and a tally
/// of its own. A whole city is a district too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistrictParts {
    /// How residents call it.
    pub name: String,
    /// What the winners may cost, in units of the definition.
    pub budget: u64,
    /// The projects; slot j of a ballot is project j.
    pub projects: Vec<Project>,
    /// What a ballot must keep to.
    pub limits: Vec<Limit>,
    /// How the winners are chosen.
    pub rule: Rule,
    /// All projects by position: of two with one score, the one that comes first here is considered
    /// first.
    pub ties: Vec<u16>,
    /// How many ballots must count before anything is decrypted. Fewer would give votes away.
    pub floor: u32,
    /// The least number of ballots in a batch on paper, for the same reason; 0 if the district takes
    /// no ballots on paper.
    pub paper_floor: u32,
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
        for (index, limit) in parts.limits.iter().enumerate() {
            check_amount("the amount of a limit", limit.amount)?;
            if !limit.scope_is_of(parts.projects.len()) {
                return Err(DistrictError::Scope { limit: index });
            }
        }
        if !is_order_of_all(&parts.ties, parts.projects.len()) {
            return Err(DistrictError::Ties);
        }
        let constraints = parts.limits.iter().map(|limit| limit.constraint(&parts.projects));
        let style = BallotStyle::new(parts.projects.len(), constraints.collect())?;
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

    /// The choices of these projects, if they are a ballot.
    ///
    /// # Errors
    /// If a limit is not kept; its index is that of the limit.
    pub fn choose(&self, projects: &[u16]) -> Result<Choices, ChoiceError> {
        let chosen = |slot: u16| projects.contains(&slot);
        let flags: Vec<bool> = (0..self.style.slots()).map(chosen).collect();
        Choices::new(&self.style, &flags)
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
        out.list(&parts.limits);
        out.u8(match parts.rule {
            Rule::Greedy => 1,
        });
        parts.ties.iter().for_each(|&position| out.u16(position));
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
        let limits = input.list("limits", MAX_CONSTRAINTS)?;
        let rule_start = input.clone();
        let rule = match input.u8("rule")? {
            1 => Rule::Greedy,
            other => return Err(rule_start.error("rule", Problem::Unknown(other.into()))),
        };
        let ties = input.items(projects.len(), |input| input.u16("order of ties"))?;
        let floor = input.u32("floor")?;
        let paper_floor = input.u32("floor of a batch on paper")?;
        let parts =
            DistrictParts { name, budget, projects, limits, rule, ties, floor, paper_floor };
        Self::new(parts).map_err(|_| {
            start.error("district", Problem::NotCanonical("its parts do not fit together"))
        })
    }
}
