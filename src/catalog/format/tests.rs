//! The canonical layout by example, and its laws on hostile catalogs.

use super::*;
use crate::catalog::{read, write};
use crate::text::{Source, Sources};
use proptest::prelude::*;

fn fmt(text: &str) -> String {
    let once = format(text, FileId(0)).unwrap_or_else(|found| panic!("{text:?}: {found:?}"));
    assert_eq!(format(&once, FileId(0)).unwrap(), once, "formatting {text:?} twice");
    once
}

#[track_caller]
fn check(before: &str, after: &str) {
    assert_eq!(fmt(before), after);
}

#[test]
fn indentation_is_two_blanks_and_comments_move_with_their_lines() {
    check(
        "# top\nversion: 1\nsections:\n# first\n-   id: a\n    # of a\n    entries:\n    -  name: x\n       # end of x\n    # y\n    - name: z   # beside\n# end\n",
        "# top\nversion: 1\nsections:\n  # first\n  - id: a\n    # of a\n    entries:\n      - name: x\n        # end of x\n      # y\n      - name: z   # beside\n# end\n",
    );
}

#[test]
fn blanks_stand_where_the_layout_has_them() {
    check(
        "a :   b  \nc: [p,q ,  r]\nd: {k:  v, 'l' : [ 1,2 ]}\ne:\n  f\n\n\n\ng: {}\n\n",
        "a: b\nc: [p, q, r]\nd: { k: v, l: [1, 2] }\ne: f\n\ng: {}\n",
    );
}

#[test]
fn quotes_stay_only_where_yaml_needs_them() {
    check(
        "a: 'b'\n\"c\": \"d: e\"\nf: '2019'\ng: \"no\"\nh: \"\\u200B\"\ni: ['x, y', \"z\"]\nj: \"it's\"\nk: 2019\n",
        "a: b\nc: 'd: e'\nf: '2019'\ng: 'no'\nh: \"\\u200B\"\ni: ['x, y', z]\nj: it's\nk: 2019\n",
    );
}

#[test]
fn short_lists_of_words_stand_in_brackets_and_long_ones_do_not() {
    let word = "a word of some length";
    let items = [word; 6];
    let long = items.join(", ");
    let lines: String = items.iter().map(|word| format!("\n  - {word}")).collect();
    check(
        &format!("a:\n- x\n- 'z'\nb: [{long}]\nc:\n- p # why\n- q\nd:\n- {{ en: u }}\n- r, s\n"),
        &format!("a: [x, z]\nb:{lines}\nc:\n  - p # why\n  - q\nd:\n  - {{ en: u }}\n  - r, s\n"),
    );
}

#[test]
fn folded_lines_are_joined_and_text_blocks_only_moved() {
    check(
        "a: one\n   two\nb: \"x\n\n  y\"\nc: |\n       p\n         q\n\n\nd:\n  - >-2\n      r\n     s\ne: [f,\n  g]\n",
        "a: one two\nb: \"x\n\n  y\"\nc: |\n  p\n    q\n\nd:\n  - >-2\n      r\n     s\ne: [f, g]\n",
    );
    check("a:\n    b: |2\n        x\n", "a:\n  b: |2\n      x\n");
    check("a: |+\n  x\n\n\nb: c\n", "a: |+\n  x\n\n\nb: c\n");
}

#[test]
fn sections_stand_one_blank_line_apart() {
    check(
        "sections:\n- id: a\n  sections:\n  - id: b\n  - id: c\n    # of c\n  # of d\n  - id: d\n\n\n- id: e\nother:\n- id: f\n- id: g\n",
        "sections:\n  - id: a\n    sections:\n      - id: b\n\n      - id: c\n        # of c\n\n      # of d\n      - id: d\n\n  - id: e\nother:\n  - id: f\n  - id: g\n",
    );
}

#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    check("\u{FEFF}sections:\r\n- id: a\r\n- id: b", "\u{FEFF}sections:\r\n  - id: a\r\n\r\n  - id: b\r\n");
    check("a: b\rc:\r- d: e\r", "a: b\rc:\r  - d: e\r");
}

#[test]
fn what_is_not_understood_stays() {
    for text in [
        "? a\n:  b\n",
        "a:  &x\n   b:   c\nd:   *x\n",
        "- a\n-   b\n",
        "a: [b, # why\n    c]\n",
        "a: { b, c: }\n",
        "a: [b: c]\n",
        "just text\n",
        "%YAML 1.2\n---\na: !!str 5\n...\n",
    ] {
        let formatted = fmt(text);
        let before = Reading::parse(text).unwrap();
        assert!(Reading::parse(&formatted).unwrap().same(&before), "{text:?}");
    }
    check("a:  [b, # why\n    c]\nd:   e\n", "a: [b, # why\n    c]\nd: e\n");
    assert!(format("a: 1\na: 2\n", FileId(0)).is_err());
    assert!(format("a: [", FileId(0)).is_err());
}

#[test]
fn the_own_catalog_is_in_the_canonical_layout() {
    let text = include_str!("../../../catalog.yaml");
    let formatted = fmt(text);
    let line = formatted.lines().zip(text.lines()).position(|(one, two)| one != two);
    assert!(formatted == text, "line {line:?}: {:?}", line.and_then(|line| formatted.lines().nth(line)));
}

