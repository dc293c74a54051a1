//! HTML tables: the tags of `<table>` paired into a grid of rows and cells.
//!
//! Owns implied end tags, `colspan` and `rowspan`, nesting, and telling header
//! rows from others. It refuses to see text: cells are the bytes between their
//! tags, wherever the Markdown parser cut the HTML into blocks.

use crate::catalog::Align;
use crate::readme::document::{BlockId, HeadingId, Plain};
use crate::readme::html::Element;
use crate::readme::lines::{Lines, trim};
use crate::readme::table::{Cell, Fit, HeaderBy, Repeat, Row, Table, TableKind};
use crate::text::Span;

/// A tag of a table, as the document's walk met it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TableTag {
    pub(super) element: Element,
    pub(super) end: bool,
    pub(super) span: Span,
    /// How much visible text stood before it.
    pub(super) plain: u32,
    pub(super) columns: u16,
    pub(super) rows: u16,
    pub(super) align: Align,
    pub(super) block: BlockId,
    pub(super) section: Option<HeadingId>,
    pub(super) quotes: u16,
}

/// The most columns a cell may span, as browsers have it.
const MAX_COLUMNS: u16 = 1000;

/// How many repeated cells a table's grid may have for each of its own, and
/// how many at least: without a bound a page of tags makes a grid of
/// gigabytes.
const REPEATS_PER_CELL: usize = 16;
const REPEATS: usize = 4096;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Group {
    Head,
    Body,
}

struct RawCell {
    cell: Cell,
    columns: u16,
    rows: u16,
    align: Align,
}

struct RawRow {
    span: Span,
    cells: Vec<RawCell>,
    group: Group,
    /// Counts `thead`, `tbody`, `tfoot` elements: spans stay within one.
    group_number: usize,
}

struct OpenTable {
    start: TableTag,
    rows: Vec<RawRow>,
    row_open: bool,
    cell_open: Option<(TableTag, usize)>,
    group: Group,
    group_number: usize,
    last_end: usize,
}

/// All tables that `tags`, in document order, make up; nested ones too. One
/// without rows is none.
pub(super) fn tables(lines: &Lines<'_>, tags: &[TableTag]) -> Vec<Table> {
    let text = lines.text;
    let mut done = Vec::new();
    let mut open: Vec<OpenTable> = Vec::new();
    for tag in tags {
        if tag.element == Element::Table && !tag.end {
            open.push(OpenTable {
                start: *tag,
                rows: Vec::new(),
                row_open: false,
                cell_open: None,
                group: Group::Body,
                group_number: 0,
                last_end: tag.span.end(),
            });
            continue;
        }
        let Some(table) = open.last_mut() else { continue };
        table.last_end = tag.span.end();
        match (tag.element, tag.end) {
            (Element::Table, true) => {
                if let Some(mut table) = open.pop() {
                    table.close_row(text, tag.span.start(), tag.plain);
                    done.extend(table.finish(lines, tag.span.end(), true));
                    if let Some(outer) = open.last_mut() {
                        outer.last_end = tag.span.end();
                    }
                }
            }
            (Element::Head, false) => table.begin_group(text, tag, Group::Head),
            (Element::Body | Element::Foot, false)
            | (Element::Head | Element::Body | Element::Foot, true) => {
                table.begin_group(text, tag, Group::Body);
            }
            (Element::Row, false) => {
                table.close_row(text, tag.span.start(), tag.plain);
                table.open_row(tag.span.start());
            }
            (Element::Row, true) => {
                table.close_cell(text, tag.span.start(), tag.plain);
                if table.row_open {
                    table.close_row(text, tag.span.end(), tag.plain);
                }
            }
            (Element::Cell | Element::HeaderCell, false) => {
                table.close_cell(text, tag.span.start(), tag.plain);
                if !table.row_open {
                    table.open_row(tag.span.start());
                }
                table.cell_open = Some((*tag, tag.span.end()));
            }
            (Element::Cell | Element::HeaderCell, true) => {
                table.close_cell(text, tag.span.start(), tag.plain);
                table.row_end(tag.span.end());
            }
            _ => {}
        }
    }
    while let Some(mut table) = open.pop() {
        let end = table.last_end;
        let plain = table.cell_open.map_or(0, |(tag, _)| tag.plain);
        table.close_row(text, end, plain);
        if let Some(outer) = open.last_mut() {
            outer.last_end = outer.last_end.max(end);
        }
        done.extend(table.finish(lines, end, false));
    }
    done
}

impl OpenTable {
    fn begin_group(&mut self, text: &str, tag: &TableTag, group: Group) {
        self.close_row(text, tag.span.start(), tag.plain);
        self.group = group;
        self.group_number += 1;
    }

