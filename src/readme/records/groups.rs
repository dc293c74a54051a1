//! All tables, lists and headings of a README → those that hold records, as
//! sections.
//!
//! Owns the order of decisions: each is judged alone, then beside the others
//! (a list that repeats a table's names is none of its own), then by the
//! options. It refuses to read cells and items.

use super::classify::{self, TableSigns};
use super::columns::{self, Plan, Planning};
use super::grid::{self, Grid};
use super::headed::{self, HeadedRun};
use super::names::Ids;
use super::reading::{addresses, linked_name};
use super::runs::{self, RunItem};
use super::select::Selection;
use super::{Cx, Expect, Group, Left, Records, Shape, Verdict, items, lists, rows};
use crate::catalog::preset::{self, Preset};
use crate::catalog::{Catalog, Field, Fields, Layout, Section};
use crate::readme::{HeadingId, Region, plain_text};
use crate::text::Span;
use crate::value::Localized;
use crate::value::placeholder::placeholder;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// A table, list or run of headings before it is decided on.
pub(super) struct Candidate<'a> {
    pub(super) shape: Shape,
    pub(super) span: Span,
    pub(super) section: Option<HeadingId>,
    pub(super) title: Option<String>,
    pub(super) rows: usize,
    pub(super) verdict: Verdict,
    /// What its records are called and where they link, for comparing.
    pub(super) names: Vec<String>,
    pub(super) links: Vec<String>,
    pub(super) body: Body<'a>,
}

/// What is read if it is taken.
pub(super) enum Body<'a> {
    Table(Box<Grid<'a>>, Plan),
    Items(Vec<RunItem>, Stand),
    Headed(HeadedRun),
}

/// Where a list stands.
pub(super) struct Stand {
    pub(super) prefix: String,
    pub(super) stuck: Option<&'static str>,
}

impl Candidate<'_> {
    fn stuck(&self) -> Option<&'static str> {
        match &self.body {
            Body::Table(grid, _) => grid.stuck,
            Body::Items(_, stand) => stand.stuck,
            Body::Headed(_) => None,
        }
    }
}

pub(super) fn read(cx: &Cx<'_>) -> Records {
    let mut selection = Selection::new(cx);
    let language = language(cx);
    let grids = grids(cx);
    let preset = match cx.options.expect {
        Expect::None => None,
        Expect::Preset(preset) if preset.name == preset::PLAIN.name => None,
        Expect::Preset(preset) => Some(preset),
        Expect::Auto => fitting_preset(&grids, language),
    };
    let planning = Planning { preset, language, verbatim: cx.options.verbatim };
    let mut candidates: Vec<Candidate<'_>> =
        grids.into_iter().map(|grid| table_candidate(cx, grid, planning)).collect();
    let mut caption = None;
    for run in runs::runs(cx) {
        lists::candidates(cx, run, &mut caption, &mut candidates);
    }
    candidates.sort_by_key(|candidate| candidate.span.start());
    // Whether headings are entries depends on what stands below them, and
    // what stands below an entry is part of it.
    for candidate in &mut candidates {
        decide(cx, candidate, &mut selection);
    }
    let taken: Vec<(Span, usize)> =
        candidates.iter().filter(|it| it.verdict.taken).map(|it| (it.span, it.rows)).collect();
    let held = |span: Span| {
        let from = taken.partition_point(|(taken, _)| taken.start() < span.start());
        taken[from..].iter().take_while(|(taken, _)| taken.start() < span.end()).map(|(_, rows)| rows).sum()
    };
    let mut headed: Vec<Candidate<'_>> =
        headed::runs(cx, held).into_iter().map(|run| headed_candidate(cx, run)).collect();
    for candidate in &mut headed {
        decide(cx, candidate, &mut selection);
    }
    let mut entries: Vec<Span> = headed.iter().filter(|it| it.verdict.taken).map(|it| it.span).collect();
    entries.sort_unstable();
    candidates.retain(|candidate| {
        // Entries do not overlap and come in order.
        let next = entries.partition_point(|entry| entry.start() <= candidate.span.start());
        next == 0 || !entries[next - 1].contains(candidate.span)
    });
    candidates.extend(headed);
    candidates.sort_by_key(|candidate| (candidate.span.start(), !candidate.verdict.taken));
    compare(&mut candidates, cx);
    for candidate in &mut candidates {
        if let Some(why) = candidate.stuck().filter(|_| candidate.verdict.taken) {
            candidate.verdict = Verdict::stuck(why);
        }
    }
    let mut records = Assembly::new(cx, planning).build(candidates);
    records.unmatched = selection.unmatched();
    records
}

