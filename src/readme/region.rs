//! Managed regions: `<!-- catalint:begin NAME -->` to
//! `<!-- catalint:end NAME -->`.
//!
//! Owns where they are, what they enclose and everything that is wrong with
//! their markers, as data. It refuses to know what belongs in a region.
//!
//! Comments are taken from the parse, so a marker shown in a code block, or
//! inside another comment, is none.

use super::document::Document;
use crate::text::Span;
use std::collections::HashMap;

/// A part of a text that is rendered from the catalog.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Region {
    /// What the markers call it.
    pub name: String,
    /// What the begin marker asks for after the name: `depth=2`.
    pub options: String,
    /// The begin marker, from `<!--` to `-->`.
    pub begin: Span,
    /// Whole lines: from the line below the begin marker to the start of the
    /// line that holds the end marker.
    pub body: Span,
    /// The end marker.
    pub end: Span,
    /// The hash of what was rendered, if the end marker keeps one.
    pub seal: Option<String>,
    /// What stands before the begin marker on its line: indentation, quote
    /// markers. Rendered lines start with it too.
    pub prefix: Span,
}

/// What is wrong with region markers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RegionFault {
    /// An end marker that no begin marker goes before.
    EndWithoutBegin {
        /// The region's name.
        name: String,
        /// The marker.
        at: Span,
    },
    /// A begin marker that no end marker follows.
    BeginWithoutEnd {
        /// The region's name.
        name: String,
        /// The marker.
        at: Span,
    },
    /// A region inside another.
    Nested {
        /// The inner region's name.
        name: String,
        /// The inner region's begin marker.
        at: Span,
        /// The outer region's begin marker.
        outer: Span,
    },
    /// A second region of the same name.
    Repeated {
        /// The name.
        name: String,
        /// The second's begin marker.
        at: Span,
        /// The first's begin marker.
        first: Span,
    },
    /// An end marker whose name is not the open region's.
    Mismatched {
        /// The name that was to be expected.
        expected: String,
        /// The name that the end marker has.
        found: String,
        /// The end marker.
        at: Span,
        /// The open region's begin marker.
        begin: Span,
    },
    /// A marker with something else on its line.
    NotAlone {
        /// The region's name.
        name: String,
        /// The marker.
        at: Span,
    },
    /// A marker without a name, or with one that has other characters than
    /// letters, digits, `-`, `_`, `.` and `/`; or neither `begin` nor `end`;
    /// or one that is not closed.
    Malformed {
        /// The marker.
        at: Span,
    },
}

impl RegionFault {
    /// The marker that is at fault.
    pub fn at(&self) -> Span {
        match self {
            RegionFault::EndWithoutBegin { at, .. }
            | RegionFault::BeginWithoutEnd { at, .. }
            | RegionFault::Nested { at, .. }
            | RegionFault::Repeated { at, .. }
            | RegionFault::Mismatched { at, .. }
            | RegionFault::NotAlone { at, .. }
            | RegionFault::Malformed { at } => *at,
        }
    }
}

/// The regions of a text and what is wrong with its markers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Regions {
    /// The regions, in order; none overlaps another. A second region of a
    /// name is among them.
    pub regions: Vec<Region>,
    /// The faults, by where they are. Text with faults must not be rendered.
    pub faults: Vec<RegionFault>,
}

impl Regions {
    /// Every region by its name; the first of those that share one.
    pub fn by_name(&self) -> HashMap<&str, &Region> {
        let mut regions = HashMap::new();
        for region in &self.regions {
            regions.entry(region.name.as_str()).or_insert(region);
        }
        regions
    }

    /// Whether a place lies in the body of a region.
    pub fn hold(&self, span: Span) -> bool {
        let next = self.regions.partition_point(|region| region.body.start() <= span.start());
        next > 0 && self.regions[next - 1].body.contains(span)
    }
}

/// The regions of `text`; it is only parsed if it holds a marker at all.
pub fn regions(text: &str) -> Regions {
    if text.contains(MARK) { regions_of(&Document::parse(text), text) } else { Regions::default() }
}

/// The document of `text` and its regions, for those who only look at what
/// stands outside of them: long tables in regions may be without rows that are
/// nothing but words and links. Everything else is as [`Document::parse`] and
/// [`regions_of`] tell it.
pub fn outside_regions(text: &str) -> (Document, Regions) {
    let (document, left_out) = super::parse::without_managed_rows(text);
    let regions = regions_of(&document, text);
    if left_out.iter().all(|&place| regions.hold(place)) {
        return (document, regions);
    }
    // Marks of no region are around it. What is plain holds none.
    (Document::parse(text), regions)
}

