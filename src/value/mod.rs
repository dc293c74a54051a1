//! Typed field values: each is read from text and printed to it.
//!
//! A value knows three texts. What the catalog holds ([`Value::write`],
//! [`Value::from_yaml_str`]); what a managed region shows ([`Value::render`],
//! and [`Value::read`] as its exact inverse); and what people wrote before
//! there was a catalog ([`Value::read_legacy`], lenient). Rendered text is
//! inline Markdown without regard to where it is put: to escape it for a table
//! cell, and to know files, places and findings, is left to rooms above.

mod builtin;
mod code_spans;
pub mod date;
mod fold;
pub mod image;
mod kind;
pub mod legacy_terms;
pub mod license;
pub mod link;
pub mod list;
pub mod localized;
mod markup;
pub mod number;
mod pieces;
pub mod placeholder;
pub mod reference;
pub mod size;
pub mod suggest;
pub mod term;
pub mod truth;
pub mod vocabulary;
mod written;

pub use date::Date;
pub use image::Image;
pub use kind::Kind;
pub use link::Link;
pub use localized::Localized;
pub use number::Number;
pub use size::Size;
pub use term::Term;
pub use vocabulary::{Ambiguity, Facts, How, TermDef, Vocabulary};
pub use written::Written;

use std::sync::LazyLock;

/// The value of a field. What is unknown has none. Kept small: a catalog holds
/// one for every field of every entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// Markdown: fields of type text and prose.
    Text(Localized),
    /// Texts in order.
    List(Box<[Localized]>),
    /// Words of the field's vocabulary; one for fields of type term.
    Terms(Box<[Term]>),
    /// Counts or bytes.
    Size(Size),
    /// URLs; one for fields of type link.
    Links(Box<[Link]>),
    /// A number.
    Number(Number),
    /// A date.
    Date(Date),
    /// Yes or no.
    Bool(bool),
    /// An SPDX expression.
    License(Box<str>),
    /// An image.
    Image(Image),
    /// One of the field's own values.
    Choice(Box<str>),
    /// A text that the field's grammar cannot read, exactly as written.
    Raw(Box<str>),
}

/// Stands in for the vocabulary of a field that has none.
static NO_TERMS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::new("", Vec::new()));

fn terms_of(vocabulary: Option<&Vocabulary>) -> &Vocabulary {
    vocabulary.unwrap_or(&NO_TERMS)
}

fn links_of(links: Vec<Link>) -> Value {
    Value::Links(links.into())
}

impl Value {
    /// The value as inline Markdown for readers of `lang`; prose as block
    /// Markdown. `vocabulary` is the field's: of terms, or of the modalities
    /// that a size can name.
    pub fn render(&self, kind: Kind, lang: &str, vocabulary: Option<&Vocabulary>) -> String {
        match self {
            Value::Text(text) => text.get(lang).to_string(),
            Value::List(items) => list::render(items, lang),
            Value::Terms(terms) => match &**terms {
                [term] if kind == Kind::Term => term.render(terms_of(vocabulary), lang),
                terms => term::render_terms(terms, terms_of(vocabulary), lang),
            },
            Value::Size(size) => size.render(lang, vocabulary),
            Value::Links(links) => link::render_field(links, kind == Kind::Link, lang, false),
            Value::Number(number) => number.to_string(),
            Value::Date(date) => date.to_string(),
            Value::Bool(value) => truth::render(*value, lang).to_string(),
            Value::Image(image) => image.render(),
            Value::License(text) | Value::Choice(text) | Value::Raw(text) => text.to_string(),
        }
    }

    /// Reads what [`Value::render`] wrote with the same arguments: the value
    /// that was rendered, in that language (see [`Value::in_language`]). What
    /// the type's grammar cannot read is [`Value::Raw`].
    pub fn read(kind: Kind, text: &str, lang: &str, vocabulary: Option<&Vocabulary>) -> Value {
        let value = match kind {
            Kind::List => Some(Value::List(list::read(text, lang).into())),
            Kind::Terms => Some(Value::Terms(term::read_terms(text, terms_of(vocabulary), lang).into())),
            Kind::Link => Link::parse(text).map(|link| Value::Links([link].into())),
            Kind::Links => link::read_links(text, lang).map(links_of),
            Kind::Image => Image::parse(text).map(Value::Image),
            _ => Value::scalar(kind, text, vocabulary),
        };
        value.unwrap_or_else(|| Value::Raw(text.into()))
    }

