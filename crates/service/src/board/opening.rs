//! What a voter's device needs to seal ballots, of an open vote (`spec/election.md`, section 14). It never changes.

use anyhow::{Context, ensure};
use axum::body::Bytes;
use isoloir_board::bundle::push_entry;
use isoloir_board::entry::Entry;
use isoloir_election::booth::Booth;
use isoloir_election::message::Kind;
use isoloir_encoding::Decode;
use tokio::sync::OnceCell;

use crate::board::state::PAGE;
use crate::store::Store;

/// Read once from the database, and kept: without the rolls it is not large.
#[derive(Default)]
pub(super) struct Opening(OnceCell<Bytes>);

impl Opening {
    /// The entries for which a [`Booth`] asks, as a bundle. There must be an opening in the database.
    pub(super) async fn get(&self, store: &dyn Store) -> anyhow::Result<Bytes> {
        self.0.get_or_try_init(|| read(store)).await.cloned()
    }
}

async fn read(store: &dyn Store) -> anyhow::Result<Bytes> {
    let (mut bundle, mut from) = (Vec::new(), 0);
    loop {
        let page = store.entries(from, PAGE).await?;
        ensure!(!page.is_empty(), "no entry before {from} opens the vote");
        for bytes in &page {
            let entry = Entry::from_bytes(bytes)?;
            let kind = Kind::from_byte(entry.kind()).context("an entry of no known kind")?;
            if Booth::needs(kind) {
                push_entry(&mut bundle, bytes)?;
            }
            if kind == Kind::Open {
                return Ok(bundle.into());
            }
        }
        from += page.len() as u64;
    }
}
