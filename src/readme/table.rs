//! Tables, and pipe tables in particular: rows cut into cells as GitHub cuts
//! them, with everything that does not fit kept and marked.
//!
//! Owns the one model of tables that pipe and HTML tables share, and the
//! splitting of a row. It refuses to know what a table is about. GitHub drops
//! surplus cells and takes any line below a table as a row; here both stay
//! visible, since what a reader of the source can see must not get lost.

use super::document::{BlockId, HeadingId, Plain, TableId};
use super::html_markdown::to_markdown;
use crate::catalog::Align;
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

/// Cuts a line into cells: a `|` splits unless a `\` stands directly before
/// it, even within code; one at either end of the line is frame.
pub(super) fn split_row(text: &str, line: Span, columns: Option<usize>) -> Row {
    // A vertical tab at the start makes a cell to the parser, at the end none.
    let body = text[line.range()].trim_start_matches([' ', '\t']);
    let start = line.end() - body.len();
    let line = Span::new(start, super::lines::trim(text, line).end().max(start));
    let bytes = text.as_bytes();
    // A row may also have fewer, of very many columns.
    let mut cells = Vec::with_capacity(columns.unwrap_or_default().min(16));
    let mut pipes = usize::from(text[line.range()].starts_with('|'));
    let mut start = line.start() + pipes;
    let mut at = start;
    while at < line.end() {
        if bytes[at] == b'|' && (at == line.start() || bytes[at - 1] != b'\\') {
            cells.push(cell(text, start, at));
            start = at + 1;
            pipes += 1;
        }
        at += 1;
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
}
