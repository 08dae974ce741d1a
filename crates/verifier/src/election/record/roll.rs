//! The roll of a district: how each credential stands (`spec/election.md`, section 7).

use std::collections::HashMap;
use std::collections::hash_map;
use std::fmt;
use std::num::NonZeroU64;

/// How a credential stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It may vote.
    Active,
    /// None of its ballots counts.
    Revoked,
    /// It was revoked, and another one stands in its place.
    Replaced,
    /// It voted on paper.
    Paper,
}

impl fmt::Display for Standing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Active => "active",
            Self::Revoked => "revoked",
            Self::Replaced => "replaced",
            Self::Paper => "used up on paper",
        })
    }
}

/// What the record keeps of a credential, 48 bytes.
#[derive(Debug, Clone)]
pub(super) struct Credential {
    pub(super) standing: Standing,
    /// T of its last ballot, or zeros.
    pub(super) tracker: [u8; 32],
    /// The entry of its last ballot, which is never entry 0.
    pub(super) last: Option<NonZeroU64>,
}

/// The credentials of a district by their U. They are found through their number, which keeps
/// the table small: a city has 10^6 of them.
#[derive(Debug, Default)]
pub(super) struct Roll {
    numbers: HashMap<[u8; 32], u32>,
    credentials: Vec<Credential>,
}

impl Roll {
    /// A roll without credentials that has room for some.
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self {
            numbers: HashMap::with_capacity(capacity),
            credentials: Vec::with_capacity(capacity),
        }
    }

    /// Adds a credential, active and without a ballot. False if it is there, in whatever
    /// standing.
    pub(super) fn add(&mut self, credential: [u8; 32]) -> bool {
        // A roll has at most 2^24 credentials, and each reissue, an entry, adds one.
        let Ok(number) = u32::try_from(self.credentials.len()) else { return false };
        match self.numbers.entry(credential) {
            hash_map::Entry::Occupied(_) => false,
            hash_map::Entry::Vacant(place) => {
                place.insert(number);
                let standing = Standing::Active;
                self.credentials.push(Credential { standing, tracker: [0; 32], last: None });
                true
            }
        }
    }

    /// The credential, if it is on the roll.
    pub(super) fn get_mut(&mut self, credential: &[u8; 32]) -> Option<&mut Credential> {
        self.credentials.get_mut(*self.numbers.get(credential)? as usize)
    }

    /// How many ever stood on it.
    pub(super) fn len(&self) -> usize {
        self.credentials.len()
    }
}
