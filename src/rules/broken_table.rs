//! `broken-table`.

use super::{Check, DocumentCx};
use crate::catalog::Align;
use crate::finding::{Finding, Fixable, Label, Level, Safety};
use crate::readme::{BrokenTable, BrokenTableKind};
use crate::text::{Edit, Span};

rule! {
    /// Lines that are written as a table and are shown as text: the line
    /// below the header has not as many cells as the header, is not made of
    /// hyphens, or is missing; or a blank line cuts rows off their table.
    ///
    /// ## Why
    ///
    /// The reader sees pipes and hyphens in one long paragraph.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// | Dataset | Size |
    /// | --- |
    /// | MSD | 484 |
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// | Dataset | Size |
    /// | --- | --- |
    /// | MSD | 484 |
    /// ```
    ///
    /// ## Fix
    ///
    /// Unsafe where the line below the header is wrong: writes it with as
    /// many cells as the header has. What was text is a table then.
    "broken-table",
    Some(Level::Error),
    Fixable::Unsafe,
    "lines written as a table and shown as text",
    Check::Document(check)
}

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    for broken in &cx.document.broken_tables {
        if cx.is_managed(broken.span) {
            continue;
        }
        let finding = match broken.kind {
            // A lone pipe is no header.
            BrokenTableKind::DelimiterCount { header: 0, .. } => continue,
            BrokenTableKind::DelimiterCount { header, delimiter } => {
                let message = format!(
                    "this is shown as text: the header has {header} cells, the line below it {delimiter}"
                );
                let place = broken.delimiter.unwrap_or(broken.span);
                let finding = cx
                    .finding(NAME, Level::Error, place, message)
                    .help(format!("write {header} cells of hyphens here"));
                mend_delimiter(cx, finding, broken)
            }
            BrokenTableKind::DelimiterMalformed => {
                let place = broken.delimiter.unwrap_or(broken.span);
                let finding = cx
                    .finding(
                        NAME,
                        Level::Error,
                        place,
                        "this is shown as text: the line below the header is not made of hyphens",
                    )
                    .help("write `| --- |`, one cell for each column");
                mend_delimiter(cx, finding, broken)
            }
            BrokenTableKind::NoHeader => cx
                .finding(
                    NAME,
                    Level::Error,
                    first_line(cx, broken.span),
                    "this is shown as text: no header stands above the hyphens",
                )
                .help("write the columns' titles on the line above, one for each"),
            BrokenTableKind::NoDelimiter => match broken.after {
                Some(table) => {
                    let table = cx.document.table(table);
                    let above = table.rows.last().map_or(table.header.span, |row| row.span);
                    cx.finding(
                        NAME,
                        Level::Error,
                        first_line(cx, broken.span),
                        "a blank line cuts these rows off their table: they are shown as text",
                    )
                    .related(Label::new(cx.file, above, "the table ends here"))
                    .help("take the blank line out")
                }
                // Two lines with pipes at both ends are a table; one may be
                // a figure of speech.
                None if broken.rows.len() < 2 => continue,
                None => cx
                    .finding(
                        NAME,
                        Level::Error,
                        first_line(cx, broken.span),
                        "this is shown as text: a table needs a line of hyphens below its header",
                    )
                    .help("write `| --- |`, one cell for each column, below the first line"),
            },
        };
        out.push(finding.subject(cx.title(broken.section)));
    }
}

/// Writes the delimiter anew, with the alignment of the cells it has.
fn mend_delimiter(cx: &DocumentCx<'_>, finding: Finding, broken: &BrokenTable) -> Finding {
    let (Some(delimiter), Some(header)) = (broken.delimiter, &broken.header) else { return finding };
    let written = cx.text()[delimiter.range()].trim_matches([' ', '\t']);
    let cells: Vec<&str> = written.trim_matches('|').split('|').map(str::trim).collect();
    let is_rule = |cell: &&str| {
        let bare = cell.strip_prefix(':').unwrap_or(cell);
        let bare = bare.strip_suffix(':').unwrap_or(bare);
        !bare.is_empty() && bare.bytes().all(|byte| byte == b'-')
    };
    // Where it is as it should be, something else is wrong with it, such as
    // being indented like code.
    if cells.len() == header.cells.len() && cells.iter().all(is_rule) {
        return finding;
    }
    let one = |index: usize| {
        let cell = cells.get(index).copied().unwrap_or("");
        match (cell.starts_with(':'), cell.len() > 1 && cell.ends_with(':')) {
            (true, true) => Align::Center,
            (true, false) => Align::Left,
            (false, true) => Align::Right,
            (false, false) => Align::None,
        }
        .rule(3)
    };
    let columns: Vec<String> = (0..header.cells.len()).map(one).collect();
    let line = format!("| {} |", columns.join(" | "));
    finding.fix(Safety::Unsafe, "write it anew", vec![Edit::new(delimiter, line)])
}

fn first_line(cx: &DocumentCx<'_>, span: Span) -> Span {
    let text = &cx.text()[span.range()];
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    let start = end - text[..end].trim_start_matches([' ', '\t', '>']).len();
    span.slice(start, end)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{self, readme};

    fn mended(text: &str) -> Option<String> {
        testing::mended(text, super::NAME)
    }

    #[test]
    fn the_line_of_hyphens_is_written_anew_with_its_alignment() {
        assert_eq!(
            mended("| a | b | c |\n|:-:|--:|\n| d | e | f |\n").as_deref(),
            Some("| :-: | --: | --- |")
        );
        assert_eq!(mended("| a | b |\n| — | — |\n| c | d |\n").as_deref(), Some("| --- | --- |"));
    }

    #[test]
    fn rows_without_header_or_hyphens_are_told() {
        assert_eq!(mended("|---|---|\n| a | b |\n"), None);
        assert_eq!(mended("| a | b |\n| c | d |\n"), None);
        assert_eq!(mended("| a | b |\n|---|---|\n| c | d |\n\n| e | f |\n"), None);
    }

    #[test]
    fn a_line_with_pipes_is_no_table() {
        for text in ["| a | b |\n", "[a](b) | [c](d)\n", "a || b\n", "| a | b |\n|---|---|\n| c | d |\n"] {
            assert!(readme(text, &[super::NAME]).findings.is_empty(), "{text}");
        }
    }
}
