//! Raw HTML in Markdown: tags and comments with the bytes they come from.
//!
//! Owns the HTML tokenizer, the names of elements that matter in READMEs, and
//! `<details>`. It refuses to build a tree: READMEs' HTML is cut into pieces
//! by blank lines with Markdown between them, so whoever needs structure
//! (tables, links) pairs the tags itself.

use super::document::{BlockId, Plain};
use super::lines::quote_prefix;
use crate::text::Span;
use html5gum::{DefaultEmitter, Token, Tokenizer};

/// Elements that matter; all others are `Other`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Element {
    Anchor,
    Image,
    Break,
    Table,
    Head,
    Body,
    Foot,
    Row,
    HeaderCell,
    Cell,
    Details,
    Summary,
    Heading(u8),
    Strong,
    Emphasis,
    Code,
    Strike,
    /// Elements that Markdown has no writing for but whose meaning counts:
    /// `sup`, `sub`, `kbd`.
    Kept,
    /// Elements that begin and end lines: `p`, `div`, `li`, `ul`, `hr`, ….
    Block,
    Other,
}

impl Element {
    fn of(name: &[u8]) -> Element {
        match name {
            b"a" => Element::Anchor,
            b"img" => Element::Image,
            b"br" => Element::Break,
            b"table" => Element::Table,
            b"thead" => Element::Head,
            b"tbody" => Element::Body,
            b"tfoot" => Element::Foot,
            b"tr" => Element::Row,
            b"th" => Element::HeaderCell,
            b"td" => Element::Cell,
            b"details" => Element::Details,
            b"summary" => Element::Summary,
            b"h1" => Element::Heading(1),
            b"h2" => Element::Heading(2),
            b"h3" => Element::Heading(3),
            b"h4" => Element::Heading(4),
            b"h5" => Element::Heading(5),
            b"h6" => Element::Heading(6),
            b"b" | b"strong" => Element::Strong,
            b"i" | b"em" => Element::Emphasis,
            b"code" | b"tt" => Element::Code,
            b"s" | b"del" | b"strike" => Element::Strike,
            b"sup" | b"sub" | b"kbd" => Element::Kept,
            b"p" | b"div" | b"li" | b"ul" | b"ol" | b"dl" | b"dt" | b"dd" | b"hr" | b"pre" | b"center"
            | b"blockquote" | b"caption" | b"section" | b"article" | b"header" | b"footer" | b"figure"
            | b"figcaption" => Element::Block,
            _ => Element::Other,
        }
    }
}

/// An attribute of a start tag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Attribute {
    pub(super) name: String,
    /// Entities decoded.
    pub(super) value: String,
    /// The value as written, without quotes; empty at the name's end if there
    /// is none.
    pub(super) span: Span,
}

/// A piece of HTML.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    Start { element: Element, attributes: Vec<Attribute>, span: Span },
    End { element: Element, span: Span },
    Comment { content: Span, span: Span },
    Text(String),
}

impl Piece {
    /// The value of attribute `name` of a start tag.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute> {
        match self {
            Piece::Start { attributes, .. } => attributes.iter().find(|attribute| attribute.name == name),
            _ => None,
        }
    }
}

/// Cuts the HTML at `span` of `text` into pieces and hands them to `sink`. The
/// lines after the first may begin with up to `quotes` quote markers.
pub(super) fn pieces(text: &str, span: Span, quotes: usize, mut sink: impl FnMut(Piece)) {
    let source = &text[span.range()];
    if quotes == 0 || !source.contains('\n') {
        tokenize(source, |at| (span.start() + at).min(span.end()), text, &mut sink);
        return;
    }
    let mut joined = String::with_capacity(source.len());
    let mut moved: Vec<(usize, usize)> = Vec::new();
    let mut at = span.start();
    for (index, line) in source.split_inclusive('\n').enumerate() {
        let skip = if index == 0 { 0 } else { quote_prefix(line, quotes) };
        moved.push((joined.len(), at + skip));
        joined.push_str(&line[skip..]);
        at += line.len();
    }
    let locate = |at: usize| {
        let index = moved.partition_point(|&(from, _)| from <= at).saturating_sub(1);
        let (from, to) = moved[index];
        (to + (at - from)).min(span.end())
    };
    tokenize(&joined, locate, text, &mut sink);
}

