//! The official's two files: `election.toml` and `projects.csv`.
//!
//! | module | what |
//! |---|---|
//! | `fields` | a table of `election.toml`, field by field |
//! | `general` | the election as a whole |
//! | `district` | a table `[[district]]` |
//! | `projects` | the table of projects |
//! | `assembly` | a district of both, and its mistakes by line |
//! | `whole` | the definition |
//! | `advice` | what is allowed and seldom meant |

mod advice;
mod amount;
mod assembly;
mod district;
mod fields;
mod finding;
mod general;
mod projects;
mod whole;

pub(crate) use amount::write as amount;
pub(crate) use district::Draft;
pub(crate) use fields::Moment;
pub(crate) use finding::{ELECTION, Finding, Findings, Located, PROJECTS};
pub(crate) use general::{General, Member};

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use isoloir_election::definition::{Definition, District};
use toml::de::DeTable;

use self::fields::Fields;
use self::finding::Lines;
use self::projects::DistrictRows;
use crate::failure::Failure;

/// What stands in `election.toml` for a key that has not come yet.
pub(crate) const PLACEHOLDER: &str = "?";

/// The largest `election.toml` that is read.
const MAX_ELECTION_BYTES: u64 = 4 << 20;

/// The largest `projects.csv` that is read.
const MAX_PROJECTS_BYTES: u64 = 32 << 20;

/// The most decimals of an amount.
const MAX_DECIMALS: u8 = 6;

/// An election that can be published.
pub(crate) struct ElectionFiles {
    pub(crate) definition: Definition,
    /// In the order of `election.toml`.
    pub(crate) districts: Vec<District>,
}

/// Reads the files of an election in `folder`.
///
/// # Errors
/// Names every line that must be mended and every key that is missing.
pub(crate) fn read(folder: &Path) -> Result<ElectionFiles, Failure> {
    let examined = examine(folder)?;
    match examined.failure() {
        Some(failure) => Err(failure),
        None => examined.election().ok_or_else(|| Failure::input(anyhow!("nothing to publish"))),
    }
}

/// What was read of the files, whether it can be published or not.
pub(crate) struct Examined {
    folder: PathBuf,
    /// Nothing if `election.toml` is not TOML.
    pub(crate) general: Option<General>,
    pub(crate) districts: Vec<ExaminedDistrict>,
    /// Nothing if there is something to mend, or a key is missing.
    pub(crate) definition: Option<Definition>,
    pub(crate) findings: Findings,
}

/// A district, as far as it could be read.
pub(crate) struct ExaminedDistrict {
    pub(crate) draft: Draft,
    /// Nothing if there is something to mend.
    pub(crate) district: Option<District>,
    /// How many rows `projects.csv` has for it.
    pub(crate) rows: usize,
}

/// Reads the files and finds as many mistakes as it can.
///
/// # Errors
/// If a file is not there, too large, or not text.
pub(crate) fn examine(folder: &Path) -> Result<Examined, Failure> {
    let election = read_text(folder, ELECTION, MAX_ELECTION_BYTES)?;
    let projects = read_text(folder, PROJECTS, MAX_PROJECTS_BYTES)?;
    Ok(examine_texts(folder, &election, &projects))
}

