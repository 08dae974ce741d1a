//! The entries that an official signs: from the definition to the result.

use std::path::PathBuf;

use anyhow::anyhow;
use isoloir_board::entry::Entry;
use isoloir_election::definition::{District, Party};
use isoloir_election::message::{Kind, Message, Messages, Open, Withdrawal};
use isoloir_election::phase::{Phase, Refusal};
use isoloir_encoding::Encode;

use crate::clock;
use crate::failure::Failure;
use crate::fingerprint::grouped;
use crate::official::files;
use crate::official::key::OfficialFile;
use crate::party::{self, Signer};
use crate::place::Board;
use crate::say::say;

/// What `isoloir publish --help` says.
pub(crate) const PUBLISH_ABOUT: &str = "\
Sign the definition of an election and put it on an empty board.

It is checked as by isoloir check first. From here on it can't be changed: a mistake means a new board. Then \
the trustees hold their ceremony and the registrars put up their rolls.";

/// What `isoloir open --help` says.
pub(crate) const OPEN_ABOUT: &str = "\
Open the vote.

Not before the time that the definition names, and only once every trustee has confirmed and all rolls are \
there. The fingerprint that this prints is what ballots are bound to: publish it in the town's paper.";

/// What `isoloir close --help` says.
pub(crate) const CLOSE_ABOUT: &str = "\
Close the vote, for ever. Not before the time that the definition names.";

/// What `isoloir withdraw --help` says.
pub(crate) const WITHDRAW_ABOUT: &str = "\
Withdraw a project while the vote is open: it can't win any more. Ballots stay as they are, and the board \
shows the withdrawal.";

/// What `isoloir publish-result --help` says.
pub(crate) const RESULT_ABOUT: &str = "\
Publish the result of every district whose sums are decrypted.

Counts and winners are computed from the board by the rule of the definition, and everybody who verifies computes \
them again. With the last district's the election is decided.";

/// The arguments of `isoloir publish`.
#[derive(clap::Args)]
pub(crate) struct PublishArguments {
    /// The folder with election.toml and projects.csv.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    step: StepArguments,
}

/// The arguments of `isoloir open`, `close` and `publish-result`.
pub(crate) type StepArguments = party::StepArguments<OfficialFile>;

/// The arguments of `isoloir withdraw`.
#[derive(clap::Args)]
pub(crate) struct WithdrawArguments {
    /// The name of the district.
    #[arg(long, value_name = "NAME")]
    district: String,
    /// The id of the project.
    #[arg(long, value_name = "ID")]
    project: String,
    #[command(flatten)]
    step: StepArguments,
}

pub(crate) fn publish(arguments: &PublishArguments) -> Result<(), Failure> {
    let files = files::read(&arguments.folder)?;
    let official = arguments.step.key.open()?;
    let id = files.definition.election_id();
    let sign = signer(&official.content, &files.definition.officials, id.0)?;
    let definition = files.definition.to_bytes();
    let mut list = vec![sign.message(Kind::Definition, &definition)];
    let parts = files.districts.iter().map(Encode::to_bytes);
    list.extend(parts.map(|payload| Message { kind: Kind::District, payload }));
    arguments.step.post.send(&Messages { election: id, list })?;
    say!("The election is {}.", grouped(&id.0));
    say!(
        "Next: the trustees commit, and the registrars issue voting codes. isoloir status says who is missing."
    );
    Ok(())
}

pub(crate) fn open(arguments: &StepArguments) -> Result<(), Failure> {
    let board = Board::read(&arguments.post.board)?;
    let Phase::Setup(setup) = board.record.phase() else {
        return Err(Failure::input(anyhow!("the vote was opened before: nothing was done")));
    };
    let election = setup.election();
    not_before("opens", election.definition().opens)?;
    if setup.keys().is_none() {
        return Err(Failure::input(anyhow!(
            "the key ceremony is not finished: isoloir status says which trustee is missing"
        )));
    }
    for district in 0..election.districts().len() as u16 {
        setup
            .combined_roll(district)
            .map_err(|refusal| roll_problem(&refusal, election, district))?;
    }
    let official = arguments.key.open()?;
    let id = election.id();
    let sign = signer(&official.content, &election.definition().officials, id.0)?;
    let open = Open { head: board.record.chain().head() }.to_bytes();
    let message = sign.message(Kind::Open, &open);
    // Computed here, from what was read and signed: the server is not asked what it opened.
    let chain = board.record.chain();
    let kind = message.kind as u8;
    let entry = Entry::new(chain.size(), chain.head(), kind, message.payload.clone());
    let fingerprint = entry.map_err(Failure::system)?.chain_hash();
    arguments.post.send(&Messages { election: id, list: vec![message] })?;
    say!(
        "The fingerprint of the vote; publish it where everybody sees it:\n{}",
        hex::encode(fingerprint.as_bytes())
    );
    Ok(())
}

