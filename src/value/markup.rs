//! URLs and texts inside the markup of links and images: what must be written
//! as a character reference there, and how it is read back.
//!
//! Markdown decodes references and backslashes in a destination, HTML
//! references in an attribute, so that what a reader follows is the very URL.

use super::reference::push_reference;
use std::borrow::Cow;

/// A URL as it stands between the brackets of `[text](…)`.
pub(super) fn encode_destination(url: &str) -> Cow<'_, str> {
    let means_itself = |byte: u8| {
        byte.is_ascii_graphic()
            && !matches!(byte, b'(' | b')' | b'\\' | b'<' | b'>' | b'`' | b'[' | b']' | b'&')
    };
    if url.bytes().all(means_itself) {
        return Cow::Borrowed(url);
    }
    // Balanced brackets may stand; others would end the destination early.
    let balanced = are_balanced(url);
    let mut out = String::with_capacity(url.len());
    for (at, c) in url.char_indices() {
        let special = match c {
            '(' | ')' | '（' | '）' => !balanced,
            // Not as a reference: cmark looks for backslashes after decoding them.
            '\\' => {
                out.push('\\');
                false
            }
            '<' | '>' | '`' | '[' | ']' => true,
            '&' => begins_reference(&url[at..]),
            // No reference stands for NUL.
            _ => c.is_whitespace() || (c.is_control() && c != '\0'),
        };
        if special { push_reference(&mut out, c) } else { out.push(c) }
    }
    out.into()
}

/// Whether the round brackets of a URL match; half and full width are taken
/// for one kind, as everywhere here.
pub(super) fn are_balanced(url: &str) -> bool {
    let mut depth = 0_usize;
    for c in url.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' if depth == 0 => return false,
            ')' | '）' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// Reads what [`encode_destination`] wrote, and any other destination without
/// spaces, as Markdown does.
pub(super) fn decode_destination(text: &str) -> String {
    decode(text, true)
}

/// A text as the value of an HTML attribute between double quotes.
pub(super) fn encode_attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A backtick or backslash could mean something around the tag.
            '`' | '\\' | '\n' | '\r' => push_reference(&mut out, c),
            _ => out.push(c),
        }
    }
    out
}

/// Reads what [`encode_attribute`] wrote.
pub(super) fn decode_attribute(text: &str) -> String {
    decode(text, false)
}

fn decode(text: &str, backslashes: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '\\']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let escaped = rest[1..].chars().next().filter(char::is_ascii_punctuation);
        if rest.starts_with('\\') {
            match escaped.filter(|_| backslashes) {
                Some(c) => {
                    out.push(c);
                    rest = &rest[2..];
                }
                None => {
                    out.push('\\');
                    rest = &rest[1..];
                }
            }
        } else if let Some((c, len)) = reference(rest) {
            out.push(c);
            rest = &rest[len..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// The character of the reference at the start of `text`, and its length: any
/// numeric one, and the few named ones that markup needs.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.as_bytes().iter().take(12).position(|&byte| byte == b';')?;
    let c = match &text[1..end] {
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "lt" => '<',
        "gt" => '>',
        name => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                    u32::from_str_radix(hex, 16).ok()?
                }
                None if number.bytes().all(|byte| byte.is_ascii_digit()) => number.parse().ok()?,
                _ => return None,
            };
            char::from_u32(code).filter(|&c| c != '\0')?
        }
    };
    Some((c, end + 1))
}

/// Whether Markdown could take the `&` at the start of `text` for a reference.
pub(super) fn begins_reference(text: &str) -> bool {
    let name =
        text[1..].bytes().take(40).take_while(|&byte| byte.is_ascii_alphanumeric() || byte == b'#').count();
    name > 0 && text[1 + name..].starts_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_would_be_misread_is_encoded() {
        assert_eq!(encode_destination("https://a.b/c_(d)?e=1&f=2"), "https://a.b/c_(d)?e=1&f=2");
        assert_eq!(encode_destination("https://a.b/c d)"), "https://a.b/c&#32;d&#41;");
        assert_eq!(encode_destination("?a=1&copy;"), "?a=1&#38;copy;");
    }

    #[test]
    fn destinations_are_read_as_markdown_reads_them() {
        assert_eq!(decode_destination("a\\_b\\c?x&amp;y&#x41;&#65;&nope;"), "a_b\\c?x&yAA&nope;");
    }

    proptest! {
        #[test]
        fn both_pairs_are_exact(text in "(&|amp;|#38;|#x26;|\\\\|\"|<|>|\\(|\\)|\\[|`| |a|\\PC){0,16}") {
            prop_assert_eq!(decode_destination(&encode_destination(&text)), text.as_str());
            prop_assert_eq!(decode_attribute(&encode_attribute(&text)), text.as_str());
        }
    }
}
