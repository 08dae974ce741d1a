//! The people of an election, each with a folder of their own, who follow the guides.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::guide::{self, Block, Shown};
use crate::process::{Finished, Running, isoloir, isoloir_verify};
use crate::terminal::{Typed, converse};

/// The board's address in the guides.
const BOARD: &str = "https://vote.example.org/2027";

/// What the question for a voting code ends in.
const SECRET: &str = "(it is not shown):";

/// Where the guides let the server listen.
const LISTEN: &str = "http://127.0.0.1:8080";

/// Who follows a guide: the folder, and the name in the place of the one in the guide.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    pub(crate) folder: &'static str,
    pub(crate) guide: &'static str,
    /// As the guide has it, and as it is.
    pub(crate) name: [&'static str; 2],
}

/// An election that is held by its guides.
pub(crate) struct Stage {
    root: TempDir,
    blocks: Vec<Block>,
    /// The blocks that were run, by their place among all.
    ran: BTreeSet<usize>,
    /// What was not as the guides say.
    wrong: Vec<String>,
    now: &'static str,
    server: Option<(Running, String)>,
    /// What was published in the town's paper: `--fingerprint` and `--election-id`.
    published: BTreeMap<&'static str, String>,
    /// The tracking code that each person copied last.
    trackers: BTreeMap<&'static str, String>,
    /// The voting codes of each resident, in the order of the registrars.
    pub(crate) codes: BTreeMap<String, Vec<String>>,
}

impl Stage {
    pub(crate) fn new(now: &'static str) -> Self {
        Self {
            root: tempfile::tempdir().unwrap(),
            blocks: guide::blocks(),
            ran: BTreeSet::new(),
            wrong: Vec::new(),
            now,
            server: None,
            published: BTreeMap::new(),
            trackers: BTreeMap::new(),
            codes: BTreeMap::new(),
        }
    }

