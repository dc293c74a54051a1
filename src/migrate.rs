//! A legacy README → its catalog, the same README with managed regions, and
//! an account of everything.
//!
//! Owns putting regions in the place of what was read, and the proof, before
//! anything is handed out, that nothing got lost: the catalog's own text is
//! read back and rendered, and must give the new README byte for byte; every
//! word and link of what was taken must show in it. What cannot be proved
//! stays in the README as it was. It refuses to touch files.

mod account;
mod around;
mod audit;
mod blame;
mod mend;
mod place;
mod report;
mod report_json;
mod report_text;

use blame::Blame;

pub use account::{Account, Count};
pub use mend::{Repair, Uncertain};
pub use report::{Change, Doubt, Place, Report, SectionReport, Untouched};
pub use report_json::json;
pub use report_text::write as write_report;

use crate::catalog::{self, Catalog, Output, preset, write};
use crate::drift;
use crate::finding::{Finding, Level};
use crate::parallel::both;
use crate::readme::records::{self, Expect, Records};
use crate::readme::{Document, RegionFault, Regions, regions_of};
use crate::render;
use crate::text::{FileId, Source, Sources, Span};
use std::collections::{HashMap, HashSet};

/// How to migrate.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How to read the README.
    pub records: records::Options,
    /// Whether to mend text decoded with the wrong encoding first.
    pub repair: bool,
    /// The README's path as the catalog states it, relative to the catalog.
    pub output: String,
}

/// What a migration comes to; nothing of it is written yet.
#[derive(Clone, Debug)]
pub struct Migration {
    /// The catalog's text.
    pub catalog: String,
    /// The README's new text.
    pub readme: String,
    /// What was done, changed, left, and why.
    pub report: Report,
}

/// Why there is nothing to migrate to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The README's region marks are faulty.
    Regions(Vec<RegionFault>),
    /// Options that name no line or heading with something under it.
    Unmatched(Vec<String>),
    /// The result did not stand the proof, and it could not be told which part
    /// of it is to blame.
    Unproved(String),
}

/// How often parts that do not stand the proof are left out and the rest is
/// tried again.
const ATTEMPTS: usize = 12;

/// Migrates a README.
///
/// # Errors
/// [`Refusal`], if nothing sound comes out of it.
pub fn migrate(source: &Source, options: &Options) -> Result<Migration, Refusal> {
    let mended = if options.repair { mend::mend(source) } else { None };
    let Some((mended, repair)) = mended else { return migrate_sound(source, options) };
    let mut migration = migrate_sound(&mended, options)?;
    migration.report.doubts.extend(repair.doubts());
    migration.report.repair = Some(repair);
    Ok(migration)
}

fn migrate_sound(source: &Source, options: &Options) -> Result<Migration, Refusal> {
    let text = source.text();
    let document = Document::parse(text);
    let regions = regions_of(&document, text);
    if !regions.faults.is_empty() {
        return Err(Refusal::Regions(regions.faults));
    }
    let mut reading = options.records.clone();
    for _ in 0..ATTEMPTS {
        let mut records = records::read(text, &document, &regions, FileId(0), &reading);
        if !records.unmatched.is_empty() {
            return Err(Refusal::Unmatched(records.unmatched));
        }
        records.catalog.outputs =
            vec![Output { file: options.output.clone(), language: None, span: Span::default() }];
        let (catalog, readme) =
            both(|| write::catalog(&records.catalog), || place::readme(source, &regions, &records));
        // The audit and the proof look at different things, and both are due.
        let (lost, proof) = both(
            || audit::losses(source, &document, &records),
            || prove(&document, &readme, &catalog, &records, &reading, options.records.expect),
        );
        if !lost.is_empty() {
            lost.tell(&mut reading);
            continue;
        }
        match proof {
            Ok(()) => {
                let report = report::of(source, &document, &records);
                return Ok(Migration { catalog, readme, report });
            }
            Err(Unproved::Whole(why)) => return Err(Refusal::Unproved(why)),
            Err(Unproved::Parts(blame)) => blame.tell(&mut reading),
            Err(Unproved::Preset(expect)) => reading.expect = expect,
        }
    }
    Err(Refusal::Unproved("too much of it would not be rendered as it stands".to_string()))
}

