//! The walk over inline elements and raw HTML: from parser nodes and tags to
//! links, images, code, comments, anchors, details and visible text.
//!
//! Owns what is gathered on the way and the check of every inline position
//! against the source. It refuses to know blocks beyond the one it is told it
//! is in.

use super::NUL;
use super::fragment::decode_entities;
use super::html_table::TableTag;
use super::places::{CellMap, Shift};
use super::walk_html::HtmlHeading;
use crate::readme::broken;
use crate::readme::document::{BlockId, Document, Plain, narrow};
use crate::readme::inline::{Code, Image, ImageKind, Link, LinkKind};
use crate::readme::lines::Lines;
use crate::readme::link_source;
use crate::text::Span;
use comrak::nodes::{AstNode, NodeValue, Sourcepos};

/// A link or image whose end has not been met.
#[derive(Debug)]
struct OpenNode {
    image: bool,
    index: usize,
    mark: u32,
    off: isize,
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
    pub(super) shift: Shift,
    pub(super) html_headings: Vec<HtmlHeading>,
    pub(super) table_tags: Vec<TableTag>,
    /// Elements found in the current run of inlines, outermost ones only.
    opaque: Vec<Span>,
    open: Vec<OpenNode>,
    images: usize,
    pub(super) html_tables: usize,
    /// The HTML link being open: which, where its text starts, its mark.
    pub(super) html_link: Option<(usize, Span, u32)>,
    pub(super) html_heading: Option<(u8, Span, u32, bool)>,
    pub(super) details: Vec<usize>,
    pub(super) summary: Option<(usize, Span, u32)>,
}

impl<'t> Inlines<'t> {
    pub(super) fn new(lines: Lines<'t>) -> Self {
        Inlines {
            lines,
            document: Document::default(),
            block: BlockId(0),
            cell: None,
            limit: 0,
            shift: Shift::default(),
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

    pub(super) fn visible(&mut self, text: &str) {
        let to = if self.images > 0 { &mut self.document.alts } else { &mut self.document.plain };
        to.push_str(text);
    }

    fn place(&self, position: Sourcepos) -> Span {
        let lines = &self.lines;
        let (start, end) = match &self.cell {
            None if self.shift.is_off() => {
                let (from, to) = (position.start, position.end);
                let at = |line, columns| self.shift.locate(lines, line, columns);
                (at(from.line, from.column - 1), at(to.line, to.column))
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
                (lines.floor(from), lines.floor(to))
            }
        };
        Span::new(start, end.max(start))
    }

    /// The place `span` of `position`, as long as the parser says even if that
    /// leads over the end of the line: then the start is too far on as well.
    fn whole(&self, span: Span, position: Sourcepos) -> Span {
        if self.cell.is_some() || self.shift.is_off() || position.start.line != position.end.line {
            return span;
        }
        let length = (position.end.column + 1).saturating_sub(position.start.column);
        Span::new(span.start(), span.end().max(span.start() + length))
    }

    /// The place of a node whose source `fits`. The parser is off by a few
    /// columns where a tab at a line's start belongs to a list only in part.
    fn find(&self, position: Sourcepos, fits: impl Fn(&str) -> bool) -> Span {
        let span = self.place(position);
        self.find_near(span, fits).unwrap_or(span)
    }

    /// How far a node that begins where `found` does is from where the parser
    /// says.
    fn off(&self, position: Sourcepos, found: Span) -> isize {
        found.start() as isize - self.place(position).start() as isize
    }

    fn find_near(&self, span: Span, fits: impl Fn(&str) -> bool) -> Option<Span> {
        for (before, after) in [(0, 0), (1, 0), (0, 1), (2, 0), (0, 2), (3, 0), (0, 3)] {
            let start = (span.start() + after).saturating_sub(before);
            // The end may fall into a character: it is not sure either.
            let end = (span.end() + after).saturating_sub(before).min(self.lines.text.len());
            let end = self.lines.floor(end);
            if self.lines.text.get(start..end).is_some_and(&fits) {
                return Some(Span::new(start, end));
            }
        }
        None
    }

    /// The place of a link. One that shows its address may be bare, and the
    /// parser is off for those that hold an entity.
    fn find_link<'a>(&self, position: Sourcepos, node: &'a AstNode<'a>, url: &str) -> Span {
        let span = self.place(position);
        let whole = self.whole(span, position);
        let Some(child) = node.first_child() else {
            return self.find_near(whole, |source| source.starts_with('[')).unwrap_or(span);
        };
        let child = child.data();
        let NodeValue::Text(shown) = &child.value else {
            return self.find_near(whole, |source| source.starts_with('[')).unwrap_or(span);
        };
        if !url.ends_with(&**shown) || node.last_child().is_some_and(|last| last.previous_sibling().is_some())
        {
            return self.find_near(whole, |source| source.starts_with('[')).unwrap_or(span);
        }
        let exact = |source: &str| {
            let rest = source.strip_prefix(['[', '<']).unwrap_or(source);
            match after(rest, shown).and_then(|len| rest.get(len..)) {
                Some("") => rest.len() == source.len(),
                Some(">") => source.starts_with('<'),
                Some(tail) => source.starts_with('[') && tail.starts_with(']'),
                None => false,
            }
        };
        if let Some(found) = self.find_near(whole, exact) {
            return found;
        }
        let text = self.lines.text;
        let head = shown.split('&').next().unwrap_or(shown);
        if head.len() >= 4 && shown.contains('&') {
            let from = self.lines.floor(span.start().saturating_sub(8));
            let to = self.lines.floor((span.end() + 8).min(text.len()));
            if let Some(at) = text[from..to].find(head)
                && let Some(len) = written_length(&text[from + at..], shown)
            {
                let (start, end) = (from + at, from + at + len);
                let framed = text[..start].ends_with('<') && text[end..].starts_with('>');
                let grow = usize::from(framed && span.len() > len);
                return Span::new(start - grow, end + grow);
            }
        }
        self.find_near(whole, |source| source.starts_with(['[', '<'])).unwrap_or(span)
    }

    fn hide(&mut self, span: Span) {
        if self.open.is_empty() {
            self.opaque.push(span);
        }
    }

    pub(super) fn enter<'a>(&mut self, node: &'a AstNode<'a>, value: &NodeValue, position: Sourcepos) {
        match value {
            NodeValue::Text(text) => self.visible(text),
            NodeValue::SoftBreak => self.visible(" "),
            NodeValue::LineBreak => self.visible("\n"),
            NodeValue::Code(code) => {
                let span = self.find(position, |source| source.starts_with('`') && source.ends_with('`'));
                self.hide(span);
                let mark = self.plain_mark();
                self.visible(&code.literal);
                let plain = self.plain_from(mark);
                self.document.codes.push(Code { span, plain, block: self.block });
            }
            NodeValue::HtmlInline(_) => {
                let span = self.find(position, |source| source.starts_with('<') && source.ends_with('>'));
                self.hide(span);
                let block = self.document.block(self.block);
                let (quotes, section) = (block.quotes, block.section);
                self.html(span, quotes, section, false, false);
            }
            NodeValue::FootnoteReference(_) => {
                let span = self.find(position, |source| source.starts_with("[^"));
                self.hide(span);
            }
            NodeValue::Link(link) => {
                let span = self.find_link(position, node, &link.url);
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
                self.open.push(OpenNode { image: false, index, mark, off: self.off(position, span) });
            }
            NodeValue::Image(image) => {
                let span = self.find(position, |source| source.starts_with("!["));
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
                self.open.push(OpenNode { image: true, index, mark, off: self.off(position, span) });
            }
            _ => {}
        }
    }

