//! The section META.

use crate::error::{ErrorKind, ParseError, excerpt};
use crate::instance::{Meta, VoteType};
use crate::number::{Decimal, amount, count, whole};
use crate::table::Table;
use crate::totals::{OnFault, excuse};
use std::collections::BTreeMap;
use std::collections::btree_map;

/// The keys whose values are money.
const AMOUNT_KEYS: [&str; 3] = ["budget", "min_sum_cost", "max_sum_cost"];

/// The rows of META that have a value, by key. Those not yet taken are left.
pub(crate) struct Entries<'a> {
    title_line: usize,
    by_key: BTreeMap<&'a str, Entry<'a>>,
}

/// A value and its line.
struct Entry<'a> {
    line: usize,
    value: &'a str,
}

impl<'a> Entries<'a> {
    pub(crate) fn read(table: &'a Table, on_fault: &mut OnFault<'_>) -> Result<Self, ParseError> {
        let key_column = table.required_column("key")?;
        let value_column = table.required_column("value")?;
        let mut by_key = BTreeMap::new();
        for row in &table.rows {
            let (Some(key), Some(value)) = (row.get(key_column), row.get(value_column)) else {
                continue;
            };
            match by_key.entry(key) {
                btree_map::Entry::Vacant(entry) => {
                    entry.insert(Entry { line: row.line, value });
                }
                btree_map::Entry::Occupied(_) => {
                    on_fault(ErrorKind::RepeatedKey { key: excerpt(key) }.at(row.line))?;
                }
            }
        }
        Ok(Self { title_line: table.line, by_key })
    }

    /// How many decimals the amounts need. Drops a faulty bound.
    pub(crate) fn decimals(&mut self, on_fault: &mut OnFault<'_>) -> Result<u8, ParseError> {
        let mut decimals = 0;
        for key in AMOUNT_KEYS {
            let Some(entry) = self.by_key.get(key) else { continue };
            let number = Decimal::parse(key, entry.value).map_err(|kind| kind.at(entry.line));
            let number = if key == "budget" { Some(number?) } else { excuse(number, on_fault)? };
            match number {
                Some(number) => decimals = decimals.max(number.decimals),
                None => {
                    self.by_key.remove(key);
                }
            }
        }
        Ok(decimals)
    }

    /// Checks a number of rows that META may state, if the rows could be read, and takes it.
    pub(crate) fn take_count(
        &mut self,
        key: &'static str,
        rows: Option<usize>,
        on_fault: &mut OnFault<'_>,
    ) -> Result<(), ParseError> {
        let check = |_, text: &str| match (count(key, text)?, rows) {
            (stated, Some(rows)) if u64::try_from(rows) != Ok(stated) => {
                Err(ErrorKind::WrongCount { key, stated, rows })
            }
            _ => Ok(()),
        };
        self.take_lesser(key, check, on_fault).map(|_| ())
    }

    /// Takes everything else, with amounts in units of 10^-`decimals`.
    pub(crate) fn into_meta(
        mut self,
        decimals: u8,
        on_fault: &mut OnFault<'_>,
    ) -> Result<Meta, ParseError> {
        let money = |key, text: &str| amount(key, text, decimals);
        Ok(Meta {
            description: self.take("description", text)?,
            country: self.take("country", text)?,
            unit: self.take("unit", text)?,
            subunit: self.take("subunit", text)?,
            instance: self.take("instance", text)?,
            date_begin: self.take("date_begin", text)?,
            date_end: self.take("date_end", text)?,
            language: self.take("language", text)?,
            currency: self.take("currency", text)?,
            budget: self.take_required("budget", money)?,
            vote_type: self.take_required("vote_type", vote_type)?,
            rule: self.take_required("rule", text)?,
            min_length: self.take_lesser("min_length", count, on_fault)?,
            max_length: self.take_lesser("max_length", count, on_fault)?,
            min_sum_cost: self.take_lesser("min_sum_cost", money, on_fault)?,
            max_sum_cost: self.take_lesser("max_sum_cost", money, on_fault)?,
            min_points: self.take_lesser("min_points", whole, on_fault)?,
            max_points: self.take_lesser("max_points", whole, on_fault)?,
            min_sum_points: self.take_lesser("min_sum_points", whole, on_fault)?,
            max_sum_points: self.take_lesser("max_sum_points", whole, on_fault)?,
            min_project_score_threshold: self.take("min_project_score_threshold", whole)?,
            other: self.by_key.into_iter().map(|(key, e)| (key.into(), e.value.into())).collect(),
        })
    }

    /// Takes the value of a key, if META has it, as what `read` makes of it.
    fn take<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&'static str, &str) -> Result<T, ErrorKind>,
    ) -> Result<Option<T>, ParseError> {
        let Some(entry) = self.by_key.remove(key) else { return Ok(None) };
        read(key, entry.value).map(Some).map_err(|kind| kind.at(entry.line))
    }

    /// As [`Self::take`], for a key on which no winner depends.
    fn take_lesser<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&'static str, &str) -> Result<T, ErrorKind>,
        on_fault: &mut OnFault<'_>,
    ) -> Result<Option<T>, ParseError> {
        excuse(self.take(key, read), on_fault).map(Option::flatten)
    }

    /// As [`Self::take`], for a key that META must have.
    fn take_required<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&'static str, &str) -> Result<T, ErrorKind>,
    ) -> Result<T, ParseError> {
        self.take(key, read)?.ok_or_else(|| ErrorKind::MissingKey { key }.at(self.title_line))
    }
}

fn text(_key: &'static str, text: &str) -> Result<String, ErrorKind> {
    Ok(text.to_owned())
}

fn vote_type(_key: &'static str, text: &str) -> Result<VoteType, ErrorKind> {
    match text {
        "approval" => Ok(VoteType::Approval),
        "ordinal" => Ok(VoteType::Ordinal),
        "cumulative" => Ok(VoteType::Cumulative),
        "scoring" => Ok(VoteType::Scoring),
        "choose-1" => Ok(VoteType::ChooseOne),
        _ => Err(ErrorKind::UnknownVoteType { found: excerpt(text) }),
    }
}
