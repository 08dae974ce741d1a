use url::Url;

use crate::page::address::{Place, Root, other_origin};

fn root(location: &str) -> Root {
    Root::parse(location).unwrap()
}

#[test]
fn a_root_is_on_the_web_and_ends_with_a_slash() {
    assert_eq!(root("https://vote.example").url().as_str(), "https://vote.example/");
    assert_eq!(root("https://vote.example/2027").path(), "/2027/");
    assert_eq!(root("http://vote.example:80/2027//"), root("http://vote.example/2027/"));
    for location in [
        "vote.example",
        "/folder",
        "ftp://vote.example/",
        "https://",
        "https:vote.example",
        "https://user@vote.example/",
        "https://vote.example/?q",
        "https://vote.example/#f",
        "",
    ] {
        assert_eq!(Root::parse(location), None, "{location}");
    }
}

#[test]
fn documents_are_below_the_root_and_begin_with_a_language() {
    let root = root("https://vote.example/2027");
    let place = |address: &str| root.place(Url::parse(address).unwrap());
    for (address, document) in [
        ("https://vote.example/2027/en", "https://vote.example/2027/en"),
        ("https://vote.example/2027/pt-BR/a?b#c", "https://vote.example/2027/pt-BR/a?b"),
        ("https://vote.example/2027/zh-12345678/", "https://vote.example/2027/zh-12345678/"),
        ("https://a:b@VOTE.example:443/2027/x/../en/", "https://vote.example/2027/en/"),
    ] {
        assert_eq!(place(address), Place::Document(Url::parse(document).unwrap()), "{address}");
    }
    for below in [
        "",
        "e",
        "eng",
        "EN/",
        "page/app.js",
        "en-a",
        "en-123456789",
        "en-a_b",
        "e1",
        "en-",
        "checkpoint",
        "%65n/",
        "e%6e/",
        "en%2f",
        "en;x/",
        "/en/",
    ] {
        let address = format!("https://vote.example/2027/{below}");
        assert_eq!(place(&address), Place::NoDocument, "{address}");
    }
    for path in ["/", "/en/", "/2027", "/2027en/", "/2028/en/", "/2027/en/../../en/"] {
        let address = format!("https://vote.example{path}");
        assert_eq!(place(&address), Place::NoDocument, "{address}");
    }
    for elsewhere in ["http://vote.example/2027/en/", "https://vote.example:444/2027/en/", "data:x"]
    {
        assert_eq!(place(elsewhere), Place::Elsewhere, "{elsewhere}");
    }
}

#[test]
fn a_file_has_one_address() {
    let root = root("https://vote.example/2027");
    let is = |address: &str| root.is_file(&Url::parse(address).unwrap(), "app.js");
    assert!(is("https://vote.example/2027/page/app.js"));
    for other in [
        "https://vote.example/2027/page/app.js?",
        "https://vote.example/2027/page/app.js#a",
        "https://vote.example/2027/page/b.js",
        "https://vote.example/2027/en/page/app.js",
        "http://vote.example/2027/page/app.js",
        "https://a@vote.example/2027/page/app.js",
    ] {
        assert!(!is(other), "{other}");
    }
}

#[test]
fn a_board_elsewhere_is_named_by_scheme_host_and_port() {
    let other = |board: &str| other_origin(&root("https://vote.example/2027"), &root(board));
    assert_eq!(other("https://vote.example/board"), None);
    assert_eq!(other("https://vote.example:443/"), None);
    assert_eq!(other("https://board.example/x").unwrap(), "https://board.example");
    assert_eq!(other("http://vote.example/").unwrap(), "http://vote.example");
    assert_eq!(other("https://vote.example:444/").unwrap(), "https://vote.example:444");
}
