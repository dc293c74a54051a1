//! The fragment identifiers that GitHub gives headings.
//!
//! Owns the rule from a heading's text to its anchor and the numbering of
//! repeated ones. It refuses to know where headings come from: whoever lists
//! them feeds [`Anchors`] in document order.
//!
//! The rule is the one of GitHub's own renderer (its table-of-contents filter
//! keeps what Ruby's `\p{Word}` matches) together with the numbering that
//! `github-slugger` reproduces from GitHub's output.

use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Characters beyond ASCII that stay in an anchor: letters of every script,
/// marks (the variation selector after an emoji is one), decimal digits and
/// connector punctuation. Other numbers (`²`, `①` is alphabetic, `½` is not),
/// punctuation, symbols and emoji go.
static KEPT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]").expect("a constant pattern"));

/// The anchor of a heading whose visible text is `text`, before repeated ones
/// are numbered: lower case, punctuation and symbols gone, each space a `-`.
///
/// Spaces are not merged: `a & b` gives `a--b`. Tabs and line ends vanish.
/// The text of links and code counts, that of images does not; the caller
/// leaves it out.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut buffer = [0; 4];
    for ch in text.chars() {
        match ch {
            ' ' => out.push('-'),
            '-' | '_' => out.push(ch),
            _ if ch.is_ascii() => {
                if ch.is_ascii_alphanumeric() {
                    out.push(ch.to_ascii_lowercase());
                }
            }
            _ => {
                if ch.is_alphabetic() || KEPT.is_match(ch.encode_utf8(&mut buffer)) {
                    out.extend(ch.to_lowercase());
                }
            }
        }
    }
    out
}

/// Gives each heading its anchor, in document order.
#[derive(Debug, Default)]
pub struct Anchors {
    taken: HashMap<String, usize>,
}

impl Anchors {
    /// No heading seen yet.
    pub fn new() -> Self {
        Anchors::default()
    }

    /// The anchor of the next heading, whose visible text is `text`: its
    /// [`slug`], with `-1`, `-2`, … where that is taken, be it by an equal
    /// heading or by one that is really called `name-1`.
    pub fn next(&mut self, text: &str) -> String {
        let base = slug(text);
        let Some(&last) = self.taken.get(&base) else {
            self.taken.insert(base.clone(), 0);
            return base;
        };
        let mut number = last;
        let anchor = loop {
            number += 1;
            let candidate = format!("{base}-{number}");
            if !self.taken.contains_key(&candidate) {
                break candidate;
            }
        };
        self.taken.insert(base, number);
        self.taken.insert(anchor.clone(), 0);
        anchor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_goes_and_each_space_becomes_a_hyphen() {
        for (text, anchor) in [
            ("Medical image", "medical-image"),
            ("1.MedMNIST", "1medmnist"),
            ("Others & more", "others--more"),
            ("Maintainer(s)", "maintainers"),
            ("snake_case and-dash", "snake_case-and-dash"),
            ("What's new?", "whats-new"),
            ("a  b\tc", "a--bc"),
            ("C++ / C#", "c--c"),
            (":rocket: Start", "rocket-start"),
            ("v1.2.3 – “notes”", "v123--notes"),
        ] {
            assert_eq!(slug(text), anchor, "{text}");
        }
    }

    #[test]
    fn letters_of_every_script_stay_and_are_lowered() {
        for (text, anchor) in [
            ("脑肿瘤 (Brain)", "脑肿瘤-brain"),
            ("Профиль", "профиль"),
            ("日本語・テスト", "日本語テスト"),
            ("हिन्दी", "हिन्दी"),
            ("ÉTÉ", "été"),
            ("x² ½ ٣", "x--٣"),
            ("全角：冒号", "全角冒号"),
        ] {
            assert_eq!(slug(text), anchor, "{text}");
        }
    }

    #[test]
    fn emoji_go_but_their_variation_selector_stays() {
        assert_eq!(slug("🚀 Start"), "-start");
        assert_eq!(slug("⚙️ Settings"), "\u{FE0F}-settings");
        assert_eq!(slug("👩‍💻 Dev"), "-dev");
    }

    #[test]
    fn repeated_anchors_are_numbered_around_real_ones() {
        let mut anchors = Anchors::new();
        let got: Vec<String> =
            ["Foo", "Foo-1", "Foo", "foo", "Foo-1", ""].iter().map(|text| anchors.next(text)).collect();
        assert_eq!(got, ["foo", "foo-1", "foo-2", "foo-3", "foo-1-1", ""]);
        assert_eq!(anchors.next("!"), "-1");
    }
}
