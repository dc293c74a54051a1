//! Long tables and lists, thinned out for the parser.
//!
//! Most of a long table is rows of plain words and bare links, which mean what
//! they say. The parser is given the table without them: it still decides that
//! it is a table, and reads whatever is more than plain; the walk puts the
//! other rows back (`tables`). Where only what stands outside of managed
//! regions is asked for, the rows of their tables are not put back, and plain
//! items of their lists and plain text below their headings are left out too.
//!
//! If the parser takes anything that was thinned for something else, the text
//! is parsed whole. So the document is the same either way, which a test holds
//! on generated texts.

mod plain;
mod references;

pub(super) use plain::PlainCell;

use super::Rows;
use crate::readme::region;
use crate::text::line_starts;
use comrak::nodes::{AstNode, ListType, NodeValue};
use plain::{is_plain_item, is_plain_row};
use references::length_needed;
use std::ops::Range;

/// Shorter tables and lists are left alone.
const LONG: usize = 12;

/// A text without most of what is plain in it.
#[derive(Debug)]
pub(super) struct Thinned {
    /// What is left.
    pub(super) text: String,
    /// For each line of it the line that it was, both from 0.
    lines: Vec<usize>,
    /// What lines were taken from, in order.
    taken: Vec<Taken>,
}

/// What lines were taken from.
#[derive(Debug)]
struct Taken {
    /// Its lines in the whole text, from 0.
    lines: Range<usize>,
    kind: Kind,
    /// Whether it is left without them: it stands between marks of a region,
    /// as far as can be told before the text is parsed.
    for_good: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Table {
        columns: usize,
    },
    List,
    /// A heading with what stands below it.
    Headed,
}

/// `markdown` without the plain rows of its long tables; `None` if there are
/// none. Those that are not among the `rows` that are asked for are left out
/// for good, and so are plain items of lists and what is plain below headings.
pub(super) fn thin(markdown: &str, rows: Rows) -> Option<Thinned> {
    if !markdown.contains("\n|") && (rows == Rows::All || !markdown.contains("catalint:")) {
        return None;
    }
    let lines = Lines { text: markdown, starts: line_starts(markdown, 0) };
    let (mut taken, mut kept) = (Vec::new(), Vec::new());
    let mut marked = false;
    let mut first = 0;
    while first < lines.count() {
        let for_good = marked && rows == Rows::NotManaged;
        let thinned = match lines.at(first).as_bytes().first() {
            Some(b'|') => lines.thin_table(first, &mut kept),
            Some(b'-') if for_good => lines.thin_list(first, &mut kept),
            Some(b'#') if for_good => lines.thin_below(first, &mut kept),
            _ => None,
        };
        if let Some((lines, kind)) = thinned {
            first = lines.end;
            taken.push(Taken { lines, kind, for_good });
            continue;
        }
        marked = region::mark(lines.at(first)).unwrap_or(marked);
        // What follows a row that is none of a long table is none either.
        let end = first + lines.rows(first).max(1);
        kept.extend(first..end);
        first = end;
    }
    if kept.len() == lines.count() {
        return None;
    }
    let text_of = |kept: &[usize]| kept.iter().map(|&number| lines.at(number)).collect::<String>();
    let mut text = text_of(&kept);
    let needed = length_needed(&text);
    if needed > markdown.len().min(references::MOST) {
        return None;
    }
    if needed > text.len() {
        lines.put_back(&mut kept, needed - text.len());
        text = text_of(&kept);
    }
    Some(Thinned { text, lines: kept, taken })
}

/// A text by its lines, which are counted from 0.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<u32>,
}

impl<'t> Lines<'t> {
    fn count(&self) -> usize {
        self.starts.len()
    }

