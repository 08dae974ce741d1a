//! Addresses as browsers understand them (WHATWG URL), and where they lead.

use thiserror::Error;
use url::{ParseError, Url};

/// Bytes of an address in a document, at most.
pub const MAX_ADDRESS_BYTES: usize = 8_192;

/// The folder of the page's files, below the root.
const FILES: &str = "page/";

/// The address below which a voting page lies. It ends with a slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root(Url);

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// To a document of the page.
    Document(Url),
    /// To the same server, and to no document of the page.
    NoDocument,
    /// To another server.
    Elsewhere,
}

/// Why an address may not stand where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AddressError {
    /// Longer than any that a page needs.
    #[error("it is longer than {MAX_ADDRESS_BYTES} bytes")]
    TooLong,
    /// White space, a control character or a backslash, which browsers drop or read as another.
    #[error(
        "it holds white space, a control character or a backslash, with which browsers make \
         another address of it"
    )]
    Characters,
    /// It names another host by two slashes.
    #[error("it begins with two slashes, and so names another host")]
    Host,
    /// It has a scheme.
    #[error("it has a scheme, such as \"javascript:\" or \"data:\"")]
    Scheme,
    /// It is none.
    #[error("no browser can read it")]
    Unreadable,
}

impl Root {
    /// Reads the address of a page: `http://` or `https://` with a host, and without user, query
    /// and fragment.
    pub fn parse(location: &str) -> Option<Self> {
        let mut url = web(location)?;
        let plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        let path = format!("{}/", url.path().trim_end_matches('/'));
        url.set_path(&path);
        plain.then_some(Self(url))
    }

    /// The root itself.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// Its path, with which the path of everything that belongs to the page begins.
    pub fn path(&self) -> &str {
        self.0.path()
    }

    /// Whether this is the address of the file of this name.
    pub fn is_file(&self, address: &Url, name: &str) -> bool {
        address.as_str().strip_prefix(self.0.as_str()).and_then(|rest| rest.strip_prefix(FILES))
            == Some(name)
    }

    /// Where an address leads, whatever follows its `#`.
    pub fn place(&self, mut address: Url) -> Place {
        if address.origin() != self.0.origin() {
            return Place::Elsewhere;
        }
        address.set_fragment(None);
        // Whom a browser logs in as does not make it another place. An address with a host takes
        // both changes.
        let _ = address.set_username("").and_then(|()| address.set_password(None));
        let below = address.path().strip_prefix(self.path());
        if below.is_some_and(|below| is_language(below.split('/').next().unwrap_or_default())) {
            Place::Document(address)
        } else {
            Place::NoDocument
        }
    }
}

/// Two lower-case letters, or two, `-` and two to eight letters or digits.
fn is_language(segment: &str) -> bool {
    let (language, rest) = segment.split_once('-').map_or((segment, None), |(a, b)| (a, Some(b)));
    let is_rest = |rest: &str| {
        (2..=8).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    language.len() == 2
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && rest.is_none_or(is_rest)
}

/// An address that begins with `https://` or `http://`.
fn web(text: &str) -> Option<Url> {
    is_web(text).then(|| Url::parse(text).ok()).flatten().filter(Url::has_host)
}

fn is_web(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// The origin of a board that is served elsewhere than the page: scheme, host and port.
pub fn other_origin(page: &Root, board: &Root) -> Option<String> {
    let origin = board.0.origin();
    (origin != page.0.origin()).then(|| origin.ascii_serialization())
}

/// The address that a reference of any kind means in a document.
pub fn any(document: &Url, reference: &str) -> Result<Url, AddressError> {
    check_characters(reference)?;
    let address = document.join(reference).map_err(|_| AddressError::Unreadable)?;
    // Addresses must not grow from document to document.
    let fits = address.as_str().len() <= MAX_ADDRESS_BYTES;
    if fits { Ok(address) } else { Err(AddressError::TooLong) }
}

/// The address that a reference without scheme and host means in a document.
pub fn relative(document: &Url, reference: &str) -> Result<Url, AddressError> {
    check_characters(reference)?;
    if reference.starts_with("//") {
        return Err(AddressError::Host);
    }
    match Url::parse(reference) {
        Err(ParseError::RelativeUrlWithoutBase) => any(document, reference),
        _ => Err(AddressError::Scheme),
    }
}

/// The address that the `href` of an `a` means: relative, or on the web.
pub fn link(document: &Url, reference: &str) -> Result<Url, AddressError> {
    if is_web(reference) { any(document, reference) } else { relative(document, reference) }
}

fn check_characters(reference: &str) -> Result<(), AddressError> {
    if reference.len() > MAX_ADDRESS_BYTES {
        return Err(AddressError::TooLong);
    }
    let changes = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    if reference.contains(changes) { Err(AddressError::Characters) } else { Ok(()) }
}
