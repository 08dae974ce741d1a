//! What is answered: files of the log, ballots, refusals in the words of voters, and what holds of every answer.
#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "support/served.rs"]
mod served;
#[allow(dead_code)]
#[path = "support/town.rs"]
mod town;

mod http {
    mod conformance;
    mod files;
    mod limits;
    mod opening;
    mod page;
    mod ready;
    mod refusals;
    mod result;
}

use isoloir_service::clock::Clock;
use isoloir_service::config::Config;

use crate::served::Served;

/// The tiny election, with the vote open.
async fn town(config: Config) -> Served {
    let folder = tempfile::tempdir().unwrap();
    let board = town::open(served::store(&folder).await, Clock::system()).await;
    Served::board(board, folder, config).await
}

/// The tiny election, with the result published.
async fn decided_town(config: Config) -> Served {
    let folder = tempfile::tempdir().unwrap();
    let board = town::decided(served::store(&folder).await, Clock::system()).await;
    Served::board(board, folder, config).await
}
