//! Hashes for people: short enough to read aloud, long enough that nobody makes two with the same beginning.

/// How many bytes are read aloud: 160 bits. Who could find two boards that agree in so many would have to try 2^80.
const BYTES: usize = 20;

/// The beginning of a hash, in groups of four.
pub(crate) fn grouped(hash: &[u8; 32]) -> String {
    let digits = hex::encode(&hash[..BYTES]);
    let groups: Vec<&str> = (0..digits.len()).step_by(4).map(|at| &digits[at..at + 4]).collect();
    groups.join(" ")
}

/// What all trustees read aloud and compare.
pub(crate) fn read_aloud(what: &str, hash: &[u8; 32]) -> String {
    format!(
        "Fingerprint of {what}: {}\nRead it aloud with the other trustees; if one of you has another, stop.",
        grouped(hash)
    )
}
