//! Texts that changed in one language while another stayed as it was.

use super::pair::{Doubt, pair};
use super::rows;
use crate::catalog::{Catalog, Section};
use crate::finding::{Finding, Label, Level};
use crate::text::{FileId, Sources, Span};
use crate::value::{Localized, Value};
use std::collections::HashMap;

/// The rule that stale translations are told by.
pub const STALE: &str = "translation-stale";

/// Every localised text of `catalog` that says something else than in `before`
/// in one language and the same as then in another.
pub fn stale(sources: &Sources, catalog: &Catalog, before: &Catalog) -> Vec<Finding> {
    let language = catalog.language();
    let mut found = Vec::new();
    if catalog.languages.len() < 2 {
        return found;
    }
    let old_sections: HashMap<&str, &Section> =
        before.walk().map(|(_, section)| (section.id.as_str(), section)).collect();
    let mut old_rows = Vec::new();
    let mut old_entries = Vec::new();
    for (_, section) in before.walk() {
        for entry in &section.entries {
            old_rows.push(rows::of_entry(section, entry, language));
            old_entries.push((section, entry));
        }
    }
    let mut new_rows = Vec::new();
    let mut new_entries = Vec::new();
    for (_, section) in catalog.walk() {
        for entry in &section.entries {
            new_rows.push(rows::of_entry(section, entry, language));
            new_entries.push((section, entry));
        }
        let Some(old) = old_sections.get(section.id.as_str()) else { continue };
        let place =
            Place { sources, file: section.file, within: section.title_span, subject: section.id.clone() };
        found.extend(place.judge("title", &old.title, &section.title));
    }
    let sections = catalog.by_id();
    let section_of =
        |id: &str| sections.get(id).map(|&(_, section)| section).or(old_sections.get(id).copied());
    let pairs = pair(&old_rows, &new_rows, &section_of, Doubt::New);
    for (new, old) in pairs.old_of.iter().enumerate() {
        let Some(old) = old else { continue };
        let ((section, entry), (old_section, old_entry)) = (new_entries[new], old_entries[*old]);
        for (field, slot) in section.slots(entry) {
            let before = old_section.fields.find(&field.id).and_then(|index| old_entry.value(index));
            let (Some(Value::Text(is)), Some(Value::Text(was))) = (&slot.value, before) else { continue };
            let subject = format!("{}/{}", section.label_of(entry, language), field.id);
            let place = Place { sources, file: section.file, within: slot.span, subject };
            found.extend(place.judge(&field.id, was, is));
        }
    }
    found
}

/// Whether `stale` could find anything, whatever the catalog was before: only
/// what is said in several languages can be stale in one.
pub fn can_be_stale(catalog: &Catalog) -> bool {
    let in_several = |text: &Localized| !text.is_plain();
    catalog.languages.len() > 1
        && catalog.walk().any(|(_, section)| {
            let mut slots = section.entries.iter().flat_map(|entry| &entry.slots);
            in_several(&section.title)
                || slots.any(|slot| matches!(&slot.value, Some(Value::Text(text)) if in_several(text)))
        })
}

/// Where a localised text stands.
struct Place<'a> {
    sources: &'a Sources,
    file: FileId,
    within: Span,
    subject: String,
}

impl Place<'_> {
    fn judge(&self, what: &str, was: &Localized, is: &Localized) -> Vec<Finding> {
        if is.is_plain() || was.is_plain() || was == is {
            return Vec::new();
        }
        let changed = is.iter().find(|(tag, text)| was.exact(tag).is_some_and(|was| was != *text));
        let Some((changed, now)) = changed else { return Vec::new() };
        is.iter()
            .filter(|(tag, text)| was.exact(tag) == Some(text))
            .map(|(tag, text)| {
                let message = format!("the {what} changed in `{changed}`, but not in `{tag}`");
                Finding::new(STALE, Level::Warning, self.file, self.of(text), message)
                    .label("as it was")
                    .related(Label::new(self.file, self.of(now), "changed"))
                    .subject(format!("{}/{tag}", self.subject))
                    .help(
                        "change it too, or, if it still says the same, accept it with \
                         `# catalint-ignore translation-stale: still right`",
                    )
            })
            .collect()
    }

    /// Where a text stands, if it is written literally.
    fn of(&self, text: &str) -> Span {
        let written = self.sources.get(self.file).slice(self.within);
        match written.find(text) {
            Some(at) => self.within.slice(at, at + text.len()),
            None => self.within,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;
    use crate::text::Source;

    fn read(sources: &mut Sources, entry: &str) -> Catalog {
        let yaml = format!(
            "version: 1\nlanguages: [en, zh]\nsections:\n  - id: a\n    title: A\n    entries:\n      - {entry}\n"
        );
        let file = sources.add(Source::new("catalog.yaml", yaml));
        catalog::read(sources, file, &mut |_| Ok(Vec::new())).unwrap().catalog
    }

    #[test]
    fn a_text_that_changed_in_one_language_makes_the_other_stale() {
        let mut sources = Sources::new();
        let before = read(&mut sources, "{ name: X, description: { en: Old, zh: 旧 } }");
        let now = read(&mut sources, "{ name: X, description: { en: New, zh: 旧 } }");
        let found = stale(&sources, &now, &before);
        assert_eq!(found.len(), 1);
        assert_eq!(sources.get(found[0].primary.file).slice(found[0].primary.span), "旧");
        let both = read(&mut sources, "{ name: X, description: { en: New, zh: 新 } }");
        assert_eq!(stale(&sources, &both, &before), []);
        assert_eq!(stale(&sources, &before, &before), []);
        assert!(can_be_stale(&now));
    }

    #[test]
    fn what_is_said_in_one_language_cannot_be_stale() {
        let mut sources = Sources::new();
        let plain = read(&mut sources, "{ name: X, description: 旧 }");
        assert!(!can_be_stale(&plain));
        let before = read(&mut sources, "{ name: X, description: { en: Old, zh: 旧 } }");
        assert_eq!(stale(&sources, &plain, &before), []);
    }
}
