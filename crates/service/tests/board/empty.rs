use std::sync::Arc;

use ed25519_dalek::SigningKey;
use isoloir_board::keys::LogSigner;
use isoloir_board::policy::Policy;
use isoloir_election::definition::ElectionId;
use isoloir_election::message::{Kind, Message, Messages};
use isoloir_service::board::{self, Board};
use isoloir_service::clock::Clock;
use isoloir_service::store::{self, Store, Stored};

fn signer(secret: u8) -> LogSigner {
    let name = "vote.example.org/2027".parse().unwrap();
    LogSigner::new(name, SigningKey::from_bytes(&[secret; 32])).unwrap()
}

async fn store(folder: &tempfile::TempDir) -> Arc<dyn Store> {
    let file = folder.path().join("board.db");
    store::open(&format!("sqlite:{}", file.display())).await.unwrap()
}

async fn open(folder: &tempfile::TempDir, secret: u8) -> anyhow::Result<Board> {
    Board::open(store(folder).await, signer(secret), Vec::new(), Clock::system()).await
}

#[tokio::test]
async fn a_new_board_shows_a_checkpoint_over_nothing_that_its_key_has_signed() {
    let folder = tempfile::tempdir().unwrap();
    assert!(open(&folder, 1).await.is_err(), "there is no board yet");
    let made = board::create(&*store(&folder).await, &signer(1)).await.unwrap();
    assert_eq!(made, Stored::Done);
    let board = open(&folder, 1).await.unwrap();
    let note = board.checkpoint().unwrap();
    let opened = Policy::log_only(signer(1).key().clone()).open(&note).unwrap();
    assert_eq!((opened.head().size, board.size()), (0, 0));
    let tile = "tile/entries/000.p/1".parse().unwrap();
    assert_eq!(board.tile(&tile).await.unwrap(), None);
}

#[tokio::test]
async fn a_board_is_made_once_and_opened_with_its_own_key() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    board::create(&*store, &signer(1)).await.unwrap();
    assert_eq!(board::create(&*store, &signer(2)).await.unwrap(), Stored::Overtaken);
    let error = format!("{:#}", open(&folder, 2).await.err().unwrap());
    assert!(error.contains("not signed by this board's key"), "{error}");
}

#[tokio::test]
async fn an_empty_board_takes_nothing_but_a_definition_that_can_be() {
    let folder = tempfile::tempdir().unwrap();
    board::create(&*store(&folder).await, &signer(1)).await.unwrap();
    let board = open(&folder, 1).await.unwrap();
    assert_eq!(board.cast(&[0; 200]).await.unwrap_err().code(), "phase");
    let submit = |kind| {
        let message = Message { kind, payload: vec![0; 100] };
        board.submit(Messages { election: ElectionId([1; 32]), list: vec![message] })
    };
    assert_eq!(submit(Kind::Close).await.unwrap_err().code(), "empty");
    assert_eq!(submit(Kind::Definition).await.unwrap_err().code(), "unreadable");
    assert_eq!(board.size(), 0);
}
