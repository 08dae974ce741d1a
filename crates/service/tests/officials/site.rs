//! A browser that keeps cookies, before the pages of a small election.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use ed25519_dalek::SigningKey;
use isoloir_election::log_in::{Challenge, LogIn};
use isoloir_election::phase::Record;
use isoloir_service::officials::{
    self, Crowd, HourlyCount, HourlyTurnout, Officials, OpenIdSettings, Records, Settings,
};
use jiff::tz::TimeZone;
use tower::ServiceExt;

use crate::election::{Town, signing_key};

pub(crate) const ADDRESS: &str = "https://vote.example.org/2027";
pub(crate) const ORIGIN: &str = "https://vote.example.org";

/// In the middle of the vote of the small election, which opens at 1,000 s and closes at 2,000 s.
pub(crate) const NOW: u64 = 1_500;

/// What all servers of a board have in common.
#[derive(Clone)]
pub(crate) struct Board {
    pub(crate) town: Arc<Mutex<Town>>,
    pub(crate) counts: Arc<Mutex<Vec<HourlyCount>>>,
    pub(crate) now: Arc<AtomicU64>,
    pub(crate) key: u8,
    pub(crate) address: String,
    pub(crate) openid: Option<OpenIdSettings>,
}

/// A server of the pages.
pub(crate) struct Server {
    pub(crate) router: Router,
    pub(crate) crowd: Arc<Crowd>,
}

/// A browser.
#[derive(Clone, Default)]
pub(crate) struct Browser {
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) accepts: &'static str,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

struct Shown(Arc<Mutex<Town>>);

impl Records for Shown {
    fn look(&self, look: &mut dyn FnMut(&Record)) {
        look(&self.0.lock().unwrap().record);
    }
}

struct Counted(Arc<Mutex<Vec<HourlyCount>>>);

#[async_trait]
impl HourlyTurnout for Counted {
    async fn turnout(&self) -> anyhow::Result<Vec<HourlyCount>> {
        Ok(self.0.lock().unwrap().clone())
    }
}

impl Board {
    pub(crate) fn of(town: Town) -> Self {
        Self {
            town: Arc::new(Mutex::new(town)),
            counts: Arc::default(),
            now: Arc::new(AtomicU64::new(NOW)),
            key: 9,
            address: ADDRESS.into(),
            openid: None,
        }
    }

    pub(crate) fn server(&self) -> Server {
        let now = self.now.clone();
        let crowd = Arc::new(Crowd::new());
        let settings = Settings {
            address: self.address.clone(),
            board_key: [self.key; 32].into(),
            openid: self.openid.clone(),
            zone: TimeZone::UTC,
            now: Box::new(move || Ok(now.load(Ordering::Relaxed))),
        };
        let shown = Arc::new(Shown(self.town.clone()));
        let counted = Arc::new(Counted(self.counts.clone()));
        let officials = Officials::new(shown, counted, crowd.clone(), settings).unwrap();
        Server { router: officials::router(officials), crowd }
    }

    pub(crate) fn wait(&self, seconds: u64) {
        self.now.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Browser {
    pub(crate) async fn get(&mut self, server: &Server, path: &str) -> Answer {
        self.send(server, Request::get(path), Body::empty()).await
    }

    /// Sends a form from a page of this origin.
    pub(crate) async fn post(
        &mut self,
        server: &Server,
        path: &str,
        origin: Option<&str>,
        form: &str,
    ) -> Answer {
        let mut request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        self.send(server, request, Body::from(form.to_owned())).await
    }

    async fn send(
        &mut self,
        server: &Server,
        mut request: axum::http::request::Builder,
        body: Body,
    ) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        request = request.header(header::ACCEPT_LANGUAGE, self.accepts);
        let answer = server.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let (cookie, attributes) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = cookie.split_once('=').unwrap();
            if attributes.contains("Max-Age=0;") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.into(), value.into());
            }
        }
        let text = to_bytes(body, 1 << 20).await.unwrap().to_vec();
        let text = String::from_utf8(text).unwrap();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    /// Logs in as the first official.
    pub(crate) async fn log_in(&mut self, server: &Server) {
        let challenge = self.challenge(server).await;
        let answer = self.answer(server, &challenge, &signing_key(1, 0)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }

    /// The challenge that the page shows.
    pub(crate) async fn challenge(&mut self, server: &Server) -> Challenge {
        let page = self.get(server, "/officials/").await;
        assert_eq!(page.status, StatusCode::OK);
        page.challenge()
    }

    /// Answers a challenge with a key.
    pub(crate) async fn answer(
        &mut self,
        server: &Server,
        challenge: &Challenge,
        key: &SigningKey,
    ) -> Answer {
        let form = form(challenge, &LogIn::sign(challenge, ADDRESS, key));
        self.post(server, "/officials/log-in", Some(ORIGIN), &form).await
    }

    pub(crate) async fn is_logged_in(&mut self, server: &Server) -> bool {
        self.get(server, "/officials/turnout").await.status == StatusCode::OK
    }
}

pub(crate) fn form(challenge: &Challenge, answer: &LogIn) -> String {
    format!("challenge={challenge}&answer={answer}")
}

impl Answer {
    pub(crate) fn challenge(&self) -> Challenge {
        let (_, rest) = self.text.split_once("name=\"challenge\" value=\"").unwrap();
        rest.split_once('"').unwrap().0.parse().unwrap()
    }

    pub(crate) fn location(&self) -> &str {
        self.headers[header::LOCATION].to_str().unwrap()
    }

    /// The text of the page without marks around names, for a test to look for sentences.
    pub(crate) fn sentences(&self) -> String {
        self.text.replace(['\u{2068}', '\u{2069}'], "").replace('\u{a0}', " ")
    }
}
