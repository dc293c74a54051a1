//! Byte offsets as the lines and columns that formats ask for.
//!
//! A file may be one line of megabytes with thousands of findings on it, so
//! columns are not counted from the line's start for each: all offsets that a
//! report needs are found in one walk over each file.

use super::Report;
use crate::text::{FileId, Position, Source, Sources, Span};

/// A place in a file, in every unit that some format wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place {
    /// The line, from 1.
    pub(super) line: usize,
    /// The column in Unicode scalar values, from 1; a byte order mark takes
    /// none.
    pub(super) column: usize,
    /// The column in bytes of UTF-8, from 1; a byte order mark takes three.
    pub(super) byte_column: usize,
    /// The byte in the file, from 0.
    pub(super) byte: usize,
}

/// The places of everything a report points at.
pub(super) struct Places<'a> {
    sources: &'a Sources,
    /// By file, sorted by byte.
    known: Vec<Vec<Place>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(report: &Report<'a>) -> Self {
        let mut wanted: Vec<Vec<usize>> = report.sources.iter().map(|_| Vec::new()).collect();
        let mut want = |file: FileId, span: Span| {
            if let Some(offsets) = wanted.get_mut(file.0 as usize) {
                let span = clip(report.sources.get(file), span);
                offsets.extend([span.start(), span.end()]);
            }
        };
        for finding in report.findings {
            want(finding.primary.file, finding.primary.span);
            for label in &finding.related {
                want(label.file, label.span);
            }
            if let Some(fix) = &finding.fix {
                for edit in &fix.edits {
                    want(fix.file, edit.span);
                }
            }
        }
        let known = report.sources.iter().zip(wanted).map(|((_, source), offsets)| walk(source, offsets));
        Places { sources: report.sources, known: known.collect() }
    }

    /// Start and end of `span`; the end is after the last character. Spans
    /// beyond the text or within a character are cut to what is there.
    pub(super) fn of(&self, file: FileId, span: Span) -> (Place, Place) {
        let source = self.sources.get(file);
        let span = clip(source, span);
        (self.at(file, source, span.start()), self.at(file, source, span.end()))
    }

    fn at(&self, file: FileId, source: &Source, offset: usize) -> Place {
        let known = &self.known[file.0 as usize];
        match known.binary_search_by_key(&offset, |place| place.byte) {
            Ok(index) => known[index],
            Err(_) => {
                let Position { line, column } = source.position(offset);
                Place { line, column, byte_column: offset - source.line_start(line) + 1, byte: offset }
            }
        }
    }
}

/// `span` cut to the text and widened to whole characters.
pub(super) fn clip(source: &Source, span: Span) -> Span {
    let text = source.text();
    let mut start = span.start().min(text.len());
    let mut end = span.end().min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end)
}

fn walk(source: &Source, mut offsets: Vec<usize>) -> Vec<Place> {
    offsets.sort_unstable();
    offsets.dedup();
    let text = source.text().as_bytes();
    let lines = source.position(text.len()).line;
    let marked = source.text().starts_with('\u{FEFF}');
    let (mut line, mut line_start, mut at, mut characters) = (1, 0, 0, 0);
    let place = |offset: usize| {
        while line < lines && source.line_start(line + 1) <= offset {
            line += 1;
            line_start = source.line_start(line);
            (at, characters) = (line_start, 0);
        }
        characters += text[at..offset].iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        at = offset;
        let mark = usize::from(marked && line == 1 && characters > 0);
        Place { line, column: characters - mark + 1, byte_column: offset - line_start + 1, byte: offset }
    };
    offsets.into_iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Finding, Level};
    use proptest::prelude::*;

    #[test]
    fn a_place_is_told_in_characters_and_in_bytes() {
        let mut sources = Sources::new();
        let file = sources.add(Source::new("f", "a\n好👍x"));
        let findings = [Finding::new("r", Level::Info, file, Span::new(9, 10), "m")];
        let places = Places::new(&Report::new(&sources, &findings));
        let (start, end) = places.of(file, Span::new(9, 10));
        assert_eq!(start, Place { line: 2, column: 3, byte_column: 8, byte: 9 });
        assert_eq!((end.column, end.byte_column), (4, 9));
    }

    proptest! {
        #[test]
        fn the_walk_agrees_with_positions(text in "\u{FEFF}?[a好👍\r\n]{0,30}", spans in prop::collection::vec((0usize..60, 0usize..9), 0..6)) {
            let mut sources = Sources::new();
            let file = sources.add(Source::new("f", text));
            let spans: Vec<Span> = spans.iter().map(|&(at, len)| Span::new(at, at + len)).collect();
            let findings: Vec<Finding> =
                spans.iter().map(|&span| Finding::new("r", Level::Info, file, span, "m")).collect();
            let places = Places::new(&Report::new(&sources, &findings));
            for span in spans {
                let span = clip(sources.get(file), span);
                let (start, end) = places.of(file, span);
                for (place, offset) in [(start, span.start()), (end, span.end())] {
                    let expected = sources.get(file).position(offset);
                    prop_assert_eq!((place.line, place.column), (expected.line, expected.column));
                    prop_assert!(places.known[0].contains(&place));
                }
            }
        }
    }
}
