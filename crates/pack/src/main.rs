//! `isoloir-pack MODULE FOLDER`: makes of the compiled crate `isoloir-wasm` what a browser loads, `isoloir_wasm_bg.wasm` and the
//! script around it, `isoloir_wasm.js`.
//!
//! This is `wasm-bindgen`, as a library: its version must be that of the crate in the module, and so it stands in the same
//! lock file.

use std::env;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [module, folder] = &arguments[..] else {
        bail!("usage: isoloir-pack MODULE FOLDER");
    };
    // A worker's script is one file, whose hash the page knows: it imports nothing.
    Bindgen::new()
        .input_path(module)
        .no_modules(true)
        .and_then(|it| {
            it.typescript(false)
                .omit_default_module_path(true)
                .remove_name_section(true)
                .remove_producers_section(true)
                .generate(folder)
        })
        .with_context(|| format!("{module} can't be packed"))
}
