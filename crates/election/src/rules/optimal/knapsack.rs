//! The 0/1 knapsack, exactly, by lists of undominated states (Nemhauser and Ullmann, Management Science 15,
//! 1969) that are cut off by the fractional bound (Dantzig, Operations Research 5, 1957).

use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::rules::Candidate;

/// A project that costs something, fits the budget and has a score.
#[derive(Clone, Copy)]
pub(super) struct Item {
    pub(super) position: u16,
    pub(super) cost: u64,
    /// score (budget + 1) - cost: of two sets within the budget the one with the greater value has the
    /// greater score, or the same and the lesser cost. Below 2^117, so 960 of them fit 128 bits.
    pub(super) value: u128,
}

impl Item {
    pub(super) fn new(position: u16, project: Candidate, budget: u64) -> Self {
        let value = u128::from(project.score) * (u128::from(budget) + 1) - u128::from(project.cost);
        Self { position, cost: project.cost, value }
    }

    /// The part of the value that `money` out of the cost buys, rounded down. `money` is below the cost.
    fn part(&self, money: u64) -> u128 {
        let (cost, money) = (u128::from(self.cost), u128::from(money));
        (self.value / cost) * money + (self.value % cost) * money / cost
    }

    /// By value for money, the most first.
    fn by_density(&self, other: &Self) -> Ordering {
        let whole = |item: &Self| item.value / u128::from(item.cost);
        let rest =
            |item: &Self, by: &Self| (item.value % u128::from(item.cost)) * u128::from(by.cost);
        whole(other).cmp(&whole(self)).then(rest(other, self).cmp(&rest(self, other)))
    }
}

/// Items, and what they may cost together.
pub(super) struct Knapsack {
    capacity: u64,
    /// By value for money.
    items: Vec<Item>,
    /// What the first 0, 1, 2, .. items cost together.
    costs: Vec<u64>,
    /// What they are worth together.
    values: Vec<u128>,
}

/// What to look for.
#[derive(Clone, Copy)]
pub(super) enum Goal {
    /// A set of the greatest value.
    Best,
    /// Any set of at least this value.
    Reach(u128),
}

/// Choices about the first items: what was taken, in short.
#[derive(Clone, Copy)]
struct State {
    cost: u64,
    value: u128,
    /// The last item taken, in [`Search::taken`].
    last: Option<u32>,
}

/// One item taken, and the one taken before it.
struct Taken {
    item: u16,
    before: Option<u32>,
}

impl Knapsack {
    pub(super) fn new(capacity: u64, items: &[Item]) -> Self {
        let mut items = items.to_vec();
        items.sort_by(Item::by_density);
        let (mut cost, mut value) = (0, 0);
        let (mut costs, mut values) = (Vec::from([0]), Vec::from([0]));
        for item in &items {
            cost += item.cost;
            value += item.value;
            costs.push(cost);
            values.push(value);
        }
        Self { capacity, items, costs, values }
    }

    /// No set is worth more.
    pub(super) fn bound(&self) -> u128 {
        self.complete(0, State { cost: 0, value: 0, last: None }).bound
    }

    /// The positions of a set as the goal asks for, if there is one of a value above 0.
    pub(super) fn search(&self, goal: Goal) -> Option<BTreeSet<u16>> {
        let mut search = Search { knapsack: self, goal, floor: 0, found: None, taken: Vec::new() };
        if let Goal::Reach(value) = goal {
            match value.checked_sub(1) {
                Some(floor) => search.floor = floor,
                None => return Some(BTreeSet::new()),
            }
        }
        search.run();
        search.found.map(|found| search.positions(found))
    }

    /// Goes on from a state about the first `depth` items with the next ones as long as they fit.
    fn complete(&self, depth: usize, state: State) -> Completion {
        let left = self.capacity - state.cost;
        let spent = self.costs[depth];
        let end = depth + self.costs[depth + 1..].partition_point(|cost| cost - spent <= left);
        let value = state.value + (self.values[end] - self.values[depth]);
        let rest = left - (self.costs[end] - spent);
        let part = self.items.get(end).map_or(0, |item| item.part(rest));
        Completion { end, value, bound: value + part }
    }
}

/// A state with the items from its depth to `end`.
struct Completion {
    end: usize,
    value: u128,
    /// No completion of the state is worth more.
    bound: u128,
}

/// A completion that is better than all before it.
#[derive(Clone, Copy)]
struct Found {
    last: Option<u32>,
    depth: usize,
    end: usize,
}

struct Search<'a> {
    knapsack: &'a Knapsack,
    goal: Goal,
    /// What is looked for is worth more than this.
    floor: u128,
    found: Option<Found>,
    taken: Vec<Taken>,
}

impl Search<'_> {
    fn run(&mut self) {
        let mut states = Vec::new();
        self.keep(&mut states, 0, State { cost: 0, value: 0, last: None }, None);
        for depth in 0..self.knapsack.items.len() {
            if self.is_over() {
                return;
            }
            states = self.decide(depth, &states);
        }
    }

    fn is_over(&self) -> bool {
        matches!(self.goal, Goal::Reach(_)) && self.found.is_some()
    }

    /// The states about one item more: each state without and, if it fits, with it; in ascending order of cost, each
    /// worth more than those before it.
    fn decide(&mut self, depth: usize, states: &[State]) -> Vec<State> {
        let item = self.knapsack.items[depth];
        let fits = states.partition_point(|state| state.cost + item.cost <= self.knapsack.capacity);
        let with = |state: &State| State {
            cost: state.cost + item.cost,
            value: state.value + item.value,
            last: state.last,
        };
        let mut next = Vec::with_capacity(states.len() + fits);
        let (mut without, mut taking) =
            (states.iter().peekable(), states[..fits].iter().peekable());
        loop {
            let is_taken = match (without.peek(), taking.peek().map(|state| with(state))) {
                (None, None) => break,
                (Some(_), None) => false,
                (None, Some(_)) => true,
                (Some(a), Some(b)) => (b.cost, a.value) < (a.cost, b.value),
            };
            if is_taken {
                if let Some(state) = taking.next() {
                    self.keep(&mut next, depth + 1, with(state), Some(depth as u16));
                }
            } else if let Some(&state) = without.next() {
                self.keep(&mut next, depth + 1, state, None);
            }
            if self.is_over() {
                break;
            }
        }
        next
    }

    /// Keeps a state unless another is at least as good, or nothing better can come of it.
    fn keep(&mut self, states: &mut Vec<State>, depth: usize, mut state: State, item: Option<u16>) {
        if states.last().is_some_and(|cheaper| cheaper.value >= state.value) {
            return;
        }
        let Completion { end, value, bound } = self.knapsack.complete(depth, state);
        if bound <= self.floor {
            return;
        }
        if let Some(item) = item {
            self.taken.push(Taken { item, before: state.last });
            state.last = Some((self.taken.len() - 1) as u32);
        }
        if value > self.floor {
            self.floor = value;
            self.found = Some(Found { last: state.last, depth, end });
        }
        states.push(state);
    }

    fn positions(&self, found: Found) -> BTreeSet<u16> {
        let items = &self.knapsack.items;
        let mut positions: BTreeSet<u16> =
            items[found.depth..found.end].iter().map(|item| item.position).collect();
        let mut last = found.last;
        while let Some(taken) = last.and_then(|index| self.taken.get(index as usize)) {
            positions.insert(items[usize::from(taken.item)].position);
            last = taken.before;
        }
        positions
    }
}
