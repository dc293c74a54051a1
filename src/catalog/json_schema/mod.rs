//! Catalog → a JSON Schema of that very catalog, for editors.
//!
//! Draft 7, which every YAML language server speaks. It knows the catalog's
//! fields, languages, vocabularies and sections with columns of their own. It
//! is as strict as a schema can be without being stricter than the reader,
//! but for one thing: a term that the vocabulary does not have is refused,
//! where reading keeps it and a rule warns.

mod entry;
mod terms;

use super::about::{self, Key};
use super::align::Align;
use super::model::{Catalog, Section};
use super::preset;
use super::read::{RESERVED_REGIONS, VERSION};
use super::schema::Fields;
use crate::finding::RuleInfo;
use crate::value::{Kind, Vocabulary};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The schema of `catalog`, whose rules are `rules`.
pub fn schema(catalog: &Catalog, rules: &[RuleInfo]) -> Json {
    let mut columns = Columns { sets: vec![Set::new(&catalog.fields)] };
    columns.visit(&catalog.sections, 0);
    let mut definitions = Map::new();
    definitions.insert("localized".to_string(), localized(catalog));
    for vocabulary in vocabularies(catalog, &columns).values() {
        definitions.insert(terms::definition(vocabulary.id()), terms::schema(vocabulary));
    }
    for (index, set) in columns.sets.iter().enumerate() {
        definitions.insert(name("entry", index), entry::schema(&set.fields));
        definitions
            .insert(name("section", index), section(index, &json!({ "$ref": reference("entry", index) })));
        definitions.insert(name("sections", index), sections(index, set));
    }
    definitions.insert("section-any".to_string(), section(0, &json!({ "type": "object" })));
    definitions.insert("field".to_string(), field(catalog));
    definitions.insert("level".to_string(), level());
    let title = catalog.title.as_ref().map_or("catalint", |title| title.get(catalog.language()));
    let mut schema = object(about::CATALOG, |key| top(key, catalog, rules));
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!(title);
    schema["description"] = json!("A catalog of records, from which READMEs are rendered");
    // An included file holds sections and nothing else.
    if catalog.includes.is_empty() {
        schema["required"] = json!(["version"]);
    } else {
        let sections_only = json!({ "maxProperties": 1, "required": ["sections"] });
        schema["anyOf"] = json!([{ "required": ["version"] }, sections_only]);
    }
    schema["definitions"] = Json::Object(definitions);
    schema
}

/// An object with these keys and no others.
fn object(keys: &[Key], value: impl Fn(&str) -> Json) -> Json {
    let properties: Map<String, Json> =
        keys.iter().map(|key| (key.name.to_string(), described(value(key.name), key.says))).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// A schema with a word on what it is for.
fn described(schema: Json, says: &str) -> Json {
    // Beside a reference nothing else counts.
    let mut schema = if schema.get("$ref").is_some() { json!({ "allOf": [schema] }) } else { schema };
    schema["description"] = json!(says.replace('`', ""));
    schema["markdownDescription"] = json!(says);
    schema
}

/// A choice of words, each with what it means.
fn words<'w>(words: impl IntoIterator<Item = (&'w str, &'w str)>) -> Json {
    let choices: Vec<Json> =
        words.into_iter().map(|(word, says)| described(json!({ "const": word }), says)).collect();
    json!({ "anyOf": choices })
}

fn name(what: &str, index: usize) -> String {
    if index == 0 { what.to_string() } else { format!("{what}-{}", index + 1) }
}

fn reference(what: &str, index: usize) -> String {
    format!("#/definitions/{}", name(what, index))
}

fn list(items: &Json) -> Json {
    json!({ "type": ["array", "null"], "items": items })
}

/// What a single value can be that is read as text.
const SCALAR: [&str; 3] = ["string", "number", "boolean"];

/// A text, or one for each language, or nothing.
fn text() -> Json {
    json!({ "$ref": "#/definitions/localized" })
}

fn localized(catalog: &Catalog) -> Json {
    let one = json!({ "type": ["string", "number", "boolean", "null"] });
    let each: Map<String, Json> = catalog.languages.iter().map(|tag| (tag.clone(), one.clone())).collect();
    // A catalog that states no languages may still say which one a text is in.
    let others = if catalog.languages.len() > 1 { json!(false) } else { one };
    json!({
        "type": ["string", "number", "boolean", "null", "object"],
        "properties": each,
        "additionalProperties": others,
    })
}

