//! All tables, lists and headings of a README → those that hold records, as
//! sections.
//!
//! Owns the order of decisions: each is judged alone, then beside the others
//! (a list that repeats a table's names is none of its own), then by the
//! options. It refuses to read cells and items.

use super::assembly::Assembly;
use super::classify::{self, HeadingSigns, TableSigns};
use super::columns::{self, Plan, Planning};
use super::grid::{self, Grid};
use super::headed::{self, HeadedRun};
use super::reading::{addresses, leading_link};
use super::runs::{self, RunItem};
use super::select::Selection;
use super::{
    Cx, Expect, Records, Shape, Verdict, aside, beside, in_regions, lists, region_holding, table_signs,
};
use crate::catalog::preset::{self, Preset};
use crate::parallel;
use crate::readme::{HeadingId, TableId, plain_text};
use crate::text::Span;
use crate::value::placeholder::placeholder;
use std::collections::HashSet;

/// A table, list or run of headings before it is decided on.
pub(super) struct Candidate<'a> {
    pub(super) shape: Shape,
    pub(super) span: Span,
    pub(super) section: Option<HeadingId>,
    pub(super) title: Option<String>,
    /// What names it where its heading has several groups below it.
    pub(super) caption: Option<String>,
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
    let mut grids = grids(cx);
    let language = language(cx, &grids);
    if !cx.options.verbatim {
        let written = grids.iter_mut().filter(|grid| region_holding(cx, grid.span).is_none());
        written.for_each(|grid| grid.take_group_rows(language));
    }
    let preset = match cx.options.expect {
        Expect::None => None,
        Expect::Preset(preset) if preset.name == preset::PLAIN.name => None,
        Expect::Preset(preset) => Some(preset),
        Expect::Auto => {
            let seen = grids.iter().filter(|grid| selection.looks_at(cx, grid.span, grid.section));
            fitting_preset(seen, language)
        }
    };
    let planning = Planning { preset, language, verbatim: cx.options.verbatim, alone: grids.len() == 1 };
    // To read all cells as each type that may be theirs is most of the work.
    let looks = parallel::map(&grids, |grid| look(cx, grid, planning));
    let mut candidates: Vec<Candidate<'_>> =
        grids.into_iter().zip(looks).map(|(grid, look)| table_candidate(cx, grid, look, planning)).collect();
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
    // In a region of headings, lists are what entries say, as they are outside.
    let taken = candidates.iter().filter(|it| it.verdict.taken && !in_regions::of_headings(cx, it.span));
    let taken: Vec<(Span, usize)> = taken.map(|it| (it.span, it.rows)).collect();
    let held = |span: Span| {
        let from = taken.partition_point(|(taken, _)| taken.start() < span.start());
        taken[from..].iter().take_while(|(taken, _)| taken.start() < span.end()).map(|(_, rows)| rows).sum()
    };
    let judge = |signs: &HeadingSigns, parent| judge_headings(cx, signs, parent).taken;
    let mut headed: Vec<Candidate<'_>> =
        headed::runs(cx, held, judge).into_iter().map(|run| headed_candidate(cx, run)).collect();
    for candidate in &mut headed {
        decide(cx, candidate, &mut selection);
    }
    // That holds for those that have to be left as well: taken alone, it would
    // be missing from them the next time.
    let whole = headed.iter().filter(|it| it.verdict.taken || it.verdict.blames);
    let mut entries: Vec<Span> = whole.map(|it| it.span).collect();
    entries.sort_unstable();
    candidates.retain(|candidate| {
        // Entries do not overlap and come in order.
        let next = entries.partition_point(|entry| entry.start() <= candidate.span.start());
        next == 0 || !entries[next - 1].contains(candidate.span)
    });
    candidates.extend(headed);
    candidates.sort_by_key(|candidate| (candidate.span.start(), !candidate.verdict.taken));
    beside::compare(&mut candidates);
    for candidate in &mut candidates {
        if let Some(why) = candidate.stuck().filter(|_| candidate.verdict.taken) {
            candidate.verdict = Verdict::stuck(why);
        }
    }
    let odd = in_regions::leave_odd(cx, &mut candidates);
    let mut records = Assembly::new(cx, planning).build(candidates);
    records.odd_regions = odd;
    records.unmatched = selection.unmatched();
    records
}

/// What regions and options say of a candidate.
fn decide(cx: &Cx<'_>, candidate: &mut Candidate<'_>, selection: &mut Selection) {
    if candidate.verdict.blames {
        return;
    }
    if let Some(region) = region_holding(cx, candidate.span) {
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

/// Whether headings below `parent` are entries.
fn judge_headings(cx: &Cx<'_>, signs: &HeadingSigns, parent: Option<HeadingId>) -> Verdict {
    let title = parent.map(|id| cx.document.heading(id).text.as_str());
    // The title of the README says it for all of it.
    let first = cx.document.headings.first().filter(|heading| heading.level == 1);
    let above = title.filter(|title| aside::lists_records(title) || aside::word_in(title).is_some());
    let above = above.or(first.map(|heading| heading.text.as_str()).filter(|it| aside::lists_records(it)));
    classify::headings(signs, above.or(title))
}

fn headed_candidate<'a>(cx: &Cx<'a>, run: HeadedRun) -> Candidate<'a> {
    let verdict = judge_headings(cx, &run.signs, run.parent);
    let names =
        run.entries.iter().map(|entry| comparable(&cx.document.heading(entry.heading).text)).collect();
    Candidate {
        shape: Shape::Headings,
        span: run.span,
        section: run.parent,
        title: run.parent.map(|id| cx.document.heading(id).text.clone()),
        caption: None,
        rows: run.entries.len(),
        verdict,
        names,
        links: Vec::new(),
        body: Body::Headed(run),
    }
}

