//! Addresses in documents, and the files that they name.

use super::{FILES, document, holds, integrity, is_refused, read, whole_is_refused};

/// A document with this in its head, which must hold.
#[track_caller]
fn head_holds(head: &str) {
    read(document(head, "").as_bytes()).unwrap_or_else(|fault| panic!("{head}: {}", fault.rule));
}

#[track_caller]
fn head_is_refused(head: &str, words: &str) {
    whole_is_refused(document(head, "").as_bytes(), words);
}

/// The integrity of the file at this position of [`FILES`].
fn of(position: usize) -> String {
    integrity(FILES[position].1)
}

#[test]
fn links_may_lead_to_documents_and_anywhere_else_on_the_web() {
    for href in [
        "",
        "#top",
        "?a=b:c",
        "results",
        "./results",
        "../fr/",
        "/2027/fr",
        "https://vote.example/2027/pt-BR/x?y#z",
        "https://a.example/x?y#z",
        "http://a",
        "http://vote.example/",
        "https://vote.example:444/",
    ] {
        holds(&format!("<a href=\"{href}\">A</a>"));
    }
    for href in [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "blob:x",
        "mailto:a@b.example",
        "HTTPS://a.example",
        "https:a",
        "http:/a",
        "file:///etc/passwd",
        "javascript&colon;alert(1)",
        "java&#115;cript:alert(1)",
        "x:y",
    ] {
        is_refused(&format!("<a href=\"{href}\">A</a>"), "it has a scheme");
    }
}

#[test]
fn a_link_within_the_document_leads_to_the_document() {
    let leads_to = |href: &str| -> Vec<String> {
        let html = document("", &format!("<a href=\"{href}\">A</a>"));
        read(html.as_bytes()).unwrap().into_iter().map(String::from).collect()
    };
    for href in ["", "#top", "#", "vote", "?"] {
        let query = if href == "?" { "?" } else { "" };
        assert_eq!(leads_to(href), [format!("https://vote.example/2027/en/vote{query}")]);
    }
    assert_eq!(leads_to("?a#top"), ["https://vote.example/2027/en/vote?a"]);
}

#[test]
fn links_to_the_server_of_the_page_that_lead_to_no_document_are_refused() {
    for href in [
        "/",
        "/2027",
        "/2027/",
        "../",
        "../log",
        "../checkpoint",
        "../page/app.js",
        "../page/evil.html",
        "../../en/",
        "/en/",
        "../english/",
        "../EN/",
        "../%65n/",
        "../e%6E/vote",
        "/20%327/en/",
        "../en%2Fvote",
        "../fr/../log",
        "../fr/%2e%2e/log",
        "../fr/.%2E/log",
        "/2027//en/",
        "/.//a.example/",
        "https://vote.example",
        "https://vote.example/evil.html",
        "https://VOTE.example:443/2027/log#en/",
        "https://user@vote.example/evil.html",
    ] {
        let words = [
            &format!("<a> leads to \"{href}\" on the server of the page")[..],
            "no document of the page: HTML there would run with the rights of the page",
        ];
        for words in words {
            is_refused(&format!("<p><a href=\"{href}\">A</a></p>"), words);
        }
    }
}

#[test]
fn links_that_browsers_make_another_address_of_are_refused() {
    for href in [
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript:alert(1)",
        "java&Tab;script:x",
        "&#1;javascript:x",
        "javascript&NewLine;:x",
        "\u{a0}https://a.example",
        "\\\\a.example",
        "/\\a.example",
        "https://a.example\\b",
    ] {
        let html = document("", &format!("<a href=\"{href}\">A</a>"));
        let rule = read(html.as_bytes()).unwrap_err().rule.to_string();
        assert!(
            rule.contains("white space") || rule.contains("control-character"),
            "{href:?}: {rule}"
        );
    }
    is_refused("<a href=\"//a.example\">A</a>", "two slashes");
    is_refused("<a href=\"https://\">A</a>", "no browser can read it");
    is_refused(&format!("<a href=\"{}\">A</a>", "a".repeat(8_193)), "longer than 8192 bytes");
}

#[test]
fn pictures_come_from_the_same_server() {
    holds("<img src=\"../photo/1.jpg\" alt=\"\">");
    is_refused("<img src=\"https://a.example/1.jpg\">", "it has a scheme");
    is_refused("<img src=\"//a.example/1.jpg\">", "two slashes");
    is_refused("<img src=\"data:image/png;base64,AA\">", "it has a scheme");
}

