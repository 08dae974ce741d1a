use isoloir_election::code::CodeError;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// An error of JavaScript with this name.
pub(crate) fn named(name: &str) -> JsValue {
    let error = js_sys::Error::new(name);
    error.set_name(name);
    error.into()
}

/// Of a voting code, which is the one at this position.
pub(crate) fn code(at: u8, error: &CodeError) -> JsValue {
    let value = named(match error {
        CodeError::Length { .. } => "code-length",
        CodeError::Character { .. } => "code-character",
        CodeError::Check => "code-check",
    });
    // It is an object, and takes a property.
    let _ = Reflect::set(&value, &"at".into(), &at.into());
    value
}