    /// Reads a legacy cell, in whichever of the common ways people write such
    /// values. Placeholders are not looked for: see [`placeholder`]. What
    /// cannot be read without losing something is [`Value::Raw`].
    pub fn read_legacy(kind: Kind, text: &str, vocabulary: Option<&Vocabulary>) -> Value {
        let text = pieces::trim(text);
        let value = match kind {
            Kind::List => {
                let items = list::read_legacy(text);
                Some(Value::List(items.into_iter().map(Localized::from).collect()))
            }
            Kind::Term => Some(Value::Terms([legacy_terms::single(text, terms_of(vocabulary))].into())),
            Kind::Terms => Some(Value::Terms(legacy_terms::split_cell(text, terms_of(vocabulary)).into())),
            Kind::Link => link::read_legacy(text).filter(|links| links.len() == 1).map(links_of),
            Kind::Links => link::read_legacy(text).map(links_of),
            Kind::Date => Date::read_legacy(text).map(Value::Date),
            Kind::License => license::read_legacy(text).map(|text| Value::License(text.into())),
            Kind::Image => Image::read(text).map(Value::Image),
            _ => Value::scalar(kind, text, vocabulary),
        };
        value.unwrap_or_else(|| Value::Raw(text.into()))
    }

    /// Reads a string of the catalog: a whole value, or one item of a list of
    /// terms, texts or links. A URL is taken as it stands, however bad;
    /// several words are none, and become [`Value::Raw`] like everything that
    /// the type's grammar cannot read.
    pub fn from_yaml_str(kind: Kind, text: &str, vocabulary: Option<&Vocabulary>) -> Value {
        let value = match kind {
            Kind::List => Some(Value::List([Localized::plain(text)].into())),
            Kind::Terms => Value::scalar(Kind::Term, text, vocabulary),
            Kind::Link | Kind::Links if link::is_plain(text) => {
                Some(Value::Links([Link::new(text, None)].into()))
            }
            Kind::Link => Link::parse(text).map(|link| Value::Links([link].into())),
            Kind::Links => link::read_legacy(text).map(links_of),
            Kind::Image => Image::read(text).map(Value::Image),
            _ => Value::scalar(kind, text, vocabulary),
        };
        value.unwrap_or_else(|| Value::Raw(text.into()))
    }

    /// What is read alike wherever it stands.
    fn scalar(kind: Kind, text: &str, vocabulary: Option<&Vocabulary>) -> Option<Value> {
        let bare = pieces::trim(text);
        match kind {
            Kind::Text | Kind::Prose => Some(Value::Text(Localized::plain(text))),
            Kind::Term => Some(Value::Terms([Term::parse(bare, terms_of(vocabulary))].into())),
            Kind::Size => Size::parse(bare, vocabulary).map(Value::Size),
            Kind::Number => Number::parse(bare).map(Value::Number),
            Kind::Date => Date::parse(bare).map(Value::Date),
            Kind::Bool => truth::read(bare).map(Value::Bool),
            Kind::License => license::expression(bare).map(|text| Value::License(text.into())),
            Kind::Enum => Some(Value::Choice(text.into())),
            Kind::List | Kind::Terms | Kind::Link | Kind::Links | Kind::Image => None,
        }
    }

