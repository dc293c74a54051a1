//! Headings with text below them → entries.
//!
//! Owns which headings are alike, and what of the text below is an address or
//! a picture; the rest is the description, verbatim. It refuses to touch
//! sections that hold headings, tables of records or lists of records of
//! their own.

use super::aside;
use super::blocks;
use super::classify::HeadingSigns;
use super::head::Head;
use super::items::unguarded;
use super::note::{Note, NoteKind};
use super::reading::{leading_link, linked_name};
use super::{Cx, region_holding};
use crate::catalog::{Entry, Fields};
use crate::readme::{BlockId, BlockKind, HeadingId, HeadingSyntax, prose};
use crate::text::Span;
use crate::value::{Image, Link, Localized, Value};
use std::collections::HashMap;

/// Headings of one level below one heading, each an entry.
#[derive(Debug)]
pub(super) struct HeadedRun {
    pub(super) entries: Vec<Headed>,
    /// The heading they stand under.
    pub(super) parent: Option<HeadingId>,
    pub(super) level: u8,
    pub(super) signs: HeadingSigns,
    pub(super) span: Span,
}

/// A heading with what stands below it.
#[derive(Debug)]
pub(super) struct Headed {
    pub(super) heading: HeadingId,
    pub(super) span: Span,
    blocks: Vec<BlockId>,
    linked: bool,
    addressed: bool,
    keys: usize,
    links: bool,
    pictures: bool,
    code: bool,
}

/// The most rows of records that the text of one entry may hold.
const MOST_INSIDE: usize = 12;

/// All runs of headings that might be entries. `records` tells how many
/// records in another shape some bytes hold.
pub(super) fn runs(cx: &Cx<'_>, records: impl Fn(Span) -> usize) -> Vec<HeadedRun> {
    let document = cx.document;
    let below = top_blocks(cx);
    let mut children: HashMap<Option<HeadingId>, Vec<HeadingId>> = HashMap::new();
    let mut parents: Vec<Option<HeadingId>> = Vec::new();
    for (index, heading) in document.headings.iter().enumerate() {
        if heading.opens_section {
            let list = children.entry(heading.parent).or_default();
            if list.is_empty() {
                parents.push(heading.parent);
            }
            list.push(HeadingId(u32::try_from(index).unwrap_or(u32::MAX)));
        }
    }
    let mut runs = Vec::new();
    for parent in parents {
        let siblings = &children[&parent];
        let beside = siblings.iter().filter(|id| records(document.heading(**id).section) > 0).count();
        let mut entries: Vec<Headed> = Vec::new();
        let mut found: Vec<HeadedRun> = Vec::new();
        let mut close = |entries: &mut Vec<Headed>| {
            if !entries.is_empty() {
                found.push(run(cx, std::mem::take(entries), parent, beside));
            }
        };
        for &id in siblings {
            let heading = document.heading(id);
            let nests = children.contains_key(&Some(id));
            let level = entries.last().map(|last| document.heading(last.heading).level);
            let region = region_holding(cx, heading.span).map(|region| region.begin);
            let last = entries.last().map(|last| region_holding(cx, last.span).map(|region| region.begin));
            if level.is_some_and(|level| level != heading.level) || last.is_some_and(|last| last != region) {
                close(&mut entries);
            }
            let entry = headed(cx, id, below.get(&id).map_or(&[], Vec::as_slice));
            let takes = entry.as_ref().is_some_and(|entry| {
                let strong = entry.linked || entry.keys > 1;
                let rows = records(heading.section);
                let aside = !entry.linked && aside::is_documentation(&heading.text);
                entry.looks_like_one() && !aside && (rows == 0 || (strong && rows <= MOST_INSIDE))
            });
            let fits = !nests && heading.level > 1 && (takes || (region.is_some() && entry.is_some()));
            match entry.filter(|_| fits) {
                Some(entry) => entries.push(entry),
                None => close(&mut entries),
            }
        }
        close(&mut entries);
        // Evidence is shared by all that stand under one heading.
        let mut all = HeadingSigns { beside_records: beside, ..HeadingSigns::default() };
        for run in &found {
            all.alike += run.signs.alike;
            all.linked += run.signs.linked;
            all.addressed += run.signs.addressed;
            all.keyed += run.signs.keyed;
            all.links += run.signs.links;
            all.pictures += run.signs.pictures;
            all.code += run.signs.code;
        }
        for run in &mut found {
            run.signs = all.clone();
        }
        runs.extend(found);
    }
    runs
}

/// The blocks directly below each heading, none of which stands in another.
fn top_blocks(cx: &Cx<'_>) -> HashMap<HeadingId, Vec<BlockId>> {
    let mut below: HashMap<HeadingId, Vec<BlockId>> = HashMap::new();
    for id in cx.document.top() {
        let block = cx.document.block(id);
        if let (Some(section), false) = (block.section, matches!(block.kind, BlockKind::Heading(_))) {
            below.entry(section).or_default().push(id);
        }
    }
    below
}

