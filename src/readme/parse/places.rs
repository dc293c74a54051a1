//! Where the parser's columns lead when they cannot be taken as they are.
//!
//! Owns the two corrections: for cells with `\|`, which the parser shortens
//! before it counts, and for blocks that begin with link reference definitions,
//! which it takes out.

use crate::readme::lines::Lines;
use crate::text::Span;

/// Where the parser's columns lead inside a cell, whose `\|` it shortens to
/// `|` before it counts, or inside a text parsed on its own.
#[derive(Debug)]
pub(super) struct CellMap {
    pub(super) span: Span,
    /// Where, in the shortened text, a `|` has lost its backslash.
    escapes: Vec<usize>,
    /// How many columns stand before the text, when it is parsed on its own.
    pub(super) own: Option<usize>,
}

impl CellMap {
    /// The map of the cell at `span`; `None` if columns can be taken as they
    /// are.
    pub(super) fn new(text: &str, span: Span) -> Option<CellMap> {
        let escapes = escapes(&text[span.range()]);
        (!escapes.is_empty()).then_some(CellMap { span, escapes, own: None })
    }

    /// The map of `source` at `span`, which is parsed after `columns` others.
    pub(super) fn parsed_alone(source: &str, span: Span, columns: usize) -> CellMap {
        CellMap { span, escapes: escapes(source), own: Some(columns) }
    }

    /// The byte of the text that stands `at` bytes into the shortened cell.
    pub(super) fn locate(&self, at: usize) -> usize {
        let moved = self.escapes.partition_point(|&escape| escape < at);
        (self.span.start() + at + moved).min(self.span.end())
    }
}

/// Where `\|` stands in `cell`, counted without the backslashes taken out so
/// far. The parser reads backslashes in pairs, so `\\|` keeps both.
fn escapes(cell: &str) -> Vec<usize> {
    let bytes = cell.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            if bytes.get(at + 1) == Some(&b'|') {
                found.push(at - found.len());
            }
            at += 2;
        } else {
            at += 1;
        }
    }
    found
}

/// How far the parser's positions are off in a block of several lines. It
/// takes link reference definitions out of the block's start and counts what
/// follows from the first line; and it does not see line ends between a link's
/// `](` and its `)`, so that it counts on along the line. From a paragraph that
/// a table's header was split off it takes the backslashes of `\|`.
#[derive(Clone, Debug, Default)]
pub(super) struct Shift {
    /// The block's first line.
    first: usize,
    /// The column its text starts at there.
    column: usize,
    /// How many block quotes it stands in.
    quotes: u16,
    /// How many lines the definitions take.
    by: usize,
    /// The line, as the parser counts, on which it last missed line ends; 0 if
    /// it has not.
    long: usize,
    /// How many line ends it missed before that line.
    before: usize,
    /// How many so far.
    missed: usize,
    /// Where a `|` has lost its backslash: the line, and the bytes from the
    /// start of its text, counted without such backslashes.
    escapes: Vec<(usize, usize)>,
}

impl Shift {
    /// Of the block whose text starts at `column` of line `first`, in `quotes`
    /// block quotes, after `by` lines of definitions.
    pub(super) fn new(first: usize, column: usize, quotes: u16, by: usize) -> Shift {
        Shift { first, column, quotes, by, ..Shift::default() }
    }

    /// Whether positions are off at all.
    pub(super) fn is_off(&self) -> bool {
        self.by > 0 || self.missed > 0 || !self.escapes.is_empty()
    }

    /// Notes that the parser takes the backslashes of `\|` on the lines up to
    /// `last`.
    pub(super) fn unescape(&mut self, lines: &Lines<'_>, last: usize) {
        for line in self.first..=last {
            let text =
                &lines.text[self.content(lines, line).min(lines.line(line).end())..lines.line(line).end()];
            self.escapes.extend(escapes(text).into_iter().map(|at| (line, at)));
        }
    }

    /// Notes that the parser missed `count` line ends on its line `line`.
    pub(super) fn miss(&mut self, line: usize, count: usize) {
        if count > 0 {
            if line != self.long {
                self.before = self.missed;
                self.long = line;
            }
            self.missed += count;
        }
    }

    /// The byte `columns` into the parser's line `line`.
    pub(super) fn locate(&self, lines: &Lines<'_>, line: usize, columns: usize) -> usize {
        let mut left = columns.saturating_sub(self.content(lines, line) - lines.start(line));
        let mut real = line + self.by + if line > self.long { self.missed } else { self.before };
        loop {
            let start = self.content(lines, real);
            let end = lines.line(real).end();
            if start + left <= end || real >= lines.count() || line != self.long {
                let from = self.escapes.partition_point(|&escape| escape < (real, 0));
                let count = self.escapes[from..].partition_point(|&escape| escape < (real, left));
                return lines.floor((start + left + count).min(end));
            }
            left -= lines.start(real + 1) - start;
            real += 1;
        }
    }

    fn content(&self, lines: &Lines<'_>, line: usize) -> usize {
        if line == self.first {
            lines.start(line) + self.column.saturating_sub(1)
        } else {
            lines.content(line, self.quotes)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_counted_as_the_parser_counts() {
        assert_eq!(escapes("a \\| b \\| c"), [2, 6]);
        assert_eq!(escapes("\\\\| x"), Vec::<usize>::new());
    }
}
