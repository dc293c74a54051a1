//! Findings as diagnostics, and their fixes as quick fixes.

use super::place::range;
use super::project::{DRIFT, Output, Project};
use crate::finding::{Finding, Level, Safety};
use crate::lint;
use crate::report::rule_url;
use crate::text::{Edit, FileId, Span};
use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, NumberOrString, Uri,
};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::str::FromStr as _;

/// The diagnostics of a file.
pub(super) fn diagnostics(project: &Project, file: FileId) -> Vec<Diagnostic> {
    project
        .findings
        .iter()
        .filter(|finding| finding.primary.file == file)
        .map(|found| diagnostic(project, found))
        .collect()
}

fn diagnostic(project: &Project, finding: &Finding) -> Diagnostic {
    let source = project.sources.get(finding.primary.file);
    let severity = match finding.level {
        Level::Error => DiagnosticSeverity::ERROR,
        Level::Warning => DiagnosticSeverity::WARNING,
        Level::Info => DiagnosticSeverity::INFORMATION,
    };
    let mut message = finding.message.clone();
    if !finding.primary.text.is_empty() {
        message.push_str(&format!(" ({})", finding.primary.text));
    }
    if let Some(help) = &finding.help {
        message.push_str(&format!("\n{help}"));
    }
    let related: Vec<DiagnosticRelatedInformation> = finding
        .related
        .iter()
        .filter_map(|label| {
            let location = project.location(label.file, label.span)?;
            let message = if label.text.is_empty() { "here too".to_string() } else { label.text.clone() };
            Some(DiagnosticRelatedInformation { location, message })
        })
        .collect();
    let page = (finding.rule != DRIFT).then(|| Uri::from_str(&rule_url(finding.rule)).ok()).flatten();
    Diagnostic {
        range: range(source, finding.primary.span),
        severity: Some(severity),
        code: Some(NumberOrString::String(finding.rule.to_string())),
        code_description: page.map(|href| CodeDescription { href }),
        source: Some("catalint".to_string()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    }
}

/// The actions for the part `at` of a file: the fixes of the findings there,
/// rendering where a region drifted, and all safe fixes of the file at once.
pub(super) fn actions(project: &Project, file: FileId, at: Span) -> Vec<Json> {
    let touches = |span: Span| span.start() <= at.end() && at.start() <= span.end();
    let here =
        project.findings.iter().filter(|found| found.primary.file == file && touches(found.primary.span));
    let mut actions = Vec::new();
    for finding in here {
        let told = diagnostic(project, finding);
        if let Some(fix) = &finding.fix
            && let Some(edit) = workspace_edit(project, &BTreeMap::from([(fix.file, fix.edits.clone())]))
        {
            let safe = fix.safety == Safety::Safe;
            let doubt = if safe { "" } else { " (may change the meaning)" };
            actions.push(json!({
                "title": format!("{}{doubt}", fix.title),
                "kind": "quickfix",
                "isPreferred": safe,
                "diagnostics": [told],
                "edit": edit,
            }));
        }
        if finding.rule == DRIFT
            && let Some(output) = project.output(file)
            && let Some(edit) = rendering(output, &finding.subject)
            && let Some(edit) = workspace_edit(project, &BTreeMap::from([(file, vec![edit])]))
        {
            actions.push(json!({
                "title": format!("render the region `{}` from the catalog", finding.subject),
                "kind": "quickfix",
                "diagnostics": [told],
                "edit": edit,
            }));
        }
    }
    let own: Vec<Finding> = project
        .findings
        .iter()
        .filter(|finding| finding.fix.as_ref().is_some_and(|fix| fix.file == file))
        .cloned()
        .collect();
    let (edits, count) = lint::fixes(&own, false);
    if count > 0
        && let Some(edit) = workspace_edit(project, &edits)
    {
        actions.push(json!({
            "title": format!("mend all that can be mended safely ({count})"),
            "kind": "source.fixAll.catalint",
            "edit": edit,
        }));
    }
    actions
}

/// The edit that renders a region.
fn rendering(output: &Output, region: &str) -> Option<Edit> {
    let rendered = output.rendered.as_ref()?;
    let region = rendered.regions.iter().find(|found| found.name == region)?;
    Some(Edit::new(region.before, &rendered.text[region.after.range()]))
}

/// Edits as the protocol has them; files in the order of the project.
pub(super) fn workspace_edit(project: &Project, edits: &BTreeMap<FileId, Vec<Edit>>) -> Option<Json> {
    let mut changes = serde_json::Map::new();
    for (file, edits) in edits {
        let uri = project.uri(*file)?;
        changes.insert(uri.as_str().to_string(), json!(text_edits(project, *file, edits)));
    }
    Some(json!({ "changes": changes }))
}

/// Edits to one file.
fn text_edits(project: &Project, file: FileId, edits: &[Edit]) -> Vec<Json> {
    let source = project.sources.get(file);
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    edits
        .into_iter()
        .map(|edit| json!({ "range": range(source, edit.span), "newText": edit.replacement }))
        .collect()
}
