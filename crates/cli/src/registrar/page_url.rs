//! The address of the voting page, as letters carry it.

use anyhow::{Context, Result, ensure};
use isoloir_election::code::VotingCode;
use zeroize::Zeroizing;

/// The longest address, in bytes: with a code it fits a QR code that a telephone reads from paper.
const MAX_BYTES: usize = 150;

/// The address of the voting page. Codes go behind its `#`: what stands there never leaves the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageUrl(String);

impl PageUrl {
    /// Takes `https://...` without a fragment; `http://` for rehearsals on this machine alone, since who
    /// changes a page on its way reads the codes that are typed into it.
    ///
    /// # Errors
    /// Says what is wrong with the address.
    pub(crate) fn parse(url: &str) -> Result<Self> {
        ensure!(
            url.len() <= MAX_BYTES,
            "the address of the voting page has {} characters: take one of at most {MAX_BYTES}",
            url.len()
        );
        ensure!(
            url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&byte)),
            "{url:?} has characters that no address has: write it as the browser shows it when copied"
        );
        ensure!(
            !url.contains('#'),
            "{url}: the code goes behind the #: give the address without it"
        );
        let rest = match url.strip_prefix("https://") {
            Some(rest) => rest,
            None => url
                .strip_prefix("http://")
                .filter(|rest| ["localhost", "127.0.0.1", "[::1]"].contains(&host(rest)))
                .with_context(|| format!("{url}: the voting page must begin with https://"))?,
        };
        ensure!(!host(rest).is_empty(), "{url}: there is no name of a server in it");
        ensure!(!rest.contains('@'), "{url}: an address with @ misleads people: leave it out");
        Ok(Self(url.to_owned()))
    }

    /// The address for people.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The address that brings the code along, as secret as the code.
    pub(crate) fn with_code(&self, code: &VotingCode) -> Zeroizing<String> {
        let code = code.reveal();
        let mut link = Zeroizing::new(String::with_capacity(self.0.len() + 1 + code.len()));
        link.push_str(&self.0);
        link.push('#');
        link.push_str(&code);
        link
    }
}

/// The server of an address without its scheme.
fn host(rest: &str) -> &str {
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let authority = rest.get(..end).unwrap_or_default();
    let port = authority.rfind(':').filter(|&colon| {
        authority.get(colon + 1..).is_some_and(|port| port.bytes().all(|it| it.is_ascii_digit()))
    });
    port.and_then(|colon| authority.get(..colon)).unwrap_or(authority)
}

#[cfg(test)]
mod tests;
