//! The documents of a page, read from a server as their links lead (`spec/election.md`, section
//! 15).

use std::collections::{BTreeSet, VecDeque};

use ureq::http::header::LOCATION;
use url::Url;

use super::address::{self, Place, Root};
use super::headers;
use super::html::{self, Document, Links};
use super::manifest::Manifest;
use super::{Deadline, Findings, UnreadError, cut};
use crate::report::progress::Progress;
use crate::source::SourceError;
use crate::source::client::{Answer, Client, Patience};

/// Documents that are read, at most.
pub const MAX_DOCUMENTS: usize = 4_096;
/// Bytes of a document, at most.
pub const MAX_DOCUMENT_BYTES: usize = 4 << 20;
/// Redirects from one document to the next, at most.
const MAX_REDIRECTS: usize = 3;

/// What documents are checked by.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Where the page is.
    pub root: &'a Root,
    /// Its files.
    pub manifest: &'a Manifest,
    /// The value of the header `Content-Security-Policy`.
    pub policy: &'a str,
}

/// Reads what the root leads to and all to which documents lead, and checks each.
pub fn check(
    rules: &Rules<'_>,
    progress: &Progress,
    deadline: Deadline,
    findings: &mut Findings,
) -> Result<(), UnreadError> {
    let task = progress.task("Checking documents", None);
    let client = Client::new(Patience::USUAL);
    let mut crawl =
        Crawl { rules, client, findings, seen: BTreeSet::new(), queue: VecDeque::new() };
    let Some(first) = crawl.enter()? else { return Ok(()) };
    let mut next = Some(first);
    while let Some(address) = next {
        deadline.check()?;
        if crawl.visit(&address)?.is_err() {
            crawl.refuse_more();
            break;
        }
        task.advance(1);
        next = crawl.queue.pop_front();
    }
    Ok(())
}

/// Documents that were met.
struct Crawl<'a> {
    rules: &'a Rules<'a>,
    client: Client,
    findings: &'a mut Findings,
    seen: BTreeSet<Url>,
    /// Those that were not read yet.
    queue: VecDeque<Url>,
}

/// There are more documents than a page can have.
struct Endless;

impl Crawl<'_> {
    /// The document to which the root redirects.
    fn enter(&mut self) -> Result<Option<Url>, UnreadError> {
        let root = self.rules.root.url().clone();
        let Some(answer) = self.get(&root)? else { return Ok(None) };
        if is_redirect(answer.status) {
            let first = self.redirected(&root, &answer);
            self.seen.extend(first.clone());
            return Ok(first);
        }
        let status = answer.status;
        self.refuse(
            &root,
            format!(
                "the server answers {status}, where the root of a page redirects to a document"
            ),
        );
        Ok(None)
    }

    /// Reads a document, or the one to which it redirects, and checks it.
    fn visit(&mut self, address: &Url) -> Result<Result<(), Endless>, UnreadError> {
        let Some((at, answer)) = self.arrive(address)? else { return Ok(Ok(())) };
        if at != *address {
            match self.is_new(&at) {
                Ok(true) => (),
                Ok(false) => return Ok(Ok(())),
                Err(endless) => return Ok(Err(endless)),
            }
        }
        Ok(self.document(&at, &answer))
    }

    /// Where a browser arrives that goes to this address, and what it is sent there.
    fn arrive(&mut self, address: &Url) -> Result<Option<(Url, Answer)>, UnreadError> {
        let mut at = address.clone();
        for _ in 0..=MAX_REDIRECTS {
            let Some(answer) = self.get(&at)? else { return Ok(None) };
            if !is_redirect(answer.status) {
                return Ok(Some((at, answer)));
            }
            let Some(to) = self.redirected(&at, &answer) else { return Ok(None) };
            at = to;
        }
        self.refuse(address, format!("more than {MAX_REDIRECTS} redirects follow each other here"));
        Ok(None)
    }

    /// The answer to a request for a document; None if it is none that a document can have.
    fn get(&mut self, address: &Url) -> Result<Option<Answer>, UnreadError> {
        match self.client.get(address.as_str(), MAX_DOCUMENT_BYTES) {
            Ok(answer) => Ok(Some(answer)),
            Err(SourceError::TooLarge { most, .. }) => {
                self.refuse(
                    address,
                    format!("it has more than {most} bytes, the most that a document has"),
                );
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// To which document an address redirects; None if to none.
    fn redirected(&mut self, from: &Url, answer: &Answer) -> Option<Url> {
        let mut locations = answer.headers.get_all(LOCATION).iter();
        // What browsers make of no place or of two is their own.
        let (Some(location), None) = (locations.next(), locations.next()) else {
            self.refuse(from, "the server redirects without exactly one header Location");
            return None;
        };
        let location = String::from_utf8_lossy(location.as_bytes());
        let to = address::any(from, &location).ok().map(|to| self.rules.root.place(to));
        if let Some(Place::Document(to)) = to {
            return Some(to);
        }
        let to = cut(&location, 200);
        let what = format!("the server redirects to \"{to}\", which is no document of the page");
        self.refuse(from, what);
        None
    }

    /// Checks a document and notes where it leads.
    fn document(&mut self, address: &Url, answer: &Answer) -> Result<(), Endless> {
        self.findings.documents += 1;
        if answer.status != 200 {
            let status = answer.status;
            self.refuse(
                address,
                format!("the server answers {status}, where a document was expected"),
            );
            return Ok(());
        }
        if let Err(error) = headers::check(&answer.headers, self.rules.policy) {
            self.refuse(address, error);
        }
        let Rules { root, manifest, .. } = *self.rules;
        match html::check(&Document { address, root, manifest }, &answer.body) {
            Ok(links) => self.lead(links),
            Err(fault) => {
                self.findings.refuse(address.as_str(), Some(fault.line), fault.rule);
                Ok(())
            }
        }
    }

    /// Notes where a document leads.
    fn lead(&mut self, links: Links) -> Result<(), Endless> {
        for document in links {
            if self.is_new(&document)? {
                self.queue.push_back(document);
            }
        }
        Ok(())
    }

    /// Whether a document was not met before; from now on it was.
    fn is_new(&mut self, document: &Url) -> Result<bool, Endless> {
        if self.seen.contains(document) {
            return Ok(false);
        }
        if self.seen.len() >= MAX_DOCUMENTS {
            return Err(Endless);
        }
        Ok(self.seen.insert(document.clone()))
    }

    fn refuse(&mut self, address: &Url, what: impl ToString) {
        self.findings.refuse(address.as_str(), None, what);
    }

    fn refuse_more(&mut self) {
        let what = format!(
            "the documents lead to more than {MAX_DOCUMENTS} documents, the most that a page has; \
             the others were not read"
        );
        self.findings.refuse(self.rules.root.url().as_str(), None, what);
    }
}

fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}
