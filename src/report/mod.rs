//! Findings and drift, written for people and for machines.
//!
//! One file per format, and what several of them need: [`safe`] and `escape`
//! keep quoted text from being obeyed, `places` turns bytes into lines and
//! columns, `snippet` underlines, [`fingerprint`] tells what is new, [`tally`]
//! counts. How findings come about, which of them are wanted and what exit
//! code follows is not known here.

mod concise;
mod escape;
pub mod fingerprint;
mod full;
mod github;
mod gitlab;
#[cfg(test)]
mod hostile_tests;
mod json;
mod junit;
mod places;
mod rdjson;
pub mod safe;
#[cfg(test)]
mod sample;
mod sarif;
mod snippet;
mod style;
mod summary;
pub mod tally;

pub use fingerprint::{Fingerprint, drift_fingerprint, fingerprints};
pub use style::Style;
pub use tally::{Tally, count};

use crate::finding::{Finding, RuleInfo};
use crate::text::Sources;
use std::io::{self, Write};

/// The name under which drift stands beside the rules' findings.
pub const DRIFT_RULE: &str = "drift";

/// A managed region that is not what the catalog renders.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Drift {
    /// The output's name, as [`crate::text::Source::name`] would show it.
    pub file: String,
    /// The line, from 1, on which the region begins.
    pub line: usize,
    /// The region's name.
    pub region: String,
    /// Why they differ, as far as it can be told, in one line.
    pub cause: String,
    /// The unified diff from what is there to what should be; may be empty.
    pub diff: String,
    /// Commands that mend it, the best first, as one types them.
    pub remedies: Vec<String>,
}

impl Drift {
    /// What is wrong, in one line.
    fn message(&self) -> String {
        format!("region `{}` differs from the catalog: {}", self.region, self.cause)
    }
}

/// Everything that one run has to tell.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The files read, those without findings too.
    pub sources: &'a Sources,
    /// What was found, in the order it is to be told: by file, then by place.
    pub findings: &'a [Finding],
    /// The rules, for their pages and descriptions. Findings of other rules
    /// are told without.
    pub rules: &'a [RuleInfo],
    /// The regions that drifted.
    pub drift: &'a [Drift],
    /// The version of catalint that formats for machines name.
    pub tool_version: &'a str,
}

impl<'a> Report<'a> {
    /// A report of `findings` by this version of catalint, without rules and
    /// drift.
    pub fn new(sources: &'a Sources, findings: &'a [Finding]) -> Self {
        Report { sources, findings, rules: &[], drift: &[], tool_version: env!("CARGO_PKG_VERSION") }
    }

    fn rule(&self, name: &str) -> Option<&'a RuleInfo> {
        self.rules.iter().find(|rule| rule.name == name)
    }
}

/// Where the page of `rule` is on the web.
pub fn rule_url(rule: &str) -> String {
    format!("{}/blob/main/docs/rules.md#{rule}", env!("CARGO_PKG_REPOSITORY"))
}

impl Report<'_> {
    /// The address of the rule's page, if the rule has one.
    fn page_of(&self, rule: &str) -> Option<String> {
        self.rule(rule).map(|rule| rule_url(rule.name))
    }
}

/// A way to write a report.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Format {
    /// For people: each finding with its lines underlined.
    Full,
    /// For people and editors: one line each.
    Concise,
    /// One JSON document; see `docs/report.schema.json`.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions, shown as annotations.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
    /// JUnit's XML, for whatever shows test results.
    Junit,
    /// reviewdog's diagnostic format, with suggestions.
    Rdjson,
    /// Markdown for GitHub's job summary.
    Summary,
}

impl Format {
    /// Every format, in the order of documentation.
    pub const ALL: [Format; 10] = [
        Format::Full,
        Format::Concise,
        Format::Json,
        Format::JsonLines,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Rdjson,
        Format::Summary,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Full => "full",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::JsonLines => "json-lines",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
            Format::Rdjson => "rdjson",
            Format::Summary => "summary",
        }
    }

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Whether people read it as it is, so that colours and
    /// [`Style::stop_token`] apply.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Full | Format::Concise)
    }
}

/// Writes `report` to `out`. Only the formats for people heed `style`.
///
/// # Errors
/// Whatever `out` returns; nothing else can go wrong.
pub fn write(report: &Report<'_>, format: Format, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Full => for_people(style, out, |out| full::write(report, style, out)),
        Format::Concise => for_people(style, out, |out| concise::write(report, style, out)),
        Format::Json => json::write(report, out),
        Format::JsonLines => json::write_lines(report, out),
        Format::Sarif => sarif::write(report, out),
        Format::Github => github::write(report, out),
        Format::Gitlab => gitlab::write(report, out),
        Format::Junit => junit::write(report, out),
        Format::Rdjson => rdjson::write(report, out),
        Format::Summary => summary::write(report, out),
    }
}

/// Runs `write` so that nothing it writes is taken for a workflow command:
/// lines that look like one are broken, and under GitHub Actions the runner is
/// told to look for none. Anything else that quotes files, such as a diff on
/// its own, should be written through this too.
///
/// # Errors
/// What `write` or `out` return.
pub fn for_people(
    style: &Style,
    out: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    if let Some(token) = &style.stop_token {
        writeln!(out, "::stop-commands::{token}")?;
    }
    let mut guard = safe::Guard::new(out);
    let written = write(&mut guard).and_then(|()| guard.finish());
    // Whatever happened, the runner must hear commands again.
    if let Some(token) = &style.stop_token {
        writeln!(out, "::{token}::")?;
    }
    written
}

/// Writes a unified diff for people, its lines coloured and safe to print.
/// Tabs stay, so that it still is the diff.
///
/// # Errors
/// Whatever `out` returns.
pub fn write_diff(diff: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for_people(style, out, |out| full::write_diff(diff, style, out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_a_name_of_its_own() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(format));
        }
        assert_eq!(Format::from_name("yaml"), None);
    }

    #[test]
    fn output_for_people_is_fenced_off_from_the_runner() {
        let style = Style { stop_token: Some("t0ken".into()), ..Style::default() };
        let mut out = Vec::new();
        for_people(&style, &mut out, |out| out.write_all(b"::error::x\nlast")).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "::stop-commands::t0ken\n\\::error::x\nlast\n::t0ken::\n"
        );
    }

    #[test]
    fn a_diff_on_its_own_is_safe_too() {
        let mut out = Vec::new();
        write_diff(" ::error::x\n-a\tb\n+\u{1B}[2J", &Style::default(), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), " \\::error::x\n-a\tb\n+␛[2J\n");
    }
}
