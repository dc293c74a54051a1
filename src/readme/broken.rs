//! What looks like a link and is none.
//!
//! Owns the search for brackets that the parser left as text. It refuses to
//! judge: `[1]` is mostly meant as it stands, `[text](a b)` never.

use super::document::BlockId;
use super::lines::trim;
use crate::text::Span;

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

/// Finds in `run`, the source of one block's inlines, brackets that the parser
/// left as text. `opaque` are the elements the parser did find, by start; what
/// lies in them is not looked at.
pub(super) fn find(text: &str, run: Span, opaque: &[Span], block: BlockId, out: &mut Vec<Broken>) {
    let bytes = text.as_bytes();
    let mut at = run.start();
    let mut skip = opaque.iter().peekable();
    let mut open = None;
    let mut last_paren = None;
    // No `)` stands between here and this byte.
    let mut no_close = 0;
    let mut holds_element = false;
    while at < run.end() {
        while skip.peek().is_some_and(|span| span.end() <= at) {
            skip.next();
        }
        if let Some(span) = skip.peek().filter(|span| span.start() <= at) {
            at = span.end();
            holds_element = true;
            continue;
        }
        match bytes[at] {
            b'\\' => at += 2,
            b'[' => {
                open = Some(at);
                holds_element = false;
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
                // Brackets around a link are just that.
                let framed = |broken: &Broken| holds_element && broken.kind == BrokenKind::UndefinedShortcut;
                if let Some((mut broken, _)) = found.filter(|(broken, _)| !framed(broken)) {
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
        let target = trim(text, Span::new(close + 2, close + 1 + end));
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
            let target = trim(text, Span::new(close + 2 + spaces, close + 1 + end));
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

#[cfg(test)]
mod tests {
    use super::*;

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
            find(source, Span::new(0, source.len()), &[], BlockId(0), &mut out);
            let got: Vec<_> =
                out.iter().map(|broken| (broken.kind, &source[broken.target.range()])).collect();
            assert_eq!(got, expected, "{source}");
        }
    }

    #[test]
    fn what_the_parser_found_is_not_looked_at() {
        let source = "[a](b) `[c]` [d] [[e](f)]";
        let mut out = Vec::new();
        let opaque = [Span::new(0, 6), Span::new(7, 12), Span::new(18, 24)];
        find(source, Span::new(0, source.len()), &opaque, BlockId(0), &mut out);
        assert_eq!(out.len(), 1);
        assert_eq!(&source[out[0].content.range()], "d");
    }
}