fn tokenize(html: &str, locate: impl Fn(usize) -> usize, text: &str, sink: &mut impl FnMut(Piece)) {
    let spot = |span: html5gum::Span| {
        let start = boundary(text, locate(span.start));
        // The end is found from the last byte, since the byte after it may be
        // on a line of its own, after a marker.
        let end = if span.end > span.start { locate(span.end - 1) + 1 } else { start };
        Span::new(start, boundary(text, end).max(start))
    };
    let emitter = DefaultEmitter::<usize>::new_with_span();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let span = spot(tag.span);
                let element = Element::of(&tag.name);
                let attributes = tag
                    .attributes
                    .into_iter()
                    .map(|(name, value)| Attribute {
                        name: lossy(name.0),
                        span: value_span(text, boundary(text, locate(value.span.start)), span.end()),
                        value: lossy(value.value.0),
                    })
                    .collect();
                sink(Piece::Start { element, attributes, span });
            }
            Token::EndTag(tag) => sink(Piece::End { element: Element::of(&tag.name), span: spot(tag.span) }),
            Token::Comment(comment) => {
                let span = spot(comment.span);
                let source = &text[span.range()];
                // Processing instructions and the like pass for comments too.
                let Some(inner) = source.strip_prefix("<!--") else { continue };
                let lead = source.len() - inner.len();
                let inner = inner.strip_suffix("-->").unwrap_or(inner);
                sink(Piece::Comment { content: span.slice(lead, lead + inner.len()), span });
            }
            Token::String(value) => sink(Piece::Text(lossy(value.value.0))),
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
}

fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The value of the attribute whose name starts at byte `at`, not beyond
/// byte `end`.
fn value_span(text: &str, at: usize, end: usize) -> Span {
    let bytes = text.as_bytes();
    let end = end.max(at);
    let find =
        |from: usize, stop: &dyn Fn(u8) -> bool| (from..end).find(|&at| stop(bytes[at])).unwrap_or(end);
    let space = |byte: u8| byte.is_ascii_whitespace();
    let name_end = find(at, &|byte| space(byte) || matches!(byte, b'=' | b'>' | b'/'));
    let equals = find(name_end, &|byte| !space(byte));
    if equals >= end || bytes[equals] != b'=' {
        return Span::at(name_end);
    }
    let open = find(equals + 1, &|byte| !space(byte));
    match bytes.get(open).filter(|_| open < end) {
        Some(&quote @ (b'"' | b'\'')) => {
            let close = find(open + 1, &|byte| byte == quote);
            Span::new((open + 1).min(close), close)
        }
        Some(_) => Span::new(open, find(open, &|byte| space(byte) || byte == b'>')),
        None => Span::at(name_end),
    }
}

/// A `<details>` element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Details {
    /// From its start tag to its end tag; to the end of the text if that is
    /// missing.
    pub span: Span,
    /// The start tag.
    pub tag: Span,
    /// What its `<summary>` holds, as written.
    pub summary: Option<Span>,
    /// The summary's visible text.
    pub plain: Plain,
    /// Whether it has an end tag.
    pub closed: bool,
    /// The block its start tag stands in.
    pub block: BlockId,
    pub(super) parent: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, quotes: usize) -> Vec<Piece> {
        let mut out = Vec::new();
        pieces(text, Span::new(0, text.len()), quotes, |piece| out.push(piece));
        out
    }

    #[test]
    fn tags_attributes_and_comments_have_their_places() {
        let text = "脑\r\n<A  href = \"x?a=1&amp;b\" title=é>t</a ><!-- c --><img alt src=y/>";
        let pieces = all(text, 0);
        let shown: Vec<&str> = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Start { span, .. } | Piece::End { span, .. } => Some(*span),
                Piece::Comment { content, .. } => Some(*content),
                Piece::Text(_) => None,
            })
            .map(|span| &text[span.range()])
            .collect();
        assert_eq!(shown, ["<A  href = \"x?a=1&amp;b\" title=é>", "</a >", " c ", "<img alt src=y/>"]);
        let href = pieces[1].attribute("href").unwrap();
        assert_eq!((href.value.as_str(), &text[href.span.range()]), ("x?a=1&b", "x?a=1&amp;b"));
        let title = pieces[1].attribute("title").unwrap();
        assert_eq!(&text[title.span.range()], "é");
        let image = pieces.last().unwrap();
        assert!(image.attribute("alt").unwrap().span.is_empty());
        assert_eq!(image.attribute("src").unwrap().value, "y/");
    }

    #[test]
    fn quote_markers_are_no_part_of_the_html() {
        let text = "<td\n> colspan=\"2\">a\n> b</td>";
        let pieces = all(text, 1);
        assert_eq!(pieces[0].attribute("colspan").unwrap().value, "2");
        assert_eq!(pieces[1], Piece::Text("a\nb".to_owned()));
        let Piece::End { span, .. } = pieces[2] else { panic!("an end tag") };
        assert_eq!(&text[span.range()], "</td>");
    }

    #[test]
    fn broken_markup_is_tolerated() {
        for text in ["<", "<a", "<a href", "<!--", "<!-- x", "</", "<a href='", "&#xFFFFFF;<", "<\u{1}>"] {
            all(text, 0);
            all(text, 2);
        }
    }
}
