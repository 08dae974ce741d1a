//! `isoloir new` and `isoloir check` as separate processes.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use base64ct::{Base64UrlUnpadded, Encoding};
use ed25519_dalek::SigningKey;
use isoloir_board::keys::{LogSigner, WitnessSigner};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// Elections of cities, which are not part of the source.
const CITIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/pabulib");

fn isoloir(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_isoloir"));
    command.current_dir(folder).args(arguments).output().unwrap()
}

fn demo(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("demo").join(name).display().to_string()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A folder in which `isoloir new e` was run with these arguments.
fn new(arguments: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let made = isoloir(folder.path(), &[&["new", "e"], arguments].concat());
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    assert_eq!(
        text(&made.stderr),
        "Written: e/election.toml\nWritten: e/projects.csv\nEdit both, then: isoloir check e\n"
    );
    folder
}

fn secret(number: u8) -> SigningKey {
    SigningKey::from_bytes(&[number; 32])
}

/// The key line of a party, from its description.
fn key_line(role: &str, number: u8) -> String {
    let key = secret(number).verifying_key();
    let hashed = [b"isoloir/v1 party key", role.as_bytes(), b"\n", key.as_bytes()].concat();
    let check = hex::encode(&Sha256::digest(hashed)[..4]);
    format!("{role}+{check}+{}", Base64UrlUnpadded::encode_string(key.as_bytes()))
}

/// Puts a key in the place of every question mark, by the table in which it stands.
fn fill_in_keys(folder: &Path) {
    let path = folder.join("e/election.toml");
    let mut table = String::new();
    let mut number = 0;
    let filled = fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect::<Vec<_>>();
    let filled = filled.into_iter().map(|line| {
        // The town has a witness, and a voting page.
        let line = match line.strip_prefix("# ") {
            Some(commented @ ("[witnesses]" | "quorum = 1" | "[[witness]]" | "key = \"?\"")) => {
                commented.to_owned()
            }
            Some("page = \"...\"") => format!("page = \"{}\"", "9a".repeat(32)),
            _ => line,
        };
        if line.starts_with('[') {
            table = line.trim_matches(['[', ']']).to_owned();
        }
        if line != "key = \"?\"" {
            return line + "\n";
        }
        number += 1;
        let name = |name: &str| name.parse().unwrap();
        let key = match table.as_str() {
            "board" => {
                let signer = LogSigner::new(name("vote.example.org/2027"), secret(number));
                signer.unwrap().key().to_string()
            }
            "witness" => {
                let signer = WitnessSigner::new(name("witness.example.net"), secret(number));
                signer.unwrap().key().to_string()
            }
            role => key_line(role, number),
        };
        format!("key = \"{key}\"\n")
    });
    let filled: String = filled.collect();
    fs::write(path, filled).unwrap();
}

#[test]
fn the_example_lacks_nothing_but_keys() {
    let folder = new(&[]);
    let checked = isoloir(folder.path(), &["check", "e"]);
    assert_eq!(checked.status.code(), Some(2));
    let said = text(&checked.stderr);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 12, "{said}");
    assert!(lines[0].contains("there is no witness"), "{said}");
    assert_eq!(lines[1], "isoloir: 10 keys are missing; the rest is in order");
    assert_eq!(
        lines[3],
        "e/election.toml:54: the key of official \"Ada Lindqvist, town clerk\" is missing; put the \
         line here that `isoloir official init` prints on their machine"
    );
    let summary = text(&checked.stdout);
    assert!(summary.contains("election_id  (once nothing is missing or wrong)\n"), "{summary}");
    assert!(summary.contains("Ada Lindqvist, town clerk (without a key)"), "{summary}");
}

#[test]
fn the_example_with_keys_is_told_in_plain_words_and_needs_no_advice() {
    let folder = new(&[]);
    fill_in_keys(folder.path());
    let checked = isoloir(folder.path(), &["check", "e"]);
    assert_eq!(text(&checked.stderr), "");
    assert_eq!(checked.status.code(), Some(0));
    assert_eq!(text(&checked.stdout), SUMMARY);
}