#[test]
fn a_script_is_a_module_in_a_file_of_the_manifest_with_its_integrity() {
    let script = |kind: &str, src: &str, integrity: &str| {
        format!("<script type=\"{kind}\" src=\"{src}\" integrity=\"{integrity}\"></script>")
    };
    for src in [
        "../page/app.js",
        "/2027/page/app.js",
        "./x/../../page/app.js",
        "../page/%2e/app.js",
        "https://vote.example/2027/page/app.js",
        "//vote.example/2027/page/app.js",
    ] {
        head_holds(&script("module", src, &of(0)));
    }
    for src in [
        "../page/evil.js",
        "page/app.js",
        "/page/app.js",
        "../page/app.js?1",
        "../page/app.js#1",
        "../page/manifest",
        "../page/",
        "../page/App.js",
        "../page/app%2ejs",
        "../page//app.js",
        "../page/app.js?",
        "../page/app.js#",
        "//a.example/2027/page/app.js",
        "http://vote.example/2027/page/app.js",
        "https://a@vote.example/2027/page/app.js",
        "data:text/javascript,alert(1)",
        "blob:https://vote.example/x",
        "",
    ] {
        head_is_refused(&script("module", src, &of(0)), "is no file of the manifest");
    }
    head_is_refused(&script("module", "..\\page\\app.js", &of(0)), "a backslash");
    head_is_refused(&script("text/javascript", "../page/app.js", &of(0)), "the type of a <script>");
    head_is_refused("<script src=\"../page/app.js\"></script>", "no attribute \"type\"");
    head_is_refused(
        "<script type=\"module\" src=\"../page/app.js\"></script>",
        "<script> has no attribute \"integrity\"",
    );
    for wrong in [of(1), String::new(), format!("{} {}", of(0), of(1)), format!(" {}", of(0))] {
        let words = "<script> states for the file \"app.js\" an integrity that is not the file's";
        head_is_refused(&script("module", "../page/app.js", &wrong), words);
    }
}

#[test]
fn a_link_element_names_a_file_of_the_manifest_for_one_of_four_purposes() {
    let link = |rel: &str, file: &str, integrity: &str| {
        format!("<link rel=\"{rel}\" href=\"../page/{file}\" {integrity}>")
    };
    let with = |position: usize| format!("integrity=\"{}\"", of(position));
    head_holds(&link("stylesheet", "style.css", &with(2)));
    head_holds(&link("modulepreload", "app.js", &with(0)));
    head_holds(&link("icon", "icon.svg", "type=\"image/svg+xml\""));
    head_is_refused(&link("stylesheet", "style.css", ""), "no attribute \"integrity\"");
    head_is_refused(&link("modulepreload", "app.js", ""), "no attribute \"integrity\"");
    head_is_refused(&link("stylesheet", "style.css", &with(1)), "an integrity that is not");
    for rel in ["icon", "manifest"] {
        let words = format!("a <link> of the rel \"{rel}\" must have no integrity");
        head_is_refused(&link(rel, "icon.svg", &with(1)), &words);
        head_is_refused(&link(rel, "icon.svg", "integrity"), &words);
        head_is_refused(&link(rel, "icon.svg?a", ""), "is no file of the manifest");
        head_is_refused(&link(rel, "icon.svg#a", ""), "is no file of the manifest");
    }
    head_is_refused(&link("stylesheet", "other.css", &with(2)), "is no file of the manifest");
    for rel in
        ["prefetch", "preconnect", "dns-prefetch", "stylesheet icon", "", "Stylesheet", "import"]
    {
        head_is_refused(&link(rel, "style.css", &with(2)), "the rel of a <link>");
    }
    head_is_refused("<link href=\"../page/app.js\">", "no attribute \"rel\"");
    head_is_refused("<link rel=\"icon\">", "no attribute \"href\"");
    let elsewhere = "<link rel=\"icon\" href=\"https://a.example/i\">";
    head_is_refused(elsewhere, "is no file of the manifest");
    is_refused("<link rel=\"stylesheet\" href=\"x.css\">", "is no file of the manifest");
}

#[test]
fn a_meta_of_a_file_has_the_integrity_of_the_file() {
    let meta = |name: &str, content: &str, integrity: &str| {
        format!("<meta name=\"{name}\" content=\"{content}\" data-integrity=\"{integrity}\">")
    };
    head_holds(&meta("file", "vote.wasm", &of(3)));
    head_is_refused(&meta("file", "vote.wasm", &of(1)), "an integrity that is not the file's");
    for content in [
        "evil.wasm",
        "../page/vote.wasm",
        "/2027/page/vote.wasm",
        "page/vote.wasm",
        "./vote.wasm",
        "vote.wasm?",
        "vote.wasm#a",
        " vote.wasm",
        "manifest",
        "",
    ] {
        let words = format!("is the name of a file of the manifest, and not \"{content}\"");
        head_is_refused(&meta("file", content, &of(3)), &words);
    }
    head_is_refused("<meta name=\"file\" content=\"vote.wasm\">", "\"data-integrity\"");
}

#[test]
fn a_meta_has_one_of_three_names() {
    for name in ["referrer", "theme-color", "robots", "Viewport", "FILE", " file", "files", ""] {
        let words = format!(
            "the name of a <meta> is \"viewport\", \"color-scheme\" or \"file\", and not \"{name}\""
        );
        head_is_refused(&format!("<meta name=\"{name}\" content=\"app.js\">"), &words);
    }
}

#[test]
fn a_meta_has_one_of_two_forms_and_none_that_acts() {
    head_holds("<meta name=\"viewport\" content=\"width=device-width\">");
    head_holds("<meta name=\"color-scheme\" content=\"light dark\">");
    for meta in [
        "<meta>",
        "<meta name=\"a\">",
        "<meta content=\"a\">",
        "<meta charset=\"utf-7\">",
        "<meta charset=\"UTF-8\">",
        "<meta charset=\"utf-8\" name=\"a\" content=\"b\">",
    ] {
        head_is_refused(meta, "a <meta> has either");
    }
    for meta in [
        "<meta http-equiv=\"refresh\" content=\"0;url=https://a.example\">",
        "<meta http-equiv=\"Content-Security-Policy\" content=\"x\">",
        "<meta charset=\"utf-8\" http-equiv=\"x\">",
    ] {
        head_is_refused(meta, "the attribute \"http-equiv\" is not among");
    }
}
