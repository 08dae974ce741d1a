//! The files of the page, which are the same for every election.

use std::io::Write;
use std::sync::{LazyLock, OnceLock};

use base64ct::{Base64, Encoding};
use brotli::CompressorWriter;
use isoloir_election::definition::PageDigest;
use sha2::{Digest, Sha384};
use sha3::Sha3_256;

use crate::language::LANGUAGES;
use crate::script_words;

/// A file of the page.
pub struct File {
    /// What it is called, below `/page/`.
    pub name: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    compressed: OnceLock<Vec<u8>>,
    /// `sha384-…`, by which a browser knows it again (Subresource Integrity).
    pub integrity: String,
}

/// The module that seals ballots and the script around it, as `scripts/build-page` makes them. Empty in a program that was
/// built without them.
const MODULE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/isoloir_wasm_bg.wasm"));
const GLUE: &str = include_str!(concat!(env!("OUT_DIR"), "/isoloir_wasm.js"));

/// The scripts of the documents in which one votes, the first of which imports the others.
pub(crate) const VOTE: [&str; 12] = [
    "app.js",
    "booth.js",
    "choose.js",
    "dom.js",
    "errors.js",
    "keep.js",
    "kiosk.js",
    "limits.js",
    "parts.js",
    "server.js",
    "steps.js",
    "words.js",
];

/// The scripts of the document in which receipts and challenges are checked.
pub(crate) const CHECK: [&str; 7] =
    ["check.js", "booth.js", "dom.js", "errors.js", "parts.js", "server.js", "words.js"];

pub(crate) const STYLE: &str = "style.css";
/// What the document with the result needs besides.
pub(crate) const RESULT_STYLE: &str = "result.css";
/// The worker's script. It is started from a text whose integrity was checked, and imports nothing.
pub(crate) const WORKER: &str = "worker.js";
/// The module that seals ballots.
pub(crate) const MODULE_NAME: &str = "booth.wasm";

/// What keeps the page for times without a network. It is no script of a document, and registered by one.
pub const SERVICE_WORKER: &str = "offline.js";
/// What a browser needs to install the page (W3C Web Application Manifest).
pub(crate) const INSTALL: &str = "install.webmanifest";

/// The colours of all pages, of whatever program, for the beginning of their style.
pub const PALETTE: &str = include_str!("../assets/palette.css");

/// Brotli at its best, with a window that holds the module.
const BEST: u32 = 11;
const WINDOW_BITS: u32 = 20;

/// What an integrity begins with.
const HASH: &str = "sha384-";

const SCRIPT_TYPE: &str = "text/javascript; charset=utf-8";
const STYLE_TYPE: &str = "text/css; charset=utf-8";

/// Whether this program has the module that seals ballots.
#[must_use]
pub fn has_module() -> bool {
    !MODULE.is_empty()
}

/// All files, in the order of their names.
pub fn all() -> &'static [File] {
    static FILES: LazyLock<Vec<File>> = LazyLock::new(make);
    &FILES
}

/// The manifest: the files with their hashes (`spec/election.md`, section 15).
pub fn manifest() -> &'static str {
    static MANIFEST: LazyLock<String> = LazyLock::new(|| {
        let line = |file: &File| format!("{} {}\n", &file.integrity[HASH.len()..], file.name);
        ["isoloir page v1\n".into()].into_iter().chain(all().iter().map(line)).collect()
    });
    &MANIFEST
}

/// The digest of the manifest, 32 bytes, by which a definition vouches for the page; none, of a program in which the page is
/// not whole.
#[must_use]
pub fn digest() -> Option<PageDigest> {
    has_module().then(|| PageDigest(Sha3_256::digest(manifest()).into()))
}

/// The file with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static File> {
    let at = all().binary_search_by(|file| file.name.as_str().cmp(name)).ok()?;
    all().get(at)
}

fn make() -> Vec<File> {
    let mut files = vec![
        file("app.js", SCRIPT_TYPE, include_str!("../assets/app.js")),
        file("booth.js", SCRIPT_TYPE, include_str!("../assets/booth.js")),
        file("check.js", SCRIPT_TYPE, include_str!("../assets/check.js")),
        file("choose.js", SCRIPT_TYPE, include_str!("../assets/choose.js")),
        file("dom.js", SCRIPT_TYPE, include_str!("../assets/dom.js")),
        file("errors.js", SCRIPT_TYPE, include_str!("../assets/errors.js")),
        file("keep.js", SCRIPT_TYPE, include_str!("../assets/keep.js")),
        file("kiosk.js", SCRIPT_TYPE, include_str!("../assets/kiosk.js")),
        file("limits.js", SCRIPT_TYPE, include_str!("../assets/limits.js")),
        file("parts.js", SCRIPT_TYPE, include_str!("../assets/parts.js")),
        file("server.js", SCRIPT_TYPE, include_str!("../assets/server.js")),
        file("steps.js", SCRIPT_TYPE, include_str!("../assets/steps.js")),
        file("words.js", SCRIPT_TYPE, include_str!("../assets/words.js")),
        file(SERVICE_WORKER, SCRIPT_TYPE, include_str!("../assets/offline.js")),
        file(INSTALL, "application/manifest+json", include_str!("../assets/install.webmanifest")),
        file(WORKER, SCRIPT_TYPE, [GLUE, include_str!("../assets/worker.js")].concat()),
        file(STYLE, STYLE_TYPE, [PALETTE, include_str!("../assets/style.css")].concat()),
        file(RESULT_STYLE, STYLE_TYPE, isoloir_result::html::STYLE),
        file("icon.svg", "image/svg+xml", include_str!("../assets/icon.svg")),
        file(MODULE_NAME, "application/wasm", MODULE),
    ];
    files.extend(LANGUAGES.map(|language| {
        let words = script_words::table(language.scripts).to_string();
        file(&words_of(language.code), "application/json", words)
    }));
    files.sort_by(|one, other| one.name.cmp(&other.name));
    files
}

/// The file with what scripts say in a language.
pub(crate) fn words_of(code: &str) -> String {
    format!("words.{code}.json")
}

fn file(name: &str, content_type: &'static str, bytes: impl Into<Vec<u8>>) -> File {
    let bytes = bytes.into();
    let integrity = format!("{HASH}{}", Base64::encode_string(&Sha384::digest(&bytes)));
    File { name: name.into(), content_type, bytes, compressed: OnceLock::new(), integrity }
}

impl File {
    /// What tells these bytes from those that a file of this name had before: 96 bits of their hash.
    pub fn tag(&self) -> &str {
        self.integrity.get(HASH.len()..HASH.len() + 16).unwrap_or_default()
    }

    /// Its bytes as Brotli (RFC 7932) has them. Made once: of the module that takes a second.
    pub fn brotli(&self) -> &[u8] {
        self.compressed.get_or_init(|| {
            let window = WINDOW_BITS;
            let mut writer = CompressorWriter::new(Vec::new(), 1 << 16, BEST, window);
            // Nothing fails to be written to memory.
            let _ = writer.write_all(&self.bytes);
            writer.into_inner()
        })
    }
}

/// Makes ready what takes long when a browser asks for it.
pub fn prepare() {
    for file in all() {
        file.brotli();
    }
}
