//! Voting codes: `spec/election.md`, section 4.

use isoloir_election::code::{CodeError, VotingCode};
use isoloir_election::definition::ElectionId;
use serde::{Deserialize, Serialize};

use crate::file::{Area, Hex, Invalid, Valid, invalid, valid};
use crate::samples::{public, rng};

pub(crate) struct Codes;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    typed: String,
    election_id: Hex,
    registrar: u8,
    district: u16,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    /// The code as a letter prints it.
    code: String,
    /// u_k.
    secret: Hex,
    /// U_k.
    public: Hex,
}

impl Area for Codes {
    const NAME: &'static str = "codes";
    const SPEC: &'static str = "election.md, section 4";
    type Input = Input;
    type Output = Output;

    fn valid() -> Vec<Valid<Input>> {
        let code = code();
        let with_zero_and_one = with_zero_and_one();
        let misread = with_zero_and_one.replace('0', "o").replacen('1', "I", 1).replace('1', "l");
        vec![
            valid("as_printed", input(&code)),
            valid("another_election", Input { election_id: [0x78; 32].into(), ..input(&code) }),
            valid("another_registrar", Input { registrar: 1, ..input(&code) }),
            valid("another_district", Input { district: 1_023, ..input(&code) }),
            valid("lower_case", input(&code.to_lowercase())),
            valid("without_hyphens", input(&code.replace('-', ""))),
            valid("with_spaces", input(&format!("  {} ", code.replace('-', " - ")))),
            valid("with_tabs_and_a_line_break", input(&format!("{}\r\n", code.replace('-', "\t")))),
            valid("with_typographic_hyphens", input(&code.replace('-', "\u{2013}"))),
            valid("with_minus_signs", input(&code.replace('-', "\u{2212}"))),
            valid("of_96_bytes", input(&format!("{code}{}", " ".repeat(96 - 29)))),
            valid("with_zero_and_one", input(&with_zero_and_one)),
            valid("letters_read_as_digits", input(&misread)),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        let code = code();
        let replaced = |place: usize, with: &str| {
            let mut changed = code.clone();
            changed.replace_range(place..place + 1, with);
            input(&changed)
        };
        let other = |place: usize| if code[place..].starts_with('7') { "8" } else { "7" };
        let swapped = {
            let mut bytes: Vec<char> = code.chars().collect();
            let place = (0..3).find(|&n| bytes[n] != bytes[n + 1]).unwrap();
            bytes.swap(place, place + 1);
            input(&bytes.into_iter().collect::<String>())
        };
        vec![
            invalid("first_character_mistyped", "code:check", replaced(0, other(0))),
            invalid("check_character_mistyped", "code:check", replaced(28, other(28))),
            invalid("neighbours_swapped", "code:check", swapped),
            invalid("empty", "code:length", input("")),
            invalid("one_character_short", "code:length", input(&code[..28])),
            invalid("one_character_long", "code:length", input(&format!("{code}7"))),
            invalid(
                "longer_than_96_bytes",
                "code:length",
                input(&format!("{code}{}", " ".repeat(96 - 28))),
            ),
            invalid("letter_u", "code:character", replaced(0, "U")),
            invalid("punctuation", "code:character", replaced(4, ".")),
            invalid("not_ascii", "code:character", replaced(0, "é")),
            invalid("long_s_is_not_s", "code:character", replaced(0, "ſ")),
            invalid("underscores_between_groups", "code:character", input(&code.replace('-', "_"))),
        ]
    }

    fn judge(input: &Input) -> Result<Output, String> {
        let code: VotingCode = input.typed.parse().map_err(category)?;
        let root = code.stretch(&ElectionId(input.election_id.array()));
        let secret = root.share(input.registrar, input.district);
        Ok(Output {
            code: code.reveal().to_string(),
            public: public(&secret).as_bytes().into(),
            secret: secret.expose().as_bytes().into(),
        })
    }
}

fn category(error: CodeError) -> String {
    match error {
        CodeError::Length { .. } => "code:length",
        CodeError::Character { .. } => "code:character",
        CodeError::Check => "code:check",
    }
    .into()
}

fn code() -> String {
    VotingCode::random(&mut rng("voting code")).reveal().to_string()
}

/// A code with a 0 and two 1, which people misread.
fn with_zero_and_one() -> String {
    let mut rng = rng("voting code with 0 and 1");
    loop {
        let code = VotingCode::random(&mut rng).reveal().to_string();
        if code.contains('0') && code.matches('1').count() == 2 {
            return code;
        }
    }
}

fn input(typed: &str) -> Input {
    Input { typed: typed.into(), election_id: [0x77; 32].into(), registrar: 0, district: 0 }
}
