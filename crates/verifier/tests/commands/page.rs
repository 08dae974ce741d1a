//! `isoloir-verify page`.

use serde_json::{Value, json};

use super::run;
use super::site::{Answer, POLICY, Site, check, html, integrity, serve};
use super::world::World;

const DONT_VOTE: &str = "Don't vote with this page";

/// A page whose document behind the first has this head and body is refused with these words.
#[track_caller]
fn is_refused(head: &str, body: &str, words: &[&str]) {
    let ran = Site::good().with(head, body).check(&[]);
    ran.says(1, &[&["/vote/en/help?a=1, line", DONT_VOTE], words].concat());
}

/// The page with another answer at this path is refused with these words.
#[track_caller]
fn is_refused_with(path: &str, answer: Answer, words: &[&str]) {
    let mut site = Site::good();
    site.put(path, answer);
    site.check(&[]).says(1, &[&[DONT_VOTE], words].concat());
}

/// A document that is sent with these headers.
fn sent_with(headers: &[(&'static str, &str)]) -> Answer {
    let headers = headers.iter().map(|&(name, value)| (name, value.to_owned())).collect();
    Answer { headers, ..Answer::document(&html("", "")) }
}

const TYPE: (&str, &str) = ("Content-Type", "text/html; charset=utf-8");

#[test]
fn a_page_that_is_what_the_election_vouches_for_holds() {
    let site = Site::good();
    let (election, digest) = (hex::encode(site.election_id), hex::encode(site.digest));
    let url = site.serve();
    let ran = check(&url, &[]);
    ran.says(
        0,
        &[
            &election,
            &digest,
            &format!("{url}/"),
            "3 files and 3 documents",
            "✓ The page holds",
            "Compare this election with the one in the letter",
            "no program can see",
        ],
    );
    let ran = check(&format!("{url}/"), &["--election-id", &election]);
    ran.says(0, &["✓ This is the election that was expected."]);
    assert!(!ran.out.contains("in the letter"), "{}", ran.out);
    assert!(check(&url, &["--quiet"]).says(0, &[]).out.is_empty());
}

#[test]
fn the_board_of_another_election_is_refused() {
    let other = "00".repeat(32);
    let expected = ["--election-id", &other];
    let ran = Site::good().check(&expected);
    ran.says(1, &["the board of another election", "0 files and 0 documents"]);
    assert!(!ran.out.contains('✓'), "{}", ran.out);
}

#[test]
fn an_election_that_vouches_for_no_page_is_refused() {
    let mut site = Site::good();
    site.put_board(&World::defined("A vote"));
    site.check(&[]).says(1, &["vouches for no voting page", "page digest none"]);
}

#[test]
fn a_board_at_another_origin_stands_in_the_policy_of_the_documents() {
    let board = Site::good().serve();
    let origin = board.trim_end_matches("/vote");
    let mut page = Site::good();
    page.answers.retain(|path, _| !path.contains("checkpoint") && !path.contains("/tile/"));
    let connect = format!("connect-src 'self' {origin};");
    for answer in page.answers.values_mut() {
        for (_, value) in &mut answer.headers {
            *value = value.replace("connect-src 'self';", &connect);
        }
    }
    let page = page.serve();
    check(&page, &["--board", &board]).says(0, &["✓ The page holds"]);
    check(&page, &[]).says(2, &["no file \"checkpoint\""]);
    // The same documents, of a page with the board.
    let words = ["/vote/en/: its header Content-Security-Policy is", &connect];
    let own = Site::good().serve();
    check(&own, &["--board", &board]).says(1, &words);
}

#[test]
fn a_changed_file_is_refused() {
    let words = ["/vote/page/app.js: it is not the file of the manifest"];
    is_refused_with("page/app.js", Answer::file("evil()"), &words);
}

#[test]
fn a_missing_file_is_refused() {
    let mut site = Site::good();
    site.answers.remove("/vote/page/vote.wasm");
    site.check(&[]).says(1, &["/vote/page/vote.wasm: the server does not have this file"]);
}

#[test]
fn an_oversize_file_is_refused() {
    let words = ["/vote/page/app.js: it has more than 4194304 bytes"];
    is_refused_with("page/app.js", Answer::file(vec![7; (4 << 20) + 1]), &words);
}

#[test]
fn a_file_of_another_host_is_refused() {
    let answer = Answer::redirect("https://elsewhere.example/app.js");
    is_refused_with("page/app.js", answer, &["redirects to https://elsewhere.example/app.js"]);
}

#[test]
fn a_manifest_of_another_digest_is_refused() {
    let words = ["/vote/page/manifest: this is the manifest of another page", "0 documents"];
    is_refused_with("page/manifest", Answer::file("isoloir page v1\n"), &words);
    is_refused_with("page/manifest", Answer::file(vec![b'a'; 1 << 20]), &["more than 8336 bytes"]);
    let mut site = Site::good();
    site.answers.remove("/vote/page/manifest");
    site.check(&[]).says(1, &["/vote/page/manifest: the server does not have this file"]);
}

#[test]
fn an_additional_script_is_refused() {
    let integrity = integrity("app.js");
    let script = format!(
        "<script type=\"module\" src=\"/vote/evil.js\" integrity=\"{integrity}\"></script>"
    );
    is_refused(&script, "", &["<script> names \"/vote/evil.js\", which is no file"]);
    is_refused("", &script, &["<script> names \"/vote/evil.js\", which is no file"]);
}

#[test]
fn an_inline_script_is_refused() {
    is_refused("", "<script>alert(1)</script>", &["<script> has no attribute \"src\""]);
}

#[test]
fn an_event_handler_is_refused() {
    is_refused("", "<p onclick=\"alert(1)\">A</p>", &["the attribute \"onclick\" is not among"]);
}

#[test]
fn a_javascript_link_is_refused() {
    let link = "<a href=\"javascript:alert(1)\">A</a>";
    is_refused("", link, &["href \"javascript:alert(1)\" of <a> is not allowed: it has a scheme"]);
}

#[test]
fn a_link_to_another_place_of_the_server_is_refused() {
    for href in ["../log", "/vote/", "/evil.html", "../page/app.js", "../%65n/", "../fr/%2e%2e/log"]
    {
        let link = format!("<a href=\"{href}\">A</a>");
        let words = [
            &format!("<a> leads to \"{href}\" on the server of the page")[..],
            "HTML there would run with the rights of the page",
        ];
        is_refused("", &link, &words);
    }
}

#[test]
fn a_meta_of_another_name_is_refused() {
    let meta = "<meta name=\"referrer\" content=\"unsafe-url\">";
    is_refused(meta, "", &["the name of a <meta> is \"viewport\"", "and not \"referrer\""]);
}

#[test]
fn an_icon_with_an_integrity_is_refused() {
    let integrity = integrity("app.js");
    let icon = format!("<link rel=\"icon\" href=\"/vote/page/app.js\" integrity=\"{integrity}\">");
    is_refused(&icon, "", &["a <link> of the rel \"icon\" must have no integrity"]);
}

#[test]
fn an_address_of_a_file_with_a_query_or_a_fragment_is_refused() {
    for more in ["?1", "#a", "?", "#"] {
        let icon = format!("<link rel=\"icon\" href=\"/vote/page/app.js{more}\">");
        let words = format!("<link> names \"/vote/page/app.js{more}\", which is no file");
        is_refused(&icon, "", &[&words]);
    }
}

#[test]
fn something_before_the_document_type_is_refused() {
    let document = format!("<!-- a -->{}", html("", ""));
    let words = ["help?a=1, line 1: a document begins with <!DOCTYPE html>"];
    is_refused_with("en/help", Answer::document(&document), &words);
}

#[test]
fn a_meta_refresh_is_refused() {
    let meta = "<meta http-equiv=\"refresh\" content=\"0; url=https://elsewhere.example\">";
    is_refused(meta, "", &["the attribute \"http-equiv\" is not among those that a <meta>"]);
}

#[test]
fn base_iframe_and_form_are_refused() {
    is_refused("<base href=\"https://elsewhere.example/\">", "", &["<base> is not among"]);
    is_refused("", "<iframe src=\"/vote/en/\"></iframe>", &["<iframe> is not among"]);
    is_refused("", "<form action=\"/x\"></form>", &["<form> is not among"]);
}

#[test]
fn a_weaker_policy_is_refused() {
    let weaker = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");
    let answer = sent_with(&[TYPE, ("Content-Security-Policy", &weaker)]);
    is_refused_with(
        "en/help",
        answer,
        &["help?a=1: its header Content-Security-Policy is", &weaker],
    );
}

#[test]
fn two_policies_are_refused() {
    let policy = ("Content-Security-Policy", POLICY);
    let words = ["sent with 2 headers Content-Security-Policy"];
    is_refused_with("en/help", sent_with(&[TYPE, policy, policy]), &words);
}

#[test]
fn a_document_without_a_policy_is_refused() {
    let words = ["sent without a header Content-Security-Policy"];
    is_refused_with("en/help", sent_with(&[TYPE]), &words);
}

#[test]
fn a_wrong_integrity_is_refused() {
    let script = format!(
        "<script type=\"module\" src=\"/vote/page/app.js\" integrity=\"{}\"></script>",
        integrity("style.css")
    );
    is_refused(&script, "", &["<script> states for the file \"app.js\" an integrity that is not"]);
}

#[test]
fn a_meta_of_a_file_with_another_integrity_is_refused() {
    let other = integrity("app.js");
    let meta = format!("<meta name=\"file\" content=\"vote.wasm\" data-integrity=\"{other}\">");
    is_refused(&meta, "", &["<meta> states for the file \"vote.wasm\" an integrity that is not"]);
}

#[test]
fn a_meta_with_the_address_of_a_file_is_refused() {
    let integrity = integrity("vote.wasm");
    let meta = format!(
        "<meta name=\"file\" content=\"/vote/page/vote.wasm\" data-integrity=\"{integrity}\">"
    );
    let words = ["is the name of a file of the manifest, and not \"/vote/page/vote.wasm\""];
    is_refused(&meta, "", &words);
}

#[test]
fn headers_that_do_what_no_element_may_are_refused() {
    let policy = ("Content-Security-Policy", POLICY);
    let refresh = ("Refresh", "0; url=https://elsewhere.example");
    let link = ("Link", "<https://elsewhere.example/x.css>; rel=stylesheet");
    for header in [refresh, link] {
        let words = format!("help?a=1: it is sent with a header {}", header.0);
        is_refused_with("en/help", sent_with(&[TYPE, policy, header]), &[&words]);
    }
}

#[test]
fn a_document_of_another_content_type_is_refused() {
    let policy = ("Content-Security-Policy", POLICY);
    let answer = sent_with(&[("Content-Type", "image/svg+xml"), policy]);
    is_refused_with("en/help", answer, &["it is sent as \"image/svg+xml\""]);
}

#[test]
fn a_redirect_to_another_host_is_refused() {
    for to in
        ["https://elsewhere.example/vote/en/", "//elsewhere.example/vote/en/", "/vote/page/app.js"]
    {
        let words = [&format!("redirects to \"{to}\", which is no document of the page")[..]];
        is_refused_with("", Answer::redirect(to), &words);
        is_refused_with("en/help", Answer::redirect(to), &words);
    }
}

#[test]
fn a_redirect_to_a_document_is_followed_and_the_document_checked() {
    let mut site = Site::good();
    site.put("fr/", Answer::redirect("/vote/fr/accueil"));
    site.put("fr/accueil", Answer::document(&html("", "<p>Bonjour</p>")));
    site.check(&[]).says(0, &["3 documents"]);
    let mut site = Site::good();
    site.put("fr/", Answer::redirect("/vote/fr/accueil"));
    site.put("fr/accueil", Answer::document(&html("", "<embed>")));
    site.check(&[]).says(1, &["/vote/fr/accueil, line 3: <embed> is not among"]);
}

#[test]
fn redirects_without_end_are_refused() {
    let mut site = Site::good();
    for number in 0..9 {
        site.put(&format!("en/{number}"), Answer::redirect(&format!("{}", number + 1)));
    }
    site.put("en/help", Answer::redirect("0"));
    site.check(&[]).says(1, &["help?a=1: more than 3 redirects follow each other here"]);
    let mut site = Site::good();
    site.put("en/help", Answer::redirect("../fr/x"));
    site.put("fr/x", Answer::redirect("../en/help"));
    site.check(&[]).says(1, &["help?a=1: more than 3 redirects follow each other here"]);
}

#[test]
fn a_redirect_to_nowhere_or_to_two_places_is_refused() {
    let mut nowhere = Answer::redirect("");
    nowhere.headers.clear();
    nowhere.body = html("", "<embed>").into();
    is_refused_with("en/help", nowhere, &["redirects without exactly one header Location"]);
    let mut two = Answer::redirect("../fr/");
    two.headers.push(("Location", "https://elsewhere.example/".to_owned()));
    is_refused_with("en/help", two, &["redirects without exactly one header Location"]);
}

#[test]
fn a_root_that_is_itself_a_document_is_refused() {
    let words = ["/vote/: the server answers 200, where the root of a page redirects"];
    is_refused_with("", Answer::document(&html("", "")), &words);
}

#[test]
fn a_style_attribute_is_refused() {
    is_refused(
        "",
        "<p style=\"background: url(x)\">A</p>",
        &["the attribute \"style\" is not among"],
    );
}

#[test]
fn a_drawing_with_a_script_or_foreign_content_is_refused() {
    is_refused("", "<svg><script>alert(1)</script></svg>", &["<script> is not among", "an <svg>"]);
    let foreign = "<svg><foreignObject><iframe></iframe></foreignObject></svg>";
    is_refused("", foreign, &["<foreignobject> is not among", "an <svg>"]);
    let title = "<svg><title><iframe></iframe></title></svg>";
    is_refused("", title, &["<iframe> is not among", "an <svg>"]);
}

#[test]
fn an_oversize_document_is_refused() {
    let long = html("", &"<br>".repeat(1 << 20));
    is_refused_with(
        "en/help",
        Answer::document(&long),
        &["help?a=1: it has more than 4194304 bytes"],
    );
}

#[test]
fn a_document_that_is_missing_is_refused() {
    let mut site = Site::good();
    site.answers.remove("/vote/en/help");
    site.check(&[]).says(1, &["help?a=1: the server answers 404, where a document was expected"]);
}

#[test]
fn an_endless_list_of_documents_is_refused() {
    let good = Site::good();
    let url = serve(move |path| {
        if path == "/vote/en/help" {
            let links = (0..5_000).map(|number| format!("<a href=\"{number}\">A</a>"));
            return Some(Answer::document(&html("", &links.collect::<String>())));
        }
        good.answers.get(path).cloned()
    });
    check(&url, &[]).says(1, &["the documents lead to more than 4096 documents"]);
}

#[test]
fn documents_that_lead_to_one_more_each_are_read_up_to_the_bound() {
    let good = Site::good();
    let url = serve(move |path| {
        let number = path.strip_prefix("/vote/de/").and_then(|number| number.parse::<u32>().ok());
        match number {
            Some(number) => {
                let next = format!("<p><a href=\"{}\">A</a></p>", number + 1);
                Some(Answer::document(&html("", &next)))
            }
            None if path == "/vote/en/help" => {
                Some(Answer::document(&html("", "<p><a href=\"../de/0\">A</a></p>")))
            }
            None => good.answers.get(path).cloned(),
        }
    });
    check(&url, &[])
        .says(1, &["4,096 documents", "the documents lead to more than 4096 documents"]);
}

#[test]
fn a_server_in_trouble_is_unreadable_unless_something_was_refused_before() {
    let trouble = || Answer { status: 503, headers: Vec::new(), body: Vec::new() };
    let mut site = Site::good();
    site.put("en/help", trouble());
    site.check(&[]).says(2, &["the server answered 503", "try again later"]);
    let mut site = Site::good();
    site.put("page/app.js", Answer::file("evil()"));
    site.put("en/help", trouble());
    site.check(&[]).says(1, &["it is not the file of the manifest", "Not all of the page"]);
}

#[test]
fn addresses_that_are_none_are_unreadable() {
    for address in
        ["vote.example", "/folder", "https://user@vote.example/", "https://vote.example/?q"]
    {
        run(&["page", address]).says(2, &["is not http:// or https:// with a host"]);
    }
    let url = Site::good().serve();
    check(&url, &["--board", "/folder"]).says(2, &["/folder is not http://"]);
    run(&["page", "http://127.0.0.1:1"]).says(2, &["try again later"]);
}

#[test]
fn the_report_as_json_has_all_that_was_found() {
    let site = Site::good();
    let election = hex::encode(site.election_id);
    let report = |ran: super::Ran| serde_json::from_str::<Value>(&ran.out).unwrap();
    let good = report(site.check(&["--json", "-"]));
    assert_eq!(good["verdict"], "accept");
    assert_eq!(good["election_id"], election);
    assert_eq!(good["election_id_compared"], false);
    assert_eq!([&good["files"], &good["documents"]], [3, 3]);
    assert_eq!(good["refusals"], json!([]));
    let mut none = Site::good();
    none.put_board(&World::defined("A vote"));
    let none = report(none.check(&["--json", "-"]));
    assert_eq!([&none["page_digest"], &none["verdict"]], [&Value::Null, &json!("reject")]);
    let bad = report(Site::good().with("", "\n<embed>").check(&["--json", "-"]));
    assert_eq!(bad["verdict"], "reject");
    let refusal = &bad["refusals"][0];
    assert!(refusal["place"].as_str().unwrap().ends_with("/vote/en/help?a=1"), "{bad}");
    assert_eq!(refusal["line"], 4);
    assert!(refusal["what"].as_str().unwrap().contains("<embed>"), "{bad}");
}
