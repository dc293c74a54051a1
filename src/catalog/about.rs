//! What the keys and types of a catalog mean, in a line each, for those who
//! write one: the schema and the language server show it where they stand.
//!
//! The reader decides which keys there are; a test holds this page to it.

use super::schema::Field;
use crate::value::{Kind, Localized, TermDef};

/// A key that a mapping of the catalog may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it holds, as Markdown in one line.
    pub says: &'static str,
}

const fn key(name: &'static str, says: &'static str) -> Key {
    Key { name, says }
}

/// The keys of a catalog.
pub const CATALOG: &[Key] = &[
    key("version", "the version of the catalog format; this program reads `1`"),
    key("title", "what the list is called: text, or one for each language"),
    key("languages", "language tags; the first is the default, and one language needs no mention"),
    key("preset", "a named set of fields: `medical-imaging`, or `none` (name, link, description, image)"),
    key("outputs", "the files whose managed regions are regenerated: paths, or `file` with `language`"),
    key(
        "tables",
        "how tables are laid out: `compact`, where one changed record is one changed line, or `aligned`",
    ),
    key(
        "marks",
        "what the marks of regions hold: `plain`, or `hash`, by which edits by hand are known without git",
    ),
    key("fields", "the columns, in order, if not the preset's: each by its type, or with more to say"),
    key("vocabularies", "terms added to the built-in vocabularies, or vocabularies of your own"),
    key("rules", "levels of rules: `error`, `warning`, `info` or `off`"),
    key("include", "files, or patterns such as `catalog/*.yaml`, whose sections follow those here"),
    key("sections", "the list itself"),
];

/// The keys of a section.
pub const SECTION: &[Key] = &[
    key("id", "names the section's region in the outputs: `<!-- catalint:begin ID -->`; used once"),
    key("title", "its heading, made from the id if absent: text, or one for each language"),
    key("layout", "how its entries are shown: `table`, `list` or `prose`"),
    key(
        "marker",
        "what stands before each item of a `list`: `-`, `*`, `+`, `1.` if all are alike, `1. 2. 3.` if they count",
    ),
    key(
        "align",
        "how the columns of a `table` are aligned: `left`, `center`, `right` or `none` for all, or a list of these in order",
    ),
    key("heading", "the level, 1 to 6, of its heading where a region renders one; by depth if absent"),
    key("note", "text above the entries"),
    key("fields", "columns of its own; else those of the section around it, else the catalog's"),
    key("entries", "the records, in order"),
    key("sections", "the sections below it"),
];

/// The keys of an output.
pub const OUTPUT: &[Key] = &[
    key("file", "its path, relative to the catalog's folder"),
    key("language", "the language its regions are rendered in; the catalog's default if absent"),
];

/// The keys of a field's definition.
pub const FIELD: &[Key] = &[
    key("type", "the type of its values"),
    key("required", "whether an entry without it is a finding"),
    key("title", "what its column is called: text, or one for each language"),
    key("vocabulary", "whose terms it holds, for `term` and `terms`"),
    key("schemes", "the allowed schemes, for links; `https` and `http` unless stated"),
    key("relative", "`true`: links may lead to what lies beside the README, such as `docs/a.md`"),
    key("values", "what it may hold, for `enum`"),
    key("on", "for a link: the text field it is put on, as `[text](link)`, without a column of its own"),
    key("column", "`false`: tables leave it out; lists and prose show it"),
];

/// The keys of a link that is more than its URL.
pub const LINK: &[Key] = &[key("url", "the address"), key("text", "what is shown in its place")];

/// The keys of an image that is more than its URL.
pub const IMAGE: &[Key] = &[
    key("url", "the address"),
    key("alt", "what the image shows, for those who do not see it"),
    key("width", "how wide it is shown, in pixels or percent"),
    key("height", "how high it is shown, in pixels or percent"),
];

/// What an entry's own `id` is for.
pub const ENTRY_ID: Key =
    key("id", "a name of the entry's own, used once, by which `absorb` knows it however it is edited");

/// The key of a term that is no language.
pub const ALIASES: Key =
    key("aliases", "what else people write for it; case, spaces and hyphens do not matter");

