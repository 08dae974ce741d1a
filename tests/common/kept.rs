//! The database of a board as its keeper has it: with the key, and with what no rule allows.

use std::fs;
use std::path::Path;

use base64ct::{Base64, Encoding};
use ed25519_dalek::SigningKey;
use isoloir_board::chain::Chain;
use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::entry::Entry;
use isoloir_board::keys::LogSigner;
use isoloir_board::merkle::Frontier;
use isoloir_board::note::KeyName;
use isoloir_encoding::{Decode, Encode};
use isoloir_service::store::{self, Extension, Store, Stored};

/// The entries of the board in this folder.
pub(crate) fn entries(board: &Path) -> Vec<Entry> {
    with_store(board, async |store| read(store).await)
}

/// Signs for an entry, whatever the rules say.
pub(crate) fn force(board: &Path, kind: u8, payload: Vec<u8>) {
    let signer = signer(board);
    with_store(board, async |store| {
        let (mut chain, mut log) = (Chain::new(), Frontier::new());
        for entry in read(store).await {
            chain.follow(&entry).unwrap();
            log.append(entry.leaf_hash()).unwrap();
        }
        let entry = chain.append(kind, payload).unwrap();
        log.append(entry.leaf_hash()).unwrap();
        extend(store, &signer, std::slice::from_ref(&entry), &log).await;
    });
}

/// Makes a board of these entries, in a folder that is not there yet, as `isoloir board init` and whole commands do: in the
/// folder, or in the database at a URL.
pub(crate) fn make(
    board: &Path,
    name: &KeyName,
    key: &SigningKey,
    entries: &[Entry],
    database: Option<&str>,
) {
    fs::create_dir(board).unwrap();
    let signer = LogSigner::new(name.clone(), key.clone()).unwrap();
    let typed = [&[1], &key.to_bytes()[..]].concat();
    let line =
        format!("PRIVATE+KEY+{name}+{}+{}\n", signer.key().id(), Base64::encode_string(&typed));
    fs::write(board.join("board.key"), line).unwrap();
    if let Some(url) = database {
        fs::write(board.join("board.toml"), format!("database = \"{url}\"\n")).unwrap();
    }
    with_store(board, async |store| store_all(store, &signer, entries).await);
}

/// Puts a board of these entries into a database.
pub(crate) async fn store_all(store: &dyn Store, signer: &LogSigner, entries: &[Entry]) {
    isoloir_service::board::create(store, signer).await.unwrap();
    let mut log = Frontier::new();
    entries.iter().for_each(|entry| log.append(entry.leaf_hash()).unwrap());
    extend(store, signer, entries, &log).await;
}

async fn extend(store: &dyn Store, signer: &LogSigner, entries: &[Entry], log: &Frontier) {
    let checkpoint = Checkpoint { origin: signer.key().name().clone(), head: log.head() };
    let checkpoint = checkpoint.sign(signer).unwrap().to_string();
    let from = entries[0].index();
    let after = store.head().await.unwrap().unwrap().checkpoint;
    let entries = entries.iter().map(|entry| entry.to_bytes().into()).collect();
    let extension = Extension { from, after, entries, checkpoint, turnout: Vec::new() };
    assert_eq!(store.extend(&extension).await.unwrap(), Stored::Done);
}

/// The key of a board's log.
fn signer(board: &Path) -> LogSigner {
    let line = fs::read_to_string(board.join("board.key")).unwrap();
    let (name, rest) = line.trim().strip_prefix("PRIVATE+KEY+").unwrap().split_once('+').unwrap();
    let typed = Base64::decode_vec(rest.split_once('+').unwrap().1).unwrap();
    let secret: [u8; 32] = typed[1..].try_into().unwrap();
    LogSigner::new(name.parse().unwrap(), SigningKey::from_bytes(&secret)).unwrap()
}

/// The entries of the board in a database.
pub(crate) async fn read(store: &dyn Store) -> Vec<Entry> {
    let size = store.head().await.unwrap().unwrap().size;
    let found = store.entries(0, size.try_into().unwrap()).await.unwrap();
    found.iter().map(|bytes| Entry::from_bytes(bytes).unwrap()).collect()
}

fn with_store<T>(board: &Path, what: impl AsyncFnOnce(&dyn Store) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = store::open(&url(board)).await.unwrap();
        let done = what(&*store).await;
        store.close().await;
        done
    })
}

/// Where the database of the board in this folder is.
fn url(board: &Path) -> String {
    let settings = fs::read_to_string(board.join("board.toml")).unwrap_or_default();
    let named = settings.lines().find_map(|line| line.strip_prefix("database = "));
    let usual = || format!("sqlite:{}", board.join("board.db").display());
    named.map_or_else(usual, |url| url.trim_matches('"').to_owned())
}
