//! One district on the page: turnout, winners, money, votes.

use super::chart;
use super::markup::Markup;
use super::table::{self, Column};
use crate::report::format::{amount, grouped};
use crate::report::words::{self, Result, Winner};
use crate::report::{DistrictSummary, ElectionSummary, ProjectSummary};

/// Above this many projects a table of them is folded.
const MAX_UNFOLDED_PROJECTS: usize = 60;

pub(super) fn section(html: &mut Markup, election: &ElectionSummary, district: &DistrictSummary) {
    html.put("<article class=\"district\" aria-labelledby=\"district-", index(district), "\">\n");
    html.put("<h3 id=\"district-", index(district), "\"><bdi>").text(&district.name);
    html.put("</bdi> <span class=\"number\">district ", index(district), "</span></h3>\n");
    let turnout = words::turnout(district.counted, district.paper, district.voters());
    html.put("<p>", turnout, ". ");
    html.put("The record holds ", grouped(district.recorded), " electronic ballots. ");
    html.put("", words::rule(district), "</p>\n");
    match words::result(district) {
        Result::BelowFloor => {
            html.put("<p class=\"note\">", words::BELOW_FLOOR, "</p>\n");
            projects(html, election, district, &[]);
        }
        Result::None => {
            html.put("<p class=\"note\">", words::NO_RESULT, "</p>\n");
            projects(html, election, district, &[]);
        }
        Result::Winners(winners) => {
            html.put(
                "<h4>Winners</h4>\n<p>",
                words::budget(election, district, &winners),
                "</p>\n",
            );
            chart::money(html, election, district, &winners);
            if !winners.is_empty() {
                self::winners(html, election, district, &winners);
            }
            let places: Vec<u16> = winners.iter().map(|winner| winner.position).collect();
            html.put("<h4>", votes_column(district), "</h4>\n");
            chart::votes(html, district, &places);
            projects(html, election, district, &places);
        }
    }
    html.raw("</article>\n");
}

fn index(district: &DistrictSummary) -> String {
    district.index.to_string()
}

fn winners(
    html: &mut Markup,
    election: &ElectionSummary,
    district: &DistrictSummary,
    winners: &[Winner<'_>],
) {
    let folded = table::fold(html, winners.len(), MAX_UNFOLDED_PROJECTS, "winners");
    table::open(html, "Winners of ", &district.name, ", in the order in which they are funded");
    let whole = words::cost_is_given(winners);
    let (votes, cost) = (votes_column(district), cost_column(election));
    let given = format!("Given, {}", election.currency);
    let mut columns = vec![Column::Words("Project"), Column::Numbers(votes)];
    columns.push(Column::Numbers(&cost));
    if !whole {
        columns.push(Column::Numbers(&given));
    }
    columns.push(Column::Numbers("Budget left"));
    table::columns(html, &columns);
    let mut left = Some(district.budget);
    for (order, Winner { project, amount: given, .. }) in winners.iter().enumerate() {
        left = left.and_then(|left| left.checked_sub(*given));
        table::row(html);
        html.put("", (order + 1).to_string(), ". ").put("<bdi>", &project.name, "</bdi>");
        html.raw(table::END_NAME);
        table::number(html, votes, score(project));
        table::number(html, "Cost", amount(project.cost, election.decimals));
        if !whole {
            table::number(html, "Given", amount(*given, election.decimals));
        }
        let left = left.map_or("exceeded".to_owned(), |left| amount(left, election.decimals));
        table::number(html, "Budget left", left);
        html.raw("</tr>\n");
    }
    table::close(html);
    table::unfold(html, folded);
}

fn projects(
    html: &mut Markup,
    election: &ElectionSummary,
    district: &DistrictSummary,
    winners: &[u16],
) {
    let all = district.projects.len();
    let folded = table::fold(html, all, MAX_UNFOLDED_PROJECTS, "projects");
    let paper = district.paper > 0;
    table::open(html, "All projects of ", &district.name, "");
    let mut columns = vec![Column::Words("Project")];
    if paper {
        columns.extend(["Electronic", "On paper", "Together"].map(Column::Numbers));
    } else {
        columns.push(Column::Numbers(votes_column(district)));
    }
    let cost = cost_column(election);
    columns.extend([Column::Numbers(&cost), Column::Words("Outcome")]);
    table::columns(html, &columns);
    let decided = district.winners.is_some() && !district.below_floor;
    for (position, project) in district.projects.iter().enumerate() {
        table::row(html);
        html.put("<bdi>", &project.name, "</bdi> <span class=\"number\">id&nbsp;");
        html.put("<bdi>", &project.id, "</bdi></span>").raw(table::END_NAME);
        if paper {
            table::number(html, "Electronic", project.count.map_or_else(unknown, grouped));
            table::number(html, "On paper", grouped(project.paper));
        }
        table::number(
            html,
            if paper { "Together" } else { votes_column(district) },
            score(project),
        );
        table::number(html, "Cost", amount(project.cost, election.decimals));
        let wins = winners.iter().any(|&winner| usize::from(winner) == position);
        outcome(html, wins, project.withdrawn, decided);
    }
    table::close(html);
    table::unfold(html, folded);
}

/// What ballots give, as the name of a column.
fn votes_column(district: &DistrictSummary) -> &'static str {
    if district.points > 1 { "Points" } else { "Votes" }
}

fn cost_column(election: &ElectionSummary) -> String {
    format!("Cost, {}", election.currency)
}

fn outcome(html: &mut Markup, wins: bool, withdrawn: bool, decided: bool) {
    html.raw("<td role=\"cell\" data-column=\"Outcome\">");
    html.raw(match (wins, withdrawn, decided) {
        (true, _, _) => "<strong>★ wins</strong>",
        (false, true, _) => "withdrawn",
        (false, false, true) => "not funded",
        (false, false, false) => "no result",
    });
    html.raw("</td></tr>\n");
}

/// All votes or points of a project, if they are known.
fn score(project: &ProjectSummary) -> String {
    project.count.map_or_else(unknown, |count| grouped(count.saturating_add(project.paper)))
}

fn unknown() -> String {
    "not counted".to_owned()
}
