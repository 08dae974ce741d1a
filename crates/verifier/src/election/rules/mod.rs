//! How winners follow from scores (`spec/election.md`, section 9).

mod greedy;

use super::District;

/// The rule of a district.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Rule 1: the highest score first, as long as the money lasts.
    Greedy,
}

impl Rule {
    /// The rule with this number in a district's part.
    pub fn from_number(number: u8) -> Option<Self> {
        (number == 1).then_some(Self::Greedy)
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Greedy => "greedy",
        }
    }
}

/// The winners by position, in the order in which they are funded. A score is a count plus a
/// paper count, by position; a position that `withdrawn` names is not considered. A project
/// without a score is not considered, either.
pub fn winners(district: &District, scores: &[u64], withdrawn: &[u16]) -> Vec<u16> {
    match district.rule {
        Rule::Greedy => greedy::winners(district, scores, withdrawn),
    }
}
