//! Regions that are there already: what of them can be read as one section.
//!
//! A region holds a note and one group of records; anything else (several
//! groups, sections below it, text after the records) cannot be read back
//! without its catalog, and such a region is left as it is.

use super::groups::Candidate;
use super::{Cx, Verdict, region_holding};
use crate::readme::{Region, prose};
use crate::text::Span;
use crate::value::Localized;

/// Leaves what stands in regions that hold more than a note and one group;
/// these regions.
pub(super) fn leave_odd(cx: &Cx<'_>, candidates: &mut [Candidate<'_>]) -> Vec<Region> {
    let mut odd = Vec::new();
    // Candidates and regions both come in order; a heading's entry may stand
    // around others.
    candidates.sort_by_key(|candidate| candidate.span.start());
    let mut next = 0;
    for region in &cx.regions.regions {
        if matches!(region.name.split(' ').next(), Some("contents" | "summary")) {
            continue;
        }
        while candidates.get(next).is_some_and(|candidate| candidate.span.start() < region.body.start()) {
            next += 1;
        }
        let inside = candidates[next..].partition_point(|it| it.span.start() < region.body.end());
        let inside = &mut candidates[next..next + inside];
        let taken: Vec<Span> = inside.iter().filter(|it| it.verdict.taken).map(|it| it.span).collect();
        let empty = bare(cx, region, region.body).is_empty();
        let sound = match taken.as_slice() {
            [only] => bare(cx, region, after(region, *only)).is_empty(),
            _ => false,
        };
        if sound || empty {
            continue;
        }
        for candidate in inside {
            let why = format!("the region `{}` holds more than a note and one list of records", region.name);
            candidate.verdict = Verdict::forced(why, false);
        }
        odd.push(region.clone());
    }
    odd
}

/// Whether `span` stands in a region whose records are headings. A heading in
/// an item is part of what the item says.
pub(super) fn of_headings(cx: &Cx<'_>, span: Span) -> bool {
    let Some(region) = region_holding(cx, span) else { return false };
    let headings = &cx.document.headings;
    let next = headings.partition_point(|heading| heading.span.start() < region.body.start());
    let mut inside = headings[next..].iter().take_while(|heading| region.body.contains(heading.span));
    inside.any(|heading| heading.opens_section)
}

/// The first region whose begin mark stands in `span`.
pub(super) fn begins_in<'a>(cx: &Cx<'a>, span: Span) -> Option<&'a Region> {
    let regions = &cx.regions.regions;
    let next = regions.partition_point(|region| region.begin.start() < span.start());
    regions.get(next).filter(|region| span.contains(region.begin))
}

/// Whether a block is a region's begin mark and nothing else.
pub(super) fn is_begin(cx: &Cx<'_>, block: Span) -> bool {
    begins_in(cx, block).is_some_and(|region| {
        region.begin.start() == block.start() && cx.slice(block).trim_end().len() == region.begin.len()
    })
}

/// Whether a paragraph stands right below or above a region: then it was of one
/// piece with the table that the region holds, and was none.
pub(super) fn glued(cx: &Cx<'_>, paragraph: Span) -> bool {
    let regions = &cx.regions.regions;
    let next = regions.partition_point(|region| region.end.end() <= paragraph.start());
    let above = next.checked_sub(1).map(|last| Span::new(regions[last].end.end(), paragraph.start()));
    let below = regions.get(next).map(|region| region.begin.start());
    let below =
        below.filter(|&begin| begin >= paragraph.end()).map(|begin| Span::new(paragraph.end(), begin));
    [above, below]
        .into_iter()
        .flatten()
        .map(|between| cx.slice(between))
        .any(|between| between.trim().is_empty() && between.bytes().filter(|&byte| byte == b'\n').count() < 2)
}

/// The text above the records of a region, as its section's note.
pub(super) fn note(cx: &Cx<'_>, region: &Region, group: Span) -> Option<Localized> {
    let start = region.body.start();
    let text = bare(cx, region, Span::new(start, group.start().max(start)));
    (!text.is_empty()).then(|| Localized::plain(&prose::decode(&text, 6)))
}

fn after(region: &Region, group: Span) -> Span {
    let end = region.body.end();
    Span::new(group.end().min(end), end)
}

/// The text of a part of a region's body, without what stands before each of
/// its lines and the blank lines around it.
fn bare(cx: &Cx<'_>, region: &Region, span: Span) -> String {
    let prefix = cx.slice(region.prefix);
    let blank = prefix.trim_end();
    let lines: Vec<&str> = cx
        .slice(span)
        .lines()
        .map(|line| line.strip_prefix(prefix).or_else(|| line.strip_prefix(blank)).unwrap_or(line))
        .collect();
    lines.join("\n").trim_matches(['\n', ' ', '\t']).to_string()
}
