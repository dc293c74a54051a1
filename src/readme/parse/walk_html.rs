//! Raw HTML on the walk.
//!
//! Owns pairing the tags of links, headings and `<details>`, and collecting
//! those of tables for `html_table`.

use super::html_table::TableTag;
use super::walk::Inlines;
use crate::catalog::Align;
use crate::readme::document::{CustomAnchor, HeadingId, Plain, narrow};
use crate::readme::html::{Details, Element, Piece, pieces};
use crate::readme::inline::{Comment, Image, ImageKind, Link, LinkKind};
use crate::text::Span;

/// An HTML heading whose end tag has been met.
#[derive(Debug)]
pub(super) struct HtmlHeading {
    pub(super) level: u8,
    pub(super) span: Span,
    pub(super) content: Span,
    pub(super) plain: Plain,
    pub(super) opens: bool,
}

impl Inlines<'_> {
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
                self.start_tag(&piece, element, span, (quotes, section, opens));
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
}
