//! The report for people: grouped, counted, cut where it would flood; all of
//! it is in the JSON report.

use super::report::{Change, Place, Report};
use crate::readme::records::NoteKind;
use crate::report::{count, safe};
use std::io::{self, Write};

/// The most places shown for one group of changes.
const PLACES: usize = 3;
/// The most groups shown under one heading.
const GROUPS: usize = 12;
/// The most sections shown one by one.
const SECTIONS: usize = 40;
/// The longest text shown of a value, in characters.
const LONGEST: usize = 48;

/// Writes the report. `wrote` says what became of it: written, or shown only.
pub fn write(report: &Report, catalog: &str, out: &mut dyn Write) -> io::Result<()> {
    let records = report.records();
    let preset = report.preset.as_ref().map_or_else(String::new, |preset| format!(", preset {preset}"));
    writeln!(
        out,
        "{} → {catalog}: {} in {}{preset}",
        safe::visible(&report.file),
        count(records, "record"),
        count(report.sections.len(), "section"),
    )?;
    if let Some(repair) = &report.repair {
        writeln!(
            out,
            "\nmended: {} of UTF-8 that had been read as {}, {} of them with lost bytes, {} only likely",
            count(repair.characters, "character"),
            repair.encoding,
            repair.lost,
            repair.uncertain.len(),
        )?;
    }
    sections(report, out)?;
    changes(report, out)?;
    doubts(report, out)?;
    untouched(report, out)?;
    account(report, out)
}

fn sections(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    if report.sections.is_empty() {
        return Ok(());
    }
    let shown = &report.sections[..report.sections.len().min(SECTIONS)];
    let widest = shown.iter().map(|section| crate::render::width(&section.id)).max().unwrap_or(0).min(40);
    writeln!(out)?;
    for section in shown {
        let pad = " ".repeat(widest.saturating_sub(crate::render::width(&section.id)));
        let lines = format!("lines {}-{}", section.lines.0, section.lines.1);
        writeln!(
            out,
            "  {}{pad}  {:>5}  {}, {lines}",
            safe::visible(&section.id),
            section.records,
            section.shape.name()
        )?;
    }
    let rest = &report.sections[shown.len()..];
    if !rest.is_empty() {
        let records: usize = rest.iter().map(|section| section.records).sum();
        writeln!(out, "  … and {} with {}", count(rest.len(), "section"), count(records, "record"))?;
    }
    Ok(())
}

/// Changes that say the same, with their places.
struct Together<'r> {
    field: &'r str,
    to: String,
    from: Vec<&'r str>,
    places: Vec<Place>,
}

fn together<'r>(
    changes: impl Iterator<Item = &'r Change>,
    to: impl Fn(&'r Change) -> String,
) -> Vec<Together<'r>> {
    let mut index = std::collections::HashMap::new();
    let mut groups: Vec<Together<'r>> = Vec::new();
    for change in changes {
        let to = to(change);
        let at = *index.entry((change.field.as_str(), to.clone())).or_insert_with(|| {
            groups.push(Together { field: &change.field, to, from: Vec::new(), places: Vec::new() });
            groups.len() - 1
        });
        let group = &mut groups[at];
        if group.from.len() < 6 && !group.from.contains(&change.from.as_str()) {
            group.from.push(&change.from);
        }
        group.places.push(change.place);
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.places.len()));
    groups
}

fn changes(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let of = |test: fn(&NoteKind) -> bool| report.changes.iter().filter(move |change| test(&change.kind));
    let normalised =
        together(of(|kind| matches!(kind, NoteKind::Normalised(_))), |change| match &change.kind {
            NoteKind::Normalised(to) => to.clone(),
            _ => String::new(),
        });
    head(out, "normalised", &normalised, "value", "")?;
    list(report, out, &normalised, |group| format!("{} → {}", quoted(&group.from), short(&group.to)))?;
    let unknown = together(of(|kind| matches!(kind, NoteKind::Placeholder)), |_| String::new());
    head(out, "unknown from now on", &unknown, "placeholder", "")?;
    list(report, out, &unknown, |group| quoted(&group.from))?;
    let untyped = together(of(|kind| matches!(kind, NoteKind::Untyped)), |change| change.from.clone());
    head(out, "not typed", &untyped, "value", ", kept as written")?;
    list(report, out, &untyped, |group| quoted(&group.from))?;
    let mended = together(of(|kind| matches!(kind, NoteKind::Mended(..))), |change| match &change.kind {
        NoteKind::Mended(what, _) => what.clone(),
        _ => String::new(),
    });
    head(out, "mended", &mended, "place", "")?;
    list(report, out, &mended, |group| group.to.clone())
}

