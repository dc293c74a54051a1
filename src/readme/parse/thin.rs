//! Long tables, thinned out for the parser.
//!
//! Most of a long table is rows of plain words and bare links, which mean what
//! they say. The parser is given the table without them: it still decides that
//! it is a table, and reads whatever is more than plain; the walk puts the
//! other rows back (`tables`), but for those in managed regions where only
//! what stands outside is asked for. If the parser takes anything that was thinned
//! for something else than a table, the text is parsed whole. So the document
//! is the same either way, which a test holds on generated tables.

use crate::readme::region;
use crate::text::line_starts;
use comrak::nodes::{AstNode, NodeValue};
use std::ops::Range;

/// Shorter tables are left alone.
const LONG: usize = 12;

/// A text without the plain rows of its long tables.
#[derive(Debug)]
pub(super) struct Thinned {
    /// What is left.
    pub(super) text: String,
    /// For each line of it the line that it was, both from 0.
    lines: Vec<usize>,
    /// The tables that rows were taken from.
    tables: Vec<Taken>,
}

/// A table that rows were taken from.
#[derive(Debug)]
struct Taken {
    /// Its lines in the whole text, from 0.
    lines: Range<usize>,
    columns: usize,
    /// Whether it stands between marks of a region, as far as can be told
    /// before the text is parsed.
    marked: bool,
}

/// `markdown` without the plain rows of its long tables; `None` if there are
/// none.
pub(super) fn thin(markdown: &str) -> Option<Thinned> {
    if !markdown.contains("\n|") {
        return None;
    }
    let starts = line_starts(markdown, 0);
    let line = |number: usize| {
        let end = starts.get(number + 1).map_or(markdown.len(), |&end| end as usize);
        &markdown[starts[number] as usize..end]
    };
    let mut tables = Vec::new();
    let mut kept = Vec::new();
    let mut marked = false;
    let mut number = 0;
    while number < starts.len() {
        let run = (number..starts.len()).take_while(|&at| line(at).starts_with('|')).count();
        let columns = if run >= LONG { delimiter(line(number + 1)) } else { None };
        match columns {
            Some(columns) => {
                let lines = number..number + run;
                // The parser says where a table ends by its last row.
                let plain = |at: usize| at > number + 2 && at + 1 < lines.end && is_plain(line(at), columns);
                kept.extend(lines.clone().filter(|&at| !plain(at)));
                number = lines.end;
                tables.push(Taken { lines, columns, marked });
            }
            None => {
                marked = region::mark(line(number)).unwrap_or(marked);
                let next = number + run.max(1);
                kept.extend(number..next);
                number = next;
            }
        }
    }
    if kept.len() == starts.len() {
        return None;
    }
    let text_of = |kept: &[usize]| kept.iter().map(|&number| line(number)).collect::<String>();
    let mut text = text_of(&kept);
    let needed = length_for_references(&text);
    if needed > markdown.len().min(MOST_FOR_REFERENCES) {
        return None;
    }
    if needed > text.len() {
        put_back(&mut kept, needed - text.len(), starts.len(), |number| line(number).len());
        text = text_of(&kept);
    }
    Some(Thinned { text, lines: kept, tables })
}

/// The parser resolves references until what they lead to is as long as the
/// text, or this.
const MOST_FOR_REFERENCES: usize = 100_000;

/// How long a text must be, in bytes, that the parser is sure to resolve all
/// of its references. Plain rows hold none.
fn length_for_references(text: &str) -> usize {
    if !text.contains("]:") {
        return 0;
    }
    let (mut longest, mut length, mut defines) = (0, 0, false);
    for line in text.split_inclusive('\n').chain([""]) {
        // A definition goes on over lines, but not over a blank one.
        if line.trim_matches([' ', '\t', '\r', '\n', '>']).is_empty() {
            longest = longest.max(if defines { length } else { 0 });
            (length, defines) = (0, false);
        }
        length += line.len();
        defines |= line.contains("]:");
    }
    // Character references can be longer when they are resolved.
    text.matches(']').count().saturating_mul(2 * longest)
}

/// Takes lines of at least `length` bytes that are not `kept` to those that
/// are.
fn put_back(kept: &mut Vec<usize>, length: usize, lines: usize, length_of: impl Fn(usize) -> usize) {
    let mut next = kept.iter().copied().peekable();
    let mut missing = length;
    let mut back = Vec::new();
    for number in 0..lines {
        if next.next_if_eq(&number).is_none() {
            back.push(number);
            missing = missing.saturating_sub(length_of(number));
            if missing == 0 {
                break;
            }
        }
    }
    kept.extend(back);
    kept.sort_unstable();
}

