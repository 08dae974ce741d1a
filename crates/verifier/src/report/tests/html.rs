use proptest::prelude::*;

use super::samples;
use crate::report::html::page;
use crate::report::{Report, Step, Verdict};

/// Every tag of a page, in order; what stands between tags is left out.
fn tags(page: &str) -> Vec<&str> {
    let style = page.find("</style>").expect("the page has a style sheet");
    page[style..].split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or(tag)).collect()
}

/// A page as one reads it: without tags and line breaks.
fn words(page: &str) -> String {
    let body = &page[page.find("<body>").expect("the page has a body")..];
    let parts = body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text = parts.collect::<String>().replace("&#39;", "'").replace("&quot;", "\"");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_step_is_on_the_page_with_its_explanation() {
    for (name, report) in samples::all() {
        let text = words(&page(&report));
        for step in Step::ALL {
            assert!(text.contains(&format!("{}. {}", step.number(), step.name())), "{name}");
            assert!(text.contains(step.explanation()), "{name}: {}", step.explanation());
        }
    }
}

#[test]
fn a_report_with_any_failing_step_never_says_that_all_holds() {
    for failing in Step::ALL {
        for verdict in [Verdict::Accept, Verdict::Reject] {
            let mut report = samples::accepted();
            report.verdict = verdict;
            report.steps[failing as usize - 1].ok = Some(false);
            let page = page(&report);
            let text = words(&page);
            assert!(page.contains("<title>Rejected: "));
            assert!(text.contains("✗ Rejected 1 of 20 checks does not hold."), "{text}");
            assert!(!text.contains("Everything on the") && !text.contains("✓ Accepted"), "{text}");
            assert!(text.contains(failing.meaning_of_failure()), "{text}");
            assert!(text.contains("do not publish them as a result"), "{text}");
        }
    }
}

#[test]
fn an_accepted_report_says_so_and_what_to_compare() {
    let report = samples::accepted();
    let text = words(&page(&report));
    assert!(text.contains("✓ Accepted Everything that this program checks"), "{text}");
    let election = report.election.as_ref().expect("an election");
    assert!(text.contains(&election.election_id));
    assert!(text.contains(election.fingerprint.as_deref().expect("a fingerprint")));
    assert!(!text.contains("do not publish"));
    for limit in &report.not_checked {
        assert!(text.contains(limit.as_str()), "{limit}");
    }
}

#[test]
fn the_page_loads_and_runs_nothing() {
    for (name, report) in samples::all() {
        let page = page(&report);
        for forbidden in
            ["<script", "<link", "<img", "<iframe", "<object", "@import", " src=", " style=\""]
        {
            assert!(!page.contains(forbidden), "{name}: {forbidden}");
        }
        let addresses =
            page.match_indices("href=\"").all(|(at, _)| page[at + 6..].starts_with('#'));
        assert!(addresses, "{name}: a link that leaves the page");
        let loads = page.match_indices("url(").all(|(at, _)| page[at + 4..].starts_with('#'));
        assert!(loads, "{name}: a style that loads something");
    }
}

#[test]
fn the_policy_names_the_hash_of_the_style_sheet_as_it_stands_in_the_page() {
    use base64ct::{Base64, Encoding};
    use sha2::{Digest, Sha256};
    let page = page(&samples::accepted());
    let start = page.find("<style>").expect("a style sheet") + "<style>".len();
    let end = page.find("</style>").expect("its end");
    let hash = Base64::encode_string(&Sha256::digest(&page[start..end]));
    assert!(page.contains(&format!("style-src 'sha256-{hash}'; base-uri 'none'")));
    assert!(!page.contains("unsafe-inline"));
}

#[test]
fn every_element_that_opens_closes_in_its_place() {
    const VOID: [&str; 4] = ["meta", "!doctype", "rect", "br"];
    for (name, report) in samples::all() {
        let page = page(&report);
        let mut open = vec!["html", "head", "style"];
        for tag in tags(&page) {
            let element = tag.split([' ', '\n']).next().unwrap_or(tag);
            match element.strip_prefix('/') {
                Some(closed) => assert_eq!(open.pop(), Some(closed), "{name}"),
                None if VOID.contains(&element) => {}
                None => open.push(element),
            }
        }
        assert!(open.is_empty(), "{name}: {open:?} stay open");
    }
}

#[test]
fn identifiers_are_unique_and_references_lead_to_them() {
    for (name, report) in samples::all() {
        let page = page(&report);
        let values = |key: &str| -> Vec<String> {
            let found = page.split(key).skip(1).filter_map(|rest| rest.split('"').next());
            found.map(str::to_owned).collect()
        };
        let mut identifiers = values(" id=\"");
        let number = identifiers.len();
        identifiers.sort();
        identifiers.dedup();
        assert_eq!(identifiers.len(), number, "{name}: an identifier stands twice");
        let labels = values("aria-labelledby=\"").into_iter();
        let labels = labels.flat_map(|it| it.split(' ').map(str::to_owned).collect::<Vec<_>>());
        let fills = page.split("url(#").skip(1).filter_map(|rest| rest.split(')').next());
        for reference in labels.chain(values("href=\"#")).chain(fills.map(str::to_owned)) {
            assert!(identifiers.binary_search(&reference).is_ok(), "{name}: {reference}");
        }
    }
}

#[test]
fn charts_have_a_title_a_description_and_their_figures_in_a_table() {
    let page = page(&samples::accepted());
    assert_eq!(page.matches("<svg role=\"img\" ").count(), 4);
    assert_eq!(page.matches("<title id=").count(), 4);
    assert_eq!(page.matches("<desc id=").count(), 4);
    assert_eq!(page.matches("<caption>All projects of ").count(), 2);
    let columns = page.matches("<th ").count();
    assert_eq!(columns, page.matches("scope=\"").count());
    assert!(page.contains("683 ★ wins"), "662 electronic votes and 21 on paper are one bar");
    assert!(page.contains("354 withdrawn"));
    assert!(page.contains("id=\"paper-0\"") && !page.contains("id=\"paper-1\""));
}

#[test]
fn points_amounts_rules_and_ties_are_on_the_page() {
    let page = page(&samples::by_other_rules());
    let text = words(&page);
    for needed in [
        "Rule for winners: greedy-threshold, with at least 30 points. Ties: by lot, with the seed \
         5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed.",
        "All projects, the most points first.",
        "Where a project with more points does not win, the rule has passed it over",
        "5 of 9 projects win and are given 135,700.00 EUR",
        "3,450.00 EUR more than the budget is added",
    ] {
        assert!(text.contains(needed), "{needed} is not in {text}");
    }
    assert!(page.contains(">Points in Centre et faubourgs<"));
    assert!(page.contains("<h4>Points</h4>") && page.contains("data-column=\"Points\">683<"));
    // The amount and the cost stand side by side, where they differ anywhere.
    assert_eq!(page.matches(">Given, EUR</th>").count(), 1);
    assert!(page.contains("data-column=\"Cost\">12,750.00</td>"));
    assert!(page.contains("data-column=\"Given\">10,000.00</td>"));
    assert!(page.contains("data-column=\"Budget left\">14,300.00</td>"));
}

#[test]
fn the_longest_bar_belongs_to_the_most_votes_and_the_others_are_in_proportion() {
    let mut report = samples::accepted();
    let district = &mut report.election.as_mut().expect("an election").districts[1];
    for (project, votes) in district.projects.iter_mut().zip((0..).map(|place| 100 * place)) {
        project.count = Some(votes);
    }
    let page = page(&report);
    let chart = &page[page.find("Votes in Rive gauche").expect("a chart")..];
    assert!(chart.contains("<rect x=\"0.00%\" width=\"60.00%\""), "800 of 800 votes");
    assert!(chart.contains("<rect x=\"0.00%\" width=\"30.00%\""), "400 of 800 votes");
}

#[test]
fn of_960_projects_the_chart_shows_40_and_the_table_all() {
    let page = page(&samples::projects(960));
    let (_, after) = page.split_once("Votes in ").expect("a chart");
    let (chart, after) = after.split_once("</svg>").expect("its end");
    assert_eq!(chart.matches("class=\"name\"").count(), 40);
    let (_, table) = after.split_once("All projects of ").expect("a table");
    assert_eq!(table.matches("scope=\"row\"").count(), 960);
    assert!(page.contains("The 40 projects with the most votes, of 960."));
}

#[test]
fn withheld_counts_are_neither_drawn_nor_shown() {
    let page = page(&samples::below_floor());
    assert!(!page.contains("Votes in Rive gauche"));
    assert!(words(&page).contains("Fewer ballots count than this district's floor"));
    assert!(page.contains("not counted"));
    assert!(words(&page).contains("Set aside. Decryptions of these trustees did not hold"));
}

#[test]
fn failures_that_the_report_does_not_name_are_counted() {
    let page = page(&samples::rejected());
    assert!(page.contains("and 1,212 more like these"));
    assert!(page.contains("1,312 failures"));
    assert!(page.contains("(sum_j y^j f_j (c - f_j)) H + z_p K = c P1 + P0"));
}

#[test]
fn extreme_numbers_are_no_panic() {
    let mut report = samples::accepted();
    let election = report.election.as_mut().expect("an election");
    election.decimals = u8::MAX;
    for district in &mut election.districts {
        (district.budget, district.counted, district.paper) = (0, u64::MAX, u64::MAX);
        for project in &mut district.projects {
            (project.cost, project.count, project.paper) = (u64::MAX, Some(u64::MAX), u64::MAX);
        }
    }
    report.seconds = f64::INFINITY;
    assert!(page(&report).contains("this is above the budget"));
}

/// Everything that can go into a page, with texts from outside.
fn hostile(text: &str) -> [Report; 3] {
    [samples::rejected(), samples::below_floor(), samples::unreadable()]
        .map(|report| samples::with_texts(report, text))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_from_outside_adds_or_changes_a_tag(text in "[<>&\"'/=a-z \u{0}-\u{2fff}]{0,60}") {
        for (harmless, hostile) in hostile("x").iter().zip(&hostile(&text)) {
            let (harmless, hostile) = (page(harmless), page(hostile));
            prop_assert_eq!(tags(&harmless), tags(&hostile));
            prop_assert!(!hostile.contains('\0'));
        }
    }
}

#[test]
fn a_script_in_a_name_is_text() {
    for report in hostile("</title></style><script>alert(1)</script>\" onload='x") {
        let page = page(&report);
        assert!(!page.contains("<script"));
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x"));
        assert_eq!(page.matches("</title>").count(), page.matches("<title").count());
    }
}
