//! `repeated-key`: found while a catalog is read.

use super::Check;
use crate::finding::{Fixable, Level};

rule! {
    /// A key that stands twice in one mapping.
    ///
    /// ## Why
    ///
    /// Readers of YAML take the first or the last of the two, and say nothing. One
    /// of the two values is lost. Here the first is read.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: CHAOS
    ///   format: dicom
    ///   link: https://chaos.grand-challenge.org/
    ///   format: nifti
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
    /// None: keep one of the two.
    "repeated-key",
    Some(Level::Error),
    Fixable::No,
    "a key that stands twice in one mapping",
    Check::Reading
}
