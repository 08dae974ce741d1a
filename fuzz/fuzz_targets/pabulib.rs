//! Pabulib files: reading one never panics.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Err(error) = isoloir_pabulib::parse(bytes) {
        assert!(!error.to_string().is_empty());
    }
});
