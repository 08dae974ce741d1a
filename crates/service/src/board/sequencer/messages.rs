//! Messages: one after another, each on what those before it have changed.

use isoloir_board::entry::Entry;
use isoloir_election::message::{Kind, Message, Messages};
use isoloir_election::phase::{Phase, Refusal};
use isoloir_encoding::Encode;
use rand_core::OsRng;

use crate::board::admission::{check_definition, check_election, check_time};
use crate::board::sequencer::{ATTEMPTS, Sequencer, Stale};
use crate::board::state::{State, Tip, digest, read, tally, write};
use crate::rejected::{Reason, Rejected};

impl Sequencer {
    /// Records messages in their order, up to the first that is refused.
    pub(super) async fn record_messages(
        &mut self,
        messages: &Messages,
    ) -> Result<Vec<u64>, Rejected> {
        for _ in 0..ATTEMPTS {
            self.stale_at_least(Stale::Behind);
            self.ready().await?;
            let now = self.shared.now()?;
            let (mut tip, mut taken) = (self.tip.clone(), Vec::new());
            let done = {
                let mut state = write(&self.shared.state);
                self.take_all(&mut state, &mut tip, &mut taken, messages, now)
            };
            if taken.is_empty() {
                return done;
            }
            let bytes = taken.iter().map(|entry| entry.to_bytes().into()).collect();
            let Ok(note) = self.store(&tip, bytes, Vec::new()).await else {
                // The record has taken them already.
                self.stale = Stale::Ahead;
                continue;
            };
            self.tip = tip;
            {
                let mut state = write(&self.shared.state);
                taken.iter().for_each(|entry| state.note(entry));
            }
            self.shared.stored(note, self.tip.size());
            self.tally().await;
            return done;
        }
        Err(Rejected::Unavailable)
    }

    /// Applies messages to the record; `taken` are the entries that are new. They may not be stored yet when others
    /// see what they change: a roll, a phase. Nothing is told of an entry before it is.
    fn take_all(
        &self,
        state: &mut State,
        tip: &mut Tip,
        taken: &mut Vec<Entry>,
        messages: &Messages,
        now: u64,
    ) -> Result<Vec<u64>, Rejected> {
        let mut indices = Vec::with_capacity(messages.list.len());
        let mut districts = 0;
        let mut fresh = std::collections::HashMap::new();
        for (position, message) in messages.list.iter().enumerate() {
            let digest = digest(message.kind as u8, districts, &message.payload);
            districts += u64::from(message.kind == Kind::District);
            let known = state.recorded.get(&digest).or_else(|| fresh.get(&digest)).copied();
            let index = match known {
                Some(index) => Ok(index),
                None => self.take(state, tip, messages, message, now).map(|entry| {
                    let index = entry.index();
                    fresh.insert(digest, index);
                    taken.push(entry);
                    index
                }),
            };
            indices.push(index.map_err(|source| Rejected::Refused {
                position: position + 1,
                of: messages.list.len(),
                kind: message.kind,
                source,
            })?);
        }
        Ok(indices)
    }

    fn take(
        &self,
        state: &mut State,
        tip: &mut Tip,
        messages: &Messages,
        message: &Message,
        now: u64,
    ) -> Result<Entry, Reason> {
        let kind = message.kind;
        check_election(&state.record, messages.election, kind)?;
        if kind == Kind::Definition {
            let (key, witnesses) = (self.shared.signer.key(), &self.shared.witnesses);
            check_definition(&message.payload, key, witnesses)?;
        }
        check_time(&state.record, kind, now)?;
        let (index, head) = (tip.chain.size(), tip.chain.head());
        let unreadable = |_| Refusal::LogFull;
        let entry = Entry::new(index, head, kind as u8, message.payload.clone());
        let entry = entry.map_err(unreadable)?;
        state.record.apply(&entry, &mut OsRng)?;
        tip.follow(&entry).map_err(|_| Refusal::LogFull)?;
        Ok(entry)
    }

    /// After the close, the sums. It takes a while for a city; ballots are over.
    async fn tally(&mut self) {
        if !matches!(read(&self.shared.state).record.phase(), Phase::Closed(_)) {
            return;
        }
        if let Err(error) = tally(&*self.shared.store, &self.shared.state).await {
            self.shared.failed(&error);
            self.stale = Stale::Ahead;
        }
    }
}
