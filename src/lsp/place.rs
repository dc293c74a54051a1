//! Bytes and paths of the library ↔ places and addresses of the protocol.
//!
//! The protocol counts lines from 0 and characters in UTF-16 units; a place
//! beyond the end of its line is the end of that line.

use crate::text::{Source, Span, narrow};
use lsp_types::{Position, Range, Uri};
use std::path::{Component, Path, PathBuf};
use std::str::FromStr as _;

/// The place of a byte.
pub(super) fn position(source: &Source, offset: usize) -> Position {
    let line = source.position(offset.min(source.text().len())).line;
    let start = source.line_start(line);
    let before = source.text().get(start..offset).unwrap_or_default();
    let before = before.trim_end_matches(['\n', '\r']);
    Position { line: narrow(line - 1), character: narrow(before.encode_utf16().count()) }
}

/// The byte at a place.
pub(super) fn offset(source: &Source, position: Position) -> usize {
    let line = source.line_span(position.line as usize + 1);
    if position.line as usize >= source.line_count() {
        return source.text().len();
    }
    let mut left = position.character as usize;
    for (at, c) in source.slice(line).char_indices() {
        if left < c.len_utf16() {
            return line.start() + at;
        }
        left -= c.len_utf16();
    }
    line.end()
}

/// The range of a span.
pub(super) fn range(source: &Source, span: Span) -> Range {
    Range { start: position(source, span.start()), end: position(source, span.end()) }
}

/// The path of a file's address; `None` for what is no file.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let url = url::Url::parse(uri.as_str()).ok()?;
    (url.scheme() == "file").then(|| url.to_file_path().ok().map(|path| normal(&path))).flatten()
}

/// The address of a file.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    let url = url::Url::from_file_path(path).ok()?;
    Uri::from_str(url.as_str()).ok()
}

/// The path without `.` and, where that can be told from the path alone,
/// without `..`.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_utf_16_units_and_bytes_come_back() {
        let source = Source::new("f", "a脑👩b\r\n\nc𝒳\rd");
        for (byte, line, character) in [
            (0, 0, 0),
            (1, 0, 1),
            (4, 0, 2),
            (8, 0, 4),
            (9, 0, 5),
            (11, 1, 0),
            (12, 2, 0),
            (17, 2, 3),
            (18, 3, 0),
            (19, 3, 1),
        ] {
            let place = Position { line, character };
            assert_eq!(position(&source, byte), place);
            assert_eq!(offset(&source, place), byte);
        }
        let at = |line, character| offset(&source, Position { line, character });
        assert_eq!((at(0, 3), at(0, 99), at(9, 0), at(3, 5)), (4, 9, 19, 19));
        assert_eq!(offset(&Source::new("f", ""), Position { line: 0, character: 3 }), 0);
        assert_eq!(offset(&Source::new("f", "a\n"), Position { line: 1, character: 0 }), 2);
    }

    #[test]
    fn addresses_are_paths_and_back() {
        let path = Path::new("/a b/脑#1/README.md");
        assert_eq!(path_of(&uri_of(path).unwrap()).unwrap(), path);
        assert_eq!(path_of(&Uri::from_str("untitled:1").unwrap()), None);
        assert_eq!(normal(Path::new("/a/./b/../c")), Path::new("/a/c"));
    }
}
