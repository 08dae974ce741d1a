//! What it takes to verify an election (`make bench`): `isoloir-verify` as a process of its own on a
//! board of 10,000 ballots, beside the cost of the points in them alone, and beside others.
//!
//! All are measured in turn, round by round, and compared within a round, because the speed of a
//! machine drifts. `benches/README.md` says how to read the table.

mod archives;
#[path = "../../tests/common/election/mod.rs"]
#[allow(dead_code, reason = "other measurements use the rest")]
mod election;
mod floor;
mod peers;
mod process;
#[path = "../table/mod.rs"]
mod table;

use std::path::Path;
use std::thread::available_parallelism;

use anyhow::Result;

use archives::Spoilt;
use election::SLOTS;
use floor::{Floor, POINTS_OF_A_BALLOT, PointCost};
use peers::{Belenios, Elastic};
use process::Verifier;
use table::{Row, Table, Target};

const BALLOTS: usize = 10_000;
const ROUNDS: usize = 5;

/// Size of the board that shows how memory grows; the larger one takes minutes to make.
const LARGE: usize = 50_000;
const VERY_LARGE: usize = 200_000;

/// Values below this take 32 bits, as the budget of an Isoloir ballot does here.
const BUDGET_BOUND: u64 = 1 << 32;

const MEGABYTE: f64 = 1e6;

