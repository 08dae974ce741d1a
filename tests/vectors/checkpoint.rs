//! Checkpoints, cosignatures and policies: `spec/board.md`, sections 6 and 7.

use ed25519_dalek::SigningKey;
use isoloir_board::MerkleHash;
use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::keys::{KeyError, LogKey, LogSigner, WitnessKey, WitnessSigner};
use isoloir_board::merkle::{TreeHead, root_of};
use isoloir_board::note::{KeyName, Note, NoteError};
use isoloir_board::policy::{OpenError, Policy, PolicyError};
use serde::{Deserialize, Serialize};

use crate::chain::small_board;
use crate::file::{Area, Hex, Invalid, Valid, invalid, valid};

pub(crate) struct Checkpoints;

/// When the witnesses of the cases cosign.
const COSIGNED_AT: u64 = 1_790_000_000;

/// A log key, witness keys and a quorum.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trust {
    log: String,
    witnesses: Vec<String>,
    quorum: usize,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    policy: Trust,
    note: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    size: u64,
    root: Hex,
    /// The witnesses that count, and when they cosigned.
    cosigners: Vec<(String, u64)>,
}

impl Trust {
    /// The log of the cases, two witnesses, and this quorum.
    pub(crate) fn sample(quorum: usize) -> Self {
        Self {
            log: log().key().to_string(),
            witnesses: vec![witness(1).key().to_string(), witness(2).key().to_string()],
            quorum,
        }
    }

    pub(crate) fn policy(&self) -> Result<Policy, String> {
        let log: LogKey = self.log.parse().map_err(|error| key_category(&error))?;
        let witnesses: Result<Vec<WitnessKey>, KeyError> =
            self.witnesses.iter().map(|key| key.parse()).collect();
        let witnesses = witnesses.map_err(|error| key_category(&error))?;
        let policy = Policy::new(log, witnesses, self.quorum);
        policy.map_err(|error| match error {
            PolicyError::TooManyWitnesses(_) => "policy:witnesses".into(),
            PolicyError::QuorumTooLarge { .. } => "policy:quorum".into(),
            PolicyError::SharedWitness(_) => "policy:shared".into(),
            PolicyError::LogIsWitness(_) => "policy:log".into(),
        })
    }
}

impl Area for Checkpoints {
    const NAME: &'static str = "checkpoints";
    const SPEC: &'static str = "board.md, sections 6 and 7";
    type Input = Input;
    type Output = Output;

