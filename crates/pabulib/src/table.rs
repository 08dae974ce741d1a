//! From bytes to three tables of text, each row with its line.

use crate::error::{ErrorKind, ParseError, Section, excerpt};
use crate::totals::OnFault;
use crate::{MAX_COLUMNS, MAX_FIELD_BYTES, MAX_FILE_BYTES, MAX_META_ROWS, MAX_PROJECTS, MAX_VOTES};
use csv::{ReaderBuilder, StringRecord, Trim};
use std::collections::BTreeMap;
use std::io::Read;
use std::iter::Peekable;
use std::vec::IntoIter;

/// The three sections of a file.
pub(crate) struct Tables {
    pub(crate) meta: Table,
    pub(crate) projects: Table,
    /// None after a fault.
    pub(crate) votes: Option<Table>,
}

/// A section: its rows are all as wide as its header, and its column names differ; where they don't,
/// that is a fault.
pub(crate) struct Table {
    section: Section,
    /// The line of the section's title.
    pub(crate) line: usize,
    header_line: usize,
    /// How many columns the header has.
    width: usize,
    columns: BTreeMap<String, usize>,
    pub(crate) rows: Vec<Row>,
}

/// A row of a file, and the line on which it begins.
pub(crate) struct Row {
    pub(crate) line: usize,
    fields: StringRecord,
}

impl Tables {
    /// Splits a file into its sections, which may come in any order. Whatever is wrong with VOTES
    /// is one fault: the first.
    pub(crate) fn read(bytes: &[u8], on_fault: &mut OnFault<'_>) -> Result<Self, ParseError> {
        let mut tables: [Option<Table>; 3] = [None, None, None];
        let Rows { rows, unclosed_quote, unread } = rows(text(bytes)?)?;
        let last_line = rows.last().map_or(1, |row| row.line);
        let only_votes_follow = only_votes_follow(&rows);
        let mut votes_are_faulty = false;
        if let Some(line) = unclosed_quote {
            let error = ErrorKind::UnclosedQuote.at(line);
            if !only_votes_follow {
                return Err(error);
            }
            on_fault(error)?;
            votes_are_faulty = true;
        }

        let mut rows = rows.into_iter().peekable();
        while let Some(title) = rows.next() {
            match (title.section(), read_section(&mut tables, &title, &mut rows, on_fault)) {
                (_, Ok(())) => {}
                (Some(Section::Votes), Err(_)) if votes_are_faulty => {}
                (Some(Section::Votes), Err(error)) => {
                    on_fault(error)?;
                    votes_are_faulty = true;
                }
                (Some(_), Err(error)) => return Err(error),
                (None, Err(error)) => on_fault(error)?,
            }
            // After a fault, what is left of the section.
            while rows.next_if(|row| row.section().is_none()).is_some() {}
        }
        if let Some(line) = unread {
            // Only after a fault, and the other sections are not so long.
            let error = ErrorKind::TooManyRows { section: Section::Votes }.at(line);
            if !only_votes_follow {
                return Err(error);
            }
            if !votes_are_faulty {
                on_fault(error)?;
                votes_are_faulty = true;
            }
        }

        let [meta, projects, votes] = tables;
        let missing = |section| ErrorKind::MissingSection { section }.at(last_line);
        let meta = meta.ok_or_else(|| missing(Section::Meta))?;
        let projects = projects.ok_or_else(|| missing(Section::Projects))?;
        if votes.is_none() && !votes_are_faulty {
            on_fault(missing(Section::Votes))?;
        }
        Ok(Self { meta, projects, votes: votes.filter(|_| !votes_are_faulty) })
    }
}

/// Whether a row after these can belong to nothing but VOTES, and nothing else is missing.
fn only_votes_follow(rows: &[Row]) -> bool {
    let sections: Vec<Section> = rows.iter().filter_map(Row::section).collect();
    sections.last() == Some(&Section::Votes)
        && sections.contains(&Section::Meta)
        && sections.contains(&Section::Projects)
}

/// Reads the section that a title begins, from its header to the next title.
fn read_section(
    tables: &mut [Option<Table>; 3],
    title: &Row,
    rows: &mut Peekable<IntoIter<Row>>,
    on_fault: &mut OnFault<'_>,
) -> Result<(), ParseError> {
    let section = title.section().ok_or_else(|| title.outside_section())?;
    let table = &mut tables[section as usize];
    if table.is_some() {
        return Err(ErrorKind::RepeatedSection { section }.at(title.line));
    }
    let header = rows
        .next_if(|row| row.section().is_none())
        .ok_or(ErrorKind::MissingHeader { section }.at(title.line))?;
    let table = table.insert(Table::new(section, title.line, &header, on_fault)?);
    while let Some(row) = rows.next_if(|row| row.section().is_none()) {
        table.push(row, on_fault)?;
    }
    Ok(())
}

/// The columns on which the winners depend.
const DECIDING_COLUMNS: [&str; 7] =
    ["key", "value", "project_id", "cost", "votes", "score", "selected"];

impl Table {
    fn new(
        section: Section,
        line: usize,
        header: &Row,
        on_fault: &mut OnFault<'_>,
    ) -> Result<Self, ParseError> {
        header.check_field_lengths()?;
        if header.fields.len() > MAX_COLUMNS {
            let columns = header.fields.len();
            return Err(ErrorKind::TooManyColumns { section, columns }.at(header.line));
        }
        let mut columns = BTreeMap::new();
        for (index, name) in header.fields.iter().enumerate() {
            if columns.contains_key(name) {
                let column = excerpt(name);
                let error = ErrorKind::RepeatedColumn { section, column }.at(header.line);
                if section == Section::Votes || DECIDING_COLUMNS.contains(&name) {
                    return Err(error);
                }
                on_fault(error)?;
            } else {
                columns.insert(name.to_owned(), index);
            }
        }
        let (header_line, width) = (header.line, header.fields.len());
        Ok(Self { section, line, header_line, width, columns, rows: Vec::new() })
    }

