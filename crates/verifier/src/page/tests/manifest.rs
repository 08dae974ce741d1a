use super::{FILES, integrity, manifest_of};
use crate::page::manifest::{MAX_MANIFEST_BYTES, Manifest, ManifestError, digest};

fn error(text: &str) -> ManifestError {
    Manifest::parse(text.as_bytes()).unwrap_err()
}

#[test]
fn a_manifest_names_files_and_their_hashes() {
    let text = manifest_of(&FILES);
    let manifest = Manifest::parse(text.as_bytes()).unwrap();
    let names: Vec<_> = manifest.files().iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, FILES.map(|(name, _)| name));
    let file = manifest.file("app.js").unwrap();
    assert!(file.is(FILES[0].1.as_bytes()) && !file.is(b"evil()"));
    assert_eq!(file.integrity(), integrity(FILES[0].1));
    assert_eq!(file.path(), "page/app.js");
    assert_eq!(manifest.file("evil.js"), None);
    assert_ne!(digest(text.as_bytes()), digest(&text.as_bytes()[1..]));
}

/// SHA-384 of nothing, from FIPS 180-4's example of an empty message.
#[test]
fn the_hash_is_sha_384_in_base64() {
    let line = "OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb empty";
    let manifest = Manifest::parse(format!("isoloir page v1\n{line}\n").as_bytes()).unwrap();
    assert!(manifest.files()[0].is(b""));
}

#[test]
fn the_longest_manifest_fits_its_bound_and_no_file_more() {
    let names: Vec<String> = (0..65).map(|n| format!("{n:064}")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), "")).collect();
    let longest = manifest_of(&files[..64]);
    assert_eq!(longest.len(), MAX_MANIFEST_BYTES);
    assert!(Manifest::parse(longest.as_bytes()).is_ok());
    assert_eq!(error(&manifest_of(&files)), ManifestError::Number(65));
    assert_eq!(error(&manifest_of(&[])), ManifestError::Number(0));
}

#[test]
fn another_form_of_a_manifest_is_refused() {
    let good = manifest_of(&FILES);
    for form in [
        "",
        "isoloir page v1",
        good.trim_end(),
        &good.replacen("v1", "v2", 1),
        &good.replace('\n', "\r\n"),
        &format!(" {good}"),
        &format!("\u{feff}{good}"),
    ] {
        assert_eq!(error(form), ManifestError::Form, "{form:?}");
    }
    assert_eq!(Manifest::parse(b"isoloir page v1\n\xff\n"), Err(ManifestError::Form));
    for (from, to, line) in [
        (" app.js", "  app.js", 2),
        (" app.js", "\tapp.js", 2),
        (" app.js", " App.js", 2),
        (" app.js", " .app.js", 2),
        (" app.js", " a/b.js", 2),
        (" app.js", " ..", 2),
        (" app.js", " a_b.js", 2),
        (" app.js", " ", 2),
        (" app.js", " app.js ", 2),
        (" icon.svg", " manifest", 3),
        (" icon.svg", "", 3),
        (" icon.svg", "= icon.svg", 3),
        ("\n", "\n\n", 2),
    ] {
        assert_eq!(error(&good.replacen(from, to, 1)), ManifestError::Line(line), "{to:?}");
    }
    let long = good.replacen("icon.svg", &"i".repeat(65), 1);
    assert_eq!(error(&long), ManifestError::Line(3));
}

#[test]
fn names_stand_in_ascending_order_each_once() {
    let [first, second, ..] = FILES;
    assert_eq!(error(&manifest_of(&[second, first])), ManifestError::Order(3));
    assert_eq!(error(&manifest_of(&[first, second, second])), ManifestError::Order(4));
    assert!(
        Manifest::parse(manifest_of(&[("a-b", ""), ("a.b", ""), ("a0", "")]).as_bytes()).is_ok()
    );
}
