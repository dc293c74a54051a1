//! Inline Markdown ↔ the text between two pipes of a table row, or on one
//! line of an item.
//!
//! [`encode`] and [`decode`], [`encode_line`] and [`decode_line`] are inverse to each other both ways: every value
//! reads back as it was, and every cell of a legacy table, once decoded, is
//! written again as it stood. A cell cannot hold a bare pipe or a line end,
//! and blanks at its ends are padding; so
//!
//! - `|` is written `\|`, as GFM has it (also inside code), and nothing else
//!   is done to backslashes: GFM takes away the one before a pipe, no other;
//! - a line end is written `<br>`; a text that already holds `<br>` is
//!   written `<br >`, and so on with one more blank;
//! - the `<` of a comment that would mark a region is written `&lt;`, and a
//!   text that already has that gets `amp;` put in;
//! - a control character, and a blank at either end, is written as a numeric
//!   character reference; a text that already looks like one of those gets
//!   `amp;` put in, which shows the same.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A value as the text of a cell, without padding.
pub fn encode(value: &str) -> Cow<'_, str> {
    write(value, CELL)
}

/// A value as text on one line that is no table row: pipes stay as they are.
pub fn encode_line(value: &str) -> Cow<'_, str> {
    write(value, LINE)
}

/// The value that a cell's text, without padding, stands for.
pub fn decode(cell: &str) -> Cow<'_, str> {
    read(cell, CELL)
}

/// The value that a line's text, without blanks around, stands for.
pub fn decode_line(line: &str) -> Cow<'_, str> {
    read(line, LINE)
}

/// A line of block Markdown with its control characters (but no blanks and
/// breaks) written as references.
pub(super) fn encode_controls(line: &str) -> Cow<'_, str> {
    write(line, Rules { pipes: false, breaks: false, edges: false })
}

/// The inverse of [`encode_controls`].
pub(super) fn decode_controls(line: &str) -> Cow<'_, str> {
    read(line, Rules { pipes: false, breaks: false, edges: false })
}

/// What is written otherwise, besides control characters.
#[derive(Clone, Copy)]
struct Rules {
    pipes: bool,
    breaks: bool,
    edges: bool,
}

const CELL: Rules = Rules { pipes: true, breaks: true, edges: true };
const LINE: Rules = Rules { pipes: false, breaks: true, edges: true };

fn write(value: &str, rules: Rules) -> Cow<'_, str> {
    let bytes = value.as_bytes();
    let edge = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
    if !edge(bytes.first()) && !edge(bytes.last()) && !bytes.iter().any(|&byte| is_special(byte)) {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len() + 16);
    let last = value.char_indices().next_back().map_or(0, |(at, _)| at);
    let mut from = 0;
    for (at, c) in value.char_indices() {
        let at_edge = at == 0 || at == last;
        let replaced = match c {
            '|' if rules.pipes => Some("\\|".to_string()),
            '\n' if rules.breaks => Some("<br>".to_string()),
            ' ' | '\t' if at_edge && rules.edges => Some(reference(c)),
            c if is_control(c) => Some(reference(c)),
            '<' if rules.breaks && line_break(&value[at..]).is_some() => Some("<".to_string()),
            '<' if rules.breaks && is_mark(&value[at + 1..], BLANKS) => Some("&lt;".to_string()),
            '&' if referenced(value, at, rules).is_some()
                || (rules.breaks && escaped_mark(value, at, BLANKS).is_some()) =>
            {
                Some("&amp;".to_string())
            }
            _ => None,
        };
        if let Some(replaced) = replaced {
            out.push_str(&value[from..at]);
            out.push_str(&replaced);
            from = at + c.len_utf8();
            if c == '<'
                && rules.breaks
                && let Some((len, _)) = line_break(&value[at..])
            {
                // `<br` and its blanks, one more of them, then `>`.
                out.push_str(&value[from..at + len - 1]);
                out.push_str(" >");
                from = at + len;
            }
        }
    }
    // A break's blanks are skipped by `from`, not by the loop: they are no
    // special characters, so nothing in between was written twice.
    out.push_str(&value[from.min(value.len())..]);
    out.into()
}

fn read(cell: &str, rules: Rules) -> Cow<'_, str> {
    if !cell.bytes().any(|byte| matches!(byte, b'\\' | b'<' | b'&')) {
        return Cow::Borrowed(cell);
    }
    let bytes = cell.as_bytes();
    let mut out = String::with_capacity(cell.len());
    let mut at = 0;
    while at < cell.len() {
        match bytes[at] {
            b'\\' if rules.pipes && bytes.get(at + 1) == Some(&b'|') => {
                out.push('|');
                at += 2;
            }
            b'<' => match line_break(&cell[at..]).filter(|_| rules.breaks) {
                Some((len, 0)) => {
                    out.push('\n');
                    at += len;
                }
                Some((len, _)) => {
                    out.push_str(&cell[at..at + len - 2]);
                    out.push('>');
                    at += len;
                }
                None => {
                    out.push('<');
                    at += 1;
                }
            },
            b'&' => match referenced(cell, at, rules) {
                Some((len, 0, c)) => {
                    out.push(c);
                    at += len;
                }
                Some((len, _, _)) => {
                    out.push('&');
                    out.push_str(&cell[at + "&amp;".len()..at + len]);
                    at += len;
                }
                None => match escaped_mark(cell, at, BLANKS).filter(|_| rules.breaks) {
                    Some(0) => {
                        out.push('<');
                        at += "&lt;".len();
                    }
                    Some(_) => {
                        out.push('&');
                        at += "&amp;".len();
                    }
                    None => {
                        out.push('&');
                        at += 1;
                    }
                },
            },
            first => {
                // A backslash before anything but a pipe stands for itself.
                let from = at + usize::from(first == b'\\');
                let next = cell[from..].find(['\\', '<', '&']).map_or(cell.len(), |next| from + next);
                out.push_str(&cell[at..next]);
                at = next;
            }
        }
    }
    out.into()
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'|' | b'<' | b'&' | 0x7F) || (byte < 0x20 && byte != b'\t')
}