/// What regions and options say of a candidate.
fn decide(cx: &Cx<'_>, candidate: &mut Candidate<'_>, selection: &mut Selection) {
    if let Some(region) = region_of(&cx.regions.regions, candidate.span) {
        candidate.verdict = match region.name.split(' ').next() {
            Some("contents" | "summary") => {
                Verdict::forced(format!("it is the region `{}`", region.name), false)
            }
            _ => Verdict::forced(format!("it is the region `{}` already", region.name), true),
        };
    }
    if let Some(verdict) = selection.decide(cx, candidate.span, candidate.section) {
        candidate.verdict = verdict;
    }
}

fn headed_candidate<'a>(cx: &Cx<'a>, run: HeadedRun) -> Candidate<'a> {
    let title = run.parent.map(|id| cx.document.heading(id).text.clone());
    let verdict = classify::headings(&run.signs, title.as_deref());
    let names =
        run.entries.iter().map(|entry| comparable(&cx.document.heading(entry.heading).text)).collect();
    Candidate {
        shape: Shape::Headings,
        span: run.span,
        section: run.parent,
        title,
        rows: run.entries.len(),
        verdict,
        names,
        links: Vec::new(),
        body: Body::Headed(run),
    }
}

/// The region whose body holds `span`.
pub(super) fn region_of(regions: &[Region], span: Span) -> Option<&Region> {
    let next = regions.partition_point(|region| region.body.start() <= span.start());
    let region = &regions[next.checked_sub(1)?];
    region.body.contains(span).then_some(region)
}

/// The language that headings and headers are mostly written in, among those
/// that change how values are shown.
fn language(cx: &Cx<'_>) -> &'static str {
    let (mut han, mut kana, mut letters) = (0_usize, 0_usize, 0_usize);
    let headers = cx.document.tables.iter().flat_map(|table| &table.header.cells);
    let headers = headers.map(|cell| cx.document.plain(cell.plain));
    for text in cx.document.headings.iter().map(|heading| heading.text.as_str()).chain(headers) {
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            letters += 1;
            han += usize::from(('\u{4E00}'..='\u{9FFF}').contains(&c));
            kana += usize::from(('\u{3040}'..='\u{30FF}').contains(&c));
        }
    }
    // A Han character says as much as a few letters do.
    if kana * 8 > letters {
        "ja"
    } else if han * 3 > letters {
        "zh-Hans"
    } else {
        "en"
    }
}

fn grids<'a>(cx: &Cx<'a>) -> Vec<Grid<'a>> {
    let whole = cx.document.tables.iter().filter(|table| table.parent.is_none());
    let mut grids: Vec<Grid<'a>> = whole.filter_map(|table| grid::table(cx, table)).collect();
    grids.extend(cx.document.broken_tables.iter().filter_map(|broken| grid::broken(cx, broken)));
    grids
}

/// The preset whose columns and words the tables use.
fn fitting_preset(grids: &[Grid<'_>], language: &str) -> Option<&'static Preset> {
    let preset = &preset::MEDICAL_IMAGING;
    let fields = preset.fields();
    let fits = |grid: &Grid<'_>| {
        let mut known = HashSet::new();
        let mut spoken = 0_usize;
        for (column, header) in grid.header.iter().enumerate() {
            let Some(index) = preset.column_of(&columns::plain(&header.text)) else { continue };
            known.insert(index);
            let field = &fields[index];
            let is_term = matches!(field.kind, crate::value::Kind::Term | crate::value::Kind::Terms);
            if !is_term {
                continue;
            }
            let typing = super::reading::Typing {
                kind: field.kind,
                vocabulary: field.vocabulary.as_deref(),
                language,
                exact: false,
            };
            let (mut all, mut read) = (0_usize, 0_usize);
            for row in grid.rows.iter().take(50) {
                let text = &row.cells[column].text;
                if placeholder(text).is_none() {
                    all += 1;
                    read += usize::from(typing.read(text).is_some_and(|reading| reading.typed));
                }
            }
            spoken += usize::from(all > 0 && read * 2 >= all);
        }
        known.len() >= 3 && spoken > 0
    };
    grids.iter().any(fits).then_some(preset)
}

fn table_candidate<'a>(cx: &Cx<'a>, mut grid: Grid<'a>, planning: Planning<'_>) -> Candidate<'a> {
    let mut plan = columns::plan(&grid, planning);
    if !grid.surplus.is_empty() {
        // Text goes to text: a column of links keeps its type.
        let is_text = |column: &usize| {
            plan.fields[plan.columns[*column]].kind == crate::value::Kind::Text && *column != plan.name
        };
        let column =
            (0..plan.columns.len()).rev().find(is_text).unwrap_or(plan.columns.len().saturating_sub(1));
        grid.place_surplus(column);
        plan = columns::plan(&grid, planning);
    }
    let signs = table_signs(cx, &grid, &plan);
    let title = grid.section.map(|id| cx.document.heading(id).text.clone());
    let verdict = classify::table(&signs, title.as_deref());
    let mut names = Vec::with_capacity(grid.rows.len());
    let mut links = Vec::new();
    for row in &grid.rows {
        names.push(comparable(&columns::shown_name(&row.cells[plan.name].text)));
        links.extend(row.cells.iter().flat_map(|cell| addresses(&cell.text)).map(String::from));
    }
    Candidate {
        shape: grid.shape,
        span: grid.span,
        section: grid.section,
        title,
        rows: grid.rows.len(),
        verdict,
        names,
        links,
        body: Body::Table(Box::new(grid), plan),
    }
}

