//! `section-without-region`.

use super::Check;
use crate::finding::{Fixable, Level};

rule! {
    /// A section with entries that no managed region of an output shows.
    ///
    /// ## Why
    ///
    /// The section is in the catalog and reaches no reader of that file:
    /// usually its region was forgotten, or its mark misspelt.
    ///
    /// ## Bad
    ///
    /// A section `brain` in the catalog, and this README as its output:
    ///
    /// ```markdown
    /// # Data sets
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// <!-- catalint:begin brain -->
    /// <!-- catalint:end brain -->
    /// ```
    ///
    /// ## Fix
    ///
    /// None: put the two marks where the section belongs, then run
    /// `catalint render`.
    "section-without-region",
    Some(Level::Warning),
    Fixable::No,
    "a section that no region of an output shows",
    Check::Reading
}
