//! Keys, numbers, projects and votes.

use super::*;
use isoloir_pabulib::MAX_AMOUNT;

mod meta {
    use super::*;

    #[test]
    fn the_keys_that_every_election_needs_must_have_a_value() {
        for (line, key) in [(3, "budget"), (4, "vote_type"), (5, "rule")] {
            let kind = ErrorKind::MissingKey { key };
            assert_refused(&without_lines(line..=line), 1, kind.clone());
            assert_refused(&with_line(line, &format!("{key}; ")), 1, kind);
        }
    }

    #[test]
    fn a_key_comes_once() {
        let kind = ErrorKind::RepeatedKey { key: "budget".into() };
        assert_refused(&with_line(5, "rule;greedy\nbudget;100"), 6, kind);
    }

    #[test]
    fn a_vote_type_that_the_format_does_not_know_is_refused() {
        let kind = ErrorKind::UnknownVoteType { found: "Approval".into() };
        assert_refused(&with_line(4, "vote_type;Approval"), 4, kind);
    }

    #[test]
    fn the_stated_numbers_of_rows_must_be_true() {
        for (key, rows) in [("num_projects", 2), ("num_votes", 3)] {
            let stated = |n| with_line(5, &format!("rule;greedy\n{key};{n}"));
            assert!(parse(stated(rows).as_bytes()).is_ok());
            for wrong in [rows - 1, rows + 1] {
                let kind = ErrorKind::WrongCount { key, stated: wrong, rows: rows as usize };
                assert_refused(&stated(wrong), 6, kind);
            }
        }
    }
}

mod numbers {
    use super::*;

    #[test]
    fn a_cost_is_not_negative() {
        assert_bad_number((8, "p1;-1;1"), "cost", "-1", NumberProblem::Negative);
        assert_bad_number((8, "p1;-0.5;1"), "cost", "-0.5", NumberProblem::Negative);
    }

    #[test]
    fn a_cost_is_digits_with_at_most_one_point() {
        for text in
            ["", "free", "1e3", "+1", "1,000", "1 000", "1.", ".5", "1.2.3", "--1", "١", "NaN"]
        {
            let row = format!("p1;{text};1");
            assert_bad_number((8, &row), "cost", text, NumberProblem::NotANumber);
        }
    }

    #[test]
    fn an_amount_has_at_most_six_decimals_without_trailing_zeros() {
        assert!(parse(with_line(8, "p1;1.123456000;1").as_bytes()).is_ok());
        assert_bad_number(
            (8, "p1;1.1234567;1"),
            "cost",
            "1.1234567",
            NumberProblem::TooManyDecimals,
        );
    }

    #[test]
    fn a_budget_of_ten_to_the_thirty_is_refused() {
        let budget = format!("1{}", "0".repeat(30));
        let row = format!("budget;{budget}");
        assert_bad_number((3, &row), "budget", &budget, NumberProblem::TooLarge);
    }

    #[test]
    fn an_amount_is_too_large_when_another_amount_makes_the_unit_too_fine() {
        // p2 costs 30.5, so that a unit is a tenth.
        let largest = MAX_AMOUNT / 10;
        assert!(parse(with_line(3, &format!("budget;{largest}")).as_bytes()).is_ok());
        let found = (largest + 1).to_string();
        let row = format!("budget;{found}");
        assert_bad_number((3, &row), "budget", &found, NumberProblem::TooLarge);
    }

    #[test]
    fn every_bound_in_meta_is_checked() {
        for (key, text, problem) in [
            ("min_sum_cost", "-1", NumberProblem::Negative),
            ("max_sum_cost", "0.0000001", NumberProblem::TooManyDecimals),
            ("min_length", "-1", NumberProblem::Negative),
            ("max_length", "1.5", NumberProblem::NotWhole),
            ("min_points", "few", NumberProblem::NotANumber),
            ("max_points", "0.0000001", NumberProblem::NotWhole),
            ("min_sum_points", "99999999999999999999", NumberProblem::TooLarge),
            ("max_sum_points", "1/2", NumberProblem::NotANumber),
            ("min_project_score_threshold", "10%", NumberProblem::NotANumber),
            ("num_projects", "two", NumberProblem::NotANumber),
            ("num_votes", "-3", NumberProblem::Negative),
        ] {
            let file = with_line(5, &format!("rule;greedy\n{key};{text}"));
            let kind = ErrorKind::Number { field: key, found: text.to_owned(), problem };
            assert_refused(&file, 6, kind);
        }
    }
}

mod projects {
    use super::*;

    #[test]
    fn there_is_at_least_one_project() {
        assert_refused(&without_lines(8..=9), 6, ErrorKind::NoProjects);
    }

    #[test]
    fn a_project_id_is_not_empty_and_has_no_comma() {
        for id in ["", "p1,p2"] {
            let kind = ErrorKind::InvalidProjectId { id: id.to_owned() };
            assert_refused(&with_line(8, &format!("{id};60;1")), 8, kind);
        }
    }

    #[test]
    fn two_projects_do_not_share_an_id() {
        let kind = ErrorKind::RepeatedProjectId { id: "p1".into() };
        assert_refused(&with_line(9, " p1 ;30;0"), 9, kind);
    }

    #[test]
    fn selected_is_one_of_four_digits() {
        let kind = ErrorKind::UnknownSelected { found: "yes".into() };
        assert_refused(&with_line(8, "p1;60;yes"), 8, kind);
    }

    #[test]
    fn votes_and_scores_are_whole_numbers() {
        for (field, text, problem) in [
            ("votes", "-1", NumberProblem::Negative),
            ("votes", "many", NumberProblem::NotANumber),
            ("score", "1.5", NumberProblem::NotWhole),
        ] {
            let file = with_line(7, &format!("project_id;cost;{field}"))
                .replace("p1;60;1", &format!("p1;60;{text}"));
            let kind = ErrorKind::Number { field, found: text.to_owned(), problem };
            assert_refused(&file, 8, kind);
        }
    }
}

mod votes {
    use super::*;

    #[test]
    fn a_vote_names_only_projects_of_the_election() {
        for (row, id) in [("v1;p1,p3;1,2", "p3"), ("v1;p1,;1,2", ""), ("v1;P1;1", "P1")] {
            let kind = ErrorKind::UnknownProject { id: id.to_owned() };
            assert_refused(&with_line(12, row), 12, kind);
        }
    }

    #[test]
    fn a_voter_has_an_id() {
        assert_refused(&with_line(13, ";p2;3"), 13, ErrorKind::EmptyVoterId);
    }

    #[test]
    fn a_voter_votes_once() {
        let kind = ErrorKind::RepeatedVoterId { id: "v1".into() };
        assert_refused(&with_line(14, "v1;;"), 14, kind);
    }

    #[test]
    fn a_vote_has_one_number_of_points_for_each_project() {
        for (row, projects, points) in
            [("v1;p1,p2;1", 2, 1), ("v1;p1;1,2", 1, 2), ("v1;p1;", 1, 0), ("v1;;1", 0, 1)]
        {
            assert_refused(&with_line(12, row), 12, ErrorKind::PointsLength { projects, points });
        }
    }

    #[test]
    fn points_are_whole_numbers() {
        assert_bad_number((12, "v1;p1;1.5"), "points", "1.5", NumberProblem::NotWhole);
        assert_bad_number((12, "v1;p1,p2;1,"), "points", "", NumberProblem::NotANumber);
    }
}
