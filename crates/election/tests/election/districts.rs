//! The part of a definition for one district.

use isoloir_board::entry::MAX_PAYLOAD_BYTES;
use isoloir_crypto::ballot::{BallotParameters, BallotTracker};
use isoloir_crypto::credential::VoterCredential;
use isoloir_crypto::group::{NonIdentityPoint, SecretScalar};
use isoloir_crypto::points::PointScale;
use isoloir_election::definition::{
    Bound, DefinitionError, District, DistrictError, DistrictParts, Limit, MAX_AMOUNT, Scope, Ties,
};
use isoloir_election::message::CastBallot;
use isoloir_election::rules::Rule;
use isoloir_encoding::{Decode, Encode, Problem};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use crate::support::{north, projects};

#[track_caller]
fn refusal(change: impl FnOnce(&mut DistrictParts)) -> DistrictError {
    let mut parts = north();
    change(&mut parts);
    District::new(parts).unwrap_err()
}

#[test]
fn a_district_without_projects_or_with_too_many_is_refused() {
    assert_eq!(refusal(|parts| parts.projects.clear()), DistrictError::Projects { projects: 0 });
    let many = refusal(|parts| parts.projects = projects(&[1; 961]));
    assert_eq!(many, DistrictError::Projects { projects: 961 });
}

#[test]
fn two_projects_with_one_id_are_refused() {
    let refused = refusal(|parts| parts.projects[2].id = "P0".into());
    assert_eq!(refused, DistrictError::RepeatedProject { id: "P0".into() });
}

#[test]
fn an_amount_above_the_greatest_is_refused() {
    let amount = MAX_AMOUNT + 1;
    let refused = |what| DistrictError::Amount { what, amount };
    assert_eq!(refusal(|parts| parts.budget = amount), refused("the budget"));
    let cost = refusal(|parts| parts.projects[1].cost = amount);
    assert_eq!(cost, refused("the cost of a project"));
    let limit = refusal(|parts| parts.limits[1].amount = amount);
    assert_eq!(limit, refused("the amount of a limit"));
    let most = u64::MAX;
    assert!(matches!(refusal(|parts| parts.budget = most), DistrictError::Amount { .. }));
    let mut parts = north();
    (parts.budget, parts.projects[0].cost, parts.limits[0].amount) =
        (MAX_AMOUNT, MAX_AMOUNT, MAX_AMOUNT);
    assert!(District::new(parts).is_ok());
}

#[test]
fn an_order_of_ties_that_is_not_one_of_all_projects_is_refused() {
    for ties in
        [vec![], vec![0, 1], vec![0, 1, 1], vec![1, 2, 3], vec![0, 1, 2, 2], vec![0, 1, 2, 3]]
    {
        assert_eq!(refusal(|parts| parts.ties = Ties::Listed(ties)), DistrictError::Ties);
    }
}

#[test]
fn a_text_that_people_can_not_read_on_one_line_is_refused() {
    for bad in
        ["", " ", " x", "x ", "x\u{3000}", "a\nb", "a\0b", "a\u{7f}b", "a\u{85}b", "\u{1b}[31m"]
    {
        let bad = || bad.into();
        for refused in [
            refusal(|parts| parts.name = bad()),
            refusal(|parts| parts.projects[1].id = bad()),
            refusal(|parts| parts.projects[1].name = bad()),
        ] {
            let DistrictError::Text(error) = refused else { panic!("{refused:?}") };
            assert!(matches!(
                *error,
                DefinitionError::EmptyText { .. } | DefinitionError::ControlCharacter { .. }
            ));
        }
    }
}

#[test]
fn a_text_is_refused_one_byte_above_its_bound() {
    type Field = fn(&mut DistrictParts) -> &mut String;
    let fields: [(Field, usize); 3] = [
        (|parts| &mut parts.name, 255),
        (|parts| &mut parts.projects[1].id, 64),
        (|parts| &mut parts.projects[1].name, 1_024),
    ];
    for (field, most) in fields {
        let mut parts = north();
        *field(&mut parts) = "x".repeat(most);
        assert!(District::new(parts).is_ok());
        let DistrictError::Text(error) = refusal(|parts| *field(parts) = "x".repeat(most + 1))
        else {
            panic!("another refusal");
        };
        assert!(matches!(*error, DefinitionError::LongText { bytes, .. } if bytes == most + 1));
    }
}

#[test]
fn a_district_that_is_one_byte_too_long_for_an_entry_is_refused() {
    let with_last_name = |bytes: usize| {
        let mut parts = north();
        parts.projects = projects(&[1; 63]);
        parts.ties = Ties::Listed((0..63).collect());
        parts.projects.iter_mut().for_each(|project| project.name = "x".repeat(1_024));
        parts.projects[62].name = "x".repeat(bytes);
        District::new(parts)
    };
    let room = MAX_PAYLOAD_BYTES - with_last_name(1).unwrap().to_bytes().len();
    let full = with_last_name(1 + room).unwrap();
    assert_eq!(full.to_bytes().len(), MAX_PAYLOAD_BYTES);
    let (bytes, most) = (MAX_PAYLOAD_BYTES + 1, MAX_PAYLOAD_BYTES);
    assert_eq!(with_last_name(2 + room), Err(DistrictError::TooLarge { bytes, most }));
}

