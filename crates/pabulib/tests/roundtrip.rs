//! Whatever is written in the format is read back; whatever is not is refused without a panic.

use isoloir_pabulib::{
    ErrorKind, Instance, MAX_DECIMALS, Meta, ParseError, Project, Section, Selected, Totals, Vote,
    VoteType, parse, parse_totals,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// How a writer may vary without changing what the file says.
#[derive(Clone, Debug)]
struct Style {
    byte_order_mark: bool,
    crlf: bool,
    quote_everything: bool,
    empty_lines: bool,
    reverse_columns: bool,
    /// More zeros after each amount's decimals.
    zeros: usize,
}

prop_compose! {
    fn styles()(
        (byte_order_mark, crlf, quote_everything, empty_lines, reverse_columns) in any::<(bool, bool, bool, bool, bool)>(),
        zeros in 0..4_usize,
    ) -> Style {
        Style { byte_order_mark, crlf, quote_everything, empty_lines, reverse_columns, zeros }
    }
}

/// A text as the reader gives it back: without white space around it, and never empty.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,9}", ".{1,9}", "[a-zé;,\"'\n\r \t]{1,12}"]
        .prop_map(|text| text.trim().to_owned())
        .prop_filter("not empty", |text| !text.is_empty())
}

fn items() -> impl Strategy<Value = Vec<String>> {
    vec("[a-z]{1,5}( [a-z]{1,5})?", 0..3)
}

prop_compose! {
    /// Amounts of at most 10^9 units, and a budget that needs every decimal.
    fn metas(decimals: u8)(
        texts in vec(option::of(texts()), 9),
        budget in (0..100_000_000_i64, 1..10_i64),
        vote_type in prop_oneof![
            Just(VoteType::Approval),
            Just(VoteType::Ordinal),
            Just(VoteType::Cumulative),
            Just(VoteType::Scoring),
            Just(VoteType::ChooseOne),
        ],
        rule in texts(),
        lengths in vec(option::of(0..1000_u64), 2),
        costs in vec(option::of(0..1_000_000_000_i64), 2),
        points in vec(option::of(-1000..1000_i64), 5),
        other in proptest::collection::btree_map("x[a-z_]{1,9}", texts(), 0..4),
    ) -> Meta {
        let mut texts = texts.into_iter();
        let mut text = || texts.next().flatten();
        Meta {
            description: text(),
            country: text(),
            unit: text(),
            subunit: text(),
            instance: text(),
            date_begin: text(),
            date_end: text(),
            language: text(),
            currency: text(),
            budget: if decimals == 0 { budget.0 } else { budget.0 * 10 + budget.1 },
            vote_type,
            rule,
            min_length: lengths[0],
            max_length: lengths[1],
            min_sum_cost: costs[0],
            max_sum_cost: costs[1],
            min_points: points[0],
            max_points: points[1],
            min_sum_points: points[2],
            max_sum_points: points[3],
            min_project_score_threshold: points[4],
            other,
        }
    }
}

prop_compose! {
    fn projects()(
        cost in 0..1_000_000_000_i64,
        name in option::of(texts()),
        votes in option::of(0..1000_u64),
        score in option::of(-1000..1000_i64),
        selected in option::of(prop_oneof![
            Just(Selected::No),
            Just(Selected::Yes),
            Just(Selected::ByException),
            Just(Selected::FromReserve),
        ]),
        category in items(),
        beneficiaries in items(),
    ) -> Project {
        Project { id: String::new(), cost, name, votes, score, selected, category, beneficiaries }
    }
}

prop_compose! {
    fn instances()(decimals in 0..=MAX_DECIMALS)(
        decimals in Just(decimals),
        meta in metas(decimals),
        mut projects in vec(projects(), 1..9),
        votes in vec(vec((any::<prop::sample::Index>(), -9..99_i64), 0..6), 0..20),
        has_points in any::<bool>(),
    ) -> Instance {
        for (project, index) in projects.iter_mut().zip(0..) {
            project.id = format!("p {index}\"");
        }
        let votes = votes.into_iter().zip(0..).map(|(vote, voter)| Vote {
            voter_id: format!("v;{voter}"),
            projects: vote.iter().map(|(index, _)| index.index(projects.len())).collect(),
            points: has_points.then(|| vote.iter().map(|(_, points)| *points).collect()),
        });
        let votes = votes.collect();
        Instance { decimals, meta, projects, votes }
    }
}

