//! Cells of legacy tables as values of every kind.

#![no_main]

use catalint_fuzz::{laws, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    laws::values::cell(text(data));
});
