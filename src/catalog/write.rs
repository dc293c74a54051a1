//! Catalog → YAML in the canonical layout.
//!
//! Block style for mappings, flow style for short lists, quotes only where a
//! reader needs them, no folded lines, one blank line between sections. What
//! `migrate` writes and what `absorb` puts in are written here; a catalog
//! that people have edited is never written anew.

use super::align::{Align, Aligns};
use super::model::{Catalog, Entry, OwnVocabulary, Section, TableStyle};
use super::preset;
use super::read::VERSION;
use super::scalar::{self, Place};
use super::schema::{Field, Fields};
use crate::value::{Kind, Localized, Value, Written};
use std::fmt::Write as _;

/// The widest a list may be, in characters, to stand on one line.
pub(super) const FLOW_WIDTH: usize = 100;

/// A value as it stands after its key: one line, or a block whose lines are
/// indented by `indent` blanks.
pub fn value(found: &Value, field: &Field, indent: usize) -> String {
    if let Value::Text(text) = found {
        return localized(text, indent);
    }
    match found.write(field.kind, field.vocabulary.as_deref()) {
        Written::Text(text) if is_number_like(field.kind) => scalar::bare(&text, Place::Block).into_owned(),
        Written::Text(text) => plain(&text, indent),
        Written::List(items) => sequence(&items.iter().map(flow).collect::<Vec<_>>(), indent),
        other => flow_in(&other, Place::Block),
    }
}

/// A value on one line, as it may stand within brackets.
pub fn value_in_flow(found: &Value, field: &Field) -> String {
    match found.write(field.kind, field.vocabulary.as_deref()) {
        Written::Text(text) if is_number_like(field.kind) => scalar::bare(&text, Place::Flow).into_owned(),
        other => flow(&other),
    }
}

/// A text, or one per language, as it may stand within brackets.
pub fn flow_text(text: &Localized) -> String {
    localized_flow(text, Place::Flow)
}

/// Sizes and dates are what they look like, and need no quotes for that.
fn is_number_like(kind: Kind) -> bool {
    matches!(kind, Kind::Size | Kind::Date | Kind::Number)
}

fn flow(written: &Written) -> String {
    flow_in(written, Place::Flow)
}

