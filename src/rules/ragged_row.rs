//! `ragged-row`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Label, Level, Safety};
use crate::readme::{Fit, Row, Table, TableKind};
use crate::report::count;
use crate::text::{Edit, Span};

rule! {
    /// A row of a table with more or fewer cells than the table has columns,
    /// or a line of text that has become a row because it stands right below
    /// the table.
    ///
    /// ## Why
    ///
    /// GitHub does not show what stands in surplus cells: it is lost without
    /// a word, mostly because a `|` in a cell was not written `\|`. Missing
    /// cells show as empty ones, which is harmless if they are the last.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// | Dataset | Size |
    /// | --- | --- |
    /// | MSD | 484 | train |
    /// ```
    ///
    /// ```markdown
    /// | Dataset | Size |
    /// | --- | --- |
    /// | MSD | 484 train |
    /// Sizes are in cases.
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// | Dataset | Size |
    /// | --- | --- |
    /// | MSD | 484 train |
    ///
    /// Sizes are in cases.
    /// ```
    ///
    /// ## Fix
    ///
    /// Unsafe, for a line of text below a table: puts a blank line between
    /// them. None for cells: only a person knows which column they belong to.
    "ragged-row",
    Some(Level::Error),
    Fixable::Unsafe,
    "a row with more or fewer cells than its table has columns",
    Check::Document(check)
}

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    for table in &cx.document.tables {
        if table.kind != TableKind::Pipe || cx.is_managed(table.span) {
            continue;
        }
        for row in table.ragged() {
            match row.fit {
                Fit::Surplus => out.extend(surplus(cx, table, row)),
                Fit::Glued => out.push(glued(cx, table, row)),
                Fit::Short | Fit::Full => {}
            }
        }
        out.extend(short(cx, table));
    }
}

/// Cells beyond the last column, if there is anything in them.
fn surplus(cx: &DocumentCx<'_>, table: &Table, row: &Row) -> Option<Finding> {
    let columns = table.columns();
    let mut lost = row.cells[columns..].iter().filter(|cell| !cell.span.is_empty()).map(|cell| cell.span);
    let first = lost.next()?;
    let place = lost.fold(first, Span::to);
    let message = format!(
        "this row has {}, the table {}: GitHub drops the rest",
        count(row.cells.len(), "cell"),
        count(columns, "column")
    );
    Some(
        cx.finding(NAME, Level::Error, place, message)
            .label("not shown")
            .related(Label::new(cx.file, table.header.span, count(columns, "column")))
            .help("write `\\|` for a pipe that is part of a cell, or give the table another column")
            .subject(subject(cx, row)),
    )
}

fn glued(cx: &DocumentCx<'_>, table: &Table, row: &Row) -> Finding {
    let before = &cx.text()[..row.span.start()];
    let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line_end = match &before[..line] {
        above if above.ends_with("\r\n") => "\r\n",
        above if above.ends_with('\r') => "\r",
        _ => "\n",
    };
    let prefix = cx.text()[table.prefix.range()].trim_end();
    let finding = cx
        .finding(NAME, Level::Warning, row.span, "this line has become a row of the table above it")
        .help("put a blank line between the table and the text")
        .subject(subject(cx, row));
    let edit = Edit::new(Span::at(line), format!("{prefix}{line_end}"));
    finding.fix(Safety::Unsafe, "put a blank line before it", vec![edit])
}

/// All short rows of a table in one finding.
fn short(cx: &DocumentCx<'_>, table: &Table) -> Option<Finding> {
    const MAX_SHOWN: usize = 3;
    let mut rows = table.ragged().filter(|row| row.fit == Fit::Short);
    let first = rows.next()?;
    let columns = table.columns();
    let message =
        format!("this row has {}, the table {}", count(first.cells.len(), "cell"), count(columns, "column"));
    let mut finding = cx
        .finding(NAME, Level::Info, first.span, message)
        .help(
            "GitHub shows empty cells for those that are missing: write them, so that it is seen to be meant",
        )
        .subject(subject(cx, first));
    let mut others = 0;
    for row in rows {
        others += 1;
        if others <= MAX_SHOWN {
            finding = finding.related(Label::new(cx.file, row.span, count(row.cells.len(), "cell")));
        }
    }
    if others > 0 {
        let rows =
            if others == 1 { "one more row is".to_string() } else { format!("{others} more rows are") };
        finding.message = format!("{}; {rows} short too", finding.message);
    }
    Some(finding)
}

fn subject(cx: &DocumentCx<'_>, row: &Row) -> String {
    row.cells.first().map_or_else(String::new, |cell| cx.document.plain(cell.plain).trim().to_string())
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::readme;

    #[test]
    fn empty_surplus_cells_lose_nothing() {
        assert!(readme("| a | b |\n|---|---|\n| c | d | |\n", &[super::NAME]).findings.is_empty());
    }

    #[test]
    fn short_rows_of_one_table_are_told_once() {
        let found = readme("| a | b |\n|---|---|\n| c |\n| d |\n| e |\n", &[super::NAME]).findings;
        assert_eq!(found.len(), 1);
        assert!(found[0].message.ends_with("2 more rows are short too"));
    }

    #[test]
    fn text_right_below_a_table_is_told_from_its_rows() {
        let found = readme("> | a | b |\n> |---|---|\n> | c | d |\n> see also\n", &[super::NAME]).findings;
        let edit = &found[0].fix.as_ref().unwrap().edits[0];
        assert_eq!((edit.span.start(), edit.replacement.as_str()), (36, ">\n"));
    }
}
