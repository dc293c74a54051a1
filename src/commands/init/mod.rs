//! `catalint init`: what a new list starts with.

mod files;

use super::output::Console;
use super::{Exit, Failure};
use crate::catalog::{self, title_from_id};
use crate::cli::{self, Global};
use crate::migrate::{self, Options};
use crate::report::count;
use crate::text::{Source, Sources};
use crate::workspace::{self, CATALOG, Change};
use std::fs;
use std::path::{Path, PathBuf};

const README: &str = "README.md";
const PRE_COMMIT: &str = ".pre-commit-config.yaml";
const WORKFLOW: &str = ".github/workflows/catalint.yml";

pub(super) fn run(args: &cli::Init, global: &Global, console: &mut Console) -> Result<Exit, Failure> {
    if global.catalog.is_some() {
        return Err(Failure::message("`init` names the catalog itself: leave out `--catalog`"));
    }
    let folder = &args.folder;
    make_folder(folder)?;
    let old_readme = read(&folder.join(README))?;
    let records = old_readme.as_ref().map_or(0, records);
    let title = title(folder);
    let catalog = files::catalog(&title);
    let has_catalog = folder.join(CATALOG).exists() && !args.force;
    let mut plan = vec![(PRE_COMMIT, files::pre_commit()), (WORKFLOW, files::workflow())];
    // Its regions are those of the starting catalog.
    if old_readme.is_none() && !has_catalog {
        plan.insert(0, (README, rendered(&catalog, files::readme(&title))));
    }
    // A README that holds records already is migrated: a catalog here would
    // only stand in the way.
    if records == 0 {
        plan.insert(0, (CATALOG, catalog));
    }
    let mut old = Vec::new();
    for (name, _) in &plan {
        old.push(read(&folder.join(name))?);
    }
    let paths: Vec<PathBuf> = plan.iter().map(|(name, _)| folder.join(name)).collect();
    let mut changes = Vec::new();
    let mut kept = Vec::new();
    for (((name, after), before), path) in plan.iter().zip(&old).zip(&paths) {
        match before {
            Some(before) if !args.force || before.text() == after => {
                kept.push((*name, before.text() == after));
            }
            _ => changes.push(Change { path, before: before.as_ref().map(Source::text), after }),
        }
    }
    for path in changes.iter().filter_map(|change| change.path.parent()) {
        make_folder(path)?;
    }
    workspace::replace(&changes)?;
    for change in &changes {
        console.say(&format!("wrote {}", workspace::display_name(change.path)))?;
    }
    for (name, same) in &kept {
        let why = if *same { "is so already" } else { "is there already; `--force` overwrites it" };
        console.say(&format!("left {}: it {why}", workspace::display_name(&folder.join(name))))?;
    }
    let needs_region = old_readme.is_some() && !has_catalog;
    say_next(folder, needs_region, records, &kept, console)?;
    Ok(Exit::Clean)
}

fn make_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| {
        Failure::message(format!("{}: cannot make this folder: {error}", workspace::display_name(path)))
    })
}

/// A file that may not be there.
fn read(path: &Path) -> Result<Option<Source>, Failure> {
    if fs::symlink_metadata(path).is_err() { Ok(None) } else { Ok(Some(workspace::read(path)?)) }
}

/// How many records a README holds that no catalog manages.
fn records(readme: &Source) -> usize {
    let options = Options { repair: false, ..Options::default() };
    migrate::migrate(readme, &options).map_or(0, |migration| migration.report.records())
}

/// What the folder is called, as a title.
fn title(folder: &Path) -> String {
    let full = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let name = full.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let title = title_from_id(&name);
    if title.trim().is_empty() { "My list".to_string() } else { title.trim().to_string() }
}

fn rendered(catalog: &str, readme: String) -> String {
    let mut sources = Sources::new();
    let file = sources.add(Source::new(CATALOG, catalog));
    match catalog::read(&mut sources, file, &mut |_| Ok(Vec::new())) {
        Ok(read) => files::rendered(&read.catalog, &Source::new(README, readme)),
        Err(_) => readme,
    }
}

/// What is left to do by hand.
fn say_next(
    folder: &Path,
    needs_region: bool,
    records: usize,
    kept: &[(&str, bool)],
    console: &mut Console,
) -> Result<(), Failure> {
    let readme = workspace::display_name(&folder.join(README));
    console.say("next:")?;
    if records > 0 {
        console.say(&format!(
            "- `catalint migrate {readme}` makes the catalog of the {} in it",
            count(records, "record")
        ))?;
    } else {
        if needs_region {
            console.say(&format!(
                "- put these two lines into {readme}, where the section is to stand:\n\n{}",
                files::REGION
            ))?;
        }
        console
            .say("- put your records into the catalog, then run `catalint render` and `catalint check`")?;
    }
    if kept.contains(&(PRE_COMMIT, false)) {
        let entry = files::pre_commit().replacen("repos:\n", "", 1);
        console.say(&format!("- add to the `repos` of {PRE_COMMIT}:\n\n{entry}"))?;
    }
    console.say("- `pre-commit install` turns the hook on, a push to GitHub the workflow")?;
    if let Some((root, catalog)) = repository_above(folder) {
        console.say(&format!(
            "- hook and workflow count only at the root of a repository: move {PRE_COMMIT} and .github to {root}, \
             and name the catalog in them: `args: [--catalog, {catalog}]` in the hook, `with: {{ catalog: {catalog} }}` \
             in the workflow"
        ))?;
    }
    Ok(())
}

/// The root of the repository that a folder lies deep in, and the catalog's
/// path from there.
fn repository_above(folder: &Path) -> Option<(String, String)> {
    let full = folder.canonicalize().ok()?;
    let root = full.ancestors().find(|above| above.join(".git").exists()).filter(|root| **root != full)?;
    let catalog = full.strip_prefix(root).ok()?.join(CATALOG);
    let parts: Vec<_> = catalog.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Some((workspace::display_name(root), parts.join("/")))
}
