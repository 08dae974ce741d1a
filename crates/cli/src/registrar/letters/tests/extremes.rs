//! Letters with as much and as little on them as can be, for eyes and a printer.

use super::only_file;
use crate::language::LANGUAGES;
use crate::registrar::examples::{self, codes, mailing, page_url};
use crate::registrar::letters::{Mailing, Window};
use crate::registrar::roll_file::Resident;

/// `ISOLOIR_SAMPLES=folder cargo test -p isoloir extremes -- --ignored` writes them. A browser must print each
/// file on as many pages as it has letters.
#[test]
#[ignore = "writes files, for eyes"]
fn extremes_are_written_to_a_folder() {
    let folder = std::env::var("ISOLOIR_SAMPLES").unwrap();
    let (districts, page) = (districts(), page_url());
    let mut mailing = mailing(&districts, &page);
    let write = |name: &str, mailing: &Mailing<'_>, resident: fn(&str) -> Resident| {
        let residents = LANGUAGES.map(|language| resident(language.code));
        let file = only_file(mailing, &residents, &codes(residents.len()));
        let path = std::path::Path::new(&folder).join(name).with_extension("html");
        std::fs::write(path, &*file.html).unwrap();
    };
    write("usual", &mailing, examples::resident);
    let name =
        "Service de la démocratie participative et des relations avec les habitants de Courvelle";
    mailing.registrar.name = name;
    mailing.title = "Budget participatif 2026 de la ville de Courvelle et de ses sept quartiers : cent vingt projets";
    mailing.contact = Some(
        "Mairie de Courvelle, service de la démocratie participative, 1 place de la République, 29000 \
         Courvelle, 02 98 00 00 00, du lundi au vendredi de 9 h à 17 h",
    );
    write("long-right", &mailing, long);
    mailing.window = Window::Left;
    write("long-left", &mailing, long);
    mailing.registrar.count = 3;
    mailing.page = None;
    write("three-registrars", &mailing, long);
    let longest = "W".repeat(255);
    mailing.registrar.name = &longest;
    mailing.title = &longest;
    mailing.contact = Some(&longest);
    write("too-long", &mailing, too_long);
    mailing.window = Window::Right;
    mailing.registrar.name = "Mairie";
    mailing.registrar.count = 1;
    mailing.title = "Vote";
    mailing.contact = None;
    write("short", &mailing, short);
}

fn districts() -> Vec<String> {
    let quarter =
        |number| format!("Quartier {number} : Saint-Germain-des-Vignes et les Hauts de la Rivière");
    std::iter::once("Courvelle".to_owned()).chain((1..=20).map(quarter)).collect()
}

fn long(language: &str) -> Resident {
    Resident {
        name: "Marie-Antoinette Élisabeth de La Rochefoucauld-Montmorency".to_owned(),
        address: [
            "Résidence des Jardins de l’Europe",
            "ESCALIER 3, 4E ÉTAGE, APPARTEMENT 12",
            "127 BOULEVARD DU GÉNÉRAL DE GAULLE",
            "LIEU-DIT LES TROIS FONTAINES",
            "29000 SAINT-GERMAIN-DES-VIGNES CEDEX",
        ]
        .map(str::to_owned)
        .to_vec(),
        districts: (0..7).collect(),
        ..examples::resident(language)
    }
}

fn too_long(language: &str) -> Resident {
    Resident {
        name: "W".repeat(100),
        address: vec!["W".repeat(80); 2],
        districts: (0..20).collect(),
        ..examples::resident(language)
    }
}

fn short(language: &str) -> Resident {
    Resident {
        name: "A".to_owned(),
        address: Vec::new(),
        districts: vec![0],
        ..examples::resident(language)
    }
}
