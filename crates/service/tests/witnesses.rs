//! Witnesses sign the checkpoints of a board: those that do, those that fail, those that lie, and those that remember
//! what the board has lost.
#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "support/served.rs"]
mod served;
#[allow(dead_code)]
#[path = "support/town.rs"]
mod town;
#[path = "support/witness.rs"]
mod witness;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ed25519_dalek::SigningKey;
use isoloir_board::note::Note;
use isoloir_board::policy::Policy;
use isoloir_election::definition::{Definition, ElectionId};
use isoloir_election::message::{Kind, Message, Messages, Signed};
use isoloir_encoding::{Decode, Encode, Reader};
use isoloir_service::board::{self, Board};
use isoloir_service::clock::Clock;
use isoloir_service::store::{self, Store};
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

use crate::served::{SAFETY, Served, config};
use crate::witness::{Conduct, Witness};

/// A time at which the vote of the town is open.
fn clock() -> Clock {
    Clock::new(|| 1_790_200_000)
}

/// A witness of the town's board: number 1 and 2 are those that its definition names. One of them has to sign.
fn witness(number: u8) -> Witness {
    let log = town::signer().key().clone();
    Witness::start(&format!("witness.example/w{number}"), town::key("witness", number), &log)
}

async fn store(folder: &Path) -> Arc<dyn Store> {
    store::open(&format!("sqlite:{}", folder.join("board.db").display())).await.unwrap()
}

/// The board that is kept in this folder.
async fn board(folder: &TempDir, witnesses: &[&Witness]) -> Board {
    let witnesses = witnesses.iter().map(|witness| witness.config()).collect();
    Board::open(store(folder.path()).await, town::signer(), witnesses, clock()).await.unwrap()
}

/// A folder with an empty board.
async fn empty() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path()).await;
    board::create(&*store, &town::signer()).await.unwrap();
    store.close().await;
    folder
}

/// A folder with the board of the town, up to the opening of the vote. No witness has signed yet.
async fn opened() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path()).await;
    let entries: Vec<_> =
        town::entries().into_iter().take_while(|it| it.kind() != Kind::Ballot as u8).collect();
    town::put(&*store, &entries, None).await;
    store.close().await;
    folder
}

/// Three messages that begin an election: a definition, like that of the town, and two districts.
struct Beginning {
    definition: Definition,
    list: Vec<Message>,
}

impl Beginning {
    /// With these witnesses, of which so many must sign.
    fn with(witnesses: &[&Witness], quorum: u8) -> Self {
        let entries = town::entries();
        let read = Definition::decode(&mut Reader::new(&entries[0].payload()[1..])).unwrap();
        let mut parts = (*read).clone();
        parts.witnesses = witnesses.iter().map(|witness| witness.key().clone()).collect();
        parts.witness_quorum = quorum;
        let definition = Definition::new(parts).unwrap();
        let id = definition.election_id().0;
        let key = town::key("official", 0);
        let payload = Signed::sign(Kind::Definition, &id, 0, &key, &definition.to_bytes());
        let mut list = vec![Message { kind: Kind::Definition, payload }];
        list.extend(
            entries[1..3]
                .iter()
                .map(|entry| Message { kind: Kind::District, payload: entry.payload().to_vec() }),
        );
        Self { definition, list }
    }

    /// Its first messages, to be put on a board that may have some of them.
    fn first(&self, count: usize) -> Messages {
        let list = self.list[..count].iter();
        let list = list.map(|it| Message { kind: it.kind, payload: it.payload.clone() }).collect();
        Messages { election: ElectionId(self.definition.election_id().0), list }
    }

    fn policy(&self) -> &Policy {
        self.definition.policy()
    }
}

/// Waits for what has to come.
async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let waiting = async {
        while !is_so() {
            sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(timeout(SAFETY, waiting).await.is_ok(), "{what}");
}

/// The witnesses that have signed what a board shows.
fn signers(note: &Note, witnesses: &[&Witness]) -> Vec<bool> {
    let has_signed = |it: &&Witness| {
        let key = it.key();
        let mut lines = note.signatures().iter().filter(|line| key.is_of(line));
        let line = lines.next();
        assert!(lines.next().is_none(), "a witness has one line");
        line.is_some_and(|line| key.verify(note.text(), line).is_ok())
    };
    witnesses.iter().map(has_signed).collect()
}

fn shown_with(board: &Board, size: u64, witnesses: &[&Witness]) -> bool {
    let shown = board.checkpoint().filter(|_| board.size() == size);
    shown.is_some_and(|note| signers(&note, witnesses).iter().all(|it| *it))
}

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
async fn replicas_put_the_signatures_of_their_witnesses_together() {
    let folder = empty().await;
    let (first, second) = (witness(1), witness(2));
    let of_first = board(&folder, &[&first]).await;
    until("the first has signed", || shown_with(&of_first, 0, &[&first])).await;
    let of_second = board(&folder, &[&second]).await;
    until("both have signed", || shown_with(&of_second, 0, &[&first, &second])).await;
    let stored = store(folder.path()).await.head().await.unwrap().unwrap();
    let stored = Note::parse(stored.checkpoint.as_bytes()).unwrap();
    assert_eq!(signers(&stored, &[&first, &second]), [true, true]);
}

fn copy(from: &Path, to: &Path) {
    for name in ["board.db", "board.db-wal", "board.db-shm"] {
        let _ = fs::remove_file(to.join(name));
        if from.join(name).exists() {
            fs::copy(from.join(name), to.join(name)).unwrap();
        }
    }
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
    let mut said = String::new();
    while said.is_empty() {
        said = board_2.check().await.err().map(|it| it.to_string()).unwrap_or_default();
        sleep(Duration::from_millis(5)).await;
    }
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
        until("it is noticed", || {
            let check = tokio::task::block_in_place(|| {
                tokio::runtime::Handle::current().block_on(board_2.check())
            });
            check.is_err_and(|error| error.to_string().contains("and written to"))
        })
        .await;
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
    while behind.check().await.is_ok() {
        sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(behind.submit(beginning.first(2)).await.unwrap_err().code(), "unavailable");
    // What was lost comes back, as a replica of the database that has it all does.
    let newest: Vec<_> = {
        let store = store(folder.path()).await;
        let mut entries = Vec::new();
        let mut chain = isoloir_board::chain::Chain::new();
        for message in &beginning.list[..2] {
            entries.push(chain.append(message.kind as u8, message.payload.clone()).unwrap());
        }
        town::put(&*store, &entries, None).await;
        entries
    };
    assert_eq!(newest.len(), 2);
    until("it follows", || behind.size() == 2).await;
    behind.submit(beginning.first(3)).await.unwrap();
    until("it is signed", || behind.size() == 3).await;
    behind.check().await.unwrap();
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
    board.submit(beginning.first(3)).await.unwrap();
    until("it is signed", || board.size() == 3).await;
    board.check().await.unwrap();
}
