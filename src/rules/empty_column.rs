//! `empty-column`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Level};
use crate::readme::{Cell, Table, TableKind};

rule! {
    /// A column of a table that has a title and no value in any row.
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

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    for table in &cx.document.tables {
        if table.kind != TableKind::Pipe || table.rows.len() < MIN_ROWS || cx.is_managed(table.span) {
            continue;
        }
        let mut filled = vec![false; table.columns()];
        for row in &table.rows {
            for (filled, cell) in filled.iter_mut().zip(&row.cells) {
                *filled |= !is_empty(cx, table, cell);
            }
        }
        for (title, _) in table.header.cells.iter().zip(filled).filter(|(_, filled)| !filled) {
            if title.span.is_empty() {
                continue;
            }
            let name = cx.document.plain(title.plain).trim();
            let message = format!("the column `{name}` has no value in any of {} rows", table.rows.len());
            out.push(
                cx.finding(NAME, Level::Warning, title.span, message)
                    .help("fill the column, or take it out")
                    .subject(format!("{}/{name}", cx.title(table.section))),
            );
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
