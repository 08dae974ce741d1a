//! `isoloir result`: the result of an archive for people and for programs.

mod json;
pub(crate) mod output;
mod pabulib;
mod spreadsheet;

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, ensure};
use clap::builder::PossibleValuesParser;
use isoloir_archive::ArchiveError;
use isoloir_page::files::PALETTE;
use isoloir_result::decided::Decided;
use isoloir_result::language::{LANGUAGES, Language};
use isoloir_result::{html, text};

use self::output::Output;
use crate::failure::Failure;
use crate::place::Place;
use crate::replay::replay;

/// What `--help` says.
pub(crate) const ABOUT: &str = "\
Tell the result of a decided election, from its archive.

Checks every entry of the archive again, then tells for each district which projects are funded and \
why, round by round: as text here, or in files. A file is written whole or not at all, and one that is \
there is replaced.

  --html  one page for people, in all languages, without scripts; nothing is loaded from elsewhere
  --pb    a Pabulib file of one district; ballots are secret, so it holds their sum
  --csv   a row for each project, for spreadsheets
  --json  everything, rounds included, for programs

docs/result.md says what the fields of the last two mean.";

/// The arguments of `isoloir result`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The archive: a folder, or the URL of the board.
    archive: Place,

    /// Write a page for people.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

    /// Write a Pabulib file of one district.
    #[arg(long, value_name = "FILE")]
    pb: Option<PathBuf>,

    /// Write a table of all projects.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,

    /// Write everything for programs.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// The language of the text, and the one that the page shows first.
    #[arg(
        long,
        default_value = LANGUAGES[0].code,
        value_parser = PossibleValuesParser::new(LANGUAGES.map(|language| language.code)),
    )]
    language: String,

    /// Which district goes into the Pabulib file, from 0. Needed if there are several.
    #[arg(long, value_name = "N", requires = "pb")]
    district: Option<usize>,

    /// The country for the Pabulib file, by its English name or its code.
    #[arg(long, value_name = "NAME", default_value = "Worldwide", requires = "pb")]
    country: String,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut outputs = Outputs::new(arguments).map_err(Failure::input)?;
    let election = read(arguments)?;
    let language = Language::of_code(&arguments.language).unwrap_or(LANGUAGES[0]);
    let files = outputs.fill(&election, language, arguments)?;
    if files.is_empty() {
        return print(&text::tell(&election, language));
    }
    output::write_all(&files)
}

/// Where the forms of the result go, those that were asked for.
struct Outputs {
    html: Option<Output>,
    pb: Option<Output>,
    csv: Option<Output>,
    json: Option<Output>,
}

impl Outputs {
    fn new(arguments: &Arguments) -> anyhow::Result<Self> {
        let output = |path: &Option<PathBuf>| path.as_deref().map(Output::new).transpose();
        let outputs = Self {
            html: output(&arguments.html)?,
            pb: output(&arguments.pb)?,
            csv: output(&arguments.csv)?,
            json: output(&arguments.json)?,
        };
        let all = [&outputs.html, &outputs.pb, &outputs.csv, &outputs.json];
        let all: Vec<&Output> = all.into_iter().flatten().collect();
        let is_repeated = |(index, output): (usize, &&Output)| {
            all[..index].iter().any(|it| it.is_same_as(output))
        };
        ensure!(!all.iter().enumerate().any(is_repeated), "two outputs go to one file: name two");
        Ok(outputs)
    }

    /// Each with its text.
    fn fill(
        &mut self,
        election: &Decided,
        language: Language,
        arguments: &Arguments,
    ) -> Result<Vec<(Output, String)>, Failure> {
        let mut files = Vec::new();
        if let Some(output) = self.html.take() {
            files.push((output, html::page(election, language, PALETTE)));
        }
        if let Some(output) = self.pb.take() {
            let (district, country) = (arguments.district, &arguments.country);
            let text = pabulib::export(election, district, country).map_err(Failure::input)?;
            files.push((output, text));
        }
        if let Some(output) = self.csv.take() {
            files.push((output, spreadsheet::table(election).map_err(Failure::system)?));
        }
        if let Some(output) = self.json.take() {
            files.push((output, json::object(election).map_err(Failure::system)? + "\n"));
        }
        Ok(files)
    }
}

/// Verifies the archive and takes its result.
fn read(arguments: &Arguments) -> Result<Decided, Failure> {
    let archive = arguments.archive.reader()?;
    let record = replay(&archive, "Verifying the board").map_err(|error| {
        match error.downcast_ref::<ArchiveError>() {
            Some(ArchiveError::Io { .. }) => Failure::System(error),
            _ => Failure::Mismatch(error),
        }
    })?;
    Decided::new(&record).with_context(|| arguments.archive.to_string()).map_err(Failure::input)
}

fn print(text: &str) -> Result<(), Failure> {
    let mut output = std::io::stdout();
    output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
        .context("the result can't be written")
        .map_err(Failure::system)
}

#[cfg(test)]
mod tests;
