use std::collections::BTreeSet;

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

use crate::decided::Decided;
use crate::examples;
use crate::html;
use crate::language::{LANGUAGES, Language};

/// Colours come from elsewhere.
const PALETTE: &str = ":root { --ink: #1b2430; }\n";

fn page(election: &Decided) -> String {
    html::page(election, LANGUAGES[0], PALETTE)
}

/// What is between each `before` and the next `after`.
fn all_between<'a>(page: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    page.split(before).skip(1).map(|rest| rest.split(after).next().unwrap()).collect()
}

/// The text without tags and style.
fn visible(page: &str) -> String {
    let body = page.split("</head>").nth(1).unwrap();
    body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
}

#[test]
fn a_name_can_t_be_markup() {
    let attack = "<script>alert('1')</script> \"& </style><img src=x onerror=alert(1)>";
    let mut example = examples::exclusive();
    example.parts.name = attack.to_owned();
    for project in &mut example.parts.projects {
        project.name = attack.to_owned();
        project.id = format!("\"><b>{}", project.id);
    }
    let mut election = examples::election(vec![example.decided(), examples::below_floor()]);
    election.title = attack.to_owned();
    election.currency = "<€'>".to_owned();

    let page = page(&election);

    for tag in ["<script", "<img", "<b>", "<€"] {
        assert!(!page.contains(tag), "{tag}");
    }
    assert_eq!(page.matches("</style>").count(), 1);
    let escaped = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &quot;&amp; &lt;/style&gt;";
    assert!(page.contains(&format!("<bdi>{escaped}")));
    // Attributes too: one more quote would end one.
    assert!(all_between(&page, "aria-label=\"", "\"").iter().all(|label| !label.contains('<')));
}

#[test]
fn a_name_keeps_its_direction_to_itself() {
    let mut example = examples::exclusive();
    example.parts.projects[0].name = "חיים 600".to_owned();
    let page = page(&examples::election(vec![example.decided()]));
    let isolated = page.matches("<bdi>חיים 600</bdi>").count();
    // Winners, chart, table, round, and the round that it excludes another in; in each language.
    assert_eq!(page.matches("חיים 600").count(), isolated);
    assert_eq!(isolated, 5 * LANGUAGES.len());
}

#[test]
fn the_page_runs_and_loads_nothing() {
    let page = page(&examples::everything());
    for part in ["<script", "src=", "http:", "https:", "@import", " style=", " on"] {
        let tags = all_between(&page, "<", ">");
        assert!(!tags.iter().any(|tag| tag.contains(part)), "{part}");
    }
    assert!(
        page.contains("content=\"default-src &#39;none&#39;")
            || page.contains("content=\"default-src 'none'")
    );
    let links = all_between(&page, "href=\"", "\"");
    assert!(links.iter().all(|link| link.starts_with('#')));
}

#[test]
fn the_page_allows_itself_its_style_and_nothing_else() {
    let page = page(&examples::everything());
    let style = all_between(&page, "<style>", "</style>")[0];
    assert!(style.starts_with(PALETTE));
    let policy = format!(
        "content=\"default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'\"",
        Base64::encode_string(&Sha256::digest(style))
    );
    assert_eq!(page.matches(&policy).count(), 1);
}

#[test]
fn every_language_is_there_and_the_chosen_one_comes_last() {
    for shown in LANGUAGES {
        let page = html::page(&examples::everything(), shown, PALETTE);
        let articles = all_between(&page, "<article id=\"", ">");
        assert_eq!(articles.len(), LANGUAGES.len());
        let code = shown.code;
        assert_eq!(
            *articles.last().unwrap(),
            format!("{code}\" lang=\"{code}\" class=\"default\"")
        );
        assert!(page.contains(&format!("<html lang=\"{code}\">")));
    }
}

