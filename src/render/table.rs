//! Rows of cells → a GFM table.

use super::body::Body;
use super::width::width;
use crate::catalog::{Align, Aligns, TableStyle};
use crate::limits;

/// Lays out a table whose cells are encoded already; every line ends with
/// `\n`.
///
/// Compact rows have one blank of padding, so that one changed record is one
/// changed line. Aligned columns are as wide as their widest cell and at
/// least three, as common formatters lay them out, up to a limit.
pub(super) fn table(
    header: &[String],
    rows: impl IntoIterator<Item = Vec<String>>,
    style: TableStyle,
    aligns: &Aligns,
    out: &mut Body<'_>,
) {
    match style {
        TableStyle::Compact => {
            out.push(|out| {
                compact_row(header, out);
                // A colon comes on top, as people write it: `:---:`.
                let colons = |align: Align| align.rule(3).matches(':').count();
                rule(header.len(), aligns, |_, align| 3 + colons(align), out);
            });
            // One row at a time: there may be very many.
            for row in rows {
                out.push(|out| compact_row(&row, out));
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
            out.push(|out| {
                aligned_row(header, &widths, aligns, out);
                rule(header.len(), aligns, |index, _| widths[index], out);
            });
            for row in &rows {
                out.push(|out| aligned_row(row, &widths, aligns, out));
            }
        }
    }
}

/// The row of hyphens below a header of `columns`.
fn rule(columns: usize, aligns: &Aligns, width: impl Fn(usize, Align) -> usize, out: &mut String) {
    out.push('|');
    for index in 0..columns {
        let align = aligns.at(index);
        out.push(' ');
        out.push_str(&align.rule(width(index, align)));
        out.push_str(" |");
    }
    out.push('\n');
}

/// One row as a compact table has it, with its line end.
pub(super) fn compact_row(cells: &[String], out: &mut String) {
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

    fn laid_out(header: &[&str], rows: &[&[&str]], style: TableStyle, aligns: &Aligns) -> String {
        let mut out = Body::whole();
        table(&cells(header), rows.iter().map(|row| cells(row)), style, aligns, &mut out);
        out.end()
    }

    #[test]
    fn columns_are_aligned_as_formatters_align_them() {
        let aligns = Aligns::Each(vec![Align::Left, Align::Center, Align::Right]);
        let header = ["Name", "Middle", "Right"];
        assert_eq!(
            laid_out(&header, &[&["a", "b", "c"]], TableStyle::Aligned, &aligns),
            "| Name | Middle | Right |\n| :--- | :----: | ----: |\n| a    |   b    |     c |\n"
        );
        assert_eq!(
            laid_out(&header, &[], TableStyle::Compact, &aligns),
            "| Name | Middle | Right |\n| :--- | :---: | ---: |\n"
        );
    }

    #[test]
    fn compact_rows_have_one_blank_of_padding() {
        assert_eq!(
            laid_out(&["A", "B"], &[&["脑瘤", ""]], TableStyle::Compact, &Aligns::default()),
            "| A | B |\n| --- | --- |\n| 脑瘤 | |\n"
        );
    }

    #[test]
    fn aligned_columns_are_as_wide_as_they_look() {
        let rows: &[&[&str]] = &[&["脑瘤", "x"], &["e\u{301}", "🔥"]];
        assert_eq!(
            laid_out(&["A", "B"], rows, TableStyle::Aligned, &Aligns::default()),
            "| A    | B   |\n| ---- | --- |\n| 脑瘤 | x   |\n| e\u{301}    | 🔥  |\n"
        );
    }
}
