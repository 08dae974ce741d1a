//! `isoloir simulate`, from a file to the archive and the result.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::str::FromStr;

use common::process::{Running, isoloir};
use common::{Place, audit, contents, pb, tiny};
use isoloir_board::tiles::Tile;
use isoloir_election::code::VotingCode;
use isoloir_election::message::Kind;

/// The beginning of META in the elections of this file.
const META: [&str; 3] = ["budget;100", "vote_type;approval", "rule;greedy"];

const PROJECTS: [&str; 3] = ["a;60;Trees", "b;50;Benches", "c;30;Books"];

#[test]
fn the_tiny_election_prints_every_count_beside_that_of_the_file_and_the_winners() {
    let place = Place::for_file(&tiny());
    let finished = place.simulate(&[]);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    let rows = [
        ["*", "8", "8", "300", "arbres"].as_slice(),
        &["*", "7", "7", "500", "pont"],
        &["6", "6", "450", "jeux"],
        &["*", "5", "5", "120", "bancs"],
        &["*", "4", "4", "80", "livres"],
    ];
    for row in rows {
        let is_row = |line: &str| line.split_whitespace().take(row.len()).eq(row.iter().copied());
        assert!(finished.stdout.lines().any(is_row), "{row:?} is not in\n{}", finished.stdout);
    }
    let sentences = [
        "Winners (*): 4 of 5 projects, 1,000 of 1,000 EUR",
        "They are the winners that the file names.",
        "Ballots: 12 counted",
        "Cast: 12 ballots, ",
        "All 5 decrypted counts equal those of the file.",
    ];
    for sentence in sentences {
        assert!(finished.stdout.contains(sentence), "{sentence:?} is not in\n{}", finished.stdout);
    }
    assert!(!finished.stderr.contains("WARNING"), "{}", finished.stderr);
}

#[test]
fn the_tiny_election_leaves_an_archive_from_which_anyone_computes_the_same_result() {
    let place = Place::for_file(&tiny());
    let report = place.report(&[]);
    let counts = [("arbres", 8), ("bancs", 5), ("jeux", 6), ("livres", 4), ("pont", 7)];
    assert_eq!(report.counts(), counts);
    assert_eq!(report.winners, ["arbres", "pont", "bancs", "livres"]);
    assert_eq!((report.ballots, report.rejected, report.counts_equal), (12, 0, true));
    assert!(report.bytes_per_ballot.unwrap() > 500.0);
    assert!(report.casts_per_second.unwrap() > 0.0);

    let policy = audit::policy(&audit::entries(&place.out));
    let outcome = audit::verify(&place.out, &policy).unwrap();
    // In the order of the file: pont, bancs, arbres, jeux, livres.
    assert_eq!(outcome.result.counts, Some(vec![7, 5, 8, 6, 4]));
    assert_eq!(outcome.result.winners(), [2, 0, 1, 4]);
    assert_eq!((outcome.credentials, outcome.recorded), (12, 12));
    assert!(!place.state().exists());
    let beside: Vec<_> = fs::read_dir(place.root()).unwrap().collect();
    assert_eq!(beside.len(), 1, "only the archive is left: {beside:?}");
}

#[test]
fn two_runs_of_one_seed_write_the_same_bytes_and_another_seed_writes_others() {
    let [first, second, other] = ["one", "one", "other"].map(|seed| {
        let place = Place::for_file(&tiny());
        let finished = place.simulate(&["--limit", "3", "--seed", seed]);
        assert_eq!(finished.code, Some(0), "{}", finished.stderr);
        assert!(finished.stderr.contains("WARNING: --seed"), "{}", finished.stderr);
        contents(&place.out)
    });
    assert_eq!(first, second);
    let (checkpoint, other) = (&first[Path::new("checkpoint")], &other[Path::new("checkpoint")]);
    assert_ne!(checkpoint, other);
}

#[test]
fn two_runs_without_a_seed_have_no_secret_in_common() {
    let boards = [(); 2].map(|()| {
        let place = Place::for_file(&tiny());
        place.report(&["--limit", "2"]);
        audit::entries(&place.out)
    });
    // The definition of the district holds no key; everything else does, or depends on one.
    let [first, second] = boards.map(|board| -> BTreeSet<Vec<u8>> {
        board.into_iter().filter(|entry| entry.kind() != 2).map(|e| e.into_payload()).collect()
    });
    assert!(first.is_disjoint(&second));
}

