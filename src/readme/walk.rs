//! The walk over inline elements and raw HTML: from parser nodes and tags to
//! links, images, code, comments, anchors, details and visible text.
//!
//! Owns what is gathered on the way and the check of every inline position
//! against the source. It refuses to know blocks beyond the one it is told it
//! is in.

use super::build::options;
use super::document::{BlockId, CustomAnchor, Document, HeadingId, Plain, narrow};
use super::html::{Details, Element, Piece, pieces};
use super::html_table::TableTag;
use super::inline::{self, Broken, Code, Comment, Image, ImageKind, Link, LinkKind};
use super::lines::Lines;
use super::table::Align;
use crate::text::Span;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, NodeValue, Sourcepos};
use comrak::{Arena, parse_document};

/// Where the parser's columns lead inside a cell, whose `\|` it shortens to
/// `|` before it counts, or inside a text parsed on its own.
#[derive(Debug)]
pub(super) struct CellMap {
    span: Span,
    /// Where, in the shortened text, a `|` has lost its backslash.
    escapes: Vec<usize>,
    /// How many columns stand before the text, when it is parsed on its own.
    own: Option<usize>,
}

impl CellMap {
    /// The map of the cell at `span`; `None` if columns can be taken as they
    /// are.
    pub(super) fn new(text: &str, span: Span) -> Option<CellMap> {
        let escapes = escapes(&text[span.range()]);
        (!escapes.is_empty()).then_some(CellMap { span, escapes, own: None })
    }

    /// The byte of the text that stands `at` bytes into the shortened cell.
    fn locate(&self, at: usize) -> usize {
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

/// An HTML heading whose end tag has been met.
#[derive(Debug)]
pub(super) struct HtmlHeading {
    pub(super) level: u8,
    pub(super) span: Span,
    pub(super) content: Span,
    pub(super) plain: Plain,
    pub(super) opens: bool,
}

/// A link or image whose end has not been met.
#[derive(Debug)]
struct OpenNode {
    image: bool,
    index: usize,
    mark: u32,
}

/// What the walk gathers.
#[derive(Debug)]
pub(super) struct Inlines<'t> {
    pub(super) lines: Lines<'t>,
    pub(super) document: Document,
    /// The block the walk is in.
    pub(super) block: BlockId,
    pub(super) cell: Option<CellMap>,
    /// Where the inlines end that the walk is in.
    pub(super) limit: usize,
    pub(super) shift: Option<Shift>,
    pub(super) html_headings: Vec<HtmlHeading>,
    pub(super) table_tags: Vec<TableTag>,
    /// Elements found in the current run of inlines, outermost ones only.
    opaque: Vec<Span>,
    open: Vec<OpenNode>,
    images: usize,
    html_tables: usize,
    /// The HTML link being open: which, where its text starts, its mark.
    html_link: Option<(usize, Span, u32)>,
    html_heading: Option<(u8, Span, u32, bool)>,
    details: Vec<usize>,
    summary: Option<(usize, Span, u32)>,
}

impl<'t> Inlines<'t> {
    pub(super) fn new(lines: Lines<'t>) -> Self {
        Inlines {
            lines,
            document: Document::default(),
            block: BlockId(0),
            cell: None,
            limit: 0,
            shift: None,
            html_headings: Vec::new(),
            table_tags: Vec::new(),
            opaque: Vec::new(),
            open: Vec::new(),
            images: 0,
            html_tables: 0,
            html_link: None,
            html_heading: None,
            details: Vec::new(),
            summary: None,
        }
    }

    pub(super) fn plain_mark(&self) -> u32 {
        narrow(self.document.plain.len())
    }

    /// The visible text since `mark`.
    pub(super) fn plain_from(&self, mark: u32) -> Plain {
        Plain { start: mark, end: self.plain_mark() }
    }

    /// Ends a line of visible text, if one has begun.
    pub(super) fn break_plain(&mut self) {
        let plain = &mut self.document.plain;
        if !plain.is_empty() && !plain.ends_with('\n') {
            plain.push('\n');
        }
    }

    fn visible(&mut self, text: &str) {
        let to = if self.images > 0 { &mut self.document.alts } else { &mut self.document.plain };
        to.push_str(text);
    }

