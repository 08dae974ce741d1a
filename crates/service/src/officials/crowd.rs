//! Many credentials from one address, without remembering an address or a credential.
//!
//! What is kept, in memory alone: for each address from which a first ballot came today, 8 bytes of HMAC-SHA256 under a
//! key that is drawn afresh each day (UTC), and how many first ballots came from there. At midnight all of it is
//! forgotten, the key too. A first ballot is one that replaces none: of these each credential has one, so that
//! they can be counted without a credential being looked at. What is shown is how many addresses had how many, in three
//! coarse classes. Each server counts what it is sent itself.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use hmac::Mac;

use crate::officials::seal::Key;

/// The most addresses that are counted in a day: some 4 MB. Those that come later are not.
const MAX_ADDRESSES: usize = 1 << 18;

/// The least numbers of first ballots of the classes. Below the first lies what a large family with several budgets, or
/// a mobile network whose customers share an address, makes without anybody doing wrong.
pub(super) const CLASSES: [u32; 3] = [30, 100, 300];

const DAY_SECONDS: u64 = 24 * 3_600;

/// Counts first ballots by address, for a day.
pub struct Crowd(Mutex<Today>);

struct Today {
    /// The day, counted from 1970.
    day: u64,
    key: Key,
    ballots: HashMap<[u8; 8], u32>,
}

impl Default for Crowd {
    fn default() -> Self {
        Self::new()
    }
}

impl Crowd {
    /// Nothing is counted yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Mutex::new(Today::begin(0)))
    }

    /// Counts a ballot that was recorded, replaces none, and came from this address; `now` in seconds since 1970.
    pub fn note(&self, address: IpAddr, now: u64) {
        self.with_today(now, |today| {
            let place = today.place(address);
            let is_room = today.ballots.len() < MAX_ADDRESSES;
            if is_room || today.ballots.contains_key(&place) {
                let ballots = today.ballots.entry(place).or_default();
                *ballots = ballots.saturating_add(1);
            }
        });
    }

    /// How many addresses are in each class today.
    pub(super) fn classes(&self, now: u64) -> [u64; CLASSES.len()] {
        self.with_today(now, |today| {
            let mut classes = [0; CLASSES.len()];
            for ballots in today.ballots.values() {
                if let Some(class) = CLASSES.iter().rposition(|least| ballots >= least) {
                    classes[class] += 1;
                }
            }
            classes
        })
    }

    /// With the counts of today: those of another day are forgotten, and so is their key.
    fn with_today<T>(&self, now: u64, what: impl FnOnce(&mut Today) -> T) -> T {
        let mut today = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let day = now / DAY_SECONDS;
        if today.day != day {
            *today = Today::begin(day);
        }
        what(&mut today)
    }
}

impl Today {
    fn begin(day: u64) -> Self {
        Self { day, key: Key::random(), ballots: HashMap::new() }
    }

    /// What stands for an address today.
    fn place(&self, address: IpAddr) -> [u8; 8] {
        let tag: [u8; 32] =
            self.key.mac().chain_update(household(address)).finalize().into_bytes().into();
        let mut place = [0; 8];
        place.copy_from_slice(&tag[..8]);
        place
    }
}

/// The part of an address that one connection has: an IPv6 customer has the last 64 bits to choose from.
fn household(address: IpAddr) -> [u8; 8] {
    let bits = match address.to_canonical() {
        // No IPv6 address of a customer begins with 32 zeros.
        IpAddr::V4(address) => u64::from(address.to_bits()),
        IpAddr::V6(address) => (address.to_bits() >> 64) as u64,
    };
    bits.to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: u64 = 20_000 * DAY_SECONDS + DAY_SECONDS / 2;

    fn cast(crowd: &Crowd, address: &str, times: usize) {
        (0..times).for_each(|_| crowd.note(address.parse().unwrap(), NOON));
    }

    #[test]
    fn three_hundred_and_twenty_votes_from_one_address_are_seen() {
        let crowd = Crowd::new();
        cast(&crowd, "192.0.2.7", 320);
        cast(&crowd, "192.0.2.8", 30);
        cast(&crowd, "192.0.2.9", 29);
        assert_eq!(crowd.classes(NOON), [1, 0, 1]);
    }

    #[test]
    fn an_ipv6_customer_is_one_address_and_a_mapped_ipv4_address_is_itself() {
        let crowd = Crowd::new();
        cast(&crowd, "2001:db8:0:1::1", 15);
        cast(&crowd, "2001:db8:0:1:ffff::2", 15);
        cast(&crowd, "2001:db8:0:2::1", 15);
        cast(&crowd, "192.0.2.7", 50);
        cast(&crowd, "::ffff:192.0.2.7", 50);
        assert_eq!(crowd.classes(NOON), [1, 1, 0]);
    }

    #[test]
    fn at_midnight_all_is_forgotten() {
        let crowd = Crowd::new();
        cast(&crowd, "192.0.2.7", 320);
        let address = "192.0.2.7".parse().unwrap();
        let place = |crowd: &Crowd| crowd.0.lock().unwrap().place(address);
        let before = place(&crowd);
        assert_eq!(crowd.classes(NOON + DAY_SECONDS / 2), [0; 3]);
        assert_ne!(place(&crowd), before, "the key is the same");
        assert!(crowd.0.lock().unwrap().ballots.is_empty());
    }

    #[test]
    fn no_more_addresses_are_counted_than_there_is_room_for() {
        let crowd = Crowd::new();
        cast(&crowd, "192.0.2.7", 29);
        for number in 0..MAX_ADDRESSES as u32 + 10 {
            crowd.note(IpAddr::V4(number.into()), NOON);
        }
        cast(&crowd, "192.0.2.7", 1);
        assert_eq!(crowd.0.lock().unwrap().ballots.len(), MAX_ADDRESSES);
        assert_eq!(crowd.classes(NOON), [1, 0, 0], "one that was counted goes on");
    }
}
