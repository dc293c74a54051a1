//! GitLab's Code Quality report, shown in merge requests.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>:
//! an array whose members have exactly the keys below. GitLab compares reports
//! by fingerprint, so they are unique and independent of lines; a path is
//! relative and does not start with `./`.

use super::escape::write_json;
use super::fingerprint::{drift_fingerprint, fingerprints};
use super::places::Places;
use super::{DRIFT_RULE, Report};
use crate::finding::Level;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    let numbers = fingerprints(report.sources, report.findings);
    let findings = report.findings.iter().zip(numbers).map(|(finding, number)| {
        let (start, end) = places.of(finding.primary.file, finding.primary.span);
        // A span that takes its line end along ends on the line it fills.
        let last = if end.column == 1 && end.line > start.line { end.line - 1 } else { end.line };
        Issue {
            description: match &finding.help {
                Some(help) => format!("{}: {help}", finding.message),
                None => finding.message.clone(),
            },
            check_name: finding.rule,
            fingerprint: number.to_string(),
            severity: severity(finding.level),
            location: Location {
                path: path(report.sources.get(finding.primary.file).name()),
                lines: Lines { begin: start.line, end: last },
            },
        }
    });
    let drift = report.drift.iter().map(|drift| Issue {
        description: match drift.remedies.first() {
            Some(remedy) => format!("{}; to mend it, run `{remedy}`", drift.message()),
            None => drift.message(),
        },
        check_name: DRIFT_RULE,
        fingerprint: drift_fingerprint(drift).to_string(),
        severity: severity(Level::Error),
        location: Location { path: path(&drift.file), lines: Lines { begin: drift.line, end: drift.line } },
    });
    write_json(out, &findings.chain(drift).collect::<Vec<_>>(), true)
}

fn path(name: &str) -> &str {
    name.strip_prefix("./").unwrap_or(name)
}

/// GitLab's five are `info`, `minor`, `major`, `critical` and `blocker`; a list
/// has nothing critical.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Info => "info",
    }
}

#[cfg(test)]
mod tests {
    use crate::report::{Format, sample};
    use serde_json::json;
    use std::collections::BTreeSet;

    #[test]
    fn an_issue_has_exactly_the_keys_that_gitlab_reads() {
        let issues = sample::everything().json(Format::Gitlab);
        let mut issue = issues[1].clone();
        assert_eq!(issue["fingerprint"].take().as_str().unwrap().len(), 32);
        assert_eq!(
            issue,
            json!({
                "description": "the link stops after its scheme: give the whole address, or `null` if nobody knows it",
                "check_name": "link-incomplete",
                "fingerprint": null,
                "severity": "major",
                "location": { "path": "catalog.yaml", "lines": { "begin": 3, "end": 3 } },
            })
        );
        assert_eq!(issues[3]["location"]["lines"], json!({ "begin": 4, "end": 4 }));
        assert_eq!(issues[5]["check_name"], "drift");
    }

    #[test]
    fn no_two_issues_share_a_fingerprint() {
        let issues = sample::hostile("x").json(Format::Gitlab);
        let issues = issues.as_array().unwrap();
        let distinct: BTreeSet<&str> =
            issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(distinct.len(), issues.len());
    }

    #[test]
    fn nothing_found_is_an_empty_array() {
        assert_eq!(sample::clean().write(Format::Gitlab), "[]\n");
    }
}
