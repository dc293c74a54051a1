//! What `lint` and `check` share: which rules run, what is linted, how
//! findings are told.

use super::output::Console;
use super::project::{Bundle, Project, catalog_path, folder_of, read};
use super::{Exit, Failure, baseline};
use crate::cli::{self, Global};
use crate::finding::{Finding, Level};
use crate::lint::{self, Levels, Settings};
use crate::parallel::both;
use crate::readme::{Document, outside_regions};
use crate::report::{self, Drift, Format, Report, Tally};
use crate::rules;
use crate::text::Sources;
use crate::workspace::{self, Files};
use std::path::{Path, PathBuf};

/// What the arguments say about rules and reports.
pub(super) struct Selection {
    settings: Settings,
    formats: Vec<(Format, Option<PathBuf>)>,
    strict: bool,
    baseline: Option<PathBuf>,
}

impl Selection {
    pub(super) fn new(args: &cli::Findings) -> Result<Selection, Failure> {
        let settings = Settings { select: args.select.clone(), ignore: args.ignore.clone() };
        if let Some((name, near)) = settings.unknown().first() {
            let hint = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`catalint rules` lists them".to_string(),
            };
            return Err(Failure::message(format!("there is no rule `{name}`; {hint}")));
        }
        let mut formats = Vec::new();
        for wanted in &args.output_format {
            let (name, path) = match wanted.split_once('=') {
                Some((name, path)) => (name, Some(PathBuf::from(path))),
                None => (wanted.as_str(), None),
            };
            let Some(format) = Format::from_name(name) else {
                let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
                return Err(Failure::message(format!(
                    "there is no output format `{name}`; there are: {}",
                    names.join(", ")
                )));
            };
            formats.push((format, path));
        }
        if formats.iter().filter(|(_, path)| path.is_none()).count() > 1 {
            return Err(Failure::message(
                "two output formats would share standard output; give all but one a file: `--output-format sarif=FILE`",
            ));
        }
        if formats.is_empty() {
            formats.push((Format::Full, None));
        }
        Ok(Selection { settings, formats, strict: args.strict, baseline: args.baseline.clone() })
    }

    pub(super) fn levels(&self, project: Option<&Project>) -> Levels {
        Levels::new(&self.settings, project.map(Project::catalog))
    }

    /// The baseline that is named, or the one beside the catalog.
    pub(super) fn baseline_path(&self, root: &Path) -> PathBuf {
        self.baseline.clone().unwrap_or_else(|| root.join(baseline::NAME))
    }
}

impl Selection {
    /// Whether a baseline is named, and so must be there.
    pub(super) fn has_baseline(&self) -> bool {
        self.baseline.is_some()
    }
}

/// Findings of one run, with the files they are in.
pub(super) struct Collected {
    pub(super) bundle: Bundle,
    pub(super) root: PathBuf,
    pub(super) findings: Vec<Finding>,
    /// The catalogs among what was linted.
    catalogs: Vec<PathBuf>,
}

/// Lints what the arguments name: catalogs and READMEs, by default the
/// catalog with its outputs.
pub(super) fn collect(
    args: &cli::Lint,
    global: &Global,
    selection: &Selection,
    files: &Files,
) -> Result<Collected, Failure> {
    let mut bundle = Bundle::default();
    let mut found = Collected {
        bundle: Bundle::default(),
        root: PathBuf::from("."),
        findings: Vec::new(),
        catalogs: Vec::new(),
    };
    let mut findings = Vec::new();
    let named = !args.paths.is_empty();
    let paths = if named { args.paths.clone() } else { vec![catalog_path(global)?] };
    let stdin_name = args.stdin_filename.as_deref().map_or("<stdin>".to_string(), workspace::display_name);
    for path in &paths {
        let name = args.stdin_filename.as_deref().filter(|_| path == Path::new("-")).unwrap_or(path);
        let is_catalog = name.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
        if is_catalog {
            let file = bundle.add(path, files, &stdin_name)?;
            let project = Project::read(path, file, files, &mut bundle)?;
            let levels = selection.levels(Some(&project));
            let mut run = lint::Run::new(&levels);
            run.catalog(&bundle.sources, &project.read);
            if !named {
                for output in project.outputs(&[], files, &mut bundle)? {
                    let (document, regions) = outside_regions(bundle.sources.get(output.file).text());
                    run.readme(&bundle.sources, output.file, &document, &regions, Some(project.catalog()));
                }
            }
            findings.extend(run.finish());
            found.root.clone_from(&project.root);
            found.catalogs.push(path.clone());
        } else {
            let source = read(path, files, &stdin_name)?;
            // Its catalog is read beside it.
            let ((mut document, regions), project) =
                both(|| outside_regions(source.text()), || catalog_of(path, files, &mut bundle));
            // Without one the regions are its own business.
            if project.is_none() && !regions.regions.is_empty() {
                document = Document::parse(source.text());
            }
            let file = bundle.add_read(path, source);
            let levels = selection.levels(project.as_ref());
            let mut run = lint::Run::new(&levels);
            run.readme(&bundle.sources, file, &document, &regions, project.as_ref().map(Project::catalog));
            findings.extend(run.finish());
            if let Some(project) = project {
                found.root.clone_from(&project.root);
            }
        }
    }
    found.findings = if args.write_baseline {
        findings
    } else {
        let baseline = baseline::read(&selection.baseline_path(&found.root), selection.has_baseline())?;
        baseline.new_ones(&bundle.sources, findings)
    };
    found.bundle = bundle;
    Ok(found)
}

