//! From Markdown text to a [`Document`]: one parse, one walk.
//!
//! Owns the Markdown parser, its options and its positions: they are byte
//! columns on lines, right for most nodes, by the parser's own word not for
//! lists, and wrong after a `\|` in a cell. So each is checked against the
//! source, and containers get their extent from what they hold. What the
//! parser drops (definitions, surplus cells, references over its limit) is
//! found again from the lines it left uncovered.

use super::anchor::Anchors;
use super::definition::{self, Definition};
use super::document::{
    Block, BlockId, BlockKind, CodeBlock, Document, Heading, HeadingId, HeadingSyntax, Plain, TableId, narrow,
};
use super::inline::BrokenKind;
use super::lines::{Lines, is_blank, quote_prefix};
use super::list::{self, Item, List};
use super::table::{self, Cell, Fit, HeaderBy, Row, Table, TableKind};
use super::walk::{CellMap, Inlines, Shift};
use super::{front_matter, html_table};
use crate::text::Span;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, NodeCodeBlock, NodeValue, Sourcepos};
use comrak::{Arena, Options, parse_document};
use std::borrow::Cow;
use std::collections::HashMap;

pub(super) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.parse.leave_footnote_definitions = true;
    options
}

pub(super) fn build(text: &str) -> Document {
    let bom = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    let front_matter = front_matter::find(text, bom);
    let base = front_matter.map_or(bom, |front| front.span.end());
    // The parser writes three bytes for a NUL, which would move what follows;
    // any other control character has the same meaning to it.
    let markdown: Cow<'_, str> =
        if text.contains('\0') { text[base..].replace('\0', "\u{1A}").into() } else { text[base..].into() };
    let arena = Arena::new();
    let root = parse_document(&arena, &markdown, &options());
    let mut builder = Builder::new(text, base);
    builder.inlines.document.bom = bom;
    builder.inlines.document.front_matter = front_matter;
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => builder.enter(node),
            NodeEdge::End(node) => builder.leave(node),
        }
    }
    builder.finish()
}

