//! SARIF 2.1.0, for GitHub code scanning and other viewers.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>, and of
//! it what GitHub asks for: relative addresses without a base, a fingerprint
//! that survives edits elsewhere, rules with help. Columns are Unicode code
//! points and do not count a byte order mark, as in [`super::places`]; the run
//! says so. Both `results` and `rules` are there when nothing was found.

use super::escape::write_json;
use super::fingerprint::{drift_fingerprint, fingerprints};
use super::places::{Place, Places};
use super::{DRIFT_RULE, Report};
use crate::finding::{Finding, Label, Level};
use crate::text::{FileId, Span};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The longest line, in bytes, that is quoted beside a place.
const LONGEST_QUOTE: usize = 400;

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    let mut rules = Rules::default();
    let numbers = fingerprints(report.sources, report.findings);
    let mut results = Vec::with_capacity(report.findings.len());
    for (finding, number) in report.findings.iter().zip(numbers) {
        let rule = rules.index(finding.rule);
        results.push(result(report, &places, finding, rule, &number.to_string()));
    }
    for drift in report.drift {
        let message = match drift.remedies.first() {
            Some(remedy) => format!("{}. To mend it, run `{remedy}`.", drift.message()),
            None => format!("{}.", drift.message()),
        };
        results.push(json!({
            "ruleId": DRIFT_RULE,
            "ruleIndex": rules.index(DRIFT_RULE),
            "level": "error",
            "message": { "text": message },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": uri(&drift.file) },
                "region": { "startLine": drift.line },
            } }],
            "partialFingerprints": { "catalint/v1": drift_fingerprint(drift).to_string() },
        }));
    }
    let descriptors: Vec<Value> = rules.names.iter().map(|name| descriptor(report, name)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "catalint",
                "version": report.tool_version,
                "semanticVersion": report.tool_version,
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": descriptors,
            } },
            "automationDetails": { "id": "catalint/" },
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "results": results,
        }],
    });
    write_json(out, &log, true)
}

/// The rules that results name, in the order in which they first do.
#[derive(Default)]
struct Rules<'a> {
    names: Vec<&'a str>,
    indexes: BTreeMap<&'a str, usize>,
}

impl<'a> Rules<'a> {
    fn index(&mut self, name: &'a str) -> usize {
        *self.indexes.entry(name).or_insert_with(|| {
            self.names.push(name);
            self.names.len() - 1
        })
    }
}

fn result(report: &Report<'_>, places: &Places<'_>, finding: &Finding, rule: usize, number: &str) -> Value {
    let mut text = sentence(&finding.message);
    if let Some(help) = &finding.help {
        text.push(' ');
        text.push_str(&sentence(help));
    }
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": level(finding.level),
        "message": { "text": text },
        "locations": [location(report, places, &finding.primary)],
        "partialFingerprints": { "catalint/v1": number },
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(id, label)| {
            let mut location = location(report, places, label);
            location["id"] = json!(id + 1);
            location
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = &finding.fix {
        let replacements = fix.edits.iter().map(|edit| {
            let (start, end) = places.of(fix.file, edit.span);
            json!({
                "deletedRegion": region(start, end),
                "insertedContent": { "text": edit.replacement },
            })
        });
        let replacements: Vec<Value> = replacements.collect();
        if !replacements.is_empty() {
            result["fixes"] = json!([{
                "description": { "text": sentence(&fix.title) },
                "artifactChanges": [{
                    "artifactLocation": { "uri": uri(report.sources.get(fix.file).name()) },
                    "replacements": replacements,
                }],
            }]);
        }
    }
    result
}

fn location(report: &Report<'_>, places: &Places<'_>, label: &Label) -> Value {
    let (start, end) = places.of(label.file, label.span);
    let mut physical = json!({
        "artifactLocation": { "uri": uri(report.sources.get(label.file).name()) },
        "region": region(start, end),
    });
    if let Some(quoted) = quote(report, label.file, start, end) {
        physical["region"]["snippet"] = json!({ "text": quoted });
        let (first, last) = (start.line.saturating_sub(1).max(1), end.line + 1);
        let last = last.min(report.sources.get(label.file).line_count()).max(end.line);
        if let Some(around) = lines(report, label.file, first, last) {
            physical["contextRegion"] =
                json!({ "startLine": first, "endLine": last, "snippet": { "text": around } });
        }
    }
    if label.text.is_empty() {
        json!({ "physicalLocation": physical })
    } else {
        json!({ "physicalLocation": physical, "message": { "text": sentence(&label.text) } })
    }
}

fn region(start: Place, end: Place) -> Value {
    json!({
        "startLine": start.line, "startColumn": start.column,
        "endLine": end.line, "endColumn": end.column,
    })
}

/// The bytes between two places, unless they are too many or none.
fn quote<'a>(report: &Report<'a>, file: FileId, start: Place, end: Place) -> Option<&'a str> {
    let span = Span::new(start.byte, end.byte);
    (!span.is_empty() && span.len() <= LONGEST_QUOTE).then(|| report.sources.get(file).slice(span))
}

