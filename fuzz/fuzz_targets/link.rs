//! Links: what is read is read back, and what is wrong with them.

#![no_main]

use catalint_fuzz::{laws, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    laws::values::link(text(data));
});
