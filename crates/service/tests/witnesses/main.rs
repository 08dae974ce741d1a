//! Witnesses sign the checkpoints of a board: those that do, those that fail, those that lie, and those that remember
//! what the board has lost.
#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "../support/served.rs"]
mod served;
#[allow(dead_code)]
#[path = "../support/town.rs"]
mod town;
#[path = "../support/witness.rs"]
mod witness;

mod old_copies;
mod signing;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

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

use crate::served::SAFETY;
use crate::witness::Witness;

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

/// Waits until a board is not ready, and returns why.
async fn not_ready(board: &Board) -> String {
    let waiting = async {
        loop {
            if let Err(error) = board.check().await {
                return error.to_string();
            }
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(SAFETY, waiting).await.unwrap()
}
