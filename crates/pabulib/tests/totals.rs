//! What is read past the faults of a file, and what is not.

use isoloir_pabulib::{
    ErrorKind, Instance, MAX_FIELD_BYTES, MAX_META_ROWS, MAX_PROJECTS, MAX_VOTES, NumberProblem,
    ParseError, Section, Totals, parse, parse_totals,
};

/// A small valid file, line by line.
const VALID: [&str; 15] = [
    "META",
    "key;value",
    "budget;100",
    "vote_type;cumulative",
    "rule;greedy",
    "num_votes;3",
    "PROJECTS",
    "project_id;cost;score;selected",
    "p1;60;4;1",
    "p2;30.5;2;0",
    "VOTES",
    "voter_id;vote;points",
    "v1;p1,p2;1,2",
    "v2;p1;3",
    "v3;;",
];

/// The valid file with one line replaced by another, by several, or by none.
fn with_line(line: usize, text: &str) -> String {
    let lines = VALID.iter().zip(1..).map(|(old, n)| if n == line { text } else { old });
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn valid() -> Instance {
    parse(VALID.join("\n").as_bytes()).expect("the file is valid")
}

#[track_caller]
fn totals(file: &str) -> Totals {
    parse_totals(file.as_bytes()).expect("the totals can be read")
}

/// The file has this fault alone, for which `parse` refuses it; the rest is as in the valid file,
/// with the votes or, if the fault is one of VOTES, without.
#[track_caller]
fn assert_only_fault(file: &str, line: usize, kind: ErrorKind, votes: bool) {
    let fault = ParseError { line, kind };
    assert_eq!(parse(file.as_bytes()), Err(fault.clone()));
    let mut instance = valid();
    if !votes {
        instance.votes.clear();
    }
    assert_eq!(totals(file), Totals { instance, faults: vec![fault] });
}

#[track_caller]
fn assert_refused(file: &str, line: usize, kind: ErrorKind) {
    assert_eq!(parse_totals(file.as_bytes()), Err(ParseError { line, kind }));
}

fn bad_number(field: &'static str, found: &str, problem: NumberProblem) -> ErrorKind {
    ErrorKind::Number { field, found: found.to_owned(), problem }
}

#[test]
fn a_file_without_faults_is_read_as_ever() {
    assert_eq!(totals(&VALID.join("\n")), Totals { instance: valid(), faults: Vec::new() });
}

#[test]
fn faults_are_told_in_the_order_of_their_lines() {
    let file = with_line(13, "v1;p9;1")
        .replace("budget;100", "budget;100\nmax_points;many\nbudget;7")
        .replace("p2;30.5;2;0", "p2;30.5;2;0;EUR");
    let Totals { instance, faults } = totals(&file);
    assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [4, 5, 12, 15]);
    assert_eq!(instance, Instance { votes: Vec::new(), ..valid() });
}

mod of_votes {
    use super::*;

    #[test]
    fn a_ballot_that_can_not_be_read_leaves_no_votes() {
        for (row, kind) in [
            ("v1;p1,p3;1,2", ErrorKind::UnknownProject { id: "p3".into() }),
            ("v1;p1;1,2", ErrorKind::PointsLength { projects: 1, points: 2 }),
            ("v1;p1;1.5", bad_number("points", "1.5", NumberProblem::NotWhole)),
            (";p1;1", ErrorKind::EmptyVoterId),
            (
                "v1;p1;p2;1,2",
                ErrorKind::RowWidth { section: Section::Votes, expected: 3, found: 4 },
            ),
            ("v1;p1,p2", ErrorKind::RowWidth { section: Section::Votes, expected: 3, found: 2 }),
            ("v1;\"p1,p2;1,2", ErrorKind::UnclosedQuote),
        ] {
            assert_only_fault(&with_line(13, row), 13, kind, false);
        }
    }

