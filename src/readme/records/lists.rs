//! Runs of items → candidates: what of a list is records and what stands
//! between them.
//!
//! Owns judging a whole list by its items, and cutting it where an item is
//! none of them: such an item (a caption, a group) stays where it is.

use super::aside;
use super::classify::{self, ListSigns, Under};
use super::groups::{Body, Candidate, Stand, comparable};
use super::head::Form;
use super::labels::is_label;
use super::reading::addresses;
use super::runs::{Run, RunItem};
use super::{Cx, Shape, Verdict, region_holding};
use crate::text::Span;

/// An item between records that names those below it, and where it ends.
pub(super) type Caption = Option<(usize, String)>;

/// Adds the candidates of a run. `above` is the caption that the run before
/// ended with, and becomes that of this one.
pub(super) fn candidates<'a>(cx: &Cx<'a>, run: Run, above: &mut Caption, out: &mut Vec<Candidate<'a>>) {
    let heading = run.section.map(|id| cx.document.heading(id));
    let signs = signs(cx, &run);
    // What is said right above it comes first: **News**.
    let told = run.caption.as_deref().filter(|caption| aside::is_aside(caption));
    let verdict = classify::list(&signs, told.or(heading.map(|heading| heading.text.as_str())));
    let in_region = run.items.first().is_some_and(|item| region_holding(cx, item.span).is_some());
    let title = run.group.clone().or_else(|| heading.map(|heading| heading.text.clone()));
    let mut part: Vec<RunItem> = Vec::new();
    let region = run.items.first().and_then(|item| region_holding(cx, item.span));
    let last = above.clone().filter(|(end, _)| {
        let between = region.and_then(|region| cx.text.get(*end..region.begin.start()));
        between.is_some_and(|between| between.trim().is_empty())
    });
    let mut caption = last.map(|(_, caption)| caption);
    let shape = if run.html { Shape::HtmlList } else { Shape::List };
    let Run { items, section, nested, stuck, caption: mut above_it, .. } = run;
    let mut close = |part: &mut Vec<RunItem>, caption: &Option<String>, verdict: &Verdict| {
        // Empty items at either end are none of it.
        while part.last().is_some_and(RunItem::is_empty) {
            part.pop();
        }
        if part.is_empty() {
            return;
        }
        let items = std::mem::take(part);
        let (span, stand) = place(cx, &items, nested, stuck);
        let names =
            items.iter().map(|item| comparable(item.head.name.as_deref().unwrap_or_default())).collect();
        let links = items
            .iter()
            .flat_map(|item| item.head.link.iter().map(String::as_str).chain(addresses(cx.slice(item.span))))
            .map(String::from)
            .collect();
        out.push(Candidate {
            shape,
            span,
            section,
            title: caption.clone().or_else(|| title.clone()),
            caption: above_it.take().filter(|_| caption.is_none()),
            rows: items.iter().filter(|item| !item.is_empty()).count(),
            verdict: verdict.clone(),
            names,
            links,
            body: Body::Items(items, stand),
        });
    };
    let end = items.last().map_or(0, |item| item.span.end());
    let last_caption =
        items.last().and_then(|item| caption_of(cx, item)).filter(|_| !in_region && !verdict.taken);
    let mut items = items.into_iter().peekable();
    while let Some(item) = items.next() {
        let gap = Span::new(item.span.end(), items.peek().map_or(item.span.end(), |next| next.span.start()));
        let stays = !in_region && !item.is_record() && !item.is_empty() && verdict.taken;
        let defines = item.defines.then_some("it only holds what links refer to");
        if let Some(why) = cx.left_entry(item.span).or(defines).filter(|_| !in_region) {
            close(&mut part, &caption, &verdict);
            part.push(item);
            close(&mut part, &caption, &Verdict::stuck(why));
            // What stands between parts it from the rest.
            caption = None;
        } else if stays || item.is_group {
            close(&mut part, &caption, &verdict);
            let named = caption_of(cx, &item);
            let names = named.is_some() && items.peek().is_some_and(|next| next.is_record() || next.is_group);
            if stays && !item.is_group && !names {
                part.push(item);
                close(&mut part, &None, &Verdict::forced("it names and links nothing", false));
            }
            caption = named;
        } else if !(item.is_empty() && part.is_empty()) {
            part.push(item);
            // What links refer to stays where it is.
            if cx.document.defines_in(gap) && !in_region {
                close(&mut part, &caption, &verdict);
                caption = None;
            }
        }
    }
    let ends_with_caption = part.is_empty();
    close(&mut part, &caption, &verdict);
    let caption = last_caption.or(caption.filter(|_| ends_with_caption));
    if let Some(caption) = caption {
        *above = Some((end, caption));
    }
}

