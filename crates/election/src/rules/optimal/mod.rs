//! The best set: the projects with the greatest total score that the budget pays for, the optimum of the 0/1
//! knapsack ("MaxAV" under cardinality satisfaction; Talmon and Faliszewski, AAAI 2019). Of several such
//! sets the one of least cost, and of several of these the one that the order of ties prefers, so that
//! every program finds the same.

mod knapsack;

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use self::knapsack::{Goal, Item, Knapsack};
use super::purse::Purse;
use super::{Decision, Standings, Verdict};

pub(super) fn decide(standings: &Standings) -> Decision {
    let best = best_set(standings);
    let mut purse = Purse::full(standings);
    for position in standings.considered() {
        if best.contains(&position) {
            purse.fund(position, Verdict::InBestSet);
        } else {
            purse.note(position, Verdict::NotInBestSet);
        }
    }
    purse.close()
}

/// The set that wins. What costs nothing is in it; what nobody wants and costs something is not.
fn best_set(standings: &Standings) -> BTreeSet<u16> {
    let mut best = BTreeSet::new();
    let mut undecided = Vec::new();
    for &position in standings.ties.iter().filter(|&&position| standings.stands(position)) {
        let project = standings.project(position);
        if project.cost == 0 {
            best.insert(position);
        } else if project.score > 0 && project.cost <= standings.budget {
            undecided.push(Item::new(position, project, standings.budget));
        }
    }
    let knapsack = Knapsack::new(standings.budget, &undecided);
    let found = knapsack.search(Goal::Best).unwrap_or_default();
    best.extend(first_in_order(standings.budget, undecided, found));
    best
}

/// Of all sets of these items as good as `witness` the first in their order: it holds the first of them if
/// one of these sets does, and so on.
fn first_in_order(mut capacity: u64, mut undecided: Vec<Item>, witness: BTreeSet<u16>) -> Vec<u16> {
    let is_in = |item: &&Item| witness.contains(&item.position);
    let mut goal: u128 = undecided.iter().filter(is_in).map(|item| item.value).sum();
    let mut witness = witness;
    let mut chosen = Vec::new();
    while !undecided.is_empty() {
        let known = undecided.iter().take_while(|item| witness.contains(&item.position)).count();
        let run = if known > 0 {
            known
        } else {
            match longest_run(capacity, &undecided, goal) {
                Some((run, found)) => {
                    witness = found;
                    run
                }
                None => {
                    undecided.remove(0);
                    continue;
                }
            }
        };
        for item in undecided.drain(..run) {
            capacity -= item.cost;
            goal -= item.value;
            chosen.push(item.position);
        }
    }
    chosen
}

/// How many of the first items can be in a set of value `goal` all together, if the first can, and the rest of
/// such a set. Long runs are tried before short ones: where sets abound, one search decides many items.
fn longest_run(capacity: u64, items: &[Item], goal: u128) -> Option<(usize, BTreeSet<u16>)> {
    let mut runs = Vec::new();
    let (mut left, mut missing) = (capacity, goal);
    for (count, item) in (1..).zip(items) {
        let (Some(less), Some(fewer)) =
            (left.checked_sub(item.cost), missing.checked_sub(item.value))
        else {
            break;
        };
        (left, missing) = (less, fewer);
        let rest = Knapsack::new(left, &items[count..]);
        if rest.bound() < missing {
            break;
        }
        runs.push((rest, missing));
    }
    let mut count = runs.len();
    while let Some((rest, missing)) = count.checked_sub(1).and_then(|index| runs.get(index)) {
        if let Some(found) = rest.search(Goal::Reach(*missing)) {
            return Some((count, found));
        }
        count /= 2;
    }
    None
}

#[cfg(test)]
mod tests;
