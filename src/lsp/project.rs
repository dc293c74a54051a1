//! A catalog with its outputs as the editor has them: open buffers before
//! files, read, rendered and linted.

use super::place::{normal, range, uri_of};
use crate::catalog::{self, Catalog, Read};
use crate::drift;
use crate::finding::{Finding, Level};
use crate::lint::{Levels, Run, Settings};
use crate::readme::{Document, Regions, regions_of};
use crate::render;
use crate::report::fingerprints;
use crate::rules;
use crate::text::{FileId, Source, Sources, Span};
use crate::workspace;
use lsp_types::{Location, Uri};
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

/// The rule that regions are told by which are not as rendered. It is no rule
/// of `lint` but what `check` tells beside findings.
pub(super) const DRIFT: &str = "drift";

/// Where findings are recorded that were there before the gate.
const BASELINE: &str = ".catalint-baseline.json";

/// Reads a file: an open buffer, or what is on disk. The error is in words.
pub(super) type Load<'l> = &'l dyn Fn(&Path) -> Result<String, String>;

/// Files that belong together, and what is to be told of them.
#[derive(Default)]
pub(super) struct Project {
    pub(super) sources: Sources,
    paths: Vec<PathBuf>,
    /// The addresses that the editor knows open files by.
    addresses: BTreeMap<PathBuf, Uri>,
    /// The catalog; `None` if there is none or it cannot be parsed.
    pub(super) read: Option<Read>,
    pub(super) outputs: Vec<Output>,
    /// By place, files in no order.
    pub(super) findings: Vec<Finding>,
}

/// A README.
pub(super) struct Output {
    pub(super) file: FileId,
    pub(super) language: String,
    pub(super) regions: Regions,
    /// As the catalog renders it, if its marks are sound.
    pub(super) rendered: Option<render::Output>,
}

impl Project {
    /// The catalog at `path`, with all that it includes and renders.
    pub(super) fn load(path: &Path, load: Load<'_>) -> Project {
        let mut project = Project::default();
        let root = path.parent().unwrap_or(Path::new("."));
        let Ok(text) = load(path) else { return project };
        let file = project.add(root, path, text);
        let mut included = Vec::new();
        let read = catalog::read(&mut project.sources, file, &mut |pattern| {
            let paths = workspace::included(root, pattern)?;
            let read = |path: &PathBuf| Ok(Source::new(name(root, path), load(path)?));
            let sources: Vec<Source> = paths.iter().map(read).collect::<Result<_, String>>()?;
            included.extend(paths.iter().map(|path| normal(path)));
            Ok(sources)
        });
        project.paths.extend(included);
        match read {
            Ok(read) => project.check(read, root, load),
            Err(finding) => project.findings = vec![*finding],
        }
        project
    }

    /// A README that no catalog manages.
    pub(super) fn lone(path: &Path, load: Load<'_>) -> Project {
        let mut project = Project::default();
        let Ok(text) = load(path) else { return project };
        let file = project.add(path.parent().unwrap_or(Path::new(".")), path, text);
        let text = project.sources.get(file).text();
        let document = Document::parse(text);
        let regions = regions_of(&document, text);
        let levels = Levels::new(&Settings::default(), None);
        let mut run = Run::new(&levels);
        run.readme(&project.sources, file, &document, &regions, None);
        project.findings = run.finish();
        project.outputs.push(Output { file, language: "en".to_string(), regions, rendered: None });
        project
    }

    fn add(&mut self, root: &Path, path: &Path, text: String) -> FileId {
        self.paths.push(normal(path));
        self.sources.add(Source::new(name(root, path), text))
    }

