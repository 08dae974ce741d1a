//! `isoloir status`: where an election stands, and who must do what next.

use std::collections::BTreeSet;

use isoloir_crypto::dkg::TrusteeIndex;
use isoloir_election::definition::District;
use isoloir_election::phase::{Ceremony, Decrypting, Election, Phase, Setup};
use serde::Serialize;

use crate::clock;
use crate::failure::Failure;
use crate::place::{Board, Place};
use crate::say::say;

/// What `--help` says.
pub(crate) const ABOUT: &str = "\
Say where an election stands and who must do what next.

Reads the whole board and checks all of it, as every command does; nobody's key is needed.";

/// The arguments of `isoloir status`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The board: the URL of its server, or a folder.
    #[arg(long, value_name = "BOARD")]
    board: Place,

    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Status {
    title: String,
    election_id: String,
    fingerprint: Option<String>,
    phase: &'static str,
    entries: u64,
    opens: u64,
    closes: u64,
    complaints: u64,
    districts: Vec<DistrictStatus>,
    /// Who must do what.
    next: Vec<String>,
}

#[derive(Serialize)]
struct DistrictStatus {
    name: String,
    /// On the roll; during the setup, those of the registrar that has put up fewest.
    credentials: usize,
    ballots: u64,
    /// The ids of the projects that were withdrawn.
    withdrawn: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let board = Board::read(&arguments.board)?;
    let status = Status::of(&board)?;
    if arguments.json {
        say!("{}", serde_json::to_string_pretty(&status).map_err(Failure::system)?);
    } else {
        status.print()?;
    }
    Ok(())
}

impl Status {
    fn of(board: &Board) -> Result<Self, Failure> {
        let election = board.election()?;
        let definition = election.definition();
        let (phase, next) = match board.record.phase() {
            Phase::Empty => ("empty", Vec::new()),
            Phase::Setup(setup) => ("setup", setup_steps(setup)),
            Phase::Voting(_) => ("voting", voting_steps(election)),
            Phase::Closed(_) => ("closed", Vec::new()),
            Phase::Decrypting(decrypting) => ("closed", decrypting_steps(decrypting)?),
            Phase::Decided(_) => (
                "decided",
                vec!["Everybody: verify it (isoloir-verify), and read it (isoloir result).".into()],
            ),
        };
        Ok(Self {
            title: definition.title.clone(),
            election_id: election.id().to_string(),
            fingerprint: board.fingerprint().ok().map(|fingerprint| fingerprint.to_string()),
            phase,
            entries: board.head().size,
            opens: definition.opens,
            closes: definition.closes,
            complaints: definition.complaints,
            districts: districts(board, election)?,
            next,
        })
    }

    fn print(&self) -> Result<(), Failure> {
        say!("{}\nElection    {}", self.title, self.election_id);
        if let Some(fingerprint) = &self.fingerprint {
            say!("Fingerprint {fingerprint}");
        }
        say!("Phase       {}, {} entries on the board", self.phase, self.entries);
        say!("Opens       {}", clock::moment(self.opens));
        say!("Closes      {}", clock::moment(self.closes));
        say!("Complaints  until {}\n", clock::moment(self.complaints));
        for district in &self.districts {
            say!(
                "{}: {} on the roll, {} ballots recorded",
                district.name,
                district.credentials,
                district.ballots
            );
            if !district.withdrawn.is_empty() {
                say!("  withdrawn, and can't win: {}", district.withdrawn.join(", "));
            }
        }
        say!("\nNext:");
        for step in &self.next {
            say!("- {step}");
        }
        Ok(())
    }
}

fn districts(board: &Board, election: &Election) -> Result<Vec<DistrictStatus>, Failure> {
    let one = |(index, district): (u16, &District)| {
        let (credentials, ballots) = match board.record.phase() {
            Phase::Setup(setup) => (shortest_roll(setup, index), 0),
            other => match other.voting() {
                Some(voting) => (
                    voting.credentials(index).map_err(Failure::mismatch)?,
                    voting.recorded(index).map_err(Failure::mismatch)?,
                ),
                None => (0, 0),
            },
        };
        let withdrawn = withdrawn(board, index, district)?;
        Ok(DistrictStatus { name: district.name.clone(), credentials, ballots, withdrawn })
    };
    (0..).zip(election.districts()).map(one).collect()
}

fn withdrawn(board: &Board, index: u16, district: &District) -> Result<Vec<String>, Failure> {
    let Some(voting) = board.record.phase().voting() else { return Ok(Vec::new()) };
    let positions = voting.withdrawn(index).map_err(Failure::mismatch)?.iter();
    let projects = positions.filter_map(|&at| district.projects.get(usize::from(at)));
    Ok(projects.map(|project| project.id.clone()).collect())
}

fn shortest_roll(setup: &Setup, district: u16) -> usize {
    let registrars = 0..setup.election().definition().registrars.len() as u8;
    registrars.map(|registrar| setup.roll(district, registrar).len()).min().unwrap_or(0)
}

