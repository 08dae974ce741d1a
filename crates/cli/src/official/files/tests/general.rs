use super::{PROJECTS, refuses, said};

#[test]
fn what_is_not_toml_is_refused_with_every_such_line() {
    for (from, to, expected) in [
        (
            "title = \"Budget 2027\"",
            "title = Budget 2027",
            &[
                "election.toml:1: this is not TOML: string values must be quoted, expected literal string; mend the line",
            ] as &[&str],
        ),
        (
            "currency = \"EUR\"",
            "currency = \"EUR",
            &[
                "election.toml:2: this is not TOML: invalid basic string, expected `\"`; mend the line",
            ],
        ),
        (
            "[dates]",
            "[dates",
            &["election.toml:4: this is not TOML: unclosed table, expected `]`; mend the line"],
        ),
        (
            "decimals = 2",
            "currency = \"EUR\"",
            &["election.toml:3: this is not TOML: duplicate key; mend the line"],
        ),
    ] {
        refuses(from, to, expected);
    }
}

#[test]
fn an_empty_file_is_told_all_that_it_lacks() {
    assert_eq!(
        said("", PROJECTS),
        [
            "election.toml:1: title is missing in the part above the first [; add there: title = \"Participatory budget 2027\"",
            "election.toml:1: currency is missing in the part above the first [; add there: currency = \"EUR\"",
            "election.toml:1: there is no official; add [[official]] with a name and a key",
            "election.toml:1: there is no registrar; add [[registrar]] with a name and a key",
            "election.toml:1: there is no trustee; add [[trustee]] with a name and a key",
            "election.toml:1: the table [dates] is missing; add [dates] with lines for opens, closes and complaints_until",
            "election.toml:1: the table [board] is missing; add [board] with lines for origin and key",
            "election.toml:1: the table [trustees] is missing; add [trustees] with a line threshold = 2",
            "election.toml:1: there is no district; add [[district]] with name, budget, rule and ties (a whole city is a district too)",
            "projects.csv:2: there is no district \"City\" in election.toml; write the name of one that is there",
            "projects.csv:5: there is no district \"North\" in election.toml; write the name of one that is there"
        ]
    );
}

#[test]
fn a_field_that_nobody_knows_is_refused() {
    refuses(
        "title = ",
        "titel = ",
        &[
            "election.toml:1: title is missing in the part above the first [; add there: title = \"Participatory budget 2027\"",
            "election.toml:1: \"titel\" is nothing that the part above the first [ has; remove it, or write one of: title, currency, decimals, official, registrar, trustee, dates, board, witness, witnesses, trustees, district",
        ],
    );
    refuses(
        "[dates] # line 4\n",
        "[dates]\nopen = 1\n",
        &[
            "election.toml:5: \"open\" is nothing that [dates] has; remove it, or write one of: opens, closes, complaints_until",
        ],
    );
    refuses(
        "[[witness]] # line 13",
        "[[witnes]]",
        &[
            "election.toml:12: the quorum is 1, and the number of witnesses is 0; lower it, or add [[witness]] tables",
            "election.toml:13: \"witnes\" is nothing that the part above the first [ has; remove it, or write one of: title, currency, decimals, official, registrar, trustee, dates, board, witness, witnesses, trustees, district",
        ],
    );
    refuses(
        "name = \"Ada\"",
        "name = \"Ada\"\nemail = \"ada@example.org\"",
        &[
            "election.toml:17: \"email\" is nothing that [[official]] has; remove it, or write one of: name, key",
        ],
    );
    refuses(
        "quorum = 1",
        "quorum = 1\nquorums = 1",
        &[
            "election.toml:13: \"quorums\" is nothing that [witnesses] has; remove it, or write one of: quorum",
        ],
    );
    refuses(
        "threshold = 1",
        "threshold = 1\ntreshold = 1",
        &[
            "election.toml:29: \"treshold\" is nothing that [trustees] has; remove it, or write one of: threshold",
        ],
    );
}

