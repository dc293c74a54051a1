//! `mixed-spelling`: one thing under several spellings.

use super::{Check, Concept, EntryCx, Place, RecordsCx};
use crate::finding::{Finding, Fixable, Label, Level, Safety, listed};
use crate::text::Edit;
use std::collections::HashSet;

rule! {
    /// One thing that stands in one field in several spellings: texts that
    /// differ only in case, blanks and hyphens, and in a README terms of a
    /// known vocabulary (`Nii` here, `nii` there).
    ///
    /// ## Why
    ///
    /// Readers search a page for the spelling they know, and programs count
    /// two things where there is one.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: A
    ///   labels: [brain stem, lesion]
    ///   link: https://example.org/a
    /// - name: B
    ///   labels: [Brain-stem]
    ///   link: https://example.org/b
    /// - name: C
    ///   labels: [brain stem]
    ///   link: https://example.org/c
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: A
    ///   labels: [brain stem, lesion]
    ///   link: https://example.org/a
    /// - name: B
    ///   labels: [brain stem]
    ///   link: https://example.org/b
    /// ```
    ///
    /// ## Fix
    ///
    /// Unsafe: writes the most frequent spelling at all places; of a term's
    /// spellings one that is its own name, if there is one. It is safe for terms
    /// whose spellings differ in case, blanks and hyphens only.
    "mixed-spelling",
    Some(Level::Warning),
    Fixable::Unsafe,
    "one thing in several spellings",
    Check::Records(check)
}

fn check(cx: &RecordsCx<'_>, out: &mut Vec<Finding>) {
    if !cx.is_catalog() {
        out.extend(cx.index.mixed_terms().filter_map(|concept| {
            // Other words for a term may say a little more than it: a CXR is
            // an X-ray, of the chest.
            let (level, safety) = match (has_twins(&concept), are_twins(&concept)) {
                (_, true) => (Level::Warning, Safety::Safe),
                (true, _) => (Level::Warning, Safety::Unsafe),
                _ => (Level::Info, Safety::Unsafe),
            };
            finding(cx, &concept, level, safety)
        }));
    }
    let mixed = cx.index.mixed_texts();
    out.extend(mixed.filter_map(|concept| finding(cx, &concept, cx.doubtful(), Safety::Unsafe)));
}

/// Whether all spellings differ in letters only that do not count.
fn are_twins(concept: &Concept<'_, '_>) -> bool {
    let mut folded = concept.spellings().map(|(text, _)| letters(text));
    folded.next().is_some_and(|first| folded.all(|other| other == first))
}

/// Whether two of the spellings differ in letters only that do not count.
fn has_twins(concept: &Concept<'_, '_>) -> bool {
    let mut seen = HashSet::new();
    !concept.spellings().all(|(text, _)| seen.insert(letters(text)))
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn finding(cx: &RecordsCx<'_>, concept: &Concept<'_, '_>, level: Level, safety: Safety) -> Option<Finding> {
    let usual = usual(concept)?;
    let mut others: Vec<Place<'_>> =
        concept.places().filter(|(spelling, _)| *spelling != usual).map(|(_, place)| place).collect();
    others.sort_by_key(|place| (place.section_number, place.span()));
    let counts: Vec<String> =
        concept.spellings().map(|(spelling, count)| format!("`{spelling}` ({count})")).collect();
    let (first, rest) = others.split_first()?;
    let message = format!("one {} in several spellings: {}", concept.of(), listed(&counts));
    let mut found = Finding::new(NAME, level, first.file(), first.span(), message)
        .label("here")
        .help(format!("write `{usual}` everywhere"))
        .subject(format!("{}/{}", concept.of(), concept.id()));
    for place in rest {
        found = found.related(Label::new(place.file(), place.span(), "here"));
    }
    if let Some(place) = concept.places().find(|(spelling, _)| *spelling == usual).map(|(_, place)| place) {
        found = found.related(Label::new(place.file(), place.span(), "the usual spelling"));
    }
    // A fix is in one file; what stands in another has its turn after that.
    let here = others.iter().filter(|place| place.file() == first.file());
    let edits: Vec<Edit> = here.filter_map(|place| edit(cx, place, usual)).collect();
    if edits.is_empty() { Some(found) } else { Some(found.fix(safety, format!("write `{usual}`"), edits)) }
}

/// The spelling to write everywhere: the most frequent one, of those that are
/// the term's own name if there are any; of equally frequent ones the first.
fn usual<'s>(concept: &Concept<'s, '_>) -> Option<&'s str> {
    let (_, first) = concept.places().next()?;
    let field = first.field();
    let term = field.vocabulary.as_ref().and_then(|vocabulary| vocabulary.get(concept.id()));
    let is_name = |text: &str| {
        let text = text.to_lowercase();
        term.is_some_and(|term| {
            *text == *term.id || term.label.iter().any(|(_, label)| label.to_lowercase() == text)
        })
    };
    let rank = |(text, count): (&'s str, usize)| (is_name(text), count);
    let best = concept.spellings().map(rank).max()?;
    concept.spellings().find(|&spelling| rank(spelling) == best).map(|(text, _)| text)
}

fn edit(cx: &RecordsCx<'_>, place: &Place<'_>, text: &str) -> Option<Edit> {
    let entry = EntryCx { records: cx, section: place.section, entry: place.entry };
    entry.field(usize::from(place.slot.field)).replace_part(place.span(), text)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{catalog, entries, fixed, with_entries};

    const RULE: &str = super::NAME;

    #[test]
    fn one_finding_shows_every_place_and_proposes_the_most_frequent() {
        let text = "- name: a\n  labels: [Brain-Stem, lesion]\n- name: b\n  labels: [brain stem]\n- name: c\n  labels:\n    - 'BRAIN STEM' # why\n    - brain stem\n";
        let found = entries(text, &[RULE]);
        assert_eq!(
            found.messages(RULE),
            ["one labels in several spellings: `Brain-Stem` (1), `brain stem` (2), `BRAIN STEM` (1)"]
        );
        assert_eq!(found.places(RULE), ["Brain-Stem"]);
        assert_eq!(found.related(RULE), ["'BRAIN STEM'", "brain stem"]);
        let mended = fixed(&with_entries(text), |text| catalog(text, &[RULE]));
        assert_eq!(mended.matches("brain stem").count(), 4);
        assert!(mended.contains("    - brain stem # why\n"), "{mended}");
    }

    #[test]
    fn numbers_sentences_and_names_may_look_alike() {
        let text = "- name: a b\n  labels: [1 2, 2010-2011, '[x](y)']\n- name: A-B\n  labels: [12, 20102011, '[X](Y)']\n";
        assert_eq!(entries(text, &[RULE]).rules(), [""; 0]);
    }
}
