//! Asks a server for one file, again if it is in trouble, and follows no redirect by itself.

use std::thread;
use std::time::Duration;

use ureq::http::Response;
use ureq::http::header::{CONTENT_ENCODING, HeaderMap};
use ureq::{Agent, Body};

use super::{SourceError, read_at_most};

const USER_AGENT: &str = concat!("isoloir-verify/", env!("CARGO_PKG_VERSION"));
/// Bytes of the header of an answer, at most.
const MAX_HEADER_BYTES: usize = 65_536;

/// How long to wait for a server, and how often to ask.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// Until a connection stands.
    pub(crate) connect: Duration,
    /// For one whole file.
    pub(crate) file: Duration,
    /// How often a file is asked for, at most.
    pub(crate) attempts: u32,
    /// Before the second attempt; twice as long before the next, and so on.
    pub(crate) pause: Duration,
}

impl Patience {
    /// A bundle has up to 17 MB: two minutes are enough at one megabit per second.
    pub(crate) const USUAL: Self = Self {
        connect: Duration::from_secs(10),
        file: Duration::from_secs(150),
        attempts: 4,
        pause: Duration::from_millis(500),
    };
}

/// What a server answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// Empty unless the status is 200.
    pub(crate) body: Vec<u8>,
}

/// One that asks servers.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
    patience: Patience,
}

impl Client {
    pub(crate) fn new(patience: Patience) -> Self {
        let agent = Agent::config_builder()
            .user_agent(USER_AGENT)
            .timeout_connect(Some(patience.connect))
            .timeout_global(Some(patience.file))
            .max_response_header_size(MAX_HEADER_BYTES)
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .new_agent();
        Self { agent, patience }
    }

    /// The answer to a request for `url`. A body of more than `most` bytes is an error, and no more
    /// of it is read than one byte beyond.
    pub(crate) fn get(&self, url: &str, most: usize) -> Result<Answer, SourceError> {
        let mut pause = self.patience.pause;
        let mut attempts = 0;
        loop {
            attempts += 1;
            match self.get_once(url, most) {
                Ok(answer) => return Ok(answer),
                Err(FetchError::Final(error)) => return Err(error),
                Err(FetchError::Passing(error)) if attempts >= self.patience.attempts => {
                    return Err(SourceError::Fetch { url: url.to_owned(), attempts, error });
                }
                Err(FetchError::Passing(_)) => {
                    thread::sleep(pause);
                    pause *= 2;
                }
            }
        }
    }

    fn get_once(&self, url: &str, most: usize) -> Result<Answer, FetchError> {
        let mut answer = self.agent.get(url).call().map_err(FetchError::broken)?;
        let status = answer.status().as_u16();
        if matches!(status, 429 | 500..=599) {
            return Err(FetchError::Passing(format!("the server answered {status}")));
        }
        let headers = std::mem::take(answer.headers_mut());
        let body = if status == 200 { body(answer, &headers, url, most)? } else { Vec::new() };
        Ok(Answer { status, headers, body })
    }
}

/// Why a file was not fetched.
enum FetchError {
    /// Perhaps it is fetched the next time.
    Passing(String),
    /// It is so.
    Final(SourceError),
}

impl FetchError {
    fn broken(error: impl ToString) -> Self {
        Self::Passing(error.to_string())
    }
}

fn body(
    answer: Response<Body>,
    headers: &HeaderMap,
    url: &str,
    most: usize,
) -> Result<Vec<u8>, FetchError> {
    if headers.get(CONTENT_ENCODING).is_some_and(|value| value != "identity") {
        return Err(FetchError::Final(SourceError::Encoded(url.to_owned())));
    }
    let reader = answer.into_body().into_reader();
    read_at_most(reader, most)
        .map_err(FetchError::broken)?
        .ok_or_else(|| FetchError::Final(SourceError::TooLarge { place: url.to_owned(), most }))
}
