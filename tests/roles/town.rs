//! The parties of an election, each with a folder of its own, and the board that they meet on.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::process::{Finished, Running, isoloir};

/// While the definition is made and the keys are.
pub(crate) const BEFORE: &str = "2027-02-01T12:00:00+01:00";
/// While the vote is open.
pub(crate) const DURING: &str = "2027-03-02T12:00:00+01:00";
/// After the close, while complaints are heard.
pub(crate) const COMPLAINTS: &str = "2027-03-08T18:00:00+01:00";
/// After that.
pub(crate) const AFTER: &str = "2027-03-12T12:00:00+01:00";

/// What is fixed before anybody has a key.
#[derive(Clone)]
pub(crate) struct Plan {
    pub(crate) trustees: usize,
    pub(crate) threshold: usize,
    pub(crate) registrars: usize,
    /// The tables of the districts, as in `election.toml`.
    pub(crate) districts: String,
    /// The table of the projects.
    pub(crate) projects: String,
}

impl Plan {
    /// One small district, and so many trustees.
    pub(crate) fn small(trustees: usize, threshold: usize) -> Self {
        Self {
            trustees,
            threshold,
            registrars: 1,
            districts: "[[district]]\nname = \"Whole town\"\nbudget = 100\nrule = \"greedy\"\nties = \
                        \"listed\"\nfloor = 0\n[[district.limit]]\nmeasure = \"cost\"\nat_most = 100\n"
                .into(),
            projects: "id,name,cost,district\nA,Trees,60,Whole town\nB,Benches,40,Whole town\n\
                       C,Books,30,Whole town\n"
                .into(),
        }
    }
}

/// A town: its parties and its board.
pub(crate) struct Town {
    root: TempDir,
    pub(crate) plan: Plan,
}

impl Town {
    /// Every party makes its key file, the board is made, and the definition is written.
    pub(crate) fn new(plan: Plan) -> Self {
        let town = Self { root: tempfile::tempdir().unwrap(), plan };
        town.make_parties();
        town
    }

    /// A small town of three trustees, two of whom decrypt, with its definition on the board. Made once, and copied.
    pub(crate) fn published() -> Self {
        static TEMPLATE: OnceLock<Town> = OnceLock::new();
        let template = TEMPLATE.get_or_init(|| {
            let town = Self::new(Plan::small(3, 2));
            town.publish();
            town
        });
        template.copy()
    }

