//! How the winners were chosen: the rule, the order of ties, and what was decided in each round.

use isoloir_election::phase::Explained;
use isoloir_words::markup::Markup;

use super::id;
use crate::decided::DecidedDistrict;
use crate::language::{Message, isolated};
use crate::teller::Teller;

/// Above this many rounds their list is folded.
const MAX_UNFOLDED_ROUNDS: usize = 60;

pub(super) fn explanation(
    html: &mut Markup,
    teller: Teller<'_>,
    district: &DecidedDistrict,
    index: u64,
) {
    html.raw("<h3 id=\"");
    id(html, teller, "rounds", index)
        .raw("\">")
        .text(&teller.texts.word(Message::RoundsHeading))
        .raw("</h3>\n<p>");
    html.raw("<strong>").text(&teller.rule_name(district)).raw("</strong><br>");
    html.text(&teller.rule(district)).raw("</p>\n");
    if let Some(explained) = &district.outcome.explained {
        ties(html, teller, district, explained);
    }
    let rounds = district.rounds();
    let is_folded = rounds.len() > MAX_UNFOLDED_ROUNDS;
    if is_folded {
        let count = ("rounds", (rounds.len() as u64).into());
        html.raw("<details>\n<summary>").text(&teller.texts.say(Message::RoundsOpen, &[count]));
        html.raw("</summary>\n");
    }
    html.raw("<ol class=\"rounds\">\n");
    for round in rounds {
        html.raw(if round.verdict.is_funded() {
            "<li class=\"wins\"><span class=\"mark\" aria-hidden=\"true\">✓</span> "
        } else {
            "<li>"
        });
        html.raw("<span class=\"name\">").name(&district.project(round.project).name);
        html.raw("</span> <span class=\"why\">").text(&teller.round(district, round));
        html.raw("</span></li>\n");
    }
    html.raw("</ol>\n");
    if is_folded {
        html.raw("</details>\n");
    }
}

fn ties(html: &mut Markup, teller: Teller<'_>, district: &DecidedDistrict, explained: &Explained) {
    html.raw("<p>").text(&teller.ties(district));
    if let Some(seed) = explained.seed {
        html.raw("</p>\n<p><code>").text(&hex::encode(seed.0)).raw("</code></p>\n<p>");
        html.text(&teller.redraw());
    }
    html.raw("</p>\n");
    if let Some(equal_scores) = teller.equal_scores(district) {
        html.raw("<p>").text(&equal_scores).raw("</p>\n");
    }
    html.raw("<details>\n<summary>").text(&teller.texts.word(Message::TiesOpen));
    html.raw("</summary>\n<p class=\"order\">");
    let ids = explained.standings.ties.iter().map(|&it| isolated(&district.project(it).id));
    html.text(&ids.collect::<Vec<_>>().join(", ")).raw("</p>\n</details>\n");
}
