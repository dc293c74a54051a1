//! A table, pipe or HTML, whole or broken, as rows of as many texts as it has
//! columns.
//!
//! Owns mending rows that do not fit: a pipe inside code or brackets, surplus
//! and missing cells, lines glued to the table's end. Nothing is dropped here:
//! what has no column goes where its neighbour is, and is noted. It refuses to
//! know what the columns mean.

use super::caption;
use super::note::{Note, NoteKind};
use super::references::resolve_references;
use super::{Cx, Shape};
use crate::catalog::Aligns;
use crate::limits;
use crate::readme::html::{Piece, pieces};
use crate::readme::{
    BrokenTable, BrokenTableKind, Cell, Fit, HeadingId, Repeat, Row, Table, TableKind, cell, html_to_markdown,
};
use crate::text::Span;
use std::borrow::Cow;

/// A table's texts.
#[derive(Debug)]
pub(super) struct Grid<'a> {
    pub(super) shape: Shape,
    /// The bytes that a region takes the place of, as `Group::span`.
    pub(super) span: Span,
    pub(super) prefix: String,
    pub(super) breaks_line: bool,
    pub(super) section: Option<HeadingId>,
    /// What stands above it and names it.
    pub(super) caption: Option<String>,
    /// What its `<caption>` says: it stands above the rows from now on.
    pub(super) note: Option<String>,
    pub(super) header: Vec<GridCell<'a>>,
    /// How its columns are aligned.
    pub(super) aligns: Aligns,
    pub(super) rows: Vec<GridRow<'a>>,
    /// Texts beyond the last column, with the row they stand in.
    pub(super) surplus: Vec<(usize, GridCell<'a>)>,
    pub(super) notes: Vec<Note>,
    /// Why it cannot be replaced where it stands.
    pub(super) stuck: Option<&'static str>,
    pub(super) comments: Vec<Span>,
}

/// A row with a cell for every column.
#[derive(Debug)]
pub(super) struct GridRow<'a> {
    pub(super) span: Span,
    pub(super) cells: Vec<GridCell<'a>>,
}

/// A cell's Markdown on one line (a break is a line end), and its bytes.
#[derive(Clone, Debug)]
pub(super) struct GridCell<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) span: Span,
}

/// Reads a table; `None` if it has no rows.
pub(super) fn table<'a>(cx: &Cx<'a>, table: &Table) -> Option<Grid<'a>> {
    let mut reader = Reader { cx, table, columns: table.columns(), notes: Vec::new(), surplus: Vec::new() };
    let glued = match table.kind {
        TableKind::Pipe => table.rows.iter().rev().take_while(|row| row.fit == Fit::Glued).count(),
        TableKind::Html => 0,
    };
    let kept = &table.rows[..table.rows.len() - glued];
    let mut rows: Vec<GridRow<'a>> = Vec::with_capacity(kept.len());
    let too_wide = reader.columns > limits::COLUMNS;
    for row in kept {
        // Every row would be filled up to its columns.
        if too_wide && !rows.is_empty() {
            break;
        }
        let read = reader.row(row, rows.len());
        if read.cells.iter().all(|cell| cell.text.is_empty()) {
            reader.note(NoteKind::Mended("rows without any text are left out".to_string(), false), row.span);
            reader.surplus.retain(|(index, _)| *index != rows.len());
        } else {
            rows.push(read);
        }
    }
    if rows.is_empty() {
        return None;
    }
    if let Some(first) = table.rows.get(kept.len()) {
        let what = "the line right below the table has no `|`: it stays below, as text".to_string();
        reader.note(NoteKind::Mended(what, false), first.span);
    }
    let header = reader.header();
    let end = match table.kind {
        TableKind::Pipe => kept.last().map_or(table.span.end(), |row| row.span.end()),
        TableKind::Html => table.span.end(),
    };
    let (notes, surplus) = (reader.notes, reader.surplus);
    let shape = if table.kind == TableKind::Pipe { Shape::Table } else { Shape::HtmlTable };
    let place = Place::of(cx, table, end);
    let own_caption = (table.kind == TableKind::Html).then(|| own_caption(cx, table)).flatten();
    let comments = if table.kind == TableKind::Html { comments(cx, table) } else { Vec::new() };
    let stuck = if !table.complete {
        Some("the table's end tag is missing, or its cells span too much")
    } else if too_wide {
        Some("it has more columns than are read as records")
    } else if table.kind == TableKind::Html && has_text_between(cx, table, own_caption) {
        Some("text stands in it outside of its cells")
    } else if table.parent.is_some() {
        Some("it stands in a cell of another table")
    } else {
        place.stuck
    };
    Some(Grid {
        shape,
        span: place.span,
        prefix: place.prefix,
        breaks_line: place.breaks_line,
        section: table.section,
        caption: caption::above(cx, table.block),
        note: own_caption.and_then(|span| own_text(cx, span)),
        header,
        aligns: Aligns::of(table.alignments.clone()),
        rows,
        surplus,
        notes,
        stuck,
        comments,
    })
}

