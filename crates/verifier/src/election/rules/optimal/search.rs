//! Sets of projects as a list of undominated pairs of cost and score, project by project
//! (G. L. Nemhauser, Z. Ullmann, "Discrete dynamic programming and capital allocation", Management
//! Science 15, 1969), without those that can't come to anything by the bound of [`Open`].

use super::bound::{Open, by_density};
use super::{Item, Worth};

/// Decisions that a state keeps itself; those before are in the trail.
const WORD: usize = 64;

/// Where a trail begins.
const BEGIN: u32 = u32::MAX;

/// A set of projects among those that were gone through.
#[derive(Clone, Copy)]
struct State {
    cost: u64,
    score: u64,
    /// Bit b: whether it has the project of step b since the last multiple of [`WORD`].
    bits: u64,
    /// Where the trail goes on with the steps before.
    before: u32,
}

/// What a search for a set of a given score and cost came to.
pub(super) enum Reached {
    /// The one of them that the order of ties prefers, by positions.
    First(Vec<usize>),
    /// One of them; the list grew too long to say which is the first.
    Some(Vec<usize>),
    /// There is none.
    None,
    /// The list grew too long, and none was found.
    Unknown,
}

/// The greatest score that `budget` pays, with the least cost of it. `known` is the worth of some
/// set. The second value is whether this is certain; otherwise there may be a better one.
pub(super) fn greatest(items: &[Item], budget: u64, known: Worth, most: usize) -> (Worth, bool) {
    let mut search = Search::new(items, by_density(items), budget, known, most);
    search.less = 1;
    for step in 0..items.len() {
        search.step(step);
        if search.states.is_empty() || is_greatest(items, budget, search.aim) {
            break;
        }
    }
    (search.aim, !search.thinned || is_greatest(items, budget, search.aim))
}

/// The same by a list of each half of the projects (E. Horowitz, S. Sahni, "Computing partitions
/// with applications to the knapsack problem", Journal of the ACM 21, 1974).
pub(super) fn greatest_by_halves(
    items: &[Item],
    budget: u64,
    known: Worth,
    most: usize,
) -> (Worth, bool) {
    let mut halves = halves(items, budget, known, most);
    let mut greatest = known;
    for half in &mut halves {
        (half.aim, half.less) = (greatest, 1);
        half.run();
        greatest = half.aim;
    }
    let [early, late] = &halves;
    for (a, b) in pairs(early, late) {
        let worth = a.together(b);
        if worth.is_above(&greatest) {
            greatest = worth;
        }
    }
    let thinned = early.thinned || late.thinned;
    (greatest, !thinned || is_greatest(items, budget, greatest))
}

/// Whether by the bound no set within the budget is worth more.
fn is_greatest(items: &[Item], budget: u64, worth: Worth) -> bool {
    let mut search = Search::new(items, Vec::new(), budget, worth, 0);
    search.less = 1;
    !search.hopes(&Open::new(items, by_density(items).into_iter()), &mut [0, 0], 0, 0)
}

/// Looks for a set of exactly this score and cost. No set may have a greater score at no greater
/// cost, or this score at less. The order of ties is that of `items`. If some set is `known`, only
/// the first one is of use.
pub(super) fn reach(items: &[Item], aim: Worth, known: bool, most: usize) -> Reached {
    // The last in the order of ties comes first: of two sets that are equal so far the one with
    // the project of this step is preferred, whatever was decided before.
    let order = (0..items.len()).rev().collect();
    let mut search = Search::new(items, order, aim.cost, aim, most);
    for step in 0..items.len() {
        search.step(step);
        if search.states.is_empty() || search.thinned && (known || search.witness.is_some()) {
            break;
        }
    }
    let last =
        search.states.iter().find(|state| (state.score, state.cost) == (aim.score, aim.cost));
    match (search.thinned, last.map(|state| search.set(state, items.len())), search.witness) {
        (false, Some(set), _) => Reached::First(set),
        (false, None, _) => Reached::None,
        (true, _, Some(set)) | (true, Some(set), None) => Reached::Some(set),
        (true, None, None) => Reached::Unknown,
    }
}

