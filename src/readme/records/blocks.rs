//! Blocks of a README as text that stands on its own: without the quote marks
//! and the indentation of what they stand in.
//!
//! Owns dedenting and the small questions about a block: is it a picture, an
//! address, empty. It refuses to know what records are.

use super::Cx;
use super::reading::{is_link, leading_link};
use super::references::resolve_references;
use crate::readme::{BlockId, BlockKind, cell};
use crate::text::{Span, with_line_feeds};
use crate::value::Image;
use std::borrow::Cow;

/// The Markdown of `span`, which begins in `block`, as it would stand at the
/// start of a file. Reference links are written out.
pub(super) fn text(cx: &Cx<'_>, block: BlockId, span: Span) -> String {
    let resolved = match cx.options.verbatim {
        true => None,
        false => resolve_references(cx, span),
    };
    let raw = with_line_feeds(resolved.as_deref().unwrap_or(cx.slice(span)));
    let quotes = cx.document.block(block).quotes;
    let indent = content_column(cx, block);
    let mut out = String::with_capacity(raw.len());
    if matches!(&cx.document.block(block).kind, BlockKind::Code(code) if !code.fenced) {
        // What makes it code is how deep it stands.
        let deep = column(cx, span.start(), quotes).saturating_sub(indent);
        out.extend(std::iter::repeat_n(' ', deep));
    }
    for (index, line) in raw.split('\n').enumerate() {
        if index == 0 {
            out.push_str(line);
            continue;
        }
        out.push('\n');
        let line = unquote(line, quotes);
        let rest = dedent(line, indent);
        if !rest.trim_matches([' ', '\t']).is_empty() {
            out.push_str(&rest);
        }
    }
    out
}

/// A paragraph's inline Markdown on one line, as the value that such a line
/// stands for; hard breaks are `<br>`.
pub(super) fn inline(cx: &Cx<'_>, block: BlockId, span: Span) -> String {
    let raw = text(cx, block, span);
    let mut out = String::with_capacity(raw.len());
    let mut lines = raw.split('\n').peekable();
    while let Some(line) = lines.next() {
        let body = line.trim_start_matches([' ', '\t']);
        if lines.peek().is_none() {
            out.push_str(body.trim_end_matches([' ', '\t']));
        } else if body.ends_with("  ") || body.ends_with('\\') {
            out.push_str(body.strip_suffix('\\').unwrap_or(body).trim_end_matches([' ', '\t']));
            out.push_str("<br>");
        } else {
            out.push_str(body.trim_end_matches([' ', '\t']));
            out.push(' ');
        }
    }
    // A break that is written out is a line end to the codec; in a text of one
    // line it stays a break.
    match cell::decode_line(&out) {
        Cow::Borrowed(_) => out,
        Cow::Owned(decoded) => decoded.replace('\n', "<br>"),
    }
}

/// The column at which what a block stands in has its content.
fn content_column(cx: &Cx<'_>, block: BlockId) -> usize {
    let found = cx.document.block(block);
    let Some(parent) = found.parent.map(|id| cx.document.block(id)) else { return 0 };
    let BlockKind::Item(item) = &parent.kind else { return 0 };
    let marker = column(cx, item.marker.start(), found.quotes) + item.marker.len();
    let after = &cx.text[item.marker.end()..cx.line_end(item.marker.end())];
    let blanks = width(after) - width(after.trim_start_matches([' ', '\t']));
    // Five blanks or more, or nothing on the line: the content is one off.
    if after.trim().is_empty() || blanks > 4 { marker + 1 } else { marker + blanks }
}

/// The column at which byte `at` stands, quote marks not counted.
fn column(cx: &Cx<'_>, at: usize, quotes: u16) -> usize {
    let line = cx.line_start(at);
    width(unquote(&cx.text[line..at], quotes))
}

fn width(text: &str) -> usize {
    text.chars().fold(0, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 })
}

fn unquote(line: &str, quotes: u16) -> &str {
    let mut rest = line;
    for _ in 0..quotes {
        let Some(inside) = rest.trim_start_matches([' ', '\t']).strip_prefix('>') else { break };
        rest = inside.strip_prefix(' ').unwrap_or(inside);
    }
    rest
}

/// `line` without up to `columns` columns of blanks.
fn dedent(line: &str, columns: usize) -> String {
    let mut column = 0;
    for (at, c) in line.char_indices() {
        let next = match c {
            ' ' => column + 1,
            '\t' => column / 4 * 4 + 4,
            _ => return line[at..].to_string(),
        };
        if column >= columns {
            return line[at..].to_string();
        }
        if next > columns {
            // A tab that reaches beyond leaves its rest as blanks.
            return format!("{}{}", " ".repeat(next - columns), &line[at + 1..]);
        }
        column = next;
    }
    String::new()
}

/// The picture that a paragraph is, if it is one and nothing else.
pub(super) fn picture(cx: &Cx<'_>, block: BlockId) -> Option<Image> {
    let found = cx.document.block(block);
    matches!(found.kind, BlockKind::Paragraph | BlockKind::Html).then_some(())?;
    picture_in(&inline(cx, block, found.span))
}

/// The picture that a text is, if it is shown again as it was.
pub(super) fn picture_in(text: &str) -> Option<Image> {
    let image = Image::parse(text).filter(|_| text.starts_with("![") || text.starts_with('<'))?;
    Some(image)
}

/// The address that a text is, if it is one and nothing else.
pub(super) fn address(text: &str) -> Option<String> {
    let text = text.trim_matches([' ', '\t', '\n']);
    if let Some(inside) = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return is_address(inside).then(|| inside.to_string());
    }
    if let Some((end, name, url)) = leading_link(text)
        && end == text.len()
        && name == url
    {
        return Some(url.to_string());
    }
    is_address(text).then(|| text.to_string())
}

fn is_address(text: &str) -> bool {
    let web = ["http://", "https://", "ftp://"].iter().any(|scheme| text.starts_with(scheme));
    web && !text.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '`')) && is_link(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indentation_is_taken_off_by_columns() {
        assert_eq!(dedent("    a", 2), "  a");
        assert_eq!(dedent("\ta", 2), "  a");
        assert_eq!(dedent(" a", 4), "a");
        assert_eq!(dedent("   ", 2), " ");
        assert_eq!(unquote("> > a", 2), "a");
    }

    #[test]
    fn an_address_stands_alone() {
        assert_eq!(address(" <https://a.org/b> ").as_deref(), Some("https://a.org/b"));
        assert_eq!(address("see https://a.org"), None);
        assert_eq!(address("[https://a.org](https://a.org)").as_deref(), Some("https://a.org"));
    }
}
