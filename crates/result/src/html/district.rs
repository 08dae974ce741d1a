//! One district on the page.

use isoloir_words::markup::Markup;

use super::{chart, id, money, rounds, table};
use crate::decided::DecidedDistrict;
use crate::language::Message;
use crate::teller::Teller;

pub(super) fn section(
    html: &mut Markup,
    teller: Teller<'_>,
    district: &DecidedDistrict,
    index: u64,
) {
    html.raw("<section class=\"district\" aria-labelledby=\"");
    id(html, teller, "district", index).raw("\">\n<h2 id=\"");
    id(html, teller, "district", index).raw("\">").name(district.name()).raw("</h2>\n");
    if district.is_counted() {
        html.raw("<p class=\"summary\">").text(&teller.summary(district));
        html.raw(" ").text(&teller.money_sentence(district)).raw("</p>\n");
        links(html, teller, district, index);
        money::bar(html, teller, district, index);
        winners(html, teller, district);
        chart::figure(html, teller, district, index);
        table::table(html, teller, district);
        rounds::explanation(html, teller, district, index);
    } else {
        html.raw("<p class=\"note\">").text(&teller.below_floor(district)).raw("</p>\n");
    }
    html.raw("<p class=\"ballots\">").text(&teller.ballots(district).join(" "));
    html.raw("</p>\n</section>\n");
}

/// Where to find what in the section, which is long where there are many projects.
fn links(html: &mut Markup, teller: Teller<'_>, district: &DecidedDistrict, index: u64) {
    html.raw("<nav class=\"within\" aria-labelledby=\"");
    id(html, teller, "district", index).raw("\">\n<ul>\n");
    let mut link = |place: &'static str, index: u64, heading: Message| {
        html.raw("<li><a href=\"#");
        id(html, teller, place, index).raw("\">").text(&teller.texts.word(heading));
        html.raw("</a></li>\n");
    };
    link("chart", index, chart::heading(district));
    link("rounds", index, Message::RoundsHeading);
    link("verify", 0, Message::VerifyHeading);
    html.raw("</ul>\n</nav>\n");
}

/// The funded projects, in the order in which they were.
fn winners(html: &mut Markup, teller: Teller<'_>, district: &DecidedDistrict) {
    html.raw("<h3>").text(&teller.texts.word(Message::WinnersHeading)).raw("</h3>\n");
    if district.awards().is_empty() {
        html.raw("<p>").text(&teller.texts.word(Message::WinnersNone)).raw("</p>\n");
        return;
    }
    html.raw("<ol class=\"winners\">\n");
    for award in district.awards() {
        html.raw("<li><span>");
        project(html, teller, district, award.project);
        html.raw("</span> <span class=\"figures\">").text(&teller.winner(district, award));
        html.raw("</span></li>\n");
    }
    html.raw("</ol>\n");
}

/// Name and reference of a project, with a mark if it is funded.
pub(super) fn project(
    html: &mut Markup,
    teller: Teller<'_>,
    district: &DecidedDistrict,
    position: u16,
) {
    if district.award(position).is_some() {
        html.raw("<span class=\"mark\" aria-hidden=\"true\">✓</span> ");
    }
    html.raw("<span class=\"name\">").name(&district.project(position).name).raw("</span> ");
    html.raw("<span class=\"reference\">").text(&teller.reference(district, position));
    html.raw("</span>");
    if district.is_withdrawn(position) {
        html.raw(" <span class=\"withdrawn\">").text(&teller.texts.word(Message::Withdrawn));
        html.raw("</span>");
    }
}
