//! The definition and its districts.

use serde_json::{Value, json};

use super::part::Part;
use super::vectors::{bytes, cases};
use super::world::general_part;
use crate::election::definition::LogKey;
use crate::election::district::Ties;
use crate::election::party::Party;
use crate::election::{Definition, District};
use crate::wire::{Rule, WireError};

/// Parties as the vectors write them.
fn written(parties: &[Party]) -> Value {
    let pair = |party: &Party| json!([party.name, hex::encode(party.key.to_bytes())]);
    parties.iter().map(pair).collect()
}

/// Reads a definition with these times of opening and closing, and this end of complaints.
fn with_times(times: [u64; 3]) -> Result<Definition, WireError> {
    Definition::read(&general_part(1, 1, times, &[Vec::new()]))
}

/// Whether a verifier key, `name+id+base64`, is of this name.
fn is_named(vkey: &Value, key: &LogKey) -> bool {
    vkey.as_str().unwrap().starts_with(&format!("{}+", key.name))
}

#[test]
fn every_valid_definition_says_what_the_vector_says() {
    let cases = cases("valid/definitions");
    assert_eq!(cases.len(), 5);
    for case in cases {
        let definition = Definition::read(&bytes(&case.input["definition"])).unwrap();
        let expected = &case.expected;
        assert_eq!(hex::encode(definition.election_id), expected["election_id"], "{}", case.name);
        assert_eq!(definition.title, expected["title"]);
        assert_eq!(definition.opens, expected["opens"]);
        assert_eq!(definition.closes, expected["closes"]);
        assert_eq!(definition.complaints, expected["complaints"]);
        assert_eq!(written(&definition.officials), expected["officials"]);
        assert_eq!(written(&definition.registrars), expected["registrars"]);
        assert_eq!(written(&definition.trustees), expected["trustees"]);
        assert_eq!(definition.threshold, expected["threshold"]);
        assert_eq!(definition.close_quorum(), expected["close_quorum"]);
        let districts: Value = definition.districts.iter().map(hex::encode).collect();
        assert_eq!(districts, expected["districts"]);
        let witnesses = expected["witnesses"].as_array().unwrap();
        assert_eq!(definition.witnesses.len(), witnesses.len());
        assert!(witnesses.iter().zip(&definition.witnesses).all(|(v, w)| is_named(v, w)));
        assert!(is_named(&expected["board"], &definition.board));
        assert_eq!(json!(definition.page.map(hex::encode)), expected["page"], "{}", case.name);
    }
}

#[test]
fn every_invalid_definition_is_refused() {
    let cases = cases("invalid/definitions");
    assert_eq!(cases.len(), 31);
    for case in cases {
        assert!(Definition::read(&bytes(&case.input["definition"])).is_err(), "{}", case.name);
    }
}

#[test]
fn complaints_are_heard_until_the_vote_closes_or_longer() {
    for times in [[1, 2, 2], [1, 2, 3], [0, 1, u64::MAX], [u64::MAX - 1, u64::MAX, u64::MAX]] {
        let definition = with_times(times).unwrap();
        assert_eq!([definition.opens, definition.closes, definition.complaints], times);
    }
}

#[test]
fn complaints_that_end_before_the_vote_closes_are_refused() {
    let rule = Rule::Meaningless("complaints are heard at least until the vote closes");
    for times in [[1, 3, 2], [1, 2, 1], [1, 2, 0], [0, u64::MAX, u64::MAX - 1]] {
        let error = WireError { field: "complaints", offset: 32, rule };
        assert_eq!(with_times(times), Err(error), "{times:?}");
    }
}

#[test]
fn a_vote_that_closes_before_it_opens_or_then_is_refused_whenever_complaints_end() {
    let rule = Rule::Meaningless("a vote opens and then closes");
    for times in [[2, 2, 2], [2, 2, 3], [3, 2, 3], [3, 2, 1]] {
        let error = WireError { field: "closes", offset: 24, rule };
        assert_eq!(with_times(times), Err(error), "{times:?}");
    }
}

/// A definition that ends with these bytes in place of an empty list of voting pages.
fn with_page(page: &[u8]) -> Result<Definition, WireError> {
    let mut general = general_part(1, 1, [1, 2, 3], &[Vec::new()]);
    general.truncate(general.len() - 2);
    general.extend(page);
    Definition::read(&general)
}

