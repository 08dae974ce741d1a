//! Amounts in texts of the terminal.

/// An amount as people write it, exactly.
pub(crate) fn money(amount: u64, decimals: u8) -> String {
    let scale = 10_u64.pow(decimals.into());
    let whole = group_thousands(amount / scale);
    match decimals {
        0 => whole,
        _ => format!("{whole}.{:0width$}", amount % scale, width = usize::from(decimals)),
    }
}

fn group_thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
