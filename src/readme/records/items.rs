//! A run's items → entries.
//!
//! Owns what becomes of the lines below an item's first: fields (`**Key**:
//! value`), an address, a picture, entries of their own, or, verbatim, the
//! description. It refuses to choose which items are records.

use super::Cx;
use super::blocks;
use super::head::{Form, Head};
use super::names::Ids;
use super::note::{Note, NoteKind};
use super::runs::{self, RunItem};
use crate::catalog::{Entry, Field, Fields, preset};
use crate::readme::{BlockId, BlockKind, prose};
use crate::text::Span;
use crate::value::{Image, Kind, Link, Localized, Value};
use std::sync::Arc;

/// The field that names the entry which an entry stands below.
const PART_OF: &str = "part_of";

/// What a run comes to.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) entries: Vec<Entry>,
    /// The fields, and whether they are more than the ones lists have anyway.
    pub(super) fields: Option<Arc<Fields>>,
    pub(super) notes: Vec<Note>,
    pub(super) structure: Vec<Span>,
    pub(super) empty: usize,
}

/// An entry before its fields are known.
#[derive(Debug, Default)]
struct Draft {
    span: Span,
    name: Option<(String, Span)>,
    link: Option<(String, Span)>,
    description: Option<(String, Span)>,
    image: Option<(Image, Span)>,
    part_of: Option<String>,
    /// Keys with their values.
    more: Vec<(String, String, Span)>,
}

/// Reads items as entries with the fields of `base`, in a region if `exact`.
pub(super) fn entries(cx: &Cx<'_>, items: &[RunItem], base: &Arc<Fields>, in_region: bool) -> Listed {
    let mut reader = Reader { cx, listed: Listed::default(), drafts: Vec::new(), in_region };
    for item in items {
        reader.item(item, None);
    }
    let Reader { mut listed, drafts, .. } = reader;
    let fields = fields(&drafts, base);
    let known: &Arc<Fields> = fields.as_ref().unwrap_or(base);
    listed.entries = drafts.into_iter().map(|draft| draft.entry(known)).collect();
    listed.fields = fields;
    listed.structure.sort_unstable_by_key(|span| span.start());
    listed.notes.sort_by_key(|note| note.span.start());
    listed
}