#[test]
fn a_value_of_another_kind_is_refused() {
    refuses(
        "title = \"Budget 2027\"",
        "title = 2027",
        &["election.toml:1: title must be a text; put it in quotes: \"...\""],
    );
    refuses(
        "decimals = 2",
        "decimals = \"2\"",
        &["election.toml:3: decimals must be a whole number from 0 to 6, without quotes"],
    );
    refuses(
        "decimals = 2",
        "decimals = 7",
        &["election.toml:3: decimals must be a whole number from 0 to 6, without quotes"],
    );
    refuses(
        "[board] # line 8",
        "[[board]]",
        &["election.toml:8: [board] must be a table; write its header so, and its fields below"],
    );
    refuses(
        "[[witness]] # line 13",
        "[witness]",
        &[
            "election.toml:12: the quorum is 1, and the number of witnesses is 0; lower it, or add [[witness]] tables",
            "election.toml:13: write [[witness]] with two brackets on each side",
        ],
    );
    refuses(
        "threshold = 1",
        "threshold = -1",
        &["election.toml:28: threshold must be a whole number from 0 to 255, without quotes"],
    );
    refuses(
        "threshold = 1",
        "threshold = 1.0",
        &["election.toml:28: threshold must be a whole number from 0 to 255, without quotes"],
    );
}

#[test]
fn texts_that_a_definition_does_not_take_are_refused() {
    refuses(
        "\"Budget 2027\"",
        "\"\"",
        &[
            "election.toml:1: the title is empty or has space around it: write something, without the space",
        ],
    );
    refuses(
        "\"Budget 2027\"",
        "\" Budget\"",
        &[
            "election.toml:1: the title is empty or has space around it: write something, without the space",
        ],
    );
    refuses(
        "\"Budget 2027\"",
        "\"Bud\\u202Eget\"",
        &["election.toml:1: the title holds a control character; write it on one line"],
    );
    refuses(
        "\"EUR\"",
        "\"Pieces of eight, gold\"",
        &["election.toml:2: the currency has 21 bytes; shorten it to 16"],
    );
    refuses(
        "\"Ada\"",
        "\"\\u0007\"",
        &["election.toml:16: the name of a party holds a control character; write it on one line"],
    );
}

#[test]
fn a_date_without_a_zone_is_refused() {
    refuses(
        "opens = 2027-03-01T08:00:00+01:00",
        "opens = 2027-03-01T08:00:00",
        &[
            "election.toml:5: opens has no time zone, so nobody can tell when it is; add the offset from UTC: 2027-03-01T08:00:00+01:00, or 2027-03-01T08:00:00Z for UTC itself",
        ],
    );
}

#[test]
fn what_is_no_date_with_a_time_is_refused() {
    for wrong in ["2027-03-01", "08:00:00", "\"2027-03-01T08:00:00+01:00\"", "20270301"] {
        refuses(
            "2027-03-01T08:00:00+01:00",
            wrong,
            &[
                "election.toml:5: opens must be a date with a time and a zone, without quotes: 2027-03-01T08:00:00+01:00",
            ],
        );
    }
    refuses(
        "2027-03-01T08:00:00+01:00",
        "2027-03-01T08:00:00.5+01:00",
        &["election.toml:5: opens has a fraction of a second; leave the fraction out"],
    );
    refuses(
        "2027-03-01T08:00:00+01:00",
        "1969-12-31T23:59:59Z",
        &["election.toml:5: opens is before 1970; mend the year"],
    );
    refuses(
        "2027-03-01T08:00:00+01:00",
        "2027-02-30T08:00:00Z",
        &[
            "election.toml:5: this is not TOML: invalid date, expected day between 01 and 28; mend the line",
        ],
    );
}

#[test]
fn dates_in_the_wrong_order_are_refused() {
    refuses(
        "closes = 2027-03-21T20",
        "closes = 2027-02-21T20",
        &["election.toml:6: the vote closes before it opens, or at the same time; mend the dates"],
    );
    refuses(
        "complaints_until = 2027-03-28",
        "complaints_until = 2027-03-20",
        &["election.toml:7: the time for complaints ends before the vote closes; mend the dates"],
    );
}
