//! What a rule is given to look at, and help with places and fixes.
//!
//! Here are the wholes: all records, a section, an entry, a README, a file's
//! characters. A field's value with its fixes is in `value`, a URL wherever
//! it stands in `link`.

mod link;
mod value;

pub use link::{LinkCx, LinkPlace};
pub use value::{TermCx, ValueCx};

use super::Index;
use crate::catalog::{Catalog, Entry, Section};
use crate::finding::{Finding, Level};
use crate::readme::{Document, HeadingId, Invisible, LineEnds, Regions, plain_text};
use crate::text::{FileId, Sources, Span};

/// What the records were read from: it decides how a value is written back,
/// and how strictly it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A `catalog.yaml`.
    Catalog,
    /// The tables and lists of a README that no catalog manages.
    Readme,
}

/// All records of a catalog or of a legacy README.
pub struct RecordsCx<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// The records; of a README the model that migration would make.
    pub catalog: &'a Catalog,
    /// Where they were read from.
    pub origin: Origin,
    /// Links, names and spellings with all their places.
    pub index: &'a Index<'a>,
}

/// One section.
pub struct SectionCx<'a> {
    /// All records.
    pub records: &'a RecordsCx<'a>,
    /// The section.
    pub section: &'a Section,
    /// How many sections it stands in.
    pub depth: usize,
}

/// One entry.
pub struct EntryCx<'a> {
    /// All records.
    pub records: &'a RecordsCx<'a>,
    /// The section it stands in.
    pub section: &'a Section,
    /// The entry.
    pub entry: &'a Entry,
}

/// A file below its Markdown or YAML: its lines and characters, which one scan
/// finds for all rules.
pub struct TextCx<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// The file.
    pub file: FileId,
    /// The README that it is; `None` for a catalog.
    pub document: Option<&'a DocumentCx<'a>>,
    /// How its lines end.
    pub line_ends: LineEnds,
    /// Its characters that do not show.
    pub invisible: &'a [Invisible],
}

/// A README as a document.
pub struct DocumentCx<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// The README.
    pub file: FileId,
    /// It, parsed.
    pub document: &'a Document,
    /// Its regions, and what is wrong with their marks.
    pub regions: &'a Regions,
    /// The catalog whose output it is, if it is one.
    pub catalog: Option<&'a Catalog>,
}

impl<'a> RecordsCx<'a> {
    /// The default language.
    pub fn language(&self) -> &'a str {
        self.catalog.language()
    }

    /// Whether the records stand in a catalog.
    pub fn is_catalog(&self) -> bool {
        self.origin == Origin::Catalog
    }

    /// How much a value weighs that does not fit its field's type: in a
    /// catalog the type is the writer's word, in a README only a guess.
    pub fn doubtful(&self) -> Level {
        if self.is_catalog() { Level::Warning } else { Level::Info }
    }
}

impl<'a> SectionCx<'a> {
    /// Where to underline the section as a whole: its title, or its id.
    pub fn place(&self) -> Span {
        if self.section.title_span.is_empty() { self.section.id_span } else { self.section.title_span }
    }

    /// A finding about the section at `span`.
    pub fn finding(
        &self,
        rule: &'static str,
        level: Level,
        span: Span,
        message: impl Into<String>,
    ) -> Finding {
        Finding::new(rule, level, self.section.file, span, message).subject(self.section.id.clone())
    }
}

impl<'a> EntryCx<'a> {
    /// The file the entry stands in.
    pub fn file(&self) -> FileId {
        self.section.file
    }

    /// What to call the entry in messages: its id, or its name without markup.
    pub fn label(&self) -> String {
        plain_text(&self.section.label_of(self.entry, self.records.language()))
    }

    /// Where to underline the entry as a whole: its name, or its first bytes.
    pub fn place(&self) -> Span {
        self.section
            .name_of(self.entry)
            .filter(|slot| !slot.span.is_empty())
            .map_or_else(|| first_line(self.text(), self.entry.span), |slot| slot.span)
    }

    /// The field at `index` of its section.
    pub fn field(&'a self, index: usize) -> ValueCx<'a> {
        ValueCx { entry: self, field: &self.section.fields[index], slot: self.entry.slot(index) }
    }

    /// The text of the file the entry stands in.
    pub fn text(&self) -> &'a str {
        self.records.sources.get(self.file()).text()
    }

    /// A finding about the entry at `span`.
    pub fn finding(
        &self,
        rule: &'static str,
        level: Level,
        span: Span,
        message: impl Into<String>,
    ) -> Finding {
        Finding::new(rule, level, self.file(), span, message).subject(self.label())
    }
}

impl<'a> TextCx<'a> {
    /// The text.
    pub fn text(&self) -> &'a str {
        self.sources.get(self.file).text()
    }

    /// Whether a place lies in a region that a catalog renders; see
    /// [`DocumentCx::is_managed`].
    pub fn is_managed(&self, span: Span) -> bool {
        self.document.is_some_and(|document| document.is_managed(span))
    }

    /// A finding at `span`.
    pub fn finding(
        &self,
        rule: &'static str,
        level: Level,
        span: Span,
        message: impl Into<String>,
    ) -> Finding {
        Finding::new(rule, level, self.file, span, message)
    }
}

impl<'a> DocumentCx<'a> {
    /// Its text.
    pub fn text(&self) -> &'a str {
        self.sources.get(self.file).text()
    }

    /// Whether a place lies in a region that the catalog renders: what stands
    /// there is the catalog's business.
    pub fn is_managed(&self, span: Span) -> bool {
        self.catalog.is_some() && self.regions.hold(span)
    }

    /// What the heading says under which something stands; empty if it stands
    /// under none.
    pub fn title(&self, section: Option<HeadingId>) -> &'a str {
        section.map_or("", |heading| &self.document.heading(heading).text)
    }

    /// The whole lines that `span` takes up, with their line end, if nothing
    /// but blanks and quote markers stands around it.
    pub fn whole_lines(&self, span: Span) -> Option<Span> {
        let text = self.text();
        let start = text[..span.start()].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let rest = &text[span.end()..];
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line_end = if rest[end..].starts_with("\r\n") { 2 } else { usize::from(end < rest.len()) };
        let alone = text[start..span.start()].chars().all(|ch| matches!(ch, ' ' | '\t' | '>'))
            && rest[..end].trim_matches([' ', '\t']).is_empty();
        alone.then(|| Span::new(start, span.end() + end + line_end))
    }

    /// A finding at `span`.
    pub fn finding(
        &self,
        rule: &'static str,
        level: Level,
        span: Span,
        message: impl Into<String>,
    ) -> Finding {
        Finding::new(rule, level, self.file, span, message)
    }
}

/// The first line of a span.
fn first_line(text: &str, span: Span) -> Span {
    let len = text[span.range()].find(['\n', '\r']).unwrap_or(span.len());
    span.slice(0, len)
}
