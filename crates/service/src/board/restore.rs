//! Takes a board out of an archive.

use std::sync::Arc;

use anyhow::ensure;
use isoloir_archive::Reader;
use isoloir_board::keys::LogKey;
use isoloir_board::policy::Policy;
use isoloir_encoding::Encode;

use crate::store::{Extension, Store, Stored};

/// How many entries are stored at once.
const PAGE: usize = 256;

/// Puts the entries of an archive, and its checkpoint, into a database that has no board yet.
///
/// Chain, tiles and the signature of the checkpoint are checked; that ballots are valid is not.
///
/// # Errors
/// If the archive is not one that this key has signed, or the database is not empty; or the system fails. The
/// database may then hold a part, which is no board that can be opened.
pub async fn restore(store: &dyn Store, archive: &Reader, key: &LogKey) -> anyhow::Result<u64> {
    Policy::log_only(key.clone()).open(archive.note())?;
    let checkpoint = archive.note().to_string();
    ensure!(store.begin(&checkpoint).await? == Stored::Done, "the database holds a board already");
    let (mut from, mut entries) = (0, Vec::<Arc<[u8]>>::new());
    for entry in archive.entries() {
        entries.push(entry?.to_bytes().into());
        if entries.len() == PAGE {
            from = extend(store, from, std::mem::take(&mut entries), &checkpoint).await?;
        }
    }
    if !entries.is_empty() {
        from = extend(store, from, entries, &checkpoint).await?;
    }
    Ok(from)
}

async fn extend(
    store: &dyn Store,
    from: u64,
    entries: Vec<Arc<[u8]>>,
    checkpoint: &str,
) -> anyhow::Result<u64> {
    let extension = Extension { from, entries, checkpoint: checkpoint.to_owned() };
    ensure!(store.extend(&extension).await? == Stored::Done, "somebody else uses the database");
    Ok(extension.size())
}
