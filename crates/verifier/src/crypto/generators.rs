//! The bases that nobody knows a relation of (`spec/protocol.md`, sections 2 and 11.1).

use std::sync::{LazyLock, OnceLock};

use curve25519_dalek::RistrettoPoint;
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use sha3::digest::{ExtendableOutput, Update, XofReader};
use sha3::{Digest, Sha3_512, Shake256};

use super::group::Point;
use super::msm::Affine;
use super::style::{MAX_CONSTRAINTS, MAX_RANGE_BITS, MAX_SLOTS};

/// G, H and K (section 2).
pub struct Bases {
    /// The basepoint of RFC 9496.
    pub g: Point,
    /// H, which carries messages and values.
    pub h: Point,
    /// K, which carries blindings.
    pub k: Point,
}

/// G, H and K, computed once.
pub fn bases() -> &'static Bases {
    static BASES: LazyLock<Bases> = LazyLock::new(|| Bases {
        g: Point::new(RISTRETTO_BASEPOINT_POINT),
        h: Point::new(derive(b"isoloir/v1 generator H", &[])),
        k: Point::new(derive(b"isoloir/v1 generator K", &[])),
    });
    &BASES
}

/// G_1 .. G_960, the bases of the slots (section 2), computed once.
pub fn slot_bases() -> &'static [Point] {
    static SLOTS: LazyLock<Vec<Point>> = LazyLock::new(|| {
        let label = b"isoloir/v1 generator G_";
        // MAX_SLOTS is below 2^16.
        (1..=MAX_SLOTS as u16).map(|j| Point::new(derive(label, &j.to_be_bytes()))).collect()
    });
    &SLOTS
}

/// G, H and K, and then G_1 .. G_960, as sums of many points want them; computed once.
pub fn affine_bases() -> &'static ([Affine; 3], Vec<Affine>) {
    static AFFINE: LazyLock<([Affine; 3], Vec<Affine>)> = LazyLock::new(|| {
        let Bases { g, h, k } = bases();
        ([g, h, k].map(Point::affine), slot_bases().iter().map(Point::affine).collect())
    });
    &AFFINE
}

/// The vectors of the range proof for one value (section 11.1).
pub struct RangeBases {
    /// g_(pn) .. g_(pn + n - 1); the first n of these are taken.
    pub g: Vec<Affine>,
    /// h_(pn) .. h_(pn + n - 1), likewise.
    pub h: Vec<Affine>,
}

/// The vectors for the value at position `p`, from 0, for the greatest n = 64. Each is computed
/// when it is first asked for. No position beyond 63 is ever used; there the answer is that of 63.
pub fn range_bases(p: usize) -> &'static RangeBases {
    static VALUES: [OnceLock<RangeBases>; MAX_CONSTRAINTS] = [const { OnceLock::new() }; _];
    let p = p.min(MAX_CONSTRAINTS - 1);
    VALUES[p].get_or_init(|| RangeBases { g: range_vector(b"G", p), h: range_vector(b"H", p) })
}

fn range_vector(name: &[u8; 1], p: usize) -> Vec<Affine> {
    let mut hash = Shake256::default();
    hash.update(b"GeneratorsChain");
    hash.update(name);
    hash.update(&(p as u32).to_le_bytes());
    let mut stream = hash.finalize_xof();
    let next = |_| {
        let mut wide = [0; 64];
        stream.read(&mut wide);
        Point::new(RistrettoPoint::from_uniform_bytes(&wide)).affine()
    };
    (0..MAX_RANGE_BITS).map(next).collect()
}

/// derive(SHA3-512(label || suffix)): element derivation, RFC 9496, section 4.3.4.
fn derive(label: &[u8], suffix: &[u8]) -> RistrettoPoint {
    let hash = Sha3_512::new().chain(label).chain(suffix).finalize();
    RistrettoPoint::from_uniform_bytes(&hash.into())
}
