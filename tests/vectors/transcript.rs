//! Transcripts: `spec/protocol.md`, section 3.

use serde::{Deserialize, Serialize};

use crate::file::{Area, Hex, Invalid, Valid, valid};
use crate::replay::Replay;

pub(crate) struct Transcripts;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    domain: String,
    steps: Vec<Step>,
}

/// One operation on a transcript.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Step {
    Append { label: String, bytes: Hex },
    AppendU64 { label: String, number: u64 },
    Challenge { label: String },
}

impl Area for Transcripts {
    const NAME: &'static str = "transcripts";
    const SPEC: &'static str = "protocol.md, section 3";
    const REFUSES: bool = false;
    type Input = Input;
    /// The challenges, as scalars.
    type Output = Vec<Hex>;

    fn valid() -> Vec<Valid<Input>> {
        let number = |label: &str, number| Step::AppendU64 { label: label.into(), number };
        let challenge = |label: &str| Step::Challenge { label: label.into() };
        vec![
            case(
                "of_the_specification",
                "isoloir/v1 ballot",
                vec![append("fingerprint", &[0; 32]), number("district", 1), challenge("y")],
            ),
            case("empty_message", "isoloir/v1 cast", vec![append("context", &[]), challenge("c")]),
            case("two_challenges_differ", "isoloir/v1 cast", vec![challenge("c"), challenge("c")]),
            case(
                "across_the_rate_of_the_sponge",
                "isoloir/v1 roll possession",
                vec![
                    append("context", &[7; 165]),
                    append("X", &[8; 166]),
                    append("X", &[9; 167]),
                    number("n", (1 << 53) - 1),
                    challenge("c"),
                ],
            ),
            case(
                "labels_are_framed",
                "isoloir/v1 complaint",
                vec![append("ab", b"c"), challenge("y"), append("a", b"bc"), challenge("c")],
            ),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        Vec::new()
    }

    fn judge(input: &Input) -> Result<Vec<Hex>, String> {
        let mut transcript = Replay::new(&input.domain);
        let mut challenges = Vec::new();
        for step in &input.steps {
            match step {
                Step::Append { label, bytes } => transcript.append(label, &bytes.0),
                Step::AppendU64 { label, number } => transcript.append_u64(label, *number),
                Step::Challenge { label } => {
                    challenges.push(transcript.challenge(label).as_bytes().into());
                }
            }
        }
        Ok(challenges)
    }
}

fn append(label: &str, bytes: &[u8]) -> Step {
    Step::Append { label: label.into(), bytes: bytes.into() }
}

fn case(name: &str, domain: &str, steps: Vec<Step>) -> Valid<Input> {
    valid(name, Input { domain: domain.into(), steps })
}
