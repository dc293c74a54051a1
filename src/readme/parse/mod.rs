//! From Markdown text to a [`Document`]: one parse, one walk.
//!
//! Owns the Markdown parser, its options and its positions: they are byte
//! columns on lines, right for most nodes, by the parser's own word not for
//! lists, and wrong after a `\|` in a cell. So each is checked against the
//! source, and containers get their extent from what they hold. What the
//! parser drops (definitions, surplus cells, references over its limit) is
//! found again from the lines it left uncovered.

mod finish;
mod fragment;
mod headings;
mod html_table;
mod leaves;
mod places;
mod tables;
mod thin;
mod walk;
mod walk_html;

pub use fragment::plain_text;

use super::document::{Block, BlockId, BlockKind, Document, HeadingId, narrow};
use super::front_matter;
use super::lines::Lines;
use super::list::{self, Item, List};
use crate::text::Span;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, NodeValue, Sourcepos};
use comrak::{Arena, Options, parse_document};
use std::borrow::Cow;
use std::ops::Range;
use thin::Thinned;
use walk::Inlines;

/// Stands for NUL, for which the parser writes three bytes; that would move
/// what follows. Any other control character has the same meaning to it.
const NUL: char = '\u{1A}';

fn options() -> Options<'static> {
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

/// The document of `text`; see [`Document::parse`].
pub(super) fn document(text: &str) -> Document {
    document_of(text, |markdown| thin::thin(markdown, Rows::All)).0
}

/// The document of `text`, all of it given to the parser; see
/// [`Document::parse_whole`].
pub(super) fn whole(text: &str) -> Document {
    document_of(text, |_| None).0
}

/// The document of `text`, without plain rows and items of long tables and
/// lists that seem to stand in managed regions, and the spans of those tables
/// and lists.
pub(super) fn without_managed_rows(text: &str) -> (Document, Vec<Span>) {
    document_of(text, |markdown| thin::thin(markdown, Rows::NotManaged))
}

/// Which of the plain rows and items a document is to have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    All,
    NotManaged,
}

fn document_of(text: &str, thin: impl Fn(&str) -> Option<Thinned>) -> (Document, Vec<Span>) {
    let bom = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    let front_matter = front_matter::find(text, bom);
    let base = front_matter.map_or(bom, |front| front.span.end());
    let markdown: Cow<'_, str> = if text.contains('\0') {
        text[base..].replace('\0', NUL.encode_utf8(&mut [0; 4])).into()
    } else {
        text[base..].into()
    };
    let mut builder = Builder::new(text, base);
    builder.inlines.document.bom = bom;
    builder.inlines.document.front_matter = front_matter;
    builder.walk(&markdown, thin);
    let lines = &builder.inlines.lines;
    let place = |left: Range<usize>| lines.line(left.start + 1).to(lines.line(left.end));
    let left_out = builder.thinned.iter().flat_map(Thinned::left_out).map(place).collect();
    (builder.finish(), left_out)
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
    /// What was left out of what the parser was given.
    thinned: Option<Thinned>,
    /// Whether the table being walked gets back rows that the parser was not
    /// given.
    put_back: bool,
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
            thinned: None,
            put_back: false,
            table: None,
        }
    }

    /// Takes from the parser's nodes all that there is to know. They are gone
    /// when it returns.
    fn walk(&mut self, markdown: &str, thin: impl Fn(&str) -> Option<Thinned>) {
        let arena = Arena::new();
        let thinned = thin(markdown).and_then(|mut thinned| {
            let root = parse_document(&arena, &std::mem::take(&mut thinned.text), &options());
            thinned.restore(root).then_some((thinned, root))
        });
        let root = match thinned {
            Some((thinned, root)) => {
                self.thinned = Some(thinned);
                root
            }
            None => parse_document(&arena, markdown, &options()),
        };
        for edge in root.traverse() {
            match edge {
                NodeEdge::Start(node) => self.enter(node),
                NodeEdge::End(node) => self.leave(node),
            }
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
            NodeValue::TableRow(header) => self.enter_row(*header, position.start.line),
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
            value => self.inlines.leave(node, value, data.sourcepos),
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

    /// Ends the inlines of the open block, whose source is `run`.
    fn end_inlines(&mut self, run: Span) {
        let id = self.inlines.block;
        let mark = self.inlines.document.block(id).plain.start;
        self.inlines.end_run(run);
        let plain = self.inlines.plain_from(mark);
        self.document().blocks[id.0 as usize].plain = plain;
    }
}
