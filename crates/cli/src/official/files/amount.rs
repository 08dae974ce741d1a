use isoloir_election::definition::MAX_AMOUNT;

/// How an amount is written.
pub(super) const HOW: &str =
    "an amount is written in digits, with a point before the decimals: 500000 or \"500000.50\"";

/// An amount as people write it, in units of 10^-decimals: exact, whatever its length.
///
/// # Errors
/// Says what is wrong, and how to write it.
pub(super) fn parse(text: &str, decimals: u8) -> Result<u64, String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return Err(HOW.into());
    }
    let kept = fraction.trim_end_matches('0');
    if kept.len() > usize::from(decimals) {
        return Err(format!(
            "the amount has {} decimals, and those of this election have {decimals}; round it, or \
             change `decimals`",
            kept.len()
        ));
    }
    let places = usize::from(decimals);
    let units: Option<u64> = format!("{whole}{kept:0<places$}").parse().ok();
    units.filter(|&units| units <= MAX_AMOUNT).ok_or_else(|| {
        "the amount is too large for exact arithmetic; use fewer `decimals`, or a larger currency \
         unit"
            .into()
    })
}

/// An amount as [`parse`] reads it.
pub(crate) fn write(amount: u64, decimals: u8) -> String {
    let scale = 10_u64.pow(decimals.into());
    match amount % scale {
        0 => (amount / scale).to_string(),
        rest => format!("{}.{rest:0width$}", amount / scale, width = usize::from(decimals)),
    }
}
