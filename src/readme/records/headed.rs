//! Headings with text below them → entries.
//!
//! Owns which headings are alike, and what of the text below is an address or
//! a picture; the rest is the description, verbatim. It refuses to touch
//! sections that hold headings, tables of records or lists of records of
//! their own.

use super::aside;
use super::blocks;
use super::classify::HeadingSigns;
use super::columns::Planning;
use super::head::{Form, Head, first_address};
use super::items::unguarded;
use super::keyed::{self, Pair};
use super::labels::is_label;
use super::note::{Note, NoteKind};
use super::reading::{leading_link, linked_name};
use super::table_signs::is_header;
use super::{Cx, in_regions, region_holding};
use crate::catalog::{Entry, Fields};
use crate::readme::{BlockId, BlockKind, HeadingId, HeadingSyntax, prose};
use crate::text::Span;
use crate::value::{Image, Link, Localized, Value};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

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
    /// Whether one of its keys is called as columns and links are.
    known_key: bool,
    /// Whether a line of it is links and nothing else.
    link_line: bool,
    links: bool,
    pictures: bool,
    code: bool,
}

/// The most rows of records that the text of one entry may hold.
const MOST_INSIDE: usize = 12;

/// All runs of headings that might be entries. `records` tells how many
/// records in another shape some bytes hold, `judge` whether such signs below
/// that heading are enough.
pub(super) fn runs(
    cx: &Cx<'_>,
    records: impl Fn(Span) -> usize,
    judge: impl Fn(&HeadingSigns, Option<HeadingId>) -> bool,
) -> Vec<HeadedRun> {
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
        let fitting = |may_hold: bool| -> Vec<Option<Headed>> {
            let fit = |&id: &HeadingId| {
                let heading = document.heading(id);
                let nests = children.contains_key(&Some(id));
                let entry = headed(cx, id, below.get(&id).map_or(&[], Vec::as_slice))
                    .filter(|_| !nests && heading.level > 1)?;
                if region_holding(cx, heading.span).is_some() {
                    return Some(entry);
                }
                // One row is the record itself, and this text is about it.
                let rows = records(heading.section);
                let strong = entry.linked || (entry.keys > 1 && entry.known_key);
                let holds = may_hold && strong && rows > 1 && rows <= MOST_INSIDE;
                let aside = !entry.linked && aside::is_documentation(&heading.text);
                (entry.looks_like_one() && !aside && (rows == 0 || holds)).then_some(entry)
            };
            siblings.iter().map(fit).collect()
        };
        let together = |entries| alike(cx, entries, parent, beside);
        let mut found = together(fitting(true));
        // Where they are no entries, what some of them hold becomes regions:
        // the others are judged as they will be beside these.
        if found.first().is_some_and(|run| !judge(&run.signs, parent)) {
            found = together(fitting(false));
        }
        runs.extend(found);
    }
    runs
}

