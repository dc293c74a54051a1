//! A table's headers and texts → its fields.
//!
//! Owns which column names a record, which field of a preset a column is, and
//! which type its texts have. A type is only put on a column if every text in
//! it survives (`reading`); else the column is text. It refuses to read
//! entries: `rows` does.

use super::grid::Grid;
use super::infer::{inferred, preset_field};
use super::names::Ids;
use super::reading::{Reading, Typing, linked_name};
use crate::catalog::preset::Preset;
use crate::catalog::{Field, Fields};
use crate::parallel;
use crate::readme::{cell, named};
use crate::value::placeholder::{Placeholder, placeholder};
use crate::value::{Kind, Localized};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What the columns of a table are.
#[derive(Debug)]
pub(super) struct Plan {
    /// The fields, in the order of the columns; a link put on the name stands
    /// right behind it.
    pub(super) fields: Arc<Fields>,
    /// For each column its field.
    pub(super) columns: Vec<usize>,
    /// Which column holds the name.
    pub(super) name: usize,
    /// The field of the link put on the name.
    pub(super) link_on_name: Option<usize>,
    /// Whether every column is the preset's, in its order, and none is
    /// missing: then the section needs no fields of its own.
    pub(super) is_preset: bool,
    /// How many columns the preset knows.
    pub(super) known: usize,
    /// What the texts of each column were read as, if its type was found by
    /// reading them.
    pub(super) readings: Vec<Option<Readings>>,
}

/// What the texts of a column were read as, a row each; none for those that
/// stand for unknown.
pub(super) type Readings = Vec<Option<Reading>>;

/// How to plan.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planning<'a> {
    pub(super) preset: Option<&'static Preset>,
    pub(super) language: &'a str,
    pub(super) verbatim: bool,
    /// Whether no other table is planned beside one.
    pub(super) alone: bool,
}

/// Words that head the column with a record's name, the surest first.
const NAME_HEADERS: &[&str] = &[
    "dataset",
    "datasets",
    "dataset name",
    "data set",
    "name",
    "corpus",
    "shortname",
    "short name",
    "title",
    "数据集",
    "数据集名称",
    "名称",
    "名字",
    "データセット",
    "データセット名",
    "名前",
    "데이터셋",
    "이름",
    "المورد",
    "النموذج",
    "الاسم",
    "название",
    "nom",
    "nombre",
];

/// Words that head such a column too, if no surer one is there.
const NOUN_HEADERS: &[&str] = &[
    "data",
    "model",
    "models",
    "project",
    "projects",
    "tool",
    "tools",
    "library",
    "package",
    "repository",
    "repo",
    "benchmark",
    "benchmarks",
    "resource",
    "resources",
    "method",
    "algorithm",
    "framework",
    "plugin",
    "paper",
    "challenge",
    "competition",
    "collection",
    "database",
    "course",
    "book",
    "service",
    "company",
    "app",
    "模型",
    "项目",
    "工具",
    "论文",
    "资源",
    "プロジェクト",
    "モデル",
];

