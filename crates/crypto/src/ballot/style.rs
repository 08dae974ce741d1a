//! Ballot styles: how many slots a ballot has, and what linear constraints it must meet
//! (`spec/protocol.md`, section 6.1).

use alloc::vec::Vec;

use isoloir_encoding::{Encode, Writer};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The most slots that a ballot can have: with every constraint that it may have, it still fits an
/// entry of the board (`spec/protocol.md`, section 6.3).
pub const MAX_SLOTS: usize = 960;

/// The most constraints that a ballot can have.
pub const MAX_CONSTRAINTS: usize = 64;

/// One linear constraint: v = b + sum a_j x_j must not be negative.
///
/// A budget is b = B with a_j = -cost_j; "at most k" is b = k with a_j = -1; "at least k" is
/// b = -k with a_j = 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinearConstraint {
    /// b.
    pub constant: i64,
    /// a_1 .. a_w.
    pub coefficients: Vec<i64>,
}

impl LinearConstraint {
    /// The greatest value that v takes over all ballots: hi = b + sum max(0, a_j).
    fn greatest(&self) -> i128 {
        let positive = self.coefficients.iter().map(|&a| i128::from(a.max(0)));
        i128::from(self.constant) + positive.sum::<i128>()
    }

    /// v for these choices. Takes the same time whatever they are.
    fn value(&self, bits: &[u8]) -> i128 {
        let terms = self.coefficients.iter().zip(bits);
        terms.fold(i128::from(self.constant), |sum, (&a, &x)| sum + i128::from(a) * i128::from(x))
    }
}

impl Encode for LinearConstraint {
    fn encode(&self, out: &mut Writer) {
        out.i64(self.constant);
        for &coefficient in &self.coefficients {
            out.i64(coefficient);
        }
    }
}

/// The shape of a ballot: w slots, q constraints and the width n of the range proof.
///
/// n is the least of 8, 16, 32 and 64 with hi_i < 2^n for every constraint. The other condition
/// for a range proof to say "not negative", lo_i >= 2^n - l, holds for every style that can be
/// built: lo_i > -2^74 while l > 2^252.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BallotStyle {
    slots: u16,
    constraints: Vec<LinearConstraint>,
    range_bits: RangeBits,
}

impl BallotStyle {
    /// A style of `slots` slots with these constraints.
    ///
    /// # Errors
    /// If there is no slot or too many, a constraint speaks of another number of slots, no ballot
    /// could meet it, or its value can exceed 64 bits.
    pub fn new(slots: usize, constraints: Vec<LinearConstraint>) -> Result<Self, StyleError> {
        if !(1..=MAX_SLOTS).contains(&slots) {
            return Err(StyleError::Slots { slots });
        }
        if constraints.len() > MAX_CONSTRAINTS {
            return Err(StyleError::TooManyConstraints { constraints: constraints.len() });
        }
        let mut range_bits = RangeBits::Eight;
        for (index, constraint) in constraints.iter().enumerate() {
            let coefficients = constraint.coefficients.len();
            if coefficients != slots {
                return Err(StyleError::Coefficients { index, coefficients, slots });
            }
            let greatest = u64::try_from(constraint.greatest()).map_err(|_| {
                if constraint.greatest() < 0 {
                    StyleError::Unsatisfiable { index }
                } else {
                    StyleError::TooWide { index }
                }
            })?;
            range_bits = range_bits.max(RangeBits::holding(greatest));
        }
        Ok(Self { slots: slots as u16, constraints, range_bits })
    }

    /// w, the number of slots.
    #[must_use]
    pub fn slots(&self) -> u16 {
        self.slots
    }

    /// The constraints, in the order of the definition.
    #[must_use]
    pub fn constraints(&self) -> &[LinearConstraint] {
        &self.constraints
    }

    /// n, the width of the range proof in bits.
    #[must_use]
    pub fn range_bits(&self) -> usize {
        self.range_bits as usize
    }

    /// m, the number of values that the range proof covers: q padded to a power of two; 0 without
    /// constraints.
    #[must_use]
    pub fn range_values(&self) -> usize {
        match self.constraints.len() {
            0 => 0,
            q => q.next_power_of_two(),
        }
    }
}