    fn make_parties(&self) {
        let mut tables = String::new();
        let mut init = |role: &str, who: &str, name: &str| {
            self.folder(who);
            let done = self.good(who, BEFORE, &[role, "init", "--name", name, "--key", "key"]);
            let at = done.stdout.find("[[").unwrap();
            writeln!(tables, "{}", &done.stdout[at..]).unwrap();
        };
        init("official", "clerk", "Clerk");
        init("official", "mayor", "Mayor");
        for number in 1..=self.plan.registrars {
            init("registrar", &format!("registrar{number}"), &format!("Registrar {number}"));
        }
        for number in 1..=self.plan.trustees {
            init("trustee", &trustee(number), &format!("Trustee {number}"));
        }
        self.folder("server");
        let board = ["board", "init", "board", "--origin", "vote.example.org/2027"];
        let board = self.good("server", BEFORE, &board).stdout;
        let board = &board[board.find("[board]").unwrap()..];
        let election = format!(
            "title = \"Participatory budget 2027\"\ncurrency = \"EUR\"\ndecimals = 0\n[dates]\n\
             opens = 2027-03-01T08:00:00+01:00\ncloses = 2027-03-08T12:00:00+01:00\n\
             complaints_until = 2027-03-11T12:00:00+01:00\n{board}\n[trustees]\nthreshold = {}\n\
             {tables}\n{}",
            self.plan.threshold, self.plan.districts
        );
        let folder = self.folder("clerk").join("election");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("election.toml"), election).unwrap();
        fs::write(folder.join("projects.csv"), &self.plan.projects).unwrap();
    }

    /// The same town once more, with everything as it stands now.
    pub(crate) fn copy(&self) -> Self {
        let root = tempfile::tempdir().unwrap();
        copy(self.root.path(), root.path());
        Self { root, plan: self.plan.clone() }
    }

    /// The files of the board, without its key: what is put on a stick.
    pub(crate) fn copy_board(&self, to: &Path) {
        self.good("server", BEFORE, &["board", "copy", "board", "--out", to.to_str().unwrap()]);
    }

    /// Writes a file in the folder of a party.
    pub(crate) fn write(&self, who: &str, file: &str, text: &str) {
        fs::write(self.folder(who).join(file), text).unwrap();
    }

    /// The folder of a party.
    pub(crate) fn folder(&self, who: &str) -> PathBuf {
        let folder = self.root.path().join(who);
        if !folder.exists() {
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("passphrase"), format!("the passphrase of {who}\n")).unwrap();
        }
        folder
    }

    /// Where the board is kept.
    pub(crate) fn board(&self) -> PathBuf {
        self.root.path().join("server/board")
    }

    /// Runs a command in a party's folder, at a time. `KEY` stands for the party's file with its passphrase,
    /// `BOARD` for the board's folder.
    pub(crate) fn run(&self, who: &str, now: &str, arguments: &[&str]) -> Finished {
        self.start(who, now, arguments).wait()
    }

    pub(crate) fn start(&self, who: &str, now: &str, arguments: &[&str]) -> Running {
        let mut command = isoloir();
        command.current_dir(self.folder(who)).env("ISOLOIR_NOW", now);
        for &argument in arguments {
            match argument {
                "KEY" => command.args(["--key", "key", "--passphrase-file", "passphrase"]),
                "BOARD" => command.arg("--board").arg(self.board()),
                "init" if arguments[0] != "board" => {
                    command.args(["init", "--passphrase-file", "passphrase"])
                }
                other => command.arg(other),
            };
        }
        Running::start(command)
    }

    /// Runs a command that must succeed.
    pub(crate) fn good(&self, who: &str, now: &str, arguments: &[&str]) -> Finished {
        let done = self.run(who, now, arguments);
        assert_eq!(done.code, Some(0), "{who} {arguments:?}: {}{}", done.stdout, done.stderr);
        done
    }

    /// Runs a command that must be refused, with this exit code and these words.
    pub(crate) fn refused(
        &self,
        who: &str,
        now: &str,
        arguments: &[&str],
        code: i32,
        words: &str,
    ) -> Finished {
        let done = self.run(who, now, arguments);
        assert_eq!(done.code, Some(code), "{who} {arguments:?}: {}{}", done.stdout, done.stderr);
        assert!(done.stderr.contains(words), "{who} {arguments:?}: {}", done.stderr);
        done
    }

    /// The official puts the definition on the board.
    pub(crate) fn publish(&self) {
        self.good("clerk", BEFORE, &["publish", "election", "KEY", "BOARD"]);
    }

    /// Everybody does one step of the ceremony.
    pub(crate) fn all(&self, step: &str) {
        for number in 1..=self.plan.trustees {
            self.trustee(number, step);
        }
    }

    /// One trustee does a step that must succeed.
    pub(crate) fn trustee(&self, number: usize, step: &str) -> Finished {
        self.good(&trustee(number), BEFORE, &["trustee", step, "KEY", "BOARD"])
    }

    /// The ceremony from its beginning to its end.
    pub(crate) fn ceremony(&self) {
        self.all("commit");
        self.all("share");
        // The last one to open has dealt at once.
        for number in 1..self.plan.trustees {
            self.trustee(number, "share");
        }
        self.all("confirm");
    }

    /// What `isoloir status` says.
    pub(crate) fn status(&self) -> String {
        self.good("clerk", BEFORE, &["status", "BOARD"]).stdout
    }
}

/// The folder of a trustee, numbered from 1.
pub(crate) fn trustee(number: usize) -> String {
    format!("trustee{number}")
}

/// A copy of a folder and all that it holds.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let path = file.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