fn is_control(c: char) -> bool {
    (c < ' ' && c != '\t') || c == '\u{7F}'
}

fn reference(c: char) -> String {
    let mut out = String::with_capacity(6);
    let _ = write!(out, "&#{};", u32::from(c));
    out
}

/// What may stand between `<!--` and the word that marks a region, in a text
/// of one line.
const BLANKS: &[char] = &[' ', '\t'];

/// Whether a region's mark goes on here, after its `<`. `space` is what may
/// stand inside.
pub(super) fn is_mark(text: &str, space: &[char]) -> bool {
    text.strip_prefix("!--").is_some_and(|rest| rest.trim_start_matches(space).starts_with("catalint:"))
}

/// Whether the `<` of a region's mark is written `&lt;` at `at`: how often
/// `amp;` stands in that.
pub(super) fn escaped_mark(text: &str, at: usize, space: &[char]) -> Option<usize> {
    let mut rest = text[at..].strip_prefix('&')?;
    let mut amps = 0;
    while let Some(next) = rest.strip_prefix("amp;") {
        rest = next;
        amps += 1;
    }
    is_mark(rest.strip_prefix("lt;")?, space).then_some(amps)
}

/// Whether `text` starts with `<br`, blanks and `>`: its length, and how many
/// blanks.
fn line_break(text: &str) -> Option<(usize, usize)> {
    let rest = text.strip_prefix("<br")?;
    let blanks = rest.bytes().take_while(|&byte| byte == b' ').count();
    (rest.as_bytes().get(blanks) == Some(&b'>')).then_some((3 + blanks + 1, blanks))
}

/// Whether a reference that `decode` would resolve, or one protected from it,
/// starts at `at`: its length, how often `amp;` stands in it, the character.
fn referenced(text: &str, at: usize, rules: Rules) -> Option<(usize, usize, char)> {
    let mut rest = text[at..].strip_prefix('&')?;
    let mut amps = 0;
    while let Some(next) = rest.strip_prefix("amp;") {
        rest = next;
        amps += 1;
    }
    let digits = rest.strip_prefix('#')?;
    let end = digits.bytes().take(4).position(|byte| byte == b';')?;
    let number = &digits[..end];
    let code: u32 = number.parse().ok()?;
    let c = char::from_u32(code)?;
    if number != code.to_string() {
        return None;
    }
    let len = 1 + amps * 4 + 1 + end + 1;
    let at_edge = at == 0 || at + len == text.len();
    let control = is_control(c) && !(c == '\n' && rules.breaks);
    let resolved = control || (matches!(c, ' ' | '\t') && at_edge && rules.edges);
    resolved.then_some((len, amps, c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(more: &'static [&'static str]) -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => prop::sample::select(more).prop_map(String::from),
            1 => any::<char>().prop_map(String::from),
            1 => "[ -~]{0,4}",
        ];
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    const HOSTILE: &[&str] = &[
        "|",
        "\\",
        "\\|",
        "`",
        "<br>",
        "<br >",
        "<br",
        ">",
        " ",
        "\t",
        "\n",
        "\r",
        "&",
        "amp;",
        "&#32;",
        "&#9;",
        "&#13;",
        "&amp;#32;",
        "#32;",
        "&#0;",
        "\0",
        "\u{7F}",
        "脑瘤",
        "👩‍⚕️",
        "\u{202E}",
        "<!-- x -->",
        "&#032;",
    ];

    proptest! {
        #[test]
        fn every_value_reads_back(value in pieces(HOSTILE)) {
            let cell = encode(&value);
            prop_assert_eq!(cell.trim_matches([' ', '\t']), cell.as_ref());
            let has_line_end = cell.contains(['\n', '\r']);
            prop_assert!(!has_line_end);
            prop_assert!(!cell.replace("\\|", "").contains('|'));
            prop_assert_eq!(decode(&cell).into_owned(), value.clone());
            let line = encode_line(&value);
            let has_line_end = line.contains(['\n', '\r']);
            prop_assert!(!has_line_end);
            prop_assert_eq!(decode_line(&line).into_owned(), value.clone());
        }

        #[test]
        fn every_legacy_cell_is_written_as_it_stood(text in pieces(HOSTILE)) {
            let cell = text.replace(['\n', '\r', '\0', '\u{7F}'], "").replace("\\|", "\u{1}").replace('|', "").replace('\u{1}', "\\|");
            let cell: String = cell.chars().filter(|c| !is_control(*c)).collect();
            let cell = cell.trim_matches([' ', '\t']);
            let decoded = decode(cell).into_owned();
            prop_assert_eq!(encode(&decoded), cell);
        }
    }

    #[test]
    fn what_needs_no_escape_is_not_touched() {
        for text in ["MSD脑瘤", "a \\ b", "`code`", "<b>x</b>", "R&D", "&lt;", "a  b"] {
            assert!(matches!(encode(text), Cow::Borrowed(_)) || encode(text) == text);
        }
    }

    #[test]
    fn pipes_line_ends_and_blanks_are_escaped() {
        assert_eq!(encode("a|b"), "a\\|b");
        assert_eq!(encode("a\\|b"), "a\\\\|b");
        assert_eq!(encode("a\nb"), "a<br>b");
        assert_eq!(encode("a<br>b"), "a<br >b");
        assert_eq!(encode(" a "), "&#32;a&#32;");
        assert_eq!(encode("&#32;"), "&amp;#32;");
    }
}
