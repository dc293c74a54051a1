//! Lists in HTML → items: `<ul>` and `<ol>` of `<li>`, `<dl>` of `<dt>` with
//! `<dd>`.
//!
//! Owns which of them are plain enough: one list that holds items, which hold
//! text, and nothing between them. All of its items are records or none is,
//! since half a list is no HTML. It refuses to judge what they list.

use super::Cx;
use super::head::Head;
use super::runs::RunItem;
use crate::readme::html::{Piece, pieces};
use crate::readme::{BlockId, BlockKind, html_to_markdown};
use crate::text::Span;

/// The items of a block that is a list in HTML and nothing else.
pub(super) fn items(cx: &Cx<'_>, id: BlockId) -> Option<Vec<RunItem>> {
    let block = cx.document.block(id);
    let fits = matches!(block.kind, BlockKind::Html) && cx.stands_alone(block);
    let is_list = ["<ul", "<ol", "<dl"].iter().any(|tag| starts_with(cx.slice(block.span), tag));
    if !fits || !is_list || cx.options.verbatim {
        return None;
    }
    let parts = parts(cx, block.span)?;
    let last = parts.len().checked_sub(1)?;
    let mut items = Vec::with_capacity(parts.len());
    for (index, part) in parts.into_iter().enumerate() {
        let mut head = Head::read(&html_to_markdown(cx.slice(part.name)));
        if let Some(told) = part.told.map(|told| html_to_markdown(cx.slice(told))) {
            let rest = [head.rest.take(), Some(told)].into_iter().flatten().filter(|text| !text.is_empty());
            head.rest = Some(rest.collect::<Vec<_>>().join("<br>")).filter(|text| !text.is_empty());
        }
        let start = if index == 0 { block.span.start() } else { part.span.start() };
        let end = if index == last { block.span.end() } else { part.span.end() };
        let span = Span::new(start, start.max(end));
        let item = RunItem::line(span, Span::at(start), part.name, head);
        if !item.is_record() {
            return None;
        }
        items.push(item);
    }
    Some(items)
}

/// What a reader sees of the HTML at `span`.
pub(crate) fn seen(text: &str, span: Span) -> Vec<String> {
    let mut out = Vec::new();
    pieces(text, span, 0, |piece| {
        if let Piece::Text(text) = piece {
            out.push(text);
        }
    });
    out
}

/// An item's bytes.
struct Part {
    span: Span,
    name: Span,
    /// What `<dd>` holds.
    told: Option<Span>,
}

/// What is open.
enum Open {
    Nothing,
    Name(usize),
    Told(usize),
}

/// Cuts a list into its items; `None` if it holds anything else.
fn parts(cx: &Cx<'_>, span: Span) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    let (mut open, mut list, mut ended, mut sound) = (Open::Nothing, None, false, true);
    pieces(cx.text, span, 0, |piece| match piece {
        Piece::Text(text) => sound &= text.trim().is_empty() || !matches!(open, Open::Nothing),
        Piece::Comment { .. } => sound = false,
        Piece::Start { span: tag, .. } | Piece::End { span: tag, .. } => {
            let name = tag_name(cx.slice(tag));
            // Whatever ends an item's text, its own end tag or the next tag.
            let structure = matches!(name, "ul" | "ol" | "dl" | "li" | "dt" | "dd");
            if structure && let Some(part) = parts.last_mut() {
                match open {
                    Open::Name(from) => part.name = Span::new(from, tag.start()),
                    Open::Told(from) => part.told = Some(Span::new(from, tag.start())),
                    Open::Nothing => {}
                }
                part.span = part.span.to(Span::at(tag.start()));
            }
            let starts = !cx.slice(tag).starts_with("</");
            if structure {
                open = Open::Nothing;
            }
            match (name, starts) {
                ("ul" | "ol" | "dl", true) if list.is_none() => list = Some(name == "dl"),
                ("ul" | "ol" | "dl", false) if list.is_some() => ended = true,
                ("li", true) | ("dt", true) if list == Some(name == "dt") && !ended => {
                    open = Open::Name(tag.end());
                    parts.push(Part { span: tag, name: Span::at(tag.end()), told: None });
                }
                ("dd", true) if parts.last().is_some_and(|part| part.told.is_none()) && !ended => {
                    open = Open::Told(tag.end());
                }
                ("li" | "dt" | "dd", false) => {}
                ("a" | "b" | "strong" | "i" | "em" | "code" | "br" | "img" | "span" | "sub" | "sup", _)
                    if !matches!(open, Open::Nothing) => {}
                _ => sound = false,
            }
            if let Some(part) = parts.last_mut().filter(|_| !starts) {
                part.span = part.span.to(tag);
            }
        }
    });
    (sound && ended).then_some(parts)
}

/// A tag's name, if it is in small letters.
fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()]
}

fn starts_with(text: &str, tag: &str) -> bool {
    text.trim_start().strip_prefix(tag).is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\t']))
}
