//! `modality-unknown`: what is no term of the vocabulary `modality`.

use super::term_unknown::unknown;
use super::{Check, TermCx};
use crate::finding::{Finding, Fixable, Level};

rule! {
    /// A modality that the vocabulary `modality` does not have.
    ///
    /// ## Why
    ///
    /// A reader who looks for CT data must find all of it. A modality under a
    /// name of its own is in no count and no filter.
    ///
    /// In a README that no catalog manages it is only noted: nothing says there
    /// that the vocabulary is the writer's.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: A
    ///   modality: [ct, xyz]
    ///   link: https://example.org/a
    /// ```
    ///
    /// ```yaml
    /// - name: B
    ///   modality: [endoscpy]
    ///   link: https://example.org/b
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: A
    ///   modality: [ct, xray]
    ///   link: https://example.org/a
    /// ```
    ///
    /// ## Fix
    ///
    /// Unsafe: writes the nearest term, if one is near. Otherwise write an id
    /// of the vocabulary, or add yours to it:
    /// `vocabularies: { modality: { my-id: My label } }`.
    "modality-unknown",
    Some(Level::Warning),
    Fixable::Unsafe,
    "an imaging modality that the vocabulary does not have",
    Check::Term(check)
}

fn check(cx: &TermCx<'_>, out: &mut Vec<Finding>) {
    if cx.vocabulary.id() == "modality" {
        out.extend(unknown(cx, NAME));
    }
}