    fn open_row(&mut self, at: usize) {
        self.row_open = true;
        let (group, group_number) = (self.group, self.group_number);
        self.rows.push(RawRow { span: Span::at(at), cells: Vec::new(), group, group_number });
    }

    fn row_end(&mut self, at: usize) {
        if let Some(row) = self.rows.last_mut().filter(|_| self.row_open) {
            row.span = Span::new(row.span.start(), at.max(row.span.end()));
        }
    }

    fn close_row(&mut self, text: &str, at: usize, plain: u32) {
        self.close_cell(text, at, plain);
        if self.row_open {
            self.row_end(at);
            if let Some(row) = self.rows.last_mut() {
                row.span = trim(text, row.span);
            }
        }
        self.row_open = false;
    }

    fn close_cell(&mut self, text: &str, at: usize, plain: u32) {
        let Some((tag, from)) = self.cell_open.take() else { return };
        let span = trim(text, Span::new(from.min(at), at));
        let plain = Plain { start: tag.plain, end: plain.max(tag.plain) };
        let heading = tag.element == Element::HeaderCell;
        if let Some(row) = self.rows.last_mut() {
            let cell = Cell { span, plain, repeat: Repeat::No, heading };
            row.cells.push(RawCell { cell, columns: tag.columns, rows: tag.rows, align: tag.align });
        }
    }

    fn finish(mut self, lines: &Lines<'_>, end: usize, closed: bool) -> Option<Table> {
        let text = lines.text;
        self.rows.retain(|row| !row.cells.is_empty());
        let first = self.rows.first()?;
        let in_head = self.rows.iter().take_while(|row| row.group == Group::Head).count();
        let all_headings =
            |row: &RawRow| row.cells.len() > 1 && row.cells.iter().all(|cell| cell.cell.heading);
        let (headers, header_by) = if in_head > 0 {
            (in_head, HeaderBy::Head)
        } else if all_headings(first) {
            let count = self.rows.iter().take_while(|row| all_headings(row)).count();
            (count, HeaderBy::HeaderCells)
        } else {
            (1, HeaderBy::First)
        };
        let alignments: Vec<Align> = self.rows[headers - 1]
            .cells
            .iter()
            .flat_map(|cell| std::iter::repeat_n(cell.align, usize::from(cell.columns.clamp(1, 8))))
            .collect();
        let (mut rows, cut) = grid(&self.rows);
        let body = rows.split_off(headers);
        let header = rows.pop()?;
        let columns = header.cells.len();
        let rows_fit = |mut row: Row| {
            row.fit = match row.cells.len() {
                len if len < columns => Fit::Short,
                len if len > columns => Fit::Surplus,
                _ => Fit::Full,
            };
            row
        };
        let span = Span::new(self.start.span.start(), end.max(self.start.span.end()));
        let line_start = lines.start(lines.line_of(span.start()));
        let prefix = Span::new(line_start, span.start());
        let after = &text[span.end()..lines.line(lines.line_of(span.end())).end().max(span.end())];
        let alone = text[prefix.range()].chars().all(|ch| matches!(ch, ' ' | '\t' | '>' | '\u{FEFF}'))
            && after.trim_start().is_empty();
        Some(Table {
            kind: TableKind::Html,
            span,
            block: self.start.block,
            section: self.start.section,
            prefix,
            alone,
            quotes: self.start.quotes,
            header: rows_fit(header),
            upper: rows,
            header_by,
            alignments: (0..columns).map(|at| alignments.get(at).copied().unwrap_or_default()).collect(),
            delimiter: None,
            rows: body.into_iter().map(rows_fit).collect(),
            parent: None,
            complete: closed && !cut,
        })
    }
}

/// Lays the rows out on a grid, each spanned place filled with a repeat; also
/// whether spans had to be cut to keep the grid in proportion.
fn grid(rows: &[RawRow]) -> (Vec<Row>, bool) {
    let cells: usize = rows.iter().map(|row| row.cells.len()).sum();
    let mut budget = REPEATS + REPEATS_PER_CELL * cells;
    let mut cut = false;
    // For each column the cell that still reaches down, and how many rows.
    let mut hanging: Vec<Option<(Cell, usize)>> = Vec::new();
    let mut group_number = 0;
    let mut out = Vec::with_capacity(rows.len());
    for raw in rows {
        if raw.group_number != group_number {
            hanging.clear();
            group_number = raw.group_number;
        }
        let mut cells: Vec<Cell> = Vec::with_capacity(raw.cells.len());
        let hang = |cells: &mut Vec<Cell>, hanging: &mut Vec<Option<(Cell, usize)>>| {
            while let Some(slot) = hanging.get_mut(cells.len()) {
                let Some((cell, left)) = slot else { return };
                cells.push(Cell { repeat: Repeat::Row, ..*cell });
                *left -= 1;
                if *left == 0 {
                    *slot = None;
                }
            }
        };
        for raw_cell in &raw.cells {
            hang(&mut cells, &mut hanging);
            let rows_down = usize::from(raw_cell.rows).saturating_sub(1);
            let wanted = raw_cell.columns.clamp(1, MAX_COLUMNS);
            for column in 0..wanted {
                if column > 0 {
                    if budget == 0 {
                        cut = true;
                        break;
                    }
                    budget -= 1;
                }
                let at = cells.len();
                let repeat = if column == 0 { Repeat::No } else { Repeat::Column };
                cells.push(Cell { repeat, ..raw_cell.cell });
                if rows_down > 0 {
                    let reach = rows_down.min(budget);
                    cut |= reach < rows_down.min(rows.len());
                    budget -= reach.min(rows.len());
                    if reach > 0 {
                        if hanging.len() <= at {
                            hanging.resize(at + 1, None);
                        }
                        hanging[at] = Some((raw_cell.cell, reach));
                    }
                }
            }
        }
        hang(&mut cells, &mut hanging);
        out.push(Row { span: raw.span, cells, fit: Fit::Full });
    }
    (out, cut)
}