fn flow_in(written: &Written, place: Place) -> String {
    match written {
        Written::Text(text) => scalar::text(text, place).into_owned(),
        Written::Number(digits) => scalar::bare(digits, place).into_owned(),
        Written::Bool(yes) => yes.to_string(),
        Written::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Written::Map(pairs) => {
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(key, value)| format!("{}: {}", scalar::text(key, Place::Flow), flow(value)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}

/// A text, or one per language, as it stands after its key.
pub fn localized(text: &Localized, indent: usize) -> String {
    if !text.is_plain() {
        if text.iter().any(|(_, text)| scalar::fits_literal(text)) {
            let mut out = String::new();
            for (language, text) in text.iter() {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', indent));
                push_pair(language, &plain(text, indent + 2), &mut out);
            }
            return out;
        }
        return localized_flow(text, Place::Block);
    }
    plain(text.get(""), indent)
}

fn plain(text: &str, indent: usize) -> String {
    if scalar::fits_literal(text) {
        scalar::literal(text, indent)
    } else {
        scalar::text(text, Place::Block).into_owned()
    }
}

fn localized_flow(text: &Localized, place: Place) -> String {
    if text.is_plain() {
        return scalar::text(text.get(""), place).into_owned();
    }
    let pairs: Vec<String> = text
        .iter()
        .map(|(language, text)| {
            format!("{}: {}", scalar::text(language, Place::Flow), scalar::text(text, Place::Flow))
        })
        .collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// A list in brackets if it is short, else an item a line.
fn sequence(items: &[String], indent: usize) -> String {
    let width: usize = items.iter().map(|item| item.chars().count() + 2).sum();
    if width <= FLOW_WIDTH {
        return format!("[{}]", items.join(", "));
    }
    items.iter().fold(String::new(), |mut out, item| {
        let _ = write!(out, "\n{}- {item}", " ".repeat(indent));
        out
    })
}

/// A key with its value, from the key on, without a line end.
pub fn pair(key: &str, written: &str) -> String {
    let mut out = String::with_capacity(key.len() + 2 + written.len());
    push_pair(key, written, &mut out);
    out
}

fn push_pair(key: &str, written: &str, out: &mut String) {
    out.push_str(&scalar::text(key, Place::Flow));
    out.push_str(if written.starts_with('\n') { ":" } else { ": " });
    out.push_str(written);
}

/// An entry as an item of `entries`, whose dash stands `indent` blanks deep;
/// every line ends with `\n`. Fields come in the order of `fields`.
pub fn entry(found: &Entry, fields: &Fields, indent: usize) -> String {
    let mut out = String::new();
    push_entry(found, fields, indent, &mut out);
    out
}

fn push_entry(found: &Entry, fields: &Fields, indent: usize, out: &mut String) {
    let inner = indent + 2;
    let start = out.len();
    let mut push = |key: &str, written: &str| {
        out.extend(std::iter::repeat_n(' ', indent));
        out.push_str(if out.len() == start + indent { "- " } else { "  " });
        push_pair(key, written, out);
        out.push('\n');
    };
    if let Some(id) = &found.id {
        push("id", &scalar::text(id, Place::Block));
    }
    for (index, field) in fields.iter().enumerate() {
        if let Some(known) = found.value(index) {
            push(&field.id, &value(known, field, inner + 2));
        }
    }
    if out.len() == start {
        let _ = writeln!(out, "{}- {{}}", " ".repeat(indent));
    }
}

/// A whole catalog. Its included files are not written.
pub fn catalog(found: &Catalog) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "version: {VERSION}");
    if let Some(title) = &found.title {
        let _ = writeln!(out, "{}", pair("title", &localized(title, 2)));
    }
    if found.languages.len() > 1 || found.languages.first().is_some_and(|tag| tag != "en") {
        let tags: Vec<_> = found.languages.iter().map(|tag| scalar::text(tag, Place::Flow)).collect();
        let _ = writeln!(out, "languages: [{}]", tags.join(", "));
    }
    if let Some(preset) = &found.preset {
        let _ = writeln!(out, "preset: {}", scalar::text(preset, Place::Block));
    }
    if !found.outputs.is_empty() {
        out.push_str("\noutputs:\n");
        for output in &found.outputs {
            let _ = writeln!(out, "  - file: {}", scalar::text(&output.file, Place::Block));
            if let Some(language) = &output.language {
                let _ = writeln!(out, "    language: {}", scalar::text(language, Place::Block));
            }
        }
    }
    if found.tables == TableStyle::Aligned {
        out.push_str("tables: aligned\n");
    }
    if found.sealed {
        out.push_str("marks: hash\n");
    }
    if !found.rules.is_empty() {
        out.push_str("\nrules:\n");
        for setting in &found.rules {
            let level = setting.level.map_or("off", crate::finding::Level::name);
            let _ = writeln!(out, "  {}: {level}", setting.rule);
        }
    }
    if found.own_fields {
        out.push('\n');
        let preset = found.preset.as_deref().and_then(preset::find).unwrap_or(&preset::PLAIN);
        fields(&found.fields, &Fields::new(preset.fields()), 0, &mut out);
    }
    if !found.vocabularies.is_empty() {
        out.push_str("\nvocabularies:\n");
        for vocabulary in &found.vocabularies {
            own_vocabulary(vocabulary, &mut out);
        }
    }
    out.push('\n');
    if found.sections.is_empty() {
        out.push_str("sections: []\n");
    } else {
        out.push_str("sections:\n");
        sections(&found.sections, &found.fields, 2, &mut out);
    }
    out
}

fn own_vocabulary(vocabulary: &OwnVocabulary, out: &mut String) {
    let _ = writeln!(out, "  {}:", scalar::text(&vocabulary.id, Place::Flow));
    for (term, _) in &vocabulary.terms {
        let id = scalar::text(&term.id, Place::Flow);
        if term.aliases.is_empty() && term.label.is_plain() {
            let _ = writeln!(out, "    {id}: {}", scalar::text(term.label.get(""), Place::Block));
            continue;
        }
        let mut parts: Vec<String> = if term.label.is_plain() {
            vec![format!("en: {}", scalar::text(term.label.get(""), Place::Flow))]
        } else {
            term.label
                .iter()
                .map(|(tag, text)| format!("{tag}: {}", scalar::text(text, Place::Flow)))
                .collect()
        };
        if !term.aliases.is_empty() {
            let aliases: Vec<_> = term.aliases.iter().map(|alias| scalar::text(alias, Place::Flow)).collect();
            parts.push(format!("aliases: [{}]", aliases.join(", ")));
        }
        let _ = writeln!(out, "    {id}: {{ {} }}", parts.join(", "));
    }
}

/// Fields as stated where `base` holds without them: what a field of the same
/// id has there and this one has not is taken back.
fn fields(found: &Fields, base: &Fields, indent: usize, out: &mut String) {
    let pad = " ".repeat(indent);
    let _ = writeln!(out, "{pad}fields:");
    for field in found {
        let inherited = base.find(&field.id).map(|index| &base[index]);
        let mut parts = vec![format!("type: {}", field.kind.name())];
        if let Some(vocabulary) = field.vocabulary_id.as_ref().filter(|_| field.kind != Kind::Size) {
            parts.push(format!("vocabulary: {}", scalar::text(vocabulary, Place::Flow)));
        }
        if field.required {
            parts.push("required: true".to_string());
        } else if inherited.is_some_and(|inherited| inherited.required) {
            parts.push("required: false".to_string());
        }
        if let Some(on) = &field.on {
            parts.push(format!("on: {}", scalar::text(on, Place::Flow)));
        } else if inherited.is_some_and(|inherited| inherited.on.is_some()) {
            parts.push("on: null".to_string());
        }
        if field.relative {
            parts.push("relative: true".to_string());
        } else if inherited.is_some_and(|inherited| inherited.relative && inherited.kind == field.kind) {
            parts.push("relative: false".to_string());
        }
        if !field.column {
            parts.push("column: false".to_string());
        } else if inherited.is_some_and(|inherited| !inherited.column) {
            parts.push("column: true".to_string());
        }
        for (key, texts) in [("schemes", &field.schemes), ("values", &field.choices)] {
            if !texts.is_empty() {
                let texts: Vec<_> = texts.iter().map(|text| scalar::text(text, Place::Flow)).collect();
                parts.push(format!("{key}: [{}]", texts.join(", ")));
            }
        }
        // The preset's own titles are in languages that the catalog may not have.
        if inherited.is_none_or(|inherited| inherited.title != field.title) {
            parts.push(format!("title: {}", localized_flow(&field.title, Place::Flow)));
        }
        let _ = writeln!(out, "{pad}  {}: {{ {} }}", scalar::text(&field.id, Place::Flow), parts.join(", "));
    }
}

fn sections(found: &[Section], base: &Fields, indent: usize, out: &mut String) {
    for (at, section) in found.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        write_section(section, base, indent, out);
    }
}

fn write_section(section: &Section, base: &Fields, indent: usize, out: &mut String) {
    let inner = indent + 2;
    let pad = " ".repeat(inner);
    let _ = writeln!(out, "{}- id: {}", " ".repeat(indent), scalar::text(&section.id, Place::Block));
    let _ = writeln!(out, "{pad}{}", pair("title", &localized(&section.title, inner + 2)));
    if section.layout != super::model::Layout::Table {
        let _ = writeln!(out, "{pad}layout: {}", section.layout.name());
    }
    if section.marker != super::Marker::default() {
        let marker = section.marker.written();
        let _ = writeln!(out, "{pad}marker: {}", scalar::text(&marker, Place::Block));
    }
    match &section.align {
        Aligns::Same(Align::None) => {}
        Aligns::Same(align) => {
            let _ = writeln!(out, "{pad}align: {}", align.name());
        }
        Aligns::Each(columns) => {
            let words: Vec<&str> = columns.iter().map(|align| align.name()).collect();
            let _ = writeln!(out, "{pad}align: [{}]", words.join(", "));
        }
    }
    if let Some(level) = section.heading {
        let _ = writeln!(out, "{pad}heading: {level}");
    }
    if let Some(note) = &section.note {
        let _ = writeln!(out, "{pad}{}", pair("note", &localized(note, inner + 2)));
    }
    if section.own_fields {
        fields(&section.fields, base, inner, out);
    }
    if !section.entries.is_empty() {
        let _ = writeln!(out, "{pad}entries:");
        for found in &section.entries {
            push_entry(found, &section.fields, inner + 2, out);
        }
    } else if section.sections.is_empty() {
        let _ = writeln!(out, "{pad}entries: []");
    }
    if !section.sections.is_empty() {
        let _ = writeln!(out, "{pad}sections:");
        sections(&section.sections, &section.fields, inner + 2, out);
    }
}