    fn place(&self, position: Sourcepos) -> Span {
        let lines = &self.lines;
        let (start, end) = match &self.cell {
            None if self.shift.is_some() => {
                let (from, to) = (position.start, position.end);
                (self.shifted(from.line, from.column - 1), self.shifted(to.line, to.column))
            }
            None => (
                lines.offset(position.start.line, position.start.column),
                lines.offset_after(position.end.line, position.end.column),
            ),
            Some(map) => {
                let shift = match map.own {
                    Some(columns) => columns,
                    None => map.span.start() - lines.start(position.start.line).min(map.span.start()),
                };
                let from = map.locate((position.start.column - 1).saturating_sub(shift));
                let to = map.locate(position.end.column.saturating_sub(shift));
                (self.floor(from), self.floor(to))
            }
        };
        Span::new(start, end.max(start))
    }

    /// The byte `columns` into `line`, as the parser counts after taking
    /// definitions out.
    fn shifted(&self, line: usize, columns: usize) -> usize {
        let Some(shift) = self.shift else { return self.lines.offset(line, columns + 1) };
        let lead = if line == shift.first {
            shift.column.saturating_sub(1)
        } else {
            self.lines.content(line, shift.quotes) - self.lines.start(line)
        };
        let real = self.lines.line(line + shift.by);
        let start = self.lines.content(line + shift.by, shift.quotes);
        self.floor((start + columns.saturating_sub(lead)).min(real.end()))
    }

    fn floor(&self, mut at: usize) -> usize {
        while !self.lines.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn hide(&mut self, span: Span) {
        if self.open.is_empty() {
            self.opaque.push(span);
        }
    }

    pub(super) fn enter<'a>(&mut self, _node: &'a AstNode<'a>, value: &NodeValue, position: Sourcepos) {
        match value {
            NodeValue::Text(text) => self.visible(text),
            NodeValue::SoftBreak => self.visible(" "),
            NodeValue::LineBreak => self.visible("\n"),
            NodeValue::Code(code) => {
                let span = self.place(position);
                self.hide(span);
                let mark = self.plain_mark();
                self.visible(&code.literal);
                let plain = self.plain_from(mark);
                self.document.codes.push(Code { span, plain, block: self.block });
            }
            NodeValue::HtmlInline(_) => {
                let span = self.place(position);
                self.hide(span);
                let (block, confined) = (self.document.block(self.block), true);
                let (quotes, section) = (block.quotes, block.section);
                self.html(span, quotes, section, !confined, false);
            }
            NodeValue::FootnoteReference(_) => {
                let span = self.place(position);
                self.hide(span);
            }
            NodeValue::Link(link) => {
                let mut span = self.place(position);
                if self.lines.text[span.range()].starts_with('!') {
                    span = Span::new(span.start() + 1, span.end());
                }
                self.hide(span);
                let index = self.document.links.len();
                let mark = self.plain_mark();
                self.document.links.push(Link {
                    span,
                    kind: LinkKind::Bare,
                    destination: link.url.clone(),
                    destination_span: Some(span),
                    title: None,
                    label: None,
                    definition: None,
                    content: span,
                    plain: self.plain_from(mark),
                    block: self.block,
                });
                self.open.push(OpenNode { image: false, index, mark });
            }
            NodeValue::Image(image) => {
                let span = self.place(position);
                self.hide(span);
                let index = self.document.images.len();
                let mark = narrow(self.document.alts.len());
                self.document.images.push(Image {
                    span,
                    kind: ImageKind::Inline,
                    source: image.url.clone(),
                    source_span: None,
                    title: None,
                    label: None,
                    alt_span: None,
                    block: self.block,
                    alt: Plain { start: mark, end: mark },
                });
                self.images += 1;
                self.open.push(OpenNode { image: true, index, mark });
            }
            _ => {}
        }
    }

