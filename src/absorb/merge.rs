//! Three ways: what the base said, what the README says, what the catalog
//! says now → edits to the catalog, or conflicts.

use super::body::Body;
use super::pair::{Pairs, pair};
use super::rows::{self, Found, Row};
use super::typed::{in_language, is_known, typed};
use super::{Absorbed, Edited, Note, Options, Side, conflict, refusal};
use crate::catalog::edit::{Editor, Item, Nodes, new_entry};
use crate::catalog::{Catalog, Entry, Field, Section};
use crate::finding::{Finding, Label, Level};
use crate::render;
use crate::text::{Edit, FileId, Sources, Span};
use crate::value::{Localized, Value};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

pub(super) fn merge(
    sources: &Sources,
    catalog: &Catalog,
    edited: &Edited<'_>,
    options: Options,
) -> Result<Absorbed, Vec<Finding>> {
    let base_sections = edited.base.by_id();
    let found = read_regions(sources, edited, &base_sections)?;
    if found.is_empty() {
        return Ok(Absorbed::default());
    }
    let mut merger = Merger {
        sources,
        catalog,
        edited,
        options,
        base_sections,
        current_sections: catalog.by_id(),
        out: Absorbed::default(),
        refusals: Vec::new(),
    };
    merger.run(&found);
    if merger.refusals.is_empty() { Ok(merger.out) } else { Err(merger.refusals) }
}

/// What the regions say that differ from what the base renders.
fn read_regions(
    sources: &Sources,
    edited: &Edited<'_>,
    base_sections: &ById<'_>,
) -> Result<Vec<Found>, Vec<Finding>> {
    let text = sources.get(edited.file).text();
    let mut found = Vec::new();
    let mut refusals = Vec::new();
    for region in &edited.regions.regions {
        let Some(&(depth, section)) = base_sections.get(region.name.as_str()) else { continue };
        let rendered = render::section::body(edited.base, section, depth, edited.language);
        let body = Body::new(text, region);
        if body.text.trim_matches('\n') == rendered.trim_matches('\n') {
            continue;
        }
        match rows::read(section, depth, &body, edited.file, edited.language) {
            Ok(more) => found.extend(more),
            Err(more) => refusals.extend(more),
        }
    }
    if refusals.is_empty() { Ok(found) } else { Err(refusals) }
}

/// Sections with their depths, by their ids.
type ById<'a> = HashMap<&'a str, (usize, &'a Section)>;

struct Merger<'a> {
    sources: &'a Sources,
    catalog: &'a Catalog,
    edited: &'a Edited<'a>,
    options: Options,
    base_sections: ById<'a>,
    current_sections: ById<'a>,
    out: Absorbed,
    refusals: Vec<Finding>,
}

/// An entry of the catalog as it is now.
#[derive(Clone, Copy)]
struct Current<'a> {
    section: &'a Section,
    entry: &'a Entry,
    index: usize,
}

