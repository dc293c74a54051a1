//! What a migration did, as data: for people (`report_text`) and for programs
//! (`report_json`).

use super::account::{self, Account};
use super::mend::Repair;
use crate::readme::records::{NoteKind, Records, Shape, Verdict};
use crate::readme::{BlockKind, BrokenTable, BrokenTableKind, Document};
use crate::text::{Position, Source, Span};

/// A place in the README.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line and column.
    pub at: Position,
    /// The bytes.
    pub span: Span,
}

/// What a migration did.
#[derive(Clone, Debug)]
pub struct Report {
    /// The README.
    pub file: String,
    /// The preset that was used.
    pub preset: Option<String>,
    /// The language values are shown in.
    pub language: String,
    /// What was mended of text decoded with the wrong encoding.
    pub repair: Option<Repair>,
    /// The sections, in order.
    pub sections: Vec<SectionReport>,
    /// Values that are shown in another way from now on, and what was mended
    /// without doubt.
    pub changes: Vec<Change>,
    /// What a person should look at.
    pub doubts: Vec<Doubt>,
    /// Tables, lists and headings that stayed as they were.
    pub untouched: Vec<Untouched>,
    /// What the source holds and where it is now.
    pub account: Account,
}

/// One section.
#[derive(Clone, Debug)]
pub struct SectionReport {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many records it has.
    pub records: usize,
    /// How they were written.
    pub shape: Shape,
    /// The lines they stood on, first and last.
    pub lines: (usize, usize),
    /// Why it was taken.
    pub verdict: Verdict,
    /// The fields that are known for at least one record.
    pub fields: Vec<String>,
}

/// A value that changed its looks, became unknown, or could not be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: NoteKind,
    /// Where.
    pub place: Place,
    /// As it was written.
    pub from: String,
    /// The column.
    pub field: String,
    /// The section's id.
    pub section: String,
}

/// What a person should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Where.
    pub place: Place,
    /// What, in one line.
    pub what: String,
}

/// What stayed as it was.
#[derive(Clone, Debug)]
pub struct Untouched {
    /// How it is written.
    pub shape: Shape,
    /// Where.
    pub place: Place,
    /// The last line.
    pub last_line: usize,
    /// How many rows or items.
    pub rows: usize,
    /// Why.
    pub verdict: Verdict,
}

impl Report {
    /// How many records there are.
    pub fn records(&self) -> usize {
        self.sections.iter().map(|section| section.records).sum()
    }
}

pub(super) fn of(source: &Source, document: &Document, records: &Records) -> Report {
    let place = |span: Span| Place { at: source.position(span.start()), span };
    let language = records.catalog.language();
    let mut sections = Vec::new();
    let mut changes = Vec::new();
    let mut doubts = Vec::new();
    for (group, section) in records.groups.iter().zip(&records.catalog.sections) {
        let first = source.position(group.at).line;
        let last = source.position(group.span.end()).line;
        let known = |index: usize| section.entries.iter().any(|entry| entry.value(index).is_some());
        sections.push(SectionReport {
            id: section.id.clone(),
            title: section.title.get(language).to_string(),
            records: section.entries.len(),
            shape: group.shape,
            lines: (first, last),
            verdict: group.verdict.clone(),
            fields: (0..section.fields.len())
                .filter(|&index| known(index))
                .map(|index| section.fields[index].id.clone())
                .collect(),
        });
        for note in &group.notes {
            if let NoteKind::Mended(what, true) = &note.kind {
                doubts.push(Doubt { place: place(note.span), what: what.clone() });
                continue;
            }
            changes.push(Change {
                kind: note.kind.clone(),
                place: place(note.span),
                from: note.from.clone(),
                field: note.field.clone(),
                section: section.id.clone(),
            });
        }
    }
    let mut untouched = Vec::new();
    for left in &records.left {
        let least = if left.shape == Shape::Headings { 2 } else { 3 };
        let close = !left.verdict.taken && left.verdict.is_close() && left.rows >= least;
        if close || left.verdict.blames {
            let (what, why) = (left.shape.describe(left.rows), left.verdict.explain());
            let what = match left.verdict.blames {
                // It was tried: no option would take it.
                true => format!("{what} left, though it holds records: {why}"),
                false => {
                    let line = source.position(left.span.start()).line;
                    format!("{what} left: {why}; `--include-table {line}` takes it")
                }
            };
            doubts.push(Doubt { place: place(left.span), what });
        }
        untouched.push(Untouched {
            shape: left.shape,
            place: place(left.span),
            last_line: source.position(left.span.end()).line,
            rows: left.rows,
            verdict: left.verdict.clone(),
        });
    }
    let taken = |span: Span| {
        let next = records.groups.partition_point(|group| group.span.end() <= span.start());
        records.groups.get(next).is_some_and(|group| group.span.overlaps(span))
    };
    for broken in document.broken_tables.iter().filter(|broken| !taken(broken.span)) {
        doubts.push(Doubt { place: place(broken.span), what: broken_table(broken) });
    }
    let html = document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Html));
    for block in html.filter(|block| !taken(block.span)) {
        if let Some(items) = html_list(source.slice(block.span)) {
            let what = format!(
                "an HTML list of {} is left; written with `- ` before each, they would be records",
                crate::report::count(items, "linked item")
            );
            doubts.push(Doubt { place: place(block.span), what });
        }
    }
    for region in &records.odd_regions {
        let what =
            format!("the region `{}` holds more than one list of records, or text: it was left", region.name);
        doubts.push(Doubt { place: place(region.begin), what });
    }
    doubts.sort_by_key(|doubt| doubt.place.span);
    Report {
        repair: None,
        file: source.name().to_string(),
        preset: records.catalog.preset.clone(),
        language: language.to_string(),
        sections,
        changes,
        doubts,
        untouched,
        account: account::of(source, document, records),
    }
}

/// How many items a list in HTML links, if they may be records: more than one,
/// and none of them a part of the page or a picture.
fn html_list(html: &str) -> Option<usize> {
    let items = html.split("<li").skip(1).chain(html.split("<dt").skip(1));
    let linked = items.filter(|item| item.contains("href=\"http") && !item.contains("<img")).count();
    (linked > 1 && !html.contains("<table")).then_some(linked)
}

fn broken_table(broken: &BrokenTable) -> String {
    let rows = crate::report::count(broken.rows.len(), "row");
    match broken.kind {
        BrokenTableKind::NoDelimiter if broken.after.is_some() => {
            format!("a blank line cuts {rows} off the table above; take it out, and they are records too")
        }
        BrokenTableKind::NoDelimiter => {
            format!("{rows} without a header: put a header and a `|---|` line above, and they are records")
        }
        BrokenTableKind::NoHeader => "a `|---|` line without a header above it".to_string(),
        BrokenTableKind::DelimiterMalformed => "the line below the header is not made of `---`".to_string(),
        BrokenTableKind::DelimiterCount { header, delimiter } => {
            format!("the header has {header} cells, the line below it {delimiter}")
        }
    }
}
