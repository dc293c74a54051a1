//! `catalint migrate`: a legacy README into a catalog and managed regions.

use super::output::Console;
use super::project::folder_of;
use super::{Exit, Failure};
use crate::catalog::preset;
use crate::cli::{self, Global};
use crate::drift;
use crate::finding::{Finding, Level};
use crate::migrate::{self, Migration, Options, Refusal};
use crate::readme::records::{self, Expect};
use crate::rules;
use crate::text::{Source, Sources};
use crate::value::suggest::closest;
use crate::workspace::{self, CATALOG, Change};
use std::fs;
use std::path::{Path, PathBuf};

pub(super) fn run(args: &cli::Migrate, global: &Global, console: &mut Console) -> Result<Exit, Failure> {
    let input = Input::read(args)?;
    if input.source.text().trim().is_empty() {
        let name = input.source.name();
        return Err(Failure::message(format!("{name}: the file is empty; nothing was written")));
    }
    let from_stdin = args.readme == Path::new("-");
    let catalog_path = global.catalog.clone().unwrap_or_else(|| match from_stdin {
        true => PathBuf::from(CATALOG),
        false => folder_of(&args.readme).join(CATALOG),
    });
    let writes = !args.dry_run && !from_stdin;
    let old_catalog = old_catalog(&catalog_path)?;
    if writes && old_catalog.is_some() && !args.force {
        return Err(Failure::message(format!(
            "{}: there is a catalog already; `--force` overwrites it, `--dry-run` only shows what would come out; \
             nothing was written",
            workspace::display_name(&catalog_path)
        )));
    }
    let options = Options {
        records: reading(args)?,
        repair: !args.no_repair,
        output: output_path(args, &catalog_path),
    };
    let migration = match migrate::migrate(&input.source, &options) {
        Ok(migration) => migration,
        Err(refusal) => return Err(refused(refusal, input)),
    };
    if let Some(path) = &args.report {
        let mut text = serde_json::to_string_pretty(&migrate::json(&migration.report)).unwrap_or_default();
        text.push('\n');
        workspace::overwrite(path, text.as_bytes())?;
    }
    let name = workspace::display_name(&catalog_path);
    migrate::write_report(&migration.report, &name, console.out())?;
    let found = migration.report.records() > 0;
    if args.dry_run {
        show(&migration, &input, &name, console)?;
    }
    if writes && found {
        let readme =
            Change { path: &args.readme, before: Some(input.source.text()), after: &migration.readme };
        let catalog =
            Change { path: &catalog_path, before: old_catalog.as_deref(), after: &migration.catalog };
        let original: Vec<_> =
            input.bytes.iter().map(|bytes| (args.readme.as_path(), bytes.as_slice())).collect();
        workspace::replace_encoded(&[catalog, readme], &original)?;
    }
    say_next(&migration, &name, writes, args, console)?;
    Ok(Exit::from_found(!found || !migration.report.doubts.is_empty()))
}

/// The README as bytes and as text.
struct Input {
    /// Where they are not those of the text.
    bytes: Option<Vec<u8>>,
    source: Source,
}

impl Input {
    fn read(args: &cli::Migrate) -> Result<Input, Failure> {
        let Some(label) = &args.encoding else {
            let source = match args.readme == Path::new("-") {
                true => workspace::read_stdin("<stdin>")?,
                false => workspace::read(&args.readme)?,
            };
            return Ok(Input { bytes: None, source });
        };
        let encoding = encoding_rs::Encoding::for_label(label.trim().as_bytes()).ok_or_else(|| {
            Failure::message(format!(
                "`{label}` is no encoding; the labels are those of the web, such as gbk, big5, shift_jis, \
                 windows-1252, utf-16le"
            ))
        })?;
        let name = workspace::display_name(&args.readme);
        let bytes = match args.readme == Path::new("-") {
            true => workspace::read_stdin_bytes("<stdin>")?,
            false => workspace::read_bytes(&args.readme)?,
        };
        let (text, had_errors) = encoding.decode_with_bom_removal(&bytes);
        if had_errors {
            let before = text.split('\u{FFFD}').next().unwrap_or_default();
            let place = Source::new("", before).position(before.len());
            return Err(Failure::message(format!(
                "{name}:{place}: what stands here is no {}; try another `--encoding`",
                encoding.name()
            )));
        }
        let source = Source::new(name, text.into_owned());
        Ok(Input { bytes: Some(bytes), source })
    }
}

