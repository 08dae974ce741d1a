use isoloir_election::definition::District;
use isoloir_election::phase::Record;
use rand_core::OsRng;

use crate::served::config;
use crate::town::{entries, results};
use crate::{decided_town, town};

const LANGUAGES: [&str; 3] = ["en", "fr", "es"];

/// What is on the board of each district: its definition.
fn districts() -> Vec<District> {
    let mut record = Record::new();
    for entry in entries() {
        record.apply(&entry, &mut OsRng).unwrap();
        if let Some(voting) = record.phase().voting() {
            return voting.election().districts().to_vec();
        }
    }
    unreachable!("the vote has opened")
}

/// What is between `before` and the next `after`, at each place.
fn all_between<'a>(html: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    html.split(before).skip(1).map(|rest| rest.split(after).next().unwrap()).collect()
}

/// The names of projects in a list, in their order.
fn names<'a>(html: &'a str, list: &str) -> Vec<&'a str> {
    let list = all_between(html, &format!("<ol class=\"{list}\">"), "</ol>")[0];
    all_between(list, "<span class=\"name\"><bdi>", "</bdi></span>")
}

#[tokio::test]
async fn the_result_is_told_in_each_language_with_winners_and_rounds() {
    let served = decided_town(config("")).await;
    for language in LANGUAGES {
        let document = served.get(&format!("/{language}/result")).await;
        assert_eq!(document.status, 200);
        assert_eq!(document.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(document.header("content-language"), Some(language));
        let html = document.text();
        assert!(html.contains(&format!("<html lang=\"{language}\"")));
        let sections: Vec<&str> = html.split("<section class=\"district\"").skip(1).collect();
        assert_eq!(sections.len(), districts().len());
        for ((section, district), result) in sections.iter().zip(districts()).zip(results()) {
            let name = |award: &serde_json::Value| {
                district.projects[award[0].as_u64().unwrap() as usize].name.clone()
            };
            let winners: Vec<String> =
                result["awards"].as_array().unwrap().iter().map(name).collect();
            assert!(!winners.is_empty());
            assert_eq!(names(section, "winners"), winners);
            let rounds = names(section, "rounds");
            assert_eq!(rounds.len(), district.projects.len());
            assert!(district.projects.iter().all(|project| rounds.contains(&&*project.name)));
            assert_eq!(section.matches("<div class=\"row").count(), district.projects.len());
            assert!(section.contains("<svg class=\"money\""));
        }
    }
}

#[tokio::test]
async fn there_is_no_result_before_the_election_is_decided() {
    let served = town(config("")).await;
    for language in LANGUAGES {
        assert_eq!(served.get(&format!("/{language}/result")).await.status, 404);
        let home = served.get(&format!("/{language}/")).await;
        assert!(!home.text().contains("href=\"result\""));
    }
}

#[tokio::test]
async fn the_first_document_leads_to_the_result_and_the_result_back() {
    let served = decided_town(config("")).await;
    for language in LANGUAGES {
        let home = served.get(&format!("/{language}/")).await;
        assert_eq!(home.text().matches("href=\"result\"").count(), 1);
        let result = served.get(&format!("/{language}/result")).await;
        assert!(result.text().contains("<a href=\"./\""));
        let others = LANGUAGES.iter().filter(|it| **it != language);
        for other in others {
            assert!(result.text().contains(&format!("<a href=\"../{other}/result\"")));
        }
    }
}

#[tokio::test]
async fn the_result_says_how_to_verify_it() {
    let served = decided_town(config("")).await;
    let election = served.get("/election").await.json();
    let id = election["election_id"].as_str().unwrap();
    for language in LANGUAGES {
        let document = served.get(&format!("/{language}/result")).await;
        let command = format!("<code>isoloir-verify ARCHIVE --election-id {id} --fingerprint ");
        assert!(document.text().contains(&command), "{language}");
    }
}

#[tokio::test]
async fn the_result_has_nothing_inline_and_a_style_by_its_hash() {
    let served = decided_town(config("")).await;
    let document = served.get("/en/result").await;
    let policy = document.header("content-security-policy").unwrap();
    assert!(policy.contains("style-src 'self';") && !policy.contains("unsafe-inline"), "{policy}");
    let html = document.text();
    for part in ["<style", " style=", "<script", " onclick"] {
        assert!(!html.contains(part), "{part}");
    }
    let manifest = served.get("/page/manifest").await;
    for name in ["style.css", "result.css"] {
        let line = manifest.text().lines().find(|line| line.ends_with(&format!(" {name}")));
        let hash = line.unwrap().split(' ').next().unwrap();
        let link = format!("href=\"../page/{name}\" integrity=\"sha384-{hash}\"");
        assert_eq!(html.matches(&link).count(), 1, "{name}");
        let file = served.get(&format!("/page/{name}")).await;
        assert_eq!(file.header("content-type"), Some("text/css; charset=utf-8"));
    }
    assert!(!served.get("/en/").await.text().contains("result.css"));
}

#[tokio::test]
async fn those_who_ask_for_the_result_at_once_get_the_same() {
    let served = decided_town(config("")).await;
    let get = || served.get("/fr/result");
    let (first, second, third) = tokio::join!(get(), get(), get());
    for answer in [&first, &second, &third, &get().await] {
        assert_eq!((answer.status, &answer.body), (200, &first.body));
    }
}
