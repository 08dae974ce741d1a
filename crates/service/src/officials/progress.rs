//! Where the election stands, by its record.

use isoloir_crypto::dkg::TrusteeIndex;
use isoloir_election::phase::{Ceremony, Decrypting, Election, Phase, Record, Setup};

use crate::board::election_of;
use crate::officials::ceremony::{Round, trustee_name, trustees};
use crate::officials::turnout::HOUR_SECONDS;

/// Where the election stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Setup,
    Voting,
    Closed,
    Decided,
}

/// What an official sees first.
pub(super) struct Overview {
    pub(super) title: String,
    pub(super) stage: Stage,
    pub(super) election_id: String,
    pub(super) fingerprint: Option<String>,
    /// Seconds since 1970, as the other times.
    pub(super) opens: u64,
    pub(super) closes: u64,
    pub(super) complaints: u64,
    pub(super) entries: u64,
    pub(super) districts: Vec<DistrictLine>,
    /// What must happen before the next step; nothing, if the election is decided.
    pub(super) next: Vec<Step>,
}

/// A district.
pub(super) struct DistrictLine {
    pub(super) name: String,
    /// On the roll; before the opening, those of the registrar who has put up fewest.
    pub(super) credentials: u64,
    /// Recorded, replaced ones included.
    pub(super) ballots: u64,
}

/// What must happen, and who has to do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The definition is there in part.
    PublishAgain,
    /// These trustees have not done their part of the round.
    Trustees { round: Round, names: Vec<String> },
    /// The ceremony has failed, by this trustee's fault, if it is known.
    HoldAgain { culprit: Option<String> },
    /// A registrar has put up nothing for these districts.
    Enrol { registrar: String, districts: Vec<String> },
    /// The registrars' rolls of a district differ in length.
    MatchRolls { district: String },
    /// All is there.
    Open,
    /// Residents vote.
    Close,
    /// So many of these trustees must state the close.
    State { needed: u64, names: Vec<String> },
    /// A trustee has sent a wrong decryption.
    SetAside { trustee: String, district: String },
    /// So many more trustees must decrypt a district.
    Decrypt { needed: u64, district: String },
    /// A district's result can be published.
    Publish { district: String },
}

impl Overview {
    /// Of a record; none, if its board is empty.
    pub(super) fn of(record: &Record) -> Option<Self> {
        let election = election_of(record)?;
        let definition = election.definition();
        let (stage, next) = match record.phase() {
            Phase::Empty => return None,
            Phase::Setup(setup) => (Stage::Setup, before_the_vote(setup)),
            Phase::Voting(_) => (Stage::Voting, vec![Step::Close]),
            // Its sums are under way.
            Phase::Closed(_) => (Stage::Closed, Vec::new()),
            Phase::Decrypting(decrypting) => (Stage::Closed, after_the_close(decrypting)),
            Phase::Decided(_) => (Stage::Decided, Vec::new()),
        };
        let voting = record.phase().voting();
        Some(Self {
            title: definition.title.clone(),
            stage,
            election_id: election.id().to_string(),
            fingerprint: voting.map(|voting| voting.fingerprint().to_string()),
            opens: definition.opens,
            closes: definition.closes,
            complaints: definition.complaints,
            entries: record.chain().size(),
            districts: districts(record.phase(), election),
            next,
        })
    }

    /// The hours of the vote so far: the first one, and the one after the last.
    pub(super) fn hours(&self, now: u64) -> (u64, u64) {
        let end = if self.stage == Stage::Voting { now } else { now.min(self.closes) };
        (self.opens / HOUR_SECONDS, end / HOUR_SECONDS + 1)
    }
}

