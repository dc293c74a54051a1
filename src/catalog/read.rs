//! YAML → catalog, with every finding about its structure in one run.
//!
//! The order of keys in the file does not matter: settings are read first,
//! then the sections by them. What cannot be read is told and left out; what
//! a field's grammar cannot read is kept as written (`Value::Raw`) and left
//! to the rules.

use super::align::{Align, Aligns};
use super::marker::Marker;
use super::model::{Catalog, Entry, Layout, Output, OwnVocabulary, RuleSetting, Section, Slot, TableStyle};
use super::preset;
use super::read_value;
use super::schema::{Field, Fields};
use super::yaml::{self, Node, Pair};
use crate::finding::{Finding, Label, Level, listed};
use crate::limits;
use crate::text::{FileId, Source, Sources, Span};
use crate::value::suggest::closest;
use crate::value::{Kind, Localized, TermDef, Vocabulary};
use std::collections::HashMap;
use std::fmt::Display;
use std::sync::Arc;

/// The version of the file format that this program reads and writes.
pub const VERSION: &str = "1";

/// Names that regions have besides section ids.
pub const RESERVED_REGIONS: [&str; 2] = ["contents", "summary"];

/// The names of the findings that reading makes itself.
pub mod rule {
    /// A key that nothing knows.
    pub const UNKNOWN_KEY: &str = "unknown-key";
    /// A field that the section does not have.
    pub const UNKNOWN_FIELD: &str = "unknown-field";
    /// A key that must be there and is not.
    pub const MISSING_KEY: &str = "missing-key";
    /// A value of another type than its key or field has.
    pub const WRONG_TYPE: &str = "wrong-type";
    /// An id that is used twice.
    pub const REPEATED_ID: &str = "repeated-id";
    /// A spelling that two terms of a vocabulary share.
    pub const AMBIGUOUS_TERM: &str = "ambiguous-term";
    /// A file named by `include` that cannot be read.
    pub const INCLUDE: &str = "include-unreadable";
}

/// What reading yields: the catalog as far as it can be read, and findings.
#[derive(Debug)]
pub struct Read {
    /// The catalog.
    pub catalog: Catalog,
    /// What is wrong with its structure, by place.
    pub findings: Vec<Finding>,
}

/// Loads the files that a pattern after `include:` names, in order; the error
/// says in words why that cannot be done.
pub type Loader<'l> = &'l mut dyn FnMut(&str) -> Result<Vec<Source>, String>;

/// Reads the catalog in `sources` whose main file is `file`; included files
/// are loaded with `load` and added to `sources`.
///
/// # Errors
/// The finding that says why a file is no YAML; see [`yaml::parse`].
pub fn read(sources: &mut Sources, file: FileId, load: Loader<'_>) -> Result<Read, Box<Finding>> {
    read_with(sources, file, load, &mut |_| {})
}

/// As [`read`]; `settled` is called once the settings are read, with a catalog
/// that has no sections yet.
///
/// # Errors
/// As [`read`] has them.
pub fn read_with(
    sources: &mut Sources,
    file: FileId,
    load: Loader<'_>,
    settled: &mut dyn FnMut(&Catalog),
) -> Result<Read, Box<Finding>> {
    let mut findings = Vec::new();
    let mut catalog = Catalog { file, ..Catalog::default() };
    let mut ids = Ids::default();
    let includes;
    {
        let text = sources.get(file).text();
        let (mut root, repeated) = yaml::parse(text, file)?;
        let mut reader = Reader { file, findings: repeated, languages: Vec::new(), parts: Vec::new() };
        includes = reader.settings(&root, &mut catalog);
        settled(&catalog);
        if let Some(sections) = root.take("sections") {
            catalog.sections = reader.sections(sections, &catalog.fields, &mut ids);
        }
        findings.append(&mut reader.findings);
    }
    for (pattern, span) in includes {
        match load(&pattern) {
            Ok(files) => {
                for source in files {
                    let id = sources.add(source);
                    catalog.includes.push(id);
                    let (mut root, repeated) = yaml::parse(sources.get(id).text(), id)?;
                    let mut reader = Reader {
                        file: id,
                        findings: repeated,
                        languages: catalog.languages.clone(),
                        parts: Vec::new(),
                    };
                    let pairs = reader.mapping(&root, "an included file").unwrap_or_default();
                    reader.check_keys(pairs, &["sections"], "an included file");
                    if let Some(sections) = root.take("sections") {
                        catalog.sections.extend(reader.sections(sections, &catalog.fields, &mut ids));
                    }
                    findings.append(&mut reader.findings);
                }
            }
            Err(why) => findings.push(
                Finding::new(rule::INCLUDE, Level::Error, file, span, format!("`{pattern}`: {why}"))
                    .help("name files or `*.yaml` patterns below the catalog's folder"),
            ),
        }
    }
    findings.sort_by_key(|finding| (finding.primary.file, finding.primary.span));
    Ok(Read { catalog, findings })
}

