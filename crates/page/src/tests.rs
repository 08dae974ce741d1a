use std::collections::BTreeSet;

use isoloir_words::check::{faults, french_breaks, messages};
use isoloir_words::{AMOUNTS_AND_TIMES, NUMBERS};
use serde_json::Value;

use crate::files;
use crate::language::{LANGUAGES, Language, Texts};
use crate::script_words::table;

fn files_of(language: Language) -> [&'static str; 2] {
    [language.documents, language.scripts]
}

#[test]
fn every_file_is_fluent_and_all_languages_say_the_same_with_the_same_arguments() {
    let first = files_of(LANGUAGES[0]).map(messages);
    for language in LANGUAGES {
        for (file, first) in files_of(language).into_iter().zip(&first) {
            assert_eq!(faults(file), [] as [String; 0], "{}", language.code);
            assert_eq!(&messages(file), first, "{}", language.code);
        }
    }
}

#[test]
fn documents_say_every_message_and_no_other() {
    let sources = [
        include_str!("document/mod.rs"),
        include_str!("document/frame.rs"),
        include_str!("document/budget.rs"),
        include_str!("document/result.rs"),
        include_str!("limits.rs"),
        include_str!("language.rs"),
    ]
    .concat();
    for id in messages(LANGUAGES[0].documents).into_keys() {
        let is_built = id.starts_with("limit-");
        let is_common = NUMBERS.contains(&id) || AMOUNTS_AND_TIMES.contains(&id);
        assert!(
            is_built || is_common || sources.contains(&format!("\"{id}\"")),
            "nobody says {id}"
        );
    }
    let texts = Texts::of(LANGUAGES[0]);
    for said in sources.split("word(\"").skip(1) {
        let id = said.split('"').next().unwrap();
        assert!(!texts.word(id).starts_with('{'), "{id}");
    }
}

#[test]
fn scripts_say_messages_that_there_are() {
    let table = table(LANGUAGES[0].scripts);
    let scripts = files::all().iter().filter(|file| file.name.ends_with(".js"));
    let scripts: String =
        scripts.map(|file| String::from_utf8(file.bytes.clone()).unwrap()).collect();
    for said in scripts.split(".say(\"").skip(1) {
        let id = said.split('"').next().unwrap();
        assert!(table.get(id).is_some(), "{id}");
    }
    for id in table.as_object().unwrap().keys() {
        // Built of the measure of a limit, or of the name of an error.
        let is_built =
            ["why-", "missing-", "left-", "code-", "check-"].iter().any(|it| id.starts_with(it));
        assert!(is_built || scripts.contains(&format!("\"{id}\"")), "nobody says {id}");
    }
}

#[test]
fn nothing_that_scripts_say_is_lost_on_the_way_to_them() {
    for language in LANGUAGES {
        let table = table(language.scripts);
        let said: BTreeSet<&str> = messages(language.scripts).into_keys().collect();
        let has: BTreeSet<&str> = table.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(has, said, "{}", language.code);
    }
}

#[test]
fn a_choice_of_words_has_a_default_and_keys_that_a_script_can_find() {
    let table = table(
        "n = { $n ->\n    [0] none\n    [one] { NUMBER($n) } vote\n   *[other] { NUMBER($n) } votes\n}\n",
    );
    let expected: Value = serde_json::json!([{
        "s": "n",
        "of": {
            "0": ["none"],
            "one": [{ "n": "n" }, " vote"],
            "other": [{ "n": "n" }, " votes"],
        },
        "d": "other",
    }]);
    assert_eq!(table["n"], expected);
}

#[test]
fn french_breaks_no_line_before_a_double_sign() {
    for file in files_of(Language::of_code("fr").unwrap()) {
        assert_eq!(french_breaks(file), [] as [String; 0]);
    }
}

#[test]
fn a_result_is_told_in_every_language_of_the_page() {
    let of_page = LANGUAGES.map(|language| language.code);
    assert_eq!(LANGUAGES.map(|language| language.of_result().code), of_page);
    assert_eq!(isoloir_result::language::LANGUAGES.map(|language| language.code), of_page);
}