/// Runs among the headings below one heading, of which those are entries that
/// are there.
fn alike(
    cx: &Cx<'_>,
    siblings: Vec<Option<Headed>>,
    parent: Option<HeadingId>,
    beside: usize,
) -> Vec<HeadedRun> {
    let mut entries: Vec<Headed> = Vec::new();
    let mut found: Vec<HeadedRun> = Vec::new();
    let mut close = |entries: &mut Vec<Headed>| {
        if !entries.is_empty() {
            found.push(run(cx, std::mem::take(entries), parent, beside));
        }
    };
    for entry in siblings {
        let Some(entry) = entry else {
            close(&mut entries);
            continue;
        };
        let heading = cx.document.heading(entry.heading);
        let place = |entry: &Headed| {
            let region = region_holding(cx, entry.span).map(|region| region.begin);
            (cx.document.heading(entry.heading).level, region)
        };
        if entries.last().is_some_and(|last| place(last) != place(&entry)) {
            close(&mut entries);
        }
        // What links refer to stays where it is.
        let gap = Span::new(entry.span.end(), heading.section.end().max(entry.span.end()));
        let defines = cx.document.defines_in(gap);
        let apart = cx.options.apart.contains(&entry.span.start());
        if apart {
            close(&mut entries);
        }
        entries.push(entry);
        if apart || defines {
            close(&mut entries);
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
        all.link_lines += run.signs.link_lines;
        all.links += run.signs.links;
        all.pictures += run.signs.pictures;
        all.code += run.signs.code;
    }
    for run in &mut found {
        run.signs = all.clone();
    }
    found
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
    // A line across divides entries, and a region's mark may stand above the
    // next heading; at the end both are none of their text.
    let ends = |id: BlockId| {
        let block = document.block(id);
        matches!(block.kind, BlockKind::Break) || in_regions::is_begin(cx, block.span)
    };
    while blocks.last().is_some_and(|&last| ends(last)) {
        blocks.pop();
    }
    let name = Head::read(cx.slice(heading.content)).name.unwrap_or_default();
    if blocks.is_empty() || name.is_empty() || heading.syntax == HeadingSyntax::Html {
        return None;
    }
    let last = *blocks.last()?;
    let line = document.block(last).span.end();
    let end = cx.line_end(line);
    // What defines a link is no block, and may stand behind a marker.
    if !cx.text[line..end].trim_matches([' ', '\t']).is_empty() {
        return None;
    }
    let span = Span::new(cx.line_start(heading.span.start()), end);
    let cut =
        document.details.iter().any(|details| details.span.overlaps(span) && !span.contains(details.span));
    // HTML may hold a heading that others stand under.
    let below = document.headings[id.0 as usize + 1..].iter();
    let cut =
        cut || below.take_while(|below| below.span.start() < span.end()).any(|below| below.opens_section);
    // What stands around regions is no entry.
    if cut || in_regions::begins_in(cx, span).is_some() {
        return None;
    }
    let mut headed = Headed {
        heading: id,
        span,
        linked: leading_link(cx.slice(heading.content).trim()).is_some_and(|(.., url)| !url.starts_with('#')),
        addressed: false,
        keys: 0,
        known_key: false,
        link_line: false,
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
                headed.link_line |= text.lines().any(|line| is_link_line(line) || is_citation(line));
                keys += text.lines().filter(|line| is_key(line)).count();
                headed.known_key |= keys > 0;
            }
            BlockKind::List(_) => {
                let pairs = keyed::below_item(cx, block).unwrap_or_default();
                keys += pairs.len();
                headed.known_key |= pairs.iter().any(|pair| is_label(&pair.key) || is_header(&pair.key));
            }
            BlockKind::Code(_) => headed.code = true,
            _ => {}
        }
    }
    headed.keys = keys;
    headed.links = document.links_in(span).iter().any(|link| link.destination.contains("://"));
    Some(headed)
}

/// `**Key:** value`; a name that leads to an address is none.
fn is_key(line: &str) -> bool {
    let leads = |value: &str| first_address(value).is_some_and(|(at, ..)| at == 0);
    keyed::line_of(line).is_some_and(|(key, value)| is_label(key) || is_header(key) || !leads(value))
}

/// Links and what divides them, and nothing else: `[Homepage](…) | [Paper](…)`.
fn is_link_line(line: &str) -> bool {
    let mut rest = line;
    let mut links = 0;
    while !rest.is_empty() {
        rest = match leading_link(rest) {
            Some((end, label, _)) => {
                links += usize::from(is_label(label));
                &rest[end..]
            }
            None => match rest.strip_prefix(DIVIDERS) {
                Some(rest) => rest,
                None => return false,
            },
        };
    }
    links > 0
}

/// A text that links called as an entry's links follow.
fn is_citation(line: &str) -> bool {
    Head::read(line).form == Form::Cited
}

/// What stands around links that follow each other.
const DIVIDERS: [char; 11] = [' ', '\t', '|', '·', '•', ',', '/', '-', '[', ']', '\\'];

impl Headed {
    fn looks_like_one(&self) -> bool {
        self.linked || self.addressed || self.keys > 0 || self.link_line || (self.links && !self.code)
    }
}

