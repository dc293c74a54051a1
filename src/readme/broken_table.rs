//! Lines that look like a pipe table and are none.
//!
//! Owns telling them from prose, and what is the matter with them, so that
//! their rows do not get lost. It refuses to mend.

use super::document::{BlockId, Document, HeadingId, TableId, narrow};
use super::lines::is_blank;
use super::table::{Row, split_row};
use crate::text::Span;

/// Why lines that look like a pipe table are none.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BrokenTableKind {
    /// The `|---|` line has another number of cells than the header.
    DelimiterCount {
        /// Cells of the header.
        header: usize,
        /// Cells of the line below it.
        delimiter: usize,
    },
    /// The line below the header is not made of hyphens.
    DelimiterMalformed,
    /// A `|---|` line with no line above it.
    NoHeader,
    /// Rows only.
    NoDelimiter,
}

/// Lines that look like a pipe table and are none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BrokenTable {
    /// Whole lines, as [`Table::span`](super::Table::span).
    pub span: Span,
    /// What is the matter.
    pub kind: BrokenTableKind,
    /// The paragraph it is in.
    pub block: BlockId,
    /// The heading it stands under.
    pub section: Option<HeadingId>,
    /// The row that would be the header.
    pub header: Option<Row>,
    /// The line that would set it apart.
    pub delimiter: Option<Span>,
    /// All other rows.
    pub rows: Vec<Row>,
    /// The table that ends right above, with blank lines only between: these
    /// may be more of its rows.
    pub after: Option<TableId>,
}

/// What a line says about being part of a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// `|---|`
    Delimiter,
    /// Nearly that: dashes that are no hyphens, say.
    NearDelimiter,
    /// `| … | … |`
    Framed,
    /// With a `|` somewhere.
    Piped,
    Text,
}

fn look(line: &str) -> Look {
    let line = line.trim();
    if !line.contains('|') {
        return Look::Text;
    }
    let rule = |ch: char| matches!(ch, '-' | '—' | '–' | '─' | '=' | '_' | '－');
    if line.chars().all(|ch| rule(ch) || matches!(ch, '|' | ':' | ' ' | '\t' | '+')) && line.contains(rule) {
        let cell = |cell: &str| {
            let cell = cell.trim().strip_prefix(':').unwrap_or(cell.trim());
            let cell = cell.strip_suffix(':').unwrap_or(cell);
            !cell.is_empty() && cell.bytes().all(|byte| byte == b'-')
        };
        let inner = line.strip_prefix('|').unwrap_or(line);
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        return if inner.split('|').all(cell) { Look::Delimiter } else { Look::NearDelimiter };
    }
    let framed = line.len() > 2
        && line.starts_with('|')
        && line.ends_with('|')
        && line[1..line.len() - 1].contains('|');
    if framed { Look::Framed } else { Look::Piped }
}

/// Finds in a paragraph's `lines` (without prefixes) what looks like a table.
/// `block` and `section` are the paragraph's.
pub(super) fn broken_table(
    text: &str,
    lines: &[Span],
    block: BlockId,
    section: Option<HeadingId>,
) -> Option<BrokenTable> {
    let looks: Vec<Look> = lines.iter().map(|line| look(&text[line.range()])).collect();
    let rule = looks.iter().position(|look| matches!(look, Look::Delimiter | Look::NearDelimiter));
    let (first, header, delimiter, kind) = match rule {
        Some(0) => (0, None, Some(0), BrokenTableKind::NoHeader),
        Some(at) if looks[at - 1] != Look::Text => {
            let cells = |line: usize| split_row(text, lines[line], None).cells.len();
            let (above, below) = (cells(at - 1), cells(at));
            let kind = if looks[at] == Look::Delimiter && above != below {
                BrokenTableKind::DelimiterCount { header: above, delimiter: below }
            } else {
                BrokenTableKind::DelimiterMalformed
            };
            (at - 1, Some(at - 1), Some(at), kind)
        }
        _ => {
            let first = looks.iter().position(|&look| look == Look::Framed)?;
            (first, None, None, BrokenTableKind::NoDelimiter)
        }
    };
    let body = header.into_iter().chain(delimiter).max().map_or(first, |line| line + 1);
    let width = header.map(|line| split_row(text, lines[line], None).cells.len());
    // Without a delimiter only framed lines can be told from prose.
    let count = if delimiter.is_some() {
        lines.len() - body
    } else {
        looks[body..].iter().take_while(|&&look| look == Look::Framed).count()
    };
    let rows: Vec<Row> = lines[body..body + count].iter().map(|&line| split_row(text, line, width)).collect();
    let last = lines[(body + count).max(first + 1) - 1];
    Some(BrokenTable {
        span: Span::new(lines[first].start(), last.end()),
        kind,
        block,
        section,
        header: header.map(|line| split_row(text, lines[line], None)),
        delimiter: delimiter.map(|line| lines[line]),
        rows,
        after: None,
    })
}

/// Tells each broken table which table ends right above it.
pub(super) fn attach(text: &str, document: &mut Document) {
    for broken in &mut document.broken_tables {
        let before = document.tables.partition_point(|table| table.span.end() <= broken.span.start());
        let Some(last) = before.checked_sub(1) else { continue };
        let gap = &text[document.tables[last].span.end()..broken.span.start()];
        if is_blank(&gap.replace('>', "")) {
            broken.after = Some(TableId(narrow(last)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str) -> Option<BrokenTable> {
        let mut at = 0;
        let mut lines = Vec::new();
        for line in text.split('\n') {
            lines.push(Span::new(at, at + line.len()));
            at += line.len() + 1;
        }
        broken_table(text, &lines, BlockId(0), None)
    }

    #[test]
    fn tables_that_are_none_are_told_apart() {
        let found = broken("intro\n| a | b |\n|---|\n| c | d |\ne | f").unwrap();
        assert_eq!(found.kind, BrokenTableKind::DelimiterCount { header: 2, delimiter: 1 });
        assert_eq!((found.span.start(), found.rows.len(), found.header.unwrap().cells.len()), (6, 2, 2));
        let found = broken("| a | b |\n|—|—|\n| c | d |").unwrap();
        assert_eq!((found.kind, found.rows.len()), (BrokenTableKind::DelimiterMalformed, 1));
        let found = broken("|---|---|\n| c | d |").unwrap();
        assert_eq!((found.kind, found.rows.len()), (BrokenTableKind::NoHeader, 1));
        let found = broken("| c | d |\n| e | f |\ntext").unwrap();
        assert_eq!((found.kind, found.rows.len(), found.span.end()), (BrokenTableKind::NoDelimiter, 2, 19));
    }

    #[test]
    fn prose_with_pipes_is_no_table() {
        for text in ["[Home](a) | [Docs](b)", "a || b\nc || d", "text", "|x|"] {
            assert_eq!(broken(text), None, "{text}");
        }
    }
}
