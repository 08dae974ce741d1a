use std::collections::BTreeSet;

use isoloir_words::NUMBERS;
use isoloir_words::check::{faults, french_breaks, messages};
use jiff::tz::{Offset, TimeZone, offset};

use super::{LANGUAGES, Language, Message, Texts};

fn texts(code: &str) -> Texts {
    Texts::of(Language::of_code(code).unwrap())
}

#[test]
fn every_file_is_fluent() {
    for language in LANGUAGES {
        assert_eq!(faults(language.source), [] as [String; 0], "{}", language.code);
    }
}

#[test]
fn every_language_has_the_messages_of_the_program_and_no_other() {
    let said = Message::ALL.iter().map(|message| message.id());
    let said: BTreeSet<&str> = said.chain(NUMBERS).chain(["date", "moment"]).collect();
    for language in LANGUAGES {
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
fn a_time_says_how_far_its_zone_is_from_utc() {
    let said = |minutes: i32| {
        let offset = Offset::from_seconds(60 * minutes).unwrap();
        texts("en").moment(1_790_812_800, &TimeZone::fixed(offset))
    };
    assert_eq!(said(0), "1 October 2026, 00:00 UTC");
    assert_eq!(said(120), "1 October 2026, 02:00 UTC+2");
    assert_eq!(said(330), "1 October 2026, 05:30 UTC+5:30");
    assert_eq!(said(-210), "30 September 2026, 20:30 UTC-3:30");
    assert_eq!(said(-30), "30 September 2026, 23:30 UTC-0:30");
}

#[test]
fn whether_a_term_is_told_in_days_is_a_matter_of_the_place() {
    let (opens, closes) = (1_790_812_800, 1_792_540_800);
    let days = ("1 October 2026".to_owned(), "20 October 2026".to_owned());
    assert_eq!(texts("en").term(opens, closes, &TimeZone::UTC), days);
    let summer = TimeZone::fixed(offset(2));
    assert_eq!(texts("en").term(opens - 7_200, closes - 7_200, &summer), days);
    let (first, last) = texts("en").term(opens, closes, &summer);
    assert_eq!(first, "1 October 2026, 02:00 UTC+2");
    assert_eq!(last, "21 October 2026, 02:00 UTC+2");
}

#[test]
fn summer_time_ends_within_a_term() {
    let paris = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    let (first, last) = texts("en").term(1_790_812_800, 1_793_491_200, &paris);
    assert_eq!(first, "1 October 2026, 02:00 UTC+2");
    assert_eq!(last, "1 November 2026, 01:00 UTC+1");
}