/// The fields that the drafts need beyond `base`; `None` if they need none.
fn fields(drafts: &[Draft], base: &Arc<Fields>) -> Option<Arc<Fields>> {
    let part = drafts.iter().any(|draft| draft.part_of.is_some());
    let mut keys: Vec<&str> = Vec::new();
    for (key, ..) in drafts.iter().flat_map(|draft| &draft.more) {
        if !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    if !part && keys.is_empty() {
        return None;
    }
    let mut ids = Ids::default();
    let plain = preset::PLAIN.fields();
    for field in &plain {
        ids.take(&field.id);
    }
    let mut list: Vec<Field> = plain
        .into_iter()
        .map(|field| match base.find(&field.id) {
            Some(index) => base[index].clone(),
            None => field,
        })
        .collect();
    for field in &mut list {
        field.column = true;
    }
    if part {
        ids.take(PART_OF);
        list.push(Field::new(PART_OF, Kind::Text));
    }
    for (index, key) in keys.iter().enumerate() {
        let mut field = Field::new(ids.field(key, index), Kind::Text);
        field.title = Localized::plain(key);
        list.push(field);
    }
    Some(Arc::new(Fields::new(list)))
}

impl Draft {
    fn entry(self, fields: &Fields) -> Entry {
        let mut entry = Entry { span: self.span, ..Entry::default() };
        let mut put = |index: Option<usize>, value: Value, span: Span| {
            if let Some(index) = index {
                entry.put(index, value, span);
            }
        };
        let text = |text: &str| Value::Text(Localized::plain(text));
        if let Some((name, span)) = &self.name {
            put(fields.name(), text(name), *span);
        }
        if let Some((url, span)) = &self.link {
            put(fields.link(), Value::Links(vec![Link::new(url, None)]), *span);
        }
        if let Some((description, span)) = &self.description {
            put(fields.description(), text(description), *span);
        }
        if let Some((image, span)) = self.image {
            put(fields.image(), Value::Image(image), span);
        }
        if let Some(parent) = &self.part_of {
            put(fields.find(PART_OF), text(parent), self.span);
        }
        for (key, value, span) in &self.more {
            put(fields.iter().rposition(|field| field.title.get("") == key), text(value), *span);
        }
        entry.slots.sort_by_key(|slot| slot.field);
        entry.slots.dedup_by_key(|slot| slot.field);
        entry
    }
}

struct Reader<'c, 'a> {
    cx: &'c Cx<'a>,
    listed: Listed,
    drafts: Vec<Draft>,
    in_region: bool,
}

impl Reader<'_, '_> {
    fn item(&mut self, item: &RunItem, part_of: Option<String>) {
        self.listed.structure.push(item.marker);
        if item.is_empty() {
            self.listed.empty += 1;
            return;
        }
        let Head { name, link, rest, mark, form } = item.head.clone();
        if form == Form::Linked || form == Form::Told {
            self.mark(&mark, item.text);
        }
        let mut draft = Draft {
            span: item.span,
            name: name.map(|name| (name, item.text)),
            link: link.map(|link| (link, item.text)),
            description: rest.map(|rest| (rest, item.text)),
            part_of,
            ..Draft::default()
        };
        let mut rest = item.rest.as_slice();
        let mut children = Vec::new();
        if let Some((&first, after)) = rest.split_first()
            && matches!(self.cx.document.block(first).kind, BlockKind::List(_))
            && self.nested(first, &mut draft, after.is_empty(), &mut children)
        {
            rest = after;
        }
        if let Some((&last, before)) = rest.split_last()
            && draft.image.is_none()
            && item.picture.is_none()
            && let Some(image) = blocks::picture(self.cx, last)
        {
            draft.image = Some((image, self.cx.document.block(last).span));
            rest = before;
        }
        if let (Some(&first), Some(&last)) = (rest.first(), rest.last()) {
            let span = self.cx.document.block(first).span.to(self.cx.document.block(last).span);
            let text = blocks::text(self.cx, first, span);
            let text = text.trim_end_matches([' ', '\t', '\n']);
            let decoded = self.in_region.then(|| prose::decode(unguarded(text), 0));
            append(&mut draft, decoded.as_deref().unwrap_or(text), span);
        }
        if let Some((image, span)) = &item.picture {
            draft.image = Some((image.clone(), *span));
        }
        let name = draft.name.as_ref().map(|(name, _)| name.clone());
        if let Some(list) = children.first() {
            // What is part of it is read as entries of their own.
            let end = self.cx.document.block(*list).span.start();
            let own = self.cx.text[..end].trim_end().len().max(draft.span.start());
            draft.span = Span::new(draft.span.start(), own);
        }
        self.drafts.push(draft);
        for list in children {
            self.children(list, name.as_ref());
        }
    }

    /// Notes that the mark between name and text is another from now on.
    fn mark(&mut self, mark: &str, span: Span) {
        let mark = mark.trim();
        if !mark.is_empty() && mark != "-" {
            let what = "name and text are divided by ` - ` from now on".to_string();
            self.listed.notes.push(Note::new(NoteKind::Mended(what, false), span, mark, ""));
        }
    }

    /// Reads the list below an item's first line; false if it is to be kept as
    /// text.
    fn nested(
        &mut self,
        list: BlockId,
        draft: &mut Draft,
        is_last: bool,
        children: &mut Vec<BlockId>,
    ) -> bool {
        let document = self.cx.document;
        let items: Vec<BlockId> = document.children(list).collect();
        if self.cx.options.verbatim && !self.in_region {
            return false;
        }
        if let Some(pairs) = self.keys(&items) {
            for (key, value, span) in pairs {
                match key.as_str() {
                    "Part of" if draft.part_of.is_none() => draft.part_of = Some(value),
                    _ => draft.more.push((key, value, span)),
                }
            }
            self.markers(&items);
            return true;
        }
        if draft.link.is_none() && self.simple(&items, draft) {
            return true;
        }
        if draft.name.is_some() && is_last && runs::holds_records(self.cx, list) && !self.in_region {
            children.push(list);
            return true;
        }
        false
    }

    /// `- **Key**: value` for every item.
    fn keys(&self, items: &[BlockId]) -> Option<Vec<(String, String, Span)>> {
        let mut pairs: Vec<(String, String, Span)> = Vec::new();
        for &item in items {
            let BlockKind::Item(found) = &self.cx.document.block(item).kind else { return None };
            if self.cx.document.children(item).count() != 1 || found.task.is_some() {
                return None;
            }
            let line = runs::first_line(self.cx, item)?;
            let inside = line.strip_prefix("**")?;
            let (key, value) = inside.split_once("**")?;
            let (key, value) = match key.strip_suffix(':') {
                Some(key) => (key, value),
                None => (key, value.strip_prefix(':')?),
            };
            let fine =
                !key.trim().is_empty() && key.chars().count() <= 40 && !key.contains(['[', '<', '`', '\n']);
            let value = value.trim();
            if !fine || value.is_empty() || pairs.iter().any(|(known, ..)| known == key.trim()) {
                return None;
            }
            pairs.push((key.trim().to_string(), value.to_string(), found.text?));
        }
        // In a list of one's own, keys that come but once are hardly fields.
        (!pairs.is_empty() && (self.in_region || pairs.len() > 1)).then_some(pairs)
    }

    fn markers(&mut self, items: &[BlockId]) {
        for &item in items {
            if let BlockKind::Item(found) = &self.cx.document.block(item).kind {
                self.listed.structure.push(found.marker);
            }
        }
    }

    /// Items that are texts, with an address and a picture among them: the
    /// description, the link and the image.
    fn simple(&mut self, items: &[BlockId], draft: &mut Draft) -> bool {
        let document = self.cx.document;
        let mut texts: Vec<(String, Span)> = Vec::new();
        let mut link = None;
        let mut image = None;
        let mut empty = 0;
        for &item in items {
            if document.children(item).next().is_none() {
                empty += 1;
                continue;
            }
            let BlockKind::Item(found) = &document.block(item).kind else { return false };
            let (Some(line), Some(span)) = (runs::first_line(self.cx, item), found.text) else {
                return false;
            };
            if document.children(item).count() != 1 {
                return false;
            }
            if let Some(url) = blocks::address(&line).filter(|_| link.is_none()) {
                link = Some((url, span));
            } else if let Some(found) = blocks::picture_in(&line).filter(|_| image.is_none()) {
                image = Some((found, span));
            } else {
                texts.push((line, span));
            }
        }
        let is_it = link.is_some() || (texts.len() == 1 && draft.description.is_none()) || texts.is_empty();
        if !is_it {
            return false;
        }
        self.markers(items);
        self.listed.empty += empty;
        draft.link = link;
        if image.is_some() {
            draft.image = image;
        }
        for (text, span) in texts {
            append(draft, &text, span);
        }
        true
    }

    /// The items of a list below an entry, as entries that are part of it.
    fn children(&mut self, list: BlockId, parent: Option<&String>) {
        let below = runs::items_of(self.cx, list);
        for item in &below {
            self.item(item, parent.cloned());
        }
    }
}

fn append(draft: &mut Draft, text: &str, span: Span) {
    if text.is_empty() {
        return;
    }
    draft.description = Some(match draft.description.take() {
        Some((before, place)) => (format!("{before}\n\n{text}"), place.to(span)),
        None => (text.to_string(), span),
    });
}

/// A description from a region without the mark that guards its end.
pub(super) fn unguarded(text: &str) -> &str {
    text.strip_suffix(crate::readme::read_back::GUARD).map_or(text, |text| text.trim_end_matches('\n'))
}
