//! Reading `spec/vectors`.

use std::path::Path;

use serde_json::Value;

use crate::crypto::ballot::Parameters;
use crate::crypto::group::Point;
use crate::crypto::style::{Constraint, Style, StyleError};
use crate::wire::WireError;

/// One line of a file.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) input: Value,
    /// What comes of it, if it is valid.
    pub(crate) expected: Value,
    /// The category, if it is not.
    pub(crate) refused_as: Value,
}

/// Runs all cases of a file in `valid/`, then all in `invalid/` if there is such a file. `judge`
/// gives what is to be compared with `expected`, or the category of the refusal.
pub(crate) fn run(
    file: &str,
    [valid, invalid]: [usize; 2],
    judge: impl Fn(&Value) -> Result<Value, String>,
) {
    let cases = read("valid", file);
    assert_eq!(cases.len(), valid, "cases in valid/{file}");
    for case in cases {
        let found = judge(&case.input);
        assert_eq!(found, Ok(case.expected), "{}", case.name);
    }
    if invalid > 0 {
        let cases = read("invalid", file);
        assert_eq!(cases.len(), invalid, "cases in invalid/{file}");
        for case in cases {
            let found = judge(&case.input);
            assert_eq!(found.map_err(Value::from), Err(case.refused_as), "{}", case.name);
        }
    }
}

/// The cases of a file.
pub(crate) fn read(folder: &str, file: &str) -> Vec<Case> {
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/vectors");
    let path = vectors.join(folder).join(file).with_extension("json");
    let text = std::fs::read_to_string(&path).unwrap();
    let parsed: Value = serde_json::from_str(&text).unwrap();
    let case = |case: &Value| Case {
        name: text_of(&case["name"]).to_owned(),
        input: case["input"].clone(),
        expected: case["expected"].clone(),
        refused_as: case["refused_as"].clone(),
    };
    list(&parsed["cases"]).iter().map(case).collect()
}

pub(crate) fn text_of(value: &Value) -> &str {
    value.as_str().unwrap()
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// A number that fits its type.
pub(crate) fn number<T: TryFrom<u64, Error: std::fmt::Debug>>(value: &Value) -> T {
    T::try_from(value.as_u64().unwrap()).unwrap()
}

pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(text_of(value)).unwrap()
}

pub(crate) fn array<const N: usize>(value: &Value) -> [u8; N] {
    bytes(value).try_into().unwrap()
}

/// The JSON of bytes.
pub(crate) fn hexed(bytes: impl AsRef<[u8]>) -> Value {
    hex::encode(bytes).into()
}

pub(crate) fn hexed_points<'a>(points: impl IntoIterator<Item = &'a Point>) -> Value {
    points.into_iter().map(|point| hexed(point.bytes())).collect()
}

/// The category of every refusal by the reader.
pub(crate) fn decode(_: WireError) -> String {
    "decode".into()
}

/// A style from its slots and constraints.
pub(crate) fn style(input: &Value) -> Result<Style, StyleError> {
    let integer = |value: &Value| text_of(value).parse::<i64>().unwrap();
    let constraint = |constraint: &Value| Constraint {
        constant: integer(&constraint["constant"]),
        coefficients: list(&constraint["coefficients"]).iter().map(integer).collect(),
    };
    let constraints = list(&input["constraints"]).iter().map(constraint).collect();
    Style::new(number(&input["slots"]), constraints)
}

/// Parameters from fingerprint, district, style and keys; or the category of the refusal.
pub(crate) fn parameters(input: &Value) -> Result<Parameters, String> {
    use crate::crypto::ballot::ParametersError;
    let keys = list(&input["keys"]).iter().map(|key| Point::decode(&array(key)).unwrap());
    let keys: Vec<_> = keys.collect();
    let style = style(&input["style"]).unwrap();
    let fingerprint = array(&input["fingerprint"]);
    Parameters::new(fingerprint, number(&input["district"]), style, &keys).map_err(|error| {
        let category = match error {
            ParametersError::TooFewKeys { .. } => "keys:too_few",
            ParametersError::RepeatedKey(_) => "keys:repeated",
            // A key that is neutral is none: whoever reads it refuses it.
            ParametersError::NeutralKey(_) => "decode",
        };
        category.into()
    })
}
