//! Rows of cells → a GFM table.

use super::width::width;
use crate::catalog::TableStyle;
use crate::limits;

/// Lays out a table whose cells are encoded already; every line ends with
/// `\n`.
///
/// Compact rows have one blank of padding, so that one changed record is one
/// changed line. Aligned columns are as wide as their widest cell and at
/// least three, as common formatters lay them out, up to a limit.
pub fn table(header: &[String], rows: &[Vec<String>], style: TableStyle, out: &mut String) {
    match style {
        TableStyle::Compact => {
            compact_row(header, out);
            out.push('|');
            for _ in header {
                out.push_str(" --- |");
            }
            out.push('\n');
            for row in rows {
                compact_row(row, out);
            }
        }
        TableStyle::Aligned => {
            let mut widths: Vec<usize> = header.iter().map(|cell| width(cell).max(3)).collect();
            for row in rows {
                for (widest, cell) in widths.iter_mut().zip(row) {
                    *widest = (*widest).max(width(cell)).min(limits::ALIGNED);
                }
            }
            aligned_row(header, &widths, out);
            out.push('|');
            for widest in &widths {
                out.push(' ');
                out.extend(std::iter::repeat_n('-', *widest));
                out.push_str(" |");
            }
            out.push('\n');
            for row in rows {
                aligned_row(row, &widths, out);
            }
        }
    }
}

/// One row as a compact table has it, with its line end.
pub fn compact_row(cells: &[String], out: &mut String) {
    out.push('|');
    for cell in cells {
        out.push(' ');
        out.push_str(cell);
        out.push_str(if cell.is_empty() { "|" } else { " |" });
    }
    out.push('\n');
}

fn aligned_row(cells: &[String], widths: &[usize], out: &mut String) {
    out.push('|');
    for (cell, widest) in cells.iter().zip(widths) {
        out.push(' ');
        out.push_str(cell);
        out.extend(std::iter::repeat_n(' ', widest.saturating_sub(width(cell))));
        out.push_str(" |");
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_string()).collect()
    }

    #[test]
    fn compact_rows_have_one_blank_of_padding() {
        let mut out = String::new();
        table(&cells(&["A", "B"]), &[cells(&["脑瘤", ""])], TableStyle::Compact, &mut out);
        assert_eq!(out, "| A | B |\n| --- | --- |\n| 脑瘤 | |\n");
    }

    #[test]
    fn aligned_columns_are_as_wide_as_they_look() {
        let mut out = String::new();
        table(
            &cells(&["A", "B"]),
            &[cells(&["脑瘤", "x"]), cells(&["e\u{301}", "🔥"])],
            TableStyle::Aligned,
            &mut out,
        );
        assert_eq!(out, "| A    | B   |\n| ---- | --- |\n| 脑瘤 | x   |\n| e\u{301}    | 🔥  |\n");
    }
}
