use js_sys::Object;
use qrcodegen::{QrCode, QrCodeEcc};

use crate::describe::object;

/// The light margin that readers need, in modules (ISO/IEC 18004, section 9.1).
const QUIET_ZONE: i32 = 4;

/// A picture; none, if the text is too long.
pub(crate) fn picture(text: &str) -> Option<Object> {
    // A screen has no stains: the least redundancy gives the largest modules.
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                path += &format!("M{} {}h1v1h-1z", x + QUIET_ZONE, y + QUIET_ZONE);
            }
        }
    }
    let size = code.size() + 2 * QUIET_ZONE;
    Some(object([("size", size.into()), ("path", path.into())]))
}
