use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use isoloir_election::definition::District;
use isoloir_election::message::MAX_PAPER_BATCH;

use crate::desk::batch::{closed, voting};
use crate::desk::counts_file::Counts;
use crate::failure::Failure;
use crate::place::{Board, Place};
use crate::safe_file::{self, check_absent};
use crate::vote::{
    Dialogue, Money, Naming, Selection, broken_limits, counted, find_district, project_list,
};

/// What `isoloir desk count --help` says.
pub(super) const ABOUT: &str = "\
Enter ballots on paper, and write their sums.

At a terminal a line is a ballot: the numbers or ids of its projects with spaces between them; where there are \
points, PROJECT:POINTS. - is a ballot without a project, ! an invalid one, < takes the last line back, an empty \
line ends. With --ballots the ballots are the rows of a CSV file without a header, by ids; - and ! mean the \
same. An invalid ballot goes into the batch as one that gives nothing: it uses up the right of its voter. Only \
sums are written: how many ballots are valid and invalid, and the count of each project. Let \
somebody else enter the same ballots again, and compare.";

/// The largest file with ballots, in bytes.
const MAX_FILE_BYTES: u64 = 16 << 20;

const EMPTY: &str = "-";
const INVALID: &str = "!";
const TAKE_BACK: &str = "<";

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The board: the URL of its server, or a folder.
    #[arg(long, value_name = "BOARD")]
    board: Place,

    /// The district of the ballots.
    #[arg(long, value_name = "NAME")]
    district: String,

    /// Take the ballots from the rows of a CSV file; without it they are asked for.
    #[arg(long, value_name = "FILE.csv")]
    ballots: Option<PathBuf>,

    /// Where the sums go; the file must not exist.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// A ballot as it was entered: its points by project, or nothing if it is invalid.
type Entered = Option<Selection>;

pub(super) fn run(dialogue: &mut dyn Dialogue, arguments: &Arguments) -> Result<(), Failure> {
    let board = Board::read_withdrawals(&arguments.board)?;
    let election = voting(&board)?.election();
    if board.is_closed(&board.archive)? {
        return Err(closed());
    }
    let all = 0..election.districts().len() as u16;
    let index = find_district(election, &arguments.district, all)?;
    let district = &election.districts()[usize::from(index)];
    if district.paper_floor == 0 {
        return Err(Failure::input(anyhow!("{} takes no ballots on paper", district.name)));
    }
    check_absent(&arguments.out)?;
    let money = Money::of(election.definition());
    let entered = match &arguments.ballots {
        Some(file) => read_file(dialogue, district, money, file)?,
        None => {
            let withdrawn = board.withdrawn(index).unwrap_or_default();
            ask(dialogue, district, &withdrawn, money)?
        }
    };
    let valid: Vec<&[u8]> = entered.iter().flatten().map(Selection::points).collect();
    if entered.len() > MAX_PAPER_BATCH {
        return Err(Failure::input(anyhow!(
            "a batch has {MAX_PAPER_BATCH} ballots at most, and these are {}: make several",
            entered.len()
        )));
    }
    let invalid = (entered.len() - valid.len()) as u32;
    let counts = Counts::of(election, index, &valid, invalid)?;
    counts.write(&arguments.out)?;
    dialogue.say(&summary(district, &counts, &arguments.out))
}

fn summary(district: &District, counts: &Counts, out: &Path) -> String {
    let (valid, invalid) = (counts.valid_ballots, counts.invalid_ballots);
    let mut text = format!(
        "{}: {}, {invalid} invalid\n",
        district.name,
        counted(valid.into(), "valid ballot")
    );
    for project in &counts.projects {
        text.push_str(&format!("  {:>6}  {}\n", project.count, project.id));
    }
    text.push_str(&on_invalid(district, counts));
    if valid < district.paper_floor {
        text.push_str(&format!(
            "These are too few for a batch, which has {} valid ballots at least: fewer would give votes away.\n",
            district.paper_floor
        ));
    }
    text + &format!("The sums are in {}.\n", out.display())
}

/// What becomes of invalid ballots, and of their voters.
pub(super) fn on_invalid(district: &District, counts: &Counts) -> String {
    let (valid, invalid) = (counts.valid_ballots, counts.invalid_ballots);
    let voters = counted(counts.ballots(district).into(), "voter");
    if invalid == 0 {
        String::new()
    } else if counts.ballots(district) > valid {
        format!(
            "The batch takes {voters}: an invalid ballot gives no project anything, and uses up the right of its \
             voter all the same.\n"
        )
    } else {
        format!(
            "The batch takes {voters}: in {} every ballot must give something, so the board takes none that gives \
             nothing. Nobody knows whose the {invalid} invalid are: strike as many signatures off the register by \
             lot, before witnesses, and write it into the minutes.\n",
            district.name
        )
    }
}

