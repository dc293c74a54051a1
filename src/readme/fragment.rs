//! Where fragments lead: from `#brain` to the heading or element that answers.
//!
//! Owns the look-up, and the guess at what a fragment that leads nowhere was
//! meant to be. It refuses to know which links have fragments and what is to
//! be said of those that lead nowhere.

use super::anchor::slug;
use super::document::{Document, HeadingId, narrow};
use std::collections::HashMap;

/// The anchors of a document, by name.
#[derive(Debug)]
pub struct Fragments<'d> {
    by_name: HashMap<&'d str, Option<HeadingId>>,
    /// By lower case, and by letters and digits alone; `None` where several
    /// anchors come to the same.
    by_case: HashMap<String, Option<&'d str>>,
    by_letters: HashMap<String, Option<&'d str>>,
    has_footnotes: bool,
}

/// The anchor that a fragment leading nowhere comes nearest to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Near<'d> {
    /// The anchor.
    pub anchor: &'d str,
    /// The heading it is of; `None` for one set by hand elsewhere.
    pub heading: Option<HeadingId>,
    /// How it differs.
    pub by: Difference,
}

/// How a fragment differs from the anchor it was meant for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Difference {
    /// Upper and lower case only: GitHub's page finds the anchor all the
    /// same, others don't.
    Case,
    /// It is the heading's text rather than its anchor, or differs in
    /// hyphens, punctuation or emoji.
    Form,
    /// Nothing of it is alike, but the link's text is the heading's.
    Text,
}

impl<'d> Fragments<'d> {
    /// The anchors of `document`, which was parsed from `text`.
    pub fn new(document: &'d Document, text: &'d str) -> Self {
        let mut fragments = Fragments {
            by_name: HashMap::new(),
            by_case: HashMap::new(),
            by_letters: HashMap::new(),
            has_footnotes: text.contains("[^"),
        };
        for (index, heading) in document.headings.iter().enumerate() {
            let id = Some(HeadingId(narrow(index)));
            fragments.add(&heading.anchor, id);
            for name in &heading.custom_anchors {
                fragments.add(name, id);
            }
            // `## Title {#id}`, which GitHub shows and other renderers heed.
            let source = text[heading.content.range()].trim_end();
            if let Some((_, name)) = source.strip_suffix('}').and_then(|source| source.rsplit_once("{#")) {
                fragments.add(name, id);
            }
        }
        for anchor in &document.custom_anchors {
            fragments.add(&anchor.name, None);
        }
        fragments
    }

    fn add(&mut self, name: &'d str, heading: Option<HeadingId>) {
        if name.is_empty() || self.by_name.contains_key(name) {
            return;
        }
        self.by_name.insert(name, heading);
        let one = |map: &mut HashMap<String, Option<&'d str>>, key: String| {
            if !key.is_empty() {
                map.entry(key).and_modify(|known| *known = None).or_insert(Some(name));
            }
        };
        one(&mut self.by_case, name.to_lowercase());
        one(&mut self.by_letters, letters(name));
    }

    /// Whether `fragment` (without `#`, percent-encoding decoded) leads
    /// somewhere: to a heading, to an anchor set by hand, or to what every
    /// page of GitHub has.
    pub fn leads(&self, fragment: &str) -> bool {
        let own = fragment.strip_prefix("user-content-").unwrap_or(fragment);
        self.by_name.contains_key(own)
            || own.is_empty()
            || own.eq_ignore_ascii_case("top")
            || matches!(own, "readme" | "readme-ov-file" | "start-of-content")
            || own.contains(":~:")
            || is_line(own)
            || (self.has_footnotes && (own.starts_with("fn-") || own.starts_with("fnref-")))
    }

    /// The heading that `fragment` leads to.
    pub fn heading(&self, fragment: &str) -> Option<HeadingId> {
        let own = fragment.strip_prefix("user-content-").unwrap_or(fragment);
        self.by_name.get(own).copied().flatten()
    }

    /// The anchor that `fragment`, which leads nowhere, was meant for, going
    /// by itself and by the visible text of its link; `None` if there is
    /// none, or several.
    pub fn near(&self, fragment: &str, text: &str) -> Option<Near<'d>> {
        let found = |anchor: &'d str, by| {
            let heading = self.by_name.get(anchor).copied().flatten();
            Some(Near { anchor, heading, by })
        };
        if let Some(&Some(anchor)) = self.by_case.get(&fragment.to_lowercase()) {
            return found(anchor, Difference::Case);
        }
        let slug = slug(fragment);
        if let Some((&anchor, _)) = self.by_name.get_key_value(slug.as_str()) {
            // `C++` and `C#` both come to `c`: which is meant is not known.
            let alone = !self.by_name.contains_key(format!("{slug}-1").as_str());
            return if alone { found(anchor, Difference::Form) } else { None };
        }
        if let Some(&Some(anchor)) = self.by_letters.get(&letters(fragment)) {
            return found(anchor, Difference::Form);
        }
        match self.by_letters.get(&letters(text)) {
            Some(&Some(anchor)) => found(anchor, Difference::Text),
            _ => None,
        }
    }

    /// Every anchor, in no order.
    pub fn names(&self) -> impl Iterator<Item = &'d str> + '_ {
        self.by_name.keys().copied()
    }
}

