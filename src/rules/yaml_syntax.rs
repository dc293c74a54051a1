//! `yaml-syntax`: found while a catalog is read.

use super::Check;
use crate::finding::{Fixable, Level};

rule! {
    /// A catalog that is no YAML, holds no or a second document, nests without end,
    /// or grows out of bounds by its aliases.
    ///
    /// ## Why
    ///
    /// Nothing of the file can be read, so nothing else is checked, and every
    /// command that needs the catalog ends here. The place is where the mistake
    /// begins, as far as that can be told: an open quote, not the end of the
    /// file.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// version: 1
    /// title: "Data sets
    /// sections: []
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// version: 1
    /// title: "Data sets"
    /// sections: []
    /// ```
    ///
    /// ## Fix
    ///
    /// None: mend the text at the place that is shown.
    "yaml-syntax",
    Some(Level::Error),
    Fixable::No,
    "text that is no YAML",
    Check::Reading
}
