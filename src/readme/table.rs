//! Tables, and pipe tables in particular: rows cut into cells as GitHub cuts
//! them, with everything that does not fit kept and marked.
//!
//! Owns the one model of tables that pipe and HTML tables share, and the
//! splitting of a row. It refuses to know what a table is about. GitHub drops
//! surplus cells and takes any line below a table as a row; here both stay
//! visible, since what a reader of the source can see must not get lost.

use super::document::{BlockId, Document, HeadingId, Plain, TableId};
use super::html_markdown::to_markdown;
use super::lines::is_blank;
use crate::text::Span;
use std::borrow::Cow;

/// How a table is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TableKind {
    /// Cells between `|`.
    Pipe,
    /// `<table>`
    Html,
}

/// What makes the header row the header.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum HeaderBy {
    /// The `|---|` line below it.
    Delimiter,
    /// `<thead>` around it.
    Head,
    /// Its cells are `<th>`.
    HeaderCells,
    /// Nothing: it is the first row of an HTML table without a header.
    First,
}

/// How a column is aligned.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Align {
    /// As the reader likes.
    #[default]
    None,
    /// `:--`
    Left,
    /// `:-:`
    Center,
    /// `--:`
    Right,
}

/// A table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// How it is written.
    pub kind: TableKind,
    /// Pipe: whole lines, from the start of the header's line to the end of
    /// the last row's, without its line end. HTML: both tags and all between.
    pub span: Span,
    /// The table's block; for HTML the one its start tag stands in.
    pub block: BlockId,
    /// The heading it stands under.
    pub section: Option<HeadingId>,
    /// What stands before each line: quote markers and indentation, as on the
    /// line below the first.
    pub prefix: Span,
    /// Whether nothing but such a prefix stands on the table's own lines. A
    /// list marker before the header row, or text around an HTML table's
    /// tags, is something else.
    pub alone: bool,
    /// How many block quotes it stands in.
    pub quotes: u16,
    /// The header row.
    pub header: Row,
    /// Header rows above `header`, in HTML tables.
    pub upper: Vec<Row>,
    /// What makes it the header.
    pub header_by: HeaderBy,
    /// The alignment of each column.
    pub alignments: Vec<Align>,
    /// The `|---|` line of a pipe table, without prefix.
    pub delimiter: Option<Span>,
    /// All other rows.
    pub rows: Vec<Row>,
    /// The table whose cell this one stands in.
    pub parent: Option<TableId>,
    /// Whether an HTML table has its end tag, and no cell spans so much that
    /// the grid was cut.
    pub complete: bool,
}

/// How a row fits its table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Fit {
    /// As many cells as columns.
    Full,
    /// Fewer.
    Short,
    /// More: GitHub does not show the surplus.
    Surplus,
    /// A line without any `|` right below a table: GitHub takes it as a row,
    /// its writer hardly did.
    Glued,
}

/// A row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Pipe: the line without prefix and line end. HTML: both `tr` tags and
    /// all between.
    pub span: Span,
    /// Its cells; surplus ones included, missing ones not.
    pub cells: Vec<Cell>,
    /// How it fits its table.
    pub fit: Fit,
}

/// Whether a grid's cell is there only because another spans it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Repeat {
    /// It is a cell of its own.
    #[default]
    No,
    /// It repeats the cell to its left (`colspan`).
    Column,
    /// It repeats the cell above it (`rowspan`).
    Row,
}

/// A cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cell {
    /// Its source, without padding; for a repeated cell, that of the first.
    pub span: Span,
    /// Its visible text.
    pub plain: Plain,
    /// Whether it only repeats another.
    pub repeat: Repeat,
    /// Whether it is a `<th>`.
    pub heading: bool,
}

impl Table {
    /// How many columns the header gives it.
    pub fn columns(&self) -> usize {
        self.header.cells.len()
    }

    /// The cell's Markdown, on one line: a pipe cell without the escapes of
    /// `|`, an HTML cell turned into Markdown.
    pub fn value<'t>(&self, text: &'t str, cell: &Cell) -> Cow<'t, str> {
        let source = &text[cell.span.range()];
        match self.kind {
            TableKind::Pipe => cell_value(source),
            TableKind::Html if self.quotes == 0 => Cow::Owned(to_markdown(source)),
            TableKind::Html => Cow::Owned(to_markdown(&super::inline::unquote(source, self.quotes.into()))),
        }
    }

    /// The rows that do not have as many cells as there are columns.
    pub fn ragged(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.fit != Fit::Full)
    }
}

