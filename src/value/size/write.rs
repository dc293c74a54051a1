//! From the parts of a size to text.

use super::read::names_modality;
use super::{Bound, Count, Join, Part};
use crate::value::localized::is_chinese;
use crate::value::pieces;
use crate::value::vocabulary::Vocabulary;
use std::borrow::Cow;
use std::fmt::Write as _;

/// The catalog's form.
pub(super) fn canonical(parts: &[Part]) -> String {
    joined(parts, |part, out| english(part, part.modality(), out))
}

/// The form for readers of `lang`.
pub(super) fn rendered(parts: &[Part], lang: &str, modality: Option<&Vocabulary>) -> String {
    joined(parts, |part, out| {
        let name = part.modality().map(|id| name(id, lang, modality));
        if is_chinese(lang) { out.push_str(&chinese(part, name)) } else { english(part, name, out) }
    })
}

fn joined(parts: &[Part], write: impl Fn(&Part, &mut String)) -> String {
    let mut out = String::with_capacity(parts.len() * 12);
    for (index, part) in parts.iter().enumerate() {
        out.push_str(match (index, part.join) {
            (0, _) => "",
            (_, Join::Plus) => " + ",
            (_, Join::Slash) => " / ",
        });
        write(part, &mut out);
    }
    out
}

/// The label, or the id where the label would be read as something else.
fn name<'a>(id: &'a str, lang: &str, modality: Option<&'a Vocabulary>) -> &'a str {
    let Some(modality) = modality else { return id };
    modality.label(id, lang).filter(|label| names_modality(label, id, modality)).unwrap_or(id)
}

fn english(part: &Part, modality: Option<&str>, out: &mut String) {
    let bound = match part.bound {
        Bound::Exactly => "",
        Bound::About => "~",
        Bound::MoreThan => ">",
        Bound::LessThan => "<",
    };
    let one = part.count == Count::Exact(1);
    let unit = part.unit.map(|unit| unit.english(one));
    let split = part.split.map(super::Split::english);
    out.push_str(bound);
    // Writing to a string cannot fail.
    let _ = write!(out, "{}", part.count);
    for word in [modality, unit, split].into_iter().flatten() {
        out.push(' ');
        out.push_str(word);
    }
    if let Some(detail) = part.detail() {
        out.push_str(" (");
        out.push_str(&sealed(detail));
        out.push(')');
    }
}

fn chinese(part: &Part, modality: Option<&str>) -> String {
    let bound = match part.bound {
        Bound::Exactly => "",
        Bound::About => "约",
        Bound::MoreThan => ">",
        Bound::LessThan => "<",
    };
    let mut out = format!("{bound}{}", part.count.chinese());
    let words = [part.unit.map(super::Unit::chinese), modality, part.split.map(super::Split::chinese)];
    for word in words.into_iter().flatten() {
        let latin = |c: char| c.is_ascii_alphanumeric();
        if out.ends_with(latin) && word.starts_with(latin) {
            out.push(' ');
        }
        out.push_str(word);
    }
    if let Some(detail) = part.detail() {
        out.push('（');
        out.push_str(&sealed(detail));
        out.push('）');
    }
    out
}

/// The detail as it can stand between brackets.
fn sealed(detail: &str) -> Cow<'_, str> {
    pieces::seal(detail, |_| false)
}