impl<'a> Merger<'a> {
    fn run(&mut self, found: &[Found]) {
        let (catalog, language) = (self.catalog, self.edited.language);
        let editors: HashMap<FileId, Editor<'a>> = files_of(catalog)
            .into_iter()
            .filter_map(|file| Some((file, Editor::new(self.sources.get(file).text(), file)?)))
            .collect();
        let nodes: HashMap<FileId, Nodes<'_, 'a>> =
            editors.iter().map(|(file, editor)| (*file, editor.nodes())).collect();

        // The three sides as rows.
        let mut old_rows: Vec<Row> = Vec::new();
        for part in found {
            if let Some(section) = self.in_base(&part.section) {
                old_rows.extend(section.entries.iter().map(|entry| rows::of_entry(section, entry, language)));
            }
        }
        let new_rows: Vec<Row> = found.iter().flat_map(|part| part.rows.iter().cloned()).collect();
        let mut current_rows: Vec<Row> = Vec::new();
        let mut current: Vec<Current<'a>> = Vec::new();
        for (_, section) in catalog.walk() {
            for (index, entry) in section.entries.iter().enumerate() {
                current_rows.push(rows::of_entry(section, entry, language));
                current.push(Current { section, entry, index });
            }
        }
        let section_of = |id: &str| self.in_base(id).or_else(|| self.in_catalog(id));
        let readme = pair(&old_rows, &new_rows, &section_of, self.options.doubt);
        let since = pair(&old_rows, &current_rows, &section_of, super::Doubt::New);
        for &(old, new) in &readme.doubts {
            self.doubt(&old_rows[old], &new_rows[new]);
        }
        let current_of = inverse(&since, old_rows.len());
        let new_of = inverse(&readme, old_rows.len());

        // Fields that were edited, and entries that went.
        let mut field_edits: BTreeMap<usize, Vec<Edit>> = BTreeMap::new();
        let mut removed: Vec<usize> = Vec::new();
        for (old, row) in old_rows.iter().enumerate() {
            match (new_of[old], current_of[old]) {
                (Some(new), Some(at)) => {
                    let edits = self.fields(row, &new_rows[new], current[at], &editors, &nodes);
                    if !edits.is_empty() {
                        field_edits.insert(at, edits);
                    }
                }
                (Some(new), None) if new_rows[new].values != row.values => self.refusals.push(
                    refusal(
                        self.edited.file,
                        new_rows[new].place,
                        format!(
                            "{} was edited here, but is no longer in the catalog",
                            self.call(&new_rows[new])
                        ),
                    )
                    .help("take the row out, or put the entry back into the catalog"),
                ),
                (Some(_), None) | (None, None) => {}
                (None, Some(at)) => {
                    if current_rows[at].values == row.values || self.options.prefer == Some(Side::Readme) {
                        removed.push(at);
                        let section = current[at].section;
                        self.note(
                            Span::default(),
                            format!("removed {} from `{}`", self.call(row), section.id),
                        );
                    } else if self.options.prefer.is_none() {
                        let place = Label::new(
                            current[at].section.file,
                            current[at].entry.span,
                            "changed here since",
                        );
                        let region = found.iter().find(|part| part.section == row.section);
                        let at = region
                            .and_then(|part| part.rows.first())
                            .map_or(Span::default(), |row| row.place);
                        let message =
                            format!("{} was removed here, but changed in the catalog", self.call(row));
                        self.refusals.push(
                            conflict(self.edited.file, at, message, place)
                                .help("`--assume readme` removes it, `--assume catalog` keeps it"),
                        );
                    }
                }
            }
        }

        // What was added, unless the catalog has it by now.
        let mut taken: Vec<bool> = vec![false; current.len()];
        for at in current_of.iter().flatten() {
            taken[*at] = true;
        }
        let key = |row: &Row| format!("{}\0{:?}", row.section, row.values);
        let mut free: HashMap<String, VecDeque<usize>> = HashMap::new();
        for at in (0..current.len()).filter(|&at| !taken[at]) {
            free.entry(key(&current_rows[at])).or_default().push_back(at);
        }
        let doubtful: HashSet<usize> = readme.doubts.iter().map(|&(_, new)| new).collect();
        let mut at = 0;
        let mut orders: Vec<(&'a Section, Vec<Placed>)> = Vec::new();
        for part in found {
            let here: Vec<usize> = (at..at + part.rows.len()).collect();
            at += part.rows.len();
            let Some(section) = self.in_catalog(&part.section) else { continue };
            let mut placed = Vec::new();
            for new in here {
                match readme.old_of[new] {
                    Some(old) => placed.extend(current_of[old].map(Placed::Current)),
                    None if doubtful.contains(&new) => {}
                    None => {
                        let row = self.type_row(section, &new_rows[new]);
                        match free.get_mut(&key(&row)).and_then(VecDeque::pop_front) {
                            Some(at) => placed.push(Placed::Current(at)),
                            None => {
                                self.note(
                                    row.place,
                                    format!("added {} to `{}`", self.call(&row), section.id),
                                );
                                placed.push(Placed::New(row));
                            }
                        }
                    }
                }
            }
            orders.push((section, placed));
        }
        let base_of = inverse(&Pairs { old_of: current_of.clone(), doubts: Vec::new() }, current.len());
        self.arrange(&orders, &current, &removed, &base_of, &mut field_edits, &editors, &nodes);
        for (at, edits) in field_edits {
            self.out.edits.entry(current[at].section.file).or_default().extend(edits);
        }
        for part in found {
            self.texts(part, &editors, &nodes);
        }
    }

    /// The section of that id, as it was.
    fn in_base(&self, id: &str) -> Option<&'a Section> {
        self.base_sections.get(id).map(|&(_, section)| section)
    }

