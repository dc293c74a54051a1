//! Reading a catalog, writing it again, rendering it.

#![no_main]

use catalint_fuzz::{laws, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = text(data);
    laws::catalogs::reading(text);
    laws::catalogs::rendering(text);
});
