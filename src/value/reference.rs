//! Numeric character references as the escape of list-like cells: `,` as
//! `&#44;`.
//!
//! Markdown shows a reference as the character it stands for, so that an
//! escaped cell looks the same to a reader. The pair here is exact:
//! [`unescape`] undoes [`escape`] for every text, also for one that already
//! holds references. This module knows no separators and no cells; which
//! characters are written as references is the caller's choice, and layers
//! that are put over each other should choose different ones.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Digits of the largest reference looked at; `char::MAX` has seven.
const MAX_DIGITS: usize = 7;

/// Writes each character that `special` names as `&#N;`. A text that already
/// looks like a reference to such a character gets `amp;` after its `&`.
pub fn escape(text: &str, special: impl Fn(char) -> bool) -> Cow<'_, str> {
    escape_where(text, &special, |_, _| true)
}

/// Like [`escape`], but only at the bytes that `wanted` names; `special` still
/// says which characters [`unescape`] will read, and no other is escaped.
pub fn escape_where(
    text: &str,
    special: impl Fn(char) -> bool,
    wanted: impl Fn(usize, char) -> bool,
) -> Cow<'_, str> {
    let escaped_at = |at: usize, c: char| special(c) && wanted(at, c);
    let mut out = String::new();
    let mut copied = 0;
    for (at, c) in text.char_indices() {
        if escaped_at(at, c) {
            out.push_str(&text[copied..at]);
            push_reference(&mut out, c);
            copied = at + c.len_utf8();
        } else if c == '&'
            && let Some(found) = Reference::at_start(&text[at..])
            && special(found.character)
        {
            // An escape inside it breaks the look-alike without our help.
            let inside = &text[at + 1..at + found.len];
            if !inside.char_indices().any(|(i, c)| escaped_at(at + 1 + i, c)) {
                out.push_str(&text[copied..=at]);
                out.push_str("amp;");
                copied = at + 1;
            }
        }
    }
    finish(text, out, copied)
}

/// Reads back what [`escape`] wrote with the same `special`. References to
/// other characters stay as they are.
pub fn unescape(text: &str, special: impl Fn(char) -> bool) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(ahead) = text[at..].find('&') {
        at += ahead;
        match Reference::at_start(&text[at..]) {
            Some(found) if special(found.character) => {
                out.push_str(&text[copied..at]);
                if found.protected {
                    out.push('&');
                    copied = at + "&amp;".len();
                } else {
                    out.push(found.character);
                    copied = at + found.len;
                }
                at += found.len;
            }
            _ => at += 1,
        }
    }
    finish(text, out, copied)
}

/// Appends the reference to `c`.
pub(super) fn push_reference(out: &mut String, c: char) {
    // Writing to a string cannot fail.
    let _ = write!(out, "&#{};", u32::from(c));
}

/// Whether `text` holds an unprotected reference to a character of `special`.
pub(super) fn holds(text: &str, special: impl Fn(char) -> bool) -> bool {
    text.match_indices('&').any(|(at, _)| {
        Reference::at_start(&text[at..]).is_some_and(|found| !found.protected && special(found.character))
    })
}

fn finish(text: &str, mut out: String, copied: usize) -> Cow<'_, str> {
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// `&#N;`, or the same with any number of `amp;` after its `&`.
struct Reference {
    character: char,
    protected: bool,
    len: usize,
}

impl Reference {
    fn at_start(text: &str) -> Option<Reference> {
        let mut rest = text.strip_prefix('&')?;
        let mut protected = false;
        while let Some(after) = rest.strip_prefix("amp;") {
            rest = after;
            protected = true;
        }
        let after_hash = rest.strip_prefix('#')?;
        let digits = after_hash.bytes().take(MAX_DIGITS + 1).take_while(u8::is_ascii_digit).count();
        let number = &after_hash[..digits];
        // One spelling only, or what is read would not be what was written.
        if digits > MAX_DIGITS || number.starts_with('0') {
            return None;
        }
        let after = after_hash[digits..].strip_prefix(';')?;
        let character = char::from_u32(number.parse().ok()?)?;
        Some(Reference { character, protected, len: text.len() - after.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn special(c: char) -> bool {
        matches!(c, ',' | '(' | '、' | ' ')
    }

    #[test]
    fn a_special_character_becomes_its_number() {
        assert_eq!(escape("a,b、c", special), "a&#44;b&#12289;c");
        assert_eq!(unescape("a&#44;b&#12289;c", special), "a,b、c");
    }

    #[test]
    fn what_looks_like_a_reference_is_protected_once_more_each_time() {
        assert_eq!(escape("&#44;", special), "&amp;#44;");
        assert_eq!(escape("&amp;#44;", special), "&amp;amp;#44;");
        assert_eq!(unescape("&amp;amp;#44;", special), "&amp;#44;");
    }

    #[test]
    fn references_to_other_characters_are_left_alone() {
        assert_eq!(escape("&#8230; &amp; &lt;", |c| c == ','), "&#8230; &amp; &lt;");
        assert_eq!(unescape("&#8230;&#044;&#x2C;", special), "&#8230;&#044;&#x2C;");
    }

    #[test]
    fn text_without_anything_special_is_not_copied() {
        assert!(matches!(escape("plain & simple", |c| c == ','), Cow::Borrowed(_)));
        assert!(matches!(unescape("plain & simple", |c| c == ','), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn unescape_undoes_escape(text in "(&|amp;|#|44|40|;|,|\\(|、| |a|0|\\PC){0,24}") {
            let written = escape(&text, special);
            prop_assert_eq!(unescape(&written, special), text.as_str());
        }

        #[test]
        fn unescape_undoes_escape_even_of_the_ampersand_and_the_parts_of_a_reference(
            text in "(&|amp;|#|44|38|;|,|a){0,24}",
        ) {
            let special = |c| matches!(c, '&' | ',' | ';' | '#' | '4');
            let written = escape(&text, special);
            prop_assert_eq!(unescape(&written, special), text.as_str());
        }

        #[test]
        fn escaping_at_some_places_only_is_undone_too(
            text in "(&|amp;|#|44|;|,| ){0,24}", places in any::<u64>(),
        ) {
            let written = escape_where(&text, special, |at, _| places >> (at % 64) & 1 == 1);
            prop_assert_eq!(unescape(&written, special), text.as_str());
        }

        #[test]
        fn nothing_special_is_left(text in "\\PC{0,24}") {
            prop_assert!(!escape(&text, special).contains(special));
        }
    }
}
