//! What each trustee has done: the key ceremony before the vote, the decryption after it.

use isoloir_crypto::dkg::TrusteeIndex;
use isoloir_election::phase::{Ceremony, Decrypting, Election, Phase, Record, Setup};

use crate::board::election_of;

/// A round of the key ceremony.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Round {
    Commit,
    Open,
    Deal,
    Confirm,
}

/// How a trustee stands in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Done,
    Awaited,
    /// The round has not begun.
    Later,
}

/// What all trustees have done.
pub(super) struct Trustees {
    pub(super) lines: Vec<TrusteeLine>,
    pub(super) failed: Option<Failed>,
    pub(super) tally: Option<Tally>,
}

/// The ceremony has failed.
pub(super) struct Failed {
    /// By whose fault, if it is known.
    pub(super) culprit: Option<String>,
}

/// A trustee.
pub(super) struct TrusteeLine {
    pub(super) name: String,
    /// For each round; none, if the ceremony has failed.
    pub(super) rounds: Option<[Part; Round::ALL.len()]>,
    pub(super) after: Option<AfterTheClose>,
}

/// What a trustee has done after the close.
pub(super) struct AfterTheClose {
    pub(super) has_stated: bool,
    /// In how many districts a decryption of theirs holds.
    pub(super) decrypted: u64,
    /// In how many it does not.
    pub(super) set_aside: u64,
}

/// What all of them have to do after the close.
pub(super) struct Tally {
    /// Q: how many must state the close.
    pub(super) quorum: u64,
    /// t: how many must decrypt each district.
    pub(super) threshold: u64,
    pub(super) districts: u64,
}

impl Round {
    pub(super) const ALL: [Self; 4] = [Self::Commit, Self::Open, Self::Deal, Self::Confirm];

    /// The round that a ceremony is in, and who has not done their part of it; nothing after it has failed.
    pub(super) fn awaited(ceremony: &Ceremony) -> Option<(Self, Vec<TrusteeIndex>)> {
        match ceremony {
            Ceremony::Commit(round) => Some((Self::Commit, round.missing().collect())),
            Ceremony::Open(round) => Some((Self::Open, round.missing().collect())),
            Ceremony::Deal(round) => Some((Self::Deal, round.missing().collect())),
            Ceremony::Confirm { round, confirmed, .. } => {
                let all = round.parameters().indices();
                Some((Self::Confirm, all.filter(|it| !confirmed.contains(it)).collect()))
            }
            Ceremony::Failed { .. } => None,
        }
    }
}

impl Trustees {
    /// Of a record; none, if its board is empty.
    pub(super) fn of(record: &Record) -> Option<Self> {
        let election = election_of(record)?;
        let (setup, decrypting) = match record.phase() {
            Phase::Setup(setup) => (Some(setup), None),
            Phase::Decrypting(decrypting) | Phase::Decided(decrypting) => (None, Some(decrypting)),
            _ => (None, None),
        };
        let line = |trustee| TrusteeLine {
            name: trustee_name(election, trustee),
            rounds: rounds(setup, trustee),
            after: decrypting.map(|decrypting| AfterTheClose::of(decrypting, trustee)),
        };
        Some(Self {
            lines: trustees(election).map(line).collect(),
            failed: setup
                .and_then(Setup::ceremony)
                .and_then(|ceremony| Failed::of(election, ceremony)),
            tally: decrypting.map(|_| Tally {
                quorum: election.definition().close_quorum() as u64,
                threshold: election.definition().threshold.into(),
                districts: election.districts().len() as u64,
            }),
        })
    }
}

impl Failed {
    fn of(election: &Election, ceremony: &Ceremony) -> Option<Self> {
        let Ceremony::Failed { culprit } = ceremony else { return None };
        Some(Self { culprit: culprit.map(|culprit| trustee_name(election, culprit)) })
    }
}

/// What a trustee has done in each round. After the opening, all of it.
fn rounds(setup: Option<&Setup>, trustee: TrusteeIndex) -> Option<[Part; Round::ALL.len()]> {
    let Some(setup) = setup else { return Some([Part::Done; Round::ALL.len()]) };
    let Some(ceremony) = setup.ceremony() else { return Some([Part::Later; Round::ALL.len()]) };
    let (current, awaited) = Round::awaited(ceremony)?;
    Some(Round::ALL.map(|round| match round.cmp(&current) {
        std::cmp::Ordering::Less => Part::Done,
        std::cmp::Ordering::Equal if awaited.contains(&trustee) => Part::Awaited,
        std::cmp::Ordering::Equal => Part::Done,
        std::cmp::Ordering::Greater => Part::Later,
    }))
}

impl AfterTheClose {
    fn of(decrypting: &Decrypting, trustee: TrusteeIndex) -> Self {
        let closed = decrypting.closed();
        let count = |is_so: &dyn Fn(u16) -> bool| {
            let districts = 0..closed.election().districts().len() as u16;
            districts.filter(|&district| is_so(district)).count() as u64
        };
        Self {
            has_stated: closed.statements().any(|other| other == trustee),
            decrypted: count(&|district| {
                decrypting
                    .contributed(district)
                    .is_ok_and(|mut trustees| trustees.any(|other| other == trustee))
            }),
            set_aside: count(&|district| {
                decrypting.set_aside(district).is_ok_and(|trustees| trustees.contains(&trustee))
            }),
        }
    }
}

pub(super) fn trustees(election: &Election) -> impl Iterator<Item = TrusteeIndex> {
    let count = election.definition().trustees.len() as u8;
    (1..=count).filter_map(|index| TrusteeIndex::new(index).ok())
}

pub(super) fn trustee_name(election: &Election, trustee: TrusteeIndex) -> String {
    let party = election.definition().trustees.get(usize::from(trustee.get()) - 1);
    party.map_or_else(|| trustee.to_string(), |party| party.name.clone())
}
