#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use isoloir_election::definition::{ADVISED_FLOOR, District, DistrictParts};
use isoloir_election::rules::Rule;

use super::Texts;
use super::example::{Head, amount_value, quoted};
use super::import;
use crate::imported;
use crate::official::files::{self, Examined};

fn examine(texts: &Texts) -> Examined {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("election.toml"), &texts.election).unwrap();
    fs::write(folder.path().join("projects.csv"), &texts.projects).unwrap();
    files::examine(folder.path()).unwrap()
}

fn imported_again(pb: &str) -> (District, District) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f.pb");
    fs::write(&file, pb).unwrap();
    let instance = isoloir_pabulib::parse(pb.as_bytes()).unwrap();
    let rule = imported::rule(&instance.meta.rule).unwrap_or(Rule::Greedy);
    let expected = imported::district(&instance, rule, ADVISED_FLOOR).unwrap();
    let mut examined = examine(&import::texts(&[file]).unwrap());
    assert_eq!(examined.findings.problems, []);
    (examined.districts.remove(0).district.unwrap(), expected)
}

fn pb(meta: &str, projects: &str) -> String {
    format!(
        "META\nkey;value\nunit;Town\n{meta}PROJECTS\nproject_id;cost;name\n{projects}VOTES\nvoter_id;vote;points\nv;b;1\n"
    )
}

#[test]
fn what_is_written_is_the_district_of_the_file() {
    let plain = "a;60.5;Trees\nb;50;Benches\n";
    let metas = [
        "budget;100\nvote_type;approval\nrule;greedy\n",
        "budget;100.25\nvote_type;approval\nrule;greedy-custom\nmax_sum_cost;100.25\nmin_sum_cost;1\n",
        "budget;100\nvote_type;choose-1\nrule;greedy-no-skip\n",
        "budget;100\nvote_type;approval\nrule;greedy-threshold\nmin_project_score_threshold;7\nmax_length;2\nmin_length;1\n",
        "budget;100\nvote_type;cumulative\nrule;optimal\nmax_sum_points;10\nmax_points;3\nmin_sum_points;2\n",
        "budget;100\nvote_type;scoring\nrule;greedy\nmax_points;5\n",
    ];
    for meta in metas {
        let (read, expected) = imported_again(&pb(meta, plain));
        assert_eq!(read, expected, "{meta}");
    }
}

#[test]
fn names_with_quotes_and_commas_come_through_both_files() {
    let projects = "a;60;\"Trees; and \"\"shade\"\", again\"\nb;50;Back\\slash = [x]\n";
    let meta =
        "subunit;\"The \"\"Old\"\" Town, <title>\"\nbudget;100\nvote_type;approval\nrule;greedy\n";
    let (read, expected) = imported_again(&pb(meta, projects));
    assert_eq!(read, expected);
    assert_eq!(read.name, "The \"Old\" Town, <title>");
    assert_eq!(read.projects[0].name, "Trees; and \"shade\", again");
}

#[test]
fn a_withdrawn_project_is_left_out() {
    let meta = "budget;100\nvote_type;approval\nrule;greedy\n";
    let (read, expected) = imported_again(&pb(meta, "a;999999999;Trees\nb;50;Benches\n"));
    let without = DistrictParts::new("Town", 100, vec![expected.projects[1].clone()]);
    assert_eq!(read, District::new(without).unwrap());
}

#[test]
fn every_place_of_the_first_part_is_filled() {
    let head = Head {
        title: "<decimals> \"\\\u{7}",
        currency: "EUR",
        decimals: 3,
        opens: "OPENS",
        closes: "CLOSES",
        complaints: "COMPLAINTS",
    };
    let text = head.to_string();
    assert!(text.contains("\ntitle = \"<decimals> \\\"\\\\\\u0007\"\n"), "{text}");
    assert!(text.contains("\ndecimals = 3\n") && text.contains("complaints_until = COMPLAINTS\n"));
    assert!(!text.contains("= <"), "{text}");
}

#[test]
fn amounts_are_written_as_they_are_read() {
    assert_eq!(amount_value(30_000, 2), "300");
    assert_eq!(amount_value(30_050, 2), "\"300.50\"");
    assert_eq!(quoted("é"), "\"é\"");
}

#[test]
fn the_demonstrations_come_through() {
    for name in ["Courvelle_2026.pb", "tiny.pb"] {
        let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo").join(name);
        let (read, expected) = imported_again(&fs::read_to_string(path).unwrap());
        assert_eq!(read, expected);
    }
}
