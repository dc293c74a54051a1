//! The shapes that pipe tables have in READMEs, one test each.

use super::*;
use crate::catalog::Align;
use crate::text::Span;

fn parse(text: &str) -> Document {
    Document::parse(text)
}

fn cells(text: &str, row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| text[cell.span.range()].to_owned()).collect()
}

fn values(text: &str, table: &Table) -> Vec<Vec<String>> {
    let value = |row: &Row| row.cells.iter().map(|cell| table.value(text, cell).into_owned()).collect();
    table.rows.iter().map(value).collect()
}

fn links<'t>(text: &'t str, document: &Document) -> Vec<(LinkKind, &'t str, String)> {
    let of = |link: &Link| (link.kind, &text[link.span.range()], link.destination.clone());
    document.links.iter().map(of).collect()
}

#[test]
fn a_table_with_or_without_outer_pipes() {
    for text in ["| a | b |\n|:--|--:|\n| c | d |\n", "a | b\n:-- | --:\nc | d"] {
        let document = parse(text);
        let table = &document.tables[0];
        assert_eq!(cells(text, &table.header), ["a", "b"]);
        assert_eq!(table.alignments, [Align::Left, Align::Right]);
        assert_eq!(values(text, table), [["c", "d"]]);
        assert_eq!(table.span, Span::new(0, text.trim_end().len()));
        assert!(table.alone && table.prefix.is_empty());
    }
}

#[test]
fn pipes_in_cells_split_as_github_splits_them() {
    let text = "| a | b |\n|---|---|\n| x \\| y | `p \\| q` |\n| `r | s` |\n";
    let document = parse(text);
    let table = &document.tables[0];
    assert_eq!(values(text, table), [["x | y", "`p | q`"], ["`r", "s`"]]);
    assert_eq!(document.plain(table.rows[0].cells[1].plain), "p | q");
}

#[test]
fn rows_with_too_many_or_too_few_cells_keep_all() {
    let text = "| a | b |\n|---|---|\n| c |\n| d | e | [f](https://f.example) \\| `g` |\n| h | i |\n";
    let document = parse(text);
    let table = &document.tables[0];
    let fits: Vec<Fit> = table.rows.iter().map(|row| row.fit).collect();
    assert_eq!(fits, [Fit::Short, Fit::Surplus, Fit::Full]);
    // GitHub shows nothing of a surplus cell; its link is found all the same.
    assert_eq!(
        links(text, &document),
        [(LinkKind::Inline, "[f](https://f.example)", "https://f.example".to_owned())]
    );
    assert_eq!(document.plain(table.rows[1].cells[2].plain), "f | g");
    assert_eq!(&text[document.codes[0].span.range()], "`g`");
    assert_eq!(table.ragged().count(), 2);
}

#[test]
fn links_after_an_escaped_pipe_keep_their_places() {
    let text = "| a | b |\n|---|---|\n| 脑 \\| \\| [x](y) `\\|` <z@a.example> | https://a.example/?q=\\| |\n";
    let document = parse(text);
    let shown: Vec<&str> = document.links.iter().map(|link| &text[link.span.range()]).collect();
    assert_eq!(shown, ["[x](y)", "<z@a.example>", "https://a.example/?q=\\|"]);
    assert_eq!(&text[document.codes[0].span.range()], "`\\|`");
}

#[test]
fn tables_in_items_quotes_and_details() {
    let text = "- x\n\n  | a | b |\n  |---|---|\n  | c | d |\n\n> > | e |\n> > |---|\n> > | f |\n\n\
        <details><summary>More <b>here</b></summary>\n\n| g | h |\n|---|---|\n| i | j |\n\n</details>\n\n- | k | l |\n  |---|---|\n  | m | n |\n";
    let document = parse(text);
    let prefixes: Vec<&str> = document.tables.iter().map(|table| &text[table.prefix.range()]).collect();
    assert_eq!(prefixes, ["  ", "> > ", "", "  "]);
    let alone: Vec<bool> = document.tables.iter().map(|table| table.alone).collect();
    assert_eq!(alone, [true, true, true, false]);
    assert_eq!(values(text, &document.tables[1]), [["f"]]);
    let details = document.details_at(document.tables[2].span.start());
    assert_eq!(document.plain(details[0].plain), "More here");
    assert!(details[0].closed && document.details_at(0).is_empty());
}

#[test]
fn a_line_glued_below_a_table_is_marked() {
    let text = "| a | b |\n|---|---|\n| c | d |\nSource: somewhere\n\nafter\n";
    let document = parse(text);
    let table = &document.tables[0];
    assert_eq!(table.rows[1].fit, Fit::Glued);
    assert_eq!(cells(text, &table.rows[1]), ["Source: somewhere"]);
}

#[test]
fn an_address_in_a_cell_beyond_the_columns_ends_where_the_cell_does() {
    for address in ["http://", "https://a.example/b"] {
        let text = format!("|a|\n|-|\n|1|{address}");
        for link in &parse(&text).links {
            assert_eq!((&text[link.span.range()], link.destination.as_str()), (address, address));
        }
    }
}

#[test]
fn a_line_glued_above_a_table_is_a_paragraph() {
    let text = "Title\n| a | b |\n|---|---|\n| c | d |\n";
    let document = parse(text);
    assert_eq!(document.tables[0].span.start(), 6);
    assert_eq!(&text[document.block(BlockId(0)).span.range()], "Title");
    assert_eq!(cells(text, &document.tables[0].header), ["a", "b"]);
}

#[test]
fn what_fails_to_be_a_table_is_told() {
    let text = "| a | b |\n|---|\n| c | [d](e) |\n";
    let document = parse(text);
    let broken = &document.broken_tables[0];
    assert_eq!(broken.kind, BrokenTableKind::DelimiterCount { header: 2, delimiter: 1 });
    assert_eq!(cells(text, &broken.rows[0]), ["c", "[d](e)"]);
    assert_eq!(document.plain(broken.rows[0].cells[1].plain), "d");
    assert_eq!(document.links.len(), 1);
    let text = "| a | b |\n|---|---|\n| c | d |\n\n| e | f |\n| g | h |\n";
    let document = parse(text);
    let broken = &document.broken_tables[0];
    assert_eq!((broken.kind, broken.after), (BrokenTableKind::NoDelimiter, Some(TableId(0))));
    assert_eq!(broken.rows.len(), 2);
}
