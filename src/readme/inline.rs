//! Inline elements: links, images, code, comments, and what looks like a link
//! and is none.
//!
//! Owns their data and the reading of a link's source (`[text](destination
//! "title")`) into its parts, which the parser gives no positions for. It
//! refuses to decide what a link is: that is the parser's word.

use super::document::{BlockId, Plain};
use super::lines::quote_prefix;
use crate::text::Span;

/// How a link is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LinkKind {
    /// `[text](destination)`
    Inline,
    /// `[text][label]`, `[label][]` or `[label]`
    Reference,
    /// `<https://…>`
    Autolink,
    /// `https://…` with nothing around it
    Bare,
    /// `<a href="…">text</a>`
    Html,
}

/// A link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// All of it, brackets and destination or both tags included.
    pub span: Span,
    /// How it is written.
    pub kind: LinkKind,
    /// Where it leads, escapes and entities decoded; `www.` and e-mail
    /// addresses have got their scheme.
    pub destination: String,
    /// The destination as written; for a reference link, its definition has
    /// it.
    pub destination_span: Option<Span>,
    /// The title as written, quotes included.
    pub title: Option<Span>,
    /// The label of a reference link, as written.
    pub label: Option<Span>,
    /// Which of the document's definitions a reference link uses.
    pub definition: Option<u32>,
    /// Its text as written; for a bare link and an autolink the address.
    pub content: Span,
    /// Its visible text.
    pub plain: Plain,
    /// The block it stands in.
    pub block: BlockId,
}

/// How an image is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ImageKind {
    /// `![alt](source)`
    Inline,
    /// `![alt][label]`
    Reference,
    /// `<img src="…" alt="…">`
    Html,
}

/// An image.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Image {
    /// All of it.
    pub span: Span,
    /// How it is written.
    pub kind: ImageKind,
    /// Where it is, escapes and entities decoded.
    pub source: String,
    /// That as written.
    pub source_span: Option<Span>,
    /// The title as written, quotes included.
    pub title: Option<Span>,
    /// The label of a reference image, as written.
    pub label: Option<Span>,
    /// The alternative text as written; `None` for an HTML image without one.
    pub alt_span: Option<Span>,
    /// The block it stands in.
    pub block: BlockId,
    pub(super) alt: Plain,
}

/// A code span.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Code {
    /// All of it, backticks included.
    pub span: Span,
    /// Its text.
    pub plain: Plain,
    /// The block it stands in.
    pub block: BlockId,
}

/// An HTML comment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comment {
    /// From `<!--` to `-->`.
    pub span: Span,
    /// What stands between.
    pub content: Span,
    /// The block it stands in.
    pub block: BlockId,
}

/// `text`, whose lines after the first may begin with up to `quotes` quote
/// markers, without them.
pub(super) fn unquote(text: &str, quotes: usize) -> String {
    if quotes == 0 {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let skip = if index == 0 { 0 } else { quote_prefix(line, quotes) };
        out.push_str(&line[skip..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quote_markers_on_later_lines_are_taken_off() {
        assert_eq!(unquote("a\n> b\n>c", 1), "a\nb\nc");
        assert_eq!(unquote("a\n> b", 0), "a\n> b");
    }
}
