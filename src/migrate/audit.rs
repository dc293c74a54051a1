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
use crate::text::{Source, Span, with_line_feeds};
use std::cell::LazyCell;

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
    // Written as a reference, it can make a link of what was none, and a
    // heading speaks for the language.
    if group.shape == Shape::Headings && section.label_of(entry, language).contains(char::is_control) {
        let line = source.position(entry.span.start()).line;
        return Some(format!("the name in line {line} has a character that does not show"));
    }
    let shown = render::section::entry_text(section, 0, entry, language);
    let (links, images) = (document.links_in(entry.span), document.images_in(entry.span));
    let mut shown_addresses: Vec<&str> = Vec::new();
    if !links.is_empty() || !images.is_empty() {
        shown_addresses.extend(addresses(&shown));
        shown_addresses.sort_unstable();
    }
    let targets = links.iter().map(|link| (link.span, link.destination.as_str(), link.destination_span));
    let sources = images.iter().map(|image| (image.span, image.source.as_str(), image.source_span));
    for (place, decoded, written) in targets.chain(sources) {
        let there = shown_addresses.binary_search(&decoded).is_ok()
            || shown.contains(decoded)
            || written.is_some_and(|written| shown.contains(source.slice(written)))
            || shown.contains(&*with_line_feeds(source.slice(place)))
            || runs_on(source.slice(place), &shown_addresses);
        if !there && !decoded.is_empty() {
            let line = source.position(place.start()).line;
            return Some(format!("the link `{decoded}` in line {line} has no place in a record"));
        }
    }
    let excused = LazyCell::new(|| {
        // A break between the parts of an item is one of its marks.
        let mut excused = vec!["br"];
        let from = group.notes.partition_point(|note| note.span.start() < entry.span.start());
        for note in group.notes[from..].iter().take_while(|note| note.span.start() <= entry.span.end()) {
            if matches!(note.kind, NoteKind::Normalised(_) | NoteKind::Placeholder) {
                excused.extend(words(&note.from));
                excused.extend(words(source.slice(note.span)));
            }
        }
        // A reference's label only leads to its definition.
        let labels = links.iter().filter_map(|link| link.label);
        let labels = labels.chain(images.iter().filter_map(|image| image.label));
        excused.extend(labels.flat_map(|label| words(source.slice(label))));
        excused.sort_unstable();
        excused
    });
    let is_tagged = table.is_none() && group.shape == Shape::HtmlList;
    let tagged: Vec<String> = if is_tagged { seen(source.text(), entry.span) } else { Vec::new() };
    let texts: Vec<&str> = match table {
        // Tags and their attributes are no words.
        Some(table) => {
            let row = table.rows.partition_point(|row| row.span.start() < entry.span.start());
            let cells = table.rows.get(row).map(|row| row.cells.as_slice()).unwrap_or_default();
            cells.iter().map(|cell| document.plain(cell.plain)).collect()
        }
        None if is_tagged => tagged.iter().map(String::as_str).collect(),
        None => group.texts(source, entry.span),
    };
    let mut have = ShownWords::new(&shown);
    let missing = texts
        .into_iter()
        .flat_map(words)
        .find(|word| !have.next_is(word) && excused.binary_search(word).is_err() && !have.hold(word))?
        .to_string();
    let line = source.position(entry.span.start()).line;
    Some(format!("`{missing}` in line {line} has no place in a record"))
}

/// The words of what is shown, to be asked for in about the order they stand
/// in: few values change places, and then no table of them is needed.
struct ShownWords<'t> {
    words: Vec<&'t str>,
    /// The one that is likely to be asked for.
    next: usize,
    sorted: Vec<&'t str>,
}

impl<'t> ShownWords<'t> {
    /// How far a word may stand behind the likely one.
    const AHEAD: usize = 4;

    fn new(shown: &'t str) -> Self {
        ShownWords { words: words(shown).collect(), next: 0, sorted: Vec::new() }
    }

    /// Whether the word is the likely one, or stands close behind it.
    fn next_is(&mut self, word: &str) -> bool {
        let ahead = self.words[self.next..].iter().take(Self::AHEAD).position(|shown| *shown == word);
        self.next += ahead.map_or(0, |ahead| ahead + 1);
        ahead.is_some()
    }

    /// Whether the word is there at all.
    fn hold(&mut self, word: &str) -> bool {
        if self.sorted.is_empty() {
            self.sorted.clone_from(&self.words);
            self.sorted.sort_unstable();
        }
        self.sorted.binary_search(&word).is_ok()
    }
}

/// Whether a bare address runs on into the text after it, as GitHub links it
/// where no blank stands between: cut at the first full-width sign it is shown.
/// That the text is there too is for the words to say.
fn runs_on(written: &str, shown: &[&str]) -> bool {
    let end = written.find(|c: char| matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}'));
    end.is_some_and(|end| shown.binary_search(&&written[..end]).is_ok())
}

/// Runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

impl Group {
    /// The entry's source without what only structures it.
    fn texts<'s>(&self, source: &'s Source, span: Span) -> Vec<&'s str> {
        let first = self.structure.partition_point(|place| place.start() < span.start());
        let mut out = Vec::new();
        let mut at = span.start();
        for place in self.structure[first..].iter().take_while(|place| place.end() <= span.end()) {
            if place.start() >= at {
                out.push(&source.text()[at..place.start()]);
                at = place.end();
            }
        }
        out.push(&source.text()[at..span.end()]);
        out
    }
}
