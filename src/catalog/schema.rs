//! Fields: the columns of a section, what each may hold and what it is called.

use crate::text::Span;
use crate::value::{Kind, Localized, Value, Vocabulary, link};
use std::collections::HashMap;
use std::ops::Index;
use std::sync::Arc;

/// One column.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its id: the key in entries.
    pub id: String,
    /// The type of its values.
    pub kind: Kind,
    /// Whether every entry must have it.
    pub required: bool,
    /// What the column is called.
    pub title: Localized,
    /// The id of its vocabulary, for `term` and `terms`.
    pub vocabulary_id: Option<String>,
    /// The vocabulary itself; for `size`, that of the units beyond the
    /// built-in ones.
    pub vocabulary: Option<Arc<Vocabulary>>,
    /// The allowed schemes, for links; `https` and `http` unless stated.
    pub schemes: Vec<String>,
    /// Whether links may lead to what lies beside the README.
    pub relative: bool,
    /// The allowed values, for `enum`.
    pub choices: Vec<String>,
    /// The text field that this link is put on: the link then has no column
    /// of its own and that field's cells read `[text](link)`.
    pub on: Option<String>,
    /// Whether a table shows it; lists and prose show all fields.
    pub column: bool,
    /// Where it is stated; empty for a preset's.
    pub span: Span,
}

impl Field {
    /// An optional column of that type, called as its id is.
    pub fn new(id: impl Into<String>, kind: Kind) -> Self {
        let id = id.into();
        Field {
            title: Localized::plain(&title_from_id(&id)),
            id,
            kind,
            required: false,
            vocabulary_id: None,
            vocabulary: None,
            schemes: Vec::new(),
            relative: false,
            choices: Vec::new(),
            on: None,
            column: true,
            span: Span::default(),
        }
    }

    /// Whether links of that scheme are allowed.
    pub fn schemes(&self) -> Vec<&str> {
        if self.schemes.is_empty() {
            vec!["https", "http"]
        } else {
            self.schemes.iter().map(String::as_str).collect()
        }
    }

    /// A value of the field as inline Markdown for readers of `language`; prose
    /// as block Markdown.
    pub fn render(&self, value: &Value, language: &str) -> String {
        match value {
            Value::Links(links) if self.relative => {
                link::render_field(links, self.kind == Kind::Link, language, true)
            }
            value => value.render(self.kind, language, self.vocabulary.as_deref()),
        }
    }

    /// Whether a table has a column for it.
    pub fn is_column(&self) -> bool {
        self.column && self.on.is_none()
    }
}

/// `image-format` and `image_format` are called "Image format".
pub fn title_from_id(id: &str) -> String {
    let spaced = id.replace(['-', '_'], " ");
    let mut chars = spaced.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// The columns of a section, in order.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    list: Vec<Field>,
    by_id: HashMap<String, usize>,
}

impl Fields {
    /// These columns in this order; of two with one id the first answers to
    /// it.
    pub fn new(list: Vec<Field>) -> Self {
        let mut by_id = HashMap::with_capacity(list.len());
        for (index, field) in list.iter().enumerate() {
            by_id.entry(field.id.clone()).or_insert(index);
        }
        Fields { list, by_id }
    }

    /// The index of the field of that id.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The index of the field that names an entry: `name`, or `title`, or the
    /// first text.
    pub fn name(&self) -> Option<usize> {
        self.find("name")
            .or_else(|| self.find("title"))
            .or_else(|| self.list.iter().position(|field| field.kind == Kind::Text))
    }

    /// The index of the link that stands for an entry: the one put on the
    /// name, or `link`, or `url`, or the first link.
    pub fn link(&self) -> Option<usize> {
        let name = self.name().map(|index| self.list[index].id.as_str());
        self.list
            .iter()
            .position(|field| field.on.is_some() && field.on.as_deref() == name)
            .or_else(|| self.find("link"))
            .or_else(|| self.find("url"))
            .or_else(|| self.list.iter().position(|field| field.kind == Kind::Link))
    }

    /// The index of the link field put on the text field at `index`.
    pub fn link_on(&self, index: usize) -> Option<usize> {
        let id = &self.list[index].id;
        self.list.iter().position(|field| field.on.as_ref() == Some(id))
    }

    /// The index of the field that describes an entry: `description`, or the
    /// first prose.
    pub fn description(&self) -> Option<usize> {
        self.find("description")
            .filter(|&index| matches!(self.list[index].kind, Kind::Prose | Kind::Text))
            .or_else(|| self.list.iter().position(|field| field.kind == Kind::Prose))
            .filter(|&index| Some(index) != self.name())
    }

    /// The index of the field with an entry's picture: the first image.
    pub fn image(&self) -> Option<usize> {
        self.list.iter().position(|field| field.kind == Kind::Image)
    }

    /// The indices of the fields that lists and prose show one by one: all
    /// but name, main link, description and picture.
    pub fn others(&self) -> impl Iterator<Item = usize> {
        let shown = [self.name(), self.link(), self.description(), self.image()];
        (0..self.list.len()).filter(move |&index| !shown.contains(&Some(index)))
    }

    /// The fields in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Field> {
        self.list.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl Index<usize> for Fields {
    type Output = Field;

    fn index(&self, index: usize) -> &Field {
        &self.list[index]
    }
}

impl<'a> IntoIterator for &'a Fields {
    type Item = &'a Field;
    type IntoIter = std::slice::Iter<'a, Field>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
