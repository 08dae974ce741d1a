//! All projects with their figures, as a table. In a narrow window each row becomes a card: the style sheet
//! stacks the cells, with the names of their columns before them. The roles keep it a table for screen
//! readers.

use isoloir_words::markup::Markup;

use super::district::project;
use crate::decided::DecidedDistrict;
use crate::language::{Message, isolated};
use crate::teller::Teller;

pub(super) fn table(html: &mut Markup, teller: Teller<'_>, district: &DecidedDistrict) {
    let texts = teller.texts;
    let caption = ("district", isolated(district.name()).into());
    html.raw("<details>\n<summary>").text(&texts.word(Message::TableOpen)).raw("</summary>\n");
    html.raw("<table role=\"table\">\n<caption>");
    html.text(&texts.say(Message::TableCaption, &[caption])).raw("</caption>\n");
    html.raw("<thead role=\"rowgroup\"><tr role=\"row\">");
    html.raw("<th role=\"columnheader\" scope=\"col\">");
    html.text(&texts.word(Message::ColumnProject)).raw("</th>");
    let columns = columns(district);
    for column in &columns {
        html.raw("<th role=\"columnheader\" scope=\"col\"");
        html.raw(if column.is_number() { " class=\"number\">" } else { ">" });
        html.text(&texts.word(column.heading(district))).raw("</th>");
    }
    html.raw("</tr></thead>\n<tbody role=\"rowgroup\">\n");
    for position in district.by_score() {
        row(html, teller, district, position, &columns);
    }
    html.raw("</tbody>\n</table>\n</details>\n");
}

/// A column after the name of the project.
#[derive(Clone, Copy)]
enum Column {
    Electronic,
    Paper,
    Score,
    Cost,
    Outcome,
    Amount,
}

/// Votes on paper have columns where there are any, amounts where one is not the cost.
fn columns(district: &DecidedDistrict) -> Vec<Column> {
    let mut columns = Vec::new();
    if district.has_paper() {
        columns.extend([Column::Electronic, Column::Paper]);
    }
    columns.extend([Column::Score, Column::Cost, Column::Outcome]);
    if district.awards().iter().any(|award| district.is_in_part(award)) {
        columns.push(Column::Amount);
    }
    columns
}

impl Column {
    fn is_number(self) -> bool {
        !matches!(self, Self::Outcome)
    }

    fn heading(self, district: &DecidedDistrict) -> Message {
        match self {
            Self::Electronic => Message::ColumnElectronic,
            Self::Paper => Message::ColumnPaper,
            Self::Score if district.gives_points() => Message::ColumnPoints,
            Self::Score => Message::ColumnVotes,
            Self::Cost => Message::ColumnCost,
            Self::Outcome => Message::ColumnOutcome,
            Self::Amount => Message::ColumnAmount,
        }
    }

    fn cell(self, teller: Teller<'_>, district: &DecidedDistrict, position: u16) -> String {
        let number = |number: Option<u64>| teller.texts.number(number.unwrap_or(0));
        let award = district.award(position);
        match self {
            Self::Electronic => number(district.electronic(position)),
            Self::Paper => number(Some(district.paper(position))),
            Self::Score => number(district.score(position)),
            Self::Cost => teller.money(district.project(position).cost),
            Self::Outcome => teller.texts.word(match award {
                Some(_) => Message::OutcomeFunded,
                None if district.is_withdrawn(position) => Message::Withdrawn,
                None => Message::OutcomeNotFunded,
            }),
            Self::Amount => teller.money(award.map_or(0, |award| award.amount)),
        }
    }
}

fn row(
    html: &mut Markup,
    teller: Teller<'_>,
    district: &DecidedDistrict,
    position: u16,
    columns: &[Column],
) {
    html.raw("<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">");
    project(html, teller, district, position);
    html.raw("</th>");
    for column in columns {
        html.raw("<td role=\"cell\"");
        html.raw(if column.is_number() { " class=\"number\"" } else { "" });
        html.raw(" data-column=\"").attribute(&teller.texts.word(column.heading(district)));
        html.raw("\">").text(&column.cell(teller, district, position)).raw("</td>");
    }
    html.raw("</tr>\n");
}