    /// `<url>` or `[words](url)`, which is all of `span`.
    pub(super) fn plain_link(&mut self, span: Span, words: &str, url: &str, kind: LinkKind) {
        let mark = self.plain_mark();
        self.visible(words);
        let content = span.slice(1, 1 + words.len());
        let target = match kind {
            LinkKind::Autolink => content,
            _ => span.slice(span.len() - 1 - url.len(), span.len() - 1),
        };
        self.document.links.push(Link {
            span,
            kind,
            destination: url.to_string(),
            destination_span: Some(target),
            title: None,
            label: None,
            definition: None,
            content,
            plain: self.plain_from(mark),
            block: self.block,
        });
    }

    pub(super) fn leave<'a>(&mut self, node: &'a AstNode<'a>, value: &NodeValue, position: Sourcepos) {
        if !matches!(value, NodeValue::Link(_) | NodeValue::Image(_)) {
            return;
        }
        let Some(open) = self.open.pop() else { return };
        let text = self.lines.text;
        let children_end = node.last_child().map(|child| {
            let last = child.data().sourcepos;
            let end = self.place(last).end();
            // What is off at the line's start is off in all of the line.
            if last.end.line == position.start.line { end.saturating_add_signed(open.off) } else { end }
        });
        let plain = self.plain_from(open.mark);
        let start = if open.image {
            self.document.images[open.index].span.start()
        } else {
            self.document.links[open.index].span.start()
        };
        let bracketed = text[start..].starts_with(if open.image { "![" } else { "[" });
        let parts = bracketed.then(|| {
            let children_end = children_end.unwrap_or(start + 1 + usize::from(open.image));
            link_source::parts(text, start, children_end, self.limit)
        });
        if let Some(parts) = &parts {
            let unseen = text[parts.content.end()..parts.end].bytes().filter(|&byte| byte == b'\n').count();
            self.shift.miss(position.end.line, unseen);
        }
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
            broken::find(text, run, &self.opaque, self.block, &mut self.document.broken);
        }
        self.opaque.clear();
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

/// How many bytes of `source` write `shown`, whose `&` may be an entity there.
fn written_length(source: &str, shown: &str) -> Option<usize> {
    let mut parts = shown.split('&');
    let mut at = after(source, parts.next()?)?;
    for part in parts {
        let rest = source[at..].strip_prefix('&')?;
        let entity = rest.strip_prefix("amp;").and_then(|rest| after(rest, part)).map(|len| len + 4);
        at += 1 + after(rest, part).or(entity)?;
    }
    Some(at)
}

/// The length of `prefix` if `source` starts with it; a NUL is what the parser
/// was given for it.
fn after(source: &str, prefix: &str) -> Option<usize> {
    let same = |(a, b): (u8, u8)| a == b || (a == 0 && b == NUL as u8);
    let starts = source.len() >= prefix.len() && source.bytes().zip(prefix.bytes()).all(same);
    starts.then_some(prefix.len())
}
