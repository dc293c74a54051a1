//! Terms: words of a vocabulary as a field holds them.
//!
//! A term is known by its id, with a detail in brackets if the writer said
//! more (`MRI (neonatal brain)`), or it is other text, kept whole as written.
//! Written and read here, exactly; the lenient reading of legacy cells is in
//! [`legacy_terms`](super::legacy_terms).

use super::localized::is_chinese_or_japanese;
use super::pieces;
use super::reference::{holds, unescape};
use super::vocabulary::Vocabulary;
use std::borrow::Cow;
use std::sync::Arc;

/// A word of a vocabulary, with a detail or without, or a text that is none.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Term(Head);

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Head {
    // Most have no detail: behind a second box it takes half the room.
    Known { id: Arc<str>, detail: Option<Box<Box<str>>> },
    Other(Box<str>),
}

impl Term {
    /// The term with that id.
    pub fn known(id: &str) -> Self {
        Term(Head::Known { id: id.into(), detail: None })
    }

    /// The term that a vocabulary has under that id; the id is shared with it.
    pub(super) fn of(id: &Arc<str>) -> Self {
        Term(Head::Known { id: id.clone(), detail: None })
    }

    /// A text that is no term. An empty one is left out when it is rendered.
    pub fn other(text: &str) -> Self {
        Term(Head::Other(text.into()))
    }

    /// The same with a detail; none if it is empty, nor for other text, which
    /// says all it says.
    #[must_use]
    pub fn with_detail(self, text: &str) -> Self {
        match self.0 {
            Head::Known { id, .. } => {
                Term(Head::Known { id, detail: (!text.is_empty()).then(|| Box::new(text.into())) })
            }
            other @ Head::Other(_) => Term(other),
        }
    }

    /// Its id; `None` for other text.
    pub fn id(&self) -> Option<&str> {
        match &self.0 {
            Head::Known { id, .. } => Some(id),
            Head::Other(_) => None,
        }
    }

    /// Its id, or the other text as written.
    pub fn text(&self) -> &str {
        match &self.0 {
            Head::Known { id, .. } => id,
            Head::Other(text) => text,
        }
    }

    /// What was said beside the term.
    pub fn detail(&self) -> Option<&str> {
        match &self.0 {
            Head::Known { detail, .. } => detail.as_ref().map(|detail| &***detail),
            Head::Other(_) => None,
        }
    }

    /// Reads one term: any spelling of the vocabulary, alone or with a detail
    /// in brackets after it. Anything else is other text.
    pub fn parse(text: &str, vocabulary: &Vocabulary) -> Self {
        let piece = pieces::trim(text);
        if let Some(id) = spelled(piece, vocabulary) {
            return Term::of(id);
        }
        if let Some((head, detail)) = pieces::last_group(piece)
            && !detail.is_empty()
            && let Some(id) = spelled(head, vocabulary)
        {
            return Term::of(id).with_detail(&open(detail));
        }
        Term::other(&open(piece))
    }

    /// The term as a catalog writes it: `mri` or `mri (neonatal brain)`.
    /// [`Term::parse`] reads it back.
    pub fn write(&self, vocabulary: &Vocabulary) -> String {
        self.piece(vocabulary, None, |_| false)
    }

    /// The term as a reader sees it: its label, with the detail if it has one.
    /// [`Term::parse`] reads it back.
    pub fn render(&self, vocabulary: &Vocabulary, lang: &str) -> String {
        self.piece(vocabulary, Some(lang), |_| false)
    }

    fn piece(&self, vocabulary: &Vocabulary, lang: Option<&str>, separator: impl Fn(char) -> bool) -> String {
        let reads_back = |piece: &str| Term::parse(piece, vocabulary) == *self;
        match &self.0 {
            Head::Known { id, detail } => {
                // A label that another term claims would be read as that one.
                let label = lang.and_then(|lang| vocabulary.own_label(id, lang));
                let name = pieces::seal_with(label.unwrap_or(id), separator, is_special, None);
                let Some(detail) = detail else { return name.into_owned() };
                let with =
                    |also| format!("{name} ({})", pieces::seal_with(detail, |_| false, is_special, also));
                let piece = with(None);
                if reads_back(&piece) { piece } else { with(first_letter(detail)) }
            }
            Head::Other(text) => {
                let sealed = |also| pieces::seal_with(text, &separator, is_special, also).into_owned();
                let piece = sealed(None);
                if reads_back(&piece) { piece } else { sealed(first_letter(text)) }
            }
        }
    }
}

/// The terms as one cell: joined by `, `, or by `、` in Chinese and Japanese.
/// Other text that would come apart, or be taken for a term, is written with
/// character references. [`read_terms`] reads the cell back; ids must be the
/// vocabulary's.
pub fn render_terms(terms: &[Term], vocabulary: &Vocabulary, lang: &str) -> String {
    let (separator, joint) = joint(lang);
    let pieces: Vec<String> = terms
        .iter()
        .filter(|term| !term.text().is_empty())
        .map(|term| term.piece(vocabulary, Some(lang), |c| c == separator))
        .collect();
    pieces.join(joint)
}

