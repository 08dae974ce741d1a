//! What it takes to find the best set (`make bench`): the rule "optimal" on 250 projects and budgets of
//! some 10^8, on families of projects from easy to hard (Pisinger, "Where are the hard knapsack
//! problems?", Computers and Operations Research 32, 2005).

use std::time::{Duration, Instant};

use isoloir_election::rules::{Candidate, Rule, Standings, decide};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};

const PROJECTS: u16 = 250;
const SEEDS: u64 = 9;

/// Cost and score of a project, from a generator.
type Draw = fn(&mut ChaCha20Rng) -> (u64, u64);

const FAMILIES: [(&str, Draw); 9] = [
    ("any cost, any score up to 100,000", |rng| (cost(rng), below(rng, 100_000))),
    ("any cost, any score up to 3,000", |rng| (cost(rng), below(rng, 3_000))),
    ("any cost, scores 0 to 4", |rng| (cost(rng), below(rng, 5))),
    ("round costs, any score", |rng| ((1 + below(rng, 800)) * 1_000, below(rng, 20_000))),
    ("equal scores", |rng| (cost(rng), 1_000)),
    ("score about cost / 10", |rng| with_cost(rng, |rng, cost| cost / 10 + below(rng, 2_000))),
    ("score = cost / 1,000 + 50", |rng| with_cost(rng, |_, cost| cost / 1_000 + 50)),
    ("score = cost / 1,000", |rng| with_cost(rng, |_, cost| cost / 1_000)),
    ("score = cost", |rng| with_cost(rng, |_, cost| cost)),
];

fn main() {
    println!(
        "{PROJECTS} projects, {SEEDS} seeds\n\n{:36} {:>12} {:>12}",
        "", "median, ms", "worst, ms"
    );
    for (name, draw) in FAMILIES {
        let mut times: Vec<Duration> = (0..SEEDS).map(|seed| time(draw, seed)).collect();
        times.sort_unstable();
        let milliseconds = |time: Duration| time.as_secs_f64() * 1_000.0;
        let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
        println!("{name:36} {:>12.1} {:>12.1}", milliseconds(median), milliseconds(worst));
    }
    if let Some(peak) = peak_memory() {
        println!("\npeak memory of all: {peak}");
    }
}

fn time(draw: Draw, seed: u64) -> Duration {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let project = |_| {
        let (cost, score) = draw(&mut rng);
        Candidate { cost, score, is_withdrawn: false }
    };
    let projects: Vec<Candidate> = (0..PROJECTS).map(project).collect();
    let all: u64 = projects.iter().map(|project| project.cost).sum();
    let ties = (0..PROJECTS).collect();
    // Half of the projects or so can be paid: as many sets as there can be.
    let standings = Standings { budget: all / 2, threshold: 0, projects, ties, groups: Vec::new() };
    let begun = Instant::now();
    let decision = decide(Rule::Optimal, &standings);
    let time = begun.elapsed();
    assert!(!decision.awards.is_empty());
    time
}

fn cost(rng: &mut ChaCha20Rng) -> u64 {
    100_000 + below(rng, 700_000)
}

fn with_cost(rng: &mut ChaCha20Rng, score: fn(&mut ChaCha20Rng, u64) -> u64) -> (u64, u64) {
    let cost = cost(rng);
    (cost, score(rng, cost))
}

fn below(rng: &mut ChaCha20Rng, bound: u64) -> u64 {
    rng.next_u64() % bound
}

/// `VmHWM` of Linux: the most physical memory that this process ever had.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.trim_start_matches("VmHWM:").trim().to_owned())
}