fn run(cx: &Cx<'_>, entries: Vec<Headed>, parent: Option<HeadingId>, beside: usize) -> HeadedRun {
    let count = |test: fn(&Headed) -> bool| entries.iter().filter(|entry| test(entry)).count();
    let signs = HeadingSigns {
        alike: entries.len(),
        linked: count(|entry| entry.linked),
        addressed: count(|entry| entry.addressed),
        keyed: count(|entry| entry.keys > 0),
        link_lines: count(|entry| entry.link_line),
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
    /// Whether the entries' links stand on their headings, and are all of
    /// them.
    pub(super) fn links_on_names(&self, cx: &Cx<'_>) -> bool {
        let on_name = |entry: &&Headed| {
            linked_name(cx.slice(cx.document.heading(entry.heading).content)).is_some() && entry.linked
        };
        self.entries.iter().filter(on_name).count() * 2 > self.entries.len()
    }
}

/// What headings come to.
pub(super) struct Read {
    pub(super) entries: Vec<Entry>,
    /// The fields, if they are more than those that headings have anyway.
    pub(super) fields: Option<Arc<Fields>>,
    pub(super) notes: Vec<Note>,
    pub(super) structure: Vec<Span>,
}

/// Reads the headings as entries with the fields of `base`.
pub(super) fn entries(
    cx: &Cx<'_>,
    run: &HeadedRun,
    base: &Arc<Fields>,
    on_names: bool,
    planning: Planning<'_>,
) -> Read {
    let in_region = region_holding(cx, run.span).is_some();
    let mut reader = Reader {
        cx,
        base,
        on_names,
        language: planning.language,
        in_region,
        keys: keys(cx, run, in_region),
        notes: Vec::new(),
        structure: Vec::new(),
    };
    let drafts: Vec<Draft> = run.entries.iter().map(|headed| reader.draft(headed)).collect();
    let Reader { mut notes, mut structure, .. } = reader;
    let needs = keyed::Needs {
        pairs: drafts.iter().flat_map(|draft| &draft.pairs).collect(),
        part_of: false,
        pictures: drafts.iter().any(|draft| draft.image.is_some()),
    };
    let fields = keyed::fields(&needs, base, planning);
    let known = fields.as_ref().unwrap_or(base);
    let entries = drafts.into_iter().map(|draft| draft.entry(known, planning.language)).collect();
    for pair in run.entries.windows(2) {
        let between = Span::new(pair[0].span.end(), pair[1].span.start());
        if !cx.slice(between).trim().is_empty() {
            let what = "lines across the page between entries are left out".to_string();
            notes.push(Note::new(NoteKind::Mended(what, false), between, cx.slice(between).trim(), ""));
        }
    }
    notes.sort_by_key(|note| note.span.start());
    structure.sort_unstable_by_key(|span| span.start());
    Read { entries, fields, notes, structure }
}

/// The keys that are fields of these headings: several have them, or columns
/// are called so.
fn keys(cx: &Cx<'_>, run: &HeadedRun, in_region: bool) -> HashSet<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    if cx.options.verbatim && !in_region {
        return HashSet::new();
    }
    let blocks = run.entries.iter().flat_map(|entry| &entry.blocks);
    for pair in blocks.filter_map(|&block| pairs_of(cx, block, in_region)).flatten() {
        *counts.entry(pair.key).or_default() += 1;
    }
    let fits = |key: &str, count: usize| in_region || count > 1 || is_label(key) || is_header(key);
    counts.into_iter().filter(|(key, count)| fits(key, *count)).map(|(key, _)| key).collect()
}

/// The pairs that a block is made of.
fn pairs_of(cx: &Cx<'_>, block: BlockId, in_region: bool) -> Option<Vec<Pair>> {
    match &cx.document.block(block).kind {
        BlockKind::Paragraph if !in_region => keyed::of_paragraph(cx, block),
        BlockKind::List(_) if in_region => keyed::of_list(cx, block, true),
        BlockKind::List(_) => keyed::below_item(cx, block),
        _ => None,
    }
}

/// An entry before its fields are known.
#[derive(Debug, Default)]
struct Draft {
    span: Span,
    name: (String, Span),
    link: Option<(String, Span)>,
    description: Option<(String, Span)>,
    image: Option<(Image, Span)>,
    pairs: Vec<Pair>,
}

impl Draft {
    fn entry(self, fields: &Fields, language: &str) -> Entry {
        let mut entry = Entry { span: self.span, ..Entry::default() };
        let mut put = |index: Option<usize>, value: Value, span: Span| {
            if let Some(index) = index {
                entry.put(index, value, span);
            }
        };
        let (name, span) = self.name;
        put(fields.name(), Value::Text(Localized::plain(&name)), span);
        if let Some((text, span)) = self.description {
            put(fields.description(), Value::Text(Localized::plain(&text)), span);
        }
        if let Some((image, span)) = self.image {
            put(fields.image(), Value::Image(image), span);
        }
        if let Some((url, span)) = self.link {
            put(fields.link(), Value::Links([Link::new(&url, None)].into()), span);
        }
        keyed::complete(&self.pairs, fields, language, &mut entry);
        entry
    }
}

