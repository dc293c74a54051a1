//! What a region shows: its entries as rows of values, its notes and titles.
//!
//! The same rows are made of a catalog's sections and of a region's text, in
//! one language, so that the two can be compared value by value.

use super::body::Body;
use super::refusal;
use crate::catalog::{Entry, Layout, Section};
use crate::finding::Finding;
use crate::readme::{cell, prose, read_back};
use crate::render::section::{entry_level, heading_level};
use crate::text::{FileId, Span};
use crate::value::Value;

/// An entry as one language shows it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The section's id.
    pub(super) section: String,
    /// A value for each of the section's fields; `None` is unknown, or not
    /// shown.
    pub(super) values: Vec<Option<Value>>,
    /// Where it stands in the README; empty for a catalog's.
    pub(super) place: Span,
}

impl Row {
    /// What its name says, as text; empty if it has none.
    pub(super) fn name(&self, section: &Section) -> String {
        match section.fields.name().and_then(|index| self.values[index].as_ref()) {
            Some(Value::Text(text)) => text.get("").to_string(),
            Some(Value::Raw(text)) => text.to_string(),
            _ => String::new(),
        }
    }

    /// Its main link; `None` if it has none.
    pub(super) fn link(&self, section: &Section) -> Option<String> {
        match section.fields.link().and_then(|index| self.values[index].as_ref()) {
            Some(Value::Links(links)) => links.first().map(|link| link.url.to_string()),
            _ => None,
        }
    }
}

/// Whether a section's layout shows a field.
pub(super) fn is_shown(section: &Section, field: usize) -> bool {
    let field = &section.fields[field];
    section.layout != Layout::Table || field.is_column() || field.on.is_some()
}

/// A catalog's entry as a row in a language.
pub(super) fn of_entry(section: &Section, entry: &Entry, language: &str) -> Row {
    let values = (0..section.fields.len())
        .map(|index| {
            entry.value(index).filter(|_| is_shown(section, index)).map(|value| value.in_language(language))
        })
        .collect();
    Row { section: section.id.clone(), values, place: Span::default() }
}

/// What one section's part of a region says.
#[derive(Debug)]
pub(super) struct Found {
    /// The section's id.
    pub(super) section: String,
    /// Its entries.
    pub(super) rows: Vec<Row>,
    /// The text above its entries, with its place.
    pub(super) note: Option<(String, Span)>,
    /// Its heading's text, if the region shows one.
    pub(super) title: Option<(String, Span)>,
}

/// Reads the body of the region of `section`, with the sections below it.
pub(super) fn read(
    section: &Section,
    depth: usize,
    body: &Body,
    file: FileId,
    language: &str,
) -> Result<Vec<Found>, Vec<Finding>> {
    let mut reader = Reader { body, file, language, found: Vec::new(), refusals: Vec::new() };
    reader.section(section, depth, Span::new(0, body.text.len()), None);
    if reader.refusals.is_empty() { Ok(reader.found) } else { Err(reader.refusals) }
}

struct Reader<'a> {
    body: &'a Body,
    file: FileId,
    language: &'a str,
    found: Vec<Found>,
    refusals: Vec<Finding>,
}

/// A heading in the text of a region.
struct Heading {
    line: Span,
    title: String,
}

