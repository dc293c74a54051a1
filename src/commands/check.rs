//! `catalint check`: the gate, which lints and then compares what is rendered
//! with what is there.

use super::findings::{Selection, emit};
use super::git::{self, Asked};
use super::output::Console;
use super::project::{Bundle, Loaded, Project, catalog_path};
use super::{Exit, Failure, baseline};
use crate::absorb;
use crate::catalog::Catalog;
use crate::cli::{self, Global};
use crate::drift;
use crate::finding::Finding;
use crate::lint::{self, Levels};
use crate::parallel::{Ahead, both};
use crate::readme::{Document, Regions, outside_regions};
use crate::render;
use crate::report;
use crate::rules;
use crate::text::Source;
use crate::workspace::{self, Files};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

pub(super) fn run(args: &cli::Check, global: &Global, console: &mut Console) -> Result<Exit, Failure> {
    let selection = Selection::new(&args.findings)?;
    let (files, mut bundle) = (Files::new(), Bundle::default());
    let Loading { project, levels, asked, outputs, parsed } =
        load(args, global, &selection, &files, &mut bundle)?;
    let mut run = lint::Run::new(&levels);
    let sources = &bundle.sources;
    // What does not wait for each other runs side by side: the catalog's rules;
    // and of the outputs the comparison with what is rendered and their rules.
    let of_outputs = || {
        let mut run = lint::Run::new(&levels);
        let compared = |(output, (document, regions)): (&Loaded, &(Document, Regions))| {
            run.readme(sources, output.file, document, regions, Some(project.catalog()));
            compare(&project, output, document, regions, args, &bundle)
        };
        let comparisons: Vec<Comparison> = outputs.iter().zip(&parsed).map(compared).collect();
        (run, comparisons)
    };
    let ((on_outputs, comparisons), ()) = both(of_outputs, || run.catalog(sources, &project.read));
    run.join(on_outputs);
    let mut drifts = Vec::new();
    let mut patch = String::new();
    for comparison in comparisons {
        comparison.findings.into_iter().for_each(|finding| run.add(finding));
        drifts.extend(comparison.drifts);
        patch.push_str(&comparison.patch);
    }
    if let Some(before) = asked.and_then(|asked| earlier(&project, &bundle, asked)) {
        absorb::stale(sources, project.catalog(), before.catalog())
            .into_iter()
            .for_each(|finding| run.add(finding));
    }
    if let Some(path) = &args.patch {
        workspace::overwrite(path, patch.as_bytes())?;
    }
    let findings = run.finish();
    let baseline = baseline::read(&selection.baseline_path(&project.root), selection.has_baseline())?;
    let findings = baseline.new_ones(&bundle.sources, findings);
    let exit = emit(&bundle.sources, findings, &drifts, &selection, console);
    // The process ends: to free value by value what it held takes time and
    // frees nothing.
    std::mem::forget((project, bundle, parsed));
    exit
}

/// What is checked, with what is known of it once it is read.
struct Loading {
    project: Project,
    levels: Levels,
    /// The catalog before the last change, which git is looking for.
    asked: Option<Asked>,
    outputs: Vec<Loaded>,
    /// What each output is parsed into.
    parsed: Vec<(Document, Regions)>,
}

/// Loads the catalog, and its outputs beside it as soon as it has named them.
fn load(
    args: &cli::Check,
    global: &Global,
    selection: &Selection,
    files: &Files,
    bundle: &mut Bundle,
) -> Result<Loading, Failure> {
    std::thread::scope(|scope| {
        let mut ahead = None;
        let mut begin = |root: &Path, catalog: &Catalog| {
            let root = root.to_path_buf();
            let names: Vec<String> = catalog.outputs.iter().map(|output| output.file.clone()).collect();
            if !args.catalog_only && !names.is_empty() {
                let next = AtomicUsize::new(0);
                ahead = Some(Ahead::begin(scope, move || read_all(&root, &names, &next, files)));
            }
        };
        let project = Project::load_with(&catalog_path(global)?, files, bundle, &mut begin)?;
        let levels = selection.levels(Some(&project));
        let asked = if levels.has(absorb::STALE) { ask_for_earlier(&project, bundle) } else { None };
        let (mut outputs, mut parsed) = (Vec::new(), Vec::new());
        if args.catalog_only {
            return Ok(Loading { project, levels, asked, outputs, parsed });
        }
        let mut read = HashMap::new();
        if let Some((here, there)) = ahead.map(Ahead::join_in) {
            read.extend(here);
            read.extend(there.into_iter().flatten());
        }
        outputs = project.outputs_by(&[], bundle, |path, bundle| {
            let (source, of) = match read.remove(path) {
                Some(read) => read,
                // Whatever kept it from being read is told now.
                None => read_output(path, files)?,
            };
            parsed.push(of);
            Ok(bundle.add_read(path, source))
        })?;
        Ok(Loading { project, levels, asked, outputs, parsed })
    })
}

