//! Bars of votes and of money, as SVG in the page.
//!
//! Lengths are in percent of the width and texts in pixels, so a chart fits every window without
//! scaling its letters. Each chart has the table with its figures beside it.

use super::markup::Markup;
use crate::report::columns::fit;
use crate::report::format::{grouped, money as money_text};
use crate::report::words::{self, Winner};
use crate::report::{DistrictSummary, ElectionSummary, ProjectSummary};

/// Projects of a chart; the table has all.
const MAX_BARS: usize = 40;

/// Columns of a project's name in a window of 320 px.
const SHORT_NAME: usize = 36;

/// Columns of a project's name in a wide window.
const LONG_NAME: usize = 84;

const ROW_PX: usize = 46;

/// Winners that stand apart in the bar of money.
const MAX_PIECES: usize = 40;

/// The longest bar, in hundredths of a percent of the width. The rest is for the number after it.
const LONGEST: u64 = 6_000;

struct Bar<'a> {
    position: usize,
    project: &'a ProjectSummary,
    electronic: u64,
}

/// The projects with the highest scores, electronic and paper ones in one bar, winners with a star.
pub(super) fn votes(html: &mut Markup, district: &DistrictSummary, winners: &[u16]) {
    let bars = longest_first(district);
    let Some(most) = bars.first().map(Bar::score) else { return };
    let index = district.index.to_string();
    let paper = district.paper > 0;
    let shown = bars.len().min(MAX_BARS);
    html.raw("<figure>\n<figcaption>");
    legend(html, district, shown, bars.len());
    html.raw("</figcaption>\n");
    html.put("<svg role=\"img\" aria-labelledby=\"votes-", &index, "-title votes-");
    html.put("", &index, "-desc\" width=\"100%\" height=\"");
    html.put("", (shown * ROW_PX).to_string(), "\">\n<title id=\"votes-");
    html.put("", &index, "-title\">").raw(if district.points > 1 { "Points" } else { "Votes" });
    html.put(" in ", &district.name, "");
    html.put("</title>\n<desc id=\"votes-", &index, "-desc\">");
    html.put("", grouped(shown as u64), " bars, the longest first. ");
    html.raw("All figures are in the table of projects.</desc>\n");
    if paper {
        pattern(html, &index);
    }
    for (row, bar) in bars.iter().take(MAX_BARS).enumerate() {
        let wins = winners.iter().any(|&winner| usize::from(winner) == bar.position);
        draw(html, bar, row * ROW_PX, most, wins, &index);
    }
    html.raw("</svg>\n</figure>\n");
}

impl Bar<'_> {
    fn score(&self) -> u64 {
        self.electronic.saturating_add(self.project.paper)
    }
}

fn longest_first(district: &DistrictSummary) -> Vec<Bar<'_>> {
    let counted = district.projects.iter().enumerate().filter_map(|(position, project)| {
        Some(Bar { position, project, electronic: project.count? })
    });
    let mut bars: Vec<_> = counted.collect();
    bars.sort_by_key(|bar| std::cmp::Reverse(bar.score()));
    bars
}

fn legend(html: &mut Markup, district: &DistrictSummary, shown: usize, all: usize) {
    let votes = words::votes(district);
    if shown < all {
        html.put("The ", grouped(shown as u64), " projects with the most ").text(votes);
        html.put(", of ", grouped(all as u64), ". ");
    } else {
        html.put("All projects, the most ", votes, " first. ");
    }
    html.raw("★ marks winners. ");
    if district.paper > 0 {
        html.put("Full bars are electronic ", votes, ", striped ones ");
        html.put("", votes, " on paper. ");
    }
    html.text(words::why_not(district));
}

/// Stripes, so that paper differs from the rest without colour.
fn pattern(html: &mut Markup, index: &str) {
    html.put("<defs><pattern id=\"paper-", index, "\" width=\"6\" height=\"6\" ");
    html.raw("patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">");
    html.raw("<rect class=\"paper-ground\" width=\"6\" height=\"6\"/>");
    html.raw("<rect class=\"paper-stripe\" width=\"3\" height=\"6\"/></pattern></defs>\n");
}

fn draw(html: &mut Markup, bar: &Bar<'_>, top: usize, most: u64, wins: bool, index: &str) {
    let project = bar.project;
    html.put("<text x=\"0\" y=\"", (top + 15).to_string(), "\" class=\"name\">");
    html.put("<tspan class=\"narrow\">", fit(&project.name, SHORT_NAME), "</tspan>");
    html.put("<tspan class=\"wide\">", fit(&project.name, LONG_NAME), "</tspan></text>\n");
    let electronic = share(bar.electronic, most, LONGEST);
    let both = share(bar.score(), most, LONGEST);
    if electronic > 0 {
        rectangle(html, 0, electronic, top + 22);
        html.raw("class=\"electronic\"/>\n");
    }
    if both > electronic {
        rectangle(html, electronic, both, top + 22);
        html.put("class=\"paper\" fill=\"url(#paper-", index, ")\"/>\n");
    }
    html.put("<text x=\"", percent(both), "\" dx=\"6\" y=\"");
    html.put("", (top + 34).to_string(), "\" class=\"score\">").text(grouped(bar.score()));
    if wins {
        html.raw(" ★ wins");
    } else if project.withdrawn {
        html.raw(" withdrawn");
    }
    html.raw("</text>\n");
}

fn rectangle(html: &mut Markup, from: u64, to: u64, y: usize) {
    html.put("<rect x=\"", percent(from), "\" width=\"").text(percent(to - from));
    html.put("\" y=\"", y.to_string(), "\" height=\"14\" ");
}

/// The budget as a bar: a piece for each winner, in the order of funding, then what is left.
pub(super) fn money(
    html: &mut Markup,
    election: &ElectionSummary,
    district: &DistrictSummary,
    winners: &[Winner<'_>],
) {
    let index = district.index.to_string();
    html.raw("<svg role=\"img\" class=\"money");
    html.raw(if winners.len() > MAX_PIECES { " many" } else { "" });
    html.put("\" aria-labelledby=\"money-", &index, "-title money-");
    html.put("", &index, "-desc\" width=\"100%\" height=\"30\">\n<title id=\"money-");
    html.put("", &index, "-title\">Budget of ").text(&district.name);
    html.put("</title>\n<desc id=\"money-", &index, "-desc\">");
    let (decimals, currency) = (election.decimals, &election.currency);
    html.text(money_text(words::spent(winners), decimals, currency)).raw(" spent of ");
    html.text(money_text(district.budget, decimals, currency));
    html.raw(", a piece for each winner.</desc>\n");
    html.raw("<rect class=\"left\" x=\"0\" y=\"1\" width=\"100%\" height=\"28\"/>\n");
    let mut spent = 0_u64;
    for winner in winners {
        let from = share(spent, district.budget, 10_000);
        spent = spent.saturating_add(winner.amount);
        let to = share(spent, district.budget, 10_000);
        html.put("<rect class=\"piece\" x=\"", percent(from), "\" y=\"1\" width=\"");
        html.put("", percent(to - from), "\" height=\"28\"/>\n");
    }
    html.raw("</svg>\n");
}

/// The part of `longest` that `part` takes of `whole`, at most all of it.
fn share(part: u64, whole: u64, longest: u64) -> u64 {
    if whole == 0 {
        return 0;
    }
    let length = u128::from(part) * u128::from(longest) / u128::from(whole);
    u64::try_from(length).unwrap_or(u64::MAX).min(longest)
}

/// Hundredths of a percent, as SVG writes them.
fn percent(hundredths: u64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