/// Whole lines, unless they are too long.
fn lines<'a>(report: &Report<'a>, file: FileId, first: usize, last: usize) -> Option<&'a str> {
    let source = report.sources.get(file);
    let span = Span::new(source.line_start(first), source.line_span(last).end());
    (span.len() <= 3 * LONGEST_QUOTE).then(|| source.slice(span))
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

fn descriptor(report: &Report<'_>, name: &str) -> Value {
    let rule = report.rule(name);
    let summary = match rule {
        Some(rule) => sentence(rule.summary),
        None if name == DRIFT_RULE => "A managed region differs from what the catalog renders.".into(),
        None => sentence(&name.replace('-', " ")),
    };
    let page = rule.map_or(summary.as_str(), |rule| rule.page);
    let mut descriptor = json!({
        "id": name,
        "name": pascal(name),
        "shortDescription": { "text": summary },
        "fullDescription": { "text": summary },
        "help": { "text": page, "markdown": page },
        "helpUri": report.page_of(name).unwrap_or_else(|| env!("CARGO_PKG_REPOSITORY").into()),
    });
    let default = rule.map_or(Some(Level::Error), |rule| rule.level);
    descriptor["defaultConfiguration"] = match default {
        Some(default) => json!({ "level": level(default) }),
        None => json!({ "enabled": false }),
    };
    descriptor
}

/// `link-incomplete` as `LinkIncomplete`, which SARIF asks of a rule's name,
/// and `drift` as `DriftRule`, since a name that only repeats the id is refused.
fn pascal(name: &str) -> String {
    let word = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect::<String>()
    };
    let joined: String = name.split('-').map(word).collect();
    if name.contains('-') { joined } else { joined + "Rule" }
}

/// A message as SARIF wants it: with a capital and a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return String::from("-.") };
    let stop = if text.ends_with(['.', '!', '?', '。']) { "" } else { "." };
    format!("{}{}{stop}", first.to_uppercase(), chars.as_str())
}

/// A file's name as a relative reference of RFC 3986, or as an absolute
/// `file` address. A colon is escaped too, since before the first slash it
/// would end a scheme.
fn uri(name: &str) -> String {
    let mut out = String::from(if name.starts_with('/') { "file://" } else { "" });
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Format, sample};

    #[test]
    fn columns_are_code_points_after_chinese_and_emoji() {
        let log = sample::everything().json(Format::Sarif);
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let location = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(
            location["region"],
            json!({ "startLine": 2, "startColumn": 14, "endLine": 2, "endColumn": 19, "snippet": { "text": "https" } })
        );
        assert_eq!(location["artifactLocation"]["uri"], "catalog.yaml");
    }

    #[test]
    fn a_result_has_its_rule_fix_and_related_places() {
        let log = sample::everything().json(Format::Sarif);
        let run = &log["runs"][0];
        let result = &run["results"][1];
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "link-incomplete");
        assert_eq!(run["tool"]["driver"]["rules"][index]["name"], "LinkIncomplete");
        assert_eq!(
            result["message"]["text"],
            "The link stops after its scheme. Give the whole address, or `null` if nobody knows it."
        );
        assert_eq!(
            result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "docs/%E8%AF%BB%20me%3A1.md"
        );
        let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(replacement["insertedContent"]["text"], "null");
        assert_eq!(replacement["deletedRegion"]["startColumn"], 11);
    }

    #[test]
    fn only_rules_that_found_something_are_told_and_drift_is_one() {
        let log = sample::everything().json(Format::Sarif);
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
        assert_eq!(
            ids,
            ["name-repeats-itself", "link-incomplete", "link-whitespace", "not-in-the-list", "drift"]
        );
    }

    #[test]
    fn a_clean_run_still_has_results_and_rules() {
        let log = sample::clean().json(Format::Sarif);
        assert_eq!(log["runs"][0]["results"], json!([]));
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"], json!([]));
    }

    #[test]
    fn names_of_files_become_references() {
        assert_eq!(uri("a b/好.md"), "a%20b/%E5%A5%BD.md");
        assert_eq!(uri("c:x"), "c%3Ax");
        assert_eq!(uri("/tmp/x"), "file:///tmp/x");
    }
}
