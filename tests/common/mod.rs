//! What the tests of the program share: the program itself, elections to give it, and an auditor
//! of what it leaves.
#![allow(clippy::unwrap_used, clippy::panic)]
#![allow(dead_code, reason = "every test file uses a part of this")]

pub(crate) mod audit;
pub(crate) mod process;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use tempfile::TempDir;

use process::{Finished, Running};

/// The election of five projects and twelve ballots that the program comes with.
pub(crate) fn tiny() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/cli/demo/tiny.pb")
}

/// The text of an election: rows of META, PROJECTS (`project_id;cost;name`) and VOTES
/// (`voter_id;vote`). The first row of META is line 3 of the file.
pub(crate) fn pb(meta: &[&str], projects: &[&str], votes: &[&str]) -> String {
    let section = |title, header, rows: &[&str]| {
        [&[title, header], rows].concat().iter().map(|row| format!("{row}\n")).collect::<String>()
    };
    section("META", "key;value", meta)
        + &section("PROJECTS", "project_id;cost;name", projects)
        + &section("VOTES", "voter_id;vote", votes)
}

/// An approval election of three projects, with this many voters who choose by turns.
pub(crate) fn many_voters(voters: usize) -> String {
    let ballots = ["a", "b,a", "c", "a,b,c", "c,b"];
    let votes: Vec<String> =
        (0..voters).map(|voter| format!("{voter};{}", ballots[voter % ballots.len()])).collect();
    let votes: Vec<&str> = votes.iter().map(String::as_str).collect();
    let meta = ["budget;100", "vote_type;approval", "rule;greedy"];
    pb(&meta, &["a;60;Trees", "b;50;Benches", "c;30;Books"], &votes)
}

/// A folder of a test's own, with an election file and the place where its archive is to be.
pub(crate) struct Place {
    root: TempDir,
    pub(crate) file: PathBuf,
    pub(crate) out: PathBuf,
}

impl Place {
    /// With this election file.
    pub(crate) fn with(election: impl AsRef<[u8]>) -> Self {
        let place = Self::for_file(Path::new("election.pb"));
        fs::write(&place.file, election).unwrap();
        place
    }

    /// With a file that lies elsewhere. A path that is not absolute is taken to be in the folder.
    pub(crate) fn for_file(file: &Path) -> Self {
        let root = tempfile::tempdir().unwrap();
        let (file, out) = (root.path().join(file), root.path().join("board"));
        Self { root, file, out }
    }

    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    /// Where a simulation that is not finished keeps its secrets.
    pub(crate) fn state(&self) -> PathBuf {
        self.root().join("board.simulation")
    }

    /// Starts a simulation.
    pub(crate) fn start(&self, options: &[&str]) -> Running {
        Running::start(self.command(&self.out, options))
    }

    /// Starts a simulation in this working folder, with the archive to be in `out`.
    pub(crate) fn start_in(&self, working: &Path, out: &str, options: &[&str]) -> Running {
        let mut command = self.command(Path::new(out), options);
        command.current_dir(working);
        Running::start(command)
    }

    fn command(&self, out: &Path, options: &[&str]) -> Command {
        let mut command = process::isoloir();
        command.arg("simulate").arg(&self.file).arg("--out").arg(out).args(options);
        command
    }

    /// Runs a simulation to its end, with this as its standard output.
    pub(crate) fn simulate_to(&self, stdout: File, options: &[&str]) -> Finished {
        Running::start_to(stdout.into(), self.command(&self.out, options)).wait()
    }

    /// Runs a simulation to its end.
    pub(crate) fn simulate(&self, options: &[&str]) -> Finished {
        self.start(options).wait()
    }

    /// Runs a simulation that must succeed, and reads what it prints.
    pub(crate) fn report(&self, options: &[&str]) -> Report {
        let finished = self.simulate(&[options, &["--json"]].concat());
        assert_eq!(finished.code, Some(0), "{}", finished.stderr);
        assert!(!self.state().exists(), "the secrets are still there");
        serde_json::from_str(&finished.stdout).unwrap()
    }
}

/// What `--json` prints, and nothing else.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    pub(crate) district: String,
    pub(crate) rule: String,
    pub(crate) ballots: u64,
    pub(crate) rejected: usize,
    pub(crate) rejections: Vec<Rejection>,
    pub(crate) counts: BTreeMap<String, u64>,
    pub(crate) counts_equal: bool,
    pub(crate) winners: Vec<String>,
    pub(crate) bytes_per_ballot: Option<f64>,
    pub(crate) casts_per_second: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rejection {
    pub(crate) voter_id: String,
    pub(crate) reason: String,
}

impl Report {
    /// The counts in the order of the project ids.
    pub(crate) fn counts(&self) -> Vec<(&str, u64)> {
        self.counts.iter().map(|(id, count)| (id.as_str(), *count)).collect()
    }
}

/// All files below a folder and their bytes, by path.
pub(crate) fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    collect(folder, folder, &mut found);
    found
}

fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            collect(root, &path, found);
        } else {
            found.insert(path.strip_prefix(root).unwrap().into(), fs::read(&path).unwrap());
        }
    }
}