    fn push(&mut self, row: Row, on_fault: &mut OnFault<'_>) -> Result<(), ParseError> {
        row.check_field_lengths()?;
        let section = self.section;
        let (expected, found) = (self.width, row.fields.len());
        if found != expected {
            let error = ErrorKind::RowWidth { section, expected, found }.at(row.line);
            if section == Section::Votes {
                return Err(error);
            }
            on_fault(error)?;
        }
        if self.rows.len() == section.max_rows() {
            return Err(ErrorKind::TooManyRows { section }.at(row.line));
        }
        self.rows.push(row);
        Ok(())
    }

    /// Which field of each row belongs to a column, if the section has the column.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.columns.get(name).copied()
    }

    /// As [`Self::column`], for a column that the section must have.
    pub(crate) fn required_column(&self, column: &'static str) -> Result<usize, ParseError> {
        let section = self.section;
        self.column(column)
            .ok_or_else(|| ErrorKind::MissingColumn { section, column }.at(self.header_line))
    }
}

impl Row {
    /// A field without the white space around it, if the row has it and it is not empty.
    pub(crate) fn get(&self, column: usize) -> Option<&str> {
        self.fields.get(column).filter(|field| !field.is_empty())
    }

    /// The section that begins here, if this is a title line. No row is mistaken for one, unless it
    /// is too short: the columns that every section needs make its rows at least two fields wide.
    fn section(&self) -> Option<Section> {
        if self.fields.len() != 1 {
            return None;
        }
        match self.get(0)? {
            "META" => Some(Section::Meta),
            "PROJECTS" => Some(Section::Projects),
            "VOTES" => Some(Section::Votes),
            _ => None,
        }
    }

    fn outside_section(&self) -> ParseError {
        let found = excerpt(self.get(0).unwrap_or_default());
        ErrorKind::OutsideSection { found }.at(self.line)
    }

    fn check_field_lengths(&self) -> Result<(), ParseError> {
        match self.fields.iter().map(str::len).max() {
            Some(bytes) if bytes > MAX_FIELD_BYTES => {
                Err(ErrorKind::FieldTooLong { bytes }.at(self.line))
            }
            _ => Ok(()),
        }
    }
}

fn text(bytes: &[u8]) -> Result<&str, ParseError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(ErrorKind::FileTooLarge { bytes: bytes.len() }.at(1));
    }
    str::from_utf8(bytes).map_err(|error| {
        let line = Lines::new(bytes).line_at(error.valid_up_to());
        ErrorKind::InvalidUtf8.at(line)
    })
}

/// The most rows that three sections may have, with their titles and headers.
const MAX_ROWS: usize = MAX_META_ROWS + MAX_PROJECTS + MAX_VOTES + 3 * 2;

/// All rows of a file; a byte order mark and empty lines are no part of them.
struct Rows {
    rows: Vec<Row>,
    /// Where a row begins in which a quote is opened and never closed. It is left out.
    unclosed_quote: Option<usize>,
    /// Where the first row begins that was not read. No more than one row above [`MAX_ROWS`] is:
    /// with that one, some section has too many rows or begins twice, or rows are in none.
    unread: Option<usize>,
}

fn rows(text: &str) -> Result<Rows, ParseError> {
    // The csv crate takes a quote that is still open at the end of the file for closed. A last
    // row of our own shows it: it comes back alone unless an open quote has swallowed it.
    const LAST_ROW: &str = "end of file";
    let input = text.as_bytes().chain(b"\n".as_slice()).chain(LAST_ROW.as_bytes());
    let mut reader = ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(input);

    let mut rows = Vec::new();
    let mut lines = Lines::new(text.as_bytes());
    loop {
        let line = lines.first_row_from(reader.position().byte());
        let mut fields = StringRecord::new();
        // Reading from memory fails on text that is not UTF-8, and on nothing else.
        if !reader.read_record(&mut fields).map_err(|_| ErrorKind::InvalidUtf8.at(line))? {
            break;
        }
        if rows.len() > MAX_ROWS {
            return Ok(Rows { rows, unclosed_quote: None, unread: Some(line) });
        }
        rows.push(Row { line, fields });
    }
    let last = rows.pop().filter(|last| last.fields.iter().ne([LAST_ROW]));
    Ok(Rows { rows, unclosed_quote: last.map(|last| last.line), unread: None })
}

/// Counts lines, from offsets that never go back.
struct Lines<'a> {
    bytes: &'a [u8],
    offset: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0, line: 1 }
    }

    /// The line of the byte at `offset`.
    fn line_at(&mut self, offset: usize) -> usize {
        let passed = self.bytes.get(self.offset..offset).unwrap_or_default();
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count();
        self.offset = self.offset.max(offset);
        self.line
    }

    /// The line of the first row at or after `offset`. The csv crate stops between the CR and the
    /// LF of a line's end, and before empty lines, and its own count is behind there.
    fn first_row_from(&mut self, offset: u64) -> usize {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let rest = self.bytes.get(offset..).unwrap_or_default();
        let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.line_at(offset.saturating_add(ends))
    }
}
