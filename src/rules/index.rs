//! Places by what is written there, read by the rules that compare entries.
//!
//! Each part is made when the first rule asks for it, in one walk over the
//! records, and serves all rules after that.

use crate::catalog::{self, Catalog, Fields, Section, Slot};
use crate::readme::cell;
use crate::text::{FileId, Sources, Span};
use crate::value::{Kind, Value, link};
use std::cell::OnceCell;
use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};

/// One place of a link or a name.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The section.
    pub section: &'a Section,
    /// Which section it is, in the order of the walk.
    pub section_number: usize,
    /// The entry.
    pub entry: &'a catalog::Entry,
    /// Which of the section's entries it is.
    pub entry_number: usize,
    /// What is written.
    pub slot: &'a Slot,
    /// Which of the slot's parts it is.
    pub part: usize,
}

impl Place<'_> {
    /// The file it stands in.
    pub fn file(&self) -> FileId {
        self.section.file
    }

    /// Its bytes.
    pub fn span(&self) -> Span {
        self.slot.parts.get(self.part).copied().unwrap_or(self.slot.span)
    }
}

/// Links, names and spellings of all records, each with its places.
#[derive(Debug)]
pub struct Index<'a> {
    catalog: &'a Catalog,
    sources: &'a Sources,
    sections: Vec<&'a Section>,
    links: OnceCell<Groups>,
    names: OnceCell<Groups>,
    terms: OnceCell<Concepts>,
    texts: OnceCell<Concepts>,
    secure: OnceCell<HashSet<String>>,
}

/// A place by numbers: it borrows nothing, so that an index can be shared
/// while it is made.
#[derive(Clone, Copy, Debug)]
struct At {
    section: u32,
    entry: u32,
    slot: u32,
    part: u32,
}

/// Places by key. Most keys have one place, and cost no list of their own.
#[derive(Debug, Default)]
struct Groups {
    by_key: HashMap<String, Found>,
    repeated: Vec<Vec<At>>,
}

#[derive(Clone, Copy, Debug)]
enum Found {
    Once(At),
    /// Which of the repeated ones it is.
    Again(usize),
}

impl Groups {
    fn add(&mut self, key: String, place: At) {
        match self.by_key.entry(key) {
            Entry::Vacant(vacant) => {
                vacant.insert(Found::Once(place));
            }
            Entry::Occupied(mut occupied) => match *occupied.get() {
                Found::Once(first) => {
                    occupied.insert(Found::Again(self.repeated.len()));
                    self.repeated.push(vec![first, place]);
                }
                Found::Again(at) => self.repeated[at].push(place),
            },
        }
    }
}

impl<'a> Index<'a> {
    /// The index of `catalog`.
    pub fn new(catalog: &'a Catalog, sources: &'a Sources) -> Self {
        Index {
            catalog,
            sources,
            sections: catalog.walk().map(|(_, section)| section).collect(),
            links: OnceCell::new(),
            names: OnceCell::new(),
            terms: OnceCell::new(),
            texts: OnceCell::new(),
            secure: OnceCell::new(),
        }
    }

