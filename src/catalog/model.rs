//! The catalog as plain data: settings, sections, entries, values with their
//! places.
//!
//! Reading makes it from YAML, migration from a README; rendering, rules and
//! absorbing work on it. Places are empty spans where it was not read.

use super::align::Aligns;
use super::marker::Marker;
use super::schema::{Field, Fields};
use crate::finding::Level;
use crate::text::{FileId, Span, narrow};
use crate::value::{Localized, Value};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A whole catalog: the main file and what it includes.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// The main file.
    pub file: FileId,
    /// What the list is called.
    pub title: Option<Localized>,
    /// Language tags (BCP 47); the first is the default. Never empty once
    /// read: a catalog that names none has `en`.
    pub languages: Vec<String>,
    /// The preset's name, if one is named.
    pub preset: Option<String>,
    /// The files whose regions are regenerated.
    pub outputs: Vec<Output>,
    /// How tables are laid out.
    pub tables: TableStyle,
    /// Whether end marks keep a hash of what was rendered, by which a hand
    /// edit is told from a changed catalog without git.
    pub sealed: bool,
    /// Levels that the catalog sets for rules.
    pub rules: Vec<RuleSetting>,
    /// The fields that sections have unless they state their own.
    pub fields: Arc<Fields>,
    /// Whether the catalog states `fields` itself.
    pub own_fields: bool,
    /// The vocabularies that the catalog adds to or states.
    pub vocabularies: Vec<OwnVocabulary>,
    /// The sections, those of included files after the main file's.
    pub sections: Vec<Section>,
    /// The included files, in order.
    pub includes: Vec<FileId>,
}

/// A vocabulary stated in the catalog.
#[derive(Clone, Debug)]
pub struct OwnVocabulary {
    /// Its id.
    pub id: String,
    /// The terms stated here, with the place of each id.
    pub terms: Vec<(crate::value::TermDef, Span)>,
}

/// A file with managed regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its path, relative to the catalog's folder.
    pub file: String,
    /// The language its regions are rendered in; the default if none.
    pub language: Option<String>,
    /// Where `file` is stated.
    pub span: Span,
}

/// How tables are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableStyle {
    /// One space of padding: one changed record is one changed line.
    #[default]
    Compact,
    /// Columns as wide as their widest cell.
    Aligned,
}

/// How a section's entries are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Layout {
    /// A table, one row an entry.
    #[default]
    Table,
    /// A bullet list, one item an entry.
    List,
    /// A heading with paragraphs under it for each entry.
    Prose,
}

impl Layout {
    /// As written in the catalog.
    pub fn name(self) -> &'static str {
        match self {
            Layout::Table => "table",
            Layout::List => "list",
            Layout::Prose => "prose",
        }
    }
}

/// A level that the catalog sets for a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSetting {
    /// The rule's name as written.
    pub rule: String,
    /// Where it is written.
    pub span: Span,
    /// The level; `None` for off.
    pub level: Option<Level>,
}

/// A section: a heading's worth of entries.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The file it stands in.
    pub file: FileId,
    /// Its id: the name of its region.
    pub id: String,
    /// Where the id is written.
    pub id_span: Span,
    /// Its title.
    pub title: Localized,
    /// Where the title is written; empty if the title is made from the id.
    pub title_span: Span,
    /// How its entries are laid out.
    pub layout: Layout,
    /// What stands before its items, if it is laid out as a list.
    pub marker: Marker,
    /// How its columns are aligned, if it is laid out as a table.
    pub align: Aligns,
    /// The level of its heading where a region renders one; by depth if none.
    pub heading: Option<u8>,
    /// A paragraph above the entries.
    pub note: Option<Localized>,
    /// Its columns.
    pub fields: Arc<Fields>,
    /// Whether it states `fields` itself rather than take its parent's.
    pub own_fields: bool,
    /// Its entries, in order.
    pub entries: Vec<Entry>,
    /// The bytes of the list of entries; empty if there is none.
    pub entries_span: Span,
    /// The sections below it.
    pub sections: Vec<Section>,
    /// All its bytes.
    pub span: Span,
}

/// A record: one data set, tool or paper.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Its id, if it has one.
    pub id: Option<Box<str>>,
    /// Where the id is written.
    pub id_span: Span,
    /// Its values, in the order they are written.
    pub slots: Vec<Slot>,
    /// Where each term, text or URL of its values is written, in order and
    /// with its quotes.
    pub parts: Box<[Span]>,
    /// All its bytes, from its first key on.
    pub span: Span,
}

/// A field of an entry with what it holds.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Which of the section's fields, by index.
    pub field: u16,
    /// The value; `None` is unknown.
    pub value: Option<Value>,
    key_start: u32,
    key_len: u16,
    /// Where the value is written.
    pub span: Span,
    /// Which of the entry's parts are the value's.
    parts: Range<u32>,
}

/// The parts of a value that is written as an alias: they are its anchor's.
const ELSEWHERE: Range<u32> = u32::MAX..u32::MAX;

impl Slot {
    /// What the field at `field` holds, written at `span` below a key at `key`.
    pub fn new(field: u16, value: Option<Value>, key: Span, span: Span) -> Slot {
        // No key is longer than `limits::KEY`.
        let key_start = narrow(key.start());
        let key_len = u16::try_from(key.len()).unwrap_or(0);
        Slot { field, value, key_start, key_len, span, parts: 0..0 }
    }

