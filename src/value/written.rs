//! Values as a catalog holds them, before any YAML.

use super::image::is_address;
use super::link::is_plain;
use super::{Kind, Link, Localized, Term, Value, Vocabulary, terms_of};

/// A value as a catalog holds it, before any YAML: what is text, what a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Written {
    /// A string.
    Text(String),
    /// A number, in the digits in which it is to be written.
    Number(String),
    /// A truth value.
    Bool(bool),
    /// A sequence.
    List(Vec<Written>),
    /// A mapping, in order.
    Map(Vec<(String, Written)>),
}

impl Value {
    /// What a catalog holds for the value. A term is its id, with its detail
    /// in brackets; a link or image with more than a URL is a mapping.
    pub fn write(&self, kind: Kind, vocabulary: Option<&Vocabulary>) -> Written {
        match self {
            Value::Text(text) => localized(text),
            Value::List(items) => Written::List(items.iter().map(localized).collect()),
            Value::Terms(terms) => {
                let written = |term: &Term| Written::Text(term.write(terms_of(vocabulary)));
                match &**terms {
                    [term] if kind == Kind::Term => written(term),
                    terms => Written::List(terms.iter().map(written).collect()),
                }
            }
            Value::Size(size) => Written::Text(size.write()),
            Value::Links(links) => match &**links {
                [link] if kind == Kind::Link => linked(link),
                links => Written::List(links.iter().map(linked).collect()),
            },
            Value::Number(number) => Written::Number(number.to_string()),
            Value::Date(date) => Written::Text(date.to_string()),
            Value::Bool(value) => Written::Bool(*value),
            Value::Image(image) => {
                let parts = [
                    ("alt", image.alt.as_deref()),
                    ("width", image.width.as_deref()),
                    ("height", image.height.as_deref()),
                ];
                address(&image.url, is_address(&image.url), &parts)
            }
            Value::License(text) | Value::Choice(text) | Value::Raw(text) => Written::Text(text.to_string()),
        }
    }
}

fn localized(text: &Localized) -> Written {
    if text.is_plain() {
        return Written::Text(text.get("").to_string());
    }
    Written::Map(
        text.iter().map(|(lang, text)| (lang.to_string(), Written::Text(text.to_string()))).collect(),
    )
}

fn linked(link: &Link) -> Written {
    address(&link.url, is_plain(&link.url), &[("text", link.text())])
}

/// A URL alone if it can be read so, or with what else is said.
fn address(url: &str, alone: bool, parts: &[(&str, Option<&str>)]) -> Written {
    let given =
        |&(key, text): &(&str, Option<&str>)| Some((key.to_string(), Written::Text(text?.to_string())));
    let mut pairs: Vec<_> = parts.iter().filter_map(given).collect();
    let url = Written::Text(url.to_string());
    if alone && pairs.is_empty() {
        return url;
    }
    pairs.insert(0, ("url".to_string(), url));
    Written::Map(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_written_as_the_catalog_holds_it() {
        let text = |text: &str| Written::Text(text.to_string());
        let modality = Vocabulary::builtin("modality");
        let terms = Value::read_legacy(Kind::Terms, "婴儿脑MR、CT", modality);
        assert_eq!(terms.write(Kind::Terms, modality), Written::List(vec![text("mri (婴儿脑)"), text("ct")]));
        let link = Value::Links([Link::new("https://a.b", Some("A".to_string()))].into());
        let pairs = vec![("url".to_string(), text("https://a.b")), ("text".to_string(), text("A"))];
        assert_eq!(link.write(Kind::Link, None), Written::Map(pairs));
        let localized = Value::Text(Localized::from_pairs([("en", "a"), ("zh", "b")]));
        let pairs = vec![("en".to_string(), text("a")), ("zh".to_string(), text("b"))];
        assert_eq!(localized.write(Kind::Text, None), Written::Map(pairs));
        assert_eq!(
            Value::read_legacy(Kind::Number, "1.50", None).write(Kind::Number, None),
            Written::Number("1.50".to_string())
        );
    }
}
