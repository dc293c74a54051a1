//! Lists → runs of items that may be records, with everything that belongs to
//! each item.
//!
//! Owns which lists go together (a list, a picture below it, the next list),
//! what stands inside an item, and lines that were meant as a list and are a
//! paragraph (`1.https://…`). It refuses to read items: `items` does.

use super::blocks;
use super::caption;
use super::head::{Form, Head};
use super::html_list;
use super::in_regions;
use super::keyed;
use super::labels::is_label;
use super::paragraphs;
use super::references::resolve_references;
use super::{Cx, region_holding};
use crate::readme::{BlockId, BlockKind, HeadingId};
use crate::text::Span;
use crate::value::Image;

/// How deep in lists and quotes records are looked for: what stands deeper is
/// text.
const DEEPEST: u16 = 16;

/// Items that stand together.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) items: Vec<RunItem>,
    pub(super) section: Option<HeadingId>,
    /// What the group they stand in is called, if it is an item of a list.
    pub(super) group: Option<String>,
    /// What stands above it and names it.
    pub(super) caption: Option<String>,
    /// Whether it stands in another list or in a quote.
    pub(super) nested: bool,
    /// The line the first marker stands on must hold nothing else before it.
    pub(super) stuck: Option<&'static str>,
    pub(super) numbered: bool,
    /// Whether it is written in HTML.
    pub(super) html: bool,
    /// Whether its items are paragraphs.
    pub(super) paragraphs: bool,
    pub(super) tasks: usize,
}

/// An item with what belongs to it.
#[derive(Debug)]
pub(super) struct RunItem {
    /// From its marker to the end of what belongs to it.
    pub(super) span: Span,
    pub(super) marker: Span,
    pub(super) head: Head,
    /// The blocks below its first paragraph, from the first to the last.
    pub(super) rest: Vec<BlockId>,
    /// A picture that stands below the list.
    pub(super) picture: Option<(Image, Span)>,
    /// Whether it only holds what links refer to.
    pub(super) defines: bool,
    /// Whether its box is ticked, if it has one.
    pub(super) task: Option<bool>,
    /// Whether lists inside it hold records of their own.
    pub(super) is_group: bool,
    /// Whether one of its nested items is an address and nothing else.
    pub(super) addressed: bool,
    /// The place of its first line's text.
    pub(super) text: Span,
}

impl RunItem {
    /// An item that is its first line, with nothing below it.
    pub(super) fn line(span: Span, marker: Span, text: Span, head: Head) -> Self {
        RunItem {
            span,
            marker,
            head,
            rest: Vec::new(),
            picture: None,
            defines: false,
            task: None,
            is_group: false,
            addressed: false,
            text,
        }
    }

    /// Whether it is a record.
    pub(super) fn is_record(&self) -> bool {
        !self.is_group
            && (self.head.is_record()
                || matches!(self.head.form, Form::Bold | Form::Told | Form::Mention)
                || (self.head.name.is_some() && (self.addressed || self.is_described())))
    }

    /// Whether it is a name with text below it.
    fn is_described(&self) -> bool {
        self.head.form == Form::Plain && !self.rest.is_empty()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.head.form == Form::Empty && self.rest.is_empty()
    }
}

/// All runs of the document, in order; runs inside items of runs come after
/// these.
pub(super) fn runs(cx: &Cx<'_>) -> Vec<Run> {
    let mut runs = Vec::new();
    let top: Vec<BlockId> = cx.document.top().collect();
    siblings(cx, &top, None, 0, &mut runs);
    runs
}

