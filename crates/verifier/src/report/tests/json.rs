//! The JSON report is what `docs/verifier-report.schema.json` and `docs/verifier.md` say.

use serde_json::{Value, json};

use super::samples;
use crate::report::{MAX_NAMED_FAILURES, Report, Step};

const SCHEMA: &str = include_str!("../../../../../docs/verifier-report.schema.json");
const GUIDE: &str = include_str!("../../../../../docs/verifier.md");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).expect("the schema is JSON")
}

fn json_of(report: &Report) -> Value {
    serde_json::to_value(report).expect("a report is JSON")
}

/// What of JSON Schema the file uses. A word that is not here is an error, so that none is
/// overlooked.
fn check(root: &Value, schema: &Value, value: &Value, path: &str) -> Result<(), String> {
    let refuse = |what: &str| Err(format!("{path}: {what}: {value}"));
    for (word, rule) in schema.as_object().expect("a schema is an object") {
        let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
        let length = value.as_array().map_or(0, Vec::len) as f64;
        let holds = match word.as_str() {
            "$schema" | "title" | "description" | "$defs" | "required" | "additionalProperties" => {
                true
            }
            "const" => value == rule,
            "enum" => rule.as_array().is_some_and(|allowed| allowed.contains(value)),
            "type" => types(rule).iter().any(|name| is_of_type(value, name)),
            "minimum" => value.is_null() || number(value) >= number(rule),
            "maximum" => value.is_null() || number(value) <= number(rule),
            "minItems" => length >= number(rule),
            "maxItems" => length <= number(rule),
            "pattern" => rule == "^[0-9a-f]{64}$" && is_hash(value),
            "anyOf" => {
                let mut cases = rule.as_array().into_iter().flatten();
                cases.any(|case| check(root, case, value, path).is_ok())
            }
            "$ref" => {
                let name = rule.as_str().and_then(|it| it.strip_prefix("#/$defs/")).unwrap_or("");
                check(root, &root["$defs"][name], value, path)?;
                true
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, item, &format!("{path}[{index}]"))?;
                }
                true
            }
            "prefixItems" => {
                for (index, rule) in rule.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, &value[index], &format!("{path}[{index}]"))?;
                }
                true
            }
            "properties" => properties(root, schema, rule, value, path)?,
            other => return Err(format!("{path}: this test does not know {other}")),
        };
        if !holds {
            return refuse(word);
        }
    }
    Ok(())
}

/// Every property is one of the schema's, and required; each is checked.
fn properties(
    root: &Value,
    schema: &Value,
    properties: &Value,
    value: &Value,
    path: &str,
) -> Result<bool, String> {
    let (Some(properties), Some(fields)) = (properties.as_object(), value.as_object()) else {
        return Ok(false);
    };
    let required = schema["required"].as_array().expect("an object names what is required");
    assert_eq!(schema["additionalProperties"], json!(false));
    for name in required.iter().filter_map(Value::as_str) {
        if !fields.contains_key(name) {
            return Err(format!("{path}: {name} is missing"));
        }
    }
    for (name, field) in fields {
        let rule = properties.get(name).ok_or(format!("{path}: {name} is not in the schema"))?;
        check(root, rule, field, &format!("{path}.{name}"))?;
    }
    Ok(required.len() == properties.len())
}

fn types(rule: &Value) -> Vec<&str> {
    match rule {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

fn is_hash(value: &Value) -> bool {
    let digits = |text: &str| text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
    value.as_str().is_some_and(|text| text.len() == 64 && digits(text))
}

#[test]
fn every_sample_is_what_the_schema_says() {
    let schema = schema();
    for (name, report) in samples::all() {
        check(&schema, &schema, &json_of(&report), name).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn what_the_schema_does_not_allow_is_refused_by_the_check() {
    let schema = schema();
    let spoil = |pointer: &str, value: Value| {
        let mut report = json_of(&samples::accepted());
        *report.pointer_mut(pointer).expect(pointer) = value;
        check(&schema, &schema, &report, "report").is_err()
    };
    assert!(spoil("/verdict", json!("maybe")));
    assert!(spoil("/ballots", json!(-1)));
    assert!(spoil("/steps", json!([])));
    assert!(spoil("/steps/3/ok", json!("yes")));
    assert!(spoil("/steps/3/number", json!(21)));
    assert!(spoil("/log/root", json!("ab")));
    assert!(spoil("/log/witnesses/0", json!({"name": "w"})));
    assert!(spoil("/election/districts/0/projects/2", json!({"id": "1"})));
    assert!(spoil("/election/districts/0/winners", json!([960])));
    assert!(spoil("/election/districts/0/awards/0/amount", json!(-1)));
    assert!(spoil("/election/districts/0/rule", json!("best")));
    assert!(spoil("/election/districts/0/points", json!(0)));
    assert!(spoil("/election/districts/0/ties/seed", json!("5eed")));
    assert!(!spoil("/election/fingerprint", Value::Null));
}

#[test]
fn the_schema_has_the_names_of_all_steps_and_the_bound_on_failures() {
    let step = &schema()["$defs"]["step"]["properties"];
    assert_eq!(step["id"]["enum"], json!(Step::ALL.map(Step::id)));
    assert_eq!(step["failures"]["maxItems"], json!(MAX_NAMED_FAILURES));
}

#[test]
fn the_example_of_the_guide_is_what_the_schema_says() {
    let start = GUIDE.find("```json\n").expect("the guide has an example") + "```json\n".len();
    let length = GUIDE[start..].find("```").expect("its end");
    let example = serde_json::from_str(&GUIDE[start..start + length]).expect("it is JSON");
    let schema = schema();
    check(&schema, &schema, &example, "example").unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn the_guide_names_every_field_and_every_step() {
    let definitions = schema();
    let objects = definitions["$defs"].as_object().expect("definitions");
    let parts = objects.values().chain([&definitions]);
    for name in parts.filter_map(|part| part["properties"].as_object()).flat_map(|it| it.keys()) {
        assert!(GUIDE.contains(&format!("`{name}`")), "docs/verifier.md does not name {name}");
    }
    for step in Step::ALL {
        let row = format!("| {} | `{}` |", step.number(), step.id());
        assert!(GUIDE.contains(&row), "docs/verifier.md has no row {row}");
    }
}
