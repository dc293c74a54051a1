//! The report as JSON: all of it, nothing shortened.

use super::report::{Change, Place, Report};
use crate::readme::records::{NoteKind, Verdict};
use serde_json::{Value, json};

/// The whole report. Keys are stable; new ones may come.
pub fn json(report: &Report) -> Value {
    let sections: Vec<Value> = report
        .sections
        .iter()
        .map(|section| {
            json!({
                "id": section.id,
                "title": section.title,
                "records": section.records,
                "written_as": section.shape.name(),
                "lines": [section.lines.0, section.lines.1],
                "fields": section.fields,
                "why": verdict(&section.verdict),
            })
        })
        .collect();
    let untouched: Vec<Value> = report
        .untouched
        .iter()
        .map(|left| {
            json!({
                "written_as": left.shape.name(),
                "place": place(&left.place),
                "last_line": left.last_line,
                "rows": left.rows,
                "why": verdict(&left.verdict),
            })
        })
        .collect();
    let doubts: Vec<Value> = report
        .doubts
        .iter()
        .map(|doubt| json!({ "place": place(&doubt.place), "what": doubt.what }))
        .collect();
    let of_kind = |wanted: &str| -> Vec<Value> {
        report.changes.iter().filter(|change| kind(change) == wanted).map(change).collect()
    };
    let mut account = serde_json::Map::new();
    for (name, count) in report.account.rows() {
        account.insert(
            name.replace(' ', "_"),
            json!({ "source": count.source, "in_catalog": count.catalog, "in_readme": count.readme }),
        );
    }
    account.insert("empty_items_left_out".into(), json!(report.account.empty_items));
    account.insert("balances".into(), json!(report.account.balances()));
    json!({
        "version": 1,
        "file": report.file,
        "preset": report.preset,
        "language": report.language,
        "records": report.records(),
        "repair": report.repair.as_ref().map(|repair| json!({
            "encoding": repair.encoding,
            "characters": repair.characters,
            "with_lost_bytes": repair.lost,
            "uncertain": repair.uncertain.iter().map(|unsure| json!({
                "place": place(&unsure.place),
                "chosen": unsure.chosen.to_string(),
                "confidence": (f64::from(unsure.confidence) * 1000.0).round() / 1000.0,
                "others": unsure.others.iter().map(char::to_string).collect::<Vec<_>>(),
                "around": unsure.around,
            })).collect::<Vec<_>>(),
            "beyond_repair": repair.beyond_repair.iter().map(place).collect::<Vec<_>>(),
        })),
        "sections": sections,
        "normalised": of_kind("normalised"),
        "placeholders": of_kind("placeholder"),
        "untyped": of_kind("untyped"),
        "mended": of_kind("mended"),
        "doubts": doubts,
        "left": untouched,
        "account": account,
    })
}

fn kind(change: &Change) -> &'static str {
    match change.kind {
        NoteKind::Normalised(_) => "normalised",
        NoteKind::Placeholder => "placeholder",
        NoteKind::Untyped => "untyped",
        NoteKind::Mended(..) => "mended",
    }
}

fn change(change: &Change) -> Value {
    let mut out = json!({
        "place": place(&change.place),
        "section": change.section,
        "field": change.field,
        "from": change.from,
    });
    match &change.kind {
        NoteKind::Normalised(to) => out["to"] = json!(to),
        NoteKind::Mended(what, _) => out["what"] = json!(what),
        NoteKind::Placeholder | NoteKind::Untyped => {}
    }
    out
}

fn place(place: &Place) -> Value {
    json!({
        "line": place.at.line,
        "column": place.at.column,
        "start": place.span.start(),
        "end": place.span.end(),
    })
}

fn verdict(verdict: &Verdict) -> Value {
    let reasons: Vec<Value> = verdict
        .reasons
        .iter()
        .map(|reason| json!({ "weight": reason.weight, "reason": reason.text }))
        .collect();
    match &verdict.forced {
        Some(why) => json!({ "decided_by": why }),
        None => json!({ "score": verdict.score(), "reasons": reasons }),
    }
}
