//! `task-unknown`: what is no term of the vocabulary `task`.

use super::term_unknown::unknown;
use super::{Check, TermCx};
use crate::finding::{Finding, Fixable, Level};

rule! {
    /// A task that the vocabulary `task` does not have.
    ///
    /// ## Why
    ///
    /// Whoever needs data for a task looks by its name. A task under a name of
    /// its own is not found.
    ///
    /// In a README that no catalog manages it is only noted: nothing says there
    /// that the vocabulary is the writer's.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: A
    ///   tasks: [segmentation, sorting]
    ///   link: https://example.org/a
    /// ```
    ///
    /// ```yaml
    /// - name: B
    ///   tasks: [clasification]
    ///   link: https://example.org/b
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: A
    ///   tasks: [segmentation, classification]
    ///   link: https://example.org/a
    /// ```
    ///
    /// ## Fix
    ///
    /// Unsafe: writes the nearest term, if one is near. Otherwise write an id
    /// of the vocabulary, or add yours to it:
    /// `vocabularies: { task: { my-id: My label } }`.
    "task-unknown",
    Some(Level::Warning),
    Fixable::Unsafe,
    "a task that the vocabulary does not have",
    Check::Term(check)
}

fn check(cx: &TermCx<'_>, out: &mut Vec<Finding>) {
    if cx.vocabulary.id() == "task" {
        out.extend(unknown(cx, NAME));
    }
}
