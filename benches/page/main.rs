//! How long a ballot is sealed in a browser (`make bench`), beside the same ballot by the same code without one, in the same
//! run; how long the page's own thread is held up by it; and when there is something to read on a slow network.
#![allow(clippy::unwrap_used, reason = "what can't be measured must fail")]

#[path = "../../tests/common/process.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod process;
#[path = "../../tests/roles/residents.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod residents;
#[path = "../../tests/page/stage.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod stage;
#[path = "../timing/mod.rs"]
#[allow(dead_code, reason = "other measurements use the rest")]
mod timing;
#[path = "../../tests/roles/town.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod town;

use std::io::{Read, Write};
use std::net::TcpStream;

use isoloir_board::bundle;
use isoloir_board::entry::Entry;
use isoloir_crypto::credential::VoterCredential;
use isoloir_crypto::group::SecretScalar;
use isoloir_election::booth::Booth;
use isoloir_encoding::Decode;
use rand_core::OsRng;
use serde::Deserialize;
use stage::Stage;
use timing::{median, milliseconds};

const ROUNDS: usize = 60;
const PROJECTS: [usize; 3] = [20, 100, 250];

/// The most that a browser may take, in times of what the same ballot takes without one.
const TARGET: f64 = 5.0;

/// What the script in the browser has measured, in milliseconds.
#[derive(Deserialize)]
struct Measured {
    seal: Vec<f64>,
    longest_task: f64,
    readable: f64,
    ready: f64,
}

fn main() {
    println!(
        "Medians of {ROUNDS} ballots; a page that has not been here before, at 1.6 Mbit/s and 150 ms\n"
    );
    println!(
        "{:>8} {:>12} {:>12} {:>7} {:>16} {:>14} {:>11}",
        "projects",
        "native, ms",
        "browser, ms",
        "ratio",
        "longest task, ms",
        "readable, ms",
        "ready, ms"
    );
    for projects in PROJECTS {
        let stage = Stage::with_projects(projects);
        let native = native(&stage, ROUNDS / 2);
        let said = stage.drive("../../benches/page/measure", &[&ROUNDS.to_string()]);
        let mut measured: Measured = serde_json::from_str(said.lines().last().unwrap()).unwrap();
        let mut native = [native, self::native(&stage, ROUNDS / 2)].concat();
        let (native, browser) = (median(&mut native), median(&mut measured.seal));
        let ratio = browser / native;
        let verdict = if ratio <= TARGET { "" } else { "  ABOVE THE TARGET" };
        println!(
            "{projects:>8} {native:>12.1} {browser:>12.1} {ratio:>7.2} {:>16.0} {:>14.0} {:>11.0}{verdict}",
            measured.longest_task, measured.readable, measured.ready
        );
    }
}

/// Seals ballots as the page does, without a browser.
fn native(stage: &Stage, rounds: usize) -> Vec<f64> {
    let opening = opening(stage.address());
    let entries = bundle::decode(&opening).unwrap();
    let entries: Vec<Entry> =
        entries.into_iter().map(|it| Entry::from_bytes(it).unwrap()).collect();
    let booth = Booth::open(&entries).unwrap();
    let district = &booth.election().districts()[0];
    let mut points = vec![0; district.projects.len()];
    points[1] = 1;
    let choices = district.give(&points).unwrap();
    let voter = VoterCredential::from_shares(&[SecretScalar::random(&mut OsRng)]).unwrap();
    let seal = || drop(booth.seal(0, voter.clone(), &choices, &mut OsRng).unwrap());
    (0..rounds).map(|_| milliseconds(seal)).collect()
}

fn opening(address: &str) -> Vec<u8> {
    let host = address.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /opening HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let body = answer.windows(4).position(|it| it == b"\r\n\r\n").unwrap() + 4;
    answer.split_off(body)
}
