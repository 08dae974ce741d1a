use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha384};

use crate::served::{Served, config};
use crate::town;

/// What a browser takes as it is: a picture, and how the page is installed.
const NEEDS_NO_HASH: [&str; 2] = ["icon.svg", "install.webmanifest"];

/// The values of an attribute in a document.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let begin = format!(" {attribute}=\"");
    html.split(&begin).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[tokio::test]
async fn a_browser_is_sent_to_the_language_that_it_asks_for() {
    let served = town(config("")).await;
    for (accepted, language) in [("fr-CH, en;q=0.5", "fr"), ("es", "es"), ("de", "en"), ("", "en")]
    {
        let answer = served.ask(&format!("GET / HTTP/1.1\nAccept-Language: {accepted}"), b"").await;
        assert_eq!(answer.status, 303);
        assert_eq!(answer.header("location"), Some(format!("{language}/").as_str()));
        assert_eq!(answer.header("vary"), Some("accept-language"));
        let document = served.get(&format!("/{language}/")).await;
        assert_eq!(document.status, 200);
        assert!(document.text().contains(&format!("<html lang=\"{language}\"")));
    }
}

#[tokio::test]
async fn projects_limits_and_prices_can_be_read_without_scripts() {
    let served = town(config("")).await;
    let state = served.get("/election").await.json();
    let districts = state["districts"].as_array().unwrap();
    for (index, district) in districts.iter().enumerate() {
        let document = served.get(&format!("/en/budget/{index}")).await;
        assert_eq!(document.status, 200);
        let html = document.text();
        assert!(html.contains(district["name"].as_str().unwrap()));
        assert!(html.contains("class=\"project\""));
        assert!(html.contains("What a ballot may hold"));
    }
    assert_eq!(served.get(&format!("/en/budget/{}", districts.len())).await.status, 404);
    for nowhere in ["/xx/", "/xx", "/en/budget/x", "/page/nothing.js"] {
        let status = served.get(nowhere).await.status;
        assert!([400, 404].contains(&status), "{nowhere}: {status}");
    }
}

#[tokio::test]
async fn a_document_runs_nothing_but_scripts_whose_hashes_it_names() {
    let served = town(config("")).await;
    let document = served.get("/en/budget/0").await;
    let policy = document.header("content-security-policy").unwrap();
    for part in
        ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "frame-ancestors 'none'"]
    {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe-inline"));
    let html = document.text();
    assert!(!html.contains(" style=") && !html.contains(" onclick"), "something inline");
    for script in html.split("<script").skip(1) {
        assert!(
            script.contains("integrity=\"sha384-") && script.contains("></script>"),
            "{script}"
        );
    }
    for file in values(html, "href").into_iter().chain(values(html, "src")) {
        let Some(name) = file.strip_prefix("../../page/").filter(|it| !NEEDS_NO_HASH.contains(it))
        else {
            continue;
        };
        let answer = served.get(&format!("/page/{name}")).await;
        let hash = Base64::encode_string(&Sha384::digest(&answer.body));
        assert!(html.contains(&format!("page/{name}\" integrity=\"sha384-{hash}\"")), "{name}");
    }
}

#[tokio::test]
async fn the_manifest_names_every_file_of_the_page_with_its_hash() {
    let served = town(config("")).await;
    let manifest = served.get("/page/manifest").await;
    let mut lines = manifest.text().lines();
    assert_eq!(lines.next(), Some("isoloir page v1"));
    let lines: Vec<(&str, &str)> = lines.map(|line| line.split_once(' ').unwrap()).collect();
    assert!(lines.is_sorted_by_key(|(_, name)| *name) && lines.len() > 10);
    for (hash, name) in lines {
        for encoding in ["identity", "gzip, deflate, br, zstd"] {
            let head = format!("GET /page/{name} HTTP/1.1\nAccept-Encoding: {encoding}");
            let answer = served.ask(&head, b"").await;
            let is_brotli = answer.header("content-encoding") == Some("br");
            assert_eq!(is_brotli, encoding.contains("br"), "{name}");
            if !is_brotli {
                assert_eq!(Base64::encode_string(&Sha384::digest(&answer.body)), hash, "{name}");
            }
            assert_eq!(answer.header("vary"), Some("accept-encoding"));
        }
    }
}

#[tokio::test]
async fn the_receipt_of_a_ballot_is_given_to_whoever_knows_its_entry() {
    let served = town(config("")).await;
    let size = served.get("/election").await.json()["entries"].as_u64().unwrap();
    // It is on this board, and found there.
    let index = town::entries().iter().position(|it| it.payload() == town::ballots()[0]).unwrap();
    let head = |length| format!("POST /ballots HTTP/1.1\nContent-Length: {length}");
    let ballot = &town::ballots()[0];
    let cast = served.ask(&head(ballot.len()), ballot).await;
    assert_eq!(cast.status, 200);
    let again = served.get(&format!("/receipts/{index}")).await;
    assert_eq!((again.status, again.text()), (200, cast.text()));
    for nothing in ["0".to_owned(), (size + 1).to_string(), "x".into(), u64::MAX.to_string()] {
        assert_eq!(served.get(&format!("/receipts/{nothing}")).await.status, 404, "{nothing}");
    }
}

#[tokio::test]
async fn an_empty_board_has_no_voting_page() {
    let served = Served::start(config("")).await;
    assert_eq!(served.get("/en/").await.status, 404);
    assert_eq!(served.get("/page/style.css").await.status, 200);
}
