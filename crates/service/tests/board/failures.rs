use std::sync::Arc;

use isoloir_service::board::Board;

use crate::stage::{Stage, ballots, cast_all, close, closes};
use crate::staged_store::{Fate, StagedStore};

/// How often the sequencer tries before it gives up.
const ATTEMPTS: usize = 8;

async fn open() -> (Stage, Arc<StagedStore>, Arc<Board>) {
    let stage = Stage::new().await;
    let store = StagedStore::new(stage.store().await);
    let board = stage.board_over(store.clone()).await;
    (stage, store, board)
}

#[tokio::test]
async fn a_write_that_fails_is_tried_again_and_a_write_that_did_not_fail_is_found() {
    let (stage, store, board) = open().await;
    for (ballots, fate) in ballots().chunks(8).zip([Fate::FailsBefore, Fate::FailsAfter]) {
        store.stage([fate]);
        for (said, ballot) in cast_all(&board, ballots).await.into_iter().zip(ballots) {
            stage.told(&said.unwrap(), ballot);
        }
    }
    stage.has(&ballots()[..16]).await;
}

#[tokio::test]
async fn who_was_told_nothing_sends_the_same_bytes_again_and_has_the_receipt() {
    let (stage, store, board) = open().await;
    let (lost, kept) = (&ballots()[0], &ballots()[1]);

    store.stage((0..ATTEMPTS).map(|_| Fate::FailsBefore));
    assert_eq!(board.cast(lost).await.unwrap_err().code(), "unavailable");
    assert!(board.check().await.is_err(), "others are told that it can't be written");
    stage.has([]).await;
    stage.told(&board.cast(lost).await.unwrap(), lost);
    assert!(board.check().await.is_ok());

    // It is written, but the database then says nothing at all.
    store.stage([Fate::FailsAfter]);
    store.be_silent(true);
    assert_eq!(board.cast(kept).await.unwrap_err().code(), "unavailable");
    assert_eq!(board.cast(kept).await.unwrap_err().code(), "unavailable");
    store.be_silent(false);
    stage.told(&board.cast(kept).await.unwrap(), kept);
    stage.has([lost, kept]).await;
}

#[tokio::test]
async fn a_board_that_is_overtaken_goes_on_after_the_other_one() {
    let (stage, store, board) = open().await;
    let other = stage.board().await;
    let [mine, theirs, same] = [&ballots()[0], &ballots()[1], &ballots()[2]];
    store.stage([Fate::IsLate(other.clone(), theirs.clone())]);
    let receipt = board.cast(mine).await.unwrap();
    let before = other.cast(theirs).await.unwrap();
    assert_eq!(stage.told(&receipt, mine), stage.told(&before, theirs) + 1);
    // The other one records the very ballot that this one is about to write.
    store.stage([Fate::IsLate(other.clone(), same.clone())]);
    stage.told(&board.cast(same).await.unwrap(), same);
    stage.has([mine, theirs, same]).await;
}

#[tokio::test]
async fn a_message_is_recorded_once_however_its_write_fails() {
    let (stage, store, board) = open().await;
    let ballot = &ballots()[0];
    let receipt = board.cast(ballot).await.unwrap();
    stage.set_time(closes());
    store.stage((0..ATTEMPTS).map(|_| Fate::FailsBefore));
    assert_eq!(board.submit(close()).await.unwrap_err().code(), "unavailable");
    // It was not stored, so the vote is not closed.
    assert_eq!(board.cast(&ballots()[1]).await.unwrap_err().code(), "late");
    store.stage([Fate::FailsBefore, Fate::FailsAfter]);
    assert_eq!(board.submit(close()).await.unwrap(), [receipt.index() + 1]);
    assert_eq!(board.submit(close()).await.unwrap(), [receipt.index() + 1]);
    assert_eq!(board.size(), receipt.index() + 2);
    stage.has([ballot]).await;
}
