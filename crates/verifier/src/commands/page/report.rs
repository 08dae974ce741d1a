//! What the command says of a page.

use std::path::Path;

use serde::Serialize;

use super::super::arguments::Page as Arguments;
use super::super::stop::{no, note, yes};
use super::super::verify::put;
use super::{Page, print};
use crate::log::Hash;
use crate::page::{Findings, Refusal, UnreadError};
use crate::report::Verdict;
use crate::report::format::{counted, grouped};
use crate::report::terminal::labelled;
use crate::source::Source as _;

/// Refusals that are named on the terminal.
const MAX_SHOWN: usize = 20;
/// The version of the JSON report's form.
const REPORT_VERSION: u32 = 1;

/// What to do about a page that does not hold.
const DONT_VOTE: &str = "Don't vote with this page: it may run or show what the election does not \
    vouch for. Tell the officials and observers, and keep what the server sent.";

/// What no program can see.
const CAVEAT: &str = "This is what the server sent to this program. That it sends the same to \
    everybody, today and tomorrow, and does not know who checks, no program can see. Who wants to \
    be safe from that challenges their device before casting, or votes with a program that is no \
    page.";

/// What to compare when no election_id was given.
const COMPARE: &str = "Compare this election with the one in the letter to residents, or in what \
    officials have published elsewhere: who serves a false page can serve a false board with it. \
    --election-id compares it.";

/// The report of a page. Its serialisation is the JSON report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Report {
    /// The version of this form, 1.
    version: u32,
    /// `isoloir-verify` and its version.
    program: &'static str,
    page: String,
    board: String,
    title: String,
    /// Hexadecimal.
    election_id: String,
    /// Whether it was compared with one that was given.
    election_id_compared: bool,
    /// Whether it is the one that was given.
    #[serde(skip)]
    is_expected: bool,
    /// What the election vouches for, hexadecimal; none if it vouches for no page.
    page_digest: Option<String>,
    verdict: Verdict,
    files: u64,
    documents: u64,
    pub(super) refusals: Vec<Refusal>,
    /// Why not all could be read; then the verdict is to reject.
    unread: Option<String>,
}

impl Report {
    pub(super) fn of(
        page: &Page,
        expected: Option<Hash>,
        findings: Findings,
        unread: &Option<UnreadError>,
    ) -> Self {
        let holds = findings.refusals.is_empty() && unread.is_none();
        let definition = page.board.definition();
        Self {
            version: REPORT_VERSION,
            program: concat!("isoloir-verify ", env!("CARGO_PKG_VERSION")),
            page: page.root.url().to_string(),
            board: page.board.location().to_owned(),
            title: definition.title.clone(),
            election_id: hex::encode(definition.election_id),
            election_id_compared: expected.is_some(),
            is_expected: expected == Some(definition.election_id),
            page_digest: definition.page.map(hex::encode),
            verdict: if holds { Verdict::Accept } else { Verdict::Reject },
            files: findings.files,
            documents: findings.documents,
            refusals: findings.refusals,
            unread: unread.as_ref().map(|error| error.to_string()),
        }
    }

    pub(super) fn holds(&self) -> bool {
        self.verdict == Verdict::Accept
    }

    /// Writes the report in the forms that were asked for.
    pub(super) fn write(&self, arguments: &Arguments) -> anyhow::Result<()> {
        if let Some(file) = &arguments.json {
            let mut json = serde_json::to_string_pretty(self)?;
            json.push('\n');
            put(file, &json)?;
        }
        let json_alone = arguments.json.as_deref() == Some(Path::new("-"));
        if json_alone || (arguments.quiet && self.refusals.is_empty()) {
            return Ok(());
        }
        print(&self.in_words(arguments.quiet))
    }

    fn in_words(&self, only_failures: bool) -> String {
        let mut text = String::new();
        if !only_failures {
            text.push_str(&self.compared());
        }
        for refusal in self.refusals.iter().take(MAX_SHOWN) {
            text.push_str(&no(&refusal.in_words()));
        }
        if let Some(more @ 1..) = self.refusals.len().checked_sub(MAX_SHOWN) {
            text.push_str(&no(&format!("And {} more like these.", grouped(more as u64))));
        }
        if !self.refusals.is_empty() {
            text.push_str(&note(DONT_VOTE));
        }
        if let Some(why) = &self.unread {
            text.push_str(&note(&format!("Not all of the page could be read: {why}.")));
        }
        if self.holds() {
            text.push_str(&yes(
                "The page holds: it runs no other files than those that the election vouches for.",
            ));
        }
        if !only_failures {
            text.push_str(&self.caveats());
        }
        text
    }

    /// What was compared and how much was checked.
    fn compared(&self) -> String {
        let mut text = "The voting page\n".to_owned();
        labelled(&mut text, "page", &self.page);
        labelled(&mut text, "board", &self.board);
        labelled(&mut text, "title", &self.title);
        labelled(&mut text, "election", &self.election_id);
        labelled(&mut text, "page digest", self.page_digest.as_deref().unwrap_or("none"));
        let (files, documents) =
            (counted(self.files, "files"), counted(self.documents, "documents"));
        labelled(&mut text, "checked", &format!("{files} and {documents}"));
        text.push('\n');
        if self.is_expected {
            text.push_str(&yes("This is the election that was expected."));
        }
        text
    }

    fn caveats(&self) -> String {
        let mut text = "\n".to_owned();
        if !self.election_id_compared {
            text.push_str(&note(COMPARE));
        }
        text.push_str(&note(CAVEAT));
        text
    }
}