fn districts(phase: &Phase, election: &Election) -> Vec<DistrictLine> {
    let line = |(index, district): (u16, &isoloir_election::definition::District)| {
        let (credentials, ballots) = match phase {
            Phase::Setup(setup) => (lengths(setup, index).min().unwrap_or(0), 0),
            other => other.voting().map_or((0, 0), |voting| {
                (voting.credentials(index).unwrap_or(0), voting.recorded(index).unwrap_or(0))
            }),
        };
        DistrictLine { name: district.name.clone(), credentials: credentials as u64, ballots }
    };
    (0..).zip(election.districts()).map(line).collect()
}

/// How many credentials each registrar has put on the roll of a district.
fn lengths(setup: &Setup, district: u16) -> impl Iterator<Item = usize> {
    let registrars = 0..setup.election().definition().registrars.len() as u8;
    registrars.map(move |registrar| setup.roll(district, registrar).len())
}

fn before_the_vote(setup: &Setup) -> Vec<Step> {
    let election = setup.election();
    let mut steps: Vec<Step> = ceremony_step(setup).into_iter().collect();
    for (index, party) in (0..).zip(&election.definition().registrars) {
        let districts = (0..).zip(election.districts());
        let empty: Vec<String> = districts
            .filter(|&(district, _)| setup.roll(district, index).is_empty())
            .map(|(_, district)| district.name.clone())
            .collect();
        if !empty.is_empty() {
            steps.push(Step::Enrol { registrar: party.name.clone(), districts: empty });
        }
    }
    for (index, district) in (0..).zip(election.districts()) {
        let lengths: Vec<usize> = lengths(setup, index).collect();
        if !lengths.contains(&0) && lengths.iter().any(|length| Some(length) != lengths.first()) {
            steps.push(Step::MatchRolls { district: district.name.clone() });
        }
    }
    if steps.is_empty() {
        steps.push(Step::Open);
    }
    steps
}

fn ceremony_step(setup: &Setup) -> Option<Step> {
    let election = setup.election();
    let Some(ceremony) = setup.ceremony() else { return Some(Step::PublishAgain) };
    if let Ceremony::Failed { culprit } = ceremony {
        let culprit = culprit.map(|culprit| trustee_name(election, culprit));
        return Some(Step::HoldAgain { culprit });
    }
    let (round, awaited) = Round::awaited(ceremony)?;
    let names: Vec<String> =
        awaited.into_iter().map(|trustee| trustee_name(election, trustee)).collect();
    (!names.is_empty()).then_some(Step::Trustees { round, names })
}

fn after_the_close(decrypting: &Decrypting) -> Vec<Step> {
    let closed = decrypting.closed();
    let election = closed.election();
    let stated: Vec<TrusteeIndex> = closed.statements().collect();
    let quorum = election.definition().close_quorum();
    if stated.len() < quorum {
        let missing = trustees(election).filter(|trustee| !stated.contains(trustee));
        let names = missing.map(|trustee| trustee_name(election, trustee)).collect();
        return vec![Step::State { needed: (quorum - stated.len()) as u64, names }];
    }
    let districts = (0..).zip(election.districts());
    districts
        .flat_map(|(index, part)| decryption(decrypting, index, &part.name, part.floor))
        .collect()
}

/// What a district needs for its result.
fn decryption(decrypting: &Decrypting, index: u16, name: &str, floor: u32) -> Vec<Step> {
    if decrypting.is_published(index).unwrap_or(true) {
        return Vec::new();
    }
    let district = name.to_owned();
    let election = decrypting.closed().election();
    let set_aside = decrypting.set_aside(index).unwrap_or_default().iter();
    let mut steps: Vec<Step> = set_aside
        .map(|&culprit| {
            let trustee = trustee_name(election, culprit);
            Step::SetAside { trustee, district: district.clone() }
        })
        .collect();
    let contributed = decrypting.contributed(index).map_or(0, Iterator::count);
    let needed = usize::from(election.definition().threshold).saturating_sub(contributed) as u64;
    let is_below_floor = decrypting.counted(index).is_ok_and(|counted| counted < floor.into());
    steps.push(if needed == 0 || is_below_floor {
        Step::Publish { district }
    } else {
        Step::Decrypt { needed, district }
    });
    steps
}