/// The text of the catalog that is there.
fn old_catalog(path: &Path) -> Result<Option<String>, Failure> {
    if fs::symlink_metadata(path).is_err() {
        return Ok(None);
    }
    Ok(Some(workspace::read(path)?.text().to_string()))
}

fn reading(args: &cli::Migrate) -> Result<records::Options, Failure> {
    let expect = match args.preset.as_str() {
        "auto" => Expect::Auto,
        "none" => Expect::None,
        name => Expect::Preset(preset::find(name).ok_or_else(|| {
            let known = preset::ALL.iter().map(|preset| preset.name);
            let near = closest(name, known.clone())
                .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let names: Vec<&str> = std::iter::once("auto").chain(known).collect();
            Failure::message(format!("there is no preset `{name}`{near} there are: {}", names.join(", ")))
        })?),
    };
    Ok(records::Options {
        expect,
        verbatim: args.verbatim,
        sections: args.section.clone(),
        include: args.include_table.clone(),
        exclude: args.exclude_table.clone(),
        ..records::Options::default()
    })
}

/// The README's path seen from the catalog's folder.
fn output_path(args: &cli::Migrate, catalog: &Path) -> String {
    if args.readme == Path::new("-") {
        return "README.md".to_string();
    }
    let folder = folder_of(catalog);
    if let (Ok(folder), Ok(readme)) = (folder.canonicalize(), folder_of(&args.readme).canonicalize()) {
        let file = args.readme.file_name().unwrap_or_default();
        if let Ok(below) = readme.strip_prefix(&folder) {
            return below
                .join(file)
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect::<Vec<_>>()
                .join("/");
        }
        let mut up = PathBuf::new();
        let mut base = folder.as_path();
        while readme.strip_prefix(base).is_err() {
            up.push("..");
            match base.parent() {
                Some(parent) => base = parent,
                None => break,
            }
        }
        if let Ok(below) = readme.strip_prefix(base) {
            return up.join(below).join(file).to_string_lossy().replace('\\', "/");
        }
    }
    args.readme.to_string_lossy().into_owned()
}

fn refused(refusal: Refusal, input: Input) -> Failure {
    match refusal {
        Refusal::Regions(faults) => {
            let mut sources = Sources::new();
            let file = sources.add(input.source);
            Failure::Findings(Box::new(sources), rules::region_faults(&faults, file))
        }
        Refusal::Unmatched(texts) => {
            let names: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
            Failure::message(format!(
                "{}: no table, list or heading with records is at or under {}; nothing was written",
                input.source.name(),
                names.join(", ")
            ))
        }
        Refusal::Unproved(why) => {
            let mut sources = Sources::new();
            let name = input.source.name().to_string();
            let file = sources.add(input.source);
            let finding = Finding::new(
                "migrate",
                Level::Error,
                file,
                crate::text::Span::at(0),
                format!("{name}: {why}"),
            )
            .help("this is a fault of catalint: please report it with this README");
            Failure::Findings(Box::new(sources), vec![finding])
        }
    }
}

/// The catalog and the README's diff.
fn show(migration: &Migration, input: &Input, name: &str, console: &mut Console) -> Result<(), Failure> {
    let diff = drift::unified(name, "", &migration.catalog);
    console.show(&format!("\n{diff}"))?;
    console.show(&drift::unified(input.source.name(), input.source.text(), &migration.readme))?;
    Ok(())
}

fn say_next(
    migration: &Migration,
    name: &str,
    writes: bool,
    args: &cli::Migrate,
    console: &mut Console,
) -> Result<(), Failure> {
    let report = &migration.report;
    if report.records() == 0 {
        let left = match report.untouched.len() {
            0 => "there is no table, list or heading that could hold any".to_string(),
            _ => "`--include-table LINE` or `--section HEADING` takes what was left".to_string(),
        };
        console.note(&format!("no records found: {left}; nothing was written"))?;
        return Ok(());
    }
    if !writes {
        console.say("nothing was written")?;
        return Ok(());
    }
    let readme = workspace::display_name(&args.readme);
    console.say(&format!("wrote {name} and {readme}"))?;
    if !report.doubts.is_empty() {
        console.say("look at the places named above first")?;
    }
    console.say("next: `git diff`, then `catalint check` tells what is wrong with the records")?;
    Ok(())
}
