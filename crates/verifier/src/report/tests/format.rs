use proptest::prelude::*;

use crate::report::Step;
use crate::report::format::*;

#[test]
fn numbers_are_grouped_by_three_digits() {
    let cases =
        [(0, "0"), (999, "999"), (1_000, "1,000"), (u64::MAX, "18,446,744,073,709,551,615")];
    for (number, text) in cases {
        assert_eq!(grouped(number), text);
    }
}

#[test]
fn amounts_have_the_decimals_of_the_definition() {
    assert_eq!(amount(296_400, 0), "296,400");
    assert_eq!(amount(296_400, 2), "2,964.00");
    assert_eq!(amount(5, 2), "0.05");
    assert_eq!(amount(0, 6), "0.000000");
    assert_eq!(money(1_234_567, 3, "TND"), "1,234.567\u{a0}TND");
    assert_eq!(amount(7, 255).len(), 257, "more decimals than a definition may have are no panic");
}

#[test]
fn a_share_is_rounded_to_a_tenth_of_a_percent_and_nothing_of_nothing_is_none() {
    assert_eq!(percent(1, 3).as_deref(), Some("33.3%"));
    assert_eq!(percent(2, 3).as_deref(), Some("66.7%"));
    assert_eq!(percent(u64::MAX, u64::MAX).as_deref(), Some("100.0%"));
    assert_eq!(percent(0, 0), None);
}

#[test]
fn one_of_a_thing_is_in_the_singular() {
    let singulars = [
        ("signatures", "signature"),
        ("files", "file"),
        ("entries", "entry"),
        ("hashes", "hash"),
        ("messages", "message"),
        ("credentials", "credential"),
        ("districts", "district"),
        ("ballots", "ballot"),
        ("statements", "statement"),
        ("contributions", "contribution"),
        ("counts", "count"),
    ];
    for step in Step::ALL {
        let known = singulars.iter().find(|(plural, _)| *plural == step.unit());
        let (_, one) = known.unwrap_or_else(|| panic!("no singular for {}", step.unit()));
        assert_eq!(counted(1, step.unit()), format!("1 {one}"));
    }
    assert_eq!(counted(0, "ballots"), "0 ballots");
}

#[test]
fn time_spans_are_as_exact_as_their_length_deserves() {
    let cases = [
        (0.0, "0.00 s"),
        (0.019, "0.02 s"),
        (9.996, "10.0 s"),
        (59.4, "59.4 s"),
        (59.6, "1 min 0 s"),
        (185.2, "3 min 5 s"),
        (4_320.0, "1 h 12 min"),
        (-3.0, "0.00 s"),
        (f64::NAN, "0.00 s"),
    ];
    for (seconds, text) in cases {
        assert_eq!(duration(seconds), text);
    }
}

#[test]
fn times_are_dates_of_the_gregorian_calendar() {
    let cases = [
        (0, "1970-01-01 00:00 UTC"),
        (951_782_400, "2000-02-29 00:00 UTC"),
        (1_790_000_000, "2026-09-21 14:13 UTC"),
        (4_107_542_399, "2100-02-28 23:59 UTC"),
        (4_107_542_400, "2100-03-01 00:00 UTC"),
    ];
    for (seconds, text) in cases {
        assert_eq!(utc(seconds), text);
    }
    let _ = utc(u64::MAX);
}

#[test]
fn letters_of_every_script_stay_and_what_steers_a_terminal_is_shown_as_its_code() {
    let fine = "Éclairage, 照明, إنارة, तालाब, 👩‍🌾";
    assert_eq!(visible(fine), fine);
    assert_eq!(visible("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
    assert_eq!(visible("evil\u{202e}gpj\u{2066}\n"), "evil\\u{202e}gpj\\u{2066}\\u{a}");
}

proptest! {
    #[test]
    fn an_amount_without_its_marks_is_the_number_again(units: u64, decimals in 0_u8..=6) {
        let digits: String = amount(units, decimals).chars().filter(char::is_ascii_digit).collect();
        prop_assert_eq!(digits.parse::<u64>().ok(), Some(units));
    }

    #[test]
    fn a_shown_text_has_no_control_character_and_is_not_escaped_twice(text in "\\PC*|[\u{0}-\u{2fff}]*") {
        let shown = visible(&text).into_owned();
        prop_assert!(!shown.chars().any(char::is_control));
        prop_assert_eq!(visible(&shown), shown.as_str());
    }
}