    pub(super) fn leave<'a>(&mut self, node: &'a AstNode<'a>, value: &NodeValue) {
        if !matches!(value, NodeValue::Link(_) | NodeValue::Image(_)) {
            return;
        }
        let Some(open) = self.open.pop() else { return };
        let text = self.lines.text;
        let children_end = node.last_child().map(|child| self.place(child.data().sourcepos).end());
        let plain = self.plain_from(open.mark);
        let start = if open.image {
            self.document.images[open.index].span.start()
        } else {
            self.document.links[open.index].span.start()
        };
        let bracketed = text[start..].starts_with(if open.image { "![" } else { "[" });
        let parts = bracketed.then(|| {
            let children_end = children_end.unwrap_or(start + 1 + usize::from(open.image));
            inline::parts(text, start, children_end, self.limit)
        });
        if self.open.is_empty()
            && let (Some(parts), Some(hidden)) = (&parts, self.opaque.last_mut())
        {
            // Nothing was hidden since: what is inside is not outermost.
            *hidden = Span::new(start, parts.end);
        }
        if open.image {
            self.images = self.images.saturating_sub(1);
            let end = narrow(self.document.alts.len());
            let image = &mut self.document.images[open.index];
            image.alt.end = end;
            if let Some(parts) = parts {
                image.span = Span::new(start, parts.end);
                image.alt_span = Some(parts.content);
                image.source_span = parts.destination;
                image.title = parts.title;
                image.label = parts.label;
                if parts.label.is_some() {
                    image.kind = ImageKind::Reference;
                }
            }
            return;
        }
        let link = &mut self.document.links[open.index];
        link.plain = plain;
        let source = &text[link.span.range()];
        if let Some(parts) = parts {
            link.span = Span::new(start, parts.end);
            link.content = parts.content;
            link.destination_span = parts.destination;
            link.title = parts.title;
            link.label = parts.label;
            link.kind = if parts.label.is_some() { LinkKind::Reference } else { LinkKind::Inline };
        } else if source.starts_with('<') && source.ends_with('>') && source.len() > 2 {
            link.kind = LinkKind::Autolink;
            link.content = link.span.slice(1, source.len() - 1);
            link.destination_span = Some(link.content);
        } else if link.destination.contains('&') {
            link.destination = decode_entities(&link.destination);
        }
    }

    /// Ends a run of inlines whose source is `run`: finds what the parser left
    /// as text.
    pub(super) fn end_run(&mut self, run: Span) {
        let text = self.lines.text;
        if text[run.range()].contains('[') {
            self.opaque.sort_by_key(|span| span.start());
            inline::broken(text, run, &self.opaque, self.block, &mut self.document.broken);
        }
        self.opaque.clear();
    }

    /// Parses `span`, one line of inline Markdown that the parser has dropped,
    /// on its own.
    pub(super) fn fragment(&mut self, span: Span) {
        let source = &self.lines.text[span.range()];
        if is_plain(source) {
            self.visible(source);
            return;
        }
        let map = CellMap { span, escapes: escapes(source), own: Some(HEADING.len()) };
        let saved = self.cell.replace(map);
        self.limit = span.end();
        let arena = Arena::new();
        let markdown = heading(source);
        if let Some(root) = parse_document(&arena, &markdown, &options()).first_child() {
            for edge in root.traverse().skip(1) {
                match edge {
                    NodeEdge::Start(node) => {
                        let data = node.data();
                        self.enter(node, &data.value, data.sourcepos);
                    }
                    NodeEdge::End(node) => self.leave(node, &node.data().value),
                }
            }
        }
        if self.document.plain.ends_with(END) {
            self.document.plain.pop();
        }
        self.cell = saved;
        self.end_run(span);
    }

    /// The visible text of `span`, one line of inline Markdown; nothing else
    /// is gathered.
    pub(super) fn fragment_text(&mut self, span: Span) -> Plain {
        let mark = self.plain_mark();
        let source = &self.lines.text[span.range()];
        if is_plain(source) {
            self.visible(source);
        } else {
            let text = plain_text(source);
            self.visible(&text);
        }
        let plain = self.plain_from(mark);
        self.break_plain();
        plain
    }

    /// Takes up the HTML at `span`; in an HTML block its text is visible text.
    pub(super) fn html(
        &mut self,
        span: Span,
        quotes: u16,
        section: Option<HeadingId>,
        opens: bool,
        is_block: bool,
    ) {
        let text = self.lines.text;
        pieces(text, span, quotes.into(), |piece| match piece {
            Piece::Text(text) => {
                if is_block {
                    self.html_text(&text);
                }
            }
            Piece::Comment { content, span } => {
                self.document.comments.push(Comment { span, content, block: self.block });
            }
            Piece::Start { element, span, .. } => {
                self.start_tag(&piece, element, span, (quotes, section, opens))
            }
            Piece::End { element, span } => self.end_tag(element, span, (quotes, section)),
        });
    }

