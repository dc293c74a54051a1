//! A catalog with its outputs, loaded from where they lie.

use super::Failure;
use crate::catalog::{self, Catalog, Read};
use crate::cli::Global;
use crate::finding::{Finding, Level};
use crate::text::{FileId, Source, Sources};
use crate::workspace::{self, Files};
use std::path::{Path, PathBuf};

/// The files of one run, and where each of them lies.
#[derive(Default)]
pub(super) struct Bundle {
    pub(super) sources: Sources,
    paths: Vec<(FileId, PathBuf)>,
}

impl Bundle {
    /// Reads a file, as edited, into the bundle; `-` is standard input under
    /// the name `stdin_name`.
    pub(super) fn add(&mut self, path: &Path, files: &Files, stdin_name: &str) -> Result<FileId, Failure> {
        Ok(self.add_read(path, read(path, files, stdin_name)?))
    }

    /// Takes a file that was read from `path`.
    pub(super) fn add_read(&mut self, path: &Path, source: Source) -> FileId {
        let file = self.sources.add(source);
        if path != Path::new("-") {
            self.paths.push((file, path.to_path_buf()));
        }
        file
    }

    /// Forgets the files after so many.
    pub(super) fn keep_first(&mut self, count: usize) {
        self.sources.truncate(count);
        self.paths.retain(|(file, _)| (file.0 as usize) < count);
    }

    /// Where a file lies; `None` for standard input.
    pub(super) fn path_of(&self, file: FileId) -> Option<&Path> {
        self.paths.iter().find(|(id, _)| *id == file).map(|(_, path)| path.as_path())
    }

    /// A failure at places in these files.
    pub(super) fn fail(&mut self, findings: Vec<Finding>) -> Failure {
        Failure::Findings(Box::new(std::mem::take(&mut self.sources)), findings)
    }
}

/// Reads a file, as edited; `-` is standard input under the name `stdin_name`.
pub(super) fn read(path: &Path, files: &Files, stdin_name: &str) -> Result<Source, workspace::Error> {
    if path == Path::new("-") { workspace::read_stdin(stdin_name) } else { files.read(path) }
}

/// A catalog and the folder its paths are relative to.
pub(super) struct Project {
    pub(super) read: Read,
    pub(super) path: PathBuf,
    pub(super) root: PathBuf,
}

/// One output, loaded.
pub(super) struct Loaded {
    pub(super) path: PathBuf,
    pub(super) file: FileId,
    pub(super) language: String,
}

/// The catalog that is named, or the nearest one.
pub(super) fn catalog_path(global: &Global) -> Result<PathBuf, Failure> {
    if let Some(path) = &global.catalog {
        return Ok(path.clone());
    }
    let here = std::env::current_dir()
        .map_err(|error| Failure::message(format!("the working directory cannot be read: {error}")))?;
    workspace::find_catalog(&here).map(relative).ok_or_else(|| {
        Failure::message(
            "there is no catalog.yaml here or in a folder above; `catalint migrate README.md` makes one, \
             `--catalog FILE` names another",
        )
    })
}

/// A path below the working directory without it.
fn relative(path: PathBuf) -> PathBuf {
    let here = std::env::current_dir().ok();
    match here.and_then(|here| path.strip_prefix(here).map(Path::to_path_buf).ok()) {
        Some(short) => short,
        None => path,
    }
}

/// The folder a file lies in; `.` for a bare name.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf()
}

impl Project {
    /// Loads the catalog that is named or found.
    pub(super) fn load(global: &Global, files: &Files, bundle: &mut Bundle) -> Result<Project, Failure> {
        Project::load_path(&catalog_path(global)?, files, bundle)
    }

    /// Loads the catalog at `path`; `-` is standard input.
    pub(super) fn load_path(path: &Path, files: &Files, bundle: &mut Bundle) -> Result<Project, Failure> {
        Project::load_with(path, files, bundle, &mut |_, _| {})
    }

    /// The same; `settled` is called with the catalog's folder and its settings
    /// as soon as these are known.
    pub(super) fn load_with(
        path: &Path,
        files: &Files,
        bundle: &mut Bundle,
        settled: &mut dyn FnMut(&Path, &Catalog),
    ) -> Result<Project, Failure> {
        let file = bundle.add(path, files, "<stdin>")?;
        Project::read_with(path, file, files, bundle, settled)
    }

    /// Reads the catalog that is `file` of the bundle.
    pub(super) fn read(
        path: &Path,
        file: FileId,
        files: &Files,
        bundle: &mut Bundle,
    ) -> Result<Project, Failure> {
        Project::read_with(path, file, files, bundle, &mut |_, _| {})
    }

