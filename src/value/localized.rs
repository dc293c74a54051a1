//! A text that is the same in every language, or one text per language.
//!
//! Languages are BCP 47 tags, compared without regard to case. Which languages
//! a catalog has, and which is its default, is not known here: the first text
//! stands in for a language that has none.

/// One text, or one per language. Kept small: a catalog holds one for every
/// text of every entry.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Localized(Texts);

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Texts {
    Plain(Box<str>),
    /// Never empty, no tag twice. Behind a second box, a plain text, which most
    /// are, takes no more room than its `Box`.
    Each(Box<Box<[(Box<str>, Box<str>)]>>),
}

impl Default for Localized {
    fn default() -> Self {
        Localized::plain("")
    }
}

impl From<&str> for Localized {
    fn from(text: &str) -> Self {
        Localized::plain(text)
    }
}

impl From<String> for Localized {
    fn from(text: String) -> Self {
        Localized(Texts::Plain(text.into()))
    }
}

impl Localized {
    /// The same text in every language.
    pub fn plain(text: &str) -> Self {
        Localized(Texts::Plain(text.into()))
    }

    /// One text per language, in the order given. Of a tag given twice the
    /// first text counts; without any pair the text is plain and empty.
    pub fn from_pairs<L: AsRef<str>, T: AsRef<str>>(pairs: impl IntoIterator<Item = (L, T)>) -> Self {
        let mut texts: Vec<(Box<str>, Box<str>)> = Vec::new();
        for (lang, text) in pairs {
            if !texts.iter().any(|(known, _)| known.eq_ignore_ascii_case(lang.as_ref())) {
                texts.push((lang.as_ref().into(), text.as_ref().into()));
            }
        }
        if texts.is_empty() { Localized::default() } else { Localized(Texts::Each(Box::new(texts.into()))) }
    }

    /// The text for the language `lang`: that of the very tag, else that of a
    /// tag with the same primary language (`zh` and `zh-Hans` stand in for
    /// each other), else the first.
    pub fn get(&self, lang: &str) -> &str {
        match &self.0 {
            Texts::Plain(text) => text,
            Texts::Each(texts) => self
                .exact(lang)
                .or_else(|| {
                    let same =
                        |(tag, _): &&(Box<str>, Box<str>)| primary(tag).eq_ignore_ascii_case(primary(lang));
                    texts.iter().find(same).map(|(_, text)| &**text)
                })
                .or_else(|| texts.first().map(|(_, text)| &**text))
                .unwrap_or_default(),
        }
    }

    /// The text written for exactly this tag; `None` for a plain text.
    pub fn exact(&self, lang: &str) -> Option<&str> {
        match &self.0 {
            Texts::Plain(_) => None,
            Texts::Each(texts) => {
                texts.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(lang)).map(|(_, text)| &**text)
            }
        }
    }

    /// Changes the text of one language, or adds it at the end. A plain text
    /// is changed as a whole; see [`Localized::spread`].
    pub fn set(&mut self, lang: &str, new: &str) {
        match &mut self.0 {
            Texts::Plain(text) => *text = new.into(),
            Texts::Each(texts) => match texts.iter_mut().find(|(tag, _)| tag.eq_ignore_ascii_case(lang)) {
                Some((_, text)) => *text = new.into(),
                None => {
                    let mut longer = std::mem::take(texts).into_vec();
                    longer.push((lang.into(), new.into()));
                    **texts = longer.into();
                }
            },
        }
    }

    /// Turns a plain text into the same text under each of `langs`, so that
    /// [`Localized::set`] then changes one of them only.
    pub fn spread<'l>(&mut self, langs: impl IntoIterator<Item = &'l str>) {
        if let Texts::Plain(text) = &self.0 {
            let spread = Localized::from_pairs(langs.into_iter().map(|lang| (lang, text)));
            if !spread.is_plain() {
                *self = spread;
            }
        }
    }

    /// Whether it is the same text in every language.
    pub fn is_plain(&self) -> bool {
        matches!(self.0, Texts::Plain(_))
    }

    /// Whether every text is empty.
    pub fn is_empty(&self) -> bool {
        self.iter().all(|(_, text)| text.is_empty())
    }

    /// The same languages with each text changed by `change`.
    #[must_use]
    pub fn map(&self, mut change: impl FnMut(&str) -> String) -> Localized {
        Localized(match &self.0 {
            Texts::Plain(text) => Texts::Plain(change(text).into()),
            Texts::Each(texts) => Texts::Each(Box::new(
                texts.iter().map(|(lang, text)| (lang.clone(), change(text).into())).collect(),
            )),
        })
    }

    /// Tags and texts in order; a plain text comes once, with an empty tag.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let (plain, each) = match &self.0 {
            Texts::Plain(text) => (Some(("", &**text)), &[][..]),
            Texts::Each(texts) => (None, &***texts),
        };
        plain.into_iter().chain(each.iter().map(|(lang, text)| (&**lang, &**text)))
    }
}

fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// Whether texts of this language are enumerated with `、`: Chinese and
/// Japanese.
pub(super) fn is_chinese_or_japanese(lang: &str) -> bool {
    matches!(primary(lang).to_ascii_lowercase().as_str(), "zh" | "ja")
}

/// Whether the language is Chinese in any script.
pub(super) fn is_chinese(lang: &str) -> bool {
    primary(lang).eq_ignore_ascii_case("zh")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_language_answers() {
        let text = Localized::from_pairs([("en", "Brain"), ("zh-Hans", "脑")]);
        assert_eq!(text.get("zh-Hans"), "脑");
        assert_eq!(text.get("zh"), "脑");
        assert_eq!(text.get("ZH-hant"), "脑");
        assert_eq!(text.get("EN-GB"), "Brain");
        assert_eq!(text.get("fr"), "Brain");
        assert_eq!((text.exact("zh"), text.exact("zh-hans")), (None, Some("脑")));
    }

    #[test]
    fn a_plain_text_answers_for_every_language_and_is_changed_as_a_whole() {
        let mut text = Localized::plain("CT");
        assert_eq!((text.get("en"), text.get(""), text.exact("en")), ("CT", "CT", None));
        text.set("en", "MR");
        assert_eq!((text.get("zh"), text.is_plain()), ("MR", true));
        text.spread(["en", "zh"]);
        text.set("zh", "磁共振");
        assert_eq!((text.get("en"), text.get("zh")), ("MR", "磁共振"));
    }

    #[test]
    fn a_new_language_goes_to_the_end_and_none_comes_twice() {
        let mut text = Localized::from_pairs([("en", "a"), ("EN", "b")]);
        text.set("de", "c");
        text.set("en", "d");
        assert_eq!(text.iter().collect::<Vec<_>>(), [("en", "d"), ("de", "c")]);
        assert!(Localized::from_pairs::<&str, &str>([]).is_plain());
    }
}
