//! Lists of texts: written and read exactly, and legacy cells read with care.

use super::localized::Localized;
use super::pieces;
use super::term::joint;

/// The items as one cell: joined by `, `, or by `、` in Chinese and Japanese.
/// What would come apart is written with character references; empty items
/// are left out. [`read`] reads the cell back.
pub fn render(items: &[Localized], lang: &str) -> String {
    let (separator, joint) = joint(lang);
    let items = items.iter().map(|item| item.get(lang)).filter(|item| !item.is_empty());
    items.map(|item| pieces::seal(item, |c| c == separator)).collect::<Vec<_>>().join(joint)
}

/// Reads what [`render`] wrote.
pub fn read(text: &str, lang: &str) -> Vec<Localized> {
    let (separator, _) = joint(lang);
    let pieces = pieces::split(text, |c| c == separator);
    pieces.into_iter().map(|piece| Localized::plain(&pieces::open(piece))).collect()
}

/// The longest item, in columns, of a list joined by commas. Longer pieces are
/// clauses of a sentence.
const MAX_CLAUSE: usize = 32;
/// The same for the full-width comma, which in Chinese joins clauses more
/// often than items.
const MAX_WIDE_CLAUSE: usize = 16;

/// The items of a legacy cell.
///
/// The strongest sign that is there separates: `<br>`, `、` and `;`; else
/// commas, unless they join clauses or group digits; else `/`, unless it says
/// with or without (`有/无`), is a ratio (`0/1`) or an abbreviation (`w/o`).
/// A line with clauses is a sentence, and one item.
pub fn read_legacy(text: &str) -> Vec<String> {
    let lines = pieces::lines(text);
    let several = lines.len() > 1;
    let mut items = Vec::new();
    for line in lines {
        // `a,<br>b`: what ended the line separates already.
        let bare = line.trim_matches(|c: char| several && (c == ' ' || is_comma(c) || is_strong(c)));
        let line = if bare.is_empty() { line } else { bare };
        items.append(&mut of_line(line).unwrap_or_else(|| vec![line.to_string()]));
    }
    items
}

fn is_strong(c: char) -> bool {
    matches!(c, '、' | ';' | '；')
}

fn is_comma(c: char) -> bool {
    matches!(c, ',' | '，')
}

/// The items of one line; `None` if it is but one.
fn of_line(line: &str) -> Option<Vec<String>> {
    let strong = cuts(line, is_strong);
    if !strong.is_empty() {
        return cut(line, &strong).filter(|items| !items.iter().any(|item| item.contains(['，', '。'])));
    }
    let commas: Vec<Cut> =
        cuts(line, is_comma).into_iter().filter(|cut| !groups_digits(line, cut.0)).collect();
    if !commas.is_empty() {
        let most = if commas.iter().any(|&(_, len)| len > 1) { MAX_WIDE_CLAUSE } else { MAX_CLAUSE };
        let is_item = |item: &String| {
            unicode_width::UnicodeWidthStr::width(item.as_str()) <= most
                && !item.contains(". ")
                && !item.contains('。')
        };
        return cut(line, &commas).filter(|items| items.iter().all(is_item));
    }
    let slashes = cuts(line, |c| matches!(c, '/' | '／')).into_iter();
    let slashes: Vec<Cut> = slashes.filter(|&(at, len)| separates(&line[..at], &line[at + len..])).collect();
    cut(line, &slashes)
}

/// Where a separator starts, and its length.
type Cut = (usize, usize);

fn cuts(line: &str, separator: impl Fn(char) -> bool) -> Vec<Cut> {
    let marks = pieces::marks(line, separator).into_iter();
    marks.filter(|mark| mark.separates).map(|mark| (mark.at, mark.len)).collect()
}

/// The pieces between `cuts`; `None` if there is but one.
fn cut(line: &str, cuts: &[Cut]) -> Option<Vec<String>> {
    let mut items = Vec::new();
    let mut start = 0;
    for &(at, len) in cuts {
        items.push(&line[start..at]);
        start = at + len;
    }
    items.push(&line[start..]);
    let items: Vec<String> =
        items.into_iter().map(pieces::trim).filter(|item| !item.is_empty()).map(String::from).collect();
    (items.len() > 1).then_some(items)
}

/// Whether the comma at `at` stands in a number such as `22,601`.
fn groups_digits(line: &str, at: usize) -> bool {
    let before = line[..at].bytes().next_back().is_some_and(|byte| byte.is_ascii_digit());
    let after = line[at..].bytes().skip(1).take_while(u8::is_ascii_digit).take(4).count();
    before && after == 3 && line.as_bytes()[at] == b','
}

