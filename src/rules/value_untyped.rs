//! `value-untyped`: values that their field's type cannot read.

use super::{Check, ValueCx};
use crate::finding::{Finding, Fixable, Level, Safety, listed};
use crate::value::placeholder::is_placeholder;
use crate::value::suggest::closest;
use crate::value::{Kind, Value};

rule! {
    /// A value that its field's type cannot read: words for a number, `maybe`
    /// for yes or no, none of an `enum`'s values, something else than an
    /// address for an image. It stays as it is written.
    ///
    /// Sizes, dates, licences, links and terms have rules of their own.
    ///
    /// ## Why
    ///
    /// It can be shown, but not sorted, counted or exported.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// version: 1
    /// fields:
    ///   name: text
    ///   classes: number
    ///   access: { type: enum, values: [open, closed] }
    /// sections:
    ///   - id: all
    ///     entries:
    ///       - { name: A, classes: about five, access: opne }
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// version: 1
    /// fields:
    ///   name: text
    ///   classes: number
    ///   access: { type: enum, values: [open, closed] }
    /// sections:
    ///   - id: all
    ///     entries:
    ///       - { name: A, classes: 5, access: open }
    /// ```
    ///
    /// ## Fix
    ///
    /// Unsafe: writes the nearest of an `enum`'s values, if one is near.
    "value-untyped",
    Some(Level::Warning),
    Fixable::Unsafe,
    "a value that its field's type cannot read",
    Check::Value(check)
}

fn check(cx: &ValueCx<'_>, out: &mut Vec<Finding>) {
    let Some(Value::Raw(text)) = cx.value() else { return };
    let (what, help) = match cx.field.kind {
        Kind::Number => ("no number", "write digits, such as `5` or `0.25`".to_string()),
        Kind::Bool => ("neither yes nor no", "write `true` or `false`".to_string()),
        Kind::Image => ("no image", "write the image's address".to_string()),
        Kind::Enum => ("none of its values", format!("write one of: {}", listed(&cx.field.choices))),
        _ => return,
    };
    if is_placeholder(text) {
        return;
    }
    let message = format!("`{}` holds `{text}`, which is {what}", cx.field.id);
    let finding = cx.finding(NAME, cx.entry.records.doubtful(), cx.place(), message).label(what);
    out.push(match closest(text, cx.field.choices.iter().map(String::as_str)) {
        Some(near) => {
            let finding = finding.help(format!("did you mean `{near}`?"));
            match cx.replace(&Value::Choice(near.into())) {
                Some(edit) => finding.fix(Safety::Unsafe, format!("write `{near}`"), vec![edit]),
                None => finding,
            }
        }
        None => finding.help(help),
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{catalog, fixed};

    const RULE: &str = super::NAME;

    #[test]
    fn each_type_says_what_it_wants() {
        let text = "version: 1\nfields:\n  name: text\n  n: number\n  b: bool\n  e: { type: enum, values: [on hand, 'no'] }\n  i: image\nsections:\n  - id: s\n    entries:\n      - name: a\n        n: 1.234,5\n        b: maybe\n        e: On Hand # why\n        i: a b <c\n      - { name: b, n: '#', b: yes, e: 'no', i: x.png }\n";
        assert_eq!(catalog(text, &[RULE]).places(RULE), ["1.234,5", "maybe", "On Hand", "a b <c"]);
        let mended = fixed(text, |text| catalog(text, &[RULE]));
        assert_eq!(mended, text.replace("On Hand", "on hand"));
    }
}