    #[test]
    fn a_voter_who_votes_twice_leaves_no_votes() {
        let kind = ErrorKind::RepeatedVoterId { id: "v1".into() };
        assert_only_fault(&with_line(15, "v1;;"), 15, kind, false);
    }

    #[test]
    fn only_the_first_of_their_faults_is_told() {
        let file = with_line(13, "v1;p1;p2;1,2\nv1;p9;1,2\nVOTES\n\"");
        assert_eq!(totals(&file).faults.len(), 1);
    }

    #[test]
    fn a_file_may_lack_them() {
        let file = VALID[..10].join("\n");
        let kind = ErrorKind::MissingSection { section: Section::Votes };
        assert_only_fault(&file, 10, kind, false);
    }

    #[test]
    fn their_header_may_be_absent_or_faulty() {
        let section = Section::Votes;
        let kind = ErrorKind::MissingHeader { section };
        assert_only_fault(&VALID[..11].join("\n"), 11, kind, false);
        let kind = ErrorKind::MissingColumn { section, column: "vote" };
        assert_only_fault(&with_line(12, "voter_id;ballot;points"), 12, kind, false);
        let kind = ErrorKind::RepeatedColumn { section, column: "vote".into() };
        assert_only_fault(&with_line(12, "voter_id;vote;vote"), 12, kind, false);
    }

    #[test]
    fn a_second_section_of_them_leaves_no_votes() {
        let kind = ErrorKind::RepeatedSection { section: Section::Votes };
        let file = with_line(15, "v3;;\nVOTES\nvoter_id;vote;points\nv4;p1;1");
        assert_only_fault(&file, 16, kind, false);
    }

    #[test]
    fn they_may_exceed_the_limits_of_a_file() {
        let kind = ErrorKind::TooManyRows { section: Section::Votes };
        let rows = (0..MAX_VOTES).map(|i| format!("x{i};;\n")).collect::<String>();
        let file = with_line(15, &format!("{rows}v3;;"));
        assert_only_fault(&file, 12 + MAX_VOTES + 1, kind, false);
        let kind = ErrorKind::FieldTooLong { bytes: MAX_FIELD_BYTES + 1 };
        let voter = "x".repeat(MAX_FIELD_BYTES + 1);
        assert_only_fault(&with_line(14, &format!("{voter};;")), 14, kind, false);
    }

    #[test]
    fn no_project_is_lost_behind_more_of_them_than_are_read() {
        // With p1, one row more is read than all sections and their titles and headers may have.
        let most_rows = MAX_META_ROWS + MAX_PROJECTS + MAX_VOTES + 3 * 2;
        let votes = most_rows + 1 - (VALID[..6].len() + 2 + 3);
        let votes = (0..votes).map(|i| format!("x{i};;\n")).collect::<String>();
        let [meta, header, projects] = [&VALID[..6], &VALID[10..12], &VALID[6..10]];
        let [meta, header, projects] = [meta, header, projects].map(|lines| lines.join("\n"));
        let file = format!("{meta}\n{header}\n{votes}{projects}");
        let kind = ErrorKind::TooManyRows { section: Section::Votes };
        assert_refused(&file, most_rows + 2, kind);
    }

    #[test]
    fn a_fault_in_them_hides_none_of_the_sections_that_follow() {
        let sections: Vec<_> = [&VALID[10..], &VALID[6..10], &VALID[..6]].concat();
        let file = sections.join("\n").replace("v1;p1,p2;1,2", "v1;p9;1");
        let faults = totals(&file).faults;
        let kind = ErrorKind::UnknownProject { id: "p9".into() };
        assert_eq!(faults, [ParseError { line: 3, kind }]);
    }

    #[test]
    fn a_quote_that_swallows_a_section_that_follows_is_refused() {
        let [meta, projects, votes] = [&VALID[..6], &VALID[6..10], &VALID[10..]];
        for (sections, line) in [
            ([votes, projects, meta], 3),
            ([meta, votes, projects], 6 + 3),
            ([projects, votes, meta], 4 + 3),
        ] {
            let file = sections.concat().join("\n").replace("v1;", "\"v1;");
            assert_refused(&file, line, ErrorKind::UnclosedQuote);
        }
    }
}