fn roll_problem(
    refusal: &Refusal,
    election: &isoloir_election::phase::Election,
    district: u16,
) -> Failure {
    let name =
        election.districts().get(usize::from(district)).map_or("", |part| part.name.as_str());
    Failure::input(anyhow!(
        "the rolls of {name} do not fit together: {refusal}. Every registrar puts up one: isoloir registrar issue"
    ))
}

pub(crate) fn close(arguments: &StepArguments) -> Result<(), Failure> {
    let board = Board::read(&arguments.post.board)?;
    match board.record.phase() {
        Phase::Voting(_) => {}
        Phase::Empty | Phase::Setup(_) => {
            return Err(Failure::input(anyhow!("the vote is not open: there is nothing to close")));
        }
        _ => return Err(Failure::input(anyhow!("the vote was closed before: nothing was done"))),
    }
    not_before("closes", board.election()?.definition().closes)?;
    send_as_official(arguments, &board, vec![(Kind::Close, Vec::new())])?;
    say!(
        "Next: when complaints have been heard, the trustees run isoloir trustee close-statement."
    );
    Ok(())
}

pub(crate) fn withdraw(arguments: &WithdrawArguments) -> Result<(), Failure> {
    let board = Board::read(&arguments.step.post.board)?;
    let Phase::Voting(voting) = board.record.phase() else {
        return Err(Failure::input(anyhow!(
            "projects are withdrawn while the vote is open, and it is not"
        )));
    };
    let (district, part) = crate::official::district(board.election()?, &arguments.district)?;
    let ids = part.projects.iter().position(|project| project.id == arguments.project);
    let project = ids.and_then(|at| u16::try_from(at).ok()).ok_or_else(|| {
        Failure::input(anyhow!("{} has no project {}", part.name, arguments.project))
    })?;
    if voting.withdrawn(district).map_err(Failure::input)?.contains(&project) {
        return Err(Failure::input(anyhow!("project {} is withdrawn already", arguments.project)));
    }
    let message = Withdrawal { district, project }.to_bytes();
    send_as_official(&arguments.step, &board, vec![(Kind::Withdrawal, message)])
}

pub(crate) fn publish_result(arguments: &StepArguments) -> Result<(), Failure> {
    let board = Board::read(&arguments.post.board)?;
    let decrypting = match board.record.phase() {
        Phase::Decrypting(decrypting) => decrypting,
        Phase::Decided(_) => {
            return Err(Failure::input(anyhow!("all results are published: nothing was done")));
        }
        _ => return Err(Failure::input(anyhow!("the vote is not closed: there is no result"))),
    };
    let mut results = Vec::new();
    for (index, district) in (0..).zip(board.election()?.districts()) {
        if decrypting.is_published(index).map_err(Failure::mismatch)? {
            continue;
        }
        match decrypting.outcome(index) {
            Ok(outcome) => {
                if outcome.result.counts.is_none() {
                    say!("{}", withheld(district, outcome.result.ballots));
                }
                results.push((Kind::Result, outcome.result.to_bytes()));
            }
            Err(refusal @ Refusal::NoQuorum { .. }) => return Err(Failure::input(refusal)),
            Err(refusal) => say!("{}: not yet: {refusal}", district.name),
        }
    }
    if results.is_empty() {
        return Err(Failure::input(anyhow!(
            "no district is ready: isoloir status says which trustees have decrypted"
        )));
    }
    send_as_official(arguments, &board, results)?;
    say!("Next: isoloir archive, isoloir result and isoloir-verify.");
    Ok(())
}

/// What is said of a district whose counts nobody decrypts.
fn withheld(district: &District, ballots: u64) -> String {
    format!(
        "{}: withheld. {ballots} encrypted ballots count, and the floor is {}: fewer would give votes away. Nobody \
         decrypts them, and no project wins.",
        district.name, district.floor
    )
}

/// Signs and sends what comes after the opening.
fn send_as_official(
    arguments: &StepArguments,
    board: &Board,
    messages: Vec<(Kind, Vec<u8>)>,
) -> Result<(), Failure> {
    let official = arguments.key.open()?;
    let election = board.election()?;
    let officials = &election.definition().officials;
    let sign = signer(&official.content, officials, board.fingerprint()?.0)?;
    let list = messages.iter().map(|(kind, message)| sign.message(*kind, message)).collect();
    arguments.post.send(&Messages { election: election.id(), list })
}

/// Signs as an official of the definition.
fn signer(
    official: &OfficialFile,
    officials: &[Party],
    context: [u8; 32],
) -> Result<Signer, Failure> {
    Ok(Signer::new(&official.identity, official.position(officials)?, context))
}

/// A phase is not entered before its time.
fn not_before(what: &str, seconds: u64) -> Result<(), Failure> {
    if clock::seconds(clock::now()?) < seconds {
        return Err(Failure::input(anyhow!(
            "the vote {what} at {}, not before: run this again then",
            clock::moment(seconds)
        )));
    }
    Ok(())
}