fn top(key: &str, catalog: &Catalog, rules: &[RuleInfo]) -> Json {
    match key {
        "version" => json!({ "enum": [1, VERSION] }),
        "title" => text(),
        "languages" => {
            list(&json!({ "type": "string", "examples": ["en", "zh-Hans", "de", "es", "fr", "ja"] }))
        }
        "preset" => words(preset::ALL.iter().map(|preset| (preset.name, about::preset(preset.name)))),
        "outputs" => list(&output(catalog)),
        "tables" => words([
            ("compact", "one blank of padding: one changed record is one changed line"),
            ("aligned", "columns as wide as their widest cell"),
        ]),
        "marks" => words([
            ("plain", "the name of the region, and nothing that changes"),
            ("hash", "end marks keep a hash of what was rendered, by which an edit by hand is known"),
        ]),
        "fields" => {
            json!({ "type": "object", "additionalProperties": { "$ref": "#/definitions/field" }, "propertyNames": { "not": { "const": "id" } } })
        }
        "vocabularies" => terms::stated(catalog),
        "rules" => levels(rules),
        "include" => json!({ "type": ["string", "array", "null"], "items": { "type": "string" } }),
        _ => json!({ "$ref": reference("sections", 0) }),
    }
}

fn output(catalog: &Catalog) -> Json {
    let mut parts = object(about::OUTPUT, |key| match key {
        "language" => json!({ "enum": catalog.languages }),
        _ => json!({ "type": "string" }),
    });
    parts["required"] = json!(["file"]);
    parts["type"] = json!(["string", "object"]);
    parts
}

fn level() -> Json {
    let mut level = words([
        ("error", "wrong: fails a run"),
        ("warning", "probably wrong: fails a run under `--strict`"),
        ("info", "worth knowing"),
        ("off", "not told"),
    ]);
    // YAML 1.1 takes a bare `off` for false.
    if let Some(choices) = level["anyOf"].as_array_mut() {
        choices.push(json!({ "const": false }));
    }
    level
}

fn levels(rules: &[RuleInfo]) -> Json {
    let properties: Map<String, Json> = rules
        .iter()
        .map(|rule| {
            let default = rule.level.map_or("off", crate::finding::Level::name);
            let schema = json!({ "title": rule.name, "allOf": [{ "$ref": "#/definitions/level" }] });
            (rule.name.to_string(), described(schema, &format!("{}; `{default}` unless set", rule.summary)))
        })
        .collect();
    json!({ "type": ["object", "null"], "properties": properties, "additionalProperties": false })
}

/// A field's definition: its type, or more, or nothing to take it as it is.
fn field(catalog: &Catalog) -> Json {
    let mut kinds = words(Kind::ALL.iter().map(|kind| (kind.name(), about::kind(*kind))));
    let own = catalog.vocabularies.iter().map(|own| own.id.as_str());
    let mut vocabularies: Vec<&str> = own.chain(Vocabulary::builtin_names().iter().copied()).collect();
    vocabularies.sort_unstable();
    vocabularies.dedup();
    let parts = object(about::FIELD, |key| match key {
        "type" => kinds.clone(),
        "required" | "relative" | "column" => json!({ "type": "boolean" }),
        "title" => text(),
        "vocabulary" => json!({ "enum": vocabularies }),
        "values" => list(&json!({ "type": SCALAR })),
        "schemes" => list(&json!({ "type": "string" })),
        _ => json!({ "type": "string" }),
    });
    if let Some(ways) = kinds["anyOf"].as_array_mut() {
        ways.extend([parts, json!({ "type": "null" })]);
    }
    kinds
}

