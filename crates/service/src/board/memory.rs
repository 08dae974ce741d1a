//! What a server remembers beside its database: the last checkpoint that it has signed, or has found there. A database
//! that was put back from an old copy is noticed by it.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, ensure};
use isoloir_board::keys::LogKey;
use isoloir_board::merkle::TreeHead;
use isoloir_board::note::{MAX_NOTE_BYTES, Note};
use isoloir_board::policy::Policy;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::board::Shared;
use crate::board::state::{Visible, read};
use crate::board::tree::Tree;

/// How long a checkpoint stands before the next is written. A copy that is newer than this would not be noticed; to write
/// each one before its receipts are given would be a second wait for the disk.
const PAUSE: Duration = Duration::from_secs(1);

/// Writes the checkpoints of a board to a file, until it is closed.
pub(super) struct Memory {
    file: Arc<HeadFile>,
    latest: watch::Receiver<Option<Visible>>,
    writer: JoinHandle<()>,
}

struct HeadFile {
    path: PathBuf,
    /// That the board's key has signed.
    policy: Policy,
}

impl Memory {
    /// Compares the board with what the file says, and goes on writing it.
    ///
    /// # Errors
    /// If the board does not begin with what the file's checkpoint is over; or the file can't be read.
    pub(super) fn begin(shared: &Shared, path: PathBuf) -> anyhow::Result<Self> {
        let policy = Policy::log_only(shared.signer.key().clone());
        let file = Arc::new(HeadFile { path, policy });
        if let Some(remembered) = file.read()? {
            check(&read(&shared.state).tree, &remembered)?;
        }
        let latest = shared.latest.subscribe();
        let writer = tokio::spawn(follow(file.clone(), latest.clone()));
        Ok(Self { file, latest, writer })
    }

    /// Writes the last one.
    pub(super) async fn end(self) {
        self.writer.abort();
        // It may be writing at this moment.
        let _ = self.writer.await;
        if let Some(latest) = &*self.latest.borrow()
            && let Err(error) = self.file.write(latest)
        {
            self.file.failed(&error);
        }
    }
}

/// Size and root of what a server has signed or found, by the file in which it remembers that; none if there is no file.
///
/// # Errors
/// If the file can't be read, or is no checkpoint that this key has signed.
pub fn remembered(file: PathBuf, key: LogKey) -> anyhow::Result<Option<TreeHead>> {
    HeadFile { path: file, policy: Policy::log_only(key) }.read()
}

/// A board must begin with what was remembered of it.
fn check(tree: &Tree, remembered: &TreeHead) -> anyhow::Result<()> {
    let size = tree.size();
    ensure!(
        remembered.size <= size,
        "the database has {size} entries, and this server has signed for {}: it is an old copy, without what people \
         hold receipts for. Put the newest copy in its place; or restore the board from a copy of its files, such as an \
         observer's, with isoloir board restore",
        remembered.size
    );
    ensure!(
        tree.head(remembered.size).as_ref() == Some(remembered),
        "the first {} entries of the database are not those that this server has signed for: it has gone another way. \
         Put the right copy in its place",
        remembered.size
    );
    Ok(())
}

async fn follow(file: Arc<HeadFile>, mut latest: watch::Receiver<Option<Visible>>) {
    let mut has_failed = false;
    loop {
        let (writing, checkpoint) = (file.clone(), latest.borrow_and_update().clone());
        let write = move || checkpoint.map_or(Ok(()), |latest| writing.write(&latest));
        let written = tokio::task::spawn_blocking(write).await;
        let written = written.map_err(io::Error::other).and_then(|written| written);
        if let Err(error) = &written
            && !has_failed
        {
            file.failed(error);
        }
        has_failed = written.is_err();
        sleep(PAUSE).await;
        if latest.changed().await.is_err() {
            return;
        }
    }
}

impl HeadFile {
    fn read(&self) -> anyhow::Result<Option<TreeHead>> {
        let shown = self.path.display();
        let Some(text) = self.text().with_context(|| format!("{shown} can't be read"))? else {
            return Ok(None);
        };
        let head = self.head(&text).with_context(|| {
            format!(
                "{shown} is no checkpoint of this board: it is damaged, or another board's. Remove it, if you know that \
                 the database is the newest"
            )
        })?;
        Ok(Some(head))
    }

    fn head(&self, text: &[u8]) -> anyhow::Result<TreeHead> {
        Ok(*self.policy.open(&Note::parse(text)?)?.head())
    }

    /// What is in it; nothing, if it is not there.
    fn text(&self) -> io::Result<Option<Vec<u8>>> {
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut text = Vec::new();
        file.take(MAX_NOTE_BYTES as u64 + 1).read_to_end(&mut text)?;
        Ok(Some(text))
    }

    /// Replaces the file, unless another process has written a later checkpoint.
    fn write(&self, latest: &Visible) -> io::Result<()> {
        let written = self.text()?.and_then(|text| self.head(&text).ok());
        if written.is_some_and(|written| written.size >= latest.size) {
            return Ok(());
        }
        // Each process has a name of its own for what it has not finished.
        let unfinished = self.path.with_extension(format!("head.{}.tmp", std::process::id()));
        let mut file = File::create(&unfinished)?;
        file.write_all(latest.note.to_string().as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, &self.path)
    }

    /// The board goes on: its folder may be one that can't be written.
    fn failed(&self, error: &io::Error) {
        let shown = self.path.display();
        tracing::warn!(
            "{shown} can't be written: an old copy of the database may not be noticed ({error})"
        );
    }
}
