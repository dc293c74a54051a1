//! Rendered against found: where an output differs from its catalog, why as
//! far as that can be told, and what to do.

use crate::catalog::{Catalog, Section};
use crate::render::{self, Output};
use similar::TextDiff;
use std::collections::HashSet;

/// Why a region differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The region stands as it did when catalog and README last agreed.
    CatalogChanged,
    /// The catalog stands as it did when they last agreed.
    EditedByHand,
    /// Both changed since.
    BothChanged,
    /// The values are the same; the layout is another version's, or the
    /// table's was changed by hand.
    Layout,
    /// There is nothing to tell from.
    Unknown,
}

impl Cause {
    /// In words.
    pub fn describe(self) -> &'static str {
        match self {
            Cause::CatalogChanged => "the catalog changed since the region was rendered",
            Cause::EditedByHand => "the region was edited by hand",
            Cause::BothChanged => "both the catalog and the region changed since they last agreed",
            Cause::Layout => "the values are the same, only the layout differs",
            Cause::Unknown => "the region and the catalog differ",
        }
    }
}

/// The state of an output and its catalog when they last agreed.
#[derive(Clone, Copy, Debug)]
pub struct Base<'a> {
    /// The output's text then.
    pub output: &'a str,
    /// Whether the catalog's files have the same text now as then.
    pub same_catalog: bool,
}

/// One region that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The output.
    pub file: String,
    /// The region's name.
    pub region: String,
    /// The line on which the region begins.
    pub line: usize,
    /// Why it differs.
    pub cause: Cause,
    /// The unified diff from what stands there to what the catalog renders.
    pub diff: String,
}

/// Every region of an output that differs from what was rendered.
pub fn find(name: &str, before: &str, rendered: &Output, base: Option<Base<'_>>) -> Vec<Drift> {
    let mut drifts = Vec::new();
    for region in &rendered.regions {
        let (found, wanted) = (&before[region.before.range()], &rendered.text[region.after.range()]);
        if same_but_line_ends(found, wanted) {
            continue;
        }
        let cause = cause(found, wanted, region, base);
        drifts.push(Drift {
            file: name.to_string(),
            region: region.name.clone(),
            line: region.line,
            cause,
            diff: region_diff(name, before, rendered, region),
        });
    }
    drifts
}

/// Whether two texts differ at most in their line ends, which is no drift.
pub fn same_but_line_ends(one: &str, two: &str) -> bool {
    one == two || one.lines().eq(two.lines())
}

fn cause(found: &str, wanted: &str, region: &render::RenderedRegion, base: Option<Base<'_>>) -> Cause {
    if words(found).eq(words(wanted)) {
        return Cause::Layout;
    }
    let unsealed = region.seal.as_ref().map(|seal| *seal == render::seal(found));
    let Some(base) = base else {
        return match unsealed {
            Some(true) => Cause::CatalogChanged,
            Some(false) => Cause::EditedByHand,
            None => Cause::Unknown,
        };
    };
    let then = render::region_body(base.output, &region.name);
    let same_region = unsealed.unwrap_or_else(|| then.is_some_and(|then| same_but_line_ends(then, found)));
    match (same_region, base.same_catalog) {
        (true, false) => Cause::CatalogChanged,
        (false, true) => Cause::EditedByHand,
        (false, false) => Cause::BothChanged,
        (true, true) => Cause::Unknown,
    }
}

/// What a text says, without the padding and rules of its tables.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\n', '\r', '|'])
        .filter(|word| !word.is_empty() && !word.chars().all(|c| c == '-' || c == ':'))
}

/// The diff of one region, with the line numbers of the whole file.
fn region_diff(name: &str, before: &str, rendered: &Output, region: &render::RenderedRegion) -> String {
    let mut partly = String::with_capacity(before.len());
    partly.push_str(&before[..region.before.start()]);
    partly.push_str(&rendered.text[region.after.range()]);
    partly.push_str(&before[region.before.end()..]);
    unified(name, before, &partly)
}

/// The unified diff of two versions of a file, as `git apply` reads it; empty
/// if they are the same.
pub fn unified(name: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    // Only what stands between the equal ends is compared, so that the cost
    // of a small change in a large file stays small.
    let diff = TextDiff::configure().algorithm(similar::Algorithm::Patience).diff_lines(before, after);
    diff.unified_diff().context_radius(3).header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}

/// Sections with entries that no region of an output shows: what changes in
/// them reaches no reader of that output.
pub fn outside_regions<'c>(catalog: &'c Catalog, rendered: &Output) -> Vec<&'c Section> {
    fn visit<'c>(section: &'c Section, shown: bool, names: &HashSet<&str>, out: &mut Vec<&'c Section>) {
        let shown = shown || names.contains(section.id.as_str());
        if !shown && !section.entries.is_empty() {
            out.push(section);
        }
        for below in &section.sections {
            visit(below, shown, names, out);
        }
    }
    let names = rendered.regions.iter().map(|region| region.name.as_str()).collect();
    let mut out = Vec::new();
    for section in &catalog.sections {
        visit(section, false, &names, &mut out);
    }
    out
}
