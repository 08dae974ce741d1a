//! How much is taken from one address and one credential.
//!
//! Nothing of it is written anywhere: what an address or a credential has used up is a time in a table in memory, in a place
//! that a hash with a random key of this process gives it.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::address::Address;
use crate::config;
use crate::http::problem::Problem;

/// How many places a table has. Two that share a place share what they may do; nobody can choose whom to share with.
const PLACES: usize = 1 << 18;

/// The limits, and what is used up of them.
pub(super) struct Limits {
    requests: Rate,
    /// Of a credential from one address: also of ballots that are not its own, which somebody else sends in its name.
    casts_from_here: Rate,
    /// Of a credential, new on the board. Nobody else can use these up.
    casts: Rate,
    /// Wrong ballots that a credential has signed. Nobody else can make any.
    wrong: Rate,
    /// Ballots from an address that nobody on the roll has signed.
    forged: Rate,
}

/// A limit is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limited {
    code: &'static str,
    detail: &'static str,
    /// Until there is something left.
    wait: Duration,
}

/// What has become of a ballot, so far as limits care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is new on the board.
    New,
    /// Who has the credential signed it, and it is not valid.
    Wrong,
    /// Nobody can be held to it but the address.
    Forged,
    /// Anything else: it was there already, or came too late; or the service failed.
    Other,
}

impl Limits {
    pub(super) fn new(limits: &config::Limits) -> Self {
        let rate = |number: std::num::NonZeroU32, seconds| {
            Rate::new(number.get(), Duration::from_secs(seconds))
        };
        Self {
            requests: rate(limits.requests_per_minute, 60),
            casts_from_here: rate(limits.casts_per_minute, 60),
            casts: rate(limits.casts_per_minute, 60),
            wrong: rate(limits.wrong_per_hour, 3_600),
            forged: rate(limits.forged_per_minute, 60),
        }
    }

    /// A request of any kind.
    pub(super) fn request(&self, address: Address) -> Result<(), Limited> {
        let taken = self.requests.take(&address, Instant::now());
        taken.map_err(|wait| too_many("too many requests from this network", wait))
    }

    /// A ballot, before anything of it is checked.
    pub(super) fn cast(&self, address: Address, payload: &[u8]) -> Result<(), Limited> {
        let now = Instant::now();
        let waits = |wait| too_many("too many ballots of this credential", wait);
        if let Some(credential) = credential_of(payload) {
            self.casts_from_here.take(&(address, credential), now).map_err(waits)?;
            self.casts.look(&credential, now).map_err(waits)?;
            let detail = "this credential has signed wrong ballots again and again";
            let is_set_aside = |wait| Limited { code: "set-aside", detail, wait };
            self.wrong.look(&credential, now).map_err(is_set_aside)?;
        }
        let forged = |wait| too_many("too many ballots from this network that nobody signed", wait);
        self.forged.look(&address, now).map_err(forged)
    }

    /// And when it is known what has become of it.
    pub(super) fn has_become(&self, address: Address, payload: &[u8], outcome: Outcome) {
        let now = Instant::now();
        let Some(credential) = credential_of(payload) else {
            let _ = self.forged.take(&address, now);
            return;
        };
        let _ = match outcome {
            Outcome::New => self.casts.take(&credential, now),
            Outcome::Wrong => self.wrong.take(&credential, now),
            Outcome::Forged => self.forged.take(&address, now),
            Outcome::Other => Ok(()),
        };
    }
}

/// U, after the district. Whether it is a point does not matter here.
fn credential_of(payload: &[u8]) -> Option<[u8; 32]> {
    payload.get(2..)?.first_chunk().copied()
}

fn too_many(detail: &'static str, wait: Duration) -> Limited {
    Limited { code: "too-many", detail, wait }
}

impl From<Limited> for Problem {
    fn from(limited: Limited) -> Self {
        // In whole seconds, and not too early.
        Self::too_many(limited.code, limited.detail, limited.wait.as_secs() + 1)
    }
}

/// So many in a time, at once or evenly: the generic cell rate algorithm (ITU-T I.371). A place holds the time at which
/// all that was taken would have been used evenly.
struct Rate {
    start: Instant,
    /// What one takes, in nanoseconds.
    cost: u64,
    /// What can be taken ahead.
    ahead: u64,
    hash: RandomState,
    places: Box<[AtomicU64]>,
}

impl Rate {
    fn new(number: u32, time: Duration) -> Self {
        let ahead = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        Self {
            start: Instant::now(),
            cost: ahead / u64::from(number.max(1)),
            ahead,
            hash: RandomState::new(),
            places: std::iter::repeat_with(AtomicU64::default).take(PLACES).collect(),
        }
    }

