//! `section-without-region`.

use super::Check;
use crate::catalog::Section;
use crate::finding::{Finding, Fixable, Level};

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

/// The finding about a section that no region of `output` shows.
pub fn without_region(section: &Section, output: &str) -> Finding {
    let id = section.id.as_str();
    let message = format!("no region of {output} shows the section `{id}`");
    Finding::new(NAME, Level::Warning, section.file, section.id_span, message)
        .subject(id)
        .help(format!("put `<!-- catalint:begin {id} -->` and `<!-- catalint:end {id} -->` where it belongs"))
}