const SUMMARY: &str = "\
Title        Participatory budget of Millbrook 2027
Opens        Monday 1 March 2027, 08:00:00 (UTC+01:00)
Closes       Sunday 21 March 2027, 20:00:00 (UTC+01:00)
Complaints   until Sunday 28 March 2027, 20:00:00 (UTC+02:00); nothing is decrypted before
Board        vote.example.org/2027
Page         9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a
Witnesses    witness.example.net; 1 must have signed
Officials    Ada Lindqvist, town clerk; Tomas Okafor, deputy mayor
Registrars   Registry office; Council of residents
Trustees     Ines Marchetti, notary; Jonas Weber, opposition group; Library association; Rosa Almeida, student council; Per Holm, retired judge
             3 of 5 decrypt, once 4 have confirmed the close

District 0   Whole city
  Budget     250,000.00 EUR
  Projects   6, from 18,000.00 EUR to 120,000.00 EUR
  Ballot     chooses projects:
             - at most 250,000.00 EUR together
             - at most 2 projects of C1, C5, C6
             - at most 1 project of C3, C4
  Rule       greedy: the best score first; what does not fit is skipped
  Ties       of equal scores the project that comes first in projects.csv
  Floor      nothing is decrypted of fewer than 10 ballots; ballots on paper in batches of 10 or more

District 1   North bank
  Budget     60,000.00 EUR
  Projects   4, from 9,000.00 EUR to 35,000.00 EUR
  Ballot     chooses projects:
             - at most 3 projects
             - at least 1 project
  Rule       greedy-exclusive: the best score first; what does not fit, or is excluded by a winner, is skipped
             - at most one of them wins: N1, N2
  Ties       of equal scores by a lot that nobody knows before the count
  Floor      nothing is decrypted of fewer than 10 ballots; no ballots on paper

District 2   South bank
  Budget     60,000.50 EUR
  Projects   3, from 16,000.00 EUR to 31,000.75 EUR
  Ballot     gives points:
             - at most 7 points together
             - at most 3 points for a project
  Rule       greedy-threshold: the best score first; what does not fit is skipped; a score of at least 25 is needed to win
  Ties       of equal scores the project that comes first in projects.csv
  Floor      nothing is decrypted of fewer than 10 ballots; no ballots on paper

election_id  274c3a677065c56d4345b18b5fcf41f3b6c303792222bec9f40ed5ca6b40810a
";

#[test]
fn programs_get_the_same_as_json() {
    let folder = new(&[]);
    let json = || {
        let checked = isoloir(folder.path(), &["check", "e", "--json"]);
        let json: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
        (checked.status.code(), json)
    };
    let (code, missing) = json();
    assert_eq!((code, &missing["ok"]), (Some(2), &false.into()));
    assert_eq!(missing["election_id"], serde_json::Value::Null);
    assert_eq!(missing["missing_keys"].as_array().unwrap().len(), 10);
    assert_eq!(missing["missing_keys"][0]["line"], 34);
    assert_eq!(missing["districts"][1]["limits"][0], "at most 3 projects");
    fill_in_keys(folder.path());
    let (code, whole) = json();
    assert_eq!((code, &whole["ok"]), (Some(0), &true.into()));
    assert_eq!(whole["election_id"].as_str().unwrap().len(), 64);
    assert_eq!(whole["missing_keys"], serde_json::json!([]));
    assert_eq!(whole["opens"], 1_803_884_400);
    assert_eq!(whole["districts"][2]["budget"], 6_000_050);
    assert_eq!(whole["districts"][2]["rule"], "greedy-threshold");
    assert_eq!(whole["districts"][1]["exclusive_groups"], serde_json::json!([["N1", "N2"]]));

    fs::write(folder.path().join("e/election.toml"), "title = ").unwrap();
    let (code, broken) = json();
    assert_eq!((code, &broken["ok"]), (Some(2), &false.into()));
    assert_eq!(broken["problems"][0]["file"], "election.toml");
    assert_eq!(broken["districts"], serde_json::Value::Null);
}

