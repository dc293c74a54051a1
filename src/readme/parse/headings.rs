//! Headings on the walk: Markdown and HTML ones, and the sections they open.
//!
//! Owns what a heading's text and source are and where sections end. Anchors
//! are given when all headings are known, by `finish`.

use super::Builder;
use crate::readme::document::{BlockKind, Heading, HeadingId, HeadingSyntax, Plain, narrow};
use crate::text::Span;

impl Builder<'_> {
    pub(super) fn leave_heading(&mut self, level: u8, setext: bool) {
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

    pub(super) fn add_heading(
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
        // The anchor is made of the visible text when all headings are known.
        // Spaces at its ends count, but not those of the HTML's layout.
        let anchor = document.plain(plain);
        let anchor = if syntax == HeadingSyntax::Html { anchor.trim() } else { anchor }.to_owned();
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
            anchor,
            custom_anchors: Vec::new(),
            block: self.inlines.block,
            parent,
            section: Span::at(span.start()),
            opens_section: opens,
        });
        id
    }

    pub(super) fn take_html_headings(&mut self) {
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
}