    /// Takes one, or says how long to wait for it.
    fn take(&self, who: &impl Hash, now: Instant) -> Result<(), Duration> {
        let now = self.nanoseconds(now);
        let next = |used| self.next(used, now).ok();
        let taken = self.place(who).fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
        taken.map(|_| ()).or_else(|used| self.next(used, now).map(|_| ()))
    }

    /// Whether one could be taken.
    fn look(&self, who: &impl Hash, now: Instant) -> Result<(), Duration> {
        let used = self.place(who).load(Ordering::Relaxed);
        self.next(used, self.nanoseconds(now)).map(|_| ())
    }

    fn next(&self, used: u64, now: u64) -> Result<u64, Duration> {
        let next = used.max(now).saturating_add(self.cost);
        match next.checked_sub(now.saturating_add(self.ahead)) {
            None | Some(0) => Ok(next),
            Some(wait) => Err(Duration::from_nanos(wait)),
        }
    }

    fn place(&self, who: &impl Hash) -> &AtomicU64 {
        &self.places[self.hash.hash_one(who) as usize % PLACES]
    }

    fn nanoseconds(&self, now: Instant) -> u64 {
        u64::try_from(now.saturating_duration_since(self.start).as_nanos()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_up_comes_back_evenly() {
        let rate = Rate::new(3, Duration::from_secs(60));
        let at = |seconds| rate.start + Duration::from_secs(seconds);
        for _ in 0..3 {
            assert_eq!(rate.take(&'a', at(0)), Ok(()));
        }
        assert_eq!(rate.look(&'a', at(0)), Err(Duration::from_secs(20)));
        assert_eq!(rate.take(&'a', at(5)), Err(Duration::from_secs(15)));
        assert_eq!(rate.take(&'b', at(5)), Ok(()), "another one has its own");
        assert_eq!(rate.take(&'a', at(20)), Ok(()), "what was refused has cost nothing");
        assert_eq!(rate.take(&'a', at(20)), Err(Duration::from_secs(20)));
        for _ in 0..3 {
            assert_eq!(rate.take(&'a', at(1_000)), Ok(()));
        }
        assert!(rate.take(&'a', at(1_000)).is_err(), "nothing is saved up");
    }

    fn address(last: u8) -> Address {
        Address::of([192, 0, 2, last].into())
    }

    fn ballot_of(credential: u8) -> Vec<u8> {
        [&[0, 0], [credential; 32].as_slice(), b"the rest"].concat()
    }

    fn code(refused: Result<(), Limited>) -> Option<&'static str> {
        refused.err().map(|limited| limited.code)
    }

    #[test]
    fn ballots_that_others_send_in_the_name_of_a_voter_do_not_keep_the_voter_out() {
        let limits = Limits::new(&config::Limits::default());
        for _ in 0..1_000 {
            let _ = limits.cast(address(1), &ballot_of(7));
            limits.has_become(address(1), &ballot_of(7), Outcome::Forged);
            // A ballot that is on the board can be sent again by anybody.
            limits.has_become(address(1), &ballot_of(7), Outcome::Other);
        }
        assert_eq!(code(limits.cast(address(1), &ballot_of(7))), Some("too-many"));
        assert_eq!(code(limits.cast(address(2), &ballot_of(7))), None);
    }

    #[test]
    fn a_credential_that_signs_wrong_ballots_is_set_aside_wherever_it_comes_from() {
        let limits = Limits::new(&config::Limits::default());
        for from in 0..5 {
            assert_eq!(code(limits.cast(address(from), &ballot_of(7))), None);
            limits.has_become(address(from), &ballot_of(7), Outcome::Wrong);
        }
        assert_eq!(code(limits.cast(address(9), &ballot_of(7))), Some("set-aside"));
        assert_eq!(code(limits.cast(address(0), &ballot_of(8))), None, "others are not");
    }

    #[test]
    fn an_address_that_forges_ballots_is_refused_whatever_it_writes_into_them() {
        let limits = Limits::new(&config::Limits::default());
        for credential in 0..120 {
            let ballot = if credential % 2 == 0 { ballot_of(credential) } else { vec![0; 5] };
            assert_eq!(code(limits.cast(address(1), &ballot)), None);
            limits.has_become(address(1), &ballot, Outcome::Forged);
        }
        assert_eq!(code(limits.cast(address(1), &ballot_of(200))), Some("too-many"));
        assert_eq!(code(limits.cast(address(2), &ballot_of(200))), None);
    }

    #[test]
    fn nobody_votes_without_end() {
        let limits = Limits::new(&config::Limits::default());
        for from in 0..10 {
            limits.has_become(address(from), &ballot_of(7), Outcome::New);
        }
        assert_eq!(code(limits.cast(address(99), &ballot_of(7))), Some("too-many"));
    }
}
