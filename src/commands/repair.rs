//! `catalint repair FILE`: mend text that was decoded with the wrong encoding.

use super::output::Console;
use super::{Exit, Failure};
use crate::cli;
use crate::drift;
use crate::repair::{self, Encoding, Options, Report};
use crate::report::count;
use crate::text::{Source, apply};
use crate::workspace::{self, Change};
use std::path::Path;

/// How many uncertain characters are listed on the terminal.
const LISTED: usize = 20;

pub(super) fn run(args: &cli::Repair, console: &mut Console) -> Result<Exit, Failure> {
    let options = Options { encoding: encoding(args)?, ..Options::default() };
    let mut sources = Vec::new();
    for path in &args.files {
        let stdin = path == Path::new("-");
        let source = if stdin { workspace::read_stdin("<stdin>")? } else { workspace::read(path)? };
        sources.push((path, stdin, source));
    }
    let mut mended = Vec::new();
    let mut left = false;
    for (path, stdin, source) in &sources {
        let report = repair::find(source.text(), &options);
        let edits = report.edits(!args.unsafe_fixes);
        let after = apply(source.text(), &edits)
            .map_err(|overlap| Failure::message(format!("{}: {overlap}", source.name())))?;
        tell(source, &report, edits.len(), args, console)?;
        left |= !report.beyond_repair.is_empty() || edits.len() < report.runs.len();
        if *stdin && !args.check && !args.diff {
            console.out().write_all(after.as_bytes())?;
        } else if after != source.text() {
            mended.push((path, source, after));
        }
    }
    if args.diff {
        for (_, source, after) in &mended {
            console.show(&drift::unified(source.name(), source.text(), after))?;
        }
    }
    if args.check || args.diff {
        return Ok(Exit::from_found(!mended.is_empty() || left));
    }
    let changes: Vec<Change<'_>> = mended
        .iter()
        .map(|(path, source, after)| Change { path, before: Some(source.text()), after })
        .collect();
    workspace::replace(&changes)?;
    Ok(Exit::from_found(left))
}

fn encoding(args: &cli::Repair) -> Result<Option<Encoding>, Failure> {
    let Some(name) = &args.encoding else { return Ok(None) };
    match Encoding::from_name(name) {
        Some(encoding) => Ok(Some(encoding)),
        None => Err(Failure::message(format!(
            "`{name}` is no encoding that text is known to be damaged by; there are windows-1250 to windows-1258, \
             iso-8859-1 to iso-8859-16, macintosh, cp437, cp850, gbk and big5"
        ))),
    }
}

fn tell(
    source: &Source,
    report: &Report,
    edits: usize,
    args: &cli::Repair,
    console: &mut Console,
) -> Result<(), Failure> {
    let Some(damage) = &report.damage else {
        console.say(&format!("{}: the text is sound", source.name()))?;
        return Ok(());
    };
    let characters: usize = report.runs.iter().map(|run| run.characters).sum();
    let lost: usize = report.runs.iter().map(repair::Run::lost).sum();
    let times = if damage.rounds > 1 { format!(", {} times over", damage.rounds) } else { String::new() };
    let did = if args.check || args.diff { "would mend" } else { "mended" };
    console.say(&format!(
        "{}: UTF-8 that was read as {}{times}: {did} {} of {} ({}, {} with lost bytes)",
        source.name(),
        damage.encoding.name(),
        edits,
        count(report.runs.len(), "place"),
        count(characters, "character"),
        lost,
    ))?;
    let uncertain: Vec<_> = report.uncertain().collect();
    for unsure in uncertain.iter().take(LISTED) {
        let others: Vec<String> =
            unsure.others.iter().take(5).map(|other| format!("`{}`", other.char)).collect();
        let also =
            if others.is_empty() { String::new() } else { format!("; it may be {}", others.join(", ")) };
        console.say(&format!(
            "{}:{}: `{}` is likely ({:.0} %){also}",
            source.name(),
            source.position(unsure.span.start()),
            unsure.chosen.char,
            unsure.chosen.confidence * 100.0,
        ))?;
    }
    if uncertain.len() > LISTED {
        console.say(&format!("… and {} more", uncertain.len() - LISTED))?;
    }
    for span in report.beyond_repair.iter().take(LISTED) {
        let place = source.position(span.start());
        console
            .say(&format!("{}:{place}: nothing fits what is left here; it stays as it is", source.name()))?;
    }
    if !uncertain.is_empty() && !args.unsafe_fixes {
        console.say("what is only likely stays as it is; `--unsafe-fixes` takes the likeliest")?;
    }
    Ok(())
}
