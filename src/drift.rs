//! Rendered against found: where an output differs from its catalog, why as
//! far as that can be told, and what to do.

use crate::catalog::{Catalog, Section};
use crate::readme::{Document, Region, Regions, regions};
use crate::render::{self, Frame, Output, RenderedRegion, Shows};
use crate::text::Span;
use similar::TextDiff;
use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

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
    /// What stands between its marks.
    pub found: Span,
    /// Why it differs.
    pub cause: Cause,
    /// The unified diff from what stands there to what the catalog renders.
    pub diff: String,
}

/// The regions of an output that differ from what was rendered.
pub fn differing<'r>(before: &str, rendered: &'r Output) -> impl Iterator<Item = &'r RenderedRegion> {
    let (before, after) = (before, &rendered.text);
    rendered.regions.iter().filter(move |region| {
        !same_but_line_ends(&before[region.before.range()], &after[region.after.range()])
    })
}

/// Whether every region of an output stands as the catalog renders it. They
/// are rendered piece by piece for that, and nothing of them is kept.
pub fn is_none(catalog: &Catalog, text: &str, document: &Document, found: &Regions, language: &str) -> bool {
    all_stand(catalog, text, document, found, language, behind_lines)
}

/// The same, to the byte.
pub fn is_none_at_all(
    catalog: &Catalog,
    text: &str,
    document: &Document,
    found: &Regions,
    language: &str,
) -> bool {
    all_stand(catalog, text, document, found, language, |text, piece| text.strip_prefix(piece))
}

fn all_stand(
    catalog: &Catalog,
    text: &str,
    document: &Document,
    found: &Regions,
    language: &str,
    behind: for<'t> fn(&'t str, &str) -> Option<&'t str>,
) -> bool {
    let frame = Frame::new(catalog, text, language);
    let stands = |region: &Region| {
        let mut rest = Some(&text[region.body.range()]);
        // What stands before a region decides how its first line ends.
        let mut out = String::from_iter(text[..region.body.start()].chars().next_back());
        let mut before = out.len();
        let mut take = |out: &mut String| {
            let piece = &out[std::mem::take(&mut before)..];
            rest = rest.and_then(|rest| behind(rest, piece));
            out.clear();
        };
        if frame.push(region, &mut out, &mut take) == Shows::Contents {
            frame.push_contents(document, region, region.body.start(), &mut out);
        }
        take(&mut out);
        rest == Some("")
    };
    // Where all else stands as rendered, the headings are those of the output.
    let (contents, sections): (Vec<_>, Vec<_>) =
        found.regions.iter().partition(|region| region.name == "contents");
    sections.into_iter().chain(contents).all(stands)
}

/// What stands in `text` behind the lines of `piece`, whatever their ends.
fn behind_lines<'t>(text: &'t str, piece: &str) -> Option<&'t str> {
    let behind_line = |text: &'t str, line: &str| {
        let end = text.find('\n').map_or(text.len(), |end| end + 1);
        text.lines().next().filter(|found| *found == line).map(|_| &text[end..])
    };
    text.strip_prefix(piece).or_else(|| piece.lines().try_fold(text, behind_line))
}

/// Every region of an output that differs from what was rendered, with why and
/// how.
pub fn find(name: &str, before: &str, rendered: &Output, base: Option<Base<'_>>) -> Vec<Drift> {
    // Parsed once, and only if a region differs.
    let then = LazyCell::new(|| base.map_or_else(HashMap::new, |base| bodies(base.output)));
    let drift = |region: &RenderedRegion| {
        let (found, wanted) = (&before[region.before.range()], &rendered.text[region.after.range()]);
        Drift {
            file: name.to_string(),
            region: region.name.clone(),
            line: region.line,
            found: region.before,
            cause: cause(found, wanted, region, base, || then.get(&region.name).copied()),
            diff: region_diff(name, before, rendered, region),
        }
    };
    differing(before, rendered).map(drift).collect()
}

/// What stands in each region of a text.
fn bodies(text: &str) -> HashMap<String, &str> {
    regions(text).regions.into_iter().map(|region| (region.name, &text[region.body.range()])).collect()
}

/// Whether two texts differ at most in their line ends, which is no drift.
pub fn same_but_line_ends(one: &str, two: &str) -> bool {
    one == two || one.lines().eq(two.lines())
}