fn head(out: &mut dyn Write, title: &str, groups: &[Together<'_>], noun: &str, more: &str) -> io::Result<()> {
    let all: usize = groups.iter().map(|group| group.places.len()).sum();
    if all == 0 {
        return Ok(());
    }
    writeln!(out, "\n{title}: {}{more}", count(all, noun))
}

fn list(
    report: &Report,
    out: &mut dyn Write,
    groups: &[Together<'_>],
    text: impl Fn(&Together<'_>) -> String,
) -> io::Result<()> {
    for group in groups.iter().take(GROUPS) {
        let field = if group.field.is_empty() { String::new() } else { format!("{}: ", group.field) };
        let times = if group.places.len() > 1 { format!(" ×{}", group.places.len()) } else { String::new() };
        let text = text(group);
        writeln!(
            out,
            "  {}{}{times}  ({})",
            safe::visible(&field),
            safe::visible(&text),
            places(report, &group.places)
        )?;
    }
    if groups.len() > GROUPS {
        writeln!(out, "  … and {} more kinds; --report FILE has all", groups.len() - GROUPS)?;
    }
    Ok(())
}

fn places(report: &Report, places: &[Place]) -> String {
    let file = safe::visible(&report.file);
    let mut shown: Vec<String> =
        places.iter().take(PLACES).map(|place| format!("{file}:{}", place.at)).collect();
    if places.len() > PLACES {
        shown.push(format!("and {} more", places.len() - PLACES));
    }
    shown.join(", ")
}

fn quoted(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("`{}`", short(text))).collect::<Vec<_>>().join(", ")
}

fn short(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.chars().count() <= LONGEST {
        return text;
    }
    let cut: String = text.chars().take(LONGEST - 1).collect();
    format!("{}…", cut.trim_end())
}

fn doubts(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    if report.doubts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nplease look at: {}", count(report.doubts.len(), "place"))?;
    // What is said of several places is said once.
    let mut groups: Vec<(&str, Vec<Place>)> = Vec::new();
    let mut index = std::collections::HashMap::new();
    for doubt in &report.doubts {
        let at = *index.entry(doubt.what.as_str()).or_insert_with(|| {
            groups.push((&doubt.what, Vec::new()));
            groups.len() - 1
        });
        groups[at].1.push(doubt.place);
    }
    for (what, all) in groups.iter().take(GROUPS) {
        writeln!(out, "  {}: {}", places(report, all), safe::visible(what))?;
    }
    let rest: usize = groups.iter().skip(GROUPS).map(|(_, places)| places.len()).sum();
    if rest > 0 {
        writeln!(out, "  … and {rest} more; --report FILE has all")?;
    }
    Ok(())
}

fn untouched(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    if report.untouched.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nleft in the README as they are: {}", count(report.untouched.len(), "place"))?;
    for left in report.untouched.iter().take(GROUPS) {
        writeln!(
            out,
            "  {}:{}: {}: {}",
            safe::visible(&report.file),
            left.place.at.line,
            left.shape.describe(left.rows),
            safe::visible(&left.verdict.explain())
        )?;
    }
    if report.untouched.len() > GROUPS {
        writeln!(out, "  … and {} more; --report FILE has all", report.untouched.len() - GROUPS)?;
    }
    Ok(())
}

fn account(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{:<13}{:>8}{:>16}{:>16}", "account", "source", "in the catalog", "in the README")?;
    for (name, count) in report.account.rows() {
        writeln!(out, "  {name:<11}{:>8}{:>16}{:>16}", count.source, count.catalog, count.readme)?;
    }
    if report.account.balances() {
        writeln!(out, "  all of the source is in one of the two")?;
    }
    if report.account.empty_items > 0 {
        writeln!(out, "  {} left out", count(report.account.empty_items, "empty item"))?;
    }
    Ok(())
}
