use super::{letter, visible};
use crate::registrar::examples::{self, districts, mailing, page_url};
use crate::registrar::letters::Mailing;

/// What the letter says in a language, with plain spaces.
fn said(mailing: &Mailing<'_>, language: &str) -> String {
    let letter = letter(mailing, &examples::resident(language));
    visible(&letter).replace(['\u{a0}', '\u{202f}'], " ").replace("&quot;", "\"")
}

#[test]
fn with_two_registrars_both_codes_are_asked_for() {
    let (districts, page) = (districts(), page_url());
    let mut mailing = mailing(&districts, &page);
    mailing.registrar.index = 1;
    for (language, sentences) in [
        (
            "en",
            [
                "Letter 2 of 2 for the vote",
                "Your voting code 2 of 2: you need both",
                "Enter the codes of both letters.",
            ],
        ),
        (
            "fr",
            [
                "Lettre 2 sur 2 pour le vote",
                "Votre code de vote 2 sur 2 : il vous faut les deux",
                "Saisissez les codes des deux lettres.",
            ],
        ),
        (
            "es",
            [
                "Carta 2 de 2 para la votación",
                "Su código de voto 2 de 2: necesita los dos",
                "Introduzca los códigos de las dos cartas.",
            ],
        ),
    ] {
        let said = said(&mailing, language);
        for sentence in sentences {
            assert!(said.contains(sentence), "{sentence}\n{said}");
        }
    }
}

#[test]
fn with_one_registrar_nothing_is_said_of_other_letters() {
    let (districts, page) = (districts(), page_url());
    let mut mailing = mailing(&districts, &page);
    mailing.registrar.count = 1;
    for (language, words) in [
        ("en", ["Letter 1", "both", "1 of"]),
        ("fr", ["Lettre 1", "deux", "1 sur"]),
        ("es", ["Carta 1", "dos", "1 de 1"]),
    ] {
        let said = said(&mailing, language).replace("todas", "").replace("Todos", "");
        for word in words {
            assert!(!said.contains(&format!("{word} ")), "{language}: {word}\n{said}");
        }
    }
}

#[test]
fn the_term_is_said_in_the_time_of_the_town() {
    let (districts, page) = (districts(), page_url());
    let mailing = mailing(&districts, &page);
    for (language, sentence) in [
        ("en", "from 1 October 2026, 08:00 UTC+2 to 20 October 2026, 20:00 UTC+2."),
        ("fr", "du 1er octobre 2026 à 08:00 UTC+2 au 20 octobre 2026 à 20:00 UTC+2."),
        (
            "es",
            "del 1 de octubre de 2026 a las 08:00 UTC+2 al 20 de octubre de 2026 a las 20:00 UTC+2.",
        ),
    ] {
        let said = said(&mailing, language);
        assert!(said.contains(sentence), "{said}");
    }
}

#[test]
fn budgets_are_named_and_counted() {
    let (districts, page) = (districts(), page_url());
    let mailing = mailing(&districts, &page);
    let mut resident = examples::resident("en");
    let said = visible(&letter(&mailing, &resident));
    assert!(said.contains("You can vote on these 2 budgets\n\nCourvelle\nCentre\n"), "{said}");
    resident.districts = vec![2];
    let said = visible(&letter(&mailing, &resident));
    assert!(said.contains("You can vote on this budget\n\nLes Hauts + la Gare\n"), "{said}");
}

#[test]
fn more_budgets_than_the_sheet_has_room_for_are_counted() {
    let districts: Vec<String> = (1..=9).map(|number| format!("District {number}")).collect();
    let page = page_url();
    let mailing = mailing(&districts, &page);
    let mut resident = examples::resident("en");
    resident.districts = (0..8).collect();
    assert!(visible(&letter(&mailing, &resident)).contains("District 8\n"));
    resident.districts = (0..9).collect();
    let said = visible(&letter(&mailing, &resident));
    assert!(said.contains("District 7\nand 2 more\n"), "{said}");
}

#[test]
fn where_to_get_a_new_code_is_the_town_hall_unless_it_is_said() {
    let (districts, page) = (districts(), page_url());
    let mut mailing = mailing(&districts, &page);
    assert!(said(&mailing, "en").contains("stops working: Mairie de Courvelle, 02 98 00 00 00"));
    mailing.contact = None;
    assert!(said(&mailing, "en").contains("Ask the town hall for a new one"));
}

#[test]
fn there_is_a_way_without_a_browser() {
    let (districts, page) = (districts(), page_url());
    let mut mailing = mailing(&districts, &page);
    for language in ["en", "fr", "es"] {
        assert!(said(&mailing, language).contains("isoloir vote"));
        assert!(said(&mailing, language).contains("https://vote.courvelle.example/2026\n"));
    }
    mailing.page = None;
    assert!(!said(&mailing, "en").contains("https:"));
}
