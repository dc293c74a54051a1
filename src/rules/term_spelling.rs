//! `term-spelling`: terms written otherwise than by their id. The rules on
//! the built-in vocabularies share its check.

use super::term_unknown::OWN_RULES;
use super::{Check, TermCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::value::Value;

rule! {
    /// A term of a vocabulary of the catalog's own that is written by its
    /// label, an alias or in other letters instead of by its id.
    ///
    /// ## Why
    ///
    /// Everyone writes the same thing a little differently. In the catalog
    /// the id is the one spelling, so that a search finds every entry and a
    /// new label changes no entry.
    ///
    /// The built-in vocabularies have rules of their own: `format-spelling`,
    /// `modality-spelling` and `task-spelling`.
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
    ///     open: { en: Open, aliases: [free] }
    /// sections:
    ///   - id: all
    ///     entries:
    ///       - { name: A, access: Free }
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
    ///     open: { en: Open, aliases: [free] }
    /// sections:
    ///   - id: all
    ///     entries:
    ///       - { name: A, access: open }
    /// ```
    ///
    /// ## Fix
    ///
    /// Safe: writes the id.
    "term-spelling",
    Some(Level::Warning),
    Fixable::Safe,
    "a term that is not written by its id",
    Check::Term(check)
}

fn check(cx: &TermCx<'_>, out: &mut Vec<Finding>) {
    if !OWN_RULES.contains(&cx.vocabulary.id()) {
        out.extend(misspelt(cx, NAME));
    }
}

/// The finding of `rule` about a term in another spelling than its own.
pub(super) fn misspelt(cx: &TermCx<'_>, rule: &'static str) -> Option<Finding> {
    let id = cx.term.id()?;
    if cx.value.is_catalog() { in_catalog(cx, id, rule) } else { in_readme(cx, id, rule) }
}

fn in_catalog(cx: &TermCx<'_>, id: &str, rule: &'static str) -> Option<Finding> {
    let written = cx.spelling()?;
    let head = match cx.term.detail() {
        Some(_) => written[..written.find(['(', '（']).unwrap_or(written.len())].trim_end(),
        None => &*written,
    };
    let canonical = cx.term.write(cx.vocabulary);
    // An id that reads as something else is written in another way.
    if head == id || written == canonical {
        return None;
    }
    let finding = cx
        .finding(rule, Level::Warning, format!("`{head}` is another spelling of `{id}`"))
        .label(format!("this is `{id}`"))
        .help(format!("write `{canonical}`"));
    Some(match cx.replace(&canonical) {
        Some(edit) => finding.fix(Safety::Safe, format!("write `{canonical}`"), vec![edit]),
        None => finding,
    })
}

/// In a README the label is what a reader should see, in whichever letters.
/// `migrate` mends it for the whole list.
fn in_readme(cx: &TermCx<'_>, id: &str, rule: &'static str) -> Option<Finding> {
    // Of several terms in a cell the places are not known.
    let places = cx.value.slot.map_or(0, |slot| cx.value.entry.entry.parts_of(slot).len());
    let alone = matches!(cx.value.value(), Some(Value::Terms(terms)) if terms.len() == places.max(1));
    if !alone || cx.term.detail().is_some() {
        return None;
    }
    let written = cx.spelling()?;
    let term = cx.vocabulary.get(id)?;
    let lower = written.to_lowercase();
    if lower == id || term.label.iter().any(|(_, label)| label.to_lowercase() == lower) {
        return None;
    }
    let label = term.label.get(cx.value.entry.records.language());
    Some(
        cx.finding(rule, Level::Info, format!("`{written}` is another spelling of `{label}`"))
            .label(format!("this is `{label}`"))
            .help("`catalint migrate` reads every spelling and writes one"),
    )
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{catalog, entries, fixed, with_entries};

    const RULES: [&str; 3] = ["format-spelling", "modality-spelling", "task-spelling"];

    #[test]
    fn labels_aliases_and_other_letters_are_told_and_mended() {
        let text = "- name: a\n  modality: [MR, \"CT\", 'Mri (neonatal)', ct]\n  format: NII.gz # why\n  tasks:\n    - 分割\n    # kept\n    - classification\n";
        let found = entries(text, &RULES);
        assert_eq!(found.places("modality-spelling"), ["MR", "\"CT\"", "'Mri (neonatal)'"]);
        assert_eq!(found.places("format-spelling"), ["NII.gz"]);
        assert_eq!(found.places("task-spelling"), ["分割"]);
        let mended = fixed(&with_entries(text), |text| catalog(text, &RULES));
        let expected = "- name: a\n  modality: [mri, ct, mri (neonatal), ct]\n  format: nifti-gz # why\n  tasks:\n    - segmentation\n    # kept\n    - classification\n";
        assert_eq!(mended, with_entries(expected));
    }

    #[test]
    fn spaces_before_a_detail_and_quotes_are_no_spelling() {
        let text = "- name: a\n  modality: ['ct', \"mri\", mri(neonatal), mri （a）]\n  format: 'nifti'\n";
        assert_eq!(entries(text, &RULES).rules(), [""; 0]);
    }

    #[test]
    fn what_is_written_elsewhere_is_not_edited_here() {
        let text = "- name: a\n  format: &f Nii\n- name: b\n  format: *f\n- name: c\n  modality: &m [MR]\n- name: d\n  modality: *m\n";
        let found = entries(text, &RULES);
        let fixes: Vec<bool> = found.findings.iter().map(|finding| finding.fix.is_some()).collect();
        assert_eq!(found.places("format-spelling"), ["Nii"]);
        assert_eq!(fixes, [true, true]);
    }
}
