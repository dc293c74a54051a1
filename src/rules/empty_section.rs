//! `empty-section`: sections that hold nothing.

use super::{Check, SectionCx};
use crate::finding::{Finding, Fixable, Level};

rule! {
    /// A section without entries, without sections below it and without a
    /// note.
    ///
    /// ## Why
    ///
    /// A reader follows the contents to a heading with nothing under it.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// version: 1
    /// sections:
    ///   - id: brain
    ///     title: Brain
    ///     entries: []
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// version: 1
    /// sections:
    ///   - id: brain
    ///     title: Brain
    ///     note: Nothing yet; suggestions are welcome.
    ///     entries: []
    /// ```
    ///
    /// ## Fix
    ///
    /// None: add an entry, say in a note why there is none, or take the
    /// section out together with its region.
    "empty-section",
    Some(Level::Warning),
    Fixable::No,
    "a section that holds nothing",
    Check::Section(check)
}

fn check(cx: &SectionCx<'_>, out: &mut Vec<Finding>) {
    let section = cx.section;
    // The headings of a README are no sections of anyone's making.
    let holds_nothing = section.entries.is_empty() && section.sections.is_empty() && section.note.is_none();
    if !(cx.records.is_catalog() && holds_nothing) {
        return;
    }
    let message = format!("the section `{}` holds nothing", section.id);
    out.push(
        cx.finding(NAME, Level::Warning, cx.place(), message)
            .label("no entry, no section below, no note")
            .help("add an entry, say in a `note` why there is none, or take the section out"),
    );
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::catalog;

    const RULE: &str = super::NAME;

    #[test]
    fn a_section_of_sections_is_not_empty() {
        let text = "version: 1\nsections:\n  - id: a\n    sections:\n      - id: b\n  - id: c\n    title: C\n    entries:\n";
        assert_eq!(catalog(text, &[RULE]).places(RULE), ["b", "C"]);
    }
}