#[test]
fn the_election_id_stands_for_every_word_of_the_files() {
    let folder = new(&[]);
    fill_in_keys(folder.path());
    let id = || {
        let checked = text(&isoloir(folder.path(), &["check", "e"]).stdout);
        checked.lines().last().unwrap().to_owned()
    };
    let before = id();
    for (file, from, to) in [
        ("election.toml", "floor = 10", "floor = 11"),
        ("election.toml", "Library association", "Library  association"),
        ("projects.csv", "Drinking fountains", "Drinking fountain"),
        ("projects.csv", "31000.75", "31000.76"),
    ] {
        let path = folder.path().join("e").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from));
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        assert_ne!(id(), before, "{from}");
        fs::write(&path, text).unwrap();
    }
    assert_eq!(id(), before);
}

#[test]
fn files_that_are_there_are_never_written_over() {
    for name in ["election.toml", "projects.csv"] {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("e")).unwrap();
        fs::write(folder.path().join("e").join(name), "mine").unwrap();
        let refused = isoloir(folder.path(), &["new", "e"]);
        assert_eq!(refused.status.code(), Some(2));
        assert_eq!(
            text(&refused.stderr),
            format!(
                "isoloir: e/{name} is there already and is not written over; choose another folder, \
                 or move it away\n"
            )
        );
        let left: Vec<_> = fs::read_dir(folder.path().join("e")).unwrap().collect();
        assert_eq!(left.len(), 1);
        assert_eq!(fs::read_to_string(folder.path().join("e").join(name)).unwrap(), "mine");
    }
}

