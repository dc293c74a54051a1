//! Entries as schemas: each field by its type.

use super::{SCALAR, described, object, terms};
use crate::catalog::about;
use crate::catalog::schema::{Field, Fields};
use crate::value::{Kind, license};
use serde_json::{Map, Value as Json, json};

/// An entry with these fields.
pub(super) fn schema(fields: &Fields) -> Json {
    let mut properties: Map<String, Json> =
        fields.iter().map(|field| (field.id.clone(), value_of(field))).collect();
    let id = described(json!({ "type": SCALAR }), about::ENTRY_ID.says);
    properties.entry("id").or_insert(id);
    let required: Vec<&str> =
        fields.iter().filter(|field| field.required).map(|field| field.id.as_str()).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// Alternatives are told apart by type, and as little as can be by `anyOf`:
/// what editors say of a value that fits none of many is of no use.
fn value_of(field: &Field) -> Json {
    let mut schema = written(field);
    if !field.required
        && let Some(types) = schema.get_mut("type").and_then(Json::as_array_mut)
    {
        // Null means unknown, which a required field must not be.
        types.push(json!("null"));
    }
    let mut titles: Vec<&str> = field.title.iter().map(|(_, title)| title).collect();
    titles.dedup();
    schema["title"] = json!(titles.join(" · "));
    schema["description"] = json!(about::kind(field.kind).replace('`', ""));
    schema["markdownDescription"] = json!(about::field(field));
    schema
}

fn written(field: &Field) -> Json {
    let localized = json!({ "$ref": "#/definitions/localized" });
    match field.kind {
        Kind::Text | Kind::Prose => {
            json!({ "type": ["string", "number", "boolean", "object"], "allOf": [localized] })
        }
        Kind::List => json!({
            "type": ["array", "string", "number", "boolean", "object"],
            "items": localized,
            "if": { "type": "object" },
            "then": localized,
        }),
        Kind::Term => json!({ "type": SCALAR, "allOf": [term(field)] }),
        Kind::Terms => json!({
            "type": ["array", "string", "number", "boolean"],
            "if": { "type": "array" },
            "then": { "items": term(field) },
            "else": term(field),
        }),
        Kind::Size => json!({ "type": ["string", "number"] }),
        Kind::Link => link(field),
        Kind::Links => {
            let mut schema = link(field);
            let mut item = link(field);
            item["type"] = json!(["string", "object", "null"]);
            schema["items"] = item;
            schema["type"] = json!(["array", "string", "object"]);
            schema
        }
        Kind::Number => {
            let pattern = "^[+-]?[0-9][0-9,]*([.][0-9]+)?([eE][+-]?[0-9]+)?$";
            json!({ "type": ["number", "string"], "pattern": pattern })
        }
        Kind::Date => {
            let pattern = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$";
            json!({ "type": ["integer", "string"], "minimum": 0, "maximum": 9999, "pattern": pattern })
        }
        Kind::Bool => json!({ "type": ["boolean", "string"], "pattern": "^([yY]es|[nN]o)$" }),
        Kind::License => {
            let ids = license::identifiers().iter();
            let offered: Vec<Json> = ids.map(|id| json!({ "label": id, "body": id })).collect();
            json!({ "type": ["string"], "defaultSnippets": offered })
        }
        Kind::Image => {
            let mut schema = object(about::IMAGE, |_| json!({ "type": SCALAR }));
            schema["type"] = json!(["string", "object"]);
            schema["required"] = json!(["url"]);
            schema
        }
        Kind::Enum => {
            // Reading knows texts only, a schema knows numbers and booleans too.
            let mut values: Vec<Json> = Vec::new();
            for choice in &field.choices {
                values.push(json!(choice));
                let read = serde_json::from_str::<Json>(choice).ok();
                values.extend(read.filter(|value| value.is_number() || value.is_boolean()));
            }
            if !field.required {
                values.push(Json::Null);
            }
            json!({ "enum": values })
        }
    }
}

fn term(field: &Field) -> Json {
    match &field.vocabulary {
        Some(vocabulary) => terms::reference(vocabulary.id()),
        None => json!({ "type": SCALAR }),
    }
}

/// A URL, a link as Markdown has it, or an object of URL and text.
fn link(field: &Field) -> Json {
    let schemes: Vec<String> = field.schemes().into_iter().map(scheme).collect();
    let mut url = format!("(?:{})[^\\s]+", schemes.join("|"));
    if field.relative {
        // No colon stands in what comes first.
        url = format!("(?:{url}|[^\\s:/?#]+(?:[/?#][^\\s]*)?|[/?#][^\\s]*)");
    }
    let mut schema = object(about::LINK, |key| {
        if key == "url" {
            json!({ "type": "string", "pattern": format!("^{url}$") })
        } else {
            json!({ "type": SCALAR })
        }
    });
    schema["type"] = json!(["string", "object"]);
    schema["pattern"] = json!(format!("^(?:{url}|\\[.*\\]\\(.*\\)|<.*>)$"));
    schema["required"] = json!(["url"]);
    schema
}

/// A scheme in any case, and what must follow it.
fn scheme(scheme: &str) -> String {
    let letters: String = scheme
        .chars()
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' => format!("[{}{}]", c.to_ascii_lowercase(), c.to_ascii_uppercase()),
            '.' | '+' => format!("[{c}]"),
            c => c.to_string(),
        })
        .collect();
    let follows = if matches!(scheme, "http" | "https" | "ftp") { "//" } else { "" };
    format!("{letters}:{follows}")
}
