use isoloir_election::definition::{Bound, District, Limit, Measure, Scope};
use thiserror::Error;

use crate::vote::Money;

/// A limit that a ballot does not keep to.
#[derive(Debug, PartialEq, Eq, Error)]
#[error("the limit is {limit}, and these are {found}")]
pub(crate) struct Broken {
    limit: String,
    found: String,
}

/// The limits that a ballot with these points, by project, does not keep to.
pub(crate) fn broken_limits(district: &District, points: &[u8], money: Money<'_>) -> Vec<Broken> {
    let broken = |limit: &&Limit| !keeps(limit, district, points);
    let describe = |limit: &Limit| Broken {
        limit: in_words(limit, district, money),
        found: amount(limit, sum(limit, district, points), money),
    };
    district.limits.iter().filter(broken).map(describe).collect()
}

/// Whether a ballot keeps to a limit.
pub(super) fn keeps(limit: &Limit, district: &District, points: &[u8]) -> bool {
    is_kept(limit, sum(limit, district, points))
}

/// How a ballot stands to a limit, in words.
pub(super) fn progress(
    limit: &Limit,
    district: &District,
    points: &[u8],
    money: Money<'_>,
) -> String {
    let sum = sum(limit, district, points);
    let (limited, so_far) = (in_words(limit, district, money), amount(limit, sum, money));
    let difference = amount(limit, limit.amount.abs_diff(sum), money);
    match (limit.bound, is_kept(limit, sum)) {
        (Bound::AtMost, true) => format!("{limited}: {so_far} so far, {difference} left"),
        (Bound::AtMost, false) => format!("{limited}: {so_far}, {difference} too much"),
        (Bound::AtLeast, true) => format!("{limited}: {so_far} so far"),
        (Bound::AtLeast, false) => format!("{limited}: {so_far} so far, {difference} missing"),
    }
}

fn in_words(limit: &Limit, district: &District, money: Money<'_>) -> String {
    let bound = match limit.bound {
        Bound::AtMost => "at most",
        Bound::AtLeast => "at least",
    };
    let limited = format!("{bound} {}", amount(limit, limit.amount, money));
    match &limit.scope {
        Scope::All => limited,
        Scope::Projects(listed) => {
            let id =
                |&position: &u16| Some(district.projects.get(usize::from(position))?.id.as_str());
            let ids: Vec<&str> = listed.iter().filter_map(id).collect();
            format!("{limited} among the projects {}", ids.join(", "))
        }
    }
}

fn amount(limit: &Limit, amount: u64, money: Money<'_>) -> String {
    match limit.measure {
        Measure::Cost => money.show(amount),
        Measure::Count => counted(amount, "project"),
        Measure::Points => counted(amount, "point"),
    }
}

/// A number of things.
pub(crate) fn counted(number: u64, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

fn is_kept(limit: &Limit, sum: u64) -> bool {
    match limit.bound {
        Bound::AtMost => sum <= limit.amount,
        Bound::AtLeast => sum >= limit.amount,
    }
}

/// 960 costs below 2^53, or 960 times 255 points: it fits.
fn sum(limit: &Limit, district: &District, points: &[u8]) -> u64 {
    let speaks_of = |position: u16| match &limit.scope {
        Scope::All => true,
        Scope::Projects(listed) => listed.contains(&position),
    };
    let given = (0..).zip(district.projects.iter().zip(points));
    let given = given.filter(|(position, (_, points))| **points > 0 && speaks_of(*position));
    given
        .map(|(_, (project, &points))| match limit.measure {
            Measure::Cost => project.cost,
            Measure::Count => 1,
            Measure::Points => points.into(),
        })
        .sum()
}
