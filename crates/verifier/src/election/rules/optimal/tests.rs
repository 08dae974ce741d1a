//! The search against all sets of small projects, and on large ones that are hard.

use proptest::prelude::*;

use super::{Item, LISTS, TooHard, best};

/// Lists that are so short that nearly every search thins them out, up to one that never does.
const SHORT: [usize; 4] = [1, 2, 5, 1 << 16];

/// The set by looking at all of them: the first one in the order of ties is the highest digit.
fn slowly(items: &[Item], budget: u64) -> Vec<usize> {
    let positions = |bits: u32| {
        let digits = (0..items.len()).filter(move |i| bits >> (items.len() - 1 - i) & 1 == 1);
        digits.collect::<Vec<_>>()
    };
    let rank = |bits: u32| {
        let set = || positions(bits).into_iter().map(|i| items[i]);
        let cost: u64 = set().map(|item| item.cost).sum();
        let score: u64 = set().map(|item| item.score).sum();
        (cost <= budget).then_some((score, u64::MAX - cost, bits))
    };
    let greatest = (0..1 << items.len()).filter_map(rank).max();
    greatest.map_or(Vec::new(), |(.., bits)| positions(bits))
}

fn sorted(mut set: Vec<usize>) -> Vec<usize> {
    set.sort_unstable();
    set
}

/// Few different costs and scores, so that many sets are equal.
fn items() -> impl Strategy<Value = Vec<Item>> {
    let of = |cost: std::ops::Range<u64>, score: std::ops::Range<u64>| {
        prop::collection::vec((cost, score), 0..=14)
    };
    let pairs = prop_oneof![
        of(0..4, 0..3),
        of(0..13, 0..7),
        of(3..5, 2..4),
        // Score follows cost, exactly or nearly; equal scores; equal costs.
        of(1..40, 0..1).prop_map(|it| it.into_iter().map(|(c, _)| (c, c)).collect::<Vec<_>>()),
        of(1..40, 0..1).prop_map(|it| it.into_iter().map(|(c, _)| (2 * c, c / 3 + 5)).collect()),
        of(1..40, 3..4),
        of(6..7, 0..9),
    ];
    pairs.prop_map(|pairs| pairs.into_iter().map(|(cost, score)| Item { cost, score }).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn the_set_is_the_one_that_looking_at_all_sets_gives(items in items(), budget in 0..120_u64) {
        let expected = slowly(&items, budget);
        prop_assert_eq!(best(&items, budget, LISTS).map(sorted), Ok(expected.clone()));
        prop_assert_eq!(best(&items, budget, SHORT).map(sorted), Ok(expected));
    }
}

/// The set by a table of the best score and cost for each amount of money, from the last project in
/// the order of ties to the first (R. Bellman, "Dynamic Programming", 1957).
fn by_table(items: &[Item], budget: usize) -> Vec<usize> {
    let nothing = vec![(0_u64, 0_i64); budget + 1];
    let mut tables = vec![nothing];
    for item in items.iter().rev() {
        let after = &tables[tables.len() - 1];
        let cost = item.cost as usize;
        let with = |left: usize| {
            let (score, negative) = after[left.checked_sub(cost)?];
            Some((score + item.score, negative - item.cost as i64))
        };
        let row = (0..=budget).map(|left| with(left).map_or(after[left], |it| it.max(after[left])));
        tables.push(row.collect());
    }
    tables.reverse();
    let mut left = budget;
    let mut set = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let Some(rest) = left.checked_sub(item.cost as usize) else { continue };
        let (score, negative) = tables[i + 1][rest];
        if (score + item.score, negative - item.cost as i64) == tables[i][left] {
            set.push(i);
            left = rest;
        }
    }
    set
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn of_many_projects_the_set_is_the_one_that_a_table_gives(
        kind in 0..4,
        pairs in prop::collection::vec((1..40_u64, 1..30_u64), 60..300),
        budget in 0..3_000_usize,
    ) {
        let item = |&(cost, score): &(u64, u64)| match kind {
            0 => Item { cost, score },
            1 => Item { cost, score: cost },
            2 => Item { cost, score: cost / 4 + 6 },
            _ => Item { cost: cost / 10 + 1, score: score / 10 },
        };
        let items: Vec<Item> = pairs.iter().map(item).collect();
        let expected = by_table(&items, budget);
        prop_assert_eq!(best(&items, budget as u64, LISTS).map(sorted), Ok(expected.clone()));
        prop_assert_eq!(best(&items, budget as u64, [3, 20, 300, 1 << 16]).map(sorted), Ok(expected));
    }
}

