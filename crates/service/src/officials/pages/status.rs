use maud::{Markup, html};

use crate::officials::Officials;
use crate::officials::ceremony::Round;
use crate::officials::language::{Message, Texts, isolated, listed};
use crate::officials::progress::{Overview, Stage, Step};
use crate::officials::visit::Visitor;

pub(super) fn body(
    officials: &Officials,
    visitor: &Visitor,
    overview: Option<&Overview>,
) -> Markup {
    let texts = visitor.texts;
    let Some(overview) = overview else {
        return html! {
            h1 { (texts.word(Message::StatusHeading)) }
            p.note { (texts.word(Message::StatusEmpty)) }
        };
    };
    html! {
        h1 { (texts.word(Message::StatusHeading)) }
        p.stage { (texts.word(stage(overview.stage))) }
        section aria-labelledby="next" {
            h2 id="next" { (texts.word(Message::NextHeading)) }
            (next(officials, texts, overview))
        }
        section aria-labelledby="times" {
            h2 id="times" { (texts.word(Message::TimesHeading)) }
            dl.facts {
                @for (name, time) in [
                    (Message::Opens, overview.opens),
                    (Message::Closes, overview.closes),
                    (Message::Complaints, overview.complaints),
                ] {
                    div { dt { (texts.word(name)) } dd { (texts.moment(time, &officials.zone)) } }
                }
            }
        }
        section aria-labelledby="identity" {
            h2 id="identity" { (texts.word(Message::IdentityHeading)) }
            dl.facts {
                div { dt { (texts.word(Message::ElectionId)) } dd { code { (overview.election_id) } } }
                @if let Some(fingerprint) = &overview.fingerprint {
                    div { dt { (texts.word(Message::Fingerprint)) } dd { code { (fingerprint) } } }
                }
                div { dt { (texts.word(Message::Entries)) } dd { (texts.number(overview.entries)) } }
            }
        }
    }
}

fn stage(stage: Stage) -> Message {
    match stage {
        Stage::Setup => Message::StageSetup,
        Stage::Voting => Message::StageVoting,
        Stage::Closed => Message::StageClosed,
        Stage::Decided => Message::StageDecided,
    }
}

fn next(officials: &Officials, texts: &Texts, overview: &Overview) -> Markup {
    if overview.next.is_empty() {
        let nothing = match overview.stage {
            Stage::Decided => Message::NextNothing,
            _ => Message::NextWait,
        };
        return html! { p { (texts.word(nothing)) } };
    }
    html! {
        ul.next {
            @for step in &overview.next { li { (sentence(officials, texts, overview, step)) } }
        }
    }
}

fn sentence(officials: &Officials, texts: &Texts, overview: &Overview, step: &Step) -> String {
    let name = |key, name: &str| (key, isolated(name).into());
    let names = |key, names: &[String]| (key, listed(names).into());
    let moment = |seconds| ("moment", texts.moment(seconds, &officials.zone).into());
    match step {
        Step::PublishAgain => texts.word(Message::StepPublishAgain),
        Step::Trustees { round, names: missing } => {
            let message = match round {
                Round::Commit => Message::StepCommit,
                Round::Open => Message::StepOpenRound,
                Round::Deal => Message::StepDeal,
                Round::Confirm => Message::StepConfirm,
            };
            texts.say(message, &[names("names", missing)])
        }
        Step::HoldAgain { culprit: None } => texts.word(Message::StepHoldAgain),
        Step::HoldAgain { culprit: Some(culprit) } => {
            texts.say(Message::StepHoldAgainWithout, &[name("name", culprit)])
        }
        Step::Enrol { registrar, districts } => {
            texts.say(Message::StepEnrol, &[name("name", registrar), names("districts", districts)])
        }
        Step::MatchRolls { district } => {
            texts.say(Message::StepMatchRolls, &[name("district", district)])
        }
        Step::Open => texts.say(Message::StepOpen, &[moment(overview.opens)]),
        Step::Close => texts.say(Message::StepClose, &[moment(overview.closes)]),
        Step::State { needed, names: missing } => {
            let needed = ("needed", (*needed).into());
            let from = moment(overview.complaints);
            texts.say(Message::StepState, &[needed, from, names("names", missing)])
        }
        Step::SetAside { trustee, district } => {
            let trustee = name("name", trustee);
            texts.say(Message::StepSetAside, &[trustee, name("district", district)])
        }
        Step::Decrypt { needed, district } => {
            let needed = ("needed", (*needed).into());
            texts.say(Message::StepDecrypt, &[needed, name("district", district)])
        }
        Step::Publish { district } => {
            texts.say(Message::StepPublish, &[name("district", district)])
        }
    }
}
