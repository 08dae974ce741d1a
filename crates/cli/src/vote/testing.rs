//! A person who answers what a script says.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../tests/support/town.rs"]
#[allow(dead_code, reason = "the tests of the program use all of it")]
pub(crate) mod town;

use std::collections::VecDeque;

use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::vote::Dialogue;

/// Answers one line after the other, and remembers everything that was shown and asked.
pub(crate) struct Script {
    answers: VecDeque<String>,
    pub(crate) heard: String,
}

impl Script {
    pub(crate) fn new<'a>(answers: impl IntoIterator<Item = &'a str>) -> Self {
        Self { answers: answers.into_iter().map(str::to_owned).collect(), heard: String::new() }
    }

    /// Whether every answer was asked for.
    pub(crate) fn is_over(&self) -> bool {
        self.answers.is_empty()
    }

    /// Checks that these texts were shown or asked, in this order.
    #[track_caller]
    pub(crate) fn heard_in_order(&self, texts: &[&str]) {
        let mut rest = &*self.heard;
        for text in texts {
            let Some(position) = rest.find(text) else {
                panic!("{text:?} was not said, or not then:\n{}", self.heard);
            };
            rest = &rest[position + text.len()..];
        }
    }
}

impl Dialogue for Script {
    fn say(&mut self, text: &str) -> Result<(), Failure> {
        self.heard.push_str(text);
        Ok(())
    }

    fn ask(&mut self, question: &str) -> Result<Zeroizing<String>, Failure> {
        self.heard.push_str(question);
        self.heard.push('\n');
        let answer = self.answers.pop_front();
        answer.map(Zeroizing::new).ok_or_else(|| Failure::Interrupted("the script ends".into()))
    }

    fn ask_secret(&mut self, question: &str) -> Result<Zeroizing<String>, Failure> {
        self.ask(question)
    }
}