mod of_meta {
    use super::*;

    #[test]
    fn a_number_of_rows_may_be_wrong() {
        for (key, stated, rows) in [("num_votes", 4, 3), ("num_projects", 3, 2)] {
            let kind = ErrorKind::WrongCount { key, stated, rows };
            assert_only_fault(&with_line(6, &format!("{key};{stated}")), 6, kind, true);
        }
        let kind = bad_number("num_votes", "three", NumberProblem::NotANumber);
        assert_only_fault(&with_line(6, "num_votes;three"), 6, kind, true);
    }

    #[test]
    fn a_bound_that_can_not_be_read_is_absent() {
        for (key, text, problem) in [
            ("min_sum_cost", "-1", NumberProblem::Negative),
            ("max_sum_cost", "0.0000001", NumberProblem::TooManyDecimals),
            ("max_sum_cost", "9007199254740991", NumberProblem::TooLarge),
            ("min_length", "-1", NumberProblem::Negative),
            ("max_length", "1.5", NumberProblem::NotWhole),
            ("min_points", "few", NumberProblem::NotANumber),
            ("max_points", "0.0000001", NumberProblem::NotWhole),
            ("min_sum_points", "99999999999999999999", NumberProblem::TooLarge),
            ("max_sum_points", "1/2", NumberProblem::NotANumber),
        ] {
            let file = with_line(6, &format!("{key};{text}"));
            assert_only_fault(&file, 6, bad_number(key, text, problem), true);
        }
    }

    #[test]
    fn of_a_key_that_comes_twice_the_first_is_taken() {
        let kind = ErrorKind::RepeatedKey { key: "budget".into() };
        assert_only_fault(&with_line(6, "budget;7"), 6, kind, true);
    }

    #[test]
    fn a_row_of_another_width_is_read_as_far_as_the_header_goes() {
        let width = |found| ErrorKind::RowWidth { section: Section::Meta, expected: 2, found };
        assert_only_fault(&with_line(3, "budget;100;EUR"), 3, width(3), true);
        assert_only_fault(&with_line(6, "num_votes"), 6, width(1), true);
    }
}

mod of_projects {
    use super::*;

    #[test]
    fn a_row_of_another_width_is_read_as_far_as_the_header_goes() {
        let expected = 4;
        let width = |found| ErrorKind::RowWidth { section: Section::Projects, expected, found };
        assert_only_fault(&with_line(10, "p2;30.5;2;0;a road"), 10, width(5), true);

        let Totals { instance, faults } = totals(&with_line(10, "p2;30.5;2"));
        assert_eq!(faults, [ParseError { line: 10, kind: width(3) }]);
        assert_eq!((instance.projects[1].score, instance.projects[1].selected), (Some(2), None));
    }

    #[test]
    fn a_column_that_decides_nothing_may_come_twice() {
        let kind = ErrorKind::RepeatedColumn { section: Section::Projects, column: String::new() };
        let file = VALID.join("\n").replace(";selected", ";selected;;");
        let file = file.replace("p1;60;4;1", "p1;60;4;1;;").replace("p2;30.5;2;0", "p2;30.5;2;0;;");
        assert_only_fault(&file, 8, kind, true);
    }
}

#[test]
fn what_comes_before_the_first_section_is_a_fault() {
    let kind = ErrorKind::OutsideSection { found: "exported".into() };
    assert_only_fault(&with_line(1, "exported\nby hand\nMETA"), 1, kind, true);
}

mod refused {
    use super::*;

    #[test]
    fn a_file_that_is_not_utf_8() {
        let mut bytes = VALID.join("\n").into_bytes();
        *bytes.last_mut().expect("it is not empty") = 0xE9;
        let kind = ErrorKind::InvalidUtf8;
        assert_eq!(parse_totals(&bytes), Err(ParseError { line: 15, kind }));
    }

