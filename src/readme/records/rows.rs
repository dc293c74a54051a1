//! A table's rows → entries.
//!
//! Owns reading each cell by its column's type, and what is noted about it.

use super::columns::{Plan, Readings, stands_for_unknown};
use super::grid::{Grid, GridCell};
use super::note::{Note, NoteKind};
use super::reading::{Reading, Typing, linked_name, looks_same};
use crate::catalog::{Entry, Slot};
use crate::readme::named;
use crate::text::Span;
use crate::value::{Kind, Link, Localized, Value};
use std::collections::HashMap;

/// Reads every row; notes come in the order of their places.
pub(super) fn entries<'g>(
    grid: &'g Grid<'_>,
    plan: &'g Plan,
    mut readings: Vec<Option<Readings>>,
    language: &'g str,
    verbatim: bool,
) -> (Vec<Entry>, Vec<Note>) {
    let mut notes = grid.notes.clone();
    for (header, &field) in grid.header.iter().zip(&plan.columns) {
        let title = plan.fields[field].title.get(language);
        if title != header.text {
            let to = NoteKind::Normalised(title.to_string());
            notes.push(Note::new(to, header.span, header.text.as_ref(), "column"));
        }
    }
    let mut entries = Vec::with_capacity(grid.rows.len());
    let mut seen = vec![HashMap::new(); grid.header.len()];
    for (index, row) in grid.rows.iter().enumerate() {
        let slots = Vec::with_capacity(row.cells.len() + usize::from(plan.link_on_name.is_some()));
        let mut entry = Entry { span: row.span, slots, ..Entry::default() };
        for (column, cell) in row.cells.iter().enumerate() {
            let key = grid.header[column].span;
            let field = plan.columns[column];
            let mut reader = CellReader {
                plan,
                key,
                cell,
                language,
                verbatim,
                entry: &mut entry,
                known: readings[column].as_mut().and_then(|found| found.get_mut(index)?.take()),
                seen: &mut seen[column],
                notes: &mut notes,
            };
            match plan.link_on_name.filter(|_| column == plan.name) {
                Some(link) => reader.named(field, link),
                None => reader.value(field),
            }
        }
        entries.push(entry);
    }
    notes.sort_by_key(|note| note.span.start());
    (entries, notes)
}

struct CellReader<'r, 'g, 'a> {
    /// What the text was read as when its column's type was found.
    known: Option<Reading>,
    /// What other texts of the column were read as: most repeat.
    seen: &'r mut HashMap<&'g str, Option<Reading>>,
    plan: &'g Plan,
    key: Span,
    cell: &'g GridCell<'a>,
    language: &'g str,
    verbatim: bool,
    entry: &'r mut Entry,
    notes: &'r mut Vec<Note>,
}

impl CellReader<'_, '_, '_> {
    fn put(&mut self, field: usize, value: Option<Value>) {
        let Ok(field) = u16::try_from(field) else { return };
        let (key, span) = (self.key, self.cell.span);
        self.entry.slots.push(Slot::new(field, value, key, span));
    }

    fn note(&mut self, kind: NoteKind, field: usize) {
        let title = self.plan.fields[field].title.get(self.language).to_string();
        self.notes.push(Note::new(kind, self.cell.span, self.cell.text.as_ref(), &title));
    }

    fn value(&mut self, index: usize) {
        let field = &self.plan.fields[index];
        let text = self.cell.text.as_ref();
        if text.is_empty() {
            return self.put(index, None);
        }
        if !self.verbatim && stands_for_unknown(text, field.kind) {
            self.note(NoteKind::Placeholder, index);
            return self.put(index, None);
        }
        if matches!(field.kind, Kind::Text | Kind::Prose) {
            return self.put(index, Some(Value::Text(Localized::plain(text))));
        }
        let typing = Typing {
            kind: field.kind,
            vocabulary: field.vocabulary.as_deref(),
            language: self.language,
            exact: false,
        };
        let known = self.known.take();
        let reading = known.or_else(|| self.seen.entry(text).or_insert_with(|| typing.read(text)).clone());
        let Some(reading) = reading else {
            // `columns` chose a type that holds every text; this is a text
            // that it counted as none.
            return self.put(index, Some(Value::Text(Localized::plain(text))));
        };
        if !reading.typed {
            self.note(NoteKind::Untyped, index);
        } else if let Some(shown) = reading.shown.filter(|shown| !looks_same(text, shown)) {
            self.note(NoteKind::Normalised(shown), index);
        }
        self.put(index, Some(reading.value));
    }

    /// A name with its link.
    fn named(&mut self, name: usize, link: usize) {
        let text = self.cell.text.as_ref();
        if text.is_empty() {
            return self.put(name, None);
        }
        if !self.verbatim && stands_for_unknown(text, Kind::Text) {
            self.note(NoteKind::Placeholder, name);
            return self.put(name, None);
        }
        let Some((own, url)) = linked_name(text) else {
            return self.put(name, Some(Value::Text(Localized::plain(text))));
        };
        let shown = named::write_cell(Some(&own), Some(&url));
        if !looks_same(text, &shown) {
            self.note(NoteKind::Normalised(shown), name);
        }
        self.put(name, Some(Value::Text(Localized::plain(&own))));
        self.put(link, Some(Value::Links([Link::new(&url, None)].into())));
    }
}
