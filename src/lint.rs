//! Runs the rules over what was parsed once: selects, sets levels, silences,
//! and applies fixes until nothing changes.
//!
//! It knows no file system and no output format.

use crate::catalog::{Catalog, Read};
use crate::finding::{Finding, Level, Safety};
use crate::readme::{Document, Regions, invisible_characters, line_ends};
use crate::rules::{
    self, Check, DocumentCx, EntryCx, Index, Origin, RecordsCx, Rule, SectionCx, TextCx, ValueCx,
};
use crate::text::{Edit, FileId, Sources, Span, apply};
use crate::value::suggest::closest;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Which rules run, and at which level.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// If not empty, the only rules that run.
    pub select: Vec<String>,
    /// Rules that do not run.
    pub ignore: Vec<String>,
}

impl Settings {
    /// Names among `select` and `ignore` that no rule has, each with the
    /// nearest one that exists.
    pub fn unknown(&self) -> Vec<(String, Option<&'static str>)> {
        let names = || rules::ALL.iter().map(|rule| rule.info.name);
        self.select
            .iter()
            .chain(&self.ignore)
            .filter(|name| rules::find(name).is_none())
            .map(|name| (name.clone(), closest(name, names())))
            .collect()
    }
}

/// The rules of one run, each with the level that settings give all its
/// findings; `None` leaves each finding its own. Rules that are off are not
/// in it.
#[derive(Debug)]
pub struct Levels(HashMap<&'static str, Option<Level>>);

impl Levels {
    /// Levels by default, then as the catalog sets them, then as the command
    /// line selects. A rule that is selected by name runs even if it is off
    /// by default.
    pub fn new(settings: &Settings, catalog: Option<&Catalog>) -> Levels {
        let mut levels = HashMap::new();
        for rule in rules::ALL {
            let name = rule.info.name;
            let stated =
                catalog.and_then(|catalog| catalog.rules.iter().rev().find(|setting| setting.rule == name));
            let selected = settings.select.iter().any(|chosen| chosen == name);
            let on = match stated {
                Some(setting) => setting.level.is_some(),
                None => rule.info.level.is_some(),
            };
            let wanted = if settings.select.is_empty() { on } else { selected };
            if wanted && !settings.ignore.iter().any(|gone| gone == name) {
                levels.insert(name, stated.and_then(|setting| setting.level));
            }
        }
        Levels(levels)
    }

    /// Whether the rule runs.
    pub fn has(&self, rule: &str) -> bool {
        self.0.contains_key(rule)
    }

    fn keep(&self, findings: &mut Vec<Finding>) {
        findings.retain_mut(|finding| match self.0.get(finding.rule) {
            Some(stated) => {
                finding.level = stated.unwrap_or(finding.level);
                true
            }
            None => false,
        });
    }
}

/// Findings about the records of a catalog or a legacy README, in the order
/// of their places.
pub fn records(sources: &Sources, catalog: &Catalog, origin: Origin, levels: &Levels) -> Vec<Finding> {
    let index = Index::new(catalog);
    let cx = RecordsCx { sources, catalog, origin, index: &index };
    let active: Vec<&Rule> = rules::ALL.iter().copied().filter(|rule| levels.has(rule.info.name)).collect();
    let mut out = Vec::new();
    let mut on_value = Vec::new();
    let mut on_entry = Vec::new();
    let mut on_section = Vec::new();
    for rule in active {
        match rule.check {
            Check::Value(check) => on_value.push(check),
            Check::Entry(check) => on_entry.push(check),
            Check::Section(check) => on_section.push(check),
            Check::Records(check) => check(&cx, &mut out),
            Check::Document(_) | Check::Text(_) | Check::Reading => {}
        }
    }
    for (depth, section) in catalog.walk() {
        let section_cx = SectionCx { records: &cx, section, depth };
        on_section.iter().for_each(|check| check(&section_cx, &mut out));
        for entry in &section.entries {
            let entry_cx = EntryCx { records: &cx, section, entry };
            on_entry.iter().for_each(|check| check(&entry_cx, &mut out));
            // Slots come in the order they are written, fields in their own.
            let mut slots = vec![None; section.fields.len()];
            for slot in &entry.slots {
                if let Some(place) = slots.get_mut(usize::from(slot.field)) {
                    *place = Some(slot);
                }
            }
            for (field, slot) in section.fields.iter().zip(slots) {
                let value_cx = ValueCx { entry: &entry_cx, field, slot };
                on_value.iter().for_each(|check| check(&value_cx, &mut out));
            }
        }
    }
    out
}

/// Findings about a README as a document.
pub fn document(
    sources: &Sources,
    file: FileId,
    parsed: &Document,
    regions: &Regions,
    catalog: Option<&Catalog>,
    levels: &Levels,
) -> Vec<Finding> {
    let cx = DocumentCx { sources, file, document: parsed, regions, catalog };
    let mut out = text(sources, file, Some(&cx), levels);
    for rule in rules::ALL.iter().filter(|rule| levels.has(rule.info.name)) {
        if let Check::Document(check) = rule.check {
            check(&cx, &mut out);
        }
    }
    out
}

/// Findings about a file by its lines and characters alone.
fn text(sources: &Sources, file: FileId, document: Option<&DocumentCx<'_>>, levels: &Levels) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut checks = rules::ALL
        .iter()
        .filter(|rule| levels.has(rule.info.name))
        .filter_map(|rule| if let Check::Text(check) = rule.check { Some(check) } else { None })
        .peekable();
    if checks.peek().is_none() {
        return out;
    }
    let whole = sources.get(file).text();
    let invisible: Vec<_> = invisible_characters(whole).collect();
    let cx = TextCx { sources, file, document, line_ends: line_ends(whole), invisible: &invisible };
    checks.for_each(|check| check(&cx, &mut out));
    out
}

/// Findings about the records of a README that no catalog manages.
pub fn legacy(sources: &Sources, file: FileId, parsed: &Document, levels: &Levels) -> Vec<Finding> {
    let text = sources.get(file).text();
    let regions = crate::readme::regions_of(parsed, text);
    let options = crate::readme::records::Options::default();
    let found = crate::readme::records::read(text, parsed, &regions, file, &options);
    records(sources, &found.catalog, Origin::Readme, levels)
}

/// Everything about a catalog as it was read.
pub fn catalog(sources: &Sources, read: &Read, levels: &Levels) -> Vec<Finding> {
    let mut findings = read.findings.clone();
    for setting in &read.catalog.rules {
        if rules::find(&setting.rule).is_none() {
            let near = closest(&setting.rule, rules::ALL.iter().map(|rule| rule.info.name));
            let message = format!("there is no rule `{}`", setting.rule);
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`catalint rules` lists them".to_string(),
            };
            findings.push(
                Finding::new("unknown-key", Level::Error, read.catalog.file, setting.span, message)
                    .help(help),
            );
        }
    }
    for &file in std::iter::once(&read.catalog.file).chain(&read.catalog.includes) {
        findings.extend(text(sources, file, None, levels));
    }
    findings.extend(records(sources, &read.catalog, Origin::Catalog, levels));
    findings
}