    #[test]
    fn a_file_without_meta_or_projects_or_with_two_of_them() {
        let missing = |section| ErrorKind::MissingSection { section };
        assert_refused("", 1, missing(Section::Meta));
        assert_refused("<!doctype html>\n<html>", 2, missing(Section::Meta));
        assert_refused(&VALID[..6].join("\n"), 6, missing(Section::Projects));
        let section = Section::Projects;
        let file = with_line(15, "v3;;\nPROJECTS\nproject_id;cost\np3;1");
        assert_refused(&file, 16, ErrorKind::RepeatedSection { section });
    }

    #[test]
    fn a_quote_that_swallows_projects() {
        assert_refused(&with_line(9, "p1;\"60;4;1"), 9, ErrorKind::UnclosedQuote);
    }

    #[test]
    fn a_budget_vote_type_rule_or_threshold_that_can_not_be_read() {
        for (line, key) in [(3, "budget"), (4, "vote_type"), (5, "rule")] {
            assert_refused(&with_line(line, ""), 1, ErrorKind::MissingKey { key });
        }
        let kind = bad_number("budget", "much", NumberProblem::NotANumber);
        assert_refused(&with_line(3, "budget;much"), 3, kind);
        let kind = ErrorKind::UnknownVoteType { found: "Approval".into() };
        assert_refused(&with_line(4, "vote_type;Approval"), 4, kind);
        let key = "min_project_score_threshold";
        let kind = bad_number(key, "10%", NumberProblem::NotANumber);
        assert_refused(&with_line(6, &format!("{key};10%")), 6, kind);
    }

    #[test]
    fn a_project_that_can_not_be_told_from_others() {
        for id in ["", "p1,p2"] {
            let kind = ErrorKind::InvalidProjectId { id: id.into() };
            assert_refused(&with_line(9, &format!("{id};60;4;1")), 9, kind);
        }
        let kind = ErrorKind::RepeatedProjectId { id: "p1".into() };
        assert_refused(&with_line(10, "p1;30.5;2;0"), 10, kind);
        assert_refused(&VALID[..8].join("\n"), 7, ErrorKind::NoProjects);
    }

    #[test]
    fn a_cost_score_number_of_votes_or_selection_that_can_not_be_read() {
        let kind = bad_number("cost", "", NumberProblem::NotANumber);
        assert_refused(&with_line(9, "p1;;4;1"), 9, kind.clone());
        assert_refused(&with_line(9, "p1"), 9, kind);
        let kind = bad_number("score", "1.5", NumberProblem::NotWhole);
        assert_refused(&with_line(9, "p1;60;1.5;1"), 9, kind);
        let kind = bad_number("votes", "-4", NumberProblem::Negative);
        let file = with_line(9, "p1;60;-4;1").replace(";score;", ";votes;");
        assert_refused(&file, 9, kind);
        let kind = ErrorKind::UnknownSelected { found: "yes".into() };
        assert_refused(&with_line(9, "p1;60;4;yes"), 9, kind);
    }

    #[test]
    fn a_deciding_column_that_is_absent_or_comes_twice() {
        let section = Section::Projects;
        let kind = ErrorKind::MissingColumn { section, column: "cost" };
        assert_refused(&with_line(8, "project_id;price;score;selected"), 8, kind);
        for column in ["project_id", "cost", "votes", "score", "selected"] {
            let header = format!("project_id;cost;{column};{column}");
            let kind = ErrorKind::RepeatedColumn { section, column: column.into() };
            assert_refused(&with_line(8, &header), 8, kind);
        }
    }

    #[test]
    fn a_field_of_a_project_that_is_too_long() {
        let id = "x".repeat(MAX_FIELD_BYTES + 1);
        let kind = ErrorKind::FieldTooLong { bytes: id.len() };
        assert_refused(&with_line(9, &format!("{id};60;4;1")), 9, kind);
    }
}
