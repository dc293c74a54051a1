//! Link reference definitions: `[label]: destination "title"`.
//!
//! Owns finding and reading them, since the parser takes them out of its tree
//! without a trace. It refuses to resolve links.

use super::document::HeadingId;
use super::lines::quote_prefix;
use super::link_source::destination;
use crate::text::Span;

/// A link reference definition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Definition {
    /// All of it, without the last line end.
    pub span: Span,
    /// Its label as written, without brackets.
    pub label: Span,
    /// Its destination as written, without `<>`.
    pub destination: Span,
    /// Its title as written, quotes included.
    pub title: Option<Span>,
    /// Whether it is a comment in disguise, such as `[//]: # (text)`: it can
    /// be no link's target.
    pub is_comment: bool,
    /// The heading it stands under.
    pub section: Option<HeadingId>,
}

/// A label as labels are compared: case folded, white space merged.
pub(super) fn normalize(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    for word in label.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word.to_lowercase());
    }
    out
}

/// Reads the definition at byte `at` of `text`, in `quotes` block quotes, not
/// beyond byte `end`.
pub(super) fn read(text: &str, at: usize, end: usize, quotes: usize) -> Option<Definition> {
    let cursor = Cursor { text, bytes: text.as_bytes(), end, quotes };
    if cursor.byte(at) != Some(b'[') {
        return None;
    }
    let mut close = at + 1;
    while cursor.byte(close)? != b']' {
        match cursor.byte(close)? {
            b'[' => return None,
            b'\\' => close += 2,
            _ => close += 1,
        }
        if close - at > 1001 {
            return None;
        }
    }
    let label = Span::new(at + 1, close);
    let name = text[label.range()].trim();
    if name.is_empty() || is_footnote(&text[label.range()]) || cursor.byte(close + 1) != Some(b':') {
        return None;
    }
    let start = cursor.blank(close + 2)?;
    let (target, after) = destination(text, Span::new(start, cursor.line_end(start)))?;
    if cursor.byte(after).is_some_and(|byte| !byte.is_ascii_whitespace()) {
        return None;
    }
    if target.is_empty() && cursor.byte(start) != Some(b'<') {
        return None;
    }
    let rest = cursor.line_rest(after);
    let mut definition = Definition {
        span: Span::new(at, after),
        label,
        destination: target,
        title: None,
        is_comment: name == "//" || matches!(&text[target.range()], "#" | ""),
        section: None,
    };
    let title_at = cursor.blank(after).filter(|&title| title > after);
    let title = title_at.and_then(|title| cursor.title(title));
    match title {
        Some(title) => {
            definition.title = Some(title);
            definition.span = Span::new(at, title.end());
            Some(definition)
        }
        // A title that is none still leaves a definition if it stands on the
        // next line.
        None => rest.is_empty().then_some(definition),
    }
}

struct Cursor<'t> {
    text: &'t str,
    bytes: &'t [u8],
    end: usize,
    quotes: usize,
}

impl Cursor<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied().filter(|_| at < self.end)
    }

    fn line_end(&self, at: usize) -> usize {
        let mut end = at;
        while self.byte(end).is_some_and(|byte| byte != b'\n' && byte != b'\r') {
            end += 1;
        }
        end
    }

    fn line_rest(&self, at: usize) -> &str {
        self.text[at..self.line_end(at)].trim_matches([' ', '\t'])
    }

    /// The first byte from `at` on that is no blank, beyond at most one line
    /// end and the quote markers after it; `None` at the end.
    fn blank(&self, mut at: usize) -> Option<usize> {
        let mut ends = 0;
        loop {
            match self.byte(at)? {
                b' ' | b'\t' => at += 1,
                b'\r' if self.byte(at + 1) == Some(b'\n') => at += 1,
                b'\n' | b'\r' => {
                    ends += 1;
                    if ends > 1 {
                        return None;
                    }
                    at += 1;
                    at += quote_prefix(&self.text[at..self.line_end(at)], self.quotes);
                }
                _ => return Some(at),
            }
        }
    }

    /// The quoted title at `at`, if nothing follows it on its line.
    fn title(&self, at: usize) -> Option<Span> {
        let close = match self.byte(at)? {
            b'"' => b'"',
            b'\'' => b'\'',
            b'(' => b')',
            _ => return None,
        };
        let mut end = at + 1;
        let mut blank_line = false;
        loop {
            match self.byte(end)? {
                byte if byte == close => break,
                b'\\' => end += 2,
                b'\n' | b'\r' if blank_line => return None,
                byte => {
                    blank_line = byte == b'\n' || (blank_line && matches!(byte, b' ' | b'\t'));
                    end += 1;
                }
            }
        }
        (self.line_rest(end + 1).is_empty()).then(|| Span::new(at, end + 1))
    }
}

/// Whether `[label]:` begins a footnote: a lone `^` and a label with blanks or
/// brackets are those of a link.
fn is_footnote(label: &str) -> bool {
    label
        .strip_prefix('^')
        .is_some_and(|name| !name.is_empty() && !name.contains([' ', '\t', '\r', '\n', '\0', ']']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, quotes: usize) -> Option<(&str, &str, Option<&str>, usize)> {
        let found = read(text, 0, text.len(), quotes)?;
        let title = found.title.map(|title| &text[title.range()]);
        Some((&text[found.label.range()], &text[found.destination.range()], title, found.span.end()))
    }

    #[test]
    fn definitions_are_read_with_their_parts() {
        assert_eq!(parts("[a b]: https://a.example\nx", 0), Some(("a b", "https://a.example", None, 24)));
        assert_eq!(parts("[a]: <b c> 'd'", 0), Some(("a", "b c", Some("'d'"), 14)));
        assert_eq!(parts("[a]:\n  b\n  \"c\nd\"", 0), Some(("a", "b", Some("\"c\nd\""), 16)));
        assert_eq!(parts("[a]:\n> b", 1), Some(("a", "b", None, 8)));
        assert_eq!(parts("[a]: b\n\"c\" d", 0), Some(("a", "b", None, 6)));
    }

    #[test]
    fn what_is_no_definition_is_left() {
        assert_eq!(parts("[^]:b", 0), Some(("^", "b", None, 5)));
        for text in ["[a] b", "[a]:", "[^1]: b", "[]: b", "[a]: b c", "[a]: b \"c\" d", "[a[b]: c", "[a"] {
            assert_eq!(parts(text, 0), None, "{text}");
        }
    }

    #[test]
    fn comments_in_disguise_are_known() {
        assert!(read("[//]: # (note)", 0, 14, 0).unwrap().is_comment);
        assert!(!read("[a]: #b", 0, 7, 0).unwrap().is_comment);
    }

    #[test]
    fn labels_compare_without_case_and_spacing() {
        assert_eq!(normalize(" A\n  bÉ "), "a bé");
    }
}