/// Runs among blocks that stand side by side.
fn siblings(cx: &Cx<'_>, blocks: &[BlockId], group: Option<&str>, depth: u16, runs: &mut Vec<Run>) {
    if depth > DEEPEST {
        return;
    }
    let mut at = 0;
    while at < blocks.len() {
        let id = blocks[at];
        at += 1;
        match &cx.document.block(id).kind {
            BlockKind::Quote | BlockKind::Alert => {
                let inside: Vec<BlockId> = cx.document.children(id).collect();
                siblings(cx, &inside, None, depth + 1, runs);
            }
            BlockKind::List(_) => {
                let mut run = start(cx, id, group);
                add_list(cx, id, &mut run);
                at = go_on(cx, blocks, at, &mut run);
                finish(cx, run, depth, runs);
            }
            BlockKind::Paragraph => {
                let glued = in_regions::glued(cx, cx.document.block(id).span);
                if let Some(items) = pseudo_list(cx, id) {
                    let mut run = start(cx, id, group);
                    run.items = items;
                    // A list below is the last line's own if it is indented.
                    if let Some(&next) = blocks.get(at)
                        && matches!(cx.document.block(next).kind, BlockKind::List(_))
                        && cx.document.block(next).span.start()
                            > cx.line_start(cx.document.block(next).span.start())
                        && let Some(last) = run.items.last_mut()
                    {
                        last.rest.push(next);
                        last.span = last.span.to(cx.document.block(next).span);
                        last.addressed = has_address(cx, next);
                        at += 1;
                    }
                    at = go_on(cx, blocks, at, &mut run);
                    // What goes with it is none either.
                    if !glued {
                        finish(cx, run, depth, runs);
                    }
                } else if !glued && let Some(items) = paragraphs::lines(cx, id) {
                    runs.push(Run { items, paragraphs: true, ..start(cx, id, group) });
                } else if !glued && let Some(items) = paragraphs::items(cx, &blocks[at - 1..]) {
                    at += items.len() - 1;
                    runs.push(Run { items, paragraphs: true, ..start(cx, id, group) });
                }
            }
            BlockKind::Html => {
                if let Some(items) = html_list::items(cx, id) {
                    runs.push(Run { items, html: true, numbered: false, ..start(cx, id, group) });
                }
            }
            _ => {}
        }
    }
}

fn start(cx: &Cx<'_>, id: BlockId, group: Option<&str>) -> Run {
    let block = cx.document.block(id);
    let line = cx.line_start(block.span.start());
    let before = &cx.text[line..block.span.start()];
    let fits = before.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>'));
    let list = match &block.kind {
        BlockKind::List(list) => Some(list),
        _ => None,
    };
    Run {
        items: Vec::new(),
        section: block.section,
        group: group.map(String::from),
        caption: caption::above(cx, id),
        nested: block.parent.is_some(),
        stuck: (!fits).then_some("its first item stands on the line of another list's marker"),
        numbered: list.is_none_or(|list| list.ordered),
        paragraphs: false,
        html: false,
        tasks: 0,
    }
}

/// Takes pictures below a list, and the lists below them, into the run.
/// Returns where it stopped.
fn go_on(cx: &Cx<'_>, blocks: &[BlockId], mut at: usize, run: &mut Run) -> usize {
    let section = run.section;
    let region = run.items.first().and_then(|item| region_holding(cx, item.span)).map(|region| region.begin);
    let same = |id: BlockId| {
        let block = cx.document.block(id);
        block.section == section && region_holding(cx, block.span).map(|region| region.begin) == region
    };
    while let Some(&id) = blocks.get(at) {
        if !same(id) {
            break;
        }
        let block = cx.document.block(id);
        match &block.kind {
            BlockKind::List(_) => add_list(cx, id, run),
            BlockKind::Paragraph | BlockKind::Html => {
                // Only items that have something below them have a picture.
                let Some(last) =
                    run.items.last_mut().filter(|last| !last.rest.is_empty() && last.picture.is_none())
                else {
                    break;
                };
                let Some(image) = blocks::picture(cx, id) else { break };
                last.picture = Some((image, block.span));
                last.span = last.span.to(block.span);
            }
            _ => break,
        }
        at += 1;
    }
    at
}

fn add_list(cx: &Cx<'_>, id: BlockId, run: &mut Run) {
    for item in cx.document.children(id) {
        let block = cx.document.block(item);
        let BlockKind::Item(found) = &block.kind else { continue };
        run.tasks += usize::from(found.task.is_some());
        let mut rest: Vec<BlockId> = cx.document.children(item).collect();
        let text = found.text.unwrap_or(Span::at(found.marker.end()));
        if found.task.is_some() && cx.options.verbatim {
            run.stuck.get_or_insert("its items have boxes to tick");
        }
        // What defines a link is no block, and is not nothing.
        let mut defines = false;
        let end = found.marker.end();
        if rest.is_empty() && !cx.text[end..cx.line_end(end)].trim().is_empty() {
            defines = true;
        }
        let line = match found.text {
            Some(text) => {
                let first = rest.remove(0);
                blocks::inline(cx, first, text)
            }
            None => String::new(),
        };
        let in_region = region_holding(cx, block.span).is_some();
        let read = match (in_region, cx.options.verbatim) {
            (true, _) => Head::rendered(&line),
            (false, true) => {
                // What it is shows where its reference links are written out.
                let form = resolve_references(cx, text).map(|resolved| Head::read(&resolved).form);
                let head = Head::verbatim(&line);
                Head { form: form.unwrap_or(head.form), ..head }
            }
            (false, false) => Head::read(&line),
        };
        let lists = || rest.iter().filter(|id| matches!(cx.document.block(**id).kind, BlockKind::List(_)));
        let is_group =
            !read.is_record() && read.rest.is_none() && lists().any(|&list| holds_records(cx, list));
        let addressed = lists().any(|&list| has_address(cx, list));
        run.items.push(RunItem {
            span: Span::new(found.marker.start(), block.span.end().max(found.marker.end())),
            marker: found.marker,
            head: read,
            rest,
            picture: None,
            task: found.task,
            defines,
            is_group: is_group && !addressed,
            addressed,
            text,
        });
    }
}

