//! Reading a table of `election.toml`, field by field. Whatever is missing, unknown or of the wrong kind
//! is reported, and reading goes on: an official sees all of it at once.

use jiff::Timestamp;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::amount;
use super::finding::{Findings, Lines, List, Located};

/// A table of the file.
pub(super) struct Fields<'a> {
    /// As people find it in the file: `[[district]]`.
    header: String,
    /// The line of its header.
    pub(super) line: usize,
    table: &'a DeTable<'a>,
    lines: &'a Lines,
    /// The names that were asked for.
    known: Vec<&'static str>,
}

/// A point in time, with the offset in which the official wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Since 1970.
    pub(crate) seconds: u64,
    pub(crate) offset: Offset,
}

impl<'a> Fields<'a> {
    /// The whole file.
    pub(super) fn root(table: &'a DeTable<'a>, lines: &'a Lines) -> Self {
        Self { header: TOP.into(), line: 1, table, lines, known: Vec::new() }
    }

    /// The table of this name, which must be there.
    pub(super) fn table(
        &mut self,
        name: &'static str,
        example: &str,
        findings: &mut Findings,
    ) -> Option<Self> {
        let Some(found) = self.find(name) else {
            findings.problem(self.line, format!("the table [{name}] is missing; add {example}"));
            return None;
        };
        self.nested(format!("[{name}]"), found, findings)
    }

    pub(super) fn optional_table(
        &mut self,
        name: &'static str,
        findings: &mut Findings,
    ) -> Option<Self> {
        let found = self.find(name)?;
        self.nested(format!("[{name}]"), found, findings)
    }

