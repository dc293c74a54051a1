//! Where the parser's columns lead when they cannot be taken as they are.
//!
//! Owns the two corrections: for cells with `\|`, which the parser shortens
//! before it counts, and for blocks that begin with link reference definitions,
//! which it takes out.

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

/// How far the parser's positions are off in a block that begins with link
/// reference definitions: it takes these out, and counts what follows from the
/// block's first line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shift {
    /// The block's first line.
    pub(super) first: usize,
    /// The column its text starts at there.
    pub(super) column: usize,
    /// How many lines the definitions take.
    pub(super) by: usize,
    /// How many block quotes it stands in.
    pub(super) quotes: u16,
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
