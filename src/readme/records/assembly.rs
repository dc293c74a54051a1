//! What was taken → sections and groups, and the settings of the catalog as a
//! whole.
//!
//! Owns ids, and stating once what sections share. It refuses to judge.

use super::columns::Planning;
use super::groups::{Body, Candidate};
use super::names::Ids;
use super::{Cx, Group, Left, Records, Verdict, headed, in_regions, items, region_holding, rows};
use crate::catalog::preset::{self, Preset};
use crate::catalog::{Catalog, Entry, Field, Fields, Layout, Marker, Section};
use crate::readme::{HeadingId, plain_text};
use crate::text::Span;
use crate::value::link::is_relative;
use crate::value::{Kind, Localized, Value};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Builds the catalog of what is taken.
pub(super) struct Assembly<'c, 'a> {
    cx: &'c Cx<'a>,
    planning: Planning<'c>,
    ids: Ids,
    base: Arc<Fields>,
    records: Records,
}

impl<'c, 'a> Assembly<'c, 'a> {
    pub(super) fn new(cx: &'c Cx<'a>, planning: Planning<'c>) -> Self {
        let mut ids = Ids::default();
        for region in &cx.regions.regions {
            ids.take(&region.name);
        }
        let base = planning.preset.map_or_else(|| preset::PLAIN.fields(), Preset::fields);
        Assembly { cx, planning, ids, base: Arc::new(Fields::new(base)), records: Records::default() }
    }

    pub(super) fn build(mut self, candidates: Vec<Candidate<'a>>) -> Records {
        let mut last_end = 0;
        let mut groups: HashMap<(Option<HeadingId>, Option<String>), usize> = HashMap::new();
        for candidate in candidates.iter().filter(|candidate| candidate.verdict.taken) {
            *groups.entry((candidate.section, candidate.title.clone())).or_default() += 1;
        }
        for mut candidate in candidates {
            // A heading with several groups below it names none of them.
            if groups.get(&(candidate.section, candidate.title.clone())).is_some_and(|&groups| groups > 1)
                && let Some(caption) = candidate.caption.take()
            {
                candidate.title = Some(caption);
            }
            // Two groups cannot share bytes.
            if candidate.verdict.taken && candidate.span.start() < last_end {
                candidate.verdict = Verdict::forced("it stands in another group of records", false);
            }
            if !candidate.verdict.taken {
                let Candidate { shape, span, rows, verdict, .. } = candidate;
                if verdict.is_silent() {
                    continue;
                }
                self.records.left.push(Left { shape, span, rows, verdict });
                continue;
            }
            last_end = candidate.span.end();
            self.take(candidate);
        }
        self.catalog();
        self.records
    }

    fn take(&mut self, candidate: Candidate<'a>) {
        let cx = self.cx;
        let region = region_holding(cx, candidate.span).cloned();
        let heading = candidate.section.map(|id| cx.document.heading(id));
        let title =
            candidate.title.clone().map(|title| plain_text(&title)).filter(|title| !title.trim().is_empty());
        let title = title.unwrap_or_else(|| "Records".to_string());
        let title = match self.planning.verbatim {
            true => title,
            false => bare_title(&title).to_string(),
        };
        let id = match &region {
            Some(region) => region.name.clone(),
            None => self.ids.section(&title),
        };
        let mut section = Section {
            file: cx.file,
            id,
            id_span: Span::at(candidate.span.start()),
            title: Localized::plain(title.trim()),
            title_span: heading.map_or(Span::at(candidate.span.start()), |heading| heading.content),
            entries_span: candidate.span,
            span: candidate.span,
            ..Section::default()
        };
        let mut group = Group {
            shape: candidate.shape,
            at: candidate.span.start(),
            span: candidate.span,
            prefix: String::new(),
            breaks_line: false,
            region,
            verdict: candidate.verdict,
            notes: Vec::new(),
            comments: Vec::new(),
            structure: Vec::new(),
            empty: 0,
        };
        match candidate.body {
            Body::Table(grid, mut plan) => {
                let Planning { language, verbatim, .. } = self.planning;
                let readings = std::mem::take(&mut plan.readings);
                let (entries, notes) = rows::entries(&grid, &plan, readings, language, verbatim);
                section.layout = Layout::Table;
                section.align.clone_from(&grid.aligns);
                section.note = grid.note.as_deref().map(Localized::plain);
                section.entries = entries;
                section.own_fields = !plan.is_preset;
                section.fields = plan.fields;
                group.notes = notes;
                group.prefix.clone_from(&grid.prefix);
                group.breaks_line = grid.breaks_line;
                group.comments.clone_from(&grid.comments);
            }
            Body::Items(items, stand) => {
                let base = self.base();
                let listed = items::entries(cx, &items, &base, self.planning, group.region.is_some());
                section.layout = Layout::List;
                section.marker = marker(items.iter().map(|item| cx.slice(item.marker)));
                section.entries = listed.entries;
                section.own_fields = listed.fields.is_some();
                section.fields = listed.fields.unwrap_or(base);
                if section.entries.iter().any(|entry| is_bare_link(entry, &section.fields)) {
                    section.own_fields = true;
                    section.fields = links_without_names(&section.fields);
                }
                group.notes = listed.notes;
                group.structure = listed.structure;
                group.empty = listed.empty;
                group.prefix = stand.prefix;
            }
            Body::Headed(run) => {
                let mut fields = self.base();
                let on_names = run.links_on_names(cx);
                if on_names {
                    fields = linked_names(&fields);
                    section.own_fields = true;
                }
                let read = headed::entries(cx, &run, &fields, on_names, self.planning);
                section.own_fields |= read.fields.is_some();
                section.layout = Layout::Prose;
                section.heading = Some(run.level.saturating_sub(1)).filter(|&level| level != 2);
                section.entries = read.entries;
                section.fields = read.fields.unwrap_or(fields);
                group.notes = read.notes;
                group.structure = read.structure;
            }
        }
        if let Some(region) = &group.region {
            section.note = in_regions::note(cx, region, group.span);
            group.span = region.body;
            group.prefix = cx.slice(region.prefix).to_string();
            group.breaks_line = false;
        }
        self.records.catalog.sections.push(section);
        self.records.groups.push(group);
    }

