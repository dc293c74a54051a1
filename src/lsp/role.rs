//! What a place in a catalog is for: the keys and lists on the way to it, as
//! the catalog format knows them.

use super::context::Step;
use crate::catalog::{Catalog, Field, Fields};
use std::sync::Arc;

/// What stands at a place.
#[derive(Clone, Debug)]
pub(super) enum Role {
    /// The catalog itself.
    Catalog,
    /// A list of sections, in one with these fields.
    Sections(Arc<Fields>),
    /// A section.
    Section(Arc<Fields>),
    /// A section's id.
    SectionId,
    /// A list of entries.
    Entries(Arc<Fields>),
    /// An entry.
    Entry(Arc<Fields>),
    /// A value of a field, or an item of one.
    Value(Box<Field>),
    /// The list of outputs.
    Outputs,
    /// An output.
    Output,
    /// Definitions of fields.
    Fields(Arc<Fields>),
    /// The definition of a field, among these.
    Field(Arc<Fields>),
    /// All vocabularies of the catalog.
    Vocabularies,
    /// One of them.
    Vocabulary,
    /// One of its terms.
    Term,
    /// The levels of rules.
    Rules,
    /// The level of the rule of that name.
    Level(String),
    /// A text, or one for each language.
    Localized,
    /// A text in one language.
    Text,
    /// A language of the catalog.
    Language,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// The name of a preset.
    Preset,
    /// The type of a field.
    FieldType,
    /// The name of a vocabulary.
    VocabularyName,
    /// A text field that a link may be put on.
    TextField(Arc<Fields>),
    /// Something of which nothing is known.
    Other,
}

/// What stands at the end of the way.
pub(super) fn role(steps: &[Step], catalog: &Catalog) -> Role {
    steps.iter().fold(Role::Catalog, |role, step| match step {
        Step::Key(key) => into_key(role, key, catalog),
        Step::Item(id) => into_item(role, id.as_deref(), catalog),
    })
}

fn into_key(role: Role, key: &str, catalog: &Catalog) -> Role {
    const BOOL: Role = Role::Word(&["true", "false"]);
    match (role, key) {
        (Role::Catalog, "sections") => Role::Sections(catalog.fields.clone()),
        (Role::Catalog, "outputs") => Role::Outputs,
        (Role::Catalog, "fields") => Role::Fields(catalog.fields.clone()),
        (Role::Catalog, "vocabularies") => Role::Vocabularies,
        (Role::Catalog, "rules") => Role::Rules,
        (Role::Catalog, "title") => Role::Localized,
        (Role::Catalog, "preset") => Role::Preset,
        (Role::Catalog, "tables") => Role::Word(&["compact", "aligned"]),
        (Role::Catalog, "marks") => Role::Word(&["plain", "hash"]),
        (Role::Section(fields), "sections") => Role::Sections(fields),
        (Role::Section(fields), "entries") => Role::Entries(fields),
        (Role::Section(fields), "fields") => Role::Fields(fields),
        (Role::Section(_), "id") => Role::SectionId,
        (Role::Section(_), "title" | "note") => Role::Localized,
        (Role::Section(_), "align") => Role::Word(&["none", "left", "center", "right"]),
        (Role::Section(_), "marker") => Role::Word(&["'-'", "'*'", "'+'", "'1.'", "1. 2. 3."]),
        (Role::Section(_), "layout") => Role::Word(&["table", "list", "prose"]),
        (Role::Entry(fields), key) => match fields.find(key) {
            Some(index) => Role::Value(Box::new(fields[index].clone())),
            None => Role::Other,
        },
        (Role::Value(_) | Role::Localized, _) => Role::Text,
        (Role::Output, "language") => Role::Language,
        (Role::Fields(fields), _) => Role::Field(fields),
        (Role::Field(_), "type") => Role::FieldType,
        (Role::Field(_), "vocabulary") => Role::VocabularyName,
        (Role::Field(fields), "on") => Role::TextField(fields),
        (Role::Field(_), "required" | "relative" | "column") => BOOL,
        (Role::Field(_), "title") => Role::Localized,
        (Role::Vocabularies, _) => Role::Vocabulary,
        (Role::Vocabulary, _) => Role::Term,
        (Role::Rules, rule) => Role::Level(rule.to_string()),
        _ => Role::Other,
    }
}

fn into_item(role: Role, id: Option<&str>, catalog: &Catalog) -> Role {
    match role {
        Role::Sections(fields) => {
            let known = id.and_then(|id| catalog.section(id));
            Role::Section(known.map_or(fields, |(_, section)| section.fields.clone()))
        }
        Role::Entries(fields) => Role::Entry(fields),
        Role::Outputs => Role::Output,
        Role::Value(field) => Role::Value(field),
        _ => Role::Other,
    }
}
