//! How much is too much: the bounds on what is read, in one place.
//!
//! Honest lists stay far below. Beyond a bound there is a clear error with its
//! place, or the part is left as it was written; never a stack overflow, and no
//! time or memory out of proportion to the input. `docs/catalog-format.md`
//! tells people.

/// The largest file, in bytes. What is rendered from it may be larger, but
/// must stay below what spans can address.
pub const FILE: usize = 1 << 30;

/// [`FILE`] in words.
pub fn file() -> String {
    format!("{} GiB, the most that is read", FILE >> 30)
}

/// How deep collections of YAML may nest. A catalog needs about ten.
pub const DEPTH: usize = 64;

/// The longest key of YAML, in bytes.
pub const KEY: usize = 4096;

/// How many bytes the aliases of a file may unfold to: an honest catalog
/// repeats a few values, a bomb repeats everything.
pub const fn aliases(len: usize) -> usize {
    (1 << 20) + 2 * len
}

/// The most fields of a section, and columns of a table that is read as
/// records: every row is filled up to its table's columns.
pub const COLUMNS: usize = 1000;

/// The longest title of a field and the longest word of a vocabulary, in
/// bytes: a table repeats them without end.
pub const LABEL: usize = 4096;

/// How far, in bytes, a bracket's other one is looked for where a README is
/// read as records. What is longer is text.
pub const BRACKETS: usize = 4096;

/// How many blanks wide a column of aligned tables gets; longer cells stand
/// out. One cell widens all rows.
pub const ALIGNED: usize = 4096;