/// Why a region differs. `then` gives what stood in it when catalog and output
/// last agreed.
fn cause<'b>(
    found: &str,
    wanted: &str,
    region: &RenderedRegion,
    base: Option<Base<'_>>,
    then: impl Fn() -> Option<&'b str>,
) -> Cause {
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
    let same_region = unsealed.unwrap_or_else(|| then().is_some_and(|then| same_but_line_ends(then, found)));
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

/// How many lines around a change a diff shows.
const CONTEXT: usize = 3;

/// The diff of one region, with the line numbers of the whole file. Only the
/// region and what a diff shows around it are compared.
fn region_diff(name: &str, before: &str, rendered: &Output, region: &RenderedRegion) -> String {
    // The begin mark's line is the last one above.
    let above = CONTEXT.min(region.line);
    let from = (0..above).fold(region.before.start(), |at, _| line_start(before, at));
    let below = &before[region.before.end()..];
    let to = (0..CONTEXT).fold(0, |at, _| at + line_length(&below[at..]));
    let around = |body: &str| [&before[from..region.before.start()], body, &below[..to]].concat();
    let diff =
        unified(name, &around(&before[region.before.range()]), &around(&rendered.text[region.after.range()]));
    shifted(&diff, region.line - above)
}

/// Where the line before the one that starts at `at` starts.
fn line_start(text: &str, at: usize) -> usize {
    let body = text[..at].strip_suffix('\n').unwrap_or(&text[..at]);
    let body = body.strip_suffix('\r').unwrap_or(body);
    body.rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// How long the first line is, with its line end.
fn line_length(text: &str) -> usize {
    let Some(end) = text.find(['\n', '\r']) else { return text.len() };
    end + if text[end..].starts_with("\r\n") { 2 } else { 1 }
}

/// A unified diff of texts that stand `by` lines down in their files.
fn shifted(diff: &str, by: usize) -> String {
    let mut out = String::with_capacity(diff.len() + 16);
    for line in diff.split_inclusive('\n') {
        // All lines but a hunk's first start with a sign of their own.
        match line.strip_prefix("@@ -").and_then(|ranges| ranges.split_once(" +")) {
            Some((old, new)) => {
                let _ = write!(out, "@@ -{} +{}", moved(old, by), moved(new, by));
            }
            None => out.push_str(line),
        }
    }
    out
}

/// `12,3…` with the number it starts with moved.
fn moved(range: &str, by: usize) -> String {
    let (number, rest) = range.split_at(range.find(|c: char| !c.is_ascii_digit()).unwrap_or(range.len()));
    number.parse::<usize>().map_or_else(|_| range.to_string(), |number| format!("{}{rest}", number + by))
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
    diff.unified_diff().context_radius(CONTEXT).header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}

/// Sections with entries that no region of an output shows: what changes in
/// them reaches no reader of that output.
pub fn outside_regions<'c>(catalog: &'c Catalog, found: &Regions) -> Vec<&'c Section> {
    fn visit<'c>(section: &'c Section, shown: bool, names: &HashSet<&str>, out: &mut Vec<&'c Section>) {
        let shown = shown || names.contains(section.id.as_str());
        if !shown && !section.entries.is_empty() {
            out.push(section);
        }
        for below in &section.sections {
            visit(below, shown, names, out);
        }
    }
    let names = found.regions.iter().map(|region| region.name.as_str()).collect();
    let mut out = Vec::new();
    for section in &catalog.sections {
        visit(section, false, &names, &mut out);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An output of one region, with `wanted` in place of its body.
    fn rendered(before: &str, wanted: &str) -> Output {
        let region = regions(before).regions.remove(0);
        let start = region.body.start();
        let text = [&before[..start], wanted, &before[region.body.end()..]].concat();
        let line = before[..region.begin.start()].lines().count() + 1;
        let after = Span::new(start, start + wanted.len());
        let region = RenderedRegion { name: region.name, line, seal: None, before: region.body, after };
        Output { text, regions: vec![region] }
    }

    #[test]
    fn the_diff_of_a_region_is_that_of_the_whole_file() {
        let body = "\n| a |\n| --- |\n| b |\n| c |\n@@ -1,2 +1,2 @@\n| d |\n| e |\n| f |\n| g |\n\n";
        for above in ["", "# A\n", "# A\n\n", &"a line\n\n".repeat(30)] {
            for below in ["", "end", "\nend\n", &"\na line\n".repeat(30)] {
                let before =
                    format!("{above}<!-- catalint:begin s -->\n{body}<!-- catalint:end s -->\n{below}");
                for wanted in ["", "\n| x |\n", &body.replace("| g |", "| h |"), &body.replace("| a |\n", "")]
                {
                    for end in ["\n", "\r\n"] {
                        let (before, wanted) = (before.replace('\n', end), wanted.replace('\n', end));
                        let output = rendered(&before, &wanted);
                        let drifts = find("f", &before, &output, None);
                        assert_eq!(drifts.len(), 1);
                        assert_eq!(drifts[0].diff, unified("f", &before, &output.text));
                    }
                }
            }
        }
    }
}
