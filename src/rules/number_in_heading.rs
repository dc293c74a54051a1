//! `number-in-heading`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Level};
use crate::readme::{Heading, HeadingId};
use std::collections::BTreeMap;

rule! {
    /// Headings of one section that are numbered by hand: `### 1. Oasis`,
    /// `### 2. ADNI`.
    ///
    /// ## Why
    ///
    /// The number is part of the heading's anchor: put a section in between,
    /// and every number below changes, and with it every link from elsewhere.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// ### 1. Oasis
    ///
    /// ### 2. ADNI
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// ### Oasis
    ///
    /// ### ADNI
    /// ```
    ///
    /// ## Fix
    ///
    /// None: links from elsewhere lead to the anchor with the number.
    "number-in-heading",
    Some(Level::Info),
    Fixable::No,
    "a number typed into a heading",
    Check::Document(check)
}

/// A heading and its number.
type Numbered<'d> = (&'d Heading, Number);

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    let document = cx.document;
    // Numbers that follow each other under one heading are an order; a lone
    // one may be part of a name.
    let mut by_parent: BTreeMap<(Option<HeadingId>, u8), Vec<Numbered<'_>>> = BTreeMap::new();
    for heading in &document.headings {
        if !heading.opens_section || cx.is_managed(heading.span) {
            continue;
        }
        if let Some(number) = number(&cx.text()[heading.content.range()]) {
            by_parent.entry((heading.parent, heading.level)).or_default().push((heading, number));
        }
    }
    for numbered in by_parent.into_values() {
        let in_order = numbered.windows(2).any(|pair| pair[1].1.value == pair[0].1.value + 1);
        if !in_order {
            continue;
        }
        for (heading, number) in numbered {
            let place = heading.content.slice(0, number.len);
            let message = format!("the number {} is typed into the heading", number.value);
            out.push(
                cx.finding(NAME, Level::Info, place, message)
                    .help("leave the number out: the order of the headings says it")
                    .subject(heading.text.as_str()),
            );
        }
    }
}

/// A number at the start of a heading, with its mark: `3.`, `3)`, `3、`.
struct Number {
    value: u32,
    len: usize,
}

fn number(heading: &str) -> Option<Number> {
    let digits = heading.bytes().take_while(u8::is_ascii_digit).count();
    let value = heading[..digits].parse().ok().filter(|_| digits <= 2)?;
    let rest = &heading[digits..];
    let mark = rest.chars().next().filter(|ch| matches!(ch, '.' | ')' | '、' | '．' | ':' | '）'))?;
    // `3.0` is a version, `2:1` a ratio.
    let after = rest[mark.len_utf8()..].chars().next()?;
    (!after.is_ascii_digit()).then_some(Number { value, len: digits + mark.len_utf8() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_count_are_told_from_those_that_name() {
        for (heading, expected) in [
            ("1.MedMNIST", Some((1, 2))),
            ("12) Setup", Some((12, 3))),
            ("3、数据", Some((3, 4))),
            ("1.0.0", None),
            ("2024. A year", None),
            ("3D volumes", None),
            ("7", None),
            ("Data", None),
        ] {
            let got = number(heading).map(|number| (number.value, number.len));
            assert_eq!(got, expected, "{heading}");
        }
    }
}
