//! Text with places in it: byte spans, lines and columns, and edits to bytes.
//!
//! Everything else in the crate points into text through a [`Span`] and
//! changes text through [`Edit`]s, so that what is not edited keeps its bytes.
//! This module knows neither Markdown nor YAML.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

/// The largest text, in bytes, that a [`Span`] can address.
pub const MAX_LEN: usize = u32::MAX as usize;

/// A range of bytes in a text: `start` is included, `end` is not.
///
/// Kept in 32 bits each, since a catalog holds one for every key and value;
/// longer texts are refused where files are loaded (see [`MAX_LEN`]).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span from byte `start` up to byte `end`.
    ///
    /// # Panics
    /// If `start` is after `end`, or `end` is beyond [`MAX_LEN`].
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "span {start}..{end} runs backwards");
        let narrow = |n: usize| u32::try_from(n).expect("texts over MAX_LEN are refused on load");
        Span { start: narrow(start), end: narrow(end) }
    }

    /// The empty span at byte `at`.
    pub fn at(at: usize) -> Self {
        Span::new(at, at)
    }

    /// The first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The part of this span from byte `from` to byte `to`, both counted from
    /// its start.
    #[must_use]
    pub fn slice(self, from: usize, to: usize) -> Span {
        Span::new(self.start() + from, self.start() + to)
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte, or one is empty and strictly inside the
    /// other.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A place as people name it: both numbers start at 1.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in Unicode scalar values; a byte order mark takes none.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Which [`Source`] of [`Sources`] a place is in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct FileId(pub u32);

/// A text with a name: one file as it was read.
#[derive(Debug, Default)]
pub struct Source {
    name: String,
    text: String,
    line_starts: OnceLock<Vec<u32>>,
}

impl Source {
    /// A text called `name`: a path relative to the working directory, with
    /// `/` between its parts, as it is to be shown.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Source { name: name.into(), text: text.into(), line_starts: OnceLock::new() }
    }

    /// The name to show.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, with its byte order mark if it has one.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of `span` as text.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| line_starts(&self.text, 0))
    }

    /// How many lines the text has; a final line end starts no further line.
    pub fn line_count(&self) -> usize {
        let starts = self.line_starts();
        let ends_in_newline = starts.len() > 1 && starts[starts.len() - 1] as usize == self.text.len();
        starts.len() - usize::from(ends_in_newline)
    }

    /// The place of the byte `offset`, which may be the text's length.
    pub fn position(&self, offset: usize) -> Position {
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start as usize <= offset) - 1;
        let before = &self.text.as_bytes()[starts[line] as usize..offset.min(self.text.len())];
        // Counting the bytes that begin a character needs no valid boundary.
        let mut column = before.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        if line == 0 && self.text.starts_with('\u{FEFF}') && column > 0 {
            column -= 1;
        }
        Position { line: line + 1, column: column + 1 }
    }

    /// The span of line `line` (from 1), without its line end; the last line's
    /// if there are fewer.
    pub fn line_span(&self, line: usize) -> Span {
        let starts = self.line_starts();
        let index = line.clamp(1, starts.len()) - 1;
        let start = starts[index] as usize;
        let end = starts.get(index + 1).map_or(self.text.len(), |&next| next as usize);
        let body = &self.text[start..end];
        let body = body.strip_suffix('\n').unwrap_or(body);
        let body = body.strip_suffix('\r').unwrap_or(body);
        Span::new(start, start + body.len())
    }

    /// The byte at which line `line` (from 1) starts; the text's length when
    /// there are fewer lines.
    pub fn line_start(&self, line: usize) -> usize {
        self.line_starts().get(line.max(1) - 1).map_or(self.text.len(), |&start| start as usize)
    }
}

/// Lines end with `\n`, `\r\n` or a lone `\r`, as in both CommonMark and YAML.
/// Where the first character that is not ASCII stands.
pub(crate) fn first_beyond_ascii(text: &str) -> Option<usize> {
    const CHUNK: usize = 32;
    let bytes = text.as_bytes();
    // Whole chunks are looked at at once.
    let from = bytes.chunks(CHUNK).take_while(|chunk| chunk.is_ascii()).map(<[u8]>::len).sum::<usize>();
    bytes[from..].iter().position(|byte| !byte.is_ascii()).map(|at| from + at)
}

/// A text whose lines all end with `\n`; Markdown ends one at a carriage return
/// alone, too.
pub(crate) fn with_line_feeds(text: &str) -> Cow<'_, str> {
    match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => text.into(),
    }
}

/// A count of bytes or of what stands in a text, in 32 bits, as in [`Span`].
pub(crate) fn narrow(count: usize) -> u32 {
    u32::try_from(count).expect("texts over MAX_LEN are refused on load")
}

