use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

use super::only_file;
use crate::registrar::examples::{self, codes, districts, mailing, page_url, residents};
use crate::registrar::letters::LETTERS_IN_A_FILE;

#[test]
fn a_file_ends_after_five_hundred_letters() {
    let (districts, page) = (districts(), page_url());
    let mailing = mailing(&districts, &page);
    let (resident, code) = (examples::resident("fr"), examples::code());
    let files = |count| {
        let letters = std::iter::repeat_n((&resident, &code), count);
        let files: Vec<_> = mailing.files(letters).map(Result::unwrap).collect();
        let letters = |html: &str| html.matches("<article").count();
        files.iter().map(|file| (file.name.clone(), letters(&file.html))).collect::<Vec<_>>()
    };
    let named = |name: &str, letters| (name.to_owned(), letters);
    assert_eq!(files(0), []);
    assert_eq!(files(LETTERS_IN_A_FILE), [named("letters-0001.html", 500)]);
    assert_eq!(
        files(2 * LETTERS_IN_A_FILE + 1),
        [
            named("letters-0001.html", 500),
            named("letters-0002.html", 500),
            named("letters-0003.html", 1)
        ]
    );
}

#[test]
fn a_letter_is_made_only_when_its_file_is_asked_for() {
    let (districts, page) = (districts(), page_url());
    let mailing = mailing(&districts, &page);
    let (resident, code) = (examples::resident("fr"), examples::code());
    let taken = std::cell::Cell::new(0);
    let letters = std::iter::repeat_n((&resident, &code), 3 * LETTERS_IN_A_FILE);
    let mut files = mailing.files(letters.inspect(|_| taken.set(taken.get() + 1)));
    assert!(files.next().unwrap().is_ok());
    assert_eq!(taken.get(), LETTERS_IN_A_FILE);
}

#[test]
fn each_letter_begins_a_page() {
    let (districts, page) = (districts(), page_url());
    let file = only_file(&mailing(&districts, &page), &residents(), &codes(3));
    assert!(file.html.contains(".letter + .letter { break-before: page; }"));
    assert!(file.html.contains("@page { size: A4 portrait; margin: 0; }"));
    let between: Vec<&str> = file.html.split("</article>\n").skip(1).collect();
    let last = between.len() - 1;
    assert!(between[..last].iter().all(|rest| rest.starts_with("<article class=\"letter ")));
    assert!(between[last].starts_with("</main>"));
}

#[test]
fn each_letter_says_its_language_and_the_file_that_of_the_first() {
    let (districts, page) = (districts(), page_url());
    let mut residents = residents();
    residents.rotate_left(1);
    let file = only_file(&mailing(&districts, &page), &residents, &codes(3));
    assert!(file.html.starts_with("<!doctype html>\n<html lang=\"fr\">"));
    let letters: Vec<&str> = file.html.split("<article ").skip(1).collect();
    for (letter, code) in letters.iter().zip(["fr", "es", "en"]) {
        assert!(letter.starts_with(&format!("class=\"letter window-right\" lang=\"{code}\">")));
    }
}

#[test]
fn each_letter_has_its_own_code_and_no_other() {
    let (districts, page) = (districts(), page_url());
    let codes = codes(3);
    let file = only_file(&mailing(&districts, &page), &residents(), &codes);
    let letters: Vec<&str> = file.html.split("<article ").skip(1).collect();
    for (place, letter) in letters.iter().enumerate() {
        for (owner, code) in codes.iter().enumerate() {
            let printed = code.reveal().replacen("-", "@", 2).replacen("-", "-<br>", 1);
            let is_there = letter.contains(&printed.replace('@', "-"));
            assert_eq!(is_there, place == owner, "letter {place}, code {owner}");
        }
    }
}

#[test]
fn the_file_allows_itself_its_style_and_loads_nothing() {
    let (districts, page) = (districts(), page_url());
    let file = only_file(&mailing(&districts, &page), &residents(), &codes(3));
    let style = file.html.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let hash = Base64::encode_string(&Sha256::digest(style));
    assert!(file.html.contains(&format!("default-src 'none'; style-src 'sha256-{hash}'; ")));
    for part in ["<script", " src=", " href=", "url(", "@import", " style="] {
        assert!(!file.html.contains(part), "{part}");
    }
}
