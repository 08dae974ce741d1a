//! What is written.

use crate::WITHDRAWN_COST;
use crate::instance::Selected;
use std::fmt;

/// An election and its result, without its ballots, ready to be [written](crate::write()).
///
/// Amounts are whole numbers of 10^-`decimals` of `currency`. Texts become one line: white space
/// around them is dropped, and line breaks and other control characters become a space. Those that
/// are not optional must not be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// A title or a sentence.
    pub description: String,
    /// The country, by its English name or its code in ISO 3166; or `Worldwide`.
    pub country: String,
    /// The city, or whoever holds the election.
    pub unit: String,
    /// The part of the city, where the election is not for the whole.
    pub subunit: Option<String>,
    /// Which election of this unit: mostly a year.
    pub instance: String,
    /// The money to spend, at most [`MAX_AMOUNT`](crate::MAX_AMOUNT).
    pub budget: u64,
    /// How many decimals amounts have, at most [`MAX_DECIMALS`](crate::MAX_DECIMALS).
    pub decimals: u8,
    /// The currency by its code in ISO 4217. Left out of the file if it is not three capital
    /// letters from A to Z.
    pub currency: String,
    /// The rule that chose the winners, by its Pabulib name. pabulib-checker 1.0.8 knows `greedy`,
    /// `greedy-threshold`, `greedy-no-skip`, `greedy-exclusive`, `greedy-custom`, `equalshares`,
    /// `equalshares-comparison`, `equalshares/add1`, `equalshares/add1-comparison`, and for all
    /// others `unknown`. It refuses `greedy` with a threshold, and `greedy-threshold` without one.
    pub rule: String,
    /// The least score with which a project can win; 0 if there is no such threshold.
    pub threshold: u64,
    /// The first day of voting.
    pub date_begin: Date,
    /// The last day of voting.
    pub date_end: Date,
    /// How many ballots were counted.
    pub ballots: u64,
    /// What readers should know besides, a sentence or more each. Empty ones are left out.
    pub comments: Vec<String>,
    /// The projects, 1 to [`MAX_PROJECTS`](crate::MAX_PROJECTS). Of two with the same score, the
    /// rule considers the first one first.
    pub projects: Vec<ExportedProject>,
}

/// A project and its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedProject {
    /// The id by which votes name it. No other project has it.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it costs, at most [`MAX_AMOUNT`](crate::MAX_AMOUNT). The file has [`WITHDRAWN_COST`]
    /// instead if the project was withdrawn, and only then.
    pub cost: u64,
    /// What all ballots together give it.
    pub score: u64,
    /// Whether it won.
    pub selected: Selected,
    /// Whether it was withdrawn after it was put to the vote. Then it has not won.
    ///
    /// Readers that know the format's rules and not the convention take it for a project that is
    /// too expensive; with a budget of [`WITHDRAWN_COST`] or more, for one that is not.
    pub withdrawn: bool,
}

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year, 1 to 9999.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

impl ExportedProject {
    /// The cost that the file has, in units of 10^-`decimals`.
    pub(super) fn written_cost(&self, decimals: u8) -> u64 {
        if self.withdrawn { withdrawn_cost(decimals) } else { self.cost }
    }
}

/// [`WITHDRAWN_COST`] in units of 10^-`decimals`.
pub(super) fn withdrawn_cost(decimals: u8) -> u64 {
    let unit = 10_u64.saturating_pow(decimals.into());
    WITHDRAWN_COST.unsigned_abs().saturating_mul(unit)
}

impl Date {
    /// Whether the calendar has this day.
    pub(super) fn exists(self) -> bool {
        let Self { year, month, day } = self;
        let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + u8::from(is_leap_year),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        (1..=9999).contains(&year) && (1..=days).contains(&day)
    }
}

/// `dd.mm.yyyy`, as Pabulib has it.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}.{:02}.{:04}", self.day, self.month, self.year)
    }
}
