use super::{PROJECTS, election, refuses, replaced, said};

#[test]
fn a_field_that_an_official_must_decide_has_no_default() {
    refuses(
        "name = \"City\"\n",
        "",
        &[
            "election.toml:32: name is missing in [[district]]; add there: name = \"...\"",
            "election.toml:32: district \"?\" has no project; write rows in projects.csv with this name in the column district",
            "projects.csv:2: there is no district \"City\" in election.toml; write the name of one that is there",
        ],
    );
    refuses(
        "budget = 60\n",
        "",
        &["election.toml:44: budget is missing in [[district]]; add there: budget = 300000"],
    );
    refuses(
        "rule = \"greedy\"\n",
        "",
        &[
            "election.toml:32: rule is missing in [[district]]; add there: rule = ..., one of: greedy, greedy-no-skip, greedy-custom, greedy-exclusive, optimal, per-unit",
        ],
    );
    refuses(
        "ties = \"lot\"\n",
        "",
        &[
            "election.toml:44: ties is missing in [[district]]; add there: ties = ..., which is \"listed\" (the one that comes first in projects.csv wins) or \"lot\" (drawn after the vote)",
        ],
    );
    refuses(
        "measure = \"cost\"\n",
        "",
        &[
            "election.toml:37: measure is missing in [[district.limit]]; add there: measure = ..., which is \"cost\" (money), \"count\" (projects) or \"points\"",
        ],
    );
    refuses(
        "at_most = \"1000.00\"\n",
        "",
        &[
            "election.toml:37: the limit says neither at_most nor at_least; add one of them, or both",
        ],
    );
}

#[test]
fn amounts_are_never_floats() {
    refuses(
        "budget = 60\n",
        "budget = 60.50\n",
        &["election.toml:46: budget: an amount with decimals is written in quotes: \"60.50\""],
    );
    refuses(
        "budget = 60\n",
        "budget = \"60,50\"\n",
        &[
            "election.toml:46: budget: an amount is written in digits, with a point before the decimals: 500000 or \"500000.50\"",
        ],
    );
    refuses(
        "budget = 60\n",
        "budget = \"60.505\"\n",
        &[
            "election.toml:46: budget: the amount has 3 decimals, and those of this election have 2; round it, or change `decimals`",
        ],
    );
    refuses(
        "budget = 60\n",
        "budget = true\n",
        &[
            "election.toml:46: budget: an amount is written in digits, with a point before the decimals: 500000 or \"500000.50\"",
        ],
    );
    refuses(
        "budget = 60\n",
        "budget = 90071992547410\n",
        &[
            "election.toml:46: budget: the amount is too large for exact arithmetic; use fewer `decimals`, or a larger currency unit",
        ],
    );
    refuses(
        "at_most = \"1000.00\"",
        "at_most = 1e3",
        &["election.toml:39: at_most: an amount with decimals is written in quotes: \"1e3\""],
    );
}

#[test]
fn words_that_mean_nothing_are_refused_with_those_that_do() {
    refuses(
        "rule = \"greedy\"\n",
        "rule = \"Greedy\"\n",
        &[
            "election.toml:35: \"Greedy\" is no rule; write one of: greedy, greedy-no-skip, greedy-custom, greedy-exclusive, optimal, per-unit",
        ],
    );
    refuses(
        "ties = \"lot\"",
        "ties = \"lottery\"",
        &[
            "election.toml:49: \"lottery\" settles no ties; write \"listed\" (the one that comes first in projects.csv wins) or \"lot\" (drawn after the vote)",
        ],
    );
    refuses(
        "measure = \"cost\"",
        "measure = \"money\"",
        &[
            "election.toml:38: \"money\" is no measure; write \"cost\" (money), \"count\" (projects) or \"points\"",
        ],
    );
    refuses(
        "ties = \"lot\"",
        "ties = \"lot\"\nfoor = 10",
        &[
            "election.toml:50: \"foor\" is nothing that [[district]] has; remove it, or write one of: name, budget, points, rule, threshold, ties, floor, paper_floor, limit, exclusive",
        ],
    );
    refuses(
        "measure = \"cost\"",
        "measure = \"cost\"\nmost = 3",
        &[
            "election.toml:39: \"most\" is nothing that [[district.limit]] has; remove it, or write one of: measure, at_most, at_least, category, projects",
        ],
    );
}

#[test]
fn numbers_out_of_range_are_refused() {
    refuses(
        "ties = \"lot\"",
        "ties = \"lot\"\npoints = 0",
        &[
            "election.toml:50: points is how many points a ballot can give a project: at least 1; with 1, a project is chosen or not",
        ],
    );
    refuses(
        "ties = \"lot\"",
        "ties = \"lot\"\npoints = 256",
        &["election.toml:50: points must be a whole number from 0 to 255, without quotes"],
    );
    refuses(
        "ties = \"lot\"",
        "ties = \"lot\"\nfloor = 4294967296",
        &["election.toml:50: floor must be a whole number from 0 to 4294967295, without quotes"],
    );
    refuses(
        "ties = \"lot\"",
        "ties = \"lot\"\nthreshold = 9007199254740992",
        &[
            "election.toml:50: threshold must be a whole number from 0 to 9007199254740991, without quotes",
        ],
    );
    refuses(
        "rule = \"greedy\"\n",
        "rule = \"greedy-threshold\"\n",
        &[
            "election.toml:35: the rule is greedy-threshold and there is no threshold; add threshold = ..., the least score that can win",
        ],
    );
}

#[test]
fn two_districts_of_one_name_are_refused() {
    refuses(
        "name = \"North\"",
        "name = \"City\"",
        &[
            "election.toml:44: district \"City\" has no project; write rows in projects.csv with this name in the column district",
            "election.toml:45: the district of line 33 has the name \"City\" too; give each its own, in projects.csv as well",
            "projects.csv:5: there is no district \"North\" in election.toml; write the name of one that is there",
        ],
    );
}

#[test]
fn an_election_without_a_district_is_refused() {
    let election = election();
    let head = &election[..election.find("[[district]]").unwrap()];
    assert_eq!(
        said(head, "id,name,cost,district\n"),
        [
            "election.toml:1: there is no district; add [[district]] with name, budget, rule and ties (a whole city is a district too)"
        ]
    );
}

#[test]
fn a_district_without_a_project_or_with_too_many_is_refused() {
    refuses(
        "name = \"North\"",
        "name = \"South\"",
        &[
            "election.toml:44: district \"South\" has no project; write rows in projects.csv with this name in the column district",
            "projects.csv:5: there is no district \"North\" in election.toml; write the name of one that is there",
        ],
    );
    let many: String = (0..1_000).map(|n| format!("P{n},Project,1,City,green\n")).collect();
    assert_eq!(
        said(&election(), &(PROJECTS.to_owned() + &many)),
        ["election.toml:32: district \"City\" has 1003 projects; a ballot has room for 960"]
    );
}

#[test]
fn paper_takes_two_officials() {
    let election = replaced(&election(), "ties = \"lot\"", "ties = \"lot\"\npaper_floor = 10");
    assert_eq!(said(&election, PROJECTS), Vec::<String>::new());
    let start = election.find("[[official]] # line 18").unwrap();
    let end = election.find("[[registrar]] # line 21").unwrap();
    let alone = election[..start].to_owned() + &election[end..];
    assert_eq!(
        said(&alone, PROJECTS),
        [
            "election.toml:47: a batch of ballots on paper takes two officials, and there is one; name another"
        ]
    );
}
