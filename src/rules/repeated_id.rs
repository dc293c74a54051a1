//! `repeated-id`: found while a catalog is read.

use super::Check;
use crate::finding::{Fixable, Level};

rule! {
    /// A section's or an entry's id that another has already, or that is reserved.
    ///
    /// ## Why
    ///
    /// An id names one thing: the region of a section, the entry that others point
    /// at. Of two sections with one id only one can be rendered.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// version: 1
    /// sections:
    ///   - id: brain
    ///     note: To come.
    ///   - id: brain
    ///     note: To come.
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// version: 1
    /// sections:
    ///   - id: brain
    ///     note: To come.
    ///   - id: brain-vessels
    ///     note: To come.
    /// ```
    ///
    /// ## Fix
    ///
    /// None: change one of the two, and the region's marks with it.
    "repeated-id",
    Some(Level::Error),
    Fixable::No,
    "an id that is used twice",
    Check::Reading
}
