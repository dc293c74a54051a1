//! `catalint fmt`: the catalog's canonical layout.

use super::output::Console;
use super::project::{Bundle, Project};
use super::{Exit, Failure};
use crate::catalog::format::format;
use crate::cli::{self, Global};
use crate::drift;
use crate::report::count;
use crate::workspace::{self, Change, Files};

pub(super) fn run(args: &cli::Fmt, global: &Global, console: &mut Console) -> Result<Exit, Failure> {
    let (files, mut bundle) = (Files::new(), Bundle::default());
    let project = Project::load(global, &files, &mut bundle)?;
    let catalog = project.catalog();
    let mut formatted = Vec::new();
    for file in std::iter::once(catalog.file).chain(catalog.includes.iter().copied()) {
        match format(bundle.sources.get(file).text(), file) {
            Ok(text) => formatted.push((file, text)),
            Err(findings) => return Err(bundle.fail(findings)),
        }
    }
    let writes = !(args.check || args.diff);
    let mut changes = Vec::new();
    for (file, after) in &formatted {
        let source = bundle.sources.get(*file);
        if args.diff {
            console.show(&drift::unified(source.name(), source.text(), after))?;
        }
        match bundle.path_of(*file) {
            None if writes => console.out().write_all(after.as_bytes())?,
            _ if after == source.text() => {}
            None => changes.push(None),
            Some(path) => changes.push(Some(Change { path, before: Some(source.text()), after })),
        }
    }
    let changed = changes.len();
    let changes: Vec<Change<'_>> = changes.into_iter().flatten().collect();
    if writes {
        workspace::replace(&changes)?;
    }
    for change in &changes {
        let did = if writes { "formatted" } else { "would format" };
        console.say(&format!("{did} {}", workspace::display_name(change.path)))?;
    }
    if changed == 0 && bundle.path_of(catalog.file).is_some() {
        let what = if formatted.len() == 1 {
            "the catalog is".to_string()
        } else {
            format!("the catalog's {} are", count(formatted.len(), "file"))
        };
        console.say(&format!("{what} in the canonical layout"))?;
    }
    Ok(Exit::from_found(!writes && changed > 0))
}
