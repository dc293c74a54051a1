//! The text of a cell → a value of its column's type, if nothing gets lost.
//!
//! Owns the test that a type may be put on a text: every link in it must come
//! out again, and what the catalog holds must read back as the same value. It
//! refuses to choose types: `columns` does.

use crate::limits;
use crate::value::link;
use crate::value::{Kind, Localized, Value, Vocabulary};

/// A column's type with what reading needs beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Typing<'a> {
    pub(super) kind: Kind,
    pub(super) vocabulary: Option<&'a Vocabulary>,
    pub(super) language: &'a str,
    /// Whether a value must be shown exactly as it was written.
    pub(super) exact: bool,
}

/// A text as a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) value: Value,
    /// How it is shown from now on, if otherwise than it is written.
    pub(super) shown: Option<String>,
    /// Whether its type could read it.
    pub(super) typed: bool,
}

impl Typing<'_> {
    /// Reads a text that is not empty; `None` if the type cannot hold it
    /// without loss.
    pub(super) fn read(&self, text: &str) -> Option<Reading> {
        let value = match self.kind {
            Kind::Text | Kind::Prose => Value::Text(Localized::plain(text)),
            kind => Value::read_legacy(kind, text, self.vocabulary),
        };
        let shown = value.render(self.kind, self.language, self.vocabulary);
        let typed = match &value {
            Value::Raw(_) => false,
            Value::Terms(terms) => terms.iter().all(|term| term.id().is_some()),
            _ => true,
        };
        let linked =
            (text.contains(':') && text.contains("://")) || (text.contains(']') && text.contains("]("));
        let sound = match self.kind {
            Kind::Text | Kind::Prose => true,
            _ => !shown.is_empty() && (!linked || keeps_links(text, &shown)) && self.reads_back(&value),
        };
        let shown = Some(shown).filter(|shown| shown != text);
        let exact = shown.is_none() || (!self.exact && self.kind != Kind::Enum);
        (sound && exact).then_some(Reading { value, shown, typed })
    }

    /// Whether the catalog's string for a raw text is read as a raw text
    /// again, not as a value of the type. That typed values read back is a law
    /// of theirs.
    fn reads_back(&self, value: &Value) -> bool {
        match value {
            Value::Raw(text) => Value::from_yaml_str(self.kind, text, self.vocabulary) == *value,
            Value::Terms(terms) => !terms.is_empty() && (self.kind != Kind::Term || terms.len() == 1),
            _ => true,
        }
    }
}

/// The name and the address of a text that is `[name](address)` and nothing
/// else, without a title and without a link or image in the name.
pub(super) fn linked_name(text: &str) -> Option<(String, String)> {
    let text = text.trim_matches([' ', '\t']);
    let (end, name, url) = leading_link(text)?;
    (end == text.len()).then(|| (name.to_string(), url.to_string()))
}

/// The link that `text` starts with: where it ends, its name and address.
pub(super) fn leading_link(text: &str) -> Option<(usize, &str, &str)> {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'[') {
        return None;
    }
    let close = matching(bytes, 0, b'[', b']')?;
    let name = text[1..close].trim();
    if name.is_empty() || name.contains("](") || bytes.get(close + 1) != Some(&b'(') {
        return None;
    }
    let end = matching(bytes, close + 1, b'(', b')')?;
    let target = text[close + 2..end].trim_matches([' ', '\t', '\n']);
    let url = match target.strip_prefix('<') {
        Some(angled) => angled.strip_suffix('>').filter(|url| !url.contains(['<', '>', '\\']))?,
        None => target,
    };
    let fine = !url.is_empty() && !url.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '\\'));
    (fine && is_link(url)).then_some((end + 1, name, url))
}

/// Whether a catalog's string `url` is read as a link again.
pub(super) fn is_link(url: &str) -> bool {
    link::is_plain(url) && matches!(Value::from_yaml_str(Kind::Link, url, None), Value::Links(_))
}

/// The bracket that matches the one at byte `at`, if there is one not too far
/// behind; those behind a backslash do not count.
pub(super) fn matching(bytes: &[u8], at: usize, open: u8, close: u8) -> Option<usize> {
    if bytes.get(at) != Some(&open) {
        return None;
    }
    let bytes = &bytes[..bytes.len().min(at + limits::BRACKETS)];
    let mut depth = 0_usize;
    let mut at = at;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            _ if byte == open => depth += 1,
            _ if byte == close => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Whether two ways to show a text look the same to a reader: the brackets
/// around a bare link do not show.
pub(super) fn looks_same(text: &str, shown: &str) -> bool {
    let bare = |text: &str| {
        let inside = text.trim().strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).map(String::from);
        inside.unwrap_or_else(|| text.trim().to_string())
    };
    text == shown || bare(text) == bare(shown)
}

/// Whether every address in `text` stands in `shown` too.
pub(super) fn keeps_links(text: &str, shown: &str) -> bool {
    addresses(text).all(|address| shown.contains(address))
}

/// What follows `](`, and what starts with `http`, up to where it must end.
pub(crate) fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, ')' | '>' | '"' | '\'' | ']' | '<' | '`');
    let cut = move |from: usize| {
        let rest = &text[from..];
        let rest = rest.strip_prefix('<').unwrap_or(rest);
        &rest[..rest.find(ends).unwrap_or(rest.len())]
    };
    // Most texts have none.
    let text = if text.contains([']', ':']) { text } else { "" };
    let after_bracket = text.match_indices("](").map(move |(at, found)| cut(at + found.len()));
    let bare =
        text.match_indices("http").filter(|(at, _)| text[*at..].contains("://")).map(move |(at, _)| cut(at));
    after_bracket.chain(bare).filter(|address| !address.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typing(kind: Kind, vocabulary: &str) -> Typing<'static> {
        Typing { kind, vocabulary: Vocabulary::builtin(vocabulary), language: "en", exact: false }
    }

    #[test]
    fn a_type_takes_only_what_it_gives_back() {
        let modality = typing(Kind::Terms, "modality");
        assert_eq!(modality.read("CT+MRI").unwrap().shown.unwrap(), "CT, MRI");
        assert!(!modality.read("BB").unwrap().typed);
        assert!(!typing(Kind::Link, "").read("see [a](https://a.org)").unwrap().typed);
        assert!(typing(Kind::Link, "").read("[a](https://a.org)").is_some());
        assert!(typing(Kind::Links, "").read("https://a.org https://b.org").is_some());
    }

    #[test]
    fn a_name_is_linked_if_the_link_is_all_there_is() {
        let of = |text| linked_name(text).map(|(name, url)| format!("{name} {url}"));
        assert_eq!(of("[a [b]](https://c.org/d_(e))").unwrap(), "a [b] https://c.org/d_(e)");
        assert_eq!(of("[a]( https://c.org )").unwrap(), "a https://c.org");
        for text in ["[a](b \"c\")", "[a](b) c", "[![a](b)](c)", "[a]", "[](b)", "[a](b", "a"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_are_found_in_every_form() {
        let found: Vec<&str> = addresses("[a](./b.md) <https://c.org/d> https://e.org").collect();
        assert_eq!(found, ["./b.md", "https://c.org/d", "https://e.org"]);
    }
}
