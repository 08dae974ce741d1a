use std::thread::available_parallelism;

use isoloir_election::message::Messages;
use isoloir_service::Rejected;
use tokio::task::JoinSet;

use crate::stage::{Stage, VOTERS, ballots, cast_all, close, election, of_ballot};
use crate::staged_store::StagedStore;

/// Ballots that wait to be checked, and as many jobs for the sequencer: more are told that the service is busy.
const MOST: usize = 2_048;

/// Ballots that are checked in one go.
const BATCH: usize = 64;

#[tokio::test]
async fn of_ballots_that_are_checked_together_only_the_bad_one_is_refused() {
    let stage = Stage::new().await;
    let board = stage.board().await;
    let bad = VOTERS / 3;
    let mut sent = ballots().to_vec();
    sent[bad] = election().spoil(bad, sent[bad].clone()).unwrap();
    for (number, said) in cast_all(&board, &sent).await.into_iter().enumerate() {
        match said {
            Ok(receipt) => {
                assert_ne!(number, bad);
                stage.told(&receipt, &sent[number]);
            }
            Err(rejected) => assert_eq!((number, rejected.code()), (bad, "proof")),
        }
    }
    sent.remove(bad);
    stage.has(&sent).await;
}

#[tokio::test]
async fn ballots_that_come_while_others_are_written_share_the_next_write() {
    let stage = Stage::new().await;
    let store = StagedStore::new(stage.store().await);
    let board = stage.board_over(store.clone()).await;
    let (first, rest) = ballots().split_first().unwrap();
    let (has_come, let_go) = store.hold();
    let first = tokio::spawn({
        let board = board.clone();
        async move { board.cast(first).await }
    });
    has_come.await.unwrap();
    let others = tokio::spawn(async move { cast_all(&board, rest).await });
    tokio::task::yield_now().await;
    let_go.send(()).unwrap();
    stage.told(&first.await.unwrap().unwrap(), &ballots()[0]);
    for (said, ballot) in others.await.unwrap().into_iter().zip(rest) {
        stage.told(&said.unwrap(), ballot);
    }
    assert!(store.writes() < VOTERS, "{} writes", store.writes());
    stage.has(ballots()).await;
}

#[tokio::test]
async fn two_ballots_of_a_voter_that_come_together_both_find_their_place() {
    let stage = Stage::new().await;
    let board = stage.board().await;
    let previous = of_ballot(&ballots()[0]).1;
    let sent = [ballots()[0].clone(), election().replacement(0, previous).unwrap()];
    // They may come in either order; whoever is refused sends the same bytes again.
    for (said, ballot) in cast_all(&board, &sent).await.into_iter().zip(&sent) {
        let receipt = match said {
            Ok(receipt) => receipt,
            Err(rejected) => {
                assert_eq!(rejected.code(), "stale");
                board.cast(ballot).await.unwrap()
            }
        };
        stage.told(&receipt, ballot);
    }
    stage.has(&sent).await;
}

#[tokio::test]
async fn more_than_can_be_dealt_with_are_told_to_come_back_and_the_others_are_served() {
    let stage = Stage::new().await;
    let store = StagedStore::new(stage.store().await);
    let board = stage.board_over(store.clone()).await;
    let (has_come, let_go) = store.hold();
    let mut waiting = JoinSet::new();
    let cast = |ballot: &'static [u8]| {
        let board = board.clone();
        async move { board.cast(ballot).await.map(|receipt| Some((receipt, ballot))) }
    };
    waiting.spawn(cast(&ballots()[0]));
    has_come.await.unwrap();

    // Nothing is written now, so that all of this waits.
    for _ in 0..=MOST {
        let (board, election) = (board.clone(), close().election);
        let nothing = Messages { election, list: Vec::new() };
        waiting.spawn(async move { board.submit(nothing).await.map(|_| None) });
    }
    let is_busy = |said: Result<_, Rejected>| matches!(said, Err(Rejected::Busy));
    assert!(is_busy(waiting.join_next().await.unwrap().unwrap()), "jobs");
    let in_hand = BATCH * available_parallelism().unwrap().get();
    for _ in 0..=MOST + in_hand {
        waiting.spawn(cast(&ballots()[1]));
    }
    assert!(is_busy(waiting.join_next().await.unwrap().unwrap()), "ballots");

    let_go.send(()).unwrap();
    let (mut receipts, mut busy) = (0, 0);
    while let Some(said) = waiting.join_next().await {
        match said.unwrap() {
            Ok(Some((receipt, ballot))) => {
                stage.told(&receipt, ballot);
                receipts += 1;
            }
            Ok(None) => {}
            said => busy += usize::from(is_busy(said)),
        }
    }
    assert!(receipts > MOST && busy <= in_hand, "{receipts} receipts, {busy} busy");
    stage.has(&ballots()[..2]).await;
}
