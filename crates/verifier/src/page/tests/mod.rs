mod address;
mod attributes;
mod headers;
mod html;
mod manifest;
mod soup;

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha384};
use url::Url;

use super::address::Root;
use super::html::{Document, Fault, Links, check};
use super::manifest::Manifest;

/// The files of the page that these tests look at, with what is in them.
const FILES: [(&str, &str); 4] = [
    ("app.js", "import './vote.js'"),
    ("icon.svg", "<svg/>"),
    ("style.css", "p {}"),
    ("vote.wasm", "\0asm"),
];

/// The integrity of a file with this content.
fn integrity(content: &str) -> String {
    format!("sha384-{}", Base64::encode_string(&Sha384::digest(content)))
}

/// The manifest of these files.
fn manifest_of(files: &[(&str, &str)]) -> String {
    let line = |(name, content): &(&str, &str)| {
        format!("{} {name}\n", integrity(content).trim_start_matches("sha384-"))
    };
    format!("isoloir page v1\n{}", files.iter().map(line).collect::<String>())
}

/// Reads a document of the page.
fn read(html: &[u8]) -> Result<Links, Fault> {
    let root = Root::parse("https://vote.example/2027").unwrap();
    let address = Url::parse("https://vote.example/2027/en/vote").unwrap();
    let manifest = Manifest::parse(manifest_of(&FILES).as_bytes()).unwrap();
    let document = Document { address: &address, root: &root, manifest: &manifest };
    check(&document, html)
}

/// A document with this in its head and its body.
fn document(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Vote</title>{head}\
         </head>\n<body>{body}</body>\n</html>\n"
    )
}

/// Reads a document with this body, which must hold.
#[track_caller]
fn holds(body: &str) {
    read(document("", body).as_bytes()).unwrap_or_else(|fault| panic!("{body}: {}", fault.rule));
}

/// Reads a document with this body, which is refused with these words.
#[track_caller]
fn is_refused(body: &str, words: &str) {
    whole_is_refused(document("", body).as_bytes(), words);
}

/// Reads a document, which is refused with these words.
#[track_caller]
fn whole_is_refused(html: &[u8], words: &str) {
    let shown = String::from_utf8_lossy(html).into_owned();
    let Err(fault) = read(html) else { panic!("it should have been refused: {shown}") };
    let rule = fault.rule.to_string();
    assert!(rule.contains(words), "{shown}: {rule:?} has no {words:?}");
}