/// Reads a table with rows that a blank line cuts off it; `None` if it is not
/// sure that they are its rows.
pub(super) fn continued<'a>(cx: &Cx<'a>, above: &Table, cut: &BrokenTable) -> Option<Grid<'a>> {
    let nests = |block| {
        let block = cx.document.block(block);
        block.quotes > 0 || block.parent.is_some()
    };
    let nested = nests(above.block) || nests(cut.block);
    let all = cut.rows.iter().chain(&cut.header);
    let alike = cut.kind == BrokenTableKind::NoDelimiter
        && above.kind == TableKind::Pipe
        && above.rows.last().is_none_or(|row| row.fit != Fit::Glued)
        && all.clone().all(|row| row.cells.len() == above.columns());
    if nested || !alike || cut.section != above.section {
        return None;
    }
    let mut more: Vec<Row> = all.cloned().collect();
    more.sort_by_key(|row| row.span.start());
    let first = more.first()?.span;
    let rows = above.rows.iter().cloned().chain(more).collect();
    let mut grid = table(cx, &Table { rows, ..above.clone() })?;
    let what = "a blank line cut these rows off the table above; in the region they are its rows".to_string();
    grid.notes.push(Note::new(NoteKind::Mended(what, true), first, cx.slice(first), ""));
    Some(grid)
}

/// Reads lines that were meant as a table, if it can be told how.
pub(super) fn broken<'a>(cx: &Cx<'a>, broken: &BrokenTable) -> Option<Grid<'a>> {
    let BrokenTableKind::DelimiterCount { header, delimiter } = broken.kind else { return None };
    // A header that is a lone pipe has no column, and so nothing to read.
    let row = broken.header.clone().filter(|row| !row.cells.is_empty())?;
    let columns = row.cells.len();
    let as_table = Table {
        kind: TableKind::Pipe,
        span: broken.span,
        block: broken.block,
        section: broken.section,
        prefix: Span::at(broken.span.start()),
        alone: true,
        quotes: cx.document.block(broken.block).quotes,
        header: row,
        upper: Vec::new(),
        header_by: crate::readme::HeaderBy::Delimiter,
        alignments: Vec::new(),
        delimiter: broken.delimiter,
        rows: broken
            .rows
            .iter()
            .map(|row| {
                let fit = match row.cells.len() {
                    1 if !cx.slice(row.span).contains('|') => Fit::Glued,
                    cells if cells < columns => Fit::Short,
                    cells if cells > columns => Fit::Surplus,
                    _ => Fit::Full,
                };
                Row { fit, ..row.clone() }
            })
            .collect(),
        parent: None,
        complete: true,
    };
    let mut grid = table(cx, &as_table)?;
    if as_table.quotes > 0 || cx.document.block(broken.block).parent.is_some() {
        grid.stuck = Some("its header is broken, and it stands in a list or quote");
    }
    let what = format!(
        "the line below the header has {delimiter} cells where the header has {header}: GitHub shows no table; \
         the region shows one"
    );
    let place = broken.delimiter.unwrap_or(broken.span);
    grid.notes.insert(0, Note::new(NoteKind::Mended(what, true), place, cx.slice(place), ""));
    Some(grid)
}

impl<'a> Grid<'a> {
    /// Puts the texts beyond the last column behind those of `column`.
    pub(super) fn place_surplus(&mut self, column: usize) {
        for (row, beyond) in std::mem::take(&mut self.surplus) {
            let Some(cell) = self.rows.get_mut(row).and_then(|row| row.cells.get_mut(column)) else {
                continue;
            };
            cell.text = match cell.text.is_empty() {
                true => beyond.text,
                false => format!("{} | {}", cell.text, beyond.text).into(),
            };
        }
    }
}

/// Where a table's region stands.
struct Place {
    span: Span,
    prefix: String,
    breaks_line: bool,
    stuck: Option<&'static str>,
}

