//! Blocks that hold text: code, and the source of paragraphs and headings.
//!
//! Owns their extent, and taking up the definitions at a paragraph's start.

use super::Builder;
use super::places::Shift;
use crate::readme::definition::{self, Definition};
use crate::readme::document::{BlockKind, CodeBlock};
use crate::text::Span;
use comrak::nodes::{AstNode, NodeCodeBlock, NodeValue, Sourcepos};

impl Builder<'_> {
    pub(super) fn code_block(&mut self, position: Sourcepos, code: &NodeCodeBlock) {
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
            let fence = start
                + self.text()[start..line.end()].bytes().take_while(|&byte| byte == code.fence_char).count();
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
    pub(super) fn inline_block<'a>(&mut self, node: &'a AstNode<'a>, position: Sourcepos) -> Span {
        let whole = self.span(position);
        self.cover(whole);
        let text = self.text();
        let mut start = whole.start();
        // The parser leaves definitions in a paragraph that it splits off a
        // table's header, and sees a checkbox before it takes it off.
        let boxed = node.previous_sibling().is_none()
            && node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::TaskItem(_)));
        let above_table = node.next_sibling().is_some_and(|next| {
            let next = next.data();
            matches!(next.value, NodeValue::Table(_)) && next.sourcepos.start.line == position.end.line + 1
        });
        let first = self.inlines.lines.offset(position.start.line, position.start.column);
        while !above_table
            && !boxed
            && first == whole.start()
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
        let line = position.start.line;
        let by = if start > whole.start() { self.inlines.lines.line_of(start) - line } else { 0 };
        self.inlines.shift = Shift::new(line, position.start.column, self.quotes, by);
        if above_table {
            self.inlines.shift.unescape(&self.inlines.lines, position.end.line);
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
