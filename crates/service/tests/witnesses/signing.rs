//! Who signs, and what is shown then.

use std::net::TcpListener;
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use isoloir_board::note::Note;
use tokio::time::timeout;

use crate::served::{SAFETY, Served, config};
use crate::witness::{Conduct, Witness};
use crate::{
    Beginning, board, empty, not_ready, opened, shown_with, signers, store, town, until, witness,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_waits_for_a_witness_and_has_its_signature() {
    let folder = opened().await;
    let (failing, lying) = (witness(1), witness(2));
    failing.conducts(Conduct::Fails);
    lying.conducts(Conduct::SignsAnotherTree);
    let board = Arc::new(board(&folder, &[&failing, &lying]).await);
    assert!(board.checkpoint().is_none(), "no witness has signed the opening");
    let payload = town::ballots()[0].clone();
    let cast = tokio::spawn({
        let (board, payload) = (board.clone(), payload.clone());
        async move { board.cast(&payload).await }
    });
    let entry = town::entries().iter().position(|it| it.payload() == payload).unwrap() as u64;
    until("both are asked", || failing.asked(entry + 1) > 1 && lying.asked(entry + 1) > 1).await;
    assert!(!cast.is_finished(), "a receipt without the signature of a witness");
    assert!(board.checkpoint().is_none());

    failing.conducts(Conduct::Honest);
    let receipt = timeout(SAFETY, cast).await.unwrap().unwrap().unwrap();
    let policy = board.with_record(|record| {
        record.phase().voting().unwrap().election().definition().policy().clone()
    });
    assert_eq!(policy.quorum(), 1);
    receipt.verify(&town::entries()[entry as usize].leaf_hash(), &policy).unwrap();
    assert_eq!(signers(receipt.checkpoint(), &[&failing, &lying]), [true, false]);
    assert_eq!(board.size(), entry + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_one_witness_does_a_ballot_gets_its_receipt_by_the_other() {
    for conduct in [
        Conduct::Fails,
        Conduct::Hangs,
        Conduct::HangsUp,
        Conduct::Babbles,
        Conduct::Floods,
        Conduct::Redirects,
        Conduct::SignsWithAnotherKey,
        Conduct::SignsAnotherTree,
        Conduct::SignsNothing,
        Conduct::Claims(0),
        Conduct::Claims(7),
        Conduct::Claims(u64::MAX),
        Conduct::Contradicts,
    ] {
        let folder = opened().await;
        let (odd, honest) = (witness(1), witness(2));
        odd.conducts(conduct);
        let board = board(&folder, &[&odd, &honest]).await;
        until("the opening is signed for", || board.checkpoint().is_some()).await;
        let receipt = board.cast(&town::ballots()[0]).await.unwrap();
        let by = signers(receipt.checkpoint(), &[&odd, &honest]);
        assert_eq!(by, [false, true], "{conduct:?}");
        board.check().await.unwrap();
        let size = receipt.index() + 1;
        // It may still hang over what it was asked before.
        until("it is asked", || conduct == Conduct::Hangs || odd.asked(size) > 0).await;
        assert_eq!(signers(&board.checkpoint().unwrap(), &[&odd, &honest]), [false, true]);
        board.check().await.unwrap();
        board.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signatures_come_together_on_one_checkpoint_while_the_board_goes_on() {
    let folder = empty().await;
    let witnesses = [witness(1), witness(2), witness(3)];
    let [first, second, third] = &witnesses;
    third.conducts(Conduct::Fails);
    let beginning = Beginning::with(&[first, second, third], 2);
    let board = board(&folder, &[first, second, third]).await;
    for count in 1..=3 {
        board.submit(beginning.first(count)).await.unwrap();
    }
    until("all is shown", || board.size() == 3).await;
    let opened = beginning.policy().open(&board.checkpoint().unwrap()).unwrap();
    assert_eq!((opened.head().size, opened.cosigners().len()), (3, 2));
    third.conducts(Conduct::Honest);
    until("the third signs, too", || shown_with(&board, 3, &[first, second, third])).await;
    let stored = store(folder.path()).await.head().await.unwrap().unwrap();
    assert_eq!(stored.checkpoint, board.checkpoint().unwrap().to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_witness_signs_what_the_others_have_signed_however_fast_the_board_grows() {
    let folder = empty().await;
    let (fast, slow) = (witness(1), witness(2));
    slow.conducts(Conduct::Waits);
    let beginning = Beginning::with(&[&fast, &slow], 2);
    let board = board(&folder, &[&fast, &slow]).await;
    // Before there is a definition nobody has to sign, and nobody is waited for.
    slow.lets_one_go();
    until("both have signed", || shown_with(&board, 0, &[&fast, &slow])).await;
    board.submit(beginning.first(1)).await.unwrap();
    until("one has signed", || fast.size() == 1).await;
    board.submit(beginning.first(2)).await.unwrap();
    board.submit(beginning.first(3)).await.unwrap();
    slow.lets_one_go();
    until("the other one has signed", || board.size() == 1).await;
    slow.lets_one_go();
    until("both have signed the latest", || board.size() == 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_that_needs_no_witness_is_shown_at_once_and_again_with_signatures() {
    let folder = empty().await;
    let witness = witness(1);
    witness.conducts(Conduct::HonestFrom(2));
    let beginning = Beginning::with(&[&witness], 0);
    let board = board(&folder, &[&witness]).await;
    assert_eq!(signers(&board.checkpoint().unwrap(), &[&witness]), [false]);
    board.submit(beginning.first(1)).await.unwrap();
    assert_eq!((board.size(), witness.size()), (1, 0));
    board.submit(beginning.first(2)).await.unwrap();
    until("it is signed", || shown_with(&board, 2, &[&witness])).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_that_has_forgotten_all_is_told_again() {
    let folder = empty().await;
    let witness = witness(1);
    let beginning = Beginning::with(&[&witness], 1);
    let board = board(&folder, &[&witness]).await;
    board.submit(beginning.first(2)).await.unwrap();
    until("it is signed", || board.size() == 2).await;
    witness.forgets();
    board.submit(beginning.first(3)).await.unwrap();
    until("it is signed", || board.size() == 3).await;
    board.check().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_that_starts_again_learns_from_the_witness_what_it_has_signed() {
    let folder = empty().await;
    let witness = witness(1);
    let beginning = Beginning::with(&[&witness], 1);
    let board_1 = board(&folder, &[&witness]).await;
    board_1.submit(beginning.first(1)).await.unwrap();
    until("it is signed", || board_1.size() == 1).await;
    board_1.close().await;
    let board_2 = board(&folder, &[&witness]).await;
    assert_eq!(board_2.size(), 1, "the signature was stored");
    board_2.submit(beginning.first(3)).await.unwrap();
    until("it is signed", || board_2.size() == 3).await;
    assert_eq!(witness.size(), 3);
    board_2.check().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn replicas_put_the_signatures_of_their_witnesses_together() {
    let folder = empty().await;
    let (first, second) = (witness(1), witness(2));
    second.conducts(Conduct::Fails);
    let of_second = board(&folder, &[&second]).await;
    let of_first = board(&folder, &[&first]).await;
    until("the first has signed", || shown_with(&of_first, 0, &[&first])).await;
    second.conducts(Conduct::Honest);
    until("both have signed", || shown_with(&of_second, 0, &[&first, &second])).await;
    let stored = store(folder.path()).await.head().await.unwrap().unwrap();
    let stored = Note::parse(stored.checkpoint.as_bytes()).unwrap();
    assert_eq!(signers(&stored, &[&first, &second]), [true, true]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_that_the_definition_does_not_name_is_asked_and_counts_for_nothing() {
    let folder = empty().await;
    let (named, other) = (witness(1), {
        let log = town::signer().key().clone();
        Witness::start("other.example", SigningKey::from_bytes(&[9; 32]), &log)
    });
    let beginning = Beginning::with(&[&named], 1);
    named.conducts(Conduct::HonestFrom(2));
    let board = board(&folder, &[&named, &other]).await;
    board.submit(beginning.first(1)).await.unwrap();
    until("the other one signs", || other.size() == 1).await;
    assert_eq!(board.size(), 0);
    board.submit(beginning.first(2)).await.unwrap();
    until("the named one signs", || board.size() == 2).await;
    beginning.policy().open(&board.checkpoint().unwrap()).unwrap();

    other.conducts(Conduct::Claims(1_000));
    named.conducts(Conduct::Fails);
    board.submit(beginning.first(3)).await.unwrap();
    until("both were heard", || other.asked(3) > 1 && named.asked(3) > 1).await;
    board.check().await.unwrap();
    other.conducts(Conduct::Honest);
    named.conducts(Conduct::Claims(1_000));
    not_ready(&board).await;
    named.conducts(Conduct::Honest);
    until("it is signed", || board.size() == 3).await;
    board.check().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_metrics_tell_which_witness_lags_and_fails() {
    let folder = empty().await;
    let (well, ill) = (witness(1), witness(2));
    ill.conducts(Conduct::HonestFrom(9));
    let board = board(&folder, &[&well, &ill]).await;
    board.submit(Beginning::with(&[&well, &ill], 1).first(3)).await.unwrap();
    until("one has signed", || board.size() == 3).await;
    let asked = ill.asked(3);
    until("the other one has failed", || ill.asked(3) > asked + 1).await;
    let mut settings = config("");
    // A port that nobody listens on now.
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    settings.metrics = Some(free);
    let mut served = Served::board(board, folder, settings).await;
    served.address = free;
    let figures = served.get("/metrics").await;
    let figure = |name: &str, witness: &str| -> u64 {
        let start = format!("isoloir_{name}{{witness=\"{witness}\"}} ");
        let line = figures.text().lines().find_map(|line| line.strip_prefix(&start));
        line.map_or(0, |figure| figure.parse().unwrap())
    };
    assert_eq!(figure("witness_lag_entries", "witness.example/w1"), 0);
    assert_eq!(figure("witness_lag_entries", "witness.example/w2"), 3);
    assert_eq!(figure("witness_failures_total", "witness.example/w1"), 0);
    assert!(figure("witness_failures_total", "witness.example/w2") > 0);
}
