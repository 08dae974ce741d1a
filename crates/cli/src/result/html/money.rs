//! What becomes of the budget, as a bar with its figures.

use super::markup::Markup;
use super::{id, share};
use crate::result::decided::DecidedDistrict;
use crate::result::language::{Message, isolated};
use crate::result::teller::Teller;

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
    html.raw("<rect class=\"left\" width=\"100%\" height=\"36\"/>\n");
    html.raw("<rect class=\"spent\" width=\"").percent(share(spent.min(budget), whole));
    html.raw("\" height=\"36\"/>\n");
    if district.added() > 0 {
        let from = share(budget, whole);
        html.raw("<rect class=\"added\" x=\"").percent(from).raw("\" width=\"");
        html.percent(10_000 - from).raw("\" height=\"36\"/>\n");
    }
    html.raw("</svg>\n");
    figures(html, teller, district);
}

fn figures(html: &mut Markup, teller: Teller<'_>, district: &DecidedDistrict) {
    html.raw("<dl class=\"money-figures\">\n");
    let mut figure = |class: &'static str, label: Message, amount: u64| {
        html.raw("<div><dt class=\"").raw(class).raw("\">").text(&teller.texts.word(label));
        html.raw("</dt><dd>").text(&teller.money(amount)).raw("</dd></div>\n");
    };
    figure("budget", Message::MoneyBudget, district.definition.budget);
    figure("spent", Message::MoneySpent, district.spent());
    if district.added() > 0 {
        figure("added", Message::MoneyAdded, district.added());
    } else {
        figure("left", Message::MoneyLeft, district.left());
    }
    html.raw("</dl>\n");
}
