//! Lines of a Markdown text, and the way from the parser's line and column to
//! a byte of the text.
//!
//! Owns line starts and the walk over the prefixes (`>`) that containers put
//! before their lines. It refuses to know what the lines mean.

use crate::text::{Span, line_starts};

/// The lines of the part of a text that is Markdown: what follows the byte
/// order mark and the front matter.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    /// The whole text; all offsets are into it.
    pub(super) text: &'t str,
    starts: Vec<u32>,
}

impl<'t> Lines<'t> {
    /// The lines of `text` from byte `base` on.
    pub(super) fn new(text: &'t str, base: usize) -> Self {
        Lines { text, starts: line_starts(text, base) }
    }

    /// How many line starts there are; an empty last line counts.
    pub(super) fn count(&self) -> usize {
        self.starts.len()
    }

    /// Where line `line` (from 1) starts, the text's length beyond the last.
    pub(super) fn start(&self, line: usize) -> usize {
        self.starts.get(line.max(1) - 1).map_or(self.text.len(), |&start| start as usize)
    }

    /// Line `line` (from 1) without its line end.
    pub(super) fn line(&self, line: usize) -> Span {
        let (start, next) = (self.start(line), self.start(line + 1));
        let body = self.text[start..next].trim_end_matches(['\n', '\r']);
        Span::new(start, start + body.len())
    }

    /// The line (from 1) that holds byte `at`.
    pub(super) fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= at).max(1)
    }

    /// The byte at `column` (from 1, in bytes) of `line`, moved to the
    /// line's end if it lies beyond and to the character it falls in.
    pub(super) fn offset(&self, line: usize, column: usize) -> usize {
        let body = self.line(line);
        let at = (body.start() + column.saturating_sub(1)).min(body.end());
        self.floor(at)
    }

    /// The byte after the character that ends at `column` of `line`, both
    /// counted as the parser does: from 1, the last byte included.
    pub(super) fn offset_after(&self, line: usize, column: usize) -> usize {
        let body = self.line(line);
        let mut at = (body.start() + column).min(body.end());
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        at
    }

    /// Where the text of `line` starts, after the markers of `quotes` block
    /// quotes and blanks.
    pub(super) fn content(&self, line: usize, quotes: u16) -> usize {
        let line = self.line(line);
        let body = &self.text[line.range()];
        let body = &body[quote_prefix(body, quotes.into())..];
        line.end() - body.trim_start_matches([' ', '\t']).len()
    }

    /// The start of the character that byte `at` falls in.
    pub(super) fn floor(&self, mut at: usize) -> usize {
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// `span` without blanks and line ends at either end.
    pub(super) fn trim(&self, span: Span) -> Span {
        trim(self.text, span)
    }
}

/// `span` of `text` without spaces, tabs and line ends at either end.
pub(super) fn trim(text: &str, span: Span) -> Span {
    let body = &text[span.range()];
    let left = body.trim_start_matches(BLANK);
    let start = span.start() + (body.len() - left.len());
    Span::new(start, start + left.trim_end_matches(BLANK).len())
}

/// What Markdown trims: not every Unicode space, only these.
const BLANK: [char; 6] = [' ', '\t', '\n', '\r', '\u{B}', '\u{C}'];

/// How many bytes of `line` the markers of up to `quotes` block quotes take,
/// with the spaces around them.
pub(super) fn quote_prefix(line: &str, quotes: usize) -> usize {
    let bytes = line.as_bytes();
    let mut at = 0;
    for _ in 0..quotes {
        let mut mark = at;
        while matches!(bytes.get(mark), Some(b' ' | b'\t')) {
            mark += 1;
        }
        if bytes.get(mark) != Some(&b'>') {
            break;
        }
        at = mark + 1;
        if matches!(bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
    }
    at
}

/// Whether `text` holds only spaces, tabs and line ends.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0xB | 0xC))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_become_bytes_on_character_boundaries() {
        let lines = Lines::new("ab\r\n脑x\rz", 0);
        assert_eq!((lines.count(), lines.start(2), lines.line(2)), (3, 4, Span::new(4, 8)));
        assert_eq!((lines.offset(2, 2), lines.offset(2, 4), lines.offset(2, 99)), (4, 7, 8));
        assert_eq!((lines.offset_after(2, 1), lines.offset_after(2, 4)), (7, 8));
        assert_eq!((lines.line_of(0), lines.line_of(4), lines.line_of(9)), (1, 2, 3));
        assert_eq!(lines.start(99), lines.text.len());
    }

    #[test]
    fn quote_markers_are_counted_up_to_the_depth_given() {
        assert_eq!(quote_prefix("> > a", 1), 2);
        assert_eq!(quote_prefix("> > a", 2), 4);
        assert_eq!(quote_prefix("a > b", 2), 0);
    }
}
