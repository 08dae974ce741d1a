//! Reading what the database holds: all of it at the start, and later what others have added, or may have.

use std::sync::{PoisonError, RwLock};

use anyhow::{Context, ensure};
use isoloir_board::note::Note;

use crate::board::Progress;
use crate::board::sequencer::{Sequencer, Stale};
use crate::board::state::{State, Tip, check_head, read_page, take_back, write};
use crate::rejected::Rejected;
use crate::store::{StoreError, StoredHead};

/// The most entries of other replicas that are read beside those that are known; with more, all are read anew.
const MAX_GAP: u64 = 4_096;

/// People may hold receipts for what was known.
const OTHER_WAY: &str = "the database has other entries than it had: another one was put in its place, which has gone another \
    way. Nothing is taken until the right one is back";

impl Sequencer {
    pub(super) fn stale_at_least(&mut self, stale: Stale) {
        if self.stale == Stale::No {
            self.stale = stale;
        }
    }

    /// Brings the record to what the database holds; fails if that is an old copy, for then nothing is signed.
    pub(super) async fn ready(&mut self) -> Result<(), Rejected> {
        self.refresh_or_log().await?;
        let is_old = self.shared.contradiction.borrow().is_some();
        if is_old { Err(Rejected::Unavailable) } else { Ok(()) }
    }

    pub(super) async fn refresh_or_log(&mut self) -> Result<(), Rejected> {
        self.refresh(&|_, _| ()).await.map_err(|error| {
            self.shared.failed(&error);
            Rejected::Unavailable
        })
    }

    /// Brings the record to what the database holds.
    pub(super) async fn refresh(&mut self, progress: Progress<'_>) -> anyhow::Result<()> {
        if self.stale == Stale::No {
            return Ok(());
        }
        let head = self.shared.store.head().await?;
        let head = head.ok_or(StoreError::Damaged("it has no checkpoint"))?;
        if self.stale == Stale::Behind && head.size == self.tip.size() {
            check_head(&self.tip, &head, self.shared.signer.key()).context(OTHER_WAY)?;
            self.stale = Stale::No;
            return Ok(());
        }
        ensure!(
            head.size >= self.tip.size(),
            "the database has {} entries, and had {}: an old copy of it was put in its place",
            head.size,
            self.tip.size()
        );
        let note = if self.stale == Stale::Behind && head.size - self.tip.size() <= MAX_GAP {
            self.read_more(&head).await
        } else {
            self.read_anew(&head, progress).await
        };
        // After an error the record may have taken a part.
        self.stale = if note.is_ok() { Stale::No } else { Stale::Ahead };
        self.shared.stored(note?, head.size);
        Ok(())
    }

    /// Reads what others have added. It is all checked before any of it is taken.
    async fn read_more(&mut self, head: &StoredHead) -> anyhow::Result<Note> {
        let (store, mut tip, mut entries) = (&*self.shared.store, self.tip.clone(), Vec::new());
        while tip.size() < head.size {
            entries.extend(read_page(store, &mut tip, head).await?);
        }
        let note = check_head(&tip, head, self.shared.signer.key())?;
        take_back(store, &self.shared.state, &entries).await?;
        self.tip = tip;
        Ok(note)
    }

    /// Reads all of it, which must begin with what was known. That stands until then.
    async fn read_anew(
        &mut self,
        head: &StoredHead,
        progress: Progress<'_>,
    ) -> anyhow::Result<Note> {
        let (store, mut tip) = (&*self.shared.store, Tip::new());
        let state = RwLock::new(State::new());
        while tip.size() < head.size {
            let page = read_page(store, &mut tip, head).await?;
            take_back(store, &state, &page).await?;
            progress(tip.size(), head.size);
        }
        let note = check_head(&tip, head, self.shared.signer.key())?;
        let state = state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let known = self.tip.log.head();
        ensure!(state.tree.head(known.size) == Some(known), OTHER_WAY);
        *write(&self.shared.state) = state;
        self.tip = tip;
        Ok(note)
    }
}
