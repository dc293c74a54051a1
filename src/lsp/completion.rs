//! What may stand where the cursor is: keys, terms, ids, names of rules.

use super::context::{Context, Here};
use super::place::range;
use super::role::{Role, role};
use crate::catalog::about::{self, Key};
use crate::catalog::read::RESERVED_REGIONS;
use crate::catalog::scalar::{self, Place};
use crate::catalog::{Catalog, preset};
use crate::readme::Regions;
use crate::rules;
use crate::text::{Source, Span};
use crate::value::{Kind, Vocabulary, license};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, MarkupContent, MarkupKind, Range,
    TextEdit,
};

/// What may stand at `context` in a file of a catalog.
pub(super) fn in_catalog(source: &Source, context: &Context, catalog: &Catalog) -> Vec<CompletionItem> {
    // A key that is there has its colon.
    let colon = source.text()[context.word.end()..].trim_start_matches(' ').starts_with(':');
    let mut offer = Offer::at(source, context.word, if colon { "" } else { ": " });
    if context.here == Here::Comment {
        if in_silence(source, context.word) {
            offer.rules();
        }
        return offer.items;
    }
    let role = role(&context.steps, catalog);
    if context.here != Here::Value {
        offer.keys(&role, context, catalog);
    }
    if context.here != Here::Key {
        let place = if is_in_brackets(source, context) { Place::Flow } else { Place::Block };
        offer.values(&role, place, catalog);
    }
    offer.items
}

/// What may stand at the byte `offset` of a README: only within comments that
/// speak to catalint.
pub(super) fn in_readme(
    source: &Source,
    offset: usize,
    regions: &Regions,
    catalog: Option<&Catalog>,
) -> Vec<CompletionItem> {
    let line = source.line_span(source.position(offset).line);
    let before = &source.text()[line.start()..offset.max(line.start())];
    let Some((_, comment)) = before.rsplit_once("<!--").filter(|(_, comment)| !comment.contains("-->"))
    else {
        return Vec::new();
    };
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let start = offset - (comment.len() - comment.trim_end_matches(part).len());
    let rest = &source.text()[offset..line.end().max(offset)];
    let end = offset + rest.find(|c| !part(c)).unwrap_or(rest.len());
    // Of a mark that is not closed yet the dashes to come are no part.
    let word = source.text()[start..end].trim_end_matches("--");
    let end = (start + word.len()).max(offset);
    let mut offer = Offer::at(source, Span::new(start, end), "");
    let words: Vec<&str> = comment[..comment.len() - (offset - start)].split_whitespace().collect();
    match words.as_slice() {
        [] => {
            for (word, says) in [
                ("catalint:begin", "starts a managed region"),
                ("catalint:end", "ends a managed region"),
                ("catalint-ignore", "silences a rule for what follows"),
            ] {
                offer.push(word, CompletionItemKind::KEYWORD, says, String::new());
            }
        }
        ["catalint:begin"] => offer.regions(catalog),
        ["catalint:end"] => {
            for region in &regions.regions {
                offer.push(
                    &region.name,
                    CompletionItemKind::REFERENCE,
                    "a region of this file",
                    String::new(),
                );
            }
            offer.regions(catalog);
        }
        ["catalint-ignore"] => offer.rules(),
        _ => {}
    }
    offer.items
}

/// Whether the word follows `catalint-ignore`.
fn in_silence(source: &Source, word: Span) -> bool {
    source.text()[..word.start()].trim_end().ends_with("catalint-ignore")
}

fn is_in_brackets(source: &Source, context: &Context) -> bool {
    let line = source.line_span(source.position(context.word.start()).line);
    source.text()[line.start()..context.word.start()].contains(['[', '{'])
}

struct Offer {
    range: Range,
    /// What a key needs after it.
    colon: &'static str,
    items: Vec<CompletionItem>,
}

impl Offer {
    fn at(source: &Source, word: Span, colon: &'static str) -> Offer {
        Offer { range: range(source, word), colon, items: Vec::new() }
    }

    /// Offers `label`, which is also what is put in, unless it is there.
    fn push(
        &mut self,
        label: &str,
        kind: CompletionItemKind,
        detail: &str,
        page: String,
    ) -> &mut CompletionItem {
        let at = self.items.iter().position(|item| item.label == label).unwrap_or_else(|| {
            let edit = TextEdit { range: self.range, new_text: label.to_string() };
            self.items.push(CompletionItem {
                label: label.to_string(),
                kind: Some(kind),
                detail: (!detail.is_empty()).then(|| detail.replace('`', "")),
                documentation: (!page.is_empty()).then(|| markdown(page)),
                // Editors sort by it: the order here is the catalog's.
                sort_text: Some(format!("{:04}", self.items.len())),
                text_edit: Some(CompletionTextEdit::Edit(edit)),
                ..CompletionItem::default()
            });
            self.items.len() - 1
        });
        &mut self.items[at]
    }