/// A section whose entries are as `entry` says.
fn section(index: usize, entry: &Json) -> Json {
    let mut parts = object(about::SECTION, |key| match key {
        "id" => json!({
            "type": ["string", "number"],
            "pattern": "^[^\\s`~!@#$%^&*()=+\\[\\]{}\\\\|;:'\",<>?]+$",
            "not": { "anyOf": [{ "enum": RESERVED_REGIONS }, { "type": "string", "pattern": "--" }] },
        }),
        "title" | "note" => text(),
        "layout" => words([
            ("table", "one row an entry"),
            ("list", "a bullet an entry"),
            ("prose", "a heading and paragraphs an entry"),
        ]),
        "marker" => json!({
            "type": "string",
            "pattern": "^([-*+]|[0-9]{1,9}[.)]|[0-9]{1,9}[.] [0-9]{1,9}[.] [0-9]{1,9}[.]|[0-9]{1,9}[)] [0-9]{1,9}[)] [0-9]{1,9}[)])$",
        }),
        "align" => {
            let word = json!({ "enum": Align::ALL.map(Align::name) });
            json!({ "anyOf": [word, { "type": "array", "items": word }] })
        }
        "heading" => json!({ "enum": [1, 2, 3, 4, 5, 6] }),
        "fields" => {
            json!({ "type": ["object", "null"], "additionalProperties": { "$ref": "#/definitions/field" } })
        }
        "entries" => list(entry),
        _ => json!({ "$ref": reference("sections", index) }),
    });
    parts["required"] = json!(["id"]);
    parts
}

/// A list of sections that stand in one with the columns of `set`. Those with
/// columns of their own are known by their ids; of others that state columns
/// nothing is known until the schema is made anew.
fn sections(index: usize, set: &Set) -> Json {
    let refer = |what: &str, index| json!({ "$ref": reference(what, index) });
    let states_fields = json!({ "required": ["fields"] });
    if set.below.is_empty() {
        let any = json!({ "$ref": "#/definitions/section-any" });
        return list(&json!({ "if": states_fields, "then": any, "else": refer("section", index) }));
    }
    let among = |ids: &[&str]| json!({ "required": ["id"], "properties": { "id": { "enum": ids } } });
    let all: Vec<&str> = set.below.values().flatten().map(String::as_str).collect();
    let known = among(&all);
    let mut cases: Vec<Json> = set
        .below
        .iter()
        .map(|(below, ids)| {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            json!({ "if": among(&ids), "then": refer("section", *below) })
        })
        .collect();
    let any = json!({ "allOf": [{ "not": known }, states_fields] });
    cases.push(json!({ "if": any, "then": { "$ref": "#/definitions/section-any" } }));
    let plain = json!({ "not": { "anyOf": [known, states_fields] } });
    cases.push(json!({ "if": plain, "then": refer("section", index) }));
    list(&json!({ "allOf": cases }))
}

/// The sets of columns that sections have, each once; the catalog's is first.
struct Columns {
    sets: Vec<Set>,
}

struct Set {
    fields: Arc<Fields>,
    /// The ids of the sections below such ones that have other columns, by the
    /// index of their set.
    below: BTreeMap<usize, Vec<String>>,
}

impl Set {
    fn new(fields: &Arc<Fields>) -> Self {
        Set { fields: fields.clone(), below: BTreeMap::new() }
    }
}

impl Columns {
    fn visit(&mut self, sections: &[Section], around: usize) {
        for section in sections {
            let mut own = around;
            if section.own_fields {
                own = self.index(&section.fields);
                self.sets[around].below.entry(own).or_default().push(section.id.clone());
            }
            self.visit(&section.sections, own);
        }
    }

    /// The index of a set of columns. Few lists have more than a few.
    fn index(&mut self, fields: &Arc<Fields>) -> usize {
        let wanted = entry::schema(fields);
        let found = self.sets.iter().skip(1).position(|set| entry::schema(&set.fields) == wanted);
        found.map_or_else(
            || {
                self.sets.push(Set::new(fields));
                self.sets.len() - 1
            },
            |index| index + 1,
        )
    }
}

/// Every vocabulary that a field uses, by id.
fn vocabularies<'c>(catalog: &'c Catalog, columns: &'c Columns) -> BTreeMap<&'c str, &'c Vocabulary> {
    let sets = columns.sets.iter().map(|set| &set.fields).chain([&catalog.fields]);
    let of_terms = |kind: Kind| matches!(kind, Kind::Term | Kind::Terms);
    sets.flat_map(|fields| fields.iter())
        .filter(|field| of_terms(field.kind))
        .filter_map(|field| field.vocabulary.as_deref())
        .map(|vocabulary| (vocabulary.id(), vocabulary))
        .collect()
}

#[cfg(test)]
mod tests;
