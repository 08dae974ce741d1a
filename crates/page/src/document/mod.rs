//! Documents of the page: all that can be read without scripts. Links in them are relative, so that the page may be served
//! below any path.

use isoloir_election::definition::{Definition, District};
use isoloir_election::phase::{Election, Voting};
use isoloir_words::isolated;
use jiff::tz::TimeZone;
use maud::{DOCTYPE, Markup, html};

use crate::files::{self, SCRIPTS, STYLE};
use crate::language::{LANGUAGES, Language, Texts};
use crate::limits;

/// What a document is made of.
pub struct Source<'a> {
    /// The definition.
    pub election: &'a Election,
    /// Where the vote stands.
    pub stage: Stage,
    /// The vote, once it has opened.
    pub voting: Option<&'a Voting>,
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
            (budget_of(texts, source, 0, district))
        } @else {
            (budgets(texts, source))
        }
    };
    let place = Place { language, root: "../", path: "", district: only(districts) };
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
        (budget_of(texts, source, index, district))
    };
    let path = format!("budget/{index}");
    let place = Place { language, root: "../../", path: &path, district: Some(index) };
    Some(frame(texts, source, &place, &title, body))
}

fn only(districts: &[District]) -> Option<u16> {
    (districts.len() == 1).then_some(0)
}

fn definition<'a>(source: &Source<'a>) -> &'a Definition {
    source.election.definition()
}

/// Where a document is.
struct Place<'a> {
    language: Language,
    /// From here to where the languages are.
    root: &'a str,
    /// From the language to here.
    path: &'a str,
    /// The district whose projects it shows.
    district: Option<u16>,
}

fn frame(
    texts: &Texts,
    source: &Source<'_>,
    place: &Place<'_>,
    title: &str,
    body: Markup,
) -> Markup {
    let election = source.election;
    let root = place.root;
    html! {
        (DOCTYPE)
        html lang=(place.language.code) data-root=(root)
            data-election=(election.id()) data-district=[place.district]
            data-stage=(stage_name(source.stage)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="icon" href={ (root) "page/icon.svg" } type="image/svg+xml";
                (style(root))
                @if votes_here(source) { (scripts(root, place.language)) }
            }
            body {
                a.skip href="#content" { (texts.word("skip")) }
                (languages(texts, place))
                header {
                    p.kind { (texts.word("page-kind")) }
                    h1.title { (definition(source).title) }
                }
                main id="content" { (body) }
                (footer(texts, source))
            }
        }
    }
}

/// Whether ballots can be cast from these documents: while the vote is open, if this program has the module.
fn votes_here(source: &Source<'_>) -> bool {
    source.stage == Stage::Open && files::has_module()
}

fn style(root: &str) -> Markup {
    html! {
        @if let Some(style) = files::find(STYLE) {
            link rel="stylesheet" href={ (root) "page/" (style.name) } integrity=(style.integrity);
        }
    }
}

/// Each script with its hash: those that the first imports have theirs where they are preloaded. What the scripts fetch, they
/// check by the hashes that stand here, too.
fn scripts(root: &str, language: Language) -> Markup {
    let words = files::words_of(language.code);
    let find = |name: &&str| files::find(name);
    let fetched = [files::WORKER, files::MODULE_NAME, &words];
    html! {
        @for file in SCRIPTS.iter().skip(1).filter_map(find) {
            link rel="modulepreload" href={ (root) "page/" (file.name) } integrity=(file.integrity);
        }
        @for file in fetched.iter().filter_map(find) {
            meta name="file" content=(file.name) data-integrity=(file.integrity);
        }
        @if let Some(first) = files::find(SCRIPTS[0]) {
            script type="module" src={ (root) "page/" (first.name) } integrity=(first.integrity) {}
        }
    }
}

/// Links to the same in the other languages, each by its own name.
fn languages(texts: &Texts, place: &Place<'_>) -> Markup {
    html! {
        nav.languages aria-label=(texts.word("language-choice")) {
            ul {
                @for language in LANGUAGES {
                    @let name = Texts::of(language).word("language-name");
                    li {
                        @if language == place.language {
                            span aria-current="true" { (name) }
                        } @else {
                            a href={ (place.root) (language.code) "/" (place.path) }
                                lang=(language.code) hreflang=(language.code) { (name) }
                        }
                    }
                }
            }
        }
    }
}

fn introduction(texts: &Texts, source: &Source<'_>) -> Markup {
    html! {
        p.stage { (stage(texts, source)) }
        @if source.stage == Stage::Open {
            section aria-labelledby="how" {
                h2 id="how" { (texts.word("intro-heading")) }
                ol.steps {
                    li { (texts.word("intro-choose")) }
                    li { (texts.word("intro-code")) }
                    li { (texts.word("intro-check")) }
                }
            }
            @if votes_here(source) {
                noscript { p.note { (texts.word("no-script")) } }
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

fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Coming => "coming",
        Stage::Open => "open",
        Stage::Closed => "closed",
        Stage::Decided => "decided",
    }
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

fn budget_of(texts: &Texts, source: &Source<'_>, index: u16, district: &District) -> Markup {
    let definition = definition(source);
    let budget = texts.money(district.budget, definition);
    let rules = limits::sentences(texts, definition, district);
    html! {
        section id="budget" aria-labelledby="budget-name" {
            h2 id="budget-name" { (district.name) }
            p.stage { (texts.say("budget", &[("budget", budget.into())])) }
            @if !rules.is_empty() {
                h3 { (texts.word("rules-heading")) }
                ul.rules { @for rule in rules { li { (rule) } } }
            }
            div id="booth" {
                (projects(texts, source, index, district))
            }
        }
    }
}

fn projects(texts: &Texts, source: &Source<'_>, index: u16, district: &District) -> Markup {
    let definition = definition(source);
    let withdrawn = source.voting.and_then(|voting| voting.withdrawn(index).ok());
    let is_withdrawn = |position: u16| withdrawn.is_some_and(|them| them.contains(&position));
    html! {
        h3 { (texts.say("projects-heading", &[("count", district.projects.len().into())])) }
        ul.projects {
            @for (position, project) in (0..).zip(&district.projects) {
                @let cost = texts.money(project.cost, definition);
                li.project {
                    h4 { (project.name) }
                    p.cost { (cost) }
                    p.reference { (texts.say("reference", &[("id", isolated(&project.id).into())])) }
                    @if is_withdrawn(position) { p.warn { (texts.word("withdrawn")) } }
                }
            }
        }
    }
}

fn footer(texts: &Texts, source: &Source<'_>) -> Markup {
    html! {
        footer {
            p { (texts.word("footer-nobody")) }
            dl {
                dt { (texts.word("footer-id")) }
                dd { code { (source.election.id()) } }
                @if let Some(voting) = source.voting {
                    dt { (texts.word("footer-fingerprint")) }
                    dd { code id="fingerprint" { (voting.fingerprint()) } }
                }
            }
        }
    }
}