    /// A person's folder.
    pub(crate) fn folder(&self, who: Person) -> PathBuf {
        let folder = self.root.path().join(who.folder);
        if !folder.exists() {
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("passphrase"), format!("four words of {}\n", who.name[1]))
                .unwrap();
        }
        folder
    }

    /// A file goes from one person to another, on a stick.
    pub(crate) fn hand(&self, from: Person, file: &str, to: Person) {
        let target = self.folder(to).join(file);
        fs::copy(self.folder(from).join(file), target).unwrap_or_else(|_| panic!("no {file}"));
    }

    /// The same with a folder.
    pub(crate) fn hand_folder(&self, from: Person, folder: &str, to: Person) {
        copy(&self.folder(from).join(folder), &self.folder(to).join(folder));
    }

    /// The file of a ballot, with the tracking code on paper.
    pub(crate) fn hand_over(&mut self, from: Person, begins: &str, to: Person) {
        let tracker = self.trackers[from.folder].clone();
        let files = fs::read_dir(self.folder(from)).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let begins = format!("{begins}{}", &tracker[..8]);
        let mut names = names.filter(|name| name.starts_with(&begins));
        self.hand(from, &names.next().unwrap(), to);
        self.trackers.insert(to.folder, tracker);
    }

    /// The same clock for everybody; the server is started again for it.
    pub(crate) fn it_is(&mut self, now: &'static str, keeper: Person) {
        self.now = now;
        self.stop_server();
        self.follow(keeper, "2.2");
    }

    /// Ctrl-C.
    pub(crate) fn stop_server(&mut self) {
        if let Some((server, _)) = self.server.take() {
            server.signal("INT");
            assert_eq!(server.wait().code, Some(0));
        }
    }

    /// A person does a step of their guide: all of its blocks, or with `STEP.N` the Nth of them. Returns what was
    /// said.
    pub(crate) fn follow(&mut self, who: Person, step: &str) -> String {
        let numbered = step.split_once('.');
        let (heading, only) = match numbered.map(|(step, only)| (step, only.parse::<usize>())) {
            Some((step, Ok(only))) => (step, Some(only)),
            _ => (step, None),
        };
        let blocks = self.blocks.iter().enumerate();
        let of_step = blocks.filter(|(_, block)| block.guide == who.guide && block.step == heading);
        let places: Vec<usize> = of_step.map(|(place, _)| place).collect();
        let places = match only {
            Some(only) => places.get(only - 1).into_iter().copied().collect(),
            None => places,
        };
        assert!(!places.is_empty(), "{}.md has no block {step}", who.guide);
        let mut said = String::new();
        for place in places {
            self.ran.insert(place);
            let block = self.blocks[place].clone();
            for shown in &block.commands {
                said += &self.run(who, &block, shown);
            }
        }
        said
    }

    /// Every block of every guide was run.
    pub(crate) fn nothing_is_left(&self) {
        let blocks = self.blocks.iter().enumerate();
        let left: Vec<String> = blocks
            .filter(|(place, _)| !self.ran.contains(place))
            .map(|(_, block)| format!("{}.md:{}: step {}", block.guide, block.line, block.step))
            .collect();
        assert!(left.is_empty(), "nobody has run:\n{}", left.join("\n"));
    }

    /// All was as the guides say.
    pub(crate) fn nothing_is_wrong(&self) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n\n"));
    }

    fn run(&mut self, who: Person, block: &Block, shown: &Shown) -> String {
        let shown = self.as_it_is(who, shown);
        let finished = self.execute(who, &shown);
        let place = format!(
            "docs/guide/{}.md:{}: step {}, by {}, in {}\n$ {}",
            block.guide,
            block.line,
            block.step,
            who.folder,
            self.folder(who).display(),
            shown.command
        );
        let said = format!("{}{}", finished.stdout, finished.stderr);
        let missing = guide::missing(&shown.lines, [&finished.stdout, &finished.stderr]);
        if let Some(missing) = missing {
            self.wrong.push(format!("{place}\ndoes not say {missing:?}:\n{said}"));
        }
        if (finished.code != Some(0)) != shown.is_refusal() {
            let code = finished.code;
            self.wrong.push(format!("{place}\nended with {code:?}:\n{said}"));
            self.nothing_is_wrong();
        }
        self.copy_down(who, &finished.stdout);
        said
    }

    /// Names and addresses in the place of those in the guide.
    fn as_it_is(&self, who: Person, shown: &Shown) -> Shown {
        let replace = |text: &String| {
            let mut text = text.replace(who.name[0], who.name[1]);
            if let Some((_, url)) = &self.server {
                text = text.replace(BOARD, url);
            }
            // Whoever types before the echo is off sees it.
            text.replace(SECRET, &format!("{SECRET}..."))
        };
        Shown { command: replace(&shown.command), lines: shown.lines.iter().map(replace).collect() }
    }

    fn execute(&mut self, who: Person, shown: &Shown) -> Finished {
        let folder = self.folder(who);
        let mut words = shown.words();
        if words[..2] == ["isoloir", "serve"] {
            return self.serve(&folder, &words[1..]);
        }
        let takes_key = words.iter().any(|word| word == "--key");
        if takes_key && words[0] == "isoloir" {
            words.extend(["--passphrase-file".into(), "passphrase".into()]);
        }
        self.fill_in(who, &mut words);
        let mut command = match words[0].as_str() {
            "isoloir" => isoloir(),
            "isoloir-verify" => isoloir_verify(),
            other => Command::new(other),
        };
        let typed = self.typed(who, shown);
        if !typed.is_empty() {
            let program = PathBuf::from(command.get_program());
            return converse(&program, &words[1..], &folder, self.now, &typed);
        }
        command.args(&words[1..]).current_dir(folder).env("ISOLOIR_NOW", self.now);
        Running::start(command).wait()
    }

    /// The server goes on until it is stopped.
    fn serve(&mut self, folder: &Path, arguments: &[String]) -> Finished {
        let mut command = isoloir();
        command.args(arguments).args(["--listen", "127.0.0.1:0"]);
        command.current_dir(folder).env("ISOLOIR_NOW", self.now);
        let mut server = Running::start(command);
        server.until("it listens", |server| server.stdout().contains("http://"));
        let stdout = server.stdout();
        let url = stdout.trim().rsplit(' ').next().unwrap().to_owned();
        let finished = Finished {
            code: Some(0),
            stdout: stdout.replace(&url, LISTEN),
            stderr: server.stderr(),
        };
        self.server = Some((server, url));
        finished
    }

    /// What is typed: the voting codes of this person, and what the guide shows.
    fn typed(&self, who: Person, shown: &Shown) -> Vec<Typed> {
        let mut codes = self.codes.get(who.folder).into_iter().flatten();
        let mut typed: Vec<Typed> =
            shown.lines.iter().filter_map(|line| Typed::in_line(line)).collect();
        for question in typed.iter_mut().filter(|typed| typed.question.ends_with(SECRET)) {
            question.answer = codes.next().unwrap().clone();
        }
        typed
    }

    /// Puts what was published or copied in the place of `...` in a command.
    fn fill_in(&self, who: Person, words: &mut [String]) {
        for at in 1..words.len() {
            if !words[at].contains("...") {
                continue;
            }
            let tracker = || self.trackers.get(who.folder).unwrap();
            words[at] = match words[at - 1].as_str() {
                "--tracker" => tracker().clone(),
                option @ ("--fingerprint" | "--election-id") => self.published[option].clone(),
                // The name of a file holds the beginning of the tracking code.
                _ => words[at].replace("...", &tracker()[..8]),
            };
        }
    }

    /// Keeps what people copy down: what officials publish, tracking codes.
    fn copy_down(&mut self, who: Person, said: &str) {
        let is_hash =
            |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let mut lines = said.lines();
        while let Some(line) = lines.next() {
            if let Some(id) = line.strip_prefix("election_id ").map(str::trim)
                && is_hash(id)
            {
                self.published.insert("--election-id", id.to_owned());
            }
            if line.contains("The fingerprint of the vote")
                && let Some(fingerprint) = lines.next()
            {
                assert!(is_hash(fingerprint), "{said}");
                self.published.insert("--fingerprint", fingerprint.to_owned());
                continue;
            }
            if line.ends_with("Its tracking code:") {
                let groups = lines.by_ref().skip(1).take(2);
                let tracker: String = groups.flat_map(str::split_whitespace).collect();
                assert!(is_hash(&tracker), "{said}");
                self.trackers.insert(who.folder, tracker);
            }
        }
    }

    /// A file of a person, changed as a guide's text says.
    pub(crate) fn edit(&self, who: Person, file: &str, change: impl FnOnce(String) -> String) {
        let path = self.folder(who).join(file);
        let text = fs::read_to_string(&path).unwrap_or_default();
        fs::write(path, change(text)).unwrap();
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let path = file.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &target),
            false => drop(fs::copy(&path, &target).unwrap()),
        }
    }
}
