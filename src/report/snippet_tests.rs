//! What snippets look like, written out by hand.

use super::*;
use crate::finding::{Finding, Level};
use crate::report::Report;
use crate::text::{Source, Sources};
use proptest::prelude::*;

/// The snippet of `text` with underlines at the given bytes; the first is the
/// main place.
fn show(text: &str, marks: &[(Span, &str)], width: usize) -> String {
    let mut sources = Sources::new();
    let file = sources.add(Source::new("f", text));
    let findings: Vec<Finding> =
        marks.iter().map(|&(span, _)| Finding::new("r", Level::Error, file, span, "m")).collect();
    let places = Places::new(&Report::new(&sources, &findings));
    let role = |index| if index == 0 { Role::Level(Level::Error) } else { Role::Related };
    let marks: Vec<Mark<'_>> = marks
        .iter()
        .enumerate()
        .map(|(index, &(span, text))| Mark { span, text, role: role(index) })
        .collect();
    let gutter = gutter_width(&places, file, &marks);
    let mut out = Vec::new();
    let style = Style { width: Some(width), ..Style::default() };
    write(&mut out, (sources.get(file), file), &places, &marks, gutter, &style).unwrap();
    String::from_utf8(out).unwrap()
}

/// The span of the `nth` (from 0) `needle` in `text`.
fn nth(text: &str, needle: &str, nth: usize) -> Span {
    let (start, found) = text.match_indices(needle).nth(nth).unwrap();
    Span::new(start, start + found.len())
}

fn one(text: &str, needle: &str) -> String {
    show(text, &[(nth(text, needle, 0), "here")], 100)
}

#[test]
fn the_underline_stands_below_its_bytes() {
    assert_eq!(
        one("a\n  link: https://\n", "https://"),
        "2 |   link: https://
  |         ^^^^^^^^ here
"
    );
}

#[test]
fn wide_characters_take_two_columns() {
    assert_eq!(
        one("名: 脑瘤 x", "脑瘤"),
        "1 | 名: 脑瘤 x
  |     ^^^^ here
"
    );
    assert_eq!(
        one("ｆｕ：好，b", "b"),
        "1 | ｆｕ：好，b
  |           ^ here
"
    );
}

#[test]
fn emoji_sequences_take_two_and_marks_none() {
    assert_eq!(
        one("👨‍👩‍👧👍🏽 x", "x"),
        "1 | 👨‍👩‍👧👍🏽 x
  |      ^ here
"
    );
    assert_eq!(
        one("e\u{301}e\u{301} x", "x"),
        "1 | e\u{301}e\u{301} x
  |    ^ here
"
    );
}

#[test]
fn a_mark_within_a_cluster_is_made_visible() {
    assert_eq!(
        one("ab\u{200B}c", "\u{200B}"),
        "1 | ab<U+200B>c
  |   ^^^^^^^^ here
"
    );
    assert_eq!(
        one("e\u{301}x", "\u{301}"),
        "1 | e◌\u{301}x
  |  ^ here
"
    );
}

#[test]
fn tabs_and_controls_keep_the_underline_in_place() {
    assert_eq!(
        one("\tkey\u{1B}[2J x ##[y] z", "z"),
        "1 |     key␛[2J x ##\\[y] z
  |                      ^ here
"
    );
}

#[test]
fn a_byte_order_mark_is_shown_only_where_it_is_meant() {
    assert_eq!(
        one("\u{FEFF}a b", "b"),
        "1 | a b
  |   ^ here
"
    );
    assert_eq!(
        one("\u{FEFF}a", "\u{FEFF}"),
        "1 | <U+FEFF>a
  | ^^^^^^^^ here
"
    );
}

#[test]
fn an_empty_span_is_one_sign_wide_even_at_the_end() {
    assert_eq!(
        show("ab\n", &[(Span::at(2), "missing")], 100),
        "1 | ab
  |   ^ missing
"
    );
    assert_eq!(
        show("ab\n", &[(Span::at(3), "the end")], 100),
        "2 |
  | ^ the end
"
    );
}

