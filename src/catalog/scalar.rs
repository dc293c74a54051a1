//! Text → a YAML scalar that every common reader takes for that text.
//!
//! Plain where no reader could take it otherwise, else quoted; what is
//! invisible or what some readers take for a line end is escaped. YAML 1.1
//! readers take `no`, `on`, `1:30` or `0x1F` for something else than text, so
//! these are quoted too.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Where a scalar stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// After a key or a dash, on a line of its own.
    Block,
    /// Between brackets or braces.
    Flow,
}

/// `text` as a scalar that reads as text.
pub fn text(text: &str, place: Place) -> Cow<'_, str> {
    if is_plain(text, place) && !is_something_else(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(quoted(text))
    }
}

/// `text` as a scalar that may read as a number or a date: quoted only where
/// YAML needs it.
pub fn bare(text: &str, place: Place) -> Cow<'_, str> {
    if is_plain(text, place) && !is_word(text) { Cow::Borrowed(text) } else { Cow::Owned(quoted(text)) }
}

/// Whether `text` can stand in a literal block (`|-`) and be read back.
pub fn fits_literal(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with([' ', '\t', '\n'])
        && !text.ends_with('\n')
        && !text.chars().any(|c| c != '\n' && must_escape(c))
        && text.split('\n').all(|line| line.is_empty() || !line.trim_matches([' ', '\t']).is_empty())
        && !text.split('\n').any(|line| line.starts_with('\t'))
}

/// `text` as a literal block whose lines stand `indent` spaces deep, its
/// header included. Only for what [`fits_literal`].
pub fn literal(text: &str, indent: usize) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str("|-");
    for line in text.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
    }
    out
}

/// Quoted in the style that needs the least: single quotes, or double with
/// escapes.
fn quoted(text: &str) -> String {
    let escapes = text.chars().any(must_escape);
    if !escapes && !text.contains('\'') {
        return format!("'{text}'");
    }
    if !escapes && text.contains(['"', '\\']) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut out = String::with_capacity(text.len() + 8);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if must_escape(c) => {
                let code = u32::from(c);
                let _ = match code {
                    0..=0xFF => write!(out, "\\x{code:02X}"),
                    0x100..=0xFFFF => write!(out, "\\u{code:04X}"),
                    _ => write!(out, "\\U{code:08X}"),
                };
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Controls, what some readers take for a line end or drop, and what turns
/// the direction of the text around it.
fn must_escape(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}'
        | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || (u32::from(c) & 0xFFFE) == 0xFFFE
}

fn is_plain(text: &str, place: Place) -> bool {
    let Some(first) = text.chars().next() else { return false };
    if matches!(
        first,
        '-' | '?'
            | ':'
            | ','
            | '['
            | ']'
            | '{'
            | '}'
            | '#'
            | '&'
            | '*'
            | '!'
            | '|'
            | '>'
            | '\''
            | '"'
            | '%'
            | '@'
            | '`'
    ) || first.is_whitespace()
    {
        return false;
    }
    // No-break and ideographic spaces at the ends would go unseen.
    if text.ends_with(':') || text.ends_with(char::is_whitespace) {
        return false;
    }
    let bytes = text.as_bytes();
    let mut common = true;
    for (at, &byte) in bytes.iter().enumerate() {
        common &= matches!(byte, b' '..=b'~');
        let breaks = match byte {
            b':' => {
                matches!(bytes.get(at + 1), Some(b' ' | b'\t'))
                    || (place == Place::Flow && flow_colon(bytes, at))
            }
            b'#' => at > 0 && matches!(bytes[at - 1], b' ' | b'\t'),
            // The last is text, but readers of YAML 1.1 end a text there.
            b',' | b'[' | b']' | b'{' | b'}' | b'?' => place == Place::Flow,
            _ => false,
        };
        if breaks {
            return false;
        }
    }
    (common || !text.chars().any(must_escape))
        && !text.starts_with("--- ")
        && !text.starts_with("... ")
        && text != "..."
}

/// In flow style a colon before a bracket or comma ends a key; readers of
/// YAML 1.1 refuse some more signs behind it.
fn flow_colon(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at + 1), None | Some(b',' | b'[' | b']' | b'{' | b'}' | b'?' | b':'))
}

/// Whether a reader could take the plain text for null, a boolean or a merge
/// key.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 12] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "~", "=", "<<"];
    text.len() <= 5 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether a reader of YAML 1.1 or 1.2 could take the plain text for anything
