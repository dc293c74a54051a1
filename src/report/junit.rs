//! JUnit's XML, for whatever shows test results.
//!
//! There is no standard; this keeps to what Jenkins' `junit-10.xsd` allows and
//! readers agree on: a suite for each file, a case for each finding. An error
//! is a failure. A warning or a hint is a skipped case, since the run does not
//! fail for it. A file without findings is one passed case, so that a clean run
//! shows that something ran. No time is told: the same findings are the same
//! bytes.

use super::escape::xml;
use super::places::Places;
use super::{DRIFT_RULE, Drift, Report};
use crate::finding::{Finding, Level};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The cases of one file.
#[derive(Default)]
struct Suite<'a> {
    findings: Vec<&'a Finding>,
    drift: Vec<&'a Drift>,
}

impl Suite<'_> {
    fn failures(&self) -> usize {
        self.drift.len() + self.findings.iter().filter(|finding| finding.level == Level::Error).count()
    }

    fn skipped(&self) -> usize {
        self.findings.iter().filter(|finding| finding.level != Level::Error).count()
    }

    fn cases(&self) -> usize {
        (self.findings.len() + self.drift.len()).max(1)
    }
}

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    let mut names: Vec<&str> = Vec::new();
    let mut suites: BTreeMap<&str, Suite<'_>> = BTreeMap::new();
    for (_, source) in report.sources.iter() {
        names.push(source.name());
        suites.entry(source.name()).or_default();
    }
    for finding in report.findings {
        let name = report.sources.get(finding.primary.file).name();
        suites.entry(name).or_default().findings.push(finding);
    }
    for drift in report.drift {
        let suite = suites.entry(drift.file.as_str()).or_insert_with(|| {
            names.push(&drift.file);
            Suite::default()
        });
        suite.drift.push(drift);
    }
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    let cases: usize = suites.values().map(Suite::cases).sum();
    let failures: usize = suites.values().map(Suite::failures).sum();
    writeln!(out, r#"<testsuites name="catalint" tests="{cases}" failures="{failures}" errors="0">"#)?;
    for name in names {
        // A name that comes twice is one suite.
        if let Some(suite) = suites.remove(name) {
            write_suite(report, &places, name, &suite, out)?;
        }
    }
    writeln!(out, "</testsuites>")
}

fn write_suite(
    report: &Report<'_>,
    places: &Places<'_>,
    name: &str,
    suite: &Suite<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (cases, failures, skipped) = (suite.cases(), suite.failures(), suite.skipped());
    let file = xml(name);
    writeln!(
        out,
        r#"  <testsuite name="{file}" tests="{cases}" failures="{failures}" errors="0" skipped="{skipped}">"#
    )?;
    if suite.findings.is_empty() && suite.drift.is_empty() {
        writeln!(out, r#"    <testcase classname="{file}" name="catalint"/>"#)?;
    }
    for finding in &suite.findings {
        let (start, _) = places.of(finding.primary.file, finding.primary.span);
        let place = format!("{name}:{}:{}", start.line, start.column);
        let mut text = format!("{place}: {}[{}]: {}", finding.level, finding.rule, finding.message);
        for label in &finding.related {
            let (start, _) = places.of(label.file, label.span);
            let name = report.sources.get(label.file).name();
            text.push_str(&format!("\nsee {name}:{}:{} {}", start.line, start.column, label.text));
        }
        if let Some(help) = &finding.help {
            text.push_str(&format!("\nhelp: {help}"));
        }
        let title = format!("{} at {}:{}", finding.rule, start.line, start.column);
        if finding.level == Level::Error {
            write_failure(out, &file, &title, finding.rule, &finding.message, &text)?;
        } else {
            let message = format!("{}: {}", finding.level, finding.message);
            writeln!(out, r#"    <testcase classname="{file}" name="{}">"#, xml(&title))?;
            writeln!(out, r#"      <skipped message="{}">{}</skipped>"#, xml(&message), xml(&text))?;
            writeln!(out, "    </testcase>")?;
        }
    }
    for drift in &suite.drift {
        let title = format!("{DRIFT_RULE} in {}", drift.region);
        let text = format!("{name}:{}\n{}\n{}", drift.line, drift.remedies.join("\n"), drift.diff);
        write_failure(out, &file, &title, DRIFT_RULE, &drift.message(), &text)?;
    }
    writeln!(out, "  </testsuite>")
}

fn write_failure(
    out: &mut dyn Write,
    file: &str,
    title: &str,
    rule: &str,
    message: &str,
    text: &str,
) -> io::Result<()> {
    writeln!(out, r#"    <testcase classname="{file}" name="{}">"#, xml(title))?;
    let (message, text) = (xml(message), xml(text));
    writeln!(out, r#"      <failure type="{}" message="{message}">{text}</failure>"#, xml(rule))?;
    writeln!(out, "    </testcase>")
}

#[cfg(test)]
mod tests {
    use crate::report::{Format, sample};

    #[test]
    fn suites_are_files_and_cases_are_findings() {
        assert_eq!(
            sample::everything().write(Format::Junit),
            r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="catalint" tests="7" failures="3" errors="0">
  <testsuite name="catalog.yaml" tests="3" failures="1" errors="0" skipped="2">
    <testcase classname="catalog.yaml" name="name-repeats-itself at 2:14">
      <skipped message="info: the name ends in `https`">catalog.yaml:2:14: info[name-repeats-itself]: the name ends in `https`</skipped>
    </testcase>
    <testcase classname="catalog.yaml" name="link-incomplete at 3:11">
      <failure type="link-incomplete" message="the link stops after its scheme">catalog.yaml:3:11: error[link-incomplete]: the link stops after its scheme&#10;see docs/读 me:1.md:5:8 rendered here&#10;help: give the whole address, or `null` if nobody knows it</failure>
    </testcase>
    <testcase classname="catalog.yaml" name="link-whitespace at 5:32">
      <skipped message="warning: the link has a blank in it">catalog.yaml:5:32: warning[link-whitespace]: the link has a blank in it</skipped>
    </testcase>
  </testsuite>
  <testsuite name="docs/读 me:1.md" tests="3" failures="2" errors="0" skipped="1">
    <testcase classname="docs/读 me:1.md" name="not-in-the-list at 4:1">
      <skipped message="warning: a&#9;b">docs/读 me:1.md:4:1: warning[not-in-the-list]: a&#9;b</skipped>
    </testcase>
    <testcase classname="docs/读 me:1.md" name="link-incomplete at 6:1">
      <failure type="link-incomplete" message="at the end">docs/读 me:1.md:6:1: error[link-incomplete]: at the end</failure>
    </testcase>
    <testcase classname="docs/读 me:1.md" name="drift in brain">
      <failure type="drift" message="region `brain` differs from the catalog: a row was edited by hand">docs/读 me:1.md:3&#10;catalint absorb&#10;catalint render&#10;--- docs/读 me:1.md&#10;+++ docs/读 me:1.md&#10;@@ -5 +5 @@&#10;-| 好👍 | https:// |&#10;+| 好👍 | |&#10;</failure>
    </testcase>
  </testsuite>
  <testsuite name="clean.md" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="clean.md" name="catalint"/>
  </testsuite>
</testsuites>
"#
        );
    }
}