/// What an item calls those below it: a plain text without anything else. That
/// of a line which Markdown takes for text is lost on the next migration.
fn caption_of(cx: &Cx<'_>, item: &RunItem) -> Option<String> {
    let name = item.head.name.as_deref()?;
    let is_number = cx.slice(item.marker).ends_with(['.', ')']);
    if is_number && !cx.text[item.marker.end()..].starts_with([' ', '\t']) {
        return None;
    }
    let plain =
        item.rest.is_empty() && !item.is_record() && !name.contains(['[', ']', '<', '`', '*', '&', '\\']);
    (plain && name.chars().count() <= 80).then(|| name.to_string())
}

/// Where the region of these items stands.
fn place(cx: &Cx<'_>, items: &[RunItem], nested: bool, stuck: Option<&'static str>) -> (Span, Stand) {
    let start = items.first().map_or(0, |item| item.span.start());
    let end = items.last().map_or(start, |item| item.span.end());
    let line = cx.line_start(start);
    let before = &cx.text[line..start];
    let fits = before.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>'));
    let end = end.max(start);
    let rest = &cx.text[end..cx.line_end(end)];
    let stuck = match (fits, rest.trim().is_empty()) {
        (false, _) => stuck.or(Some("its first item stands on the line of another list's marker")),
        (_, false) => Some("text follows it on its last line"),
        _ => stuck,
    };
    let end = if rest.trim().is_empty() { cx.line_end(end) } else { end };
    if nested {
        (Span::new(start, end), Stand { prefix: before.to_string(), stuck })
    } else {
        (Span::new(line, end), Stand { prefix: String::new(), stuck })
    }
}

fn signs(cx: &Cx<'_>, run: &Run) -> ListSigns {
    let mut signs = ListSigns {
        under: match run.section.map(|id| cx.document.heading(id).level) {
            _ if run.group.is_some() => Under::Heading,
            None => Under::Nothing,
            Some(1) => Under::Title,
            Some(_) => Under::Heading,
        },
        numbered: run.numbered,
        paragraphs: run.paragraphs,
        tasks: run.tasks,
        ..ListSigns::default()
    };
    for item in run.items.iter().filter(|item| !item.is_empty() && !item.is_group) {
        signs.items += 1;
        let link = item.head.link.clone().or_else(|| {
            let inside = cx.document.links_in(item.text).first()?;
            Some(inside.destination.clone())
        });
        let broken = cx.document.broken_in(item.text).first().map(|broken| cx.slice(broken.target));
        let target = link.as_deref().or(broken);
        let fragment = target.is_some_and(|target| target.starts_with('#'));
        if fragment {
            signs.fragments += 1;
            continue;
        }
        signs.labels += usize::from(item.head.name.as_deref().is_some_and(is_label));
        let outside = target.is_some_and(|target| target.contains("://") || target.starts_with("www."));
        signs.local += usize::from(target.is_some() && !outside);
        match item.head.form {
            Form::Linked | Form::Addressed | Form::Cited | Form::Late => {
                signs.linked += 1;
                signs.described += usize::from(item.head.rest.is_some() || !item.rest.is_empty());
            }
            Form::Address => signs.linked += usize::from(item.head.rest.is_some() || run.items.len() > 1),
            Form::Bold | Form::Plain | Form::Told if item.addressed => {
                signs.linked += 1;
                signs.described += 1;
            }
            Form::Bold if outside => {
                signs.linked += 1;
                signs.described += 1;
            }
            Form::Bold => signs.named += 1,
            Form::Told if outside => signs.named += 1,
            Form::Mention => signs.mentions += 1,
            Form::Picture => signs.images += 1,
            Form::Told | Form::Plain | Form::Empty => {}
        }
    }
    signs
}
