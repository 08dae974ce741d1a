use std::collections::BTreeSet;

use isoloir_words::check::{faults, french_breaks, messages};
use jiff::tz::TimeZone;

use super::*;

#[test]
fn every_file_is_fluent_and_has_the_messages_of_the_pages_and_no_other() {
    let said = Message::ALL.iter().map(|message| message.id());
    let said: BTreeSet<&str> = said.chain(["number-group"]).collect();
    for language in LANGUAGES {
        assert_eq!(faults(language.source), [] as [String; 0], "{}", language.code);
        let has: BTreeSet<&str> = messages(language.source).into_keys().collect();
        assert_eq!(has, said, "{}", language.code);
    }
}

#[test]
fn every_language_uses_the_same_arguments() {
    let first = messages(LANGUAGES[0].source);
    for language in LANGUAGES {
        assert_eq!(messages(language.source), first, "{}", language.code);
    }
}

#[test]
fn french_breaks_no_line_before_a_double_sign() {
    assert_eq!(french_breaks(Language::of_code("fr").unwrap().source), [] as [String; 0]);
}

#[test]
fn each_language_writes_numbers_and_times_in_its_own_way() {
    let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    let said = |code| {
        let texts = Texts::of(Language::of_code(code).unwrap());
        [texts.number(190_916), texts.moment(1_790_812_800, &zone)]
    };
    assert_eq!(said("en"), ["190,916", "1 October 2026, 02:00 UTC+2"]);
    assert_eq!(said("fr"), ["190\u{202f}916", "1er octobre 2026 à 02:00 UTC+2"]);
    assert_eq!(said("es"), ["190.916", "1 de octubre de 2026, 02:00 UTC+2"]);
}

#[test]
fn a_span_is_told_within_its_day_and_over_days() {
    let texts = Texts::of(LANGUAGES[0]);
    let said = |from: u64, to: u64| {
        texts.between(1_790_812_800 + from, 1_790_812_800 + to, &TimeZone::UTC)
    };
    assert_eq!(said(0, 3_600), "1 October, 00:00 to 01:00");
    assert_eq!(said(82_800, 86_400), "1 October, 23:00 to 24:00");
    assert_eq!(said(82_800, 90_000), "1 October, 23:00 to 2 October, 01:00");
    assert_eq!(said(0, 2 * 86_400), "1 October, 00:00 to 3 October, 00:00");
}
