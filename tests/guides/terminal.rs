//! A person at a terminal, who waits for a question and types.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::process::Finished;

/// The longest that a test waits for a question, or for the end.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a question ends in. What stands after it on the line is typed.
const QUESTIONS: [&str; 6] =
    ["(it is not shown):", "when you are done:", "throw it away:", "to stop:", "[Y/n]", "[y/N]"];

/// What is typed at a question.
pub(crate) struct Typed {
    pub(crate) question: String,
    pub(crate) answer: String,
}

impl Typed {
    /// The question and its answer, if a line of a guide shows them.
    pub(crate) fn in_line(line: &str) -> Option<Self> {
        let end = match QUESTIONS.iter().find_map(|end| Some(line.find(end)? + end.len())) {
            Some(end) => end,
            None => {
                // Ballot 1: 2 6
                let number = line.strip_prefix("Ballot ")?.split(':').next()?;
                number.parse::<u32>().ok()?;
                line.find(':')? + 1
            }
        };
        let (question, answer) = line.split_at(end);
        Some(Self { question: question.to_owned(), answer: answer.trim().to_owned() })
    }
}

/// Runs a command at a terminal of its own, and types.
pub(crate) fn converse(
    program: &Path,
    arguments: &[String],
    folder: &Path,
    now: &str,
    typed: &[Typed],
) -> Finished {
    let words = std::iter::once(program.display().to_string()).chain(arguments.iter().cloned());
    let quoted: Vec<String> =
        words.map(|word| format!("'{}'", word.replace('\'', "'\\''"))).collect();
    let errors = folder.join("errors");
    let line = format!("{} 2>'{}'", quoted.join(" "), errors.display());
    let mut child = Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .current_dir(folder)
        .env("ISOLOIR_NOW", now)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("script (util-linux) gives a terminal: {error}"));
    let heard = listen(child.stdout.take().unwrap());
    let mut keyboard = child.stdin.take().unwrap();
    let mut screen = Vec::new();
    let mut seen = 0;
    for Typed { question, answer } in typed {
        // If it is not asked, what was said and the exit code tell.
        let Some(end) = wait_for(question, &heard, &mut screen, seen) else {
            child.kill().unwrap();
            break;
        };
        seen = end;
        writeln!(keyboard, "{answer}").unwrap();
    }
    let begun = Instant::now();
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
        }
        thread::sleep(Duration::from_millis(10));
    };
    heard.iter().for_each(|bytes| screen.extend(bytes));
    let stderr = std::fs::read_to_string(&errors).unwrap();
    std::fs::remove_file(&errors).unwrap();
    Finished { code, stdout: text(&screen).replace('\r', ""), stderr }
}

fn listen(mut pipe: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut buffer = [0; 4_096];
        while let Ok(length @ 1..) = pipe.read(&mut buffer) {
            if sender.send(buffer[..length].to_vec()).is_err() {
                return;
            }
        }
    });
    receiver
}

/// Waits until a question stands on the screen, after what was seen before; returns where it ends. Nothing if it is
/// not asked.
fn wait_for(
    question: &str,
    heard: &Receiver<Vec<u8>>,
    screen: &mut Vec<u8>,
    seen: usize,
) -> Option<usize> {
    loop {
        let shown = text(&screen[seen..]);
        if let Some(at) = shown.find(question) {
            return Some(seen + at + question.len());
        }
        match heard.recv_timeout(PATIENCE) {
            Ok(bytes) => screen.extend(bytes),
            Err(_) => return None,
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
