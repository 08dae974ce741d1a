use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use isoloir_board::entry::Entry;
use isoloir_election::definition::District;
use isoloir_election::message::{Kind, Message, Messages, PaperBatch};
use isoloir_election::phase::{Election, Phase, Voting};
use rand_core::OsRng;

use crate::desk::batch_file::BatchFile;
use crate::desk::counts_file::Counts;
use crate::desk::{twice, voters};
use crate::failure::Failure;
use crate::official::OfficialFile;
use crate::place::{Board, Place, PostArguments};
use crate::safe_file::check_absent;
use crate::say::say;
use crate::sealed::{PassphraseArguments, Sealed};
use crate::vote::{WITHDRAWN, counted};

/// What `isoloir desk batch --help` says.
pub(super) const ABOUT: &str = "\
Make a batch of ballots on paper from their sums and their voters, and sign it first.

The voters are a list of voting rights, of isoloir registrar paper-list: as many as there are ballots, invalid \
ones included; where every ballot must give something, as there are valid ones. It is on the board afterwards that \
each of them voted on paper; who is who the registrars know. Which ballot is whose nobody knows: it stays in the \
ballot box.

Of the same sums one batch is made: another one that lies beside either file is found. A batch on the board with the \
same sums and as many ballots gives a warning. Whether the same sheets were counted into two files no program can \
see: mark what was counted, and lock it away.";

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The board: the URL of its server, or a folder.
    #[arg(long, value_name = "BOARD")]
    board: Place,

    /// The sums that desk count wrote.
    #[arg(long, value_name = "FILE")]
    counts: PathBuf,

    /// The voting rights that the ballots use up: one on each line, in hexadecimal digits.
    #[arg(long, value_name = "FILE")]
    voters: PathBuf,

    /// The key of the first official.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,

    /// Where the batch goes, for the second official; the file must not exist.
    #[arg(long, value_name = "BATCH")]
    out: PathBuf,

    #[command(flatten)]
    passphrase: PassphraseArguments,
}

/// The first official.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let board = Board::read(&arguments.board)?;
    let (voting, election) = (voting(&board)?, board.election()?);
    let counts = Counts::read(&arguments.counts, election)?;
    check_absent(&arguments.out)?;
    twice::check_unused(counts.counts_id, &arguments.counts, &arguments.out)?;
    let credentials = voters::read(&arguments.voters)?;
    let part = part(election, counts.district())?;
    check_numbers(arguments, &counts, part, credentials.len())?;
    let batch = PaperBatch { district: counts.district(), credentials, counts: counts.sums() };
    let summary = summary(voting, part, &batch)?;
    let text = summary + &on_invalid(&counts, part) + &twice::warning(&board, &batch);
    say!("{}", text.trim_end());
    voting.check_paper_batch(&batch).map_err(Failure::input)?;
    check_secrecy(&counts, part)?;

    let passphrase = arguments.passphrase.ask(&arguments.key.display().to_string())?;
    let key = Sealed::<OfficialFile>::open(&arguments.key, passphrase)?.content;
    let official = key.position(&election.definition().officials)?;
    let signing_key = key.identity.signing_key();
    let made = (counts.counts_id, &batch);
    let file = BatchFile::new(election, voting.fingerprint(), made, official, &signing_key)?;
    file.write(&arguments.out)?;
    say!(
        "{} has signed. Nothing is on the board yet: a second official runs isoloir desk sign --batch {}",
        key.identity.name,
        arguments.out.display()
    );
    Ok(())
}

/// The second official.
pub(super) fn sign(
    post: &PostArguments,
    batch: &Path,
    key: &Path,
    passphrase: &PassphraseArguments,
) -> Result<(), Failure> {
    let mut board = Board::read(&post.board)?;
    let election = board.election()?;
    let signed = BatchFile::read(batch, election, board.fingerprint()?)?;
    if let Some(entry) = twice::posted(&board, &signed.batch) {
        say!(
            "This batch is on the board, as entry {entry}, with the signatures of two officials: all is done. Nothing \
             was signed now."
        );
        return Ok(());
    }
    let voting = voting(&board)?;
    let part = part(election, signed.batch.district)?;
    let summary = summary(voting, part, &signed.batch)?;
    let warning = twice::warning(&board, &signed.batch);
    say!("{summary}{warning}Signed first by {}.", signed.first_name());

    // At a terminal the passphrase is the consent.
    let passphrase = passphrase.ask(&format!("{}, to sign this batch", key.display()))?;
    let key = Sealed::<OfficialFile>::open(key, passphrase)?.content;
    let official = key.position(&election.definition().officials)?;
    let signing_key = key.identity.signing_key();
    let payload = signed.sign(election, voting.fingerprint(), official, &signing_key)?;
    let messages = Messages {
        election: election.id(),
        list: vec![Message { kind: Kind::PaperBatch, payload: payload.clone() }],
    };
    try_out(&mut board, payload)?;
    post.send(&messages)
}