    /// Main links that stand more than once, by [`link::comparable`].
    pub fn repeated_links(&self) -> impl Iterator<Item = Vec<Place<'a>>> + use<'_, 'a> {
        self.repeated(self.links.get_or_init(|| self.links()))
    }

    /// Names that stand more than once, without regard to case.
    pub fn repeated_names(&self) -> impl Iterator<Item = Vec<Place<'a>>> + use<'_, 'a> {
        self.repeated(self.names.get_or_init(|| self.names()))
    }

    /// The terms of a README's cells, each with the spellings in which it
    /// stands there; terms with a detail are left out.
    pub fn terms(&self) -> impl Iterator<Item = Concept<'_, 'a>> {
        self.concepts(self.terms.get_or_init(|| self.spelled_terms()))
    }

    /// The short texts and items of lists that stand in one field, together
    /// if they differ only in case, blanks and hyphens; names and
    /// descriptions are left out.
    pub fn texts(&self) -> impl Iterator<Item = Concept<'_, 'a>> {
        self.concepts(self.texts.get_or_init(|| self.spelled_texts()))
    }

    /// Whether the records link to that host by `https`.
    pub fn links_securely(&self, host: &str) -> bool {
        self.secure.get_or_init(|| secure_hosts(self.urls())).contains(host)
    }

    fn repeated<'s>(&'s self, found: &'s Groups) -> impl Iterator<Item = Vec<Place<'a>>> + use<'s, 'a> {
        found.repeated.iter().map(|group| group.iter().map(|&at| self.place(at)).collect())
    }

    fn place(&self, at: At) -> Place<'a> {
        let section = self.sections[at.section as usize];
        let entry = &section.entries[at.entry as usize];
        let slot = &entry.slots[at.slot as usize];
        Place {
            section,
            section_number: at.section as usize,
            entry,
            entry_number: at.entry as usize,
            slot,
            part: at.part as usize,
        }
    }

    /// The slots of one field of each section.
    fn slots_of(
        &self,
        field: impl Fn(&Fields) -> Option<usize>,
    ) -> impl Iterator<Item = (&'a Section, &'a Slot, At)> + '_ {
        let fields: Vec<Option<usize>> = self.sections.iter().map(|section| field(&section.fields)).collect();
        self.slots().filter(move |(_, slot, at)| fields[at.section as usize] == Some(usize::from(slot.field)))
    }

    /// Every slot, with its place.
    fn slots(&self) -> impl Iterator<Item = (&'a Section, &'a Slot, At)> + '_ {
        self.sections.iter().zip(0..).flat_map(|(&section, number)| {
            section.entries.iter().zip(0..).flat_map(move |(entry, at)| {
                let place = move |slot| At { section: number, entry: at, slot, part: 0 };
                entry.slots.iter().zip(0..).map(move |(slot, at)| (section, slot, place(at)))
            })
        })
    }

    fn concepts<'s>(&'s self, found: &'s Concepts) -> impl Iterator<Item = Concept<'s, 'a>> + use<'s, 'a> {
        found.concepts.iter().map(|(key, spellings)| Concept { index: self, key, spellings })
    }

    fn spelled_terms(&self) -> Concepts {
        let mut found = Concepts::default();
        for (section, slot, at) in self.slots() {
            let field = &section.fields[usize::from(slot.field)];
            let (Some(Value::Terms(terms)), Some(vocabulary)) = (&slot.value, &field.vocabulary) else {
                continue;
            };
            // Without places of its parts, a cell of one term is that term.
            let known = slot.parts.len() == terms.len() || terms.len() == 1;
            for (term, part) in terms.iter().zip(0..).filter(|_| known) {
                if let (Some(id), None) = (term.id(), term.detail()) {
                    let at = At { part, ..at };
                    let written = self.sources.get(section.file).slice(self.place(at).span());
                    found.add(&key(vocabulary.id(), id), &cell::decode(written), at);
                }
            }
        }
        found
    }

    fn spelled_texts(&self) -> Concepts {
        let mut found = Concepts::default();
        let language = self.catalog.language();
        let mut folded = String::new();
        let names: Vec<Option<usize>> = self.sections.iter().map(|section| section.fields.name()).collect();
        for (section, slot, at) in self.slots() {
            let index = usize::from(slot.field);
            let field = &section.fields[index];
            let is_name = names[at.section as usize] == Some(index);
            let items = match &slot.value {
                Some(Value::List(items)) => items.as_slice(),
                Some(Value::Text(text)) if field.kind == Kind::Text && !is_name => std::slice::from_ref(text),
                _ => continue,
            };
            for (item, part) in items.iter().zip(0..) {
                let text = item.get(language);
                folded.clear();
                folded.push_str(&field.id);
                folded.push('\0');
                if item.is_plain() && fold(text, &mut folded) {
                    found.add(&folded, text, At { part, ..at });
                }
            }
        }
        found
    }

    fn urls(&self) -> impl Iterator<Item = &'a str> + '_ {
        let links = self.slots().filter_map(|(_, slot, _)| match &slot.value {
            Some(Value::Links(links)) => Some(links),
            _ => None,
        });
        links.flatten().map(|link| link.url.as_str())
    }

    fn links(&self) -> Groups {
        let mut groups = Groups::default();
        for (_, slot, at) in self.slots_of(Fields::link) {
            match &slot.value {
                Some(Value::Links(links)) => {
                    for (one, part) in links.iter().zip(0..) {
                        groups.add(link::comparable(&one.url), At { part, ..at });
                    }
                }
                // An address with blanks in it is one all the same.
                Some(Value::Raw(text)) => groups.add(link::comparable(text), at),
                _ => {}
            }
        }
        groups
    }

    fn names(&self) -> Groups {
        let mut groups = Groups::default();
        let language = self.catalog.language();
        for (_, slot, at) in self.slots_of(Fields::name) {
            if let Some(Value::Text(text)) = &slot.value {
                groups.add(text.get(language).trim().to_lowercase(), at);
            }
        }
        groups
    }
}

