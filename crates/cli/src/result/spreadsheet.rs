//! The result as a table: CSV by RFC 4180, a row for each project.

use anyhow::Result;
use csv::{Terminator, WriterBuilder};
use isoloir_result::decided::{Decided, DecidedDistrict};

use crate::rounds;
use crate::spreadsheet_cell::harmless;

const HEADER: [&str; 13] = [
    "district",
    "district_name",
    "project",
    "name",
    "cost",
    "electronic",
    "paper",
    "score",
    "funded",
    "amount",
    "order",
    "verdict",
    "currency",
];

/// What a project of a district that was not counted has for a verdict.
const NOT_COUNTED: &str = "not-counted";

/// The table of all projects, by district in the order of the definition.
pub(super) fn table(election: &Decided) -> Result<String> {
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    table.write_record(HEADER)?;
    for (index, district) in election.districts.iter().enumerate() {
        for (position, _) in district.projects() {
            table.write_record(row(election, index, district, position))?;
        }
    }
    Ok(String::from_utf8(table.into_inner()?)?)
}

fn row(
    election: &Decided,
    index: usize,
    district: &DecidedDistrict,
    position: u16,
) -> [String; 13] {
    let project = district.project(position);
    let known = |number: Option<u64>| number.map(|it| it.to_string()).unwrap_or_default();
    let amount = |amount| amount_in_digits(amount, election.decimals);
    let round = district.rounds().iter().find(|round| round.project == position);
    let award = district.award(position);
    [
        index.to_string(),
        harmless(district.name()),
        harmless(&project.id),
        harmless(&project.name),
        amount(project.cost),
        known(district.electronic(position)),
        district.paper(position).to_string(),
        known(district.score(position)),
        if award.is_some() { "yes" } else { "no" }.to_owned(),
        amount(award.map_or(0, |award| award.amount)),
        district.order(position).map(|order| order.to_string()).unwrap_or_default(),
        round.map_or(NOT_COUNTED, |round| rounds::word(round.verdict)).to_owned(),
        harmless(&election.currency),
    ]
}

/// An amount in digits and a point.
fn amount_in_digits(units: u64, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let digits = format!("{units:0>width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}