/// Writes `.pb` files.
struct Writer<'a> {
    style: &'a Style,
    decimals: u8,
    out: String,
}

impl Writer<'_> {
    fn file(instance: &Instance, style: &Style) -> String {
        let out = if style.byte_order_mark { "\u{feff}" } else { "" }.to_owned();
        let mut writer = Writer { style, decimals: instance.decimals, out };
        writer.row(["META"]);
        writer.meta(instance);
        writer.row(["PROJECTS"]);
        writer.projects(&instance.projects);
        writer.row(["VOTES"]);
        writer.votes(instance);
        writer.out
    }

    fn meta(&mut self, Instance { meta, projects, votes, .. }: &Instance) {
        let vote_type = match meta.vote_type {
            VoteType::Approval => "approval",
            VoteType::Ordinal => "ordinal",
            VoteType::Cumulative => "cumulative",
            VoteType::Scoring => "scoring",
            VoteType::ChooseOne => "choose-1",
        };
        let number = |number: Option<i64>| number.map(|number| number.to_string());
        let length = |number: Option<u64>| number.map(|number| number.to_string());
        let known = BTreeMap::from([
            ("description", meta.description.clone()),
            ("country", meta.country.clone()),
            ("unit", meta.unit.clone()),
            ("subunit", meta.subunit.clone()),
            ("instance", meta.instance.clone()),
            ("date_begin", meta.date_begin.clone()),
            ("date_end", meta.date_end.clone()),
            ("language", meta.language.clone()),
            ("currency", meta.currency.clone()),
            ("budget", Some(self.amount(meta.budget))),
            ("vote_type", Some(vote_type.to_owned())),
            ("rule", Some(meta.rule.clone())),
            ("num_projects", Some(projects.len().to_string())),
            ("num_votes", Some(votes.len().to_string())),
            ("min_length", length(meta.min_length)),
            ("max_length", length(meta.max_length)),
            ("min_sum_cost", meta.min_sum_cost.map(|amount| self.amount(amount))),
            ("max_sum_cost", meta.max_sum_cost.map(|amount| self.amount(amount))),
            ("min_points", number(meta.min_points)),
            ("max_points", number(meta.max_points)),
            ("min_sum_points", number(meta.min_sum_points)),
            ("max_sum_points", number(meta.max_sum_points)),
            ("min_project_score_threshold", number(meta.min_project_score_threshold)),
        ]);
        self.columns(["key", "value"]);
        for (key, value) in known {
            self.columns([key, &value.unwrap_or_default()]);
        }
        for (key, value) in &meta.other {
            self.columns([key, value]);
        }
    }

    fn projects(&mut self, projects: &[Project]) {
        self.columns([
            "project_id",
            "cost",
            "name",
            "votes",
            "score",
            "selected",
            "category",
            "beneficiaries",
            "new",
        ]);
        for project in projects {
            let selected = project.selected.map(|selected| match selected {
                Selected::No => "0",
                Selected::Yes => "1",
                Selected::ByException => "2",
                Selected::FromReserve => "3",
            });
            self.columns([
                project.id.as_str(),
                &self.amount(project.cost),
                project.name.as_deref().unwrap_or_default(),
                &project.votes.map(|votes| votes.to_string()).unwrap_or_default(),
                &project.score.map(|score| score.to_string()).unwrap_or_default(),
                selected.unwrap_or_default(),
                &project.category.join(","),
                &project.beneficiaries.join(" , "),
                "ignored",
            ]);
        }
    }

    fn votes(&mut self, instance: &Instance) {
        let has_points = instance.votes.iter().any(|vote| vote.points.is_some());
        self.columns(["voter_id", "vote", if has_points { "points" } else { "age" }]);
        for vote in &instance.votes {
            let ids = vote.projects.iter().map(|&project| instance.projects[project].id.as_str());
            let points = vote.points.iter().flatten().map(i64::to_string);
            self.columns([
                vote.voter_id.as_str(),
                &ids.collect::<Vec<_>>().join(","),
                &points.collect::<Vec<_>>().join(", "),
            ]);
        }
    }

    fn amount(&self, units: i64) -> String {
        let decimals = usize::from(self.decimals);
        let digits = format!("{units:0width$}", width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let fraction = format!("{fraction}{}", "0".repeat(self.style.zeros));
        if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
    }

    fn columns<const N: usize>(&mut self, mut fields: [&str; N]) {
        if self.style.reverse_columns {
            fields.reverse();
        }
        self.row(fields);
    }

    fn row<const N: usize>(&mut self, fields: [&str; N]) {
        let fields = fields.map(|field| {
            if self.style.quote_everything || field.contains([';', '"', '\n', '\r']) {
                format!("\"{}\"", field.replace('"', "\"\""))
            } else {
                field.to_owned()
            }
        });
        let end = if self.style.crlf { "\r\n" } else { "\n" };
        self.out += &fields.join(";");
        self.out += end;
        if self.style.empty_lines {
            self.out += end;
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_in_every_style(instance in instances(), style in styles()) {
        let file = Writer::file(&instance, &style);
        prop_assert_eq!(parse(file.as_bytes()), Ok(instance));
    }

    #[test]
    fn an_error_after_any_rows_has_the_line_that_an_editor_shows(
        instance in instances(),
        style in styles(),
    ) {
        let mut file = Writer::file(&instance, &style);
        let line = file.matches('\n').count() + 1;
        file += "too;many;fields;for;a;vote";
        let error = parse(file.as_bytes()).expect_err("the last row is too wide");
        let kind = ErrorKind::RowWidth { section: Section::Votes, expected: 3, found: 6 };
        prop_assert_eq!(error, ParseError { line, kind });
    }

    #[test]
    fn a_quote_opened_in_the_last_row_is_noticed(instance in instances(), style in styles()) {
        let mut file = Writer::file(&instance, &style);
        let line = file.matches('\n').count() + 1;
        file += "last;\"";
        prop_assert_eq!(
            parse(file.as_bytes()),
            Err(ParseError { line, kind: ErrorKind::UnclosedQuote })
        );
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..300)) {
        let _ = parse(&bytes);
        let _ = parse_totals(&bytes);
    }

    #[test]
    fn no_damage_to_a_file_makes_it_panic_or_blame_a_line_beyond_the_end(
        instance in instances(),
        style in styles(),
        damage in vec((any::<prop::sample::Index>(), prop_oneof![
            any::<u8>(),
            prop::sample::select(b"\";,\n\r-.09 M".as_slice()),
        ]), 1..4),
    ) {
        let mut bytes = Writer::file(&instance, &style).into_bytes();
        for (index, byte) in damage {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        let lines = bytes.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let totals = parse_totals(&bytes);
        match (parse(&bytes), &totals) {
            (Ok(instance), _) => {
                prop_assert_eq!(totals, Ok(Totals { instance, faults: Vec::new() }));
            }
            (Err(error), Ok(Totals { faults, .. })) => {
                prop_assert!(faults.contains(&error), "{} is not in {:?}", error, faults);
                prop_assert!(faults.is_sorted_by_key(|fault| fault.line));
                prop_assert!(faults.iter().all(|fault| (1..=lines).contains(&fault.line)));
            }
            (Err(error), Err(_)) => prop_assert!((1..=lines).contains(&error.line), "{}", error),
        }
    }

    #[test]
    fn no_damage_to_its_ballots_changes_the_totals_of_a_file(
        instance in instances(),
        style in styles(),
        damage in vec((any::<prop::sample::Index>(), prop_oneof![
            0..0x80_u8,
            prop::sample::select(b"\";,\n\r-.09 M".as_slice()),
        ]), 1..9),
    ) {
        let file = Writer::file(&instance, &style);
        let title = if style.quote_everything { "\"VOTES\"" } else { "VOTES" };
        let votes = file.rfind(title).map_or(0, |title| title + "\"VOTES\"\r\n".len());
        let mut bytes = file.into_bytes();
        for (index, byte) in damage {
            let index = votes + index.index(bytes.len() - votes);
            if bytes[index].is_ascii() {
                bytes[index] = byte;
            }
        }
        let totals = parse_totals(&bytes).expect("the totals can be read").instance;
        prop_assert_eq!((totals.meta, totals.projects), (instance.meta, instance.projects));
    }
}
