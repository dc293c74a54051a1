//! One entry → the row, the item, or the heading with paragraphs that shows
//! it.
//!
//! `readme::records` reads these back; the two are held against each other by
//! tests.

use crate::catalog::{Entry, Field, Fields};
use crate::readme::read_back::GUARD;
use crate::readme::{cell, named, prose};
use crate::value::Value;

/// The cells of an entry's row, one per column, encoded.
pub fn row(fields: &Fields, entry: &Entry, language: &str) -> Vec<String> {
    (0..fields.len())
        .filter(|&index| fields[index].is_column())
        .map(|index| cell::encode(&column(fields, entry, index, language)).into_owned())
        .collect()
}

/// What the column of the field at `index` shows, not yet encoded.
pub fn column(fields: &Fields, entry: &Entry, index: usize, language: &str) -> String {
    let shown = |index: usize| entry.value(index).map(|found| fields[index].render(found, language));
    match fields.link_on(index) {
        Some(link) => match plain_url(entry.value(link)) {
            Some(url) => named::write_cell(shown(index).as_deref(), Some(url)),
            // More than a URL, or nothing, cannot be put on a name.
            None => named::write_cell(shown(index).as_deref(), None),
        },
        None => shown(index).unwrap_or_default(),
    }
}

/// The URL of a value that is one link without a text of its own.
fn plain_url(value: Option<&Value>) -> Option<&str> {
    match value {
        Some(Value::Links(links)) => match &**links {
            [link] if link.text().is_none() => Some(&link.url),
            _ => None,
        },
        Some(Value::Raw(text)) => Some(text),
        _ => None,
    }
}

/// A name that reads as the guard does, written so that it does not.
const NO_GUARD: &str = "&#60;!-- -->";

/// An entry as an item of a list behind `marker`; every line ends with `\n`.
///
/// The first line holds name, link and a description of one line; then each
/// other field a bullet of its own, a longer description, the picture.
pub fn item(fields: &Fields, entry: &Entry, language: &str, marker: &str) -> String {
    let mut out = String::from(marker);
    // What belongs to an item stands where its first line's text does.
    let indent = " ".repeat(marker.len() + 1);
    let name = shown(fields, entry, fields.name(), language);
    let link = fields.link().and_then(|index| entry.value(index));
    let url = plain_url(link);
    let mut head = named::write(name.as_deref(), url);
    let description = shown(fields, entry, fields.description(), language);
    let image = shown(fields, entry, fields.image(), language);
    let (one_line, description) = match description.as_deref().filter(|_| !head.is_empty()) {
        Some(text) => first_line(text),
        None => (None, description.as_deref()),
    };
    if let Some(text) = one_line {
        head.push_str(named::DASH);
        head.push_str(text);
    }
    if !head.is_empty() {
        out.push(' ');
        let head = cell::encode_line(&head);
        out.push_str(if head == GUARD { NO_GUARD } else { &head });
    }
    out.push('\n');
    let own_link = if url.is_none() { fields.link() } else { None };
    for index in own_link.into_iter().chain(fields.others()) {
        if let Some(found) = entry.value(index) {
            out.push_str(&indent);
            bullet(&fields[index], found, language, &mut out);
        }
    }
    // After a bare marker, what stands below a blank line is outside of the
    // item.
    if out.strip_suffix('\n') == Some(marker) && (description.is_some() || image.is_some()) {
        out = format!("{marker} {GUARD}\n");
    }
    if let Some(text) = description {
        out.push('\n');
        block(text, &indent, 0, &mut out);
        if needs_guard(text) {
            out.push('\n');
            out.push_str(&indent);
            out.push_str(GUARD);
            out.push('\n');
        }
    }
    if let Some(image) = image {
        out.push('\n');
        out.push_str(&indent);
        out.push_str(&cell::encode_line(&image));
        out.push('\n');
    }
    out
}

