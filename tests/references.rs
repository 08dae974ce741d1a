//! What the documentation points to exists: tests named in the threat model, sections of the
//! specification named in the code.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All Rust files of the project.
fn sources() -> Vec<PathBuf> {
    let mut folders = vec![root().join("crates"), root().join("tests"), root().join("benches")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}

#[test]
fn every_test_that_the_threat_model_names_exists() {
    let code: String = sources().iter().map(|path| read(path)).collect();
    let document = read(&root().join("docs/threat-model.md"));
    let named = document.split('`').skip(1).step_by(2);
    let named: BTreeSet<&str> =
        named.filter(|name| name.contains('_') && !name.contains(['.', '/'])).collect();
    assert!(named.len() > 30, "only {} tests are named", named.len());
    let missing: Vec<_> =
        named.into_iter().filter(|name| !code.contains(&format!("fn {name}("))).collect();
    assert!(missing.is_empty(), "no such tests: {missing:#?}");
}

/// `` `spec/protocol.md`, section 6.2 `` and the like.
#[test]
fn every_section_that_the_code_names_exists() {
    let mut missing = BTreeSet::new();
    let mut found = 0;
    for path in sources() {
        for (document, section) in references(&read(&path)) {
            found += 1;
            let text = read(&root().join("spec").join(&document));
            let heading = |line: &str| {
                let title = line.trim_start_matches('#').trim_start();
                let number = title.split_whitespace().next().unwrap_or_default();
                line.starts_with('#') && number.trim_end_matches('.') == section
            };
            if !text.lines().any(heading) {
                missing.insert(format!("{}: {document}, section {section}", path.display()));
            }
        }
    }
    assert!(found > 30, "only {found} references were found");
    assert!(missing.is_empty(), "no such sections: {missing:#?}");
}

/// The documents and sections that a file names, across line breaks of comments.
fn references(code: &str) -> Vec<(String, String)> {
    let comments = code.lines().map(|line| line.trim().trim_start_matches(['/', '!']).trim());
    let text = comments.collect::<Vec<_>>().join(" ");
    text.split("`spec/")
        .skip(1)
        .filter_map(|rest| {
            let (document, rest) = rest.split_once('`')?;
            let rest = rest.strip_prefix(", section").or_else(|| rest.strip_prefix(", "))?;
            let rest = rest.trim_start_matches('s').trim_start();
            let number: String =
                rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
            let number = number.trim_end_matches('.').to_string();
            (!number.is_empty()).then(|| (document.to_string(), number))
        })
        .collect()
}
