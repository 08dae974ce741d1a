//! Logging in by the town's OpenID Connect provider: the authorization code flow (OpenID Connect Core 1.0, section
//! 3.1) with PKCE (RFC 7636). No server remembers anything between the way out and the way back: all is derived from
//! what the browser keeps.

mod provider;
mod settings;

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::Url;

use crate::officials::language::Message;
use crate::officials::seal::Purpose;
use crate::officials::session::{self, SESSION_SECONDS, Who};
use crate::officials::visit::{Kept, VISIT_SECONDS, VisitId, Visitor};
use crate::officials::{Officials, pages};

pub(super) use settings::OpenId;
pub use settings::{ClaimRule, OpenIdSettings};

/// What goes to the provider and comes back.
struct Trip {
    /// Ties the way back to this browser, until the time in it.
    state: String,
    /// Ties the provider's statement to this trip.
    nonce: String,
    /// What only this server can know when it asks for the statement.
    verifier: String,
}

/// What the provider sends with the browser.
#[derive(Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    state: String,
    code: Option<String>,
    /// Who the provider says that it is (RFC 9207).
    iss: Option<String>,
}

/// Leads to the provider.
pub(super) async fn begin(State(officials): State<Arc<Officials>>, visitor: Visitor) -> Response {
    let Some(openid) = &officials.openid else { return StatusCode::NOT_FOUND.into_response() };
    let Some(visit) = visitor.id else { return Redirect::to("./").into_response() };
    let found = openid.provider().await;
    let leads = found.and_then(|provider| {
        let trip = Trip::new(&officials, &visit, visitor.now + VISIT_SECONDS);
        let mut leads = Url::parse(&provider.authorization_endpoint)?;
        leads
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", openid.client_id())
            .append_pair("redirect_uri", &officials.callback_address())
            .append_pair("scope", "openid email")
            .append_pair("state", &trip.state)
            .append_pair("nonce", &trip.nonce)
            .append_pair("code_challenge", &hashed(&trip.verifier))
            .append_pair("code_challenge_method", "S256");
        Ok(leads)
    });
    match leads {
        Ok(leads) => Redirect::to(leads.as_str()).into_response(),
        Err(error) => refused(&officials, &visitor, &error),
    }
}

/// The way back.
pub(super) async fn callback(
    State(officials): State<Arc<Officials>>,
    visitor: Visitor,
    back: Result<Query<Back>, QueryRejection>,
) -> Response {
    let Some(openid) = &officials.openid else { return StatusCode::NOT_FOUND.into_response() };
    let trip = back.ok().and_then(|Query(back)| {
        let trip = Trip::back(&officials, &visitor, &back.state)?;
        let is_issuer = back.iss.as_deref().is_none_or(|issuer| issuer == openid.issuer());
        Some((trip, back.code.filter(|_| is_issuer)?))
    });
    let Some((trip, code)) = trip else {
        return pages::log_in(
            &officials,
            &visitor,
            Some(Message::OpenIdStale),
            StatusCode::FORBIDDEN,
        );
    };
    let redirect = officials.callback_address();
    match openid.redeem(&code, &redirect, &trip.verifier, &trip.nonce).await {
        Ok(claims) if openid.lets_in(&claims) => {
            let session = session::begin(&officials.seals, Who::OpenId, visitor.now);
            let session = Kept::Session.set(&officials, &session, SESSION_SECONDS);
            let page = pages::logged_in(&officials, &visitor);
            (Kept::Visit.clear(&officials), session, page).into_response()
        }
        Ok(_) => {
            let why = Some(Message::OpenIdStranger);
            pages::log_in(&officials, &visitor, why, StatusCode::FORBIDDEN)
        }
        Err(error) => refused(&officials, &visitor, &error),
    }
}

/// What is wrong is for those who run the server. It names nobody.
fn refused(officials: &Officials, visitor: &Visitor, error: &anyhow::Error) -> Response {
    eprintln!("isoloir: the OpenID Connect provider: {error:#}");
    let why = Some(Message::OpenIdFailed);
    pages::log_in(officials, visitor, why, StatusCode::BAD_GATEWAY)
}

impl Trip {
    fn new(officials: &Officials, visit: &VisitId, until: u64) -> Self {
        let until = until.to_be_bytes();
        let derived = |purpose| officials.seals.tag(purpose, &[&until, visit]);
        let text = |bytes: &[u8]| Base64UrlUnpadded::encode_string(bytes);
        Self {
            state: text(&[&until[..], &derived(Purpose::State)].concat()),
            nonce: text(&derived(Purpose::Nonce)),
            verifier: text(&derived(Purpose::Verifier)),
        }
    }

    /// The trip with this state, if it began in this browser not too long ago.
    fn back(officials: &Officials, visitor: &Visitor, state: &str) -> Option<Self> {
        let mut bytes = [0; 40];
        let state = Base64UrlUnpadded::decode(state, &mut bytes).ok()?;
        let (until, tag) = state.split_first_chunk::<8>()?;
        let visit = visitor.id?;
        let is_known = officials.seals.is_tag(Purpose::State, &[until, &visit], tag);
        let until = u64::from_be_bytes(*until);
        (is_known && visitor.now < until).then(|| Self::new(officials, &visit, until))
    }
}

/// S256 of RFC 7636.
fn hashed(verifier: &str) -> String {
    Base64UrlUnpadded::encode_string(&Sha256::digest(verifier))
}

impl Officials {
    /// Where the provider leads back to. It has to be registered there.
    fn callback_address(&self) -> String {
        format!("{}/officials/openid-callback", self.board_address())
    }
}
