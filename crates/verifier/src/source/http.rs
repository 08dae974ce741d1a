//! The files of a log below a URL (`spec/board.md`, section 9: a server of static files).

use std::thread;
use std::time::Duration;

use ureq::http::header::{CONTENT_ENCODING, LOCATION};
use ureq::http::{Response, Uri};
use ureq::{Agent, Body};

use super::{Source, SourceError, read_at_most};

const USER_AGENT: &str = concat!("isoloir-verify/", env!("CARGO_PKG_VERSION"));
/// Redirects that are followed for one file.
const MAX_REDIRECTS: usize = 3;
/// Bytes of the header of an answer, at most.
const MAX_HEADER_BYTES: usize = 65_536;

/// How long to wait for a server, and how often to ask.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// Until a connection stands.
    pub(super) connect: Duration,
    /// For one whole file.
    pub(super) file: Duration,
    /// How often a file is asked for, at most.
    pub(super) attempts: u32,
    /// Before the second attempt; twice as long before the next, and so on.
    pub(super) pause: Duration,
}

impl Patience {
    /// A bundle has up to 17 MB: two minutes are enough at one megabit per second.
    const USUAL: Self = Self {
        connect: Duration::from_secs(10),
        file: Duration::from_secs(150),
        attempts: 4,
        pause: Duration::from_millis(500),
    };
}

/// A source that is a server of static files.
pub(super) struct Http {
    /// The URL as it was given, without slashes at the end.
    base: String,
    uri: Uri,
    agent: Agent,
    patience: Patience,
}

impl Http {
    pub(super) fn open(location: &str) -> Result<Self, SourceError> {
        Self::with_patience(location, Patience::USUAL)
    }

    pub(super) fn with_patience(location: &str, patience: Patience) -> Result<Self, SourceError> {
        let base = location.trim_end_matches('/');
        let uri = base.parse::<Uri>().ok().filter(|uri| is_base(base, uri));
        let uri = uri.ok_or_else(|| SourceError::Url(location.to_owned()))?;
        let agent = Agent::config_builder()
            .user_agent(USER_AGENT)
            .timeout_connect(Some(patience.connect))
            .timeout_global(Some(patience.file))
            .max_response_header_size(MAX_HEADER_BYTES)
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .new_agent();
        Ok(Self { base: base.to_owned(), uri, agent, patience })
    }

    /// Asks once, and where it is redirected to.
    fn fetch(&self, url: &str, most: usize) -> Result<Option<Vec<u8>>, FetchError> {
        let mut address = url.to_owned();
        for _ in 0..=MAX_REDIRECTS {
            let answer = self.agent.get(&address).call().map_err(FetchError::broken)?;
            match answer.status().as_u16() {
                200 => return body(answer, url, most).map(Some),
                // Stores of files that do not tell what they hold answer 403.
                403 | 404 | 410 => return Ok(None),
                301 | 302 | 303 | 307 | 308 => address = self.redirected(&answer, url)?,
                status @ 500..=599 => {
                    return Err(FetchError::Passing(format!("the server answered {status}")));
                }
                status => {
                    return Err(FetchError::Final(SourceError::Status {
                        url: url.to_owned(),
                        status,
                    }));
                }
            }
        }
        Err(FetchError::Final(SourceError::Redirect { url: url.to_owned(), to: address }))
    }

    /// Where a redirect leads, if it stays with the same scheme and host.
    fn redirected(&self, answer: &Response<Body>, url: &str) -> Result<String, FetchError> {
        let location = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        let to = location.unwrap_or_default();
        let refused = || {
            let to = to.escape_debug().to_string();
            FetchError::Final(SourceError::Redirect { url: url.to_owned(), to })
        };
        if to.starts_with('/') && !to.starts_with("//") {
            let (scheme, host) = origin(&self.uri).ok_or_else(refused)?;
            return Ok(format!("{scheme}://{host}{to}"));
        }
        let target = to.parse::<Uri>().map_err(|_| refused())?;
        let same = origin(&target).is_some() && origin(&target) == origin(&self.uri);
        if same { Ok(to.to_owned()) } else { Err(refused()) }
    }
}

impl Source for Http {
    fn read(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let url = format!("{}/{path}", self.base);
        let mut pause = self.patience.pause;
        let mut attempts = 0;
        loop {
            attempts += 1;
            match self.fetch(&url, most) {
                Ok(found) => return Ok(found),
                Err(FetchError::Final(error)) => return Err(error),
                Err(FetchError::Passing(error)) if attempts >= self.patience.attempts => {
                    return Err(SourceError::Fetch { url, attempts, error });
                }
                Err(FetchError::Passing(_)) => {
                    thread::sleep(pause);
                    pause *= 2;
                }
            }
        }
    }

    /// A server of static files does not say what it has.
    fn list(&self) -> Result<Option<Vec<String>>, SourceError> {
        Ok(None)
    }

    fn location(&self) -> &str {
        &self.base
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

fn body(answer: Response<Body>, url: &str, most: usize) -> Result<Vec<u8>, FetchError> {
    if answer.headers().get(CONTENT_ENCODING).is_some_and(|value| value != "identity") {
        return Err(FetchError::Final(SourceError::Encoded(url.to_owned())));
    }
    let reader = answer.into_body().into_reader();
    read_at_most(reader, most)
        .map_err(FetchError::broken)?
        .ok_or_else(|| FetchError::Final(SourceError::TooLarge { place: url.to_owned(), most }))
}

/// Whether paths can be added to a URL: a scheme and a host, no user, no query, no fragment.
fn is_base(text: &str, uri: &Uri) -> bool {
    let has_user = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    origin(uri).is_some() && !has_user && !text.contains(['?', '#'])
}

/// Scheme and host with port.
fn origin(uri: &Uri) -> Option<(&str, &str)> {
    Some((uri.scheme_str()?, uri.authority()?.as_str()))
}