struct Builder<'t> {
    inlines: Inlines<'t>,
    stack: Vec<BlockId>,
    section: Option<HeadingId>,
    quotes: u16,
    lists: u16,
    /// Blocks around that keep a heading from opening a section.
    confined: usize,
    covered: Vec<bool>,
    /// The table being walked, and the row and cell in it.
    table: Option<(usize, usize, usize)>,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str, base: usize) -> Self {
        let lines = Lines::new(text, base);
        let covered = vec![false; lines.count() + 2];
        Builder {
            inlines: Inlines::new(lines),
            stack: Vec::new(),
            section: None,
            quotes: 0,
            lists: 0,
            confined: 0,
            covered,
            table: None,
        }
    }

    fn document(&mut self) -> &mut Document {
        &mut self.inlines.document
    }

    fn text(&self) -> &'t str {
        self.inlines.lines.text
    }

    /// The bytes of a leaf block, trimmed.
    fn span(&self, position: Sourcepos) -> Span {
        let lines = &self.inlines.lines;
        let start = lines.offset(position.start.line, position.start.column);
        let end = lines.offset_after(position.end.line, position.end.column);
        lines.trim(Span::new(start, end.max(start)))
    }

    fn cover(&mut self, span: Span) {
        let first = self.inlines.lines.line_of(span.start());
        let last = self.inlines.lines.line_of(span.end().max(span.start()));
        if let Some(covered) = self.covered.get_mut(first..=last) {
            covered.fill(true);
        }
    }

    fn open(&mut self, kind: BlockKind, span: Span) -> BlockId {
        let id = BlockId(narrow(self.inlines.document.blocks.len()));
        let parent = self.stack.last().copied();
        // Positions never run backwards, whatever the parser says.
        let floor = match parent {
            Some(parent) => self.inlines.document.block(parent).span.start(),
            None => 0,
        };
        let floor = self.inlines.document.blocks.last().map_or(floor, |last| floor.max(last.span.start()));
        let start = span.start().max(floor);
        let block = Block {
            kind,
            span: Span::new(start, span.end().max(start)),
            parent,
            section: self.section,
            quotes: self.quotes,
            plain: self.inlines.plain_from(self.inlines.plain_mark()),
            next: id.0 + 1,
        };
        self.document().blocks.push(block);
        self.stack.push(id);
        self.inlines.block = id;
        id
    }

    fn close(&mut self) {
        let Some(id) = self.stack.pop() else { return };
        let next = narrow(self.inlines.document.blocks.len());
        let block = &mut self.document().blocks[id.0 as usize];
        block.next = next;
        let (parent, end) = (block.parent, block.span.end());
        if let Some(parent) = parent {
            let outer = &mut self.document().blocks[parent.0 as usize].span;
            *outer = Span::new(outer.start(), outer.end().max(end));
            self.inlines.block = parent;
        }
    }

    fn enter<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        let position = data.sourcepos;
        match &data.value {
            NodeValue::Document => {}
            NodeValue::BlockQuote | NodeValue::Alert(_) => {
                let kind = if matches!(data.value, NodeValue::Alert(_)) {
                    BlockKind::Alert
                } else {
                    BlockKind::Quote
                };
                let start = self.inlines.lines.offset(position.start.line, position.start.column);
                self.open(kind, Span::at(start));
                self.quotes = self.quotes.saturating_add(1);
                self.confined += 1;
                // An empty quote holds nothing that would give it an extent.
                if node.first_child().is_none() || matches!(data.value, NodeValue::Alert(_)) {
                    let line = self.inlines.lines.line(position.start.line);
                    self.grow(self.inlines.lines.trim(Span::new(start, line.end().max(start))));
                }
            }
            NodeValue::List(list) => {
                let start = self.inlines.lines.offset(position.start.line, position.start.column);
                let ordered = list.list_type == comrak::nodes::ListType::Ordered;
                let list = List { ordered, tight: list.tight, depth: self.lists };
                self.open(BlockKind::List(list), Span::at(start));
                self.lists = self.lists.saturating_add(1);
                self.confined += 1;
            }
            NodeValue::Item(_) => self.enter_item(position, None),
            NodeValue::TaskItem(task) => self.enter_item(position, Some(task.symbol.is_some())),
            NodeValue::FootnoteDefinition(_) => {
                let start = self.inlines.lines.offset(position.start.line, position.start.column);
                let line = self.inlines.lines.line(position.start.line);
                let head = self.text()[start..line.end().max(start)].find("]:").map_or(0, |at| at + 2);
                self.open(BlockKind::Footnote, Span::new(start, start + head));
                self.confined += 1;
            }
            NodeValue::CodeBlock(code) => self.code_block(position, code),
            NodeValue::HtmlBlock(_) => {
                let span = self.span(position);
                self.cover(span);
                let id = self.open(BlockKind::Html, span);
                let mark = self.inlines.plain_mark();
                let opens = self.confined == 0;
                self.inlines.html(span, self.quotes, self.section, opens, true);
                self.take_html_headings();
                let plain = self.inlines.plain_from(mark);
                self.document().blocks[id.0 as usize].plain = plain;
            }
            NodeValue::ThematicBreak => {
                let span = self.span(position);
                self.cover(span);
                self.open(BlockKind::Break, span);
            }
            NodeValue::Paragraph => {
                let span = self.inline_block(node, position);
                let id = self.open(BlockKind::Paragraph, span);
                self.item_text(id, span);
            }
            NodeValue::Heading(_) => {
                let span = self.inline_block(node, position);
                let start = self.inlines.lines.offset(position.start.line, position.start.column);
                let start = if self.text()[start..].starts_with('#') { start } else { span.start() };
                let whole = Span::new(start.min(span.start()), span.end());
                self.open(BlockKind::Heading(HeadingId(0)), whole);
            }
            NodeValue::Table(table) => self.enter_table(position, table.alignments.len()),
            NodeValue::TableRow(header) => {
                if let Some((_, row, cell)) = &mut self.table {
                    *row += usize::from(!header);
                    *cell = 0;
                }
            }
            NodeValue::TableCell => self.enter_cell(),
            _ => self.inlines.enter(node, &data.value, position),
        }
    }

    fn leave<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        match &data.value {
            NodeValue::Document | NodeValue::TableRow(_) => {}
            NodeValue::BlockQuote | NodeValue::Alert(_) => {
                self.quotes = self.quotes.saturating_sub(1);
                self.confined = self.confined.saturating_sub(1);
                self.close();
            }
            NodeValue::List(_) => {
                self.lists = self.lists.saturating_sub(1);
                self.confined = self.confined.saturating_sub(1);
                self.close();
            }
            NodeValue::FootnoteDefinition(_) => {
                self.confined = self.confined.saturating_sub(1);
                self.close();
            }
            NodeValue::Item(_)
            | NodeValue::TaskItem(_)
            | NodeValue::CodeBlock(_)
            | NodeValue::HtmlBlock(_)
            | NodeValue::ThematicBreak => self.close(),
            NodeValue::Paragraph => {
                let span = self.inlines.document.block(self.inlines.block).span;
                self.end_inlines(span);
                self.take_html_headings();
                self.find_broken_table(span);
                self.close();
            }
            NodeValue::Heading(heading) => self.leave_heading(heading.level, heading.setext),
            NodeValue::Table(_) => self.leave_table(),
            NodeValue::TableCell => self.leave_cell(),
            value => self.inlines.leave(node, value),
        }
    }

    /// Extends the open block to hold `span`.
    fn grow(&mut self, span: Span) {
        if let Some(id) = self.stack.last() {
            let block = &mut self.inlines.document.blocks[id.0 as usize];
            block.span = Span::new(block.span.start(), block.span.end().max(span.end()));
        }
    }

    fn enter_item(&mut self, position: Sourcepos, task: Option<bool>) {
        let lines = &self.inlines.lines;
        let line = lines.line(position.start.line);
        let mut start = lines.offset(position.start.line, position.start.column);
        let mut found = list::marker(&self.text()[start..line.end().max(start)]);
        if found.is_none() {
            // The column was off: the marker is the first thing that is one.
            let rest = &self.text()[line.range()];
            let lead = rest.len() - rest.trim_start_matches([' ', '\t', '>']).len();
            found = list::marker(&rest[lead..]);
            if found.is_some() {
                start = line.start() + lead;
            }
        }
        let (len, number) = found.unwrap_or((0, None));
        let marker = Span::new(start, start + len);
        let parent = self.stack.last().copied().unwrap_or(BlockId(0));
        let depth = self.lists.saturating_sub(1);
        self.open(BlockKind::Item(Item { marker, number, task, depth, text: None, list: parent }), marker);
        if task.is_some() {
            // An item with a box and nothing else has no paragraph.
            let rest = self.inlines.lines.trim(Span::new(marker.end(), line.end().max(marker.end())));
            self.grow(Span::new(rest.start(), (rest.start() + 3).min(rest.end())));
        }
    }

    /// Tells the item around a paragraph that this is its text.
    fn item_text(&mut self, id: BlockId, span: Span) {
        let Some(parent) = self.inlines.document.block(id).parent else { return };
        if id.0 != parent.0 + 1 {
            return;
        }
        if let BlockKind::Item(item) = &mut self.document().blocks[parent.0 as usize].kind {
            item.text = Some(span);
        }
    }

    fn code_block(&mut self, position: Sourcepos, code: &NodeCodeBlock) {
        let lines = &self.inlines.lines;
        let mut span = self.span(position);
        let mut info = Span::at(span.start());
        let mut content = span;
        if code.fenced {
            // The end is counted from the content: the parser's is off where
            // the fence is never closed.
            let first = position.start.line;
            let last = first + line_count(&code.literal);
            let line = lines.line(first);
            let start = lines.offset(first, position.start.column);
            let fence = start + self.text()[start..line.end()].bytes().take_while(|&byte| byte == code.fence_char).count();
            info = lines.trim(Span::new(fence, line.end()));
            let from = lines.start(first + 1);
            let end = if code.closed { lines.line(last + 1).end() } else { lines.line(last).end() };
            let to = if code.closed { lines.start(last + 1) } else { end.max(from) };
            content = Span::new(from.min(to), to);
            span = lines.trim(Span::new(start, end));
        }
        self.cover(span);
        let content = if content.end() > span.end() { clamp(content, span) } else { content };
        self.open(BlockKind::Code(CodeBlock { fenced: code.fenced, info, content }), span);
    }

    /// The inline source of a paragraph or heading: what follows the
    /// definitions at its start, which are taken up here.
    fn inline_block<'a>(&mut self, node: &'a AstNode<'a>, position: Sourcepos) -> Span {
        let whole = self.span(position);
        self.cover(whole);
        let text = self.text();
        let mut start = whole.start();
        self.inlines.shift = None;
        // The parser leaves definitions in a paragraph that it splits off a
        // table's header.
        let above_table = node.next_sibling().is_some_and(|next| {
            let next = next.data();
            matches!(next.value, NodeValue::Table(_)) && next.sourcepos.start.line == position.end.line + 1
        });
        while !above_table
            && text[start..whole.end()].starts_with('[')
            && let Some(found) = definition::read(text, start, whole.end(), self.quotes.into())
        {
            let next = self.next_line(found.span.end(), whole.end());
            if next >= whole.end() {
                break;
            }
            start = next;
            self.add_definition(found);
        }
        if start > whole.start() {
            let first = position.start.line;
            let by = self.inlines.lines.line_of(start) - first;
            self.inlines.shift =
                Some(Shift { first, column: position.start.column, by, quotes: self.quotes });
        }
        self.inlines.limit = whole.end();
        Span::new(start, whole.end().max(start))
    }

    /// The first byte of text on the line after byte `at`, at most `end`.
    fn next_line(&self, at: usize, end: usize) -> usize {
        let line = self.inlines.lines.line_of(at) + 1;
        self.inlines.lines.content(line, self.quotes).clamp(at, end.max(at))
    }

    fn add_definition(&mut self, mut found: Definition) {
        found.section = self.section;
        self.document().definitions.push(found);
    }

    /// Ends the inlines of the open block, whose source is `run`.
    fn end_inlines(&mut self, run: Span) {
        let id = self.inlines.block;
        let mark = self.inlines.document.block(id).plain.start;
        self.inlines.end_run(run);
        let plain = self.inlines.plain_from(mark);
        self.document().blocks[id.0 as usize].plain = plain;
    }

    fn leave_heading(&mut self, level: u8, setext: bool) {
        let id = self.inlines.block;
        let whole = self.inlines.document.block(id).span;
        let text = self.text();
        let content = if setext {
            let source = &text[whole.range()];
            let end = source.trim_end_matches(['=', '-', ' ', '\t']).len();
            let end = source[..end].trim_end_matches([' ', '\t', '>']).len();
            self.inlines.lines.trim(Span::new(whole.start(), whole.start() + end))
        } else {
            let source = &text[whole.range()];
            let lead = source.len() - source.trim_start_matches('#').len();
            let body = source[lead..].trim_end_matches([' ', '\t']);
            let shut = body.trim_end_matches('#');
            let body = if shut.is_empty() || shut.ends_with([' ', '\t']) { shut } else { body };
            self.inlines.lines.trim(Span::new(whole.start() + lead, whole.start() + lead + body.len()))
        };
        self.end_inlines(content);
        self.inlines.html_headings.clear();
        let plain = self.inlines.document.block(id).plain;
        let syntax = if setext { HeadingSyntax::Setext } else { HeadingSyntax::Atx };
        let opens = self.confined == 0;
        let heading = self.add_heading(level, syntax, whole, content, plain, opens);
        self.document().blocks[id.0 as usize].kind = BlockKind::Heading(heading);
        self.close();
    }

    fn add_heading(
        &mut self,
        level: u8,
        syntax: HeadingSyntax,
        span: Span,
        content: Span,
        plain: Plain,
        opens: bool,
    ) -> HeadingId {
        let document = &mut self.inlines.document;
        let id = HeadingId(narrow(document.headings.len()));
        let mut text = document.plain(plain).trim().to_owned();
        if text.is_empty() {
            let images = document.images_in(content);
            text = images.iter().map(|image| document.alt(image).trim()).collect::<Vec<_>>().join(" ");
            text = text.trim().to_owned();
        }
        let mut parent = self.section;
        if opens {
            while let Some(above) = parent
                && document.heading(above).level >= level
            {
                document.headings[above.0 as usize].section =
                    Span::new(document.heading(above).span.start(), span.start());
                parent = document.heading(above).parent;
            }
            self.section = Some(id);
        }
        document.headings.push(Heading {
            level,
            syntax,
            span,
            content,
            text,
            // The visible text, spaces and all: the anchor is made of it when
            // all headings are known.
            anchor: document.plain(plain).to_owned(),
            custom_anchors: Vec::new(),
            block: self.inlines.block,
            parent,
            section: Span::at(span.start()),
            opens_section: opens,
        });
        id
    }

    fn take_html_headings(&mut self) {
        for found in std::mem::take(&mut self.inlines.html_headings) {
            // One that holds another heading is none to GitHub either.
            let last = self.inlines.document.headings.last();
            if last.is_some_and(|last| last.span.start() >= found.span.start()) {
                continue;
            }
            let opens = found.opens && self.confined == 0;
            self.add_heading(found.level, HeadingSyntax::Html, found.span, found.content, found.plain, opens);
        }
    }

    fn enter_table(&mut self, position: Sourcepos, columns: usize) {
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
        let mut rows: Vec<Row> = (first + 2..=last).map(|line| row(line, Some(columns))).collect();
        if columns == 1 && header.fit == Fit::Glued {
            rows.iter_mut().filter(|row| row.fit == Fit::Glued).for_each(|row| row.fit = Fit::Full);
        }
        let header = Row { fit: Fit::Full, ..header };
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
            alignments: table::alignments(text, &delimiter),
            delimiter: Some(delimiter.span),
            rows,
            parent: None,
            complete: true,
        };
        self.cover(span);
        let id = self.inlines.document.tables.len();
        self.document().tables.push(table);
        self.open(BlockKind::Table(TableId(narrow(id))), block_span);
        self.table = Some((id, 0, 0));
    }

    /// The row and cell of the parser's cell being walked.
    fn current_cell(&mut self) -> Option<&mut Cell> {
        let (table, row, cell) = self.table?;
        let table = &mut self.inlines.document.tables[table];
        let row = if row == 0 { &mut table.header } else { table.rows.get_mut(row - 1)? };
        row.cells.get_mut(cell)
    }

    fn enter_cell(&mut self) {
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

    fn leave_cell(&mut self) {
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
    fn leave_table(&mut self) {
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

    fn find_broken_table(&mut self, span: Span) {
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
        if let Some(mut broken) = table::broken_table(text, &spans, block, section) {
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
    fn fill_plain(&mut self, rows: &mut [Row]) {
        for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.plain = self.inlines.fragment_text(cell.span);
        }
    }

    /// Definitions on lines that no block covers.
    fn find_definitions(&mut self) {
        let text = self.text();
        let mut found = Vec::new();
        let mut line = 1;
        while line <= self.inlines.lines.count() {
            let lines = &self.inlines.lines;
            let span = lines.line(line);
            if self.covered[line] || !text[span.range()].contains('[') {
                line += 1;
                continue;
            }
            let body = &text[span.range()];
            let lead = body.len() - body.trim_start_matches(|ch: char| is_lead(ch)).len();
            let quotes = body[..lead].matches('>').count();
            let mut end = line;
            while end < lines.count()
                && !self.covered[end + 1]
                && !is_blank(&text[lines.line(end + 1).range()])
            {
                end += 1;
                // A definition spans few lines; more would read them again
                // and again.
                if end > line + 8 {
                    break;
                }
            }
            match definition::read(text, span.start() + lead, lines.line(end).end(), quotes) {
                Some(definition) => {
                    line = lines.line_of(definition.span.end()) + 1;
                    found.push(definition);
                }
                None => line += 1,
            }
        }
        for mut definition in found {
            definition.section = self.inlines.document.section_at(definition.span.start());
            self.document().definitions.push(definition);
        }
        self.document().definitions.sort_by_key(|definition| definition.span.start());
    }

    /// Links references to definitions, and turns brackets that the parser
    /// left (in cells it dropped, or over its limit on expansions) into links
    /// where a definition answers.
    fn resolve(&mut self) {
        let text = self.text();
        let document = &mut self.inlines.document;
        let mut labels: HashMap<String, u32> = HashMap::with_capacity(document.definitions.len());
        for (index, definition) in document.definitions.iter().enumerate() {
            labels.entry(definition::normalize(&text[definition.label.range()])).or_insert(narrow(index));
        }
        let find = |label: Span| {
            if labels.is_empty() {
                return None;
            }
            labels.get(&definition::normalize(&text[label.range()])).copied()
        };
        for link in &mut document.links {
            link.definition = link.label.and_then(find);
        }
        let mut broken = std::mem::take(&mut document.broken);
        let before = broken.len();
        broken.retain(|broken| {
            let reference =
                matches!(broken.kind, BrokenKind::UndefinedReference | BrokenKind::UndefinedShortcut);
            match find(broken.target).filter(|_| reference) {
                Some(index) => {
                    super::walk::link_from_definition(text, document, broken, index);
                    false
                }
                None => true,
            }
        });
        if broken.len() != before {
            document.links.sort_by_key(|link| link.span.start());
            document.images.sort_by_key(|image| image.span.start());
        }
        document.broken = broken;
    }

    fn finish(mut self) -> Document {
        self.inlines.finish_html();
        let text = self.text();
        let html = html_table::tables(text, &self.inlines.table_tags);
        self.find_definitions();
        self.inlines.sort();
        self.resolve();
        let mut document = std::mem::take(&mut self.inlines.document);
        for heading in &mut document.headings {
            if heading.section.is_empty() {
                let end = if heading.opens_section { text.len() } else { heading.span.end() };
                heading.section = Span::new(heading.span.start(), end.max(heading.span.start()));
            }
        }
        order_tables(&mut document, html);
        table::attach_broken(text, &mut document);
        name_anchors(text, &mut document);
        document
    }
}

/// Bytes that may stand before a definition on its line: indentation and the
/// markers of the containers it is in.
fn is_lead(ch: char) -> bool {
    ch.is_ascii_digit() || matches!(ch, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')')
}

/// How many lines `text` has; a last line end starts no further one.
fn line_count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ends = (0..bytes.len())
        .filter(|&at| bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n')))
        .count();
    ends + usize::from(!text.is_empty() && !text.ends_with(['\n', '\r']))
}

fn clamp(span: Span, outer: Span) -> Span {
    let start = span.start().clamp(outer.start(), outer.end());
    Span::new(start, span.end().clamp(start, outer.end()))
}

/// Merges HTML tables into the pipe tables, by where they start, and tells
/// each which one it stands in.
fn order_tables(document: &mut Document, html: Vec<Table>) {
    document.tables.extend(html);
    document.tables.sort_by_key(|table| (table.span.start(), std::cmp::Reverse(table.span.end())));
    let mut around: Vec<u32> = Vec::new();
    for index in 0..document.tables.len() {
        let span = document.tables[index].span;
        while around.last().is_some_and(|&outer| document.tables[outer as usize].span.end() < span.end()) {
            around.pop();
        }
        document.tables[index].parent = around.last().copied().map(TableId);
        around.push(narrow(index));
        if document.tables[index].kind == TableKind::Pipe {
            let block = document.tables[index].block;
            document.blocks[block.0 as usize].kind = BlockKind::Table(TableId(narrow(index)));
        }
    }
}

/// Gives headings their anchors, and those set by hand in or right before
/// them.
fn name_anchors(text: &str, document: &mut Document) {
    let mut anchors = Anchors::new();
    let mut from = 0;
    for index in 0..document.headings.len() {
        let heading = &document.headings[index];
        let anchor = anchors.next(&heading.anchor);
        // Anchors before the heading belong to it when only they stand there.
        let mut own = Vec::new();
        let custom = &document.custom_anchors;
        let upto = from + custom[from..].partition_point(|anchor| anchor.span.start() < heading.span.end());
        for candidate in custom[from..upto].iter().rev() {
            let between = candidate.span.end()..heading.span.start().max(candidate.span.end());
            let gap = &text[between];
            if candidate.span.start() >= heading.span.start()
                || (gap.len() < 400 && gap.replace("</a>", "").trim_start_matches(is_anchor_gap).is_empty())
            {
                own.push(candidate.name.clone());
            } else {
                break;
            }
        }
        own.reverse();
        from = upto;
        let heading = &mut document.headings[index];
        heading.anchor = anchor;
        heading.custom_anchors = own;
    }
}

fn is_anchor_gap(ch: char) -> bool {
    ch.is_whitespace() || ch == '>'
}
