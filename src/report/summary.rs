//! Markdown for GitHub's job summary (`GITHUB_STEP_SUMMARY`): counts, rules,
//! findings and drift, each with the command that mends it.
//!
//! The runner refuses a summary of more than 1 MiB, so this one ends before
//! that and says what is missing. Text of strangers goes through
//! [`super::escape::html`], which leaves it nothing to start markup with; a
//! diff stands in `<pre>`, which no fence of backticks can end.

use super::escape::{html, html_code};
use super::places::Places;
use super::tally::{Tally, count};
use super::{DRIFT_RULE, Drift, Report};
use crate::finding::{Finding, Safety};
use std::fmt::Write as _;
use std::io::{self, Write};

/// The largest summary, in bytes, of what the runner takes (1 MiB).
const LARGEST: usize = 900 * 1024;
/// The longest diff, in bytes of the summary, that is shown whole.
const LONGEST_DIFF: usize = 60 * 1024;

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let tally = Tally::of(report);
    let mut text = format!("## catalint: {}\n\n", tally.counts());
    if let Some(mendable) = tally.mendable() {
        let _ = writeln!(text, "{mendable}.\n");
    }
    push_drift(report, &mut text);
    push_rules(report, &tally, &mut text);
    push_findings(report, &mut text);
    out.write_all(text.as_bytes())
}

fn push_rules(report: &Report<'_>, tally: &Tally<'_>, text: &mut String) {
    if tally.rules.is_empty() {
        return;
    }
    text.push_str("| Rule | Level | Findings | Mended by |\n|---|---|--:|---|\n");
    for rule in &tally.rules {
        let name = html(rule.rule);
        let name = match report.page_of(rule.rule) {
            Some(url) => format!("[{name}]({url})"),
            None => name,
        };
        let mends = match (rule.safe, rule.not_safe) {
            (0, 0) => String::new(),
            (safe, 0) => format!("`--fix`: {safe}"),
            (0, not_safe) => format!("`--unsafe-fixes`: {not_safe}"),
            (safe, not_safe) => format!("`--fix`: {safe}, `--unsafe-fixes`: {not_safe}"),
        };
        let _ = writeln!(text, "| {name} | {} | {} | {mends} |", rule.level, rule.findings);
    }
    text.push('\n');
}

fn push_findings(report: &Report<'_>, text: &mut String) {
    if report.findings.is_empty() {
        return;
    }
    let places = Places::new(report);
    let open = if report.findings.len() <= 20 { " open" } else { "" };
    let title = count(report.findings.len(), "finding");
    let _ = write!(text, "<details{open}><summary>{title}</summary>\n\n");
    for (index, finding) in report.findings.iter().enumerate() {
        let line = finding_line(report, &places, finding);
        if text.len() + line.len() > LARGEST {
            let _ = write!(
                text,
                "\n{} not shown here; the log has them all.\n",
                count(report.findings.len() - index, "more finding")
            );
            break;
        }
        text.push_str(&line);
    }
    text.push_str("\n</details>\n");
}

fn finding_line(report: &Report<'_>, places: &Places<'_>, finding: &Finding) -> String {
    let (start, _) = places.of(finding.primary.file, finding.primary.span);
    let name = html_code(report.sources.get(finding.primary.file).name());
    let rule = html(finding.rule);
    let mends = match finding.fix.as_ref().map(|fix| fix.safety) {
        Some(Safety::Safe) => " (`--fix`)",
        Some(Safety::Unsafe) => " (`--unsafe-fixes`)",
        None => "",
    };
    let (level, message) = (finding.level, message(&finding.message));
    format!("- <code>{name}:{}:{}</code> {level}, {rule}: {message}{mends}\n", start.line, start.column)
}

fn push_drift(report: &Report<'_>, text: &mut String) {
    for (index, drift) in report.drift.iter().enumerate() {
        let section = drift_section(drift);
        if text.len() + section.len() > LARGEST {
            let more = count(report.drift.len() - index, "more region");
            let _ = writeln!(text, "{more} with drift not shown here; the log has them all.\n");
            break;
        }
        text.push_str(&section);
    }
}

