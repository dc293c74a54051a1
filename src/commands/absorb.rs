//! `catalint absorb`: carry hand edits inside regions into the catalog, then
//! render.

use super::output::Console;
use super::project::{Bundle, Loaded, Project};
use super::{Exit, Failure, git, render};
use crate::absorb::{self, Absorbed, Doubt, Edited, Options, Side};
use crate::catalog::edit::comments;
use crate::catalog::read::RESERVED_REGIONS;
use crate::cli::{self, Assume, Global};
use crate::drift;
use crate::finding::{Finding, Level};
use crate::readme::regions;
use crate::report::count;
use crate::text::apply;
use crate::workspace::{self, Files};
use std::collections::HashMap;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

pub(super) fn run(args: &cli::Absorb, global: &Global, console: &mut Console) -> Result<Exit, Failure> {
    let mut options = options(&args.assume);
    loop {
        match absorb_all(args, global, options) {
            Ok(done) => return finish(args, &done, console),
            Err(Failure::Findings(sources, findings)) => {
                let settled = ask(&findings, options, console)?;
                match settled {
                    Some(settled) => options = settled,
                    None => return Err(Failure::Findings(sources, findings)),
                }
            }
            Err(failure) => return Err(failure),
        }
    }
}

fn options(assumed: &[Assume]) -> Options {
    let has = |answer| assumed.contains(&answer);
    Options {
        doubt: match (has(Assume::Rename), has(Assume::New)) {
            (true, _) => Doubt::Rename,
            (false, true) => Doubt::New,
            (false, false) => Doubt::Refuse,
        },
        prefer: match (has(Assume::Readme), has(Assume::Catalog)) {
            (true, _) => Some(Side::Readme),
            (false, true) => Some(Side::Catalog),
            (false, false) => None,
        },
    }
}

/// On a terminal, asks what only a person knows; `None` if there is nothing
/// to ask or nobody to answer.
fn ask(findings: &[Finding], options: Options, console: &mut Console) -> Result<Option<Options>, Failure> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Ok(None);
    }
    let doubt = findings.iter().find(|finding| finding.message.contains("renamed, or another entry"));
    let Some(doubt) = doubt.filter(|_| options.doubt == Doubt::Refuse) else { return Ok(None) };
    console.note(&format!("{}: [r]enamed, [n]ew entry, or [s]top?", doubt.message))?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(match answer.trim() {
        "r" | "rename" | "renamed" => Some(Options { doubt: Doubt::Rename, ..options }),
        "n" | "new" => Some(Options { doubt: Doubt::New, ..options }),
        _ => None,
    })
}

/// What a run comes to, before anything is written.
struct Done {
    files: Files,
    told: Vec<String>,
    catalogs: Vec<PathBuf>,
}

fn absorb_all(args: &cli::Absorb, global: &Global, options: Options) -> Result<Done, Failure> {
    let mut files = Files::new();
    let mut bundle = Bundle::default();
    let first = Project::load(global, &files, &mut bundle)?.require_sound(&mut bundle)?;
    let wanted = first.outputs(&args.outputs, &files, &mut bundle)?;
    let mut done = Done {
        files: Files::new(),
        told: Vec::new(),
        catalogs: first.own_files(&bundle).into_iter().map(|(_, path)| path).collect(),
    };
    let mut bases: Vec<(PathBuf, Project)> = Vec::new();
    for output in &wanted {
        let base_files = base_files(args, &first, output, &bundle)?;
        let mut base_bundle = Bundle::default();
        let base = Project::load_path(&first.path, &base_files, &mut base_bundle)?;
        step(&first.path, output, &base, options, &mut files, &mut done)?;
        bases.push((output.path.clone(), base));
    }
    // The outputs follow the catalog.
    let mut bundle = Bundle::default();
    let project = Project::load_path(&first.path, &files, &mut bundle)?.require_sound(&mut bundle)?;
    for output in project.outputs(&[], &files, &mut bundle)? {
        let rendered = render::render(&project, &output, &mut bundle)?;
        if let Some(base) = bases.iter().find(|(path, _)| *path == output.path) {
            refuse_computed(&base.1, &output, &rendered, &mut bundle)?;
        }
        files.edit(&output.path, bundle.sources.get(output.file).text(), rendered.text);
    }
    done.files = files;
    Ok(done)
}

