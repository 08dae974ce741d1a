//! `isoloir-verify page`: whether a server sends the voting page that the election vouches for
//! (`spec/election.md`, section 15).

mod report;

use super::arguments::{Expected, Page as Arguments};
use super::expected::check_election;
use super::stop::{Stop, ended};
use super::{Ended, print};
use crate::engine::board::Board;
use crate::log::Hash;
use crate::page::address::{Root, other_origin};
use crate::page::documents::{self, Rules};
use crate::page::{Deadline, Findings, UnreadError, files, headers};
use crate::report::progress::Progress;
use crate::source::{self, Source as _, SourceError};
use report::Report;

/// What it means that a definition has no digest.
const NO_DIGEST: &str = "This election vouches for no voting page: its definition has no digest of \
    one, so nothing says what a page may run in a voter's browser.";

/// Checks the page.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    ended(check(arguments))
}

fn check(arguments: &Arguments) -> Result<Ended, Stop> {
    let page = Page::open(arguments)?;
    let mut findings = Findings::default();
    let unread = match page.vouched(arguments.election_id) {
        Ok(digest) => {
            let progress = if arguments.quiet { Progress::hidden() } else { Progress::stderr() };
            page.read(&digest, &progress, &mut findings).err()
        }
        Err(Stop::Fails(what)) => {
            findings.refuse(page.board.location(), None, what);
            None
        }
        Err(stop) => return Err(stop),
    };
    let report = Report::of(&page, arguments.election_id, findings, &unread);
    report.write(arguments)?;
    match unread {
        None if report.holds() => Ok(Ended::Holds),
        Some(error) if report.refusals.is_empty() => Err(Stop::Unreadable(error.into())),
        // What was refused stays so, whatever could not be read besides.
        _ => Ok(Ended::Fails),
    }
}

/// A page and the board of its election.
struct Page {
    root: Root,
    board: Board,
    /// The value of the header `Content-Security-Policy` of its documents.
    policy: String,
}

impl Page {
    fn open(arguments: &Arguments) -> Result<Self, Stop> {
        let root = address(&arguments.page)?;
        let board = match &arguments.board {
            Some(board) => address(board)?,
            None => root.clone(),
        };
        let policy = headers::policy(other_origin(&root, &board).as_deref());
        let board = Board::open(source::open(board.url().as_str())?)?;
        Ok(Self { root, board, policy })
    }

    /// What the election vouches for, if it is the one that was expected.
    fn vouched(&self, election_id: Option<Hash>) -> Result<Hash, Stop> {
        let definition = self.board.definition();
        check_election(definition, &Expected { election_id, fingerprint: None })?;
        definition.page.ok_or_else(|| Stop::fails(NO_DIGEST))
    }

    /// Reads manifest, files and documents.
    fn read(
        &self,
        digest: &Hash,
        progress: &Progress,
        findings: &mut Findings,
    ) -> Result<(), UnreadError> {
        let deadline = Deadline::begin();
        let server = source::open(self.root.url().as_str())?;
        let Some(manifest) = files::read_manifest(&*server, digest, findings)? else {
            return Ok(());
        };
        files::check_files(&*server, &manifest, progress, deadline, findings)?;
        let rules = Rules { root: &self.root, manifest: &manifest, policy: &self.policy };
        documents::check(&rules, progress, deadline, findings)
    }
}

fn address(location: &str) -> Result<Root, SourceError> {
    Root::parse(location).ok_or_else(|| SourceError::Url(location.to_owned()))
}
