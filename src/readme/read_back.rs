//! A region's text → the entries that it shows: the inverse of rendering.
//!
//! Works on lines, without parsing Markdown: in a region every entry starts
//! at the start of a line in a way that nothing else does, since rendering
//! escapes what would look the same. Values are read exactly, as they were
//! rendered; what a person typed is read by the same functions and may yield
//! `Value::Raw`.

use super::{cell, named, prose, table};
use crate::catalog::{Entry, Fields, Layout, Marker};
use crate::text::Span;
use crate::value::link::is_plain;
use crate::value::{Kind, Link, Localized, Value};

/// The blank comment that keeps the end of a description from being read as
/// what comes after descriptions.
pub const GUARD: &str = "<!-- -->";

/// What a stretch of a region's body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A row, an item, or a heading with its paragraphs.
    Entry,
    /// A table's header row.
    Header,
    /// The rule below it.
    Delimiter,
    /// A heading of a section below, of that level.
    Heading(usize),
    /// Anything else that is not blank.
    Text,
}

/// A stretch of a body: whole lines, without the blank lines after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// What it is.
    pub piece: Piece,
    /// Its bytes in the body, its last line end excluded.
    pub span: Span,
}

/// Cuts the body of a region into stretches. `body` has no prefix on its
/// lines; `layout` and `marker` are those of the section whose region it is,
/// `entry_level` the level of its entries' headings. A heading that is no entry's starts a
/// section below, whose layout is told by what stands there.
pub fn stretches(body: &str, layout: Layout, marker: Marker, entry_level: usize) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut in_table = 0;
    let mut at = 0;
    // Whether lines go on with the entry above them.
    let mut open = false;
    let mut fences = prose::Fences::default();
    for line in body.split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end_matches(['\n', '\r']).len());
        at += line.len();
        let text = &body[span.range()];
        if text.trim_matches([' ', '\t']).is_empty() {
            in_table = 0;
            continue;
        }
        let in_code = fences.holds(text);
        let level = heading_level(text).filter(|_| !in_code);
        let piece = match layout {
            _ if in_code => None,
            Layout::Table if text.starts_with('|') => {
                in_table += 1;
                Some(match in_table {
                    1 => Piece::Header,
                    2 => Piece::Delimiter,
                    _ => Piece::Entry,
                })
            }
            Layout::List if begins_item(marker, text, open) => Some(Piece::Entry),
            Layout::Prose if level == Some(entry_level) => Some(Piece::Entry),
            _ => level
                .filter(|&level| !(open && layout == Layout::Prose && level > entry_level))
                .map(Piece::Heading),
        };
        match piece {
            Some(piece) => {
                open = piece == Piece::Entry && layout != Layout::Table;
                found.push(Stretch { piece, span });
            }
            None => match found.last_mut() {
                Some(last) if open || last.piece == Piece::Text => last.span = last.span.to(span),
                _ => found.push(Stretch { piece: Piece::Text, span }),
            },
        }
    }
    found
}

/// Whether a line begins an item. Another bullet than the list's own does too,
/// but not in the text above the first item.
fn begins_item(marker: Marker, line: &str, open: bool) -> bool {
    let own = |end: usize| matches!(marker, Marker::Number { .. }) || line[..end] == marker.at(0);
    marker.begins(line).is_some_and(|end| open || own(end))
}

/// The level of an ATX heading at the start of a line.
fn heading_level(line: &str) -> Option<usize> {
    let marks = line.bytes().take_while(|&byte| byte == b'#').count();
    let ends = matches!(line.as_bytes().get(marks), None | Some(b' ' | b'\t'));
    ((1..=6).contains(&marks) && ends).then_some(marks)
}

/// The texts of a row's cells as they stand, without padding.
pub fn cells(row: &str) -> Vec<&str> {
    table::split_row(row, Span::new(0, row.len()), None)
        .cells
        .iter()
        .map(|cell| &row[cell.span.range()])
        .collect()
}

