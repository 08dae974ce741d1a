use maud::{Markup, html};

use crate::officials::Officials;
use crate::officials::alerts::{Alert, alerts};
use crate::officials::language::{Message, isolated};
use crate::officials::pages::NO_COUNTS;
use crate::officials::pages::turnout::when;
use crate::officials::progress::Overview;
use crate::officials::turnout::Counts;
use crate::officials::visit::Visitor;

pub(super) fn body(
    officials: &Officials,
    visitor: &Visitor,
    overview: Option<&Overview>,
    counts: Option<&Counts>,
) -> Markup {
    let texts = visitor.texts;
    let now = visitor.now;
    let none = Counts::new();
    let found = overview.map_or_else(Vec::new, |overview| {
        alerts(overview, counts.unwrap_or(&none), officials.crowd.classes(now), now)
    });
    html! {
        h1 { (texts.word(Message::AlertsHeading)) }
        p { (texts.word(Message::AlertsWhat)) }
        @if counts.is_none() { p.note.bad { (texts.word(NO_COUNTS)) } }
        @if found.is_empty() {
            p.stage { (texts.word(Message::AlertsNone)) }
        } @else {
            ul.alerts { @for alert in &found { li { (sentence(officials, visitor, overview, alert)) } } }
        }
        section aria-labelledby="how" {
            h2 id="how" { (texts.word(Message::AlertsHowHeading)) }
            ul {
                li { (texts.word(Message::AlertsHowBurst)) }
                li { (texts.word(Message::AlertsHowSilence)) }
                li { (texts.word(Message::AlertsHowCrowd)) }
            }
        }
    }
}

fn sentence(
    officials: &Officials,
    visitor: &Visitor,
    overview: Option<&Overview>,
    alert: &Alert,
) -> String {
    let texts = visitor.texts;
    let name = |district: u16| {
        let line = overview.and_then(|overview| overview.districts.get(usize::from(district)));
        ("district", line.map_or_else(String::new, |line| isolated(&line.name)).into())
    };
    match *alert {
        Alert::Burst { district, span } => {
            let when = ("when", when(officials, texts, span).into());
            let ballots = ("ballots", span.ballots.into());
            texts.say(Message::AlertBurst, &[name(district), ballots, when])
        }
        Alert::Silence { district, hours } => {
            texts.say(Message::AlertSilence, &[name(district), ("hours", hours.into())])
        }
        Alert::Crowd { addresses, least } => {
            let least = ("least", least.into());
            texts.say(Message::AlertCrowd, &[("addresses", addresses.into()), least])
        }
    }
}
