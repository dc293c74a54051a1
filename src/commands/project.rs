//! A catalog with its outputs, loaded from where they lie.

use super::Failure;
use crate::catalog::{self, Catalog, Read};
use crate::cli::Global;
use crate::finding::Level;
use crate::text::{FileId, Source, Sources};
use crate::workspace;
use std::path::{Path, PathBuf};

/// A catalog and the folder its paths are relative to.
pub(super) struct Project {
    pub(super) sources: Sources,
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

impl Project {
    /// Loads the catalog that is named or found.
    pub(super) fn load(global: &Global) -> Result<Project, Failure> {
        let path = match &global.catalog {
            Some(path) => path.clone(),
            None => {
                let here = std::env::current_dir()
                    .map_err(|error| Failure::message(format!("the working directory cannot be read: {error}")))?;
                workspace::find_catalog(&here).ok_or_else(|| {
                    Failure::message(
                        "there is no catalog.yaml here or in a folder above; `catalint migrate README.md` makes one, \
                         `--catalog FILE` names another",
                    )
                })?
            }
        };
        Project::load_path(&path)
    }

    /// Loads the catalog at `path`.
    pub(super) fn load_path(path: &Path) -> Result<Project, Failure> {
        let source = if path == Path::new("-") { workspace::read_stdin("<stdin>")? } else { workspace::read(path)? };
        let root = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut sources = Sources::new();
        let file = sources.add(source);
        let result = catalog::read(&mut sources, file, &mut |pattern| workspace::include(root, pattern));
        match result {
            Ok(read) => Ok(Project { sources, read, path: path.to_path_buf(), root: root.to_path_buf() }),
            Err(finding) => Err(Failure::Findings(Box::new(sources), vec![*finding])),
        }
    }

    pub(super) fn catalog(&self) -> &Catalog {
        &self.read.catalog
    }

    /// Fails if the catalog's structure is in error: what could not be read
    /// would silently be missing from what is rendered.
    pub(super) fn require_sound(self) -> Result<Project, Failure> {
        let errors: Vec<_> =
            self.read.findings.iter().filter(|finding| finding.level == Level::Error).cloned().collect();
        if errors.is_empty() { Ok(self) } else { Err(Failure::Findings(Box::new(self.sources), errors)) }
    }

    /// Loads the outputs; only those among `wanted` if that is not empty.
    pub(super) fn outputs(&mut self, wanted: &[PathBuf]) -> Result<Vec<Loaded>, Failure> {
        let mut loaded = Vec::new();
        let same = |one: &Path, two: &Path| match (one.canonicalize(), two.canonicalize()) {
            (Ok(one), Ok(two)) => one == two,
            _ => one == two,
        };
        for output in self.read.catalog.outputs.clone() {
            let path = self.root.join(&output.file);
            if !wanted.is_empty() && !wanted.iter().any(|wanted| same(wanted, &path)) {
                continue;
            }
            let source: Source = workspace::read(&path)?;
            let file = self.sources.add(source);
            let language = output.language.unwrap_or_else(|| self.read.catalog.language().to_string());
            loaded.push(Loaded { path, file, language });
        }
        if let Some(stray) =
            wanted.iter().find(|wanted| !loaded.iter().any(|output| same(wanted, &output.path)))
        {
            return Err(Failure::message(format!(
                "{}: this is none of the catalog's outputs; add it under `outputs` in {}",
                workspace::display_name(stray),
                workspace::display_name(&self.path),
            )));
        }
        Ok(loaded)
    }
}
