//! `missing-key`: found while a catalog is read.

use super::Check;
use crate::finding::{Fixable, Level};

rule! {
    /// A key that must be there and is not: `version` of a catalog, `id` of a
    /// section, `file` of an output, `vocabulary` of a field of terms,
    /// `values` of an `enum`.
    ///
    /// ## Why
    ///
    /// Without it the rest cannot be understood: a section's `id` names its
    /// region in the README.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// version: 1
    /// sections:
    ///   - title: Brain
    ///     note: To come.
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// version: 1
    /// sections:
    ///   - id: brain
    ///     title: Brain
    ///     note: To come.
    /// ```
    ///
    /// ## Fix
    ///
    /// None: add the key.
    "missing-key",
    Some(Level::Error),
    Fixable::No,
    "a key that must be there and is not",
    Check::Reading
}
