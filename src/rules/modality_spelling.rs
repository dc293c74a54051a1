//! `modality-spelling`: terms of the vocabulary `modality` in other spellings.

use super::term_spelling::misspelt;
use super::{Check, TermCx};
use crate::finding::{Finding, Fixable, Level};

rule! {
    /// A modality that is written by its label, an alias or in other letters instead
    /// of by its id.
    ///
    /// ## Why
    ///
    /// `MR`, `MRI` and `核磁` are one modality. In the catalog the id is the one
    /// spelling, so that a search finds every entry; a reader sees the label in
    /// the language of the page.
    ///
    /// In a README that no catalog manages, the label is taken for the one
    /// spelling, and each other is noted once with all its places.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: A
    ///   modality: [MR, ct]
    ///   link: https://example.org/a
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: A
    ///   modality: [mri, ct]
    ///   link: https://example.org/a
    /// ```
    ///
    /// ## Fix
    ///
    /// Safe: writes the id. In a README there is none: `catalint migrate` does
    /// it for the whole list.
    "modality-spelling",
    Some(Level::Warning),
    Fixable::Safe,
    "a modality that is not written by its id",
    Check::Term(check)
}

fn check(cx: &TermCx<'_>, out: &mut Vec<Finding>) {
    if cx.vocabulary.id() == "modality" {
        out.extend(misspelt(cx, NAME));
    }
}