struct Reader<'c, 'a> {
    cx: &'c Cx<'a>,
    base: &'c Fields,
    on_names: bool,
    language: &'c str,
    in_region: bool,
    keys: HashSet<String>,
    notes: Vec<Note>,
    structure: Vec<Span>,
}

impl Reader<'_, '_> {
    fn draft(&mut self, headed: &Headed) -> Draft {
        let cx = self.cx;
        let heading = cx.document.heading(headed.heading);
        let content = blocks::inline(cx, heading.block, heading.content);
        let mut draft = Draft { span: headed.span, ..Draft::default() };
        let mut name = content.trim().to_string();
        if self.on_names
            && let Some((own, url)) = linked_name(&name)
        {
            draft.link = Some((url, heading.content));
            name = own;
        }
        if let Some(number) =
            number(&name).filter(|_| !cx.options.verbatim && !cx.aimed_at.contains(heading.anchor.as_str()))
        {
            // Before it may stand other blanks, or a link's bracket.
            let place = match cx.slice(heading.content).find(&name[..number]) {
                Some(at) => heading.content.slice(at, at + number),
                None => Span::at(heading.content.start()),
            };
            self.structure.push(place);
            let what = "numbers typed into headings are left out".to_string();
            self.notes.push(Note::new(NoteKind::Mended(what, false), place, cx.slice(place).trim(), ""));
            name = name[number..].to_string();
        }
        draft.name = (name, heading.content);
        let mut blocks = self.end(&headed.blocks, &mut draft);
        // Fields stand below the text: those above it are left in it.
        while let Some((&last, before)) = blocks.split_last()
            && self.pairs(last, &mut draft)
        {
            blocks = before;
        }
        if let (Some(&first), Some(&last)) = (blocks.first(), blocks.last()) {
            let span = cx.document.block(first).span.to(cx.document.block(last).span);
            let text = blocks::text(cx, first, span);
            let text = text.trim_end_matches([' ', '\t', '\n']);
            let text = match self.in_region {
                true => prose::decode(unguarded(text), heading.level.into()),
                false => text.to_string(),
            };
            draft.description = Some((text, span)).filter(|(text, _)| !text.is_empty());
        }
        let at = heading.span.start();
        let marks = cx.slice(heading.span).bytes().take_while(|&byte| byte == b'#').count();
        self.structure.push(Span::new(at, at + marks));
        draft
    }

    /// Takes an address and a picture from the end, in either order.
    fn end<'b>(&self, blocks: &'b [BlockId], draft: &mut Draft) -> &'b [BlockId] {
        let mut blocks = blocks;
        for _ in 0..2 {
            let Some((&last, before)) = blocks.split_last() else { break };
            let block = self.cx.document.block(last);
            let paragraph = matches!(block.kind, BlockKind::Paragraph);
            let text = blocks::inline(self.cx, last, block.span);
            if draft.link.is_none()
                && !self.on_names
                && paragraph
                && let Some(url) = blocks::address(&text)
            {
                draft.link = Some((url, block.span));
            } else if draft.image.is_none()
                && let Some(found) = blocks::picture(self.cx, last)
            {
                draft.image = Some((found, block.span));
            } else {
                break;
            }
            blocks = before;
        }
        blocks
    }

    /// Takes a block's pairs, if it is made of known keys that are new here.
    fn pairs(&mut self, block: BlockId, draft: &mut Draft) -> bool {
        let cx = self.cx;
        let Some(mut pairs) = pairs_of(cx, block, self.in_region) else { return false };
        let fits = |pair: &Pair| {
            self.keys.contains(&pair.key) && !draft.pairs.iter().any(|known| known.key == pair.key)
        };
        if !pairs.iter().all(fits) {
            return false;
        }
        let has_link = draft.link.is_some() || self.on_names;
        let own = keyed::own_link(&mut pairs, self.base, self.language, has_link);
        let Some(link) = own else { return false };
        if let Some((url, span, mark)) = link {
            draft.link = Some((url, span));
            self.structure.extend(mark);
            self.notes.push(keyed::left_out(cx, mark, span));
        }
        pairs.append(&mut draft.pairs);
        draft.pairs = pairs;
        true
    }
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
    fn a_line_of_links_holds_nothing_else() {
        assert!(is_link_line("[Homepage](https://a.org) | [Paper](https://b.org)"));
        assert!(is_link_line("[[Code](https://a.org)]"));
        assert!(!is_link_line("See [Homepage](https://a.org)") && !is_link_line("[Ann](https://a.org)"));
    }
}
