//! `include-unreadable`: found while a catalog is read.

use super::Check;
use crate::finding::{Fixable, Level};

rule! {
    /// A path or pattern under `include` that names no file, or one that cannot be
    /// read.
    ///
    /// ## Why
    ///
    /// The sections of that file are missing from everything that is rendered.
    ///
    /// Only files below the catalog's folder are read, so that a catalog cannot
    /// pull in what lies elsewhere on the machine.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// version: 1
    /// include: catalog/*.yaml
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
    /// None: name a file that is there.
    "include-unreadable",
    Some(Level::Error),
    Fixable::No,
    "an included file that cannot be read",
    Check::Reading
}
