//! Places by what is written there, read by the rules that compare entries.
//!
//! Each part is made when the first rule asks for it, in one walk over the
//! records, and serves all rules after that.

mod alike;

use crate::catalog::{self, Catalog, Field, Fields, Section, Slot};
use crate::readme::cell;
use crate::text::{FileId, Sources, Span, narrow};
use crate::value::{Kind, Localized, Value, link};
use alike::Alike;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

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

    /// The field it stands in.
    pub fn field(&self) -> &Field {
        &self.section.fields[usize::from(self.slot.field)]
    }

    /// Its bytes.
    pub fn span(&self) -> Span {
        self.entry.parts_of(self.slot).get(self.part).copied().unwrap_or(self.slot.span)
    }
}

/// Links, names and spellings of all records, each with its places.
#[derive(Debug)]
pub struct Index<'a> {
    catalog: &'a Catalog,
    sources: &'a Sources,
    sections: Vec<&'a Section>,
    /// How many entries there are before each section.
    before: Vec<u32>,
    links: OnceCell<Groups>,
    names: OnceCell<Groups>,
    terms: OnceCell<Vec<Spelled>>,
    texts: OnceCell<Vec<Spelled>>,
    secure: OnceCell<HashSet<String>>,
}

/// A place by numbers: it borrows nothing, so that an index can be shared
/// while it is made. Kept small, since there is one for every text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct At {
    /// Which of the entries of all sections.
    entry: u32,
    slot: u16,
    part: u16,
}

/// So many fields of an entry, and items of a field, are compared: nobody
/// has more.
const NUMBERS: RangeInclusive<u16> = 0..=u16::MAX;

/// Places that share a link or a name.
type Groups = Vec<Vec<At>>;

/// A thing's key, and its spellings with the places of each.
type Spelled = (String, Vec<(String, Vec<At>)>);

