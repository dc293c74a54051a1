//! Open buffers, and the projects that they belong to.

use super::place::normal;
use super::project::Project;
use crate::catalog::{self, Catalog};
use crate::text::{FileId, Source, Sources};
use crate::workspace::{self, CATALOG};
use lsp_types::Uri;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A buffer as the editor has it.
pub(super) struct Buffer {
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) text: String,
}

/// A project, and what was known of it when its catalog was last readable.
pub(super) struct Loaded {
    pub(super) now: Project,
    before: Option<Catalog>,
    members: BTreeSet<PathBuf>,
}

impl Loaded {
    /// The catalog, or the last that could be read.
    pub(super) fn catalog(&self) -> Option<&Catalog> {
        self.now.catalog().or(self.before.as_ref())
    }
}

/// Everything the server knows.
pub(super) struct State {
    /// The catalog that was named; else the nearest of each file counts.
    named: Option<PathBuf>,
    pub(super) buffers: BTreeMap<PathBuf, Buffer>,
    projects: BTreeMap<PathBuf, Loaded>,
    /// Whether buffers changed since the projects were read.
    pub(super) stale: bool,
    /// What is known of a catalog of which nothing can be read yet.
    empty: Catalog,
}

impl State {
    pub(super) fn new(named: Option<PathBuf>) -> Self {
        let mut sources = Sources::new();
        let file = sources.add(Source::new(CATALOG, "version: 1\n"));
        let empty = catalog::read(&mut sources, file, &mut |_| Ok(Vec::new()));
        State {
            named: named.map(|path| normal(&std::path::absolute(&path).unwrap_or(path))),
            buffers: BTreeMap::new(),
            projects: BTreeMap::new(),
            stale: true,
            empty: empty.map(|read| read.catalog).unwrap_or_default(),
        }
    }

    /// Reads the projects of all open buffers anew, if anything changed.
    pub(super) fn refresh(&mut self) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let mut old = std::mem::take(&mut self.projects);
        let wanted: BTreeSet<PathBuf> =
            self.buffers.keys().filter_map(|path| self.catalog_of(path)).collect();
        for path in wanted {
            let now = Project::load(&path, &|path| self.load(path)).addressed(self.addresses());
            let old = old.remove(&path);
            let (before, members) = match &now.read {
                Some(_) => (None, now.files().map(|(_, path)| path.to_path_buf()).collect()),
                None => old.map_or_else(
                    || (None, BTreeSet::from([path.clone()])),
                    |old| (old.now.read.map(|read| read.catalog).or(old.before), old.members),
                ),
            };
            self.projects.insert(path, Loaded { now, before, members });
        }
        let lone: Vec<PathBuf> =
            self.buffers.keys().filter(|path| is_readme(path) && self.of(path).is_none()).cloned().collect();
        for path in lone {
            let now = Project::lone(&path, &|path| self.load(path)).addressed(self.addresses());
            let members = BTreeSet::from([path.clone()]);
            self.projects.insert(path, Loaded { now, before: None, members });
        }
    }

    /// The projects of the open buffers.
    pub(super) fn projects(&self) -> impl Iterator<Item = &Loaded> {
        self.projects.values()
    }

    /// The project that a file belongs to.
    pub(super) fn of(&self, path: &Path) -> Option<&Loaded> {
        self.projects.values().find(|loaded| loaded.members.contains(path))
    }

    /// The project of a file, and the file in it; none while its catalog
    /// cannot be read.
    pub(super) fn file(&self, path: &Path) -> Option<(&Project, FileId)> {
        let project = &self.of(path)?.now;
        Some((project, project.file(path)?))
    }

    /// The catalog of a file, as far as anything is known of it.
    pub(super) fn catalog(&self, path: &Path) -> Option<&Catalog> {
        Some(self.of(path)?.catalog().unwrap_or(&self.empty))
    }

    /// A buffer as a text with lines.
    pub(super) fn source(&self, path: &Path) -> Option<Source> {
        self.buffers.get(path).map(|buffer| Source::new(workspace::display_name(path), buffer.text.as_str()))
    }

    fn load(&self, path: &Path) -> Result<String, String> {
        match self.buffers.get(&normal(path)) {
            Some(buffer) => Ok(buffer.text.clone()),
            None => {
                workspace::read(path).map(|source| source.text().to_string()).map_err(|error| error.message)
            }
        }
    }

    fn addresses(&self) -> BTreeMap<PathBuf, Uri> {
        self.buffers.iter().map(|(path, buffer)| (path.clone(), buffer.uri.clone())).collect()
    }

    /// The catalog that a file may belong to.
    fn catalog_of(&self, path: &Path) -> Option<PathBuf> {
        if let Some(named) = &self.named {
            return Some(named.clone());
        }
        if path.file_name().is_some_and(|name| name == CATALOG) {
            return Some(path.to_path_buf());
        }
        workspace::find_catalog(path.parent()?)
    }
}

/// Whether a file is written in YAML, by its name.
pub(super) fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// Whether a file is linted though no catalog names it.
fn is_readme(path: &Path) -> bool {
    let markdown = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    markdown && (stem == "readme" || stem.starts_with("readme."))
}
