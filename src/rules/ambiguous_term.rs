//! `ambiguous-term`: found while a catalog is read.

use super::Check;
use crate::finding::{Fixable, Level};

rule! {
    /// A spelling that two terms of a vocabulary claim, of which the catalog states
    /// at least one.
    ///
    /// ## Why
    ///
    /// A value so spelled is taken for the first of them, whichever was meant.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// version: 1
    /// vocabularies:
    ///   access:
    ///     open: { en: Open, aliases: [free] }
    ///     gratis: { en: Free of charge, aliases: [Free] }
    /// fields:
    ///   name: text
    ///   access: { type: terms, vocabulary: access }
    /// sections:
    ///   - id: all
    ///     entries:
    ///       - { name: A, access: [open, gratis] }
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// version: 1
    /// vocabularies:
    ///   access:
    ///     open: { en: Open }
    ///     gratis: { en: Free of charge, aliases: [Free] }
    /// fields:
    ///   name: text
    ///   access: { type: terms, vocabulary: access }
    /// sections:
    ///   - id: all
    ///     entries:
    ///       - { name: A, access: [open, gratis] }
    /// ```
    ///
    /// ## Fix
    ///
    /// None: give the spelling to one of them.
    "ambiguous-term",
    Some(Level::Error),
    Fixable::No,
    "a spelling that several terms share",
    Check::Reading
}
