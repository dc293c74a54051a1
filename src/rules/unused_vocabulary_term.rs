//! `unused-vocabulary-term`: terms that no entry uses.

use super::{Check, RecordsCx};
use crate::finding::{Finding, Fixable, Level};
use crate::value::{Value, Vocabulary};
use std::collections::HashSet;

rule! {
    /// A term that the catalog adds to a vocabulary and no entry uses.
    ///
    /// ## Why
    ///
    /// Mostly the term was misspelt here or there, or its last entry is gone.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// version: 1
    /// preset: medical-imaging
    /// vocabularies:
    ///   modality:
    ///     slit-lamp: Slit lamp
    /// sections:
    ///   - id: eye
    ///     entries:
    ///       - name: A
    ///         modality: [fundus]
    ///         link: https://example.org/a
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// version: 1
    /// preset: medical-imaging
    /// vocabularies:
    ///   modality:
    ///     slit-lamp: Slit lamp
    /// sections:
    ///   - id: eye
    ///     entries:
    ///       - name: A
    ///         modality: [slit-lamp]
    ///         link: https://example.org/a
    /// ```
    ///
    /// ## Fix
    ///
    /// None: take the term out, or keep it for entries to come.
    "unused-vocabulary-term",
    Some(Level::Info),
    Fixable::No,
    "a term that no entry uses",
    Check::Records(check)
}

fn check(cx: &RecordsCx<'_>, out: &mut Vec<Finding>) {
    if cx.catalog.vocabularies.iter().all(|vocabulary| vocabulary.terms.is_empty()) {
        return;
    }
    let mut used: HashSet<(&str, &str)> = HashSet::new();
    for (_, section) in cx.catalog.walk() {
        for (field, slot) in section.entries.iter().flat_map(|entry| section.slots(entry)) {
            let Some(vocabulary) = field.vocabulary.as_deref().map(Vocabulary::id) else { continue };
            match &slot.value {
                Some(Value::Terms(terms)) => {
                    used.extend(terms.iter().filter_map(|term| Some((vocabulary, term.id()?))));
                }
                Some(Value::Size(size)) => {
                    let modalities = size.parts().iter().filter_map(|part| part.modality());
                    used.extend(modalities.map(|id| (vocabulary, id)));
                }
                _ => {}
            }
        }
    }
    for vocabulary in &cx.catalog.vocabularies {
        for (term, span) in &vocabulary.terms {
            // A label for a term that is there anyway costs nothing.
            let is_new =
                Vocabulary::builtin(&vocabulary.id).is_none_or(|builtin| builtin.get(&term.id).is_none());
            if is_new && !used.contains(&(vocabulary.id.as_str(), &*term.id)) {
                let message = format!("no entry uses the {} `{}`", vocabulary.id, term.id);
                out.push(
                    Finding::new(NAME, Level::Info, cx.catalog.file, *span, message)
                        .label("not used")
                        .subject(format!("{}/{}", vocabulary.id, term.id))
                        .help("take it out, unless entries are to come that need it"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::catalog;

    const RULE: &str = super::NAME;

    #[test]
    fn a_term_in_a_size_is_used_and_a_new_label_need_not_be() {
        let text = "version: 1\npreset: medical-imaging\nvocabularies:\n  modality:\n    a: A\n    b: B\n    c: C\n    mri: MR imaging\n  other:\n    d: D\nsections:\n  - id: s\n    entries:\n      - { name: x, modality: [A], size: 20 b }\n";
        assert_eq!(catalog(text, &[RULE]).places(RULE), ["c", "d"]);
    }
}
