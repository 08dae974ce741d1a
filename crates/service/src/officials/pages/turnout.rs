use maud::{Markup, html};

use crate::officials::Officials;
use crate::officials::language::{Message, Texts, isolated};
use crate::officials::pages::{NO_COUNTS, chart};
use crate::officials::progress::{DistrictLine, Overview, Stage};
use crate::officials::turnout::{Counts, HOUR_FLOOR, Span, spans};
use crate::officials::visit::Visitor;

pub(super) fn body(
    officials: &Officials,
    visitor: &Visitor,
    overview: Option<&Overview>,
    counts: Option<&Counts>,
    district: Option<u16>,
) -> Markup {
    let texts = visitor.texts;
    let Some(overview) = overview.filter(|overview| overview.stage != Stage::Setup) else {
        return html! {
            h1 { (texts.word(Message::TurnoutHeading)) }
            p.note { (texts.word(Message::TurnoutNotYet)) }
        };
    };
    let shown = district.unwrap_or(0);
    html! {
        h1 { (texts.word(Message::TurnoutHeading)) }
        p { (texts.word(Message::TurnoutWhat)) }
        @if let Some(line) = overview.districts.get(usize::from(shown)) {
            section aria-labelledby="hours" {
                h2 id="hours" {
                    (texts.say(Message::HoursHeading, &[("district", isolated(&line.name).into())]))
                }
                @match counts {
                    Some(counts) => (hours(officials, visitor, overview, counts, (shown, line))),
                    None => p.note.bad { (texts.word(NO_COUNTS)) },
                }
            }
        }
        section aria-labelledby="districts" {
            h2 id="districts" { (texts.word(Message::AllDistricts)) }
            (districts(texts, &overview.districts, shown))
        }
    }
}

/// All districts, with links to their hours.
fn districts(texts: &Texts, districts: &[DistrictLine], shown: u16) -> Markup {
    let [district, roll, ballots] =
        [Message::ColumnDistrict, Message::ColumnRoll, Message::ColumnBallots]
            .map(|column| texts.word(column));
    html! {
        table role="table" {
            caption { (texts.word(Message::DistrictsCaption)) }
            thead role="rowgroup" {
                tr role="row" {
                    th role="columnheader" scope="col" { (district) }
                    th.number role="columnheader" scope="col" { (roll) }
                    th.number role="columnheader" scope="col" { (ballots) }
                }
            }
            tbody role="rowgroup" {
                @for (index, line) in (0_u16..).zip(districts) {
                    tr role="row" {
                        th role="rowheader" scope="row" {
                            a href={ "turnout?district=" (index) } aria-current=[(index == shown).then_some("true")] {
                                (isolated(&line.name))
                            }
                        }
                        td.number role="cell" data-column=(roll) { (texts.number(line.credentials)) }
                        td.number role="cell" data-column=(ballots) { (texts.number(line.ballots)) }
                    }
                }
            }
        }
    }
}

/// The hours of a district, as a picture and as a table.
fn hours(
    officials: &Officials,
    visitor: &Visitor,
    overview: &Overview,
    counts: &Counts,
    (index, line): (u16, &DistrictLine),
) -> Markup {
    let texts = visitor.texts;
    let (from, to) = overview.hours(visitor.now);
    let spans = spans(counts, index, from, to);
    if spans.iter().all(|span| span.ballots == 0) {
        return html! { p { (texts.word(Message::HoursNone)) } };
    }
    let days = chart::days(&spans, &officials.zone);
    let earliest = days.first().map_or(0, |day| day.from);
    let is_shown = |span: &&Span| span.ends() > earliest;
    let first_shown = spans.first().map_or(0, Span::begins);
    html! {
        (chart::figure(texts, &spans, &days))
        @if first_shown < earliest {
            p { (texts.say(Message::HoursEarlier, &[("days", (days.len() as u64).into())])) }
        }
        p { (texts.say(Message::HoursFloor, &[("floor", HOUR_FLOOR.into())])) }
        details {
            summary { (texts.word(Message::HoursTable)) }
            table {
                caption {
                    (texts.say(Message::HoursCaption, &[("district", isolated(&line.name).into())]))
                }
                thead {
                    tr {
                        th scope="col" { (texts.word(Message::ColumnTime)) }
                        th.number scope="col" { (texts.word(Message::ColumnBallots)) }
                    }
                }
                tbody {
                    @for span in spans.iter().rev().filter(is_shown) {
                        tr {
                            th scope="row" { (when(officials, texts, *span)) }
                            td.number { (ballots(texts, *span)) }
                        }
                    }
                }
            }
        }
    }
}

/// From when to when.
pub(super) fn when(officials: &Officials, texts: &Texts, span: Span) -> String {
    texts.between(span.begins(), span.ends(), &officials.zone)
}

fn ballots(texts: &Texts, span: Span) -> String {
    if span.is_few() {
        texts.say(Message::Few, &[("floor", HOUR_FLOOR.into())])
    } else {
        texts.number(span.ballots)
    }
}