fn drift_section(drift: &Drift) -> String {
    let mut text = format!(
        "**{DRIFT_RULE}** in <code>{}:{}</code>: {}\n\n",
        html_code(&drift.file),
        drift.line,
        message(&drift.message())
    );
    for remedy in &drift.remedies {
        let _ = writeln!(text, "To mend it: <code>{}</code>\n", html_code(remedy));
    }
    if drift.diff.is_empty() {
        return text;
    }
    text.push_str("<details><summary>what differs</summary>\n\n<pre lang=\"diff\">\n");
    let start = text.len();
    let lines = drift.diff.split_terminator('\n').count();
    for (index, line) in drift.diff.split_terminator('\n').enumerate() {
        let line = html_code(line);
        if text.len() - start + line.len() > LONGEST_DIFF {
            let _ = writeln!(text, "… {} not shown here", count(lines - index, "more line"));
            break;
        }
        text.push_str(&line);
        text.push('\n');
    }
    text.push_str("</pre>\n\n</details>\n\n");
    text
}

/// A message of ours with what it quotes between backticks as code.
fn message(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return html(text);
    }
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index % 2 == 1 && !part.is_empty() {
            let _ = write!(out, "<code>{}</code>", html_code(part));
        } else {
            out.push_str(&html(part));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Level;
    use crate::report::{Format, sample};
    use crate::text::{Source, Sources, Span};

    #[test]
    fn the_summary_tells_counts_drift_rules_and_findings() {
        let url = |rule: &str| crate::report::rule_url(rule);
        assert_eq!(
            sample::everything().write(Format::Summary),
            format!(
                "\
## catalint: 2 errors, 2 warnings and 1 info in 2 files, drift in 1 region

`catalint lint --fix` mends 1, `--unsafe-fixes` 1 more; read its diff.

**drift** in <code>docs/读 me&#58;1.md:3</code>: region <code>brain</code> differs from the catalog&#58; a row was edited by hand

To mend it: <code>catalint absorb</code>

To mend it: <code>catalint render</code>

<details><summary>what differs</summary>

<pre lang=\"diff\">
--- docs/读 me&#58;1.md
+++ docs/读 me&#58;1.md
&#64;&#64; -5 +5 &#64;&#64;
-&#124; 好👍 &#124; https&#58;// &#124;
+&#124; 好👍 &#124; &#124;
</pre>

</details>

| Rule | Level | Findings | Mended by |
|---|---|--:|---|
| [link-incomplete]({}) | error | 2 | `--unsafe-fixes`: 1 |
| [link-whitespace]({}) | warning | 1 | `--fix`: 1 |
| [name-repeats-itself]({}) | info | 1 |  |
| not-in-the-list | warning | 1 |  |

<details open><summary>5 findings</summary>

- <code>catalog.yaml:2:14</code> info, name-repeats-itself: the name ends in <code>https</code>
- <code>catalog.yaml:3:11</code> error, link-incomplete: the link stops after its scheme (`--unsafe-fixes`)
- <code>catalog.yaml:5:32</code> warning, link-whitespace: the link has a blank in it (`--fix`)
- <code>docs/读 me&#58;1.md:4:1</code> warning, not-in-the-list: a␉b
- <code>docs/读 me&#58;1.md:6:1</code> error, link-incomplete: at the end

</details>
",
                url("link-incomplete"),
                url("link-whitespace"),
                url("name-repeats-itself")
            )
        );
    }

    #[test]
    fn a_summary_stays_below_what_the_runner_takes_and_says_so() {
        let mut sources = Sources::new();
        let file = sources.add(Source::new("f", "x"));
        let finding = Finding::new("r", Level::Error, file, Span::at(0), "<".repeat(500));
        let findings = vec![finding; 1000];
        let diff = "+好\n".repeat(50_000);
        let drift = Drift {
            file: "f".into(),
            line: 1,
            region: "r".into(),
            cause: "c".into(),
            diff,
            remedies: Vec::new(),
        };
        let drift = vec![drift; 3];
        let mut out = Vec::new();
        write(&Report { drift: &drift, ..Report::new(&sources, &findings) }, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.len() < 1024 * 1024);
        assert!(out.contains("more findings not shown here; the log has them all."));
        assert!(out.contains("more lines not shown here\n</pre>"));
    }
}
