//! `size-implausible`: sizes that cannot be.

use super::{Check, ValueCx};
use crate::finding::{Finding, Fixable, Level};
use crate::value::Value;
use crate::value::size::{Bound, Count, Join, Size, Unit};

rule! {
    /// A size that counts nothing, the same part twice, fewer scans than
    /// people, or more than anyone has.
    ///
    /// ## Why
    ///
    /// It was read, so nobody looks at it again; but a digit or a word in it
    /// is wrong.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: A
    ///   size: 300 train + 40 train
    ///   link: https://example.org/a
    /// - name: B
    ///   size: 237 patients / 97 scans
    ///   link: https://example.org/b
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: A
    ///   size: 300 train + 40 test
    ///   link: https://example.org/a
    /// - name: B
    ///   size: 97 patients / 237 scans
    ///   link: https://example.org/b
    /// ```
    ///
    /// ## Fix
    ///
    /// None: look the counts up at the source.
    "size-implausible",
    Some(Level::Warning),
    Fixable::No,
    "a size that cannot be",
    Check::Value(check)
}

fn check(cx: &ValueCx<'_>, out: &mut Vec<Finding>) {
    let Some(Value::Size(size)) = cx.value() else { return };
    let Some((message, label)) = fault(size) else { return };
    out.push(
        cx.finding(NAME, Level::Warning, cx.place(), message)
            .label(label)
            .help("look the counts up at the source"),
    );
}

/// More than any list of data holds: a slip of the keyboard.
const MOST: u64 = 1_000_000_000_000_000;

fn fault(size: &Size) -> Option<(String, &'static str)> {
    let parts = size.parts();
    for (at, part) in parts.iter().enumerate() {
        let count = part.count.value().or_else(|| part.count.bytes());
        if count == Some(0) && part.bound != Bound::MoreThan {
            return Some(("this size counts nothing".to_string(), "none at all?"));
        }
        if matches!(part.count, Count::Exact(_) | Count::Rounded(..))
            && part.count.value().is_none_or(|n| n > MOST)
        {
            return Some(("nobody has so many".to_string(), "a digit too many?"));
        }
        let twice = part.split.is_some()
            && part.detail().is_none()
            && parts[..at].iter().any(|other| {
                (other.split, other.unit, other.modality(), other.detail())
                    == (part.split, part.unit, part.modality(), part.detail())
            });
        if twice {
            return Some((
                format!("`{}` is counted twice", part.split.map_or("", |split| split.english())),
                "another part?",
            ));
        }
        if part.join == Join::Slash
            && let Some(people) = parts[..at].last()
            && let (Some(one), Some(other)) = (people.count.value(), part.count.value())
            && people.unit.is_some_and(is_people)
            && part.unit.is_some_and(is_taken_of_people)
            && one > other
        {
            let (people, taken) = (
                people.unit.map_or("", |unit| unit.english(one == 1)),
                part.unit.map_or("", |unit| unit.english(other == 1)),
            );
            return Some((
                format!("{one} {people} cannot have only {other} {taken}"),
                "the other way round?",
            ));
        }
    }
    None
}

fn is_people(unit: Unit) -> bool {
    matches!(unit, Unit::Patients | Unit::Subjects | Unit::Participants | Unit::Cases)
}

/// Whether everyone who is counted has at least one.
fn is_taken_of_people(unit: Unit) -> bool {
    matches!(
        unit,
        Unit::Images | Unit::Scans | Unit::Series | Unit::Slides | Unit::Slices | Unit::Studies | Unit::Exams
    )
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::entries;

    const RULE: &str = super::NAME;

    #[test]
    fn sizes_that_cannot_be_are_told() {
        for bad in
            ["0", "0 cases", "10 train + 5 train", "237 patients / 97 scans", "99999999999999999", "0 GB"]
        {
            assert_eq!(entries(&format!("- name: a\n  size: {bad}\n"), &[RULE]).rules(), [RULE], "{bad}");
        }
    }

    #[test]
    fn sizes_that_can_be_are_not() {
        for good in [
            "10",
            "10 + 5",
            "10 train (a) + 5 train (b)",
            "10 ct train + 5 mri train",
            "97 patients / 237 scans",
            "20 cases / 20 scans",
            "88.3k",
            "1.5B",
            ">0",
            "10 GB",
            "539+573",
        ] {
            assert_eq!(
                entries(&format!("- name: a\n  size: '{good}'\n"), &[RULE]).rules(),
                [""; 0],
                "{good}"
            );
        }
    }
}
