//! What is written is read back.

use super::*;
use isoloir_pabulib::{Instance, MAX_DECIMALS, ParseError, Project, VoteType};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Any text: with quotes, separators, line breaks, other control characters, or empty.
fn any_texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,9}",
        "(?s).{0,9}",
        "[a-zé;,#:\"'\n\r\t\u{85}\u{2028} ]{0,12}",
        "votes|META"
    ]
}

/// A text that a file holds as it is.
fn texts() -> impl Strategy<Value = String> {
    let controls = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    any_texts()
        .prop_map(move |text| text.replace(controls, "").trim().to_owned())
        .prop_filter("not empty", |text| !text.is_empty())
}

fn dates() -> impl Strategy<Value = Date> {
    (1..=9999_u16, 1..=12_u8, 1..=28_u8).prop_map(|(year, month, day)| Date { year, month, day })
}

prop_compose! {
    fn projects(texts: BoxedStrategy<String>)(
        name in texts,
        cost in 0..1_000_000_000_000_u64,
        score in prop_oneof![Just(0), 0..5_u64, 0..1_000_000_000_u64],
        withdrawn in any::<bool>(),
        selected in prop_oneof![
            Just(Selected::No),
            Just(Selected::Yes),
            Just(Selected::ByException),
            Just(Selected::FromReserve),
        ],
    ) -> ExportedProject {
        let selected = if withdrawn { Selected::No } else { selected };
        ExportedProject { id: String::new(), name, cost, score, selected, withdrawn }
    }
}

prop_compose! {
    /// Elections with ids of letters and a number.
    fn elections(texts: BoxedStrategy<String>)(
        fields in vec(texts.clone(), 5),
        subunit in option::of(texts.clone()),
        budget in 0..1_000_000_000_000_u64,
        decimals in 0..=MAX_DECIMALS,
        currency in "[A-Z]{3}",
        threshold in 0..9_u64,
        (one, other) in (dates(), dates()),
        ballots in any::<u64>(),
        comments in vec(texts.clone(), 0..4),
        mut projects in vec(projects(texts), 1..20),
    ) -> Export {
        for (project, index) in projects.iter_mut().zip(0..) {
            project.id = format!("p {index};\"");
        }
        let mut fields = fields.into_iter();
        let mut field = || fields.next().unwrap_or_default();
        Export {
            description: field(),
            country: field(),
            unit: field(),
            subunit,
            instance: field(),
            budget,
            decimals,
            currency,
            rule: field(),
            threshold,
            date_begin: one.min(other),
            date_end: one.max(other),
            ballots,
            comments,
            projects,
        }
    }
}

fn read(election: &Export) -> Result<Instance, ParseError> {
    parse(file(election).as_bytes())
}

/// An amount of the file in units of the election, which are at least as fine.
fn in_units(amount: i64, read: &Instance, election: &Export) -> u64 {
    amount.unsigned_abs() * 10_u64.pow((election.decimals - read.decimals).into())
}

proptest! {
    #[test]
    fn all_values_are_read_back(election in elections(texts().boxed())) {
        let read = read(&election).expect("the file is valid");
        let meta = &read.meta;
        prop_assert_eq!(meta.description.as_ref(), Some(&election.description));
        prop_assert_eq!(meta.country.as_ref(), Some(&election.country));
        prop_assert_eq!(meta.unit.as_ref(), Some(&election.unit));
        prop_assert_eq!(&meta.subunit, &election.subunit);
        prop_assert_eq!(meta.instance.as_ref(), Some(&election.instance));
        prop_assert_eq!(&meta.rule, &election.rule);
        prop_assert_eq!(meta.date_begin.clone(), Some(election.date_begin.to_string()));
        prop_assert_eq!(meta.date_end.clone(), Some(election.date_end.to_string()));
        prop_assert_eq!(meta.currency.as_ref(), Some(&election.currency));
        prop_assert_eq!(in_units(meta.budget, &read, &election), election.budget);
        prop_assert_eq!(meta.vote_type, VoteType::Cumulative);
        let threshold = meta.min_project_score_threshold.unwrap_or(0);
        prop_assert_eq!(threshold.unsigned_abs(), election.threshold);
        for comment in &election.comments {
            prop_assert!(meta.other["comment"].contains(comment.as_str()));
        }

        for (read_project, project) in read.projects.iter().zip(&election.projects) {
            let Project { id, cost, name, votes, selected, .. } = read_project;
            prop_assert_eq!((id, name.as_ref()), (&project.id, Some(&project.name)));
            prop_assert_eq!((*selected, *votes), (Some(project.selected), None));
            prop_assert_eq!(read.is_withdrawn(read_project), project.withdrawn);
            if !project.withdrawn {
                prop_assert_eq!(in_units(*cost, &read, &election), project.cost);
            }
        }
        let fits = read.projects.iter().map(|project| project.cost).sum::<i64>() <= meta.budget;
        prop_assert_eq!(meta.other.get("fully_funded").map(String::as_str), fits.then_some("1"));
    }

    #[test]
    fn the_row_of_votes_adds_up_to_the_scores_and_has_them_in_descending_order(
        election in elections(texts().boxed()),
    ) {
        let read = read(&election).expect("the file is valid");
        let scores: Vec<u64> = election.projects.iter().map(|project| project.score).collect();
        let counted: Vec<u64> = read.counted_scores().into_iter().map(i64::unsigned_abs).collect();
        prop_assert_eq!(&counted, &scores);
        prop_assert_eq!(read.stated_scores(), Some(read.counted_scores()));

        let total: u64 = scores.iter().sum();
        prop_assert_eq!(read.meta.max_sum_points.map(i64::unsigned_abs), Some(total.max(1)));
        prop_assert_eq!(read.votes.len(), usize::from(total > 0));
        for vote in &read.votes {
            let points = vote.points.as_ref().expect("the row has points");
            prop_assert!(points.is_sorted_by(|a, b| a >= b) && !points.contains(&0));
        }
    }

    #[test]
    fn no_text_makes_a_file_that_is_refused_or_has_another_result(
        mut election in elections(any_texts().boxed()),
        id in any_texts(),
    ) {
        election.projects[0].id = id;
        let Ok(text) = write(&election) else { return Ok(()) };
        let read = parse(text.as_bytes()).expect("what is written is valid");
        prop_assert_eq!(read.projects.len(), election.projects.len());
        for (read, project) in read.projects.iter().zip(&election.projects) {
            prop_assert_eq!((&read.id, read.selected), (&project.id, Some(project.selected)));
            prop_assert_eq!(read.score.map(i64::unsigned_abs), Some(project.score));
        }
    }
}
