//! reviewdog's diagnostic format, from which it makes review comments with
//! suggestions that a click accepts.
//!
//! The format is the message `DiagnosticResult` of
//! <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>: columns
//! count bytes of UTF-8 from 1, ends are exclusive. A suggestion replaces the
//! range of one edit in the file of its diagnostic, and each is offered on its
//! own; so a fix is told only if it is a single edit to that file. Related
//! places stand in the message: `related_locations` is younger than many a
//! reviewdog, and one that does not know a member refuses the whole report.

use super::escape::write_json;
use super::places::{Place, Places};
use super::{DRIFT_RULE, Report};
use crate::finding::{Finding, Level};
use serde_json::{Value, json};
use std::io::{self, Write};

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    let findings = report.findings.iter().map(|finding| diagnostic(report, &places, finding));
    let drift = report.drift.iter().map(|drift| {
        let mut message = drift.message();
        for remedy in &drift.remedies {
            message.push_str("\nto mend it: ");
            message.push_str(remedy);
        }
        json!({
            "message": message,
            "location": { "path": drift.file, "range": { "start": { "line": drift.line, "column": 1 } } },
            "severity": severity(Level::Error),
            "code": code(report, DRIFT_RULE),
        })
    });
    let result = json!({
        "source": { "name": "catalint", "url": env!("CARGO_PKG_REPOSITORY") },
        "diagnostics": findings.chain(drift).collect::<Vec<Value>>(),
    });
    write_json(out, &result, true)
}

fn diagnostic(report: &Report<'_>, places: &Places<'_>, finding: &Finding) -> Value {
    let (start, end) = places.of(finding.primary.file, finding.primary.span);
    let mut message = finding.message.clone();
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    for label in &finding.related {
        let (start, _) = places.of(label.file, label.span);
        let name = report.sources.get(label.file).name();
        message.push_str(&format!("\nsee {name}:{}:{} {}", start.line, start.column, label.text));
    }
    let mut diagnostic = json!({
        "message": message,
        "location": {
            "path": report.sources.get(finding.primary.file).name(),
            "range": range(start, end),
        },
        "severity": severity(finding.level),
        "code": code(report, finding.rule),
    });
    if let Some(fix) = &finding.fix
        && let [edit] = fix.edits.as_slice()
        && fix.file == finding.primary.file
    {
        let (start, end) = places.of(fix.file, edit.span);
        diagnostic["suggestions"] = json!([{ "range": range(start, end), "text": edit.replacement }]);
    }
    diagnostic
}

fn range(start: Place, end: Place) -> Value {
    json!({
        "start": { "line": start.line, "column": start.byte_column },
        "end": { "line": end.line, "column": end.byte_column },
    })
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "ERROR",
        Level::Warning => "WARNING",
        Level::Info => "INFO",
    }
}

fn code(report: &Report<'_>, rule: &str) -> Value {
    match report.page_of(rule) {
        Some(url) => json!({ "value": rule, "url": url }),
        None => json!({ "value": rule }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Format, sample};

    #[test]
    fn columns_are_bytes() {
        let result = sample::everything().json(Format::Rdjson);
        // `  - name: 好👍 https`: three bytes and four before the blank.
        assert_eq!(
            result["diagnostics"][0]["location"]["range"],
            json!({ "start": { "line": 2, "column": 19 }, "end": { "line": 2, "column": 24 } })
        );
    }

    #[test]
    fn a_single_edit_is_a_suggestion() {
        let result = sample::everything().json(Format::Rdjson);
        assert_eq!(
            result["diagnostics"][1]["suggestions"],
            json!([{
                "range": { "start": { "line": 3, "column": 11 }, "end": { "line": 3, "column": 19 } },
                "text": "null",
            }])
        );
        assert_eq!(result["diagnostics"][0]["suggestions"], Value::Null);
        assert_eq!(result["diagnostics"][5]["code"]["value"], "drift");
    }
}
