use std::ops::Range;
use std::sync::Arc;

use isoloir_service::board::Board;

use crate::stage::{Stage, ballots};
use crate::staged_store::{Fate, StagedStore};

/// Two ballots are on the board, and another one is to come.
const CAST: Range<usize> = 0..2;
const NEXT: usize = 2;

/// How often somebody tries.
const ATTEMPTS: usize = 3;

/// A board with these ballots.
async fn with(numbers: Range<usize>) -> Stage {
    let stage = Stage::new().await;
    cast(&*stage.board().await, numbers).await;
    stage
}

async fn cast(board: &Board, numbers: Range<usize>) {
    for ballot in &ballots()[numbers] {
        board.cast(ballot).await.unwrap();
    }
}

/// Opens a board, then puts a database with other ballots in the place of its own: it takes and writes nothing until it has
/// its own again.
async fn notices(others: Range<usize>, fates: impl IntoIterator<Item = Fate>) {
    let (stage, other) = (with(CAST).await, with(others.clone()).await);
    let store = StagedStore::new(stage.store().await);
    let board: Arc<Board> = stage.board_over(store.clone()).await;
    store.exchange(other.store().await);
    store.stage(fates);
    for _ in 0..ATTEMPTS {
        assert_eq!(board.cast(&ballots()[NEXT]).await.unwrap_err().code(), "unavailable");
    }
    other.has(&ballots()[others]).await;
    store.exchange(stage.store().await);
    let receipt = board.cast(&ballots()[NEXT]).await.unwrap();
    stage.told(&receipt, &ballots()[NEXT]);
    stage.has(&ballots()[..=NEXT]).await;
}

#[tokio::test]
async fn an_old_copy_takes_no_ballot() {
    notices(0..1, []).await;
}

#[tokio::test]
async fn a_database_that_has_gone_another_way_and_further_takes_no_ballot() {
    notices(NEXT + 1..NEXT + 5, []).await;
}

#[tokio::test]
async fn a_database_that_has_gone_another_way_and_as_far_takes_no_ballot() {
    notices(NEXT + 1..NEXT + 3, [Fate::FailsBefore]).await;
}