/// What is left of a text when only letters and digits count.
fn letters(text: &str) -> String {
    text.chars().filter(|ch| ch.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `L7`, `L19C5-L21C11`: lines of the file's source view.
fn is_line(fragment: &str) -> bool {
    let part = |part: &str| {
        part.strip_prefix('L').is_some_and(|rest| {
            rest.starts_with(|ch: char| ch.is_ascii_digit())
                && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'C')
        })
    };
    fragment.split('-').all(part)
}

/// `fragment` with its percent-encoding decoded, unless that is no UTF-8.
pub fn decode_fragment(fragment: &str) -> String {
    if !fragment.contains('%') {
        return fragment.to_owned();
    }
    let bytes = fragment.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digit = |at: usize| bytes.get(at).and_then(|&byte| char::from(byte).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (bytes[at], digit(at + 1), digit(at + 2)) {
            out.push((high * 16 + low) as u8);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| fragment.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Data\n\n## Others & more\n\n## \u{1F680} Start\n\n<a name=\"Hand\"></a>\n\n\
                        text\n\n## C++\n\n## C#\n\n## Setup {#install}\n";

    #[test]
    fn fragments_lead_to_headings_anchors_and_parts_of_the_page() {
        let document = Document::parse(TEXT);
        let fragments = Fragments::new(&document, TEXT);
        for leads in [
            "data",
            "others--more",
            "Hand",
            "",
            "top",
            "L7",
            "L1-L20",
            "readme",
            "user-content-data",
            "install",
        ] {
            assert!(fragments.leads(leads), "{leads}");
        }
        for lost in ["Data", "others-more", "hand", "L", "Lx", "fn-1", "-"] {
            assert!(!fragments.leads(lost), "{lost}");
        }
        assert_eq!(fragments.heading("data"), Some(HeadingId(0)));
        assert_eq!(fragments.heading("Hand"), None);
    }

    #[test]
    fn what_was_meant_is_guessed_only_where_one_answer_is_near() {
        let document = Document::parse(TEXT);
        let fragments = Fragments::new(&document, TEXT);
        let near = |fragment, text| fragments.near(fragment, text).map(|near| (near.anchor, near.by));
        assert_eq!(near("Data", ""), Some(("data", Difference::Case)));
        assert_eq!(near("hand", ""), Some(("Hand", Difference::Case)));
        assert_eq!(near("Others & more", ""), Some(("others--more", Difference::Form)));
        assert_eq!(near("start", ""), Some(("-start", Difference::Form)));
        assert_eq!(near("data-sets", "Data"), Some(("data", Difference::Text)));
        assert_eq!(near("papers", "Papers"), None);
        assert_eq!(near("C++", "C++"), None);
    }

    #[test]
    fn percent_encoding_is_decoded_where_it_is_utf_8() {
        assert_eq!(decode_fragment("%E8%84%91-a%20b"), "脑-a b");
        assert_eq!(decode_fragment("50%"), "50%");
        assert_eq!(decode_fragment("%FF"), "%FF");
        assert_eq!(decode_fragment("%脑%+1"), "%脑%+1");
    }
}
