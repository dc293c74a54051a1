//! Nothing lost: every word and address of what was taken shows in what is
//! rendered from it, or is noted as changed.
//!
//! Owns the comparison, entry by entry, of source and rendering; refuses to
//! mend: a group that fails stays in the README.

use super::blame::Blame;
use crate::catalog::{Entry, Section};
use crate::readme::records::{Group, NoteKind, Records, Shape, addresses, seen};
use crate::readme::{Document, Table};
use crate::render;
use crate::text::{Source, Span};
use std::collections::HashSet;

/// What would lose something if it were taken, with what.
pub(super) fn losses(source: &Source, document: &Document, records: &Records) -> Blame {
    let language = records.catalog.language();
    let mut losses = Blame::default();
    for (group, section) in records.groups.iter().zip(&records.catalog.sections) {
        let first = document.tables.partition_point(|table| table.span.start() < group.at);
        let table = document.tables[first..]
            .iter()
            .find(|table| table.parent.is_none())
            .filter(|_| group.shape == Shape::HtmlTable);
        let lost = section.entries.iter().filter_map(|entry| {
            let what = loss(source, document, group, section, table, entry, language)?;
            Some((entry.span.start(), what))
        });
        losses.add(group, section.entries.len(), lost);
    }
    losses
}

/// What of an entry's source is not in its rendering.
fn loss(
    source: &Source,
    document: &Document,
    group: &Group,
    section: &Section,
    table: Option<&Table>,
    entry: &Entry,
    language: &str,
) -> Option<String> {
    let shown = render::section::entry_text(section, 0, entry, language);
    let links = document.links_in(entry.span).iter();
    let links = links.map(|link| (link.span, link.destination.as_str(), link.destination_span));
    let images = document.images_in(entry.span).iter();
    let images = images.map(|image| (image.span, image.source.as_str(), image.source_span));
    let addresses: HashSet<&str> = addresses(&shown).collect();
    for (place, decoded, written) in links.chain(images) {
        let there = addresses.contains(decoded)
            || shown.contains(decoded)
            || written.is_some_and(|written| shown.contains(source.slice(written)))
            || shown.contains(source.slice(place))
            || runs_on(source.slice(place), &addresses);
        if !there && !decoded.is_empty() {
            let line = source.position(place.start()).line;
            return Some(format!("the link `{decoded}` in line {line} has no place in a record"));
        }
    }
    let have: HashSet<&str> = words(&shown).collect();
    let from = group.notes.partition_point(|note| note.span.start() < entry.span.start());
    // A break between the parts of an item is one of its marks.
    let mut excused: HashSet<String> = HashSet::from(["br".to_string()]);
    for note in group.notes[from..].iter().take_while(|note| note.span.start() <= entry.span.end()) {
        if matches!(note.kind, NoteKind::Normalised(_) | NoteKind::Placeholder) {
            excused.extend(words(&note.from).map(String::from));
            excused.extend(words(source.slice(note.span)).map(String::from));
        }
    }
    // A reference's label only leads to its definition.
    let labels = document.links_in(entry.span).iter().filter_map(|link| link.label);
    let labels = labels.chain(document.images_in(entry.span).iter().filter_map(|image| image.label));
    excused.extend(labels.flat_map(|label| words(source.slice(label))).map(String::from));
    let texts: Vec<String> = match table {
        // Tags and their attributes are no words.
        Some(table) => {
            let row = table.rows.partition_point(|row| row.span.start() < entry.span.start());
            let cells = table.rows.get(row).map(|row| row.cells.as_slice()).unwrap_or_default();
            cells.iter().map(|cell| document.plain(cell.plain).to_string()).collect()
        }
        None if group.shape == Shape::HtmlList => seen(source.text(), entry.span),
        None => group.texts(source, entry.span),
    };
    let missing = texts
        .iter()
        .flat_map(|text| words(text))
        .find(|word| !have.contains(word) && !excused.contains(*word))?
        .to_string();
    let line = source.position(entry.span.start()).line;
    Some(format!("`{missing}` in line {line} has no place in a record"))
}

/// Whether a bare address runs on into the text after it, as GitHub links it
/// where no blank stands between: cut at the first full-width sign it is shown.
/// That the text is there too is for the words to say.
fn runs_on(written: &str, shown: &HashSet<&str>) -> bool {
    let end = written.find(|c: char| matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}'));
    end.is_some_and(|end| shown.contains(&written[..end]))
}

/// Runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

impl Group {
    /// The entry's source without what only structures it.
    fn texts(&self, source: &Source, span: Span) -> Vec<String> {
        let first = self.structure.partition_point(|place| place.start() < span.start());
        let mut out = Vec::new();
        let mut at = span.start();
        for place in self.structure[first..].iter().take_while(|place| place.end() <= span.end()) {
            if place.start() >= at {
                out.push(source.text()[at..place.start()].to_string());
                at = place.end();
            }
        }
        out.push(source.text()[at..span.end()].to_string());
        out
    }
}