#[test]
fn what_lists_are_too_short_for_is_an_error_and_no_guess() {
    let mut random = Random(1);
    let item = |_| {
        let cost = random.draw(1, 100_000);
        Item { cost, score: cost / 10 + 5_000 }
    };
    let items: Vec<Item> = (0..60).map(item).collect();
    assert_eq!(best(&items, 1_000_003, [1, 1, 1, 1]), Err(TooHard));
    best(&items, 1_000_003, LISTS).unwrap();
}

#[test]
fn more_than_64_decisions_are_remembered() {
    // Equal projects: the first of them in the order of ties.
    let items = vec![Item { cost: 3, score: 7 }; 300];
    assert_eq!(best(&items, 3 * 190 + 2, LISTS).map(sorted), Ok((0..190).collect()));
}

#[test]
fn the_greatest_amounts_do_not_overflow() {
    let most = (1 << 53) - 1;
    let items: Vec<Item> = (0..960).map(|i| Item { cost: most - i, score: most - 2 * i }).collect();
    assert_eq!(best(&items, most, LISTS).map(sorted), Ok(vec![0]));
    best(&items[..40], 20 * most, LISTS).unwrap();
}

/// Marsaglia's xorshift; the seed is in the name of the case.
struct Random(u64);

impl Random {
    fn draw(&mut self, least: u64, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        least + self.0 % (most - least + 1)
    }
}

/// `cargo test --release -p isoloir-verify --lib hard_families -- --ignored --nocapture`
#[test]
#[ignore = "a minute in release, for the times"]
fn hard_families_of_250_projects_are_decided() {
    type Family = (&'static str, fn(&mut Random, u64) -> Item);
    let families: [Family; 12] = [
        ("random", |random, cost| Item { cost, score: random.draw(0, 300_000) }),
        ("cost / 1000 + 1000", |_, cost| Item { cost, score: cost / 1_000 + 1_000 }),
        ("cost / 1000 + 100000", |_, cost| Item { cost, score: cost / 1_000 + 100_000 }),
        ("exactly, of thousands", |_, cost| {
            let thousands = cost / 1_000 + 1;
            Item { cost: 1_000 * thousands, score: thousands + 500 }
        }),
        ("almost so", |random, cost| Item { cost, score: cost / 1_000 + random.draw(950, 1_050) }),
        ("inversely so", |random, _| {
            let score = random.draw(1, 100_000);
            Item { cost: 900 * score + 5_000_000, score }
        }),
        ("score = cost / 1000", |_, cost| Item { cost, score: cost / 1_000 + 1 }),
        ("score = cost, up to 300000", |_, cost| {
            let cost = cost % 300_000 + 1;
            Item { cost, score: cost }
        }),
        ("equal scores", |_, cost| Item { cost, score: 700 }),
        ("equal costs", |random, _| Item { cost: 3_000_000, score: random.draw(0, 40) }),
        ("all equal", |_, _| Item { cost: 3_000_000, score: 700 }),
        ("all 0", |_, _| Item { cost: 0, score: 0 }),
    ];
    for (name, item) in families {
        for (most, share) in [(100_000_000, 0), (10_000_000, 10), (1_000_000, 2)] {
            let mut slowest = std::time::Duration::ZERO;
            for seed in 1..=10 {
                let mut random = Random(seed * 0x9e37_79b9);
                let draw = |_| {
                    let cost = random.draw(1, most);
                    item(&mut random, cost)
                };
                let items: Vec<Item> = (0..250).map(draw).collect();
                let all: u64 = items.iter().map(|item| item.cost).sum();
                let budget = all.checked_div(share).unwrap_or(100_000_000).min(100_000_000);
                let begun = std::time::Instant::now();
                best(&items, budget, LISTS).unwrap();
                slowest = slowest.max(begun.elapsed());
            }
            println!("{name}, costs up to {most}, budget 1/{share}: {slowest:?} at most");
        }
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("{:?}", status.lines().find(|line| line.starts_with("VmHWM")));
}
