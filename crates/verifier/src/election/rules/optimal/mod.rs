//! Rule 5, optimal (`spec/election.md`, section 9.3): a 0/1 knapsack, decided exactly.

mod bound;
mod search;
#[cfg(test)]
mod tests;

use thiserror::Error;

use self::search::{Reached, greatest, greatest_by_halves, reach, reach_by_halves};
use super::{Award, Decision};

/// How long the lists of a search may grow, one search after the other until one is exact. With the
/// last a search takes up to 400 MB for 250 projects.
const LISTS: [usize; 4] = [1 << 12, 1 << 16, 1 << 19, 1 << 21];

/// A knapsack that this program does not solve in bounded memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "this program could not find the set of the greatest score in the memory that it allows \
         itself"
)]
pub struct TooHard;

/// The set of the projects that stand with the greatest sum of scores among those that cost at most
/// the budget together; of several, the one of least cost; of several, the one that has the project
/// that comes first, in the order of ties, of those that only one of the two has. Awards come in
/// the order in which projects are considered.
pub(super) fn awards(decision: &Decision<'_>) -> Result<Vec<Award>, TooHard> {
    let standing: Vec<_> = decision.standing().collect();
    let item = |candidate: &super::Candidate| Item { cost: candidate.cost, score: candidate.score };
    let items: Vec<Item> = standing.iter().map(item).collect();
    let set = best(&items, decision.district.budget, LISTS)?;
    let chosen: Vec<u16> = set.iter().map(|&position| standing[position].project).collect();
    let considered = decision.considered().into_iter();
    let winners = considered.filter(|candidate| chosen.contains(&candidate.project));
    Ok(winners.map(|candidate| candidate.award()).collect())
}

/// A project that may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Item {
    cost: u64,
    score: u64,
}

/// What a set is worth: of two with the same score that of less cost is worth more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Worth {
    score: u64,
    cost: u64,
}

impl Worth {
    fn is_above(&self, other: &Self) -> bool {
        self.score > other.score || (self.score == other.score && self.cost < other.cost)
    }
}

/// The positions of the set that the rule chooses of `items`, which are in the order of ties.
fn best(items: &[Item], budget: u64, lists: [usize; 4]) -> Result<Vec<usize>, TooHard> {
    // What costs nothing is in the set: it adds to the score, or comes before a set without it.
    let mut set: Vec<usize> = (0..items.len()).filter(|&i| items[i].cost == 0).collect();
    // What costs something and has no score is not.
    let is_open = |item: &Item| item.cost > 0 && item.score > 0 && item.cost <= budget;
    let open: Vec<usize> = (0..items.len()).filter(|&i| is_open(&items[i])).collect();
    let items: Vec<Item> = open.iter().map(|&i| items[i]).collect();
    // Every cost is a multiple of `unit`: what is above one in the budget buys nothing.
    let unit = items.iter().fold(0, |unit, item| common_divisor(unit, item.cost));
    let budget = budget - budget.checked_rem(unit).unwrap_or(0);
    let worth = greatest_worth(&items, budget, lists)?;
    set.extend(first_set(&items, worth, lists)?.into_iter().map(|position| open[position]));
    Ok(set)
}

/// Euclid's algorithm.
fn common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

fn greatest_worth(items: &[Item], budget: u64, lists: [usize; 4]) -> Result<Worth, TooHard> {
    let mut worth = Worth { score: 0, cost: 0 };
    for most in lists {
        for search in [greatest, greatest_by_halves] {
            let (better, exact) = search(items, budget, worth, most);
            worth = better;
            if exact {
                return Ok(worth);
            }
        }
    }
    Err(TooHard)
}

/// Of the sets of the greatest worth the one that the order of ties prefers. Project by project it
/// asks whether a set of that worth agrees with what is decided and holds this project too. A set
/// that is known answers most of these questions at once; and the first search whose list does not
/// grow too long decides all that is left.
fn first_set(items: &[Item], worth: Worth, lists: [usize; 4]) -> Result<Vec<usize>, TooHard> {
    let mut rest = Rest { items, at: 0, worth, known: Vec::new(), set: Vec::new() };
    let mut list = 0;
    while rest.at < items.len() {
        if !rest.is_known() && rest.could_end(lists[list]) {
            break;
        }
        if rest.is_known() {
            rest.take();
            continue;
        }
        match rest.could_take(lists)? {
            Answer::Decided => break,
            Answer::Yes => rest.take(),
            Answer::No | Answer::Open => {
                rest.at += 1;
                // Where there is a no, sets of that worth are rare, and a longer list may decide
                // all. The longest would take more time than it saves.
                list = (list + 1) % (lists.len() - 1);
            }
        }
    }
    Ok(rest.set)
}

/// What a search says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// All that was open is decided.
    Decided,
    /// There is a set; it is known now.
    Yes,
    /// There is none.
    No,
    /// The list grew too long.
    Open,
}

/// The projects that are not decided yet.
struct Rest<'a> {
    items: &'a [Item],
    /// The first of them.
    at: usize,
    /// What they must be worth.
    worth: Worth,
    /// A set of them that is worth it, by marks at positions; empty if none is known.
    known: Vec<bool>,
    /// Those that were taken.
    set: Vec<usize>,
}

impl Rest<'_> {
    /// Whether the known set holds the next project.
    fn is_known(&self) -> bool {
        self.known.get(self.at).copied().unwrap_or(false)
    }

    /// Takes the next project.
    fn take(&mut self) {
        let Item { cost, score } = self.items[self.at];
        self.worth = Worth { score: self.worth.score - score, cost: self.worth.cost - cost };
        self.set.push(self.at);
        self.at += 1;
    }

    /// Whether a list of this length decides all.
    fn could_end(&mut self, most: usize) -> bool {
        let known = !self.known.is_empty();
        self.search(self.at, self.worth, known, most) == Answer::Decided
    }

    /// Whether there is a set that holds the next project.
    fn could_take(&mut self, lists: [usize; 4]) -> Result<Answer, TooHard> {
        let Item { cost, score } = self.items[self.at];
        let score = self.worth.score.checked_sub(score);
        let (Some(score), Some(cost)) = (score, self.worth.cost.checked_sub(cost)) else {
            return Ok(Answer::No);
        };
        let (from, worth) = (self.at + 1, Worth { score, cost });
        for most in lists {
            let taken = self.set.len();
            let halves = reach_by_halves(&self.items[from..], worth, most);
            let mut answer = self.answer(from, halves);
            if answer == Answer::Open {
                answer = self.search(from, worth, false, most);
            }
            match answer {
                Answer::Open => {}
                Answer::Decided => {
                    self.set.insert(taken, self.at);
                    return Ok(Answer::Decided);
                }
                Answer::Yes | Answer::No => return Ok(answer),
            }
        }
        Err(TooHard)
    }

    /// Looks for a set of the projects from `from` on that is worth just this; if one is `known`,
    /// for the first of them alone.
    fn search(&mut self, from: usize, worth: Worth, known: bool, most: usize) -> Answer {
        self.answer(from, reach(&self.items[from..], worth, known, most))
    }

    /// Keeps the set that was reached with the projects from `from` on.
    fn answer(&mut self, from: usize, reached: Reached) -> Answer {
        match reached {
            Reached::First(set) => {
                self.set.extend(set.into_iter().map(|position| from + position));
                Answer::Decided
            }
            Reached::Some(set) => {
                self.known = vec![false; self.items.len()];
                set.into_iter().for_each(|position| self.known[from + position] = true);
                Answer::Yes
            }
            Reached::None => Answer::No,
            Reached::Unknown => Answer::Open,
        }
    }
}
