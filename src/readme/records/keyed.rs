//! `**Key**: value` and `Key: value` below an entry → fields.
//!
//! Owns what such a line is, and which fields the keys of several entries make:
//! a key is a field's title, its values give the type. It refuses to choose
//! the blocks that are looked at.

use super::Cx;
use super::blocks;
use super::columns::{Planning, Texts};
use super::infer::inferred;
use super::labels::is_label;
use super::names::Ids;
use super::note::{Note, NoteKind};
use super::reading::{Typing, linked_name};
use super::table_signs::is_header;
use crate::catalog::{Entry, Field, Fields, preset};
use crate::readme::{BlockId, BlockKind, cell};
use crate::text::Span;
use crate::value::{Kind, Localized};
use std::sync::Arc;

/// The longest key, in characters.
const LONGEST: usize = 40;
/// The longest key that is not set in bold, in words.
const MOST_WORDS: usize = 3;

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) value: String,
    /// The line's bytes.
    pub(super) span: Span,
    /// Where the key stands, if it can be told from the value.
    pub(super) mark: Option<Span>,
}

impl Pair {
    fn new(cx: &Cx<'_>, (key, value): (&str, &str), span: Span) -> Pair {
        let mark = cx.slice(span).find(value).map(|end| Span::new(span.start(), span.start() + end));
        Pair { key: key.into(), value: value.into(), span, mark }
    }
}

/// `**Key**: value` or `**Key:** value`; both parts say something.
pub(super) fn bold(line: &str) -> Option<(&str, &str)> {
    let inside = line.trim_matches([' ', '\t']).strip_prefix("**")?;
    let (key, value) = inside.split_once("**")?;
    let (key, value) = match key.strip_suffix([':', '：']) {
        Some(key) => (key, value),
        None => (key, value.trim_start_matches(' ').strip_prefix([':', '：'])?),
    };
    fine(key, value)
}

/// `Key: value`, where the key is a few words.
fn plain(line: &str) -> Option<(&str, &str)> {
    let (at, mark) = line.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    let (key, value) = (&line[..at], &line[at + mark.len_utf8()..]);
    let parted = mark == '：' || value.starts_with([' ', '\t']);
    let words = key.split_whitespace().count() <= MOST_WORDS && key.starts_with(char::is_alphabetic);
    fine(key, value).filter(|_| parted && words && !key.contains(['*', '_', '!', '.', ',', '(', '，', '。']))
}

/// A line of a paragraph that is a key with its value: in bold, or called as
/// columns and links are.
pub(super) fn line_of(line: &str) -> Option<(&str, &str)> {
    bold(line).or_else(|| plain(line).filter(|(key, _)| is_label(key) || is_header(key)))
}

fn fine<'t>(key: &'t str, value: &'t str) -> Option<(&'t str, &'t str)> {
    let (key, value) = (key.trim(), value.trim());
    let sound = !key.is_empty()
        && key.chars().count() <= LONGEST
        && !key.contains(['[', ']', '<', '`', '\n', '*', '\\', '&'])
        && !value.is_empty();
    sound.then_some((key, value))
}

/// The pairs that a list's items are, one each; `None` if one of them is
/// something else or a key comes twice.
pub(super) fn of_list(cx: &Cx<'_>, list: BlockId, only_bold: bool) -> Option<Vec<Pair>> {
    let mut pairs: Vec<Pair> = Vec::new();
    for item in cx.document.children(list) {
        let BlockKind::Item(found) = &cx.document.block(item).kind else { return None };
        if cx.document.children(item).count() != 1 || found.task.is_some() {
            return None;
        }
        let span = found.text?;
        let line = blocks::inline(cx, item, span);
        let pair = bold(&line).or_else(|| plain(&line).filter(|_| !only_bold))?;
        pairs.push(Pair::new(cx, pair, span));
    }
    distinct(pairs)
}

/// The pairs below an entry in a list that was written by hand. A list of
/// names with links is one of entries; keys are called as columns are.
pub(super) fn below_item(cx: &Cx<'_>, list: BlockId) -> Option<Vec<Pair>> {
    let pairs = of_list(cx, list, false)?;
    let led = pairs.iter().any(leads);
    let known = pairs.iter().any(|pair| is_label(&pair.key) || is_header(&pair.key));
    // Keys that come but once are hardly fields.
    (known || (!led && pairs.len() > 1 && of_list(cx, list, true).is_some())).then_some(pairs)
}

/// The pairs that a paragraph's lines are.
pub(super) fn of_paragraph(cx: &Cx<'_>, block: BlockId) -> Option<Vec<Pair>> {
    let found = cx.document.block(block);
    matches!(found.kind, BlockKind::Paragraph).then_some(())?;
    let text = blocks::text(cx, block, found.span);
    let pairs = text.lines().map(|line| {
        let line = line.trim_end_matches(['\\', ' ']);
        let (key, value) = line_of(line.strip_suffix("<br>").unwrap_or(line))?;
        let mut pair = Pair::new(cx, (key, value), found.span);
        // Of several lines only the place of the whole is known.
        pair.mark = cx.slice(found.span).find(value).and_then(|end| {
            let before = &cx.slice(found.span)[..end];
            let key = before.rfind(key)?;
            Some(found.span.slice(key, end))
        });
        pair.value = cell::decode_line(value).replace('\n', "<br>");
        Some(pair)
    });
    distinct(pairs.collect::<Option<Vec<Pair>>>()?)
}

