//! One YAML node → one typed value of a field.
//!
//! A node whose shape its field cannot have (a mapping for a number) is a
//! finding and left out. A text that the field's grammar cannot read becomes
//! `Value::Raw`: kept as written, and judged by the rules.

use super::read::Reader;
use super::schema::Field;
use super::yaml::{Kind as NodeKind, Node, Style};
use crate::value::link::{is_nowhere, is_plain};
use crate::value::{Image, Kind, Link, Localized, Value};
use std::fmt;

/// Reads `node` as a value of `field`; `None` is unknown.
pub(super) fn value(reader: &mut Reader, node: &Node<'_>, field: &Field) -> Option<Value> {
    if node.is_null() {
        return None;
    }
    match field.kind {
        Kind::Text => reader.localized(node, Named::Field(field)).map(Value::Text),
        Kind::Prose => prose(reader, node, field).map(Value::Text),
        Kind::List => list(reader, node, field),
        Kind::Terms => {
            let texts = texts(reader, node, field)?;
            let mut terms = Vec::with_capacity(texts.len());
            for text in texts {
                if let Value::Terms(found) = scalar(field, text) {
                    terms.extend(found);
                }
            }
            (!terms.is_empty()).then_some(Value::Terms(terms.into()))
        }
        Kind::Links => {
            let nodes = node.items().unwrap_or(std::slice::from_ref(node));
            let mut links = Vec::new();
            for node in nodes.iter().filter(|node| !node.is_null()) {
                links.extend(link(reader, node, field));
            }
            (!links.is_empty()).then_some(Value::Links(links.into()))
        }
        Kind::Link => match node.text() {
            Some(text) if is_blank(text) => None,
            Some(text) => Some(match address(Link::new(text.trim_matches(BLANKS), None), field) {
                // Free text keeps its blanks, as it does in a README.
                Value::Raw(_) => Value::Raw(text.into()),
                link => link,
            }),
            None => link(reader, node, field).map(|link| address(link, field)),
        },
        Kind::Image => image(reader, node, field),
        Kind::Term | Kind::Size | Kind::Number | Kind::Date | Kind::Bool | Kind::License | Kind::Enum => {
            let text = text(reader, node, field)?;
            Some(scalar(field, text))
        }
    }
}

/// A text that stands alone, by the grammar of its field.
fn scalar(field: &Field, text: &str) -> Value {
    if field.kind == Kind::Enum {
        let known = field.choices.iter().any(|choice| choice == text);
        return if known { Value::Choice(text.into()) } else { Value::Raw(text.into()) };
    }
    Value::from_yaml_str(field.kind, text, field.vocabulary.as_deref())
}

/// A field by its name, or one of its items, for messages: made into text only
/// where there is one.
#[derive(Clone, Copy)]
enum Named<'f> {
    Field(&'f Field),
    ItemOf(&'f Field),
}

impl fmt::Display for Named<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Named::Field(field) => write!(out, "`{}`", field.id),
            Named::ItemOf(field) => write!(out, "an item of `{}`", field.id),
        }
    }
}

/// The text of a scalar; a finding for anything else, `None` if it is empty.
fn text<'n>(reader: &mut Reader, node: &'n Node<'_>, field: &Field) -> Option<&'n str> {
    let Some(text) = node.text() else {
        let wanted = match field.kind {
            Kind::Term => "one term",
            Kind::Size => "a size such as `484 train + 266 test`",
            Kind::Number => "a number",
            Kind::Date => "a date such as `2021-11-24`",
            Kind::Bool => "`true` or `false`",
            Kind::License => "a licence such as `CC-BY-4.0`",
            Kind::Enum => "one of its values",
            _ => "text",
        };
        reader.wrong_type(node, Named::Field(field), wanted);
        return None;
    };
    let text = match node.kind {
        NodeKind::Scalar { style: Style::Block, .. } => text.trim_end_matches(['\n', '\r']),
        _ => text,
    };
    (!is_blank(text)).then_some(text)
}

/// The texts of a list, or of a scalar as a list of one.
fn texts<'n>(reader: &mut Reader, node: &'n Node<'_>, field: &Field) -> Option<Vec<&'n str>> {
    let Some(items) = node.items() else {
        if node.pairs().is_some() {
            reader.wrong_type(node, Named::Field(field), "a list of texts");
            return None;
        }
        return text(reader, node, field).map(|text| vec![text]);
    };
    let mut texts = Vec::with_capacity(items.len());
    for item in items.iter().filter(|item| !item.is_null()) {
        match item.text() {
            Some(text) if is_blank(text) => {}
            Some(text) => {
                texts.push(text);
                reader.parts.push(item.span);
            }
            None => reader.wrong_type(item, Named::ItemOf(field), "text"),
        }
    }
    Some(texts)
}

