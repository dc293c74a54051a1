//! `wrong-type`: found while a catalog is read.

use super::Check;
use crate::finding::{Fixable, Level};

rule! {
    /// A value whose shape its key or field cannot have: a list for a number, text
    /// where a mapping is meant, a word that is none of those that can stand there.
    ///
    /// ## Why
    ///
    /// It cannot be read at all, and is left out of what is rendered. A text that
    /// is merely no number or no date is kept, and told by other rules.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: CHAOS
    ///   format: [dicom, nifti]
    ///   link: https://chaos.grand-challenge.org/
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: CHAOS
    ///   format: dicom
    ///   link: https://chaos.grand-challenge.org/
    /// ```
    ///
    /// ## Fix
    ///
    /// None: write a value of the type that is named.
    "wrong-type",
    Some(Level::Error),
    Fixable::No,
    "a value of another type than its key has",
    Check::Reading
}
