use std::time::Duration;

use isoloir_board::keys::WitnessKey;
use rand_core::{OsRng, RngCore};
use tokio::time::Instant;

use crate::board::witnesses::client::Client;

/// After the first failure; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A witness, as it is known from its answers.
pub(super) struct Peer {
    pub(super) client: Client,
    /// For how many entries it has signed last; 0 if that is not known.
    pub(super) size: u64,
    pub(super) opinion: Opinion,
    /// Over how many entries the checkpoint is that it is asked about now.
    pub(super) asked: Option<u64>,
    /// Whether it has signed the checkpoint that all are asked about.
    pub(super) has_signed: bool,
    /// Not to be asked before.
    not_before: Instant,
    /// Since it has last signed.
    failures: u32,
}

/// What a witness says of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opinion {
    /// Nothing, or nothing any more.
    Unknown,
    /// It has signed when it was last asked.
    Agrees,
    /// It has signed for more than there is.
    HasMore,
    /// It has signed for something else.
    HasOther,
}

impl Peer {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            size: 0,
            opinion: Opinion::Unknown,
            asked: None,
            has_signed: false,
            not_before: Instant::now(),
            failures: 0,
        }
    }

    pub(super) fn key(&self) -> &WitnessKey {
        self.client.key()
    }

    pub(super) fn name(&self) -> &str {
        self.key().name().as_str()
    }

    /// When it is to be asked about a checkpoint over so many entries; never, if it is being asked, has signed, or has
    /// signed for more of this board.
    pub(super) fn due(&self, size: u64) -> Option<Instant> {
        let is_past = self.size > size && !self.disagrees();
        (self.asked.is_none() && !self.has_signed && !is_past).then_some(self.not_before)
    }

    pub(super) fn signed(&mut self, size: u64) {
        if self.failures > 0 {
            tracing::info!("the witness {} signs again", self.name());
        }
        (self.size, self.opinion, self.failures) = (size, Opinion::Agrees, 0);
    }

    /// It has signed for so many entries, which is more than it was asked to; the database has `here`.
    pub(super) fn has(&mut self, size: u64, here: u64) {
        self.size = size;
        if size > here {
            self.disagree(Opinion::HasMore, here);
        }
    }

    pub(super) fn contradicts(&mut self, here: u64) {
        self.disagree(Opinion::HasOther, here);
    }

    /// It did not answer, or with nothing that can be used.
    pub(super) fn failed(&mut self, error: &anyhow::Error) {
        if self.failures == 0 {
            tracing::warn!("the witness {} does not sign: {error:#}", self.name());
        }
        self.pause();
        if !self.disagrees() {
            self.opinion = Opinion::Unknown;
        }
    }

    /// Whether it did not sign when it was last asked.
    pub(super) fn has_failed(&self) -> bool {
        self.failures > 0
    }

    /// The database has so many entries now: those that were missing may be there.
    pub(super) fn compare(&mut self, here: u64) {
        if self.opinion == Opinion::HasMore && self.size <= here {
            (self.opinion, self.not_before) = (Opinion::Unknown, Instant::now());
        }
    }

    /// What it has against the database, and what to do, in words for whoever keeps the board.
    pub(super) fn objection(&self, here: u64) -> Option<String> {
        let (name, size) = (self.name(), self.size);
        let what = match self.opinion {
            Opinion::Unknown | Opinion::Agrees => return None,
            Opinion::HasMore => format!(
                "the witness {name} has signed for {size} entries, and the database has {here}: an old copy of it was \
                 put in its place"
            ),
            Opinion::HasOther => format!(
                "the witness {name} has signed for other entries than the database has: an old copy of it was put in \
                 its place, and written to"
            ),
        };
        Some(format!(
            "{what}. Put back the newest copy of the database, or one of the board that somebody else has"
        ))
    }

    fn disagrees(&self) -> bool {
        matches!(self.opinion, Opinion::HasMore | Opinion::HasOther)
    }

    fn disagree(&mut self, opinion: Opinion, here: u64) {
        let is_new = self.opinion != opinion;
        self.opinion = opinion;
        if is_new && let Some(objection) = self.objection(here) {
            tracing::error!("{objection}");
        }
        self.pause();
    }

    /// Half of the pause is left to chance: replicas and boards that fail together do not come back together.
    fn pause(&mut self) {
        let pause = FIRST_PAUSE.saturating_mul(1 << self.failures.min(16)).min(LONGEST_PAUSE);
        let chance = f64::from(OsRng.next_u32()) / f64::from(u32::MAX);
        self.not_before = Instant::now() + pause.mul_f64(0.5 + chance / 2.0);
        self.failures = self.failures.saturating_add(1);
    }
}
