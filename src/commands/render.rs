//! `catalint render`: regenerate the managed regions of every output.

use super::check::{BaseTexts, base_of};
use super::output::Console;
use super::project::{Bundle, Loaded, Project};
use super::{Exit, Failure};
use crate::cli::{self, Global};
use crate::drift::{self, Cause};
use crate::readme::regions;
use crate::render::{self, Output};
use crate::rules;
use crate::workspace::{self, Change, Files};

pub(super) fn run(args: &cli::Render, global: &Global, console: &mut Console) -> Result<Exit, Failure> {
    let (files, mut bundle) = (Files::new(), Bundle::default());
    let project = Project::load(global, &files, &mut bundle)?.require_sound(&mut bundle)?;
    let outputs = project.outputs(&args.outputs, &files, &mut bundle)?;
    if outputs.is_empty() {
        return Err(Failure::message(format!(
            "{}: no outputs: name the files with managed regions under `outputs`",
            workspace::display_name(&project.path)
        )));
    }
    let mut changed = Vec::new();
    for output in &outputs {
        let rendered = render(&project, output, &mut bundle)?;
        let source = bundle.sources.get(output.file);
        if args.stdout {
            console.out().write_all(rendered.text.as_bytes())?;
            continue;
        }
        if rendered.text == source.text() {
            continue;
        }
        if args.diff || args.check {
            if args.diff {
                console.show(&drift::unified(source.name(), source.text(), &rendered.text))?;
            }
        } else if !args.force {
            refuse_hand_edits(&project, output, &rendered, &bundle)?;
        }
        changed.push((output, rendered));
    }
    let writes = !(args.stdout || args.diff || args.check);
    if writes {
        let read = |file| bundle.sources.get(file).text();
        let changed = changed.iter().map(|(output, rendered)| Change {
            path: &output.path,
            before: Some(read(output.file)),
            after: &rendered.text,
        });
        // Another run may have written the catalog by now.
        let own = project.own_files(&bundle);
        let own =
            own.iter().map(|(file, path)| Change { path, before: Some(read(*file)), after: read(*file) });
        let changes: Vec<Change<'_>> = changed.chain(own).collect();
        workspace::replace(&changes)?;
    }
    if !args.stdout {
        for (output, rendered) in &changed {
            let source = bundle.sources.get(output.file);
            let count = drift::differing(source.text(), rendered).count();
            let did = if writes { "rendered" } else { "would render" };
            console.say(&format!("{did} {} ({})", source.name(), crate::report::count(count, "region")))?;
        }
        if changed.is_empty() {
            console.say("every region is as the catalog renders it")?;
        }
    }
    let counts = args.diff || args.check || args.exit_non_zero_on_change;
    Ok(Exit::from_found(counts && !changed.is_empty()))
}

/// Renders one output.
pub(super) fn render(project: &Project, output: &Loaded, bundle: &mut Bundle) -> Result<Output, Failure> {
    let source = bundle.sources.get(output.file);
    let found = regions(source.text());
    let rendered = render::output(project.catalog(), source, &found, &output.language);
    rendered.map_err(|faults| bundle.fail(rules::region_faults(&faults, output.file)))
}

/// Fails if a region holds edits that the catalog does not have: by git's
/// memory of both, or, where there is none, because the output was changed
/// after the catalog.
fn refuse_hand_edits(
    project: &Project,
    output: &Loaded,
    rendered: &Output,
    bundle: &Bundle,
) -> Result<(), Failure> {
    let source = bundle.sources.get(output.file);
    let base = base_of(project, output, bundle);
    let newer = base.is_none() && is_newer(project, output, bundle);
    let drifts = drift::find(source.name(), source.text(), rendered, base.as_ref().map(BaseTexts::as_base));
    let text = |drift: &&drift::Drift| !source.slice(drift.found).trim().is_empty();
    let edited: Vec<_> = drifts
        .iter()
        .filter(|drift| match drift.cause {
            Cause::EditedByHand | Cause::BothChanged => true,
            Cause::Unknown => newer && text(drift),
            Cause::CatalogChanged | Cause::Layout => false,
        })
        .collect();
    if edited.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = edited
        .iter()
        .map(|drift| format!("{}:{} (region `{}`)", drift.file, drift.line, drift.region))
        .collect();
    Err(Failure::message(format!(
        "{} holds edits that the catalog does not have: {}\n\
         `catalint absorb` carries them into the catalog, `catalint render --force` throws them away; \
         nothing was written",
        source.name(),
        names.join(", ")
    )))
}

/// Whether the output was written after every file of the catalog.
fn is_newer(project: &Project, output: &Loaded, bundle: &Bundle) -> bool {
    let time = |path: &std::path::Path| std::fs::metadata(path).and_then(|meta| meta.modified()).ok();
    let Some(own) = time(&output.path) else { return false };
    project.own_files(bundle).iter().all(|(_, path)| time(path).is_some_and(|then| then < own))
}
