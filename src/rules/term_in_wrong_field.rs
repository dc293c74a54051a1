//! `term-in-wrong-field`: terms of one vocabulary in the field of another.

use super::{Check, TermCx};
use crate::catalog::Field;
use crate::finding::{Finding, Fixable, Level};
use crate::value::{Kind, TermDef, Vocabulary};

rule! {
    /// A value that its own field's vocabulary does not have, but that of
    /// another field does: a modality in the column of formats.
    ///
    /// ## Why
    ///
    /// In a wide table a value slips into the next column easily, and both
    /// columns are wrong from then on.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: CHAOS
    ///   format: MRI
    ///   link: https://chaos.grand-challenge.org/
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: CHAOS
    ///   modality: [mri]
    ///   link: https://chaos.grand-challenge.org/
    /// ```
    ///
    /// ## Fix
    ///
    /// None: move the value to its field, unless it says something there
    /// already.
    "term-in-wrong-field",
    Some(Level::Warning),
    Fixable::No,
    "a term of one field's vocabulary in another field",
    Check::Term(check)
}

fn check(cx: &TermCx<'_>, out: &mut Vec<Finding>) {
    let Some((field, term)) = other_field(cx) else { return };
    let (own, text) = (&cx.value.field.id, cx.term.text());
    out.push(
        cx.finding(
            NAME,
            cx.value.entry.records.doubtful(),
            format!(
                "`{text}` is no {}, but a {}",
                cx.vocabulary.id(),
                vocabulary_of(field).map_or("", Vocabulary::id)
            ),
        )
        .label(format!("belongs in `{}`", field.id))
        .help(format!("move it from `{own}` to `{}`, as `{}`", field.id, term.id)),
    );
}

fn vocabulary_of(field: &Field) -> Option<&Vocabulary> {
    field.vocabulary.as_deref()
}

/// The field of the same section whose vocabulary has the term, and the term
/// there, if the term's own does not have it.
pub(super) fn other_field<'a>(cx: &TermCx<'a>) -> Option<(&'a Field, &'a TermDef)> {
    if cx.term.id().is_some() {
        return None;
    }
    let fields = &cx.value.entry.section.fields;
    fields
        .iter()
        .filter(|field| matches!(field.kind, Kind::Term | Kind::Terms) && field.id != cx.value.field.id)
        .find_map(|field| {
            let found = vocabulary_of(field)
                .filter(|other| other.id() != cx.vocabulary.id())?
                .find(cx.term.text())?;
            Some((field, found))
        })
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::entries;

    const RULE: &str = super::NAME;

    #[test]
    fn a_term_of_another_field_is_told_once() {
        let text = "- name: a\n  format: x-ray\n  modality: [nii.gz, ct]\n  tasks: [BB]\n  link: https://example.org\n";
        let found = entries(text, &[RULE, "format-unknown", "modality-unknown", "task-unknown"]);
        assert_eq!(found.places(RULE), ["x-ray", "nii.gz"]);
        assert_eq!(found.rules(), [RULE, RULE, "task-unknown"]);
    }
}