#[cfg(test)]
mod tests {
    use crate::readme::{Document, Fit, HeaderBy, Repeat, Table};

    fn only(text: &str) -> Table {
        let mut document = Document::parse(text);
        assert_eq!(document.tables.len(), 1, "{:?}", document.tables);
        document.tables.remove(0)
    }

    fn values(text: &str, table: &Table) -> Vec<Vec<String>> {
        table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| table.value(text, cell).into_owned()).collect())
            .collect()
    }

    #[test]
    fn spans_are_laid_out_on_a_grid() {
        let text = "<table>\n<tr><th>A</th><th>B</th><th>C</th></tr>\n\
            <tr><td rowspan=\"2\">x</td><td colspan=2>y</td></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>\n";
        let table = only(text);
        assert_eq!(table.header_by, HeaderBy::HeaderCells);
        assert_eq!(values(text, &table), [["x", "y", "y"], ["x", "1", "2"]]);
        let repeats: Vec<Repeat> =
            table.rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.repeat)).collect();
        assert_eq!(repeats, [Repeat::No, Repeat::No, Repeat::Column, Repeat::Row, Repeat::No, Repeat::No]);
        assert!(table.complete && table.alone);
    }

    #[test]
    fn a_table_cut_by_blank_lines_is_put_together() {
        let text = "<table>\n  <thead>\n  <tr><td>A</td><td>B</td></tr>\n  </thead>\n\n  <tr>\n\n  <td>\n\n[x](y)\n\n  </td>\n  <td>2</td>\n  </tr>\n\n</table>\n\nafter\n";
        let table = only(text);
        assert_eq!(table.header_by, HeaderBy::Head);
        assert_eq!(values(text, &table), [["[x](y)", "2"]]);
        assert!(text[table.span.range()].ends_with("</table>"));
    }

    #[test]
    fn end_tags_may_be_missing() {
        let text = "<table><tr><td>A<td>B<tr><td>1<td>2</table>\n";
        let table = only(text);
        assert_eq!((table.header_by, table.columns()), (HeaderBy::First, 2));
        assert_eq!(values(text, &table), [["1", "2"]]);
        let text = "<table>\n<tr><td>A</td></tr>\n<tr><td>1</td></tr>\n";
        let table = only(text);
        assert_eq!((table.rows.len(), table.complete), (1, false));
    }

    #[test]
    fn rows_that_do_not_fit_are_marked() {
        let text = "<table><tr><td>A</td><td>B</td></tr><tr><td>1</td></tr><tr><td>1<td>2<td>3</tr></table>";
        let table = only(text);
        assert_eq!((table.rows[0].fit, table.rows[1].fit), (Fit::Short, Fit::Surplus));
    }

    #[test]
    fn nested_tables_know_the_one_around_them() {
        let text = "<table><tr><td>A</td><td>B</td></tr><tr><td>\
            <table><tr><td>i</td></tr><tr><td>j</td></tr></table></td><td>2</td></tr></table>";
        let document = Document::parse(text);
        assert_eq!(document.tables.len(), 2);
        assert_eq!((document.tables[0].parent, document.tables[1].parent.map(|id| id.0)), (None, Some(0)));
        assert_eq!(document.tables[0].rows[0].cells.len(), 2);
    }

    #[test]
    fn huge_spans_are_bounded() {
        let mut text = String::from("<table>");
        for _ in 0..200 {
            text.push_str("<tr><td colspan=1000 rowspan=65535>x</td></tr>");
        }
        text.push_str("</table>");
        let table = only(&text);
        let cells: usize = table.rows.iter().map(|row| row.cells.len()).sum();
        assert!(cells < 20_000, "{cells}");
        assert!(!table.complete);
    }
}
