use std::path::Path;

use anyhow::anyhow;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::vote::given::Given;

/// The largest file with choices, in bytes: a few districts, each with hundreds of projects.
const MAX_FILE_BYTES: usize = 256 << 10;

/// What a person chose on one district, as it is written: DISTRICT=ID,ID. Secret: zeroized when dropped, without
/// `Debug`.
pub(super) struct Choice {
    /// Where it stands, as messages call it. It does not repeat what stands there.
    pub(super) place: String,
    pub(super) text: Zeroizing<String>,
}

impl Choice {
    /// Those of a command line.
    pub(super) fn of_options(options: &[String]) -> Vec<Self> {
        let place = |number: usize| match options.len() {
            1 => "--choose".to_owned(),
            _ => format!("--choose number {number}"),
        };
        let numbered = (1..).zip(options);
        let choice = |(number, option): (usize, &String)| Self {
            place: place(number),
            text: Zeroizing::new(option.clone()),
        };
        numbered.map(choice).collect()
    }

    /// Those of a file, a line each.
    pub(super) fn from_file(file: &Path) -> Result<Vec<Self>, Failure> {
        let given = Given::read(file, MAX_FILE_BYTES)?;
        let choice = |(number, line): (usize, &str)| Self {
            place: format!("{}, line {number}", given.name),
            text: Zeroizing::new(line.to_owned()),
        };
        let choices: Vec<Self> = given.lines().into_iter().map(choice).collect();
        if choices.is_empty() {
            return Err(Failure::input(anyhow!(
                "{} holds no choice: write a line for each district, such as North=P1,P2; nothing after the = \
                 is an empty ballot",
                given.name
            )));
        }
        Ok(choices)
    }
}
