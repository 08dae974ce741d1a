//! What a file may leave open, and what is kept as it was written.

use isoloir_pabulib::{Instance, MAX_AMOUNT, parse};

#[track_caller]
fn read(meta: &str, projects: &str, votes: &str) -> Instance {
    let file = format!(
        "META\nkey;value\nvote_type;approval\nrule;greedy\n{meta}\nPROJECTS\n{projects}\n\
         VOTES\n{votes}\n"
    );
    parse(file.as_bytes()).expect("the file is valid")
}

const PROJECTS: &str = "project_id;cost\na;1\nb;2\nc;3";
const VOTES: &str = "voter_id;vote";

#[test]
fn a_ballot_that_breaks_the_limits_of_its_election_is_kept() {
    let meta = "budget;2\nmax_sum_cost;2\nmin_length;1\nmax_length;1";
    let election = read(meta, PROJECTS, "voter_id;vote\ntoo many;a,b,c\nnone;");
    assert_eq!(election.votes[0].projects, [0, 1, 2]);
    assert_eq!(election.votes[1].projects, [0_usize; 0]);
}

#[test]
fn a_ballot_that_names_a_project_twice_is_kept_in_the_order_written() {
    let election = read("budget;2", PROJECTS, "voter_id;vote;points\nv;c,a,c;3,-1,3.0");
    assert_eq!(election.votes[0].projects, [2, 0, 2]);
    assert_eq!(election.votes[0].points, Some(vec![3, -1, 3]));
}

#[test]
fn an_election_may_have_no_votes_yet() {
    assert!(read("budget;2\nnum_votes;0", PROJECTS, VOTES).votes.is_empty());
}

#[test]
fn trailing_zeros_need_no_decimals() {
    let election = read("budget;400000.0", "project_id;cost\na;5700.00\nb;0", VOTES);
    assert_eq!((election.decimals, election.meta.budget), (0, 400_000));
    assert_eq!(election.projects[0].cost, 5700);
}

#[test]
fn one_amount_with_cents_makes_cents_the_unit_of_all() {
    for (meta, projects) in [
        ("budget;102533.36\nmin_sum_cost;7", "project_id;cost\na;7"),
        ("budget;102533.36\nmin_sum_cost;7.00", "project_id;cost\na;7.0"),
    ] {
        let election = read(meta, projects, VOTES);
        assert_eq!((election.decimals, election.meta.budget), (2, 10_253_336));
        assert_eq!((election.meta.min_sum_cost, election.projects[0].cost), (Some(700), 700));
    }
}

#[test]
fn a_bound_alone_can_need_the_decimals() {
    for key in ["min_sum_cost", "max_sum_cost"] {
        let election = read(&format!("budget;5\n{key};0.125"), PROJECTS, VOTES);
        assert_eq!((election.decimals, election.meta.budget), (3, 5000));
    }
}

#[test]
fn the_largest_amount_is_one_below_two_to_the_fifty_three() {
    assert_eq!(MAX_AMOUNT, 9_007_199_254_740_991);
    for (budget, decimals) in [("9007199254740991", 0), ("9007199254.740991", 6)] {
        let election = read(&format!("budget;{budget}"), PROJECTS, VOTES);
        assert_eq!((election.decimals, election.meta.budget), (decimals, MAX_AMOUNT));
    }
}

#[test]
fn beneficiaries_may_still_be_called_target() {
    for column in ["target", "beneficiaries"] {
        let projects = format!("project_id;cost;{column}\na;1;children, people with disabilities");
        let election = read("budget;1", &projects, VOTES);
        assert_eq!(election.projects[0].beneficiaries, ["children", "people with disabilities"]);
    }
}

#[test]
fn sections_come_in_any_order() {
    let file = "VOTES\nvoter_id;vote\nv;a\nPROJECTS\nproject_id;cost\na;1\n\
                META\nkey;value\nbudget;1\nvote_type;choose-1\nrule;greedy";
    assert_eq!(parse(file.as_bytes()).expect("the file is valid").votes[0].projects, [0]);
}

#[test]
fn white_space_around_fields_and_list_items_is_dropped() {
    let election =
        read(" budget ; 2 ", "project_id; cost\n a ; 1 \n\" b \";2", "voter_id;vote\nv; b , a ");
    assert_eq!(election.projects[1].id, "b");
    assert_eq!(election.votes[0].projects, [1, 0]);
}
