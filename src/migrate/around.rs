//! What stands around the regions is read as it was.
//!
//! A line that was part of a table for want of a blank line is a paragraph of
//! its own below a region, and the line below it may make it a heading; a line
//! above a table may come to define links. Owns that comparison; refuses to
//! look into what was taken.

use super::blame::Blame;
use crate::readme::records::Records;
use crate::readme::{Document, Regions};
use crate::text::Span;

/// Blames the group behind which something is read in another way.
pub(super) fn disturbed(
    source: &Document,
    records: &Records,
    readme: &Document,
    regions: &Regions,
    blame: &mut Blame,
) {
    let taken: Vec<Span> = records.groups.iter().map(|group| group.span).collect();
    let regions = regions.by_name();
    let rendered: Vec<Span> = records
        .catalog
        .sections
        .iter()
        .filter_map(|section| regions.get(section.id.as_str()))
        .map(|region| region.begin.to(region.end))
        .collect();
    let (before, after) = (parts(source, &taken), parts(readme, &rendered));
    let same = before.iter().zip(&after).take_while(|(before, after)| before.what == after.what).count();
    let first = [before.get(same), after.get(same)].into_iter().flatten().map(|part| part.behind).min();
    if let Some(behind) = first
        && let Some(group) = records.groups.get(behind.saturating_sub(1))
    {
        blame.whole(group, "what stands below it would be read in another way");
    }
}

/// A heading, table, link or picture outside of all groups.
struct Part<'d> {
    at: usize,
    what: What<'d>,
    /// How many groups stand before it.
    behind: usize,
}

#[derive(PartialEq, Eq)]
enum What<'d> {
    Heading(u8, bool, &'d str),
    Table(usize, usize),
    Link(&'d str),
    Image(&'d str),
}

/// What stands outside of `groups`, which do not overlap and come in order.
fn parts<'d>(document: &'d Document, groups: &[Span]) -> Vec<Part<'d>> {
    let behind = |span: Span| {
        let behind = groups.partition_point(|group| group.start() <= span.start());
        let inside = behind.checked_sub(1).is_some_and(|last| span.start() < groups[last].end());
        (!inside).then_some(behind)
    };
    let headings = document.headings.iter().filter_map(|heading| {
        let what = What::Heading(heading.level, heading.opens_section, heading.text.as_str());
        Some(Part { at: heading.span.start(), what, behind: behind(heading.span)? })
    });
    let tables = document.tables.iter().filter_map(|table| {
        let what = What::Table(table.columns(), table.rows.len());
        // Its own span begins with what stands before it on its line.
        Some(Part { at: table.header.span.start(), what, behind: behind(table.header.span)? })
    });
    let links = document.links.iter().filter_map(|link| {
        let what = What::Link(link.destination.as_str());
        Some(Part { at: link.span.start(), what, behind: behind(link.span)? })
    });
    let images = document.images.iter().filter_map(|image| {
        let what = What::Image(image.source.as_str());
        Some(Part { at: image.span.start(), what, behind: behind(image.span)? })
    });
    let mut parts: Vec<Part<'d>> = headings.chain(tables).chain(links).chain(images).collect();
    parts.sort_by_key(|part| part.at);
    parts
}
