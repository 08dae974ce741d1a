//! A board out of a copy of its files, when its database is lost.

use std::path::Path;
use std::sync::Arc;

use anyhow::{anyhow, ensure};
use isoloir_archive::Reader;
use isoloir_encoding::Encode;
use isoloir_service::config::Overrides;
use isoloir_service::store::{Extension, Store, Stored, StoredHead};

use crate::clock;
use crate::failure::Failure;
use crate::host::local::runtime;
use crate::host::{BoardFolder, fsck};
use crate::place::{Place, failure_of};
use crate::progress::Step;
use crate::say::say;

/// How many entries are stored at once: at most some 17 MB.
const PAGE: usize = 256;

/// Puts a board into the database of a folder, which has the board's key and none of its entries.
///
/// The checkpoint is that of the copy: nothing is signed. An attempt that was interrupted leaves a database that no
/// server opens, and that the same command goes on with.
pub(super) fn restore(folder: &Path, from: &Place) -> Result<(), Failure> {
    let entries = fill(folder, from)?;
    say!(
        "{} has the board again: {entries} entries. Serve it with: isoloir serve {0}",
        folder.display()
    );
    Ok(())
}

/// The same, without a word; returns how many entries there are.
pub(crate) fn fill(folder: &Path, from: &Place) -> Result<u64, Failure> {
    let kept = BoardFolder::new(folder);
    let (key, remembered) = (kept.public_key()?, kept.remembered()?);
    let runtime = runtime()?;
    let store = runtime.block_on(kept.store())?;
    let head = runtime.block_on(store.head()).map_err(Failure::system)?;
    let copy = from.reader()?;
    let begun = begun(head.as_ref(), &copy).map_err(|error| {
        Failure::input(anyhow!("the database of {}: {error:#}", folder.display()))
    })?;
    fsck::check(&copy, &key, remembered.as_ref(), &[]).map_err(failure_of)?;
    let stored = runtime.block_on(async {
        let stored = store_all(&*store, &copy, begun).await;
        store.close().await;
        stored
    });
    stored.map_err(Failure::system)?;
    // As a server opens it: all that was stored is read and compared with the checkpoint.
    runtime.block_on(async {
        let config = kept.config(None, Overrides::default())?;
        kept.open(&config, clock::ticking()?).await?.close().await;
        Ok::<_, Failure>(())
    })?;
    Ok(copy.size())
}

/// How many entries an attempt before this one has stored.
fn begun(head: Option<&StoredHead>, copy: &Reader) -> anyhow::Result<u64> {
    let Some(head) = head.filter(|head| head.size > 0) else { return Ok(0) };
    ensure!(
        head.checkpoint.as_bytes() == copy.checkpoint_note() && head.size < copy.size(),
        "it holds a board already. Nothing is written over it: move it away first, or see with isoloir fsck whether it \
         is right"
    );
    Ok(head.size)
}

async fn store_all(store: &dyn Store, copy: &Reader, begun: u64) -> anyhow::Result<()> {
    let checkpoint = copy.note().to_string();
    // It may have been begun.
    let _ = store.begin(&checkpoint).await?;
    let step = Step::begin("Storing the entries", copy.size());
    step.skip(begun);
    let (mut from, mut page) = (begun, Vec::<Arc<[u8]>>::with_capacity(PAGE));
    for entry in copy.entries().skip(begun as usize) {
        page.push(entry?.to_bytes().into());
        if page.len() == PAGE || from + page.len() as u64 == copy.size() {
            let entries = std::mem::take(&mut page);
            let (checkpoint, after) = (checkpoint.clone(), checkpoint.clone());
            let extension = Extension { from, after, entries, checkpoint, turnout: Vec::new() };
            ensure!(
                store.extend(&extension).await? == Stored::Done,
                "somebody else writes to the database"
            );
            from = extension.size();
            step.reach(from);
        }
    }
    step.finish(&format!("{} entries", copy.size()));
    Ok(())
}