const MARK: &str = "catalint:";

/// Whether the line seems to begin (`true`) or end (`false`) a region.
pub(super) fn mark(line: &str) -> Option<bool> {
    let (word, _) = line.strip_prefix("<!-- ")?.strip_prefix(MARK)?.split_once(' ')?;
    match word {
        "begin" => Some(true),
        "end" => Some(false),
        _ => None,
    }
}

/// What stands before the hash in an end marker that keeps one.
pub const SEAL: &str = "hash=";

/// The regions of `text`, which `document` was parsed from.
pub fn regions_of(document: &Document, text: &str) -> Regions {
    let mut found = Regions::default();
    // Begun regions, outermost first, and how many of each name.
    let mut open: Vec<(&str, &str, Span)> = Vec::new();
    let mut names: HashMap<&str, usize> = HashMap::new();
    let mut first: HashMap<&str, Span> = HashMap::new();
    for comment in &document.comments {
        let Some(rest) = text[comment.content.range()].trim().strip_prefix(MARK) else { continue };
        let at = comment.span;
        // One that is not closed would hide all that follows it.
        let closed = text[at.range()].ends_with("-->");
        let Some((begins, name, asked)) = marker(rest).filter(|_| closed) else {
            found.faults.push(RegionFault::Malformed { at });
            continue;
        };
        let Some(prefix) = alone(text, at) else {
            found.faults.push(RegionFault::NotAlone { name: name.to_owned(), at });
            continue;
        };
        if begins {
            open.push((name, asked, at));
            *names.entry(name).or_default() += 1;
            continue;
        }
        let seal = asked.strip_prefix(SEAL);
        let Some(&(expected, _, begin)) = open.last() else {
            found.faults.push(RegionFault::EndWithoutBegin { name: name.to_owned(), at });
            continue;
        };
        if names.get(name).is_none_or(|&count| count == 0) {
            let expected = expected.to_owned();
            found.faults.push(RegionFault::Mismatched { expected, found: name.to_owned(), at, begin });
            continue;
        }
        while let Some((begun, options, begin)) = open.pop() {
            *names.entry(begun).or_default() -= 1;
            if begun != name {
                found.faults.push(RegionFault::BeginWithoutEnd { name: begun.to_owned(), at: begin });
                continue;
            }
            match open.last() {
                Some(&(_, _, outer)) => {
                    found.faults.push(RegionFault::Nested { name: name.to_owned(), at: begin, outer });
                }
                None => {
                    if let Some(&first) = first.get(name) {
                        found.faults.push(RegionFault::Repeated { name: name.to_owned(), at: begin, first });
                    }
                    first.entry(name).or_insert(begin);
                    let body = Span::new(line_after(text, begin.end()), prefix.start());
                    let before = alone(text, begin).unwrap_or(Span::at(begin.start()));
                    found.regions.push(Region {
                        name: name.to_owned(),
                        options: options.to_owned(),
                        seal: seal.map(str::to_owned),
                        begin,
                        body,
                        end: at,
                        prefix: before,
                    });
                }
            }
            break;
        }
    }
    for (name, _, at) in open {
        found.faults.push(RegionFault::BeginWithoutEnd { name: name.to_owned(), at });
    }
    found.faults.sort_by_key(|fault| fault.at().start());
    found
}

/// `begin NAME`, with what is asked for after the name, or `end NAME`.
fn marker(rest: &str) -> Option<(bool, &str, &str)> {
    let (word, rest) = rest.trim_end().split_once(char::is_whitespace)?;
    let rest = rest.trim();
    let (name, options) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let fine = |ch: char| ch.is_alphanumeric() || matches!(ch, '-' | '_' | '.' | '/');
    let named = !name.is_empty() && name.chars().all(fine);
    match word {
        "begin" if named => Some((true, name, options.trim())),
        "end" if named && (options.is_empty() || options.starts_with(SEAL)) => {
            Some((false, name, options.trim()))
        }
        _ => None,
    }
}

