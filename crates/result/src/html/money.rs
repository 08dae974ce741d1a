//! What becomes of the budget, as a bar with its figures.

use isoloir_words::markup::Markup;

use super::{id, share};
use crate::decided::DecidedDistrict;
use crate::language::{Message, isolated};
use crate::teller::Teller;

pub(super) fn bar(html: &mut Markup, teller: Teller<'_>, district: &DecidedDistrict, index: u64) {
    let (budget, spent) = (district.definition.budget, district.spent());
    let whole = budget.max(spent);
    let name = ("district", isolated(district.name()).into());
    html.raw("<h3>").text(&teller.texts.word(Message::MoneyHeading)).raw("</h3>\n");
    html.raw("<svg class=\"money\" role=\"img\" aria-labelledby=\"");
    id(html, teller, "money-title", index).raw(" ");
    id(html, teller, "money-desc", index).raw("\" width=\"100%\" height=\"36\">\n<title id=\"");
    id(html, teller, "money-title", index).raw("\">");
    html.attribute(&teller.texts.say(Message::MoneyTitle, &[name])).raw("</title>\n<desc id=\"");
    id(html, teller, "money-desc", index).raw("\">");
    html.attribute(&teller.money_sentence(district)).raw("</desc>\n");
    html.raw("<rect class=\"bar left\" width=\"100%\" height=\"36\"/>\n");
    html.raw("<rect class=\"bar spent\" width=\"").percent(share(spent.min(budget), whole));
    html.raw("\" height=\"36\"/>\n");
    if district.added() > 0 {
        let from = share(budget, whole);
        html.raw("<rect class=\"bar added\" x=\"").percent(from).raw("\" width=\"");
        html.percent(10_000 - from).raw("\" height=\"36\"/>\n");
    }
    html.raw("</svg>\n");
    figures(html, teller, district);
}

fn figures(html: &mut Markup, teller: Teller<'_>, district: &DecidedDistrict) {
    html.raw("<dl class=\"money-figures\">\n");
    let mut figure = |class: Option<&'static str>, label: Message, amount: u64| {
        html.raw("<div><dt>");
        if let Some(class) = class {
            html.raw("<svg aria-hidden=\"true\" focusable=\"false\" width=\"14\" height=\"14\">");
            html.raw("<rect class=\"bar ").raw(class);
            html.raw("\" x=\"1\" y=\"1\" width=\"12\" height=\"12\"/></svg> ");
        }
        html.text(&teller.texts.word(label));
        html.raw("</dt><dd>").text(&teller.money(amount)).raw("</dd></div>\n");
    };
    let budget = district.definition.budget;
    if district.added() > 0 {
        figure(Some("spent"), Message::MoneyBudget, budget);
        figure(Some("added"), Message::MoneyAdded, district.added());
        figure(None, Message::MoneySpent, district.spent());
    } else {
        figure(None, Message::MoneyBudget, budget);
        figure(Some("spent"), Message::MoneySpent, district.spent());
        figure(Some("left"), Message::MoneyLeft, district.left());
    }
    html.raw("</dl>\n");
}
