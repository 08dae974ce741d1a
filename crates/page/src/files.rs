//! The files of the page, which are the same for every election.

use std::sync::LazyLock;

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha384};

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
    /// `sha384-…`, by which a browser knows it again (Subresource Integrity).
    pub integrity: String,
}

/// The module that seals ballots and the script around it, as `scripts/build-page` makes them. Empty in a program that was
/// built without them.
const MODULE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/isoloir_wasm_bg.wasm"));
const GLUE: &str = include_str!(concat!(env!("OUT_DIR"), "/isoloir_wasm.js"));

/// The scripts that a document loads, the first of which imports the others.
pub(crate) const SCRIPTS: [&str; 7] =
    ["app.js", "booth.js", "dom.js", "limits.js", "server.js", "steps.js", "words.js"];

pub(crate) const STYLE: &str = "style.css";
/// The worker's script. It is started from a text whose integrity was checked, and imports nothing.
pub(crate) const WORKER: &str = "worker.js";
/// The module that seals ballots.
pub(crate) const MODULE_NAME: &str = "booth.wasm";

/// The colours of all pages, of whatever program, for the beginning of their style.
pub const PALETTE: &str = include_str!("../assets/palette.css");

const SCRIPT_TYPE: &str = "text/javascript; charset=utf-8";

/// Whether this program has the module that seals ballots.
#[must_use]
pub fn has_module() -> bool {
    !MODULE.is_empty()
}

/// All files.
pub fn all() -> &'static [File] {
    static FILES: LazyLock<Vec<File>> = LazyLock::new(make);
    &FILES
}

/// The file with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static File> {
    all().iter().find(|file| file.name == name)
}

fn make() -> Vec<File> {
    let mut files = vec![
        file("app.js", SCRIPT_TYPE, include_str!("../assets/app.js")),
        file("booth.js", SCRIPT_TYPE, include_str!("../assets/booth.js")),
        file("dom.js", SCRIPT_TYPE, include_str!("../assets/dom.js")),
        file("limits.js", SCRIPT_TYPE, include_str!("../assets/limits.js")),
        file("server.js", SCRIPT_TYPE, include_str!("../assets/server.js")),
        file("steps.js", SCRIPT_TYPE, include_str!("../assets/steps.js")),
        file("words.js", SCRIPT_TYPE, include_str!("../assets/words.js")),
        file(WORKER, SCRIPT_TYPE, [GLUE, include_str!("../assets/worker.js")].concat()),
        file(
            STYLE,
            "text/css; charset=utf-8",
            [PALETTE, include_str!("../assets/style.css")].concat(),
        ),
        file("icon.svg", "image/svg+xml", include_str!("../assets/icon.svg")),
        file(MODULE_NAME, "application/wasm", MODULE),
    ];
    files.extend(LANGUAGES.map(|language| {
        let words = script_words::table(language.scripts).to_string();
        file(&words_of(language.code), "application/json", words)
    }));
    files
}

/// The file with what scripts say in a language.
pub(crate) fn words_of(code: &str) -> String {
    format!("words.{code}.json")
}

fn file(name: &str, content_type: &'static str, bytes: impl Into<Vec<u8>>) -> File {
    let bytes = bytes.into();
    let integrity = format!("sha384-{}", Base64::encode_string(&Sha384::digest(&bytes)));
    File { name: name.into(), content_type, bytes, integrity }
}
