//! The roll as the town hands it over: a table of residents in CSV.
//!
//! ```text
//! id,name,address,email,language,districts
//! 1017,Zoé Martin,"3 rue du Four
//! 29000 Courvelle",zoe@example.org,fr,Courvelle;Centre
//! ```
//!
//! A row for each resident, the columns in any order; `address`, `email` and `language` may be empty or absent.
//! Cells are separated by commas, or by semicolons if the first line has one. UTF-8, with or without a byte
//! order mark. Rows of empty cells are skipped.

mod columns;
mod fault;
mod row;

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};

use self::columns::Columns;
use self::fault::Fault;
pub(crate) use self::fault::Problems;
use self::row::RowReader;
use crate::language::Language;

/// The most residents of a roll.
pub(crate) const MAX_RESIDENTS: usize = 1 << 20;

/// The most bytes of a roll.
pub(crate) const MAX_FILE_BYTES: usize = 1 << 29;

/// The most lines that a row can take. Only addresses have line breaks, so that a row of more lines lacks the
/// quote that ends a cell.
const MAX_ROW_LINES: usize = 16;

/// Somebody who may vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resident {
    /// How the town's register calls them; no two are equal.
    pub(crate) id: String,
    pub(crate) name: String,
    /// The lines of the address below the name. None: it is not known.
    pub(crate) address: Vec<String>,
    pub(crate) email: Option<String>,
    /// What the letter is written in.
    pub(crate) language: Language,
    /// The districts that they vote in, by number, in ascending order; at least one.
    pub(crate) districts: Vec<u16>,
}

/// Reads the roll. `file` is how messages call it, `districts` are the names of the election's districts in
/// their order, `default` is the language of those whose row says none.
///
/// # Errors
/// All that is wrong with the file, each with its line.
pub(crate) fn read(
    file: &str,
    bytes: &[u8],
    districts: &[String],
    default: Language,
) -> Result<Vec<Resident>, Problems> {
    let mut problems = Problems::of(file);
    let residents = read_rows(bytes, districts, default, &mut problems);
    if problems.is_empty() { Ok(residents) } else { Err(problems) }
}

fn read_rows(
    bytes: &[u8],
    districts: &[String],
    default: Language,
    problems: &mut Problems,
) -> Vec<Resident> {
    let Some(text) = decode(bytes, problems) else { return Vec::new() };
    let mut rows = Rows::of(text);
    let Some((line, header)) = rows.next() else {
        let (line, fault) = rows.endless.unwrap_or((1, Fault::NoHeader));
        problems.add(line, fault);
        return Vec::new();
    };
    let Some(columns) = Columns::new(line, &header, problems) else { return Vec::new() };
    let reader = RowReader::new(&columns, districts, default);
    let mut residents = Vec::new();
    let mut ids = Ids::default();
    for (line, cells) in &mut rows {
        if residents.len() == MAX_RESIDENTS {
            problems.add(line, Fault::TooManyResidents);
            break;
        }
        let mut faults = Vec::new();
        let resident = reader.read(&cells, &mut faults);
        ids.add(&resident.id, line, &mut faults);
        faults.into_iter().for_each(|fault| problems.add(line, fault));
        residents.push(resident);
    }
    if let Some((line, fault)) = rows.endless {
        problems.add(line, fault);
    } else if residents.is_empty() {
        problems.add(line, Fault::NoResidents);
    }
    residents
}

/// The line of each id.
#[derive(Default)]
struct Ids(HashMap<String, usize>);

impl Ids {
    fn add(&mut self, id: &str, line: usize, faults: &mut Vec<Fault>) {
        match self.0.get(id) {
            // An empty one is reported as such.
            _ if id.is_empty() => {}
            Some(&first) => faults.push(Fault::RepeatedId { id: id.to_owned(), first }),
            None => {
                self.0.insert(id.to_owned(), line);
            }
        }
    }
}

/// The text, without its byte order mark.
fn decode<'a>(bytes: &'a [u8], problems: &mut Problems) -> Option<&'a str> {
    if bytes.len() > MAX_FILE_BYTES {
        problems.add(1, Fault::TooLarge);
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            problems.add(1 + line_breaks(before), Fault::NotUtf8);
            None
        }
    }
}

/// The rows that are not empty, each with the number of its first line.
struct Rows<'a> {
    text: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    /// Up to where line breaks are counted, and how many there are.
    counted: (usize, usize),
    /// The line of a row that ended the reading because it goes on for too many lines, and what is wrong.
    endless: Option<(usize, Fault)>,
}

impl<'a> Rows<'a> {
    fn of(text: &'a str) -> Self {
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let delimiter = if first.contains(';') { b';' } else { b',' };
        let text = text.as_bytes();
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text);
        Self { text, reader, counted: (0, 0), endless: None }
    }

    /// The number of the line in which this byte stands. It only goes forwards.
    fn line_of(&mut self, byte: usize) -> usize {
        let (from, breaks) = self.counted;
        let between = self.text.get(from..byte).unwrap_or_default();
        self.counted = (byte.max(from), breaks + line_breaks(between));
        1 + self.counted.1
    }
}

impl Iterator for Rows<'_> {
    type Item = (usize, StringRecord);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.endless.is_some() {
                return None;
            }
            let mut cells = StringRecord::new();
            let before = self.reader.position().byte() as usize;
            // The text is UTF-8 and rows may have any number of cells: reading it can't fail.
            if !self.reader.read_record(&mut cells).unwrap_or(false) {
                return None;
            }
            let after = self.reader.position().byte() as usize;
            // The reader takes the blank lines before a row as its beginning.
            let rest = self.text.get(before..after).unwrap_or_default();
            let blank = rest.iter().take_while(|&&byte| matches!(byte, b'\r' | b'\n')).count();
            let line = self.line_of(before + blank);
            let lines = rest.get(blank..).unwrap_or_default().trim_ascii_end();
            let lines = 1 + line_breaks(lines);
            if lines > MAX_ROW_LINES {
                self.endless = Some((line, Fault::EndlessRow { lines }));
                return None;
            }
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                return Some((line, cells));
            }
        }
    }
}

fn line_breaks(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| byte == b'\n').count()
}

#[cfg(test)]
mod tests;