/// The items of one list.
pub(super) fn items_of(cx: &Cx<'_>, list: BlockId) -> Vec<RunItem> {
    let mut run = start(cx, list, None);
    add_list(cx, list, &mut run);
    run.items
}

/// Whether half of a list's items are records by their first line.
pub(super) fn holds_records(cx: &Cx<'_>, list: BlockId) -> bool {
    if matches!(&cx.document.block(list).kind, BlockKind::List(found) if found.depth > DEEPEST) {
        return false;
    }
    let (mut items, mut records) = (0_usize, 0_usize);
    for item in cx.document.children(list) {
        let Some(line) = first_line(cx, item) else { continue };
        items += 1;
        let head = Head::read(&line);
        let local = head.link.as_deref().is_some_and(|link| link.starts_with('#'));
        let alone = head.form == Form::Address && head.rest.is_none();
        let part = head.name.as_deref().is_some_and(is_label);
        let form = matches!(head.form, Form::Linked | Form::Addressed | Form::Cited);
        let record = form && !local && !alone && !part;
        let nested = || {
            cx.document
                .children(item)
                .filter(|id| matches!(cx.document.block(*id).kind, BlockKind::List(_)))
                .any(|list| holds_records(cx, list))
        };
        records += usize::from(record || (!head.is_record() && nested()));
    }
    items > 0 && records * 2 >= items
}

/// Whether a list says where an entry is: one of its items is an address and
/// nothing else, or its items are keys, one of which leads somewhere.
fn has_address(cx: &Cx<'_>, list: BlockId) -> bool {
    let mut lines = cx.document.children(list).filter_map(|item| first_line(cx, item));
    lines.any(|line| blocks::address(&line).is_some())
        || keyed::below_item(cx, list).is_some_and(|pairs| pairs.iter().any(keyed::leads))
}

pub(super) fn first_line(cx: &Cx<'_>, item: BlockId) -> Option<String> {
    let BlockKind::Item(found) = &cx.document.block(item).kind else { return None };
    let text = found.text?;
    Some(blocks::inline(cx, item, text))
}

/// Adds a run, and those inside its groups.
fn finish(cx: &Cx<'_>, run: Run, depth: u16, runs: &mut Vec<Run>) {
    let inner: Vec<(String, Vec<BlockId>)> = run
        .items
        .iter()
        .filter(|item| item.is_group)
        .map(|item| (item.head.name.clone().unwrap_or_default(), item.rest.clone()))
        .collect();
    runs.push(run);
    for (name, rest) in inner {
        siblings(cx, &rest, Some(&name), depth + 1, runs);
    }
}

/// The items of a paragraph each of whose lines begins with a number and a
/// dot: Markdown wants a space behind it, so this is no list.
fn pseudo_list(cx: &Cx<'_>, id: BlockId) -> Option<Vec<RunItem>> {
    let block = cx.document.block(id);
    let text = cx.slice(block.span);
    if !text.starts_with(|c: char| c.is_ascii_digit()) || block.quotes > 0 || block.parent.is_some() {
        return None;
    }
    let mut items = Vec::new();
    let mut at = block.span.start();
    let mut unspaced = false;
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start_matches([' ', '\t']).len());
        at += line.len();
        let body = line.trim_matches([' ', '\t', '\r', '\n']);
        let digits = body.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 3 || !matches!(body.as_bytes().get(digits), Some(b'.' | b')')) {
            return None;
        }
        let rest = body[digits + 1..].trim_start();
        // `3.5` is a number.
        unspaced |= rest.len() + digits + 1 == body.len() && !rest.starts_with(|c: char| c.is_ascii_digit());
        let span = Span::new(start, start + body.len());
        let text = Span::new(span.end() - rest.len(), span.end());
        let head = if cx.options.verbatim { Head::verbatim(rest) } else { Head::read(rest) };
        items.push(RunItem::line(span, Span::new(start, start + digits + 1), text, head));
    }
    let named = items.iter().filter(|item| item.head.is_record()).count();
    (unspaced && named > 0).then_some(items)
}