/// The catalog that names a README as its output, if there is one that can be
/// read; what is wrong with it is told when it is linted itself.
fn catalog_of(readme: &Path, files: &Files, bundle: &mut Bundle) -> Option<Project> {
    let real = readme.canonicalize().ok()?;
    let path = workspace::find_catalog(&folder_of(&real))?;
    let others = bundle.sources.iter().count();
    let project = match Project::load_path(&path, files, bundle) {
        Ok(project) => Some(project).filter(|project| project.has_output(&real)),
        Err(failure) => {
            // It took along the files that it could be about.
            if let Failure::Findings(sources, _) = failure {
                bundle.sources = *sources;
            }
            None
        }
    };
    if project.is_none() {
        bundle.keep_first(others);
    }
    project
}

/// The outputs, by catalog, that are as their catalog renders them.
pub(super) fn outputs_in_step(
    collected: &Collected,
    files: &Files,
) -> Result<Vec<(PathBuf, PathBuf)>, Failure> {
    let mut in_step = Vec::new();
    for path in &collected.catalogs {
        let mut bundle = Bundle::default();
        let project = Project::load_path(path, files, &mut bundle)?;
        for output in project.outputs(&[], files, &mut bundle)? {
            let source = bundle.sources.get(output.file);
            let regions = crate::readme::regions(source.text());
            let rendered = crate::render::output(project.catalog(), source, &regions, &output.language);
            if rendered.is_ok_and(|rendered| rendered.text == source.text()) {
                in_step.push((path.clone(), output.path));
            }
        }
    }
    Ok(in_step)
}

/// Renders these outputs anew, as an edit to `files`.
pub(super) fn render_outputs(outputs: &[(PathBuf, PathBuf)], files: &mut Files) -> Result<(), Failure> {
    for (catalog, output) in outputs {
        let mut bundle = Bundle::default();
        let project = Project::load_path(catalog, files, &mut bundle)?;
        for loaded in project.outputs(std::slice::from_ref(output), files, &mut bundle)? {
            let rendered = super::render::render(&project, &loaded, &mut bundle)?;
            files.edit(output, bundle.sources.get(loaded.file).text(), rendered.text);
        }
    }
    Ok(())
}

/// Tells findings and drift in every format that is asked for, the summary
/// on standard error, and how the run ends.
pub(super) fn emit(
    sources: &Sources,
    findings: Vec<Finding>,
    drift: &[Drift],
    selection: &Selection,
    console: &mut Console,
) -> Result<Exit, Failure> {
    let infos = rules::infos();
    let report = Report { rules: &infos, drift, ..Report::new(sources, &findings) };
    for (format, path) in &selection.formats {
        match path {
            None => {
                let style = console.style().clone();
                report::write(&report, *format, &style, console.out())?;
            }
            Some(path) => {
                let mut text = Vec::new();
                report::write(&report, *format, &report::Style::default(), &mut text)?;
                workspace::overwrite(path, &text)?;
            }
        }
    }
    if !console.is_quiet() {
        let mut text = Vec::new();
        let style = console.error_style().clone();
        Tally::of(&report).write(&style, &mut text)?;
        console.note_raw(&text)?;
    }
    let fails = findings.iter().any(|finding| finding.level == Level::Error || selection.strict);
    Ok(if fails || !drift.is_empty() { Exit::Findings } else { Exit::Clean })
}
