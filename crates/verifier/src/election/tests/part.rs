//! Parts of districts, to be made wrong in one place.

use crate::election::District;
use crate::wire::WireError;

/// A limit as it is written: measure, bound, amount, projects.
pub(super) type Written = (u8, u8, u64, &'static [u16]);

/// What a part says, as it is written.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) budget: u64,
    pub(super) costs: Vec<u64>,
    pub(super) points: u8,
    pub(super) limits: Vec<Written>,
    pub(super) groups: Vec<Vec<u16>>,
    pub(super) rule: u8,
    pub(super) threshold: u64,
    /// The number of the ties, and what follows it.
    pub(super) ties: (u8, Vec<u16>),
    pub(super) floor: u32,
    pub(super) paper_floor: u32,
}

impl Part {
    /// Projects of these costs, chosen or not, without limits; greedy, with the order of ties that
    /// they have.
    pub(super) fn new(budget: u64, costs: &[u64]) -> Self {
        Self {
            budget,
            costs: costs.to_vec(),
            points: 1,
            limits: Vec::new(),
            groups: Vec::new(),
            rule: 1,
            threshold: 0,
            ties: (1, (0..costs.len() as u16).collect()),
            floor: 1,
            paper_floor: 0,
        }
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut part = Vec::new();
        text(&mut part, "A district");
        part.extend(self.budget.to_be_bytes());
        part.extend((self.costs.len() as u16).to_be_bytes());
        for (position, cost) in self.costs.iter().enumerate() {
            text(&mut part, &format!("p{position}"));
            text(&mut part, "A project");
            part.extend(cost.to_be_bytes());
        }
        part.push(self.points);
        part.extend((self.limits.len() as u16).to_be_bytes());
        for &(measure, bound, amount, projects) in &self.limits {
            part.extend([measure, bound]);
            part.extend(amount.to_be_bytes());
            positions(&mut part, projects);
        }
        part.extend((self.groups.len() as u16).to_be_bytes());
        self.groups.iter().for_each(|group| positions(&mut part, group));
        part.push(self.rule);
        part.extend(self.threshold.to_be_bytes());
        part.push(self.ties.0);
        part.extend(self.ties.1.iter().flat_map(|project| project.to_be_bytes()));
        part.extend([self.floor, self.paper_floor].map(u32::to_be_bytes).concat());
        part
    }

    pub(super) fn read(&self) -> Result<District, WireError> {
        District::read(&self.encode())
    }
}

pub(super) fn text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u16).to_be_bytes());
    bytes.extend(text.bytes());
}

fn positions(bytes: &mut Vec<u8>, positions: &[u16]) {
    bytes.extend((positions.len() as u16).to_be_bytes());
    bytes.extend(positions.iter().flat_map(|position| position.to_be_bytes()));
}
