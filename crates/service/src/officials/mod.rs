//! The pages of the town's officials: where the election stands, how many vote, who is awaited, what looks odd.
//!
//! They are HTML made here, without a script: [`router`] serves them under `/officials`. An official gets in with the
//! key file, or by the town's OpenID Connect provider. They show nothing about a person, and change nothing.
//!
//! | file | what |
//! |---|---|
//! | `visit` | who asks, in which language; what every answer has |
//! | `log_in`, `openid` | the two ways in |
//! | `session`, `seal` | what a browser keeps between two pages, and how it is known again |
//! | `progress`, `ceremony` | what the record says, for people |
//! | `turnout`, `alerts`, `crowd` | counts by the hour, and what looks odd in them |
//! | `pages` | the HTML |
//! | `language` | the words |

mod alerts;
mod ceremony;
mod crowd;
mod language;
mod log_in;
mod openid;
mod pages;
mod progress;
mod seal;
mod session;
mod turnout;
mod visit;

use std::sync::Arc;

use anyhow::{Context, ensure};
use async_trait::async_trait;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use isoloir_election::phase::Record;
use jiff::tz::TimeZone;
use url::Url;
use zeroize::Zeroizing;

use crate::board::Board;
use crate::clock::ClockError;
use crate::officials::log_in::Answered;
use crate::officials::openid::OpenId;
use crate::officials::seal::Seals;

pub use crowd::Crowd;
pub use openid::{ClaimRule, OpenIdSettings};

pub use crate::store::HourlyCount;

/// The longest form that is read, in bytes: a challenge and its answer are 140 characters.
const MAX_FORM_BYTES: usize = 4_096;

/// A board whose record can be looked at.
pub trait Records: Send + Sync {
    /// Shows the record once.
    fn look(&self, look: &mut dyn FnMut(&Record));
}

impl Records for Board {
    fn look(&self, look: &mut dyn FnMut(&Record)) {
        self.with_record(look);
    }
}

/// Who knows how many ballots were recorded in each hour.
#[async_trait]
pub trait HourlyTurnout: Send + Sync {
    /// The counts, in any order. Hours without a ballot may be left out.
    ///
    /// # Errors
    /// If they can't be read.
    async fn turnout(&self) -> anyhow::Result<Vec<HourlyCount>>;
}

#[async_trait]
impl HourlyTurnout for Board {
    async fn turnout(&self) -> anyhow::Result<Vec<HourlyCount>> {
        Ok(self.turnout().await?)
    }
}

/// What the pages need to know beside the board.
pub struct Settings {
    /// The address of the board as people know it: `https://vote.example.org/2027`.
    pub address: String,
    /// The secret of the board's key. What browsers keep is authenticated with a key that is derived from it, so that
    /// every server of one board knows it again.
    pub board_key: Zeroizing<[u8; 32]>,
    /// The town's OpenID Connect provider, if officials may log in by it.
    pub openid: Option<OpenIdSettings>,
    /// The zone in which times are told.
    pub zone: TimeZone,
    /// What time it is, in seconds since 1970: [`Clock::now`](crate::clock::Clock::now).
    pub now: Now,
}

/// Reads a clock.
pub type Now = Box<dyn Fn() -> Result<u64, ClockError> + Send + Sync>;

/// What the pages stand on.
pub struct Officials {
    board: Arc<dyn Records>,
    turnout: Arc<dyn HourlyTurnout>,
    crowd: Arc<Crowd>,
    address: Url,
    seals: Seals,
    openid: Option<OpenId>,
    answered: Answered,
    zone: TimeZone,
    now: Now,
}

impl Officials {
    /// The pages of a board.
    ///
    /// # Errors
    /// If the address is none of a web page, or what is said of the provider can't be.
    pub fn new(
        board: Arc<dyn Records>,
        turnout: Arc<dyn HourlyTurnout>,
        crowd: Arc<Crowd>,
        settings: Settings,
    ) -> anyhow::Result<Self> {
        let address = Url::parse(settings.address.trim_end_matches('/'))
            .with_context(|| format!("{} is no address of a board", settings.address))?;
        ensure!(
            matches!(address.scheme(), "http" | "https") && address.query().is_none(),
            "{address} is no address of a board: give it as https://vote.example.org/2027"
        );
        // Whoever changes who may log in ends the sessions that were begun before.
        let access = serde_json::to_vec(&settings.openid)?;
        Ok(Self {
            board,
            turnout,
            crowd,
            address,
            seals: Seals::derive(&settings.board_key, &access).map_err(anyhow::Error::msg)?,
            openid: settings.openid.map(OpenIdSettings::open).transpose()?,
            answered: Answered::default(),
            zone: settings.zone,
            now: settings.now,
        })
    }

    /// Who counts first ballots by address.
    pub(crate) fn crowd(&self) -> &Arc<Crowd> {
        &self.crowd
    }

    /// Looks at the record.
    fn record<T>(&self, look: impl Fn(&Record) -> T) -> Option<T> {
        let mut seen = None;
        self.board.look(&mut |record| seen = Some(look(record)));
        seen
    }

    /// The address of the board, without slashes at the end: what an official signs.
    fn board_address(&self) -> &str {
        self.address.as_str().trim_end_matches('/')
    }
}

/// The pages, under `/officials`. Links in them are relative, so that the board may be served below any path.
pub fn router(officials: Officials) -> Router {
    let officials = Arc::new(officials);
    Router::new()
        .route("/officials", get(pages::home))
        .route("/officials/", get(pages::status))
        .route("/officials/turnout", get(pages::turnout))
        .route("/officials/ceremony", get(pages::ceremony))
        .route("/officials/alerts", get(pages::alerts))
        .route("/officials/log-in", post(log_in::answer).get(pages::back))
        .route("/officials/log-out", post(log_in::log_out).get(pages::back))
        .route("/officials/openid", get(openid::begin))
        .route("/officials/openid-callback", get(openid::callback))
        .route("/officials/{file}", get(pages::style))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(middleware::from_fn_with_state(officials.clone(), visit::harden))
        .with_state(officials)
}
