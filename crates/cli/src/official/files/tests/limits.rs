use super::{PROJECTS, election, refuses, replaced, said};

#[test]
fn a_limit_names_projects_that_are_there_each_once() {
    let limit = |projects: &str| format!("at_most = 1\nprojects = {projects}\n");
    let green = "at_most = 1\ncategory = \"green\"\n";
    refuses(
        green,
        &limit("[\"C1\", \"C9\"]"),
        &[
            "election.toml:43: project \"C9\" is not among those of this district in projects.csv; mend one of the two",
        ],
    );
    refuses(
        green,
        &limit("[\"C1\", \"N1\"]"),
        &[
            "election.toml:43: project \"N1\" is not among those of this district in projects.csv; mend one of the two",
        ],
    );
    refuses(
        green,
        &limit("[\"C1\", \"C1\"]"),
        &["election.toml:43: project \"C1\" is named twice; name it once"],
    );
    refuses(
        green,
        &limit("[]"),
        &[
            "election.toml:43: the limit names no project; name some, or remove `projects` to mean all",
        ],
    );
    refuses(
        green,
        &limit("\"C1\""),
        &["election.toml:43: projects must be a list; write [\"A1\", \"A2\"]"],
    );
    refuses(
        green,
        &limit("[\"C1\", true]"),
        &["election.toml:43: projects lists something else than texts; write [\"A1\", \"A2\"]"],
    );
    refuses(
        green,
        &(green.to_owned() + "projects = [\"C1\"]\n"),
        &[
            "election.toml:43: a limit names a category or projects, and not both; make it two limits",
        ],
    );
    refuses(
        "\"green\"",
        "\"grene\"",
        &[
            "election.toml:43: no project of the district has the category \"grene\" in projects.csv; mend one of the two",
        ],
    );
}

#[test]
fn limits_that_can_not_be_meant_are_refused_by_their_lines() {
    refuses(
        "at_most = 2\nat_least = 1\n",
        "at_most = 2\nat_least = 3\n",
        &[
            "election.toml:50: at_least is above at_most, so no ballot can keep to both; mend one of them",
        ],
    );
    refuses(
        "at_most = 2\nat_least = 1\n",
        "at_least = 3\n",
        &["election.toml:50: no ballot at all can keep to this limit; lower at_least"],
    );
    refuses(
        "at_most = 2\nat_least = 1\n",
        "at_most = 0\n",
        &[
            "election.toml:50: the limit is too low for project \"N1\" alone, so no ballot can name it; raise the limit, or leave the project out",
        ],
    );
    refuses(
        "at_most = \"1000.00\"",
        "at_most = 899",
        &[
            "election.toml:37: the limit is too low for project \"C3\" alone, so no ballot can name it; raise the limit, or leave the project out",
        ],
    );
    let twice =
        "[[district.limit]]\nmeasure = \"cost\"\nat_most = 1000\n[[district.limit]] # line 37";
    refuses(
        "[[district.limit]] # line 37",
        twice,
        &[
            "election.toml:37: the limit says nothing that the limit of line 40 does not say; remove it, or mend its projects",
        ],
    );
    refuses(
        "ties = \"lot\"",
        "ties = \"lot\"\npoints = 3",
        &[
            "election.toml:51: the limit is not about points, and this ballot gives points; write measure = \"points\", or set `points` to 1",
        ],
    );
    refuses(
        "measure = \"cost\"",
        "measure = \"points\"",
        &[
            "election.toml:39: at_most must be a whole number from 0 to 9007199254740991, without quotes",
        ],
    );
}

#[test]
fn all_mistakes_of_a_district_are_told_at_once() {
    let wrong = replaced(&election(), "at_most = \"1000.00\"", "at_most = 899");
    let wrong = replaced(&wrong, "at_most = 2\nat_least = 1\n", "at_most = 2\nat_least = 3\n");
    let wrong = replaced(&wrong, "at_most = 1\ncategory", "at_most = 0\ncategory");
    assert_eq!(
        said(&wrong, &replaced(PROJECTS, "N2,Mural,20", "N2,Mural,61")),
        [
            "election.toml:37: the limit is too low for project \"C3\" alone, so no ballot can name it; raise the limit, or leave the project out",
            "election.toml:40: the limit is too low for project \"C1\" alone, so no ballot can name it; raise the limit, or leave the project out",
            "election.toml:50: at_least is above at_most, so no ballot can keep to both; mend one of them",
            "projects.csv:6: project N2 costs more than the budget can pay for, so it can never win; mend its cost or the budget, or leave it out"
        ]
    );
}

