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

/// Why what looks like a link is none.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BrokenKind {
    /// `[text][label]` or `[label][]` without a definition.
    UndefinedReference,
    /// `[text]` alone without a definition: mostly plain text.
    UndefinedShortcut,
    /// `[^label]` without a footnote.
    UndefinedFootnote,
    /// `[text](a b)`: the destination is not one, mostly for a space in it.
    Destination,
    /// `[text] (https://…)`: a space between the parts.
    SpaceBetween,
    /// `(text)[https://…]`: brackets the wrong way round.
    Reversed,
    /// `[text](https://…` without the closing parenthesis.
    Unclosed,
}

/// What looks like a link and is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Broken {
    /// All of it.
    pub span: Span,
    /// What is the matter.
    pub kind: BrokenKind,
    /// The text between the brackets, as written.
    pub content: Span,
    /// The label or the destination, as written; the content where it is the
    /// label.
    pub target: Span,
    /// The block it stands in.
    pub block: BlockId,
}

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
        while end < span.end() && !matches!(bytes[end], b'>' | b'\n' | b'\r') {
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

/// Finds in `run`, the source of one block's inlines, brackets that the parser
/// left as text. `opaque` are the elements the parser did find, by start; what
/// lies in them is not looked at.
pub(super) fn broken(text: &str, run: Span, opaque: &[Span], block: BlockId, out: &mut Vec<Broken>) {
    let bytes = text.as_bytes();
    let mut at = run.start();
    let mut skip = opaque.iter().peekable();
    let mut open = None;
    let mut last_paren = None;
    // No `)` stands between here and this byte.
    let mut no_close = 0;
    while at < run.end() {
        while skip.peek().is_some_and(|span| span.end() <= at) {
            skip.next();
        }
        if let Some(span) = skip.peek().filter(|span| span.start() <= at) {
            at = span.end();
            continue;
        }
        match bytes[at] {
            b'\\' => at += 2,
            b'[' => {
                open = Some(at);
                at += 1;
            }
            b'(' => {
                last_paren = Some(at);
                at += 1;
            }
            b']' => {
                let Some(start) = open.take() else {
                    at += 1;
                    continue;
                };
                let content = Span::new(start + 1, at);
                let before = last_paren.filter(|_| start > run.start() && bytes[start - 1] == b')');
                let found = after_bracket(text, run, content, before, &mut no_close);
                at = found.as_ref().map_or(at + 1, |found| found.1.max(at + 1));
                if let Some((mut broken, _)) = found {
                    if start > run.start() && bytes[start - 1] == b'!' {
                        broken.span = Span::new(start - 1, broken.span.end());
                    }
                    broken.block = block;
                    out.push(broken);
                }
            }
            _ => at += 1,
        }
    }
}

/// What the bracketed `content` is, seen from what follows it.
fn after_bracket(
    text: &str,
    run: Span,
    content: Span,
    paren_before: Option<usize>,
    no_close: &mut usize,
) -> Option<(Broken, usize)> {
    let body = &text[content.range()];
    let close = content.end();
    let whole = |end: usize| Span::new(content.start() - 1, end);
    let make = |span: Span, kind, target: Span| {
        (Broken { span, kind, content, target, block: BlockId(0) }, span.end())
    };
    if let Some(label) = body.strip_prefix('^') {
        let target = Span::new(content.end() - label.len(), content.end());
        return (!label.is_empty() && !label.contains(char::is_whitespace))
            .then(|| make(whole(close + 1), BrokenKind::UndefinedFootnote, target));
    }
    let rest = &text[close + 1..run.end()];
    if rest.starts_with('(') && close + 1 >= *no_close {
        let end = rest.find([')', '\n', '\r']).unwrap_or(rest.len());
        let target = super::lines::trim(text, Span::new(close + 2, close + 1 + end));
        if rest[end..].starts_with(')') {
            return Some(make(whole(close + 2 + end), BrokenKind::Destination, target));
        }
        *no_close = close + 1 + end;
        if looks_like_address(&text[target.range()]) {
            return Some(make(whole(target.end()), BrokenKind::Unclosed, target));
        }
    }
    if body.trim().is_empty() || body == "x" || body == "X" || body.len() > 999 {
        return None;
    }
    if let Some(inner) = rest.strip_prefix('[')
        && let Some(end) = inner.find(['[', ']', '\n', '\r']).filter(|&end| inner[end..].starts_with(']'))
    {
        let label = Span::new(close + 2, close + 2 + end);
        let target = if label.is_empty() { content } else { label };
        return Some(make(whole(close + 3 + end), BrokenKind::UndefinedReference, target));
    }
    let spaces = rest.bytes().take(4).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    if (1..=3).contains(&spaces)
        && rest[spaces..].starts_with('(')
        && looks_like_address(rest[spaces + 1..].trim_start_matches(' '))
    {
        let end = rest.find([')', '\n', '\r']).unwrap_or(rest.len());
        if rest[end..].starts_with(')') {
            let target = super::lines::trim(text, Span::new(close + 2 + spaces, close + 1 + end));
            return Some(make(whole(close + 2 + end), BrokenKind::SpaceBetween, target));
        }
    }
    if let Some(paren) = paren_before
        && looks_like_address(body)
    {
        let text_span = Span::new(paren + 1, content.start() - 2);
        let span = Span::new(paren, close + 1);
        let broken = Broken {
            span,
            kind: BrokenKind::Reversed,
            content: text_span,
            target: content,
            block: BlockId(0),
        };
        return Some((broken, close + 1));
    }
    Some(make(whole(close + 1), BrokenKind::UndefinedShortcut, content))
}

fn looks_like_address(text: &str) -> bool {
    ["http://", "https://", "www.", "ftp://", "mailto:"]
        .iter()
        .any(|start| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)))
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

    #[test]
    fn brackets_left_as_text_are_told_apart() {
        use BrokenKind::*;
        for (source, expected) in [
            ("[Medical image](#Medical image)", vec![(Destination, "#Medical image")]),
            ("see [a][nowhere] and [b][]", vec![(UndefinedReference, "nowhere"), (UndefinedReference, "b")]),
            ("[1] and \\[x] and [ ]", vec![(UndefinedShortcut, "1")]),
            ("[a] (https://a.example)", vec![(SpaceBetween, "https://a.example")]),
            ("(a)[https://a.example]", vec![(Reversed, "https://a.example")]),
            ("[a](https://a.example and on", vec![(Unclosed, "https://a.example and on")]),
            ("note[^n]", vec![(UndefinedFootnote, "n")]),
        ] {
            let mut out = Vec::new();
            broken(source, Span::new(0, source.len()), &[], BlockId(0), &mut out);
            let got: Vec<_> =
                out.iter().map(|broken| (broken.kind, &source[broken.target.range()])).collect();
            assert_eq!(got, expected, "{source}");
        }
    }

    #[test]
    fn what_the_parser_found_is_not_looked_at() {
        let source = "[a](b) `[c]` [d]";
        let mut out = Vec::new();
        let opaque = [Span::new(0, 6), Span::new(7, 12)];
        broken(source, Span::new(0, source.len()), &opaque, BlockId(0), &mut out);
        assert_eq!(out.len(), 1);
        assert_eq!(&source[out[0].content.range()], "d");
    }

    #[test]
    fn quote_markers_on_later_lines_are_taken_off() {
        assert_eq!(unquote("a\n> b\n>c", 1), "a\nb\nc");
        assert_eq!(unquote("a\n> b", 0), "a\n> b");
    }
}
