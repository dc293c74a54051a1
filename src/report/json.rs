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

#[cfg(test)]
mod tests {
    use crate::report::sample::{self, HOSTILE, Sample};
    use crate::report::{Format, fingerprints};
    use serde_json::{Value, json};

    /// Compiles the part of the shipped schema at `pointer` and calls `check`
    /// with a validator.
    fn with_schema(pointer: &str, check: impl Fn(&dyn Fn(&Value))) {
        let text = include_str!("../../docs/report.schema.json");
        // The schema as it is, with every member that it names closed, so that
        // a member the document has and the schema forgot is noticed.
        let mut schema: Value = serde_json::from_str(text).unwrap();
        close(&mut schema);
        let mut schemas = boon::Schemas::new();
        let mut compiler = boon::Compiler::new();
        let id = schema["$id"].as_str().unwrap().to_string();
        compiler.add_resource(&id, schema).unwrap();
        let index = compiler.compile(&format!("{id}#{pointer}"), &mut schemas).unwrap();
        check(&|value| {
            schemas.validate(value, index).unwrap_or_else(|error| panic!("{error:#}\n{value:#}"));
        });
    }

    fn close(schema: &mut Value) {
        match schema {
            Value::Object(members) => {
                if members.contains_key("properties") && !members.contains_key("$ref") {
                    let closed = json!({ "kind": true, "schema_version": true });
                    for (name, any) in closed.as_object().unwrap() {
                        members["properties"].as_object_mut().unwrap().entry(name).or_insert(any.clone());
                    }
                    if !members.contains_key("oneOf") {
                        members.insert("additionalProperties".into(), json!(false));
                    }
                }
                members.values_mut().for_each(close);
            }
            Value::Array(items) => items.iter_mut().for_each(close),
            _ => {}
        }
    }

    fn samples() -> impl Iterator<Item = Sample> {
        let hostile = HOSTILE.iter().map(|text| sample::hostile(text));
        [sample::everything(), sample::clean()].into_iter().chain(hostile)
    }

    #[test]
    fn documents_fit_the_shipped_schema() {
        with_schema("", |validate| samples().for_each(|sample| validate(&sample.json(Format::Json))));
    }

    #[test]
    fn lines_fit_the_shipped_schema() {
        with_schema("/$defs/line", |validate| {
            for sample in samples() {
                let lines = sample.write(Format::JsonLines);
                assert_eq!(lines.lines().count(), 2 + sample.findings.len() + sample.drift.len());
                lines.lines().for_each(|line| validate(&serde_json::from_str(line).unwrap()));
            }
        });
    }

    #[test]
    #[should_panic(expected = "missing properties 'help'")]
    fn the_schema_refuses_a_finding_without_a_member() {
        with_schema("", |validate| {
            let mut document = sample::everything().json(Format::Json);
            document["findings"][0].as_object_mut().unwrap().remove("help");
            validate(&document);
        });
    }

    #[test]
    fn a_finding_carries_all_it_has_with_columns_in_characters() {
        let sample = sample::everything();
        let number = fingerprints(&sample.sources, &sample.findings)[1].to_string();
        assert_eq!(
            sample.json(Format::Json)["findings"][1],
            json!({
                "rule": "link-incomplete",
                "level": "error",
                "message": "the link stops after its scheme",
                "file": "catalog.yaml",
                "start": { "line": 3, "column": 11, "byte": 43 },
                "end": { "line": 3, "column": 19, "byte": 51 },
                "label": "no host",
                "related": [{
                    "file": "docs/读 me:1.md",
                    "start": { "line": 5, "column": 8, "byte": 46 },
                    "end": { "line": 5, "column": 16, "byte": 54 },
                    "label": "rendered here",
                }],
                "help": "give the whole address, or `null` if nobody knows it",
                "fix": {
                    "title": "write `null`",
                    "safety": "unsafe",
                    "file": "catalog.yaml",
                    "edits": [{
                        "start": { "line": 3, "column": 11, "byte": 43 },
                        "end": { "line": 3, "column": 19, "byte": 51 },
                        "replacement": "null",
                    }],
                },
                "subject": "好👍",
                "fingerprint": number,
                "url": crate::report::rule_url("link-incomplete"),
            })
        );
    }

    #[test]
    fn a_clean_run_has_every_list_empty() {
        let document = sample::clean().json(Format::Json);
        assert_eq!((&document["findings"], &document["drift"]), (&json!([]), &json!([])));
        assert_eq!(document["schema_version"], 1);
    }
}
