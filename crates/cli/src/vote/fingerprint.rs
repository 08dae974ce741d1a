use isoloir_election::phase::Fingerprint;

/// Reads the 64 hexadecimal digits that officials and trustees publish, as people copy them.
pub(crate) fn parse_fingerprint(text: &str) -> Result<Fingerprint, String> {
    let digits: String = text.split_whitespace().collect();
    let mut bytes = [0; 32];
    match hex::decode_to_slice(digits, &mut bytes) {
        Ok(()) => Ok(Fingerprint(bytes)),
        Err(_) => Err("a fingerprint has 64 hexadecimal digits: copy all of it".to_owned()),
    }
}
