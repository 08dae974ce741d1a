//! QR codes (ISO/IEC 18004) as SVG.

use anyhow::{Context, Result};
use fast_qr::{ECL, Module, QRBuilder};

use isoloir_words::markup::Markup;

/// The light margin that readers need, in modules (ISO/IEC 18004, section 9.1).
const QUIET_ZONE: u64 = 4;

/// A picture of a text. The quiet zone is part of it, and of its ground.
///
/// # Errors
/// If the text is too long, some two thousand bytes.
pub(super) fn picture(html: &mut Markup, text: &str, label: &str) -> Result<()> {
    // Level M restores 15 % of the picture: a fold, a stain.
    let mut code = QRBuilder::new(text)
        .ecl(ECL::M)
        .build()
        .context("the code and the address of the voting page do not fit a QR code")?;
    let side = code.size as u64 + 2 * QUIET_ZONE;
    html.raw("<svg class=\"qr\" role=\"img\" aria-label=\"").attribute(label);
    html.raw("\" viewBox=\"0 0 ").digits(side).raw(" ").digits(side);
    html.raw("\" shape-rendering=\"crispEdges\">");
    html.raw("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\"");
    for (row, y) in code.data.chunks(code.size.max(1)).take(code.size).zip(QUIET_ZONE..) {
        let mut x = QUIET_ZONE;
        for run in row.chunk_by(|left, right| left.value() == right.value()) {
            let width = run.len() as u64;
            if run.iter().all(|module| module.value() == Module::DARK) {
                bar(html, x, y, width);
            }
            x += width;
        }
    }
    html.raw("\"/></svg>");
    // It says what the text says.
    code.data.fill(Module(0));
    Ok(())
}

/// A row of dark modules: `M4 4h7v1h-7z`.
fn bar(html: &mut Markup, x: u64, y: u64, width: u64) {
    html.raw("M").digits(x).raw(" ").digits(y);
    html.raw("h").digits(width).raw("v1h-").digits(width).raw("z");
}
