//! The canonical layout of a catalog.

#![no_main]

use catalint_fuzz::{laws, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    laws::catalogs::layout(text(data));
});
