//! Contrast of the page's colours by WCAG 2.2, success criteria 1.4.3 (text, 4.5) and 1.4.11
//! (graphics, 3).

use std::collections::BTreeMap;

const STYLE: &str = include_str!("../html/style.css");

/// The colours of each `:root` block: light, dark, print.
fn schemes() -> Vec<BTreeMap<&'static str, u32>> {
    let blocks = STYLE.split(":root {").skip(1).filter_map(|rest| rest.split('}').next());
    let colour = |line: &'static str| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
        Some((name, u32::from_str_radix(value.trim_end_matches(';'), 16).ok()?))
    };
    blocks.map(|block| block.lines().filter_map(colour).collect()).collect()
}

fn luminance(colour: u32) -> f64 {
    let channel = |shift: u32| {
        let value = f64::from((colour >> shift) & 0xff) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
}

fn contrast(one: u32, other: u32) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_scheme_has_the_contrast_of_wcag_aa() {
    assert!((contrast(0x000000, 0xffffff) - 21.0).abs() < 0.01);
    let schemes = schemes();
    assert_eq!(schemes.len(), 3);
    for scheme in schemes {
        for ground in ["paper", "card"] {
            for text in ["ink", "muted", "link", "good", "bad"] {
                let found = contrast(scheme[text], scheme[ground]);
                assert!(found >= 4.5, "{text} on {ground}: {found:.2}");
            }
            for graphic in ["electronic", "stripe"] {
                let found = contrast(scheme[graphic], scheme[ground]);
                assert!(found >= 3.0, "{graphic} on {ground}: {found:.2}");
            }
        }
    }
}