impl Reader<'_> {
    fn refuse(&mut self, span: Span, message: impl Into<String>, help: &str) {
        let place = self.body.place(span);
        self.refusals.push(refusal(self.file, place, message).help(help));
    }

    fn section(&mut self, section: &Section, depth: usize, span: Span, title: Option<(String, Span)>) {
        let children = self.children(section, depth, span);
        let own_end = children.first().map_or(span.end(), |(heading, _)| heading.line.start());
        let mut found = Found { section: section.id.clone(), rows: Vec::new(), note: None, title };
        self.entries(section, depth, Span::new(span.start(), own_end), &mut found);
        self.found.push(found);
        let ends: Vec<usize> = children.iter().skip(1).map(|(heading, _)| heading.line.start()).collect();
        for (at, (heading, child)) in children.iter().enumerate() {
            let end = ends.get(at).copied().unwrap_or(span.end());
            let inner = Span::new(heading.line.end().min(end), end);
            let title = Some((heading.title.clone(), heading.line));
            self.section(child, depth + 1, inner, title);
        }
    }

    /// The headings of the sections below, each with its section: by title,
    /// and where titles were edited by order.
    fn children<'s>(
        &mut self,
        section: &'s Section,
        depth: usize,
        span: Span,
    ) -> Vec<(Heading, &'s Section)> {
        if section.sections.is_empty() {
            return Vec::new();
        }
        let levels: Vec<usize> =
            section.sections.iter().map(|child| heading_level(child, depth + 1)).collect();
        let mut headings: Vec<(Heading, Option<usize>)> = Vec::new();
        let mut at = span.start();
        let mut fences = prose::Fences::default();
        for line in self.body.text[span.range()].split_inclusive('\n') {
            let in_code = fences.holds(line.trim_end_matches('\n'));
            let marks = line.bytes().take_while(|&byte| byte == b'#').count();
            if !in_code && levels.contains(&marks) && line[marks..].starts_with([' ', '\n']) {
                let title = cell::decode_line(line[marks..].trim_matches([' ', '\t', '\n'])).into_owned();
                let line = Span::new(at, at + line.trim_end_matches('\n').len());
                headings.push((Heading { line, title }, None));
            }
            at += line.len();
        }
        let mut left: Vec<usize> = Vec::new();
        for (index, child) in section.sections.iter().enumerate() {
            let title = child.title.get(self.language);
            match headings.iter_mut().find(|(heading, taken)| taken.is_none() && heading.title == title) {
                Some((_, taken)) => *taken = Some(index),
                None => left.push(index),
            }
        }
        // Entries of prose have headings of the same level: a heading that is
        // no section's is theirs.
        if section.layout != Layout::Prose {
            let mut left = left.into_iter();
            for (_, taken) in headings.iter_mut().filter(|(_, taken)| taken.is_none()) {
                *taken = left.next();
            }
        }
        for (heading, taken) in &headings {
            if taken.is_none() && section.layout != Layout::Prose {
                self.refuse(
                    heading.line,
                    format!("the heading `{}` is no section's", heading.title),
                    "add the section to the catalog first, then put its entries here",
                );
            }
        }
        headings
            .into_iter()
            .filter_map(|(heading, taken)| Some((heading, &section.sections[taken?])))
            .collect()
    }

    fn entries(&mut self, section: &Section, depth: usize, span: Span, found: &mut Found) {
        let text = &self.body.text[span.range()];
        let level = entry_level(section, depth);
        let mut columns: Option<Vec<usize>> = None;
        let mut seen_entry = false;
        for stretch in read_back::stretches(text, section.layout, section.marker, level) {
            let at = Span::new(span.start() + stretch.span.start(), span.start() + stretch.span.end());
            let piece = &text[stretch.span.range()];
            match stretch.piece {
                read_back::Piece::Header => match self.columns(section, piece, at) {
                    Some(mapped) => columns = Some(mapped),
                    None => return,
                },
                read_back::Piece::Delimiter => {}
                read_back::Piece::Entry => {
                    seen_entry = true;
                    let entry = match section.layout {
                        Layout::Table => match self.row(section, columns.as_deref(), piece, at) {
                            Some(entry) => entry,
                            None => continue,
                        },
                        Layout::List => read_back::item(&section.fields, piece, self.language),
                        Layout::Prose => read_back::prose_entry(&section.fields, piece, self.language, level),
                    };
                    let values = (0..section.fields.len()).map(|index| entry.value(index).cloned()).collect();
                    found.rows.push(Row { section: section.id.clone(), values, place: self.body.place(at) });
                }
                read_back::Piece::Text if !seen_entry && columns.is_none() && found.note.is_none() => {
                    found.note = Some((prose::decode(piece, 6), self.body.place(at)));
                }
                read_back::Piece::Text if found.rows.is_empty() && columns.is_none() => {
                    if let Some((note, place)) = &mut found.note {
                        note.push_str("\n\n");
                        note.push_str(&prose::decode(piece, 6));
                        *place = place.to(self.body.place(at));
                    }
                }
                read_back::Piece::Text => self.refuse(
                    at,
                    "this text stands in the region and belongs to no entry",
                    "put it above or below the region's marks, where it is your own, or into an entry",
                ),
                read_back::Piece::Heading(_) => self.refuse(
                    at,
                    "a heading stands in the region that is no section's and no entry's",
                    "add the section to the catalog first, then put its entries here",
                ),
            }
        }
    }

    /// Which field each column of a header shows.
    fn columns(&mut self, section: &Section, header: &str, at: Span) -> Option<Vec<usize>> {
        let cells = read_back::cells(header);
        let known = read_back::columns(&section.fields);
        let title = |index: usize| cell::encode(section.fields[index].title.get(self.language)).into_owned();
        let mut columns = Vec::new();
        for text in &cells {
            match known.iter().find(|&&index| title(index) == *text && !columns.contains(&index)) {
                Some(&index) => columns.push(index),
                None => {
                    self.refuse(
                        at,
                        format!("the table has a column `{text}` that the catalog does not know"),
                        "add the field under `fields` in the catalog, run `catalint render`, then fill the column; \
                         titles of columns are changed there too",
                    );
                    return None;
                }
            }
        }
        if let Some(&missing) = known.iter().find(|index| !columns.contains(index)) {
            self.refuse(
                at,
                format!("the table lost its column `{}`", title(missing)),
                "to drop a column, take its field out under `fields` in the catalog",
            );
            return None;
        }
        Some(columns)
    }

    fn row(&mut self, section: &Section, columns: Option<&[usize]>, text: &str, at: Span) -> Option<Entry> {
        let cells = read_back::cells(text);
        let Some(columns) = columns else {
            self.refuse(at, "this row has no header above it", "a region's table starts with its header row");
            return None;
        };
        if cells.len() > columns.len() {
            self.refuse(
                at,
                format!("this row has {} cells, its table {} columns", cells.len(), columns.len()),
                "write a `|` that belongs to a text as `\\|`",
            );
            return None;
        }
        Some(read_back::row(&section.fields, columns, &cells, self.language))
    }
}