    /// Lints the catalog and its outputs, as `check` does.
    fn check(&mut self, read: Read, root: &Path, load: Load<'_>) {
        let levels = Levels::new(&Settings::default(), Some(&read.catalog));
        let mut run = Run::new(&levels);
        run.catalog(&self.sources, &read);
        let mut drifted = Vec::new();
        for output in &read.catalog.outputs {
            let path = root.join(&output.file);
            let text = match load(&path) {
                Ok(text) => text,
                Err(why) => {
                    let message = format!("`{}`: {why}", output.file);
                    let finding = Finding::new(DRIFT, Level::Error, read.catalog.file, output.span, message);
                    drifted.push(finding.help("name a file that is there, relative to the catalog's folder"));
                    continue;
                }
            };
            let file = self.add(root, &path, text);
            let language = output.language.clone().unwrap_or_else(|| read.catalog.language().to_string());
            let source = self.sources.get(file);
            let document = Document::parse(source.text());
            let regions = regions_of(&document, source.text());
            run.readme(&self.sources, file, &document, &regions, Some(&read.catalog));
            let rendered = render::output(&read.catalog, source, &regions, &language).ok();
            if let Some(rendered) = &rendered {
                for section in drift::outside_regions(&read.catalog, &regions) {
                    run.add(rules::without_region(section, source.name()));
                }
                drifted.extend(drifts(file, source, rendered));
            }
            self.outputs.push(Output { file, language, regions, rendered });
        }
        self.findings = run.finish();
        if let Ok(known) = load(&root.join(BASELINE)) {
            self.leave_out(&known);
        }
        self.findings.append(&mut drifted);
        self.read = Some(read);
    }

    /// Leaves out the findings that a baseline records, as `check` does.
    fn leave_out(&mut self, baseline: &str) {
        let recorded: serde_json::Value = serde_json::from_str(baseline).unwrap_or_default();
        let recorded: HashSet<&str> = recorded["findings"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|finding| finding["fingerprint"].as_str())
            .collect();
        let mut prints = fingerprints(&self.sources, &self.findings).into_iter();
        self.findings
            .retain(|_| prints.next().is_none_or(|print| !recorded.contains(print.to_string().as_str())));
    }

    /// The catalog, as far as it can be read.
    pub(super) fn catalog(&self) -> Option<&Catalog> {
        self.read.as_ref().map(|read| &read.catalog)
    }

    /// The file at a path, if it is one of these.
    pub(super) fn file(&self, path: &Path) -> Option<FileId> {
        let index = self.paths.iter().position(|known| known == path)?;
        Some(FileId(u32::try_from(index).ok()?))
    }

    /// The path of a file.
    pub(super) fn path(&self, file: FileId) -> &Path {
        self.paths.get(file.0 as usize).map_or(Path::new(""), PathBuf::as_path)
    }

    /// Takes note of the addresses of open files.
    pub(super) fn addressed(mut self, addresses: BTreeMap<PathBuf, Uri>) -> Self {
        self.addresses = addresses;
        self
    }

    /// The address of a file.
    pub(super) fn uri(&self, file: FileId) -> Option<Uri> {
        let path = self.path(file);
        self.addresses.get(path).cloned().or_else(|| uri_of(path))
    }

    /// A span of a file as the editor is told of it.
    pub(super) fn location(&self, file: FileId, span: Span) -> Option<Location> {
        Some(Location { uri: self.uri(file)?, range: range(self.sources.get(file), span) })
    }

    /// All files with their paths.
    pub(super) fn files(&self) -> impl Iterator<Item = (FileId, &Path)> {
        self.sources.iter().map(|(file, _)| (file, self.path(file)))
    }

    /// The README that a file is.
    pub(super) fn output(&self, file: FileId) -> Option<&Output> {
        self.outputs.iter().find(|output| output.file == file)
    }
}

/// What a file is called in findings: its path from the catalog's folder,
/// wherever the editor started the server.
fn name(root: &Path, path: &Path) -> String {
    let path = normal(path);
    let parts = path.strip_prefix(root).unwrap_or(&path).components();
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/").replacen("//", "/", 1)
}

/// A finding for each region that is not as the catalog renders it.
fn drifts(file: FileId, source: &Source, rendered: &render::Output) -> Vec<Finding> {
    let text = source.text();
    let regions = rendered.regions.iter().filter(|region| {
        let (found, wanted) = (&text[region.before.range()], &rendered.text[region.after.range()]);
        !drift::same_but_line_ends(found, wanted)
    });
    regions
        .map(|region| {
            let mark = source.line_span(region.line);
            let message = format!("the region `{}` is not as the catalog renders it", region.name);
            Finding::new(DRIFT, Level::Warning, file, mark, message)
                .help(
                    "`catalint render` renders it; `catalint absorb` carries an edit of it into the catalog",
                )
                .subject(region.name.as_str())
        })
        .collect()
}
