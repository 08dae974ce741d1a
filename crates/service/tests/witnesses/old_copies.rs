//! A witness remembers what a database has lost.

use std::fs;
use std::path::Path;

use isoloir_board::chain::Chain;
use isoloir_election::definition::ElectionId;
use isoloir_election::message::Messages;

use crate::served::{Served, config};
use crate::witness::Conduct;
use crate::{Beginning, board, empty, not_ready, opened, store, town, until, witness};

fn copy(from: &Path, to: &Path) {
    for name in ["board.db", "board.db-wal", "board.db-shm"] {
        let _ = fs::remove_file(to.join(name));
        if from.join(name).exists() {
            fs::copy(from.join(name), to.join(name)).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_replica_has_put_on_the_board_is_no_sign_of_an_old_copy() {
    let folder = empty().await;
    let witness = witness(1);
    // The empty board is signed for only when the witness has seen more.
    witness.conducts(Conduct::HonestFrom(2));
    let beginning = Beginning::with(&[&witness], 1);
    let behind = board(&folder, &[&witness]).await;
    until("it is asked", || witness.asked(0) > 0).await;
    let ahead = board(&folder, &[&witness]).await;
    ahead.submit(beginning.first(2)).await.unwrap();
    until("it is signed", || ahead.size() == 2).await;
    assert_eq!(behind.size(), 0);
    witness.conducts(Conduct::Honest);
    until("the other one follows", || behind.size() == 2).await;
    behind.check().await.unwrap();
    behind.submit(beginning.first(3)).await.unwrap();
    until("it is signed", || behind.size() == 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_copy_of_the_database_is_noticed_and_takes_nothing_until_the_newest_is_back() {
    let folder = opened().await;
    let (old, newest) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    copy(folder.path(), old.path());
    let witness = witness(1);
    let ballots = town::ballots();
    let board_1 = board(&folder, &[&witness]).await;
    let receipt = board_1.cast(&ballots[0]).await.unwrap();
    board_1.close().await;
    copy(folder.path(), newest.path());

    copy(old.path(), folder.path());
    let board_2 = board(&folder, &[&witness]).await;
    let size = board_2.with_record(|record| record.chain().size());
    assert_eq!(size, receipt.index());
    let said = not_ready(&board_2).await;
    let what = format!(
        "the witness witness.example/w1 has signed for {} entries, and the database has {size}: an old copy of it was \
         put in its place. Put back the newest copy",
        size + 1
    );
    assert!(said.starts_with(&what), "{said}");
    assert_eq!(board_2.cast(&ballots[1]).await.unwrap_err().code(), "unavailable");
    let close = Messages { election: ElectionId([0; 32]), list: Vec::new() };
    assert_eq!(board_2.submit(close).await.unwrap_err().code(), "unavailable");
    assert_eq!(board_2.with_record(|record| record.chain().size()), size, "nothing was signed");
    let served = Served::board(board_2, tempfile::tempdir().unwrap(), config("")).await;
    assert_eq!(served.get("/readyz").await.status, 503);
    assert_eq!(served.get("/healthz").await.status, 200);
    served.stop().await.unwrap().unwrap();

    copy(newest.path(), folder.path());
    let board_3 = board(&folder, &[&witness]).await;
    let again = board_3.cast(&ballots[0]).await.unwrap();
    assert_eq!(again.index(), receipt.index());
    board_3.cast(&ballots[1]).await.unwrap();
    board_3.check().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_copy_that_was_written_to_while_the_witness_was_away_is_noticed_when_it_is_back() {
    let folder = empty().await;
    let old = tempfile::tempdir().unwrap();
    copy(folder.path(), old.path());
    let witness = witness(1);
    let board_1 = board(&folder, &[&witness]).await;
    board_1.submit(Beginning::with(&[&witness], 1).first(1)).await.unwrap();
    until("it is signed", || board_1.size() == 1).await;
    board_1.close().await;

    for count in [1, 2] {
        copy(old.path(), folder.path());
        witness.conducts(Conduct::Fails);
        let board_2 = board(&folder, &[&witness]).await;
        // Another election: the one quorum is of one witness, the other of none.
        board_2.submit(Beginning::with(&[&witness], 0).first(count)).await.unwrap();
        witness.conducts(Conduct::Honest);
        let said = not_ready(&board_2).await;
        assert!(said.contains("and written to"), "{said}");
        let more = Beginning::with(&[&witness], 0).first(3);
        assert_eq!(board_2.submit(more).await.unwrap_err().code(), "unavailable");
        board_2.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_catches_up_is_taken_again_without_a_restart() {
    let folder = empty().await;
    let old = tempfile::tempdir().unwrap();
    copy(folder.path(), old.path());
    let witness = witness(1);
    let beginning = Beginning::with(&[&witness], 1);
    let ahead = board(&folder, &[&witness]).await;
    ahead.submit(beginning.first(2)).await.unwrap();
    until("it is signed", || ahead.size() == 2).await;
    ahead.close().await;

    copy(old.path(), folder.path());
    let behind = board(&folder, &[&witness]).await;
    not_ready(&behind).await;
    assert_eq!(behind.submit(beginning.first(2)).await.unwrap_err().code(), "unavailable");
    // What was lost comes back, as a replica of the database that has it all does.
    let mut chain = Chain::new();
    let entries = beginning.list[..2].iter();
    let entries = entries.map(|it| chain.append(it.kind as u8, it.payload.clone()).unwrap());
    town::put(&*store(folder.path()).await, &entries.collect::<Vec<_>>(), None).await;
    until("it follows", || behind.size() == 2).await;
    behind.submit(beginning.first(3)).await.unwrap();
    until("it is signed", || behind.size() == 3).await;
    behind.check().await.unwrap();
}