impl Place {
    fn of(cx: &Cx<'_>, table: &Table, end: usize) -> Place {
        let start = match table.kind {
            TableKind::Pipe => table.header.span.start(),
            TableKind::Html => table.span.start(),
        };
        let line = cx.line_start(start);
        let before = &cx.text[line..start];
        // A row's frame pipe belongs to the row.
        let before = before.strip_suffix('|').map_or(before, |rest| rest);
        let start = line + before.len();
        let blank = before.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
        let nested = table.quotes > 0 || cx.document.block(table.block).parent.is_some();
        let prefix = &cx.text[table.prefix.range()];
        let end_line = cx.line_end(end);
        let rest = cx.text[end..end_line].trim_matches([' ', '\t']);
        let fits = |text: &str| text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>'));
        let mut stuck = (!rest.is_empty() && rest != "|").then_some("text follows it on its last line");
        if !nested && blank {
            return Place {
                span: Span::new(line, end_line),
                prefix: String::new(),
                breaks_line: false,
                stuck,
            };
        }
        let prefix = if fits(before) { before } else { prefix };
        if !fits(prefix) {
            stuck = Some("something else stands on its lines");
        }
        if table.kind == TableKind::Html && !fits(before) {
            stuck = Some("something else stands on the line of its start tag");
        }
        Place {
            span: Span::new(start, end_line),
            prefix: prefix.to_string(),
            breaks_line: !fits(before),
            stuck,
        }
    }
}

/// Comments between an HTML table's tags that say what no cell says.
fn comments(cx: &Cx<'_>, table: &Table) -> Vec<Span> {
    let inside = cx.document.comments_in(table.span);
    if inside.is_empty() {
        return Vec::new();
    }
    let rows: Vec<(Span, &str)> = table.rows.iter().map(|row| (row.span, cx.slice(row.span))).collect();
    inside
        .iter()
        .filter(|comment| {
            let at = comment.span.start();
            let in_row = rows.iter().any(|(span, _)| span.contains(comment.span));
            let content = cx.slice(comment.content).trim();
            // A comment that names the row below it says nothing new.
            let next = rows.partition_point(|(span, _)| span.start() < at);
            let told = rows.get(next).is_some_and(|(_, row)| row.contains(content));
            !(told || in_row && content.is_empty())
        })
        .map(|comment| comment.span)
        .collect()
}

/// The `<caption>` before the first cell of an HTML table.
fn own_caption(cx: &Cx<'_>, table: &Table) -> Option<Span> {
    let first = table.upper.first().unwrap_or(&table.header).cells.first()?.span.start();
    let start = table.span.start();
    let before = cx.text.get(start..first).filter(|_| table.quotes == 0)?;
    let open = before.find("<caption")?;
    let close = open + before[open..].find("</caption>")? + "</caption>".len();
    Some(Span::new(start + open, start + close))
}

/// A caption's text as Markdown.
fn own_text(cx: &Cx<'_>, caption: Span) -> Option<String> {
    let text = html_to_markdown(cx.slice(caption));
    Some(text.trim().to_string()).filter(|text| !text.is_empty())
}

/// Whether an HTML table holds text that is neither in a cell nor in its
/// caption: a browser shows it above the table.
fn has_text_between(cx: &Cx<'_>, table: &Table, caption: Option<Span>) -> bool {
    let rows = table.upper.iter().chain([&table.header]).chain(&table.rows);
    let own = rows.flat_map(|row| &row.cells).filter(|cell| cell.repeat == Repeat::No);
    let mut at = caption.map_or(table.span.start(), Span::end);
    own.map(|cell| cell.span).chain([Span::at(table.span.end())]).any(|cell| {
        let between = Span::new(at.min(cell.start()), cell.start());
        at = at.max(cell.end());
        let mut found = false;
        pieces(cx.text, between, usize::from(table.quotes), |piece| {
            found |= matches!(piece, Piece::Text(text) if text.contains(char::is_alphanumeric));
        });
        found
    })
}

struct Reader<'c, 'a, 't> {
    cx: &'c Cx<'a>,
    table: &'t Table,
    columns: usize,
    notes: Vec<Note>,
    surplus: Vec<(usize, GridCell<'a>)>,
}

impl<'a> Reader<'_, 'a, '_> {
    fn note(&mut self, kind: NoteKind, span: Span) {
        let from = self.cx.slice(span).to_string();
        self.notes.push(Note::new(kind, span, from, ""));
    }

