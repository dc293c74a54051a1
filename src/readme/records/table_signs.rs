//! What is to be seen of a table before it is judged.
//!
//! Owns counting: links, numbers, names, headers of one kind or another. It
//! refuses to judge: `classify` does.

use super::Cx;
use super::classify::TableSigns;
use super::columns::{self, Plan};
use super::grid::{Grid, GridCell};
use super::groups::comparable;
use super::reading::addresses;
use crate::readme::plain_text;
use crate::value::placeholder::placeholder;
use std::collections::HashSet;

const RECORD_HEADERS: &[&str] = &[
    "link",
    "url",
    "download",
    "size",
    "license",
    "licence",
    "description",
    "modality",
    "format",
    "task",
    "paper",
    "website",
    "homepage",
    "source",
    "year",
    "language",
    "languages",
    "type",
    "organization",
    "affiliation",
    "链接",
    "下载",
    "地址",
    "说明",
    "描述",
    "模态",
    "格式",
    "任务",
    "数据",
    "简介",
    "リンク",
    "説明",
    "الرابط",
    "الوصف",
];

const OTHER_HEADERS: &[&str] = &[
    "option",
    "argument",
    "parameter",
    "flag",
    "variable",
    "default",
    "meaning",
    "symbol",
    "shortcut",
    "key",
    "command",
    "metric",
    "accuracy",
    "acc",
    "f1",
    "auc",
    "precision",
    "recall",
    "score",
    "rank",
    "bleu",
    "map",
    "params",
    "example",
    "prompt",
    "field",
    "emoji",
    "icon",
    "badge",
    "version",
    "tag",
    "contributor",
];

/// What the first column is headed as where the others are what is compared.
const COMPARED: &[&str] = &["feature", "features", "aspect", "criteria", "criterion", "功能", "特性", "对比"];

/// Whether a text is called as the columns of lists of records are.
pub(super) fn is_header(text: &str) -> bool {
    says(RECORD_HEADERS, &text.to_lowercase())
}

/// Whether one of the words stands in a header in small letters.
fn says(words: &[&str], header: &str) -> bool {
    words.iter().any(|word| {
        if word.is_ascii() {
            header.split(|c: char| !c.is_alphanumeric()).any(|part| part == *word)
        } else {
            header.contains(word)
        }
    })
}

/// Counts what a table shows; `names` and `links` are those of its rows.
pub(super) fn count(
    cx: &Cx<'_>,
    grid: &Grid<'_>,
    plan: &Plan,
    names: &[String],
    links: &[Vec<&str>],
) -> TableSigns {
    let headers: Vec<String> =
        grid.header.iter().map(|header| plain_text(&columns::plain(&header.text)).to_lowercase()).collect();
    let mut signs = TableSigns {
        rows: grid.rows.len(),
        columns: headers.len(),
        preset_columns: plan.known,
        first_header_empty: headers.first().is_none_or(String::is_empty),
        empty_headers: headers.iter().filter(|header| header.is_empty()).count(),
        record_headers: headers.iter().filter(|header| says(RECORD_HEADERS, header)).count(),
        other_headers: headers.iter().filter(|header| says(OTHER_HEADERS, header)).count(),
        name_header: columns::name_header(&headers[plan.name]),
        ..TableSigns::default()
    };
    let linked = |cell: &GridCell<'_>| addresses(&cell.text).next().is_some();
    let compared = grid.header.iter().skip(1).filter(|cell| linked(cell)).count();
    signs.compares = (compared > 1 && compared * 2 >= headers.len().saturating_sub(1))
        || (headers.first().is_some_and(|header| says(COMPARED, header)) && signs.record_headers == 0);
    let names: HashSet<&str> = names.iter().map(String::as_str).collect();
    let mut keyed = 0_usize;
    for (row, links) in grid.rows.iter().zip(links) {
        let inside = links.iter().any(|address| address.starts_with('#'));
        let out = links.iter().any(|address| !address.starts_with('#'));
        signs.linked_rows += usize::from(out);
        signs.fragments += usize::from(inside && !out);
        let first = row.cells.first().map_or("", |cell| cell.text.as_ref());
        let digits = first.trim_matches(['[', ']', '(', ')', '.', '#', ' ']);
        keyed += usize::from(!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
        for (column, cell) in
            row.cells.iter().enumerate().filter(|(_, cell)| placeholder(&cell.text).is_none())
        {
            if cell.text.starts_with("![") || cell.text.starts_with("[![") || cell.text.starts_with("<img") {
                signs.images += 1;
            }
            if column != plan.name {
                signs.known += 1;
                signs.numbers += usize::from(is_measure(&cell.text));
                signs.marks += usize::from(!cell.text.contains(char::is_alphanumeric));
            } else {
                signs.known += usize::from(signs.columns == 1);
            }
        }
    }
    signs.distinct = names.len();
    signs.keyed = keyed * 10 >= signs.rows * 8 && signs.name_header == 0;
    signs.square = headers
        .iter()
        .filter(|header| !header.is_empty() && names.contains(comparable(header).as_str()))
        .count();
    if signs.linked_rows == 0 && signs.fragments == 0 {
        signs.linked_rows = grid.rows.iter().filter(|row| !cx.document.links_in(row.span).is_empty()).count();
    }
    signs
}

/// A number, perhaps with a unit, a sign or an error after it.
fn is_measure(text: &str) -> bool {
    let text =
        text.trim_matches(|c: char| matches!(c, '*' | '_' | '`' | '~' | '<' | '>' | '+' | ' ' | '↑' | '↓'));
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.')
        && text.chars().filter(|c| c.is_alphabetic()).count() <= 4
        && !text.contains(['/', '['])
}