/// Fails if a region that is computed (the contents, the summary) was edited
/// to something that neither the base nor the catalog now renders: rendering
/// would throw that edit away.
fn refuse_computed(
    base: &Project,
    output: &Loaded,
    rendered: &crate::render::Output,
    bundle: &mut Bundle,
) -> Result<(), Failure> {
    let source = bundle.sources.get(output.file);
    let found = regions(source.text());
    let Ok(then) = crate::render::output(base.catalog(), source, &found, &output.language) else {
        return Ok(());
    };
    let mut refused = Vec::new();
    for region in found.regions.iter().filter(|region| RESERVED_REGIONS.contains(&region.name.as_str())) {
        let now = &source.text()[region.body.range()];
        let of = |output: &crate::render::Output| {
            let region = output.regions.iter().find(|other| other.name == region.name);
            region.is_some_and(|region| drift::same_but_line_ends(&output.text[region.after.range()], now))
        };
        if !of(&then) && !of(rendered) {
            let message = format!("the region `{}` was edited, but it is computed", region.name);
            refused.push(
                Finding::new(absorb::RULE, Level::Error, output.file, region.begin, message)
                    .help("undo the edit there, or let `catalint render --force` write the region anew"),
            );
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(bundle.fail(refused)) }
}

/// Absorbs one output into the catalog as it stands in `files` by now.
fn step(
    path: &Path,
    output: &Loaded,
    base: &Project,
    options: Options,
    files: &mut Files,
    done: &mut Done,
) -> Result<(), Failure> {
    let (absorbed, bundle) = attempt(path, output, base, options, files)?;
    if absorbed.edits.is_empty() {
        return Ok(());
    }
    for note in &absorbed.notes {
        let source = bundle.sources.get(note.file);
        let place = if note.span == crate::text::Span::default() {
            source.name().to_string()
        } else {
            format!("{}:{}", source.name(), source.position(note.span.start()))
        };
        done.told.push(format!("{place}: {}", note.text));
    }
    for finding in &absorbed.findings {
        let source = bundle.sources.get(finding.primary.file);
        let place = source.position(finding.primary.span.start());
        done.told.push(format!("{}:{place}: {}: {}", source.name(), finding.level, finding.message));
    }
    for (file, edits) in &absorbed.edits {
        let source = bundle.sources.get(*file);
        let after = apply(source.text(), edits).map_err(|overlap| {
            Failure::message(format!("{}: {overlap}; nothing was written", source.name()))
        })?;
        let mut left: HashMap<String, usize> = HashMap::new();
        for comment in comments(&after, *file) {
            *left.entry(comment).or_default() += 1;
        }
        for comment in comments(source.text(), *file) {
            match left.get_mut(&comment).filter(|left| **left > 0) {
                Some(left) => *left -= 1,
                None => {
                    return Err(Failure::message(format!(
                        "{}: the edit would lose the comment `{comment}`; nothing was written",
                        source.name()
                    )));
                }
            }
        }
        if let Some(path) = bundle.path_of(*file) {
            files.edit(path, source.text(), after);
        }
    }
    // What was written is read back: absorbing again must find nothing more.
    let again = attempt(path, output, base, options, files);
    match again {
        Ok((again, _)) if again.edits.is_empty() => Ok(()),
        Ok(_) => Err(Failure::message(
            "the catalog is laid out in a way that this edit cannot be made in safely; nothing was written: \
             edit the catalog by hand, then run `catalint render`",
        )),
        Err(failure) => Err(failure),
    }
}

fn attempt(
    path: &Path,
    output: &Loaded,
    base: &Project,
    options: Options,
    files: &Files,
) -> Result<(Absorbed, Bundle), Failure> {
    let mut bundle = Bundle::default();
    let project = Project::load_path(path, files, &mut bundle)?.require_sound(&mut bundle)?;
    let file = bundle.add(&output.path, files, "")?;
    let found = regions(bundle.sources.get(file).text());
    if !found.faults.is_empty() {
        let findings = crate::rules::region_faults(&found.faults, file);
        return Err(bundle.fail(findings));
    }
    let edited = Edited { file, regions: &found, language: &output.language, base: base.catalog() };
    match absorb::absorb(&bundle.sources, project.catalog(), &edited, options) {
        Ok(absorbed) => Ok((absorbed, bundle)),
        Err(findings) => Err(bundle.fail(findings)),
    }
}

/// How many commits to go back for one in which catalog and output agreed.
const HISTORY: usize = 200;

/// The catalog's files as they were when the output agreed with them: in the
/// commit that is named, or the last one that git knows of; else as they are.
fn base_files(
    args: &cli::Absorb,
    project: &Project,
    output: &Loaded,
    bundle: &Bundle,
) -> Result<Files, Failure> {
    let now = Files::new();
    if let Some(commit) = &args.base {
        return snapshot(commit, project, bundle).ok_or_else(|| {
            Failure::message(format!("git has no {} in `{commit}`", workspace::display_name(&project.path)))
        });
    }
    if agrees(&now, &project.path, &output.path, bundle.sources.get(output.file).text()) {
        return Ok(now);
    }
    for commit in git::log(&[&project.path, &output.path], HISTORY) {
        let Some(files) = snapshot(&commit, project, bundle) else { continue };
        let Some(text) = git::show(&commit, &output.path) else { continue };
        if agrees(&files, &project.path, &output.path, &text) {
            return Ok(files);
        }
    }
    Ok(now)
}

/// The catalog's files as they were in a commit.
fn snapshot(commit: &str, project: &Project, bundle: &Bundle) -> Option<Files> {
    let mut files = Files::new();
    for (file, path) in project.own_files(bundle) {
        let before = bundle.sources.get(file).text();
        match git::show(commit, &path) {
            Some(text) => files.edit(&path, before, text),
            None if path == project.path => return None,
            None => {}
        }
    }
    Some(files)
}

/// Whether an output of that text is what the catalog in `files` renders.
fn agrees(files: &Files, catalog: &Path, output: &Path, text: &str) -> bool {
    let mut bundle = Bundle::default();
    let Ok(project) = Project::load_path(catalog, files, &mut bundle) else { return false };
    let Some(language) = project.language_of(output) else { return false };
    let source = crate::text::Source::new("", text);
    let found = regions(text);
    let rendered = crate::render::output(project.catalog(), &source, &found, &language);
    rendered.is_ok_and(|rendered| drift::differing(text, &rendered).next().is_none())
}

fn finish(args: &cli::Absorb, done: &Done, console: &mut Console) -> Result<Exit, Failure> {
    let mut changes = done.files.changes();
    // The catalog is renamed first: should a run end there, `absorb` and
    // `render` both go on from it.
    changes.sort_by_key(|change| !done.catalogs.iter().any(|path| path == change.path));
    let in_catalog: Vec<_> =
        changes.iter().filter(|change| done.catalogs.iter().any(|path| path == change.path)).collect();
    for line in &done.told {
        console.say(line)?;
    }
    if args.diff {
        for change in &in_catalog {
            let name = workspace::display_name(change.path);
            console.show(&drift::unified(&name, change.before.unwrap_or_default(), change.after))?;
        }
    }
    if args.diff || args.dry_run {
        if in_catalog.is_empty() {
            console.say("there is nothing to absorb")?;
        }
        return Ok(Exit::from_found(args.diff && !in_catalog.is_empty()));
    }
    workspace::replace(&changes)?;
    if in_catalog.is_empty() {
        console.say("there is nothing to absorb")?;
    } else {
        let names: Vec<String> = changes.iter().map(|change| workspace::display_name(change.path)).collect();
        console.say(&format!("absorbed {} into {}", count(done.told.len(), "change"), names.join(", ")))?;
    }
    Ok(Exit::from_found(args.exit_non_zero_on_change && !changes.is_empty()))
}