pub(super) fn plan(grid: &Grid<'_>, planning: Planning<'_>) -> Plan {
    let headers: Vec<String> = grid.header.iter().map(|header| plain(&header.text)).collect();
    let mut preset_of: Vec<Option<usize>> = vec![None; headers.len()];
    let known_fields = planning.preset.map(Preset::fields).unwrap_or_default();
    if let Some(preset) = planning.preset {
        let mut taken = HashSet::new();
        for (column, header) in headers.iter().enumerate() {
            preset_of[column] = preset.column_of(header).filter(|&index| taken.insert(index));
        }
    }
    let name = name_column(grid, &headers, &preset_of, &known_fields);
    if preset_of[name].is_none_or(|index| known_fields[index].id != "name") {
        // A preset's other column may not be taken for the name.
        for known in &mut preset_of {
            if known.is_some_and(|index| known_fields[index].id == "name") {
                *known = None;
            }
        }
        if preset_of[name].is_some() || planning.preset.is_some() {
            preset_of[name] = known_fields.iter().position(|field| field.id == "name");
        }
    }
    let mut ids = Ids::default();
    ids.take("name");
    for index in preset_of.iter().flatten() {
        ids.take(&known_fields[*index].id);
    }
    let mut list: Vec<Field> = Vec::new();
    let mut columns = Vec::with_capacity(headers.len());
    let mut readings = Vec::with_capacity(headers.len());
    let mut link_on_name = None;
    let read = |(column, header): &(usize, &String)| {
        let texts = Texts::of(grid, *column);
        let field = match preset_of[*column] {
            Some(index) => preset_field(&known_fields[index], &texts, planning),
            None => inferred(header, *column, *column == name, &texts, planning),
        };
        (field, texts)
    };
    let all: Vec<(usize, &String)> = headers.iter().enumerate().collect();
    let read = match planning.alone && grid.rows.len() >= parallel::MANY {
        true => parallel::map(&all, read),
        false => all.iter().map(read).collect(),
    };
    for ((column, header), (mut field, texts)) in all.into_iter().zip(read) {
        if field.id.is_empty() {
            field.id = ids.field(header, column);
        }
        if column == name {
            field.id = "name".to_string();
            field.kind = Kind::Text;
            field.vocabulary = None;
            field.vocabulary_id = None;
            field.required = true;
        }
        let title = cell::decode(&grid.header[column].text).into_owned();
        let meant = planning.preset.and_then(|preset| preset.column_of(header));
        let shown = match preset_of[column].filter(|index| meant == Some(*index)) {
            Some(_) if !planning.verbatim => field.title.get(planning.language).to_string(),
            _ => title,
        };
        field.title = Localized::plain(&shown);
        let kept = texts.readings.take().filter(|(kind, _)| *kind == field.kind);
        readings.push(kept.map(|(_, readings)| readings));
        field.column = true;
        columns.push(list.len());
        list.push(field);
        if column == name && names_are_links(&texts, planning.verbatim) {
            let id = if has_link(&preset_of, &known_fields) {
                ids.field("page", column)
            } else {
                free_link(&mut ids)
            };
            let mut link = Field::new(id, Kind::Link);
            link.on = Some("name".to_string());
            link_on_name = Some(list.len());
            list.push(link);
        }
    }
    let visible: Vec<&Field> = known_fields.iter().filter(|field| field.is_column()).collect();
    let is_preset = planning.preset.is_some()
        && !planning.verbatim
        && link_on_name.is_none()
        && list.len() == visible.len()
        && list.iter().zip(&visible).all(|(own, known)| own.id == known.id && own.kind == known.kind)
        && preset_of.iter().all(Option::is_some);
    let known = preset_of.iter().flatten().count();
    let fields = if is_preset { known_fields } else { list };
    if is_preset {
        columns = (0..fields.len()).filter(|&index| fields[index].is_column()).collect();
    }
    Plan { fields: Arc::new(Fields::new(fields)), columns, name, link_on_name, is_preset, known, readings }
}

fn has_link(preset_of: &[Option<usize>], fields: &[Field]) -> bool {
    preset_of.iter().flatten().any(|&index| fields[index].id == "link")
}

fn free_link(ids: &mut Ids) -> String {
    ids.field("link", 0)
}

/// A column's texts, or the values of a key.
pub(super) struct Texts<'g> {
    texts: Vec<&'g str>,
    /// What the type that fits reads them as, a row each.
    readings: RefCell<Option<(Kind, Readings)>>,
}

impl<'g> Texts<'g> {
    pub(super) fn new(texts: Vec<&'g str>) -> Self {
        Texts { texts, readings: RefCell::default() }
    }

    fn of(grid: &'g Grid<'_>, column: usize) -> Self {
        Texts::new(grid.rows.iter().map(|row| row.cells[column].text.as_ref()).collect())
    }

    /// Those that say something.
    pub(super) fn known(&self) -> impl Iterator<Item = &'g str> + '_ {
        self.texts.iter().copied().filter(|text| placeholder(text).is_none())
    }

    /// Whether `typing` can hold all that are known, of which at least
    /// `share` percent must be read by it; then the readings are kept.
    pub(super) fn fit(&self, typing: Typing<'_>, share: usize) -> bool {
        let (mut known, mut typed) = (0_usize, 0_usize);
        let mut seen: HashMap<&str, Reading> = HashMap::new();
        let mut readings = Vec::with_capacity(self.texts.len());
        for &text in &self.texts {
            if placeholder(text).is_some() {
                readings.push(None);
                continue;
            }
            let reading = match seen.get(text) {
                Some(reading) => reading.clone(),
                None => {
                    let Some(reading) = typing.read(text) else { return false };
                    // Where few texts repeat, to keep them costs more than to
                    // read them.
                    if readings.len() < 32 || seen.len() * 2 < readings.len() {
                        seen.insert(text, reading.clone());
                    }
                    reading
                }
            };
            known += 1;
            typed += usize::from(reading.typed);
            readings.push(Some(reading));
            // Whatever the rest holds, it is too few.
            if (known - typed) * 100 > self.texts.len() * 100_usize.saturating_sub(share) {
                return false;
            }
        }
        let fits = known > 0 && typed * 100 >= known * share;
        if fits {
            *self.readings.borrow_mut() = Some((typing.kind, readings));
        }
        fits
    }
}

