//! The formats `json` and `json-lines`, for programs.
//!
//! `json` is one document:
//!
//! ```json
//! {
//!   "schema_version": 1,
//!   "tool": { "name": "catalint", "version": "0.1.0" },
//!   "findings": [{
//!     "rule": "link-incomplete", "level": "error",
//!     "message": "the link stops after its scheme",
//!     "file": "catalog.yaml",
//!     "start": { "line": 14, "column": 15, "byte": 301 },
//!     "end": { "line": 14, "column": 23, "byte": 309 },
//!     "label": "no host",
//!     "related": [{ "file": "…", "start": {}, "end": {}, "label": "…" }],
//!     "help": "give the whole address",
//!     "fix": {
//!       "title": "write `null`", "safety": "safe", "file": "catalog.yaml",
//!       "edits": [{ "start": {}, "end": {}, "replacement": "null" }]
//!     },
//!     "subject": "CHAOS", "fingerprint": "…", "url": "https://…"
//!   }],
//!   "drift": [{
//!     "file": "README.md", "line": 20, "region": "brain", "cause": "…",
//!     "diff": "…", "remedies": ["catalint render"], "fingerprint": "…"
//!   }],
//!   "summary": {
//!     "errors": 1, "warnings": 0, "infos": 0, "drift": 1, "files": 1,
//!     "mendable": { "safe": 1, "unsafe": 0 },
//!     "rules": [{ "rule": "link-incomplete", "level": "error", "findings": 1 }]
//!   }
//! }
//! ```
//!
//! Lines and columns start at 1, columns count Unicode scalar values; bytes
//! start at 0; ends are exclusive. A member without a value is `null`, never
//! absent. Members may be added within a schema version, none is removed or
//! changes its meaning. `docs/report.schema.json` holds the JSON Schema.
//!
//! `json-lines` has one object a line, told apart by `kind`: one `tool` (with
//! `schema_version`), then each `finding` and `drift`, then one `summary`.

use super::escape::write_json;
use super::fingerprint::{drift_fingerprint, fingerprints};
use super::places::{Place, Places};
use super::tally::Tally;
use super::{Drift, Report};
use crate::finding::{Finding, Safety};
use crate::text::{FileId, Span};
use serde::Serialize;
use std::io::{self, Write};

/// The version of the layout above.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    tool: Tool<'a>,
    findings: Vec<JsonFinding<'a>>,
    drift: Vec<JsonDrift<'a>>,
    summary: Summary<'a>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    Tool {
        schema_version: u32,
        #[serde(flatten)]
        tool: Tool<'a>,
    },
    Finding(JsonFinding<'a>),
    Drift(JsonDrift<'a>),
    Summary(Summary<'a>),
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'static str,
    version: &'a str,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    level: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: JsonSpan<'a>,
    label: &'a str,
    related: Vec<JsonLabel<'a>>,
    help: Option<&'a str>,
    fix: Option<JsonFix<'a>>,
    subject: &'a str,
    fingerprint: String,
    url: Option<String>,
}

#[derive(Serialize)]
struct JsonSpan<'a> {
    file: &'a str,
    start: JsonPlace,
    end: JsonPlace,
}

#[derive(Serialize)]
struct JsonPlace {
    line: usize,
    column: usize,
    byte: usize,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    #[serde(flatten)]
    place: JsonSpan<'a>,
    label: &'a str,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    safety: &'static str,
    file: &'a str,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    start: JsonPlace,
    end: JsonPlace,
    replacement: &'a str,
}

#[derive(Serialize)]
struct JsonDrift<'a> {
    file: &'a str,
    line: usize,
    region: &'a str,
    cause: &'a str,
    diff: &'a str,
    remedies: &'a [String],
    fingerprint: String,
}

#[derive(Serialize)]
struct Summary<'a> {
    errors: usize,
    warnings: usize,
    infos: usize,
    drift: usize,
    files: usize,
    mendable: Mendable,
    rules: Vec<JsonRule<'a>>,
}

