//! Vocabularies as schemas: the terms by their ids, each with its labels to
//! show, and every other spelling that is read.

use super::described;
use crate::catalog::about;
use crate::catalog::model::Catalog;
use crate::value::{TermDef, Vocabulary};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// The name of a vocabulary's definition.
pub(super) fn definition(vocabulary: &str) -> String {
    format!("vocabulary-{vocabulary}")
}

/// The reference to a vocabulary's definition.
pub(super) fn reference(vocabulary: &str) -> Json {
    // A JSON pointer in the fragment of a URL.
    let escaped: String = definition(vocabulary).replace('~', "~0").replace('/', "~1");
    let encoded: String = url::form_urlencoded::byte_serialize(escaped.as_bytes()).collect();
    json!({ "$ref": format!("#/definitions/{}", encoded.replace('+', "%20").replace("%7E", "~")) })
}

/// One term, in any way that it is read.
pub(super) fn schema(vocabulary: &Vocabulary) -> Json {
    let mut ways: Vec<Json> = vocabulary.terms().iter().map(term).collect();
    let others = pattern(vocabulary);
    let numbers: Vec<Json> = vocabulary
        .terms()
        .iter()
        .filter_map(|term| term.id.parse::<i64>().ok().map(|number| json!(number)))
        .collect();
    if !numbers.is_empty() {
        ways.push(json!({ "enum": numbers }));
    }
    let says = "a label or alias of a term, or a term with a detail in brackets";
    ways.push(described(json!({ "type": "string", "pattern": others }), says));
    ways.push(json!({ "type": "null" }));
    json!({ "anyOf": ways })
}

fn term(term: &TermDef) -> Json {
    let mut labels: Vec<&str> = term.label.iter().map(|(_, label)| label).collect();
    labels.dedup();
    let label = labels.join(" · ");
    let mut schema = json!({ "const": *term.id, "title": label, "description": label });
    schema["markdownDescription"] = json!(about::term(term));
    schema
}

/// A pattern of every spelling, without regard to case, with or without the
/// blanks and hyphens in it. Other differences that do not count when terms
/// are read, such as full-width letters, do count here.
fn pattern(vocabulary: &Vocabulary) -> String {
    let spellings: BTreeSet<String> = vocabulary
        .terms()
        .iter()
        .flat_map(|term| {
            let labels = term.label.iter().map(|(_, label)| label.to_string());
            std::iter::once(term.id.to_string()).chain(labels).chain(term.aliases.iter().cloned())
        })
        .map(|spelling| lenient(&spelling))
        .collect();
    let all: Vec<String> = spellings.into_iter().collect();
    format!("^\\s*\\*?\\.?(?:{})(?:\\s*[(（].*[)）])?\\s*$", all.join("|"))
}

fn lenient(spelling: &str) -> String {
    let mut out = String::with_capacity(spelling.len() * 4);
    for c in spelling.trim_start_matches('*').trim_start_matches('.').chars() {
        let (lower, upper) = (c.to_lowercase().to_string(), c.to_uppercase().to_string());
        if matches!(c, ' ' | '-' | '_') {
            out.push_str("[ _-]?");
        } else if lower != upper && lower.chars().count() == 1 && upper.chars().count() == 1 {
            out.extend(["[", &lower, &upper, "]"]);
        } else {
            if "^$\\.*+?()[]{}|/".contains(c) {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// What may stand under `vocabularies`.
pub(super) fn stated(catalog: &Catalog) -> Json {
    let label = json!({ "type": super::SCALAR });
    let mut parts: Map<String, Json> =
        catalog.languages.iter().map(|tag| (tag.clone(), label.clone())).collect();
    let aliases = json!({ "type": ["array", "null"], "items": { "type": super::SCALAR } });
    parts.insert(about::ALIASES.name.to_string(), described(aliases, about::ALIASES.says));
    let others = if catalog.languages.len() > 1 { json!(false) } else { label };
    let term = json!({
        "description": "its label: text, or one for each language, with aliases",
        "type": ["string", "number", "boolean", "null", "object"],
        "properties": parts,
        "additionalProperties": others,
    });
    let vocabulary = json!({ "type": ["object", "null"], "additionalProperties": term });
    let known: Map<String, Json> = Vocabulary::builtin_names()
        .iter()
        .map(|name| {
            let says =
                format!("terms added to the built-in vocabulary `{name}`, or other labels for its terms");
            ((*name).to_string(), described(vocabulary.clone(), &says))
        })
        .collect();
    json!({ "type": ["object", "null"], "properties": known, "additionalProperties": vocabulary })
}
