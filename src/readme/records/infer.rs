//! The texts of a column → its type.
//!
//! A type is only put on a column if every text in it survives. It refuses to
//! know which column is which: `columns` does.

use super::columns::{Planning, Texts};
use super::reading::Typing;
use crate::catalog::Field;
use crate::value::link::looks_like_host;
use crate::value::{Kind, Vocabulary};

/// The preset's field if it can hold the column's texts, else the nearest
/// type that can.
pub(super) fn preset_field(known: &Field, texts: &Texts<'_>, planning: Planning<'_>) -> Field {
    let mut field = known.clone();
    // With how many of a hundred texts it must be able to read.
    let kinds: &[(Kind, usize)] = match known.kind {
        Kind::Link => &[(Kind::Link, 60), (Kind::Links, 60), (Kind::Link, 0)],
        Kind::Text | Kind::Prose => return field,
        kind => &[(kind, 0)],
    };
    if texts.known().next().is_none() {
        return field;
    }
    for &(kind, share) in kinds {
        let typing = Typing {
            kind,
            vocabulary: known.vocabulary.as_deref(),
            language: planning.language,
            exact: planning.verbatim,
        };
        if texts.fit(typing, share) {
            field.kind = kind;
            return field;
        }
    }
    field.kind = Kind::Text;
    field.vocabulary = None;
    field.vocabulary_id = None;
    field
}

/// The field of a column that no preset knows, with an id that is still to be
/// made out.
pub(super) fn inferred(
    header: &str,
    column: usize,
    is_name: bool,
    texts: &Texts<'_>,
    planning: Planning<'_>,
) -> Field {
    if is_name {
        return Field::new("name", Kind::Text);
    }
    let mut field = Field::new("", Kind::Text);
    let lower = header.to_lowercase();
    let typing = |kind| Typing { kind, vocabulary: None, language: planning.language, exact: true };
    // A link may be shown with or without angle brackets; both look the same.
    let loose = |kind| Typing { exact: planning.verbatim, ..typing(kind) };
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    field.kind = if texts.fit(loose(Kind::Link), 100) && texts.known().all(is_linked) {
        Kind::Link
    } else if texts.fit(loose(Kind::Links), 100) && texts.known().all(is_linked) {
        Kind::Links
    } else if texts.fit(typing(Kind::Image), 100) {
        Kind::Image
    } else if says(&["year", "date", "released", "release", "年", "日期"])
        && texts.fit(typing(Kind::Date), 100)
    {
        Kind::Date
    } else if texts.fit(typing(Kind::Number), 100) {
        Kind::Number
    } else if says(&["licen", "许可", "ライセンス"]) && texts.fit(typing(Kind::License), 60) {
        Kind::License
    } else if says(&["size", "amount", "大小", "数量", "サイズ"]) && texts.fit(typing(Kind::Size), 70)
    {
        field.vocabulary_id = Some("modality".to_string());
        field.vocabulary = Vocabulary::builtin_shared("modality");
        Kind::Size
    } else if let Some(choices) = choices(texts, column) {
        field.choices = choices;
        Kind::Enum
    } else {
        Kind::Text
    };
    field
}

/// Whether a text is a link or the address of a page, rather than a word such
/// as `CT/MR` or `10:30`, though that could be an address too.
fn is_linked(text: &str) -> bool {
    ["://", "](", "<a "].iter().any(|sign| text.contains(sign)) || looks_like_host(text)
}

/// The values of a column that repeats a few short ones, in the order they
/// come up.
fn choices(texts: &Texts<'_>, column: usize) -> Option<Vec<String>> {
    const MOST: usize = 12;
    let mut values: Vec<String> = Vec::new();
    let mut known = 0_usize;
    for text in texts.known() {
        known += 1;
        let plain =
            text.len() <= 40 && !text.contains(['[', '<', '\n', '`', '!', '|']) && text.trim() == text;
        if !plain {
            return None;
        }
        if !values.iter().any(|value| value == text) {
            values.push(text.to_string());
            if values.len() > MOST {
                return None;
            }
        }
    }
    (column > 0 && known >= 6 && values.len() * 2 <= known).then_some(values)
}