/// The language that headings and headers are mostly written in, among those
/// that change how values are shown.
fn language(cx: &Cx<'_>, grids: &[Grid<'_>]) -> &'static str {
    let (mut han, mut kana, mut letters) = (0_usize, 0_usize, 0_usize);
    // As they will be shown, so that what is migrated is read as it was. What
    // cannot be taken may be no table in what is shown around it.
    let headers = grids.iter().filter(|grid| grid.stuck.is_none()).flat_map(|grid| &grid.header);
    let headers = headers.map(|header| plain_text(&columns::plain(&header.text)));
    // A heading in an item is part of what the item says.
    let headings = cx.document.headings.iter().filter(|heading| heading.opens_section);
    let headings = headings.map(|heading| heading.text.clone());
    for text in headings.chain(headers) {
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
    let whole = cx.document.tables.iter().enumerate().filter(|(_, table)| table.parent.is_none());
    // Rows that a blank line cuts off stand in the order of their tables.
    let mut cut = cx.document.broken_tables.iter().filter(|broken| broken.after.is_some()).peekable();
    let grid = |(index, table)| {
        let id = Some(TableId(u32::try_from(index).unwrap_or(u32::MAX)));
        while cut.peek().is_some_and(|broken| broken.after < id) {
            cut.next();
        }
        let more = cut.next_if(|broken| broken.after == id);
        more.and_then(|broken| grid::continued(cx, table, broken)).or_else(|| grid::table(cx, table))
    };
    let mut grids: Vec<Grid<'a>> = whole.filter_map(grid).collect();
    grids.extend(cx.document.broken_tables.iter().filter_map(|broken| grid::broken(cx, broken)));
    grids
}

/// The preset whose columns and words the tables use.
fn fitting_preset<'g, 'a: 'g>(
    mut grids: impl Iterator<Item = &'g Grid<'a>>,
    language: &str,
) -> Option<&'static Preset> {
    let preset = &preset::MEDICAL_IMAGING;
    let fields = preset.fields();
    let fits = |grid: &Grid<'a>| {
        let mut known = HashSet::new();
        let surplus: Vec<usize> = grid.surplus.iter().map(|(row, _)| *row).collect();
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
            for (index, row) in grid.rows.iter().enumerate().take(50) {
                let text = &row.cells[column].text;
                // A cell beyond the last column may come to stand in this one.
                if surplus.binary_search(&index).is_ok() {
                    all += 1;
                } else if placeholder(text).is_none() {
                    all += 1;
                    read += usize::from(typing.read(text).is_some_and(|reading| reading.typed));
                }
            }
            spoken += usize::from(all > 0 && read * 2 >= all);
        }
        known.len() >= 3 && spoken > 0
    };
    grids.any(fits).then_some(preset)
}

/// What a table is judged by.
struct Look {
    plan: Plan,
    signs: TableSigns,
    names: Vec<String>,
    links: Vec<String>,
}

fn look(cx: &Cx<'_>, grid: &Grid<'_>, planning: Planning<'_>) -> Look {
    let plan = columns::plan(grid, planning);
    let names: Vec<String> = grid.rows.iter().map(|row| comparable(&row.cells[plan.name].text)).collect();
    let links = grid.rows.iter().map(|row| row.cells.iter().flat_map(|cell| addresses(&cell.text)).collect());
    let links: Vec<Vec<&str>> = links.collect();
    let signs = table_signs::count(cx, grid, &plan, &names, &links);
    let links = links.into_iter().flatten().map(String::from).collect();
    Look { plan, signs, names, links }
}

fn table_candidate<'a>(
    cx: &Cx<'a>,
    mut grid: Grid<'a>,
    mut seen: Look,
    planning: Planning<'_>,
) -> Candidate<'a> {
    if !grid.surplus.is_empty() {
        let plan = &seen.plan;
        // Text goes to text: a column of links keeps its type.
        let is_text = |column: &usize| {
            plan.fields[plan.columns[*column]].kind == crate::value::Kind::Text && *column != plan.name
        };
        let column =
            (0..plan.columns.len()).rev().find(is_text).unwrap_or(plan.columns.len().saturating_sub(1));
        grid.place_surplus(column);
        seen = look(cx, &grid, planning);
    }
    let Look { plan, signs, names, links } = seen;
    let title = grid.section.map(|id| cx.document.heading(id).text.clone());
    let verdict = classify::table(&signs, title.as_deref());
    Candidate {
        shape: grid.shape,
        span: grid.span,
        section: grid.section,
        title,
        caption: grid.caption.take(),
        rows: grid.rows.len(),
        verdict,
        names,
        links,
        body: Body::Table(Box::new(grid), plan),
    }
}

/// A name as names are compared: visible letters and digits, small.
pub(super) fn comparable(name: &str) -> String {
    let text = name.trim_matches([' ', '\t']);
    let linked = leading_link(text).filter(|(end, ..)| *end == text.len());
    let name = linked.map_or(name, |(_, name, _)| name);
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
