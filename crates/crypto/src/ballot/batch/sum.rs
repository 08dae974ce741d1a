use alloc::vec::Vec;

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{IsIdentity, VartimeMultiscalarMul};

use crate::ballot::BallotParameters;
use crate::group::{NonIdentityPoint, Point};

/// A sum of multiples of points, in the making: points of single ballots, and points that ballots have
/// in common, whose scalars are added up first.
///
/// Nothing in it is secret.
pub(super) struct Sum<'a> {
    scalars: Vec<Scalar>,
    points: Vec<&'a RistrettoPoint>,
    /// G, H, K.
    bases: Shared<'a>,
    /// G_1, G_2, ...
    vector: Shared<'a>,
    /// For each value of the range proof, its g_i.
    range_g: Vec<Shared<'a>>,
    /// For each value of the range proof, its h_i.
    range_h: Vec<Shared<'a>>,
    /// For each slot its PK_j; of several, if there are ballots of several elections.
    keys: Vec<Vec<(&'a NonIdentityPoint, Scalar)>>,
}

/// The beginning of a sequence of points that is the same for all ballots, and their scalars.
type Shared<'a> = Vec<(&'a RistrettoPoint, Scalar)>;

impl<'a> Sum<'a> {
    pub(super) fn new() -> Self {
        Self {
            scalars: Vec::new(),
            points: Vec::new(),
            bases: Vec::new(),
            vector: Vec::new(),
            range_g: Vec::new(),
            range_h: Vec::new(),
            keys: Vec::new(),
        }
    }

    /// Adds a multiple of a point of one ballot.
    pub(super) fn own(&mut self, scalar: Scalar, point: &'a Point) {
        self.scalars.push(scalar);
        self.points.push(point.element());
    }

    /// Adds `g G + h H + k K`.
    pub(super) fn bases(&mut self, parameters: &'a BallotParameters, [g, h, k]: [Scalar; 3]) {
        let pedersen = &parameters.pedersen;
        let bases = [&RISTRETTO_BASEPOINT_POINT, &pedersen.B, &pedersen.B_blinding];
        add_to(&mut self.bases, bases.into_iter().zip([g, h, k]));
    }

    /// Adds the sum of `scalars[j] G_j`.
    pub(super) fn vector(
        &mut self,
        parameters: &'a BallotParameters,
        scalars: impl Iterator<Item = Scalar>,
    ) {
        add_to(&mut self.vector, parameters.vector_bases().iter().map(Point::element).zip(scalars));
    }

    /// Adds the sum of `scalars[j] PK_j`.
    pub(super) fn keys(
        &mut self,
        parameters: &'a BallotParameters,
        scalars: impl Iterator<Item = Scalar>,
    ) {
        let slots = parameters.keys().len();
        if self.keys.len() < slots {
            self.keys.resize_with(slots, Vec::new);
        }
        for ((known, key), scalar) in self.keys.iter_mut().zip(parameters.keys()).zip(scalars) {
            match known.iter_mut().find(|(other, _)| *other == key) {
                Some((_, sum)) => *sum += scalar,
                None => known.push((key, scalar)),
            }
        }
    }

    /// Adds the sums of `g[i] g_i` and `h[i] h_i`, for all values one after the other.
    pub(super) fn range_vectors(
        &mut self,
        parameters: &'a BallotParameters,
        g: &[Scalar],
        h: &[Scalar],
    ) {
        let values = parameters.style().range_values();
        if self.range_g.len() < values {
            self.range_g.resize_with(values, Vec::new);
            self.range_h.resize_with(values, Vec::new);
        }
        let bits = parameters.style().range_bits();
        let scalars = g.chunks(bits).zip(h.chunks(bits));
        let sums = self.range_g.iter_mut().zip(&mut self.range_h);
        for (((g, h), (g_points, h_points)), (g_sum, h_sum)) in
            scalars.zip(parameters.range.of_values()).zip(sums)
        {
            add_to(g_sum, g_points.into_iter().zip(g.iter().copied()));
            add_to(h_sum, h_points.iter().zip(h.iter().copied()));
        }
    }

    /// Whether the sum is the neutral element. Takes variable time.
    pub(super) fn vanishes(self) -> bool {
        let Self { mut scalars, mut points, bases, vector, range_g, range_h, keys } = self;
        let keys = keys.into_iter().flatten().map(|(key, scalar)| (key.element(), scalar));
        let range = range_g.into_iter().chain(range_h).flatten();
        for (point, scalar) in bases.into_iter().chain(vector).chain(range).chain(keys) {
            points.push(point);
            scalars.push(scalar);
        }
        RistrettoPoint::vartime_multiscalar_mul(&scalars, points).is_identity()
    }
}

/// Adds multiples of the first points of the sequence that `shared` stands for.
fn add_to<'a>(
    shared: &mut Shared<'a>,
    multiples: impl Iterator<Item = (&'a RistrettoPoint, Scalar)>,
) {
    for (index, (point, scalar)) in multiples.enumerate() {
        match shared.get_mut(index) {
            Some((_, sum)) => *sum += scalar,
            None => shared.push((point, scalar)),
        }
    }
}
