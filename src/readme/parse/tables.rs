//! Pipe tables on the walk.
//!
//! Owns cutting a table's lines into rows and giving each cell its visible
//! text, be it from the parser's cell or, where the parser drops it, from a
//! parse of its own.

use super::Builder;
use super::places::{CellMap, Shift};
use super::thin::PlainCell;
use crate::catalog::Align;
use crate::readme::broken_table::broken_table;
use crate::readme::document::{BlockId, BlockKind, Plain, TableId, narrow};
use crate::readme::inline::LinkKind;
use crate::readme::lines::quote_prefix;
use crate::readme::table::{self, Cell, Fit, HeaderBy, Row, Table, TableKind};
use crate::text::Span;
use comrak::nodes::Sourcepos;

impl Builder<'_> {
    pub(super) fn enter_table(&mut self, position: Sourcepos, columns: usize) {
        let text = self.text();
        let lines = &self.inlines.lines;
        let (first, last) = (position.start.line, position.end.line.max(position.start.line + 1));
        let start = lines.offset(first, position.start.column);
        let row = |line: usize, known: Option<usize>| {
            let whole = lines.line(line);
            let skip = quote_prefix(&text[whole.range()], self.quotes.into());
            table::split_row(text, Span::new(whole.start() + skip, whole.end()), known)
        };
        let header_line = lines.line(first);
        let header = table::split_row(text, Span::new(start, header_line.end().max(start)), Some(columns));
        let delimiter = row(first + 1, None);
        let left = self.thinned.as_ref().and_then(|thinned| thinned.rows_left(first - 1));
        let put_back = self.thinned.is_some() && left.is_none();
        let mut rows: Vec<Row> = match left {
            Some(lines) => lines.iter().map(|line| row(line + 1, Some(columns))).collect(),
            None => (first + 2..=last).map(|line| row(line, Some(columns))).collect(),
        };
        if columns == 1 && header.fit == Fit::Glued {
            rows.iter_mut().filter(|row| row.fit == Fit::Glued).for_each(|row| row.fit = Fit::Full);
        }
        let mut header = Row { fit: Fit::Full, ..header };
        // A lone pipe is a header of one empty cell to the parser.
        header.cells.resize(
            header.cells.len().max(columns),
            Cell { span: Span::at(header.span.end()), ..Cell::default() },
        );
        let mut alignments = table::alignments(text, &delimiter);
        alignments.resize(header.cells.len(), Align::None);
        let next = lines.line(first + 1);
        let span = Span::new(header_line.start(), lines.line(last).end());
        let alone =
            text[header_line.start()..start].chars().all(|ch| matches!(ch, ' ' | '\t' | '>' | '\u{FEFF}'));
        let block_span = lines.trim(Span::new(start, span.end().max(start)));
        let table = Table {
            kind: TableKind::Pipe,
            span,
            block: BlockId(narrow(self.inlines.document.blocks.len())),
            section: self.section,
            prefix: Span::new(next.start(), delimiter.span.start().max(next.start())),
            alone,
            quotes: self.quotes,
            header,
            upper: Vec::new(),
            header_by: HeaderBy::Delimiter,
            alignments,
            delimiter: Some(delimiter.span),
            rows,
            parent: None,
            complete: true,
        };
        self.cover(span);
        self.put_back = put_back;
        let id = self.inlines.document.tables.len();
        self.document().tables.push(table);
        self.open(BlockKind::Table(TableId(narrow(id))), block_span);
        self.table = Some((id, 0, 0));
    }

    pub(super) fn enter_row(&mut self, header: bool, line: usize) {
        let Some((table, mut row, _)) = self.table else { return };
        if !header {
            row += 1;
            let delimiter = self.inlines.lines.line_of(self.inlines.document.tables[table].span.start()) + 1;
            while self.put_back && row < line.saturating_sub(delimiter) {
                self.plain_row(table, row - 1);
                row += 1;
            }
        }
        self.table = Some((table, row, 0));
    }

    /// A row that the parser was not given.
    fn plain_row(&mut self, table: usize, row: usize) {
        let text = self.text();
        for index in 0..self.inlines.document.tables[table].rows[row].cells.len() {
            let span = self.inlines.document.tables[table].rows[row].cells[index].span;
            let mark = self.inlines.plain_mark();
            match PlainCell::read(&text[span.range()]) {
                Some(PlainCell::Bare(url)) => self.inlines.plain_link(span, url, url, LinkKind::Autolink),
                Some(PlainCell::Link(words, url)) => {
                    self.inlines.plain_link(span, words, url, LinkKind::Inline);
                }
                _ => self.inlines.visible(&text[span.range()]),
            }
            let plain = self.inlines.plain_from(mark);
            self.document().tables[table].rows[row].cells[index].plain = plain;
            self.inlines.break_plain();
        }
    }

    /// The row and cell of the parser's cell being walked.
    pub(super) fn current_cell(&mut self) -> Option<&mut Cell> {
        let (table, row, cell) = self.table?;
        let table = &mut self.inlines.document.tables[table];
        let row = if row == 0 { &mut table.header } else { table.rows.get_mut(row - 1)? };
        row.cells.get_mut(cell)
    }

    pub(super) fn enter_cell(&mut self) {
        // What a paragraph before was off by is none of the table's.
        self.inlines.shift = Shift::default();
        let mark = self.inlines.plain_mark();
        let text = self.text();
        let mut map = None;
        if let Some(cell) = self.current_cell() {
            cell.plain = Plain { start: mark, end: mark };
            map = CellMap::new(text, cell.span);
            let end = cell.span.end();
            self.inlines.limit = end;
        }
        self.inlines.cell = map;
    }

    pub(super) fn leave_cell(&mut self) {
        let end = self.inlines.plain_mark();
        if let Some(cell) = self.current_cell() {
            cell.plain.end = end;
            let span = cell.span;
            self.inlines.end_run(span);
            self.inlines.break_plain();
        }
        self.inlines.cell = None;
        if let Some((_, _, cell)) = &mut self.table {
            *cell += 1;
        }
    }

    /// Surplus cells, which the parser dropped, are parsed on their own.
    pub(super) fn leave_table(&mut self) {
        let Some((id, _, _)) = self.table.take() else { return };
        let block = self.inlines.block;
        let mark = self.inlines.document.block(block).plain.start;
        let columns = self.inlines.document.tables[id].columns();
        for row in 0..self.inlines.document.tables[id].rows.len() {
            for index in columns..self.inlines.document.tables[id].rows[row].cells.len() {
                let span = self.inlines.document.tables[id].rows[row].cells[index].span;
                let start = self.inlines.plain_mark();
                self.inlines.fragment(span);
                let plain = self.inlines.plain_from(start);
                self.document().tables[id].rows[row].cells[index].plain = plain;
                self.inlines.break_plain();
            }
        }
        self.take_html_headings();
        let plain = self.inlines.plain_from(mark);
        self.document().blocks[block.0 as usize].plain = plain;
        self.close();
    }

    pub(super) fn find_broken_table(&mut self, span: Span) {
        let text = self.text();
        if !text[span.range()].contains('|') {
            return;
        }
        let lines = &self.inlines.lines;
        let (first, last) = (lines.line_of(span.start()), lines.line_of(span.end()));
        let spans: Vec<Span> = (first..=last)
            .map(|number| {
                let whole = lines.line(number);
                let skip = quote_prefix(&text[whole.range()], self.quotes.into());
                let from = (whole.start() + skip).max(if number == first { span.start() } else { 0 });
                lines.trim(Span::new(from.min(whole.end()), whole.end()))
            })
            .collect();
        let (block, section) = (self.inlines.block, self.section);
        if let Some(mut broken) = broken_table(text, &spans, block, section) {
            let from = lines.line(lines.line_of(broken.span.start()));
            broken.span = Span::new(from.start(), broken.span.end());
            self.fill_plain(&mut broken.rows);
            if let Some(header) = &mut broken.header {
                self.fill_plain(std::slice::from_mut(header));
            }
            self.document().broken_tables.push(broken);
        }
    }

    /// Gives cells that are part of a paragraph their own visible text. Their
    /// links and images are the paragraph's already, so only text is kept.
    pub(super) fn fill_plain(&mut self, rows: &mut [Row]) {
        for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.plain = self.inlines.fragment_text(cell.span);
        }
    }
}