    /// Visible text of HTML: white space merged, a line end only where an
    /// element makes one.
    fn html_text(&mut self, text: &str) {
        let mut pending = text.starts_with(char::is_whitespace);
        for word in text.split_ascii_whitespace() {
            if pending && !self.document.plain.ends_with(['\n', ' ']) {
                self.visible(" ");
            }
            self.visible(word);
            pending = true;
        }
        if text.ends_with(|ch: char| ch.is_ascii_whitespace()) && !self.document.plain.ends_with(['\n', ' '])
        {
            self.visible(" ");
        }
    }

    fn start_tag(
        &mut self,
        piece: &Piece,
        element: Element,
        span: Span,
        place: (u16, Option<HeadingId>, bool),
    ) {
        let (quotes, section, opens) = place;
        let named = if element == Element::Anchor { ["id", "name"] } else { ["id", "id"] };
        if let Some(name) = named.iter().find_map(|name| piece.attribute(name)) {
            let name = name.value.trim().to_owned();
            if !name.is_empty() {
                self.document.custom_anchors.push(CustomAnchor { name, span });
            }
        }
        match element {
            Element::Anchor => self.start_link(piece, span),
            Element::Image => self.html_image(piece, span),
            Element::Break => self.visible("\n"),
            Element::Heading(level) => {
                self.break_plain();
                let opens = opens && self.html_tables == 0;
                self.html_heading = Some((level, span, self.plain_mark(), opens));
            }
            Element::Details => {
                self.break_plain();
                let parent = self.details.last().map(|&index| narrow(index));
                self.details.push(self.document.details.len());
                let plain = self.plain_from(self.plain_mark());
                let details = Details {
                    span,
                    tag: span,
                    summary: None,
                    plain,
                    closed: false,
                    block: self.block,
                    parent,
                };
                self.document.details.push(details);
            }
            Element::Summary => {
                if let Some(&index) = self.details.last() {
                    self.summary = Some((index, span, self.plain_mark()));
                }
            }
            Element::Block => self.break_plain(),
            _ => self.table_tag(Some(piece), element, span, (quotes, section)),
        }
    }

    fn end_tag(&mut self, element: Element, span: Span, place: (u16, Option<HeadingId>)) {
        match element {
            Element::Anchor => {
                if let Some((index, tag, mark)) = self.html_link.take() {
                    let plain = self.plain_from(mark);
                    let link = &mut self.document.links[index];
                    link.span = tag.to(span);
                    link.content = Span::new(tag.end().min(span.start()), span.start());
                    link.plain = plain;
                }
            }
            Element::Heading(level) => {
                if let Some((open, tag, mark, opens)) = self.html_heading.take()
                    && open == level
                {
                    let content = self.lines.trim(Span::new(tag.end().min(span.start()), span.start()));
                    let plain = self.plain_from(mark);
                    self.html_headings.push(HtmlHeading { level, span: tag.to(span), content, plain, opens });
                }
                self.break_plain();
            }
            Element::Details => {
                if let Some(index) = self.details.pop() {
                    let details = &mut self.document.details[index];
                    details.span = details.tag.to(span);
                    details.closed = true;
                }
                self.break_plain();
            }
            Element::Summary => {
                if let Some((index, tag, mark)) = self.summary.take() {
                    let plain = self.plain_from(mark);
                    let summary = self.lines.trim(Span::new(tag.end().min(span.start()), span.start()));
                    let details = &mut self.document.details[index];
                    details.summary = Some(summary);
                    details.plain = plain;
                }
                self.break_plain();
            }
            Element::Block => self.break_plain(),
            _ => self.table_tag(None, element, span, place),
        }
    }

