//! How many entries there are, by section and by vocabulary.

use super::body::Body;
use super::table::table;
use crate::catalog::{Aligns, Catalog, Section, TableStyle};
use crate::readme::cell;
use crate::value::Value;
use std::collections::HashMap;
use std::fmt::Write as _;

/// Writes a table of entries by section and one for each vocabulary; with
/// `chart` in `options`, a Mermaid chart of the sections as well.
pub(super) fn write(catalog: &Catalog, language: &str, options: &str, out: &mut Body<'_>) {
    let words = Words::of(language);
    let sections: Vec<(String, usize)> = catalog
        .walk()
        .filter(|(_, section)| !section.entries.is_empty())
        .map(|(_, section)| (section.title.get(language).to_string(), section.entries.len()))
        .collect();
    count_table(words.section, words.entries, &sections, catalog.tables, out);
    for (title, counts) in by_vocabulary(catalog, language) {
        out.gap();
        count_table(&title, words.entries, &counts, catalog.tables, out);
    }
    if options.split_whitespace().any(|option| option == "chart") && !sections.is_empty() {
        out.gap();
        out.push(|out| chart(&sections, out));
    }
}

fn chart(sections: &[(String, usize)], out: &mut String) {
    out.push_str("```mermaid\npie\n");
    for (title, count) in sections {
        let _ = writeln!(out, "  \"{}\" : {count}", title.replace('"', "'").replace('\n', " "));
    }
    out.push_str("```\n");
}

struct Words {
    section: &'static str,
    entries: &'static str,
}

impl Words {
    fn of(language: &str) -> Words {
        match language.split('-').next() {
            Some("zh") => Words { section: "分类", entries: "条目" },
            _ => Words { section: "Section", entries: "Entries" },
        }
    }
}

fn count_table(first: &str, second: &str, rows: &[(String, usize)], style: TableStyle, out: &mut Body<'_>) {
    let header = [cell::encode(first).into_owned(), second.to_string()];
    let rows: Vec<Vec<String>> =
        rows.iter().map(|(title, count)| vec![cell::encode(title).into_owned(), count.to_string()]).collect();
    table(&header, rows, style, &Aligns::default(), out);
}

/// Terms with how many entries have each.
type Counts = Vec<(String, usize)>;

/// For each field with a vocabulary, in the order of the fields: its title,
/// and how many entries have each term, most first, then by name.
fn by_vocabulary(catalog: &Catalog, language: &str) -> Vec<(String, Counts)> {
    let mut tables: Vec<(&str, &str, HashMap<&str, usize>)> = Vec::new();
    for (_, section) in catalog.walk() {
        for entry in &section.entries {
            for (field, slot) in section.slots(entry) {
                let (Some(Value::Terms(terms)), Some(vocabulary)) = (&slot.value, &field.vocabulary) else {
                    continue;
                };
                let at = tables.iter().position(|(id, ..)| *id == field.id).unwrap_or_else(|| {
                    tables.push((&field.id, field.title.get(language), HashMap::new()));
                    tables.len() - 1
                });
                for id in terms.iter().filter_map(|term| term.id()) {
                    if let Some(label) = vocabulary.label(id, language) {
                        *tables[at].2.entry(label).or_default() += 1;
                    }
                }
            }
        }
    }
    let order = |section: &Section, id: &str| section.fields.find(id);
    tables.sort_by_key(|(id, ..)| catalog.sections.first().and_then(|section| order(section, id)));
    tables
        .into_iter()
        .map(|(_, title, counts)| {
            let mut counts: Counts =
                counts.into_iter().map(|(label, count)| (label.to_string(), count)).collect();
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            (title.to_string(), counts)
        })
        .filter(|(_, counts)| !counts.is_empty())
        .collect()
}
