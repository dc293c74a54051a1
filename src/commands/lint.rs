//! `catalint lint`: findings on catalogs and READMEs, and their fixes.

use super::findings::{Collected, Selection, collect};
use super::output::Console;
use super::{Exit, Failure, baseline, findings};
use crate::cli::{self, Global};
use crate::drift;
use crate::lint;
use crate::report::count;
use crate::workspace::{self, Files};

pub(super) fn run(args: &cli::Lint, global: &Global, console: &mut Console) -> Result<Exit, Failure> {
    let selection = Selection::new(&args.findings)?;
    let mut files = Files::new();
    let mut collected = collect(args, global, &selection, &files)?;
    let mut mended = 0;
    if args.fix || args.unsafe_fixes {
        let in_step = findings::outputs_in_step(&collected, &files)?;
        for _ in 0..lint::MAX_PASSES {
            let (edits, fixes) = lint::fixes(&collected.findings, args.unsafe_fixes);
            if fixes == 0 {
                break;
            }
            mended += fixes;
            for (file, edits) in &edits {
                let source = collected.bundle.sources.get(*file);
                let Some(path) = collected.bundle.path_of(*file) else { continue };
                files.edit(path, source.text(), lint::apply_pass(source.text(), edits));
            }
            collected = collect(args, global, &selection, &files)?;
        }
        // A region follows its catalog, unless it had gone its own way before.
        findings::render_outputs(&in_step, &mut files)?;
        if !in_step.is_empty() {
            collected = collect(args, global, &selection, &files)?;
        }
    }
    let changes = files.changes();
    if args.diff {
        for change in &changes {
            let name = workspace::display_name(change.path);
            console.show(&drift::unified(&name, change.before.unwrap_or_default(), change.after))?;
        }
        console.say(&format!("{} would be mended", count(mended, "finding")))?;
        return Ok(Exit::from_found(!changes.is_empty()));
    }
    workspace::replace(&changes)?;
    if mended > 0 {
        console.say(&format!("mended {} in {}", count(mended, "finding"), count(changes.len(), "file")))?;
    }
    if args.write_baseline {
        return write_baseline(&collected, &selection, console);
    }
    let exit = findings::emit(&collected.bundle.sources, collected.findings, &[], &selection, console)?;
    Ok(if args.exit_non_zero_on_fix && mended > 0 { Exit::Findings } else { exit })
}

fn write_baseline(
    collected: &Collected,
    selection: &Selection,
    console: &mut Console,
) -> Result<Exit, Failure> {
    let path = selection.baseline_path(&collected.root);
    baseline::write(&path, &collected.bundle.sources, &collected.findings)?;
    let what = count(collected.findings.len(), "finding");
    let name = workspace::display_name(&path);
    console.say(&format!("recorded {what} in {name}; only new ones are told from now on"))?;
    Ok(Exit::Clean)
}
