//! What credentials sign and prove: the contexts of proofs of knowledge (`spec/protocol.md`,
//! sections 7 and 8).

/// The context of the signature that casts, 130 bytes (section 7; domain `Cast`):
/// fingerprint || u16 district || U || prev || T.
pub fn cast_context(
    fingerprint: &[u8; 32],
    district: u16,
    credential: &[u8; 32],
    previous: &[u8; 32],
    tracker: &[u8; 32],
) -> [u8; 130] {
    join([fingerprint, &district.to_be_bytes(), credential, previous, tracker])
}

/// The context of a list of a registrar's roll, 39 bytes (section 8; domain `RollPossession`):
/// election_id || u16 district || u8 registrar || u32 first. `registrar` and `first` are from 0.
pub fn roll_context(election_id: &[u8; 32], district: u16, registrar: u8, first: u32) -> [u8; 39] {
    join([election_id, &district.to_be_bytes(), &[registrar], &first.to_be_bytes()])
}

/// The context of a replaced credential, 67 bytes (section 8; domain `ReissuePossession`):
/// fingerprint || u16 district || u8 registrar || revoked U.
pub fn reissue_context(
    fingerprint: &[u8; 32],
    district: u16,
    registrar: u8,
    revoked: &[u8; 32],
) -> [u8; 67] {
    join([fingerprint, &district.to_be_bytes(), &[registrar], revoked])
}

/// The parts one after the other; they have N bytes together.
pub(crate) fn join<const N: usize, const PARTS: usize>(parts: [&[u8]; PARTS]) -> [u8; N] {
    let mut joined = [0; N];
    for (to, from) in joined.iter_mut().zip(parts.into_iter().flatten()) {
        *to = *from;
    }
    joined
}