/// An entry as a heading of `level` with its description, other fields,
/// picture and link below it; every line ends with `\n`.
pub fn prose(fields: &Fields, entry: &Entry, language: &str, level: usize) -> String {
    let mut out = "#".repeat(level);
    let link = fields.link().and_then(|index| entry.value(index));
    let mut url = plain_url(link);
    let mut name = shown(fields, entry, fields.name(), language);
    let on_name = fields.name().is_some_and(|name| fields.link_on(name).is_some());
    if on_name {
        name = Some(named::write_cell(name.as_deref(), url)).filter(|text| !text.is_empty());
    }
    if let Some(name) = name {
        out.push(' ');
        out.push_str(&cell::encode_line(&name));
    }
    out.push('\n');
    let own_link = if url.is_none() { fields.link() } else { None };
    let bullets: Vec<usize> =
        own_link.into_iter().chain(fields.others()).filter(|&index| entry.value(index).is_some()).collect();
    if let Some(text) = shown(fields, entry, fields.description(), language) {
        out.push('\n');
        block(&text, "", level, &mut out);
        // A list would go on with the fields.
        if needs_guard(&text) || (!bullets.is_empty() && ends_with_list(&text)) {
            out.push('\n');
            out.push_str(GUARD);
            out.push('\n');
        }
    }
    let mut first = true;
    for index in bullets {
        if let Some(found) = entry.value(index) {
            if std::mem::take(&mut first) {
                out.push('\n');
            }
            bullet(&fields[index], found, language, &mut out);
        }
    }
    if let Some(image) = shown(fields, entry, fields.image(), language) {
        out.push('\n');
        out.push_str(&cell::encode_line(&image));
        out.push('\n');
    }
    if on_name {
        url = None;
    }
    if let Some(url) = url {
        out.push('\n');
        out.push_str(&cell::encode_line(&named::write(None, Some(url))));
        out.push('\n');
    }
    out
}

fn shown(fields: &Fields, entry: &Entry, index: Option<usize>, language: &str) -> Option<String> {
    let index = index?;
    Some(fields[index].render(entry.value(index)?, language))
}

/// The part of a description that stands on an item's first line, and the
/// rest: a first paragraph of one line, unless it begins as a block does.
fn first_line(text: &str) -> (Option<&str>, Option<&str>) {
    let (first, rest) = match text.split_once("\n\n") {
        Some((first, rest)) => (first, Some(rest)),
        None => (text, None),
    };
    let digits = first.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < first.len() && digits.starts_with(['.', ')']);
    let begins_block = numbered
        || first.starts_with(['#', '>', '|', ' ', '\t'])
        || ["- ", "* ", "+ ", "```", "~~~", "<!--", "<p", "<div", "<details", "<table", "<ul", "<ol"]
            .iter()
            .any(|mark| first.starts_with(mark));
    let alone = rest.is_none_or(|rest| !rest.is_empty() && !rest.starts_with('\n') && !rest.ends_with('\n'));
    if first.is_empty() || first.contains('\n') || begins_block || !alone {
        return (None, Some(text));
    }
    (Some(first), rest)
}

/// `- **Title**: value`.
fn bullet(field: &Field, found: &Value, language: &str, out: &mut String) {
    out.push_str("- **");
    out.push_str(&cell::encode_line(field.title.get(language)));
    out.push_str("**: ");
    out.push_str(&cell::encode_line(&field.render(found, language)));
    out.push('\n');
}

/// Block Markdown, each line indented.
fn block(text: &str, indent: &str, level: usize, out: &mut String) {
    for line in prose::encode(text, level).split('\n') {
        if !line.is_empty() {
            out.push_str(indent);
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// Whether a bullet list is the last block of a text.
fn ends_with_list(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let is_blank = |line: &str| line.trim().is_empty();
    for (at, line) in lines.iter().enumerate().rev() {
        if *line == "-" || line.starts_with("- ") {
            return true;
        }
        // What is indented belongs to an item; so does a line right below one.
        let above = at.checked_sub(1).map_or("", |above| lines[above]);
        if !is_blank(line) && !line.starts_with([' ', '\t']) && is_blank(above) {
            return false;
        }
    }
    false
}

/// Whether the end of a description could be taken for what follows it.
fn needs_guard(text: &str) -> bool {
    let start = text.rfind("\n\n").map_or(0, |at| at + 2);
    let last = text[start..].trim_start_matches('\n');
    last.starts_with("![") || last.starts_with("<") || last.starts_with("- **") || last.starts_with("http")
}