/// The ids used so far, with their places.
#[derive(Default)]
struct Ids {
    sections: HashMap<String, (FileId, Span)>,
    entries: HashMap<String, (FileId, Span)>,
}

pub(super) struct Reader {
    pub(super) file: FileId,
    pub(super) findings: Vec<Finding>,
    pub(super) languages: Vec<String>,
    /// The places of the parts of the value that was read last.
    pub(super) parts: Vec<Span>,
}

impl Reader {
    pub(super) fn push(
        &mut self,
        rule: &'static str,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Finding {
        self.findings.push(Finding::new(rule, Level::Error, self.file, span, message));
        self.findings.last_mut().expect("one was just pushed")
    }

    pub(super) fn wrong_type(&mut self, node: &Node<'_>, what: impl Display, wanted: &str) {
        let message = format!("{what} must be {wanted}, but this is {}", node.describe());
        let span = first_line(node.span, node);
        self.push(rule::WRONG_TYPE, span, message);
    }

    fn mapping<'n, 't>(&mut self, node: &'n Node<'t>, what: &str) -> Option<&'n [Pair<'t>]> {
        let pairs = node.pairs();
        if pairs.is_none() {
            self.wrong_type(node, what, "a mapping");
        }
        pairs
    }

    fn sequence<'n, 't>(&mut self, node: &'n Node<'t>, what: &str) -> Option<&'n [Node<'t>]> {
        let items = node.items();
        if items.is_none() && !node.is_null() {
            self.wrong_type(node, what, "a list");
        }
        items
    }

    fn string(&mut self, node: &Node<'_>, what: &str) -> Option<String> {
        match node.text() {
            Some(text) => Some(text.to_string()),
            None => {
                self.wrong_type(node, what, "text");
                None
            }
        }
    }

    fn flag(&mut self, node: &Node<'_>, what: &str) -> bool {
        match node.text() {
            Some("true") => true,
            Some("false") => false,
            _ => {
                self.wrong_type(node, what, "`true` or `false`");
                false
            }
        }
    }

    fn check_keys(&mut self, pairs: &[Pair<'_>], known: &[&str], of: &str) {
        for pair in pairs.iter().filter(|pair| !known.contains(&pair.key.as_ref())) {
            let message = format!("`{}` is no key of {of}", pair.key);
            let help = meant(&pair.key, known, |all| format!("the keys of {of} are: {all}"));
            self.push(rule::UNKNOWN_KEY, pair.key_span, message).help = Some(help);
        }
    }

    /// One of a few words; the first if it is none of them.
    fn word<T: Copy>(&mut self, node: &Node<'_>, what: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.string(node, what)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let message = format!("`{text}` is no {what}");
        let help = meant(&text, &names, |all| format!("it is one of: {all}"));
        self.push(rule::WRONG_TYPE, node.span, message).help = Some(help);
        None
    }

    fn aligns(&mut self, node: &Node<'_>) -> Aligns {
        let words = Align::ALL.map(|align| (align.name(), align));
        match node.items() {
            Some(items) => {
                let mut columns = Vec::with_capacity(items.len());
                for item in items {
                    columns.push(self.word(item, "alignment", &words).unwrap_or_default());
                }
                Aligns::of(columns)
            }
            None => Aligns::Same(self.word(node, "alignment", &words).unwrap_or_default()),
        }
    }

    fn marker(&mut self, node: &Node<'_>) -> Marker {
        let Some(text) = self.string(node, "marker") else { return Marker::default() };
        Marker::parse(&text).unwrap_or_else(|| {
            let message = format!("`{text}` is no marker of a list");
            let help = "it is one of: -, *, +, 1. (all items alike), 1. 2. 3. (they count)";
            self.push(rule::WRONG_TYPE, node.span, message).help = Some(help.to_string());
            Marker::default()
        })
    }

    pub(super) fn localized(&mut self, node: &Node<'_>, what: impl Display + Copy) -> Option<Localized> {
        if node.is_null() {
            return None;
        }
        if let Some(pairs) = node.pairs() {
            let mut texts = Vec::new();
            for pair in pairs {
                self.check_language(pair);
                if pair.value.is_null() {
                    continue;
                }
                match pair.value.text() {
                    Some(text) => texts.push((pair.key.to_string(), clean(&pair.value, text).to_string())),
                    None => self.wrong_type(&pair.value, what, "text for each language"),
                }
            }
            texts.retain(|(_, text)| !text.is_empty());
            if texts.is_empty() {
                return None;
            }
            return Some(Localized::from_pairs(
                texts.iter().map(|(lang, text)| (lang.as_str(), text.as_str())),
            ));
        }
        match node.text() {
            Some(text) => Some(clean(node, text)).filter(|text| !text.is_empty()).map(Localized::plain),
            None => {
                self.wrong_type(node, what, "text, or a mapping from language to text");
                None
            }
        }
    }

    fn check_language(&mut self, pair: &Pair<'_>) {
        let known = self.languages.is_empty() || self.languages.iter().any(|tag| *tag == pair.key);
        if known {
            return;
        }
        let help = meant(&pair.key, &self.languages, |all| {
            format!("add `{}` to `languages`, or use one of: {all}", pair.key)
        });
        let message = format!("`{}` is none of the catalog's languages", pair.key);
        self.push(rule::UNKNOWN_KEY, pair.key_span, message).help = Some(help);
    }

    /// Reads all but the sections; returns the patterns of `include`.
    fn settings(&mut self, root: &Node<'_>, catalog: &mut Catalog) -> Vec<(String, Span)> {
        let Some(pairs) = self.mapping(root, "a catalog") else {
            catalog.languages = vec!["en".to_string()];
            return Vec::new();
        };
        self.check_keys(
            pairs,
            &[
                "version",
                "title",
                "languages",
                "preset",
                "outputs",
                "tables",
                "marks",
                "fields",
                "vocabularies",
                "rules",
                "include",
                "sections",
            ],
            "a catalog",
        );
        match root.get("version") {
            None => {
                let start = root.span.start();
                self.push(rule::MISSING_KEY, Span::at(start), "the catalog has no `version`").help =
                    Some(format!("write `version: {VERSION}` at its top"));
            }
            Some(node) if node.text() != Some(VERSION) => {
                let message = format!("this program reads version {VERSION} of the catalog format only");
                self.push(rule::WRONG_TYPE, node.span, message);
            }
            Some(_) => {}
        }
        if let Some(node) = root.get("languages") {
            for item in self.sequence(node, "`languages`").unwrap_or_default() {
                catalog.languages.extend(self.string(item, "a language"));
            }
        }
        if catalog.languages.is_empty() {
            catalog.languages.push("en".to_string());
        }
        // A catalog of one language may still say which one a text is in.
        if root.get("languages").is_some() {
            self.languages.clone_from(&catalog.languages);
        }
        catalog.title = root.get("title").and_then(|node| self.localized(node, "`title`"));
        if let Some(node) = root.get("tables") {
            let words = [("compact", TableStyle::Compact), ("aligned", TableStyle::Aligned)];
            catalog.tables = self.word(node, "layout of tables", &words).unwrap_or_default();
        }
        if let Some(node) = root.get("marks") {
            let words = [("plain", false), ("hash", true)];
            catalog.sealed = self.word(node, "kind of marks", &words).unwrap_or_default();
        }
        let mut base = &preset::PLAIN;
        if let Some(node) = root.get("preset") {
            let words: Vec<_> = preset::ALL.iter().map(|preset| (preset.name, *preset)).collect();
            if let Some(found) = self.word(node, "preset", &words) {
                base = found;
                catalog.preset = Some(found.name.to_string());
            }
        }
        if let Some(node) = root.get("vocabularies") {
            self.vocabularies(node, catalog);
        }
        let vocabularies = Vocabularies::new(&catalog.vocabularies);
        for (id, spelling, terms, span) in vocabularies.ambiguous() {
            let message =
                format!("`{spelling}` stands for several terms of the vocabulary `{id}`: `{terms}`");
            self.push(rule::AMBIGUOUS_TERM, span, message).help =
                Some("give each spelling to one term only".to_string());
        }
        let mut fields = base.fields();
        for field in &mut fields {
            vocabularies.put_on(field);
        }
        if let Some(node) = root.get("fields") {
            fields = self.fields(node, &fields, &vocabularies);
            catalog.own_fields = true;
        }
        catalog.fields = Arc::new(Fields::new(fields));
        if let Some(node) = root.get("outputs") {
            for item in self.sequence(node, "`outputs`").unwrap_or_default() {
                catalog.outputs.extend(self.output(item, &catalog.languages));
            }
        }
        if let Some(node) = root.get("rules") {
            for pair in self.mapping(node, "`rules`").unwrap_or_default() {
                catalog.rules.extend(self.rule_setting(pair));
            }
        }
        self.includes(root.get("include"))
    }

    fn includes(&mut self, node: Option<&Node<'_>>) -> Vec<(String, Span)> {
        let Some(node) = node else { return Vec::new() };
        if let Some(text) = node.text() {
            return vec![(text.to_string(), node.span)];
        }
        let mut patterns = Vec::new();
        for item in self.sequence(node, "`include`").unwrap_or_default() {
            patterns.extend(self.string(item, "a path after `include`").map(|path| (path, item.span)));
        }
        patterns
    }

    fn output(&mut self, node: &Node<'_>, languages: &[String]) -> Option<Output> {
        if let Some(file) = node.text() {
            return Some(Output { file: file.to_string(), language: None, span: node.span });
        }
        let pairs = self.mapping(node, "an output")?;
        self.check_keys(pairs, &["file", "language"], "an output");
        let language = node.get("language").and_then(|node| {
            let words: Vec<(&str, &str)> = languages.iter().map(|tag| (tag.as_str(), tag.as_str())).collect();
            self.word(node, "language of this catalog", &words).map(String::from)
        });
        let Some(file) = node.get("file") else {
            self.push(rule::MISSING_KEY, first_line(node.span, node), "an output needs a `file`");
            return None;
        };
        Some(Output { file: self.string(file, "`file`")?, language, span: file.span })
    }

    fn rule_setting(&mut self, pair: &Pair<'_>) -> Option<RuleSetting> {
        let words = [
            ("error", Some(Level::Error)),
            ("warning", Some(Level::Warning)),
            ("info", Some(Level::Info)),
            ("off", None),
            // YAML 1.1 readers and writers take a bare `off` for false.
            ("false", None),
        ];
        let level = self.word(&pair.value, "level", &words)?;
        Some(RuleSetting { rule: pair.key.to_string(), span: pair.key_span, level })
    }

    fn vocabularies(&mut self, node: &Node<'_>, catalog: &mut Catalog) {
        for pair in self.mapping(node, "`vocabularies`").unwrap_or_default() {
            let mut terms = Vec::new();
            for term in self.mapping(&pair.value, "a vocabulary").unwrap_or_default() {
                terms.extend(self.term(term).map(|def| (def, term.key_span)));
            }
            catalog.vocabularies.push(OwnVocabulary { id: pair.key.to_string(), terms });
        }
    }

    fn term(&mut self, pair: &Pair<'_>) -> Option<TermDef> {
        let id = pair.key.to_string();
        if pair.value.is_null() {
            return Some(TermDef::new(&id, Localized::plain(&id), Vec::new()));
        }
        if !self.label_fits(&pair.value) {
            return Some(TermDef::new(&id, Localized::plain(&id), Vec::new()));
        }
        if let Some(label) = pair.value.text() {
            return Some(TermDef::new(&id, Localized::plain(label), Vec::new()));
        }
        let pairs = self.mapping(&pair.value, "a term")?;
        let mut labels = Vec::new();
        let mut aliases = Vec::new();
        for part in pairs {
            if part.key == "aliases" {
                for alias in self.sequence(&part.value, "`aliases`").unwrap_or_default() {
                    aliases.extend(self.string(alias, "an alias"));
                }
            } else {
                self.check_language(part);
                labels.extend(self.string(&part.value, "a label").map(|text| (part.key.to_string(), text)));
            }
        }
        let label = if labels.is_empty() {
            Localized::plain(&id)
        } else {
            Localized::from_pairs(labels.iter().map(|(lang, text)| (lang.as_str(), text.as_str())))
        };
        Some(TermDef::new(&id, label, aliases))
    }

    /// Whether a text, in each of its languages, is short enough to be
    /// repeated in tables; tells those that are not.
    fn label_fits(&mut self, node: &Node<'_>) -> bool {
        let texts = node.pairs().unwrap_or_default().iter().map(|pair| &pair.value).chain([node]);
        let long: Vec<Span> = texts
            .filter(|node| node.text().is_some_and(|text| text.len() > limits::LABEL))
            .map(|node| node.span)
            .collect();
        for span in &long {
            let message =
                format!("this is longer than {} bytes, the most of a title or label", limits::LABEL);
            self.push(rule::WRONG_TYPE, *span, message);
        }
        long.is_empty()
    }

    fn fields(&mut self, node: &Node<'_>, base: &[Field], vocabularies: &Vocabularies) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for pair in self.mapping(node, "`fields`").unwrap_or_default() {
            if pair.key == "id" {
                self.push(
                    rule::REPEATED_ID,
                    pair.key_span,
                    "`id` is every entry's own key and cannot be a field",
                )
                .help = Some("call the field something else".to_string());
                continue;
            }
            if fields.len() == limits::COLUMNS {
                let message = format!("there are more than {} fields", limits::COLUMNS);
                self.push(rule::WRONG_TYPE, pair.key_span, message);
                break;
            }
            fields.push(self.field(pair, base, vocabularies));
        }
        let texts: Vec<String> = fields
            .iter()
            .filter(|field| matches!(field.kind, Kind::Text))
            .map(|field| field.id.clone())
            .collect();
        for field in &mut fields {
            let Some(on) = &field.on else { continue };
            if field.kind != Kind::Link || !texts.contains(on) {
                let message = format!("`on: {on}` puts a link on a text field, which this is not");
                self.push(rule::WRONG_TYPE, field.span, message).help =
                    Some("only a field of type `link` can be put on a field of type `text`".to_string());
                field.on = None;
            }
        }
        fields
    }

    fn field(&mut self, pair: &Pair<'_>, base: &[Field], vocabularies: &Vocabularies) -> Field {
        let inherited = base.iter().find(|field| field.id == pair.key);
        let mut field = inherited.cloned().unwrap_or_else(|| Field::new(pair.key.to_string(), Kind::Text));
        field.span = pair.key_span;
        let kinds: Vec<(&str, Kind)> = Kind::ALL.iter().map(|kind| (kind.name(), *kind)).collect();
        if pair.value.is_null() {
            return field;
        }
        if pair.value.text().is_some() {
            field.kind = self.word(&pair.value, "field type", &kinds).unwrap_or(field.kind);
            return field;
        }
        let Some(pairs) = self.mapping(&pair.value, "a field") else { return field };
        self.check_keys(
            pairs,
            &["type", "required", "title", "vocabulary", "schemes", "relative", "values", "on", "column"],
            "a field",
        );
        for part in pairs {
            let node = &part.value;
            match part.key.as_ref() {
                "type" => {
                    let kind = self.word(node, "field type", &kinds).unwrap_or(field.kind);
                    if kind != field.kind {
                        field.vocabulary = None;
                        field.vocabulary_id = None;
                        field.choices.clear();
                        field.schemes.clear();
                        field.relative = false;
                    }
                    field.kind = kind;
                }
                "required" => field.required = self.flag(node, "`required`"),
                "relative" => field.relative = self.flag(node, "`relative`"),
                "column" => field.column = self.flag(node, "`column`"),
                // A column may have no title at all.
                "title" if !node.is_null() && node.text() == Some("") => field.title = Localized::plain(""),
                "title" if !self.label_fits(node) => {}
                "title" => field.title = self.localized(node, "`title`").unwrap_or(field.title),
                "on" if node.is_null() => field.on = None,
                "on" => field.on = self.string(node, "`on`"),
                "vocabulary" => field.vocabulary_id = self.string(node, "`vocabulary`"),
                "schemes" | "values" => {
                    let mut texts = Vec::new();
                    for item in self.sequence(node, &format!("`{}`", part.key)).unwrap_or_default() {
                        texts.extend(self.string(item, "a value of it"));
                    }
                    if part.key == "schemes" { field.schemes = texts } else { field.choices = texts }
                }
                _ => {}
            }
        }
        if field.kind == Kind::Size && field.vocabulary_id.is_none() {
            field.vocabulary_id = Some("modality".to_string());
        }
        let needs = matches!(field.kind, Kind::Term | Kind::Terms);
        match &field.vocabulary_id {
            Some(id) if !vocabularies.knows(id) => {
                let help = meant(id, &vocabularies.names(), |all| {
                    format!("state it under `vocabularies`; there are: {all}")
                });
                let message = format!("there is no vocabulary `{id}`");
                let span = pair.value.get("vocabulary").map_or(pair.key_span, |node| node.span);
                self.push(rule::WRONG_TYPE, span, message).help = Some(help);
                field.vocabulary = Some(Arc::new(Vocabulary::new(id, Vec::new())));
            }
            Some(_) => vocabularies.put_on(&mut field),
            None if needs => {
                let message = format!("a field of type `{}` needs a `vocabulary`", field.kind.name());
                self.push(rule::MISSING_KEY, pair.key_span, message);
                field.vocabulary = Some(Arc::new(Vocabulary::new(&field.id, Vec::new())));
            }
            None => {}
        }
        if field.kind == Kind::Enum && field.choices.is_empty() {
            let message = "a field of type `enum` needs `values`: the list of what it may hold";
            self.push(rule::MISSING_KEY, pair.key_span, message);
        }
        field
    }

    // What of the tree has been read is dropped on the way: all of it beside
    // all records would be the most that is held at any time.
    fn sections(&mut self, node: Node<'_>, fields: &Arc<Fields>, ids: &mut Ids) -> Vec<Section> {
        self.sequence(&node, "`sections`");
        node.into_items().into_iter().filter_map(|item| self.section(item, fields, ids)).collect()
    }

    fn section(&mut self, mut node: Node<'_>, inherited: &Arc<Fields>, ids: &mut Ids) -> Option<Section> {
        let pairs = self.mapping(&node, "a section")?;
        self.check_keys(
            pairs,
            &["id", "title", "layout", "marker", "align", "heading", "note", "fields", "entries", "sections"],
            "a section",
        );
        let mut section =
            Section { file: self.file, span: node.span, fields: inherited.clone(), ..Section::default() };
        match node.get("id") {
            None => {
                self.push(rule::MISSING_KEY, first_line(node.span, &node), "a section needs an `id`").help =
                    Some("the id names its region in the README: `<!-- catalint:begin ID -->`".to_string());
            }
            Some(id_node) => {
                section.id = self.string(id_node, "`id`").unwrap_or_default();
                section.id_span = id_node.span;
                self.section_id(&section, ids);
            }
        }
        if let Some(title) = node.get("title") {
            section.title_span = title.span;
        }
        section.title = node
            .get("title")
            .and_then(|title| self.localized(title, "`title`"))
            .unwrap_or_else(|| Localized::plain(&super::schema::title_from_id(&section.id)));
        if let Some(layout) = node.get("layout") {
            let words = [Layout::Table, Layout::List, Layout::Prose].map(|layout| (layout.name(), layout));
            section.layout = self.word(layout, "layout", &words).unwrap_or_default();
        }
        if let Some(marker) = node.get("marker") {
            section.marker = self.marker(marker);
        }
        if let Some(align) = node.get("align") {
            section.align = self.aligns(align);
        }
        if let Some(heading) = node.get("heading") {
            let words = [("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5), ("6", 6)];
            section.heading = self.word(heading, "heading level", &words);
        }
        section.note = node.get("note").and_then(|note| self.localized(note, "`note`"));
        if let Some(own) = node.get("fields") {
            let base: Vec<Field> = inherited.iter().cloned().collect();
            let vocabularies = Vocabularies::of_fields(&base);
            section.fields = Arc::new(Fields::new(self.fields(own, &base, &vocabularies)));
            section.own_fields = true;
        }
        if let Some(entries) = node.take("entries") {
            section.entries_span = entries.span;
            self.sequence(&entries, "`entries`");
            let items = entries.into_items();
            section.entries.reserve(items.len());
            for item in items {
                section.entries.extend(self.entry(&item, &section, ids));
            }
        }
        if let Some(below) = node.take("sections") {
            section.sections = self.sections(below, &section.fields, ids);
        }
        Some(section)
    }

    fn section_id(&mut self, section: &Section, ids: &mut Ids) {
        let id = &section.id;
        let fine = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        if id.is_empty() || id.contains("--") || !id.chars().all(fine) {
            self.push(rule::WRONG_TYPE, section.id_span, format!("`{id}` cannot name a region")).help =
                Some("use letters, digits, `-`, `_` and `.`, without spaces and without `--`".to_string());
        }
        if RESERVED_REGIONS.contains(&id.as_str()) {
            self.push(
                rule::REPEATED_ID,
                section.id_span,
                format!("`{id}` is the name of a region of its own"),
            )
            .help = Some("give the section another id".to_string());
        }
        self.once(id, section.id_span, "section", |ids| &mut ids.sections, ids);
    }

    fn once(
        &mut self,
        id: &str,
        span: Span,
        what: &str,
        of: impl Fn(&mut Ids) -> &mut HashMap<String, (FileId, Span)>,
        ids: &mut Ids,
    ) {
        if let Some(&(file, first)) = of(ids).get(id) {
            let finding =
                self.push(rule::REPEATED_ID, span, format!("the id `{id}` is used by another {what}"));
            finding.related.push(Label::new(file, first, "first here"));
            finding.help = Some("ids name one thing each: change one of the two".to_string());
            return;
        }
        of(ids).insert(id.to_string(), (self.file, span));
    }

    fn entry(&mut self, node: &Node<'_>, section: &Section, ids: &mut Ids) -> Option<Entry> {
        let pairs = self.mapping(node, "an entry")?;
        let mut entry = Entry { span: node.span, ..Entry::default() };
        entry.slots.reserve_exact(pairs.len());
        self.parts.clear();
        for pair in pairs {
            let Some(index) = section.fields.find(&pair.key) else {
                if pair.key == "id" {
                    entry.id = self.string(&pair.value, "`id`").map(Into::into);
                    entry.id_span = pair.value.span;
                    if let Some(id) = &entry.id {
                        self.once(id, entry.id_span, "entry", |ids| &mut ids.entries, ids);
                    }
                } else {
                    self.unknown_field(pair, &section.fields);
                }
                continue;
            };
            let first = self.parts.len();
            let value = read_value::value(self, &pair.value, &section.fields[index]);
            let field = u16::try_from(index).unwrap_or(u16::MAX);
            let slot = Slot::new(field, value, pair.key_span, pair.value.span);
            entry.slots.push(if pair.value.alias {
                self.parts.truncate(first);
                slot.aliased()
            } else {
                slot.with_parts(first..self.parts.len())
            });
        }
        entry.parts = self.parts.as_slice().into();
        Some(entry)
    }

    fn unknown_field(&mut self, pair: &Pair<'_>, fields: &Fields) {
        let names: Vec<&str> = fields.iter().map(|field| field.id.as_str()).collect();
        let help = meant(&pair.key, &names, |all| match &*pair.key {
            "<<" => "merge keys are YAML 1.1 and are not read: write the fields out".to_string(),
            _ => format!("add it under `fields`, or use one of: {all}"),
        });
        let message = format!("`{}` is no field of this section", pair.key);
        self.push(rule::UNKNOWN_FIELD, pair.key_span, message).help = Some(help);
    }
}

/// What is told of a word that is none of `names`: the nearest of them, or
/// what `otherwise` makes of their list.
fn meant<S: AsRef<str>>(word: &str, names: &[S], otherwise: impl FnOnce(String) -> String) -> String {
    match closest(word, names.iter().map(AsRef::as_ref)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => otherwise(listed(names)),
    }
}

/// The text without what its style adds: a block scalar's last line ends.
fn clean<'t>(node: &Node<'_>, text: &'t str) -> &'t str {
    match node.kind {
        yaml::Kind::Scalar { style: yaml::Style::Block, .. } => text.trim_end_matches(['\n', '\r']),
        _ => text,
    }
}

/// Where to underline a collection: its first key, or its first byte.
fn first_line(span: Span, node: &Node<'_>) -> Span {
    match (&node.kind, node.alias) {
        (yaml::Kind::Map { pairs, flow: false }, false) => pairs.first().map_or(span, |pair| pair.key_span),
        (yaml::Kind::Seq { items, flow: false }, false) => {
            items.first().map_or(span, |item| first_line(item.span, item))
        }
        _ => span,
    }
}

/// The terms that a catalog states itself, with the places of their ids.
type Places = Vec<(String, Span)>;

/// The vocabularies at hand: the built-in ones with what the catalog adds.
struct Vocabularies {
    own: Vec<(String, Arc<Vocabulary>, Places)>,
}

impl Vocabularies {
    fn new(own: &[OwnVocabulary]) -> Self {
        let own = own
            .iter()
            .map(|vocabulary| {
                let terms = vocabulary.terms.iter().map(|(def, _)| def.clone());
                let merged = match Vocabulary::builtin(&vocabulary.id) {
                    Some(builtin) => builtin.extended(terms),
                    None => Vocabulary::new(&vocabulary.id, terms.collect()),
                };
                let places = vocabulary.terms.iter().map(|(def, span)| (def.id.to_string(), *span)).collect();
                (vocabulary.id.clone(), Arc::new(merged), places)
            })
            .collect();
        Vocabularies { own }
    }

    /// Those that the fields of the section above have.
    fn of_fields(fields: &[Field]) -> Self {
        let own = fields
            .iter()
            .filter_map(|field| Some((field.vocabulary_id.clone()?, field.vocabulary.clone()?, Vec::new())))
            .collect();
        Vocabularies { own }
    }

    fn find(&self, id: &str) -> Option<Arc<Vocabulary>> {
        let own = self.own.iter().find(|(name, ..)| name == id).map(|(_, vocabulary, _)| vocabulary.clone());
        own.or_else(|| Vocabulary::builtin_shared(id))
    }

    fn knows(&self, id: &str) -> bool {
        self.own.iter().any(|(name, ..)| name == id) || Vocabulary::builtin(id).is_some()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.own.iter().map(|(name, ..)| name.clone()).collect();
        names.extend(
            Vocabulary::builtin_names()
                .iter()
                .filter(|name| !self.knows_own(name))
                .map(|name| (*name).to_string()),
        );
        names
    }

    fn knows_own(&self, id: &str) -> bool {
        self.own.iter().any(|(name, ..)| name == id)
    }

    fn put_on(&self, field: &mut Field) {
        if let Some(id) = &field.vocabulary_id {
            field.vocabulary = self.find(id).or_else(|| field.vocabulary.take());
        }
    }

    /// Spellings that several terms share: vocabulary, spelling, the ids, and
    /// the place of one that the catalog states.
    fn ambiguous(&self) -> Vec<(String, String, String, Span)> {
        let mut found = Vec::new();
        for (id, vocabulary, places) in &self.own {
            for shared in vocabulary.ambiguities() {
                let place = places.iter().find(|(term, _)| shared.ids.contains(term));
                if let Some((_, span)) = place {
                    found.push((id.clone(), shared.spelling.clone(), shared.ids.join("`, `"), *span));
                }
            }
        }
        found
    }
}
