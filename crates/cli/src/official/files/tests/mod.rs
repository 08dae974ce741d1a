#![allow(clippy::unwrap_used, clippy::panic)]

mod advice;
mod amounts;
mod districts;
mod general;
mod hostile;
mod limits;
mod parties;
mod projects;
mod sound;

use std::path::Path;

use ed25519_dalek::SigningKey;
use isoloir_board::keys::{LogSigner, WitnessSigner};

use super::{Examined, examine_texts};
use crate::party_key::{PartyKey, Role};

/// A projects.csv without mistakes.
const PROJECTS: &str = "\
id,name,cost,district,category
C1,Trees,400,City,green
C2,Benches,300,City,streets
C3,Cycle path,900,City,\"streets,green\"
N1,Wall,50,North,
N2,Mural,20,North,
";

/// The key line of a party.
fn key(role: Role, number: u8) -> String {
    let key = SigningKey::from_bytes(&[number; 32]).verifying_key();
    PartyKey { role, key }.to_string()
}

fn board_key(name: &str) -> String {
    let signer = LogSigner::new(name.parse().unwrap(), SigningKey::from_bytes(&[90; 32]));
    signer.unwrap().key().to_string()
}

fn witness_key(name: &str, number: u8) -> String {
    let signer = WitnessSigner::new(name.parse().unwrap(), SigningKey::from_bytes(&[number; 32]));
    signer.unwrap().key().to_string()
}

/// An election.toml without mistakes, one line for each field. Its comments number some of the lines.
fn election() -> String {
    format!(
        "\
title = \"Budget 2027\" # line 1
currency = \"EUR\"
decimals = 2
[dates] # line 4
opens = 2027-03-01T08:00:00+01:00
closes = 2027-03-21T20:00:00+01:00
complaints_until = 2027-03-28T20:00:00+02:00
[board] # line 8
origin = \"vote.example.org\"
key = \"{board}\"
[witnesses] # line 11
quorum = 1
[[witness]] # line 13
key = \"{witness}\"
[[official]] # line 15
name = \"Ada\"
key = \"{ada}\"
[[official]] # line 18
name = \"Tomas\"
key = \"{tomas}\"
[[registrar]] # line 21
name = \"Registry\"
key = \"{registry}\"
[[registrar]] # line 24
name = \"Council\"
key = \"{council}\"
[trustees] # line 27
threshold = 1
[[trustee]] # line 29
name = \"Ines\"
key = \"{ines}\"
[[district]] # line 32
name = \"City\"
budget = 1000
rule = \"greedy\"
ties = \"listed\"
[[district.limit]] # line 37
measure = \"cost\"
at_most = \"1000.00\"
[[district.limit]] # line 40
measure = \"count\"
at_most = 1
category = \"green\"
[[district]] # line 44
name = \"North\"
budget = 60
rule = \"greedy-exclusive\"
exclusive = [[\"N1\", \"N2\"]]
ties = \"lot\"
[[district.limit]] # line 50
measure = \"count\"
at_most = 2
at_least = 1
",
        board = board_key("vote.example.org"),
        witness = witness_key("witness.example.net", 80),
        ada = key(Role::Official, 1),
        tomas = key(Role::Official, 2),
        registry = key(Role::Registrar, 3),
        council = key(Role::Registrar, 4),
        ines = key(Role::Trustee, 5),
    )
}

fn examine(election: &str, projects: &str) -> Examined {
    examine_texts(Path::new(""), election, projects)
}

/// What must be mended, and which keys are missing.
fn said(election: &str, projects: &str) -> Vec<String> {
    let examined = examine(election, projects);
    let findings = &examined.findings;
    assert_eq!(
        examined.definition.is_some(),
        findings.problems.is_empty() && findings.missing.is_empty(),
        "an election is there if and only if nothing is wrong"
    );
    let found = findings.problems.iter().chain(&findings.missing);
    found.map(|finding| finding.told(Path::new(""))).collect()
}

/// A text in which one thing is replaced that is there once.
#[track_caller]
fn replaced(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

/// Asserts what is said of an election.toml with one thing replaced.
#[track_caller]
fn refuses(from: &str, to: &str, expected: &[&str]) {
    assert_eq!(said(&replaced(&election(), from, to), PROJECTS), expected, "{from} -> {to}");
}

/// Asserts what is said of a projects.csv with one thing replaced.
#[track_caller]
fn refuses_projects(from: &str, to: &str, expected: &[&str]) {
    assert_eq!(said(&election(), &replaced(PROJECTS, from, to)), expected, "{from} -> {to}");
}