    /// A line with its end.
    fn at(&self, number: usize) -> &'t str {
        let end = self.starts.get(number + 1).map_or(self.text.len(), |&end| end as usize);
        &self.text[self.starts[number] as usize..end]
    }

    /// How many lines from `first` on could be rows.
    fn rows(&self, first: usize) -> usize {
        (first..self.count()).take_while(|&number| self.at(number).starts_with('|')).count()
    }

    /// Keeps what is not plain of the long table that begins on line `first`.
    fn thin_table(&self, first: usize, kept: &mut Vec<usize>) -> Option<(Range<usize>, Kind)> {
        let lines = first..first + self.rows(first);
        let columns = if lines.len() >= LONG { delimiter(self.at(first + 1)) } else { None }?;
        // The parser says where a table ends by its last row.
        let inner = first + 3..lines.end - 1;
        let is_left = |&number: &usize| !(inner.contains(&number) && is_plain_row(self.at(number), columns));
        kept.extend(lines.clone().filter(is_left));
        Some((lines, Kind::Table { columns }))
    }

    /// Keeps what is not plain of the long list that begins on line `first`.
    fn thin_list(&self, first: usize, kept: &mut Vec<usize>) -> Option<(Range<usize>, Kind)> {
        let mut items: Vec<Range<usize>> = Vec::new();
        for number in first..self.count() {
            let line = self.at(number);
            if line.starts_with("- ") {
                items.push(number..number);
            } else if !(line.starts_with("  ") || line.trim_end_matches(['\r', '\n']).is_empty()) {
                break;
            }
            items.last_mut()?.end = number + 1;
        }
        if items.len() < LONG {
            return None;
        }
        // The first items make it the list it is, the last says where it ends.
        let inner = 2..items.len() - 1;
        for (index, item) in items.iter().enumerate() {
            if !(inner.contains(&index) && item.clone().all(|number| is_plain_item(self.at(number)))) {
                kept.extend(item.clone());
            }
        }
        Some((first..items.last()?.end, Kind::List))
    }

    /// Keeps the heading on line `first`, if all that stands between it and
    /// the next one is plain.
    fn thin_below(&self, first: usize, kept: &mut Vec<usize>) -> Option<(Range<usize>, Kind)> {
        let is_heading = |line: &str| {
            let marks = line.bytes().take_while(|&byte| byte == b'#').count();
            (1..=6).contains(&marks) && line[marks..].starts_with(' ')
        };
        if !is_heading(self.at(first)) {
            return None;
        }
        let next = (first + 1..self.count()).find(|&number| !is_plain_item(self.at(number)))?;
        is_heading(self.at(next)).then(|| {
            kept.push(first);
            (first..next, Kind::Headed)
        })
    }

    /// Takes lines of at least `length` bytes that are not `kept` to those that
    /// are, up to where a row, an item or something else begins.
    fn put_back(&self, kept: &mut Vec<usize>, length: usize) {
        let mut next = kept.iter().copied().peekable();
        let mut missing = length;
        let mut back = Vec::new();
        for number in 0..self.count() {
            if next.next_if_eq(&number).is_some() {
                continue;
            }
            let line = self.at(number);
            let follows = back.last().is_some_and(|&last| last + 1 == number);
            if missing == 0 && (!follows || line.starts_with(['|', '-'])) {
                break;
            }
            back.push(number);
            missing = missing.saturating_sub(line.len());
        }
        kept.extend(back);
        kept.sort_unstable();
    }
}

impl Thinned {
    /// The lines of the rows that are left of the table that begins on line
    /// `first`, both from 0, if it is left without the others.
    pub(super) fn rows_left(&self, first: usize) -> Option<&[usize]> {
        let index = self.taken.binary_search_by_key(&first, |taken| taken.lines.start).ok()?;
        let taken = Some(&self.taken[index]).filter(|taken| taken.for_good)?;
        let place = |line: usize| self.lines.partition_point(|&kept| kept < line);
        let rows = place(taken.lines.start + 2)..place(taken.lines.end);
        Some(&self.lines[rows])
    }

    /// The lines, from 0, of each table and list that is left without some.
    pub(super) fn left_out(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.taken.iter().filter(|taken| taken.for_good).map(|taken| taken.lines.clone())
    }

