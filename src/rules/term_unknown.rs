//! `term-unknown`: words that a vocabulary does not have. The rules on the
//! built-in vocabularies share its check.

use super::term_in_wrong_field::other_field;
use super::{Check, TermCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::value::placeholder::placeholder;

rule! {
    /// A value of a field with a vocabulary of its own that is no term of it.
    ///
    /// ## Why
    ///
    /// A vocabulary lets one thing be found under one name. What is not in it
    /// is a slip, or a term that the vocabulary lacks. The value is rendered
    /// as it is written, in every language.
    ///
    /// The built-in vocabularies have rules of their own: `format-unknown`,
    /// `modality-unknown` and `task-unknown`.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// version: 1
    /// fields:
    ///   name: text
    ///   access: { type: term, vocabulary: access }
    /// vocabularies:
    ///   access:
    ///     open: Open
    ///     on-request: On request
    /// sections:
    ///   - id: all
    ///     entries:
    ///       - { name: A, access: open }
    ///       - { name: B, access: on-request }
    ///       - { name: C, access: opne }
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// version: 1
    /// fields:
    ///   name: text
    ///   access: { type: term, vocabulary: access }
    /// vocabularies:
    ///   access:
    ///     open: Open
    ///     on-request: On request
    /// sections:
    ///   - id: all
    ///     entries:
    ///       - { name: A, access: open }
    ///       - { name: B, access: on-request }
    /// ```
    ///
    /// ## Fix
    ///
    /// Unsafe: writes the nearest term, if one is near. Otherwise write one of
    /// the vocabulary's ids, or add the term under `vocabularies`.
    "term-unknown",
    Some(Level::Warning),
    Fixable::Unsafe,
    "a value that is no term of the field's vocabulary",
    Check::Term(check)
}

/// The vocabularies that have rules of their own.
pub(super) const OWN_RULES: [&str; 3] = ["format", "modality", "task"];

fn check(cx: &TermCx<'_>, out: &mut Vec<Finding>) {
    if !OWN_RULES.contains(&cx.vocabulary.id()) {
        out.extend(unknown(cx, NAME));
    }
}

/// The finding of `rule` about a term that its vocabulary does not have.
pub(super) fn unknown(cx: &TermCx<'_>, rule: &'static str) -> Option<Finding> {
    let text = cx.term.text();
    // Placeholders and terms of another field have rules of their own.
    if cx.term.id().is_some() || placeholder(text).is_some() || other_field(cx).is_some() {
        return None;
    }
    let vocabulary = cx.vocabulary.id();
    let near = cx.vocabulary.suggest(text);
    let records = cx.value.entry.records;
    let finding = cx
        .finding(rule, records.doubtful(), format!("`{text}` is no known {vocabulary}"))
        .label(format!("not in the vocabulary `{vocabulary}`"));
    let Some(near) = near else {
        let help = match cx.value.is_catalog() {
            true => format!(
                "write an id of the vocabulary, or add this one under `vocabularies: {{ {vocabulary}: … }}`"
            ),
            false => format!("check that it is a {vocabulary} at all"),
        };
        return Some(finding.help(help));
    };
    let name = if records.is_catalog() { &near.id } else { near.label.get(records.language()) };
    let finding = finding.help(format!("did you mean `{name}`?"));
    Some(match cx.replace(name) {
        Some(edit) => finding.fix(Safety::Unsafe, format!("write `{name}`"), vec![edit]),
        None => finding,
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::entries;

    #[test]
    fn each_vocabulary_is_told_by_its_own_rule() {
        let text = "- name: a\n  modality: [ct, xyz]\n  format: BB\n  tasks: [segmentatoin, '?']\n";
        let found = entries(text, &["term-unknown", "format-unknown", "modality-unknown", "task-unknown"]);
        assert_eq!(found.rules(), ["modality-unknown", "format-unknown", "task-unknown"]);
        assert_eq!(found.places("modality-unknown"), ["xyz"]);
        assert_eq!(found.places("task-unknown"), ["segmentatoin"]);
        assert_eq!(found.findings[2].help.as_deref(), Some("did you mean `segmentation`?"));
    }
}