#[test]
fn what_is_written_is_in_the_canonical_layout() {
    let text = include_str!("../../../catalog.yaml");
    let mut sources = Sources::new();
    let file = sources.add(Source::new("catalog.yaml", text));
    let read = read(&mut sources, file, &mut |_| Ok(Vec::new())).unwrap();
    let written = write::catalog(&read.catalog);
    assert!(fmt(&written) == written);
}

/// A scalar of a hostile text in one of the ways to write it.
fn scalar() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "b c", "'", "\"", "\\", ": ", " #", "- ", ", ", "[", "]", "{", "}", "#", "no", "1:30", "脑",
        "\u{85}", "\u{2028}", "\u{A0}", "\u{200B}", "&a", "*", "!", "%", "@", "|", ">", "?", "~", "é", "484",
    ]);
    let text = prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat());
    (text, 0..6_u8, 0..4_usize).prop_map(|(text, style, deep)| match style {
        0 | 1 => crate::catalog::scalar::text(&text, crate::catalog::scalar::Place::Flow).into_owned(),
        2 => format!("'{}'", text.replace('\'', "''")),
        3 => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        4 => format!("'x\n{}y {}'", " ".repeat(12 + deep), text.replace('\'', "''")),
        _ => "~".to_string(),
    })
}

/// A line of a comment, or none.
fn comment() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["", "", "", "# c", "#", "   # d - e: f", "\n", "\n\n\n", "  \n"])
        .prop_map(String::from)
}

fn value() -> impl Strategy<Value = String> {
    let leaf = scalar();
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(|items| format!("[{}]", items.join(" ,  "))),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|items| {
                let pairs: Vec<String> =
                    items.iter().enumerate().map(|(at, item)| format!("k{at} :  {item}")).collect();
                format!("{{{}}}", pairs.join(","))
            }),
            inner,
        ]
    })
}

#[derive(Clone, Debug)]
enum Tree {
    Value(String),
    Block(String),
    Seq(usize, Vec<(String, Tree)>),
    Map(usize, Vec<(String, Tree)>),
}

fn tree() -> impl Strategy<Value = Tree> {
    let text = prop::sample::select(vec!["|", ">", "|-", "|+", ">2", "| # e"]).prop_map(String::from);
    let leaf = prop_oneof![4 => value().prop_map(Tree::Value), 1 => text.prop_map(Tree::Block)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let items = prop::collection::vec((comment(), inner), 1..4);
        (items, 0..4_usize, any::<bool>()).prop_map(|(items, step, seq)| {
            if seq { Tree::Seq(step, items) } else { Tree::Map(step + 1, items) }
        })
    })
}

fn print(tree: &Tree, column: usize, out: &mut String) {
    let pad = |column: usize| " ".repeat(column);
    match tree {
        Tree::Value(text) => out.push_str(&format!(" {text}\n")),
        Tree::Block(header) => {
            let deep = pad(column + 3);
            out.push_str(&format!(" {header}\n{deep}  x: y \n\n{deep}  # z\n{deep}     w\n\n   \n"));
        }
        Tree::Seq(step, items) => {
            out.push('\n');
            for (comment, item) in items {
                if !comment.is_empty() {
                    out.push_str(&format!("{}{comment}\n", pad(column + step)));
                }
                out.push_str(&format!("{}-", pad(column + step)));
                print(item, column + step + 1, out);
            }
        }
        Tree::Map(step, items) => {
            out.push('\n');
            for (at, (comment, item)) in items.iter().enumerate() {
                if !comment.is_empty() {
                    out.push_str(&format!("{}{comment}\n", pad(column + step)));
                }
                let key = if at == 0 { "sections".to_string() } else { format!("'k{at}'") };
                out.push_str(&format!("{}{key} :", pad(column + step)));
                print(item, column + step + 1, out);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn layout_never_changes_what_is_read_and_is_done_once(tree in tree(), crlf in any::<bool>()) {
        let mut text = String::new();
        print(&Tree::Map(0, vec![(String::new(), tree)]), 0, &mut text);
        let text = text.trim_start_matches('\n').to_string();
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let Some(before) = Reading::parse(&text) else { return Ok(()) };
        let formatted = format(&text, FileId(0)).unwrap();
        let after = Reading::parse(&formatted);
        prop_assert!(after.is_some_and(|after| after.same(&before)), "{}", formatted);
        prop_assert_eq!(&format(&formatted, FileId(0)).unwrap(), &formatted);
    }

    #[test]
    fn no_text_at_all_is_too_much(text in "[-a:#'\"\\[\\]{}, \n\r\t|>&*!?%.]{0,60}") {
        if let Ok(formatted) = format(&text, FileId(0)) {
            let same = |one: &str, two: &str| match (Reading::parse(one), Reading::parse(two)) {
                (Some(one), Some(two)) => one.same(&two),
                _ => one == two,
            };
            prop_assert!(same(&text, &formatted), "{:?}", formatted);
        }
    }
}
