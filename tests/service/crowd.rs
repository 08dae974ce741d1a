use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hyper::StatusCode;
use hyper::body::Bytes;
use isoloir_board::note::Note;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::client::Client;
use crate::told::Told;

/// How long a person takes before the next request: longer after one that failed.
const BREATH: Duration = Duration::from_millis(5);
const PAUSE: Duration = Duration::from_millis(50);

/// The longest that a test waits for what must happen.
const PATIENCE: Duration = Duration::from_secs(240);

/// People who cast ballots at servers that come and go. Each sends a ballot until it has a receipt, with the same bytes.
pub(crate) struct Crowd {
    runtime: Runtime,
    people: JoinSet<()>,
    servers: watch::Sender<Vec<SocketAddr>>,
    told: Arc<Told>,
    /// Attempts that failed since the last that did not.
    failures: Arc<AtomicUsize>,
}

impl Crowd {
    /// So many people begin to cast these ballots.
    pub(crate) fn gather(people: usize, ballots: &[Bytes], told: Told) -> Self {
        let runtime = Runtime::new().unwrap();
        let (servers, known) = watch::channel(Vec::new());
        let (told, next) = (Arc::new(told), Arc::new(AtomicUsize::new(0)));
        let ballots: Arc<[Bytes]> = ballots.into();
        let failures = Arc::new(AtomicUsize::new(0));
        let person = |number| {
            let (known, told) = (known.clone(), told.clone());
            let (ballots, next) = (ballots.clone(), next.clone());
            let failures = failures.clone();
            async move {
                let mut turn = number;
                while let Some(ballot) = ballots.get(next.fetch_add(1, Ordering::Relaxed)) {
                    while !attempt(&known, turn, ballot, &told).await {
                        failures.fetch_add(1, Ordering::Relaxed);
                        // Perhaps at another server.
                        turn += 1;
                        tokio::time::sleep(PAUSE).await;
                    }
                    failures.store(0, Ordering::Relaxed);
                    tokio::time::sleep(BREATH).await;
                }
            }
        };
        let mut joined = JoinSet::new();
        for number in 0..people {
            joined.spawn_on(person(number), runtime.handle());
        }
        Self { runtime, people: joined, servers, told, failures }
    }

    /// Where servers are now.
    pub(crate) fn go_to(&self, servers: &[SocketAddr]) {
        self.servers.send_replace(servers.to_vec());
    }

    /// Waits until so many ballots have a receipt.
    pub(crate) fn wait_for(&self, receipts: usize) {
        let begun = Instant::now();
        while self.receipts() < receipts {
            assert!(begun.elapsed() < PATIENCE, "{} receipts, not {receipts}", self.receipts());
            std::thread::sleep(PAUSE);
        }
    }

    /// Waits until so many attempts in a row, as there are people twice over, have failed.
    pub(crate) fn wait_until_refused(&self) {
        let begun = Instant::now();
        while self.failures.load(Ordering::Relaxed) < 2 * self.people.len() {
            assert!(begun.elapsed() < PATIENCE, "ballots are taken all the time");
            std::thread::sleep(PAUSE);
        }
    }

    /// How many ballots have a receipt.
    pub(crate) fn receipts(&self) -> usize {
        self.told.receipts()
    }

    /// Waits until every ballot has its receipt. What somebody found wrong fails here.
    pub(crate) fn disperse(mut self) -> Arc<Told> {
        while let Some(done) = self.runtime.block_on(self.people.join_next()) {
            done.unwrap();
        }
        self.told
    }
}

/// Sends a ballot once; whether there is a receipt.
async fn attempt(
    servers: &watch::Receiver<Vec<SocketAddr>>,
    turn: usize,
    ballot: &Bytes,
    told: &Told,
) -> bool {
    let server = {
        let servers = servers.borrow();
        servers.get(turn % servers.len().max(1)).copied()
    };
    let Some(server) = server else { return false };
    let mut client = Client::new(server);
    if let Ok((StatusCode::OK, checkpoint)) = client.get("/checkpoint").await {
        told.checkpoint(&Note::parse(&checkpoint).unwrap());
    }
    match client.post("/ballots", ballot.clone()).await {
        Ok((StatusCode::OK, receipt)) => {
            told.receipt(&receipt, ballot);
            true
        }
        Ok((StatusCode::SERVICE_UNAVAILABLE, _)) | Err(_) => false,
        Ok((status, answer)) => panic!("{status}: {}", String::from_utf8_lossy(&answer)),
    }
}