/// Brings findings into their final form: levels set, what is off left out,
/// sorted by place, the same told once.
pub fn finish(mut findings: Vec<Finding>, levels: &Levels) -> Vec<Finding> {
    levels.keep(&mut findings);
    findings.sort_by(|a, b| {
        (a.primary.file, a.primary.span.start(), a.primary.span.end(), a.rule, &a.message).cmp(&(
            b.primary.file,
            b.primary.span.start(),
            b.primary.span.end(),
            b.rule,
            &b.message,
        ))
    });
    findings.dedup();
    findings
}

/// The edits of the fixes that may be applied in one pass, by file: none
/// overlaps another, and of two that do the first counts. Also how many fixes
/// they are.
pub fn fixes(findings: &[Finding], unsafe_too: bool) -> (BTreeMap<FileId, Vec<Edit>>, usize) {
    let mut by_file: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    let mut taken: HashMap<FileId, BTreeMap<usize, usize>> = HashMap::new();
    let mut seen: HashSet<(FileId, Vec<(Span, String)>)> = HashSet::new();
    let mut count = 0;
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        if fix.safety == Safety::Unsafe && !unsafe_too {
            continue;
        }
        let key = fix.edits.iter().map(|edit| (edit.span, edit.replacement.clone())).collect();
        if !seen.insert((fix.file, key)) {
            continue;
        }
        let spans = taken.entry(fix.file).or_default();
        if fix.edits.iter().any(|edit| is_taken(spans, edit.span)) {
            continue;
        }
        for edit in &fix.edits {
            spans.insert(edit.span.start(), edit.span.end());
            by_file.entry(fix.file).or_default().push(edit.clone());
        }
        count += 1;
    }
    (by_file, count)
}

/// Whether a span touches one that is taken; two that only meet do too, since
/// which of them comes first would be a matter of chance.
fn is_taken(spans: &BTreeMap<usize, usize>, span: Span) -> bool {
    let before = spans.range(..=span.end()).next_back();
    before.is_some_and(|(_, &end)| end >= span.start())
}

/// How many passes fixing may take before it is given up as not converging.
pub const MAX_PASSES: usize = 32;

/// Applies one pass of fixes to a text.
pub fn apply_pass(text: &str, edits: &[Edit]) -> String {
    apply(text, edits).unwrap_or_else(|_| text.to_string())
}