/// Those outputs in `root` that can be read, from the `next` one on: who else
/// counts by it takes others.
fn read_all(
    root: &Path,
    names: &[String],
    next: &AtomicUsize,
    files: &Files,
) -> Vec<(PathBuf, (Source, (Document, Regions)))> {
    let taken = std::iter::from_fn(|| names.get(next.fetch_add(1, Relaxed)));
    let paths = taken.filter_map(|name| workspace::output(root, name).ok());
    paths.filter_map(|path| Some((path.clone(), read_output(&path, files).ok()?))).collect()
}

fn read_output(path: &Path, files: &Files) -> Result<(Source, (Document, Regions)), workspace::Error> {
    let source = files.read(path)?;
    let parsed = outside_regions(source.text());
    Ok((source, parsed))
}

/// What comparing an output with its rendering shows.
#[derive(Default)]
struct Comparison {
    findings: Vec<Finding>,
    /// The drift, as reports tell it.
    drifts: Vec<report::Drift>,
    /// The patch that ends it.
    patch: String,
}

fn compare(
    project: &Project,
    output: &Loaded,
    document: &Document,
    regions: &Regions,
    args: &cli::Check,
    bundle: &Bundle,
) -> Comparison {
    let source = bundle.sources.get(output.file);
    if !regions.faults.is_empty() {
        // Told also where the rule is off: without regions nothing else about
        // this output can be checked.
        let findings = rules::region_faults(&regions.faults, output.file);
        return Comparison { findings, ..Comparison::default() };
    }
    let findings = drift::outside_regions(project.catalog(), regions)
        .into_iter()
        .map(|section| rules::without_region(section, source.name()))
        .collect();
    let catalog = project.catalog();
    let sound = Comparison { findings, ..Comparison::default() };
    if drift::is_none(catalog, source.text(), document, regions, &output.language) {
        return sound;
    }
    let Ok(rendered) = render::output(catalog, source, regions, &output.language) else { return sound };
    let base = base_of(project, output, bundle);
    let base = base.as_ref().map(BaseTexts::as_base);
    let patch = drift::unified(source.name(), source.text(), &rendered.text);
    let drifts = drift::find(source.name(), source.text(), &rendered, base)
        .into_iter()
        .map(|drift| report::Drift {
            file: drift.file,
            line: drift.line,
            region: drift.region,
            cause: drift.cause.describe().to_string(),
            diff: if args.no_diff { String::new() } else { drift.diff },
            remedies: remedies(drift.cause),
        })
        .collect();
    Comparison { drifts, patch, ..sound }
}

/// The commands that end drift of that cause, the likeliest first.
fn remedies(cause: drift::Cause) -> Vec<String> {
    let render = "catalint render".to_string();
    let force = "catalint render --force".to_string();
    let absorb = "catalint absorb".to_string();
    match cause {
        drift::Cause::CatalogChanged | drift::Cause::Layout => vec![render],
        drift::Cause::EditedByHand | drift::Cause::BothChanged => vec![absorb, force],
        drift::Cause::Unknown => vec![render, absorb],
    }
}

/// Asks git for the catalog as committed, and as it was in the commit before.
/// It is not asked where nothing is said in two languages.
fn ask_for_earlier(project: &Project, bundle: &Bundle) -> Option<Asked> {
    absorb::can_be_stale(project.catalog()).then(|| {
        let paths = project.own_files(bundle).into_iter().map(|(_, path)| path).collect();
        Asked::begin(&["HEAD", "HEAD^"], paths)
    })
}

/// The catalog before the last change, if git knows it: as committed, or,
/// where it is as committed, as it was in the commit before: of the merge that
/// is checked for a pull request, the branch it goes to.
fn earlier(project: &Project, bundle: &Bundle, asked: Asked) -> Option<Project> {
    let own = project.own_files(bundle);
    let now = |file| bundle.sources.get(file).text();
    for texts in asked.texts() {
        let mut files = Files::new();
        let mut changed = false;
        for ((file, path), then) in own.iter().zip(texts) {
            let then = then?;
            changed |= then != now(*file);
            files.edit(path, now(*file), then);
        }
        if changed {
            return Project::load_path(&project.path, &files, &mut Bundle::default()).ok();
        }
    }
    None
}

/// What an output and its catalog were when they last agreed, owned.
pub(super) struct BaseTexts {
    output: String,
    same_catalog: bool,
}

impl BaseTexts {
    pub(super) fn as_base(&self) -> drift::Base<'_> {
        drift::Base { output: &self.output, same_catalog: self.same_catalog }
    }
}

/// The last committed state of an output, if git knows one.
pub(super) fn base_of(project: &Project, output: &Loaded, bundle: &Bundle) -> Option<BaseTexts> {
    let text = git::committed(&output.path)?;
    let catalog = git::committed(&project.path)?;
    let mut same_catalog = catalog == bundle.sources.get(project.read.catalog.file).text();
    for &file in &project.read.catalog.includes {
        let then = bundle.path_of(file).and_then(git::committed);
        same_catalog &= then.is_some_and(|then| then == bundle.sources.get(file).text());
    }
    Some(BaseTexts { output: text, same_catalog })
}
