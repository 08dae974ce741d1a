//! The section META.

use crate::error::{ErrorKind, ParseError, excerpt};
use crate::instance::{Meta, VoteType};
use crate::number::{Decimal, amount, count, whole};
use crate::table::Table;
use std::collections::BTreeMap;

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
    pub(crate) fn read(table: &'a Table) -> Result<Self, ParseError> {
        let key_column = table.required_column("key")?;
        let value_column = table.required_column("value")?;
        let mut by_key = BTreeMap::new();
        for row in &table.rows {
            let (Some(key), Some(value)) = (row.get(key_column), row.get(value_column)) else {
                continue;
            };
            if by_key.insert(key, Entry { line: row.line, value }).is_some() {
                return Err(ErrorKind::RepeatedKey { key: excerpt(key) }.at(row.line));
            }
        }
        Ok(Self { title_line: table.line, by_key })
    }

    /// How many decimals the amounts need.
    pub(crate) fn decimals(&self) -> Result<u8, ParseError> {
        let mut decimals = 0;
        for key in AMOUNT_KEYS {
            if let Some(entry) = self.by_key.get(key) {
                let number =
                    Decimal::parse(key, entry.value).map_err(|kind| kind.at(entry.line))?;
                decimals = decimals.max(number.decimals);
            }
        }
        Ok(decimals)
    }

    /// Checks a number of rows that META may state, and takes it.
    pub(crate) fn take_count(&mut self, key: &'static str, rows: usize) -> Result<(), ParseError> {
        let check = |_, text: &str| match count(key, text)? {
            stated if u64::try_from(rows) == Ok(stated) => Ok(()),
            stated => Err(ErrorKind::WrongCount { key, stated, rows }),
        };
        self.take(key, check).map(|_| ())
    }

    /// Takes everything else, with amounts in units of 10^-`decimals`.
    pub(crate) fn into_meta(mut self, decimals: u8) -> Result<Meta, ParseError> {
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
            min_length: self.take("min_length", count)?,
            max_length: self.take("max_length", count)?,
            min_sum_cost: self.take("min_sum_cost", money)?,
            max_sum_cost: self.take("max_sum_cost", money)?,
            min_points: self.take("min_points", whole)?,
            max_points: self.take("max_points", whole)?,
            min_sum_points: self.take("min_sum_points", whole)?,
            max_sum_points: self.take("max_sum_points", whole)?,
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
