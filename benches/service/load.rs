//! Those who vote and read.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use hyper::StatusCode;
use hyper::body::Bytes;
use isoloir_board::receipt::Receipt;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep_until};

use crate::client::Client;
use crate::server::Server;

/// Connections of those who read.
const READERS: u32 = 20;

/// How ballots went that were cast as fast as the server takes them.
pub(crate) struct Rush {
    pub(crate) per_second: f64,
    pub(crate) memory_at_tenth: u64,
    pub(crate) memory_at_end: u64,
}

/// Casts all; at any moment, `crowd` of them wait for their receipts.
pub(crate) fn rush(server: &Server, payloads: &[Bytes], crowd: usize) -> Result<Rush> {
    let tenth = payloads.len() / 10;
    let begun = Instant::now();
    cast_all(server, &payloads[..tenth], crowd)?;
    let memory_at_tenth = server.memory()?;
    cast_all(server, &payloads[tenth..], crowd)?;
    let per_second = payloads.len() as f64 / begun.elapsed().as_secs_f64();
    Ok(Rush { per_second, memory_at_tenth, memory_at_end: server.memory()? })
}

fn cast_all(server: &Server, payloads: &[Bytes], crowd: usize) -> Result<()> {
    let payloads: Arc<[Bytes]> = payloads.into();
    let next = Arc::new(AtomicUsize::new(0));
    let voter = |mut client: Client, payloads: Arc<[Bytes]>, next: Arc<AtomicUsize>| async move {
        while let Some(payload) = payloads.get(next.fetch_add(1, Ordering::Relaxed)) {
            cast(&mut client, payload).await?;
        }
        anyhow::Ok(())
    };
    runtime()?.block_on(async {
        let mut crowd: JoinSet<_> = (0..crowd)
            .map(|_| voter(Client::new(server.address), payloads.clone(), next.clone()))
            .collect();
        while let Some(done) = crowd.join_next().await {
            done??;
        }
        Ok(())
    })
}

/// How long answers took, in milliseconds.
pub(crate) struct Latencies(Vec<f64>);

impl Latencies {
    fn of(mut latencies: Vec<f64>) -> Self {
        latencies.sort_by(f64::total_cmp);
        Self(latencies)
    }

    /// What this part of all stays below.
    pub(crate) fn quantile(&self, part: f64) -> f64 {
        let rank = (part * self.0.len() as f64) as usize;
        self.0.get(rank.min(self.0.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
    }
}

/// How ballots went that were cast at a steady pace.
pub(crate) struct Calm {
    pub(crate) casts: Latencies,
    pub(crate) reads: Latencies,
    pub(crate) reads_per_second: f64,
}

/// Casts so many ballots a second, whether the one before has its receipt or not, beside so many reads.
pub(crate) fn pace(server: &Server, payloads: &[Bytes], pace: u32, reads: u32) -> Result<Calm> {
    let duration = Duration::from_secs_f64(payloads.len() as f64 / f64::from(pace));
    let address = server.address;
    runtime()?.block_on(async {
        let begun = Instant::now();
        let paths: Arc<[String]> = paths(address).await?.into();
        let mut readers: JoinSet<Result<Vec<f64>>> = (0..READERS)
            .map(|number| {
                read(Client::new(address), paths.clone(), number, reads, begun + duration)
            })
            .collect();
        let mut voters = JoinSet::new();
        for (number, payload) in (0..).zip(payloads) {
            let due = begun + Duration::from_secs(1) * number / pace;
            sleep_until(due.into()).await;
            let (mut client, payload) = (Client::new(address), payload.clone());
            voters.spawn(async move {
                cast(&mut client, &payload).await?;
                // From when it was to be sent: a client that is late counts.
                anyhow::Ok(milliseconds_since(due))
            });
        }
        let (mut casts, mut reads) = (Vec::new(), Vec::new());
        while let Some(done) = voters.join_next().await {
            casts.push(done??);
        }
        while let Some(done) = readers.join_next().await {
            reads.extend(done??);
        }
        let reads_per_second = reads.len() as f64 / duration.as_secs_f64();
        Ok(Calm { casts: Latencies::of(casts), reads: Latencies::of(reads), reads_per_second })
    })
}

/// The checkpoint and full tiles, of entries and hashes by turns: what people who look at a board ask for.
async fn paths(address: std::net::SocketAddr) -> Result<Vec<String>> {
    let mut client = Client::new(address);
    let (_, checkpoint) = client.get("/checkpoint").await?;
    let size: u64 = std::str::from_utf8(&checkpoint)?.lines().nth(1).context("no size")?.parse()?;
    let mut paths = vec!["/checkpoint".to_owned()];
    for tile in 0..(size / 256).min(8) {
        paths.push(format!("/tile/0/{tile:03}"));
        paths.push("/checkpoint".to_owned());
    }
    Ok(paths)
}

async fn read(
    mut client: Client,
    paths: Arc<[String]>,
    number: u32,
    reads: u32,
    end: Instant,
) -> Result<Vec<f64>> {
    let mut latencies = Vec::new();
    let mut ticks = interval(Duration::from_secs(1) * READERS / reads);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut paths = paths.iter().cycle().skip(number as usize);
    while Instant::now() < end {
        let due = ticks.tick().await;
        let path = paths.next().context("nothing to read")?;
        let (status, _) = client.get(path).await?;
        ensure!(status == StatusCode::OK, "{path}: {status}");
        latencies.push(milliseconds_since(due.into()));
    }
    Ok(latencies)
}

async fn cast(client: &mut Client, payload: &Bytes) -> Result<()> {
    loop {
        let (status, answer) = client.post("/ballots", payload.clone()).await?;
        match status {
            StatusCode::OK => {
                Receipt::parse(&answer)?;
                return Ok(());
            }
            StatusCode::SERVICE_UNAVAILABLE => tokio::time::sleep(Duration::from_millis(100)).await,
            _ => anyhow::bail!("{status}: {}", String::from_utf8_lossy(&answer)),
        }
    }
}

fn milliseconds_since(moment: Instant) -> f64 {
    moment.elapsed().as_secs_f64() * 1_000.0
}

fn runtime() -> Result<Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
