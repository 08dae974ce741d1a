//! Exact numbers: amounts of money, points and counts. No floating point.

use crate::error::{ErrorKind, NumberProblem, excerpt};
use crate::{MAX_AMOUNT, MAX_DECIMALS};

/// A decimal number of 0 or more, `digits` × 10^-`decimals`, with as few decimals as its value
/// needs: `400000.0` has none.
pub(crate) struct Decimal {
    digits: i64,
    pub(crate) decimals: u8,
}

impl Decimal {
    /// Reads digits, or digits, a point and digits.
    pub(crate) fn parse(field: &'static str, text: &str) -> Result<Self, ErrorKind> {
        Self::read(text).map_err(|problem| problem.with(field, text))
    }

    fn read(text: &str) -> Result<Self, NumberProblem> {
        if let Some(positive) = text.strip_prefix('-') {
            Self::read_positive(positive)?;
            return Err(NumberProblem::Negative);
        }
        Self::read_positive(text)
    }

    fn read_positive(text: &str) -> Result<Self, NumberProblem> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        for part in [whole, fraction] {
            if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(NumberProblem::NotANumber);
            }
        }
        let fraction = fraction.trim_end_matches('0');
        let decimals = u8::try_from(fraction.len())
            .ok()
            .filter(|&decimals| decimals <= MAX_DECIMALS)
            .ok_or(NumberProblem::TooManyDecimals)?;

        let mut digits = 0_i64;
        for digit in whole.bytes().chain(fraction.bytes()) {
            digits = digits * 10 + i64::from(digit - b'0');
            if digits > MAX_AMOUNT {
                return Err(NumberProblem::TooLarge);
            }
        }
        Ok(Self { digits, decimals })
    }

    /// This number in units of 10^-`decimals`, which must be fine enough for it.
    fn in_units(&self, decimals: u8) -> Result<i64, NumberProblem> {
        10_i64
            .checked_pow(u32::from(decimals.saturating_sub(self.decimals)))
            .and_then(|scale| self.digits.checked_mul(scale))
            .filter(|&units| units <= MAX_AMOUNT)
            .ok_or(NumberProblem::TooLarge)
    }
}

/// Reads an amount of money into units of 10^-`decimals`.
pub(crate) fn amount(field: &'static str, text: &str, decimals: u8) -> Result<i64, ErrorKind> {
    Decimal::parse(field, text)?.in_units(decimals).map_err(|problem| problem.with(field, text))
}

/// Reads a whole number that may be negative. `3.0` is whole.
pub(crate) fn whole(field: &'static str, text: &str) -> Result<i64, ErrorKind> {
    let (sign, positive) = match text.strip_prefix('-') {
        Some(positive) => (-1, positive),
        None => (1, text),
    };
    match Decimal::read_positive(positive) {
        Ok(Decimal { digits, decimals: 0 }) => Ok(sign * digits),
        Ok(_) | Err(NumberProblem::TooManyDecimals) => {
            Err(NumberProblem::NotWhole.with(field, text))
        }
        Err(problem) => Err(problem.with(field, text)),
    }
}

/// Reads a whole number of 0 or more.
pub(crate) fn count(field: &'static str, text: &str) -> Result<u64, ErrorKind> {
    let number = whole(field, text)?;
    u64::try_from(number).map_err(|_| NumberProblem::Negative.with(field, text))
}

impl NumberProblem {
    fn with(self, field: &'static str, text: &str) -> ErrorKind {
        ErrorKind::Number { field, found: excerpt(text), problem: self }
    }
}
