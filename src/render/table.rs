//! Rows of cells → a GFM table.

use super::width::width;
use crate::catalog::{Align, Aligns, TableStyle};
use crate::limits;

/// Lays out a table whose cells are encoded already; every line ends with
/// `\n`.
///
/// Compact rows have one blank of padding, so that one changed record is one
/// changed line. Aligned columns are as wide as their widest cell and at
/// least three, as common formatters lay them out, up to a limit.
pub fn table(
    header: &[String],
    rows: impl IntoIterator<Item = Vec<String>>,
    style: TableStyle,
    aligns: &Aligns,
    out: &mut String,
) {
    match style {
        TableStyle::Compact => {
            compact_row(header, out);
            out.push('|');
            for index in 0..header.len() {
                let align = aligns.at(index);
                // A colon comes on top, as people write it: `:---:`.
                let width = 3 + align.rule(3).matches(':').count();
                out.push(' ');
                out.push_str(&align.rule(width));
                out.push_str(" |");
            }
            out.push('\n');
            // One row at a time: there may be very many.
            for row in rows {
                compact_row(&row, out);
            }
        }
        TableStyle::Aligned => {
            let rows: Vec<Vec<String>> = rows.into_iter().collect();
            let mut widths: Vec<usize> = header.iter().map(|cell| width(cell).max(3)).collect();
            for row in &rows {
                for (widest, cell) in widths.iter_mut().zip(row) {
                    *widest = (*widest).max(width(cell)).min(limits::ALIGNED);
                }
            }
            aligned_row(header, &widths, aligns, out);
            out.push('|');
            for (index, widest) in widths.iter().enumerate() {
                out.push(' ');
                out.push_str(&aligns.at(index).rule(*widest));
                out.push_str(" |");
            }
            out.push('\n');
            for row in &rows {
                aligned_row(row, &widths, aligns, out);
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

fn aligned_row(cells: &[String], widths: &[usize], aligns: &Aligns, out: &mut String) {
    out.push('|');
    for (index, (cell, widest)) in cells.iter().zip(widths).enumerate() {
        let blanks = widest.saturating_sub(width(cell));
        let before = match aligns.at(index) {
            Align::None | Align::Left => 0,
            Align::Center => blanks / 2,
            Align::Right => blanks,
        };
        out.push(' ');
        out.extend(std::iter::repeat_n(' ', before));
        out.push_str(cell);
        out.extend(std::iter::repeat_n(' ', blanks - before));
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
    fn columns_are_aligned_as_formatters_align_them() {
        let aligns = Aligns::Each(vec![Align::Left, Align::Center, Align::Right]);
        let mut out = String::new();
        let header = cells(&["Name", "Middle", "Right"]);
        table(&header, [cells(&["a", "b", "c"])], TableStyle::Aligned, &aligns, &mut out);
        assert_eq!(out, "| Name | Middle | Right |\n| :--- | :----: | ----: |\n| a    |   b    |     c |\n");
        out.clear();
        table(&header, [], TableStyle::Compact, &aligns, &mut out);
        assert_eq!(out, "| Name | Middle | Right |\n| :--- | :---: | ---: |\n");
    }

    #[test]
    fn compact_rows_have_one_blank_of_padding() {
        let mut out = String::new();
        table(&cells(&["A", "B"]), [cells(&["脑瘤", ""])], TableStyle::Compact, &Aligns::default(), &mut out);
        assert_eq!(out, "| A | B |\n| --- | --- |\n| 脑瘤 | |\n");
    }

    #[test]
    fn aligned_columns_are_as_wide_as_they_look() {
        let mut out = String::new();
        table(
            &cells(&["A", "B"]),
            [cells(&["脑瘤", "x"]), cells(&["e\u{301}", "🔥"])],
            TableStyle::Aligned,
            &Aligns::default(),
            &mut out,
        );
        assert_eq!(out, "| A    | B   |\n| ---- | --- |\n| 脑瘤 | x   |\n| e\u{301}    | 🔥  |\n");
    }
}