    /// Offers a value, with quotes where it needs them.
    fn value(&mut self, text: &str, place: Place, detail: &str, page: String) {
        let written = scalar::text(text, place).into_owned();
        let range = self.range;
        let item = self.push(text, CompletionItemKind::VALUE, detail, page);
        item.text_edit = Some(CompletionTextEdit::Edit(TextEdit { range, new_text: written }));
    }

    /// Offers a key with its colon.
    fn key(&mut self, name: &str, detail: &str, page: String, context: &Context) {
        if context.siblings.iter().any(|sibling| sibling == name) {
            return;
        }
        let written = scalar::text(name, Place::Flow).into_owned();
        let colon = self.colon;
        let range = self.range;
        let item = self.push(name, CompletionItemKind::FIELD, detail, page);
        item.text_edit =
            Some(CompletionTextEdit::Edit(TextEdit { range, new_text: format!("{written}{colon}") }));
    }

    fn keys(&mut self, role: &Role, context: &Context, catalog: &Catalog) {
        let listed = |offer: &mut Offer, keys: &[Key]| {
            for key in keys {
                offer.key(key.name, "", key.says.to_string(), context);
            }
        };
        match role {
            Role::Catalog => listed(self, about::CATALOG),
            Role::Section(_) => listed(self, about::SECTION),
            Role::Output => listed(self, about::OUTPUT),
            Role::Field(_) => listed(self, about::FIELD),
            Role::Entry(fields) => {
                for field in fields.iter() {
                    let title = field.title.get(catalog.language()).to_string();
                    self.key(&field.id, &title, about::field(field), context);
                }
                listed(self, &[about::ENTRY_ID]);
            }
            Role::Value(field) => match field.kind {
                Kind::Link | Kind::Links => listed(self, about::LINK),
                Kind::Image => listed(self, about::IMAGE),
                Kind::Text | Kind::Prose | Kind::List => self.languages(context, catalog),
                _ => {}
            },
            Role::Localized => self.languages(context, catalog),
            Role::Term => {
                self.languages(context, catalog);
                listed(self, &[about::ALIASES]);
            }
            Role::Fields(fields) => {
                for field in fields.iter() {
                    self.key(&field.id, "", about::field(field), context);
                }
            }
            Role::Vocabularies => {
                for name in Vocabulary::builtin_names() {
                    self.key(name, "a built-in vocabulary, to be added to", String::new(), context);
                }
            }
            Role::Rules => {
                for info in rules::infos() {
                    self.key(info.name, info.summary, rules::page(&info), context);
                }
            }
            _ => {}
        }
    }

    fn languages(&mut self, context: &Context, catalog: &Catalog) {
        for language in &catalog.languages {
            self.key(language, "a language of the catalog", String::new(), context);
        }
    }

    fn values(&mut self, role: &Role, place: Place, catalog: &Catalog) {
        match role {
            Role::Value(field) => match field.kind {
                Kind::Term | Kind::Terms => {
                    for term in field.vocabulary.iter().flat_map(|vocabulary| vocabulary.terms()) {
                        let mut labels: Vec<&str> = term.label.iter().map(|(_, label)| label).collect();
                        labels.dedup();
                        let spellings: Vec<&str> =
                            labels.iter().copied().chain(term.aliases.iter().map(String::as_str)).collect();
                        self.value(&term.id, place, &labels.join(" · "), about::term(term));
                        // What people type is often a label or an alias.
                        let typed = format!("{} {}", term.id, spellings.join(" "));
                        if let Some(item) = self.items.iter_mut().find(|item| *item.label == *term.id) {
                            item.filter_text = Some(typed);
                        }
                    }
                }
                Kind::Enum => self.words(field.choices.iter().map(String::as_str), place),
                Kind::Bool => self.plain(&["true", "false"]),
                Kind::License => self.words(license::identifiers().iter().copied(), place),
                _ => {}
            },
            Role::Word(words) => self.plain(words),
            Role::Language => self.words(catalog.languages.iter().map(String::as_str), place),
            Role::Level(_) => self.plain(&["error", "warning", "info", "off"]),
            Role::Preset => {
                for preset in preset::ALL {
                    self.value(preset.name, place, about::preset(preset.name), String::new());
                }
            }
            Role::FieldType | Role::Field(_) => {
                for kind in Kind::ALL {
                    self.value(kind.name(), place, "", about::kind(kind).to_string());
                }
            }
            Role::VocabularyName => {
                let own = catalog.vocabularies.iter().map(|own| own.id.as_str());
                self.words(own.chain(Vocabulary::builtin_names().iter().copied()), place);
            }
            Role::TextField(fields) => {
                let texts = fields.iter().filter(|field| field.kind == Kind::Text);
                self.words(texts.map(|field| field.id.as_str()), place);
            }
            _ => {}
        }
    }

