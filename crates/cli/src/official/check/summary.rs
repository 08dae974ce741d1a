//! The election in plain words, as far as it could be read.

use isoloir_election::definition::{Bound, District, Limit, Measure, Scope, Ties, disturbs_a_line};
use isoloir_election::rules::Rule;

use crate::money::money;
use crate::official::files::{Draft, Examined, ExaminedDistrict, General, Located, Member, Moment};

/// The most ids that are listed for a limit or a group.
const MAX_LISTED: usize = 12;

/// What is not known.
const UNKNOWN: &str = "(can't be read yet)";

pub(super) fn summary(examined: &Examined) -> String {
    let Some(general) = &examined.general else { return String::new() };
    let mut text = String::new();
    write_general(&mut text, general);
    for (number, district) in examined.districts.iter().enumerate() {
        write_district(&mut text, general, number, district);
    }
    text += "\n";
    let definition = examined.definition.as_ref();
    let id = definition.map(|definition| definition.election_id().to_string());
    line(&mut text, "election_id", id.as_deref().unwrap_or("(once nothing is missing or wrong)"));
    text
}

fn line(text: &mut String, name: &str, what: &str) {
    // A name that could not be checked can't rearrange the lines around it.
    let what = what.replace(disturbs_a_line, "\u{fffd}");
    text.push_str(format!("{name:<12} {what}").trim_end());
    text.push('\n');
}

fn write_general(text: &mut String, general: &General) {
    let known = |text: &Option<Located<String>>| {
        text.as_ref().map_or_else(|| UNKNOWN.into(), |text| text.value.clone())
    };
    line(text, "Title", &known(&general.title));
    line(text, "Opens", &moment(general.opens.as_ref()));
    line(text, "Closes", &moment(general.closes.as_ref()));
    let complaints = moment(general.complaints.as_ref());
    line(text, "Complaints", &format!("until {complaints}; nothing is decrypted before"));
    line(text, "Board", &known(&general.origin));
    let page = general.page.as_ref().map(|page| page.value.to_string());
    line(text, "Page", page.as_deref().unwrap_or("none that can be checked"));
    let witnesses = &general.witnesses;
    let mut names_of: Vec<String> =
        witnesses.iter().map(|witness| witness.value.name().to_string()).collect();
    if general.awaited_witnesses > 0 {
        names_of.push(format!("{} without a key", general.awaited_witnesses));
    }
    if names_of.is_empty() {
        names_of.push("none".into());
    }
    let quorum = general.quorum.value;
    let witnesses = names_of.join(", ");
    line(text, "Witnesses", &format!("{witnesses}; {quorum} must have signed"));
    line(text, "Officials", &names(&general.officials));
    line(text, "Registrars", &names(&general.registrars));
    line(text, "Trustees", &names(&general.trustees));
    let trustees = general.trustees.len();
    if let (Some(threshold), Some(quorum)) = (&general.threshold, general.close_quorum()) {
        let needed = threshold.value;
        let how = format!("{needed} of {trustees} decrypt, once {quorum} have confirmed the close");
        line(text, "", &how);
    }
}

fn names(members: &[Member]) -> String {
    if members.is_empty() {
        return "none".into();
    }
    let name = |member: &Member| {
        let name = member.name.as_ref().map_or(UNKNOWN, |name| name.value.as_str());
        if member.key.is_some() { name.to_owned() } else { format!("{name} (without a key)") }
    };
    members.iter().map(name).collect::<Vec<_>>().join("; ")
}

/// A point in time, in the zone in which the official wrote it.
fn moment(moment: Option<&Located<Moment>>) -> String {
    let told = moment.and_then(|moment| {
        let Moment { seconds, offset } = moment.value;
        let time = jiff::Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?;
        let time = time.to_zoned(offset.to_time_zone());
        Some(time.strftime("%A %-d %B %Y, %H:%M:%S (UTC%:z)").to_string())
    });
    told.unwrap_or_else(|| UNKNOWN.into())
}

