//! The votes or points of all projects as bars, a row for each, so that long names wrap. It is one picture
//! for a screen reader, which has the table with the same numbers after it.

use isoloir_words::markup::Markup;

use super::district::project;
use super::{id, share};
use crate::decided::DecidedDistrict;
use crate::language::Message;
use crate::teller::Teller;

pub(super) fn figure(
    html: &mut Markup,
    teller: Teller<'_>,
    district: &DecidedDistrict,
    index: u64,
) {
    let texts = teller.texts;
    html.raw("<h3 id=\"");
    id(html, teller, "chart", index).raw("\">").text(&texts.word(heading(district))).raw("</h3>\n");
    html.raw("<figure>\n");
    legend(html, teller, district);
    let order = district.by_score();
    let bars = ("projects", (order.len() as u64).into());
    html.raw("<p class=\"hidden\" id=\"");
    id(html, teller, "chart-desc", index).raw("\">");
    html.text(&texts.say(Message::ChartDesc, &[bars])).raw("</p>\n");
    html.raw("<div class=\"chart\" role=\"img\" aria-labelledby=\"");
    id(html, teller, "chart", index).raw("\" aria-describedby=\"");
    id(html, teller, "chart-desc", index).raw("\">\n");
    let most = order.first().and_then(|&first| district.score(first)).unwrap_or(0);
    for position in order {
        row(html, teller, district, position, most);
    }
    html.raw("</div>\n</figure>\n");
}

pub(super) fn heading(district: &DecidedDistrict) -> Message {
    if district.gives_points() { Message::PointsHeading } else { Message::VotesHeading }
}

fn legend(html: &mut Markup, teller: Teller<'_>, district: &DecidedDistrict) {
    html.raw("<figcaption><ul class=\"legend\">\n");
    let mut entry = |classes: &[&'static str], mark: &'static str, label: Message| {
        html.raw("<li>");
        for class in classes {
            html.raw("<svg aria-hidden=\"true\" focusable=\"false\" width=\"28\" height=\"14\">");
            html.raw("<rect class=\"").raw(class);
            html.raw("\" x=\"1\" y=\"1\" width=\"26\" height=\"12\"/></svg> ");
        }
        html.raw(mark).text(&teller.texts.word(label)).raw("</li>\n");
    };
    entry(
        &["bar funded"],
        "<span class=\"mark\" aria-hidden=\"true\">✓</span> ",
        Message::LegendFunded,
    );
    entry(&["bar other"], "", Message::LegendNotFunded);
    if district.has_paper() {
        entry(&["bar funded-paper", "bar other-paper"], "", Message::LegendPaper);
    }
    html.raw("</ul></figcaption>\n");
}

fn row(
    html: &mut Markup,
    teller: Teller<'_>,
    district: &DecidedDistrict,
    position: u16,
    most: u64,
) {
    let score = district.score(position).unwrap_or(0);
    let electronic = share(district.electronic(position).unwrap_or(0), most);
    let both = share(score, most);
    let is_funded = district.award(position).is_some();
    html.raw(if is_funded { "<div class=\"row wins\">" } else { "<div class=\"row\">" });
    html.raw("<span class=\"what\">");
    project(html, teller, district, position);
    html.raw("</span> <svg width=\"100%\" height=\"18\" focusable=\"false\">");
    if electronic > 0 {
        html.raw("<rect class=\"bar ").raw(if is_funded { "funded" } else { "other" });
        html.raw("\" width=\"").percent(electronic).raw("\" height=\"18\"/>");
    }
    if both > electronic {
        html.raw("<rect class=\"bar ").raw(if is_funded { "funded-paper" } else { "other-paper" });
        html.raw("\" x=\"").percent(electronic).raw("\" width=\"").percent(both - electronic);
        html.raw("\" height=\"18\"/>");
    }
    html.raw("</svg> <span class=\"score\">").text(&teller.score(district, score));
    html.raw("</span></div>\n");
}
