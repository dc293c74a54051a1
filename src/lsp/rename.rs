//! A section's id under another name: in the catalog, and in the marks of its
//! region in every output.

use super::navigate::{region_at, section_at};
use super::project::{Output, Project};
use crate::catalog::read::RESERVED_REGIONS;
use crate::catalog::scalar::{self, Place};
use crate::catalog::{Catalog, Section};
use crate::readme::Region;
use crate::text::{Edit, FileId, Span};
use std::collections::BTreeMap;

/// The id under the cursor: where it stands, and the section that has it.
pub(super) struct Target<'p> {
    pub(super) span: Span,
    pub(super) section: &'p Section,
}

/// The section's id at the byte `offset` of a file, in the catalog or in a
/// mark.
pub(super) fn target(project: &Project, file: FileId, offset: usize) -> Option<Target<'_>> {
    let catalog = project.catalog()?;
    let at = Span::at(offset);
    match project.output(file) {
        Some(output) => {
            let region = region_at(output, offset)?;
            let text = project.sources.get(file).text();
            let span = names(text, region).into_iter().flatten().find(|span| span.contains(at))?;
            Some(Target { span, section: catalog.section(&region.name)?.1 })
        }
        None => {
            let section = section_at(catalog, file, offset)?;
            section.id_span.contains(at).then_some(Target { span: section.id_span, section })
        }
    }
}

/// The edits that give the section the id `name`, by file.
///
/// # Errors
/// In words, if no section can have that id, or another has it.
pub(super) fn edits(
    project: &Project,
    catalog: &Catalog,
    section: &Section,
    name: &str,
) -> Result<BTreeMap<FileId, Vec<Edit>>, String> {
    let fine = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    if name.is_empty() || name.contains("--") || !name.chars().all(fine) {
        return Err(format!(
            "`{name}` cannot name a region: use letters, digits, `-`, `_` and `.`, without `--`"
        ));
    }
    if RESERVED_REGIONS.contains(&name) {
        return Err(format!("`{name}` is the name of a region of its own"));
    }
    if catalog.section(name).is_some_and(|(_, other)| !std::ptr::eq(other, section)) {
        return Err(format!("another section is called `{name}`"));
    }
    let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    let place = if project.sources.get(section.file).text()[..section.id_span.start()]
        .rsplit(['\n', '\r'])
        .next()
        .is_some_and(|line| line.contains('{'))
    {
        Place::Flow
    } else {
        Place::Block
    };
    let written = scalar::text(name, place).into_owned();
    edits.entry(section.file).or_default().push(Edit::new(section.id_span, written));
    for Output { file, regions, .. } in &project.outputs {
        let text = project.sources.get(*file).text();
        for region in regions.regions.iter().filter(|region| region.name == section.id) {
            for span in names(text, region).into_iter().flatten() {
                edits.entry(*file).or_default().push(Edit::new(span, name));
            }
        }
    }
    Ok(edits)
}

/// Where the marks of a region name it.
fn names(text: &str, region: &Region) -> [Option<Span>; 2] {
    let within = |mark: Span, word: &str| {
        let written = &text[mark.range()];
        let after = written.find(word)? + word.len();
        let blanks = written[after..].len() - written[after..].trim_start().len();
        let start = after + blanks;
        written[start..].starts_with(&region.name).then(|| mark.slice(start, start + region.name.len()))
    };
    [within(region.begin, "catalint:begin"), within(region.end, "catalint:end")]
}
