//! `suspicious-copy`: rows pasted over others.

use super::{Check, EntryCx, Place, RecordsCx, ValueCx};
use crate::finding::{Finding, Fixable, Label, Level};
use crate::value::size::Count;
use crate::value::{Kind, Size, Value};

rule! {
    /// An entry that shares its link and another telling value (labels, a
    /// size, a description) with an entry of another section and another
    /// name.
    ///
    /// ## Why
    ///
    /// Rows are made by copying a row and changing it. What was not changed is
    /// wrong and looks right: a liver data set whose label is the left atrium.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// version: 1
    /// preset: medical-imaging
    /// sections:
    ///   - id: heart
    ///     entries:
    ///       - name: MSD Heart
    ///         labels: [left atrium]
    ///         link: https://example.org/23911
    ///   - id: liver
    ///     entries:
    ///       - name: 3D-IRCADb
    ///         labels: [left atrium]
    ///         # catalint-ignore duplicate-link: the labels are what this is about
    ///         link: https://example.org/23911
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// version: 1
    /// preset: medical-imaging
    /// sections:
    ///   - id: heart
    ///     entries:
    ///       - name: MSD Heart
    ///         labels: [left atrium]
    ///         link: https://example.org/23911
    ///   - id: liver
    ///     entries:
    ///       - name: 3D-IRCADb
    ///         labels: [liver, vessels]
    ///         link: https://example.org/ircad
    /// ```
    ///
    /// ## Fix
    ///
    /// None: look the values up at the source.
    "suspicious-copy",
    Some(Level::Warning),
    Fixable::No,
    "an entry that was pasted over another",
    Check::Records(check)
}

fn check(cx: &RecordsCx<'_>, out: &mut Vec<Finding>) {
    for group in cx.index.repeated_links() {
        for (at, place) in group.iter().enumerate().skip(1) {
            // The first entries of a group are what the later were made from.
            let earlier = group[..at].iter().take(MOST_COMPARED);
            out.extend(
                earlier
                    .filter(|other| other.section_number != place.section_number)
                    .find_map(|other| copy(cx, other, place)),
            );
        }
    }
}

/// How many entries of one link are compared with each later one.
const MOST_COMPARED: usize = 16;

fn copy(cx: &RecordsCx<'_>, original: &Place<'_>, pasted: &Place<'_>) -> Option<Finding> {
    let before = EntryCx { records: cx, section: original.section, entry: original.entry };
    let after = EntryCx { records: cx, section: pasted.section, entry: pasted.entry };
    if same_thing(&before.label(), &after.label()) {
        return None;
    }
    let fields = &after.section.fields;
    let shared = (0..fields.len()).filter(|&index| Some(index) != fields.name()).find_map(|index| {
        let other = before.section.fields.find(&fields[index].id)?;
        let (value, same) = (after.field(index), before.field(other));
        (value.value() == same.value()
            && value.value().is_some_and(|value| is_telling(value, fields[index].kind)))
        .then_some((index, other))
    });
    let (index, other) = shared?;
    let (value, same): (ValueCx<'_>, ValueCx<'_>) = (after.field(index), before.field(other));
    let title = value.field.id.clone();
    Some(
        value
            .finding(
                NAME,
                Level::Warning,
                value.place(),
                format!(
                    "`{}` has the link and the `{title}` of `{}`, which stands in another section",
                    after.label(),
                    before.label()
                ),
            )
            .label("copied?")
            .related(Label::new(before.file(), same.place(), "the same here"))
            .help("look both up at the source: a row was probably pasted over another"),
    )
}

/// Whether two names are of one thing in two sections, or of its versions.
fn same_thing(one: &str, two: &str) -> bool {
    let fold = |name: &str| -> String {
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (one, two) = (fold(one), fold(two));
    one.contains(&two) || two.contains(&one)
}

/// Whether two entries hardly have this value in common by chance. Formats,
/// tasks and round numbers they do.
fn is_telling(value: &Value, kind: Kind) -> bool {
    match value {
        Value::List(_) => true,
        Value::Size(size) => is_telling_size(size),
        Value::Text(text) => kind == Kind::Prose || text.get("").chars().count() > 20,
        Value::Raw(_) => kind == Kind::Size,
        _ => false,
    }
}

fn is_telling_size(size: &Size) -> bool {
    size.parts().len() > 1
        || size.parts().iter().any(|part| match part.count {
            Count::Exact(count) => count > 100 && count % 100 != 0,
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::catalog;

    const RULE: &str = super::NAME;

    fn two(first: &str, second: &str) -> Vec<String> {
        let text = format!(
            "version: 1\npreset: medical-imaging\nsections:\n  - id: a\n    entries:\n      - {{ {first}, link: 'https://example.org/x' }}\n  - id: b\n    entries:\n      - {{ {second}, link: 'https://example.org/x' }}\n"
        );
        catalog(&text, &[RULE]).places(RULE).into_iter().map(String::from).collect()
    }

    #[test]
    fn labels_and_sizes_tell_and_common_values_do_not() {
        assert_eq!(
            two("name: A, labels: [left atrium]", "name: B, labels: [left atrium]"),
            ["[left atrium]"]
        );
        assert_eq!(two("name: A, size: 20 + 10", "name: B, size: 20+10"), ["20+10"]);
        assert_eq!(two("name: A, size: 20, format: nifti", "name: B, size: 20, format: nifti"), [""; 0]);
    }

    #[test]
    fn one_thing_in_two_sections_is_no_copy() {
        assert_eq!(two("name: ADNI, labels: [x]", "name: adni 2, labels: [x]"), [""; 0]);
    }

    #[test]
    fn the_third_is_compared_with_the_first() {
        let text = "version: 1\npreset: medical-imaging\nsections:\n  - id: heart\n    entries:\n      - { name: MSD, labels: [atrium], size: 20 + 10, link: 'https://example.org/x' }\n  - id: liver\n    entries:\n      - { name: IRCAD, labels: [atrium], size: 20 + 2, link: 'https://example.org/x' }\n      - { name: TCGA, labels: [liver], size: 20 + 10, link: 'https://example.org/x' }\n";
        let found = catalog(text, &[RULE]);
        assert_eq!(found.places(RULE), ["[atrium]", "20 + 10"]);
    }
}
