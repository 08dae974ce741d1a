/// What encloses a name in a sentence, so that its writing direction stays its own: U+2068 FIRST STRONG ISOLATE. No text of a
/// definition holds it.
pub const ISOLATE: char = '\u{2068}';

/// The end of a name: U+2069 POP DIRECTIONAL ISOLATE.
pub const END_OF_ISOLATE: char = '\u{2069}';

/// A name for a sentence.
#[must_use]
pub fn isolated(name: &str) -> String {
    let inside = name.chars().filter(|&character| !is_isolate(character));
    std::iter::once(ISOLATE).chain(inside).chain([END_OF_ISOLATE]).collect()
}

/// A sentence for where its names can't be isolated.
#[must_use]
pub fn plain(sentence: &str) -> String {
    sentence.chars().filter(|&character| !is_isolate(character)).collect()
}

fn is_isolate(character: char) -> bool {
    matches!(character, ISOLATE | END_OF_ISOLATE)
}
