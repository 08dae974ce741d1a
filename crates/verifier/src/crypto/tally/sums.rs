//! Sums of ciphertexts (`spec/protocol.md`, section 10.1).

use crate::crypto::ballot::{Encodings, read_ciphertext};
use crate::crypto::group::Point;
use crate::crypto::msm::{Affine, Extended};
use crate::crypto::points::Points;
use crate::crypto::style::Style;
use crate::wire::{Reader, WireError};

/// A* = sum A and Y*_j = sum Y_j over some ballots of one district, with their number.
///
/// Sums that are added or subtracted belong to one district, so they have equally many slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sums {
    a: Extended,
    y: Vec<Extended>,
    ballots: u64,
}

impl Sums {
    /// The sums over no ballot: all are the neutral element.
    pub fn neutral(slots: usize) -> Self {
        Self { a: Extended::NEUTRAL, y: vec![Extended::NEUTRAL; slots], ballots: 0 }
    }

    /// The sums over one sealed ballot; its proof is not looked at.
    ///
    /// # Errors
    ///
    /// A or a Y_j is not a point, or A is the neutral element.
    pub fn of_ballot(style: &Style, sealed: &[u8]) -> Result<Self, WireError> {
        let mut encodings = Encodings::default();
        let read = read_ciphertext(style, &mut Reader::new(sealed), &mut encodings);
        let mut points = Vec::with_capacity(style.slots() + 1);
        encodings.decode(&mut points).and(read)?;
        let mut sums = Self::neutral(style.slots());
        sums.add_ciphertext(&points);
        Ok(sums)
    }

    /// w
    pub fn slots(&self) -> usize {
        self.y.len()
    }

    /// How many ballots.
    pub fn ballots(&self) -> u64 {
        self.ballots
    }

    /// Adds the ballots of `other`.
    pub fn add(&mut self, other: &Self) {
        self.a += &other.a;
        for (sum, y) in self.y.iter_mut().zip(&other.y) {
            *sum += y;
        }
        self.ballots = self.ballots.saturating_add(other.ballots);
    }

    /// Takes away the ballots of `other`, which are among these.
    pub fn subtract(&mut self, other: &Self) {
        self.a -= &other.a;
        for (sum, y) in self.y.iter_mut().zip(&other.y) {
            *sum -= y;
        }
        self.ballots = self.ballots.saturating_sub(other.ballots);
    }

    /// Adds one ciphertext A, Y_1 .. Y_w.
    pub(crate) fn add_ciphertext(&mut self, ciphertext: &[Affine]) {
        let sums = std::iter::once(&mut self.a).chain(&mut self.y);
        for (sum, point) in sums.zip(ciphertext) {
            sum.add_affine(point);
        }
        self.ballots = self.ballots.saturating_add(1);
    }

    /// The sums as they are decrypted: by project, of a district with these points, with their
    /// encodings. Sums of single slots are never decrypted.
    pub fn close(&self, points: Points) -> Tally {
        let slots: Vec<Point> = self.y.iter().map(Point::of_sum).collect();
        Tally {
            a: Point::of_sum(&self.a),
            y: points.by_project(&slots),
            ballots: self.ballots,
            points,
        }
    }

    /// u64 ballots || A* || Y*_1 .. Y*_w: 40 + 32 w bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = self.ballots.to_be_bytes().to_vec();
        bytes.extend(self.a.encode());
        bytes.extend(self.y.iter().flat_map(Extended::encode));
        bytes
    }

    /// Reads what [`Self::encode`] gives for `slots` slots.
    ///
    /// # Errors
    ///
    /// The bytes are of another length, or a point is not one.
    pub fn decode(bytes: &[u8], slots: usize) -> Result<Self, WireError> {
        let mut reader = Reader::new(bytes);
        let ballots = reader.u64("number of ballots in sums")?;
        let mut encodings = Encodings::default();
        let read = encodings
            .point("A*", &mut reader)
            .and_then(|()| (0..slots).try_for_each(|_| encodings.point("Y*", &mut reader)))
            .and_then(|()| reader.finish("sums"));
        let mut points = Vec::new();
        encodings.decode(&mut points).and(read)?;
        let mut sums = Self::neutral(slots);
        sums.add_ciphertext(&points);
        Ok(Self { ballots, ..sums })
    }
}

/// The sums of a district over the ballots that count, by project, with their encodings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    a: Point,
    y: Vec<Point>,
    ballots: u64,
    points: Points,
}

impl Tally {
    /// A*
    pub fn a(&self) -> &Point {
        &self.a
    }

    /// Y*_0 .. Y*_(P-1): by project, sum_e g_e Y*_(p k + e).
    pub fn y(&self) -> &[Point] {
        &self.y
    }

    /// How many ballots were added.
    pub fn ballots(&self) -> u64 {
        self.ballots
    }

    /// The points that a ballot can give a project.
    pub fn points(&self) -> Points {
        self.points
    }

    /// The largest count: the number of ballots times the sum of the weights.
    pub fn most(&self) -> u64 {
        self.ballots.saturating_mul(self.points.most().into())
    }
}
