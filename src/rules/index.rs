//! Places by what is written there: built in the one pass over the records,
//! read by the rules that compare entries.

use crate::catalog::{Catalog, Entry, Section, Slot};
use crate::text::{FileId, Span};
use crate::value::{Value, link};
use std::collections::HashMap;

/// One place of a link or a name.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The section.
    pub section: &'a Section,
    /// The entry.
    pub entry: &'a Entry,
    /// Its field, by index.
    pub field: usize,
    /// What is written.
    pub slot: &'a Slot,
}

impl Place<'_> {
    /// The file it stands in.
    pub fn file(&self) -> FileId {
        self.section.file
    }

    /// Its bytes.
    pub fn span(&self) -> Span {
        self.slot.span
    }
}

/// Links and names of all records, each with its places, in the order in
/// which the first of them stands.
#[derive(Debug, Default)]
pub struct Index<'a> {
    links: Groups<'a>,
    names: Groups<'a>,
}

#[derive(Debug, Default)]
struct Groups<'a> {
    by_key: HashMap<String, usize>,
    groups: Vec<Vec<Place<'a>>>,
}

impl<'a> Groups<'a> {
    fn add(&mut self, key: String, place: Place<'a>) {
        let next = self.groups.len();
        let at = *self.by_key.entry(key).or_insert(next);
        if at == next {
            self.groups.push(Vec::new());
        }
        self.groups[at].push(place);
    }
}

impl<'a> Index<'a> {
    /// Gathers what the records of `catalog` hold.
    pub fn new(catalog: &'a Catalog) -> Self {
        let mut index = Index::default();
        let language = catalog.language();
        for (_, section) in catalog.walk() {
            let (name, main) = (section.fields.name(), section.fields.link());
            for entry in &section.entries {
                for slot in &entry.slots {
                    let field = usize::from(slot.field);
                    let place = Place { section, entry, field, slot };
                    match &slot.value {
                        Some(Value::Links(links)) if Some(field) == main => {
                            for one in links {
                                index.links.add(link::comparable(&one.url), place);
                            }
                        }
                        Some(Value::Text(text)) if Some(field) == name => {
                            index.names.add(text.get(language).trim().to_lowercase(), place);
                        }
                        _ => {}
                    }
                }
            }
        }
        index
    }

    /// Main links that stand more than once.
    pub fn repeated_links(&self) -> impl Iterator<Item = &[Place<'a>]> {
        self.links.groups.iter().filter(|group| group.len() > 1).map(Vec::as_slice)
    }

    /// Names that stand more than once.
    pub fn repeated_names(&self) -> impl Iterator<Item = &[Place<'a>]> {
        self.names.groups.iter().filter(|group| group.len() > 1).map(Vec::as_slice)
    }

    /// Every main link's places, by [`link::comparable`].
    pub fn links_to(&self, key: &str) -> &[Place<'a>] {
        self.links.by_key.get(key).map_or(&[], |&at| &self.links.groups[at])
    }
}
