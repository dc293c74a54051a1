//! Where the cursor is: `|` marks it in the text.

use super::*;
use proptest::prelude::*;

fn read(text: &str) -> (Context, String) {
    let offset = text.find('|').unwrap();
    let text = text.replacen('|', "", 1);
    (at(&text, offset), text)
}

/// The way to the cursor, what it is on, and the word.
fn way(text: &str) -> String {
    let (context, text) = read(text);
    let steps: Vec<String> = context
        .steps
        .iter()
        .map(|step| match step {
            Step::Key(key) => key.clone(),
            Step::Item(None) => "-".to_string(),
            Step::Item(Some(id)) => format!("-{id}"),
        })
        .collect();
    format!("{} {:?} {:?}", steps.join("/"), context.here, &text[context.word.range()])
}

#[test]
fn keys_and_values_of_blocks_are_told_apart() {
    let text = "version: 1\nsections:\n  - id: a\n    entries:\n      - name: X # c\n        modality: mri\n";
    let at = |word: &str, by: usize| {
        let found = text.find(word).unwrap() + by;
        way(&format!("{}|{}", &text[..found], &text[found..]))
    };
    assert_eq!(at("version", 3), " Key \"version\"");
    assert_eq!(at("1\n", 0), "version Value \"1\"");
    assert_eq!(at("id: a", 1), "sections/- Key \"id\"");
    assert_eq!(at("a\n", 1), "sections/-/id Value \"a\"");
    assert_eq!(at("entries", 0), "sections/-a Key \"entries\"");
    assert_eq!(at("X", 1), "sections/-a/entries/-/name Value \"X\"");
    assert_eq!(at("modality", 8), "sections/-a/entries/- Key \"modality\"");
    assert_eq!(at("mri", 2), "sections/-a/entries/-/modality Value \"mri\"");
    assert_eq!(at("# c", 3), " Comment \"c\"");
}

#[test]
fn half_typed_lines_know_where_they_are() {
    let head = "sections:\n  - id: a\n    entries:\n      - name: X\n";
    for (typed, expected) in [
        ("        |", "sections/-a/entries/- Bare \"\""),
        ("        mod|", "sections/-a/entries/- Bare \"mod\""),
        ("      - |", "sections/-a/entries/- Bare \"\""),
        ("      - na|", "sections/-a/entries/- Bare \"na\""),
        ("      -|", "sections/-a/entries/- Bare \"\""),
        ("    |", "sections/-a Bare \"\""),
        ("  - |", "sections/- Bare \"\""),
        ("|", " Bare \"\""),
        ("tab|", " Bare \"tab\""),
        ("        modality:|", "sections/-a/entries/-/modality Value \"\""),
        ("        modality: |", "sections/-a/entries/-/modality Value \"\""),
        ("        modality: [m|", "sections/-a/entries/-/modality/- Value \"m\""),
        ("        modality: [mri, c|t]", "sections/-a/entries/-/modality/- Value \"ct\""),
        ("        modality: [mri, |]", "sections/-a/entries/-/modality/- Value \"\""),
        ("        modality:\n          - m|", "sections/-a/entries/-/modality/- Bare \"m\""),
        ("        modality: [\n          mri,\n          c|", "sections/-a/entries/-/modality/- Value \"c\""),
        ("        image: { url: x, a|", "sections/-a/entries/-/image Key \"a\""),
        ("        image: { url: x, alt: y| z }", "sections/-a/entries/-/image/alt Value \"y z\""),
        ("        image: {\n          url: x,\n          al|", "sections/-a/entries/-/image Key \"al\""),
        ("        labels: [{ en: a, zh|", "sections/-a/entries/-/labels/- Key \"zh\""),
        ("      - { name: a, lin|", "sections/-a/entries/- Key \"lin\""),
        ("      - { name: a, link: b| }", "sections/-a/entries/-/link Value \"b\""),
        ("      - { name: a,\n          link: [b, c|", "sections/-a/entries/-/link/- Value \"c\""),
        ("      - { name: a }\n      - li|", "sections/-a/entries/- Bare \"li\""),
        ("        'name' : \"a: b|\"", "sections/-a/entries/-/name Value \"\\\"a: b\\\"\""),
        ("        link: https://a.org/b#c|d", "sections/-a/entries/-/link Value \"https://a.org/b#cd\""),
    ] {
        assert_eq!(way(&format!("{head}{typed}")), expected, "{typed}");
    }
}

#[test]
fn lists_may_stand_at_the_column_of_their_key() {
    assert_eq!(way("sections:\n- id: a\n  entries:\n  - na|"), "sections/-a/entries/- Bare \"na\"");
    assert_eq!(way("outputs:\n- file: x\r\n  lan|\r\n- file: y"), "outputs/- Bare \"lan\"");
}

#[test]
fn siblings_are_found_above_and_below() {
    let (context, _) = read(
        "sections:\n  - id: a\n    note: x\n    |\n    title: T\n    entries:\n      - name: X\n  - id: b\n",
    );
    assert_eq!(context.siblings, ["note", "id", "title", "entries"]);
    let (context, _) = read("fields:\n  a: { type: text, | }\n");
    assert_eq!((context.siblings, context.here), (vec!["type".to_string()], Here::Key));
}

#[test]
fn in_front_of_a_key_the_cursor_is_on_no_word() {
    let (context, text) = read("fields:\n |  a: text\n");
    assert_eq!(context.word, Span::at(text.find("  a").unwrap()));
}

proptest! {
    #[test]
    fn no_text_is_too_odd(text in "[-a:#'\"\\[\\]{}, \n\r\té脑|>]{0,80}", at_char in 0..80_usize) {
        let offset = text.char_indices().map(|(at, _)| at).nth(at_char).unwrap_or(text.len());
        let context = at(&text, offset);
        prop_assert!(text.get(context.word.range()).is_some());
        prop_assert!(context.word.start() <= offset && offset <= context.word.end());
    }
}
