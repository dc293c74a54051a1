//! READMEs as documents: Markdown with the bytes every part comes from.
//!
//! Owns the Markdown and HTML parsers; no other room uses them. It refuses to
//! touch files and to know catalogs: it says what stands where in a text, and
//! those who migrate, lint or render decide what that means.
//!
//! [`Document::parse`] is the door. Everything in a document is addressed by
//! [`Span`](crate::text::Span)s into the text it was parsed from.

mod anchor;
mod build;
pub mod cell;
mod definition;
mod document;
mod front_matter;
mod html;
mod html_markdown;
mod html_table;
mod inline;
#[cfg(test)]
mod laws;
mod lines;
mod list;
pub mod named;
pub mod prose;
pub mod read_back;
pub mod records;
mod region;
mod surface;
mod table;
mod walk;

pub use anchor::{Anchors, slug};
pub use definition::Definition;
pub use document::{
    Block, BlockId, BlockKind, CodeBlock, CustomAnchor, Document, Heading, HeadingId, HeadingSyntax, Plain,
    Siblings, TableId,
};
pub use front_matter::FrontMatter;
pub use html::Details;
pub use html_markdown::to_markdown as html_to_markdown;
pub use inline::{Broken, BrokenKind, Code, Comment, Image, ImageKind, Link, LinkKind};
pub use list::{Item, List};
pub use region::{Region, RegionFault, Regions, Silence, regions, regions_of, silences};
pub use surface::{Invisible, LineEnds, invisible_characters, line_ends};
pub use table::{
    Align, BrokenTable, BrokenTableKind, Cell, Fit, HeaderBy, Repeat, Row, Table, TableKind, cell_value,
};
pub use walk::plain_text;