#[test]
fn an_empty_folder_is_filled_and_one_that_can_not_be_made_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("e")).unwrap();
    assert!(isoloir(folder.path(), &["new", "e"]).status.success());
    let refused = isoloir(folder.path(), &["new", "a/b"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = text(&refused.stderr);
    assert!(said.contains("the folder a/b can't be made; make the one above it first"), "{said}");
}

#[test]
fn a_folder_without_the_files_is_refused_with_how_to_make_them() {
    let folder = tempfile::tempdir().unwrap();
    let refused = isoloir(folder.path(), &["check", "."]);
    assert_eq!(refused.status.code(), Some(2));
    let said = text(&refused.stderr);
    let how = "./election.toml can't be read; `isoloir new` makes a folder with both files";
    assert!(said.contains(how), "{said}");
}

#[test]
fn a_pabulib_file_that_can_not_be_an_election_is_refused_and_nothing_is_written() {
    let pb = fs::read_to_string(demo("tiny.pb")).unwrap();
    for (from, to, said) in [
        (
            "vote_type;approval",
            "vote_type;ordinal",
            "f.pb: ordinal ballots can't be sealed: take a file with approval, choose-1 or cumulative \
             ballots",
        ),
        (
            "rule;greedy",
            "rule;equalshares",
            "f.pb: the rule \"equalshares\" can't be followed: it needs whole ballots, or is not known; \
             write one of these in META: greedy, greedy-no-skip, greedy-custom, greedy-exclusive, \
             optimal, per-unit",
        ),
        (
            "pont;500;",
            "pont;5000;",
            "f.pb: project pont costs more than the budget can pay for, so it can never win; mend its \
             cost or the budget, or leave it out",
        ),
        ("META\n", "", "f.pb:1: "),
    ] {
        let folder = tempfile::tempdir().unwrap();
        assert!(pb.contains(from));
        fs::write(folder.path().join("f.pb"), pb.replacen(from, to, 1)).unwrap();
        let refused = isoloir(folder.path(), &["new", "e", "--from", "f.pb"]);
        assert_eq!(refused.status.code(), Some(2));
        let told = text(&refused.stderr);
        assert!(told.starts_with(&format!("isoloir: {said}")), "{told}");
        assert!(!folder.path().join("e").exists());
    }
}

#[test]
fn files_of_two_currencies_are_no_election() {
    let folder = tempfile::tempdir().unwrap();
    let pb = fs::read_to_string(demo("tiny.pb")).unwrap();
    fs::write(folder.path().join("f.pb"), pb.replace("currency;EUR", "currency;PLN")).unwrap();
    let refused = isoloir(folder.path(), &["new", "e", "--from", &demo("tiny.pb"), "f.pb"]);
    assert_eq!(
        text(&refused.stderr),
        "isoloir: f.pb: the currency is not that of the first file; an election has one\n"
    );
}

#[test]
fn pabulib_files_become_districts_each_with_a_name_of_its_own() {
    let tiny = demo("tiny.pb");
    let folder = new(&["--from", &demo("Courvelle_2026.pb"), &tiny, &tiny]);
    fill_in_keys(folder.path());
    let checked = isoloir(folder.path(), &["check", "e", "--json"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stderr));
    let json: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!(json["title"], "Budget participatif de Courvelle-sur-Lisandre");
    let names: Vec<&str> =
        json["districts"].as_array().unwrap().iter().map(|d| d["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Courvelle-sur-Lisandre", "Petit-Courvelle", "Petit-Courvelle 2"]);
    let first = &json["districts"][0];
    assert_eq!((&first["projects"], &first["budget"]), (&24.into(), &300_000.into()));
    let limits = serde_json::json!(["at most 300,000 EUR together", "at least 1 project"]);
    assert_eq!((&first["limits"], &first["floor"]), (&limits, &10.into()));
    assert_eq!(json["opens"], 1_791_158_400);
    let projects = fs::read_to_string(folder.path().join("e/projects.csv")).unwrap();
    let row = "7,Passerelle piétonne entre le quai du Port et l'île aux Saules,90000,\
               Courvelle-sur-Lisandre,\"mobilité,espace public\"\n";
    assert!(projects.contains(row), "{projects}");
}

/// What a file says of itself, by the rows of META and the columns of PROJECTS.
fn meta(pb: &str, key: &str) -> Option<String> {
    let rows = pb.lines().take_while(|line| !line.starts_with("PROJECTS"));
    let row = rows.filter_map(|line| line.split_once(';')).find(|(name, _)| *name == key);
    row.map(|(_, value)| value.trim().trim_matches('"').to_owned())
}

#[test]
fn elections_of_cities_become_files_without_mistakes() {
    let Ok(found) = fs::read_dir(CITIES) else { return };
    let mut files: Vec<PathBuf> = found.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "pb"));
    files.sort();
    for file in files {
        let folder = tempfile::tempdir().unwrap();
        let name = file.display().to_string();
        let made = isoloir(folder.path(), &["new", "e", "--from", &name]);
        let told = text(&made.stderr);
        let pb = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        let rule = meta(&pb, "rule").unwrap();
        let refusal = if meta(&pb, "vote_type").as_deref() == Some("ordinal") {
            Some("ordinal ballots can't be sealed: take a file with")
        } else if rule.starts_with("equalshares") {
            Some("can't be followed: it needs whole ballots, or is not known")
        } else {
            None
        };
        if let Some(said) = refusal {
            assert!(made.status.code() == Some(2) && told.contains(said), "{name}: {told}");
            continue;
        }
        assert_eq!(made.status.code(), Some(0), "{name}: {told}");
        fill_in_keys(folder.path());
        let checked = isoloir(folder.path(), &["check", "e", "--json"]);
        assert_eq!(checked.status.code(), Some(0), "{name}: {}", text(&checked.stderr));
        let json: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
        let district = &json["districts"][0];
        assert_eq!(district["rule"], rule, "{name}");
    }
}