fn setup_steps(setup: &Setup) -> Vec<String> {
    let election = setup.election();
    let mut steps = Vec::new();
    let each = |trustees: &mut dyn Iterator<Item = TrusteeIndex>, command: &str| -> Vec<String> {
        trustees
            .map(|trustee| {
                format!("{}: isoloir trustee {command}", trustee_name(election, trustee))
            })
            .collect()
    };
    match setup.ceremony() {
        None => {
            steps.push("Official: isoloir publish again: the definition is not complete".into())
        }
        Some(Ceremony::Commit(round)) => steps.extend(each(&mut round.missing(), "commit")),
        Some(Ceremony::Open(round)) => steps.extend(each(&mut round.missing(), "share (open)")),
        Some(Ceremony::Deal(round)) => steps.extend(each(&mut round.missing(), "share (deal)")),
        Some(Ceremony::Confirm { round, confirmed, .. }) => {
            let mut missing =
                round.parameters().indices().filter(|trustee| !confirmed.contains(trustee));
            steps.extend(each(&mut missing, "confirm"));
        }
        Some(Ceremony::Failed { culprit }) => {
            let who = culprit.map_or_else(String::new, |culprit| {
                format!(" without {}", trustee_name(election, culprit))
            });
            steps.push(format!(
                "The ceremony has failed: hold it again{who}, on a new board with fresh files"
            ));
        }
    }
    for (registrar, party) in (0..).zip(&election.definition().registrars) {
        let districts = (0..).zip(election.districts());
        let empty: Vec<&str> = districts
            .filter(|&(index, _)| setup.roll(index, registrar).is_empty())
            .map(|(_, district)| district.name.as_str())
            .collect();
        if !empty.is_empty() {
            steps.push(format!(
                "{} (registrar): isoloir registrar issue, for {}",
                party.name,
                empty.join(", ")
            ));
        }
    }
    for (index, district) in (0..).zip(election.districts()) {
        if steps.is_empty()
            && let Err(refusal) = setup.combined_roll(index)
        {
            steps.push(format!(
                "Registrars: the rolls of {} do not fit together: {refusal}",
                district.name
            ));
        }
    }
    if steps.is_empty() {
        steps.push(format!(
            "Official: isoloir open, from {}",
            clock::moment(election.definition().opens)
        ));
    }
    steps
}

fn voting_steps(election: &Election) -> Vec<String> {
    let closes = clock::moment(election.definition().closes);
    vec![
        "Residents: vote (isoloir vote)".into(),
        "Registrars: isoloir registrar notify, every day".into(),
        format!("Official: isoloir close, from {closes}"),
    ]
}

fn decrypting_steps(decrypting: &Decrypting) -> Result<Vec<String>, Failure> {
    let closed = decrypting.closed();
    let election = closed.election();
    let stated: BTreeSet<TrusteeIndex> = closed.statements().collect();
    let quorum = election.definition().close_quorum();
    if stated.len() < quorum {
        let missing = trustees(election).filter(|trustee| !stated.contains(trustee));
        let names: Vec<String> = missing.map(|trustee| trustee_name(election, trustee)).collect();
        return Ok(vec![format!(
            "{} of: {}: isoloir trustee close-statement, from {}",
            quorum - stated.len(),
            names.join(", "),
            clock::moment(election.definition().complaints)
        )]);
    }
    let mut steps = Vec::new();
    for (index, district) in (0..).zip(election.districts()) {
        if decrypting.is_published(index).map_err(Failure::mismatch)? {
            continue;
        }
        for culprit in decrypting.set_aside(index).map_err(Failure::mismatch)? {
            let name = trustee_name(election, *culprit);
            steps.push(format!(
                "{}: the contribution of {name} is wrong and set aside",
                district.name
            ));
        }
        let counted = decrypting.counted(index).map_err(Failure::mismatch)?;
        let contributed: BTreeSet<TrusteeIndex> =
            decrypting.contributed(index).map_err(Failure::mismatch)?.collect();
        let needed = usize::from(election.definition().threshold);
        if counted < u64::from(district.floor) || contributed.len() >= needed {
            steps.push(format!("{}: an official: isoloir publish-result", district.name));
        } else {
            steps.push(format!(
                "{}: {} more trustees: isoloir trustee decrypt",
                district.name,
                needed - contributed.len()
            ));
        }
    }
    Ok(steps)
}

fn trustees(election: &Election) -> impl Iterator<Item = TrusteeIndex> {
    let count = election.definition().trustees.len() as u8;
    (1..=count).filter_map(|index| TrusteeIndex::new(index).ok())
}

fn trustee_name(election: &Election, trustee: TrusteeIndex) -> String {
    let party = election.definition().trustees.get(usize::from(trustee.get()) - 1);
    match party {
        Some(party) => format!("{} (trustee {trustee})", party.name),
        None => format!("trustee {trustee}"),
    }
}
