//! `unknown-field`: found while a catalog is read.

use super::Check;
use crate::finding::{Fixable, Level};

rule! {
    /// A key of an entry that is no field of its section.
    ///
    /// ## Why
    ///
    /// Its value is not read and not rendered. Mostly the field is misspelt, or was
    /// never added to `fields`.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: CHAOS
    ///   link: https://chaos.grand-challenge.org/
    ///   licence: CC-BY-4.0
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// version: 1
    /// fields:
    ///   name: text
    ///   link: link
    ///   licence: license
    /// sections:
    ///   - id: liver
    ///     entries:
    ///       - name: CHAOS
    ///         link: https://chaos.grand-challenge.org/
    ///         licence: CC-BY-4.0
    /// ```
    ///
    /// ## Fix
    ///
    /// None: write the field that was meant, or add it under `fields`.
    "unknown-field",
    Some(Level::Error),
    Fixable::No,
    "a field that the section does not have",
    Check::Reading
}
