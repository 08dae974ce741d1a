//! `projects.csv`: a row for each project. The order of the rows is that of the projects, and of ties
//! that are listed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use csv::{Position, ReaderBuilder, StringRecord};
use isoloir_election::definition::{
    DefinitionError, District, DistrictError, DistrictParts, MAX_AMOUNT, Project, disturbs_a_line,
};

use super::amount;
use super::finding::{Findings, Lines, PROJECTS};

/// The longest text of a column that decides nothing, in bytes.
const MAX_TEXT_BYTES: usize = 16_384;

/// The columns that must be there.
const REQUIRED: [&str; 4] = ["id", "name", "cost", "district"];

/// All columns.
const COLUMNS: [&str; 8] =
    ["id", "name", "cost", "district", "category", "description", "place", "picture"];

/// A project of the table.
pub(crate) struct Row {
    pub(crate) line: usize,
    pub(crate) project: Project,
    pub(crate) district: String,
    pub(crate) categories: Vec<String>,
    /// Whether all of it could be read.
    pub(crate) is_sound: bool,
}

/// The rows of the table.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Row>,
    /// Whether no row had to be left out.
    is_complete: bool,
}

/// Reads the table. Rows that can't be read are reported and left out, or not sound.
pub(super) fn read(text: &str, decimals: u8, findings: &mut Findings) -> Table {
    let lines = Lines::of(text);
    let header = text.lines().next().unwrap_or_default();
    let separator = if header.contains(';') { b';' } else { b',' };
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut columns = None;
    let mut rows = Vec::new();
    let mut is_complete = true;
    let mut record = StringRecord::new();
    // The text is in memory and is UTF-8: reading it does not fail.
    while let Ok(true) = reader.read_record(&mut record) {
        let start = record.position().map_or(0, Position::byte) as usize;
        let end = reader.position().byte() as usize;
        let raw = text.get(start..end).unwrap_or_default();
        // A row begins after the empty lines before it.
        let line = lines.at(start + (raw.len() - raw.trim_start_matches(['\r', '\n']).len()));
        if !quotes_are_closed(raw, separator) {
            let how = "a quotation mark (\") is opened and not closed, or stands inside a text; close \
                       it, or put the text in quotes and write the mark twice";
            findings.problem_in(PROJECTS, line, how);
            return Table { rows, is_complete: false };
        }
        match &columns {
            None => match Columns::read(&record, line, findings) {
                Some(found) => columns = Some(found),
                None => return Table::default(),
            },
            // Spreadsheets leave rows of nothing behind.
            Some(_) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Some(columns) => match columns.row(&record, line, decimals, findings) {
                Some(row) => rows.push(row),
                None => is_complete = false,
            },
        }
    }
    if columns.is_none() {
        let how = format!("the table is empty; begin with the line {}", REQUIRED.join(","));
        findings.problem_in(PROJECTS, 1, how);
        return Table::default();
    }
    Table { rows, is_complete }
}

/// Whether each quotation mark opens or closes a cell, or is written twice in one. The reader takes any,
/// and two that are forgotten would make one text of all rows between them.
fn quotes_are_closed(row: &str, separator: u8) -> bool {
    enum At {
        Start,
        Plain,
        Quoted,
        /// After a mark that closes the cell, or is the first of two.
        Mark,
    }
    let mut at = At::Start;
    for byte in row.bytes() {
        let ends = byte == separator || matches!(byte, b'\r' | b'\n');
        at = match (at, byte) {
            (At::Quoted, b'"') => At::Mark,
            (At::Quoted, _) | (At::Start | At::Mark, b'"') => At::Quoted,
            (At::Start | At::Plain | At::Mark, _) if ends => At::Start,
            (At::Plain, b'"') | (At::Mark, _) => return false,
            (At::Start | At::Plain, _) => At::Plain,
        };
    }
    !matches!(at, At::Quoted)
}

/// What each column holds, by its index in [`COLUMNS`].
struct Columns(Vec<usize>);

impl Columns {
    fn read(header: &StringRecord, line: usize, findings: &mut Findings) -> Option<Self> {
        let before = findings.count();
        let mut found = Vec::new();
        for name in header {
            let name = name.trim();
            match COLUMNS.iter().position(|&column| column == name) {
                Some(column) if found.contains(&column) => {
                    let how = format!("there are two columns {name:?}; remove one");
                    findings.problem_in(PROJECTS, line, how);
                }
                Some(column) => found.push(column),
                None => {
                    let how = format!(
                        "{name:?} is no column; remove it, or write one of: {}",
                        COLUMNS.join(", ")
                    );
                    findings.problem_in(PROJECTS, line, how);
                }
            }
        }
        for (column, name) in REQUIRED.iter().enumerate() {
            if !found.contains(&column) {
                let how = format!(
                    "there is no column {name:?}; the first line names the columns, with commas or \
                     semicolons between them: {}",
                    REQUIRED.join(",")
                );
                findings.problem_in(PROJECTS, line, how);
            }
        }
        (findings.count() == before).then_some(Self(found))
    }