#[test]
fn more_limits_than_a_ballot_can_be_held_to_are_refused() {
    let many = "[[district.limit]]\nmeasure = \"count\"\nat_most = 3\n".repeat(65);
    refuses(
        "[[district.limit]] # line 50",
        &(many + "[[district.limit]]"),
        &[
            "election.toml:44: district \"North\" has 67 limits (at_most and at_least are one each); a ballot can be held to 64: remove some",
        ],
    );
}

#[test]
fn exclusive_groups_that_can_not_be_meant_are_refused() {
    let group = "[[\"N1\", \"N2\"]]";
    refuses(
        group,
        "[[\"N1\"]]",
        &[
            "election.toml:48: an exclusive group has one project or none; name two or more, or remove it",
        ],
    );
    refuses(
        group,
        "[\"N1\", \"N2\"]",
        &["election.toml:48: exclusive must be a list; write [[\"A1\", \"A2\"], [\"B1\", \"B2\"]]"],
    );
    refuses(
        group,
        "\"N1\"",
        &[
            "election.toml:48: exclusive must be a list of lists; write [[\"A1\", \"A2\"], [\"B1\", \"B2\"]]",
        ],
    );
    refuses(
        group,
        "[[\"N1\", \"C1\"]]",
        &[
            "election.toml:48: project \"C1\" is not among those of this district in projects.csv; mend one of the two",
        ],
    );
    refuses(
        group,
        "[[\"N1\", \"N2\"], [\"N2\", \"N1\"]]",
        &[
            "election.toml:48: the exclusive group \"N1\", \"N2\" overlaps wrongly with the group \"N2\", \"N1\"; unite them, or take them apart",
        ],
    );
    refuses(
        "rule = \"greedy-exclusive\"",
        "rule = \"optimal\"",
        &[
            "election.toml:48: there are exclusive groups, and the rule optimal takes none; remove `exclusive`, or choose greedy-exclusive or per-unit",
        ],
    );
    refuses(
        "rule = \"greedy-exclusive\"",
        "rule = \"per-unit\"",
        &[
            "election.toml:48: a ballot could name two projects of the group \"N1\", \"N2\", which the rule per-unit does not allow; add [[district.limit]] with measure = \"count\", at_most = 1, projects = [\"N1\", \"N2\"]",
        ],
    );
    let per_unit = replaced(&election(), "\"greedy-exclusive\"", "\"per-unit\"");
    let points = replaced(&per_unit, "ties = \"lot\"", "ties = \"lot\"\npoints = 3");
    assert_eq!(
        said(
            &replaced(
                &points,
                "measure = \"count\"\nat_most = 2",
                "measure = \"points\"\nat_most = 2"
            ),
            PROJECTS
        ),
        [
            "election.toml:50: the rule per-unit needs ballots that choose; give projects one point at most"
        ]
    );
    let one = replaced(&per_unit, "at_most = 2\n", "at_most = 1\n");
    assert_eq!(said(&one, PROJECTS), Vec::<String>::new());
    assert_eq!(
        said(&one, &replaced(PROJECTS, "Mural,20", "Mural,50")),
        [
            "election.toml:48: two projects of the group \"N1\", \"N2\" cost the same; by the rule per-unit each is another amount for one undertaking: mend their costs"
        ]
    );
}

#[test]
fn a_limit_that_is_wrong_is_not_missed_as_well() {
    let per_unit = replaced(&election(), "\"greedy-exclusive\"", "\"per-unit\"");
    let limit = "at_most = 1\nprojects = [\"N1\", \"N2\", \"N9\"]\n";
    let wrong = replaced(&per_unit, "at_most = 2\nat_least = 1\n", limit);
    assert_eq!(
        said(&wrong, PROJECTS),
        [
            "election.toml:53: project \"N9\" is not among those of this district in projects.csv; mend one of the two"
        ]
    );
}
