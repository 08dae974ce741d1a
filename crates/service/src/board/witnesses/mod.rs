//! Collects the signatures of witnesses (c2sp.org/tlog-witness).
//!
//! All witnesses are asked about the same checkpoint, so that their signatures come together on one. The board goes on
//! meanwhile; once enough have signed, or nobody is left to be waited for, they are asked about the latest one. A
//! witness that does not answer in time is left out until it does.
//!
//! A witness that has signed for entries that are not in the database tells of an old copy of it. Nobody can tell
//! whether it lies. It is believed as long as too few others have signed: then no receipt could be given anyway.

mod client;
mod witness;

use std::sync::Arc;

use anyhow::{bail, ensure};
use isoloir_board::note::{Note, SignatureLine};
use isoloir_board::policy::{MAX_WITNESSES, Policy};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use crate::board::Shared;
use crate::board::sequencer::Job;
use crate::board::state::{Visible, election_of, read};
use crate::board::witnesses::client::{Answer, Client};
use crate::board::witnesses::witness::{Opinion, Peer};
use crate::config::Witness;
use crate::store::Stored;

/// How often a witness may say, in one go, that it has signed for another size.
const SIZES: usize = 4;

/// How often signatures are added to those that others have stored.
const MERGES: usize = 4;

/// Asks the witnesses of a board for as long as what is returned is kept.
pub(super) fn start(
    shared: &Arc<Shared>,
    witnesses: &[Witness],
    jobs: &mpsc::Sender<Job>,
) -> anyhow::Result<JoinSet<()>> {
    let count = witnesses.len();
    ensure!(count <= MAX_WITNESSES, "{count} witnesses are above the limit of {MAX_WITNESSES}");
    let mut tasks = JoinSet::new();
    let latest = shared.latest.subscribe();
    let Some(round) = latest.borrow().clone() else { return Ok(tasks) };
    let witnesses: Vec<_> = witnesses.iter().map(|it| Peer::new(Client::new(it))).collect();
    if !witnesses.is_empty() {
        let (shared, jobs) = (shared.clone(), jobs.clone());
        let collector =
            Collector { shared, jobs, witnesses, latest, round, requests: JoinSet::new() };
        tasks.spawn(collector.run());
    }
    Ok(tasks)
}

struct Collector {
    shared: Arc<Shared>,
    jobs: mpsc::Sender<Job>,
    witnesses: Vec<Peer>,
    latest: watch::Receiver<Option<Visible>>,
    /// The checkpoint that all are asked about, with the signatures that have come.
    round: Visible,
    /// At most one for each witness.
    requests: JoinSet<Heard>,
}

/// What came of asking a witness.
struct Heard {
    /// Its place in the list.
    witness: usize,
    /// How many entries the checkpoint is over that it was asked about.
    size: u64,
    answer: anyhow::Result<Answer>,
}

impl Collector {
    async fn run(mut self) {
        loop {
            self.advance();
            self.judge();
            self.ask();
            let due = self.next_due();
            tokio::select! {
                // A request that has panicked gives no answer, and its witness is asked no more.
                Some(heard) = self.requests.join_next() => if let Ok(heard) = heard {
                    self.hear(heard).await;
                },
                Ok(()) = self.latest.changed() => {}
                () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {}
            }
        }
    }

    /// Goes on to the latest checkpoint, if the one that is asked about is done with.
    fn advance(&mut self) {
        let Some(latest) = self.latest.borrow_and_update().clone() else { return };
        let is_awaited = self.witnesses.iter().any(|it| it.asked == Some(self.round.size));
        let is_done = !is_awaited || self.shared.is_signed_by_enough(&self.round.note);
        if latest.size > self.round.size && is_done {
            self.round = latest;
            self.witnesses.iter_mut().for_each(|it| it.has_signed = false);
        }
    }

    /// Finds out whether the database is an old copy, by what the witnesses have said that count for the election.
    fn judge(&mut self) {
        let size = self.size();
        for witness in &mut self.witnesses {
            witness.compare(size);
            let name = witness.name();
            self.shared.measures.lag(name, size.saturating_sub(witness.size));
        }
        let state = read(&self.shared.state);
        let policy = election_of(&state.record).map(|election| election.definition().policy());
        let policy = policy.filter(|policy| policy.quorum() > 0);
        let counts = |it: &&Peer| policy.is_none_or(|policy| policy.witnesses().contains(it.key()));
        let counted = || self.witnesses.iter().filter(counts);
        let agree = counted().filter(|it| it.opinion == Opinion::Agrees).count();
        let needed = policy.map_or(1, Policy::quorum);
        let said = counted().find_map(|it| it.objection(size));
        self.shared.contradicted(said.filter(|_| agree < needed));
    }