fn write_district(
    text: &mut String,
    general: &General,
    number: usize,
    examined: &ExaminedDistrict,
) {
    let draft = &examined.draft;
    text.push('\n');
    line(text, &format!("District {number}"), draft.title());
    let currency = general.currency.as_ref().map_or("", |currency| currency.value.as_str());
    let amount = |amount: u64| format!("{} {currency}", money(amount, general.decimals));
    let budget = draft.budget.as_ref().map_or_else(|| UNKNOWN.into(), |found| amount(found.value));
    line(text, "  Budget", &budget);
    let Some(district) = &examined.district else {
        line(text, "  Projects", &examined.rows.to_string());
        line(text, "  Rule", &rule(draft));
        line(text, "  Ballot", "(once the mistakes are mended)");
        return;
    };
    let costs = || district.projects.iter().map(|project| project.cost);
    let (least, most) = (costs().min().unwrap_or(0), costs().max().unwrap_or(0));
    let projects = format!("{}, from {} to {}", examined.rows, amount(least), amount(most));
    line(text, "  Projects", &projects);
    line(text, "  Ballot", ballot(district));
    for limit in &district.limits {
        line(text, "", &format!("- {}", limit_words(district, limit, general)));
    }
    if district.scale.most() > 1 {
        line(text, "", &format!("- at most {} points for a project", district.scale.most()));
    }
    line(text, "  Rule", &rule(draft));
    for group in &district.groups {
        let how = match district.rule {
            Rule::PerUnit => "one undertaking at several amounts",
            _ => "at most one of them wins",
        };
        line(text, "", &format!("- {how}: {}", ids(district, group)));
    }
    line(text, "  Ties", ties(district));
    line(text, "  Floor", &floor(district));
}

fn ballot(district: &District) -> &'static str {
    match (district.scale.most(), district.limits.is_empty()) {
        (1, true) => "chooses any projects",
        (1, false) => "chooses projects:",
        _ => "gives points:",
    }
}

/// A limit in words.
pub(super) fn limit_words(district: &District, limit: &Limit, general: &General) -> String {
    let bound = match limit.bound {
        Bound::AtMost => "at most",
        Bound::AtLeast => "at least",
    };
    let currency = general.currency.as_ref().map_or("", |currency| currency.value.as_str());
    let amount = match limit.measure {
        Measure::Cost => format!("{} {currency} together", money(limit.amount, general.decimals)),
        Measure::Count if limit.amount == 1 => "1 project".into(),
        Measure::Count => format!("{} projects", limit.amount),
        Measure::Points if limit.amount == 1 => "1 point together".into(),
        Measure::Points => format!("{} points together", limit.amount),
    };
    match &limit.scope {
        Scope::All => format!("{bound} {amount}"),
        Scope::Projects(listed) => format!("{bound} {amount} of {}", ids(district, listed)),
    }
}

fn ids(district: &District, positions: &[u16]) -> String {
    let id = |&position: &u16| district.projects.get(usize::from(position));
    let ids = positions.iter().filter_map(id).map(|project| project.id.as_str());
    let listed = ids.take(MAX_LISTED).collect::<Vec<_>>().join(", ");
    match positions.len().saturating_sub(MAX_LISTED) {
        0 => listed,
        more => format!("{listed} and {more} more"),
    }
}

fn rule(draft: &Draft) -> String {
    let Some(rule) = &draft.rule else { return UNKNOWN.into() };
    let does = match rule.value {
        Rule::Greedy => "the best score first; what does not fit is skipped",
        Rule::GreedyNoSkip => "the best score first; the first that does not fit ends it",
        Rule::GreedyCustom => {
            "the best score first; the first that does not fit ends it, and is funded all the same if \
             80 % of its cost is left"
        }
        Rule::GreedyExclusive => {
            "the best score first; what does not fit, or is excluded by a winner, is skipped"
        }
        Rule::Optimal => "the projects with the greatest sum of scores within the budget",
        Rule::PerUnit => "every unit of money is a candidate; the last project may get a part",
    };
    let name = rule.value.name(draft.threshold);
    match draft.threshold {
        0 => format!("{name}: {does}"),
        least => format!("{name}: {does}; a score of at least {least} is needed to win"),
    }
}

fn ties(district: &District) -> &'static str {
    match district.ties {
        Ties::Listed(_) => "of equal scores the project that comes first in projects.csv",
        Ties::Lot => "of equal scores by a lot that nobody knows before the count",
    }
}

fn floor(district: &District) -> String {
    let paper = match district.paper_floor {
        0 => "no ballots on paper".into(),
        least => format!("ballots on paper in batches of {least} or more"),
    };
    format!("nothing is decrypted of fewer than {} ballots; {paper}", district.floor)
}