/// What stands before `at` on its line, if `at` is all else there is on it.
/// Looks no further than the next thing that is not blank, since a line may be
/// long and hold many markers.
fn alone(text: &str, at: Span) -> Option<Span> {
    let before = text[..at.start()].trim_end_matches([' ', '\t', '>']);
    let after = text[at.end()..].trim_start_matches([' ', '\t']);
    let starts = matches!(before, "" | "\u{FEFF}") || before.ends_with(['\n', '\r']);
    let ends = after.is_empty() || after.starts_with(['\n', '\r']);
    (starts && ends && !text[at.range()].contains(['\n', '\r'])).then(|| Span::new(before.len(), at.start()))
}

/// The start of the line after the one that holds byte `at`.
fn line_after(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    match rest.find(['\n', '\r']) {
        Some(end) if rest[end..].starts_with("\r\n") => at + end + 2,
        Some(end) => at + end + 1,
        None => text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_the_lines_between_its_markers() {
        let text =
            "# T\n\n<!-- catalint:begin brain -->\n\n| a |\n|---|\n| b |\n\n<!-- catalint:end brain -->\n";
        let found = regions(text);
        assert_eq!(found.faults, []);
        let region = found.by_name()["brain"];
        assert_eq!(&text[region.body.range()], "\n| a |\n|---|\n| b |\n\n");
        assert_eq!(&text[region.begin.range()], "<!-- catalint:begin brain -->");
    }

    #[test]
    fn a_table_right_between_its_markers_stays_a_table() {
        let text = "<!-- catalint:begin a -->\n| a | b |\n|---|---|\n| c | d |\n<!-- catalint:end a -->\n";
        let document = Document::parse(text);
        let found = regions_of(&document, text);
        assert_eq!((found.regions.len(), found.faults.len(), document.tables.len()), (1, 0, 1));
        assert_eq!(document.tables[0].rows.len(), 1);
        assert_eq!(found.regions[0].body, Span::new(26, 26 + 10 + 10 + 10));
    }

    #[test]
    fn regions_in_quotes_and_items_know_their_prefix() {
        let text = "> <!-- catalint:begin a -->\r\n> x\r\n> <!-- catalint:end a -->\r\n\r\n- y\r\n\r\n  <!-- catalint:begin b -->\r\n  <!-- catalint:end b -->\r\n";
        let found = regions(text);
        assert_eq!(found.faults, []);
        assert_eq!(&text[found.regions[0].prefix.range()], "> ");
        assert_eq!(&text[found.regions[0].body.range()], "> x\r\n");
        assert_eq!(&text[found.regions[1].prefix.range()], "  ");
        assert!(found.regions[1].body.is_empty());
    }

    #[test]
    fn markers_in_code_and_comments_are_none() {
        let text = "```\n<!-- catalint:begin a -->\n```\n\n    <!-- catalint:end a -->\n\n`<!-- catalint:end a -->`\n\n<!-- say <!-- catalint:begin a -->\n";
        assert_eq!(regions(text), Regions::default());
    }

    #[test]
    fn all_faults_are_told() {
        let mark = |what: &str| format!("<!-- catalint:{what} -->\n\n");
        let text: String = [
            "end x", "begin a", "begin b", "end b", "end a", "begin a", "end a", "begin c", "end d", "end c",
            "begin", "start e", "begin f",
        ]
        .iter()
        .map(|what| mark(what))
        .collect();
        let found = regions(&text);
        let names: Vec<&str> = found.regions.iter().map(|region| region.name.as_str()).collect();
        assert_eq!(names, ["a", "a", "c"]);
        let kinds: Vec<String> = found
            .faults
            .iter()
            .map(|fault| format!("{fault:?}").split(' ').next().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(
            kinds,
            [
                "EndWithoutBegin",
                "Nested",
                "Repeated",
                "Mismatched",
                "Malformed",
                "Malformed",
                "BeginWithoutEnd"
            ]
        );
        let found = regions("text <!-- catalint:begin a -->\n");
        assert!(matches!(found.faults[..], [RegionFault::NotAlone { .. }]));
    }

    #[test]
    fn a_marker_that_is_not_closed_is_none() {
        let found = regions("<!-- catalint:begin a -->\n<!-- catalint:end a");
        assert_eq!(found.regions, []);
        assert!(matches!(
            found.faults[..],
            [RegionFault::BeginWithoutEnd { .. }, RegionFault::Malformed { .. }]
        ));
    }

    #[test]
    fn text_without_markers_is_not_looked_into() {
        assert_eq!(regions("# a\n<!-- note -->"), Regions::default());
    }
}
