use std::collections::HashSet;
use std::path::PathBuf;

use anyhow::anyhow;
use isoloir_election::message::MAX_PAPER_BATCH;
use isoloir_election::phase::Standing;

use crate::failure::Failure;
use crate::official::district;
use crate::place::Place;
use crate::registrar::KeyArguments;
use crate::registrar::session::Session;
use crate::safe_file::{self, Access};
use crate::say::say;

/// The largest file of ids, in bytes.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// How many problems are told one by one.
const MAX_SHOWN: usize = 20;

/// The arguments of `isoloir registrar paper-list`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The board: the URL of its server, or a folder.
    #[arg(long, value_name = "BOARD")]
    board: Place,

    /// The name of the district.
    #[arg(long, value_name = "NAME")]
    district: String,

    /// Who voted on paper, from the signed register: the id of a resident on each line.
    #[arg(long, value_name = "FILE")]
    persons: PathBuf,

    /// Where their credentials go; it must not be there yet. It does not say whose they are.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    #[command(flatten)]
    key: KeyArguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let session = Session::begin(&arguments.key, &arguments.board)?;
    session.voting()?;
    let (number, part) = district(session.board.election()?, &arguments.district)?;
    if part.paper_floor == 0 {
        return Err(Failure::input(anyhow!("{} takes no ballots on paper", part.name)));
    }
    let bytes = safe_file::read(&arguments.persons, MAX_FILE_BYTES)?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::input(anyhow!("{} is not a text in UTF-8", arguments.persons.display()))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let list = List::read(&session, number, text)?;
    if !list.problems.is_empty() {
        return Err(list.refused(&arguments.persons.display().to_string()));
    }
    let floor = usize::try_from(part.paper_floor).unwrap_or(usize::MAX);
    if list.credentials.len() < floor || list.credentials.len() > MAX_PAPER_BATCH {
        return Err(Failure::input(anyhow!(
            "{} has {} residents, and a batch on paper has {floor} to {MAX_PAPER_BATCH}",
            arguments.persons.display(),
            list.credentials.len()
        )));
    }
    let lines: String = list.lines().concat();
    safe_file::create(&arguments.out, lines.as_bytes(), Access::Usual)?;
    for id in &list.void {
        say!("{id} has cast an electronic ballot too: it becomes void with the batch.");
    }
    say!(
        "{} holds {} credentials of {}, for the officials' batch.",
        arguments.out.display(),
        list.credentials.len(),
        part.name
    );
    Ok(())
}

/// What a file of ids comes to.
#[derive(Default)]
struct List {
    credentials: Vec<[u8; 32]>,
    /// Who has an electronic ballot.
    void: Vec<String>,
    /// Lines, and what is wrong with them.
    problems: Vec<(usize, String)>,
}

impl List {
    fn read(session: &Session, district: u16, text: &str) -> Result<Self, Failure> {
        let voting = session.voting()?;
        let mut list = Self::default();
        let mut seen = HashSet::new();
        for (line, id) in (1..).zip(text.lines().map(str::trim)) {
            if id.is_empty() {
                continue;
            }
            let problem = if !seen.insert(id) {
                "is there twice; name each resident once".to_owned()
            } else if let Ok(person) = session.person(id) {
                match person.place(district) {
                    None => "does not vote in this district".to_owned(),
                    Some(place) => {
                        let credential = place.credential(&session.board)?;
                        let voter =
                            voting.voter(district, &credential).map_err(Failure::mismatch)?;
                        if voter.standing == Standing::Active {
                            list.credentials.push(*credential.as_bytes());
                            list.void.extend((!voter.recorded.is_empty()).then(|| id.to_owned()));
                            continue;
                        }
                        standing(voter.standing).to_owned()
                    }
                }
            } else {
                "is the id of nobody on the roll".to_owned()
            };
            list.problems.push((line, format!("{id:?} {problem}")));
        }
        Ok(list)
    }

    /// Credentials in hexadecimal, in ascending order, each with its line break.
    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> =
            self.credentials.iter().map(|it| hex::encode(it) + "\n").collect();
        lines.sort_unstable();
        lines
    }

    fn refused(&self, file: &str) -> Failure {
        let shown = self.problems.iter().take(MAX_SHOWN);
        let mut lines: Vec<String> =
            shown.map(|(line, problem)| format!("{file}:{line}: {problem}")).collect();
        if self.problems.len() > MAX_SHOWN {
            lines.push(format!("{file}: and {} more", self.problems.len() - MAX_SHOWN));
        }
        Failure::input(anyhow!("{}", lines.join("\n")))
    }
}

/// Why somebody with this standing can't be on the list.
fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Active => "can vote",
        Standing::Revoked => "has a revoked code, and no new one: issue it first",
        Standing::Replaced => {
            "has a new code that your file does not know: take the current copy of your file"
        }
        Standing::Paper => "has voted on paper already: a batch with them is on the board",
    }
}