#[test]
fn ballots_of_the_largest_style_fit_an_entry() {
    let district = District::new(DistrictParts {
        limits: (0..64).map(|less| Limit::spend_at_most(MAX_AMOUNT - less)).collect(),
        ..DistrictParts::new("North", MAX_AMOUNT, projects(&[MAX_AMOUNT - 64; 960]))
    })
    .unwrap();
    assert_eq!((district.style().range_bits(), district.style().range_values()), (64, 64));
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    let keys: Vec<_> = (0..960)
        .map(|_| NonIdentityPoint::from_secret(&SecretScalar::random(rng)).unwrap())
        .collect();
    let parameters = BallotParameters::new([1; 32], 0, district.style().clone(), &keys).unwrap();
    let credential = VoterCredential::from_shares(&[SecretScalar::random(rng)]).unwrap();
    let choices = district.choose(&[5]).unwrap();
    let (sealed, _) = parameters.seal(&credential, &choices, rng);
    let ballot = CastBallot::cast(&parameters, &credential, BallotTracker::NONE, sealed, rng);
    let bytes = ballot.to_bytes();
    assert!(bytes.len() <= MAX_PAYLOAD_BYTES, "{} bytes", bytes.len());
    assert!(CastBallot::read(&bytes, district.style()).is_ok());
}

#[test]
fn what_new_refuses_is_refused_in_bytes_too() {
    let good = District::new(north()).unwrap().to_bytes();
    // The name "North" takes 7 bytes, then comes the budget.
    let mut large_budget = good.clone();
    large_budget[7] = 0xff;
    let mut control = good.clone();
    control[3] = b'\n';
    // At the end: rule (1), threshold (8), kind of ties (1), three ties (6), floor (4), floor on paper (4).
    let end = good.len();
    let with = |back: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[end - back] = byte;
        bytes
    };
    let cases = [
        (large_budget, false),
        (control, false),
        (with(9, 0), false),
        (with(24, 7), true),
        (with(15, 7), true),
    ];
    for (bytes, unknown) in cases {
        let problem = District::from_bytes(&bytes).unwrap_err().problem;
        assert_eq!(matches!(problem, Problem::Unknown(7)), unknown, "{problem:?}");
        assert_eq!(matches!(problem, Problem::NotCanonical(_)), !unknown, "{problem:?}");
    }
    let longer = [good.as_slice(), &[0]].concat();
    assert_eq!(District::from_bytes(&longer).unwrap_err().problem, Problem::TrailingBytes(1));
    for length in 0..good.len() {
        assert!(District::from_bytes(&good[..length]).is_err());
    }
}

#[test]
fn the_digest_changes_with_every_field() {
    let changes: [fn(&mut DistrictParts); 16] = [
        |_| (),
        |parts| parts.name.push('x'),
        |parts| parts.budget += 1,
        |parts| parts.projects[0].id.push('x'),
        |parts| parts.projects[0].name.push('x'),
        |parts| parts.projects[0].cost += 1,
        |parts| parts.limits[0].amount += 1,
        |parts| parts.limits[0].bound = Bound::AtLeast,
        |parts| parts.limits[0].scope = Scope::Projects(vec![0, 1, 2]),
        |parts| parts.limits.swap(0, 1),
        |parts| parts.ties = Ties::Listed(vec![1, 0, 2]),
        |parts| parts.ties = Ties::Lot,
        |parts| parts.rule = Rule::GreedyNoSkip,
        |parts| parts.threshold += 1,
        |parts| parts.floor += 1,
        |parts| parts.paper_floor += 1,
    ];
    let mut digests: Vec<_> = changes
        .iter()
        .map(|change| {
            let mut parts = north();
            change(&mut parts);
            District::new(parts).unwrap().digest()
        })
        .collect();
    digests.sort_unstable();
    digests.dedup();
    assert_eq!(digests.len(), changes.len());
}

/// Districts of every kind.
fn parts() -> impl Strategy<Value = DistrictParts> {
    let costs = prop::collection::vec(0..=MAX_AMOUNT, 4..8);
    let kind = (0..6_usize, 1..=255_u8, any::<bool>(), 0..=MAX_AMOUNT, any::<[u32; 2]>());
    (costs, kind, "[a-zà-ü]{1,20}", 1..90_u64).prop_flat_map(
        |(costs, (rule, points, by_lot, threshold, [floor, paper_floor]), name, most)| {
            let order = Just((0..costs.len() as u16).collect::<Vec<_>>()).prop_shuffle();
            let rule = Rule::ALL[rule];
            let points = if rule == Rule::PerUnit { 1 } else { points };
            order.prop_map(move |order| DistrictParts {
                scale: PointScale::new(points.try_into().unwrap()),
                limits: match points {
                    1 => vec![Limit::spend_at_most(MAX_AMOUNT), Limit::choose_at_most(most)],
                    _ => vec![Limit::give_at_most(most).within(vec![0, 2])],
                },
                groups: match rule {
                    Rule::GreedyExclusive => vec![vec![0, 1], vec![1, 2, 3]],
                    _ => Vec::new(),
                },
                rule,
                threshold,
                ties: if by_lot { Ties::Lot } else { Ties::Listed(order) },
                floor,
                paper_floor,
                ..DistrictParts::new(name.as_str(), MAX_AMOUNT, projects(&costs))
            })
        },
    )
}

proptest! {
    #[test]
    fn a_district_reads_back(parts in parts()) {
        let district = District::new(parts.clone()).unwrap();
        prop_assert_eq!(&*district, &parts);
        prop_assert_eq!(District::from_bytes(&district.to_bytes()), Ok(district));
    }

    #[test]
    fn changed_bytes_are_another_district_or_none(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut bytes = District::new(north()).unwrap().to_bytes();
        let at = at.index(bytes.len());
        bytes[at] = to;
        if let Ok(district) = District::from_bytes(&bytes) {
            prop_assert_eq!(district.to_bytes(), bytes);
        }
    }
}