/// One thing with the spellings in which it stands.
#[derive(Clone, Copy)]
pub struct Concept<'s, 'a> {
    index: &'s Index<'a>,
    key: &'s str,
    spellings: &'s [(Box<str>, Vec<At>)],
}

impl<'s, 'a> Concept<'s, 'a> {
    /// The vocabulary or field it belongs to.
    pub fn of(&self) -> &'s str {
        self.key.split_once('\0').map_or("", |(of, _)| of)
    }

    /// What it is: a term's id, a folded text.
    pub fn id(&self) -> &'s str {
        self.key.split_once('\0').map_or("", |(_, id)| id)
    }

    /// Its spellings in the order in which each first stands, with how often.
    pub fn spellings(&self) -> impl Iterator<Item = (&'s str, usize)> + use<'s, 'a> {
        self.spellings.iter().map(|(text, places)| (&**text, places.len()))
    }

    /// Where it stands in a spelling.
    pub fn places(&self, spelling: &str) -> impl Iterator<Item = Place<'a>> + use<'s, 'a> {
        let found = self.spellings.iter().find(|(text, _)| **text == *spelling);
        let index = self.index;
        found.into_iter().flat_map(|(_, places)| places).map(move |&at| index.place(at))
    }
}

/// Things by key, in the order in which they first stand.
#[derive(Debug, Default)]
struct Concepts {
    by_key: HashMap<Box<str>, usize>,
    concepts: Vec<(Box<str>, Vec<(Box<str>, Vec<At>)>)>,
}

impl Concepts {
    fn add(&mut self, key: &str, spelling: &str, place: At) {
        let at = match self.by_key.get(key) {
            Some(&at) => at,
            None => {
                self.by_key.insert(key.into(), self.concepts.len());
                self.concepts.push((key.into(), Vec::new()));
                self.concepts.len() - 1
            }
        };
        let spellings = &mut self.concepts[at].1;
        match spellings.iter_mut().find(|(text, _)| **text == *spelling) {
            Some((_, places)) => places.push(place),
            None => spellings.push((spelling.into(), vec![place])),
        }
    }
}

fn key(of: &str, id: &str) -> String {
    format!("{of}\0{id}")
}

/// The longest text, in bytes, that is taken for the name of a kind of thing
/// rather than for a sentence about one.
const LONGEST_KIND: usize = 48;

/// Puts a text without what does not count in spelling at the end of `out`;
/// `false` for what is no name of a kind of thing: sentences, markup, numbers.
fn fold(text: &str, out: &mut String) -> bool {
    if text.len() > LONGEST_KIND {
        return false;
    }
    let (mut letters, mut digits, mut ascii) = (false, false, true);
    for byte in text.bytes() {
        match byte {
            b'[' | b']' | b'<' | b'>' | b'`' | b'*' | b'_' | b'\\' | b'\n' => return false,
            b'0'..=b'9' => digits = true,
            b'a'..=b'z' | b'A'..=b'Z' => letters = true,
            0x80.. => ascii = false,
            _ => {}
        }
    }
    // Hyphens and blanks between digits tell numbers apart.
    let counts = |c: char| digits || !(c.is_whitespace() || c == '-');
    if ascii {
        out.extend(text.bytes().map(char::from).filter(|&c| counts(c)).map(|c| c.to_ascii_lowercase()));
        return letters;
    }
    for c in text.chars().filter(|&c| counts(c)) {
        letters |= c.is_alphabetic();
        match c {
            // Han characters have no case.
            '\u{3400}'..='\u{9FFF}' => out.push(c),
            c => out.extend(c.to_lowercase()),
        }
    }
    letters
}

/// The hosts that some of `urls` reach by `https`.
pub fn secure_hosts<'u>(urls: impl Iterator<Item = &'u str>) -> HashSet<String> {
    urls.filter(|url| url.starts_with("https://")).filter_map(link::host).collect()
}