impl Thinned {
    /// The lines of the rows that are left of the table that begins on line
    /// `first`, both from 0, if rows were taken from it between marks of a
    /// region.
    pub(super) fn rows_left(&self, first: usize) -> Option<&[usize]> {
        let index = self.tables.binary_search_by_key(&first, |taken| taken.lines.start).ok()?;
        let taken = Some(&self.tables[index]).filter(|taken| taken.marked)?;
        let place = |line: usize| self.lines.partition_point(|&kept| kept < line);
        let rows = place(taken.lines.start + 2)..place(taken.lines.end);
        Some(&self.lines[rows])
    }

    /// Gives the nodes of the tree the lines that they have in the whole text.
    /// Returns whether everything that was thinned is a table in it.
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
        let mut found = root.children().filter_map(|node| {
            let data = node.data();
            let NodeValue::Table(table) = &data.value else { return None };
            Some((data.sourcepos.start.line - 1..data.sourcepos.end.line, table.alignments.len()))
        });
        self.tables
            .iter()
            .all(|taken| found.any(|(lines, columns)| lines == taken.lines && columns == taken.columns))
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

/// Whether a row has as many cells as there are columns, and nothing in them
/// that means anything but itself.
fn is_plain(line: &str, columns: usize) -> bool {
    let line = line.trim_end_matches(['\r', '\n']);
    let Some(cells) = line.strip_prefix('|').and_then(|cells| cells.strip_suffix('|')) else { return false };
    let mut count = 0;
    cells.split('|').all(|cell| {
        count += 1;
        PlainCell::read(cell.trim_matches(' ')).is_some()
    }) && count == columns
}

/// What a cell without padding holds, where that is plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlainCell<'t> {
    /// Words, or nothing.
    Words(&'t str),
    /// `<url>`
    Bare(&'t str),
    /// `[words](url)`
    Link(&'t str, &'t str),
}

impl<'t> PlainCell<'t> {
    /// Reads a cell; `None` if it may mean anything else.
    pub(super) fn read(cell: &'t str) -> Option<Self> {
        const IN_LINK: Bytes = Bytes::of(b"-._~/?#$+,;=%:");
        const ALONE: Bytes = Bytes::of(b"-._~/?#$+,;=%:()");
        if let Some(url) = cell.strip_prefix('<') {
            return url.strip_suffix('>').filter(|url| is_url(url, &ALONE)).map(PlainCell::Bare);
        }
        if let Some(link) = cell.strip_prefix('[') {
            let (words, url) = link.strip_suffix(')')?.split_once("](")?;
            return (!words.is_empty() && is_words(words) && is_url(url, &IN_LINK))
                .then_some(PlainCell::Link(words, url));
        }
        is_words(cell).then_some(PlainCell::Words(cell))
    }
}

/// Whether a text has no markup, nor anything that is linked by itself.
fn is_words(text: &str) -> bool {
    const PLAIN: Bytes = Bytes::of(b" ,.()/+-%;'\"=#?:");
    let is_padded = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    let is_linked =
        (text.contains('w') && text.contains("www")) || (text.contains(':') && text.contains("//"));
    PLAIN.hold(text) && !is_padded && !is_linked
}

/// Whether a text is a link to the web, of bytes that mean themselves in it.
fn is_url(text: &str, plain: &Bytes) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
        && plain.hold(text)
        && (text.is_ascii() || !text.contains(|c: char| c.is_whitespace() || c.is_control()))
}

/// Bytes that mean themselves: letters, digits, what is beyond ASCII, and some
/// signs.
struct Bytes([bool; 256]);

impl Bytes {
    const fn of(signs: &[u8]) -> Bytes {
        let mut plain = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            plain[byte] = byte >= 0x80 || (byte as u8).is_ascii_alphanumeric();
            byte += 1;
        }
        let mut at = 0;
        while at < signs.len() {
            plain[signs[at] as usize] = true;
            at += 1;
        }
        Bytes(plain)
    }

    /// Whether all of a text is of them.
    fn hold(&self, text: &str) -> bool {
        text.bytes().all(|byte| self.0[usize::from(byte)])
    }
}

#[cfg(test)]
mod tests {
    use super::super::{document, without_managed_rows};
    use super::thin;
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
        let thinned = thin(&text).expect("a long table");
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
            let (document, shortened) = without_managed_rows(text);
            let rows: Vec<usize> = document.tables.iter().map(|table| table.rows.len()).collect();
            (rows, shortened.len())
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
            let left = thin(&text).map_or(400, |thinned| thinned.text.lines().count());
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn the_document_is_the_same_thinned_or_whole(text in texts()) {
            same(&text);
        }
    }
}