/// What a type of field holds and how it is written, in one line.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "one line of inline Markdown: text, or one for each language",
        Kind::Prose => "Markdown of several lines: text, or one for each language",
        Kind::List => "texts in order; each may be one for each language",
        Kind::Term => "a term of the vocabulary by its id, or with a detail: `mri (neonatal)`",
        Kind::Terms => "terms of the vocabulary by their ids, each alone or with a detail: `mri (neonatal)`",
        Kind::Size => {
            "how much there is, such as `484 train + 266 test`, `97 patients / 237 studies` or `>4.5 GB`"
        }
        Kind::Link => "a URL, or `{ url: …, text: … }`",
        Kind::Links => "URLs, each alone or as `{ url: …, text: … }`",
        Kind::Number => "a number",
        Kind::Date => "a year, a month or a day: `2021`, `2021-11`, `2021-11-24`",
        Kind::Bool => "`true` or `false`",
        Kind::License => "an SPDX expression such as `CC-BY-4.0`",
        Kind::Image => "a URL, or `{ url: …, alt: …, width: …, height: … }`",
        Kind::Enum => "one of its values",
    }
}

/// What a preset brings, in one line.
pub fn preset(name: &str) -> &'static str {
    match name {
        "medical-imaging" => "name, labels, modality, format, size, tasks, link; description and image",
        "none" => "name, link, description, image",
        _ => "",
    }
}

/// All about a field, as Markdown: its title in every language, its type, what
/// its values are.
pub fn field(field: &Field) -> String {
    let mut out = format!("**{}** `{}`\n\n{}", titles(&field.title), field.kind.name(), kind(field.kind));
    if let Some(vocabulary) = field.vocabulary_id.as_ref().filter(|_| field.kind != Kind::Size) {
        out.push_str(&format!("\n\nvocabulary: `{vocabulary}`"));
    }
    if !field.choices.is_empty() {
        let choices: Vec<String> = field.choices.iter().map(|choice| format!("`{choice}`")).collect();
        out.push_str(&format!("\n\nvalues: {}", choices.join(", ")));
    }
    if let Some(on) = &field.on {
        out.push_str(&format!("\n\nshown on `{on}`"));
    }
    if field.required {
        out.push_str("\n\nrequired");
    }
    out
}

/// All about a term, as Markdown: its label in every language, what else
/// people write for it, what others call it.
pub fn term(term: &TermDef) -> String {
    let mut out = format!("**{}** `{}`", titles(&term.label), term.id);
    let facts = &term.facts;
    let known: Vec<String> = [
        ("also written", term.aliases.join(", ")),
        ("files", facts.suffixes.join(", ")),
        ("media type", facts.media_type.clone().unwrap_or_default()),
        ("EDAM", facts.edam.clone().unwrap_or_default()),
        ("DICOM", facts.dicom.join(", ")),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(what, text)| format!("- {what}: {text}"))
    .collect();
    if !known.is_empty() {
        out.push_str("\n\n");
        out.push_str(&known.join("\n"));
    }
    out
}

/// A text in every language that it has.
fn titles(text: &Localized) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for (_, text) in text.iter() {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{preset, read};
    use crate::text::{Source, Sources};

    fn unknown_keys(yaml: &str) -> Vec<String> {
        let mut sources = Sources::new();
        let file = sources.add(Source::new("catalog.yaml", yaml));
        let read = read(&mut sources, file, &mut |_| Ok(Vec::new())).unwrap();
        let unknown = read.findings.iter().filter(|finding| finding.rule == "unknown-key");
        unknown.map(|finding| finding.help.clone().unwrap_or_default()).collect()
    }

    fn block(keys: &[Key], indent: &str) -> String {
        keys.iter().map(|key| format!("{indent}{}:\n", key.name)).collect()
    }

    fn listed(keys: &[Key]) -> String {
        keys.iter().map(|key| key.name).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn the_keys_are_those_that_the_reader_knows() {
        let cases: [(&[Key], &str, &str, &str); 4] = [
            (CATALOG, "", "", "q: 1\n"),
            (SECTION, "sections:\n  -\n", "    ", "    q: 1\n"),
            (OUTPUT, "outputs:\n  -\n", "    ", "    q: 1\n"),
            (FIELD, "fields:\n  a:\n", "    ", "    q: 1\n"),
        ];
        for (keys, before, indent, odd) in cases {
            assert_eq!(unknown_keys(&format!("{before}{}", block(keys, indent))), Vec::<String>::new());
            let help = unknown_keys(&format!("{before}{odd}"));
            assert!(help[0].ends_with(&format!("are: {}", listed(keys))), "{help:?}");
        }
        let entry = |key: &str, keys: &[Key]| {
            let inner: String = keys.iter().map(|key| format!("{}: 1, ", key.name)).collect();
            format!("sections:\n- id: a\n  entries:\n  - {key}: {{ {inner} }}\n")
        };
        assert_eq!(unknown_keys(&entry("link", LINK)), Vec::<String>::new());
        assert_eq!(unknown_keys(&entry("image", IMAGE)), Vec::<String>::new());
    }

    #[test]
    fn every_preset_says_what_it_brings() {
        assert!(preset::ALL.iter().all(|preset| !super::preset(preset.name).is_empty()));
    }
}
