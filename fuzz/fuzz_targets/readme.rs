//! Reading a README: its document, its findings and their fixes.

#![no_main]

use catalint_fuzz::{laws, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = text(data);
    catalint::readme::laws::check(text);
    laws::documents::linting(text);
});
