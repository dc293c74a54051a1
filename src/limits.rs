//! How much is too much: every bound on what is read, in one place.
//!
//! Honest lists stay far below. Beyond a bound there is a clear error, or the
//! part is left as written; never a stack overflow, and no time or memory out
//! of proportion to the input. `docs/catalog-format.md` tells people.

/// The largest file, in bytes. What is rendered from it may be larger, but
/// must stay below what spans can address.
pub const FILE: usize = 1 << 30;

/// [`FILE`] in words.
pub fn file() -> String {
    format!("{} GiB, the most that is read", FILE >> 30)
}
