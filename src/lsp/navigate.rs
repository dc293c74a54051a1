//! The way from a row of a README to its entry and back, and the outline of a
//! file.

use super::hover::entry_at;
use super::place::range;
use super::project::{Output, Project};
use crate::absorb::{Shown, shown};
use crate::catalog::{Catalog, Section};
use crate::readme::Region;
use crate::text::{FileId, Source, Span};
use lsp_types::{DocumentSymbol, Location, SymbolKind};

/// The rows of an output, with their entries.
pub(super) fn rows<'p>(project: &'p Project, output: &Output) -> Vec<Shown<'p>> {
    let Some(catalog) = project.catalog() else { return Vec::new() };
    let text = project.sources.get(output.file).text();
    shown(catalog, text, output.file, &output.regions, &output.language)
}

/// The region that a byte is in, marks included.
pub(super) fn region_at(output: &Output, offset: usize) -> Option<&Region> {
    output.regions.regions.iter().find(|region| region.begin.start() <= offset && offset <= region.end.end())
}

/// From a README: the entry whose row a byte is in, or the section of the
/// region.
pub(super) fn from_readme(project: &Project, output: &Output, offset: usize) -> Vec<Location> {
    let Some(catalog) = project.catalog() else { return Vec::new() };
    let to = |file: FileId, span: Span| project.location(file, span);
    let at = Span::at(offset);
    if let Some(row) = rows(project, output).iter().find(|row| row.row.contains(at)) {
        let place = row.section.name_of(row.entry).map_or(Span::at(row.entry.span.start()), |name| name.span);
        return to(row.section.file, place).into_iter().collect();
    }
    let section = region_at(output, offset).and_then(|region| catalog.section(&region.name));
    section.and_then(|(_, section)| to(section.file, section.id_span)).into_iter().collect()
}

/// From a catalog: where its own vocabulary states the term, or the rows of
/// the entry, or the regions of the section, that a byte is in.
pub(super) fn from_catalog(project: &Project, file: FileId, word: Span, offset: usize) -> Vec<Location> {
    let Some(catalog) = project.catalog() else { return Vec::new() };
    let to = |file: FileId, span: Span| project.location(file, span);
    let mut found = Vec::new();
    if let Some((section, entry)) = entry_at(catalog, file, offset) {
        if let Some(stated) =
            stated_term(catalog, section, entry, project.sources.get(file).slice(word), offset)
        {
            return to(catalog.file, stated).into_iter().collect();
        }
        for output in &project.outputs {
            let rows = rows(project, output);
            let row = rows.iter().find(|row| std::ptr::eq(row.entry, entry));
            found.extend(row.and_then(|row| to(output.file, Span::at(row.row.start()))));
        }
        return found;
    }
    if let Some(section) = section_at(catalog, file, offset) {
        for output in &project.outputs {
            let region = output.regions.regions.iter().find(|region| region.name == section.id);
            found.extend(region.and_then(|region| to(output.file, region.begin)));
        }
    }
    found
}

/// Where the catalog states the term that a word of an entry is.
fn stated_term(
    catalog: &Catalog,
    section: &Section,
    entry: &crate::catalog::Entry,
    word: &str,
    offset: usize,
) -> Option<Span> {
    let slot = entry.slots.iter().find(|slot| slot.span.contains(Span::at(offset)))?;
    let field = &section.fields[usize::from(slot.field)];
    let term = field.vocabulary.as_ref()?.find(word.trim_matches(['"', '\'']))?;
    let own = catalog.vocabularies.iter().find(|own| Some(&own.id) == field.vocabulary_id.as_ref())?;
    own.terms.iter().find(|(stated, _)| stated.id == term.id).map(|(_, span)| *span)
}

/// The innermost section of a file that a byte is in.
pub(super) fn section_at(catalog: &Catalog, file: FileId, offset: usize) -> Option<&Section> {
    let holds = |section: &&Section| section.file == file && section.span.contains(Span::at(offset));
    catalog.walk().map(|(_, section)| section).filter(holds).last()
}

/// The sections and entries of a file of a catalog.
#[expect(deprecated, reason = "the protocol's struct has a field that it deprecates")]
fn symbol(
    source: &Source,
    name: &str,
    detail: Option<String>,
    kind: SymbolKind,
    span: Span,
    at: Span,
) -> DocumentSymbol {
    let name = name.trim();
    let whole = span.to(at);
    DocumentSymbol {
        name: if name.is_empty() { "(no name)".to_string() } else { name.to_string() },
        detail,
        kind,
        tags: None,
        deprecated: None,
        range: range(source, whole),
        selection_range: range(source, at),
        children: None,
    }
}

/// The outline of a file of a catalog: its sections, and their entries.
pub(super) fn catalog_symbols(project: &Project, file: FileId) -> Vec<DocumentSymbol> {
    let Some(catalog) = project.catalog() else { return Vec::new() };
    let source = project.sources.get(file);
    let own = catalog.sections.iter().filter(|section| section.file == file);
    own.map(|section| section_symbol(catalog, source, section)).collect()
}

fn section_symbol(catalog: &Catalog, source: &Source, section: &Section) -> DocumentSymbol {
    let language = catalog.language();
    let title = section.title.get(language).to_string();
    let mut found =
        symbol(source, &section.id, Some(title), SymbolKind::NAMESPACE, section.span, section.id_span);
    let entries = section.entries.iter().map(|entry| {
        let at = section.name_of(entry).map_or(Span::at(entry.span.start()), |name| name.span);
        let link = section.fields.link().and_then(|index| entry.slot(index));
        let link = link.map(|slot| source.slice(slot.span).to_string());
        symbol(source, &section.label_of(entry, language), link, SymbolKind::STRUCT, entry.span, at)
    });
    let below = section.sections.iter().map(|below| section_symbol(catalog, source, below));
    found.children = Some(entries.chain(below).collect());
    found
}

/// The outline of a README: its regions, and the entries that they show.
pub(super) fn readme_symbols(project: &Project, output: &Output) -> Vec<DocumentSymbol> {
    let source = project.sources.get(output.file);
    let rows = rows(project, output);
    let regions = output.regions.regions.iter().map(|region| {
        let whole = region.begin.to(region.end);
        let mut found = symbol(source, &region.name, None, SymbolKind::NAMESPACE, whole, region.begin);
        let inside = rows.iter().filter(|row| region.body.contains(row.row));
        let entries = inside.map(|row| {
            let name = row.section.label_of(row.entry, &output.language);
            symbol(source, &name, None, SymbolKind::STRUCT, row.row, row.row)
        });
        found.children = Some(entries.collect());
        found
    });
    regions.collect()
}
