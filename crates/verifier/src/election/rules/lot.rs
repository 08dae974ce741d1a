//! The order of ties by lot (`spec/election.md`, section 9.2).

use curve25519_dalek::Scalar;
use sha3::{Digest as _, Sha3_256};

use crate::crypto::generators::bases;
use crate::crypto::group::Point;
use crate::crypto::tally::TallyContext;

/// M = Y*_0 - `count_0` H of the project at position 0, which is sk A*.
pub fn mask(y: &Point, count: u64) -> Point {
    Point::new(y.group() - bases().h.group() * Scalar::from(count))
}

/// seed = SHA3-256("isoloir/v1 lot seed" || fingerprint || u16 district || close_root || M), 32
/// bytes; M is the [`mask`].
pub fn seed(context: &TallyContext, mask: &Point) -> [u8; 32] {
    Sha3_256::new()
        .chain_update("isoloir/v1 lot seed")
        .chain_update(context.fingerprint)
        .chain_update(context.district.to_be_bytes())
        .chain_update(context.close_root)
        .chain_update(mask.bytes())
        .finalize()
        .into()
}

/// The positions of `projects` projects in ascending order of h_i =
/// SHA3-256("isoloir/v1 lot order" || seed || u16 i), compared as byte strings.
pub fn order(seed: &[u8; 32], projects: usize) -> Vec<u16> {
    let hash = |i: &u16| -> [u8; 32] {
        let label = Sha3_256::new().chain_update("isoloir/v1 lot order");
        label.chain_update(seed).chain_update(i.to_be_bytes()).finalize().into()
    };
    let mut order: Vec<u16> = (0_u16..).take(projects).collect();
    order.sort_by_cached_key(hash);
    order
}
