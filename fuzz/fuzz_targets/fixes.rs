//! The fixes of a catalog's findings.

#![no_main]

use catalint_fuzz::{laws, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    laws::catalogs::fixing(text(data));
});
