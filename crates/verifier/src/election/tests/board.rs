//! A board in memory that is followed entry by entry, as the program does it, ballot by ballot.

use sha2::{Digest as _, Sha256};
use sha3::Sha3_256;

use crate::crypto::batch::{self, Guilty};
use crate::crypto::tally::Sums;
use crate::election::record::{Phase, Placed, Record, Refusal};

/// Why a board does not take an entry.
#[derive(Debug)]
pub(super) enum Refused {
    Index,
    Previous,
    Record(Refusal),
    Ballot(Guilty),
}

/// The entries so far with what they amount to.
#[derive(Default)]
pub(super) struct Board {
    entries: Vec<Vec<u8>>,
    pub(super) record: Record,
}

/// The parts of an entry (`spec/board.md`, section 3).
pub(super) fn placed(entry: &[u8]) -> Placed<'_> {
    Placed {
        kind: entry[0],
        index: u64::from_be_bytes(entry[1..9].try_into().unwrap()),
        previous: entry[9..41].try_into().unwrap(),
        chain_hash: Sha3_256::digest(entry).into(),
        payload: &entry[41..],
    }
}

impl Board {
    /// Follows entries that must all be right.
    pub(super) fn of(entries: &[Vec<u8>]) -> Self {
        let mut board = Self::default();
        for (index, entry) in entries.iter().enumerate() {
            board.follow(entry).unwrap_or_else(|refused| panic!("entry {index}: {refused:?}"));
        }
        board
    }

    /// Takes one more entry. A ballot is checked before it is recorded.
    pub(super) fn follow(&mut self, entry: &[u8]) -> Result<(), Refused> {
        let placed = placed(entry);
        if placed.index != self.entries.len() as u64 {
            return Err(Refused::Index);
        }
        if placed.previous != self.head() {
            return Err(Refused::Previous);
        }
        self.check_ballot(&placed)?;
        let root = || root(self.entries.iter().map(Vec::as_slice).chain([entry]));
        self.record.apply(&placed, root).map_err(Refused::Record)?;
        self.entries.push(entry.to_vec());
        if placed.kind == 15 {
            self.record.settle(&self.sums()).unwrap();
        }
        Ok(())
    }

    /// The proof and the signature of a ballot.
    fn check_ballot(&self, placed: &Placed<'_>) -> Result<(), Refused> {
        if placed.kind != 10 || self.record.phase() != Phase::Voting {
            return Ok(());
        }
        let opened = self.record.opened().unwrap();
        let ballot = opened.read_ballot(placed.payload).map_err(Refused::Record)?;
        let cast = opened.cast_ballot(placed.index, &ballot).unwrap();
        let mut outcome = batch::check(&[cast]);
        outcome.guilty.pop().map_or(Ok(()), |guilty| Err(Refused::Ballot(guilty)))
    }

    /// The bytes of an entry.
    pub(super) fn entry(&self, index: u64) -> &[u8] {
        &self.entries[index as usize]
    }

    /// The payload of an entry.
    pub(super) fn payload(&self, index: u64) -> &[u8] {
        placed(self.entry(index)).payload
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> u64 {
        self.entries.len() as u64
    }

    /// The chain hash of the last entry.
    pub(super) fn head(&self) -> [u8; 32] {
        self.entries.last().map_or([0; 32], |last| Sha3_256::digest(last).into())
    }

    /// Makes the next entry, and takes it.
    pub(super) fn post(&mut self, kind: u8, payload: &[u8]) -> Result<(), Refused> {
        let index = self.len().to_be_bytes();
        self.follow(&[&[kind], &index[..], &self.head(), payload].concat())
    }

    /// The entries of the ballots that count, with their districts.
    pub(super) fn counted(&self) -> Vec<(u64, u16)> {
        let superseded = self.record.superseded();
        let ballots = self.entries.iter().map(|entry| placed(entry)).filter(|e| e.kind == 10);
        let counts = ballots.filter(|e| superseded.binary_search(&e.index).is_err());
        counts.map(|e| (e.index, u16::from_be_bytes([e.payload[0], e.payload[1]]))).collect()
    }

    /// The sums over the ballots that count, by plain addition.
    fn sums(&self) -> Vec<Sums> {
        let opened = self.record.opened().unwrap();
        let districts = opened.parameters().iter();
        let mut sums: Vec<_> = districts.map(|d| Sums::neutral(d.style().slots())).collect();
        for (index, district) in self.counted() {
            let entry = placed(&self.entries[index as usize]);
            let style = opened.parameters()[usize::from(district)].style();
            let ballot = opened.read_ballot(entry.payload).unwrap();
            sums[usize::from(district)].add(&Sums::of_ballot(style, ballot.parts.sealed).unwrap());
        }
        sums
    }

    /// The root of the log.
    pub(super) fn root(&self) -> [u8; 32] {
        root(self.entries.iter().map(Vec::as_slice))
    }
}

/// The root of RFC 6962, section 2.1, by its definition.
fn root<'a>(entries: impl Iterator<Item = &'a [u8]>) -> [u8; 32] {
    fn over(leaves: &[[u8; 32]]) -> [u8; 32] {
        if let [leaf] = leaves {
            return *leaf;
        }
        let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
        let node = Sha256::new().chain_update([1]).chain_update(over(left));
        node.chain_update(over(right)).finalize().into()
    }
    let leaf = |entry| Sha256::new().chain_update([0]).chain_update(entry).finalize().into();
    let leaves: Vec<_> = entries.map(leaf).collect();
    if leaves.is_empty() { Sha256::digest([]).into() } else { over(&leaves) }
}
