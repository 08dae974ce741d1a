//! Reads `spec/vectors`.

use std::fs;

use serde_json::Value;

use crate::log::Hash;
use crate::log::checkpoint::{Policy, PolicyError};
use crate::log::key::{KeyError, KeyType, VerifierKey};

/// The cases of a file, `valid/chains` for example, of which there must be `number`.
pub(super) fn cases(file: &str, number: usize) -> Vec<Value> {
    let path = format!("{}/../../spec/vectors/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).expect("the vectors are in spec/vectors");
    let mut file: Value = serde_json::from_str(&text).unwrap();
    let Value::Array(cases) = file["cases"].take() else { panic!("no cases") };
    assert_eq!(cases.len(), number, "all cases, and each of them is looked at");
    cases
}

pub(super) fn name(case: &Value) -> &str {
    text(&case["name"])
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a string: {value}"))
}

pub(super) fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("not a number: {value}"))
}

pub(super) fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(text(value)).unwrap()
}

pub(super) fn hash(value: &Value) -> Hash {
    bytes(value).try_into().unwrap()
}

pub(super) fn list<T>(value: &Value, read: impl Fn(&Value) -> T) -> Vec<T> {
    value.as_array().unwrap_or_else(|| panic!("not a list: {value}")).iter().map(read).collect()
}

/// The policy of a case, or the category of the refusal.
pub(super) fn policy(value: &Value) -> Result<Policy, &'static str> {
    let key = |kind, value: &Value| VerifierKey::parse(kind, text(value));
    let witnesses = list(&value["witnesses"], |value| key(KeyType::Witness, value));
    let keys = key(KeyType::Log, &value["log"])
        .and_then(|log| Ok((log, witnesses.into_iter().collect::<Result<Vec<_>, KeyError>>()?)));
    let (log, witnesses) = keys.map_err(|_| "key")?;
    let quorum = usize::try_from(number(&value["quorum"])).unwrap();
    Policy::new(log, witnesses, quorum).map_err(|error| match error {
        PolicyError::Type { .. } => "key",
        PolicyError::Witnesses(_) => "policy:witnesses",
        PolicyError::Quorum { .. } => "policy:quorum",
        PolicyError::Shared(_) => "policy:shared",
        PolicyError::Log(_) => "policy:log",
    })
}
