use ureq::http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::page::headers::{HeaderError, check, policy};

/// Checks these headers, for a board at the same origin.
fn with(headers: &[(&'static str, &str)]) -> Result<(), HeaderError> {
    let pair = |(name, value): &(&'static str, &str)| {
        (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
    };
    let mut map = HeaderMap::new();
    for (name, value) in headers.iter().map(pair) {
        map.append(name, value);
    }
    check(&map, &policy(None))
}

const TYPE: (&str, &str) = ("content-type", "text/html; charset=utf-8");

#[test]
fn the_policy_is_that_of_the_specification() {
    let same = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src \
                'self' blob:; manifest-src 'self'; connect-src 'self'; worker-src 'self' blob:; \
                base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    assert_eq!(policy(None), same);
    let other = same.replace("connect-src 'self';", "connect-src 'self' https://board.example;");
    assert_eq!(policy(Some("https://board.example")), other);
}

#[test]
fn a_document_is_sent_with_its_type_and_one_policy() {
    let policy = policy(None);
    let right = ("content-security-policy", policy.as_str());
    assert_eq!(with(&[TYPE, right, ("cache-control", "no-store")]), Ok(()));
    assert_eq!(with(&[TYPE]), Err(HeaderError::NoPolicy));
    assert_eq!(with(&[TYPE, right, right]), Err(HeaderError::Policies(2)));
    let report_only = ("content-security-policy-report-only", policy.as_str());
    assert_eq!(with(&[TYPE, report_only]), Err(HeaderError::NoPolicy));
    for found in [
        policy.replace("default-src 'none'; ", ""),
        policy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
        policy.replace("connect-src 'self'", "connect-src 'self' https://a.example"),
        format!("{policy};"),
        format!("{policy}, {policy}"),
        policy.replace("; ", ";"),
        policy.to_uppercase(),
        String::new(),
    ] {
        let refused = with(&[TYPE, ("content-security-policy", &found)]);
        assert!(matches!(refused, Err(HeaderError::Policy { .. })), "{found}");
    }
}

#[test]
fn another_type_none_or_two_are_refused() {
    let policy = policy(None);
    let right = ("content-security-policy", policy.as_str());
    for found in
        ["text/html", "text/html; charset=utf-16", "image/svg+xml", "text/plain; charset=utf-8"]
    {
        let refused = with(&[right, ("content-type", found)]).unwrap_err().to_string();
        assert!(refused.contains(&format!("sent as \"{found}\"")), "{refused}");
    }
    assert!(with(&[right]).unwrap_err().to_string().contains("sent as nothing"));
    assert!(matches!(with(&[right, TYPE, TYPE]), Err(HeaderError::Type(_))));
}

#[test]
fn headers_that_do_what_no_element_may_are_refused() {
    let policy = policy(None);
    let right = ("content-security-policy", policy.as_str());
    for (name, value) in [
        ("refresh", "0; url=https://a.example"),
        ("link", "<https://a.example/x.css>; rel=stylesheet"),
    ] {
        assert!(matches!(with(&[TYPE, right, (name, value)]), Err(HeaderError::Acts(_))), "{name}");
    }
}
