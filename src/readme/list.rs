//! Lists and their items.
//!
//! Owns what an item is and how its marker is read from the source: the
//! parser's positions of lists and items are, by its own word, not reliable,
//! so only their starts are used, and checked. It refuses to know what items
//! list.

use super::document::BlockId;
use crate::text::Span;

/// A list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct List {
    /// Whether its items are numbered.
    pub ordered: bool,
    /// Whether no blank line stands between its items.
    pub tight: bool,
    /// How many lists it stands in: 0 for one that stands in none.
    pub depth: u16,
}

/// An item of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// The marker without the space after it: `-`, `*`, `+`, `3.`, `3)`.
    pub marker: Span,
    /// The number, in a numbered list.
    pub number: Option<u32>,
    /// Whether its task is done; `None` if it has no checkbox.
    pub task: Option<bool>,
    /// As [`List::depth`].
    pub depth: u16,
    /// Its first paragraph, without the checkbox; `None` for an item that
    /// begins with another block or holds nothing.
    pub text: Option<Span>,
    /// The list it belongs to.
    pub list: BlockId,
}

/// The length of the list marker that `line` starts with, and its number.
pub(super) fn marker(line: &str) -> Option<(usize, Option<u32>)> {
    let bytes = line.as_bytes();
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (len, number) = match bytes.get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => (1, None),
        b'.' | b')' if (1..=9).contains(&digits) => (digits + 1, Some(line[..digits].parse().ok()?)),
        _ => return None,
    };
    matches!(bytes.get(len), None | Some(b' ' | b'\t' | b'\r' | b'\n')).then_some((len, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_read_with_their_numbers() {
        for (line, expected) in [
            ("- a", Some((1, None))),
            ("*", Some((1, None))),
            ("12) a", Some((3, Some(12)))),
            ("1.https://a.example", None),
            ("1234567890. a", None),
            ("-a", None),
            ("", None),
        ] {
            assert_eq!(marker(line), expected, "{line}");
        }
    }
}
