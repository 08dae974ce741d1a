//! From bytes to three tables of text, each row with its line.

use crate::error::{ErrorKind, ParseError, Section, excerpt};
use crate::{MAX_COLUMNS, MAX_FIELD_BYTES, MAX_FILE_BYTES, MAX_META_ROWS, MAX_PROJECTS, MAX_VOTES};
use csv::{ReaderBuilder, StringRecord, Trim};
use std::collections::BTreeMap;
use std::io::Read;

/// The three sections of a file.
pub(crate) struct Tables {
    pub(crate) meta: Table,
    pub(crate) projects: Table,
    pub(crate) votes: Table,
}

/// A section: its rows are all as wide as its header, and its column names differ.
pub(crate) struct Table {
    section: Section,
    /// The line of the section's title.
    pub(crate) line: usize,
    header_line: usize,
    columns: BTreeMap<String, usize>,
    pub(crate) rows: Vec<Row>,
}

/// A row of a file, and the line on which it begins.
pub(crate) struct Row {
    pub(crate) line: usize,
    fields: StringRecord,
}

impl Tables {
    /// Splits a file into its sections, which may come in any order.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, ParseError> {
        let mut tables: [Option<Table>; 3] = [None, None, None];
        let rows = rows(text(bytes)?)?;
        let last_line = rows.last().map_or(1, |row| row.line);

        let mut rows = rows.into_iter().peekable();
        while let Some(title) = rows.next() {
            let section = title.section().ok_or_else(|| title.outside_section())?;
            let table = &mut tables[section as usize];
            if table.is_some() {
                return Err(ErrorKind::RepeatedSection { section }.at(title.line));
            }
            let header = rows
                .next_if(|row| row.section().is_none())
                .ok_or(ErrorKind::MissingHeader { section }.at(title.line))?;
            let table = table.insert(Table::new(section, title.line, &header)?);
            while let Some(row) = rows.next_if(|row| row.section().is_none()) {
                table.push(row)?;
            }
        }

        let [meta, projects, votes] = tables;
        let missing = |section| ErrorKind::MissingSection { section }.at(last_line);
        Ok(Self {
            meta: meta.ok_or_else(|| missing(Section::Meta))?,
            projects: projects.ok_or_else(|| missing(Section::Projects))?,
            votes: votes.ok_or_else(|| missing(Section::Votes))?,
        })
    }
}

impl Table {
    fn new(section: Section, line: usize, header: &Row) -> Result<Self, ParseError> {
        header.check_field_lengths()?;
        if header.fields.len() > MAX_COLUMNS {
            let columns = header.fields.len();
            return Err(ErrorKind::TooManyColumns { section, columns }.at(header.line));
        }
        let mut columns = BTreeMap::new();
        for (index, name) in header.fields.iter().enumerate() {
            if columns.insert(name.to_owned(), index).is_some() {
                let column = excerpt(name);
                return Err(ErrorKind::RepeatedColumn { section, column }.at(header.line));
            }
        }
        Ok(Self { section, line, header_line: header.line, columns, rows: Vec::new() })
    }

    fn push(&mut self, row: Row) -> Result<(), ParseError> {
        row.check_field_lengths()?;
        let section = self.section;
        let (expected, found) = (self.columns.len(), row.fields.len());
        if found != expected {
            return Err(ErrorKind::RowWidth { section, expected, found }.at(row.line));
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

    /// The section that begins here, if this is a title line. No row is mistaken for one: the
    /// columns that every section needs make its rows at least two fields wide.
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

/// All rows of a file; a byte order mark and empty lines are no part of them. No more than one row
/// above [`MAX_ROWS`] is read: with that one, some section has too many rows or begins twice.
fn rows(text: &str) -> Result<Vec<Row>, ParseError> {
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
            return Ok(rows);
        }
        rows.push(Row { line, fields });
    }
    match rows.pop() {
        Some(last) if last.fields.iter().ne([LAST_ROW]) => {
            Err(ErrorKind::UnclosedQuote.at(last.line))
        }
        _ => Ok(rows),
    }
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
