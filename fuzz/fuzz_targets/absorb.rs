//! Edits of a rendered README, carried back into the catalog. The input is a
//! catalog, a line `======`, and what is done to the README.

#![no_main]

use catalint_fuzz::{edit, laws, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (catalog, script) = text(data).split_once("======\n").unwrap_or((text(data), ""));
    laws::absorbing::absorbing(catalog, |lines| edit(script, lines));
});