    /// The section of that id, as it is now.
    fn in_catalog(&self, id: &str) -> Option<&'a Section> {
        self.current_sections.get(id).map(|&(_, section)| section)
    }

    /// The edits to one entry's fields.
    fn fields(
        &mut self,
        old: &Row,
        new: &Row,
        current: Current<'a>,
        editors: &HashMap<FileId, Editor<'a>>,
        nodes: &HashMap<FileId, Nodes<'_, 'a>>,
    ) -> Vec<Edit> {
        let (section, language) = (current.section, self.edited.language);
        let mut edits = Vec::new();
        let base_fields = self.in_base(&old.section).map(|section| &section.fields);
        for (index, field) in section.fields.iter().enumerate() {
            // Fields are matched by id: the catalog may have got others since.
            let Some(base_index) = base_fields.and_then(|fields| fields.find(&field.id)) else {
                continue;
            };
            let (was, is) = (&old.values[base_index], &new.values[base_index]);
            if was == is || !rows::is_shown(section, index) {
                continue;
            }
            let wanted = is.clone().and_then(|value| typed(field, value, language));
            let now = current.entry.value(index);
            let shown_now = now.map(|value| value.in_language(language));
            if shown_now == wanted || *was == wanted {
                continue;
            }
            if shown_now != *was {
                match self.options.prefer {
                    Some(Side::Catalog) => continue,
                    Some(Side::Readme) => {}
                    None => {
                        self.clash(old, new, current, index, [was, &shown_now, &wanted]);
                        continue;
                    }
                }
            }
            let value = wanted.clone().map(|value| in_language(now, value, language));
            let node = nodes.get(&section.file).and_then(|nodes| nodes.entry(current.entry));
            let (Some(editor), Some(node)) = (editors.get(&section.file), node) else { continue };
            match editor.set(node, &section.fields, index, now, value.as_ref()) {
                Ok(more) => edits.extend(more),
                Err(why) => {
                    let place = Label::new(section.file, current.entry.span, "the entry");
                    let message =
                        format!("the new {} of {} cannot be carried over: {why}", field.id, self.call(new));
                    self.refusals.push(
                        conflict(self.edited.file, new.place, message, place)
                            .help("change the catalog by hand, then run `catalint render`"),
                    );
                    continue;
                }
            }
            let shown = |value: &Option<Value>| shown(field, value.as_ref(), language);
            self.note(
                new.place,
                format!("{}: {} is now {}, was {}", self.call(old), field.id, shown(&wanted), shown(was)),
            );
            self.untyped(section, index, wanted.as_ref(), new);
        }
        edits
    }

    /// Tells a text that its field cannot type, and that is kept as written.
    fn untyped(&mut self, section: &Section, index: usize, value: Option<&Value>, row: &Row) {
        let field = &section.fields[index];
        let Some(value) = value.filter(|value| !is_known(field, value)) else { return };
        let text = field.render(value, self.edited.language);
        let message = format!("`{text}` is no {} the catalog knows; it is kept as written", field.id);
        self.out.findings.push(Finding::new(
            "value-untyped",
            Level::Warning,
            self.edited.file,
            row.place,
            message,
        ));
    }

    fn clash(
        &mut self,
        old: &Row,
        new: &Row,
        current: Current<'a>,
        index: usize,
        values: [&Option<Value>; 3],
    ) {
        let field = &current.section.fields[index];
        let [was, now, wanted] = values.map(|value| shown(field, value.as_ref(), self.edited.language));
        let message = format!(
            "{}: {} was {was}; the README says {wanted}, the catalog {now}",
            self.call(old),
            field.id
        );
        let span = current.entry.slot(index).map_or(current.entry.span, |slot| slot.span);
        let place = Label::new(current.section.file, span, "the catalog says this");
        self.refusals.push(
            conflict(self.edited.file, new.place, message, place)
                .help("make both say the same, or settle it with `--assume readme` or `--assume catalog`"),
        );
    }

    fn doubt(&mut self, old: &Row, new: &Row) {
        let message = format!("{} may be {} renamed, or another entry", self.call(new), self.call(old));
        self.refusals.push(
            refusal(self.edited.file, new.place, message)
                .help("`--assume rename` takes it for the same entry, `--assume new` for another one"),
        );
    }

    /// A new row with its values typed.
    fn type_row(&mut self, section: &Section, row: &Row) -> Row {
        let language = self.edited.language;
        // The README shows the base's fields; the catalog may have others now.
        let base = self.in_base(&row.section).map(|base| &base.fields);
        let values: Vec<Option<Value>> = section
            .fields
            .iter()
            .map(|field| {
                let index = base?.find(&field.id)?;
                typed(field, row.values.get(index)?.clone()?, language)
            })
            .collect();
        for (index, value) in values.iter().enumerate() {
            self.untyped(section, index, value.as_ref(), row);
        }
        Row { values, ..row.clone() }
    }

    /// Puts entries in, takes them out, and moves them where the README has
    /// them in another order.
    #[expect(clippy::too_many_arguments, reason = "the three sides and what has been found out about them")]
    fn arrange(
        &mut self,
        orders: &[(&'a Section, Vec<Placed>)],
        current: &[Current<'a>],
        removed: &[usize],
        base_of: &[Option<usize>],
        field_edits: &mut BTreeMap<usize, Vec<Edit>>,
        editors: &HashMap<FileId, Editor<'a>>,
        nodes: &HashMap<FileId, Nodes<'_, 'a>>,
    ) {
        // Where each entry is to be: its own section unless another's part of
        // the README shows it.
        let mut home: HashMap<usize, &str> = HashMap::new();
        for (section, placed) in orders {
            for item in placed {
                if let Placed::Current(at) = item {
                    home.insert(*at, &section.id);
                }
            }
        }
        let moved_out = |at: usize| home.get(&at).is_some_and(|id| *id != current[at].section.id);
        let removed: HashSet<usize> = removed.iter().copied().collect();
        let mut own_of: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, entry) in current.iter().enumerate() {
            own_of.entry(&entry.section.id).or_default().push(at);
        }
        for (section, placed) in orders {
            let own = own_of.get(section.id.as_str()).map_or(&[][..], Vec::as_slice);
            let order = order_of(
                own,
                placed,
                base_of,
                |at| removed.contains(&at) || moved_out(at),
                |at| std::ptr::eq(current[at].section, *section),
            );
            let unchanged = order.len() == own.len()
                && order.iter().zip(own).all(|(item, own)| matches!(item, Placed::Current(at) if at == own));
            if unchanged {
                continue;
            }
            let Some(editor) = editors.get(&section.file) else { continue };
            let Some(node) = nodes.get(&section.file).and_then(|nodes| nodes.section(section)) else {
                continue;
            };
            let mut items = Vec::new();
            let mut texts = Vec::new();
            for item in &order {
                match item {
                    Placed::Current(at) if std::ptr::eq(current[*at].section, *section) => {
                        items.push(Item::Old(current[*at].index, field_edits.remove(at).unwrap_or_default()));
                    }
                    Placed::Current(at) => {
                        let edits = field_edits.remove(at).unwrap_or_default();
                        match moved_lines(current[*at], section, &edits, editors, nodes) {
                            Ok(lines) => {
                                texts.push(lines.clone());
                                items.push(Item::New(lines));
                                let from = &current[*at].section.id;
                                self.note(
                                    Span::default(),
                                    format!("moved an entry from `{from}` to `{}`", section.id),
                                );
                            }
                            Err(why) => self.refusals.push(refusal(
                                self.edited.file,
                                Span::default(),
                                format!("an entry cannot be moved to `{}`: {why}", section.id),
                            )),
                        }
                    }
                    Placed::New(row) => {
                        let lines = new_entry(&entry_of(row), section);
                        texts.push(lines.clone());
                        items.push(Item::New(lines));
                    }
                }
            }
            let list = node.get("entries").filter(|list| list.items().is_some_and(|items| !items.is_empty()));
            let edit = match list {
                Some(list) => editor.arrange(list, &items),
                None => editor.first_entries(node, &texts),
            };
            match edit {
                Ok(edit) => self.out.edits.entry(section.file).or_default().push(edit),
                Err(why) => {
                    let message = format!("the entries of `{}` cannot be rearranged: {why}", section.id);
                    self.refusals.push(refusal(self.edited.file, Span::default(), message));
                }
            }
        }
    }

    /// The note and the title of a section.
    fn texts(
        &mut self,
        part: &Found,
        editors: &HashMap<FileId, Editor<'a>>,
        nodes: &HashMap<FileId, Nodes<'_, 'a>>,
    ) {
        let id = part.section.as_str();
        let (Some(base), Some(section)) = (self.in_base(id), self.in_catalog(id)) else { return };
        let language = self.edited.language;
        let mut wanted: Vec<(&str, Localized, Option<Localized>, &str, Span)> = Vec::new();
        if let Some((title, place)) = &part.title
            && title != base.title.get(language)
        {
            wanted.push(("title", base.title.clone(), Some(section.title.clone()), title, *place));
        }
        match (&part.note, &base.note) {
            (Some((note, place)), then)
                if then.as_ref().map(|then| then.get(language)) != Some(note.as_str()) =>
            {
                wanted.push(("note", then.clone().unwrap_or_default(), section.note.clone(), note, *place));
            }
            (None, Some(_)) => self.refusals.push(
                refusal(self.edited.file, part.rows.first().map_or(Span::default(), |row| row.place), {
                    format!("the note of `{id}` was taken out")
                })
                .help("take `note` out of the section in the catalog"),
            ),
            _ => {}
        }
        for (key, then, now, text, place) in wanted {
            let shown_now = now.as_ref().map_or("", |now| now.get(language));
            if shown_now == text {
                continue;
            }
            if shown_now != then.get(language) && self.options.prefer != Some(Side::Readme) {
                if self.options.prefer.is_none() {
                    let other = Label::new(section.file, section.id_span, "in this section");
                    let message = format!(
                        "the {key} of `{id}` was `{}`; the README says `{text}`, the catalog `{shown_now}`",
                        then.get(language)
                    );
                    self.refusals.push(conflict(self.edited.file, place, message, other));
                }
                continue;
            }
            let old = now.unwrap_or_default();
            let wanted = Value::Text(Localized::plain(text));
            let Value::Text(new) = in_language(Some(&Value::Text(old.clone())), wanted, language) else {
                continue;
            };
            let Some(editor) = editors.get(&section.file) else { continue };
            let Some(node) = nodes.get(&section.file).and_then(|nodes| nodes.section(section)) else {
                continue;
            };
            match editor.set_text(node, key, &old, &new) {
                Ok(edits) => {
                    self.out.edits.entry(section.file).or_default().extend(edits);
                    self.note(place, format!("the {key} of `{id}` is now `{text}`"));
                }
                Err(why) => self.refusals.push(refusal(self.edited.file, place, why)),
            }
        }
    }

    /// What to call a row: its name, or its link.
    fn call(&self, row: &Row) -> String {
        let section = self.in_base(&row.section).or_else(|| self.in_catalog(&row.section));
        let Some(section) = section else { return "an entry".to_string() };
        let name = row.name(section);
        match row.link(section) {
            _ if !name.is_empty() => format!("`{name}`"),
            Some(link) => format!("`{link}`"),
            None => "an entry without a name".to_string(),
        }
    }

    fn note(&mut self, span: Span, text: String) {
        self.out.notes.push(Note { file: self.edited.file, span, text });
    }
}

/// An entry in the order that a section is to have.
#[derive(Clone, Debug)]
enum Placed {
    /// One that is in the catalog, by its place among all current ones.
    Current(usize),
    /// One that was added in the README.
    New(Row),
}

/// The order of a section's entries: the catalog's own, if the README keeps
/// the base's order, with what was added put after its neighbour; else the
/// README's, with what only the catalog has put after its neighbour.
fn order_of(
    own: &[usize],
    placed: &[Placed],
    base_of: &[Option<usize>],
    gone: impl Fn(usize) -> bool,
    is_own: impl Fn(usize) -> bool,
) -> Vec<Placed> {
    let known: Vec<usize> = placed
        .iter()
        .filter_map(|item| match item {
            Placed::Current(at) => Some(*at),
            Placed::New(_) => None,
        })
        .collect();
    let in_base: Vec<usize> = known.iter().filter_map(|&at| base_of[at]).collect();
    let keeps_order = known.iter().all(|&at| is_own(at)) && in_base.is_sorted();
    let mut order: Vec<Placed> = Vec::new();
    if keeps_order {
        let mut at_start = Vec::new();
        let mut after: HashMap<usize, Vec<Placed>> = HashMap::new();
        let mut last = None;
        for item in placed {
            match (item, last) {
                (Placed::Current(at), _) => last = Some(*at),
                (new, None) => at_start.push(new.clone()),
                (new, Some(last)) => after.entry(last).or_default().push(new.clone()),
            }
        }
        order.extend(at_start);
        for &at in own {
            if !gone(at) {
                order.push(Placed::Current(at));
            }
            order.extend(after.remove(&at).unwrap_or_default());
        }
        return order;
    }
    // What only the catalog has, by the entry before it.
    let shown: HashSet<usize> = known.iter().copied().collect();
    let mut at_start = Vec::new();
    let mut after: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut last = None;
    for &at in own {
        if shown.contains(&at) {
            last = Some(at);
        } else if !gone(at) {
            match last {
                Some(last) => after.entry(last).or_default().push(at),
                None => at_start.push(at),
            }
        }
    }
    order.extend(at_start.into_iter().map(Placed::Current));
    for item in placed {
        order.push(item.clone());
        if let Placed::Current(at) = item {
            order.extend(after.remove(at).unwrap_or_default().into_iter().map(Placed::Current));
        }
    }
    order
}

/// The lines of an entry for another section; as they stand if both have the
/// same fields, else written anew by the other's.
fn moved_lines(
    from: Current<'_>,
    to: &Section,
    edits: &[Edit],
    editors: &HashMap<FileId, Editor<'_>>,
    nodes: &HashMap<FileId, Nodes<'_, '_>>,
) -> Result<String, String> {
    let same_fields = from.entry.slots.iter().all(|slot| {
        let field = &from.section.fields[usize::from(slot.field)];
        to.fields.find(&field.id).is_some_and(|index| to.fields[index].kind == field.kind)
    });
    if !same_fields {
        return Err("that section has other fields".to_string());
    }
    let editor = editors.get(&from.section.file).ok_or("its file cannot be read")?;
    let node = nodes.get(&from.section.file).and_then(|nodes| nodes.section(from.section));
    let list = node.and_then(|node| node.get("entries")).ok_or("its list was not found")?;
    editor.lines_of(list, from.index, edits)
}

/// A value as messages show it.
fn shown(field: &Field, value: Option<&Value>, language: &str) -> String {
    value.map_or("unknown".to_string(), |value| format!("`{}`", field.render(value, language)))
}

fn entry_of(row: &Row) -> Entry {
    let mut entry = Entry::default();
    for (index, value) in row.values.iter().enumerate() {
        if let Some(value) = value {
            entry.put(index, value.clone(), Span::default());
        }
    }
    entry
}

/// For each of `count` old rows, the new one it became.
fn inverse(pairs: &Pairs, count: usize) -> Vec<Option<usize>> {
    let mut new_of = vec![None; count];
    for (new, old) in pairs.old_of.iter().enumerate() {
        if let Some(old) = old {
            new_of[*old] = Some(new);
        }
    }
    new_of
}

fn files_of(catalog: &Catalog) -> Vec<FileId> {
    let mut files = vec![catalog.file];
    files.extend(&catalog.includes);
    files
}