/// One line after the other, until one is empty.
fn ask(
    dialogue: &mut dyn Dialogue,
    district: &District,
    withdrawn: &BTreeSet<u16>,
    money: Money<'_>,
) -> Result<Vec<Entered>, Failure> {
    let naming = Naming::of(district);
    let nothing = Selection::empty(district);
    dialogue.say(&format!(
        "{}\n{}- is an empty ballot, ! an invalid one, < takes the last one back, an empty line ends.\n",
        district.name,
        project_list(district, naming, nothing.points(), withdrawn, money)
    ))?;
    let mut entered: Vec<Entered> = Vec::new();
    loop {
        let typed = dialogue.ask(&format!("Ballot {}: ", entered.len() + 1))?;
        if typed.is_empty() {
            return Ok(entered);
        }
        if is_mark(district, &typed, TAKE_BACK) {
            entered.pop();
            continue;
        }
        match read_line(district, naming, typed.split_whitespace()) {
            Err(error) => dialogue.say(&format!("{error}. Type this ballot again.\n"))?,
            Ok(None) => entered.push(None),
            Ok(Some(selection)) => match broken_limits(district, selection.points(), money).first() {
                None => entered.push(Some(selection)),
                Some(broken) => dialogue.say(&format!(
                    "{broken}. If it is so on the paper, the ballot is invalid: type ! instead. Otherwise \
                     type it again.\n"
                ))?,
            },
        }
    }
}

/// All rows of a file. A ballot that breaks a limit is invalid; what can't be read stops everything.
fn read_file(
    dialogue: &mut dyn Dialogue,
    district: &District,
    money: Money<'_>,
    file: &Path,
) -> Result<Vec<Entered>, Failure> {
    let bytes = safe_file::read(file, MAX_FILE_BYTES)?;
    let text = std::str::from_utf8(&bytes)
        .with_context(|| format!("{} is not a text in UTF-8", file.display()))
        .map_err(Failure::input)?;
    // Spreadsheets put a mark at the beginning.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut entered = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let ballot = read_row(district, line)
            .with_context(|| {
                format!("{}, line {number}, which is ! if the ballot is invalid", file.display())
            })
            .map_err(Failure::input)?;
        let points = ballot.as_ref().map(Selection::points);
        let broken =
            points.map(|points| broken_limits(district, points, money)).unwrap_or_default();
        if let Some(broken) = broken.first() {
            dialogue.say(&format!("Line {number}: an invalid ballot: {broken}.\n"))?;
            entered.push(None);
        } else {
            if ballot.is_none() {
                dialogue.say(&format!("Line {number}: an invalid ballot, as it is marked.\n"))?;
            }
            entered.push(ballot);
        }
    }
    Ok(entered)
}

/// A line is a row: no id has a line break.
fn read_row(district: &District, line: &str) -> anyhow::Result<Entered> {
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
    let row = rows.records().next().transpose()?.unwrap_or_default();
    let items = row.iter().flat_map(|field| items_of(district, field));
    read_line(district, Naming::Ids, items)
}

/// A field is an id, or several with spaces between them.
fn items_of<'a>(district: &District, field: &'a str) -> Vec<&'a str> {
    let field = field.trim();
    match district.projects.iter().any(|project| project.id == field) {
        true => vec![field],
        false => field.split_whitespace().collect(),
    }
}

fn read_line<'a>(
    district: &District,
    naming: Naming,
    items: impl Iterator<Item = &'a str>,
) -> anyhow::Result<Entered> {
    let items: Vec<&str> = items.collect();
    match items.as_slice() {
        [] => Err(anyhow!("nothing is there; a ballot without a project is written {EMPTY}")),
        [only] if is_mark(district, only, INVALID) => Ok(None),
        [only] if is_mark(district, only, EMPTY) => Ok(Some(Selection::empty(district))),
        items => Ok(Some(Selection::read(district, naming, items.iter().copied())?)),
    }
}

/// Whether a text is this mark; no project may have it as its id.
fn is_mark(district: &District, text: &str, mark: &str) -> bool {
    text == mark && district.projects.iter().all(|project| project.id != mark)
}