/// The column that names the records.
fn name_column(grid: &Grid<'_>, headers: &[String], preset_of: &[Option<usize>], fields: &[Field]) -> usize {
    let by_preset = preset_of.iter().position(|known| known.is_some_and(|index| fields[index].id == "name"));
    if let Some(column) = by_preset {
        return column;
    }
    let lower: Vec<String> = headers.iter().map(|header| header.to_lowercase()).collect();
    let is = |words: &[&str], header: &str| words.contains(&header);
    let has = |words: &[&str], header: &str| {
        words.iter().any(|word| {
            if word.is_ascii() {
                header.split(|c: char| !c.is_alphanumeric()).any(|part| part == *word)
            } else {
                header.contains(word)
            }
        })
    };
    let mut best = (0, 0_usize);
    for (column, header) in lower.iter().enumerate() {
        let mut score = if is(NAME_HEADERS, header) {
            8
        } else if is(NOUN_HEADERS, header) {
            5
        } else if has(NAME_HEADERS, header) {
            4
        } else if has(NOUN_HEADERS, header) {
            3
        } else {
            0
        };
        score += usize::from(column == 0) * 2;
        let texts = Texts::of(grid, column);
        let (mut known, mut links, mut numbers) = (0_usize, 0_usize, 0_usize);
        let mut distinct = HashSet::new();
        for text in texts.known().take(200) {
            known += 1;
            let url = text.starts_with("http") || text.starts_with("<http");
            links += usize::from(url);
            // So are references: `[3]`.
            let digits = text.trim_start_matches(['[', '(']);
            numbers += usize::from(digits.starts_with(|c: char| c.is_ascii_digit()) && text.len() < 8);
            distinct.insert(shown_name(text));
        }
        if known == 0 || links * 2 > known || numbers * 2 > known {
            continue;
        }
        score += usize::from(distinct.len() * 10 >= known * 8);
        if score > best.0 {
            best = (score, column);
        }
    }
    best.1
}

/// What a cell shows where it is `[text](url)`.
pub(super) fn shown_name(text: &str) -> String {
    linked_name(text).map_or_else(|| text.to_string(), |(name, _)| name)
}

/// A header's text without emphasis.
pub(super) fn plain(header: &str) -> String {
    let text = header.trim().trim_matches(['*', '_', '`', ':', '：']).trim();
    text.replace('\n', " ")
}

/// Whether half of the names that are known are links and nothing else.
fn names_are_links(texts: &Texts<'_>, verbatim: bool) -> bool {
    let (mut known, mut links, mut exact) = (0_usize, 0_usize, true);
    for text in texts.known() {
        known += 1;
        if let Some((name, url)) = linked_name(text) {
            links += 1;
            exact &= named::write_cell(Some(&name), Some(&url)) == text;
        }
    }
    links * 2 >= known && links > 0 && (exact || !verbatim)
}

/// Whether a text stands for unknown in a column of that type.
pub(super) fn stands_for_unknown(text: &str, kind: Kind) -> bool {
    match placeholder(text) {
        Some(Placeholder::Always) => true,
        Some(Placeholder::Perhaps) => !matches!(kind, Kind::List | Kind::Terms),
        None => false,
    }
}

/// How surely a header (in small letters) heads a column of names: 0 to 2.
pub(super) fn name_header(header: &str) -> u8 {
    let part = |words: &[&str]| {
        words.iter().any(|word| {
            if word.is_ascii() {
                header.split(|c: char| !c.is_alphanumeric()).any(|part| part == *word)
            } else {
                header.contains(word)
            }
        })
    };
    if part(NAME_HEADERS) {
        2
    } else if part(NOUN_HEADERS) {
        1
    } else {
        0
    }
}