    fn words<'w>(&mut self, words: impl Iterator<Item = &'w str>, place: Place) {
        words.for_each(|word| self.value(word, place, "", String::new()));
    }

    /// Words that YAML is meant to read as what they look like.
    fn plain(&mut self, words: &[&str]) {
        for word in words {
            self.push(word, CompletionItemKind::VALUE, "", String::new());
        }
    }

    fn rules(&mut self) {
        for info in rules::infos() {
            self.push(info.name, CompletionItemKind::REFERENCE, info.summary, rules::page(&info));
        }
    }

    fn regions(&mut self, catalog: Option<&Catalog>) {
        let Some(catalog) = catalog else { return };
        for (_, section) in catalog.walk() {
            let title = section.title.get(catalog.language()).to_string();
            self.push(&section.id, CompletionItemKind::REFERENCE, &title, String::new());
        }
        for name in RESERVED_REGIONS {
            let says =
                if name == "contents" { "a table of contents of this file" } else { "counts of the entries" };
            self.push(name, CompletionItemKind::KEYWORD, says, String::new());
        }
    }
}

fn markdown(text: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;
    use crate::lsp::context;
    use crate::readme;
    use crate::text::Sources;

    const CATALOG: &str = "version: 1
languages: [en, zh-Hans]
vocabularies:
  kind: { one: One, 'true': Two }
fields:
  name: text
  kind: { type: terms, vocabulary: kind }
  access: { type: enum, values: [open, on request, 'no'] }
  free: bool
sections:
  - id: a
    fields: { name: , other: text }
";

    /// What is put in at `|` for each offer.
    fn offers(text: &str) -> Vec<String> {
        let mut sources = Sources::new();
        let file = sources.add(Source::new("catalog.yaml", CATALOG));
        let catalog = catalog::read(&mut sources, file, &mut |_| Ok(Vec::new())).unwrap().catalog;
        let offset = text.find('|').unwrap();
        let source = Source::new("f", text.replacen('|', "", 1));
        let items = if text.contains("<!--") {
            in_readme(&source, offset, &readme::regions(source.text()), Some(&catalog))
        } else {
            in_catalog(&source, &context::at(source.text(), offset), &catalog)
        };
        items
            .into_iter()
            .map(|item| match item.text_edit {
                Some(CompletionTextEdit::Edit(edit)) => edit.new_text,
                _ => panic!("no edit: {item:?}"),
            })
            .collect()
    }

    #[test]
    fn each_place_offers_what_may_stand_there() {
        for (text, expected) in [
            ("tables: |", vec!["compact", "aligned"]),
            ("preset: m|", vec!["medical-imaging", "none"]),
            ("title: { zh|", vec!["en: ", "zh-Hans: "]),
            ("outputs:\n  - file: x\n    |", vec!["language: "]),
            ("outputs: [{ file: x, language: |", vec!["en", "zh-Hans"]),
            ("rules:\n  bare-url: |", vec!["error", "warning", "info", "off"]),
            ("fields:\n  x: { type: link, on: |", vec!["name"]),
            ("fields:\n  x: { type: terms, vocabulary: |", vec!["kind", "format", "modality", "task"]),
            ("fields:\n  x: { required: |", vec!["true", "false"]),
            ("vocabularies:\n  kind:\n    one: { |", vec!["en: ", "zh-Hans: ", "aliases: "]),
            ("sections:\n  - layout: |", vec!["table", "list", "prose"]),
            ("sections:\n  - entries:\n    - na|", vec!["name: ", "kind: ", "access: ", "free: ", "id: "]),
            ("sections:\n  - entries:\n    - n|: x\n      kind: one", vec!["name", "access", "free", "id"]),
            ("sections:\n  - id: a\n    entries:\n    - |", vec!["name: ", "other: ", "id: "]),
            ("sections:\n  - entries:\n    - kind: [|]", vec!["one", "'true'"]),
            ("sections:\n  - entries:\n    - access: |", vec!["open", "on request", "'no'"]),
            ("sections:\n  - entries:\n    - name: |", vec![]),
            ("<!-- catalint:end |", vec!["a", "contents", "summary"]),
            ("<!-- |", vec!["catalint:begin", "catalint:end", "catalint-ignore"]),
            ("<!-- x --> |", vec![]),
        ] {
            assert_eq!(offers(text), expected, "{text}");
        }
        assert!(offers("rules:\n  |").contains(&"bare-url: ".to_string()));
        assert_eq!(offers("fields:\n  x: te|").len(), Kind::ALL.len());
        assert_eq!(offers("|").first().map(String::as_str), Some("version: "));
    }
}
