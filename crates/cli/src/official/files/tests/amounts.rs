use isoloir_election::definition::MAX_AMOUNT;

use crate::official::files::amount::{HOW, parse, write};

#[test]
fn amounts_are_exact() {
    for (text, decimals, units) in [
        ("0", 0, 0),
        ("500000", 2, 50_000_000),
        ("500000.5", 2, 50_000_050),
        ("500000.50", 2, 50_000_050),
        ("500000.500000", 1, 5_000_005),
        ("0.000001", 6, 1),
        ("007", 0, 7),
        ("12.00", 0, 12),
        ("9007199254740991", 0, MAX_AMOUNT),
        ("90071992547409.91", 2, MAX_AMOUNT),
    ] {
        assert_eq!(parse(text, decimals), Ok(units), "{text}");
    }
}

#[test]
fn whatever_is_not_digits_and_a_point_is_refused() {
    let texts = [
        "",
        ".",
        "5.",
        ".5",
        "-1",
        "+1",
        "1e3",
        "1,5",
        "1 000",
        "1.000.000",
        "0x10",
        "1_000",
        "١",
        "NaN",
        "inf",
    ];
    for text in texts {
        assert_eq!(parse(text, 2), Err(HOW.into()), "{text}");
    }
}

#[test]
fn decimals_that_would_be_lost_are_refused() {
    let refused = parse("1.005", 2).unwrap_err();
    assert_eq!(
        refused,
        "the amount has 3 decimals, and those of this election have 2; round it, or change `decimals`"
    );
}

#[test]
fn amounts_above_the_bound_are_refused_at_any_length() {
    let long = "9".repeat(100_000);
    for (text, decimals) in [("9007199254740992", 0), ("90071992547409.92", 2), (&long, 6)] {
        let refused = parse(text, decimals).unwrap_err();
        assert!(refused.starts_with("the amount is too large for exact arithmetic"), "{refused}");
    }
}

#[test]
fn what_is_written_is_read_back() {
    for (units, decimals, text) in [
        (0, 2, "0"),
        (50, 2, "0.50"),
        (50_000_050, 2, "500000.50"),
        (7, 0, "7"),
        (MAX_AMOUNT, 6, "9007199254.740991"),
    ] {
        assert_eq!(write(units, decimals), text);
        assert_eq!(parse(text, decimals), Ok(units));
    }
}
