//! The result as text, for a terminal.

use crate::decided::{Decided, DecidedDistrict};
use crate::language::{Language, Message, Texts, plain};
use crate::teller::Teller;

/// The whole result in one language.
#[must_use]
pub fn tell(election: &Decided, language: Language) -> String {
    let texts = &Texts::of(language);
    let teller = Teller { texts, election };
    let mut lines = vec![election.title.clone(), teller.period(), String::new()];
    for district in &election.districts {
        tell_district(teller, district, &mut lines);
    }
    lines.push(texts.word(Message::VerifyWhy));
    lines.push(format!("  {}", election.verify_command()));
    lines.iter().map(|line| plain(line) + "\n").collect()
}

fn tell_district(teller: Teller<'_>, district: &DecidedDistrict, lines: &mut Vec<String>) {
    let heading = district.name();
    lines.push(heading.to_owned());
    lines.push("=".repeat(heading.chars().count()));
    lines.push(teller.ballots(district).join(" "));
    if !district.is_counted() {
        lines.push(teller.below_floor(district));
        lines.push(String::new());
        return;
    }
    lines.push(format!("{} {}", teller.summary(district), teller.money_sentence(district)));
    lines.push(String::new());
    for position in district.by_score() {
        lines.push(project(teller, district, position));
    }
    lines.push(String::new());
    lines.push(teller.texts.word(Message::RoundsHeading));
    lines.push(format!("{}. {}", teller.rule_name(district), teller.rule(district)));
    ties(teller, district, lines);
    lines.push(String::new());
    for (number, round) in (1..).zip(district.rounds()) {
        let mark = if round.verdict.is_funded() { '*' } else { ' ' };
        let name = &district.project(round.project).name;
        lines.push(format!("{mark} {number}. {name}"));
        lines.push(format!("     {}", teller.round(district, round)));
    }
    lines.push(String::new());
}

/// A project with what it has got.
fn project(teller: Teller<'_>, district: &DecidedDistrict, position: u16) -> String {
    let mark = if district.award(position).is_some() { '*' } else { ' ' };
    let score = teller.score(district, district.score(position).unwrap_or(0));
    let project = district.project(position);
    let (cost, reference) = (teller.money(project.cost), teller.reference(district, position));
    let withdrawn = if district.is_withdrawn(position) {
        format!(" ({})", teller.texts.word(Message::Withdrawn))
    } else {
        String::new()
    };
    format!("{mark} {score:>14} {cost:>18}  {} ({reference}){withdrawn}", project.name)
}

fn ties(teller: Teller<'_>, district: &DecidedDistrict, lines: &mut Vec<String>) {
    lines.push(teller.ties(district));
    if let Some(seed) = district.outcome.explained.as_ref().and_then(|explained| explained.seed) {
        lines.push(format!("  {}", hex::encode(seed.0)));
        lines.push(teller.redraw());
    }
    lines.extend(teller.equal_scores(district));
}
