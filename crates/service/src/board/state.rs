use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use anyhow::{Context, ensure};
use isoloir_board::chain::Chain;
use isoloir_board::entry::Entry;
use isoloir_board::keys::LogKey;
use isoloir_board::merkle::Frontier;
use isoloir_board::note::Note;
use isoloir_board::policy::Policy;
use isoloir_election::message::Kind;
use isoloir_election::phase::{Closed, Election, Phase, Record, Refusal, Tallies};
use isoloir_encoding::Decode;
use rand_core::OsRng;
use sha3::{Digest, Sha3_256};

use crate::board::tree::Tree;
use crate::store::{Store, StoredHead};

/// How many entries are read from the database at once: at most some 17 MB.
pub(super) const PAGE: u32 = 256;

/// What a board amounts to, in memory. It takes some 200 bytes for each ballot.
pub(crate) struct State {
    pub(crate) record: Record,
    /// The hashes of all entries that are in the database.
    pub(super) tree: Tree,
    /// The entry of each message but ballots, by its digest: what is sent again finds it.
    pub(super) recorded: HashMap<[u8; 32], u64>,
}

/// Where the next entry goes: after all that are in the database.
#[derive(Clone)]
pub(super) struct Tip {
    pub(super) chain: Chain,
    pub(super) log: Frontier,
}

/// A checkpoint: what it is over lasts. People may see it once who has to sign it has.
#[derive(Clone)]
pub(crate) struct Visible {
    pub(crate) size: u64,
    pub(crate) note: Arc<Note>,
}

impl State {
    pub(super) fn new() -> Self {
        Self { record: Record::new(), tree: Tree::new(), recorded: HashMap::new() }
    }

    /// Notes an entry that is in the database.
    pub(super) fn note(&mut self, entry: &Entry) {
        self.tree.push(entry.leaf_hash());
        if entry.kind() != Kind::Ballot as u8 {
            // The parts of the districts follow the definition.
            let number = entry.index().saturating_sub(1);
            self.recorded.insert(digest(entry.kind(), number, entry.payload()), entry.index());
        }
    }

    /// Takes an entry that this board's own key has signed for. Proof and signature of a ballot were checked
    /// before that.
    fn take_back(&mut self, entry: &Entry) -> Result<(), Refusal> {
        match (self.record.phase(), Kind::from_byte(entry.kind())) {
            (Phase::Voting(voting), Some(Kind::Ballot)) => {
                let ballot = voting.trust_own_log(entry.payload())?;
                self.record.apply_ballot(entry, ballot)?;
            }
            _ => self.record.apply(entry, &mut OsRng)?,
        }
        self.note(entry);
        Ok(())
    }
}

impl Tip {
    pub(super) fn new() -> Self {
        Self { chain: Chain::new(), log: Frontier::new() }
    }

    pub(super) fn size(&self) -> u64 {
        self.chain.size()
    }

    /// With one entry more, which must be the next.
    pub(super) fn follow(&mut self, entry: &Entry) -> anyhow::Result<()> {
        self.chain.follow(entry)?;
        self.log.append(entry.leaf_hash())?;
        Ok(())
    }
}

/// Reads the next page of entries that `tip` has not and the database's last checkpoint is over.
pub(super) async fn read_page(
    store: &dyn Store,
    tip: &mut Tip,
    head: &StoredHead,
) -> anyhow::Result<Vec<Entry>> {
    let count = PAGE.min(u32::try_from(head.size.saturating_sub(tip.size())).unwrap_or(PAGE));
    let page = store.entries(tip.size(), count).await?;
    ensure!(!page.is_empty(), "entry {} is not in the database", tip.size());
    let mut entries = Vec::with_capacity(page.len());
    for bytes in page {
        let entry = Entry::from_bytes(&bytes)?;
        tip.follow(&entry)?;
        entries.push(entry);
    }
    Ok(entries)
}

/// Checks that this board's key has signed for exactly the entries that `tip` has followed.
pub(super) fn check_head(tip: &Tip, head: &StoredHead, key: &LogKey) -> anyhow::Result<Note> {
    let note = Note::parse(head.checkpoint.as_bytes())?;
    let opened = Policy::log_only(key.clone()).open(&note);
    let opened =
        opened.context("the checkpoint in the database is not signed by this board's key")?;
    ensure!(
        *opened.head() == tip.log.head(),
        "the entries in the database are not those of its checkpoint"
    );
    Ok(note)
}

/// Takes entries that were read from the database. The lock is not held while the database works.
pub(super) async fn take_back(
    store: &dyn Store,
    state: &RwLock<State>,
    entries: &[Entry],
) -> anyhow::Result<()> {
    let mut rest = entries;
    while !rest.is_empty() {
        {
            let mut state = write(state);
            while let [entry, after @ ..] = rest {
                state.take_back(entry).with_context(|| format!("entry {}", entry.index()))?;
                rest = after;
                if matches!(state.record.phase(), Phase::Closed(_)) {
                    break;
                }
            }
        }
        tally(store, state).await?;
    }
    Ok(())
}

/// After the close: the sums over the ballots that count, from what is in the database.
pub(super) async fn tally(store: &dyn Store, state: &RwLock<State>) -> anyhow::Result<()> {
    let Some((mut tallies, size)) =
        with_closed(state, |closed| (Tallies::new(closed), closed.head().size))
    else {
        return Ok(());
    };
    let mut position = 0;
    while position < size {
        let page = store.entries(position, PAGE).await?;
        ensure!(!page.is_empty(), "entry {position} is not in the database");
        let page: Vec<_> = page.into_iter().take((size - position) as usize).collect();
        position += page.len() as u64;
        let added = with_closed(state, |closed| {
            page.iter().try_for_each(|bytes| {
                tallies.add(closed, &Entry::from_bytes(bytes)?)?;
                anyhow::Ok(())
            })
        });
        added.context("the board was closed, and is not any more")??;
    }
    let sums = tallies.finish()?;
    write(state).record.tally(sums)?;
    Ok(())
}

fn with_closed<T>(state: &RwLock<State>, what: impl FnOnce(&Closed) -> T) -> Option<T> {
    match read(state).record.phase() {
        Phase::Closed(closed) => Some(what(closed)),
        _ => None,
    }
}

/// The state to look at. What a panic left is as good as any: every change is one step.
pub(super) fn read(state: &RwLock<State>) -> RwLockReadGuard<'_, State> {
    state.read().unwrap_or_else(PoisonError::into_inner)
}

/// The state to change. Only the sequencer does.
pub(super) fn write(state: &RwLock<State>) -> RwLockWriteGuard<'_, State> {
    state.write().unwrap_or_else(PoisonError::into_inner)
}

/// The election that a record is of; nothing, if its board is empty.
pub(crate) fn election_of(record: &Record) -> Option<&Election> {
    match record.phase() {
        Phase::Empty => None,
        Phase::Setup(setup) => Some(setup.election()),
        phase => phase.voting().map(|voting| voting.election()),
    }
}

/// What a message is found again by. Two districts may have equal parts, so theirs has their number in it.
pub(super) fn digest(kind: u8, district: u64, payload: &[u8]) -> [u8; 32] {
    let number = if kind == Kind::District as u8 { district } else { 0 };
    let hash = Sha3_256::new_with_prefix([kind]).chain_update(number.to_be_bytes());
    hash.chain_update(payload).finalize().into()
}
