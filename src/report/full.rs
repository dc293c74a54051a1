//! The format for people at a terminal.
//!
//! The place comes first, so that terminals and editors make it a link; then
//! the lines themselves, what to do, and the fix. One rule may find hundreds of
//! the same kind in a legacy list. Showing each with seven lines would bury
//! the others, so from [`MANY`] on only the first few of a rule are shown with
//! their lines, and the rest stand together at the end, one line each: nothing
//! is left out, and what is shortened says so.

use super::places::Places;
use super::safe::visible;
use super::snippet::{self, Mark};
use super::style::{Role, Style};
use super::tally::count;
use super::{DRIFT_RULE, Drift, Report, concise};
use crate::finding::{Finding, Label, Level, Safety};
use crate::text::FileId;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// A rule with more findings than this is shortened.
const MANY: usize = 10;
/// How many findings of a shortened rule are shown with their lines.
const SHOWN: usize = 3;
/// How many related places are shown with their lines.
const RELATED_SHOWN: usize = 8;
/// How many further related places are named.
const RELATED_NAMED: usize = 20;

pub(super) fn write(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    let mut totals: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in report.findings {
        *totals.entry(finding.rule).or_default() += 1;
    }
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rest: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in report.findings {
        let shown = shown.entry(finding.rule).or_default();
        let shorten = totals[finding.rule] > MANY && !style.every_snippet;
        if shorten && *shown >= SHOWN {
            rest.entry(finding.rule).or_default().push(finding);
            continue;
        }
        *shown += 1;
        write_finding(report, &places, finding, style, out)?;
        writeln!(out)?;
    }
    for drift in report.drift {
        write_drift(report, drift, style, out)?;
        writeln!(out)?;
    }
    for (rule, findings) in rest {
        writeln!(
            out,
            "{} of {}, one line each (`--verbose` shows their lines):",
            count(findings.len(), "more finding"),
            style.link(report.page_of(rule).as_deref(), rule)
        )?;
        for finding in findings {
            concise::write_finding(report, &places, finding, style, out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// `error[link-incomplete]`, coloured by the level and linked to the page.
pub(super) fn heading(report: &Report<'_>, level: Level, rule: &str, style: &Style) -> String {
    let text = format!("{level}[{rule}]");
    let text = style.paint(Role::Level(level), &text);
    style.link(report.page_of(rule).as_deref(), &text).into_owned()
}

fn write_finding(
    report: &Report<'_>,
    places: &Places<'_>,
    finding: &Finding,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let at = place(report, places, &finding.primary);
    let heading = heading(report, finding.level, finding.rule, style);
    let message = visible(&finding.message);
    writeln!(out, "{}: {heading}: {}", style.paint(Role::Place, &at), style.paint(Role::Place, &message))?;

    let file = finding.primary.file;
    let (related, named) = finding.related.split_at(finding.related.len().min(RELATED_SHOWN));
    let mut blocks: Vec<(FileId, Vec<Mark<'_>>)> = vec![(file, vec![mark(&finding.primary, finding.level)])];
    for label in related {
        let mark = Mark { span: label.span, text: &label.text, role: Role::Related };
        match blocks.iter_mut().find(|(file, _)| *file == label.file) {
            Some((_, marks)) => marks.push(mark),
            None => blocks.push((label.file, vec![mark])),
        }
    }
    let widths = blocks.iter().map(|(file, marks)| snippet::gutter_width(places, *file, marks));
    let gutter = widths.max().unwrap_or(1);
    let bar = format!("{:gutter$} |", "");
    let bar = style.paint(Role::Gutter, &bar);
    for (index, (file, marks)) in blocks.iter().enumerate() {
        if index > 0 {
            let first = Label::new(*file, marks[0].span, "");
            let arrow = format!("{:gutter$} --> ", "");
            writeln!(out, "{}{}", style.paint(Role::Gutter, &arrow), place(report, places, &first))?;
        }
        writeln!(out, "{bar}")?;
        snippet::write(out, (report.sources.get(*file), *file), places, marks, gutter, style)?;
        writeln!(out, "{bar}")?;
    }

    let note = |word: &str| {
        let (equals, word) = (format!("{:gutter$} =", ""), format!("{word}:"));
        format!("{} {}", style.paint(Role::Gutter, &equals), style.paint(Role::Place, &word))
    };
    if !named.is_empty() {
        let mut names: Vec<String> =
            named.iter().take(RELATED_NAMED).map(|label| place(report, places, label)).collect();
        if named.len() > RELATED_NAMED {
            names.push(format!(
                "and {} more, all told by `--output-format json`",
                named.len() - RELATED_NAMED
            ));
        }
        writeln!(out, "{} {}", note("also"), names.join(", "))?;
    }
    if let Some(help) = &finding.help {
        writeln!(out, "{} {}", note("help"), visible(help))?;
    }
    if let Some(fix) = &finding.fix {
        let how = match fix.safety {
            Safety::Safe => "safe, `--fix`",
            Safety::Unsafe => "may change the meaning, `--unsafe-fixes`",
        };
        writeln!(out, "{} {} ({how})", note("fix"), visible(&fix.title))?;
    }
    Ok(())
}

fn mark(label: &Label, level: Level) -> Mark<'_> {
    Mark { span: label.span, text: &label.text, role: Role::Level(level) }
}

/// `catalog.yaml:14:15`, safe to print.
pub(super) fn place(report: &Report<'_>, places: &Places<'_>, label: &Label) -> String {
    let (start, _) = places.of(label.file, label.span);
    format!("{}:{}:{}", visible(report.sources.get(label.file).name()), start.line, start.column)
}

fn write_drift(report: &Report<'_>, drift: &Drift, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let at = format!("{}:{}:1", visible(&drift.file), drift.line);
    let heading = heading(report, Level::Error, DRIFT_RULE, style);
    let message = drift.message();
    let message = visible(&message);
    writeln!(out, "{}: {heading}: {}", style.paint(Role::Place, &at), style.paint(Role::Place, &message))?;
    write_diff(&drift.diff, style, out)?;
    for remedy in &drift.remedies {
        let (equals, help) = (style.paint(Role::Gutter, "="), style.paint(Role::Place, "help:"));
        writeln!(out, "  {equals} {help} {}", visible(remedy))?;
    }
    Ok(())
}

/// Writes a unified diff with its colours, each line safe to print.
pub(super) fn write_diff(diff: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for line in diff.split_terminator('\n') {
        // Tabs are harmless, and a diff without them is not the diff.
        let shown: Vec<_> = line.split('\t').map(visible).collect();
        let shown = shown.join("\t");
        let role = match line.as_bytes().first() {
            Some(b'+') => Role::Added,
            Some(b'-') => Role::Removed,
            Some(b'@') => Role::Hunk,
            _ => {
                writeln!(out, "{shown}")?;
                continue;
            }
        };
        writeln!(out, "{}", style.paint(role, &shown))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Format, write};
    use crate::text::{Edit, Source, Sources, Span};

    fn shown(report: &Report<'_>, style: &Style) -> String {
        let mut out = Vec::new();
        write(report, Format::Full, style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn find(text: &str, needle: &str) -> Span {
        let start = text.find(needle).unwrap();
        Span::new(start, start + needle.len())
    }

    #[test]
    fn a_finding_shows_place_lines_help_and_fix() {
        let text = "a:\n  - link: 好👍 https://\n";
        let mut sources = Sources::new();
        let file = sources.add(Source::new("catalog.yaml", text));
        let span = find(text, "https://");
        let findings =
            [Finding::new("link-incomplete", Level::Error, file, span, "the link stops after its scheme")
                .label("no host")
                .help("give the whole address")
                .fix(Safety::Safe, "write `null`", vec![Edit::new(span, "null")])];
        assert_eq!(
            shown(&Report::new(&sources, &findings), &Style::default()),
            "catalog.yaml:2:14: error[link-incomplete]: the link stops after its scheme
  |
2 |   - link: 好👍 https://
  |                ^^^^^^^^ no host
  |
  = help: give the whole address
  = fix: write `null` (safe, `--fix`)

"
        );
    }

    #[test]
    fn related_places_stand_with_their_file() {
        let (one, two) = ("x\nlink: u\n\n\n\n\n\n\n\nlink: u\n", "| u |\n");
        let mut sources = Sources::new();
        let (catalog, readme) =
            (sources.add(Source::new("c.yaml", one)), sources.add(Source::new("README.md", two)));
        let again = Span::new(one.len() - 2, one.len() - 1);
        let findings =
            [Finding::new("dup", Level::Warning, catalog, find(one, "u"), "3 entries share a link")
                .label("first")
                .related(Label::new(catalog, again, "again"))
                .related(Label::new(readme, find(two, "u"), "and here"))
                .fix(Safety::Unsafe, "remove the copies", Vec::new())];
        assert_eq!(
            shown(&Report::new(&sources, &findings), &Style::default()),
            "c.yaml:2:7: warning[dup]: 3 entries share a link
   |
 2 | link: u
   |       ^ first
...
10 | link: u
   |       - again
   |
   --> README.md:1:3
   |
 1 | | u |
   |   - and here
   |
   = fix: remove the copies (may change the meaning, `--unsafe-fixes`)

"
        );
    }

    #[test]
    fn more_related_places_than_one_reads_are_named_and_counted() {
        let text = "x\n".repeat(60);
        let mut sources = Sources::new();
        let file = sources.add(Source::new("f", text));
        let mut finding = Finding::new("r", Level::Info, file, Span::at(0), "m");
        for line in 1..=40 {
            finding = finding.related(Label::new(file, Span::at(line * 2), ""));
        }
        let findings = [finding];
        let shown = shown(&Report::new(&sources, &findings), &Style::default());
        assert!(shown.contains(" = also: f:10:1, f:11:1, "), "{shown}");
        assert!(shown.contains("f:29:1, and 12 more, all told by `--output-format json`\n"), "{shown}");
    }

    #[test]
    fn a_rule_with_many_findings_is_shortened_but_every_place_is_told() {
        let text = "x\n".repeat(50);
        let mut sources = Sources::new();
        let file = sources.add(Source::new("f", text));
        let mut findings: Vec<Finding> =
            (0..50).map(|n| Finding::new("often", Level::Info, file, Span::at(n * 2), "m")).collect();
        findings.push(Finding::new("rare", Level::Error, file, Span::at(98), "n"));
        let report = Report::new(&sources, &findings);
        let short = shown(&report, &Style::default());
        assert_eq!(short.matches('^').count(), SHOWN + 1);
        for line in 1..=50 {
            assert!(short.contains(&format!("f:{line}:1: info[often]: m\n")));
        }
        assert!(
            short.contains("47 more findings of often, one line each (`--verbose` shows their lines):\n")
        );
        let long = shown(&report, &Style { every_snippet: true, ..Style::default() });
        assert_eq!(long.matches('^').count(), 51);
    }

    #[test]
    fn drift_shows_its_diff_and_the_command_that_mends_it() {
        let sources = Sources::new();
        let drift = [Drift {
            file: "README.md".into(),
            line: 20,
            region: "brain".into(),
            cause: "a row was edited by hand".into(),
            diff: "--- README.md\n+++ README.md\n@@ -1 +1 @@\n ::error::x\n-a\u{1B}\tb\n+好\n".into(),
            remedies: vec!["catalint absorb".into(), "catalint render --force".into()],
        }];
        let report = Report { drift: &drift, ..Report::new(&sources, &[]) };
        assert_eq!(
            shown(&report, &Style::default()),
            "README.md:20:1: error[drift]: region `brain` differs from the catalog: a row was edited by hand
--- README.md
+++ README.md
@@ -1 +1 @@
 \\::error::x
-a␛\tb
+好
  = help: catalint absorb
  = help: catalint render --force

"
        );
        let coloured = shown(&report, &Style { color: true, ..Style::default() });
        assert!(coloured.contains("\u{1B}[1;32m+好\u{1B}[0m\n"));
    }

    #[test]
    fn a_rule_with_a_page_is_a_link_where_links_are_wanted() {
        let mut sources = Sources::new();
        let file = sources.add(Source::new("f", "x"));
        let findings = [Finding::new("r", Level::Info, file, Span::at(0), "m")];
        let rules = [crate::finding::RuleInfo {
            name: "r",
            level: None,
            fixable: crate::finding::Fixable::No,
            summary: "s",
            page: "p",
        }];
        let report = Report { rules: &rules, ..Report::new(&sources, &findings) };
        let style = Style { hyperlinks: true, ..Style::default() };
        let link = format!("\u{1B}]8;;{}\u{1B}\\info[r]\u{1B}]8;;\u{1B}\\", crate::report::rule_url("r"));
        assert!(shown(&report, &style).contains(&link));
        assert!(!shown(&Report::new(&sources, &findings), &style).contains("\u{1B}]8"));
    }
}