fn prose(reader: &mut Reader, node: &Node<'_>, field: &Field) -> Option<Localized> {
    let text = reader.localized(node, Named::Field(field))?;
    // Blank lines around a block of Markdown are layout, not text.
    Some(text.map(|text| trim_blank_lines(text).to_string()))
        .filter(|text| text.iter().any(|(_, text)| !text.trim().is_empty()))
}

/// The text without the blank lines at its ends.
fn trim_blank_lines(mut text: &str) -> &str {
    while let Some((before, last)) = text.rsplit_once('\n') {
        if !last.trim().is_empty() {
            break;
        }
        text = before;
    }
    while let Some((first, after)) = text.split_once('\n') {
        if !first.trim().is_empty() {
            break;
        }
        text = after;
    }
    text
}

fn list(reader: &mut Reader, node: &Node<'_>, field: &Field) -> Option<Value> {
    let Some(items) = node.items() else {
        if node.pairs().is_some() {
            return reader.localized(node, Named::Field(field)).map(|text| Value::List([text].into()));
        }
        return text(reader, node, field).map(|text| Value::List([Localized::plain(text)].into()));
    };
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        if let Some(text) = reader.localized(item, Named::ItemOf(field)) {
            texts.push(text);
            reader.parts.push(item.span);
        }
    }
    (!texts.is_empty()).then_some(Value::List(texts.into()))
}

/// A link as a value: what is several words, without a text of its own, is no
/// link, unless it is one as Markdown has it, which it would be read back as.
fn address(link: Link, field: &Field) -> Value {
    if link.text().is_some() || is_plain(&link.url) {
        return Value::Links([link].into());
    }
    match Link::parse(&link.url).filter(|_| field.on.is_none()) {
        Some(link) => Value::Links([link].into()),
        None => Value::Raw(link.url),
    }
}

fn link(reader: &mut Reader, node: &Node<'_>, field: &Field) -> Option<Link> {
    let address = if node.text().is_some() { Some(node) } else { node.get("url") };
    let url = address.and_then(Node::text);
    let leads = url.is_some_and(|url| !is_nowhere(url));
    reader.parts.extend(address.filter(|_| leads).map(|node| node.span));
    match (node.pairs(), url) {
        (None, Some(url)) => leads.then(|| Link::new(url, None)),
        (Some(pairs), Some(url)) => {
            let known = ["url", "text"];
            for pair in pairs.iter().filter(|pair| !known.contains(&pair.key.as_ref())) {
                let message = format!("`{}` is no key of a link", pair.key);
                reader.push(super::read::rule::UNKNOWN_KEY, pair.key_span, message).help =
                    Some("a link has `url` and `text`".to_string());
            }
            let mut text = node.get("text").and_then(Node::text).filter(|text| !text.is_empty());
            if let (Some(_), Some(on), Some(written)) = (text, &field.on, node.get("text")) {
                let message = format!(
                    "this link is put on `{on}`, whose text it shows: it can have no text of its own"
                );
                reader.push(super::read::rule::WRONG_TYPE, written.span, message).help =
                    Some("leave `text` out".to_string());
                text = None;
            }
            leads.then(|| Link::new(url, text.map(String::from)))
        }
        _ => {
            reader.wrong_type(node, Named::Field(field), "a URL, or `{ url: …, text: … }`");
            None
        }
    }
}

fn image(reader: &mut Reader, node: &Node<'_>, field: &Field) -> Option<Value> {
    if let Some(url) = node.text() {
        return (!is_blank(url)).then(|| scalar(field, url));
    }
    let part = |key: &str| node.get(key).and_then(Node::text).filter(|text| !text.is_empty());
    match (node.pairs(), part("url")) {
        (Some(pairs), Some(url)) => {
            reader.parts.extend(node.get("url").map(|node| node.span));
            let known = ["url", "alt", "width", "height"];
            for pair in pairs.iter().filter(|pair| !known.contains(&pair.key.as_ref())) {
                let message = format!("`{}` is no key of an image", pair.key);
                reader.push(super::read::rule::UNKNOWN_KEY, pair.key_span, message).help =
                    Some("an image has `url`, `alt`, `width` and `height`".to_string());
            }
            let mut image = Image::new(url, part("alt").map(String::from));
            image.width = part("width").map(String::from);
            image.height = part("height").map(String::from);
            Some(Value::Image(image))
        }
        _ => {
            reader.wrong_type(node, Named::Field(field), "a URL, or `{ url: …, alt: … }`");
            None
        }
    }
}

/// What counts for nothing around a value. Other white space is text, which is
/// shown and read back.
const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

fn is_blank(text: &str) -> bool {
    text.trim_matches(BLANKS).is_empty()
}
