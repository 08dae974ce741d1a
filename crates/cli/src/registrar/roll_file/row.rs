//! One row of a roll.

use std::collections::HashMap;

use csv::StringRecord;
use isoloir_election::definition::disturbs_a_line;

use super::Resident;
use super::columns::{Column, Columns};
use super::fault::Fault;
use crate::language::Language;

/// The most characters of an id.
const MAX_ID: usize = 64;

/// The most characters of a name.
const MAX_NAME: usize = 120;

/// The most characters of a line of an address.
pub(super) const MAX_ADDRESS_LINE: usize = 80;

/// The most characters of an e-mail address (RFC 5321, section 4.5.3.1.3, without the brackets).
const MAX_EMAIL: usize = 254;

/// The most districts of a resident.
pub(super) const MAX_DISTRICTS_OF_RESIDENT: usize = 64;

/// How many lines of how many characters the window of an envelope shows, in capitals too; one more is left for
/// words that are not cut where this cuts them.
pub(super) const MAX_PRINTED_LINES: usize = 7;
pub(super) const PRINTED_LINE: usize = 36;

/// Reads rows.
pub(super) struct RowReader<'a> {
    columns: &'a Columns,
    /// The numbers of the districts by name; none where two have it.
    districts: HashMap<&'a str, Option<u16>>,
    /// The language of those who say none.
    default: Language,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(columns: &'a Columns, districts: &'a [String], default: Language) -> Self {
        let mut by_name = HashMap::new();
        for (name, number) in districts.iter().zip(0..) {
            by_name.entry(name.as_str()).and_modify(|it| *it = None).or_insert(Some(number));
        }
        Self { columns, districts: by_name, default }
    }

    /// The resident of a row, with gaps where something is wrong with it.
    pub(super) fn read(&self, cells: &StringRecord, faults: &mut Vec<Fault>) -> Resident {
        let (found, expected) = (cells.len(), self.columns.count());
        if found != expected {
            // What stands in which column is anybody's guess: nothing else is said of this row.
            faults.push(Fault::Cells { found, expected });
            return self.nobody();
        }
        let cell = |column| self.columns.cell(cells, column);
        let name = text(cell(Column::Name), Column::Name, MAX_NAME, faults);
        let address = address(cell(Column::Address), &name, faults);
        Resident {
            id: text(cell(Column::Id), Column::Id, MAX_ID, faults),
            name,
            address,
            email: email(cell(Column::Email), faults),
            language: self.language(cell(Column::Language), faults),
            districts: self.districts(cell(Column::Districts), faults),
        }
    }

    fn nobody(&self) -> Resident {
        Resident {
            id: String::new(),
            name: String::new(),
            address: Vec::new(),
            email: None,
            language: self.default,
            districts: Vec::new(),
        }
    }

    fn language(&self, tag: &str, faults: &mut Vec<Fault>) -> Language {
        if tag.is_empty() {
            return self.default;
        }
        Language::of_code(&tag.to_ascii_lowercase()).unwrap_or_else(|| {
            faults.push(Fault::Language { tag: tag.to_owned() });
            self.default
        })
    }

    fn districts(&self, cell: &str, faults: &mut Vec<Fault>) -> Vec<u16> {
        let mut numbers = Vec::new();
        let names = self.district_names(cell);
        for &name in names.iter().take(MAX_DISTRICTS_OF_RESIDENT) {
            match self.districts.get(name) {
                Some(Some(number)) if numbers.contains(number) => {
                    faults.push(Fault::RepeatedDistrict { name: name.to_owned() });
                }
                Some(&Some(number)) => numbers.push(number),
                Some(None) => faults.push(Fault::AmbiguousDistrict { name: name.to_owned() }),
                None => faults.push(Fault::UnknownDistrict { name: name.to_owned() }),
            }
        }
        match names.len() {
            0 => faults.push(Fault::NoDistrict),
            districts if districts > MAX_DISTRICTS_OF_RESIDENT => {
                faults.push(Fault::TooManyDistricts { districts });
            }
            _ => {}
        }
        numbers.sort_unstable();
        numbers
    }

    /// The names in a cell. A district's name may have the separators in it: the whole cell is tried first,
    /// then what semicolons separate, and what is still unknown is cut at each plus.
    fn district_names<'c>(&self, cell: &'c str) -> Vec<&'c str> {
        if self.districts.contains_key(cell) {
            return vec![cell];
        }
        let mut names = Vec::new();
        for part in cell.split(';').map(str::trim) {
            if self.districts.contains_key(part) {
                names.push(part);
            } else {
                names.extend(part.split('+').map(str::trim));
            }
        }
        names.retain(|name| !name.is_empty());
        names
    }
}

/// A text of one line that is not empty.
fn text(cell: &str, column: Column, most: usize, faults: &mut Vec<Fault>) -> String {
    if cell.is_empty() {
        faults.push(Fault::Empty { column });
    }
    check(cell, column, most, faults);
    cell.to_owned()
}

/// The lines of an address, without empty ones.
fn address(cell: &str, name: &str, faults: &mut Vec<Fault>) -> Vec<String> {
    let lines: Vec<&str> = cell.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if let Some(character) =
        lines.iter().find_map(|line| line.chars().find(|&it| disturbs_a_line(it)))
    {
        faults.push(Fault::ControlCharacter { column: Column::Address, character });
    }
    for characters in lines.iter().map(|line| line.chars().count()) {
        if characters > MAX_ADDRESS_LINE {
            faults.push(Fault::LongAddressLine { characters });
        }
    }
    let printed = |line: &&str| line.chars().count().div_ceil(PRINTED_LINE);
    let printed = lines.iter().chain([&name]).map(printed).sum();
    if printed > MAX_PRINTED_LINES {
        faults.push(Fault::LongAddress { lines: printed });
    }
    lines.into_iter().map(str::to_owned).collect()
}

fn email(cell: &str, faults: &mut Vec<Fault>) -> Option<String> {
    if cell.is_empty() {
        return None;
    }
    check(cell, Column::Email, MAX_EMAIL, faults);
    if !looks_like_email(cell) {
        faults.push(Fault::Email { email: cell.to_owned() });
    }
    Some(cell.to_owned())
}

/// `somebody@example.org`: the shape that mail programs accept unquoted, letters of all scripts included. Only
/// a message that arrives shows that it is right.
fn looks_like_email(email: &str) -> bool {
    let is_plain =
        |character: char| !character.is_whitespace() && !"\"'(),:;<>@[\\]`|".contains(character);
    let are_parts = |text: &str| text.split('.').all(|part| !part.is_empty());
    email.split_once('@').is_some_and(|(local, domain)| {
        [local, domain].iter().all(|side| side.chars().all(is_plain) && are_parts(side))
            && domain.contains('.')
    })
}

/// Reports a text that is too long or can't be printed.
fn check(cell: &str, column: Column, most: usize, faults: &mut Vec<Fault>) {
    let characters = cell.chars().count();
    if characters > most {
        faults.push(Fault::TooLong { column, characters, most });
    }
    if let Some(character) = cell.chars().find(|&character| disturbs_a_line(character)) {
        faults.push(Fault::ControlCharacter { column, character });
    }
}
