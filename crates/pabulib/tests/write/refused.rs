//! What no file can hold.

use super::*;
use isoloir_pabulib::{IdProblem, MAX_FIELD_BYTES, MAX_PROJECTS, WITHDRAWN_COST, WriteError};

#[track_caller]
fn assert_refused(change: impl FnOnce(&mut Export), error: WriteError) {
    let mut changed = election();
    change(&mut changed);
    assert_eq!(write(&changed), Err(error));
}

#[test]
fn a_text_that_is_empty() {
    let empty = |field| WriteError::Empty { field };
    assert_refused(|e| e.description.clear(), empty("description"));
    assert_refused(|e| e.country.clear(), empty("country"));
    assert_refused(|e| e.unit = " \n".into(), empty("unit"));
    assert_refused(|e| e.subunit = Some(String::new()), empty("subunit"));
    assert_refused(|e| e.instance.clear(), empty("instance"));
    assert_refused(|e| e.rule.clear(), empty("rule"));
    assert_refused(|e| e.projects[0].name = "\u{2029}".into(), empty("name"));
}

#[test]
fn a_text_that_is_too_long_to_be_read_again() {
    let bytes = MAX_FIELD_BYTES + 1;
    let long = "x".repeat(bytes);
    let too_long = |field, bytes| WriteError::TooLong { field, bytes };
    assert_refused(|e| e.rule = long.clone(), too_long("rule", bytes));
    assert_refused(|e| e.projects[0].name = long.clone(), too_long("name", bytes));
    assert_refused(|e| e.projects[0].id = long.clone(), too_long("project_id", bytes));
    let half = &long[..MAX_FIELD_BYTES / 2];
    let comments = vec![half.to_owned(); 2];
    let without = file(&Export { comments: Vec::new(), ..election() });
    let bytes = meta(&without, "comment").map_or(0, str::len) + 2 * (" #2: ".len() + half.len());
    assert_refused(|e| e.comments = comments, too_long("comment", bytes));
    let two_ids = |e: &mut Export| {
        for project in &mut e.projects[..2] {
            project.id += half;
        }
    };
    assert_refused(two_ids, too_long("vote", MAX_FIELD_BYTES + 2 + ",,2,4".len()));
}

#[test]
fn a_file_that_is_too_large_to_be_read_again() {
    let name = "x".repeat(MAX_FIELD_BYTES);
    let projects = (0..MAX_PROJECTS).map(|id| project(&id.to_string(), 1, 1, &name));
    let projects = projects.collect();
    assert_refused(|e| e.projects = projects, WriteError::FileTooLarge);
}

#[test]
fn no_projects_and_too_many() {
    assert_refused(|e| e.projects.clear(), WriteError::Projects { projects: 0 });
    let projects = MAX_PROJECTS + 1;
    let many = (0..projects).map(|id| project(&id.to_string(), 1, 1, "x")).collect();
    assert_refused(|e| e.projects = many, WriteError::Projects { projects });
}

#[test]
fn an_id_that_no_vote_could_name() {
    for (id, problem) in [
        ("", IdProblem::Empty),
        ("1,2", IdProblem::Comma),
        ("META", IdProblem::SectionTitle),
        ("Projects", IdProblem::SectionTitle),
        ("votes", IdProblem::SectionTitle),
        (" 1", IdProblem::Blank),
        ("1\u{a0}", IdProblem::Blank),
        ("1\n2", IdProblem::Blank),
        ("1\u{2028}2", IdProblem::Blank),
        ("1\u{1c}", IdProblem::Blank),
    ] {
        let error = WriteError::ProjectId { id: id.into(), problem };
        assert_refused(|e| e.projects[4].id = id.into(), error);
    }
}

#[test]
fn an_id_of_two_projects() {
    let error = WriteError::RepeatedProjectId { id: "3".into() };
    assert_refused(|e| e.projects[4].id = "3".into(), error);
}

#[test]
fn amounts_with_too_many_decimals() {
    assert_refused(|e| e.decimals = 7, WriteError::Decimals { decimals: 7 });
    assert_refused(|e| e.decimals = 255, WriteError::Decimals { decimals: 255 });
}

#[test]
fn numbers_that_could_not_be_read_again() {
    let number = MAX_AMOUNT.unsigned_abs() + 1;
    let too_large = |field| WriteError::TooLarge { field, number };
    assert_refused(|e| e.budget = number, too_large("budget"));
    assert_refused(|e| e.threshold = number, too_large("min_project_score_threshold"));
    assert_refused(|e| e.projects[0].cost = number, too_large("cost"));
    assert_refused(|e| e.projects[0].score = number, too_large("score"));
    assert_refused(|e| e.projects[0].score = number - 905, too_large("max_sum_points"));
}

#[test]
fn a_cost_that_marks_a_project_as_withdrawn_though_it_is_not() {
    let error = WriteError::CostOfWithdrawn { id: "3".into() };
    let cost = WITHDRAWN_COST.unsigned_abs() * 100;
    assert_refused(|e| e.projects[0].cost = cost, error);
    let mut election = election();
    election.projects[0].cost = cost + 1;
    assert!(write(&election).is_ok());
}

#[test]
fn a_winner_that_is_withdrawn() {
    for selected in [Selected::Yes, Selected::ByException, Selected::FromReserve] {
        let error = WriteError::SelectedThoughWithdrawn { id: "1".into() };
        assert_refused(|e| e.projects[1].selected = selected, error);
    }
}

#[test]
fn a_day_that_no_calendar_has() {
    for (year, month, day) in [
        (2026, 2, 29),
        (2100, 2, 29),
        (2026, 4, 31),
        (2026, 13, 1),
        (2026, 0, 1),
        (2026, 1, 0),
        (2026, 1, 32),
        (0, 1, 1),
        (10_000, 1, 1),
    ] {
        let date = Date { year, month, day };
        let error = |field| WriteError::Date { field, date };
        assert_refused(|e| e.date_begin = date, error("date_begin"));
        assert_refused(|e| e.date_end = date, error("date_end"));
    }
    let date_begin = Date { year: 2000, month: 2, day: 29 };
    assert!(write(&Export { date_begin, ..election() }).is_ok());
}

#[test]
fn an_end_before_the_begin() {
    let begin = Date { year: 2026, month: 3, day: 16 };
    let end = election().date_end;
    let error = WriteError::EndBeforeBegin { begin, end };
    let text = "the vote begins on 16.03.2026 and ends before that, on 15.03.2026; \
                exchange the dates";
    assert_eq!(error.to_string(), text);
    assert_refused(|e| e.date_begin = begin, error);
    assert!(write(&Export { date_begin: end, ..election() }).is_ok());
}