/// A name as names are compared: visible letters and digits, small.
pub(super) fn comparable(name: &str) -> String {
    let name = linked_name(name).map_or_else(|| name.to_string(), |(name, _)| name);
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

const RECORD_HEADERS: &[&str] = &[
    "link",
    "url",
    "download",
    "size",
    "license",
    "licence",
    "description",
    "modality",
    "format",
    "task",
    "paper",
    "website",
    "homepage",
    "source",
    "year",
    "language",
    "languages",
    "type",
    "organization",
    "affiliation",
    "链接",
    "下载",
    "地址",
    "说明",
    "描述",
    "模态",
    "格式",
    "任务",
    "数据",
    "简介",
    "リンク",
    "説明",
    "الرابط",
    "الوصف",
];

const OTHER_HEADERS: &[&str] = &[
    "option",
    "argument",
    "parameter",
    "flag",
    "variable",
    "default",
    "meaning",
    "symbol",
    "shortcut",
    "key",
    "command",
    "metric",
    "accuracy",
    "f1",
    "auc",
    "precision",
    "recall",
    "score",
    "rank",
    "bleu",
    "map",
    "params",
    "example",
    "prompt",
    "field",
    "emoji",
    "icon",
    "badge",
    "version",
    "tag",
    "contributor",
];

fn table_signs(cx: &Cx<'_>, grid: &Grid<'_>, plan: &Plan) -> TableSigns {
    let headers: Vec<String> =
        grid.header.iter().map(|header| plain_text(&columns::plain(&header.text)).to_lowercase()).collect();
    let word_of = |words: &[&str], header: &str| {
        words.iter().any(|word| {
            if word.is_ascii() {
                header.split(|c: char| !c.is_alphanumeric()).any(|part| part == *word)
            } else {
                header.contains(word)
            }
        })
    };
    let mut signs = TableSigns {
        rows: grid.rows.len(),
        columns: headers.len(),
        preset_columns: plan.known,
        first_header_empty: headers.first().is_none_or(String::is_empty),
        empty_headers: headers.iter().filter(|header| header.is_empty()).count(),
        record_headers: headers.iter().filter(|header| word_of(RECORD_HEADERS, header)).count(),
        other_headers: headers.iter().filter(|header| word_of(OTHER_HEADERS, header)).count(),
        name_header: columns::name_header(&headers[plan.name]),
        ..TableSigns::default()
    };
    let mut names = HashSet::new();
    let mut keyed = 0_usize;
    for row in &grid.rows {
        let (mut out, mut inside) = (false, false);
        for address in row.cells.iter().flat_map(|cell| addresses(&cell.text)) {
            if address.starts_with('#') { inside = true } else { out = true }
        }
        signs.linked_rows += usize::from(out);
        signs.fragments += usize::from(inside && !out);
        let name = row.cells[plan.name].text.as_ref();
        names.insert(comparable(name));
        let first = row.cells.first().map_or("", |cell| cell.text.as_ref());
        let digits = first.trim_matches(['[', ']', '(', ')', '.', '#', ' ']);
        keyed += usize::from(!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
        for (column, cell) in
            row.cells.iter().enumerate().filter(|(_, cell)| placeholder(&cell.text).is_none())
        {
            if cell.text.starts_with("![") || cell.text.starts_with("[![") || cell.text.starts_with("<img") {
                signs.images += 1;
            }
            if column != plan.name {
                signs.known += 1;
                signs.numbers += usize::from(is_measure(&cell.text));
            } else {
                signs.known += usize::from(signs.columns == 1);
            }
        }
    }
    signs.distinct = names.len();
    signs.keyed = keyed * 10 >= signs.rows * 8 && signs.name_header == 0;
    signs.square =
        headers.iter().filter(|header| !header.is_empty() && names.contains(&comparable(header))).count();
    if signs.linked_rows == 0 && signs.fragments == 0 {
        signs.linked_rows = grid.rows.iter().filter(|row| !cx.document.links_in(row.span).is_empty()).count();
    }
    signs
}

/// A number, perhaps with a unit, a sign or an error after it.
fn is_measure(text: &str) -> bool {
    let text =
        text.trim_matches(|c: char| matches!(c, '*' | '_' | '`' | '~' | '<' | '>' | '+' | ' ' | '↑' | '↓'));
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.')
        && text.chars().filter(|c| c.is_alphabetic()).count() <= 4
        && !text.contains(['/', '['])
}

/// Evidence that only shows beside the others.
fn compare(candidates: &mut [Candidate<'_>], cx: &Cx<'_>) {
    company(candidates);
    other_nouns(candidates);
    repeats(candidates, cx);
}

/// Where most tables hold records, one that nothing speaks against does too.
fn company(candidates: &mut [Candidate<'_>]) {
    let tables = || candidates.iter().filter(|it| matches!(it.body, Body::Table(..)));
    let taken = tables().filter(|it| it.verdict.taken).count();
    if taken < 3 || taken * 10 < tables().count() * 6 {
        return;
    }
    for candidate in
        candidates.iter_mut().filter(|it| matches!(it.body, Body::Table(..)) && !it.verdict.taken)
    {
        if candidate.verdict.reasons.iter().all(|reason| reason.weight > 0) {
            candidate.verdict.add(2, "most tables here hold records");
        }
    }
}

/// Tables of models in a README of data sets are no records of it.
fn other_nouns(candidates: &mut [Candidate<'_>]) {
    let mut nouns: HashMap<&'static str, usize> = HashMap::new();
    for candidate in candidates.iter().filter(|candidate| candidate.verdict.taken) {
        if let Some(noun) = noun_of(candidate) {
            *nouns.entry(noun).or_default() += candidate.rows;
        }
    }
    let all: usize = nouns.values().sum();
    let Some(main) = ["dataset", "model", "tool", "paper", "benchmark"]
        .into_iter()
        .find(|noun| nouns.get(noun).is_some_and(|&rows| rows * 10 > all * 8 && all > 10))
    else {
        return;
    };
    for candidate in candidates.iter_mut() {
        if let Some(noun) = noun_of(candidate).filter(|noun| *noun != main) {
            candidate.verdict.add(-5, format!("it lists {noun}s where this README lists {main}s"));
        }
    }
}

/// What the name's column says that its rows are.
fn noun_of(candidate: &Candidate<'_>) -> Option<&'static str> {
    let Body::Table(grid, plan) = &candidate.body else { return None };
    let header = columns::plain(&grid.header[plan.name].text).to_lowercase();
    let nouns: [(&'static str, &[&str]); 5] = [
        ("dataset", &["dataset", "data set", "corpus", "数据集", "データセット"]),
        ("model", &["model", "模型"]),
        ("tool", &["tool", "project", "library", "package", "项目", "工具"]),
        ("paper", &["paper", "publication", "论文"]),
        ("benchmark", &["benchmark"]),
    ];
    nouns.into_iter().find(|(_, words)| words.iter().any(|word| header.contains(word))).map(|(noun, _)| noun)
}

/// What repeats the names or links of records that are taken elsewhere is an
/// index or a comparison of them.
fn repeats(candidates: &mut [Candidate<'_>], _cx: &Cx<'_>) {
    let taken: Vec<usize> = (0..candidates.len()).filter(|&index| candidates[index].verdict.taken).collect();
    // How many candidates each name and link stands in, and the largest.
    let mut holders: HashMap<String, Vec<usize>> = HashMap::new();
    for &index in &taken {
        let candidate = &candidates[index];
        let keys: BTreeSet<&String> =
            candidate.names.iter().chain(&candidate.links).filter(|key| key.len() > 1).collect();
        for key in keys {
            holders.entry(key.clone()).or_default().push(index);
        }
    }
    // The largest first: what is smaller repeats it, not the other way round.
    let mut order = taken.clone();
    order.sort_by_key(|&index| std::cmp::Reverse((candidates[index].rows, std::cmp::Reverse(index))));
    let rank: HashMap<usize, usize> = order.iter().enumerate().map(|(rank, &index)| (index, rank)).collect();
    for &index in &taken {
        let candidate = &candidates[index];
        let own = rank[&index];
        let told = candidate.names.iter().filter(|name| {
            holders.get(*name).is_some_and(|found| {
                found
                    .iter()
                    .any(|other| rank[other] < own && candidates[*other].rows * 10 >= candidate.rows * 12)
            })
        });
        let told = told.count();
        let larger = |key: &String| {
            holders.get(key).is_some_and(|found| {
                found
                    .iter()
                    .any(|other| rank[other] < own && candidates[*other].rows * 10 >= candidate.rows * 12)
            })
        };
        let own_links: HashSet<&String> = candidate.links.iter().collect();
        let links = own_links.iter().filter(|link| larger(link)).count();
        let many = |part: usize, all: usize| all >= 3 && candidate.rows >= 3 && part * 2 >= all;
        if many(told, candidate.names.len()) || many(links, own_links.len()) {
            let text = format!("{} of its {} records stand among others", told.max(links), candidate.rows);
            candidates[index].verdict.add(-6, text);
        }
    }
}

/// Builds the catalog of what is taken.
struct Assembly<'c, 'a> {
    cx: &'c Cx<'a>,
    planning: Planning<'c>,
    ids: Ids,
    base: Arc<Fields>,
    records: Records,
}

impl<'c, 'a> Assembly<'c, 'a> {
    fn new(cx: &'c Cx<'a>, planning: Planning<'c>) -> Self {
        let mut ids = Ids::default();
        for region in &cx.regions.regions {
            ids.take(&region.name);
        }
        let base = planning.preset.map_or_else(|| preset::PLAIN.fields(), Preset::fields);
        Assembly { cx, planning, ids, base: Arc::new(Fields::new(base)), records: Records::default() }
    }

    fn build(mut self, candidates: Vec<Candidate<'a>>) -> Records {
        let mut last_end = 0;
        for mut candidate in candidates {
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
        let region = region_of(&cx.regions.regions, candidate.span).cloned();
        let heading = candidate.section.map(|id| cx.document.heading(id));
        let title =
            candidate.title.clone().map(|title| plain_text(&title)).filter(|title| !title.trim().is_empty());
        let title = title.unwrap_or_else(|| "Records".to_string());
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
            Body::Table(grid, plan) => {
                let Planning { language, verbatim, .. } = self.planning;
                let (entries, notes) = rows::entries(&grid, &plan, language, verbatim);
                section.layout = Layout::Table;
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
                let listed = items::entries(cx, &items, &base, group.region.is_some());
                section.layout = Layout::List;
                section.entries = listed.entries;
                section.own_fields = listed.fields.is_some();
                section.fields = listed.fields.unwrap_or(base);
                group.notes = listed.notes;
                group.structure = listed.structure;
                group.empty = listed.empty;
                group.prefix = stand.prefix;
            }
            Body::Headed(run) => {
                let mut fields = self.base();
                let on_names = run.links_on_names();
                if on_names {
                    fields = linked_names(&fields);
                    section.own_fields = true;
                }
                let (entries, notes, structure) = headed::entries(cx, &run, &fields, on_names);
                section.layout = Layout::Prose;
                section.heading = Some(run.level.saturating_sub(1)).filter(|&level| level != 2);
                section.entries = entries;
                section.fields = fields;
                group.notes = notes;
                group.structure = structure;
            }
        }
        if let Some(region) = &group.region {
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
        share_fields(catalog);
        in_one_language(catalog);
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

fn uses(catalog: &Catalog, test: impl Fn(&Section) -> bool) -> bool {
    catalog.sections.iter().any(test)
}

/// The README's first heading of level 1.
fn title(cx: &Cx<'_>) -> Option<String> {
    let heading = cx.document.headings.iter().find(|heading| heading.level == 1)?;
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
                &field.schemes
            )
        )
    };
    fields.iter().map(of).collect()
}
