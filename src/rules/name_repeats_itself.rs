//! `name-repeats-itself`: names with a part pasted twice.

use super::{Check, EntryCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::text::Edit;
use crate::value::{Localized, Value};

rule! {
    /// A name that ends or begins with the same words twice in a row.
    ///
    /// ## Why
    ///
    /// It was pasted over itself: nobody names a thing so.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: SARAS-ESAD endoscopyRAS-ESAD endoscopy
    ///   link: https://saras-esad.grand-challenge.org/
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: SARAS-ESAD endoscopy
    ///   link: https://saras-esad.grand-challenge.org/
    /// ```
    ///
    /// ## Fix
    ///
    /// Unsafe: takes the second of the two out.
    "name-repeats-itself",
    Some(Level::Warning),
    Fixable::Unsafe,
    "a name that says a part of itself twice",
    Check::Entry(check)
}

fn check(cx: &EntryCx<'_>, out: &mut Vec<Finding>) {
    let Some(index) = cx.section.fields.name() else { return };
    let value = cx.field(index);
    let Some(Value::Text(name)) = value.value() else { return };
    for (language, text) in name.iter() {
        let Some((from, to)) = repetition(text) else { continue };
        let part = &text[from..to];
        let whole = value.place_of(text, 0);
        let literal = value.entry.text()[whole.range()] == *text;
        let place = if literal { whole.slice(from, to) } else { value.place() };
        let mended = format!("{}{}", &text[..from], &text[to..]);
        let finding = value
            .finding(NAME, Level::Warning, place, format!("the name says `{part}` twice"))
            .label("again")
            .help(format!("write `{mended}`"));
        let edit =
            if literal { Some(Edit::new(place, "")) } else { replaced(&value, name, language, &mended) };
        out.push(match edit {
            Some(edit) => finding.fix(Safety::Unsafe, format!("write `{mended}`"), vec![edit]),
            None => finding,
        });
    }
}

/// The edit that writes the whole name anew, where it is quoted.
fn replaced(value: &super::ValueCx<'_>, name: &Localized, language: &str, mended: &str) -> Option<Edit> {
    let mut new = name.clone();
    if name.is_plain() {
        new = Localized::plain(mended);
    } else {
        new.set(language, mended);
    }
    value.replace(&Value::Text(new))
}

/// The second of two equal parts that begin or end a text: from which byte to
/// which. A part weighs at least six letters, of which a Chinese character
/// counts for two, so that words such as `couscous` pass. Longer texts than a
/// name are not looked at, which bounds the cost.
fn repetition(text: &str) -> Option<(usize, usize)> {
    const LEAST: usize = 6;
    const LONGEST: usize = 400;
    let bytes = text.as_bytes();
    let n = bytes.len();
    if !(2 * LEAST..=LONGEST).contains(&n) {
        return None;
    }
    let weighs = |part: &str| {
        let weight = |c: char| if c >= '\u{2E80}' { 2 } else { 1 };
        let first = part.chars().next();
        let letters = part.chars().filter(|c| c.is_alphabetic());
        letters.map(weight).sum::<usize>() >= LEAST && part.chars().any(|c| Some(c) != first)
    };
    // The longest part first: of a text three times in a row, two go at once.
    (LEAST..=n / 2).rev().find_map(|len| {
        let at_end = bytes[n - 1] == bytes[n - 1 - len] && bytes[n - len..] == bytes[n - 2 * len..n - len];
        let at_start = bytes[0] == bytes[len] && bytes[..len] == bytes[len..2 * len];
        let found = if at_end { Some((n - len, n)) } else { at_start.then_some((len, 2 * len)) };
        found.filter(|&(from, to)| {
            text.is_char_boundary(from) && text.is_char_boundary(to) && weighs(&text[from..to])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::repetition;
    use crate::lint::testing::{catalog, entries, fixed, with_entries};

    const RULE: &str = super::NAME;

    #[test]
    fn the_second_of_two_equal_parts_is_found_at_either_end() {
        for (text, part) in [
            ("SARAS-ESAD内窥镜RAS-ESAD内窥镜", "RAS-ESAD内窥镜"),
            ("BraTS-Africa 2BraTS-Africa 2", "BraTS-Africa 2"),
            ("脑肿瘤脑肿瘤 2019", "脑肿瘤"),
        ] {
            assert_eq!(repetition(text).map(|(from, to)| &text[from..to]), Some(part), "{text}");
        }
    }

    #[test]
    fn words_and_numbers_that_repeat_themselves_are_names() {
        for text in [
            "couscous",
            "20192019",
            "aaaaaaaaaaaaaa",
            "Bora Bora",
            "Walla Walla University",
            "C",
            "",
            "MSD MSD",
        ] {
            assert_eq!(repetition(text), None, "{text}");
        }
        assert_eq!(repetition(&"ab".repeat(100_000)), None);
    }

    #[test]
    fn the_fix_takes_one_out_and_keeps_the_quotes() {
        let text = "- name: 'SARAS-ESAD内窥镜RAS-ESAD内窥镜' # why\n- name: \"it\\u2019s brainsbrains\"\n- name: { en: heart atriumheart atrium, zh-Hans: 心 }\n";
        assert_eq!(entries(text, &[RULE]).messages(RULE).len(), 3);
        let mended = fixed(&with_entries(text), |text| catalog(text, &[RULE]));
        assert!(mended.contains("- name: 'SARAS-ESAD内窥镜' # why\n"), "{mended}");
        assert!(mended.contains("- name: it’s brains\n"), "{mended}");
        assert!(mended.contains("en: heart atrium,"), "{mended}");
    }
}