    /// All tables `[[name]]`, in the order of the file; `header` is how people find them.
    pub(super) fn tables(
        &mut self,
        name: &'static str,
        header: &str,
        findings: &mut Findings,
    ) -> Vec<Self> {
        let Some(found) = self.find(name) else { return Vec::new() };
        let DeValue::Array(items) = found.get_ref() else {
            let line = self.lines.at(found.span().start);
            findings.problem(line, format!("write {header} with two brackets on each side"));
            return Vec::new();
        };
        let tables = items.iter().map(|item| self.nested(header.into(), item, findings));
        tables.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    fn nested(
        &self,
        header: String,
        found: &'a Spanned<DeValue<'a>>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let line = self.lines.at(found.span().start);
        match found.get_ref() {
            DeValue::Table(table) => {
                Some(Self { header, line, table, lines: self.lines, known: Vec::new() })
            }
            _ => {
                findings.problem(
                    line,
                    format!("{header} must be a table; write its header so, and its fields below"),
                );
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn text(
        &mut self,
        name: &'static str,
        example: &str,
        findings: &mut Findings,
    ) -> Option<Located<String>> {
        self.required(name, example, findings)?;
        self.optional_text(name, findings)
    }

    pub(super) fn optional_text(
        &mut self,
        name: &'static str,
        findings: &mut Findings,
    ) -> Option<Located<String>> {
        let found = self.find(name)?;
        let line = self.lines.at(found.span().start);
        match found.get_ref() {
            DeValue::String(text) => Some(Located { value: text.to_string(), line }),
            _ => {
                findings.problem(line, format!("{name} must be a text; put it in quotes: \"...\""));
                None
            }
        }
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, name: &'static str, findings: &mut Findings) -> Option<List> {
        let found = self.find(name)?;
        self.texts_of(name, found, findings)
    }

    /// A list of lists of texts.
    pub(super) fn lists_of_texts(
        &mut self,
        name: &'static str,
        findings: &mut Findings,
    ) -> Option<Located<Vec<List>>> {
        let found = self.find(name)?;
        let line = self.lines.at(found.span().start);
        let DeValue::Array(items) = found.get_ref() else {
            findings.problem(line, format!("{name} must be a list of lists; {LISTS}"));
            return None;
        };
        let lists = items.iter().filter_map(|item| self.texts_of(name, item, findings));
        Some(Located { value: lists.collect(), line })
    }

    fn texts_of(
        &self,
        name: &'static str,
        found: &Spanned<DeValue<'_>>,
        findings: &mut Findings,
    ) -> Option<List> {
        let line = self.lines.at(found.span().start);
        let DeValue::Array(items) = found.get_ref() else {
            let how = if name == "exclusive" { LISTS } else { LIST };
            findings.problem(line, format!("{name} must be a list; {how}"));
            return None;
        };
        let texts = items.iter().filter_map(|item| {
            let line = self.lines.at(item.span().start);
            match item.get_ref() {
                DeValue::String(text) => Some(Located { value: text.to_string(), line }),
                // Ids are often numbers, and mean the same without quotes.
                DeValue::Integer(number) if number.radix() == 10 => {
                    Some(Located { value: number.as_str().into(), line })
                }
                _ => {
                    findings
                        .problem(line, format!("{name} lists something else than texts; {LIST}"));
                    None
                }
            }
        });
        Some(Located { value: texts.collect(), line })
    }

    /// A whole number from 0 to `most`, if it is there.
    pub(super) fn number(
        &mut self,
        name: &'static str,
        most: u64,
        findings: &mut Findings,
    ) -> Option<Located<u64>> {
        let found = self.find(name)?;
        let line = self.lines.at(found.span().start);
        let number = match found.get_ref() {
            DeValue::Integer(number) => {
                let number = u64::from_str_radix(number.as_str(), number.radix());
                number.ok().filter(|&number| number <= most)
            }
            _ => None,
        };
        if number.is_none() {
            let how = format!("{name} must be a whole number from 0 to {most}, without quotes");
            findings.problem(line, how);
        }
        Some(Located { value: number?, line })
    }

    /// A whole number that must be there.
    pub(super) fn required_number(
        &mut self,
        name: &'static str,
        most: u64,
        example: &str,
        findings: &mut Findings,
    ) -> Option<Located<u64>> {
        self.required(name, example, findings)?;
        self.number(name, most, findings)
    }

    /// An amount of money, if it is there, in units of 10^-decimals.
    pub(super) fn amount(
        &mut self,
        name: &'static str,
        decimals: u8,
        findings: &mut Findings,
    ) -> Option<Located<u64>> {
        let found = self.find(name)?;
        let line = self.lines.at(found.span().start);
        let amount = match found.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => {
                amount::parse(number.as_str(), decimals)
            }
            DeValue::String(text) => amount::parse(text, decimals),
            // A program that reads this file may round such a number.
            DeValue::Float(number) => Err(format!(
                "an amount with decimals is written in quotes: \"{}\"",
                number.as_str()
            )),
            _ => Err(amount::HOW.into()),
        };
        match amount {
            Ok(value) => Some(Located { value, line }),
            Err(why) => {
                findings.problem(line, format!("{name}: {why}"));
                None
            }
        }
    }

    /// A date with a time and a zone, which must be there.
    pub(super) fn moment(
        &mut self,
        name: &'static str,
        findings: &mut Findings,
    ) -> Option<Located<Moment>> {
        self.required(name, &format!("{name} = {EXAMPLE}"), findings)?;
        let found = self.find(name)?;
        let line = self.lines.at(found.span().start);
        match moment(found.get_ref()) {
            Ok(value) => Some(Located { value, line }),
            Err(why) => {
                findings.problem(line, format!("{name} {why}"));
                None
            }
        }
    }

    /// Reports every field that nobody asked for.
    pub(super) fn finish(self, findings: &mut Findings) {
        for (name, value) in self.table {
            let written: &str = name.get_ref();
            if !self.known.contains(&written) {
                let line = self.lines.at(name.span().start.min(value.span().start));
                let (header, known) = (&self.header, self.known.join(", "));
                findings.problem(
                    line,
                    format!("{written:?} is nothing that {header} has; remove it, or write one of: {known}"),
                );
            }
        }
    }

    /// Reports the field if it is not there.
    pub(super) fn required(
        &mut self,
        name: &'static str,
        example: &str,
        findings: &mut Findings,
    ) -> Option<()> {
        if self.find(name).is_none() {
            let header = &self.header;
            findings
                .problem(self.line, format!("{name} is missing in {header}; add there: {example}"));
            return None;
        }
        Some(())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    fn find(&mut self, name: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        if !self.known.contains(&name) {
            self.known.push(name);
        }
        self.table.get(name)
    }
}

/// The part of the file above all headers.
const TOP: &str = "the part above the first [";

const LIST: &str = "write [\"A1\", \"A2\"]";
const LISTS: &str = "write [[\"A1\", \"A2\"], [\"B1\", \"B2\"]]";
const EXAMPLE: &str = "2027-03-01T08:00:00+01:00";

fn moment(value: &DeValue<'_>) -> Result<Moment, String> {
    let malformed = || format!("must be a date with a time and a zone, without quotes: {EXAMPLE}");
    let DeValue::Datetime(written) = value else { return Err(malformed()) };
    if written.date.is_none() || written.time.is_none() {
        return Err(malformed());
    }
    if written.offset.is_none() {
        return Err(format!(
            "has no time zone, so nobody can tell when it is; add the offset from UTC: \
             {written}+01:00, or {written}Z for UTC itself"
        ));
    }
    let text = written.to_string();
    let time: Timestamp = text.parse().map_err(|_| malformed())?;
    let offset = Pieces::parse(&text).ok().and_then(|pieces| pieces.to_numeric_offset());
    let offset = offset.ok_or_else(malformed)?;
    if time.subsec_nanosecond() != 0 {
        return Err("has a fraction of a second; leave the fraction out".into());
    }
    let seconds = u64::try_from(time.as_second()).map_err(|_| "is before 1970; mend the year")?;
    Ok(Moment { seconds, offset })
}
