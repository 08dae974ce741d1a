use maud::{Markup, html};

use crate::officials::ceremony::{AfterTheClose, Part, Round, Tally, TrusteeLine, Trustees};
use crate::officials::language::{Message, Texts, isolated};

pub(super) fn body(texts: &Texts, trustees: Option<&Trustees>) -> Markup {
    let Some(trustees) = trustees else {
        return html! {
            h1 { (texts.word(Message::CeremonyHeading)) }
            p.note { (texts.word(Message::StatusEmpty)) }
        };
    };
    html! {
        h1 { (texts.word(Message::CeremonyHeading)) }
        p { (texts.word(Message::CeremonyWhat)) }
        section aria-labelledby="keys" {
            h2 id="keys" { (texts.word(Message::KeysHeading)) }
            (keys(texts, trustees))
        }
        section aria-labelledby="tally" {
            h2 id="tally" { (texts.word(Message::TallyHeading)) }
            @match &trustees.tally {
                Some(tally) => (after_the_close(texts, tally, &trustees.lines)),
                None => p { (texts.word(Message::TallyNotYet)) },
            }
        }
    }
}

fn keys(texts: &Texts, trustees: &Trustees) -> Markup {
    if let Some(failed) = &trustees.failed {
        let why = match &failed.culprit {
            Some(culprit) => {
                texts.say(Message::KeysFailedBy, &[("name", isolated(culprit).into())])
            }
            None => texts.word(Message::KeysFailed),
        };
        return html! { p.note.bad { (why) } };
    }
    let is_complete = trustees.lines.iter().all(|line| line.rounds == Some([Part::Done; 4]));
    let state = if is_complete { Message::KeysComplete } else { Message::KeysNoComplaint };
    html! {
        p { (texts.word(state)) }
        table role="table" {
            caption { (texts.word(Message::KeysCaption)) }
            thead role="rowgroup" {
                tr role="row" {
                    th role="columnheader" scope="col" { (texts.word(Message::ColumnTrustee)) }
                    @for round in Round::ALL {
                        th role="columnheader" scope="col" { (texts.word(name(round))) }
                    }
                }
            }
            tbody role="rowgroup" {
                @for line in &trustees.lines {
                    tr role="row" {
                        th role="rowheader" scope="row" { (isolated(&line.name)) }
                        @for (round, part) in Round::ALL.iter().zip(line.rounds.iter().flatten()) {
                            td role="cell" data-column=(texts.word(name(*round))) { (cell(texts, *part)) }
                        }
                    }
                }
            }
        }
    }
}

fn name(round: Round) -> Message {
    match round {
        Round::Commit => Message::RoundCommit,
        Round::Open => Message::RoundOpen,
        Round::Deal => Message::RoundDeal,
        Round::Confirm => Message::RoundConfirm,
    }
}

/// A sign for the eye, and the word for everybody.
fn cell(texts: &Texts, part: Part) -> Markup {
    let (class, sign, word) = match part {
        Part::Done => ("done", "✓", Message::PartDone),
        Part::Awaited => ("awaited", "●", Message::PartAwaited),
        Part::Later => ("later", "○", Message::PartLater),
    };
    html! { span class=(class) { span aria-hidden="true" { (sign) " " } (texts.word(word)) } }
}

fn after_the_close(texts: &Texts, tally: &Tally, lines: &[TrusteeLine]) -> Markup {
    let what = [("quorum", tally.quorum.into()), ("threshold", tally.threshold.into())];
    let columns = [Message::ColumnStatement, Message::ColumnDecrypted];
    html! {
        p { (texts.say(Message::TallyWhat, &what)) }
        table role="table" {
            caption { (texts.word(Message::TallyCaption)) }
            thead role="rowgroup" {
                tr role="row" {
                    th role="columnheader" scope="col" { (texts.word(Message::ColumnTrustee)) }
                    @for column in columns { th role="columnheader" scope="col" { (texts.word(column)) } }
                }
            }
            tbody role="rowgroup" {
                @for line in lines {
                    tr role="row" {
                        th role="rowheader" scope="row" { (isolated(&line.name)) }
                        @if let Some(after) = &line.after {
                            td role="cell" data-column=(texts.word(columns[0])) { (statement(texts, after)) }
                            td role="cell" data-column=(texts.word(columns[1])) {
                                (decrypted(texts, after, tally.districts))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn statement(texts: &Texts, after: &AfterTheClose) -> Markup {
    let (class, sign, word) = match after.has_stated {
        true => ("done", "✓", Message::PartDone),
        false => ("later", "○", Message::PartMissing),
    };
    html! { span class=(class) { span aria-hidden="true" { (sign) " " } (texts.word(word)) } }
}

fn decrypted(texts: &Texts, after: &AfterTheClose, districts: u64) -> Markup {
    let done = [("count", after.decrypted.into()), ("of", districts.into())];
    html! {
        (texts.say(Message::Decrypted, &done))
        @if after.set_aside > 0 {
            br;
            strong.wrong { (texts.say(Message::DecryptedWrong, &[("count", after.set_aside.into())])) }
        }
    }
}