#[test]
fn the_archive_holds_the_files_of_a_board_and_neither_the_seed_nor_a_voting_code() {
    let seed = "a seed that stands out";
    let place = Place::for_file(&tiny());
    place.report(&["--limit", "3", "--seed", seed]);
    for (path, bytes) in contents(&place.out) {
        let of_a_board = [".lock", "checkpoint"].iter().any(|name| path == Path::new(name))
            || path.to_str().unwrap().parse::<Tile>().is_ok();
        assert!(of_a_board, "{path:?}");
        assert!(!contains(&bytes, seed.as_bytes()), "the seed is in {path:?}");
        // With hyphens and without.
        for length in [29, 24] {
            let is_code = |text: &str| VotingCode::from_str(text).is_ok();
            let mut windows = bytes.windows(length);
            let code = windows.find(|window| str::from_utf8(window).is_ok_and(is_code));
            assert_eq!(code, None, "a voting code is in {path:?}");
        }
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Nothing is lost when the disk with the report is full, or its reader has gone.
#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_is_said_again_by_a_resumption() {
    let place = Place::with(pb(&META, &PROJECTS, &["1;a", "2;a,b"]));
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let finished = place.simulate_to(full, &[]);
    assert_eq!(finished.code, Some(3), "{}", finished.stderr);
    assert!(finished.stderr.contains("see it with --resume"), "{}", finished.stderr);
    let report = place.report(&["--resume"]);
    assert_eq!(report.counts(), [("a", 2), ("b", 1), ("c", 0)]);
    assert_eq!((report.bytes_per_ballot, report.casts_per_second), (None, None));
}

#[test]
fn a_limit_takes_the_first_ballots_of_the_file() {
    let report = Place::for_file(&tiny()).report(&["--limit", "3"]);
    assert_eq!(report.ballots, 3);
    let counts = [("arbres", 2), ("bancs", 1), ("jeux", 1), ("livres", 1), ("pont", 2)];
    assert_eq!(report.counts(), counts);
}

#[test]
fn a_limit_above_the_number_of_ballots_takes_all() {
    let place = Place::with(pb(&META, &PROJECTS, &["1;a", "2;a,b"]));
    assert_eq!(place.report(&["--limit", "1000000"]).ballots, 2);
}

#[test]
fn an_election_without_limits_takes_the_empty_ballot_and_the_full_one() {
    let report = Place::with(pb(&META, &PROJECTS, &["1;a,b,c", "2;", "3;c"])).report(&[]);
    assert_eq!(report.counts(), [("a", 1), ("b", 1), ("c", 2)]);
    assert_eq!((report.ballots, report.rejected), (3, 0));
    assert_eq!(report.winners, ["c", "a"]);
}

#[test]
fn a_knapsack_ballot_may_cost_the_budget_and_not_one_unit_more() {
    let meta = [META.as_slice(), &["max_sum_cost;90", "min_sum_cost;50"]].concat();
    let votes = ["1;a,c", "2;a,b", "exact;b", "poor;c", "none;"];
    let report = Place::with(pb(&meta, &PROJECTS, &votes)).report(&[]);
    assert_eq!(report.counts(), [("a", 1), ("b", 1), ("c", 1)]);
    let rejections: Vec<_> =
        report.rejections.iter().map(|r| (r.voter_id.as_str(), r.reason.as_str())).collect();
    let expected = [
        ("2", "spends 110, at most 90 is allowed"),
        ("poor", "spends 30, at least 50 is allowed"),
        ("none", "spends 0, at least 50 is allowed"),
    ];
    assert_eq!(rejections, expected);
    assert_eq!((report.ballots, report.rejected), (2, 3));
}

#[test]
fn a_ballot_with_too_few_or_too_many_projects_is_named_with_its_voter_and_left_out() {
    let meta = [META.as_slice(), &["min_length;1", "max_length;2"]].concat();
    let votes = ["ann;a,b", "bob;a,b,c", "cyd;", "dan;c,c", "eve;c"];
    let place = Place::with(pb(&meta, &PROJECTS, &votes));
    let finished = place.simulate(&[]);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    let lines = [
        "Left out, because they break the limits of their own election: 3",
        "  voter bob: chooses 3 projects, at most 2 is allowed",
        "  voter cyd: chooses 0 projects, at least 1 is allowed",
        "  voter dan: names project c twice",
        "Ballots: 2 counted",
        "All 3 decrypted counts equal those of the file.",
    ];
    for line in lines {
        assert!(finished.stdout.lines().any(|l| l == line), "no {line:?}:\n{}", finished.stdout);
    }
}

#[test]
fn a_choose_1_ballot_names_exactly_one_project() {
    let meta = ["budget;100", "vote_type;choose-1", "rule;greedy"];
    let place = Place::with(pb(&meta, &PROJECTS, &["1;b", "2;b", "3;a", "4;a,b", "5;"]));
    let report = place.report(&[]);
    assert_eq!(report.counts(), [("a", 1), ("b", 2), ("c", 0)]);
    let rejected: Vec<_> = report.rejections.iter().map(|r| r.voter_id.as_str()).collect();
    assert_eq!(rejected, ["4", "5"]);
    assert_eq!(report.winners, ["b", "c"]);
}

#[test]
fn a_limit_counts_the_rejected_ballots_too() {
    let meta = ["budget;100", "vote_type;choose-1", "rule;greedy"];
    let report =
        Place::with(pb(&meta, &PROJECTS, &["1;a,b", "2;c", "3;a"])).report(&["--limit", "2"]);
    assert_eq!((report.ballots, report.rejected), (1, 1));
    assert_eq!(report.counts(), [("a", 0), ("b", 0), ("c", 1)]);
}

#[test]
fn costs_with_decimals_are_compared_and_printed_exactly() {
    let meta = ["budget;0.3", "vote_type;approval", "rule;greedy", "max_sum_cost;0.3"];
    let projects = ["a;0.1;A dime", "b;0.20;Two dimes", "c;0.01;A cent"];
    let place = Place::with(pb(&meta, &projects, &["1;a,b", "2;a,b,c", "3;a"]));
    let finished = place.simulate(&[]);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    let said = &finished.stdout;
    assert!(said.contains("voter 2: spends 0.31, at most 0.30 is allowed"), "{said}");
    assert!(said.contains("Winners (*): 2 of 3 projects, 0.30 of 0.30 units"), "{said}");
}

#[test]
fn quotes_carriage_returns_and_a_byte_order_mark_change_nothing() {
    let plain = pb(&META, &["a;60;Trees; and \"shade\"", "b;50;B"], &["1;a", "2;a,b"]);
    let quoted = plain.replace("Trees; and \"shade\"", "\"Trees; and \"\"shade\"\"\"");
    let quoted = quoted.replace("2;a,b", "\"2\";\"b,a\"");
    let windows = format!("\u{feff}{}", quoted.replace('\n', "\r\n"));
    let place = Place::with(windows);
    let finished = place.simulate(&[]);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert!(finished.stdout.contains("Trees; and \"shade\""), "{}", finished.stdout);
    assert!(finished.stdout.contains("All 2 decrypted counts equal"), "{}", finished.stdout);
}

#[test]
fn an_absent_parent_folder_is_made_and_an_empty_folder_is_taken() {
    let mut place = Place::with(pb(&META, &PROJECTS, &["1;a"]));
    fs::create_dir(&place.out).unwrap();
    place.report(&[]);
    place.out = place.root().join("new/deep/board");
    let finished = place.simulate(&[]);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert!(!place.root().join("new/deep/board.simulation").exists());
}

#[test]
fn other_winners_than_those_of_the_file_are_reported() {
    let text = "META\nkey;value\nbudget;100\nvote_type;approval\nrule;equalshares\n\
                PROJECTS\nproject_id;cost;selected\na;60;0\nb;50;1\n\
                VOTES\nvoter_id;vote\n1;a\n2;a\n3;b\n";
    let finished = Place::with(text).simulate(&[]);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert!(finished.stdout.contains("The file's rule is equalshares"), "{}", finished.stdout);
    assert!(finished.stdout.contains("The file names other winners: b"), "{}", finished.stdout);
}

/// The elections of real cities, where they lie beside the project.
const REAL_FILES: [&str; 4] = [
    "Netherlands_Amsterdam_252.pb",
    "Poland_Warszawa_2017_Bielany.pb",
    "France_Toulouse_2022.pb",
    "Poland_Wroclaw_2018_Rejon_nr_2_250.pb",
];

#[test]
fn the_first_ballots_of_real_cities_are_counted_as_in_their_files() {
    const LIMIT: usize = 150;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/pabulib");
    for name in REAL_FILES {
        let file = folder.join(name);
        if !file.exists() {
            println!("left out: {name} is not there");
            continue;
        }
        let report = Place::for_file(&file).report(&["--limit", &LIMIT.to_string()]);
        let instance = isoloir_pabulib::parse(&fs::read(&file).unwrap()).unwrap();
        let rejected: BTreeSet<_> = report.rejections.iter().map(|r| r.voter_id.as_str()).collect();
        let mut plain: BTreeMap<String, u64> =
            instance.projects.iter().map(|project| (project.id.clone(), 0)).collect();
        let taken = instance.votes.iter().take(LIMIT);
        let taken = taken.filter(|vote| !rejected.contains(vote.voter_id.as_str()));
        for project in taken.flat_map(|vote| &vote.projects) {
            *plain.get_mut(&instance.projects[*project].id).unwrap() += 1;
        }
        assert_eq!(report.counts, plain, "{name}");
        assert_eq!(report.ballots as usize + report.rejected, LIMIT, "{name}");
        assert!(report.rejected < LIMIT / 5, "{name}: {:?}", report.rejections);
    }
}

/// A file with points: `votes` are voter, projects, points.
fn with_points(meta: &[&str], votes: &[&str]) -> String {
    let plain = pb(
        &[&["budget;100", "vote_type;cumulative", "rule;greedy"], meta].concat(),
        &PROJECTS,
        &[],
    );
    format!(
        "{}VOTES\nvoter_id;vote;points\n{}\n",
        plain.split("VOTES").next().unwrap(),
        votes.join("\n")
    )
}

#[test]
fn ballots_with_points_are_summed_and_those_that_break_the_limits_are_left_out() {
    let votes = ["1;a,b;3,1", "2;c;3", "3;a,b,c;2,2,3", "4;a;4", "5;a,b,c;3,3,2", "6;b,b;1,1"];
    let place = Place::with(with_points(&["max_points;3", "max_sum_points;7"], &votes));
    let report = place.report(&[]);
    assert_eq!(report.counts(), [("a", 5), ("b", 3), ("c", 6)]);
    assert!(report.counts_equal);
    assert_eq!(report.winners, ["c", "a"], "30 and 60 of 100");
    let reasons: Vec<_> =
        report.rejections.iter().map(|r| (r.voter_id.as_str(), r.reason.as_str())).collect();
    let expected = [
        ("4", "gives project a 4 points, 0 to 3 are allowed"),
        ("5", "gives 8 points, at most 7 is allowed"),
        ("6", "names project b twice"),
    ];
    assert_eq!(reasons, expected);
}

#[test]
fn the_rule_and_the_threshold_of_the_file_decide() {
    let meta = [META[0], META[1], "rule;greedy-threshold", "min_project_score_threshold;2"];
    let place = Place::with(pb(&meta, &PROJECTS, &["1;a", "2;a", "3;c"]));
    let report = place.report(&[]);
    assert_eq!((report.rule.as_str(), report.winners), ("greedy-threshold", vec!["a".to_owned()]));
    let meta = [META[0], META[1], "rule;greedy-no-skip"];
    let place = Place::with(pb(&meta, &PROJECTS, &["1;a,b", "2;a,b", "3;a,c"]));
    assert_eq!(place.report(&[]).winners, ["a"], "b does not fit, and that ends it");
}

#[test]
fn a_project_that_the_format_marks_as_withdrawn_is_withdrawn_on_the_board() {
    let projects = ["a;999999999;Trees", "b;50;Benches"];
    let place = Place::with(pb(&META, &projects, &["1;a", "2;a", "3;b"]));
    let report = place.report(&[]);
    assert_eq!(report.counts(), [("a", 2), ("b", 1)]);
    assert_eq!(report.winners, ["b"]);
    let kinds: Vec<u8> = audit::entries(&place.out).iter().map(|entry| entry.kind()).collect();
    let withdrawal = kinds.iter().position(|&kind| kind == Kind::Withdrawal as u8).unwrap();
    assert_eq!(kinds[withdrawal + 1], Kind::Close as u8);
}

#[test]
fn several_files_are_districts_in_which_a_voter_has_one_code() {
    let place = Place::with(pb(&META, &PROJECTS, &["ann;a", "bob;b", "cyd;a"]));
    let second = place.root().join("second.pb");
    fs::write(&second, with_points(&["max_points;3", "max_sum_points;7"], &["bob;c;3", "dan;c;2"]))
        .unwrap();
    let mut command = isoloir();
    command.arg("simulate").arg(&place.file).arg(&second).arg("--out").arg(&place.out);
    let finished = Running::start(command).wait();
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert!(finished.stdout.contains("All 6 decrypted counts equal those of the files."));
    // Four people with a code, five ballots.
    assert!(finished.stderr.contains("4 issued"), "{}", finished.stderr);
    assert!(finished.stderr.contains("5 ballots"), "{}", finished.stderr);
    let results = audit::entries(&place.out)
        .iter()
        .filter(|entry| entry.kind() == Kind::Result as u8)
        .count();
    assert_eq!(results, 2);
}

#[test]
fn files_whose_money_is_counted_otherwise_are_not_one_election() {
    let place = Place::with(pb(&META, &PROJECTS, &["ann;a"]));
    let second = place.root().join("second.pb");
    fs::write(&second, pb(&META, &["a;0.5;Trees"], &["ann;a"])).unwrap();
    let mut command = isoloir();
    command.arg("simulate").arg(&place.file).arg(&second).arg("--out").arg(&place.out);
    let finished = Running::start(command).wait();
    assert_eq!(finished.code, Some(2));
    assert!(finished.stderr.contains("second.pb"), "{}", finished.stderr);
    assert!(!place.out.exists());
}