    fn table_tag(
        &mut self,
        piece: Option<&Piece>,
        element: Element,
        span: Span,
        (quotes, section): (u16, Option<HeadingId>),
    ) {
        let end = piece.is_none();
        match element {
            Element::Table if end => self.html_tables = self.html_tables.saturating_sub(1),
            Element::Table => self.html_tables += 1,
            Element::Head | Element::Body | Element::Foot | Element::Row => {}
            Element::HeaderCell | Element::Cell => {}
            _ => return,
        }
        let plain = self.plain_mark();
        self.break_plain();
        // A start tag's cell begins after the line end just made.
        let plain = if end { plain } else { self.plain_mark() };
        let number = |name: &str, none: u16| {
            let value = piece.and_then(|piece| piece.attribute(name)).map(|value| value.value.trim());
            value
                .and_then(|value| value.parse::<u32>().ok())
                .map_or(none, |n| u16::try_from(n).unwrap_or(u16::MAX))
        };
        let rows = match number("rowspan", 1) {
            0 => u16::MAX,
            rows => rows,
        };
        let align = piece.and_then(|piece| piece.attribute("align")).map_or("", |align| align.value.trim());
        let align = match align.to_ascii_lowercase().as_str() {
            "left" => Align::Left,
            "center" => Align::Center,
            "right" => Align::Right,
            _ => Align::None,
        };
        let columns = number("colspan", 1);
        let block = self.block;
        self.table_tags.push(TableTag {
            element,
            end,
            span,
            plain,
            columns,
            rows,
            align,
            block,
            section,
            quotes,
        });
    }

    fn start_link(&mut self, piece: &Piece, span: Span) {
        // A link cannot hold another: an open one has lost its end tag.
        self.html_link = None;
        let Some(href) = piece.attribute("href") else { return };
        let mark = self.plain_mark();
        self.html_link = Some((self.document.links.len(), span, mark));
        self.document.links.push(Link {
            span,
            kind: LinkKind::Html,
            destination: href.value.trim().to_owned(),
            destination_span: Some(self.lines.trim(href.span)),
            title: piece.attribute("title").map(|title| title.span),
            label: None,
            definition: None,
            content: Span::at(span.end()),
            plain: self.plain_from(mark),
            block: self.block,
        });
    }

    fn html_image(&mut self, piece: &Piece, span: Span) {
        let Some(source) = piece.attribute("src") else { return };
        let start = narrow(self.document.alts.len());
        let alt = piece.attribute("alt");
        self.document.alts.push_str(alt.map_or("", |alt| &alt.value));
        let end = narrow(self.document.alts.len());
        self.document.images.push(Image {
            span,
            kind: ImageKind::Html,
            source: source.value.trim().to_owned(),
            source_span: Some(self.lines.trim(source.span)),
            title: piece.attribute("title").map(|title| title.span),
            label: None,
            alt_span: alt.map(|alt| alt.span),
            block: self.block,
            alt: Plain { start, end },
        });
    }

    /// Ends what HTML has left open.
    pub(super) fn finish_html(&mut self) {
        let end = self.lines.text.len();
        for index in std::mem::take(&mut self.details) {
            let details = &mut self.document.details[index];
            details.span = Span::new(details.tag.start(), end);
        }
    }

    /// Puts everything in the order of the text, which the walk leaves only
    /// for cells that were parsed on their own.
    pub(super) fn sort(&mut self) {
        fn order<T>(items: &mut [T], of: impl Fn(&T) -> usize) {
            if !items.is_sorted_by_key(&of) {
                items.sort_by_key(of);
            }
        }
        let document = &mut self.document;
        order(&mut document.links, |link| link.span.start());
        order(&mut document.images, |image| image.span.start());
        order(&mut document.codes, |code| code.span.start());
        order(&mut document.comments, |comment| comment.span.start());
        order(&mut document.broken, |broken| broken.span.start());
        order(&mut document.custom_anchors, |anchor| anchor.span.start());
        order(&mut self.table_tags, |tag| tag.span.start());
    }
}

/// What makes a line of text a heading, so that all of it is inline: no other
/// block takes the first characters of its text for a marker.
const HEADING: &str = "# ";

/// Ends such a line: without it, `#` or spaces there would be taken off.
const END: char = '\u{1A}';

fn heading(source: &str) -> String {
    let mut markdown = String::with_capacity(source.len() + HEADING.len() + 1);
    markdown.push_str(HEADING);
    let mut rest = source;
    while let Some(at) = rest.find('\\') {
        let next = rest[at + 1..].chars().next();
        markdown.push_str(&rest[..at]);
        if next != Some('|') {
            markdown.push('\\');
        }
        let after = at + 1 + next.map_or(0, char::len_utf8);
        markdown.push_str(&rest[at + 1..after]);
        rest = &rest[after..];
    }
    markdown.push_str(rest);
    markdown = markdown.replace(['\0', '\n', '\r'], " ");
    markdown.push(END);
    markdown
}

