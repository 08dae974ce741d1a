//! A budget: its rules and its projects.

use isoloir_election::definition::District;
use isoloir_words::isolated;
use maud::{Markup, html};

use crate::content::Extra;
use crate::document::{Source, definition};
use crate::language::Texts;
use crate::limits;

pub(super) fn budget_of(
    texts: &Texts,
    source: &Source<'_>,
    root: &str,
    index: u16,
    district: &District,
) -> Markup {
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
                (projects(texts, source, root, index, district))
            }
        }
    }
}

fn projects(
    texts: &Texts,
    source: &Source<'_>,
    root: &str,
    index: u16,
    district: &District,
) -> Markup {
    let definition = definition(source);
    let withdrawn = source.voting.and_then(|voting| voting.withdrawn(index).ok());
    let is_withdrawn = |position: u16| withdrawn.is_some_and(|them| them.contains(&position));
    html! {
        h3 { (texts.say("projects-heading", &[("count", district.projects.len().into())])) }
        ul.projects {
            @for (position, project) in (0..).zip(&district.projects) {
                @let cost = texts.money(project.cost, definition);
                li.project data-position=(position) {
                    h4 { (project.name) }
                    p.cost { (cost) }
                    p.reference { (texts.say("reference", &[("id", isolated(&project.id).into())])) }
                    @if let Some(extra) = source.content.of(index, position) {
                        (extra_of(texts, root, extra))
                    }
                    @if is_withdrawn(position) { p.warn { (texts.word("withdrawn")) } }
                }
            }
        }
    }
}

/// What a town says of a project beside what is signed.
fn extra_of(texts: &Texts, root: &str, extra: &Extra) -> Markup {
    let code = texts.language.code;
    let text = |text: &Option<crate::content::Text>| {
        text.as_ref().map(|text| text.in_language(code).to_owned())
    };
    let category = text(&extra.category);
    html! {
        div.extra data-category=[&category] {
            @if let Some(picture) = &extra.picture {
                img src={ (root) "content/" (picture) } alt=(text(&extra.alternative).unwrap_or_default())
                    loading="lazy" width="640" height="360";
            }
            @if let Some(category) = &category { p.category { (category) } }
            @if let Some(place) = text(&extra.place) { p.place { (place) } }
            @if let Some(description) = text(&extra.description) {
                @for paragraph in description.split("\n\n").filter(|it| !it.trim().is_empty()) {
                    p.description { (paragraph) }
                }
            }
        }
    }
}