#[test]
fn each_language_is_called_by_its_own_name() {
    let page = html::page(&examples::everything(), Language::of_code("fr").unwrap(), PALETTE);
    for link in [
        "<a href=\"#en\" lang=\"en\" hreflang=\"en\">English</a>",
        "<a href=\"#es\" lang=\"es\" hreflang=\"es\">Español</a>",
        "<a href=\"#fr\" lang=\"fr\" hreflang=\"fr\">Français</a>",
    ] {
        assert_eq!(page.matches(link).count(), 2, "{link}");
    }
}

#[test]
fn no_language_lacks_a_word_on_the_page() {
    let mut election = examples::everything();
    assert!(!visible(&page(&election)).contains('{'));
    election.opens += 60;
    assert!(!visible(&page(&election)).contains('{'));
}

#[test]
fn ids_are_unique_and_every_reference_has_its_target() {
    let page = page(&examples::everything());
    let ids = all_between(&page, " id=\"", "\"");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    let labels = ["aria-labelledby=\"", "aria-describedby=\"", "href=\"#"];
    let named = labels.iter().flat_map(|label| all_between(&page, label, "\""));
    for id in named.flat_map(|ids| ids.split(' ')) {
        assert!(unique.contains(id), "{id}");
    }
}

#[test]
fn headings_go_down_by_one_step() {
    for article in page(&examples::everything()).split("<article").skip(1) {
        let mut last = 0;
        for heading in all_between(article, "<h", ">").iter().filter_map(|tag| tag.get(..1)) {
            let Ok(level) = heading.parse::<u8>() else { continue };
            assert!(level <= last + 1, "h{level} after h{last}");
            last = level;
        }
        assert_eq!(last, 2, "the last section is about checking");
    }
}

#[test]
fn winners_have_a_check_mark_and_a_pattern() {
    let page = page(&examples::election(vec![examples::greedy().decided()]));
    let rows = all_between(&page, "<div class=\"row", "</div>");
    let (winners, others): (Vec<&str>, Vec<&str>) =
        rows.iter().partition(|row| row.starts_with(" wins"));
    assert_eq!((winners.len(), others.len()), (LANGUAGES.len(), 3 * LANGUAGES.len()));
    assert!(winners.iter().all(|row| row.contains('✓') && row.contains("\"bar funded\"")));
    assert!(others.iter().all(|row| !row.contains('✓') && row.contains("\"bar other\"")));
}

#[test]
fn votes_on_paper_stand_apart() {
    let page = page(&examples::election(vec![examples::on_paper().decided()]));
    let english = page.split("<article").last().unwrap();
    let row = all_between(english, "<tr role=\"row\">", "</tr>")[1];
    let cells = all_between(row, "data-column=\"", "</td>");
    assert_eq!(cells[..3], ["Electronic\">295", "On paper\">10", "Votes\">305"]);
    assert!(english.contains("1,020 ballots count. 1,000 were cast electronically, 20 on paper."));
}

#[test]
fn what_a_winner_gets_is_said_where_it_is_not_its_cost() {
    let page = page(&examples::election(vec![examples::per_unit().decided()]));
    let english = page.split("<article").last().unwrap();
    let winners = all_between(english, "<span class=\"figures\">", "</span>");
    assert_eq!(
        winners,
        [
            "250\u{a0}votes, costs 700.00\u{a0}EUR",
            "200\u{a0}votes, costs 500.00\u{a0}EUR, gets 300.00\u{a0}EUR"
        ]
    );
}

#[test]
fn a_withdrawn_project_is_marked_wherever_it_stands() {
    let page = page(&examples::election(vec![examples::greedy().decided()]));
    let english = page.split("<article").last().unwrap();
    assert_eq!(english.matches("<span class=\"withdrawn\">withdrawn</span>").count(), 2);
}

#[test]
fn many_rounds_are_folded() {
    let names: Vec<String> = (0..61).map(|number| format!("p{number}")).collect();
    let projects: Vec<(&str, u64, u64)> =
        names.iter().map(|name| (name.as_str(), 1_000, 5)).collect();
    let example = examples::Example::new(isoloir_election::rules::Rule::Greedy, &projects);
    let page = page(&examples::election(vec![example.decided()]));
    assert!(page.contains("<summary>All 61 rounds</summary>\n<ol class=\"rounds\">"));
}
