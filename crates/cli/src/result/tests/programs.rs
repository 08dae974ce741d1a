//! CSV, JSON and Pabulib.

use isoloir_election::rules::Rule;
use isoloir_pabulib::Selected;
use isoloir_result::decided::Decided;
use isoloir_result::examples::{self, Example};
use serde_json::Value;

use crate::result::{json, pabulib, spreadsheet};

fn only(example: Example) -> Decided {
    examples::election(vec![example.decided()])
}

fn table(election: &Decided) -> Vec<String> {
    let table = spreadsheet::table(election).unwrap();
    assert!(table.ends_with("\r\n"), "lines end as RFC 4180 says");
    table.split_terminator("\r\n").map(str::to_owned).collect()
}

fn object(election: &Decided) -> Value {
    serde_json::from_str(&json::object(election).unwrap()).unwrap()
}

#[test]
fn the_table_has_a_row_for_each_project_of_each_district() {
    let election =
        examples::election(vec![examples::on_paper().decided(), examples::below_floor()]);
    assert_eq!(
        table(&election),
        [
            "district,district_name,project,name,cost,electronic,paper,score,funded,amount,order,verdict,currency",
            "0,Centre,a,Project a,600.00,300,5,305,no,0.00,,does-not-fit,EUR",
            "0,Centre,b,Project b,600.00,295,10,305,yes,600.00,1,funded,EUR",
            "0,Centre,c,Project c,400.00,100,1,101,yes,400.00,2,funded,EUR",
            "1,Centre,a,Project a,600.00,,0,,no,0.00,,not-counted,EUR",
            "1,Centre,b,Project b,500.00,,0,,no,0.00,,not-counted,EUR",
        ]
    );
}

#[test]
fn no_text_of_the_table_is_a_formula() {
    for start in ['=', '+', '-', '@', '＝'] {
        let mut example = examples::greedy();
        example.parts.projects[0].name = format!("{start}HYPERLINK(\"https://evil.example\",1)");
        example.parts.projects[0].id = format!("{start}1");
        let row = &table(&only(example))[1];
        let expected = format!("0,Centre,'{start}1,\"'{start}HYPERLINK(\"\"https:");
        assert!(row.starts_with(&expected), "{row}");
    }
}

#[test]
fn json_has_the_awards_and_every_round_in_words_that_stay() {
    let object = object(&only(examples::custom()));
    let district = &object["districts"][0];
    assert_eq!(district["rule"], "greedy-custom");
    assert_eq!(district["budget"], 100_000);
    assert_eq!(district["spent"], 105_000);
    assert_eq!(district["awards"][1], serde_json::json!({ "project": "b", "amount": 45_000 }));
    let rounds = district["rounds"].as_array().unwrap();
    let verdicts: Vec<&Value> = rounds.iter().map(|round| &round["verdict"]).collect();
    assert_eq!(verdicts, ["funded", "funded-by-exception", "after-the-end"]);
    assert_eq!(rounds[1]["left"], 40_000);
}

#[test]
fn json_has_the_seed_and_the_order_of_a_lot() {
    let object = object(&only(examples::on_paper()));
    let ties = &object["districts"][0]["ties"];
    assert_eq!(ties["by"], "lot");
    assert_eq!(ties["seed"], "08".repeat(32));
    assert_eq!(ties["order"], serde_json::json!(["b", "a", "c"]));
}

#[test]
fn json_has_null_for_what_was_not_counted() {
    let object = object(&examples::election(vec![examples::below_floor()]));
    let district = &object["districts"][0];
    assert_eq!(district["counted"], false);
    assert_eq!(district["ties"], Value::Null);
    assert_eq!(district["projects"][0]["score"], Value::Null);
}

/// A field that is added or changed without its description fails here.
#[test]
fn every_field_of_json_is_described() {
    let described = include_str!("../../../../../docs/result.md");
    let mut fields = Vec::new();
    collect_fields(&object(&examples::everything()), &mut fields);
    for field in fields {
        assert!(described.contains(&format!("`{field}`")), "docs/result.md lacks {field}");
    }
}

fn collect_fields(value: &Value, fields: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (field, value) in object {
                fields.push(field.clone());
                collect_fields(value, fields);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect_fields(value, fields)),
        _ => {}
    }
}

#[test]
fn a_pabulib_file_reads_as_what_was_decided() {
    let text = pabulib::export(&only(examples::on_paper()), None, "France").unwrap();
    let read = isoloir_pabulib::parse(text.as_bytes()).unwrap();
    // In the order of ties, so that greedy gives the same winners.
    let projects = read.projects.iter().map(|project| (project.id.as_str(), project.selected));
    assert_eq!(
        projects.collect::<Vec<_>>(),
        [("b", Some(Selected::Yes)), ("a", Some(Selected::No)), ("c", Some(Selected::Yes))]
    );
    assert_eq!(read.stated_scores(), Some(vec![305, 305, 101]));
    assert_eq!(read.meta.rule, "greedy");
    for part in ["country;France", "date_begin;01.10.2026", "date_end;20.10.2026"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_rule_that_pabulib_does_not_know_is_named_in_a_comment() {
    for (example, name) in [(examples::optimal(), "optimal"), (examples::per_unit(), "per-unit")] {
        let text = pabulib::export(&only(example), None, "Worldwide").unwrap();
        assert!(text.contains("\nrule;unknown\n"), "{text}");
        assert!(text.contains(&format!("The rule is {name}, ")), "{text}");
    }
}

#[test]
fn a_project_funded_by_exception_or_in_part_is_selected_as_2() {
    let selected = |example| {
        let text = pabulib::export(&only(example), None, "Worldwide").unwrap();
        let read = isoloir_pabulib::parse(text.as_bytes()).unwrap();
        let mut exceptions = read.projects.iter();
        exceptions
            .find(|project| project.selected == Some(Selected::ByException))
            .map(|project| project.id.clone())
    };
    assert_eq!(selected(examples::custom()).as_deref(), Some("b"));
    assert_eq!(selected(examples::per_unit()).as_deref(), Some("part"));
}

#[test]
fn of_several_districts_one_must_be_chosen() {
    let two = || examples::election(vec![examples::greedy().decided(), examples::below_floor()]);
    let error = |district| pabulib::export(&two(), district, "Worldwide").unwrap_err().to_string();
    assert!(error(None).ends_with("choose it with --district, 0 to 1"), "{}", error(None));
    assert_eq!(error(Some(2)), "there is no district 2: they are numbered 0 to 1");
    assert!(error(Some(1)).starts_with("Centre: too few ballots"), "{}", error(Some(1)));
    let chosen = pabulib::export(&two(), Some(0), "Worldwide").unwrap();
    assert!(chosen.contains("\nsubunit;Centre\n"), "{chosen}");
}

#[test]
fn every_rule_can_be_exported() {
    for rule in Rule::ALL {
        let example = Example::new(rule, &[("a", 60_000, 3), ("b", 50_000, 3)]);
        pabulib::export(&only(example), None, "Worldwide").unwrap();
    }
}
