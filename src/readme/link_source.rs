//! The source of a link read into its parts: `[text](destination "title")`.
//!
//! Owns what the parser gives no positions for. It refuses to decide what a
//! link is: that is the parser's word.

use crate::text::Span;

/// The parts of a bracketed link or image.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Parts {
    pub(super) end: usize,
    pub(super) content: Span,
    pub(super) destination: Option<Span>,
    pub(super) title: Option<Span>,
    pub(super) label: Option<Span>,
}

/// Reads the link (or, with `!`, the image) at byte `start` of `text`, whose
/// inline children end at byte `children_end`, not beyond byte `limit`. The
/// parser's own word on where it ends is not asked: it is wrong where a line
/// ends inside the parentheses.
pub(super) fn parts(text: &str, start: usize, children_end: usize, limit: usize) -> Parts {
    // Where the parser says that a link begins is not always within its run.
    let limit = limit.max(start);
    let bytes = &text.as_bytes()[..limit];
    let open = (start + usize::from(bytes.get(start) == Some(&b'!')) + 1).min(limit);
    let from = children_end.clamp(open, limit);
    let Some(close) = (from..limit).find(|&at| bytes[at] == b']') else {
        let content = Span::new(open, limit);
        return Parts { end: limit, content, destination: None, title: None, label: Some(content) };
    };
    let content = Span::new(open, close);
    if bytes.get(close + 1) == Some(&b'(')
        && let Some((destination, title, end)) = parenthesis(text, close + 2, limit)
    {
        return Parts { end, content, destination: Some(destination), title, label: None };
    }
    let mut parts = Parts { end: close + 1, content, destination: None, title: None, label: Some(content) };
    if bytes.get(close + 1) == Some(&b'[')
        && let Some(end) = label_end(bytes, close + 2)
    {
        parts.end = end + 1;
        if end > close + 2 {
            parts.label = Some(Span::new(close + 2, end));
        }
    }
    parts
}

/// The destination, the title and the end of what follows `](`.
fn parenthesis(text: &str, at: usize, limit: usize) -> Option<(Span, Option<Span>, usize)> {
    let bytes = &text.as_bytes()[..limit];
    let (destination, after) = destination(text, Span::new(at, limit))?;
    let mut at = blanks(bytes, after);
    let mut title = None;
    if let Some(&quote @ (b'"' | b'\'' | b'(')) = bytes.get(at) {
        let close = if quote == b'(' { b')' } else { quote };
        let mut end = at + 1;
        while *bytes.get(end)? != close {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        title = Some(Span::new(at, end + 1));
        at = blanks(bytes, end + 1);
    }
    (bytes.get(at) == Some(&b')')).then_some((destination, title, at + 1))
}

/// The byte of the `]` that ends the label starting at `at`.
fn label_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            b']' => return Some(at),
            b'[' => return None,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// The first byte from `at` on that is no blank, line end or quote marker at
/// a line's start.
fn blanks(bytes: &[u8], mut at: usize) -> usize {
    let mut new_line = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' | b'\r' => new_line = true,
            b' ' | b'\t' | 0xB | 0xC => {}
            b'>' if new_line => {}
            _ => break,
        }
        at += 1;
    }
    at
}

/// The destination at the start of `span`, without `<>`, and where it ends:
/// before a blank, a control character or a `)` that no `(` in it opens. `None`
/// where a `(` in it is not closed, or the `<` before it.
pub(super) fn destination(text: &str, span: Span) -> Option<(Span, usize)> {
    let bytes = &text.as_bytes()[..span.end()];
    let mut at = blanks(bytes, span.start());
    if bytes.get(at) == Some(&b'<') {
        let start = at + 1;
        let mut end = start;
        while end < span.end() && !matches!(bytes[end], b'>' | b'<' | b'\n' | b'\r') {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        let closed = bytes.get(end) == Some(&b'>');
        return closed.then(|| (Span::new(start, end), end + 1));
    }
    let start = at;
    let mut depth = 0usize;
    while at < span.end() {
        match bytes[at] {
            b' ' | 0..=0x1F | 0x7F => break,
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
            b'(' => depth += 1,
            b')' if depth == 0 => break,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    let at = at.min(span.end());
    (depth == 0).then(|| (Span::new(start, at), at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, span: Option<Span>) -> Option<&str> {
        span.map(|span| &text[span.range()])
    }

    #[test]
    fn a_links_source_is_read_into_its_parts() {
        for (source, children, content, destination, title, label) in [
            ("[a](b)", 2, "a", Some("b"), None, None),
            ("[](b)", 1, "", Some("b"), None, None),
            ("[a]( <b c> 'd e' )", 2, "a", Some("b c"), Some("'d e'"), None),
            ("![a][l]", 3, "a", None, None, Some("l")),
            ("[a][]", 2, "a", None, None, Some("a")),
            ("[a]", 2, "a", None, None, Some("a")),
            ("[`]`](x(y))", 4, "`]`", Some("x(y)"), None, None),
            ("[a](\r\n> x\\)\n)", 2, "a", Some("x\\)"), None, None),
        ] {
            let parts = parts(source, 0, children, source.len());
            assert_eq!(parts.end, source.len(), "{source}");
            assert_eq!(&source[parts.content.range()], content, "{source}");
            assert_eq!(cut(source, parts.destination), destination, "{source}");
            assert_eq!(cut(source, parts.title), title, "{source}");
            assert_eq!(cut(source, parts.label), label, "{source}");
        }
    }
}
