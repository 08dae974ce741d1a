//! The registrars: rolls, letters, lost codes, notices, lists for paper. What the programs write is judged with the
//! libraries: whether the codes of the letters give the credentials on the board.
//!
//! | file | what it stages |
//! |---|---|
//! | `issue.rs` | one registrar and several, wrong tables, interruptions |
//! | `reissue.rs` | lost codes, honest and attacked |
//! | `during.rs` | revocations, notices, lists for paper |

mod during;
mod issue;
mod reissue;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use isoloir_crypto::ballot::BallotTracker;
use isoloir_crypto::credential::VoterCredential;
use isoloir_election::code::VotingCode;
use isoloir_election::definition::ElectionId;
use isoloir_election::message::{CastBallot, Kind};
use isoloir_election::phase::{Phase, Record, Standing, Voting};
use isoloir_encoding::{Encode, Writer};
use rand_core::OsRng;

use crate::kept;
use crate::process::Finished;
use crate::town::{BEFORE, DURING, Plan, Town};

/// Everybody votes in the whole town, r1 to r4 in the centre too, which takes ballots on paper.
const RESIDENTS: usize = 6;
const IN_CENTRE: usize = 4;

/// What `issue` needs besides letters.
const ISSUE: [&str; 6] = ["registrar", "issue", "--roll", "roll.csv", "KEY", "BOARD"];

fn plan(registrars: usize) -> Plan {
    let mut plan = Plan::small(1, 1);
    plan.registrars = registrars;
    plan.districts.push_str(
        "[[district]]\nname = \"Centre\"\nbudget = 50\nrule = \"greedy\"\nties = \"listed\"\nfloor = 0\n\
         paper_floor = 2\n[[district.limit]]\nmeasure = \"cost\"\nat_most = 50\n",
    );
    plan.projects.push_str("D,Lamps,20,Centre\nE,Bins,30,Centre\n");
    plan
}

/// A table of so many residents, r1 and so on.
fn roll(residents: usize) -> String {
    let row = |number: usize| {
        let districts = if number <= IN_CENTRE { "Whole town;Centre" } else { "Whole town" };
        format!("r{number},Resident {number},,r{number}@example.org,fr,{districts}\n")
    };
    let rows: String = (1..=residents).map(row).collect();
    format!("id,name,address,email,language,districts\n{rows}")
}

/// A town whose definition is on the board, each registrar with the same table.
fn published(registrars: usize) -> Town {
    let town = Town::new(plan(registrars));
    town.publish();
    for number in 1..=registrars {
        town.write(&registrar(number), "roll.csv", &roll(RESIDENTS));
    }
    town
}

/// All registrars issue: the first makes the order, the others are handed it.
fn issued(registrars: usize) -> Town {
    let town = published(registrars);
    for number in 1..=registrars {
        issue(&town, number);
    }
    town
}

/// The vote is open.
fn open(registrars: usize) -> Town {
    let town = issued(registrars);
    town.ceremony();
    town.good("clerk", DURING, &["open", "KEY", "BOARD"]);
    town
}

/// One registrar, and the vote is open: held once, and copied by the tests.
static OPEN: LazyLock<Town> = LazyLock::new(|| open(1));

fn issue(town: &Town, number: usize) -> Finished {
    let letters = ["--letters", "letters"];
    if town.plan.registrars == 1 {
        return town.good(&registrar(number), BEFORE, &[&ISSUE[..], &letters].concat());
    }
    if number > 1 {
        let order = fs::read(town.folder("registrar1").join("order")).unwrap();
        fs::write(town.folder(&registrar(number)).join("order"), order).unwrap();
    }
    let shuffle = ["--shuffle", "order"];
    town.good(&registrar(number), BEFORE, &[&ISSUE[..], &letters, &shuffle].concat())
}

/// The folder of a registrar, numbered from 1.
fn registrar(number: usize) -> String {
    format!("registrar{number}")
}

/// The folders with letters that have not their own name yet.
fn unfinished(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.is_dir() && path.extension().is_some_and(|it| it == "tmp")).collect()
}

/// The codes of a folder of letters, by the id of the resident.
fn codes(folder: &Path) -> BTreeMap<String, VotingCode> {
    let table = fs::read_to_string(folder.join("codes.csv")).unwrap();
    let code = |row: &str| {
        let cells: Vec<&str> = row[1..row.len() - 1].split("\",\"").collect();
        (cells[0].to_owned(), cells[6].parse().unwrap())
    };
    table.lines().skip(1).map(code).collect()
}

/// What the board amounts to.
fn record(town: &Town) -> Record {
    let mut record = Record::new();
    for entry in kept::entries(&town.board()) {
        record.apply(&entry, &mut OsRng).unwrap();
    }
    record
}

fn entries(town: &Town) -> u64 {
    kept::entries(&town.board()).len() as u64
}

fn voting(record: &Record) -> &Voting {
    match record.phase() {
        Phase::Voting(voting) => voting,
        _ => panic!("the vote is not open"),
    }
}

/// What the codes of a resident's letters, one from each registrar in their order, give in a district.
fn credential(election: ElectionId, codes: &[&VotingCode], district: u16) -> VoterCredential {
    let shares: Vec<_> = (0..)
        .zip(codes)
        .map(|(registrar, code)| code.stretch(&election).share(registrar, district))
        .collect();
    VoterCredential::from_shares(&shares).unwrap()
}

fn election_id(record: &Record) -> ElectionId {
    match record.phase() {
        Phase::Setup(setup) => setup.election().id(),
        _ => voting(record).election().id(),
    }
}

/// The credential of a resident by the letters that all registrars issued first.
fn first_credential(town: &Town, record: &Record, id: &str, district: u16) -> VoterCredential {
    let folders = (1..=town.plan.registrars).map(|number| town.folder(&registrar(number)));
    let all: Vec<_> = folders.map(|folder| codes(&folder.join("letters"))).collect();
    let codes: Vec<&VotingCode> = all.iter().map(|codes| &codes[id]).collect();
    credential(election_id(record), &codes, district)
}

/// How a credential stands, and how many ballots are recorded for it; nothing, if it is not on the roll.
fn standing(record: &Record, district: u16, it: &VoterCredential) -> Option<(Standing, usize)> {
    let voter = voting(record).voter(district, it.public()).ok()?;
    Some((voter.standing, voter.recorded.len()))
}

/// A ballot for the first project goes onto the board; its tracker.
fn cast(town: &Town, district: u16, credential: &VoterCredential) -> BallotTracker {
    let record = record(town);
    let voting = voting(&record);
    let choices = voting.election().districts()[usize::from(district)].choose(&[0]).unwrap();
    let parameters = voting.parameters(district).unwrap();
    let (sealed, _) = parameters.seal(credential, &choices, &mut OsRng);
    let tracker = sealed.tracker(parameters, credential.public());
    let previous = voting.current_tracker(district, credential.public()).unwrap();
    let ballot = CastBallot::cast(parameters, credential, previous, sealed, &mut OsRng).to_bytes();
    let mut file = Writer::new();
    file.raw(b"isoloir/v1 messages\n");
    file.raw(&voting.election().id().0);
    file.u16(1);
    file.u8(Kind::Ballot as u8);
    file.u16(ballot.len() as u16);
    file.raw(&ballot);
    fs::write(town.folder("server").join("ballot"), file.into_bytes()).unwrap();
    town.good("server", DURING, &["post", "BOARD", "ballot"]);
    tracker
}
