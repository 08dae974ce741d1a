//! The cases of `spec/vectors`.

use std::path::Path;

use serde_json::Value;

/// A case that must be accepted, or refused.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) input: Value,
    pub(super) expected: Value,
    pub(super) refused_as: Option<String>,
}

/// All cases of a file, such as `valid/winners`.
pub(super) fn cases(file: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/vectors");
    let text = std::fs::read_to_string(folder.join(file).with_extension("json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let case = |case: &Value| Case {
        name: case["name"].as_str().unwrap().to_owned(),
        input: case["input"].clone(),
        expected: case["expected"].clone(),
        refused_as: case["refused_as"].as_str().map(str::to_owned),
    };
    file["cases"].as_array().unwrap().iter().map(case).collect()
}

/// The bytes that a hexadecimal string stands for.
pub(super) fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

/// 32 bytes.
pub(super) fn hash(value: &Value) -> [u8; 32] {
    bytes(value).try_into().unwrap()
}

/// The numbers of a list.
pub(super) fn numbers<T: TryFrom<u64, Error: std::fmt::Debug>>(value: &Value) -> Vec<T> {
    let numbers = value.as_array().unwrap().iter();
    numbers.map(|number| T::try_from(number.as_u64().unwrap()).unwrap()).collect()
}
