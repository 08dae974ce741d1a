//! Ballot styles: slots and linear constraints (`spec/protocol.md`, section 6.1).

use thiserror::Error;

use super::group::ELEMENT_BYTES;

/// The most slots w of a style and of a ceremony.
pub const MAX_SLOTS: usize = 960;
/// The most constraints q of a style.
pub const MAX_CONSTRAINTS: usize = 64;
/// The greatest n, in bits.
pub const MAX_RANGE_BITS: usize = 64;
/// The greatest g = log2(n m), rounds of a range proof.
pub const MAX_RANGE_ROUNDS: usize = 12;

/// One constraint: a ballot meets it if b + sum_j a_j x_j >= 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraint {
    /// b
    pub constant: i64,
    /// a_1 .. a_w
    pub coefficients: Vec<i64>,
}

impl Constraint {
    /// hi = b + sum_j max(0, a_j), the greatest value that a ballot gives it.
    fn greatest(&self) -> i128 {
        let gains = self.coefficients.iter().map(|&a| i128::from(a.max(0)));
        i128::from(self.constant) + gains.sum::<i128>()
    }
}

/// What all ballots of a district look like: w slots, q constraints, and with them n and m.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    slots: usize,
    constraints: Vec<Constraint>,
    range_bits: usize,
}

/// Why there is no such style.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StyleError {
    /// w is out of range.
    #[error("{0} slots: a ballot style has 1 to 960")]
    Slots(usize),
    /// q is out of range.
    #[error("{0} constraints: a ballot style has at most 64")]
    Constraints(usize),
    /// A constraint does not have w coefficients.
    #[error("constraint {position} has {coefficients} coefficients for {slots} slots")]
    Coefficients {
        /// Which constraint, from 1.
        position: usize,
        /// How many it has.
        coefficients: usize,
        /// w
        slots: usize,
    },
    /// hi < 0.
    #[error("no ballot can meet constraint {0}")]
    Unsatisfiable(usize),
    /// hi >= 2^64.
    #[error("the value of constraint {0} can exceed 64 bits")]
    Width(usize),
}

impl Style {
    /// The style of `slots` slots and these constraints.
    ///
    /// # Errors
    ///
    /// The first rule of section 6.1 that does not hold.
    pub fn new(slots: usize, constraints: Vec<Constraint>) -> Result<Self, StyleError> {
        if !(1..=MAX_SLOTS).contains(&slots) {
            return Err(StyleError::Slots(slots));
        }
        if constraints.len() > MAX_CONSTRAINTS {
            return Err(StyleError::Constraints(constraints.len()));
        }
        let mut range_bits = 8;
        for (position, constraint) in (1..).zip(&constraints) {
            let coefficients = constraint.coefficients.len();
            if coefficients != slots {
                return Err(StyleError::Coefficients { position, coefficients, slots });
            }
            range_bits = range_bits.max(bits_for(constraint.greatest(), position)?);
        }
        Ok(Self { slots, constraints, range_bits })
    }

    /// w, 1 to 960.
    pub fn slots(&self) -> usize {
        self.slots
    }

    /// The q constraints, 0 to 64.
    pub fn constraints(&self) -> &[Constraint] {
        &self.constraints
    }

    /// n: 8, 16, 32 or 64 bits.
    pub fn range_bits(&self) -> usize {
        self.range_bits
    }

    /// m: the least power of two that is not below q; 0 if q = 0.
    pub fn range_values(&self) -> usize {
        if self.constraints.is_empty() { 0 } else { self.constraints.len().next_power_of_two() }
    }

    /// g = log2(n m), the rounds of the range proof; 0 if q = 0.
    pub fn range_rounds(&self) -> usize {
        (self.range_bits * self.range_values()).checked_ilog2().unwrap_or(0) as usize
    }

    /// Length of a sealed ballot (section 6.3), in bytes.
    pub fn sealed_len(&self) -> usize {
        let q = self.constraints.len();
        let range = if q == 0 { 0 } else { q + 11 + 2 * self.range_rounds() };
        ELEMENT_BYTES * (2 * self.slots + 10 + range)
    }

    /// The encoding for the transcript: u16 w || u8 n || u16 q || q times (i64 b || w times i64 a).
    pub fn encode(&self) -> Vec<u8> {
        let q = self.constraints.len();
        let mut bytes = Vec::with_capacity(5 + 8 * q * (self.slots + 1));
        // w <= 960, n <= 64 and q <= 64 fit their fields.
        bytes.extend((self.slots as u16).to_be_bytes());
        bytes.push(self.range_bits as u8);
        bytes.extend((q as u16).to_be_bytes());
        for constraint in &self.constraints {
            bytes.extend(constraint.constant.to_be_bytes());
            bytes.extend(constraint.coefficients.iter().flat_map(|a| a.to_be_bytes()));
        }
        bytes
    }
}

/// The least of 8, 16, 32, 64 that the value hi of a constraint fits.
fn bits_for(greatest: i128, position: usize) -> Result<usize, StyleError> {
    if greatest < 0 {
        return Err(StyleError::Unsatisfiable(position));
    }
    [8, 16, 32, 64]
        .into_iter()
        .find(|&bits| greatest < 1 << bits)
        .ok_or(StyleError::Width(position))
}