/// Looks for a set as [`reach`] does, by a list of each half. It does not say which is the first.
pub(super) fn reach_by_halves(items: &[Item], aim: Worth, most: usize) -> Reached {
    let mut halves = halves(items, aim.cost, aim, most);
    for half in &mut halves {
        half.run();
        if let Some(set) = half.witness.take() {
            return Reached::Some(set);
        }
    }
    let [early, late] = &halves;
    if let Some((a, b)) = pairs(early, late).find(|(a, b)| a.together(b) == aim) {
        let mut set = early.set(a, early.order.len());
        set.extend(late.set(b, late.order.len()));
        return Reached::Some(set);
    }
    if early.thinned || late.thinned { Reached::Unknown } else { Reached::None }
}

/// A search through each half of the projects.
fn halves(items: &[Item], budget: u64, aim: Worth, most: usize) -> [Search<'_>; 2] {
    let middle = items.len() / 2;
    [Vec::from_iter(0..middle), Vec::from_iter(middle..items.len())]
        .map(|order| Search::new(items, order, budget, aim, most))
}

/// For each state of the one half the one of the other that adds most to it within the budget. Costs
/// and scores ascend together.
fn pairs<'s>(
    early: &'s Search<'_>,
    late: &'s Search<'_>,
) -> impl Iterator<Item = (&'s State, &'s State)> {
    let mut others = late.states.iter().rev().peekable();
    early.states.iter().map_while(move |state| {
        let is_dear = |other: &&State| state.cost + other.cost > early.budget;
        while others.next_if(is_dear).is_some() {}
        Some((state, *others.peek()?))
    })
}

impl State {
    /// What two sets are worth together.
    fn together(&self, other: &Self) -> Worth {
        Worth { score: self.score + other.score, cost: self.cost + other.cost }
    }
}

/// A search through the sets of some projects.
struct Search<'a> {
    items: &'a [Item],
    /// The positions in the order in which they are gone through.
    order: Vec<usize>,
    /// The positions by score per cost.
    sorted: Vec<usize>,
    /// Whether a position was gone through.
    past: Vec<bool>,
    /// What a set may cost.
    budget: u64,
    /// What a set must come up to.
    aim: Worth,
    /// By how much an equal score must cost less to be of use: 1 if a set of the aim is known and a
    /// better one is wanted, 0 if a set of just the aim is.
    less: u64,
    /// The longest list. One that is longer is thinned out.
    most: usize,
    thinned: bool,
    /// In ascending order of costs, so in that of scores too.
    states: Vec<State>,
    trail: Vec<(u64, u32)>,
    /// The set of the aim that was found first.
    witness: Option<Vec<usize>>,
}

impl<'a> Search<'a> {
    fn new(items: &'a [Item], order: Vec<usize>, budget: u64, aim: Worth, most: usize) -> Self {
        let none = State { cost: 0, score: 0, bits: 0, before: BEGIN };
        Self {
            items,
            order,
            sorted: by_density(items),
            past: vec![false; items.len()],
            budget,
            aim,
            less: 0,
            most,
            thinned: false,
            states: vec![none],
            trail: Vec::new(),
            witness: None,
        }
    }

    /// Goes through all projects of its order.
    fn run(&mut self) {
        (0..self.order.len()).for_each(|step| self.step(step));
    }

