//! Workflow commands of GitHub Actions: annotations on the lines of a change.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
//! GitHub shows ten annotations of each level for a step and drops the rest
//! without a word, so the heaviest come first and, where there are more, the
//! tenth says how many. A message may have 4096 characters. Columns are told
//! only for places on one line; otherwise GitHub refuses them.

use super::escape::{command_data, command_property};
use super::places::Places;
use super::{DRIFT_RULE, Report};
use crate::finding::{Finding, Level};
use std::io::{self, Write};

/// How many annotations of a level GitHub shows for a step.
const MOST: usize = 10;
/// The longest message, in characters as written.
const LONGEST: usize = 4096;

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    for level in [Level::Error, Level::Warning, Level::Info] {
        let findings: Vec<&Finding> =
            report.findings.iter().filter(|finding| finding.level == level).collect();
        let drift = if level == Level::Error { report.drift } else { &[] };
        let total = findings.len() + drift.len();
        let shown = if total > MOST { MOST - 1 } else { total };
        // Drift comes first: it is what `check` is for, and mended in one go.
        let drift_lines = drift.iter().map(|drift| {
            let mut message = drift.message();
            for remedy in &drift.remedies {
                message.push_str("\nto mend it: ");
                message.push_str(remedy);
            }
            let place = format!("file={},line={}", command_property(&drift.file), drift.line);
            command(level, &place, DRIFT_RULE, &message)
        });
        let finding_lines = findings.into_iter().map(|finding| annotation(report, &places, finding));
        for line in drift_lines.chain(finding_lines).take(shown) {
            writeln!(out, "{line}")?;
        }
        if total > shown {
            let more =
                format!("{} more at level {level}; the log or the job summary has them all", total - shown);
            writeln!(out, "::{} title=catalint::{}", name(level), command_data(&more))?;
        }
    }
    Ok(())
}

fn annotation(report: &Report<'_>, places: &Places<'_>, finding: &Finding) -> String {
    let (start, end) = places.of(finding.primary.file, finding.primary.span);
    let file = command_property(report.sources.get(finding.primary.file).name());
    let place = if start.line == end.line {
        let (line, from, to) = (start.line, start.column, end.column.max(start.column));
        format!("file={file},line={line},endLine={line},col={from},endColumn={to}")
    } else {
        format!("file={file},line={},endLine={}", start.line, end.line)
    };
    let mut message = finding.message.clone();
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    for label in &finding.related {
        let (start, _) = places.of(label.file, label.span);
        let gap = if label.text.is_empty() { "" } else { " " };
        let name = report.sources.get(label.file).name();
        message.push_str(&format!("\nsee {name}:{}:{}{gap}{}", start.line, start.column, label.text));
    }
    command(finding.level, &place, finding.rule, &message)
}

fn command(level: Level, place: &str, rule: &str, message: &str) -> String {
    let head = format!("::{} {place},title={}::", name(level), command_property(&format!("catalint {rule}")));
    format!("{head}{}", shortened(message))
}

/// `message` as data of a command, in at most [`LONGEST`] characters; no
/// escape is cut in two.
fn shortened(message: &str) -> String {
    let whole = command_data(message);
    if whole.chars().count() <= LONGEST {
        return whole;
    }
    let mut out = String::new();
    let mut room = LONGEST - 1;
    for c in message.replace("##[", "##\\[").chars() {
        let escaped = command_data(c.encode_utf8(&mut [0; 4]));
        let taken = escaped.chars().count();
        if taken > room {
            break;
        }
        room -= taken;
        out.push_str(&escaped);
    }
    out.push('…');
    out
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Format, sample};
    use crate::text::{Source, Sources, Span};

    #[test]
    fn annotations_are_sorted_by_weight_and_escaped() {
        assert_eq!(
            sample::everything().write(Format::Github),
            "\
::error file=docs/读 me%3A1.md,line=3,title=catalint drift::region `brain` differs from the catalog: a row was edited by hand%0Ato mend it: catalint absorb%0Ato mend it: catalint render
::error file=catalog.yaml,line=3,endLine=3,col=11,endColumn=19,title=catalint link-incomplete::the link stops after its scheme%0Ahelp: give the whole address, or `null` if nobody knows it%0Asee docs/读 me:1.md:5:8 rendered here
::error file=docs/读 me%3A1.md,line=6,endLine=6,col=1,endColumn=1,title=catalint link-incomplete::at the end
::warning file=catalog.yaml,line=5,endLine=5,col=32,endColumn=33,title=catalint link-whitespace::the link has a blank in it
::warning file=docs/读 me%3A1.md,line=4,endLine=5,title=catalint not-in-the-list::a␉b
::notice file=catalog.yaml,line=2,endLine=2,col=14,endColumn=19,title=catalint name-repeats-itself::the name ends in `https`
"
        );
    }

    fn many(n: usize, message: &str) -> String {
        let mut sources = Sources::new();
        let file = sources.add(Source::new("f", "x"));
        let findings: Vec<Finding> =
            (0..n).map(|_| Finding::new("r", Level::Warning, file, Span::at(0), message)).collect();
        let mut out = Vec::new();
        write(&Report::new(&sources, &findings), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn more_than_github_shows_are_counted_in_the_last() {
        assert_eq!(many(10, "m").lines().count(), 10);
        let told = many(50, "m");
        assert_eq!(told.lines().count(), 10);
        assert_eq!(
            told.lines().last().unwrap(),
            "::warning title=catalint::41 more at level warning; the log or the job summary has them all"
        );
    }

    #[test]
    fn a_message_never_exceeds_what_the_runner_takes() {
        for message in ["%".repeat(5000), "好\n".repeat(3000), "\u{1B}[".repeat(3000), "##[".repeat(1500)] {
            let told = many(1, &message);
            let data = told.trim_end().split("::").last().unwrap();
            assert!(data.chars().count() <= LONGEST && !data.contains("##["));
            let cut = data.strip_suffix('…').unwrap();
            assert!(!cut.ends_with('%') && !cut.ends_with("%2"), "{}", &cut[cut.len() - 10..]);
        }
    }
}