    /// The value with the texts of one language only, as it can be read from
    /// what was rendered in it.
    #[must_use]
    pub fn in_language(&self, lang: &str) -> Value {
        let plain = |text: &Localized| Localized::plain(text.get(lang));
        match self {
            Value::Text(text) => Value::Text(plain(text)),
            Value::List(items) => {
                Value::List(items.iter().map(plain).filter(|item| !item.is_empty()).collect())
            }
            other => other.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn vocabulary(kind: Kind) -> Option<&'static Vocabulary> {
        match kind {
            Kind::Term => Vocabulary::builtin("format"),
            Kind::Terms | Kind::Size => Vocabulary::builtin("modality"),
            _ => None,
        }
    }

    fn legacy(kind: Kind, text: &str) -> Value {
        Value::read_legacy(kind, text, vocabulary(kind))
    }

    #[test]
    fn a_row_of_a_legacy_table_becomes_typed_values() {
        assert_eq!(legacy(Kind::Text, " MSD脑瘤 "), Value::Text(Localized::plain("MSD脑瘤")));
        let labels = ["胶质瘤", "肿瘤", "水肿"].map(Localized::plain).to_vec();
        assert_eq!(legacy(Kind::List, "胶质瘤/肿瘤/水肿"), Value::List(labels.into()));
        assert_eq!(
            legacy(Kind::Terms, "CT+MRI"),
            Value::Terms([Term::known("ct"), Term::known("mri")].into())
        );
        assert_eq!(legacy(Kind::Term, "NII.gz"), Value::Terms([Term::known("nifti-gz")].into()));
        assert!(matches!(legacy(Kind::Size, "484 Train + 266 Test"), Value::Size(_)));
        assert_eq!(legacy(Kind::Link, "https://"), Value::Links([Link::new("https://", None)].into()));
        assert_eq!(
            legacy(Kind::Date, "2020年10月28日"),
            Value::Date(Date::new(2020, Some(10), Some(28)).unwrap())
        );
        assert_eq!(legacy(Kind::License, "CC BY 4.0"), Value::License("CC-BY-4.0".into()));
        assert_eq!(legacy(Kind::Bool, "✅"), Value::Bool(true));
    }

    #[test]
    fn what_cannot_be_read_stays_as_written() {
        for (kind, text) in [
            (Kind::Size, "训练144T1&64T2+验证13+测试(6+5+5)"),
            (Kind::Link, "see below"),
            (Kind::Number, "about 5"),
            (Kind::Date, "soon"),
            (Kind::License, "CC-BY-NC"),
            (Kind::Image, "a picture"),
            (Kind::Bool, "partly"),
        ] {
            let value = legacy(kind, text);
            assert_eq!(value, Value::Raw(text.into()));
            assert_eq!(value.render(kind, "en", vocabulary(kind)), text);
            assert_eq!(Value::read(kind, text, "en", vocabulary(kind)), value);
        }
    }

    /// Texts that a value of the kind could be made of.
    const HOSTILE: &str = "(MRI|CT|nii|484|\\+|/|,|、| |\\(|\\)|（|\\[|\\]|`|\\||<b|<br>|>|\\\\|&#44;|&amp;|&|\n|https://a\\.b|!|yes|是|2021-11|MIT| OR |脑|é|\u{202E}|\u{7}|👩‍🔬|\\PC){0,8}";

    /// The value that a string of the catalog gives, for kinds of one string
    /// or of several.
    fn from_catalog(kind: Kind, texts: &[String]) -> Value {
        let one = |text: &String| Value::from_yaml_str(kind, text, vocabulary(kind));
        let items: Vec<Value> = texts.iter().filter(|text| !pieces::trim(text).is_empty()).map(one).collect();
        match kind {
            Kind::List | Kind::Terms | Kind::Links => {
                items.into_iter().fold(None, |all, item| match (all, item) {
                    (Some(Value::List(a)), Value::List(b)) => Some(Value::List([a, b].concat().into())),
                    (Some(Value::Terms(a)), Value::Terms(b)) => Some(Value::Terms([a, b].concat().into())),
                    (Some(Value::Links(a)), Value::Links(b)) => Some(Value::Links([a, b].concat().into())),
                    (_, item) => Some(item),
                })
            }
            _ => items.into_iter().next(),
        }
        .unwrap_or(Value::Raw("".into()))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn what_is_rendered_is_read_back(
            texts in proptest::collection::vec(HOSTILE, 1..4),
            kind in proptest::sample::select(Kind::ALL.to_vec()),
            lang in "en|zh-Hans|ja",
        ) {
            let value = from_catalog(kind, &texts);
            prop_assume!(value != Value::Raw("".into()));
            let text = value.render(kind, &lang, vocabulary(kind));
            prop_assert_eq!(Value::read(kind, &text, &lang, vocabulary(kind)), value, "{:?}", text);
        }

        #[test]
        fn what_legacy_cells_say_is_rendered_and_read_back(
            text in HOSTILE,
            kind in proptest::sample::select(Kind::ALL.to_vec()),
            lang in "en|zh-Hans",
        ) {
            let value = Value::read_legacy(kind, &text, vocabulary(kind));
            let value = if pieces::trim(&text).is_empty() { Value::read(kind, "", &lang, None) } else { value };
            let shown = value.render(kind, &lang, vocabulary(kind));
            prop_assert_eq!(Value::read(kind, &shown, &lang, vocabulary(kind)), value, "{:?}", shown);
        }

        #[test]
        fn what_is_written_is_read_from_the_catalog(
            text in HOSTILE, kind in proptest::sample::select(Kind::ALL.to_vec()),
        ) {
            let value = Value::read_legacy(kind, &text, vocabulary(kind));
            let items = match value.write(kind, vocabulary(kind)) {
                Written::List(items) => items,
                one => vec![one],
            };
            let texts: Option<Vec<String>> = items
                .into_iter()
                .map(|item| match item {
                    Written::Text(text) | Written::Number(text) => Some(text),
                    Written::Bool(value) => Some(value.to_string()),
                    // How a mapping is read is the catalog's business.
                    _ => None,
                })
                .collect();
            let texts = texts.unwrap_or_default();
            if texts.is_empty() || texts.iter().any(|text| pieces::trim(text).is_empty()) {
                return Ok(());
            }
            prop_assert_eq!(from_catalog(kind, &texts), value);
        }
    }
}