/// A pipe cell's Markdown: `\|` stands for `|`, all else for itself.
pub fn cell_value(source: &str) -> Cow<'_, str> {
    if source.contains("\\|") { Cow::Owned(source.replace("\\|", "|")) } else { Cow::Borrowed(source) }
}

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
    /// Whole lines, as [`Table::span`].
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

/// Cuts a line into cells: a `|` splits unless a `\` stands directly before
/// it, even within code; one at either end of the line is frame.
pub(super) fn split_row(text: &str, line: Span, columns: Option<usize>) -> Row {
    let line = super::lines::trim(text, line);
    let bytes = text.as_bytes();
    let mut cells = Vec::new();
    let mut start = line.start();
    let mut pipes = 0;
    if line.len() > 0 && bytes[start] == b'|' {
        start += 1;
        pipes += 1;
    }
    for at in start..line.end() {
        if bytes[at] == b'|' && (at == line.start() || bytes[at - 1] != b'\\') {
            cells.push(cell(text, start, at));
            start = at + 1;
            pipes += 1;
        }
    }
    if start < line.end() || pipes == 0 {
        cells.push(cell(text, start, line.end()));
    }
    let fit = match columns {
        _ if pipes == 0 => Fit::Glued,
        Some(columns) if cells.len() < columns => Fit::Short,
        Some(columns) if cells.len() > columns => Fit::Surplus,
        _ => Fit::Full,
    };
    Row { span: line, cells, fit }
}

fn cell(text: &str, start: usize, end: usize) -> Cell {
    let span = super::lines::trim(text, Span::new(start, end));
    // An empty cell is where its text would go: after one space of padding.
    let span = if span.is_empty() { Span::at(start + usize::from(end > start)) } else { span };
    Cell { span, ..Cell::default() }
}

/// The alignments that a `|---|` line sets.
pub(super) fn alignments(text: &str, delimiter: &Row) -> Vec<Align> {
    let one = |cell: &Cell| {
        let source = &text[cell.span.range()];
        match (source.starts_with(':'), source.ends_with(':')) {
            (true, true) => Align::Center,
            (true, false) => Align::Left,
            (false, true) => Align::Right,
            (false, false) => Align::None,
        }
    };
    delimiter.cells.iter().map(one).collect()
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
pub(super) fn attach_broken(text: &str, document: &mut Document) {
    for broken in &mut document.broken_tables {
        let before = document.tables.partition_point(|table| table.span.end() <= broken.span.start());
        let Some(last) = before.checked_sub(1) else { continue };
        let gap = &text[document.tables[last].span.end()..broken.span.start()];
        if is_blank(&gap.replace('>', "")) {
            broken.after = Some(TableId(super::document::narrow(last)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> Vec<&str> {
        split_row(line, Span::new(0, line.len()), None)
            .cells
            .iter()
            .map(|cell| &line[cell.span.range()])
            .collect()
    }

    #[test]
    fn rows_split_at_pipes_without_a_backslash_before_them() {
        for (line, expected) in [
            ("| a | b |", vec!["a", "b"]),
            ("a|b", vec!["a", "b"]),
            ("|a||", vec!["a", ""]),
            ("| a \\| b | `c \\| d` |", vec!["a \\| b", "`c \\| d`"]),
            ("| `a | b` |", vec!["`a", "b`"]),
            ("| a \\\\| b |", vec!["a \\\\| b"]),
            ("|", vec![]),
            ("| |", vec![""]),
            ("text", vec!["text"]),
            ("|\t脑 \u{3000}|", vec!["脑 \u{3000}"]),
        ] {
            assert_eq!(cells(line), expected, "{line}");
        }
    }

    #[test]
    fn rows_know_how_they_fit() {
        let fit = |line: &str| split_row(line, Span::new(0, line.len()), Some(2)).fit;
        assert_eq!(fit("| a | b |"), Fit::Full);
        assert_eq!(fit("| a"), Fit::Short);
        assert_eq!(fit("a | b | c"), Fit::Surplus);
        assert_eq!(fit("see also"), Fit::Glued);
    }

    #[test]
    fn an_empty_cells_place_is_after_its_first_space() {
        let row = split_row("| a |  |", Span::new(0, 8), None);
        assert_eq!(row.cells[1].span, Span::at(6));
    }

    #[test]
    fn escapes_of_pipes_are_undone() {
        assert_eq!(cell_value("a \\| b \\\\| \\*"), "a | b \\| \\*");
        assert!(matches!(cell_value("a"), Cow::Borrowed(_)));
    }

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