fn main() -> Result<()> {
    // `cargo test --all-targets` runs benchmarks, too, without this argument.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let bench = Bench::prepare()?;
    let mut rounds = Vec::new();
    for number in 1..=ROUNDS {
        eprintln!("Round {number} of {ROUNDS}");
        rounds.push(bench.round()?);
    }
    let table = Table { caption: caption(&bench), rows: bench.rows(&rounds)? };
    println!("{}", table.markdown());
    if std::env::var_os("ISOLOIR_BENCH_WRITE").is_some_and(|value| value == "1") {
        table.write_into(&Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/README.md"))?;
    }
    Ok(())
}

/// All that is measured.
struct Bench {
    verifier: Verifier,
    valid: std::path::PathBuf,
    spoilt: Spoilt,
    floor: Floor,
    /// With a proof of how many options are chosen, and with one of what they cost.
    elastic: [Elastic; 2],
    /// With one to three options, and with any number; nothing where `belenios-tool` is not.
    belenios: Option<[Belenios; 2]>,
}

/// What one round has measured, in seconds.
struct Round {
    point: PointCost,
    one_core: f64,
    two_cores: f64,
    spoilt: f64,
    elastic: [f64; 2],
    belenios: Option<[f64; 2]>,
    peak_bytes: Option<u64>,
}

impl Round {
    /// The time on one core for a ballot.
    fn ballot(&self) -> f64 {
        self.one_core / BALLOTS as f64
    }
}

impl Bench {
    fn prepare() -> Result<Self> {
        let belenios = Belenios::prepare(1, 3)
            .and_then(|few| Ok([few, Belenios::prepare(0, SLOTS)?]))
            .inspect_err(|error| eprintln!("Without Belenios: {error:#}"));
        Ok(Self {
            valid: archives::valid(BALLOTS)?,
            spoilt: archives::spoilt(BALLOTS)?,
            verifier: Verifier::new(archives::cache().join("report.json"))?,
            floor: Floor::new(),
            elastic: [Elastic::new(SLOTS as u64 + 1), Elastic::new(BUDGET_BOUND)],
            belenios: belenios.ok(),
        })
    }

    fn round(&self) -> Result<Round> {
        let one_core = self.verifier.accept(&self.valid, 1)?;
        let point = self.floor.measure();
        let two_cores = self.verifier.accept(&self.valid, 2)?;
        let spoilt = self.verifier.reject(&self.spoilt.folder, self.spoilt.entry, 2)?;
        let [count, budget] = &self.elastic;
        let belenios = match &self.belenios {
            Some([few, any]) => Some([few.measure()?, any.measure()?]),
            None => None,
        };
        Ok(Round {
            point,
            one_core: one_core.seconds,
            two_cores: two_cores.seconds,
            spoilt: spoilt.seconds,
            elastic: [count.measure()?, budget.measure()?],
            belenios,
            peak_bytes: two_cores.peak_bytes,
        })
    }

    fn rows(&self, rounds: &[Round]) -> Result<Vec<Row>> {
        let mut rows = verifier_rows(rounds, self.spoilt.entry);
        rows.extend(self.memory_rows(rounds)?);
        rows.extend(peer_rows(rounds));
        Ok(rows)
    }

    fn memory_rows(&self, rounds: &[Round]) -> Result<Vec<Row>> {
        let is_set = |value| value == "1";
        let large = if std::env::var_os("ISOLOIR_BENCH_LARGE").is_some_and(is_set) {
            VERY_LARGE
        } else {
            LARGE
        };
        let finished = self.verifier.accept(&archives::valid(large)?, 2)?;
        let small_peak = rounds.iter().filter_map(|round| round.peak_bytes).max();
        let (Some(small_peak), Some(large_peak)) = (small_peak, finished.peak_bytes) else {
            return Ok(vec![Row::new("peak memory", "measured on Linux only")]);
        };
        let (small_peak, large_peak) = (small_peak as f64, large_peak as f64);
        let most = Some(Target::AtMost(200.0));
        let peak = |ballots, bytes| {
            let what = format!("peak memory, {} ballots", thousands(ballots));
            Row::new(what, "").compared(bytes / MEGABYTE, "MB", most)
        };
        let growth = (large_peak - small_peak) / (large - BALLOTS) as f64;
        Ok(vec![
            peak(BALLOTS, small_peak),
            peak(large, large_peak),
            Row::new("memory for each further ballot", format!("{growth:.0} bytes")),
            Row::new(
                format!("verify {} ballots, two cores", thousands(large)),
                format!("{:.2} s", finished.seconds),
            ),
        ])
    }
}

fn verifier_rows(rounds: &[Round], wrong_entry: u64) -> Vec<Row> {
    let median = |of: &dyn Fn(&Round) -> f64| median(rounds.iter().map(of));
    let microseconds = |of: &dyn Fn(&Round) -> f64| format!("{:.2} us", 1e6 * median(of));
    let ballots = thousands(BALLOTS);
    vec![
        Row::new("decompress a point", microseconds(&|round| round.point.decompression)),
        Row::new(
            "a point in a multiplication of 4,096",
            microseconds(&|round| round.point.multiplication),
        ),
        Row::new(
            format!("floor for a ballot: {POINTS_OF_A_BALLOT} points"),
            microseconds(&|round| round.point.of_a_ballot()),
        ),
        Row::new("verify a ballot, one core", microseconds(&Round::ballot)).compared(
            median(&|round| round.ballot() / round.point.of_a_ballot()),
            "x floor",
            Some(Target::AtMost(1.35)),
        ),
        Row::new(
            format!("verify {ballots} ballots, one core"),
            format!("{:.2} s", median(&|round| round.one_core)),
        ),
        Row::new(
            format!("verify {ballots} ballots, two cores"),
            format!("{:.2} s", median(&|round| round.two_cores)),
        )
        .compared(
            median(&|round| round.one_core / round.two_cores),
            "x as fast as one core",
            // With one core there is nothing to show.
            (cores() >= 2).then_some(Target::AtLeast(1.8)),
        ),
        Row::new(
            format!("name the one wrong ballot (entry {wrong_entry}), two cores"),
            format!("{:.2} s", median(&|round| round.spoilt)),
        )
        .compared(
            median(&|round| round.spoilt / round.two_cores),
            "x as long as all valid",
            Some(Target::AtMost(1.2)),
        ),
    ]
}

fn peer_rows(rounds: &[Round]) -> Vec<Row> {
    let peer = |what: &str, of: &dyn Fn(&Round) -> Option<f64>, target| {
        let seconds: Vec<f64> = rounds.iter().filter_map(of).collect();
        if seconds.is_empty() {
            return Row::new(what, "not there");
        }
        let ratios = rounds.iter().zip(&seconds).map(|(round, seconds)| seconds / round.ballot());
        let ratio = median(ratios);
        let measured = format!("{:.2} ms", 1e3 * median(seconds.iter().copied()));
        Row::new(what, measured).compared(ratio, "x as long a ballot", target)
    };
    let at_least = |least| Some(Target::AtLeast(least));
    vec![
        peer(
            "Belenios, 1 to 3 of 20 options",
            &|round| round.belenios.map(|[few, _]| few),
            at_least(200.0),
        ),
        peer("Belenios, any of 20 options", &|round| round.belenios.map(|[_, any]| any), None),
        peer(
            "elastic-elgamal, 20 options and their number",
            &|round| Some(round.elastic[0]),
            at_least(8.0),
        ),
        peer(
            "elastic-elgamal, 20 options and a 32-bit budget",
            &|round| Some(round.elastic[1]),
            None,
        ),
    ]
}

fn caption(bench: &Bench) -> String {
    let belenios = match (&bench.belenios, peers::version()) {
        (Some(_), Ok(version)) => format!("belenios-tool {version}"),
        _ => "belenios-tool not there".into(),
    };
    let processor = process::processor().unwrap_or_else(|| "an unknown processor".into());
    format!("{SLOTS} options, {ROUNDS} rounds; {} cores of {processor}; {belenios}.", cores())
}

fn cores() -> usize {
    available_parallelism().map_or(1, usize::from)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn thousands(number: usize) -> String {
    format!("{},{:03}", number / 1_000, number % 1_000)
}
