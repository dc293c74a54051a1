//! Paragraphs that follow each other and are written as items are: `**Name**`
//! with a link behind it, `[Name](…): text`, `1、[Name](…)`, `• [Name](…)`.
//!
//! Owns what makes such paragraphs alike. It refuses to judge what they list.

use super::Cx;
use super::blocks;
use super::head::{Form, Head};
use super::labels::is_label;
use super::runs::RunItem;
use super::table_signs::is_header;
use crate::readme::{BlockId, BlockKind};
use crate::text::Span;

/// The fewest paragraphs that make a list.
const LEAST: usize = 3;

/// How a paragraph begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lead {
    Bold,
    Link,
    Number,
    Bullet,
}

/// The items that the paragraphs at the start of `blocks` are.
pub(super) fn items(cx: &Cx<'_>, blocks: &[BlockId]) -> Option<Vec<RunItem>> {
    let section = cx.document.block(*blocks.first()?).section;
    let mut items = Vec::new();
    let mut lead = None;
    for &id in blocks {
        let same = cx.document.block(id).section == section;
        let Some((found, item)) = item(cx, id).filter(|_| same) else { break };
        if *lead.get_or_insert(found) != found {
            break;
        }
        items.push(item);
    }
    (items.len() >= LEAST).then_some(items)
}

/// The items that the lines of a paragraph are: each begins with a link and
/// goes on with a mark, if at all.
pub(super) fn lines(cx: &Cx<'_>, id: BlockId) -> Option<Vec<RunItem>> {
    let block = cx.document.block(id);
    let written = cx.slice(block.span);
    if !written.starts_with('[') || !cx.stands_alone(block) || cx.options.verbatim {
        return None;
    }
    let mut items = Vec::new();
    let mut at = block.span.start();
    for line in written.split_inclusive('\n') {
        let body = line.trim_start_matches([' ', '\t']);
        let start = at + (line.len() - body.len());
        at += line.len();
        let body = body.trim_end();
        let body = body.strip_suffix("<br>").or_else(|| body.strip_suffix('\\')).unwrap_or(body).trim_end();
        let head = Head::read(body);
        let alone = head.rest.is_none() || head.mark.contains(MARKS);
        if head.form != Form::Linked || !body.starts_with('[') || !alone {
            return None;
        }
        let span = Span::new(start, start + body.len());
        items.push(RunItem::line(span, Span::at(start), span, head));
    }
    (items.len() >= LEAST).then_some(items)
}

/// What stands between a name and what is said of it.
const MARKS: [char; 5] = ['-', '–', '—', ':', '：'];

fn item(cx: &Cx<'_>, id: BlockId) -> Option<(Lead, RunItem)> {
    let block = cx.document.block(id);
    let fits = matches!(block.kind, BlockKind::Paragraph)
        && cx.stands_alone(block)
        && cx.document.links_in(block.span).iter().any(|link| link.destination.contains("://"));
    if !fits || cx.options.verbatim {
        return None;
    }
    let written = cx.slice(block.span);
    let (mark, sign) = mark(written);
    let text = Span::new(block.span.start() + mark, block.span.end());
    let head = Head::read(&blocks::inline(cx, id, text));
    let name = head.name.as_deref()?;
    let lead = match (sign, head.form) {
        (Some(sign), _) if head.is_record() => sign,
        (None, Form::Linked) if written.starts_with('[') => {
            head.mark.contains(MARKS).then_some(Lead::Link)?
        }
        (None, Form::Bold | Form::Linked | Form::Cited) if written.starts_with("**") => Lead::Bold,
        _ => return None,
    };
    // `**Paper**: …` says something of an entry.
    if lead == Lead::Bold && (is_label(name) || is_header(name)) {
        return None;
    }
    let marker = Span::new(block.span.start(), block.span.start() + written[..mark].trim_end().len());
    Some((lead, RunItem::line(block.span, marker, text, head)))
}

/// The length of the mark that a paragraph starts with and Markdown takes for
/// text, with the blanks behind it.
fn mark(text: &str) -> (usize, Option<Lead>) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = text[digits..].chars();
    let (lead, fits) = match rest.next() {
        Some('、' | '．' | '）') => (Lead::Number, (1..=3).contains(&digits)),
        Some('•' | '●' | '・' | '·' | '▪' | '◆' | '►') => (Lead::Bullet, digits == 0),
        _ => return (0, None),
    };
    let body = rest.as_str().trim_start_matches([' ', '\t']);
    if fits { (text.len() - body.len(), Some(lead)) } else { (0, None) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_markdown_does_not_know_are_known() {
        assert_eq!(mark("1、[A](b)"), ("1、".len(), Some(Lead::Number)));
        assert_eq!(mark("• [A](b)"), ("• ".len(), Some(Lead::Bullet)));
        for text in ["1. a", "2024、a", "a", ""] {
            assert_eq!(mark(text), (0, None), "{text}");
        }
    }
}