impl<'a> Index<'a> {
    /// The index of `catalog`.
    pub fn new(catalog: &'a Catalog, sources: &'a Sources) -> Self {
        let sections: Vec<&Section> = catalog.walk().map(|(_, section)| section).collect();
        let mut count = 0;
        let before = sections.iter().map(|section| {
            let before = count;
            count += narrow(section.entries.len());
            before
        });
        Index {
            catalog,
            sources,
            before: before.collect(),
            sections,
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

    /// The terms of a README's cells that stand there in several spellings;
    /// terms with a detail are left out.
    pub fn mixed_terms(&self) -> impl Iterator<Item = Concept<'_, 'a>> {
        self.concepts(self.terms.get_or_init(|| self.spelled_terms()))
    }

    /// The short texts and items of lists that stand in one field in spellings
    /// which differ only in case, blanks and hyphens; names and descriptions
    /// are left out.
    pub fn mixed_texts(&self) -> impl Iterator<Item = Concept<'_, 'a>> {
        self.concepts(self.texts.get_or_init(|| self.spelled_texts()))
    }

    /// Whether the records link to that host by `https`.
    pub fn links_securely(&self, host: &str) -> bool {
        self.secure.get_or_init(|| secure_hosts(self.urls())).contains(host)
    }

    fn repeated<'s>(&'s self, found: &'s Groups) -> impl Iterator<Item = Vec<Place<'a>>> + use<'s, 'a> {
        found.iter().map(|group| group.iter().map(|&at| self.place(at)).collect())
    }

    fn place(&self, at: At) -> Place<'a> {
        let section_number = self.before.partition_point(|&before| before <= at.entry) - 1;
        let section = self.sections[section_number];
        let entry_number = (at.entry - self.before[section_number]) as usize;
        let entry = &section.entries[entry_number];
        let (slot, part) = (&entry.slots[usize::from(at.slot)], usize::from(at.part));
        Place { section, section_number, entry, entry_number, slot, part }
    }

    /// The slots of one field of each section.
    fn slots_of(
        &self,
        field: impl Fn(&Fields) -> Option<usize>,
    ) -> impl Iterator<Item = (&'a Slot, At)> + '_ {
        let fields: Vec<Option<usize>> = self.sections.iter().map(|section| field(&section.fields)).collect();
        self.slots().filter_map(move |(place, at)| {
            (fields[place.section_number] == Some(usize::from(place.slot.field))).then_some((place.slot, at))
        })
    }

    /// Every slot.
    fn slots(&self) -> impl Iterator<Item = (Place<'a>, At)> + '_ {
        self.sections.iter().enumerate().flat_map(|(section_number, &section)| {
            let before = self.before[section_number];
            section.entries.iter().enumerate().flat_map(move |(entry_number, entry)| {
                entry.slots.iter().zip(NUMBERS).map(move |(slot, number)| {
                    let place = Place { section, section_number, entry, entry_number, slot, part: 0 };
                    (place, At { entry: before + narrow(entry_number), slot: number, part: 0 })
                })
            })
        })
    }

    fn concepts<'s>(&'s self, found: &'s [Spelled]) -> impl Iterator<Item = Concept<'s, 'a>> + use<'s, 'a> {
        found.iter().map(|(key, spellings)| Concept { index: self, key, spellings })
    }

    fn spelled_terms(&self) -> Vec<Spelled> {
        let mut alike = Alike::new();
        for (place, at) in self.slots() {
            let (Some(Value::Terms(terms)), Some(vocabulary)) =
                (&place.slot.value, &place.field().vocabulary)
            else {
                continue;
            };
            // Without places of its parts, a cell of one term is that term.
            let known = place.entry.parts_of(place.slot).len() == terms.len() || terms.len() == 1;
            for (term, part) in terms.iter().zip(NUMBERS).filter(|_| known) {
                if let (Some(id), None) = (term.id(), term.detail()) {
                    alike.add(&(vocabulary.id(), id), At { part, ..at });
                }
            }
        }
        let spelling = |at: At| {
            let place = self.place(at);
            cell::decode(self.sources.get(place.file()).slice(place.span()))
        };
        let key = |at: At| {
            let place = self.place(at);
            let vocabulary = &place.field().vocabulary;
            let id = match &place.slot.value {
                Some(Value::Terms(terms)) => terms[place.part].id(),
                _ => None,
            };
            [vocabulary.as_ref().map_or("", |vocabulary| vocabulary.id()), "\0", id.unwrap_or_default()]
                .concat()
        };
        mixed(alike, spelling, key)
    }

    fn spelled_texts(&self) -> Vec<Spelled> {
        let mut alike = Alike::new();
        let language = self.catalog.language();
        let mut folded = String::new();
        let names: Vec<Option<usize>> = self.sections.iter().map(|section| section.fields.name()).collect();
        for (place, at) in self.slots() {
            let field = place.field();
            let is_name = names[place.section_number] == Some(usize::from(place.slot.field));
            if field.kind != Kind::List && (field.kind != Kind::Text || is_name) {
                continue;
            }
            for (item, part) in texts_of(place.slot).iter().zip(NUMBERS) {
                folded.clear();
                if item.is_plain() && fold(item.get(language), &mut folded) {
                    alike.add(&(&field.id, &folded), At { part, ..at });
                }
            }
        }
        let spelling = |at: At| texts_of(self.place(at).slot)[usize::from(at.part)].get(language);
        let key = |at: At| {
            let mut key = self.place(at).field().id.clone();
            key.push('\0');
            fold(spelling(at), &mut key);
            key
        };
        mixed(alike, |at| spelling(at).into(), key)
    }

    fn urls(&self) -> impl Iterator<Item = &'a str> + '_ {
        let links = self.slots().filter_map(|(place, _)| match &place.slot.value {
            Some(Value::Links(links)) => Some(links),
            _ => None,
        });
        links.flatten().map(|link| &*link.url)
    }

    fn links(&self) -> Groups {
        let mut alike = Alike::new();
        for (slot, at) in self.slots_of(Fields::link) {
            for part in NUMBERS.take(addresses_of(slot)) {
                if let Some(url) = address(slot, part.into()) {
                    alike.add(&link::comparable(url), At { part, ..at });
                }
            }
        }
        let key = |at: At| address(self.place(at).slot, at.part.into()).map(link::comparable);
        alike.groups(|_| true, key).into_iter().map(|(_, places)| places).collect()
    }

    fn names(&self) -> Groups {
        let mut alike = Alike::new();
        let language = self.catalog.language();
        let name = |slot: &Slot| match &slot.value {
            Some(Value::Text(text)) => Some(text.get(language).trim().to_lowercase()),
            _ => None,
        };
        for (slot, at) in self.slots_of(Fields::name) {
            if let Some(name) = name(slot) {
                alike.add(&name, at);
            }
        }
        let key = |at: At| name(self.place(at).slot);
        alike.groups(|_| true, key).into_iter().map(|(_, places)| places).collect()
    }
}

/// The groups with more than one spelling.
fn mixed<'t>(
    alike: Alike<At>,
    spelling: impl Fn(At) -> Cow<'t, str>,
    key: impl Fn(At) -> String,
) -> Vec<Spelled> {
    // Most that repeats is spelled the same each time.
    let several = |run: &[(u64, At)]| {
        let first = spelling(run[0].1);
        run[1..].iter().any(|&(_, at)| spelling(at) != first)
    };
    let mut found = Vec::new();
    for (key, places) in alike.groups(several, key) {
        let mut spellings: Vec<(String, Vec<At>)> = Vec::new();
        let mut known: HashMap<Cow<'t, str>, usize> = HashMap::new();
        for at in places {
            let text = spelling(at);
            match known.get(&text) {
                Some(&index) => spellings[index].1.push(at),
                None => {
                    spellings.push((text.clone().into_owned(), vec![at]));
                    known.insert(text, spellings.len() - 1);
                }
            }
        }
        if spellings.len() > 1 {
            found.push((key, spellings));
        }
    }
    found
}

/// The texts of a value of one or several.
fn texts_of(slot: &Slot) -> &[Localized] {
    match &slot.value {
        Some(Value::List(items)) => items,
        Some(Value::Text(text)) => std::slice::from_ref(text),
        _ => &[],
    }
}

/// How many addresses a value has.
fn addresses_of(slot: &Slot) -> usize {
    match &slot.value {
        Some(Value::Links(links)) => links.len(),
        Some(Value::Raw(_)) => 1,
        _ => 0,
    }
}

/// One of them.
fn address(slot: &Slot, part: usize) -> Option<&str> {
    match &slot.value {
        Some(Value::Links(links)) => links.get(part).map(|link| &*link.url),
        // An address with blanks in it is one all the same.
        Some(Value::Raw(text)) => Some(text),
        _ => None,
    }
}

/// One thing with the spellings in which it stands.
#[derive(Clone, Copy)]
pub struct Concept<'s, 'a> {
    index: &'s Index<'a>,
    key: &'s str,
    spellings: &'s [(String, Vec<At>)],
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

    /// Where it stands in which spelling, spelling by spelling.
    pub fn places(&self) -> impl Iterator<Item = (&'s str, Place<'a>)> + use<'s, 'a> {
        let index = self.index;
        let of = move |(text, places): &'s (String, Vec<At>)| {
            places.iter().map(move |&at| (text.as_str(), index.place(at)))
        };
        self.spellings.iter().flat_map(of)
    }
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
