//! Ballot styles: `spec/protocol.md`, section 6.1.

use isoloir_crypto::ballot::{BallotStyle, LinearConstraint, MAX_CONSTRAINTS, StyleError};
use isoloir_encoding::Encode;
use serde::{Deserialize, Serialize};

use crate::file::{Area, Hex, Invalid, Valid, invalid, valid};

pub(crate) struct Styles;

/// A style; as an input it may make no sense.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Style {
    pub(crate) slots: usize,
    pub(crate) constraints: Vec<Constraint>,
}

/// v = constant + sum coefficients_j x_j >= 0. Decimal strings: not every reader of JSON holds 64
/// bits.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Constraint {
    constant: String,
    coefficients: Vec<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    encoding: Hex,
    /// n.
    range_bits: usize,
    /// m.
    range_values: usize,
    sealed_ballot_bytes: usize,
}

impl Style {
    pub(crate) fn new(slots: usize, constraints: &[(i64, &[i64])]) -> Self {
        let constraint = |&(constant, coefficients): &(i64, &[i64])| Constraint {
            constant: constant.to_string(),
            coefficients: coefficients.iter().map(i64::to_string).collect(),
        };
        Self { slots, constraints: constraints.iter().map(constraint).collect() }
    }

    pub(crate) fn build(&self) -> Result<BallotStyle, String> {
        let constraint = |constraint: &Constraint| LinearConstraint {
            constant: constraint.constant.parse().unwrap(),
            coefficients: constraint.coefficients.iter().map(|a| a.parse().unwrap()).collect(),
        };
        BallotStyle::new(self.slots, self.constraints.iter().map(constraint).collect())
            .map_err(category)
    }
}

/// 32 (2 w + 10) or 32 (2 w + q + 21 + 2 log2(n m)).
pub(crate) fn sealed_ballot_bytes(style: &BallotStyle) -> usize {
    let (w, q) = (usize::from(style.slots()), style.constraints().len());
    match q {
        0 => 32 * (2 * w + 10),
        q => {
            let rounds = (style.range_bits() * style.range_values()).ilog2() as usize;
            32 * (2 * w + q + 21 + 2 * rounds)
        }
    }
}

fn category(error: StyleError) -> String {
    match error {
        StyleError::Slots { .. } => "style:slots",
        StyleError::TooManyConstraints { .. } => "style:constraints",
        StyleError::Coefficients { .. } => "style:coefficients",
        StyleError::Unsatisfiable { .. } => "style:unsatisfiable",
        StyleError::TooWide { .. } => "style:width",
    }
    .into()
}

impl Area for Styles {
    const NAME: &'static str = "styles";
    const SPEC: &'static str = "protocol.md, section 6.1";
    type Input = Style;
    type Output = Output;

    fn valid() -> Vec<Valid<Style>> {
        const MAX: i64 = i64::MAX;
        const MIN: i64 = i64::MIN;
        vec![
            valid("no_constraint", Style::new(2, &[])),
            valid("greatest_value_255_takes_8_bits", Style::new(1, &[(255, &[-1])])),
            valid("greatest_value_256_takes_16_bits", Style::new(1, &[(256, &[-1])])),
            valid("greatest_value_65535_takes_16_bits", Style::new(1, &[(65_535, &[-1])])),
            valid("greatest_value_65536_takes_32_bits", Style::new(1, &[(65_536, &[-1])])),
            valid("greatest_value_2_to_the_32_takes_64_bits", Style::new(1, &[(1 << 32, &[-1])])),
            valid("greatest_value_2_to_the_64_minus_one", Style::new(2, &[(1, &[MAX, MAX])])),
            valid("least_value_far_below_zero", Style::new(3, &[(0, &[MIN, MIN, 1])])),
            valid("greatest_value_zero", Style::new(2, &[(0, &[0, -5])])),
            valid("at_least_one", Style::new(3, &[(-1, &[1, 1, 1])])),
            valid(
                "the_widest_constraint_sets_the_bits",
                Style::new(2, &[(2, &[-1, -1]), (70_000, &[-1, -1]), (1, &[-1, -1])]),
            ),
            valid(
                "three_constraints_are_padded_to_four",
                Style::new(1, &[(1, &[-1]), (1, &[0]), (1, &[1])]),
            ),
        ]
    }

    fn invalid() -> Vec<Invalid<Style>> {
        const MAX: i64 = i64::MAX;
        let many = Style {
            slots: 1,
            constraints: vec![
                Style::new(1, &[(1, &[-1])]).constraints[0].clone();
                MAX_CONSTRAINTS + 1
            ],
        };
        vec![
            invalid("no_slot", "style:slots", Style::new(0, &[])),
            invalid("961_slots", "style:slots", Style::new(961, &[])),
            invalid("65_constraints", "style:constraints", many),
            invalid("too_few_coefficients", "style:coefficients", Style::new(2, &[(1, &[-1])])),
            invalid(
                "too_many_coefficients",
                "style:coefficients",
                Style::new(1, &[(1, &[-1, -1])]),
            ),
            invalid("no_ballot_meets_it", "style:unsatisfiable", Style::new(2, &[(-3, &[1, 1])])),
            invalid(
                "greatest_value_is_minus_one",
                "style:unsatisfiable",
                Style::new(1, &[(-1, &[-1])]),
            ),
            invalid(
                "greatest_value_2_to_the_64",
                "style:width",
                Style::new(2, &[(2, &[MAX, MAX])]),
            ),
            invalid(
                "the_second_constraint_is_too_wide",
                "style:width",
                Style::new(3, &[(1, &[0, 0, 0]), (MAX, &[MAX, MAX, MAX])]),
            ),
        ]
    }

    fn judge(input: &Style) -> Result<Output, String> {
        let style = input.build()?;
        Ok(Output {
            encoding: style.to_bytes().into(),
            range_bits: style.range_bits(),
            range_values: style.range_values(),
            sealed_ballot_bytes: sealed_ballot_bytes(&style),
        })
    }
}
