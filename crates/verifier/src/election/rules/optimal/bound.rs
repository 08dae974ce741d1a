//! What the projects that are still open can add at most (G. B. Dantzig, "Discrete-variable
//! extremum problems", Operations Research 5, 1957).

use std::cmp::Ordering;

use super::Item;

/// The open projects by score per unit of cost, the highest first, with sums over the first of
/// them. All costs and scores are above 0.
pub(super) struct Open {
    /// Their positions.
    pub(super) items: Vec<usize>,
    /// What the first j cost together, for j = 0 to their number.
    pub(super) costs: Vec<u64>,
    /// The sum of the scores of the first j.
    pub(super) scores: Vec<u64>,
}

impl Open {
    /// The projects of these positions, which are sorted by [`by_density`] already.
    pub(super) fn new(items: &[Item], sorted: impl Iterator<Item = usize>) -> Self {
        let mut open = Self { items: Vec::new(), costs: vec![0], scores: vec![0] };
        let (mut cost, mut score) = (0, 0);
        for position in sorted {
            // 960 costs below 2^53 and 960 scores below 2^53 fit a u64.
            cost += items[position].cost;
            score += items[position].score;
            open.items.push(position);
            open.costs.push(cost);
            open.scores.push(score);
        }
        open
    }

    /// Moves `first` to how many of the first projects `left` pays. It is near where it was for
    /// the last amount, if amounts come in order.
    pub(super) fn seek(&self, first: &mut usize, left: u64) {
        while self.costs[*first] > left {
            *first -= 1;
        }
        while self.costs.get(*first + 1).is_some_and(|&cost| cost <= left) {
            *first += 1;
        }
    }

    /// Whether `left` buys a score of `needed`, if the project after the `first` that it pays
    /// could be bought in part. If not, no set of whole projects does.
    pub(super) fn reaches(&self, first: usize, left: u64, needed: u64) -> bool {
        let Some(missing) = needed.checked_sub(self.scores[first]).filter(|&more| more > 0) else {
            return true;
        };
        let (Some(cost), Some(score)) = (self.costs.get(first + 1), self.scores.get(first + 1))
        else {
            return false;
        };
        let (cost, score) = (cost - self.costs[first], score - self.scores[first]);
        let left = left - self.costs[first];
        u128::from(left) * u128::from(score) >= u128::from(missing) * u128::from(cost)
    }
}

/// The positions of projects by score per unit of cost, the highest first. Among equal ones the
/// order stays.
pub(super) fn by_density(items: &[Item]) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..items.len()).collect();
    sorted.sort_by(|&a, &b| density(&items[b], &items[a]));
    sorted
}

fn density(a: &Item, b: &Item) -> Ordering {
    let (ours, theirs) = (u128::from(a.score), u128::from(b.score));
    (ours * u128::from(b.cost)).cmp(&(theirs * u128::from(a.cost)))
}
