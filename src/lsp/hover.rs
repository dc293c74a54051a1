//! What stands under the cursor, in words: fields, terms, rules, entries,
//! sections.

use super::context::{Context, Here};
use super::role::{Role, role};
use crate::absorb::Shown;
use crate::catalog::about::{self, Key};
use crate::catalog::{Catalog, Entry, Section};
use crate::readme::Region;
use crate::rules;
use crate::text::{FileId, Source, Span};
use crate::value::{Kind, Link, Value, Vocabulary};

/// What is said about a span, as Markdown.
pub(super) type Said = Option<(Span, String)>;

/// About what stands at `context` in a file of a catalog; `entry` is the one
/// that is there.
pub(super) fn in_catalog(
    source: &Source,
    context: &Context,
    catalog: &Catalog,
    entry: Option<(&Section, &Entry)>,
) -> Said {
    let word = context.word;
    let text = source.slice(word).trim_matches(['"', '\'']);
    if text.is_empty() {
        return None;
    }
    let role = role(&context.steps, catalog);
    let says = match context.here {
        Here::Comment => rule(text),
        Here::Key => key(&role, text),
        Here::Value | Here::Bare => value(&role, text, catalog).or_else(|| {
            let (section, entry) = entry?;
            let named = section.name_of(entry).is_some_and(|name| name.span.contains(word));
            named.then(|| summary(catalog, section, entry))
        }),
    };
    Some((word, says?))
}

/// About what stands at the byte `offset` of a README: a region's mark, or the
/// row of an entry.
pub(super) fn in_readme(
    catalog: &Catalog,
    region: Option<&Region>,
    shown: Option<&Shown<'_>>,
    offset: usize,
) -> Said {
    if let Some(shown) = shown {
        return Some((shown.row, summary(catalog, shown.section, shown.entry)));
    }
    let region = region?;
    let mark = [region.begin, region.end].into_iter().find(|mark| mark.contains(Span::at(offset)))?;
    let (_, section) = catalog.section(&region.name)?;
    Some((mark, section_summary(catalog, section)))
}

/// The entry of a file that a byte is in.
pub(super) fn entry_at(catalog: &Catalog, file: FileId, offset: usize) -> Option<(&Section, &Entry)> {
    catalog.walk().filter(|(_, section)| section.file == file).find_map(|(_, section)| {
        let next = section.entries.partition_point(|entry| entry.span.start() <= offset);
        let entry = section.entries.get(next.checked_sub(1)?)?;
        (offset <= entry.span.end()).then_some((section, entry))
    })
}

fn key(role: &Role, name: &str) -> Option<String> {
    let among = |keys: &[Key]| keys.iter().find(|key| key.name == name).map(|key| key.says.to_string());
    match role {
        Role::Catalog => among(about::CATALOG),
        Role::Section(_) => among(about::SECTION),
        Role::Output => among(about::OUTPUT),
        Role::Field(_) => among(about::FIELD),
        Role::Term => among(&[about::ALIASES]),
        Role::Entry(fields) | Role::Fields(fields) => match fields.find(name) {
            Some(index) => Some(about::field(&fields[index])),
            None => among(&[about::ENTRY_ID]),
        },
        Role::Value(field) if matches!(field.kind, Kind::Link | Kind::Links) => among(about::LINK),
        Role::Value(field) if field.kind == Kind::Image => among(about::IMAGE),
        Role::Rules => rule(name),
        Role::Vocabulary => Vocabulary::builtin_names()
            .iter()
            .find_map(|vocabulary| Vocabulary::builtin(vocabulary)?.get(name))
            .map(about::term),
        _ => None,
    }
}

fn value(role: &Role, text: &str, catalog: &Catalog) -> Option<String> {
    match role {
        Role::Value(field) => match field.kind {
            Kind::Term | Kind::Terms => {
                let vocabulary = field.vocabulary.as_ref()?;
                let head = text.split([' ', '(', '（']).next().unwrap_or(text);
                vocabulary.find(text).or_else(|| vocabulary.find(head)).map(about::term)
            }
            Kind::Link | Kind::Links if !text.contains(['<', '>', ' ']) => {
                Some(Link::new(text, None).render())
            }
            _ => None,
        },
        Role::SectionId => catalog.section(text).map(|(_, section)| section_summary(catalog, section)),
        Role::Level(name) => rule(name),
        Role::FieldType | Role::Field(_) => Kind::from_name(text).map(|kind| about::kind(kind).to_string()),
        Role::Preset => Some(about::preset(text).to_string()).filter(|says| !says.is_empty()),
        _ => None,
    }
}

fn rule(name: &str) -> Option<String> {
    rules::find(name).map(|rule| rules::page(&rule.info))
}

/// An entry with all that it says, its link below its name.
fn summary(catalog: &Catalog, section: &Section, entry: &Entry) -> String {
    let language = catalog.language();
    let name = section.name_of(entry).and_then(|slot| slot.value.as_ref());
    let mut out = match name {
        Some(Value::Text(text)) => {
            let mut names: Vec<&str> = text.iter().map(|(_, text)| text).collect();
            names.dedup();
            format!("**{}**", names.join(" · "))
        }
        _ => format!("**{}**", section.label_of(entry, language)),
    };
    let link = section.fields.link();
    if let Some(Value::Links(links)) = link.and_then(|index| entry.value(index)) {
        links.iter().for_each(|link| out.push_str(&format!("\n\n{}", Link::new(&link.url, None).render())));
    }
    out.push('\n');
    for (index, field) in section.fields.iter().enumerate() {
        let shown = [section.fields.name(), link].contains(&Some(index)) || field.kind == Kind::Image;
        if let Some(value) = entry.value(index).filter(|_| !shown) {
            let text = field.render(value, language).replace('\n', "\n  ");
            out.push_str(&format!("\n- {}: {text}", field.title.get(language)));
        }
    }
    out
}

fn section_summary(catalog: &Catalog, section: &Section) -> String {
    let mut titles: Vec<&str> = section.title.iter().map(|(_, title)| title).collect();
    titles.dedup();
    let below: usize = entries_below(section);
    let files: Vec<String> = catalog.outputs.iter().map(|output| format!("`{}`", output.file)).collect();
    format!(
        "**{}** `{}`\n\n{}, {}; rendered to {}",
        titles.join(" · "),
        section.id,
        section.layout.name(),
        if below == 1 { "1 entry".to_string() } else { format!("{below} entries") },
        if files.is_empty() { "no file".to_string() } else { files.join(", ") },
    )
}

fn entries_below(section: &Section) -> usize {
    section.entries.len() + section.sections.iter().map(entries_below).sum::<usize>()
}
