//! Documents and manifests of any kind are refused or read, and never more.

use proptest::prelude::*;

use super::{document, manifest_of, read};
use crate::page::manifest::Manifest;

/// Pieces of which documents, and attacks on those who read them, are made.
const PIECES: [&str; 40] = [
    "<",
    ">",
    "</",
    "/>",
    "=",
    "\"",
    "'",
    "&",
    "&amp;",
    "&#x",
    "<!--",
    "-->",
    "--!>",
    "<!DOCTYPE html>",
    "<![CDATA[",
    "]]>",
    "<p>",
    "</p>",
    "<svg>",
    "</svg>",
    "<title>",
    "</title>",
    "<script>",
    "</script>",
    "<noscript>",
    "</noscript>",
    "<path/>",
    "<table>",
    "<td>",
    "<a href=",
    "x",
    " ",
    "\n",
    "\r",
    "\0",
    "\u{feff}",
    "\u{10ffff}",
    "<html>",
    "<body>",
    "</body></html>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_soup_of_tags_ends_the_program(pieces in prop::collection::vec(0..PIECES.len(), 0..40)) {
        let soup: String = pieces.iter().map(|&piece| PIECES[piece]).collect();
        let _ = read(soup.as_bytes());
        let _ = read(document("", &soup).as_bytes());
    }

    #[test]
    fn no_bytes_end_the_program(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
        let _ = Manifest::parse(&bytes);
    }

    #[test]
    fn a_manifest_with_a_byte_changed_is_another_or_none(at in 0_usize..300, bit in 0..8) {
        let good = manifest_of(&super::FILES).into_bytes();
        let mut changed = good.clone();
        let place = at % changed.len();
        changed[place] ^= 1_u8 << bit;
        prop_assert_ne!(Manifest::parse(&changed), Manifest::parse(&good));
    }
}