/// Where each line of `text` starts, from byte `base` on: there, and after
/// each `\n`, `\r\n` or `\r`.
pub(crate) fn line_starts(text: &str, base: usize) -> Vec<u32> {
    let bytes = text.as_bytes();
    let ends = memchr::memchr2_iter(b'\n', b'\r', &bytes[base..])
        .map(|at| base + at)
        .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
    std::iter::once(narrow(base)).chain(ends.map(|at| narrow(at + 1))).collect()
}

/// The files of one run, by [`FileId`].
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// No files yet.
    pub fn new() -> Self {
        Sources::default()
    }

    /// Adds a file and returns its id.
    pub fn add(&mut self, source: Source) -> FileId {
        self.files.push(source);
        FileId(u32::try_from(self.files.len() - 1).expect("fewer than 2^32 files"))
    }

    /// Forgets the files after the first `count`.
    pub fn truncate(&mut self, count: usize) {
        self.files.truncate(count);
    }

    /// The file with that id.
    ///
    /// # Panics
    /// If the id comes from other `Sources`.
    pub fn get(&self, id: FileId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// The id of the file of that name.
    pub fn find(&self, name: &str) -> Option<FileId> {
        let index = self.files.iter().position(|file| file.name == name)?;
        Some(FileId(u32::try_from(index).expect("fewer than 2^32 files")))
    }

    /// All files, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files
            .iter()
            .enumerate()
            .map(|(index, file)| (FileId(u32::try_from(index).expect("fewer than 2^32 files")), file))
    }
}

/// The replacement of some bytes by others.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Edit {
    /// The bytes to take out; empty where text is only put in.
    pub span: Span,
    /// What to put in their place.
    pub replacement: String,
}

impl Edit {
    /// Replaces `span` by `replacement`.
    pub fn new(span: Span, replacement: impl Into<String>) -> Self {
        Edit { span, replacement: replacement.into() }
    }
}

/// Two edits that would change the same bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Overlap(pub Span, pub Span);

impl fmt::Display for Overlap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the edits at bytes {:?} and {:?} overlap", self.0, self.1)
    }
}

impl std::error::Error for Overlap {}

/// Applies `edits`, in any order, to `text`. Several insertions at one byte
/// keep the order in which they are given.
///
/// # Errors
/// [`Overlap`] if two edits touch the same bytes; then nothing is applied.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, Overlap> {
    let mut order: Vec<&Edit> = edits.iter().collect();
    order.sort_by_key(|edit| (edit.span.start(), edit.span.end()));
    for pair in order.windows(2) {
        if pair[0].span.end() > pair[1].span.start() {
            return Err(Overlap(pair[0].span, pair[1].span));
        }
    }
    let grown: usize = order.iter().map(|edit| edit.replacement.len()).sum();
    let taken: usize = order.iter().map(|edit| edit.span.len()).sum();
    let mut out = String::with_capacity((text.len() + grown).saturating_sub(taken));
    let mut at = 0;
    for edit in order {
        out.push_str(&text[at..edit.span.start()]);
        out.push_str(&edit.replacement);
        at = edit.span.end();
    }
    out.push_str(&text[at..]);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_every_kind_of_line_end() {
        let source = Source::new("f", "a\r\n脑瘤x\rb\n");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(3 + 6), Position { line: 2, column: 3 });
        assert_eq!(source.position(source.text().len() - 2), Position { line: 3, column: 1 });
        assert_eq!(source.position(source.text().len()), Position { line: 4, column: 1 });
        assert_eq!(source.line_count(), 3);
        assert_eq!(source.slice(source.line_span(2)), "脑瘤x");
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let source = Source::new("f", "\u{FEFF}ab");
        assert_eq!(source.position(4), Position { line: 1, column: 2 });
    }

    #[test]
    fn edits_apply_in_any_order_and_never_overlap() {
        let edits =
            [Edit::new(Span::new(4, 5), "E"), Edit::new(Span::new(0, 1), ""), Edit::new(Span::at(5), "!")];
        assert_eq!(apply("abcde", &edits).unwrap(), "bcdE!");
        let clash = [Edit::new(Span::new(0, 3), "x"), Edit::new(Span::new(2, 4), "y")];
        assert_eq!(apply("abcde", &clash), Err(Overlap(Span::new(0, 3), Span::new(2, 4))));
    }

    #[test]
    fn the_first_character_beyond_ascii_is_found_wherever_it_stands() {
        for at in 0..70 {
            assert_eq!(first_beyond_ascii(&format!("{}é{}", "a".repeat(at), "b".repeat(40))), Some(at));
            assert_eq!(first_beyond_ascii(&"a".repeat(at)), None);
        }
    }

    #[test]
    fn empty_text_has_one_line() {
        let source = Source::new("f", "");
        assert_eq!((source.line_count(), source.position(0).line), (1, 1));
        assert!(source.line_span(9).is_empty());
    }
}
