//! `empty-column`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Label, Level};
use crate::readme::{Cell, Table, TableKind};
use std::collections::BTreeMap;

rule! {
    /// A column of a table that has a title and no value in any row. Tables
    /// with the same titles are taken for one table in parts.
    ///
    /// ## Why
    ///
    /// It takes the width that the other columns need, and says nothing.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// | Dataset | Size | Note |
    /// | --- | --- | --- |
    /// | MSD | 484 | |
    /// | ABIDE | 1112 | |
    /// | CQ500 | 491 | |
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// | Dataset | Size |
    /// | --- | --- |
    /// | MSD | 484 |
    /// | ABIDE | 1112 |
    /// | CQ500 | 491 |
    /// ```
    ///
    /// ## Fix
    ///
    /// None: whether the column is to be filled or to go, only a person knows.
    "empty-column",
    Some(Level::Warning),
    Fixable::No,
    "a column without any value",
    Check::Document(check)
}

/// With fewer rows, empty cells may well be chance.
const MIN_ROWS: usize = 3;

/// How many other tables with the column are shown.
const MAX_SHOWN: usize = 3;

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    let document = cx.document;
    // Tables with the same titles are one table in parts: a column may be
    // there for the sake of another part.
    let mut parts: BTreeMap<Vec<&str>, Vec<&Table>> = BTreeMap::new();
    for table in &document.tables {
        if table.kind == TableKind::Pipe && !cx.is_managed(table.span) {
            let titles = table.header.cells.iter().map(|cell| document.plain(cell.plain).trim()).collect();
            parts.entry(titles).or_default().push(table);
        }
    }
    for (titles, tables) in &parts {
        let rows: usize = tables.iter().map(|table| table.rows.len()).sum();
        if rows < MIN_ROWS {
            continue;
        }
        let mut filled = vec![false; titles.len()];
        for table in tables {
            for row in &table.rows {
                for (filled, cell) in filled.iter_mut().zip(&row.cells) {
                    *filled = *filled || !is_empty(cx, table, cell);
                }
            }
        }
        for (column, name) in titles.iter().enumerate().filter(|(column, _)| !filled[*column]) {
            let title = tables[0].header.cells[column].span;
            if title.is_empty() {
                continue;
            }
            let mut finding = cx
                .finding(
                    NAME,
                    Level::Warning,
                    title,
                    format!("the column `{name}` has no value in any of {rows} rows"),
                )
                .help("fill the column, or take it out")
                .subject(format!("{}/{name}", cx.title(tables[0].section)));
            for other in tables[1..].iter().take(MAX_SHOWN) {
                finding = finding.related(Label::new(cx.file, other.header.cells[column].span, "nor here"));
            }
            out.push(finding);
        }
    }
}

fn is_empty(cx: &DocumentCx<'_>, table: &Table, cell: &Cell) -> bool {
    cell.span.is_empty()
        || (cx.document.plain(cell.plain).trim_matches(is_blank).is_empty()
            && cx.document.images_in(cell.span).is_empty()
            && table.value(cx.text(), cell).replace("&nbsp;", "").trim_matches(is_blank).is_empty())
}

/// White space, and what takes no room at all.
fn is_blank(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::readme;

    #[test]
    fn a_column_is_empty_where_no_part_of_the_table_fills_it() {
        let part = |value: &str| {
            format!("| a | b |\n|---|---|\n| x | {value} |\n| y | |\n| z | \u{200B} |\n\ntext\n\n")
        };
        let told = |text: &str| readme(text, &[super::NAME]).findings.len();
        assert_eq!(told(&part("")), 1);
        assert_eq!(told(&format!("{}{}", part(""), part(""))), 1);
        assert_eq!(told(&format!("{}{}", part(""), part("![](c.png)"))), 0);
    }

    #[test]
    fn two_rows_may_be_empty_by_chance() {
        assert_eq!(readme("| a | b |\n|---|---|\n| x | |\n| y | |\n", &[super::NAME]).findings.len(), 0);
    }
}
