//! What a browser lets a document do.

/// The value of the header `Content-Security-Policy` of every document (`spec/election.md`, section 15): it runs the scripts of
/// the page and the module that they load, and speaks to the board, which is at this origin if it is not the page's own.
///
/// A worker is started from a text whose hash was checked, and not from an address (`assets/booth.js`): hence `blob:`.
#[must_use]
pub fn of(board: Option<&str>) -> String {
    let board = board.map_or(String::new(), |origin| format!(" {origin}"));
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; \
         manifest-src 'self'; connect-src 'self'{board}; worker-src 'self' blob:; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    )
}