/// What a heading and the text below it show; `None` if there is no text, or
/// it cannot be cut out of the README.
fn headed(cx: &Cx<'_>, id: HeadingId, blocks: &[BlockId]) -> Option<Headed> {
    let document = cx.document;
    let heading = document.heading(id);
    let mut blocks: Vec<BlockId> = blocks.to_vec();
    // The mark at a region's end stands below its last heading.
    if let Some(region) = region_holding(cx, heading.span) {
        blocks.retain(|&block| region.body.contains(document.block(block).span));
    }
    // A line across divides entries; at the end it is none of their text.
    while blocks.last().is_some_and(|&last| matches!(document.block(last).kind, BlockKind::Break)) {
        blocks.pop();
    }
    let name = Head::read(cx.slice(heading.content)).name.unwrap_or_default();
    if blocks.is_empty() || name.is_empty() || heading.syntax == HeadingSyntax::Html {
        return None;
    }
    let last = *blocks.last()?;
    let span = Span::new(cx.line_start(heading.span.start()), document.block(last).span.end());
    let cut =
        document.details.iter().any(|details| details.span.overlaps(span) && !span.contains(details.span));
    let holds_region = cx.regions.regions.iter().any(|region| span.contains(region.begin));
    if cut || holds_region {
        return None;
    }
    let mut headed = Headed {
        heading: id,
        span,
        linked: linked_name(cx.slice(heading.content).trim()).is_some_and(|(_, url)| !url.starts_with('#')),
        addressed: false,
        keys: 0,
        links: false,
        pictures: !document.images_in(span).is_empty(),
        code: false,
        blocks,
    };
    let mut keys = 0;
    for &block in &headed.blocks {
        let found = document.block(block);
        match &found.kind {
            BlockKind::Paragraph => {
                let text = blocks::text(cx, block, found.span);
                headed.addressed |= blocks::address(&text).is_some();
                keys += text.lines().filter(|line| is_key(line)).count();
            }
            BlockKind::Code(_) => headed.code = true,
            _ => {}
        }
    }
    headed.keys = keys;
    headed.links = document.links_in(span).iter().any(|link| link.destination.contains("://"));
    Some(headed)
}

/// `**Key:** value` or `**Key**: value`.
fn is_key(line: &str) -> bool {
    let Some(inside) = line.trim_start().strip_prefix("**") else { return false };
    let Some((key, rest)) = inside.split_once("**") else { return false };
    let (key, value) = match key.strip_suffix([':', '：']) {
        Some(key) => (key, rest),
        None => match rest.strip_prefix([':', '：']) {
            Some(value) => (key, value),
            None => return false,
        },
    };
    key.chars().count() <= 40 && !value.trim().is_empty()
}

impl Headed {
    fn looks_like_one(&self) -> bool {
        self.linked || self.addressed || self.keys > 0 || (self.links && !self.code)
    }
}

fn run(cx: &Cx<'_>, entries: Vec<Headed>, parent: Option<HeadingId>, beside: usize) -> HeadedRun {
    let count = |test: fn(&Headed) -> bool| entries.iter().filter(|entry| test(entry)).count();
    let signs = HeadingSigns {
        alike: entries.len(),
        linked: count(|entry| entry.linked),
        addressed: count(|entry| entry.addressed),
        keyed: count(|entry| entry.keys > 0),
        links: count(|entry| entry.links),
        pictures: count(|entry| entry.pictures),
        code: count(|entry| entry.code),
        beside_records: beside,
    };
    let level = cx.document.heading(entries[0].heading).level;
    let span = entries[0].span.to(entries[entries.len() - 1].span);
    HeadedRun { entries, parent, level, signs, span }
}

impl HeadedRun {
    /// Whether the entries' links stand on their headings.
    pub(super) fn links_on_names(&self) -> bool {
        self.entries.iter().filter(|entry| entry.linked).count() * 2 > self.entries.len()
    }
}

/// Reads the headings as entries with these fields.
pub(super) fn entries(
    cx: &Cx<'_>,
    run: &HeadedRun,
    fields: &Fields,
    on_names: bool,
) -> (Vec<Entry>, Vec<Note>, Vec<Span>) {
    let mut notes = Vec::new();
    let mut structure = Vec::new();
    let in_region = region_holding(cx, run.span).is_some();
    let entries: Vec<Entry> = run
        .entries
        .iter()
        .map(|headed| entry(cx, headed, fields, on_names, in_region, &mut notes, &mut structure))
        .collect();
    for pair in run.entries.windows(2) {
        let between = Span::new(pair[0].span.end(), pair[1].span.start());
        if !cx.slice(between).trim().is_empty() {
            let what = "lines across the page between entries are left out".to_string();
            notes.push(Note::new(NoteKind::Mended(what, false), between, cx.slice(between).trim(), ""));
        }
    }
    notes.sort_by_key(|note| note.span.start());
    (entries, notes, structure)
}

