use isoloir_crypto::ballot::BallotTracker;
use isoloir_encoding::Decode;
use jiff::Timestamp;

use super::{Notice, Occasion};
use crate::language::{LANGUAGES, Texts};
use crate::registrar::examples::{self, CLOSES, districts, language, summer};
use crate::registrar::roll_file::Resident;

fn occasion(districts: &[String]) -> Occasion<'_> {
    Occasion {
        title: "Budget participatif 2026",
        closes: CLOSES,
        zone: summer(),
        districts,
        contact: Some("Mairie de Courvelle, 02 98 00 00 00"),
    }
}

fn notice(resident: &Resident) -> Notice<'_> {
    let bytes: [u8; 32] = std::array::from_fn(|index| index as u8 * 7);
    Notice {
        resident,
        district: 1,
        tracker: BallotTracker::from_bytes(&bytes).unwrap(),
        recorded_before: Timestamp::from_second(1_790_940_660).unwrap(),
    }
}

fn text(occasion: &Occasion<'_>, code: &str) -> String {
    let resident = examples::resident(code);
    occasion.text(&notice(&resident), &Texts::of(language(code)))
}

#[test]
fn the_notice_in_english() {
    assert_eq!(
        text(&occasion(&districts()), "en"),
        "Hello Zoé Martin,

A ballot was recorded for you in this vote: Budget participatif 2026

Budget: Centre
Recorded before: 2 October 2026, 13:31 UTC+2
Tracking code of the ballot:
  0007 0e15 1c23 2a31 383f 464d 545b 6269
  7077 7e85 8c93 9aa1 a8af b6bd c4cb d2d9

If you cast this ballot, all is well: the tracking code is the one that your device showed you. You can vote \
again until 20 October 2026, 20:00 UTC+2; only your last ballot counts.

If you did not vote, or were shown another tracking code, somebody else may have used your voting code. Ask for \
a new one at once. The old one then stops working, and the ballot that was cast with it no longer counts: \
Mairie de Courvelle, 02 98 00 00 00

This message does not say how you voted: nobody can see that. Nobody who organises the vote will ever ask you \
for your voting code. Give it to nobody.
"
    );
}

#[test]
fn the_notice_in_french() {
    let said = text(&occasion(&districts()), "fr").replace(['\u{a0}', '\u{202f}'], " ");
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines[..9],
        [
            "Bonjour Zoé Martin,",
            "",
            "Un bulletin a été enregistré pour vous dans ce vote : Budget participatif 2026",
            "",
            "Budget : Centre",
            "Enregistré avant : 2 octobre 2026 à 13:31 UTC+2",
            "Code de suivi du bulletin :",
            "  0007 0e15 1c23 2a31 383f 464d 545b 6269",
            "  7077 7e85 8c93 9aa1 a8af b6bd c4cb d2d9",
        ]
    );
    assert!(said.contains("jusqu’au 20 octobre 2026 à 20:00 UTC+2 ;"), "{said}");
}

#[test]
fn the_notice_in_spanish() {
    let said = text(&occasion(&districts()), "es");
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines[..7],
        [
            "Hola, Zoé Martin:",
            "",
            "Se ha registrado una papeleta para usted en esta votación: Budget participatif 2026",
            "",
            "Presupuesto: Centre",
            "Registrada antes de: 2 de octubre de 2026 a las 13:31 UTC+2",
            "Código de seguimiento de la papeleta:",
        ]
    );
    assert!(said.contains("hasta el 20 de octubre de 2026 a las 20:00 UTC+2;"), "{said}");
}

#[test]
fn no_language_lacks_a_word_and_none_holds_marks_of_direction() {
    let districts = districts();
    for contact in [Some("02 98 00 00 00"), None] {
        let occasion = Occasion { contact, ..occasion(&districts) };
        for language in LANGUAGES {
            let said = text(&occasion, language.code);
            assert!(!said.contains(['{', '\u{2068}', '\u{2069}']), "{said}");
        }
    }
}

#[test]
fn the_table_has_a_row_for_each_notice_in_the_language_of_its_resident() {
    let districts = districts();
    let residents = examples::residents();
    let mut table = Vec::new();
    occasion(&districts).write_table(&mut table, residents.iter().map(notice)).unwrap();
    let mut reader = csv::Reader::from_reader(table.as_slice());
    let header = reader.headers().unwrap().iter().collect::<Vec<_>>().join(",");
    assert_eq!(header, "id,name,email,language,district,tracker,recorded_before,text");
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    for (row, resident) in rows.iter().zip(&residents) {
        let cells: Vec<&str> = row.iter().collect();
        let code = resident.language.code;
        assert_eq!(cells[..5], ["1017", "Zoé Martin", "zoe@example.org", code, "Centre"]);
        assert_eq!(cells[5], "00070e151c232a31383f464d545b626970777e858c939aa1a8afb6bdc4cbd2d9");
        assert_eq!(cells[6], "2026-10-02T11:31:00Z");
        assert_eq!(cells[7], text(&occasion(&districts), code));
    }
}

#[test]
fn a_cell_that_begins_like_a_formula_has_an_apostrophe() {
    let districts = vec![String::new(), "=1+1".to_owned()];
    let resident =
        Resident { id: "-5".to_owned(), name: "@a".to_owned(), ..examples::resident("en") };
    let mut table = Vec::new();
    occasion(&districts).write_table(&mut table, [notice(&resident)]).unwrap();
    let table = String::from_utf8(table).unwrap();
    assert!(table.contains("'-5,'@a,zoe@example.org,en,'=1+1,"), "{table}");
}