    /// Asks those that have not signed yet.
    fn ask(&mut self) {
        let now = Instant::now();
        for (number, witness) in self.witnesses.iter_mut().enumerate() {
            if witness.due(self.round.size).is_none_or(|due| due > now) {
                continue;
            }
            witness.asked = Some(self.round.size);
            let request = Request {
                client: witness.client.clone(),
                shared: self.shared.clone(),
                jobs: self.jobs.clone(),
                checkpoint: self.round.clone(),
                old: witness.size.min(self.round.size),
            };
            self.requests.spawn(async move {
                let answer = request.answer().await;
                Heard { witness: number, size: request.checkpoint.size, answer }
            });
        }
    }

    /// When somebody is to be asked next.
    fn next_due(&self) -> Option<Instant> {
        self.witnesses.iter().filter_map(|it| it.due(self.round.size)).min()
    }

    async fn hear(&mut self, Heard { witness, size, answer }: Heard) {
        let here = self.size();
        let Some(witness) = self.witnesses.get_mut(witness) else { return };
        witness.asked = None;
        match answer {
            Ok(Answer::Cosigned(line)) => {
                witness.signed(size);
                if size == self.round.size {
                    witness.has_signed = true;
                    return self.add(line).await;
                }
            }
            Ok(Answer::Has(has)) => witness.has(has, here),
            Ok(Answer::Contradicts) => witness.contradicts(here),
            Err(error) => witness.failed(&error),
        }
        if witness.has_failed() {
            self.shared.measures.witness_failed(witness.name());
        }
    }

    /// Adds a signature, and shows the checkpoint if that is enough.
    async fn add(&mut self, line: SignatureLine) {
        if has_line(&self.round.note, &line) {
            return;
        }
        // A note that is full takes none.
        let Ok(note) = self.round.note.with_signature(line) else { return };
        self.round.note = Arc::new(note);
        if self.shared.is_signed_by_enough(&self.round.note) {
            if self.round.size == self.size()
                && let Err(error) = self.store().await
            {
                self.shared.failed(&error);
            }
            // What it is over lasts, whether the signatures do or not.
            self.shared.show(self.round.clone());
        }
    }

    /// Stores the signatures beside those that other replicas have stored. If the board has grown meanwhile, it needs
    /// none of them.
    async fn store(&mut self) -> anyhow::Result<()> {
        for _ in 0..MERGES {
            let Some(head) = self.shared.store.head().await? else { return Ok(()) };
            let mut note = Note::parse(head.checkpoint.as_bytes())?;
            if note.text() != self.round.note.text() {
                return Ok(());
            }
            for line in self.round.note.signatures() {
                if !has_line(&note, line) {
                    note = note.with_signature(line.clone())?;
                }
            }
            let done = self.shared.store.cosign(&head, &note.to_string()).await?;
            if done == Stored::Done {
                self.round.note = Arc::new(note);
                return Ok(());
            }
        }
        Ok(())
    }

    /// How many entries the database has, as far as is known.
    fn size(&self) -> u64 {
        self.latest.borrow().as_ref().map_or(0, |latest| latest.size)
    }
}

/// What a witness is asked.
struct Request {
    client: Client,
    shared: Arc<Shared>,
    jobs: mpsc::Sender<Job>,
    checkpoint: Visible,
    /// For how many entries it has signed, as far as is known.
    old: u64,
}

impl Request {
    async fn answer(&self) -> anyhow::Result<Answer> {
        let (mut old, size) = (self.old, self.checkpoint.size);
        for _ in 0..SIZES {
            let proof = read(&self.shared.state).tree.consistency(old, size)?;
            match self.client.add_checkpoint(old, &proof, &self.checkpoint).await? {
                Answer::Has(has) if has <= size => old = has,
                Answer::Has(has) => {
                    self.refresh().await?;
                    return Ok(Answer::Has(has));
                }
                answer => return Ok(answer),
            }
        }
        bail!("it has signed for one size, and then for another")
    }

    /// Reads what other replicas have put on the board: it may be what the witness has seen.
    async fn refresh(&self) -> anyhow::Result<()> {
        let (answer, answered) = oneshot::channel();
        self.jobs.send(Job::Refresh(answer)).await?;
        Ok(answered.await??)
    }
}

/// Whether a note has a signature of the same key.
fn has_line(note: &Note, line: &SignatureLine) -> bool {
    note.signatures().iter().any(|it| it.name() == line.name() && it.id() == line.id())
}