/// Reads the text of a field, as `render::entry::value` wrote it.
pub fn value(fields: &Fields, index: usize, text: &str, language: &str) -> Option<Value> {
    if text.is_empty() {
        return None;
    }
    let field = &fields[index];
    let found = Value::read(field.kind, text, language, field.vocabulary.as_deref());
    // A catalog holds no URL of several words or with markup in it: that text
    // is kept as it is written.
    let odd = |links: &[Link]| matches!(links, [link] if link.text().is_none() && !is_plain(&link.url));
    match found {
        Value::Links(links) if field.kind == Kind::Link && odd(&links) => Some(Value::Raw(text.into())),
        // Separators or blanks alone, which a catalog has no list for.
        Value::List(items) if items.is_empty() => None,
        Value::Terms(terms) if terms.is_empty() => None,
        Value::Links(links) if links.is_empty() => None,
        found => Some(found),
    }
}

/// Reads what the column of the field at `index` shows: its value, and that
/// of the link put on it.
pub fn column(fields: &Fields, index: usize, cell: &str, language: &str) -> Vec<(usize, Option<Value>)> {
    let text = cell::decode(cell);
    match fields.link_on(index) {
        Some(link) => {
            let found = named::read_cell(&text);
            vec![
                (index, found.name.and_then(|name| value(fields, index, &name, language))),
                (link, found.url.map(|url| link_value(&url))),
            ]
        }
        None => vec![(index, value(fields, index, &text, language))],
    }
}

/// Reads a row's cells into an entry; `columns` names the field of each cell.
/// Cells beyond the columns are left out.
pub fn row(fields: &Fields, columns: &[usize], cells: &[&str], language: &str) -> Entry {
    let mut entry = Entry::default();
    for (&index, cell) in columns.iter().zip(cells) {
        for (field, value) in column(fields, index, cell, language) {
            put(&mut entry, field, value);
        }
    }
    entry
}

/// The fields of a table's columns, in order.
pub fn columns(fields: &Fields) -> Vec<usize> {
    (0..fields.len()).filter(|&index| fields[index].is_column()).collect()
}

/// Reads an item of a list, as `render::entry::item` wrote it.
pub fn item(fields: &Fields, text: &str, language: &str) -> Entry {
    let mut entry = Entry::default();
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let end = first.find([' ', '\t']).unwrap_or(first.len());
    let end = Marker::of(&first[..end]).map_or(0, |_| end);
    let head = cell::decode_line(first[end..].trim_matches([' ', '\t'])).into_owned();
    let found = named::read(if first.ends_with(GUARD) && head == GUARD { "" } else { &head });
    if let Some(name) = fields.name() {
        put(&mut entry, name, found.name.and_then(|name_text| value(fields, name, &name_text, language)));
    }
    if let Some(link) = fields.link() {
        put(&mut entry, link, found.url.map(|url| link_value(&url)));
    }
    let mut description: Option<String> = found.rest.strip_prefix(named::DASH).map(String::from);
    let mut rest: Vec<&str> = Vec::new();
    let mut bullets = true;
    for line in lines {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let body = &line[blanks.min(end + 1)..];
        if bullets && let Some((field, text)) = bullet(fields, body, language) {
            put(&mut entry, field, value(fields, field, &text, language));
            continue;
        }
        bullets = false;
        rest.push(body);
    }
    let (block, image) = tail(fields, &rest, language);
    if let Some(index) = fields.image() {
        put(&mut entry, index, image);
    }
    if let Some(text) = block {
        let text = prose::decode(&text, 0);
        description = Some(match description {
            Some(line) => format!("{line}\n\n{text}"),
            None => text,
        });
    }
    put_description(&mut entry, fields, description);
    entry
}