/// but text.
fn is_something_else(text: &str) -> bool {
    if is_word(text) {
        return true;
    }
    let body = text.strip_prefix(['+', '-']).unwrap_or(text);
    if ["inf", ".inf", "nan", ".nan", "infinity"].iter().any(|word| body.eq_ignore_ascii_case(word)) {
        return true;
    }
    // Every number, date or time of any YAML version starts with a digit or a
    // dot before one, and holds nothing else than these.
    let starts = body.starts_with(|c: char| c.is_ascii_digit())
        || body
            .strip_prefix('.')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '_'));
    starts
        && body.chars().all(|c| {
            c.is_ascii_hexdigit()
                || matches!(c, '.' | '_' | '-' | '+' | ':' | 'x' | 'o' | 'X' | 'T' | 't' | 'Z' | 'z' | ' ')
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::yaml;
    use crate::text::FileId;
    use proptest::prelude::*;

    fn read_by_catalint(yaml: &str) -> Vec<String> {
        let (root, _) = yaml::parse(yaml, FileId(0)).unwrap_or_else(|error| panic!("{yaml:?}: {error:?}"));
        let text = |node: &yaml::Node<'_>| match &node.kind {
            yaml::Kind::Scalar { text, .. } => text.to_string(),
            _ => panic!("no scalar in {yaml:?}"),
        };
        root.pairs()
            .unwrap()
            .iter()
            .flat_map(|pair| match pair.value.items() {
                Some(items) => items.iter().map(text).collect(),
                None => vec![text(&pair.value)],
            })
            .collect()
    }

    fn read_by_serde(yaml: &str) -> Vec<String> {
        let value: serde_yaml::Value =
            serde_yaml::from_str(yaml).unwrap_or_else(|error| panic!("{yaml:?}: {error}"));
        let text = |value: &serde_yaml::Value| {
            value.as_str().unwrap_or_else(|| panic!("no text: {yaml:?}")).to_string()
        };
        value
            .as_mapping()
            .unwrap()
            .iter()
            .flat_map(|(_, value)| match value.as_sequence() {
                Some(items) => items.iter().map(text).collect(),
                None => vec![text(value)],
            })
            .collect()
    }

    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            any::<char>().prop_map(String::from),
            "[ -~]{0,4}",
            prop::sample::select(vec![
                ": ",
                " #",
                "- ",
                "'",
                "\"",
                "\\",
                "\n",
                "\r",
                "\t",
                "\u{85}",
                "\u{2028}",
                "\u{FEFF}",
                "脑瘤",
                "no",
                "0x1F",
                "1:30",
                "2001-12-14",
                "[",
                "]",
                "{",
                "}",
                ",",
                "*",
                "&",
                "!",
                "%",
                "@",
                "`",
                "|",
                ">",
                "~",
                "---",
                "...",
                "\u{A0}",
                "\u{3000}",
                "👩‍⚕️",
                "\u{202E}",
                "e\u{301}",
                "\n\n",
                "  ",
            ])
            .prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn every_reader_takes_what_is_written_for_the_same_text(one in hostile(), two in hostile()) {
            let mut yaml = format!("a: {}\nb: [{}, {}]\n", text(&one, Place::Block), text(&one, Place::Flow), text(&two, Place::Flow));
            let mut expected = vec![one.clone(), one.clone(), two];
            if fits_literal(&one) {
                yaml.push_str(&format!("c: {}\nd:\n  - {}\ne: x\n", literal(&one, 2), literal(&one, 6)));
                expected.extend([one.clone(), one, "x".to_string()]);
            }
            prop_assert_eq!(read_by_catalint(&yaml), expected.clone());
            prop_assert_eq!(read_by_serde(&yaml), expected);
        }
    }

    #[test]
    fn quotes_come_only_where_a_reader_needs_them() {
        for plain in [
            "MSD脑瘤",
            "484 train + 266 test",
            "https://a.org/b?c#d",
            "it's",
            "3D-IRCADb",
            "a: b".trim_end_matches(" b"),
        ] {
            let written = text(plain, Place::Block);
            assert_eq!(written == plain, !plain.ends_with(':'), "{written}");
        }
        assert_eq!(text("x:?", Place::Flow), "'x:?'");
        assert_eq!(text("https://a.org/b?c", Place::Flow), "'https://a.org/b?c'");
        for quoted in [
            "no",
            "Yes",
            "1:30",
            "2019",
            "1.5",
            "0x1F",
            "2001-12-14",
            "~",
            "",
            " a",
            "a ",
            "# a",
            "a #b",
            "- a",
            "[a]",
        ] {
            assert_eq!(text(quoted, Place::Block), format!("'{quoted}'"));
        }
        assert_eq!(text("a, b", Place::Block), "a, b");
        assert_eq!(text("a, b", Place::Flow), "'a, b'");
        assert_eq!(text("a:?", Place::Block), "a:?");
        assert_eq!(text("a:?", Place::Flow), "'a:?'");
        assert_eq!(text("it's: \"x\"", Place::Block), "'it''s: \"x\"'");
        assert_eq!(text("a\u{200B}\n", Place::Block), "\"a\u{200B}\\n\"");
        assert_eq!(bare("394", Place::Block), "394");
    }
}