    fn read_with(
        path: &Path,
        file: FileId,
        files: &Files,
        bundle: &mut Bundle,
        settled: &mut dyn FnMut(&Path, &Catalog),
    ) -> Result<Project, Failure> {
        let root = folder_of(path);
        let mut included = Vec::new();
        let mut load = |pattern: &str| {
            let paths = workspace::included(&root, pattern)?;
            let read = paths.iter().map(|path| files.read(path).map_err(|error| error.message)).collect();
            included.extend(paths);
            read
        };
        let result =
            catalog::read_with(&mut bundle.sources, file, &mut load, &mut |catalog| settled(&root, catalog));
        match result {
            Ok(read) => {
                bundle.paths.extend(read.catalog.includes.iter().copied().zip(included));
                Ok(Project { read, path: path.to_path_buf(), root })
            }
            Err(finding) => Err(bundle.fail(vec![*finding])),
        }
    }

    pub(super) fn catalog(&self) -> &Catalog {
        &self.read.catalog
    }

    /// Fails if the catalog's structure is in error: what could not be read
    /// would silently be missing from what is rendered.
    pub(super) fn require_sound(self, bundle: &mut Bundle) -> Result<Project, Failure> {
        let errors: Vec<_> =
            self.read.findings.iter().filter(|finding| finding.level == Level::Error).cloned().collect();
        if errors.is_empty() { Ok(self) } else { Err(bundle.fail(errors)) }
    }

    /// The catalog's own files: the main one and what it includes.
    pub(super) fn own_files(&self, bundle: &Bundle) -> Vec<(FileId, PathBuf)> {
        std::iter::once(self.read.catalog.file)
            .chain(self.read.catalog.includes.iter().copied())
            .filter_map(|file| Some((file, bundle.path_of(file)?.to_path_buf())))
            .collect()
    }

    /// The language that an output is rendered in; `None` if it is none.
    pub(super) fn language_of(&self, path: &Path) -> Option<String> {
        let output =
            self.catalog().outputs.iter().find(|output| same_file(&self.root.join(&output.file), path))?;
        Some(output.language.clone().unwrap_or_else(|| self.catalog().language().to_string()))
    }

    /// Whether the catalog names the file at `path` as an output.
    pub(super) fn has_output(&self, path: &Path) -> bool {
        self.catalog().outputs.iter().any(|output| same_file(&self.root.join(&output.file), path))
    }

    /// Loads the outputs; only those among `wanted` if that is not empty.
    pub(super) fn outputs(
        &self,
        wanted: &[PathBuf],
        files: &Files,
        bundle: &mut Bundle,
    ) -> Result<Vec<Loaded>, Failure> {
        self.outputs_by(wanted, bundle, |path, bundle| bundle.add(path, files, ""))
    }

    /// The same; each is added to the bundle by `add`.
    pub(super) fn outputs_by(
        &self,
        wanted: &[PathBuf],
        bundle: &mut Bundle,
        mut add: impl FnMut(&Path, &mut Bundle) -> Result<FileId, Failure>,
    ) -> Result<Vec<Loaded>, Failure> {
        let mut loaded = Vec::new();
        for output in &self.read.catalog.outputs {
            let path = workspace::output(&self.root, &output.file).map_err(|why| {
                let file = self.read.catalog.file;
                let message = format!("`{}`: {why}", output.file);
                bundle.fail(vec![Finding::new("wrong-type", Level::Error, file, output.span, message)])
            })?;
            if !wanted.is_empty() && !wanted.iter().any(|wanted| same_file(wanted, &path)) {
                continue;
            }
            let file = add(&path, bundle)?;
            let language =
                output.language.clone().unwrap_or_else(|| self.read.catalog.language().to_string());
            loaded.push(Loaded { path, file, language });
        }
        let stray = wanted.iter().find(|wanted| !loaded.iter().any(|output| same_file(wanted, &output.path)));
        if let Some(stray) = stray {
            return Err(Failure::message(format!(
                "{}: this is none of the catalog's outputs; add it under `outputs` in {}",
                workspace::display_name(stray),
                workspace::display_name(&self.path),
            )));
        }
        Ok(loaded)
    }
}

fn same_file(one: &Path, two: &Path) -> bool {
    match (one.canonicalize(), two.canonicalize()) {
        (Ok(one), Ok(two)) => one == two,
        _ => one == two,
    }
}
