use super::{letter, visible};
use crate::language::LANGUAGES;
use crate::registrar::examples::{self, code, districts, mailing, page_url};
use crate::registrar::letters::Window;

/// `ISOLOIR_WRITE_EXAMPLES=1 cargo test -p isoloir letters` writes the letters anew, after a change that you
/// meant. The path of the QR code is left out.
#[test]
fn the_letters_are_those_of_the_files() {
    for (language, file) in [
        ("en", include_str!("en.html")),
        ("fr", include_str!("fr.html")),
        ("es", include_str!("es.html")),
    ] {
        let (districts, page) = (districts(), page_url());
        let letter = letter(&mailing(&districts, &page), &examples::resident(language));
        let (before, path) = letter.split_once("<path d=\"").unwrap();
        let (_, after) = path.split_once('"').unwrap();
        let letter = format!("{before}<path d=\"\"{after}");
        if std::env::var_os("ISOLOIR_WRITE_EXAMPLES").is_some() {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/registrar/letters/tests");
            std::fs::write(format!("{folder}/{language}.html"), &letter).unwrap();
            continue;
        }
        assert!(letter == file, "{language}.html is not what is written now:\n{letter}");
    }
}

#[test]
fn a_hostile_roll_can_t_be_markup() {
    let attack = "<script>alert('1')</script>\"& </style><img src=x onerror=alert(1)>";
    let (mut districts, page) = (districts(), page_url());
    districts[0] = attack.to_owned();
    let mut mailing = mailing(&districts, &page);
    mailing.title = attack;
    mailing.contact = Some(attack);
    mailing.registrar.name = attack;
    let mut resident = examples::resident("en");
    resident.name = attack.to_owned();
    resident.address = vec![attack.to_owned(), "</address></article>".to_owned()];

    let letter = letter(&mailing, &resident);

    for tag in ["<script", "<img", "</style>"] {
        assert!(!letter.contains(tag), "{tag}");
    }
    let escaped = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp; &lt;/style&gt;";
    // Registrar, name, line of the address, title, district, contact.
    assert_eq!(letter.matches(&format!("<bdi>{escaped}")).count(), 6);
    assert_eq!(letter.matches("</article>").count(), 1);
    assert_eq!(letter.matches("</address>").count(), 1);
}

#[test]
fn a_name_keeps_its_direction_to_itself() {
    let (districts, page) = (districts(), page_url());
    let mut resident = examples::resident("fr");
    resident.name = "חיים 600".to_owned();
    resident.address = vec!["شارع 12".to_owned()];
    let letter = letter(&mailing(&districts, &page), &resident);
    assert!(letter.contains("<p><bdi>חיים 600</bdi></p>\n<p><bdi>شارع 12</bdi></p>"));
}

#[test]
fn the_code_stands_in_six_groups_of_four() {
    let (districts, page) = (districts(), page_url());
    let letter = letter(&mailing(&districts, &page), &examples::resident("en"));
    let shown = letter.split("<p class=\"code\"><code>").nth(1).unwrap();
    let lines: Vec<&str> = shown.split("</code>").next().unwrap().split("<br>").collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines.concat(), *code().reveal());
    assert!(lines.iter().all(|line| line.split('-').filter(|it| it.len() == 4).count() == 3));
}

#[test]
fn the_code_is_nowhere_but_in_its_place() {
    let (districts, page) = (districts(), page_url());
    let letter = letter(&mailing(&districts, &page), &examples::resident("en"));
    let code = code().reveal();
    let group = code.split('-').next().unwrap();
    assert_eq!(letter.matches(group).count(), 1);
    let address = letter.find("<address>").unwrap();
    assert!(letter.find(group).unwrap() > address);
}

#[test]
fn the_beginning_of_the_election_s_id_is_there_to_compare() {
    let (districts, page) = (districts(), page_url());
    let mailing = mailing(&districts, &page);
    let letter = letter(&mailing, &examples::resident("en"));
    assert!(letter.contains("<code class=\"id\">0011 2233 4455 6677</code>"));
    assert!(mailing.election.to_string().starts_with("0011223344556677"));
}

#[test]
fn the_address_goes_where_the_window_is() {
    let (districts, page) = (districts(), page_url());
    let mut mailing = mailing(&districts, &page);
    for (window, class) in [(Window::Left, "window-left"), (Window::Right, "window-right")] {
        mailing.window = window;
        let letter = letter(&mailing, &examples::resident("en"));
        assert!(letter.starts_with(&format!("<article class=\"letter {class}\" lang=\"en\">")));
    }
}

#[test]
fn headings_go_down_by_one_step_and_begin_with_the_title() {
    let (districts, page) = (districts(), page_url());
    let letter = letter(&mailing(&districts, &page), &examples::resident("fr"));
    let headings: Vec<&str> = letter.split("<h").skip(1).map(|rest| &rest[..2]).collect();
    assert_eq!(headings, ["1>", "2>", "2>", "2>", "2>", "2>"]);
    assert!(letter.contains("<h1><bdi>Budget participatif 2026</bdi></h1>"));
}

#[test]
fn no_language_lacks_a_word() {
    let (districts, page) = (districts(), page_url());
    let mut mailing = mailing(&districts, &page);
    for language in LANGUAGES {
        for count in 1..=3 {
            mailing.registrar.count = count;
            for (page, contact) in [(Some(&page), Some("02 98 00 00 00")), (None, None)] {
                (mailing.page, mailing.contact) = (page, contact);
                let mut resident = examples::resident(language.code);
                resident.districts = (0..9).collect();
                let letter = visible(&letter(&mailing, &resident));
                assert!(!letter.contains('{'), "{}: {letter}", language.code);
            }
        }
    }
}
