//! The scores that a file states, and those that its ballots give.

use isoloir_pabulib::{Instance, MAX_AMOUNT, VoteType, WITHDRAWN_COST, parse};

/// An election of four projects a, b, c, d.
#[track_caller]
fn read(vote_type: &str, projects: &str, votes: &str) -> Instance {
    let file = format!(
        "META\nkey;value\nbudget;1\nvote_type;{vote_type}\nrule;greedy\n\
         PROJECTS\n{projects}\nVOTES\n{votes}\n"
    );
    parse(file.as_bytes()).expect("the file is valid")
}

const PROJECTS: &str = "project_id;cost\na;1\nb;1\nc;1\nd;1";

#[track_caller]
fn counted(vote_type: &str, votes: &str) -> Vec<i64> {
    read(vote_type, PROJECTS, votes).counted_scores()
}

mod stated {
    use super::*;

    #[track_caller]
    fn stated(projects: &str) -> Option<Vec<i64>> {
        read("approval", projects, "voter_id;vote").stated_scores()
    }

    #[test]
    fn scores_go_before_votes() {
        let projects = "project_id;cost;votes;score\na;1;5;7\nb;1;6;-8";
        assert_eq!(stated(projects), Some(vec![7, -8]));
    }

    #[test]
    fn votes_count_only_if_no_project_has_a_score() {
        assert_eq!(stated("project_id;cost;votes;score\na;1;5;\nb;1;6;"), Some(vec![5, 6]));
        assert_eq!(stated("project_id;cost;votes;score\na;1;5;\nb;1;6;0"), Some(vec![0, 0]));
    }

    #[test]
    fn an_absent_value_is_zero() {
        assert_eq!(stated("project_id;cost;votes\na;1;\nb;1;6"), Some(vec![0, 6]));
    }

    #[test]
    fn a_file_may_state_none() {
        assert_eq!(stated("project_id;cost;votes;score\na;1;;\nb;1;;"), None);
        assert_eq!(stated(PROJECTS), None);
    }
}

#[test]
fn an_approved_project_gets_one_from_each_ballot_that_names_it() {
    let votes = "voter_id;vote\nv;b,a\nw;b\nx;";
    assert_eq!(counted("approval", votes), [1, 2, 0, 0]);
    assert_eq!(counted("choose-1", "voter_id;vote\nv;b\nw;b\nx;c"), [0, 2, 1, 0]);
}

#[test]
fn points_on_ballots_without_points_are_not_those_of_the_file() {
    // Approval ballots give one each, even if the file has a column of points.
    assert_eq!(counted("approval", "voter_id;vote;points\nv;a,b;5,3"), [1, 1, 0, 0]);
}

#[test]
fn a_project_gets_its_points_where_ballots_have_some() {
    let votes = "voter_id;vote;points\nv;a,b;5,3\nw;b,d;2,-4";
    for vote_type in ["cumulative", "scoring", "ordinal"] {
        assert_eq!(counted(vote_type, votes), [5, 5, 0, -4]);
    }
}

#[test]
fn a_ballot_for_points_that_has_none_gives_one_to_each_project() {
    for vote_type in ["cumulative", "scoring"] {
        assert_eq!(counted(vote_type, "voter_id;vote\nv;a,b\nw;b"), [1, 2, 0, 0]);
    }
}

#[test]
fn an_ordinal_ballot_gives_as_many_points_as_places_to_its_first_and_one_less_to_each_further() {
    let votes = "voter_id;vote\nv;c,a\nw;a\nx;";
    let mut election = read("ordinal", PROJECTS, votes);
    election.meta.max_length = Some(3);
    assert_eq!(election.counted_scores(), [2 + 3, 0, 3, 0]);
}

#[test]
fn an_ordinal_ballot_that_is_too_long_gives_nothing_below_zero() {
    let mut election = read("ordinal", PROJECTS, "voter_id;vote\nv;a,b,c,d");
    for (max_length, scores) in [(2, [2, 1, 0, 0]), (0, [0; 4])] {
        election.meta.max_length = Some(max_length);
        assert_eq!(election.counted_scores(), scores);
    }
}

#[test]
fn without_max_length_the_longest_ordinal_ballot_says_how_many_places_there_are() {
    assert_eq!(counted("ordinal", "voter_id;vote\nv;a,b,c\nw;b"), [3, 2 + 3, 1, 0]);
}

#[test]
fn a_project_that_is_named_twice_counts_once_with_its_first_place() {
    for vote_type in ["approval", "choose-1"] {
        assert_eq!(counted(vote_type, "voter_id;vote\nv;a,a,b\nw;a"), [2, 1, 0, 0]);
    }
    assert_eq!(counted("cumulative", "voter_id;vote;points\nv;a,a,b;1,5,2"), [1, 2, 0, 0]);
    assert_eq!(counted("ordinal", "voter_id;vote\nv;a,a,b,a"), [4, 2, 0, 0]);
}

#[test]
fn scores_that_leave_64_bits_stay_at_the_end_of_their_range_in_any_order() {
    let points = [MAX_AMOUNT, -MAX_AMOUNT].map(|most| vec![most; 1100]);
    let votes = points.concat().into_iter().zip(1..).map(|(points, voter)| {
        let (more, less) = (points.max(0), points.min(0));
        format!("v{voter};a,b,c;{points},{more},{less}\n")
    });
    let votes = votes.collect::<String>();
    let scores = counted("scoring", &format!("voter_id;vote;points\n{votes}"));
    assert_eq!(scores, [0, i64::MAX, i64::MIN, 0]);
}

#[test]
fn no_instance_made_by_hand_makes_it_panic() {
    let mut election = read("ordinal", PROJECTS, "voter_id;vote\nv;a,b");
    election.meta.max_length = Some(u64::MAX);
    election.votes[0].projects = vec![usize::MAX, 0];
    assert_eq!(election.counted_scores(), [i64::MAX, 0, 0, 0]);
    election.meta.vote_type = VoteType::Scoring;
    election.votes[0].points = Some(vec![7]);
    assert_eq!(election.counted_scores(), [0; 4]);
    election.projects[0].votes = Some(u64::MAX);
    assert_eq!(election.stated_scores(), Some(vec![i64::MAX, 0, 0, 0]));
    election.decimals = u8::MAX;
    assert!(!election.is_withdrawn(&election.projects[0]));
}

#[test]
fn a_cost_of_exactly_999_999_999_whole_units_marks_a_withdrawn_project() {
    assert_eq!(WITHDRAWN_COST, 999_999_999);
    let projects = "project_id;cost\na;999999999\nb;999999999.00\nc;9999999.99\nd;999999998";
    let withdrawn = |projects: &str| -> Vec<bool> {
        let election = read("approval", projects, "voter_id;vote");
        election.projects.iter().map(|project| election.is_withdrawn(project)).collect()
    };
    assert_eq!(withdrawn(projects), [true, true, false, false]);
    assert_eq!(withdrawn("project_id;cost\na;999999999\nb;999999999"), [true, true]);
    assert_eq!(withdrawn("project_id;cost\na;999999999.5\nb;9999999990"), [false, false]);
}
