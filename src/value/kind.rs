//! The types that a field of a catalog can have.

/// A field's type, as `type:` states it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// Inline Markdown, one line.
    Text,
    /// Block Markdown.
    Prose,
    /// Texts in order.
    List,
    /// One term of a vocabulary.
    Term,
    /// Several terms of a vocabulary.
    Terms,
    /// Counts with unit and split, or bytes.
    Size,
    /// One URL.
    Link,
    /// Several URLs.
    Links,
    /// A decimal number.
    Number,
    /// A year, a month or a day.
    Date,
    /// Yes or no.
    Bool,
    /// An SPDX expression.
    License,
    /// An image's URL.
    Image,
    /// One of the values that the field lists.
    Enum,
}

impl Kind {
    /// Every type, in the order of the documentation.
    pub const ALL: [Kind; 14] = [
        Kind::Text,
        Kind::Prose,
        Kind::List,
        Kind::Term,
        Kind::Terms,
        Kind::Size,
        Kind::Link,
        Kind::Links,
        Kind::Number,
        Kind::Date,
        Kind::Bool,
        Kind::License,
        Kind::Image,
        Kind::Enum,
    ];

    /// Its name in a catalog: `terms`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Prose => "prose",
            Kind::List => "list",
            Kind::Term => "term",
            Kind::Terms => "terms",
            Kind::Size => "size",
            Kind::Link => "link",
            Kind::Links => "links",
            Kind::Number => "number",
            Kind::Date => "date",
            Kind::Bool => "bool",
            Kind::License => "license",
            Kind::Image => "image",
            Kind::Enum => "enum",
        }
    }

    /// The type of that name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_found_by_its_name() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(Kind::from_name("Text"), None);
    }
}