    /// Gives the nodes of the tree the lines that they have in the whole text.
    /// Returns whether everything that was thinned is what it seemed.
    pub(super) fn restore<'a>(&self, root: &'a AstNode<'a>) -> bool {
        let line = |number: usize| match number.checked_sub(1) {
            Some(number) => self.lines.get(number).or(self.lines.last()).map_or(1, |line| line + 1),
            None => 0,
        };
        for node in root.descendants() {
            let place = &mut node.data_mut().sourcepos;
            place.start.line = line(place.start.line);
            place.end.line = line(place.end.line);
        }
        let mut found = root.children().map(|node| {
            let data = node.data();
            let lines = data.sourcepos.start.line.saturating_sub(1)..data.sourcepos.end.line;
            match &data.value {
                NodeValue::Table(table) => (lines, Some(Kind::Table { columns: table.alignments.len() })),
                NodeValue::List(list) if list.list_type == ListType::Bullet => (lines, Some(Kind::List)),
                NodeValue::Heading(heading) if !heading.setext => (lines, Some(Kind::Headed)),
                _ => (lines, None),
            }
        });
        self.taken.iter().all(|taken| {
            found.any(|(lines, kind)| {
                // Where a list ends is not told rightly.
                let same = match taken.kind {
                    Kind::Table { .. } => lines == taken.lines,
                    Kind::List | Kind::Headed => lines.start == taken.lines.start,
                };
                same && kind == Some(taken.kind)
            })
        })
    }
}

/// How many columns a delimiter row has, if the line is one.
fn delimiter(line: &str) -> Option<usize> {
    let cells = line.trim_end_matches([' ', '\r', '\n']).strip_prefix('|')?.strip_suffix('|')?;
    let mut columns = 0;
    for cell in cells.split('|') {
        let cell = cell.trim_matches(' ');
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        if dashes.is_empty() || dashes.bytes().any(|byte| byte != b'-') {
            return None;
        }
        columns += 1;
    }
    Some(columns)
}

#[cfg(test)]
mod tests {
    use super::super::{document, without_managed_rows};
    use super::{Rows, thin};
    use crate::readme::BlockKind;
    use crate::readme::laws::check;
    use proptest::prelude::*;

    /// That the document is the same thinned or whole is one of the laws.
    fn same(text: &str) {
        check(text);
    }

    fn table(header: &str, rows: &[String]) -> String {
        let columns = header.matches('|').count() - 1;
        format!("{header}\n|{}\n{}\n", " --- |".repeat(columns), rows.join("\n"))
    }

    #[test]
    fn a_long_table_is_parsed_without_its_plain_rows() {
        let rows: Vec<String> = (0..30)
            .map(|n| format!("| name {n} 脑 | <https://a.b/{n}> | {} | |", "*x* y".repeat(n / 29)))
            .collect();
        let text = format!("# A\n\n{}\ntext\n", table("| a | b | c | d |", &rows));
        let thinned = thin(&text, Rows::All).expect("a long table");
        assert!(thinned.text.lines().count() < 12, "{}", thinned.text);
        same(&text);
        same(&text.replace('\n', "\r\n"));
        same(&format!("---\na: b\n---\n{text}"));
        assert_eq!(document(&text).links.len(), 30);
    }

    #[test]
    fn plain_rows_of_managed_tables_are_left_out_where_they_are_not_asked_for() {
        let rows: Vec<String> = (0..30).map(|n| format!("| {n} | {} |", "*x* y".repeat(n / 29))).collect();
        let table = table("| a | b |", &rows);
        let managed = format!("<!-- catalint:begin a -->\n\n{table}\n<!-- catalint:end a -->\n");
        let left = |text: &str| {
            let (document, left_out) = without_managed_rows(text);
            let rows: Vec<usize> = document.tables.iter().map(|table| table.rows.len()).collect();
            (rows, left_out.len())
        };
        assert_eq!(left(&managed), (vec![2], 1));
        assert_eq!(left(&format!("{table}\n{managed}\n{table}")), (vec![30, 2, 30], 1));
        // What is taken for a mark and is none is found out afterwards.
        let shown = format!("<!-- of\n<!-- catalint:begin a -->\n\n{table}");
        assert_eq!(left(&shown), (vec![2], 1));
        assert_eq!(crate::readme::outside_regions(&shown).0.tables[0].rows.len(), 30);
        [managed, shown].iter().for_each(|text| same(text));
    }