    fn header(&self) -> Vec<GridCell<'a>> {
        let mut header: Vec<GridCell<'a>> =
            self.table.header.cells.iter().map(|cell| self.cell(cell)).collect();
        for upper in self.table.upper.iter().rev() {
            for (cell, above) in header.iter_mut().zip(&upper.cells) {
                let above = self.cell(above).text;
                if !above.is_empty() && above != cell.text {
                    cell.text = format!("{above} {}", cell.text).trim_end().to_string().into();
                }
            }
        }
        header
    }

    fn cell(&self, cell: &Cell) -> GridCell<'a> {
        let source = self.cx.slice(cell.span);
        let text: Cow<'a, str> = match self.table.kind {
            TableKind::Pipe => match self.resolved(cell.span) {
                Some(resolved) => Cow::Owned(cell::decode(&resolved).into_owned()),
                None => cell::decode(source),
            },
            TableKind::Html => {
                let markdown = self.table.value(self.cx.text, cell).into_owned();
                Cow::Owned(cell::decode_line(&markdown).into_owned())
            }
        };
        GridCell { text, span: cell.span }
    }

    /// The source with reference links written out: their definitions stand
    /// elsewhere in this file and are not there in another output.
    fn resolved(&self, span: Span) -> Option<String> {
        if self.cx.options.verbatim {
            return None;
        }
        resolve_references(self.cx, span)
    }

    fn row(&mut self, row: &Row, index: usize) -> GridRow<'a> {
        let mut cells: Vec<GridCell<'a>> = row.cells.iter().map(|cell| self.cell(cell)).collect();
        let spans_all = self.columns > 1
            && row.cells.len() == self.columns
            && row.cells[1..].iter().all(|cell| cell.repeat == Repeat::Column);
        if spans_all {
            for cell in &mut cells[1..] {
                cell.text = Cow::Borrowed("");
            }
            let what = "this row is one cell across all columns; its text stands in the first".to_string();
            self.note(NoteKind::Mended(what, true), row.span);
        }
        match row.fit {
            Fit::Full => {}
            Fit::Short | Fit::Glued => {
                let what =
                    format!("{} of {} cells are there; the others are unknown", cells.len(), self.columns);
                self.note(NoteKind::Mended(what, false), row.span);
            }
            Fit::Surplus => self.beyond(row, index, &mut cells),
        }
        let end = Span::at(row.span.end());
        while cells.len() < self.columns {
            cells.push(GridCell { text: Cow::Borrowed(""), span: end });
        }
        GridRow { span: row.span, cells }
    }

    /// Brings a row with too many cells down to the columns.
    fn beyond(&mut self, row: &Row, index: usize, cells: &mut Vec<GridCell<'a>>) {
        // What reaches in from another cell is told where that cell begins.
        let mut own =
            row.cells.iter().enumerate().map(|(at, cell)| at < self.columns || cell.repeat == Repeat::No);
        cells.retain(|_| own.next().unwrap_or(true));
        while cells.len() > self.columns && cells.last().is_some_and(|cell| cell.text.is_empty()) {
            cells.pop();
        }
        if cells.len() <= self.columns {
            self.note(
                NoteKind::Mended("empty cells beyond the last column are left out".into(), false),
                row.span,
            );
            return;
        }
        // Pipes inside code or brackets were meant as text.
        let mut at = 0;
        let mut joined = false;
        while self.table.kind == TableKind::Pipe && cells.len() > self.columns && at + 1 < cells.len() {
            if is_open(&cells[at].text) {
                let next = cells.remove(at + 1);
                self.join(&mut cells[at], &next);
                joined = true;
            } else {
                at += 1;
            }
        }
        if cells.len() <= self.columns {
            let what = "a `|` inside code or brackets split a cell; it is one again".to_string();
            self.note(NoteKind::Mended(what, joined), row.span);
            return;
        }
        let (found, columns) = (cells.len(), self.columns.max(1));
        let surplus = cells.split_off(columns);
        let span = surplus.iter().skip(1).fold(surplus[0].span, |all, cell| all.to(cell.span));
        self.surplus.push((index, GridCell { text: cell::decode(self.cx.slice(span)), span }));
        let what = format!(
            "{found} cells for {columns} columns: GitHub hides what is beyond; a column of text shows it now"
        );
        self.note(NoteKind::Mended(what, true), row.span);
    }

    /// Puts a cell's text behind another's, with everything that stood
    /// between them.
    fn join(&self, cell: &mut GridCell<'a>, next: &GridCell<'a>) {
        let span = cell.span.to(next.span);
        *cell = GridCell { text: cell::decode(self.cx.slice(span)), span };
    }
}

/// Whether code or a bracket begins in `text` and does not end in it.
fn is_open(text: &str) -> bool {
    if text.matches('`').count() % 2 == 1 {
        return true;
    }
    let (mut square, mut round) = (0_i32, 0_i32);
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '[' if before != '\\' => square += 1,
            ']' if before != '\\' => square -= 1,
            '(' if before == ']' || round > 0 => round += 1,
            ')' if round > 0 => round -= 1,
            _ => {}
        }
        before = c;
    }
    square > 0 || round > 0
}
