use std::fmt;
use std::io::{self, Read};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, anyhow};
use isoloir_archive::{ArchiveError, Files};
use isoloir_board::receipt::Receipt;
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_encoding::Encode;
use isoloir_service::http::{Posted, Problem, VoterStanding};
use serde::de::DeserializeOwned;
use ureq::http::Uri;
use ureq::{Agent, Body};

use isoloir_election::message::Messages;

use crate::failure::Failure;

/// Until a connection stands.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// For one whole answer: a bundle of 17 MB takes two minutes at a megabit per second.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(150);

/// How often a request is sent at most. All of them can be repeated without harm.
const ATTEMPTS: u32 = 4;

/// Before the second attempt; twice as long before the next, and so on.
const PAUSE: Duration = Duration::from_millis(300);

/// The longest answer to a request that is not for a file, in bytes.
const MAX_ANSWER_BYTES: usize = 1 << 20;

/// A server that keeps a board.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    /// Without slashes at the end.
    base: String,
    agent: Agent,
}

impl Server {
    pub(super) fn new(url: &str) -> Result<Self, String> {
        let base = url.trim_end_matches('/').to_owned();
        let uri = base.parse::<Uri>().map_err(|error| error.to_string())?;
        if uri.query().is_some() || base.contains(['#', '@']) {
            return Err("give the board's address alone, as https://vote.example.org/2027".into());
        }
        let agent = Agent::config_builder()
            .user_agent(concat!("isoloir/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .timeout_global(Some(ANSWER_TIMEOUT))
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .new_agent();
        Ok(Self { base, agent })
    }

    pub(super) fn post(&self, messages: &Messages) -> Result<Vec<u64>, Failure> {
        messages.check_bounds().map_err(Failure::input)?;
        let answer: Posted = self.send("messages", &messages.to_bytes())?;
        Ok(answer.entries)
    }

    pub(super) fn cast(&self, payload: &[u8]) -> Result<Receipt, Failure> {
        let text = self.send_for_text("ballots", payload)?;
        Receipt::parse(&text)
            .with_context(|| format!("{self} answered something that is no receipt"))
            .map_err(Failure::mismatch)
    }

    pub(super) fn standing(
        &self,
        district: u16,
        credential: &NonIdentityPoint,
    ) -> Result<Option<VoterStanding>, Failure> {
        let path = format!("standing/{district}/{}", hex::encode(credential.as_bytes()));
        let text = self.expect(self.attempt(|| self.agent.get(self.url(&path)).call()))?;
        self.parse(&text)
    }

    fn send<T: DeserializeOwned>(&self, path: &str, body: &[u8]) -> Result<T, Failure> {
        let text = self.send_for_text(path, body)?;
        self.parse(&text)
    }

    fn send_for_text(&self, path: &str, body: &[u8]) -> Result<Vec<u8>, Failure> {
        self.expect(self.attempt(|| self.agent.post(self.url(path)).send(body)))
    }

    fn parse<T: DeserializeOwned>(&self, text: &[u8]) -> Result<T, Failure> {
        serde_json::from_slice(text)
            .with_context(|| format!("{self} answered what no server of a board does"))
            .map_err(Failure::input)
    }

    /// The body of an answer that is a success, or what the server says is wrong.
    fn expect(&self, answer: io::Result<(u16, Vec<u8>)>) -> Result<Vec<u8>, Failure> {
        let (status, body) = answer
            .with_context(|| format!("{self} does not answer; check the address and the network"))
            .map_err(Failure::system)?;
        if (200..300).contains(&status) {
            return Ok(body);
        }
        // A refusal is the board's own word. What a gateway says, or a server that is busy, decides nothing: what
        // was sent may still be recorded.
        let is_decided = (400..500).contains(&status) && status != 408 && status != 429;
        match serde_json::from_slice::<Problem>(&body) {
            Ok(problem) if is_decided => Err(Failure::input(anyhow!("{}", problem.detail))),
            Ok(problem) => Err(Failure::system(anyhow!("{}", problem.detail))),
            Err(_) => Err(Failure::system(anyhow!(
                "{self} answered with status {status}: is it the server of a board?"
            ))),
        }
    }

    /// Sends a request until there is an answer; a few times at most.
    fn attempt(
        &self,
        request: impl Fn() -> Result<ureq::http::Response<Body>, ureq::Error>,
    ) -> io::Result<(u16, Vec<u8>)> {
        self.attempt_up_to(MAX_ANSWER_BYTES, request)
    }

    fn attempt_up_to(
        &self,
        limit: usize,
        request: impl Fn() -> Result<ureq::http::Response<Body>, ureq::Error>,
    ) -> io::Result<(u16, Vec<u8>)> {
        let mut pause = PAUSE;
        let mut attempt = 1;
        loop {
            let failed = match request().map_err(ureq::Error::into_io).and_then(|a| read(a, limit))
            {
                // Bad gateway, busy, no answer from behind.
                Ok((502..=504, _)) if attempt < ATTEMPTS => None,
                Ok(answer) => return Ok(answer),
                Err(error) => Some(error),
            };
            if let Some(error) = failed
                && attempt == ATTEMPTS
            {
                return Err(error);
            }
            std::thread::sleep(pause);
            pause *= 2;
            attempt += 1;
        }
    }

    fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }
}

/// Status and body; one byte more than `limit` stands for all that is longer.
fn read(answer: ureq::http::Response<Body>, limit: usize) -> io::Result<(u16, Vec<u8>)> {
    let status = answer.status().as_u16();
    let mut body = Vec::new();
    answer.into_body().into_reader().take(limit as u64 + 1).read_to_end(&mut body)?;
    Ok((status, body))
}

impl Files for Server {
    fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, ArchiveError> {
        let answer = self.attempt_up_to(limit, || self.agent.get(self.url(path)).call());
        let path = self.locate(path);
        let failed = |source| ArchiveError::Unreachable { path: path.clone(), source };
        match answer.map_err(failed)? {
            (404 | 410, _) => Ok(None),
            (200, bytes) if bytes.len() > limit => Err(ArchiveError::TooLarge { path, limit }),
            (200, bytes) => Ok(Some(bytes)),
            (status, _) => Err(failed(io::Error::other(format!("the server answered {status}")))),
        }
    }

    fn locate(&self, path: &str) -> PathBuf {
        self.url(path).into()
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base)
    }
}
