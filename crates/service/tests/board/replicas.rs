use std::collections::BTreeSet;

use crate::postgres::Postgres;
use crate::stage::{Stage, ballots, cast_all, election, of_ballot};

const REPLICAS: usize = 3;

/// Runs a test on a SQLite file and on a PostgreSQL database.
async fn on_each(test: impl AsyncFn(Stage)) {
    test(Stage::new().await).await;
    if let Some(postgres) = Postgres::start() {
        test(Stage::make(Some(postgres.database())).await).await;
    }
}

#[tokio::test]
async fn boards_on_one_database_keep_one_log_whichever_a_ballot_is_sent_to() {
    on_each(async |stage| {
        let mut casting = Vec::new();
        for number in 0..REPLICAS {
            let board = stage.board().await;
            // Every ballot comes to two of them, at the same time.
            let is_here = |at: usize| at % REPLICAS != number;
            let here = ballots().iter().enumerate().filter(|(at, _)| is_here(*at));
            let here: Vec<_> = here.map(|(_, ballot)| ballot.clone()).collect();
            casting.push(tokio::spawn(async move { (cast_all(&board, &here).await, here) }));
        }
        let mut indices = BTreeSet::new();
        for cast in casting {
            let (said, sent) = cast.await.unwrap();
            for (said, ballot) in said.into_iter().zip(&sent) {
                indices.insert(stage.told(&said.unwrap(), ballot));
            }
        }
        let first = election().first_ballot();
        assert!(indices.into_iter().eq(first..first + ballots().len() as u64));
        stage.has(ballots()).await;
    })
    .await;
}

#[tokio::test]
async fn a_board_learns_what_another_one_has_recorded_when_a_ballot_stands_on_it() {
    on_each(async |stage| {
        let [one, other, third] = [stage.board().await, stage.board().await, stage.board().await];
        let ballot = &ballots()[0];
        let receipt = one.cast(ballot).await.unwrap();
        let replacement = election().replacement(0, of_ballot(ballot).1).unwrap();
        stage.told(&other.cast(&replacement).await.unwrap(), &replacement);
        // The one that has not heard of the replacement would record it, and the third the first ballot, if the database
        // let them.
        stage.told(&one.cast(&replacement).await.unwrap(), &replacement);
        let found = third.cast(ballot).await.unwrap();
        assert_eq!(stage.told(&found, ballot), receipt.index());
        stage.has([ballot, &replacement]).await;
    })
    .await;
}
