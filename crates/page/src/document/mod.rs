//! Documents of the page: all that can be read without scripts. Links in them are relative, so that the page may be served
//! below any path.

mod budget;
mod frame;
mod result;

use isoloir_election::definition::{Definition, District};
use isoloir_election::phase::{Election, Voting};
use jiff::tz::TimeZone;
use maud::{Markup, html};

use crate::content::Content;
use crate::document::budget::budget_of;
use crate::document::frame::{Place, frame, is_other_page, runs_scripts};
use crate::files::{CHECK, VOTE};
use crate::language::{Language, Texts};

pub use self::result::result;

/// What a document is made of.
pub struct Source<'a> {
    /// The definition.
    pub election: &'a Election,
    /// Where the vote stands.
    pub stage: Stage,
    /// The vote, once it has opened.
    pub voting: Option<&'a Voting>,
    /// What the town says of projects beside the definition.
    pub content: &'a Content,
    /// Where the board is, if it is at another origin than the page: `https://board.example.org/2027/`.
    pub board: Option<&'a str>,
    /// The zone in which times are told.
    pub zone: &'a TimeZone,
}

/// Where a vote stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It has not opened.
    Coming,
    /// Ballots are taken.
    Open,
    /// It is closed, and not counted.
    Closed,
    /// The result is published.
    Decided,
}

/// The first document: when the vote is, how it works, and its budgets. If there is only one, that is shown at once.
#[must_use]
pub fn home(source: &Source<'_>, language: Language) -> Markup {
    let texts = Texts::of(language);
    let title = texts.say("title-vote", &[("title", (&*definition(source).title).into())]);
    let districts = source.election.districts();
    let body = html! {
        (introduction(texts, source))
        @if let [district] = districts {
            (budget_of(texts, source, "../", 0, district))
        } @else {
            (budgets(texts, source))
        }
    };
    let place = Place {
        language,
        root: "../",
        path: "",
        district: only(districts),
        scripts: vote_scripts(source),
        sheets: &[],
    };
    frame(texts, source, &place, &title, body)
}

/// A budget of several: its rules and its projects. None, if there is no such district.
#[must_use]
pub fn budget(source: &Source<'_>, language: Language, index: u16) -> Option<Markup> {
    let district = source.election.districts().get(usize::from(index))?;
    let texts = Texts::of(language);
    let names =
        [("name", (&*district.name).into()), ("title", (&*definition(source).title).into())];
    let title = texts.say("title-budget", &names);
    let body = html! {
        p.back { a href="../" { (texts.word("all-budgets")) } }
        (budget_of(texts, source, "../../", index, district))
    };
    let path = format!("budget/{index}");
    let place = Place {
        language,
        root: "../../",
        path: &path,
        district: Some(index),
        scripts: vote_scripts(source),
        sheets: &[],
    };
    Some(frame(texts, source, &place, &title, body))
}

/// Where receipts and opened ballots are checked, from the opening on for ever.
#[must_use]
pub fn check(source: &Source<'_>, language: Language) -> Markup {
    let texts = Texts::of(language);
    let title = texts.say("title-check", &[("title", (&*definition(source).title).into())]);
    let body = html! {
        p.back { a href="./" { (texts.word("to-the-vote")) } }
        h2 { (texts.word("check-heading")) }
        p { (texts.word("check-intro")) }
        @if runs_scripts(source) {
            noscript { p.note { (texts.word("no-script-check")) } }
        } @else if is_other_page(source) {
            p.note.warn { (texts.word("other-page")) }
        }
        div id="check" {}
    };
    let place = Place {
        language,
        root: "../",
        path: "check",
        district: None,
        scripts: &CHECK,
        sheets: &[],
    };
    frame(texts, source, &place, &title, body)
}

/// Those with which one votes, while one can.
fn vote_scripts(source: &Source<'_>) -> &'static [&'static str] {
    if source.stage == Stage::Open { &VOTE } else { &[] }
}

fn only(districts: &[District]) -> Option<u16> {
    (districts.len() == 1).then_some(0)
}

fn definition<'a>(source: &Source<'a>) -> &'a Definition {
    source.election.definition()
}

fn introduction(texts: &Texts, source: &Source<'_>) -> Markup {
    html! {
        p.stage { (stage(texts, source)) }
        @if source.stage == Stage::Decided {
            p { a.button href="result" { (texts.word("result-link")) } }
        }
        @if source.stage == Stage::Open {
            section aria-labelledby="how" {
                h2 id="how" { (texts.word("intro-heading")) }
                ol.steps {
                    li { (texts.word("intro-choose")) }
                    li { (texts.word("intro-code")) }
                    li { (texts.word("intro-check")) }
                }
            }
            @if runs_scripts(source) {
                noscript { p.note { (texts.word("no-script")) } }
            } @else if is_other_page(source) {
                p.note.warn { (texts.word("other-page")) }
            } @else {
                p.note { (texts.word("no-module")) }
            }
        }
    }
}

fn stage(texts: &Texts, source: &Source<'_>) -> String {
    let definition = definition(source);
    let (id, seconds) = match source.stage {
        Stage::Coming => ("vote-coming", definition.opens),
        Stage::Open => ("vote-open", definition.closes),
        Stage::Closed => return texts.word("vote-closed"),
        Stage::Decided => return texts.word("vote-decided"),
    };
    texts.say(id, &[("moment", texts.moment(seconds, source.zone).into())])
}

fn budgets(texts: &Texts, source: &Source<'_>) -> Markup {
    let definition = definition(source);
    let districts = source.election.districts();
    html! {
        section aria-labelledby="budgets" {
            h2 id="budgets" { (texts.say("budgets-heading", &[("count", districts.len().into())])) }
            ul.budgets {
                @for (index, district) in districts.iter().enumerate() {
                    @let budget = texts.money(district.budget, definition);
                    @let projects = ("projects", district.projects.len().into());
                    li {
                        a href={ "budget/" (index) } { (district.name) }
                        p { (texts.say("budget-line", &[projects, ("budget", budget.into())])) }
                    }
                }
            }
        }
    }
}