    fn valid() -> Vec<Valid<Input>> {
        let note = |name: &str, quorum, note: Note| {
            valid(name, Input { policy: Trust::sample(quorum), note: note.to_string() })
        };
        let earlier = checkpoint(9).cosign(&witness(1), COSIGNED_AT - 5).unwrap();
        let foreign = checkpoint(9).cosign(&witness(3), COSIGNED_AT).unwrap();
        vec![
            note("signed_by_the_log_alone", 0, signed(9, &[])),
            note("one_cosignature_of_two", 1, signed(9, &[2])),
            note("two_cosignatures", 2, signed(9, &[1, 2])),
            note("the_latest_of_two_times_counts", 1, {
                signed(9, &[1]).with_signature(earlier).unwrap()
            }),
            note("cosignature_of_an_unknown_witness_is_ignored", 1, {
                signed(9, &[1]).with_signature(foreign).unwrap()
            }),
            note("empty_log", 0, signed(0, &[])),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        [of_notes(), of_signatures(), of_policies()].into_iter().flatten().collect()
    }

    fn judge(input: &Input) -> Result<Output, String> {
        let policy = input.policy.policy()?;
        let note = Note::parse(input.note.as_bytes()).map_err(|error| note_category(&error))?;
        assert_eq!(note.to_string(), input.note, "what is read is canonical");
        let opened = policy.open(&note).map_err(|error| open_category(&error))?;
        let cosigners = opened.cosigners().iter();
        Ok(Output {
            size: opened.head().size,
            root: opened.head().root.as_bytes().into(),
            cosigners: cosigners.map(|one| (one.name.to_string(), one.seconds)).collect(),
        })
    }
}

/// Notes that are not written as they must be.
fn of_notes() -> Vec<Invalid<Input>> {
    let good = signed(9, &[1]).to_string();
    let root = good.lines().nth(2).unwrap().to_owned();
    let case = |name: &str, category: &str, note: String| {
        invalid(name, category, Input { policy: Trust::sample(1), note })
    };
    let replaced = |from: &str, to: &str| good.replacen(from, to, 1);
    vec![
        case("empty", "note", String::new()),
        case("no_signature_line", "note", format!("{}\n\n", checkpoint(9))),
        case("no_empty_line", "note", good.replace("\n\n", "\n")),
        case("last_newline_missing", "note", good.trim_end().into()),
        case("line_after_the_signatures", "note", format!("{good}more\n")),
        case("carriage_returns", "note", good.replace('\n', "\r\n")),
        case("hyphen_for_the_dash", "note", good.replace('—', "-")),
        case(
            "signature_not_base64",
            "note",
            replaced("— board.example/vectors ", "— board.example/vectors *"),
        ),
        case("65_signature_lines", "note", {
            let line = good.lines().last().unwrap();
            format!("{good}{}", format!("{line}\n").repeat(63))
        }),
        case("size_with_leading_zero", "checkpoint", replaced("\n9\n", "\n09\n")),
        case("size_with_sign", "checkpoint", replaced("\n9\n", "\n+9\n")),
        case("size_2_to_the_63", "checkpoint", replaced("\n9\n", "\n9223372036854775808\n")),
        case("root_one_byte_short", "checkpoint", replaced(&root, &format!("{}=", &root[..42]))),
        case("root_without_padding", "checkpoint", replaced(&root, root.trim_end_matches('='))),
        case("root_missing", "checkpoint", replaced(&format!("{root}\n"), "")),
        case("extension_line", "checkpoint", replaced("\n\n", "\nextension\n\n")),
    ]
}

/// Notes that are written well and not to be believed.
fn of_signatures() -> Vec<Invalid<Input>> {
    let case = |name: &str, category: &str, quorum, note: String| {
        invalid(name, category, Input { policy: Trust::sample(quorum), note })
    };
    let good = signed(9, &[1, 2]).to_string();
    let of_ten = signed(10, &[1, 2]).to_string();
    let transplanted = |line: usize| {
        let other = of_ten.lines().nth(line).unwrap();
        good.replace(good.lines().nth(line).unwrap(), other)
    };
    let lines: Vec<&str> = good.split_inclusive('\n').collect();
    let without_log: String = [&lines[..4], &lines[5..]].concat().concat();
    let other_log = LogSigner::new(name("board.example/other"), key(0x66)).unwrap();
    let other_origin =
        Checkpoint { origin: other_log.key().name().clone(), ..checkpoint(9) }.sign(&other_log);
    vec![
        case("signature_of_another_size", "signature", 0, transplanted(4)),
        case("cosignature_of_another_size", "signature", 0, transplanted(5)),
        case("bad_cosignature_beside_a_good_one", "signature", 1, transplanted(6)),
        case("size_changed", "signature", 0, good.replacen("\n9\n", "\n8\n", 1)),
        case("not_signed_by_the_log", "unsigned", 1, without_log),
        case("no_cosignature", "quorum", 1, signed(9, &[]).to_string()),
        case("one_cosignature_where_two_are_needed", "quorum", 2, signed(9, &[1]).to_string()),
        case("one_witness_twice_where_two_are_needed", "quorum", 2, {
            let again = checkpoint(9).cosign(&witness(1), COSIGNED_AT + 1).unwrap();
            signed(9, &[1]).with_signature(again).unwrap().to_string()
        }),
        case("cosignatures_of_unknown_witnesses", "quorum", 1, signed(9, &[3, 4]).to_string()),
        case("of_another_log", "origin", 0, other_origin.unwrap().to_string()),
    ]
}

fn of_policies() -> Vec<Invalid<Input>> {
    let change = |name: &str, category: &str, change: &dyn Fn(&mut Trust)| {
        let mut policy = Trust::sample(1);
        change(&mut policy);
        invalid(name, category, Input { policy, note: signed(9, &[1, 2]).to_string() })
    };
    let renamed = WitnessSigner::new(name("witness.example/renamed"), key(0xa1)).unwrap();
    let as_witness = WitnessSigner::new(name("board.example/vectors"), key(0x10)).unwrap();
    vec![
        change("quorum_above_the_witnesses", "policy:quorum", &|policy| policy.quorum = 3),
        change("a_witness_twice", "policy:shared", &|policy| {
            policy.witnesses[1] = policy.witnesses[0].clone();
        }),
        change("one_witness_under_two_names", "policy:shared", &|policy| {
            policy.witnesses[1] = renamed.key().to_string();
        }),
        change("the_log_is_a_witness", "policy:log", &|policy| {
            policy.witnesses[0] = as_witness.key().to_string();
        }),
        change("33_witnesses", "policy:witnesses", &|policy| {
            policy.witnesses = (1..=33).map(|n| witness(n).key().to_string()).collect();
        }),
        change("log_key_as_a_witness_key", "key", &|policy| {
            policy.witnesses[0] = policy.log.clone();
        }),
        change("key_id_of_another_key", "key", &|policy| {
            let (_, rest) = policy.log.split_once('+').unwrap();
            policy.log = format!("board.example/renamed+{rest}");
        }),
        change("key_id_in_capitals", "key", &|policy| {
            let mut parts = policy.log.splitn(3, '+').map(str::to_owned);
            let parts: [String; 3] = std::array::from_fn(|_| parts.next().unwrap());
            let id = parts[1].to_uppercase();
            assert_ne!(id, parts[1], "the identifier has letters");
            policy.log = [&parts[0], &id, &parts[2]].map(String::as_str).join("+");
        }),
        change("key_not_base64", "key", &|policy| policy.log.push('*')),
        change("key_empty", "key", &|policy| policy.log.clear()),
    ]
}

pub(crate) fn note_category(_: &NoteError) -> String {
    "note".into()
}

fn key_category(_: &KeyError) -> String {
    "key".into()
}

pub(crate) fn open_category(error: &OpenError) -> String {
    match error {
        OpenError::BadCheckpoint(_) => "checkpoint",
        OpenError::WrongOrigin { .. } => "origin",
        OpenError::NotSignedByLog(_) => "unsigned",
        OpenError::BadSignature(_) => "signature",
        OpenError::TooFewCosignatures { .. } => "quorum",
    }
    .into()
}

fn checkpoint(size: u8) -> Checkpoint {
    let leaves: Vec<MerkleHash> = small_board(size).iter().map(|entry| entry.leaf_hash()).collect();
    let head = TreeHead { size: size.into(), root: root_of(&leaves) };
    Checkpoint { origin: log().key().name().clone(), head }
}

/// The checkpoint of the small board of this size, signed by the log and these witnesses.
pub(crate) fn signed(size: u8, witnesses: &[u8]) -> Note {
    let checkpoint = checkpoint(size);
    let note = checkpoint.sign(&log()).unwrap();
    witnesses.iter().fold(note, |note, &number| {
        let line = checkpoint.cosign(&witness(number), COSIGNED_AT).unwrap();
        note.with_signature(line).unwrap()
    })
}

fn log() -> LogSigner {
    LogSigner::new(name("board.example/vectors"), key(0x10)).unwrap()
}

fn witness(number: u8) -> WitnessSigner {
    let name = name(&format!("witness.example/w{number}"));
    WitnessSigner::new(name, key(0xa0 + number)).unwrap()
}

fn name(text: &str) -> KeyName {
    text.parse().unwrap()
}

/// The key whose secret is 32 times this byte.
fn key(byte: u8) -> SigningKey {
    SigningKey::from_bytes(&[byte; 32])
}
