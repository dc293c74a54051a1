//! Inline Markdown parsed on its own: cells the parser drops, cells of what
//! would be a table, text asked for by other rooms.
//!
//! Owns making the parser see nothing but inlines.

use super::places::CellMap;
use super::walk::Inlines;
use super::{NUL, options};
use crate::readme::broken::Broken;
use crate::readme::document::{Document, Plain, narrow};
use crate::readme::html::{Piece, pieces};
use crate::readme::inline::{Image, ImageKind, Link, LinkKind};
use crate::text::Span;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::NodeValue;
use comrak::{Arena, parse_document};

impl Inlines<'_> {
    /// Parses `span`, one line of inline Markdown that the parser has dropped,
    /// on its own.
    pub(super) fn fragment(&mut self, span: Span) {
        let source = &self.lines.text[span.range()];
        if is_plain(source) {
            self.visible(source);
            return;
        }
        let map = CellMap::parsed_alone(source, span, HEADING.len());
        let saved = self.cell.replace(map);
        self.limit = span.end();
        let arena = Arena::new();
        let markdown = heading(source);
        if let Some(root) = parse_document(&arena, &markdown, &options()).first_child() {
            for edge in root.traverse().skip(1) {
                match edge {
                    NodeEdge::Start(node) => {
                        let data = node.data();
                        self.enter(node, &data.value, data.sourcepos);
                    }
                    NodeEdge::End(node) => {
                        let data = node.data();
                        self.leave(node, &data.value, data.sourcepos);
                    }
                }
            }
        }
        take_end(&mut self.document.plain);
        self.cell = saved;
        self.end_run(span);
    }

    /// The visible text of `span`, one line of inline Markdown; nothing else
    /// is gathered.
    pub(super) fn fragment_text(&mut self, span: Span) -> Plain {
        let mark = self.plain_mark();
        let source = &self.lines.text[span.range()];
        if is_plain(source) {
            self.visible(source);
        } else {
            let text = plain_text(source);
            self.visible(&text);
        }
        let plain = self.plain_from(mark);
        self.break_plain();
        plain
    }
}

/// What makes a line of text a heading, so that all of it is inline: no other
/// block takes the first characters of its text for a marker.
const HEADING: &str = "# ";

/// Ends such a line: without it, `#` or spaces there would be taken off. It
/// begins with a blank, or an address would run on into it.
const END: &str = " \u{1A}";

/// Takes the end off what was made of such a line.
fn take_end(text: &mut String) {
    if text.ends_with(END.trim_start()) {
        text.pop();
        if text.ends_with(' ') {
            text.pop();
        }
    }
}

fn heading(source: &str) -> String {
    let mut markdown = String::with_capacity(HEADING.len() + source.len() + END.len());
    markdown.push_str(HEADING);
    let mut rest = source;
    while let Some(at) = rest.find('\\') {
        let next = rest[at + 1..].chars().next();
        markdown.push_str(&rest[..at]);
        if next != Some('|') {
            markdown.push('\\');
        }
        let after = at + 1 + next.map_or(0, char::len_utf8);
        markdown.push_str(&rest[at + 1..after]);
        rest = &rest[after..];
    }
    markdown.push_str(rest);
    markdown = markdown.replace(['\n', '\r'], " ").replace('\0', NUL.encode_utf8(&mut [0; 4]));
    markdown.push_str(END);
    markdown
}

/// Whether Markdown can do nothing to `source`.
fn is_plain(source: &str) -> bool {
    !source
        .bytes()
        .any(|byte| matches!(byte, b'[' | b']' | b'<' | b'&' | b'`' | b'*' | b'_' | b'~' | b'!' | b'\\'))
        && !source.contains(['@', ':', '\0'])
        && !source.contains("www.")
}

/// The visible text of `source`, one line of inline Markdown as in a cell
/// without the escapes of `|`; images are left out.
pub fn plain_text(source: &str) -> String {
    if is_plain(source) {
        return source.to_owned();
    }
    let arena = Arena::new();
    let markdown = heading(source);
    let mut out = String::with_capacity(source.len());
    let mut images = 0usize;
    for edge in parse_document(&arena, &markdown, &options()).traverse() {
        let (node, start) = match edge {
            NodeEdge::Start(node) => (node, true),
            NodeEdge::End(node) => (node, false),
        };
        match &node.data().value {
            NodeValue::Image(_) if start => images += 1,
            NodeValue::Image(_) => images = images.saturating_sub(1),
            NodeValue::Text(text) if start && images == 0 => out.push_str(text),
            NodeValue::Code(code) if start && images == 0 => out.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak if start => out.push(' '),
            NodeValue::HtmlInline(tag) if start && tag.to_ascii_lowercase().starts_with("<br") => {
                out.push('\n');
            }
            _ => {}
        }
    }
    take_end(&mut out);
    out
}

/// Adds the link (or image) that `broken` is by definition `index`.
pub(super) fn link_from_definition(text: &str, document: &mut Document, broken: &Broken, index: u32) {
    let destination = &text[document.definitions[index as usize].destination.range()];
    let destination = decode(destination);
    if text[broken.span.range()].starts_with('!') {
        let start = narrow(document.alts.len());
        document.alts.push_str(&text[broken.content.range()]);
        let end = narrow(document.alts.len());
        document.images.push(Image {
            span: broken.span,
            kind: ImageKind::Reference,
            source: destination,
            source_span: None,
            title: None,
            label: Some(broken.target),
            alt_span: Some(broken.content),
            block: broken.block,
            alt: Plain { start, end },
        });
        return;
    }
    let start = narrow(document.plain.len());
    document.plain.push_str(&text[broken.content.range()]);
    let end = narrow(document.plain.len());
    document.links.push(Link {
        span: broken.span,
        kind: LinkKind::Reference,
        destination,
        destination_span: None,
        title: None,
        label: Some(broken.target),
        definition: Some(index),
        content: broken.content,
        plain: Plain { start, end },
        block: broken.block,
    });
}

/// A destination without backslash escapes and entities.
fn decode(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut chars = source.chars().peekable();
    while let Some(ch) = chars.next() {
        if ch == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation) {
            continue;
        }
        out.push(ch);
    }
    decode_entities(&out)
}

/// `source` with its entities decoded; unlike in HTML they need their
/// semicolon, so that `&copy=1` in an address stays.
pub(super) fn decode_entities(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let len = rest.bytes().take(40).position(|byte| byte == b';').map_or(1, |end| end + 1);
        let entity = &rest[..len];
        let named = entity.len() > 2
            && !entity[1..len - 1].contains(|ch: char| !ch.is_ascii_alphanumeric() && ch != '#');
        if named {
            pieces(entity, Span::new(0, len), 0, |piece| {
                if let Piece::Text(text) = piece {
                    out.push_str(&text);
                }
            });
        } else {
            out.push_str(entity);
        }
        rest = &rest[len..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visible_text_is_without_markup() {
        for (source, text) in [
            ("plain", "plain"),
            ("**a** [b](c) `d|e` &amp; ![x](y)", "a b d|e & "),
            ("1. not a list", "1. not a list"),
            ("C #", "C #"),
            ("a<br>b", "a\nb"),
            ("# a", "# a"),
            ("**a.**", "a."),
            ("a@", "a@"),
            ("a `\\", "a `\\"),
        ] {
            assert_eq!(plain_text(source), text, "{source}");
        }
    }
}
