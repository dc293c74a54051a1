//! A run's items → entries.
//!
//! Owns what becomes of the lines below an item's first: fields (`**Key**:
//! value`), an address, a picture, entries of their own, or, verbatim, the
//! description. It refuses to choose which items are records.

use super::Cx;
use super::blocks;
use super::columns::Planning;
use super::head::{Form, Head};
use super::keyed::{self, Pair};
use super::note::{Note, NoteKind};
use super::runs::{self, RunItem};
use crate::catalog::{Entry, Fields};
use crate::readme::{BlockId, BlockKind, prose};
use crate::text::Span;
use crate::value::{Image, Link, Localized, Value};
use std::sync::Arc;

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
    pairs: Vec<Pair>,
}

/// Reads items as entries with the fields of `base`, in a region if `exact`.
pub(super) fn entries(
    cx: &Cx<'_>,
    items: &[RunItem],
    base: &Arc<Fields>,
    planning: Planning<'_>,
    in_region: bool,
) -> Listed {
    let language = planning.language;
    let mut reader = Reader { cx, listed: Listed::default(), drafts: Vec::new(), base, language, in_region };
    for item in items {
        reader.item(item, None);
    }
    let Reader { mut listed, drafts, .. } = reader;
    let needs = keyed::Needs {
        pairs: drafts.iter().flat_map(|draft| &draft.pairs).collect(),
        part_of: drafts.iter().any(|draft| draft.part_of.is_some()),
        pictures: drafts.iter().any(|draft| draft.image.is_some()),
    };
    let fields = keyed::fields(&needs, base, planning);
    let known: &Arc<Fields> = fields.as_ref().unwrap_or(base);
    listed.entries = drafts.into_iter().map(|draft| draft.entry(known, language)).collect();
    listed.fields = fields;
    listed.structure.sort_unstable_by_key(|span| span.start());
    listed.notes.sort_by_key(|note| note.span.start());
    listed
}

impl Draft {
    fn entry(self, fields: &Fields, language: &str) -> Entry {
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
            put(fields.link(), Value::Links([Link::new(url, None)].into()), *span);
        }
        if let Some((description, span)) = &self.description {
            put(fields.description(), text(description), *span);
        }
        if let Some((image, span)) = self.image {
            put(fields.image(), Value::Image(image), span);
        }
        if let Some(parent) = &self.part_of {
            put(fields.find(keyed::PART_OF), text(parent), self.span);
        }
        keyed::complete(&self.pairs, fields, language, &mut entry);
        entry
    }
}

struct Reader<'c, 'a> {
    cx: &'c Cx<'a>,
    listed: Listed,
    drafts: Vec<Draft>,
    base: &'c Fields,
    language: &'c str,
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
        if matches!(form, Form::Linked | Form::Told | Form::Cited) {
            self.mark(&mark, item.text);
        }
        let line = self.cx.slice(item.text).trim_start_matches('[');
        if !self.in_region && !self.cx.options.verbatim && line.starts_with(['*', '_']) && name.is_some() {
            let bold = ["**", "__"].into_iter().find(|sign| line.starts_with(sign));
            if bold.is_some_and(|bold| !name.as_deref().unwrap_or_default().contains(bold)) {
                let what = "names are shown without bold from now on".to_string();
                self.listed.notes.push(Note::new(NoteKind::Mended(what, false), item.text, "**", ""));
            }
        }
        let mut draft = Draft {
            span: item.span,
            name: name.map(|name| (name, item.text)),
            link: link.map(|link| (link, item.text)),
            description: rest.map(|rest| (rest, item.text)),
            part_of,
            ..Draft::default()
        };
        if let Some(done) = item.task {
            let (key, value) = (done_title(self.language).to_string(), if done { "yes" } else { "no" });
            let place = self.cx.text.get(item.marker.end()..item.text.start()).unwrap_or_default();
            let span = Span::new(item.marker.end(), item.marker.end() + place.len());
            let what = format!("boxes to tick became the field `{key}`");
            self.listed.notes.push(Note::new(NoteKind::Mended(what, false), span, place.trim(), ""));
            self.listed.structure.push(span);
            draft.pairs.push(Pair { key, value: value.to_string(), span, mark: None });
        }
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
        if self.pairs(list, draft) {
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

    /// Reads a list of `**Key**: value`.
    fn pairs(&mut self, list: BlockId, draft: &mut Draft) -> bool {
        let found = match self.in_region {
            true => keyed::of_list(self.cx, list, true),
            false => keyed::below_item(self.cx, list),
        };
        let Some(mut pairs) = found else { return false };
        let has_link = draft.link.is_some();
        let Some(link) = keyed::own_link(&mut pairs, self.base, self.language, has_link) else {
            return false;
        };
        if let Some((url, span, mark)) = link {
            draft.link = Some((url, span));
            self.listed.structure.extend(mark);
            self.listed.notes.push(keyed::left_out(self.cx, mark, span));
        }
        for pair in pairs {
            match pair.key.as_str() {
                "Part of" if draft.part_of.is_none() => draft.part_of = Some(pair.value),
                _ => draft.pairs.push(pair),
            }
        }
        true
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
            if found.task.is_some() {
                return false;
            }
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

/// What the field is called that says whether a box is ticked.
fn done_title(language: &str) -> &'static str {
    match language {
        "ja" => "完了",
        "zh-Hans" => "完成",
        _ => "Done",
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
