use std::thread;
use std::time::{Duration, Instant};

use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};

use crate::crowd::Crowd;
use crate::postgres::Postgres;
use crate::process::Running;
use crate::stage::{Stage, address_of, listening};

const KILLS: u64 = 50;
const PEOPLE: usize = 12;
const BALLOTS: usize = 4_000;

/// How long a server lives at most, in milliseconds: many are killed before they listen.
const LIFE: u64 = 500;

/// Servers of one board are killed at random moments, and others take their place.
fn kill_again_and_again(database: Option<&str>) {
    let stage = Stage::new(BALLOTS, database);
    let crowd = Crowd::gather(PEOPLE, stage.ballots(), stage.told());
    let mut moments = ChaCha20Rng::seed_from_u64(50);
    let (mut killed_at_work, mut receipts) = (0, 0);
    for number in 0..KILLS {
        let life = Duration::from_millis(moments.next_u64() % LIFE);
        let mut server = Running::start(stage.serve());
        // Every other one is killed at work, however slow the machine is; the others perhaps before.
        if number % 2 == 0 {
            crowd.go_to(&[listening(&mut server)]);
        }
        let begun = Instant::now();
        while begun.elapsed() < life {
            if let Some(address) = address_of(&server) {
                crowd.go_to(&[address]);
            }
            thread::sleep(Duration::from_millis(2));
        }
        server.kill();
        killed_at_work += u32::from(crowd.receipts() > receipts);
        receipts = crowd.receipts();
    }
    // Else it has shown nothing.
    assert!(
        killed_at_work > 10,
        "only {killed_at_work} servers were killed while they took ballots"
    );
    assert!(receipts < BALLOTS, "all ballots were cast before the last kill");
    let mut server = Running::start(stage.serve());
    crowd.go_to(&[listening(&mut server)]);
    let told = crowd.disperse();
    server.signal("INT");
    assert_eq!(server.wait().code, Some(0));
    stage.is_whole(&told);
}

#[test]
fn fifty_kills_lose_and_double_no_ballot_and_no_receipt_in_a_file() {
    kill_again_and_again(None);
}

#[test]
fn fifty_kills_lose_and_double_no_ballot_and_no_receipt_in_postgresql() {
    let Some(postgres) = Postgres::start() else { return };
    kill_again_and_again(Some(&postgres.database()));
}
