//! What a person typed into a cell → the value of its field.
//!
//! A text that is exactly how the field renders a value is that value. Any
//! other is read as leniently as a legacy cell, so that `NII.gz` becomes the
//! term and `282(训练)+139(验证)` a size; what still cannot be typed is kept as
//! written.

use crate::catalog::Field;
use crate::value::placeholder::is_placeholder;
use crate::value::{Kind, Localized, Value};

/// The value that `read`, read exactly, is meant to be; `None` for a
/// placeholder.
pub(super) fn typed(field: &Field, read: Value, language: &str) -> Option<Value> {
    let vocabulary = field.vocabulary.as_deref();
    if matches!(field.kind, Kind::Text | Kind::Prose | Kind::List) || is_known(field, &read) {
        return Some(read);
    }
    let text = field.render(&read, language);
    if is_placeholder(&text) {
        return None;
    }
    let lenient = Value::read_legacy(field.kind, &text, vocabulary);
    let better = is_known(field, &lenient);
    Some(if better { lenient } else { read })
}

/// Whether every part of a value is what its field's type can hold.
pub(super) fn is_known(field: &Field, value: &Value) -> bool {
    match value {
        Value::Raw(_) => false,
        Value::Terms(terms) => !terms.is_empty() && terms.iter().all(|term| term.id().is_some()),
        Value::Choice(choice) => field.choices.iter().any(|own| **own == **choice),
        _ => true,
    }
}

/// What `current` becomes when the text of one language becomes that of
/// `new`: texts of other languages stay.
pub(super) fn in_language(current: Option<&Value>, new: Value, language: &str) -> Value {
    match (current, new) {
        (Some(Value::Text(current)), Value::Text(new)) => {
            let mut text = current.clone();
            text.set(exact_tag(current, language), new.get(""));
            Value::Text(text)
        }
        (Some(Value::List(current)), Value::List(new)) => Value::List(items(current, &new, language).into()),
        (_, new) => new,
    }
}

/// The tag under which the text shown for a language is kept.
fn exact_tag<'l>(text: &'l Localized, language: &'l str) -> &'l str {
    if text.is_plain() || text.exact(language).is_some() {
        return language;
    }
    // Another tag of the same language stands in for it; else a text of its
    // own is added, for the one shown belongs to another language.
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    text.iter().map(|(tag, _)| tag).find(|tag| primary(tag) == primary(language)).unwrap_or(language)
}

fn items(current: &[Localized], new: &[Localized], language: &str) -> Vec<Localized> {
    if current.len() == new.len() {
        return current
            .iter()
            .zip(new)
            .map(|(old, new)| {
                let mut item = old.clone();
                if old.get(language) != new.get("") {
                    item.set(exact_tag(old, language), new.get(""));
                }
                item
            })
            .collect();
    }
    let mut next = 0;
    new.iter()
        .map(|item| match current[next..].iter().position(|old| old.get(language) == item.get("")) {
            Some(at) => {
                next += at + 1;
                current[next - 1].clone()
            }
            None => item.clone(),
        })
        .collect()
}