/// What did not stand the proof.
enum Unproved {
    /// All of it, for this reason.
    Whole(String),
    /// These parts of it.
    Parts(Blame),
    /// The choice of a preset: what is rendered speaks for this one.
    Preset(Expect),
}

/// Reads the catalog back and renders it into the new README: nothing may
/// change. Else the groups that are to blame, if that can be told.
fn prove(
    source: &Document,
    readme: &str,
    catalog: &str,
    records: &Records,
    reading: &records::Options,
    asked: Expect,
) -> Result<(), Unproved> {
    let misread = |finding: &Finding| {
        let place = Source::new("", catalog).position(finding.primary.span.start());
        Unproved::Whole(format!("line {} of the catalog does not read back: {}", place.line, finding.message))
    };
    let parse = || {
        let mut sources = Sources::new();
        let file = sources.add(Source::new("catalog.yaml", catalog));
        catalog::read(&mut sources, file, &mut |_| Ok(Vec::new()))
    };
    let (read, document) = both(parse, || Document::parse(readme));
    let read = read.map_err(|finding| misread(&finding))?;
    if let Some(finding) = read.findings.iter().find(|finding| finding.level == Level::Error) {
        return Err(misread(finding));
    }
    let regions = regions_of(&document, readme);
    let all = || records.groups.iter().zip(&records.catalog.sections);
    let names: HashSet<&str> = regions.regions.iter().map(|region| region.name.as_str()).collect();
    let mut blame = Blame::default();
    let missing = || all().filter(|(_, section)| !names.contains(section.id.as_str()));
    // A region whose marks are sound may be missing for the marks before it.
    let at_fault: HashSet<&str> = regions.faults.iter().filter_map(faulty).collect();
    let own = missing().any(|(_, section)| at_fault.contains(section.id.as_str()));
    for (group, _) in missing().filter(|(_, section)| !own || at_fault.contains(section.id.as_str())) {
        blame.whole(group, "a region cannot stand there");
    }
    if blame.is_empty() && !regions.faults.is_empty() {
        all().for_each(|(group, _)| blame.whole(group, "its region would disturb others"));
    }
    if blame.is_empty() {
        around::disturbed(source, records, &document, &regions, &mut blame);
    }
    if !blame.is_empty() {
        return Err(Unproved::Parts(blame));
    }
    let language = read.catalog.language().to_string();
    let (again, renders) = both(
        || stable(readme, &document, &regions, records, reading, asked),
        || drift::is_none_at_all(&read.catalog, readme, &document, &regions, &language),
    );
    if renders && same_records(&read.catalog, &records.catalog) {
        return again;
    }
    let read_back = read.catalog.by_id();
    for (group, section) in all() {
        let found = read_back.get(section.id.as_str()).copied();
        let is_same = found.is_some_and(|(depth, found)| {
            // What was taken stands at the top.
            let written = render::section::body(&records.catalog, section, 0, &language);
            render::section::body(&read.catalog, found, depth, &language) == written
                && same_entries(found, section)
        });
        if !is_same {
            let found = found.map(|(_, found)| found);
            blame_unlike(&mut blame, group, section, found, "its values would not read back as they are");
        }
    }
    match blame.is_empty() {
        true => Err(Unproved::Whole("the catalog renders another README than the one written".to_string())),
        false => Err(Unproved::Parts(blame)),
    }
}

/// The region whose own marks are at fault.
fn faulty(fault: &RegionFault) -> Option<&str> {
    match fault {
        RegionFault::EndWithoutBegin { name, .. }
        | RegionFault::BeginWithoutEnd { name, .. }
        | RegionFault::Repeated { name, .. }
        | RegionFault::NotAlone { name, .. } => Some(name),
        RegionFault::Mismatched { found, .. } => Some(found),
        RegionFault::Nested { .. } | RegionFault::Malformed { .. } => None,
    }
}

