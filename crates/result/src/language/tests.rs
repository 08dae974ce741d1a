use std::collections::BTreeSet;

use isoloir_words::check::{faults, french_breaks, messages};
use isoloir_words::{AMOUNTS_AND_TIMES, NUMBERS};

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
    let said: BTreeSet<&str> = said.chain(NUMBERS).chain(AMOUNTS_AND_TIMES).collect();
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
fn each_language_writes_amounts_in_its_own_way() {
    let written = |code, amount| texts(code).money(amount, 2, "EUR");
    assert_eq!(written("en", 123_450), "1,234.50\u{a0}EUR");
    assert_eq!(written("fr", 123_450), "1\u{202f}234,50\u{a0}EUR");
    assert_eq!(written("es", 123_450), "1234,50\u{a0}EUR");
    assert_eq!(written("es", 1_234_550), "12.345,50\u{a0}EUR");
    assert_eq!(written("en", 5), "0.05\u{a0}EUR");
}

#[test]
fn amounts_are_exact_beyond_what_a_float_holds() {
    assert_eq!(texts("en").money(u64::MAX, 0, "EUR"), "18,446,744,073,709,551,615\u{a0}EUR");
    assert_eq!(texts("en").money((1 << 53) + 1, 6, "EUR"), "9,007,199,254.740993\u{a0}EUR");
}

#[test]
fn a_currency_in_another_script_keeps_its_direction() {
    assert_eq!(texts("en").money(5, 0, "د.إ"), "5\u{a0}\u{2068}د.إ\u{2069}");
}

#[test]
fn each_language_has_its_own_plurals() {
    let counted = |code, count: u64| {
        let said = texts(code).say(Message::Points, &[("count", count.into())]);
        said.replace(['\u{a0}', '\u{202f}'], " ")
    };
    let all = |code| [0, 1, 2, 1_000_000].map(|count| counted(code, count));
    assert_eq!(all("en"), ["0 points", "1 point", "2 points", "1,000,000 points"]);
    assert_eq!(all("fr"), ["0 point", "1 point", "2 points", "1 000 000 points"]);
    assert_eq!(all("es"), ["0 puntos", "1 punto", "2 puntos", "1.000.000 puntos"]);
}

#[test]
fn a_vote_from_midnight_to_midnight_is_told_in_days() {
    let (opens, closes) = (1_790_812_800, 1_792_540_800);
    assert_eq!(
        texts("en").period(opens, closes),
        "Voting period: 1 October 2026 to 20 October 2026"
    );
    assert_eq!(texts("fr").period(opens, closes), "Vote du 1er octobre 2026 au 20 octobre 2026");
    assert_eq!(
        texts("es").period(opens, closes),
        "Votación del 1 de octubre de 2026 al 20 de octubre de 2026"
    );
}

#[test]
fn another_vote_is_told_with_the_time_in_utc() {
    let (opens, closes) = (1_790_812_800 + 8 * 3_600, 1_792_540_800 + 60);
    assert_eq!(
        texts("en").period(opens, closes),
        "Voting period: 1 October 2026, 08:00 UTC to 21 October 2026, 00:01 UTC"
    );
}

#[test]
fn a_time_after_the_calendar_is_told_all_the_same() {
    let said = texts("en").period(0, u64::MAX);
    assert_eq!(said, "Voting period: 1 January 1970, 00:00 UTC to 18446744073709551615 s");
}

#[test]
fn french_breaks_no_line_before_a_double_sign() {
    assert_eq!(french_breaks(Language::of_code("fr").unwrap().source), [] as [String; 0]);
}
