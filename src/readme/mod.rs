//! READMEs as documents: Markdown with the bytes every part comes from.
//!
//! Owns the Markdown and HTML parsers; no other room uses them. It refuses to
//! touch files and to know catalogs: it says what stands where in a text, and
//! those who migrate, lint or render decide what that means.
//!
//! [`Document::parse`] is the door. Everything in a document is addressed by
//! [`Span`](crate::text::Span)s into the text it was parsed from.

mod anchor;
mod broken;
mod broken_table;
pub mod cell;
mod definition;
mod document;
mod fragment;
mod front_matter;
mod html;
mod html_markdown;
mod inline;
#[cfg(any(test, fuzzing))]
pub mod laws;
mod lines;
mod link_source;
mod list;
pub mod named;
mod parse;
pub mod prose;
pub mod read_back;
pub mod records;
mod region;
#[cfg(test)]
mod shapes;
mod silence;
mod surface;
mod table;
#[cfg(test)]
mod table_shapes;

pub use anchor::{Anchors, slug};
pub use broken::{Broken, BrokenKind};
pub use broken_table::{BrokenTable, BrokenTableKind};
pub use definition::Definition;
pub use document::{
    Block, BlockId, BlockKind, CodeBlock, CustomAnchor, Document, Heading, HeadingId, HeadingSyntax, Plain,
    Siblings, TableId,
};
pub use fragment::{Difference, Fragments, Near, decode_fragment};
pub use front_matter::FrontMatter;
pub use html::Details;
pub use html_markdown::to_markdown as html_to_markdown;
pub use inline::{Code, Comment, Image, ImageKind, Link, LinkKind};
pub use list::{Item, List};
pub use parse::plain_text;
pub use region::{Region, RegionFault, Regions, SEAL, outside_regions, regions, regions_of};
pub use silence::{IGNORE, Silence, silenced, silences};
pub use surface::{Invisible, LineEnds, invisible_characters, line_ends};
pub use table::{Cell, Fit, HeaderBy, Repeat, Row, Table, TableKind, cell_value};
