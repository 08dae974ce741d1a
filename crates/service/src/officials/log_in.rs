//! Logging in with an official's key file: the page shows a challenge, `isoloir official login` signs it
//! (`spec/election.md`, section 13).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use isoloir_election::log_in::{CHALLENGE_BYTES, Challenge, LogIn};
use rand_core::{OsRng, RngCore};
use serde::Deserialize;

use crate::board::election_of;
use crate::officials::language::Message;
use crate::officials::seal::{Purpose, Seals};
use crate::officials::session::{self, SESSION_SECONDS, Who};
use crate::officials::visit::{Kept, VISIT_SECONDS, VisitId, Visitor};
use crate::officials::{Officials, pages};

/// Answers of the last ten minutes that a server remembers: so many officials never log in.
const MAX_ANSWERED: usize = 4_096;

/// Bytes that make challenges of one second different.
const ID_BYTES: usize = 16;

/// Challenges that were answered, and until when they could be answered again.
#[derive(Default)]
pub(super) struct Answered(Mutex<HashMap<[u8; ID_BYTES], u64>>);

/// What the form holds.
#[derive(Deserialize)]
pub(super) struct Answer {
    challenge: String,
    answer: String,
}

/// A fresh challenge for this browser: until when (8 bytes), a random part (16), and a tag (16) over both and what
/// the browser keeps.
pub(super) fn challenge(seals: &Seals, visit: &VisitId, now: u64) -> Challenge {
    let until = (now + VISIT_SECONDS).to_be_bytes();
    let mut id = [0; ID_BYTES];
    OsRng.fill_bytes(&mut id);
    let tag = seals.tag(Purpose::Challenge, &[&until, &id, visit]);
    let mut challenge = [0; CHALLENGE_BYTES];
    challenge[..8].copy_from_slice(&until);
    challenge[8..24].copy_from_slice(&id);
    challenge[24..].copy_from_slice(&tag[..16]);
    Challenge(challenge)
}

/// Takes the answer to a challenge.
pub(super) async fn answer(
    State(officials): State<Arc<Officials>>,
    visitor: Visitor,
    headers: HeaderMap,
    form: Result<Form<Answer>, FormRejection>,
) -> Response {
    let logged_in = if officials.is_from_here(&headers) {
        let form = form.map_err(|_| Message::LogInUnreadable);
        form.and_then(|Form(answer)| check(&officials, &visitor, &answer))
    } else {
        Err(Message::LogInElsewhere)
    };
    match logged_in {
        Ok(who) => {
            let session = session::begin(&officials.seals, who, visitor.now);
            let session = Kept::Session.set(&officials, &session, SESSION_SECONDS);
            (Kept::Visit.clear(&officials), session, Redirect::to("./")).into_response()
        }
        Err(why) => pages::log_in(&officials, &visitor, Some(why), StatusCode::FORBIDDEN),
    }
}

/// Who has answered; or why nobody has.
fn check(officials: &Officials, visitor: &Visitor, answer: &Answer) -> Result<Who, Message> {
    let challenge: Challenge = answer.challenge.parse().map_err(|_| Message::LogInUnreadable)?;
    let signature: LogIn = answer.answer.parse().map_err(|_| Message::LogInUnreadable)?;
    let visit = visitor.id.ok_or(Message::LogInStale)?;
    let [until, id, tag] = parts(&challenge.0);
    if !officials.seals.is_tag(Purpose::Challenge, &[until, id, &visit], tag) {
        return Err(Message::LogInStale);
    }
    let until = until.try_into().map_or(0, u64::from_be_bytes);
    if visitor.now >= until {
        return Err(Message::LogInStale);
    }
    let signer = officials.record(|record| {
        let parties = election_of(record).map(|election| &election.definition().officials)?;
        signature.signer(&challenge, officials.board_address(), parties)
    });
    let signer = signer.flatten().and_then(|signer| u8::try_from(signer).ok());
    let signer = signer.ok_or(Message::LogInStranger)?;
    officials.answered.take(id, until, visitor.now)?;
    Ok(Who::Official(signer))
}

/// Until when, the random part, the tag.
fn parts(challenge: &[u8; CHALLENGE_BYTES]) -> [&[u8]; 3] {
    [&challenge[..8], &challenge[8..24], &challenge[24..]]
}

impl Answered {
    /// Notes that a challenge was answered, unless it was before.
    fn take(&self, id: &[u8], until: u64, now: u64) -> Result<(), Message> {
        let id = id.try_into().map_err(|_| Message::LogInStale)?;
        let mut answered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answered.retain(|_, &mut until| now < until);
        if answered.len() >= MAX_ANSWERED || answered.insert(id, until).is_some() {
            return Err(Message::LogInStale);
        }
        Ok(())
    }
}

/// Ends a session.
pub(super) async fn log_out(
    State(officials): State<Arc<Officials>>,
    headers: HeaderMap,
) -> Response {
    if !officials.is_from_here(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    (Kept::Session.clear(&officials), Redirect::to("./")).into_response()
}
