use isoloir_crypto::ballot::BallotTracker;
use isoloir_election::phase::Refusal;
use isoloir_service::{Reason, Rejected};

use crate::election::DISTRICT;
use crate::stage::{Stage, ballots, close, closes, election, of_ballot};

#[tokio::test]
async fn who_casts_is_given_a_receipt_that_holds() {
    let (stage, ballot) = (Stage::new().await, &ballots()[0]);
    let board = stage.board().await;
    let receipt = board.cast(ballot).await.unwrap();
    assert_eq!(stage.told(&receipt, ballot), election().first_ballot());
    let (credential, tracker) = of_ballot(ballot);
    let voter = board.voter(DISTRICT, &credential).await.unwrap().unwrap();
    assert_eq!(voter.current(), tracker);
    stage.has([ballot]).await;
}

#[tokio::test]
async fn the_same_bytes_again_are_the_same_entry() {
    let (stage, ballot) = (Stage::new().await, &ballots()[0]);
    let board = stage.board().await;
    let first = board.cast(ballot).await.unwrap();
    board.cast(&ballots()[1]).await.unwrap();
    let again = board.cast(ballot).await.unwrap();
    assert_eq!(stage.told(&first, ballot), stage.told(&again, ballot));
    // Also by a server that was started meanwhile, which shows a later checkpoint.
    let later = stage.board().await.cast(ballot).await.unwrap();
    assert_eq!(stage.told(&later, ballot), first.index());
    assert_ne!(later.checkpoint(), first.checkpoint());
    stage.has(&ballots()[..2]).await;
}

#[tokio::test]
async fn a_ballot_that_overlooks_another_one_is_refused_and_told_which() {
    let (stage, ballot) = (Stage::new().await, &ballots()[0]);
    let board = stage.board().await;
    board.cast(ballot).await.unwrap();
    let stale = election().replacement(0, BallotTracker::NONE).unwrap();
    let rejected = board.cast(&stale).await.unwrap_err();
    let Rejected::Refused { source: Reason::Rule(Refusal::StalePrevious { current }), .. } =
        rejected
    else {
        unreachable!("{rejected}")
    };
    assert_eq!(current, of_ballot(ballot).1);
    let replacement = election().replacement(0, current).unwrap();
    let receipt = board.cast(&replacement).await.unwrap();
    stage.told(&receipt, &replacement);
    // What was replaced is on the board all the same.
    stage.told(&board.cast(ballot).await.unwrap(), ballot);
    stage.has([ballot, &replacement]).await;
}

#[tokio::test]
async fn after_its_time_a_ballot_is_refused_but_one_that_is_there_has_its_receipt() {
    let (stage, [early, late]) = (Stage::new().await, [&ballots()[0], &ballots()[1]]);
    let board = stage.board().await;
    assert_eq!(board.submit(close()).await.unwrap_err().code(), "early");
    let receipt = board.cast(early).await.unwrap();
    stage.set_time(closes());
    assert_eq!(board.cast(late).await.unwrap_err().code(), "late");
    let again = board.cast(early).await.unwrap();
    assert_eq!(stage.told(&again, early), receipt.index());

    assert_eq!(board.submit(close()).await.unwrap(), [receipt.index() + 1]);
    assert_eq!(board.cast(late).await.unwrap_err().code(), "phase");
    let again = board.cast(early).await.unwrap();
    assert_eq!(stage.told(&again, early), receipt.index());
    stage.has([early]).await;
}