    fn row(
        &self,
        record: &StringRecord,
        line: usize,
        decimals: u8,
        findings: &mut Findings,
    ) -> Option<Row> {
        if record.len() != self.0.len() {
            let how = format!(
                "the row has {} cells, and the first line has {}; put a cell with a separator in it \
                 in quotes",
                record.len(),
                self.0.len()
            );
            findings.problem_in(PROJECTS, line, how);
            return None;
        }
        let before = findings.count();
        let cell = |name: &str| {
            let at = self.0.iter().position(|&column| COLUMNS[column] == name);
            at.and_then(|at| record.get(at)).map(str::trim).unwrap_or_default()
        };
        let cost = amount::parse(cell("cost"), decimals).unwrap_or_else(|why| {
            findings.problem_in(PROJECTS, line, format!("the cost {:?}: {why}", cell("cost")));
            0
        });
        let project = Project { id: cell("id").into(), name: cell("name").into(), cost };
        if let Some(error) = refusal(&project) {
            findings.problem_in(PROJECTS, line, error.to_string());
        }
        for name in ["category", "description", "place", "picture"] {
            check_text(name, cell(name), line, findings);
        }
        let categories = cell("category").split(',').map(str::trim);
        Some(Row {
            line,
            project,
            district: cell("district").into(),
            categories: categories.filter(|name| !name.is_empty()).map(Into::into).collect(),
            is_sound: findings.count() == before,
        })
    }
}

/// Why there can be no such project in any district.
fn refusal(project: &Project) -> Option<DistrictError> {
    District::new(DistrictParts::new("District", MAX_AMOUNT, vec![project.clone()])).err()
}

/// A description may have several lines; whatever reverses or hides text is refused as in names.
fn check_text(name: &'static str, text: &str, line: usize, findings: &mut Findings) {
    let has_lines = name == "description";
    let disturbs = |c: char| disturbs_a_line(c) && !(has_lines && matches!(c, '\n' | '\r' | '\t'));
    let error = if text.len() > MAX_TEXT_BYTES {
        DefinitionError::LongText { what: name, bytes: text.len(), most: MAX_TEXT_BYTES }
    } else if text.chars().any(disturbs) {
        DefinitionError::ControlCharacter { what: name }
    } else {
        return;
    };
    findings.problem_in(PROJECTS, line, error.to_string());
}

/// The projects of a district.
pub(crate) struct DistrictRows<'a> {
    pub(crate) rows: Vec<&'a Row>,
    positions: HashMap<&'a str, u16>,
    /// Whether all of them could be read, and no two have one id.
    pub(super) are_sound: bool,
    /// Whether it is known which projects there are.
    pub(super) are_complete: bool,
}

impl<'a> DistrictRows<'a> {
    /// Takes those of each district, in the order of the table, and reports what is wrong with them
    /// together: ids that two share, districts that the election does not have.
    pub(super) fn of_districts(
        names: &[&str],
        table: &'a Table,
        findings: &mut Findings,
    ) -> Vec<Self> {
        let mut by_district: HashMap<&str, Vec<&Row>> = HashMap::new();
        for row in &table.rows {
            by_district.entry(&row.district).or_default().push(row);
        }
        let districts = names
            .iter()
            .map(|&name| {
                let rows = by_district.remove(name).unwrap_or_default();
                Self::new(rows, table.is_complete, findings)
            })
            .collect();
        for (name, rows) in by_district {
            let line = rows.first().map_or(1, |row| row.line);
            let how = format!(
                "there is no district {name:?} in election.toml; write the name of one that is there"
            );
            findings.problem_in(PROJECTS, line, how);
        }
        districts
    }

    fn new(rows: Vec<&'a Row>, are_complete: bool, findings: &mut Findings) -> Self {
        let before = findings.count();
        let mut positions = HashMap::new();
        for (position, row) in (0..=u16::MAX).zip(&rows) {
            let id = row.project.id.as_str();
            match positions.entry(id) {
                Entry::Vacant(free) => {
                    free.insert(position);
                }
                Entry::Occupied(first) if !id.is_empty() => {
                    let first = rows[usize::from(*first.get())].line;
                    let how = format!(
                        "the id {id:?} is that of line {first} too; give each project its own"
                    );
                    findings.problem_in(PROJECTS, row.line, how);
                }
                Entry::Occupied(_) => {}
            }
        }
        let are_sound = rows.iter().all(|row| row.is_sound) && findings.count() == before;
        Self { rows, positions, are_sound, are_complete }
    }

    pub(super) fn position(&self, id: &str) -> Option<u16> {
        self.positions.get(id).copied()
    }
}