fn entry(
    cx: &Cx<'_>,
    headed: &Headed,
    fields: &Fields,
    on_names: bool,
    in_region: bool,
    notes: &mut Vec<Note>,
    structure: &mut Vec<Span>,
) -> Entry {
    let document = cx.document;
    let heading = document.heading(headed.heading);
    let content = blocks::inline(cx, heading.block, heading.content);
    let mut name = content.trim().to_string();
    let mut link: Option<(String, Span)> = None;
    if on_names && let Some((own, url)) = linked_name(&name) {
        link = Some((url, heading.content));
        name = own;
    }
    if let Some(number) =
        number(&name).filter(|_| !cx.options.verbatim && !cx.aimed_at.contains(heading.anchor.as_str()))
    {
        let at = heading.content.start();
        structure.push(Span::new(at, at + number));
        let what = "numbers typed into headings are left out".to_string();
        let place = heading.content.slice(0, number);
        notes.push(Note::new(NoteKind::Mended(what, false), place, cx.slice(place).trim(), ""));
        name = name[number..].to_string();
    }
    let mut blocks = headed.blocks.as_slice();
    let mut image: Option<(Image, Span)> = None;
    // At the end stand an address and a picture, in either order.
    for _ in 0..2 {
        let Some((&last, before)) = blocks.split_last() else { break };
        let span = document.block(last).span;
        let paragraph = matches!(document.block(last).kind, BlockKind::Paragraph);
        let text = blocks::inline(cx, last, span);
        if link.is_none()
            && !on_names
            && paragraph
            && let Some(url) = blocks::address(&text)
        {
            link = Some((url, span));
        } else if image.is_none()
            && let Some(found) = blocks::picture(cx, last)
        {
            image = Some((found, span));
        } else {
            break;
        }
        blocks = before;
    }
    let mut description = None;
    if let (Some(&first), Some(&last)) = (blocks.first(), blocks.last()) {
        let span = document.block(first).span.to(document.block(last).span);
        let text = blocks::text(cx, first, span);
        let text = text.trim_end_matches([' ', '\t', '\n']);
        let text = match in_region {
            true => prose::decode(unguarded(text), heading.level.into()),
            false => text.to_string(),
        };
        description = Some((text, span)).filter(|(text, _)| !text.is_empty());
    }
    let mut entry = Entry { span: headed.span, ..Entry::default() };
    let mut put = |index: Option<usize>, value: Value, span: Span| {
        if let Some(index) = index {
            entry.put(index, value, span);
        }
    };
    put(fields.name(), Value::Text(Localized::plain(&name)), heading.content);
    if let Some((text, span)) = description {
        put(fields.description(), Value::Text(Localized::plain(&text)), span);
    }
    if let Some((image, span)) = image {
        put(fields.image(), Value::Image(image), span);
    }
    if let Some((url, span)) = link {
        put(fields.link(), Value::Links(vec![Link::new(&url, None)]), span);
    }
    entry.slots.sort_by_key(|slot| slot.field);
    let at = heading.span.start();
    let marks = cx.slice(heading.span).bytes().take_while(|&byte| byte == b'#').count();
    structure.push(Span::new(at, at + marks));
    entry
}

/// The length of `3.`, `3)` or `3、` and the blanks after it at the start of a
/// heading that goes on with something else.
pub(super) fn number(name: &str) -> Option<usize> {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let mark = name[digits..].chars().next().filter(|c| matches!(c, '.' | ')' | '、' | '．'))?;
    let rest = &name[digits + mark.len_utf8()..];
    let body = rest.trim_start_matches([' ', '\t']);
    let goes_on = body.starts_with(|c: char| !c.is_ascii_digit());
    ((1..=3).contains(&digits) && goes_on && leading_link(name).is_none()).then(|| name.len() - body.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_typed_into_headings_are_told_from_names() {
        assert_eq!(number("1.MedMNIST"), Some(2));
        assert_eq!(number("3. MHEALTH"), Some(3));
        for name in ["3D-IRCADb", "1.5 T scans", "1000 Genomes", "2."] {
            assert_eq!(number(name), None, "{name}");
        }
    }

    #[test]
    fn key_lines_are_bold_up_to_a_colon() {
        assert!(is_key("**Size:** 4 GB") && is_key("**Keywords**: a, b"));
        assert!(!is_key("**Note** that") && !is_key("- **a**: b"));
    }
}