    #[test]
    fn plain_items_of_managed_lists_are_left_out_where_they_are_not_asked_for() {
        let item = |n: usize| {
            let odd = if n == 20 { " <a id=\"x\">" } else { "" };
            format!(
                "- [a {n}](https://a.b/{n}) – 脑{odd}\n  - **Size**: 3 x, *y*\n\n  some _words_ <https://c.d>\n"
            )
        };
        let list: String = (0..30).map(item).collect();
        let managed =
            format!("- x\n\n<!-- catalint:begin a -->\n\n{list}\n<!-- catalint:end a -->\n\n{list}");
        let (document, left_out) = without_managed_rows(&managed);
        let end = managed.find("<!-- catalint:end").unwrap();
        let items = document
            .blocks
            .iter()
            .filter(|block| matches!(&block.kind, BlockKind::Item(item) if item.depth == 0));
        let (before, after): (Vec<_>, Vec<_>) = items.partition(|block| block.span.start() < end);
        assert_eq!((before.len(), after.len(), left_out.len()), (1 + 4, 30, 1));
        assert_eq!(document.custom_anchors.len(), 2);
        for text in [
            managed.clone(),
            managed.replace('\n', "\r\n"),
            managed.replace("\n\n  some", "\n  some"),
            managed.replace("- x\n", "```\n"),
            managed.replace("- x\n", "> <!-- x\n"),
            managed.replace("  some", "  ---\n  some"),
            managed.replace("  some", "  # some"),
            managed.replace("  some", "      some"),
            managed.replace("a -->\n\n", "a -->\n"),
            managed.replace("- [a 7]", "* [a 7]"),
            managed.replace("- [a 7]", "- - - "),
            managed.replace("_words_", "[r]: x"),
            format!("{managed}\n[a 5]: /x\n"),
        ] {
            same(&text);
        }
    }

    #[test]
    fn plain_text_below_managed_headings_is_left_out_where_it_is_not_asked_for() {
        let entry = |n: usize| {
            let odd = if n == 20 { "\n<a id=\"x\">\n" } else { "" };
            format!("### Name {n}\n\nSome *words*.\n{odd}\n- **Size**: {n}\n\n<https://a.b/{n}>\n\n")
        };
        let prose: String = (0..30).map(entry).collect();
        let managed =
            format!("## A\n\n<!-- catalint:begin a -->\n\n{prose}<!-- catalint:end a -->\n\n{prose}");
        let (document, left_out) = without_managed_rows(&managed);
        // What is not plain stays, and what stands below the last heading.
        assert_eq!((document.headings.len(), left_out.len()), (61, 28));
        assert_eq!((document.links.len(), document.custom_anchors.len()), (2 + 30, 2));
        for text in [
            managed.clone(),
            managed.replace('\n', "\r\n"),
            managed.replace("## A", "```"),
            managed.replace("## A", "<!-- x"),
            managed.replace("Some", "Some\n---\n"),
            managed.replace("### Name 7", "Name 7\n==="),
            managed.replace("- **Size**", "> **Size**"),
        ] {
            same(&text);
        }
    }

    #[test]
    fn what_is_no_table_is_parsed_whole() {
        let rows: Vec<String> = (0..30).map(|n| format!("| name {n} | <https://a.b/{n}> |")).collect();
        let table = table("| a | b |", &rows);
        for text in [
            format!("```\n{table}```\n"),
            format!("<div>\n{table}</div>\n"),
            format!("<!--\n{table}-->\n"),
            format!("- item\n{table}"),
            format!("> quote\n{table}"),
            format!("text\n{table}"),
            format!("1. item\n\n{table}more\n"),
            format!("{table}glued\n{table}"),
            format!("| x |\n{table}"),
        ] {
            same(&text);
        }
    }

    #[test]
    fn all_references_are_resolved_though_that_takes_a_long_text() {
        // Few references need little, more a part of the rows; of very many
        // nobody is sure.
        for (every, wanted) in [(100, 0..100), (8, 100..300), (1, 400..401)] {
            let row = |n: usize| {
                let link = if n.is_multiple_of(every) { "[r]" } else { "" };
                format!("| name {n}, which is longer than most | {link} |")
            };
            let rows: Vec<String> = (0..400).map(row).collect();
            let text = format!("{}\n[r]: https://x.y/{}\n", table("| a | b |", &rows), "z".repeat(60));
            let left = thin(&text, Rows::All).map_or(400, |thinned| thinned.text.lines().count());
            assert!(wanted.contains(&left), "{left} of {wanted:?}");
            same(&text);
        }
    }