    /// Goes through one more project: of every set there is one without it and one with it.
    fn step(&mut self, step: usize) {
        if step > 0 && step.is_multiple_of(WORD) {
            self.write_trail();
        }
        let position = self.order[step];
        self.past[position] = true;
        let open = self.sorted.iter().copied().filter(|&position| !self.past[position]);
        let open = Open::new(self.items, open);
        let old = std::mem::take(&mut self.states);
        let mut new = Vec::with_capacity(old.len().saturating_mul(2));
        let (mut firsts, mut highest) = ([open.items.len(); 3], None);
        for state in merged(&old, self.items[position], 1 << (step % WORD)) {
            if state.cost > self.budget {
                break;
            }
            if highest.is_some_and(|highest| state.score <= highest) {
                continue;
            }
            highest = Some(state.score);
            self.complete(&state, step + 1, &open, &mut firsts[2]);
            let hopes = &mut [firsts[0], firsts[1]];
            if self.hopes(&open, hopes, state.cost, state.score) {
                new.push(state);
            }
            [firsts[0], firsts[1]] = *hopes;
        }
        if new.len() > self.most {
            self.thinned = true;
            let mut keep = false;
            new.retain(|_| {
                keep = !keep;
                keep
            });
        }
        self.states = new;
    }

    /// Completes a set with the first of the open projects, as many as there is money for.
    fn complete(&mut self, state: &State, steps: usize, open: &Open, first: &mut usize) {
        open.seek(first, self.budget - state.cost);
        let (score, cost) = (open.scores[*first], open.costs[*first]);
        let worth = Worth { score: state.score + score, cost: state.cost + cost };
        if self.less == 1 {
            if worth.is_above(&self.aim) {
                self.aim = worth;
            }
        } else if self.witness.is_none() && worth == self.aim {
            let mut set = self.set(state, steps);
            set.extend(&open.items[..*first]);
            self.witness = Some(set);
        }
    }

    /// Whether a set of this cost and score may come up to the aim with open projects. `firsts` are
    /// places in their order, as [`Open::seek`] left them.
    fn hopes(&self, open: &Open, firsts: &mut [usize; 2], cost: u64, score: u64) -> bool {
        let needed = self.aim.score.saturating_sub(score);
        let cap = self.aim.cost.checked_sub(self.less).and_then(|cap| cap.checked_sub(cost));
        if let Some(left) = cap {
            open.seek(&mut firsts[0], left);
            if open.reaches(firsts[0], left, needed) {
                return true;
            }
        }
        if self.less == 0 {
            return false;
        }
        let left = self.budget - cost;
        open.seek(&mut firsts[1], left);
        open.reaches(firsts[1], left, needed.saturating_add(1))
    }

    /// Moves what states keep themselves to the trail.
    fn write_trail(&mut self) {
        for state in &mut self.states {
            let place = self.trail.len() as u32;
            self.trail.push((state.bits, state.before));
            (state.bits, state.before) = (0, place);
        }
    }

    /// The positions of a set after so many steps.
    fn set(&self, state: &State, steps: usize) -> Vec<usize> {
        let mut set = Vec::new();
        let (mut bits, mut before) = (state.bits, state.before);
        let mut word = steps.saturating_sub(1) / WORD;
        loop {
            let order = self.order.iter().skip(word * WORD).take(WORD).enumerate();
            set.extend(
                order.filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, &position)| position),
            );
            let Some(&(earlier, place)) = self.trail.get(before as usize) else { break };
            (bits, before) = (earlier, place);
            word = word.saturating_sub(1);
        }
        set
    }
}

/// All states without and with a project, in ascending order of costs; of equal costs the greater
/// score comes first, and of equal scores the set with the project.
fn merged(old: &[State], item: Item, bit: u64) -> impl Iterator<Item = State> {
    let mut without = old.iter().copied().peekable();
    let with = move |state: &State| State {
        cost: state.cost + item.cost,
        score: state.score + item.score,
        bits: state.bits | bit,
        before: state.before,
    };
    let mut with = old.iter().map(with).peekable();
    std::iter::from_fn(move || match (without.peek(), with.peek()) {
        (Some(a), Some(b)) if (a.cost, b.score) < (b.cost, a.score) => without.next(),
        (Some(_), None) => without.next(),
        _ => with.next(),
    })
}