/// Whether Markdown can do nothing to `source`.
fn is_plain(source: &str) -> bool {
    !source
        .bytes()
        .any(|byte| matches!(byte, b'[' | b']' | b'<' | b'&' | b'`' | b'*' | b'_' | b'~' | b'!' | b'\\'))
        && !source.contains(['@', ':', '\0'])
        && !source.contains("www.")
}

/// The visible text of `source`, one line of inline Markdown as in a cell
/// without the escapes of `|`; images are left out.
pub fn plain_text(source: &str) -> String {
    if is_plain(source) {
        return source.to_owned();
    }
    let arena = Arena::new();
    let markdown = heading(source);
    let mut out = String::with_capacity(source.len());
    let mut images = 0usize;
    for edge in parse_document(&arena, &markdown, &options()).traverse() {
        let (node, start) = match edge {
            NodeEdge::Start(node) => (node, true),
            NodeEdge::End(node) => (node, false),
        };
        match &node.data().value {
            NodeValue::Image(_) if start => images += 1,
            NodeValue::Image(_) => images = images.saturating_sub(1),
            NodeValue::Text(text) if start && images == 0 => out.push_str(text),
            NodeValue::Code(code) if start && images == 0 => out.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak if start => out.push(' '),
            NodeValue::HtmlInline(tag) if start && tag.to_ascii_lowercase().starts_with("<br") => {
                out.push('\n')
            }
            _ => {}
        }
    }
    if out.ends_with(END) {
        out.pop();
    }
    out
}

/// Adds the link (or image) that `broken` is by definition `index`.
pub(super) fn link_from_definition(text: &str, document: &mut Document, broken: &Broken, index: u32) {
    let destination = &text[document.definitions[index as usize].destination.range()];
    let destination = decode(destination);
    if text[broken.span.range()].starts_with('!') {
        let start = narrow(document.alts.len());
        document.alts.push_str(&text[broken.content.range()]);
        let end = narrow(document.alts.len());
        document.images.push(Image {
            span: broken.span,
            kind: ImageKind::Reference,
            source: destination,
            source_span: None,
            title: None,
            label: Some(broken.target),
            alt_span: Some(broken.content),
            block: broken.block,
            alt: Plain { start, end },
        });
        return;
    }
    let start = narrow(document.plain.len());
    document.plain.push_str(&text[broken.content.range()]);
    let end = narrow(document.plain.len());
    document.links.push(Link {
        span: broken.span,
        kind: LinkKind::Reference,
        destination,
        destination_span: None,
        title: None,
        label: Some(broken.target),
        definition: Some(index),
        content: broken.content,
        plain: Plain { start, end },
        block: broken.block,
    });
}

/// A destination without backslash escapes and entities.
fn decode(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut chars = source.chars().peekable();
    while let Some(ch) = chars.next() {
        if ch == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation) {
            continue;
        }
        out.push(ch);
    }
    decode_entities(&out)
}

/// `source` with its entities decoded; unlike in HTML they need their
/// semicolon, so that `&copy=1` in an address stays.
fn decode_entities(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let len = rest.bytes().take(40).position(|byte| byte == b';').map_or(1, |end| end + 1);
        let entity = &rest[..len];
        let named = entity.len() > 2
            && !entity[1..len - 1].contains(|ch: char| !ch.is_ascii_alphanumeric() && ch != '#');
        if named {
            pieces(entity, Span::new(0, len), 0, |piece| {
                if let Piece::Text(text) = piece {
                    out.push_str(&text);
                }
            });
        } else {
            out.push_str(entity);
        }
        rest = &rest[len..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visible_text_is_without_markup() {
        for (source, text) in [
            ("plain", "plain"),
            ("**a** [b](c) `d|e` &amp; ![x](y)", "a b d|e & "),
            ("1. not a list", "1. not a list"),
            ("C #", "C #"),
            ("a<br>b", "a\nb"),
            ("# a", "# a"),
        ] {
            assert_eq!(plain_text(source), text, "{source}");
        }
    }

    #[test]
    fn escapes_are_counted_as_the_parser_counts() {
        assert_eq!(escapes("a \\| b \\| c"), [2, 6]);
        assert_eq!(escapes("\\\\| x"), Vec::<usize>::new());
    }
}