/// Migrates the result's regions again: the same must come out. `asked` is
/// what a person asked to expect.
fn stable(
    readme: &str,
    document: &Document,
    regions: &Regions,
    first: &Records,
    reading: &records::Options,
    asked: Expect,
) -> Result<(), Unproved> {
    // Choices by line would hit other lines now; a region needs none.
    // What was not looked at would speak for a preset, or against it.
    let chosen = |preset: Option<&str>| preset.and_then(preset::find).map_or(Expect::None, Expect::Preset);
    let expect = match reading.sections.is_empty() {
        true => asked,
        false => chosen(first.catalog.preset.as_deref()),
    };
    let plain = records::Options { expect, verbatim: reading.verbatim, ..Default::default() };
    let second = records::read(readme, document, regions, FileId(0), &plain);
    let preset = second.catalog.preset.as_deref();
    if matches!((expect, reading.expect), (Expect::Auto, Expect::Auto))
        && first.catalog.preset.as_deref() != preset
    {
        return Err(Unproved::Preset(chosen(preset)));
    }
    let found: HashMap<&str, &catalog::Section> =
        second.catalog.sections.iter().map(|section| (section.id.as_str(), section)).collect();
    let same = |section: &catalog::Section| {
        found.get(section.id.as_str()).is_some_and(|again| {
            let head = |section: &catalog::Section| {
                (
                    (section.layout, section.marker, section.align.clone(), section.heading),
                    (section.title.clone(), section.note.clone()),
                )
            };
            head(again) == head(section)
                && same_fields(&again.fields, &section.fields, first.catalog.language())
                && same_entries(again, section)
        })
    };
    let mut blame = Blame::default();
    for (group, section) in first.groups.iter().zip(&first.catalog.sections).filter(|(_, it)| !same(it)) {
        let again = found.get(section.id.as_str()).copied();
        blame_unlike(&mut blame, group, section, again, "what it renders would be read in another way");
    }
    if blame.is_empty() { Ok(()) } else { Err(Unproved::Parts(blame)) }
}

/// Blames the entries of a group that `found` has with other values; all of it,
/// if it cannot be told which.
fn blame_unlike(
    blame: &mut Blame,
    group: &records::Group,
    section: &catalog::Section,
    found: Option<&catalog::Section>,
    why: &str,
) {
    let entries = &section.entries;
    let found = found.map(|found| found.entries.as_slice()).filter(|found| found.len() == entries.len());
    let pairs = entries.iter().zip(found.unwrap_or_default());
    let mut unlike = pairs.filter(|(one, two)| !one.same_values(two)).peekable();
    match unlike.peek() {
        Some(_) => {
            let starts = unlike.map(|(one, _)| (one.span.start(), why.to_string()));
            blame.add(group, entries.len(), starts);
        }
        None => blame.whole(group, why),
    }
}

fn same_records(one: &Catalog, two: &Catalog) -> bool {
    one.sections.len() == two.sections.len()
        && one.sections.iter().zip(&two.sections).all(|(one, two)| one.id == two.id && same_entries(one, two))
}

/// Whether the fields are the same and called the same in `language`. Where
/// they are stated depends on the other sections, and is no part of it.
fn same_fields(one: &catalog::Fields, two: &catalog::Fields, language: &str) -> bool {
    let head = |field: &catalog::Field| {
        (field.id.clone(), field.kind, field.title.get(language).to_string(), field.on.clone())
    };
    one.len() == two.len() && one.iter().zip(two).all(|(one, two)| head(one) == head(two))
}

fn same_entries(one: &catalog::Section, two: &catalog::Section) -> bool {
    one.fields.len() == two.fields.len()
        && one.entries.len() == two.entries.len()
        && one.entries.iter().zip(&two.entries).all(|(one, two)| one.same_values(two))
}
