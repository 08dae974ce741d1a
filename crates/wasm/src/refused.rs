use core::fmt::Display;

use isoloir_election::code::CodeError;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// An error of JavaScript with this name.
pub(crate) fn refused<E: Display>(name: &'static str) -> impl Fn(E) -> JsValue {
    move |error| named(name, &error.to_string())
}

/// Of a voting code, which is the one at this position.
pub(crate) fn code(at: u8, error: &CodeError) -> JsValue {
    let name = match error {
        CodeError::Length { .. } => "code-length",
        CodeError::Character { .. } => "code-character",
        CodeError::Check => "code-check",
    };
    let value = named(name, &error.to_string());
    // It is an object, and takes a property.
    let _ = Reflect::set(&value, &"at".into(), &at.into());
    value
}

fn named(name: &str, message: &str) -> JsValue {
    let error = js_sys::Error::new(message);
    error.set_name(name);
    error.into()
}