    /// The same with those of its entry's [`parts`](Entry::parts) that are the
    /// value's.
    pub(super) fn with_parts(self, parts: Range<usize>) -> Slot {
        Slot { parts: narrow(parts.start)..narrow(parts.end), ..self }
    }

    /// The same as an alias of what an anchor elsewhere holds.
    pub(super) fn aliased(self) -> Slot {
        Slot { parts: ELSEWHERE, ..self }
    }

    /// Where the key is written.
    pub fn key(&self) -> Span {
        let start = self.key_start as usize;
        Span::new(start, start + usize::from(self.key_len))
    }

    /// Whether the value is written as an alias of an anchor elsewhere.
    pub fn is_alias(&self) -> bool {
        self.parts == ELSEWHERE
    }
}

impl Entry {
    /// Where each term, text or URL of a value of this entry is written; empty
    /// if the value is a single scalar, or stands elsewhere.
    pub fn parts_of(&self, slot: &Slot) -> &[Span] {
        self.parts.get(slot.parts.start as usize..slot.parts.end as usize).unwrap_or_default()
    }

    /// Adds a known value of the field at `field`, written at `span` without a
    /// key of its own. A field beyond what a slot can name is left out.
    pub fn put(&mut self, field: usize, value: Value, span: Span) {
        if let Ok(field) = u16::try_from(field) {
            let key = Span::at(span.start());
            self.slots.push(Slot::new(field, Some(value), key, span));
        }
    }

    /// The slot of a field, by index.
    pub fn slot(&self, field: usize) -> Option<&Slot> {
        self.slots.iter().find(|slot| usize::from(slot.field) == field)
    }

    /// The value of a field, by index; `None` if unknown or absent.
    pub fn value(&self, field: usize) -> Option<&Value> {
        self.slot(field)?.value.as_ref()
    }

    /// Whether both hold the same values, wherever and in whatever order they
    /// are written.
    pub fn same_values(&self, other: &Entry) -> bool {
        let known = |entry: &Entry| entry.slots.iter().filter(|slot| slot.value.is_some()).count();
        self.id == other.id
            && known(self) == known(other)
            && self
                .slots
                .iter()
                .filter(|slot| slot.value.is_some())
                .all(|slot| other.value(usize::from(slot.field)) == slot.value.as_ref())
    }
}

impl Section {
    /// The field and value of the entry's name.
    pub fn name_of<'s>(&self, entry: &'s Entry) -> Option<&'s Slot> {
        entry.slot(self.fields.name()?)
    }

    /// What to call an entry in messages: its id, or its name in the default
    /// language, or nothing.
    pub fn label_of(&self, entry: &Entry, language: &str) -> String {
        if let Some(id) = &entry.id {
            return id.to_string();
        }
        let name = self.name_of(entry).and_then(|slot| slot.value.as_ref());
        match name {
            Some(Value::Text(text)) => text.get(language).to_string(),
            Some(Value::Raw(text)) => text.to_string(),
            _ => String::new(),
        }
    }

    /// The slots of an entry with their fields.
    pub fn slots<'s>(&'s self, entry: &'s Entry) -> impl Iterator<Item = (&'s Field, &'s Slot)> {
        entry.slots.iter().map(|slot| (&self.fields[usize::from(slot.field)], slot))
    }
}

impl Catalog {
    /// The default language.
    pub fn language(&self) -> &str {
        self.languages.first().map_or("en", String::as_str)
    }

    /// Every section with its depth (0 at the top), parents before children,
    /// in the order of the catalog.
    pub fn walk(&self) -> impl Iterator<Item = (usize, &Section)> {
        let mut stack: Vec<(usize, &Section)> =
            self.sections.iter().rev().map(|section| (0, section)).collect();
        std::iter::from_fn(move || {
            let (depth, section) = stack.pop()?;
            stack.extend(section.sections.iter().rev().map(|child| (depth + 1, child)));
            Some((depth, section))
        })
    }

    /// The section of that id, with its depth.
    pub fn section(&self, id: &str) -> Option<(usize, &Section)> {
        self.walk().find(|(_, section)| section.id == id)
    }

    /// Every section with its depth, by its id; the first of those that share
    /// one.
    pub fn by_id(&self) -> HashMap<&str, (usize, &Section)> {
        let mut sections = HashMap::new();
        for (depth, section) in self.walk() {
            sections.entry(section.id.as_str()).or_insert((depth, section));
        }
        sections
    }

    /// How many entries there are.
    pub fn entry_count(&self) -> usize {
        self.walk().map(|(_, section)| section.entries.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Link, Term};

    /// What memory takes grows with these, times all fields of all entries.
    #[test]
    #[cfg(target_pointer_width = "64")]
    fn what_there_is_very_much_of_is_small() {
        assert_eq!([size_of::<Entry>(), size_of::<Slot>(), size_of::<Value>()], [72, 48, 24]);
        assert_eq!([size_of::<Localized>(), size_of::<Term>(), size_of::<Link>()], [16, 24, 24]);
    }
}
