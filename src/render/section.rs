//! A section → the body of its region.

use super::body::Body;
use super::{entry, table};
use crate::catalog::{Catalog, Entry, Field, Layout, Section};
use crate::readme::{cell, prose};

/// The level of a section's heading where a region renders it: what the
/// catalog states, or 2 at the top and one more with each section above.
pub fn heading_level(section: &Section, depth: usize) -> usize {
    section.heading.map_or(depth + 2, usize::from).clamp(1, 6)
}

/// The level of the headings of a section's entries.
pub fn entry_level(section: &Section, depth: usize) -> usize {
    (heading_level(section, depth) + 1).min(6)
}

/// The body of a section's region: its note, its entries, and the sections
/// below it with their headings. Every line ends with `\n`; blocks are one
/// blank line apart.
pub fn body(catalog: &Catalog, section: &Section, depth: usize, language: &str) -> String {
    let mut out = Body::whole();
    write(catalog, section, depth, language, &mut out);
    out.end()
}

/// Writes what [`body`] returns.
pub(super) fn write(catalog: &Catalog, section: &Section, depth: usize, language: &str, out: &mut Body<'_>) {
    if let Some(note) = &section.note {
        out.gap();
        out.push(|out| {
            out.push_str(&prose::encode(note.get(language), 6));
            out.push('\n');
        });
    }
    entries(catalog, section, depth, language, out);
    for below in &section.sections {
        out.gap();
        out.push(|out| out.push_str(&heading(below, depth + 1, language)));
        write(catalog, below, depth + 1, language, out);
    }
}

/// The heading line of a section, with its line end.
pub fn heading(section: &Section, depth: usize, language: &str) -> String {
    let marks = "#".repeat(heading_level(section, depth));
    format!("{marks} {}\n", cell::encode_line(section.title.get(language)))
}

fn entries(catalog: &Catalog, section: &Section, depth: usize, language: &str, out: &mut Body<'_>) {
    match section.layout {
        Layout::Table => {
            // A section of sections has no table of its own; an empty one
            // keeps its header for whoever adds the first row.
            if section.entries.is_empty() && !section.sections.is_empty() {
                return;
            }
            out.gap();
            let rows = section.entries.iter().map(|entry| entry::row(&section.fields, entry, language));
            table::table(&header(section, language), rows, catalog.tables, &section.align, out);
        }
        Layout::List => {
            if !section.entries.is_empty() {
                out.gap();
            }
            // An item of several blocks is set off from the next, as common
            // formatters do it.
            let mut loose = false;
            for (index, entry) in section.entries.iter().enumerate() {
                if std::mem::take(&mut loose) {
                    out.gap();
                }
                let item = entry::item(&section.fields, entry, language, &section.marker.at(index));
                loose = item.contains("\n\n");
                out.push(|out| out.push_str(&item));
            }
        }
        Layout::Prose => {
            for entry in &section.entries {
                out.gap();
                let text = entry::prose(&section.fields, entry, language, entry_level(section, depth));
                out.push(|out| out.push_str(&text));
            }
        }
    }
}

/// The cells of a table's header, encoded.
pub fn header(section: &Section, language: &str) -> Vec<String> {
    section
        .fields
        .iter()
        .filter(|field| field.is_column())
        .map(|field: &Field| cell::encode(field.title.get(language)).into_owned())
        .collect()
}

/// How one entry stands in its section's region: its row, item or paragraphs,
/// every line with its end.
pub fn entry_text(section: &Section, depth: usize, found: &Entry, language: &str) -> String {
    match section.layout {
        Layout::Table => {
            let mut out = String::new();
            table::compact_row(&entry::row(&section.fields, found, language), &mut out);
            out
        }
        Layout::List => entry::item(&section.fields, found, language, &section.marker.at(0)),
        Layout::Prose => entry::prose(&section.fields, found, language, entry_level(section, depth)),
    }
}
