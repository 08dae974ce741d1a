use std::path::Path;

use isoloir_election::definition::disturbs_a_line;

/// The most problems and warnings that are kept, each: people mend the first ones first.
const MAX_FINDINGS: usize = 200;

/// The file of the election as a whole and of its districts.
pub(crate) const ELECTION: &str = "election.toml";

/// The table of projects.
pub(crate) const PROJECTS: &str = "projects.csv";

/// Something to say about a line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// [`ELECTION`] or [`PROJECTS`].
    pub(crate) file: &'static str,
    /// From 1.
    pub(crate) line: usize,
    /// What it is, and what to do.
    pub(crate) text: String,
}

impl Finding {
    /// `FILE:LINE: text`, with the file as it is found from here.
    pub(crate) fn told(&self, folder: &Path) -> String {
        // What is repeated from the files can't rearrange the terminal.
        let text = self.text.replace(disturbs_a_line, "\u{fffd}");
        format!("{}:{}: {text}", folder.join(self.file).display(), self.line)
    }
}

/// All that was found in one reading of the files.
#[derive(Default)]
pub(crate) struct Findings {
    /// What must be mended.
    pub(crate) problems: Vec<Finding>,
    /// Which keys have not come yet.
    pub(crate) missing: Vec<Finding>,
    /// What is allowed, and worth a thought.
    pub(crate) advice: Vec<Finding>,
    /// How many problems there are beyond those that are kept.
    pub(crate) unsaid: usize,
}

impl Findings {
    /// A problem in `election.toml`.
    pub(super) fn problem(&mut self, line: usize, text: impl Into<String>) {
        self.problem_in(ELECTION, line, text);
    }

    pub(super) fn problem_in(&mut self, file: &'static str, line: usize, text: impl Into<String>) {
        if self.problems.len() < MAX_FINDINGS {
            self.problems.push(Finding { file, line, text: text.into() });
        } else {
            self.unsaid += 1;
        }
    }

    /// A key that has not come yet.
    pub(super) fn missing(&mut self, line: usize, text: impl Into<String>) {
        if self.missing.len() < MAX_FINDINGS {
            self.missing.push(Finding { file: ELECTION, line, text: text.into() });
        } else {
            self.unsaid += 1;
        }
    }

    pub(super) fn advise(&mut self, line: usize, text: impl Into<String>) {
        if self.advice.len() < MAX_FINDINGS {
            self.advice.push(Finding { file: ELECTION, line, text: text.into() });
        }
    }

    /// How many problems there are; if it did not grow, what was read meanwhile is sound.
    pub(super) fn count(&self) -> usize {
        self.problems.len() + self.unsaid
    }

    /// Brings what was found into the order of the lines, and says nothing twice.
    pub(super) fn sort(&mut self) {
        for found in [&mut self.problems, &mut self.missing, &mut self.advice] {
            found.sort_by_key(|finding| (finding.file, finding.line));
            found.dedup();
        }
    }
}

/// A value with the line on which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) line: usize,
}

/// Texts in a list, each with its line.
pub(crate) type List = Located<Vec<Located<String>>>;

/// Where the lines of a text begin.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        Self(breaks.map(|(at, _)| at + 1).collect())
    }

    /// The line of a byte, from 1.
    pub(super) fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|&start| start <= offset) + 1
    }
}
