//! How fast a board takes ballots over HTTP (`make bench`): `isoloir serve` as a process of its own with a SQLite
//! file, and everybody who votes on the same machine.
//!
//! Ballots have 20 slots and a 32-bit budget. What the server does is compared with checking the same ballots in
//! batches, on as many cores, with nothing around, in the same run: half of it before and half of it after.
#![allow(clippy::unwrap_used, reason = "what can't be measured must fail")]

#[path = "../../tests/common/client.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod client;
#[path = "../../tests/common/election/mod.rs"]
#[allow(dead_code, reason = "other measurements use the rest")]
mod election;
#[path = "../../tests/common/kept.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod kept;
mod load;
mod server;
#[path = "../table/mod.rs"]
#[allow(dead_code, reason = "another benchmark uses the rest")]
mod table;

use std::thread::{self, available_parallelism};
use std::time::Instant;

use anyhow::{Context, Result};
use hyper::body::Bytes;
use isoloir_election::phase::Voting;
use rand_core::OsRng;
use rayon::prelude::*;

use election::Election;
use server::Server;
use table::{Row, Table, Target};

/// Ballots that are cast as fast as the server takes them; `ISOLOIR_BENCH_BALLOTS` says another number.
const BALLOTS: usize = 12_000;

/// Ballots that are cast at a steady pace.
const STEADY: usize = 3_000;

/// How many of those a second, with so many requests for tiles and the checkpoint beside.
const PACE: u32 = 100;
const READS: u32 = 1_000;

/// People who vote at the same moment.
const CROWD: usize = 256;

/// Ballots that one multiplication checks.
const BATCH: usize = 64;

fn main() -> Result<()> {
    // `cargo test --all-targets` runs benchmarks, too, without this argument.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let ballots = match std::env::var("ISOLOIR_BENCH_BALLOTS") {
        Ok(number) => number.parse().context("ISOLOIR_BENCH_BALLOTS is not a number")?,
        Err(_) => BALLOTS,
    };
    let cores = available_parallelism()?.get();
    eprintln!("Sealing {} ballots", ballots + STEADY);
    let election = Election::open(ballots + STEADY)?;
    let payloads = (0..ballots + STEADY).into_par_iter();
    let payloads: Result<Vec<Bytes>> =
        payloads.map(|voter| Ok(election.ballot(voter)?.into())).collect();
    let payloads = payloads?;
    let (fast, steady) = payloads.split_at(ballots);

    let sample = &fast[..ballots.min(BALLOTS) / 2];
    let before = checks_per_second(election.voting()?, sample, cores);
    let server = Server::start(&election)?;
    let empty = server.memory()?;
    eprintln!("Casting {ballots} ballots, {CROWD} at a time");
    let rush = load::rush(&server, fast, CROWD)?;
    let after = checks_per_second(election.voting()?, sample, cores);
    eprintln!("Casting {STEADY} ballots, {PACE} a second");
    let calm = load::pace(&server, steady, PACE, READS)?;
    server.stop()?;

    let checks = f64::midpoint(before, after);
    let growth = (rush.memory_at_end as f64 - rush.memory_at_tenth as f64) / (ballots as f64 * 0.9);
    let caption = format!(
        "{cores} cores for server and clients together, 20 slots, SQLite, {ballots} ballots at a time of {CROWD}, then \
         {STEADY} at {PACE}/s beside {READS} reads/s."
    );
    let rows =
        vec![
            Row::new("check in batches of 64, nothing around", format!("{checks:.0} /s")),
            Row::new("cast over HTTP, each with a receipt", format!("{:.0} /s", rush.per_second))
                .compared(rush.per_second / checks, "x checks", Some(Target::AtLeast(0.6))),
            Row::new("cast at 100/s: median", format!("{:.1} ms", calm.casts.quantile(0.5))),
            Row::new("cast at 100/s: 99 %", format!("{:.1} ms", calm.casts.quantile(0.99)))
                .compared(calm.casts.quantile(0.99), "ms", Some(Target::AtMost(250.0))),
            Row::new("reads beside", format!("{:.0} /s", calm.reads_per_second)).compared(
                calm.reads_per_second,
                "/s",
                Some(Target::AtLeast(0.99 * f64::from(READS))),
            ),
            Row::new("reads beside: 99 %", format!("{:.1} ms", calm.reads.quantile(0.99))),
            Row::new("memory, no ballots", megabytes(empty)),
            Row::new("memory, a tenth of the ballots", megabytes(rush.memory_at_tenth)),
            Row::new("memory, all ballots", megabytes(rush.memory_at_end)),
            Row::new("memory for each further ballot", format!("{growth:.0} bytes")),
        ];
    println!("{}", Table { caption, rows }.markdown());
    Ok(())
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// What all cores check in a second, with nothing else to do.
fn checks_per_second(voting: &Voting, payloads: &[Bytes], cores: usize) -> f64 {
    let begun = Instant::now();
    thread::scope(|scope| {
        for part in payloads.chunks(payloads.len().div_ceil(cores)) {
            scope.spawn(move || {
                for batch in part.chunks(BATCH) {
                    let batch: Vec<&[u8]> = batch.iter().map(|payload| &payload[..]).collect();
                    let checked = voting.check_all(&batch, &mut OsRng);
                    assert!(checked.iter().all(Result::is_ok));
                }
            });
        }
    });
    payloads.len() as f64 / begun.elapsed().as_secs_f64()
}
