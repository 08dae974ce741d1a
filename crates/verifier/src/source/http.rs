//! The files of a log below a URL (`spec/board.md`, section 9: a server of static files).

use ureq::http::Uri;
use ureq::http::header::LOCATION;

use super::client::{Answer, Client, Patience};
use super::{Source, SourceError};

/// Redirects that are followed for one file.
const MAX_REDIRECTS: usize = 3;

/// A source that is a server of static files.
pub(super) struct Http {
    /// The URL as it was given, without slashes at the end.
    base: String,
    uri: Uri,
    client: Client,
}

impl Http {
    pub(super) fn open(location: &str) -> Result<Self, SourceError> {
        Self::with_patience(location, Patience::USUAL)
    }

    pub(super) fn with_patience(location: &str, patience: Patience) -> Result<Self, SourceError> {
        let base = location.trim_end_matches('/');
        let uri = base.parse::<Uri>().ok().filter(|uri| is_base(base, uri));
        let uri = uri.ok_or_else(|| SourceError::Url(location.to_owned()))?;
        Ok(Self { base: base.to_owned(), uri, client: Client::new(patience) })
    }

    /// Where a redirect leads, if it stays with the same scheme and host.
    fn redirected(&self, answer: &Answer, url: &str) -> Result<String, SourceError> {
        let location = answer.headers.get(LOCATION).and_then(|value| value.to_str().ok());
        let to = location.unwrap_or_default();
        let refused =
            || SourceError::Redirect { url: url.to_owned(), to: to.escape_debug().to_string() };
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
        let mut address = url.clone();
        for _ in 0..=MAX_REDIRECTS {
            let answer = self.client.get(&address, most)?;
            match answer.status {
                200 => return Ok(Some(answer.body)),
                // Stores of files that do not tell what they hold answer 403.
                403 | 404 | 410 => return Ok(None),
                301 | 302 | 303 | 307 | 308 => address = self.redirected(&answer, &url)?,
                status => return Err(SourceError::Status { url, status }),
            }
        }
        Err(SourceError::Redirect { url, to: address })
    }

    /// A server of static files does not say what it has.
    fn list(&self) -> Result<Option<Vec<String>>, SourceError> {
        Ok(None)
    }

    fn location(&self) -> &str {
        &self.base
    }
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