#[cfg(test)]
mod tests {
    use crate::value::size::count::Decimal;
    use crate::value::size::read::{holds_unit, names_modality};
    use crate::value::size::{Bound, Bytes, Count, Join, Part, Scale, Size, Split, Unit};
    use crate::value::vocabulary::Vocabulary;
    use proptest::option::of;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn modality() -> Option<&'static Vocabulary> {
        Vocabulary::builtin("modality")
    }

    fn render(text: &str, lang: &str) -> String {
        Size::parse(text, modality()).unwrap().render(lang, modality())
    }

    #[test]
    fn a_size_is_rendered_in_the_language_of_the_output() {
        for (text, en, zh) in [
            ("282(训练)+139(验证)", "282 train + 139 validation", "282训练 + 139验证"),
            ("97患者/237套", "97 patients / 237 series", "97患者 / 237套"),
            ("20 CT + 20 MRI", "20 CT + 20 MRI", "20 CT + 20磁共振"),
            ("10616张", "10616 images", "10616张"),
            ("~450k images train", "~450k images train", "约45万张训练"),
            ("200早期AD", "200 (早期AD)", "200（早期AD）"),
            ("4.5 GB", "4.5 GB", "4.5 GB"),
        ] {
            assert_eq!(render(text, "en"), en);
            assert_eq!(render(text, "zh-Hans"), zh);
        }
    }

    fn any_count() -> impl Strategy<Value = Count> {
        let number =
            || (0..=9_999_999_u64, 0..=4_u8).prop_map(|(digits, decimals)| Decimal::new(digits, decimals));
        prop_oneof![
            any::<u64>().prop_map(Count::Exact),
            (number(), select(vec![Scale::Kilo, Scale::BigKilo, Scale::Mega, Scale::Giga]))
                .prop_map(|(number, scale)| Count::Rounded(number, scale)),
            (number(), select(vec![Bytes::MB, Bytes::GiB, Bytes::KB]))
                .prop_map(|(number, unit)| Count::Bytes(number, unit)),
        ]
    }

    fn any_part() -> impl Strategy<Value = Part> {
        let modality = modality().unwrap();
        let ids: Vec<&str> = modality.terms().iter().map(|term| &*term.id).collect();
        let ids = ids.into_iter().filter(|id| names_modality(id, id, modality)).collect::<Vec<_>>();
        let detail = "(\\(|\\)|（|）|\\+|/|,|`|<b|>|\\[|\\\\|&#40;|amp;| |5|训练|early|\\PC){1,8}";
        (
            (select(vec![Join::Plus, Join::Slash]), any_count()),
            select(vec![Bound::Exactly, Bound::About, Bound::MoreThan, Bound::LessThan]),
            of(select(Unit::all().collect::<Vec<_>>())),
            of(select(Split::all().collect::<Vec<_>>())),
            of(select(ids)),
            of(detail),
        )
            .prop_map(|((join, count), bound, unit, split, modality, detail)| {
                let unit = unit.filter(|unit| {
                    let vocabulary = Vocabulary::builtin("modality").unwrap();
                    modality.is_none_or(|id| !holds_unit(id, *unit, vocabulary))
                });
                // Brackets around a split alone are read as the split.
                let split = split.or_else(|| detail.as_deref().and_then(Split::named));
                Part { join, bound, count, unit, split, more: None }
                    .saying(modality.map(Into::into), detail.map(Into::into))
            })
    }

    fn read(text: &str) -> Option<Size> {
        Size::parse(text, modality())
    }

    proptest! {
        #[test]
        fn every_size_is_read_back(parts in proptest::collection::vec(any_part(), 1..4)) {
            let mut parts = parts;
            parts[0].join = Join::Plus;
            let size = Size { parts: parts.into() };
            let texts = [size.write(), size.render("en", modality()), size.render("zh-Hans", modality())];
            for text in texts {
                prop_assert_eq!(read(&text), Some(size.clone()), "{}", text);
            }
        }

        #[test]
        fn whatever_is_read_is_written_so_that_it_is_read_again(
            pieces in proptest::collection::vec(
                prop_oneof![
                    select(vec![
                        "~", ">", "约", "5", "12", ",", ".", "k", "M", "万", "亿", " ", "GB", "+", "/", "(", ")", "（",
                        "张", "例", "患者", "人", "image", "images", "train", "训练", "CT", "MRI", "x", "早期", "[",
                    ]).prop_map(String::from),
                    "\\PC",
                ],
                1..10,
            ),
        ) {
            if let Some(size) = read(&format!("7{}", pieces.concat())) {
                for text in [size.write(), size.render("zh", modality())] {
                    prop_assert_eq!(read(&text), Some(size.clone()), "{}", text);
                }
            }
        }
    }
}
