//! Sums, contributions and counts.

use curve25519_dalek::Scalar;
use serde_json::{Value, json};

use super::ceremonies::opened;
use super::vectors::{array, bytes, decode, hexed, hexed_points, list, number, run};
use crate::crypto::ballot::{Encodings, read_sealed};
use crate::crypto::generators::bases;
use crate::crypto::points::Points;
use crate::crypto::style::Style;
use crate::crypto::tally::{Contribution, Counter, Sums, TallyContext, TallyError};
use crate::wire::{Reader, WireError};

#[test]
fn contributions_that_hold_give_the_counts() {
    run("tallies", [8, 34], |input| {
        let ceremony = opened(&input["ceremony"])?;
        let keys = ceremony.keys().unwrap();
        let points = Points::new(number(&input["points"])).unwrap();
        let slots = number(&input["ceremony"]["slots"]);
        let tally = sums(&input["ballots"], slots).map_err(decode)?.close(points);
        let context = TallyContext {
            fingerprint: array(&input["fingerprint"]),
            district: number(&input["district"]),
            close_root: array(&input["close_root"]),
        };
        let read = |hex: &Value| contribution(&bytes(hex), slots / points.slots());
        let contributions = list(&input["contributions"]).iter().map(read);
        let contributions: Vec<_> = contributions.collect::<Result<_, _>>().map_err(decode)?;
        let mut challenges = Vec::new();
        for contribution in &contributions {
            contribution.verify(&context, &tally, keys).map_err(|_| "proof")?;
            let (y, c) = contribution.challenges(&context, &tally, keys).unwrap();
            challenges.push(json!([hexed(y.to_bytes()), hexed(c.to_bytes())]));
        }
        let counter = Counter::new(tally.most());
        let counts = counter.counts(&tally, ceremony.threshold(), &contributions);
        let counts = counts.map_err(|error| match error {
            TallyError::Threshold { .. } => "threshold",
            TallyError::Count { .. } | TallyError::TooMany(_) => "count",
        })?;
        Ok(json!({
            "a": hexed(tally.a().bytes()),
            "y": hexed_points(tally.y()),
            "challenges": challenges,
            "counts": counts,
        }))
    });
}

fn sums(ballots: &Value, slots: usize) -> Result<Sums, WireError> {
    let style = Style::new(slots, Vec::new()).unwrap();
    let mut sums = Sums::neutral(slots);
    for ballot in list(ballots) {
        let sealed = bytes(ballot);
        let mut reader = Reader::new(&sealed);
        let mut points = Encodings::default();
        let read = read_sealed(&style, &mut reader, &mut points, &mut Vec::new());
        points.decode(&mut Vec::new()).and(read)?;
        reader.finish("ballot")?;
        sums.add(&Sums::of_ballot(&style, &sealed)?);
    }
    Ok(sums)
}

fn contribution(bytes: &[u8], projects: usize) -> Result<Contribution, WireError> {
    let mut reader = Reader::new(bytes);
    let contribution = Contribution::read(&mut reader, projects)?;
    reader.finish("contribution")?;
    Ok(contribution)
}

#[test]
fn every_count_up_to_the_number_of_ballots_is_found_and_none_above() {
    let h = bases().h.group();
    // A table that suits, one that is too small, and one that is too large.
    for counter in [Counter::new(20), Counter::new(0), Counter::new(10_000)] {
        for count in 0..=25 {
            let found = counter.find(h * Scalar::from(count), 20);
            assert_eq!(found, (count <= 20).then_some(count));
        }
        assert_eq!(counter.find(h * -Scalar::ONE, 20), None);
    }
}

#[test]
fn sums_can_be_sent_and_ballots_taken_out_of_them() {
    let cases = super::vectors::read("valid", "tallies");
    let case = cases.iter().find(|case| case.name == "three_ballots_by_trustees_1_and_2").unwrap();
    let ballots = list(&case.input["ballots"]);
    let all = sums(&case.input["ballots"], 2).unwrap();
    let two = sums(&ballots[..2].into(), 2).unwrap();
    let third = sums(&ballots[2..].into(), 2).unwrap();
    let mut rest = all.clone();
    rest.subtract(&third);
    assert_eq!(rest, two);
    rest.subtract(&two);
    assert_eq!(rest, Sums::neutral(2));
    assert_eq!(Sums::decode(&all.encode(), 2), Ok(all.clone()));
    assert!(Sums::decode(&all.encode(), 3).is_err());
    assert!(Sums::decode(&all.encode(), 1).is_err());
}