/// The vote, while it is open.
pub(super) fn voting(board: &Board) -> Result<&Voting, Failure> {
    match board.record.phase() {
        Phase::Voting(voting) => Ok(voting),
        Phase::Empty | Phase::Setup(_) => {
            Err(Failure::input(anyhow!("the vote is not open yet: ballots on paper come after")))
        }
        Phase::Closed(_) | Phase::Decrypting(_) | Phase::Decided(_) => Err(closed()),
    }
}

pub(super) fn closed() -> Failure {
    Failure::input(anyhow!("the vote is closed: no ballots on paper are taken any more"))
}

fn part(election: &Election, district: u16) -> Result<&District, Failure> {
    let found = election.districts().get(usize::from(district));
    found.ok_or_else(|| Failure::input(anyhow!("this election has no district {district}")))
}

/// As many voters as the batch has ballots.
fn check_numbers(
    arguments: &Arguments,
    counts: &Counts,
    district: &District,
    voters: usize,
) -> Result<(), Failure> {
    let ballots = counts.ballots(district);
    if voters == ballots as usize {
        return Ok(());
    }
    let invalid = match (counts.invalid_ballots, ballots > counts.valid_ballots) {
        (0, _) => String::new(),
        (invalid, true) => format!(", {invalid} of them invalid"),
        (invalid, false) => format!(", and {invalid} invalid that can't be in a batch here"),
    };
    Err(Failure::input(anyhow!(
        "{} has {}, and {} {}{invalid}: each ballot uses up the right of one voter",
        arguments.voters.display(),
        counted(voters as u64, "voter"),
        arguments.counts.display(),
        counted(ballots.into(), "ballot")
    )))
}

/// The board counts all ballots of a batch against its floor. What hides a vote are the other valid ones.
fn check_secrecy(counts: &Counts, district: &District) -> Result<(), Failure> {
    if counts.valid_ballots >= district.paper_floor {
        return Ok(());
    }
    Err(Failure::input(anyhow!(
        "only {} valid, and a batch has {} at least: the sums would give votes away. Count them together with those of \
         another day or polling station",
        match counts.valid_ballots {
            1 => "1 ballot is".to_owned(),
            more => format!("{more} ballots are"),
        },
        district.paper_floor
    )))
}

/// What the file of sums tells of invalid ballots.
fn on_invalid(counts: &Counts, district: &District) -> String {
    match (counts.invalid_ballots, counts.ballots(district) > counts.valid_ballots) {
        (0, _) => String::new(),
        (invalid, true) => format!(
            "{invalid} of them invalid: they give no project anything, and use up the rights of their voters.\n"
        ),
        (invalid, false) => format!(
            "WARNING: {invalid} invalid are not among them, for every ballot of {} must give something: strike as many \
             signatures by lot.\n",
            district.name
        ),
    }
}

/// What a batch says, and what it does to electronic ballots. Its voters must be able to vote.
fn summary(voting: &Voting, district: &District, batch: &PaperBatch) -> Result<String, Failure> {
    let electronic = voters::check(voting, batch.district, &batch.credentials)?;
    let ballots = batch.credentials.len() as u64;
    let mut text = format!("{} on paper, {}\n", counted(ballots, "ballot"), district.name);
    let withdrawn = voting.withdrawn(batch.district).map_err(Failure::input)?;
    for (position, (project, count)) in (0..).zip(district.projects.iter().zip(&batch.counts)) {
        let note = if withdrawn.contains(&position) { WITHDRAWN } else { "" };
        text.push_str(&format!("  {count:>6}  {} ({}){note}\n", project.name, project.id));
    }
    if electronic > 0 {
        text.push_str(&format!(
            "WARNING: {} of these voters voted electronically, too. Their electronic ballots become void.\n",
            electronic
        ));
    }
    Ok(text)
}

/// Applies the batch to what was read of the board, as the board will.
fn try_out(board: &mut Board, payload: Vec<u8>) -> Result<(), Failure> {
    let chain = board.record.chain();
    let entry = Entry::new(chain.size(), chain.head(), Kind::PaperBatch as u8, payload)
        .map_err(Failure::input)?;
    board
        .record
        .apply(&entry, &mut OsRng)
        .context("the board would not take this batch")
        .map_err(Failure::input)
}
