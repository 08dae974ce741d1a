use std::io::{self, IsTerminal, Write};

use anyhow::{Context, anyhow};
use zeroize::Zeroizing;

use crate::failure::Failure;

/// The longest line that is read, in bytes.
const MAX_LINE_BYTES: u64 = 65_536;

/// Whom a command talks with: a person at a terminal; in tests, a script.
pub(crate) trait Dialogue {
    /// Shows a text.
    fn say(&mut self, text: &str) -> Result<(), Failure>;

    /// Asks, and returns the line that is typed, without white space at its ends.
    fn ask(&mut self, question: &str) -> Result<Zeroizing<String>, Failure>;

    /// The same, without showing what is typed.
    fn ask_secret(&mut self, question: &str) -> Result<Zeroizing<String>, Failure>;
}

/// Asks until the answer is yes or no; the Enter key alone means `otherwise`.
pub(crate) fn confirm(
    dialogue: &mut dyn Dialogue,
    question: &str,
    otherwise: bool,
) -> Result<bool, Failure> {
    let choices = if otherwise { "[Y/n]" } else { "[y/N]" };
    loop {
        let answer = dialogue.ask(&format!("{question} {choices} "))?;
        match answer.to_ascii_lowercase().as_str() {
            "y" | "yes" => return Ok(true),
            "n" | "no" => return Ok(false),
            "" => return Ok(otherwise),
            _ => dialogue.say("Type y for yes or n for no.\n")?,
        }
    }
}

/// The standard input and output.
pub(crate) struct Terminal;

impl Dialogue for Terminal {
    fn say(&mut self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        written.context("nothing can be shown").map_err(Failure::system)
    }

    fn ask(&mut self, question: &str) -> Result<Zeroizing<String>, Failure> {
        self.say(question)?;
        let mut line = Zeroizing::new(String::new());
        let input = io::stdin().lock();
        let mut limited = io::Read::take(input, MAX_LINE_BYTES);
        let read = io::BufRead::read_line(&mut limited, &mut line);
        if read.context("what is typed can't be read").map_err(Failure::input)? == 0 {
            return Err(Failure::Interrupted("the input has ended: nothing more was done".into()));
        }
        Ok(Zeroizing::new(line.trim().to_owned()))
    }

    fn ask_secret(&mut self, question: &str) -> Result<Zeroizing<String>, Failure> {
        if !io::stdin().is_terminal() {
            return Err(Failure::input(anyhow!(
                "nobody can be asked for a voting code: there is no terminal; give --code-file FILE"
            )));
        }
        let answer = rpassword::prompt_password(question).map(Zeroizing::new);
        answer.context("the voting code can't be read").map_err(Failure::system)
    }
}
