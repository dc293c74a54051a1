//! README to catalog, catalog to README, and the same again.

#![no_main]

use catalint_fuzz::{laws, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = text(data);
    for verbatim in [false, true] {
        laws::migration::migrating(text, verbatim);
    }
});
