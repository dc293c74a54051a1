//! What a rule is given to look at, and help with places and fixes.

use super::Index;
use crate::catalog::{Catalog, Entry, Field, Section, Slot, scalar, write};
use crate::finding::{Finding, Level};
use crate::readme::{Document, HeadingId, Invisible, LineEnds, Regions, cell};
use crate::text::{Edit, FileId, Sources, Span};
use crate::value::Value;

/// What the records were read from: it decides how a value is written back.
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

/// One field of one entry.
pub struct ValueCx<'a> {
    /// The entry.
    pub entry: &'a EntryCx<'a>,
    /// The field.
    pub field: &'a Field,
    /// What is written for it; `None` if the entry lacks the key.
    pub slot: Option<&'a Slot>,
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
        let regions = &self.regions.regions;
        let next = regions.partition_point(|region| region.body.start() <= span.start());
        self.catalog.is_some() && next > 0 && regions[next - 1].body.contains(span)
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

impl<'a> EntryCx<'a> {
    /// The file the entry stands in.
    pub fn file(&self) -> FileId {
        self.section.file
    }

    /// What to call the entry in messages.
    pub fn label(&self) -> String {
        self.section.label_of(self.entry, self.records.catalog.language())
    }

    /// Where to underline the entry as a whole: its name, or its first bytes.
    pub fn place(&self) -> Span {
        self.section.name_of(self.entry).map_or_else(
            || first_line(self.records.sources.get(self.file()).text(), self.entry.span),
            |slot| slot.span,
        )
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

impl<'a> ValueCx<'a> {
    /// The value, if it is known.
    pub fn value(&self) -> Option<&'a Value> {
        self.slot?.value.as_ref()
    }

    /// The bytes of the value as they are written.
    pub fn written(&self) -> &'a str {
        self.slot.map_or("", |slot| self.entry.records.sources.get(self.entry.file()).slice(slot.span))
    }

    /// Where `part` of the value stands, looked for from byte `from` of its
    /// text on; the whole value if it is not written literally.
    pub fn place_of(&self, part: &str, from: usize) -> Span {
        let Some(slot) = self.slot else { return self.entry.place() };
        let written = self.written();
        match written.get(from..).and_then(|rest| rest.find(part)).filter(|_| !part.is_empty()) {
            Some(at) => slot.span.slice(from + at, from + at + part.len()),
            None => slot.span,
        }
    }

    /// Where the value stands, or the entry if the field is absent.
    pub fn place(&self) -> Span {
        self.slot.filter(|slot| !slot.span.is_empty()).map_or_else(|| self.entry.place(), |slot| slot.span)
    }

    /// A finding about the value at `span`.
    pub fn finding(
        &self,
        rule: &'static str,
        level: Level,
        span: Span,
        message: impl Into<String>,
    ) -> Finding {
        let subject = format!("{}/{}", self.entry.label(), self.field.id);
        Finding::new(rule, level, self.entry.file(), span, message).subject(subject)
    }

    /// The edit that writes `new` in place of the value, in the syntax of the
    /// file it stands in; `None` where it cannot be edited in place, such as
    /// an alias.
    pub fn replace(&self, new: &Value) -> Option<Edit> {
        let slot = self.slot.filter(|slot| !slot.alias)?;
        let text = match self.entry.records.origin {
            Origin::Catalog => write::value(new, self.field, self.indent() + 2),
            Origin::Readme => {
                let language = self.entry.records.catalog.language();
                let shown = new.render(self.field.kind, language, self.field.vocabulary.as_deref());
                cell::encode(&shown).into_owned()
            }
        };
        let text = if self.is_flow(slot) && text.contains('\n') { return None } else { text };
        Some(Edit::new(slot.span, text))
    }

    /// The edit that writes `new` in place of `old`, a part of the value that
    /// is written literally (one item of a list, one URL).
    pub fn replace_part(&self, span: Span, new: &str) -> Option<Edit> {
        let slot = self.slot.filter(|slot| !slot.alias && slot.span.contains(span))?;
        let text = match self.entry.records.origin {
            Origin::Readme => cell::encode(new).into_owned(),
            Origin::Catalog => {
                let written = self.entry.records.sources.get(self.entry.file()).slice(span);
                let inside = span != slot.span;
                let place =
                    if inside || self.is_flow(slot) { scalar::Place::Flow } else { scalar::Place::Block };
                let safe = scalar::text(new, place);
                // Inside quotes, or where quotes would be needed in the middle
                // of a scalar, only a text that needs none can be put in.
                if inside && safe != new && scalar::text(written, place) == written {
                    return None;
                }
                if inside { new.to_string() } else { safe.into_owned() }
            }
        };
        Some(Edit::new(span, text))
    }

    /// Whether the entry is written in braces.
    fn is_flow(&self, slot: &Slot) -> bool {
        let text = self.entry.records.sources.get(self.entry.file()).text();
        self.entry.records.origin == Origin::Catalog
            && text[self.entry.entry.span.range()].starts_with('{')
            && !slot.span.is_empty()
    }

    /// How deep the key is indented.
    fn indent(&self) -> usize {
        let Some(slot) = self.slot else { return 0 };
        let text = self.entry.records.sources.get(self.entry.file()).text();
        let line = text[..slot.key.start()].rfind('\n').map_or(0, |at| at + 1);
        text[line..slot.key.start()].chars().count()
    }
}

/// The first line of a span.
fn first_line(text: &str, span: Span) -> Span {
    let len = text[span.range()].find(['\n', '\r']).unwrap_or(span.len());
    span.slice(0, len)
}