/// Whether a slash between these two texts separates items.
fn separates(before: &str, after: &str) -> bool {
    let (left, right) = (pieces::trim(before), pieces::trim(after));
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if digit(left.chars().next_back()) && digit(right.chars().next()) {
        return false;
    }
    let with =
        left.ends_with('有') && right.starts_with('无') || left.ends_with('无') && right.starts_with('有');
    let (left_word, right_word) = (last_word(left), first_word(right));
    let abbreviates = left_word.len() == 1 || right_word.len() == 1;
    let pair = |a: &str, b: &str| left_word.eq_ignore_ascii_case(a) && right_word.eq_ignore_ascii_case(b);
    !with && !abbreviates && !pair("with", "without") && !pair("and", "or")
}

/// The Latin word at the end of `text`; empty if it ends in anything else.
fn last_word(text: &str) -> &str {
    let start = text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    &text[start..]
}

fn first_word(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    &text[..text.len() - rest.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_careful_reader_takes_cells_apart_like_this() {
        for (cell, items) in [
            ("胶质瘤/肿瘤/水肿", &["胶质瘤", "肿瘤", "水肿"][..]),
            ("MCI/AD/NC", &["MCI", "AD", "NC"]),
            ("有/无自闭症", &["有/无自闭症"]),
            ("0/1 heart", &["0/1 heart"]),
            ("肝脏 0/1", &["肝脏 0/1"]),
            ("肝/肾/脾 0/1", &["肝", "肾", "脾 0/1"]),
            ("胰腺肿瘤0/1", &["胰腺肿瘤0/1"]),
            ("颅内出血(ICH)、脑实质出血(IPH)", &["颅内出血(ICH)", "脑实质出血(IPH)"]),
            ("没有结肠息肉，有6-9mm息肉和大于10mm息肉", &["没有结肠息肉，有6-9mm息肉和大于10mm息肉"]),
            ("tumor core, enhancing tumor, edema", &["tumor core", "enhancing tumor", "edema"]),
            ("with/without contrast", &["with/without contrast"]),
            ("lesion w/o edema", &["lesion w/o edema"]),
            ("a (b, c), d", &["a (b, c)", "d"]),
            ("22,601 frames", &["22,601 frames"]),
            ("one<br>two<BR/>three", &["one", "two", "three"]),
            ("one,<br> two", &["one", "two"]),
            ("[a<br>b](https://x.y)", &["[a<br>b](https://x.y)"]),
            (
                "24 万家餐馆，54 万用户，440 万条评论/评分数据",
                &["24 万家餐馆，54 万用户，440 万条评论/评分数据"],
            ),
            ("问答数据，包括提问、回答", &["问答数据，包括提问、回答"]),
            ("[a/b](https://x.y/a,b)", &["[a/b](https://x.y/a,b)"]),
            ("https://x.y/a/b", &["https://x.y/a/b"]),
            ("`a, b`", &["`a, b`"]),
            ("", &[]),
        ] {
            assert_eq!(read_legacy(cell), items, "{cell}");
        }
    }

    #[test]
    fn a_sentence_with_commas_is_one_item() {
        let cell = "Every image was drawn by two readers, and a third one settled what they disagreed on";
        assert_eq!(read_legacy(cell), [cell]);
    }

    #[test]
    fn empty_items_are_left_out() {
        let items = ["a", "", "b"].map(Localized::plain);
        assert_eq!(render(&items, "en"), "a, b");
        assert_eq!(read("a, , b,", "en"), ["a", "b"].map(Localized::plain));
    }

    proptest! {
        #[test]
        fn what_is_rendered_is_read_back(
            items in proptest::collection::vec("(,|、| |\\(|`|\\[|<b|\\\\|&#44;|a|/|;|<br>|\\PC){1,8}", 0..5),
            lang in "en|zh-Hans|ja",
        ) {
            let items: Vec<Localized> = items.iter().map(|item| Localized::plain(item)).collect();
            prop_assert_eq!(read(&render(&items, &lang), &lang), items);
        }

        #[test]
        fn no_legacy_cell_breaks_the_reader(cell in "(/|,|、|，|有|无|<br|>|0|1|w|\\PC){0,24}") {
            for item in read_legacy(&cell) {
                prop_assert!(!item.is_empty());
            }
        }
    }
}