#[derive(Serialize)]
struct Mendable {
    safe: usize,
    r#unsafe: usize,
}

#[derive(Serialize)]
struct JsonRule<'a> {
    rule: &'a str,
    level: &'static str,
    findings: usize,
}

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema_version: SCHEMA_VERSION,
        tool: tool(report),
        findings: findings(report),
        drift: report.drift.iter().map(drift).collect(),
        summary: summary(report),
    };
    write_json(out, &document, true)
}

pub(super) fn write_lines(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let first = Line::Tool { schema_version: SCHEMA_VERSION, tool: tool(report) };
    write_json(out, &first, false)?;
    for finding in findings(report) {
        write_json(out, &Line::Finding(finding), false)?;
    }
    for one in report.drift {
        write_json(out, &Line::Drift(drift(one)), false)?;
    }
    write_json(out, &Line::Summary(summary(report)), false)
}

fn tool<'a>(report: &Report<'a>) -> Tool<'a> {
    Tool { name: "catalint", version: report.tool_version }
}

fn findings<'a>(report: &Report<'a>) -> Vec<JsonFinding<'a>> {
    let places = Places::new(report);
    let numbers = fingerprints(report.sources, report.findings);
    let both = report.findings.iter().zip(numbers);
    both.map(|(finding, number)| json_finding(report, &places, finding, number.to_string())).collect()
}

fn json_finding<'a>(
    report: &Report<'a>,
    places: &Places<'a>,
    finding: &'a Finding,
    fingerprint: String,
) -> JsonFinding<'a> {
    let span = |file: FileId, span: Span| {
        let (start, end) = places.of(file, span);
        JsonSpan { file: report.sources.get(file).name(), start: start.into(), end: end.into() }
    };
    let related = finding.related.iter();
    let related = related.map(|label| JsonLabel { place: span(label.file, label.span), label: &label.text });
    let fix = finding.fix.as_ref().map(|fix| {
        let edit = |edit: &'a crate::text::Edit| {
            let (start, end) = places.of(fix.file, edit.span);
            JsonEdit { start: start.into(), end: end.into(), replacement: &edit.replacement }
        };
        JsonFix {
            title: &fix.title,
            safety: match fix.safety {
                Safety::Safe => "safe",
                Safety::Unsafe => "unsafe",
            },
            file: report.sources.get(fix.file).name(),
            edits: fix.edits.iter().map(edit).collect(),
        }
    });
    JsonFinding {
        rule: finding.rule,
        level: finding.level.name(),
        message: &finding.message,
        place: span(finding.primary.file, finding.primary.span),
        label: &finding.primary.text,
        related: related.collect(),
        help: finding.help.as_deref(),
        fix,
        subject: &finding.subject,
        fingerprint,
        url: report.page_of(finding.rule),
    }
}

fn drift(drift: &Drift) -> JsonDrift<'_> {
    let Drift { file, line, region, cause, diff, remedies } = drift;
    let fingerprint = drift_fingerprint(drift).to_string();
    JsonDrift { file, line: *line, region, cause, diff, remedies, fingerprint }
}

fn summary<'a>(report: &Report<'a>) -> Summary<'a> {
    let tally = Tally::of(report);
    let rule = |rule: &super::tally::RuleTally<'a>| JsonRule {
        rule: rule.rule,
        level: rule.level.name(),
        findings: rule.findings,
    };
    Summary {
        errors: tally.errors,
        warnings: tally.warnings,
        infos: tally.infos,
        drift: tally.drift,
        files: tally.files,
        mendable: Mendable { safe: tally.safe, r#unsafe: tally.not_safe },
        rules: tally.rules.iter().map(rule).collect(),
    }
}

impl From<Place> for JsonPlace {
    fn from(place: Place) -> Self {
        JsonPlace { line: place.line, column: place.column, byte: place.byte }
    }
}
