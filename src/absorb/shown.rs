//! Which entry each row of an output shows, however the row was edited.

use super::body::Body;
use super::pair::{Doubt, pair};
use super::rows::{self, Row};
use crate::catalog::{Catalog, Entry, Section};
use crate::readme::Regions;
use crate::text::{FileId, Span};

/// A row of an output, and the entry that it shows.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'c> {
    /// Where the row, item or heading with its paragraphs stands.
    pub row: Span,
    /// The entry's section.
    pub section: &'c Section,
    /// The entry.
    pub entry: &'c Entry,
}

/// The rows of the output `file` with the text `text` that show an entry of
/// `catalog`, in their order. Regions that cannot be read back are left out.
pub fn shown<'c>(
    catalog: &'c Catalog,
    text: &str,
    file: FileId,
    regions: &Regions,
    language: &str,
) -> Vec<Shown<'c>> {
    let sections = catalog.by_id();
    let mut new: Vec<Row> = Vec::new();
    let mut old: Vec<Row> = Vec::new();
    let mut entries: Vec<(&Section, &Entry)> = Vec::new();
    for region in &regions.regions {
        let Some(&(depth, section)) = sections.get(region.name.as_str()) else { continue };
        let Ok(found) = rows::read(section, depth, &Body::new(text, region), file, language) else {
            continue;
        };
        for part in found {
            let Some(&(_, section)) = sections.get(part.section.as_str()) else { continue };
            new.extend(part.rows);
            old.extend(section.entries.iter().map(|entry| rows::of_entry(section, entry, language)));
            entries.extend(section.entries.iter().map(|entry| (section, entry)));
        }
    }
    let pairs = pair(&old, &new, &|id| sections.get(id).map(|&(_, section)| section), Doubt::Rename);
    let shown = new.iter().zip(pairs.old_of).filter_map(|(row, old)| {
        let (section, entry) = entries[old?];
        Some(Shown { row: row.place, section, entry })
    });
    shown.collect()
}
