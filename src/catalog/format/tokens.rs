//! YAML text → its marks, in order: what stands between the values.
//!
//! The tree of a text tells where keys and values are; between them stand only
//! dashes, colons, brackets, comments and the like, which are found here. A
//! text in which anything else stands between is not understood.

use crate::catalog::yaml::{Kind, Node};
use crate::text::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A key, a scalar or an alias.
    Leaf,
    /// `-` before an item.
    Dash,
    /// `:` after a key.
    Colon,
    /// `,` in brackets.
    Comma,
    /// `[` or `{`.
    Open,
    /// `]` or `}`.
    Close,
    /// From `#` to the end of the line.
    Comment,
    /// An anchor or a tag.
    Property,
    /// `?` before a key.
    Question,
    /// `---`, `...` or a directive: a line of its own.
    Marker,
}

/// A token with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

/// All tokens of `text`, whose tree is `root`; `None` if the two do not fit.
pub(super) fn tokens(text: &str, root: &Node<'_>) -> Option<Vec<Token>> {
    let mut leaves = Vec::new();
    collect(root, &mut leaves);
    let mut out = Vec::with_capacity(leaves.len() * 2);
    let mut at = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    for leaf in leaves {
        if leaf.start() < at {
            return None;
        }
        between(text, at, leaf.start(), &mut out)?;
        out.push(Token { kind: TokenKind::Leaf, span: leaf });
        at = leaf.end();
    }
    between(text, at, text.len(), &mut out)?;
    Some(out)
}

fn collect(node: &Node<'_>, out: &mut Vec<Span>) {
    if node.alias {
        out.push(node.span);
        return;
    }
    match &node.kind {
        Kind::Scalar { .. } if node.span.is_empty() => {}
        Kind::Scalar { .. } => out.push(node.span),
        Kind::Seq { items, .. } => items.iter().for_each(|item| collect(item, out)),
        Kind::Map { pairs, .. } => {
            for pair in pairs {
                out.push(pair.key_span);
                collect(&pair.value, out);
            }
        }
    }
}

/// The tokens between two leaves.
fn between(text: &str, start: usize, end: usize, out: &mut Vec<Token>) -> Option<()> {
    let bytes = text.as_bytes();
    let blank = |at: usize| at >= bytes.len() || matches!(bytes[at], b' ' | b'\t' | b'\n' | b'\r');
    let starts_line = |at: usize| at == 0 || matches!(bytes[at - 1], b'\n' | b'\r') || bytes[at - 1] == 0xBF;
    let mut at = start;
    while at < end {
        let kind = match bytes[at] {
            b' ' | b'\t' | b'\n' | b'\r' => {
                at += 1;
                continue;
            }
            b'#' if starts_line(at) || blank(at - 1) => TokenKind::Comment,
            b'%' if starts_line(at) => TokenKind::Marker,
            b'-' | b'.' if starts_line(at) && is_marker(&bytes[at..end]) && blank(at + 3) => {
                out.push(Token { kind: TokenKind::Marker, span: Span::new(at, at + 3) });
                at += 3;
                continue;
            }
            b'-' if blank(at + 1) => TokenKind::Dash,
            b'?' if blank(at + 1) => TokenKind::Question,
            b':' => TokenKind::Colon,
            b',' => TokenKind::Comma,
            b'[' | b'{' => TokenKind::Open,
            b']' | b'}' => TokenKind::Close,
            b'&' | b'!' => TokenKind::Property,
            _ => return None,
        };
        let len = match kind {
            TokenKind::Comment | TokenKind::Marker => line_length(&bytes[at..end]),
            TokenKind::Property => property_length(&bytes[at..end]),
            _ => 1,
        };
        out.push(Token { kind, span: Span::new(at, at + len) });
        at += len;
    }
    Some(())
}

fn is_marker(rest: &[u8]) -> bool {
    rest.starts_with(b"---") || rest.starts_with(b"...")
}

fn line_length(rest: &[u8]) -> usize {
    rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len())
}

fn property_length(rest: &[u8]) -> usize {
    let ends = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b'[' | b']' | b'{' | b'}');
    rest.iter().position(ends).unwrap_or(rest.len())
}