impl Encode for BallotStyle {
    fn encode(&self, out: &mut Writer) {
        out.u16(self.slots);
        out.u8(self.range_bits as u8);
        out.list(&self.constraints);
    }
}

/// The widths that the range proof knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum RangeBits {
    Eight = 8,
    Sixteen = 16,
    ThirtyTwo = 32,
    SixtyFour = 64,
}

impl RangeBits {
    /// The least width that holds `value`.
    fn holding(value: u64) -> Self {
        match value {
            0..=0xff => Self::Eight,
            0x100..=0xffff => Self::Sixteen,
            0x1_0000..=0xffff_ffff => Self::ThirtyTwo,
            _ => Self::SixtyFour,
        }
    }
}

/// Why a ballot style can't be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StyleError {
    /// No slot, or more than [`MAX_SLOTS`].
    #[error("{slots} slots: a ballot has between 1 and {MAX_SLOTS}")]
    Slots {
        /// The number asked for.
        slots: usize,
    },
    /// More than [`MAX_CONSTRAINTS`].
    #[error("{constraints} constraints: a ballot has at most {MAX_CONSTRAINTS}")]
    TooManyConstraints {
        /// The number asked for.
        constraints: usize,
    },
    /// A constraint for another number of slots.
    #[error("constraint {index} has {coefficients} coefficients for {slots} slots")]
    Coefficients {
        /// Which constraint, from 0.
        index: usize,
        /// How many coefficients it has.
        coefficients: usize,
        /// How many it should have.
        slots: usize,
    },
    /// hi_i < 0: no ballot at all meets the constraint.
    #[error("constraint {index} can't be met by any ballot")]
    Unsatisfiable {
        /// Which constraint, from 0.
        index: usize,
    },
    /// hi_i >= 2^64: the value does not fit the widest range proof.
    #[error("constraint {index} takes values of more than 64 bits; use a larger unit")]
    TooWide {
        /// Which constraint, from 0.
        index: usize,
    },
}

/// What a voter chose, checked against the style: w bits x_1 .. x_w that meet every constraint.
///
/// Secret: zeroized when dropped, without `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Choices {
    bits: Vec<u8>,
    values: Vec<u64>,
}

impl Choices {
    /// Checks `chosen` (one flag a slot) against `style`.
    ///
    /// # Errors
    /// If there is another number of flags than of slots, or a constraint is not met.
    pub fn new(style: &BallotStyle, chosen: &[bool]) -> Result<Self, ChoiceError> {
        if chosen.len() != usize::from(style.slots) {
            return Err(ChoiceError::Slots { found: chosen.len(), expected: style.slots });
        }
        let bits: Vec<u8> = chosen.iter().map(|&flag| u8::from(flag)).collect();
        let mut choices = Self { bits, values: Vec::with_capacity(style.constraints.len()) };
        for (index, constraint) in style.constraints.iter().enumerate() {
            let value = u64::try_from(constraint.value(&choices.bits))
                .map_err(|_| ChoiceError::Constraint { index })?;
            choices.values.push(value);
        }
        Ok(choices)
    }

    /// Whether the slot was chosen; slots count from 0 here. A slot beyond the last was not.
    #[must_use]
    pub fn is_chosen(&self, slot: usize) -> bool {
        self.bits.get(slot) == Some(&1)
    }

    /// x_1 .. x_w as bytes 0 or 1.
    pub(crate) fn bits(&self) -> &[u8] {
        &self.bits
    }

    /// v_1 .. v_q.
    pub(crate) fn values(&self) -> &[u64] {
        &self.values
    }
}

/// Why choices are not a ballot of the style.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// Another number of flags than of slots.
    #[error("{found} choices for {expected} slots")]
    Slots {
        /// Flags given.
        found: usize,
        /// Slots of the style.
        expected: u16,
    },
    /// A constraint is not met.
    #[error("the choices break constraint {index}")]
    Constraint {
        /// Which constraint, from 0.
        index: usize,
    },
}
