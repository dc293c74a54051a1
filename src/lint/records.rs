//! The one pass over records, and over the links of a README outside them.

use super::levels::Levels;
use crate::catalog::{Catalog, Section};
use crate::finding::Finding;
use crate::parallel::{MANY, both};
use crate::readme::LinkKind;
use crate::rules::{
    self, Check, DocumentCx, EntryCx, Index, LinkCx, LinkPlace, Origin, RecordsCx, SectionCx, TermCx,
    ValueCx, secure_hosts,
};
use crate::text::{Sources, Span};
use crate::value::link::{FaultKind, LinkFault, faults};
use crate::value::placeholder::is_placeholder;
use crate::value::{Kind, Value};
use std::cell::OnceCell;

/// The checks that run, by what they look at.
#[derive(Default)]
struct Checks {
    records: Vec<fn(&RecordsCx<'_>, &mut Vec<Finding>)>,
    sections: Vec<fn(&SectionCx<'_>, &mut Vec<Finding>)>,
    entries: Vec<fn(&EntryCx<'_>, &mut Vec<Finding>)>,
    values: Vec<fn(&ValueCx<'_>, &mut Vec<Finding>)>,
    terms: Vec<fn(&TermCx<'_>, &mut Vec<Finding>)>,
    links: Vec<fn(&LinkCx<'_>, &mut Vec<Finding>)>,
}

impl Checks {
    fn new(levels: &Levels) -> Self {
        let mut checks = Checks::default();
        for rule in rules::ALL.iter().filter(|rule| levels.has(rule.info.name)) {
            match rule.check {
                Check::Records(check) => checks.records.push(check),
                Check::Section(check) => checks.sections.push(check),
                Check::Entry(check) => checks.entries.push(check),
                Check::Value(check) => checks.values.push(check),
                Check::Term(check) => checks.terms.push(check),
                Check::Link(check) => checks.links.push(check),
                Check::Document(_) | Check::Text(_) | Check::Reading => {}
            }
        }
        checks
    }
}

/// Findings about the records of a catalog or a legacy README.
pub(super) fn check(
    sources: &Sources,
    catalog: &Catalog,
    origin: Origin,
    levels: &Levels,
    out: &mut Vec<Finding>,
) {
    let checks = Checks::new(levels);
    let with_index = |look: &dyn Fn(&RecordsCx<'_>, &mut Vec<Finding>)| {
        let index = Index::new(catalog, sources);
        let mut found = Vec::new();
        look(&RecordsCx { sources, catalog, origin, index: &index }, &mut found);
        found
    };
    let as_whole =
        || with_index(&|records, found| checks.records.iter().for_each(|check| check(records, found)));
    let one_by_one = || {
        with_index(&|records, found| {
            for (depth, section) in catalog.walk() {
                let cx = SectionCx { records, section, depth };
                checks.sections.iter().for_each(|check| check(&cx, found));
                check_entries(&checks, records, section, found);
            }
        })
    };
    // Beside the records of a catalog its outputs are looked at.
    let (whole, single) = match origin {
        Origin::Readme if catalog.entry_count() >= MANY => both(as_whole, one_by_one),
        _ => (as_whole(), one_by_one()),
    };
    out.extend(whole);
    out.extend(single);
}

fn check_entries(checks: &Checks, records: &RecordsCx<'_>, section: &Section, out: &mut Vec<Finding>) {
    let schemes: Vec<Vec<&str>> = section.fields.iter().map(|field| field.schemes()).collect();
    let mut slots = Vec::new();
    for entry in &section.entries {
        let cx = EntryCx { records, section, entry };
        checks.entries.iter().for_each(|check| check(&cx, out));
        // Slots come in the order they are written, fields in their own.
        slots.clear();
        slots.resize(section.fields.len(), None);
        for slot in &entry.slots {
            if let Some(place) = slots.get_mut(usize::from(slot.field)) {
                *place = Some(slot);
            }
        }
        for ((field, slot), schemes) in section.fields.iter().zip(&slots).zip(&schemes) {
            let value = ValueCx { entry: &cx, field, slot: *slot };
            checks.values.iter().for_each(|check| check(&value, out));
            match value.value() {
                Some(Value::Terms(terms)) => {
                    let Some(vocabulary) = field.vocabulary.as_deref() else { continue };
                    for (index, term) in terms.iter().enumerate() {
                        let term = TermCx { value: &value, vocabulary, term, span: value.part(index) };
                        checks.terms.iter().for_each(|check| check(&term, out));
                    }
                }
                Some(Value::Links(links)) => {
                    for (index, link) in links.iter().enumerate() {
                        check_link(checks, &value, &link.url, value.part(index), schemes, out);
                    }
                }
                // Several words where one URL is meant.
                Some(Value::Raw(text)) if matches!(field.kind, Kind::Link | Kind::Links) => {
                    check_link(checks, &value, text, value.place(), schemes, out);
                }
                _ => {}
            }
        }
    }
}

fn check_link(
    checks: &Checks,
    value: &ValueCx<'_>,
    url: &str,
    span: Span,
    schemes: &[&str],
    out: &mut Vec<Finding>,
) {
    if checks.links.is_empty() || is_placeholder(url) {
        return;
    }
    let index = value.entry.records.index;
    let cx = LinkCx {
        url,
        span,
        place: LinkPlace::Field(value),
        faults: &faults(url, schemes),
        secure_elsewhere: &|host| index.links_securely(host),
    };
    checks.links.iter().for_each(|check| check(&cx, out));
}

/// The places of the links of records, in order.
pub(super) fn link_places(catalog: &Catalog) -> Vec<Span> {
    let mut places = Vec::new();
    for (_, section) in catalog.walk() {
        for slot in section.entries.iter().flat_map(|entry| &entry.slots) {
            if matches!(section.fields[usize::from(slot.field)].kind, Kind::Link | Kind::Links) {
                places.push(slot.span);
            }
        }
    }
    places.sort_unstable();
    places
}

/// Schemes that a README may link to: whatever a reader's machine can open
/// without running it.
const DOCUMENT_SCHEMES: [&str; 6] = ["https", "http", "mailto", "ftp", "tel", "doi"];

/// Findings about the links of a README, but those in `elsewhere` (sorted),
/// which the rules saw as values, and those in managed regions, which are the
/// catalog's.
pub(super) fn check_document_links(
    cx: &DocumentCx<'_>,
    elsewhere: &[Span],
    levels: &Levels,
    out: &mut Vec<Finding>,
) {
    let checks = Checks::new(levels);
    if checks.links.is_empty() {
        return;
    }
    let text = cx.text();
    let document = cx.document;
    let links = document
        .links
        .iter()
        .filter(|link| link.kind != LinkKind::Reference)
        .map(|link| (link.destination.as_str(), link.destination_span.unwrap_or(link.content)));
    let defined = document
        .definitions
        .iter()
        .filter(|definition| !definition.is_comment)
        .map(|definition| (&text[definition.destination.range()], definition.destination));
    let hosts = OnceCell::new();
    let destinations = || document.links.iter().map(|link| link.destination.as_str());
    let secure = |host: &str| hosts.get_or_init(|| secure_hosts(destinations())).contains(host);
    for (url, span) in links.chain(defined) {
        let next = elsewhere.partition_point(|place| place.start() <= span.start());
        let is_value = next > 0 && elsewhere[next - 1].contains(span);
        if is_value || cx.is_managed(span) {
            continue;
        }
        let found: Vec<LinkFault> =
            faults(url, &DOCUMENT_SCHEMES).into_iter().filter(|fault| matters(url, &fault.kind)).collect();
        let link =
            LinkCx { url, span, place: LinkPlace::Document(cx), faults: &found, secure_elsewhere: &secure };
        checks.links.iter().for_each(|check| check(&link, out));
    }
}

/// Whether the fault is one in a document, whose links may be relative.
fn matters(url: &str, fault: &FaultKind) -> bool {
    match fault {
        FaultKind::Empty | FaultKind::SchemeNotAllowed => false,
        FaultKind::NoScheme => url.starts_with("www."),
        FaultKind::Whitespace => url.contains("://"),
        _ => true,
    }
}