fn distinct(pairs: Vec<Pair>) -> Option<Vec<Pair>> {
    let twice = |at: usize| pairs[..at].iter().any(|pair| pair.key == pairs[at].key);
    (!pairs.is_empty() && !(0..pairs.len()).any(twice)).then_some(pairs)
}

/// What entries have beside name, link, description and picture.
pub(super) struct Needs<'d> {
    /// Every entry's pairs, in order.
    pub(super) pairs: Vec<&'d Pair>,
    /// Whether entries say what they are part of.
    pub(super) part_of: bool,
    /// Whether one has a picture.
    pub(super) pictures: bool,
}

/// The field that names the entry which an entry stands below.
pub(super) const PART_OF: &str = "part_of";

/// The fields for `needs` beyond `base`; `None` if `base` will do.
pub(super) fn fields(needs: &Needs<'_>, base: &Arc<Fields>, planning: Planning<'_>) -> Option<Arc<Fields>> {
    if !needs.part_of && needs.pairs.is_empty() {
        return None;
    }
    let mut ids = Ids::default();
    let mut list: Vec<Field> = Vec::new();
    for field in preset::PLAIN.fields() {
        ids.take(&field.id);
        if field.kind == Kind::Image && !needs.pictures {
            continue;
        }
        let known = base.find(&field.id).map_or(field, |index| base[index].clone());
        list.push(Field { column: true, ..known });
    }
    if needs.part_of {
        ids.take(PART_OF);
        list.push(Field::new(PART_OF, Kind::Text));
    }
    let mut keys: Vec<(&str, Vec<&str>)> = Vec::new();
    for pair in &needs.pairs {
        match keys.iter_mut().find(|(key, _)| *key == pair.key) {
            Some((_, values)) => values.push(&pair.value),
            None => keys.push((&pair.key, vec![&pair.value])),
        }
    }
    let own = list.iter().find(|field| field.kind == Kind::Link).map(|field| field.title.clone());
    for (index, (key, values)) in keys.into_iter().enumerate() {
        if own.as_ref().is_some_and(|title| title.get(planning.language) == key) {
            continue;
        }
        let mut field = inferred(key, index, false, &Texts::new(values.clone()), planning);
        field.id = ids.field(key, index);
        field.title = Localized::plain(key);
        let typing = typing(&field, planning.language);
        // A picture is an entry's own; here it is one of its values.
        let fits = field.kind != Kind::Image && values.iter().all(|value| typing.read(value).is_some());
        if !fits {
            field = Field { title: field.title, ..Field::new(field.id, Kind::Text) };
        }
        list.push(field);
    }
    Some(Arc::new(Fields::new(list)))
}

/// Puts an entry's pairs into its fields, and all it has in the order of the
/// fields: of two values for one, the first counts.
pub(super) fn complete(pairs: &[Pair], fields: &Fields, language: &str, entry: &mut Entry) {
    for pair in pairs {
        let called = |index: &usize| fields[*index].title.get(language) == pair.key;
        let Some(index) = fields.others().chain(fields.link()).find(called) else { continue };
        if let Some(reading) = typing(&fields[index], language).read(&pair.value) {
            entry.put(index, reading.value, pair.span);
        }
    }
    entry.slots.sort_by_key(|slot| slot.field);
    entry.slots.dedup_by_key(|slot| slot.field);
}

/// Takes the pair that is called as an entry's own link is, and is an address
/// and nothing else; then its key says nothing more, and its bytes are given
/// back. `None` if such a pair is something else.
pub(super) fn own_link(
    pairs: &mut Vec<Pair>,
    base: &Fields,
    language: &str,
    has_link: bool,
) -> Option<Option<(String, Span, Option<Span>)>> {
    let title = base.link().map(|index| base[index].title.get(language))?;
    let Some(at) = pairs.iter().position(|pair| pair.key == title) else { return Some(None) };
    let typed = Typing { kind: Kind::Link, vocabulary: None, language, exact: false };
    if has_link || !typed.read(&pairs[at].value).is_some_and(|reading| reading.typed) {
        return None;
    }
    let Some(url) = blocks::address(&pairs[at].value) else { return Some(None) };
    let pair = pairs.remove(at);
    Some(Some((url, pair.span, pair.mark)))
}

fn typing<'f>(field: &'f Field, language: &'f str) -> Typing<'f> {
    Typing { kind: field.kind, vocabulary: field.vocabulary.as_deref(), language, exact: false }
}

/// The note that a key is not shown any more, since its link is the entry's.
pub(super) fn left_out(cx: &Cx<'_>, mark: Option<Span>, span: Span) -> Note {
    let mark = mark.unwrap_or(span);
    let what = "the key of an entry's own link is left out".to_string();
    Note::new(NoteKind::Mended(what, false), mark, cx.slice(mark).trim(), "")
}

/// Whether a pair's value leads somewhere.
pub(super) fn leads(pair: &Pair) -> bool {
    blocks::address(&pair.value).is_some() || linked_name(&pair.value).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_bold_or_short() {
        assert_eq!(bold("**Size:** 4 GB"), Some(("Size", "4 GB")));
        assert_eq!(bold("**Keywords** : a, b"), Some(("Keywords", "a, b")));
        assert_eq!(plain("Paper: [A](b)"), Some(("Paper", "[A](b)")));
        assert_eq!(plain("大小：4 GB"), Some(("大小", "4 GB")));
        for line in ["**Note** that", "see the page of it: here", "https://a.org", "12: 30", "**a**:", "a:"] {
            assert_eq!(bold(line).or_else(|| plain(line)), None, "{line}");
        }
    }
}