fn examine_texts(folder: &Path, election: &str, projects: &str) -> Examined {
    let mut findings = Findings::default();
    let lines = Lines::of(election);
    let (table, errors) = DeTable::parse_recoverable(election);
    for error in &errors {
        let line = lines.at(error.span().map_or(0, |span| span.start));
        findings.problem(line, format!("this is not TOML: {}; mend the line", error.message()));
    }
    if !errors.is_empty() {
        findings.sort();
        let (folder, districts) = (folder.to_owned(), Vec::new());
        return Examined { folder, general: None, districts, definition: None, findings };
    }
    let mut root = Fields::root(table.get_ref(), &lines);
    let general = General::read(&mut root, &mut findings);
    let tables = root.tables("district", "[[district]]", &mut findings);
    root.finish(&mut findings);
    let read = |fields| Draft::read(fields, general.decimals, &mut findings);
    let drafts: Vec<Draft> = tables.into_iter().map(read).collect();
    check_names(&drafts, &mut findings);
    let rows = projects::read(projects, general.decimals, &mut findings);
    let names: Vec<&str> = drafts.iter().map(Draft::title).collect();
    let rows = DistrictRows::of_districts(&names, &rows, &mut findings);
    let assembled: Vec<Option<District>> = drafts
        .iter()
        .zip(&rows)
        .map(|(draft, rows)| assembly::assemble(draft, rows, &mut findings))
        .collect();
    let districts: Vec<District> = assembled.iter().flatten().cloned().collect();
    let definition = whole::define(&general, &drafts, &districts, &mut findings);
    advice::advise(&general, &drafts, &mut findings);
    findings.sort();
    let counts = rows.iter().map(|rows| rows.rows.len());
    let examined = drafts.into_iter().zip(assembled).zip(counts);
    Examined {
        folder: folder.to_owned(),
        general: Some(general),
        districts: examined
            .map(|((draft, district), rows)| ExaminedDistrict { draft, district, rows })
            .collect(),
        definition,
        findings,
    }
}

/// The column `district` of the table names districts, so no two have one name.
fn check_names(drafts: &[Draft], findings: &mut Findings) {
    let mut names: Vec<(&str, usize)> = drafts
        .iter()
        .filter_map(|draft| draft.name.as_ref())
        .map(|name| (name.value.as_str(), name.line))
        .collect();
    names.sort_unstable();
    for pair in names.windows(2) {
        let [(name, first), (other, second)] = [pair[0], pair[1]];
        if name == other {
            let how = format!(
                "the district of line {first} has the name {name:?} too; give each its own, in \
                 projects.csv as well"
            );
            findings.problem(second, how);
        }
    }
}

impl Examined {
    /// The election, if it can be published.
    fn election(self) -> Option<ElectionFiles> {
        let districts = self.districts.into_iter().map(|examined| examined.district);
        let districts = districts.collect::<Option<_>>()?;
        Some(ElectionFiles { definition: self.definition?, districts })
    }

    /// Everything that must be done before the election can be published, a line each.
    pub(crate) fn failure(&self) -> Option<Failure> {
        let Findings { problems, missing, unsaid, .. } = &self.findings;
        if problems.is_empty() && missing.is_empty() {
            return None;
        }
        let mut text = match (problems.len() + unsaid, missing.len()) {
            (0, missing) => format!("{} missing; the rest is in order", keys(missing)),
            (problems, 0) => format!("{} to mend", things(problems)),
            (problems, missing) => {
                format!("{} to mend, and {} missing", things(problems), keys(missing))
            }
        };
        for finding in problems.iter().chain(missing) {
            text += "\n";
            text += &finding.told(&self.folder);
        }
        if *unsaid > 0 {
            text += &format!("\nand {unsaid} more; mend these first");
        }
        Some(Failure::input(anyhow!(text)))
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

fn things(count: usize) -> String {
    if count == 1 { "1 thing".into() } else { format!("{count} things") }
}

fn keys(count: usize) -> String {
    if count == 1 { "1 key is".into() } else { format!("{count} keys are") }
}

/// A file as text, without the mark with which some programs begin one.
fn read_text(folder: &Path, name: &str, most: u64) -> Result<String, Failure> {
    let path = folder.join(name);
    let file = path.display();
    let mut bytes = Vec::new();
    File::open(&path)
        .and_then(|opened| opened.take(most + 1).read_to_end(&mut bytes))
        .with_context(|| {
            format!("{file} can't be read; `isoloir new` makes a folder with both files")
        })
        .map_err(Failure::input)?;
    if bytes.len() as u64 > most {
        let text = anyhow!(
            "{file} is larger than {most} bytes; this is not such a file, or it is too large"
        );
        return Err(Failure::input(text));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..good].iter().filter(|&&byte| byte == b'\n').count();
        Failure::input(anyhow!(
            "{file}:{line}: this is not UTF-8 text; save the file again with the encoding UTF-8"
        ))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

#[cfg(test)]
mod tests;
