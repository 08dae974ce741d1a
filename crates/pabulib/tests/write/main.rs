//! Files of elections whose ballots are secret.

mod refused;
mod roundtrip;

use isoloir_pabulib::{Date, Export, ExportedProject, MAX_AMOUNT, Selected, parse, write};

/// A project that is neither selected nor withdrawn.
fn project(id: &str, cost: u64, score: u64, name: &str) -> ExportedProject {
    ExportedProject {
        id: id.into(),
        name: name.into(),
        cost,
        score,
        selected: Selected::No,
        withdrawn: false,
    }
}

/// An election with cents, a threshold, a tie, a withdrawn project, and one that has no points.
fn election() -> Export {
    let mut projects = vec![
        project("3", 6_000_050, 400, "Trees; benches"),
        project("1", 1, 500, "Square"),
        project("2", 4_253_286, 400, "The \"blue\" wall"),
        project("4", 1, 5, "Fountain"),
        project("5", 700, 0, "Swings"),
    ];
    projects[0].selected = Selected::Yes;
    projects[1].withdrawn = true;
    projects[2].selected = Selected::Yes;
    Export {
        description: "Participatory budget of Courvelle-sur-Lisandre".into(),
        country: "France".into(),
        unit: "Courvelle-sur-Lisandre".into(),
        subunit: Some("North".into()),
        instance: "2026".into(),
        budget: 10_253_336,
        decimals: 2,
        currency: "EUR".into(),
        rule: "greedy-threshold".into(),
        threshold: 10,
        date_begin: Date { year: 2026, month: 3, day: 1 },
        date_end: Date { year: 2026, month: 3, day: 15 },
        ballots: 700,
        comments: vec![
            "Ballots approve up to 3 projects.".into(),
            "Ties are broken by lot.".into(),
        ],
        projects,
    }
}

#[track_caller]
fn file(election: &Export) -> String {
    write(election).expect("the election can be written")
}

/// The value of a key of META.
#[track_caller]
fn meta<'a>(file: &'a str, key: &str) -> Option<&'a str> {
    file.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(';'))
}

#[test]
fn a_file_is_these_bytes() {
    let expected = "\
META
key;value
description;Participatory budget of Courvelle-sur-Lisandre
country;France
unit;Courvelle-sur-Lisandre
subunit;North
instance;2026
num_projects;5
num_votes;1
budget;102533.36
vote_type;cumulative
rule;greedy-threshold
date_begin;01.03.2026
date_end;15.03.2026
max_sum_points;1305
min_project_score_threshold;10
currency;EUR
comment;#1: Ballots are secret: the only row of VOTES is their sum. Number of ballots: 700. \
#2: Ballots approve up to 3 projects. #3: Ties are broken by lot.
PROJECTS
project_id;cost;score;name;selected
3;60000.5;400;\"Trees; benches\";1
1;999999999;500;Square;0
2;42532.86;400;\"The \"\"blue\"\" wall\";1
4;0.01;5;Fountain;0
5;7;0;Swings;0
VOTES
voter_id;vote;points
all_ballots;1,3,2,4;500,400,400,5
";
    assert_eq!(file(&election()), expected);
}

mod meta_says {
    use super::*;

    #[test]
    fn no_subunit_where_there_is_none() {
        assert_eq!(meta(&file(&Export { subunit: None, ..election() }), "subunit"), None);
    }

    #[test]
    fn no_threshold_of_zero() {
        let file = file(&Export { threshold: 0, ..election() });
        assert_eq!(meta(&file, "min_project_score_threshold"), None);
    }

    #[test]
    fn a_currency_only_by_its_code() {
        for currency in ["", "eur", "EURO", "€", "E1R", "EU", "ÉUR"] {
            let file = file(&Export { currency: currency.into(), ..election() });
            assert_eq!(meta(&file, "currency"), None, "{currency}");
        }
    }

    #[test]
    fn that_all_projects_are_funded_when_the_budget_covers_them() {
        let mut election = election();
        election.projects[1].withdrawn = false;
        let cost = election.projects.iter().map(|project| project.cost).sum();
        let funded = |budget, election: &Export| {
            let file = file(&Export { budget, ..election.clone() });
            meta(&file, "fully_funded").map(str::to_owned)
        };
        assert_eq!(funded(cost - 1, &election), None);
        assert_eq!(funded(cost, &election).as_deref(), Some("1"));
        // The checker counts a project that was withdrawn at the cost that the file has.
        election.projects[1].withdrawn = true;
        assert_eq!(funded(cost, &election), None);
    }

    #[test]
    fn how_many_ballots_there_were_and_what_votes_has_instead() {
        let mut election = election();
        election.comments.clear();
        assert_eq!(
            meta(&file(&election), "comment"),
            Some(
                "#1: Ballots are secret: the only row of VOTES is their sum. \
                 Number of ballots: 700."
            )
        );
        for project in &mut election.projects {
            project.score = 0;
        }
        assert_eq!(
            meta(&file(&election), "comment"),
            Some(
                "#1: Ballots are secret: VOTES would have their sum, but they give no project \
                 anything. Number of ballots: 700."
            )
        );
    }

    #[test]
    fn comments_without_gaps_in_their_numbers() {
        let comments = ["", "One.", " \n", "Two."].map(String::from).to_vec();
        let file = file(&Export { comments, ..election() });
        let comment = meta(&file, "comment").expect("there is a comment");
        assert!(comment.ends_with("700. #2: One. #3: Two."), "{comment}");
    }
}

#[test]
fn without_points_votes_has_no_row() {
    let mut election = election();
    for project in &mut election.projects {
        project.score = 0;
    }
    let file = file(&election);
    assert_eq!((meta(&file, "num_votes"), meta(&file, "max_sum_points")), (Some("0"), Some("1")));
    assert!(file.ends_with("\nVOTES\nvoter_id;vote;points\n"));
}

#[test]
fn an_amount_has_the_decimals_that_it_needs() {
    for (units, decimals, text) in [
        (10_253_336, 2, "102533.36"),
        (10_253_330, 2, "102533.3"),
        (10_253_300, 2, "102533"),
        (10_253_300, 0, "10253300"),
        (5, 6, "0.000005"),
        (0, 2, "0"),
        (MAX_AMOUNT.unsigned_abs(), 6, "9007199254.740991"),
    ] {
        let file = file(&Export { budget: units, decimals, ..election() });
        assert_eq!(meta(&file, "budget"), Some(text));
    }
}

#[test]
fn a_withdrawn_project_costs_999_999_999_in_every_unit() {
    for decimals in [0, 2, 6] {
        let mut election = Export { decimals, ..election() };
        for cost in [1, 999_999_999 * 10_u64.pow(decimals.into())] {
            election.projects[1].cost = cost;
            let file = file(&election);
            assert!(file.contains("\n1;999999999;500;Square;0\n"));
            let read = parse(file.as_bytes()).expect("the file is valid");
            assert!(read.is_withdrawn(&read.projects[1]));
        }
    }
}

#[test]
fn a_text_becomes_one_line_without_space_around_it() {
    for text in
        ["\u{a0} Square\tof\r\npeace\n", "Square \n\u{2028}\0of\u{85} peace", "Square of peace"]
    {
        let mut election = election();
        election.projects[1].name = text.into();
        election.description = text.into();
        let file = file(&election);
        assert!(file.contains(";Square of peace;0\n"), "{file}");
        assert_eq!(meta(&file, "description"), Some("Square of peace"));
    }
}