#[test]
fn a_definition_vouches_for_one_voting_page_or_for_none() {
    assert_eq!(with_page(&[0, 0]).unwrap().page, None);
    let one = with_page(&[&[0, 1], &[7; 32][..]].concat()).unwrap();
    assert_eq!(one.page, Some([7; 32]));
    assert_ne!(one.election_id, with_page(&[0, 0]).unwrap().election_id);
}

#[test]
fn a_definition_with_two_voting_pages_half_a_digest_or_no_such_list_is_refused() {
    let rule = |page: &[u8]| with_page(page).unwrap_err().rule;
    assert_eq!(rule(&[&[0, 2], &[7; 64][..]].concat()), Rule::TooLong(1));
    assert_eq!(rule(&[&[1, 1], &[7; 32][..]].concat()), Rule::TooLong(1));
    assert_eq!(rule(&[&[0, 1], &[7; 31][..]].concat()), Rule::Truncated);
    assert_eq!(rule(&[&[0, 0], &[7; 32][..]].concat()), Rule::Trailing);
    assert_eq!(rule(&[&[0, 1], &[7; 33][..]].concat()), Rule::Trailing);
    for none in [&[][..], &[0]] {
        assert_eq!(rule(none), Rule::Truncated);
    }
}

#[test]
fn every_valid_district_says_what_the_vector_says() {
    let cases = cases("valid/districts");
    assert_eq!(cases.len(), 20);
    for case in cases {
        let district = District::read(&bytes(&case.input["district"])).unwrap();
        let expected = &case.expected;
        assert_eq!(hex::encode(district.digest), expected["digest"], "{}", case.name);
        assert_eq!(district.name, expected["name"]);
        assert_eq!(district.budget, expected["budget"]);
        let projects = district.projects.iter().map(|p| json!([p.id, p.name, p.cost]));
        assert_eq!(projects.collect::<Value>(), expected["projects"]);
        assert_eq!(district.points.most(), expected["points"]);
        assert_eq!(json!(district.groups), expected["groups"]);
        assert_eq!(district.rule as u64 + 1, expected["rule"]);
        assert_eq!(district.threshold, expected["threshold"]);
        let ties = match &district.ties {
            Ties::Listed(order) => json!(order),
            Ties::ByLot => Value::Null,
        };
        assert_eq!(ties, expected["ties"]);
        assert_eq!(district.floor, expected["floor"]);
        assert_eq!(district.paper_floor, expected["paper_floor"]);
        assert_eq!(hex::encode(district.style().unwrap().encode()), expected["style"]);
    }
}

#[test]
fn every_invalid_district_is_refused() {
    let cases = cases("invalid/districts");
    assert_eq!(cases.len(), 66);
    for case in cases {
        assert!(District::read(&bytes(&case.input["district"])).is_err(), "{}", case.name);
    }
}

#[test]
fn a_definition_that_ends_anywhere_too_early_is_refused() {
    let whole = bytes(&cases("valid/definitions")[0].input["definition"]);
    for length in 0..whole.len() {
        assert!(Definition::read(&whole[..length]).is_err(), "{length} bytes");
    }
}

#[test]
fn a_district_that_ends_anywhere_too_early_is_refused() {
    let whole = bytes(&cases("valid/districts")[0].input["district"]);
    for length in 0..whole.len() {
        assert!(District::read(&whole[..length]).is_err(), "{length} bytes");
    }
}

#[test]
fn the_amounts_that_a_limit_allows_are_judged_exactly() {
    // 1,750 ballots of 2^53 - 1 do not fit an i64, so a sum that wraps would show here.
    let most = (1 << 53) - 1;
    let mut part = Part::new(most, &[most, 1, 1]);
    part.limits = vec![(1, 1, most, &[0])];
    let district = part.read().unwrap();
    assert!(district.limits_allow_in_sum(1_750, &[1_750, 0, 0]));
    assert!(!district.limits_allow_in_sum(1_749, &[1_750, 0, 0]));
}

#[test]
fn the_points_that_a_limit_allows_in_sum_are_those_of_projects() {
    let mut part = Part::new(10, &[1, 1, 1]);
    part.points = 3;
    part.limits = vec![(3, 1, 4, &[0, 1]), (3, 2, 2, &[])];
    let district = part.read().unwrap();
    assert!(district.limits_allow_in_sum(5, &[15, 5, 9]));
    assert!(!district.limits_allow_in_sum(5, &[15, 6, 9]));
    assert!(district.limits_allow_in_sum(5, &[0, 0, 10]));
    assert!(!district.limits_allow_in_sum(5, &[0, 9, 0]));
}
