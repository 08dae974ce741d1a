//! What a document of a voting page is sent with (`spec/election.md`, section 15).

use thiserror::Error;
use ureq::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, LINK, REFRESH};

use super::cut;

const DOCUMENT_TYPE: &str = "text/html; charset=utf-8";

/// Why a document is not one by what it was sent with.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HeaderError {
    /// Another content type, none, or several.
    #[error("it is sent as {0}, and not once as \"{DOCUMENT_TYPE}\"")]
    Type(String),
    /// No policy.
    #[error(
        "it is sent without a header Content-Security-Policy, so nothing keeps a script that was \
         slipped in from running"
    )]
    NoPolicy,
    /// More than one policy.
    #[error("it is sent with {0} headers Content-Security-Policy, where exactly one is allowed")]
    Policies(usize),
    /// Another policy.
    #[error(
        "its header Content-Security-Policy is \"{found}\", where the specification has \
         \"{expected}\""
    )]
    Policy {
        /// What it is.
        found: String,
        /// What it must be.
        expected: String,
    },
    /// A header that does what no element of a document may.
    #[error("it is sent with a header {0}, which does what no element of a document may do")]
    Acts(&'static str),
}

/// The one value of the header `Content-Security-Policy`, for a board that is served at another
/// origin than the page, or at the same.
pub fn policy(other_origin: Option<&str>) -> String {
    let other = other_origin.map(|origin| format!(" {origin}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' \
         blob:; manifest-src 'self'; connect-src 'self'{other}; worker-src 'self' blob:; base-uri \
         'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// Checks the headers of a document.
pub(super) fn check(headers: &HeaderMap, policy: &str) -> Result<(), HeaderError> {
    let types = values(headers, CONTENT_TYPE.as_str());
    if types != [DOCUMENT_TYPE] {
        let types: Vec<_> = types.iter().map(|value| format!("\"{}\"", cut(value, 80))).collect();
        let types =
            if types.is_empty() { "nothing".to_owned() } else { cut(&types.join(" and "), 200) };
        return Err(HeaderError::Type(types));
    }
    match values(headers, CONTENT_SECURITY_POLICY.as_str()).as_slice() {
        [] => return Err(HeaderError::NoPolicy),
        [found] if found == policy => (),
        [found] => {
            let (found, expected) = (cut(found, 600), policy.to_owned());
            return Err(HeaderError::Policy { found, expected });
        }
        several => return Err(HeaderError::Policies(several.len())),
    }
    // What `meta http-equiv` and `link` could do if they were elements.
    if headers.contains_key(REFRESH) {
        return Err(HeaderError::Acts("Refresh"));
    }
    if headers.contains_key(LINK) {
        return Err(HeaderError::Acts("Link"));
    }
    Ok(())
}

/// All values of a header, with what is not ASCII replaced.
fn values(headers: &HeaderMap, name: &str) -> Vec<String> {
    let values = headers.get_all(name).iter();
    values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect()
}
