//! Sums of ciphertexts (`spec/protocol.md`, section 10.1).

use curve25519_dalek::RistrettoPoint;
use curve25519_dalek::traits::Identity;

use crate::crypto::ballot::read_ciphertext;
use crate::crypto::group::{Point, ReadGroup};
use crate::crypto::style::Style;
use crate::wire::{Reader, WireError};

/// A* = sum A and Y*_j = sum Y_j over some ballots of one district, with their number.
///
/// Sums that are added or subtracted belong to one district, so they have equally many slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sums {
    a: RistrettoPoint,
    y: Vec<RistrettoPoint>,
    ballots: u64,
}

impl Sums {
    /// The sums over no ballot: all are the neutral element.
    pub fn neutral(slots: usize) -> Self {
        let neutral = RistrettoPoint::identity();
        Self { a: neutral, y: vec![neutral; slots], ballots: 0 }
    }

    /// The sums over one sealed ballot; its proof is not looked at.
    ///
    /// # Errors
    ///
    /// A or a Y_j is not a point, or A is the neutral element.
    pub fn of_ballot(style: &Style, sealed: &[u8]) -> Result<Self, WireError> {
        let mut points = Vec::with_capacity(style.slots() + 1);
        read_ciphertext(style, &mut Reader::new(sealed), &mut points)?;
        let y = points.split_off(1);
        Ok(Self { a: points.into_iter().sum(), y, ballots: 1 })
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
        self.a += other.a;
        for (sum, y) in self.y.iter_mut().zip(&other.y) {
            *sum += y;
        }
        self.ballots = self.ballots.saturating_add(other.ballots);
    }

    /// Takes away the ballots of `other`, which are among these.
    pub fn subtract(&mut self, other: &Self) {
        self.a -= other.a;
        for (sum, y) in self.y.iter_mut().zip(&other.y) {
            *sum -= y;
        }
        self.ballots = self.ballots.saturating_sub(other.ballots);
    }

    /// Adds one ciphertext A, Y_1 .. Y_w.
    pub(crate) fn add_ciphertext(&mut self, a: &RistrettoPoint, y: &[RistrettoPoint]) {
        self.a += a;
        for (sum, y) in self.y.iter_mut().zip(y) {
            *sum += y;
        }
        self.ballots = self.ballots.saturating_add(1);
    }

    /// The sums with their encodings, as they are decrypted.
    pub fn close(&self) -> Tally {
        Tally {
            a: Point::new(self.a),
            y: self.y.iter().map(|y| Point::new(*y)).collect(),
            ballots: self.ballots,
        }
    }

    /// u64 ballots || A* || Y*_1 .. Y*_w: 40 + 32 w bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = self.ballots.to_be_bytes().to_vec();
        bytes.extend(self.a.compress().to_bytes());
        bytes.extend(self.y.iter().flat_map(|y| y.compress().to_bytes()));
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
        let a = *reader.point("A*")?.group();
        let y = reader.points("Y*", slots)?.iter().map(|y| *y.group()).collect();
        reader.finish("sums")?;
        Ok(Self { a, y, ballots })
    }
}

/// The sums of a district over the ballots that count, with their encodings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    a: Point,
    y: Vec<Point>,
    ballots: u64,
}

impl Tally {
    /// A*
    pub fn a(&self) -> &Point {
        &self.a
    }

    /// Y*_1 .. Y*_w
    pub fn y(&self) -> &[Point] {
        &self.y
    }

    /// How many ballots were added: no count is above that.
    pub fn ballots(&self) -> u64 {
        self.ballots
    }
}