/// Reads an entry's heading and paragraphs, as `render::entry::prose` wrote
/// them.
pub fn prose_entry(fields: &Fields, text: &str, language: &str, level: usize) -> Entry {
    let mut entry = Entry::default();
    let mut lines = text.lines();
    let heading = lines.next().unwrap_or_default();
    let name = cell::decode_line(heading.trim_start_matches('#').trim_matches([' ', '\t'])).into_owned();
    let on_name = fields.name().and_then(|index| fields.link_on(index));
    if let Some(index) = fields.name() {
        match on_name {
            Some(link) => {
                let found = named::read_cell(&name);
                put(&mut entry, index, found.name.and_then(|name| value(fields, index, &name, language)));
                put(&mut entry, link, found.url.map(|url| link_value(&url)));
            }
            None => put(&mut entry, index, value(fields, index, &name, language)),
        }
    }
    let mut rest: Vec<&str> = lines.collect();
    trim_blank(&mut rest);
    if let Some(last) = last_alone(&rest).filter(|_| on_name.is_none()) {
        let found = named::read_cell(&cell::decode_line(last)).url.filter(|_| last.starts_with('<'));
        let bare = (last.starts_with("http://") || last.starts_with("https://")) && !last.contains(' ');
        let url = found.or_else(|| bare.then(|| last.to_string()));
        if let (Some(url), Some(link)) = (url, fields.link()) {
            put(&mut entry, link, Some(link_value(&url)));
            rest.pop();
            trim_blank(&mut rest);
        }
    }
    if let Some(image) = last_alone(&rest).and_then(|last| image(fields, last, language)) {
        if let Some(index) = fields.image() {
            put(&mut entry, index, Some(image));
        }
        rest.pop();
        trim_blank(&mut rest);
    }
    let start = rest.iter().rposition(|line| bullet(fields, line, language).is_none()).map_or(0, |at| at + 1);
    let after_blank = start == 0 || rest[start - 1].is_empty();
    if after_blank {
        for line in rest.split_off(start) {
            if let Some((field, text)) = bullet(fields, line, language) {
                put(&mut entry, field, value(fields, field, &text, language));
            }
        }
    }
    trim_blank(&mut rest);
    unguard(&mut rest);
    let text = (!rest.is_empty()).then(|| prose::decode(&rest.join("\n"), level));
    put_description(&mut entry, fields, text);
    entry
}

fn put(entry: &mut Entry, field: usize, value: Option<Value>) {
    if let Some(value) = value {
        entry.put(field, value, Span::default());
    }
}

fn put_description(entry: &mut Entry, fields: &Fields, text: Option<String>) {
    let text = text.map(|text| text.trim_matches('\n').to_string()).filter(|text| !text.is_empty());
    if let (Some(text), Some(index)) = (text, fields.description()) {
        put(entry, index, Some(Value::Text(Localized::plain(&text))));
    }
}

/// The value of a link whose URL stands on a name or alone.
fn link_value(url: &str) -> Value {
    if is_plain(url) { Value::Links([Link::new(url, None)].into()) } else { Value::Raw(url.into()) }
}

/// `- **Title**: text`, if the title is a field's.
fn bullet(fields: &Fields, line: &str, language: &str) -> Option<(usize, String)> {
    let body = line.strip_prefix("- **")?;
    let known = |&index: &usize| {
        let title = cell::encode_line(fields[index].title.get(language));
        body.strip_prefix(title.as_ref()).is_some_and(|rest| rest.starts_with("**: "))
    };
    let index = fields.others().chain(fields.link()).find(known)?;
    let title = cell::encode_line(fields[index].title.get(language));
    let text = &body[title.len() + "**: ".len()..];
    Some((index, cell::decode_line(text.trim_matches([' ', '\t'])).into_owned()))
}

/// The description's lines and the picture below them.
fn tail(fields: &Fields, lines: &[&str], language: &str) -> (Option<String>, Option<Value>) {
    let mut lines = lines.to_vec();
    trim_blank(&mut lines);
    let picture = last_alone(&lines).and_then(|last| image(fields, last, language));
    if picture.is_some() {
        lines.pop();
        trim_blank(&mut lines);
    }
    unguard(&mut lines);
    ((!lines.is_empty()).then(|| lines.join("\n")), picture)
}

fn image(fields: &Fields, line: &str, language: &str) -> Option<Value> {
    let index = fields.image()?;
    match value(fields, index, &cell::decode_line(line), language)? {
        found @ Value::Image(_) if line.starts_with("![") || line.starts_with("<img") => Some(found),
        _ => None,
    }
}

/// The last line, if it is a paragraph of its own.
fn last_alone<'t>(lines: &[&'t str]) -> Option<&'t str> {
    let (last, before) = lines.split_last()?;
    before.last().is_none_or(|line| line.is_empty()).then_some(*last)
}

fn trim_blank(lines: &mut Vec<&str>) {
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    let blank = lines.iter().take_while(|line| line.trim().is_empty()).count();
    lines.drain(..blank);
}

fn unguard(lines: &mut Vec<&str>) {
    if last_alone(lines) == Some(GUARD) {
        lines.pop();
        trim_blank(lines);
    }
}