    /// The fields of lists and of headings.
    fn base(&self) -> Arc<Fields> {
        self.base.clone()
    }

    /// Settings of the catalog as a whole.
    fn catalog(&mut self) {
        let cx = self.cx;
        let catalog = &mut self.records.catalog;
        catalog.file = cx.file;
        catalog.languages = vec![self.planning.language.to_string()];
        catalog.title = title(cx).map(|title| Localized::plain(&title));
        let preset = self.planning.preset.filter(|_| uses(catalog, takes_preset));
        let base = preset.map_or_else(|| preset::PLAIN.fields(), Preset::fields);
        catalog.preset = preset.map(|preset| preset.name.to_string());
        catalog.fields = Arc::new(Fields::new(base));
        relative_links(catalog);
        share_fields(catalog);
        in_one_language(catalog);
    }
}

/// The marker of items that stand behind these; `1、` is a number too.
fn marker<'t>(marks: impl Iterator<Item = &'t str>) -> Marker {
    let known: Vec<Cow<'_, str>> = marks
        .map(|mark| match mark.strip_suffix(['、', '．', '）']) {
            Some(number) => Cow::Owned(format!("{number}.")),
            None => Cow::Borrowed(mark),
        })
        .collect();
    Marker::of_list(known.iter().map(AsRef::as_ref))
}

/// A title without the number typed before it (`1.2`) and the anchor behind it
/// (`{#name}`): they say where it stood, not what it is.
fn bare_title(title: &str) -> &str {
    let title = match title.trim_end().strip_suffix('}').and_then(|rest| rest.rfind("{#")) {
        Some(at) if at > 0 => title[..at].trim_end(),
        _ => title,
    };
    let number = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let parts = title[..title.len() - number.len()].split('.').filter(|part| !part.is_empty()).count();
    let chapter =
        parts > 1 && number.starts_with(' ') && number.trim_start().starts_with(char::is_alphabetic);
    match headed::number(title) {
        Some(number) => &title[number..],
        None if chapter => number.trim_start(),
        None => title,
    }
}

/// Whether a section has anything of the preset.
fn takes_preset(section: &Section) -> bool {
    !section.own_fields || section.fields.iter().any(|field| field.vocabulary_id.is_some())
}

/// The same fields with the link put on the name.
fn linked_names(fields: &Fields) -> Arc<Fields> {
    let mut list: Vec<Field> = fields.iter().cloned().collect();
    let name = fields.name().map(|index| list[index].id.clone());
    if let Some(link) = fields.link() {
        list[link].on = name;
    }
    Arc::new(Fields::new(list))
}

