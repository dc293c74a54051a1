//! A legacy README → its records, as the catalog that migration would make.
//!
//! Owns finding what is a record (`classify` says why), what the columns mean
//! and what the cells hold. Every slot of the model points at the bytes it was
//! read from. It refuses to write: what becomes of the bytes is `migrate`'s
//! business, what is wrong with the values that of the rules.

mod aside;
mod assembly;
mod beside;
mod blocks;
mod caption;
mod classify;
mod columns;
mod grid;
mod group_rows;
mod groups;
mod head;
mod headed;
mod html_list;
mod in_regions;
mod infer;
mod items;
mod keyed;
mod labels;
mod lists;
mod names;
mod note;
mod paragraphs;
mod reading;
mod references;
mod rows;
mod runs;
mod select;
mod table_signs;

pub use classify::{Reason, Verdict};
pub(crate) use html_list::seen;
pub use note::{Note, NoteKind};
pub(crate) use reading::addresses;

use super::document::{Block, Document};
use super::{Region, Regions};
use crate::catalog::{Catalog, preset};
use crate::text::{FileId, Span};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Which fields to expect.
#[derive(Clone, Copy, Debug, Default)]
pub enum Expect {
    /// Those of a preset if the README's own headers and values speak for it.
    #[default]
    Auto,
    /// No preset's: all are inferred.
    None,
    /// This preset's.
    Preset(&'static preset::Preset),
}

/// How to read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which fields to expect.
    pub expect: Expect,
    /// Keep every text as it is: a value is only typed if it is shown exactly
    /// as it was written.
    pub verbatim: bool,
    /// If not empty, headings under which records are looked for; nothing
    /// elsewhere is taken.
    pub sections: Vec<String>,
    /// Lines or headings of what is taken whatever it looks like.
    pub include: Vec<String>,
    /// Lines or headings of what is left.
    pub exclude: Vec<String>,
    /// Where groups start that are left because they could not be rendered
    /// without loss, with the reason.
    pub leave: Vec<(usize, String)>,
    /// The same of items: where such an entry starts.
    pub leave_entries: BTreeMap<usize, String>,
    /// Where headings start that could not be entries among their siblings, and
    /// are a group of their own.
    pub apart: BTreeSet<usize>,
}

/// How records are written in the README.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A pipe table: a row each.
    Table,
    /// An HTML table: a row each.
    HtmlTable,
    /// A list: an item each.
    List,
    /// A list in HTML: an item each.
    HtmlList,
    /// Headings with text below: a heading each.
    Headings,
}

impl Shape {
    /// In words: `table`, `list`, ….
    pub fn name(self) -> &'static str {
        match self {
            Shape::Table => "table",
            Shape::HtmlTable => "HTML table",
            Shape::List => "list",
            Shape::HtmlList => "HTML list",
            Shape::Headings => "headings with text",
        }
    }
}

impl Shape {
    /// It with its size, in words: `a table of 3 rows`.
    pub fn describe(self, rows: usize) -> String {
        let (name, part) = match self {
            Shape::Table => ("a table of", "row"),
            Shape::HtmlTable => ("an HTML table of", "row"),
            Shape::List => ("a list of", "item"),
            Shape::HtmlList => ("an HTML list of", "item"),
            Shape::Headings => ("text below", "heading"),
        };
        format!("{name} {rows} {part}{}", if rows == 1 { "" } else { "s" })
    }
}

/// A table, list or run of headings that was taken; it became the section of
/// the same index.
#[derive(Clone, Debug)]
pub struct Group {
    /// How its records are written.
    pub shape: Shape,
    /// Where its source starts: what [`Options::leave`] knows it by.
    pub at: usize,
    /// The bytes that its region takes the place of: from the first character
    /// after what stands before each line (`prefix`), or from the start of a
    /// line, to the end of the last line without its line end. Of a group that
    /// is a region already, the region's body.
    pub span: Span,
    /// What stands before each line of it: quote marks, indentation.
    pub prefix: String,
    /// Whether the first line starts with something else (a list's marker):
    /// then the region begins on a line of its own.
    pub breaks_line: bool,
    /// The region that it is already.
    pub region: Option<Region>,
    /// Why it was taken.
    pub verdict: Verdict,
    /// What was changed or could not be typed.
    pub notes: Vec<Note>,
    /// Comments inside that say something and have no place in the catalog:
    /// they stay in the README, below the region.
    pub comments: Vec<Span>,
    /// Bytes inside that structure it and say nothing: items' markers.
    pub structure: Vec<Span>,
    /// Items without anything in them, which are not kept.
    pub empty: usize,
}

/// What could have been records and was left in the README.
#[derive(Clone, Debug)]
pub struct Left {
    /// How it is written.
    pub shape: Shape,
    /// All of it.
    pub span: Span,
    /// How many rows or items.
    pub rows: usize,
    /// Why it was left.
    pub verdict: Verdict,
}

/// The records of a README.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// The records as a catalog; its spans are the README's.
    pub catalog: Catalog,
    /// Where each of the catalog's sections stands, in the same order.
    pub groups: Vec<Group>,
    /// What was left.
    pub left: Vec<Left>,
    /// Of `sections`, `include` and `exclude`, those that name nothing here.
    pub unmatched: Vec<String>,
    /// Regions that hold something else than one group and were left.
    pub odd_regions: Vec<Region>,
}

/// Reads the records of `text`, which `document` was parsed from and whose
/// regions are `regions`; the catalog's spans are those of `file`.
pub fn read(text: &str, document: &Document, regions: &Regions, file: FileId, options: &Options) -> Records {
    let aimed_at = document.links.iter().filter_map(|link| link.destination.strip_prefix('#')).collect();
    let cx = Cx { text, document, regions, file, options, aimed_at };
    groups::read(&cx)
}

/// What everyone here looks at.
struct Cx<'a> {
    text: &'a str,
    document: &'a Document,
    regions: &'a Regions,
    file: FileId,
    options: &'a Options,
    /// The anchors that links of the file lead to.
    aimed_at: HashSet<&'a str>,
}

impl<'a> Cx<'a> {
    fn slice(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }

    /// Why an entry that starts in `span` is to be left where it is.
    fn left_entry(&self, span: Span) -> Option<&'a str> {
        self.options.leave_entries.range(span.range()).next().map(|(_, why)| why.as_str())
    }

    /// Where the line of byte `at` starts.
    fn line_start(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let start =
            bytes[..at].iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |end| end + 1);
        if start == 0 { self.document.bom.min(at) } else { start }
    }

    /// Where the line of byte `at` ends, without its line end.
    fn line_end(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        bytes[at..]
            .iter()
            .position(|byte| matches!(byte, b'\n' | b'\r'))
            .map_or(self.text.len(), |end| at + end)
    }

    /// Whether a block stands in no list, quote or region.
    fn stands_alone(&self, block: &Block) -> bool {
        block.quotes == 0 && block.parent.is_none() && region_holding(self, block.span).is_none()
    }
}

/// The region whose body holds `span`.
fn region_holding<'a>(cx: &Cx<'a>, span: Span) -> Option<&'a Region> {
    let regions = &cx.regions.regions;
    let next = regions.partition_point(|region| region.body.start() <= span.start());
    let region = &regions[next.checked_sub(1)?];
    region.body.contains(span).then_some(region)
}
