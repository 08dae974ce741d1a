use super::PageUrl;
use crate::registrar::examples::code;

fn refused(url: &str) -> String {
    PageUrl::parse(url).unwrap_err().to_string()
}

#[test]
fn the_code_goes_behind_the_number_sign_and_nowhere_else() {
    let code = code();
    for url in ["https://vote.example", "https://vote.example/a/?lang=fr", "http://localhost:8080/"]
    {
        let link = PageUrl::parse(url).unwrap().with_code(&code);
        let (before, fragment) = link.split_once('#').unwrap();
        assert_eq!((before, fragment), (url, code.reveal().as_str()));
    }
}

#[test]
fn a_page_that_others_can_change_on_its_way_is_refused() {
    let message = "http://vote.example: the voting page must begin with https://";
    assert_eq!(refused("http://vote.example"), message);
    assert!(refused("ftp://vote.example").ends_with("must begin with https://"));
    assert!(refused("http://localhost.example").ends_with("must begin with https://"));
    assert!(refused("http://localhost@vote.example").ends_with("must begin with https://"));
}

#[test]
fn this_machine_is_for_rehearsals() {
    for url in ["http://localhost", "http://127.0.0.1:8080/a", "http://[::1]:8080", "http://[::1]/"]
    {
        assert!(PageUrl::parse(url).is_ok(), "{url}");
    }
}

#[test]
fn an_address_with_a_fragment_is_refused() {
    let message =
        "https://vote.example/#a: the code goes behind the #: give the address without it";
    assert_eq!(refused("https://vote.example/#a"), message);
}

#[test]
fn an_address_that_is_none_is_refused() {
    assert!(refused("https://vote.example/a b").contains("has characters that no address has"));
    assert!(refused("https://vote.example/\"><b>").contains("has characters that no address has"));
    assert!(refused("https://").contains("no name of a server"));
    assert!(refused("https://:443/").contains("no name of a server"));
    assert!(refused("https://town.example@evil.example/").contains("misleads people"));
}

#[test]
fn an_address_that_makes_too_fine_a_qr_code_is_refused() {
    let url = format!("https://{}", "a".repeat(143));
    assert_eq!(
        refused(&url),
        "the address of the voting page has 151 characters: take one of at most 150"
    );
}
