//! What a guide shows: console blocks under numbered headings.

use std::fs;
use std::path::Path;

/// What begins a line with a command.
const PROMPT: &str = "$ ";

/// What stands for anything.
const ANYTHING: &str = "...";

/// A console block.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// The file without its extension.
    pub(crate) guide: String,
    /// The number of the heading above it, or its text.
    pub(crate) step: String,
    /// Where it begins.
    pub(crate) line: usize,
    pub(crate) commands: Vec<Shown>,
}

/// A command, and what one sees below it.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) command: String,
    pub(crate) lines: Vec<String>,
}

/// The console blocks of all guides.
pub(crate) fn blocks() -> Vec<Block> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide");
    let mut blocks = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let guide = path.file_stem().unwrap().to_str().unwrap();
        blocks.extend(blocks_of(guide, &fs::read_to_string(&path).unwrap()));
    }
    blocks
}

fn blocks_of(guide: &str, text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut step = String::new();
    let mut lines = (1..).zip(text.lines());
    while let Some((line, content)) = lines.next() {
        if let Some(heading) = content.strip_prefix("## ") {
            let first = heading.split(' ').next().unwrap();
            let is_numbered = first.bytes().all(|byte| byte.is_ascii_digit());
            step = if is_numbered { first.into() } else { heading.into() };
        }
        if content == "```console" {
            let inside = lines.by_ref().map(|(_, content)| content);
            let commands = commands(inside.take_while(|content| *content != "```"));
            blocks.push(Block { guide: guide.into(), step: step.clone(), line, commands });
        }
    }
    blocks
}

fn commands<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<Shown> {
    let mut commands: Vec<Shown> = Vec::new();
    for line in lines {
        if let Some(command) = line.strip_prefix(PROMPT) {
            commands.push(Shown { command: command.into(), lines: Vec::new() });
            continue;
        }
        let last = commands.last_mut().unwrap_or_else(|| panic!("no command above {line:?}"));
        match last.command.strip_suffix('\\') {
            Some(begun) => last.command = format!("{}{}", begun, line.trim_start()),
            None => last.lines.push(line.trim_end().into()),
        }
    }
    commands
}

impl Shown {
    /// The words of the command, as a shell takes them.
    pub(crate) fn words(&self) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut is_quoted = false;
        for character in self.command.chars() {
            match character {
                '"' => is_quoted = !is_quoted,
                ' ' if !is_quoted => words.push(String::new()),
                other => words.last_mut().unwrap().push(other),
            }
        }
        words.retain(|word| !word.is_empty());
        words
    }

    /// Whether what is shown is a refusal.
    pub(crate) fn is_refusal(&self) -> bool {
        let is_refusal = |line: &String| {
            (line.starts_with("isoloir: ") && !line.starts_with("isoloir: warning"))
                || line.starts_with('✗')
        };
        self.lines.iter().any(is_refusal)
    }
}

/// The first line that is shown and was not said: all must come in their order, on either output.
pub(crate) fn missing<'a>(shown: &'a [String], said: [&str; 2]) -> Option<&'a str> {
    let mut said = said.map(|text| text.lines().map(str::trim_end));
    let mut is_said = |line: &&String| {
        said.iter_mut().any(|lines| {
            let mut ahead = lines.clone();
            let found = ahead.any(|said| fits(line, said));
            if found {
                *lines = ahead;
            }
            found
        })
    };
    let mut shown = shown.iter().filter(|line| !line.is_empty() && line.as_str() != ANYTHING);
    shown.find(|line| !is_said(line)).map(String::as_str)
}

/// Whether a line is as it is shown.
fn fits(shown: &str, said: &str) -> bool {
    let parts: Vec<&str> = shown.split(ANYTHING).collect();
    let [first, between @ .., last] = parts.as_slice() else { return shown == said };
    let Some(mut rest) = said.strip_prefix(first) else { return false };
    for part in between {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[test]
fn what_is_shown_is_compared_with_what_is_said() {
    assert!(fits("entry ... of ...", "entry 12 of vote.example.org/2027"));
    assert!(fits("...", ""));
    assert!(fits("entry ....", "entry 12."));
    assert!(!fits("entry", "entry 12"));
    assert!(!fits("entry ...", "an entry 12"));
    assert!(!fits("a...b", "ac"));
    let shown = ["two".to_owned(), "one".into()];
    assert_eq!(missing(&shown, ["one\ntwo\n", ""]), Some("one"));
    assert_eq!(missing(&shown, ["one\n", "two\n"]), None);
}

#[test]
fn commands_are_split_as_a_shell_does() {
    let text = "## 3 Vote\n```console\n$ isoloir a \"b c\" \\\n    d\nsaid\n```\n";
    let block = blocks_of("resident", text).remove(0);
    assert_eq!((block.step.as_str(), block.line), ("3", 2));
    assert_eq!(block.commands[0].words(), ["isoloir", "a", "b c", "d"]);
    assert_eq!(block.commands[0].lines, ["said"]);
}
