//! `unknown-key`: found while a catalog is read.

use super::Check;
use crate::finding::{Fixable, Level};

rule! {
    /// A key that a catalog, a section, a field or a link does not have; a
    /// language that is none of the catalog's; under `rules`, a rule that does
    /// not exist.
    ///
    /// ## Why
    ///
    /// What it says is not read. Mostly the key is misspelt, or indented too far or
    /// not far enough.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// version: 1
    /// sectoins: []
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// version: 1
    /// sections: []
    /// ```
    ///
    /// ## Fix
    ///
    /// None: write the key that was meant.
    "unknown-key",
    Some(Level::Error),
    Fixable::No,
    "a key that catalogs do not have",
    Check::Reading
}
