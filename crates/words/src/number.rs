/// The messages by which a file says how its language writes numbers: what stands between groups of three digits, what stands
/// before decimals, and the least number of digits that is written in groups.
pub const NUMBERS: [&str; 3] = ["number-group", "number-decimal", "number-group-from"];

/// How a language writes numbers.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// What stands between groups of three digits.
    group: String,
    /// What stands before the decimals.
    decimal: String,
    /// The least number of digits that is written in groups.
    group_from: usize,
}

impl Numbers {
    /// What a language does not say stays away. Groups begin with four digits, if it does not say that.
    #[must_use]
    pub fn new(group: Option<String>, decimal: Option<String>, group_from: Option<String>) -> Self {
        Self {
            group: group.unwrap_or_default(),
            decimal: decimal.unwrap_or_default(),
            group_from: group_from.and_then(|digits| digits.parse().ok()).unwrap_or(4),
        }
    }

    /// A whole number.
    #[must_use]
    pub fn whole(&self, number: u64) -> String {
        self.grouped(&number.to_string())
    }

    /// An amount in units of 10^-`decimals`, with all its decimals.
    #[must_use]
    pub fn amount(&self, units: u64, decimals: u8) -> String {
        let decimals = usize::from(decimals);
        let digits = format!("{units:0>width$}", width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let whole = self.grouped(whole);
        if fraction.is_empty() { whole } else { format!("{whole}{}{fraction}", self.decimal) }
    }

    fn grouped(&self, digits: &str) -> String {
        if digits.len() < self.group_from {
            return digits.to_owned();
        }
        let mut grouped = String::new();
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && (digits.len() - position).is_multiple_of(3) {
                grouped.push_str(&self.group);
            }
            grouped.push(digit);
        }
        grouped
    }
}
