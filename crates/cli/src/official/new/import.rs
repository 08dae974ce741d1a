//! An election as Pabulib files describe it.

use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail, ensure};
use csv::Writer;
use isoloir_election::definition::{ADVISED_FLOOR, Bound, District, Limit, Measure};
use isoloir_election::rules::Rule;
use isoloir_pabulib::{Instance, MAX_FILE_BYTES};
use jiff::Timestamp;

use super::Texts;
use super::example::{DATES, Head, amount_value, quoted};
use crate::failure::Failure;
use crate::imported;
use crate::official::files::amount;

/// How long complaints are heard, where nobody has said it yet.
const COMPLAINTS: u64 = 7 * imported::DAY;

/// A file and the district that it describes.
struct Source {
    instance: Instance,
    district: District,
    /// No two districts of the election have one.
    name: String,
}

/// The texts of an election with a district for each file.
pub(super) fn texts(files: &[PathBuf]) -> Result<Texts, Failure> {
    let mut sources: Vec<Source> = Vec::new();
    let mut names = HashSet::new();
    for file in files {
        let bytes = read(file)?;
        let mut source = source(&bytes)
            .map_err(|error| match error.downcast_ref::<isoloir_pabulib::ParseError>() {
                Some(error) => anyhow!("{}:{}: {}", file.display(), error.line, error.kind),
                None => error.context(file.display().to_string()),
            })
            .map_err(Failure::input)?;
        if let Some(first) = sources.first() {
            same_currency(&first.instance, &source.instance)
                .with_context(|| file.display().to_string())
                .map_err(Failure::input)?;
        }
        source.name = free_name(&source.district.name, &mut names);
        sources.push(source);
    }
    let election = election(&sources);
    let projects = projects(&sources).map_err(Failure::system)?;
    Ok(Texts { election, projects })
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    // One byte more than is taken: the parser says that the file is too large.
    File::open(file)
        .and_then(|opened| opened.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes))
        .with_context(|| format!("{} can't be read", file.display()))
        .map_err(Failure::input)?;
    Ok(bytes)
}

fn source(bytes: &[u8]) -> Result<Source> {
    let mut instance = isoloir_pabulib::parse(bytes)?;
    let mut projects = std::mem::take(&mut instance.projects);
    projects.retain(|project| !instance.is_withdrawn(project));
    instance.projects = projects;
    instance.votes = Vec::new();
    let Some(rule) = imported::rule(&instance.meta.rule) else {
        let names: Vec<&str> = Rule::ALL.into_iter().map(|rule| rule.name(0)).collect();
        bail!(
            "the rule {:?} can't be followed: it needs whole ballots, or is not known; write one of \
             these in META: {}",
            instance.meta.rule,
            names.join(", ")
        );
    };
    let district = imported::district(&instance, rule, ADVISED_FLOOR)?;
    Ok(Source { name: district.name.clone(), instance, district })
}

fn same_currency(first: &Instance, other: &Instance) -> Result<()> {
    ensure!(
        first.meta.currency == other.meta.currency,
        "the currency is not that of the first file; an election has one"
    );
    Ok(())
}

/// The name, with a number if another district has it.
fn free_name(name: &str, taken: &mut HashSet<String>) -> String {
    let numbered = (2_usize..).map(|number| format!("{name} {number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    let free = names.find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(free.clone());
    free
}

fn election(sources: &[Source]) -> String {
    let first = sources.first().map(|source| &source.instance);
    let title = first.and_then(imported::title);
    let [opens, closes, complaints] = dates(sources);
    let head = Head {
        title: title.as_deref().unwrap_or("Participatory budget"),
        currency: first.and_then(|first| first.meta.currency.as_deref()).unwrap_or("units"),
        decimals: sources.iter().map(|source| source.instance.decimals).max().unwrap_or(0),
        opens: &opens,
        closes: &closes,
        complaints: &complaints,
    };
    let mut text = head.to_string();
    text += "# From here on each district, as the Pabulib file describes it.\n";
    for source in sources {
        text += &district(source);
    }
    text
}

/// The days of the files, in UTC.
fn dates(sources: &[Source]) -> [String; 3] {
    let period = imported::period(sources.iter().map(|source| &source.instance));
    let stated = period.and_then(|(opens, closes)| {
        let written = |seconds: u64| {
            let time = Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?;
            Some(time.to_string())
        };
        Some([written(opens)?, written(closes)?, written(closes + COMPLAINTS)?])
    });
    stated.unwrap_or_else(|| DATES.map(Into::into))
}

fn district(source: &Source) -> String {
    let Source { instance, district, name } = source;
    let decimals = instance.decimals;
    let mut text = format!(
        "\n[[district]]\nname = {}\nbudget = {}\nrule = {:?}\n",
        quoted(name),
        amount_value(district.budget, decimals),
        district.rule.name(district.threshold)
    );
    if district.threshold > 0 {
        text += &format!(
            "# The least score with which a project can win.\nthreshold = {}\n",
            district.threshold
        );
    }
    text += "# Of equal scores the project that comes first in projects.csv wins. \"lot\" draws a lot.\n\
             ties = \"listed\"\n";
    if district.scale.most() > 1 {
        text += &format!(
            "# The most points that a ballot gives a project.\npoints = {}\n",
            district.scale.most()
        );
    }
    text += &format!(
        "# Fewer ballots than this are not counted, to keep every vote secret.\nfloor = {}\n\
         # The least number of ballots in a batch on paper; 0: none are taken.\npaper_floor = 0\n",
        district.floor
    );
    for limit in &district.limits {
        text += &self::limit(limit, decimals);
    }
    text
}

fn limit(limit: &Limit, decimals: u8) -> String {
    let (measure, amount) = match limit.measure {
        Measure::Cost => ("cost", amount_value(limit.amount, decimals)),
        Measure::Count => ("count", limit.amount.to_string()),
        Measure::Points => ("points", limit.amount.to_string()),
    };
    let bound = match limit.bound {
        Bound::AtMost => "at_most",
        Bound::AtLeast => "at_least",
    };
    format!("\n  [[district.limit]]\n  measure = {measure:?}\n  {bound} = {amount}\n")
}

fn projects(sources: &[Source]) -> Result<String> {
    let mut table = Writer::from_writer(Vec::new());
    table.write_record(["id", "name", "cost", "district", "category"])?;
    for Source { instance, district, name } in sources {
        for (project, written) in district.projects.iter().zip(&instance.projects) {
            let cost = amount(project.cost, instance.decimals);
            let categories: Vec<String> =
                written.category.iter().map(|category| imported::one_line(category)).collect();
            table.write_record([&project.id, &project.name, &cost, name, &categories.join(",")])?;
        }
    }
    Ok(String::from_utf8(table.into_inner()?)?)
}
