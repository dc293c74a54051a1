//! `format-unknown`: what is no term of the vocabulary `format`.

use super::term_unknown::unknown;
use super::{Check, TermCx};
use crate::finding::{Finding, Fixable, Level};

rule! {
    /// A file format that the vocabulary `format` does not have.
    ///
    /// ## Why
    ///
    /// The same format under one name can be counted, filtered and looked up; a
    /// word that no one else uses for it cannot. `BB` or `300` in this field
    /// mostly stood in the wrong column.
    ///
    /// In a README that no catalog manages it is only noted: nothing says there
    /// that the vocabulary is the writer's.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: A
    ///   format: BB
    ///   link: https://example.org/a
    /// ```
    ///
    /// ```yaml
    /// - name: B
    ///   format: dicmo
    ///   link: https://example.org/b
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: A
    ///   format: nifti
    ///   link: https://example.org/a
    /// ```
    ///
    /// ## Fix
    ///
    /// Unsafe: writes the nearest term, if one is near. Otherwise write an id
    /// of the vocabulary, or add yours to it:
    /// `vocabularies: { format: { my-id: My label } }`.
    "format-unknown",
    Some(Level::Warning),
    Fixable::Unsafe,
    "a file format that the vocabulary does not have",
    Check::Term(check)
}

fn check(cx: &TermCx<'_>, out: &mut Vec<Finding>) {
    if cx.vocabulary.id() == "format" {
        out.extend(unknown(cx, NAME));
    }
}