/// Whether an entry is a link and has no name.
fn is_bare_link(entry: &Entry, fields: &Fields) -> bool {
    let has = |index: Option<usize>| index.and_then(|index| entry.value(index)).is_some();
    !has(fields.name()) && has(fields.link())
}

/// The same fields where the link is what an entry must have: a list of bare
/// addresses is sound without names.
fn links_without_names(fields: &Fields) -> Arc<Fields> {
    let mut list: Vec<Field> = fields.iter().cloned().collect();
    if let (Some(name), Some(link)) = (fields.name(), fields.link()) {
        list[name].required = false;
        list[link].required = true;
    }
    Arc::new(Fields::new(list))
}

fn uses(catalog: &Catalog, test: impl Fn(&Section) -> bool) -> bool {
    catalog.sections.iter().any(test)
}

/// The README's first heading of level 1.
fn title(cx: &Cx<'_>) -> Option<String> {
    let heading = cx.document.headings.iter().find(|heading| heading.level == 1 && heading.opens_section)?;
    let title = heading.text.trim();
    (!title.is_empty()).then(|| title.replace('\n', " "))
}

/// Fields that are stated have titles in the catalog's language only: a
/// preset knows more.
fn in_one_language(catalog: &mut Catalog) {
    let language = catalog.language().to_string();
    let plain = |fields: &Arc<Fields>| {
        if fields.iter().all(|field| field.title.is_plain()) {
            return fields.clone();
        }
        let one =
            |field: &Field| Field { title: Localized::plain(field.title.get(&language)), ..field.clone() };
        Arc::new(Fields::new(fields.iter().map(one).collect()))
    };
    if catalog.own_fields {
        catalog.fields = plain(&catalog.fields);
    }
    for section in &mut catalog.sections {
        if section.own_fields || catalog.own_fields {
            section.fields = plain(&section.fields);
        }
    }
}

/// States of fields whose links mostly lead to what lies beside the README
/// that this is meant.
fn relative_links(catalog: &mut Catalog) {
    // By the ids of fields: how many links there are, and how many are relative.
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    for section in &catalog.sections {
        for (field, slot) in section.entries.iter().flat_map(|entry| section.slots(entry)) {
            if let Some(Value::Links(links)) = &slot.value {
                let (all, relative) = counts.entry(&field.id).or_default();
                *all += links.len();
                *relative += links.iter().filter(|link| is_relative(&link.url)).count();
            }
        }
    }
    counts.retain(|_, &mut (all, relative)| relative * 2 > all);
    let ids: HashSet<String> = counts.into_keys().map(String::from).collect();
    let is_relative =
        |field: &Field| matches!(field.kind, Kind::Link | Kind::Links) && ids.contains(&field.id);
    for section in &mut catalog.sections {
        if section.fields.iter().any(is_relative) {
            let fields = section.fields.iter();
            let fields = fields.map(|field| Field { relative: is_relative(field), ..field.clone() });
            section.fields = Arc::new(Fields::new(fields.collect()));
            section.own_fields = true;
        }
    }
}

/// States the fields that most sections share once, for the catalog.
fn share_fields(catalog: &mut Catalog) {
    let plain = catalog.preset.is_none();
    if catalog
        .sections
        .iter()
        .any(|section| !section.own_fields && (!plain || section.layout == Layout::Table))
    {
        return;
    }
    let mut kinds: HashMap<String, (usize, usize)> = HashMap::new();
    for (index, section) in catalog.sections.iter().enumerate() {
        kinds.entry(key_of(&section.fields)).or_insert((0, index)).0 += 1;
    }
    // The most common; of equally common ones the first.
    let most = kinds.into_values().max_by_key(|&(count, first)| (count, std::cmp::Reverse(first)));
    let Some(shared) = most.map(|(_, first)| catalog.sections[first].fields.clone()) else { return };
    let key = key_of(&shared);
    if key == key_of(&catalog.fields) {
        return;
    }
    for section in &mut catalog.sections {
        section.own_fields = key != key_of(&section.fields);
        if !section.own_fields {
            section.fields = shared.clone();
        }
    }
    catalog.fields = shared;
    catalog.own_fields = true;
}

/// All that is stated of fields, as one text.
fn key_of(fields: &Fields) -> String {
    let of = |field: &Field| {
        format!(
            "{:?}",
            (
                &field.id,
                field.kind,
                field.required,
                &field.title,
                &field.vocabulary_id,
                &field.on,
                field.column,
                &field.choices,
                &field.schemes,
                field.relative
            )
        )
    };
    fields.iter().map(of).collect()
}