/// Reads what [`render_terms`] wrote.
pub fn read_terms(text: &str, vocabulary: &Vocabulary, lang: &str) -> Vec<Term> {
    let (separator, _) = joint(lang);
    pieces::split(text, |c| c == separator).into_iter().map(|piece| Term::parse(piece, vocabulary)).collect()
}

/// What separates the pieces of a cell in that language, and how it is
/// written between them.
pub(super) fn joint(lang: &str) -> (char, &'static str) {
    if is_chinese_or_japanese(lang) { ('、', "、") } else { (',', ", ") }
}

/// The id that `piece` spells, unless a reference to a letter says that the
/// text is to be taken literally.
fn spelled<'v>(piece: &str, vocabulary: &'v Vocabulary) -> Option<&'v Arc<str>> {
    if holds(piece, char::is_alphanumeric) {
        return None;
    }
    vocabulary.find(&open(piece)).map(|term| &term.id)
}

/// Letters too may be references: they keep a text from being taken for a term.
fn is_special(c: char) -> bool {
    pieces::is_sealed(c) || c.is_alphanumeric()
}

fn open(piece: &str) -> Cow<'_, str> {
    unescape(piece, is_special)
}

fn first_letter(text: &str) -> Option<usize> {
    text.find(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn modality() -> &'static Vocabulary {
        Vocabulary::builtin("modality").unwrap()
    }

    #[test]
    fn a_term_is_read_with_its_detail() {
        let term = Term::parse("磁共振（婴儿脑）", modality());
        assert_eq!((term.id(), term.detail()), (Some("mri"), Some("婴儿脑")));
        assert_eq!(term.write(modality()), "mri (婴儿脑)");
        assert_eq!(term.render(modality(), "zh"), "磁共振 (婴儿脑)");
        assert_eq!(Term::parse("pictures (old)", modality()), Term::other("pictures (old)"));
    }

    #[test]
    fn a_label_with_brackets_is_no_detail() {
        let format = Vocabulary::builtin("format").unwrap();
        assert_eq!(Term::parse("NIfTI (gzip)", format), Term::known("nifti-gz"));
        let term = Term::known("nifti").with_detail("gzip");
        assert_eq!(term.render(format, "en"), "NIfTI (&#103;zip)");
        assert_eq!(Term::parse(&term.render(format, "en"), format), term);
    }

    #[test]
    fn other_text_is_never_taken_for_a_term_it_is_not() {
        let text = Term::other("MRI");
        assert_eq!(render_terms(std::slice::from_ref(&text), modality(), "en"), "&#77;RI");
        assert_eq!(read_terms("&#77;RI", modality(), "en"), [text]);
    }

    #[test]
    fn terms_are_joined_in_the_manner_of_the_language() {
        let terms = [Term::known("ct"), Term::known("mri"), Term::other("a, b")];
        assert_eq!(render_terms(&terms, modality(), "en"), "CT, MRI, a&#44; b");
        assert_eq!(render_terms(&terms, modality(), "zh-Hans"), "CT、磁共振、a, b");
    }

    #[test]
    fn a_label_that_another_term_claims_gives_way_to_the_id() {
        use crate::value::{Localized, TermDef};
        let own = TermDef::new("mine", Localized::plain("MR angiography"), Vec::new());
        let vocabulary = modality().extended([own]);
        let terms = [Term::known("mra"), Term::known("mine")];
        assert_eq!(render_terms(&terms, &vocabulary, "en"), "mra, MR angiography");
        assert_eq!(read_terms("mra, MR angiography", &vocabulary, "en"), terms);
    }

    fn any_term() -> impl Strategy<Value = Term> {
        let ids: Vec<&str> = modality().terms().iter().map(|term| &*term.id).collect();
        let text = "(MRI|CT|PET|/|,|、| |\\(|\\)|（|`|\\[|<b|>|\\\\|&|#|44;|77;|amp;|脑|x|\\PC){1,8}";
        prop_oneof![
            (proptest::sample::select(ids), proptest::option::of(text))
                .prop_map(|(id, detail)| Term::known(id).with_detail(&detail.unwrap_or_default())),
            text.prop_map(|text| Term::other(&text)),
        ]
    }

    proptest! {
        #[test]
        fn what_is_rendered_is_read_back(
            terms in proptest::collection::vec(any_term(), 0..4), lang in "en|zh-Hans|ja|fr",
        ) {
            let cell = render_terms(&terms, modality(), &lang);
            prop_assert_eq!(read_terms(&cell, modality(), &lang), terms);
        }

        #[test]
        fn what_is_written_is_read_back(term in any_term()) {
            prop_assert_eq!(Term::parse(&term.write(modality()), modality()), term);
        }
    }
}