#[test]
fn several_labels_on_one_line_have_rows_of_their_own() {
    let text = "| a | b | a |";
    let marks = [(nth(text, "a", 1), "again"), (nth(text, "a", 0), "first"), (nth(text, "b", 0), "")];
    assert_eq!(
        show(text, &marks, 100),
        "1 | | a | b | a |
  |   - first
  |       -   ^ again
"
    );
}

#[test]
fn labels_on_other_lines_are_joined_by_an_ellipsis_or_the_line_between() {
    let text = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n";
    let marks = [(nth(text, "a", 0), "one"), (nth(text, "c", 0), ""), (nth(text, "j", 0), "ten")];
    assert_eq!(
        show(text, &marks, 100),
        " 1 | a
   | ^ one
 2 | b
 3 | c
   | -
...
10 | j
   | - ten
"
    );
}

#[test]
fn a_span_of_several_lines_is_underlined_at_both_ends() {
    let text = "x\n  begin 脑\n  2\n  3\n  4\n  end\nrest";
    let span = Span::new(nth(text, "begin", 0).start(), nth(text, "end\n", 0).end());
    assert_eq!(
        show(text, &[(span, "all this")], 100),
        "2 |   begin 脑
  |   ^^^^^^^^
...
6 |   end
  |   ^^^ all this
"
    );
}

#[test]
fn long_lines_are_shortened_around_the_place() {
    let text = format!("{}HERE{}", "a ".repeat(500), " b".repeat(500));
    assert_eq!(
        show(&text, &[(nth(&text, "HERE", 0), "x")], 45),
        "1 | … a a a a a a a a HERE b b b b b b b b …
  |                   ^^^^ x
"
    );
    assert_eq!(
        show(&text, &[(Span::new(0, 1), "x")], 45),
        "1 | a a a a a a a a a a a a a a a a a a a a…
  | ^ x
"
    );
    assert_eq!(
        show(&text, &[(Span::at(text.len()), "x")], 45),
        "1 | …b b b b b b b b b b b b b b b b b b b b
  |                                         ^ x
"
    );
}

#[test]
fn a_place_longer_than_the_screen_shows_its_start() {
    let text = format!("k: {}", "脑".repeat(100));
    assert_eq!(
        show(&text, &[(Span::new(3, text.len()), "x")], 41),
        "1 | …脑脑脑脑脑脑脑脑脑脑脑脑脑脑脑脑脑…
  |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ x
"
    );
}

#[test]
fn places_too_far_apart_on_one_line_are_shown_one_after_the_other() {
    let text = format!("A{}B", ".".repeat(300));
    assert_eq!(
        show(&text, &[(nth(&text, "A", 0), "one"), (nth(&text, "B", 0), "two")], 42),
        "1 | A...................................…
  | ^ one
1 | …...................................B
  |                                     - two
"
    );
}

#[test]
fn the_cost_of_a_view_does_not_grow_with_the_line() {
    // Thousands of findings on one line of a megabyte: a scan of the whole
    // line for each would not end in a test's time.
    let text = "好".repeat(350_000);
    let marks: Vec<(Span, &str)> = (0..2_000).map(|n| (Span::new(n * 525, n * 525 + 3), "")).collect();
    let shown = show(&text, &marks, 60);
    assert!(shown.lines().count() > 1000);
}

proptest! {
    #[test]
    fn no_text_and_no_span_breaks_the_layout(
        text in "[ab \t好👍\u{200D}\u{301}\u{1B}\u{202E}#\\[\r\n]{0,80}",
        spans in prop::collection::vec((0usize..200, 0usize..40), 1..5),
        width in 40usize..60,
    ) {
        let marks: Vec<(Span, &str)> =
            spans.iter().map(|&(at, len)| (Span::new(at, at + len), "")).collect();
        for line in show(&text, &marks, width).lines() {
            prop_assert!(!line.chars().any(char::is_control));
            let clusters: usize = line.graphemes(true).map(UnicodeWidthStr::width).sum();
            prop_assert!(clusters <= width + 1, "{line:?} takes {clusters} columns");
        }
    }
}