    fn cells() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "[a-z0-9 ]{0,6}",
            2 => prop::sample::select(vec![
                "[r]", "[x][r]", "<https://a.b/c>", "<http://x.y/?q=脑&r>", "[a](https://b.c)", "[a b](https://b.c/d?e=1#f)",
                "[a](<https://b.c>)", "[a](https://b.c \"t\")", "[脑](http://b.c/脑)", "[](https://b.c)", "[a](b)", "[a](https://b.c/(d))", "https://a.b", "www.a.b", "a@b.c",
                "脑 瘤", "*x*", "`a`", "\\|", "a:b", "mailto:a@b.c", "<br>", "&amp;", "1. x", "- y", "# z", "> q", "[x]",
                "![i](j)", "~~s~~", "<https://a.b/[c]>", "<https://a.b/c d>", "[^1]", ":smile:", "a // b", "<a id=\"x\">",
            ]).prop_map(String::from),
            2 => "[ -~]{0,8}",
            1 => "\\PC{0,4}",
            1 => any::<char>().prop_map(|c| format!("a{c}b{c}")),
        ]
    }

    const END: &str = "<!-- catalint:end a -->";

    fn texts() -> impl Strategy<Value = String> {
        let row =
            prop::collection::vec(cells(), 1..=3).prop_map(|cells| format!("| {} |", cells.join(" | ")));
        let line = prop_oneof![
            60 => row,
            1 => prop::sample::select(vec!["", "text", "- item", "> q", "```", "<div>", "# h", "|", "| a", "  | b |", END])
                .prop_map(String::from),
        ];
        (
            prop::sample::select(vec![
                "",
                "text\n",
                "\u{FEFF}",
                "- a\n\n",
                "```\n",
                "> q\n",
                "# h\n\n",
                "<!-- catalint:begin a -->\n",
                "---\na: b\n---\n<!-- catalint:begin a -->\n\n",
                "> q\n<!-- catalint:begin a -->\n",
                "<!-- x\n<!-- catalint:begin a -->\n",
            ]),
            prop::collection::vec(prop::collection::vec(line, 10..40), 1..3),
            prop::sample::select(vec![
                "",
                "\n[r]: https://a.b\n",
                "\n[r]:\nhttps://a.b/LONG\n'&nGt;'\n",
                "> [r]: /LONG\n> '\n",
            ]),
            0usize..400,
            prop::sample::select(vec!["\n", "\r\n"]),
        )
            .prop_map(|(start, tables, defined, long, end)| {
                let defined = defined.replace("LONG", &"z".repeat(long));
                let tables: Vec<String> = tables.iter().map(|rows| table("| a | b |", rows)).collect();
                format!("{start}{}\n{END}\n{defined}", tables.join("\n")).replace('\n', end)
            })
    }

    fn lists() -> impl Strategy<Value = String> {
        let start = prop::sample::select(vec![
            "- ", "- ", "- ", "- ", "  - ", "  ", "    ", "", "* ", "1. ", "-", "- - ",
        ]);
        let line = (start, cells()).prop_map(|(start, text)| format!("{start}{text}"));
        let line = prop_oneof![
            30 => line,
            4 => Just(String::new()),
            1 => prop::sample::select(vec!["## h", "### [a](https://b.c)", "## *h*", "#", "h\n===", "  ---", "  ===", "---", "  # h", "  ```", "  <div>", "  > q", "  [r]: x", END]).prop_map(String::from),
        ];
        let begin = prop::sample::select(vec![
            "<!-- catalint:begin a -->\n\n",
            "<!-- catalint:begin a -->\n",
            "- x\n<!-- catalint:begin a -->\n",
            "```\n<!-- catalint:begin a -->\n",
        ]);
        let after = prop::sample::select(vec!["", "\n[a]: /x\n", "\n- x\n", "  y\n"]);
        // What is long enough has an item, or a heading, after each line.
        let next = prop::sample::select(vec!["\n- a\n", "\n- a\n", "\n\n## a\n\n", "\n# a\n"]);
        (
            begin,
            prop::collection::vec(line, 20..60),
            next,
            after,
            prop::sample::select(vec!["\n", "\r\n", "\r"]),
        )
            .prop_map(|(begin, lines, next, after, end)| {
                let line =
                    |line: &String| if line.is_empty() { "\n".to_string() } else { format!("{line}{next}") };
                let lines: String = lines.iter().map(line).collect();
                format!("{begin}{lines}\n{END}\n{after}").replace('\n', end)
            })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn what_stands_outside_is_the_same_though_items_are_left_out(text in lists()) {
            same(&text);
        }

        #[test]
        fn the_document_is_the_same_thinned_or_whole(text in texts()) {
            same(&text);
        }
    }
}
