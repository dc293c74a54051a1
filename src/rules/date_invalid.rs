//! `date-invalid`: dates that are none.

use super::{Check, ValueCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::value::placeholder::is_placeholder;
use crate::value::{Date, Kind, Value};

rule! {
    /// A date in another form than `2021-11-24`, `2021-11` or `2021`, or one
    /// that is in no calendar.
    ///
    /// ## Why
    ///
    /// `11/12/2021` is two dates, by who reads it. The one form sorts, and is
    /// read alike everywhere (ISO 8601).
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// version: 1
    /// fields:
    ///   name: text
    ///   released: date
    /// sections:
    ///   - id: all
    ///     entries:
    ///       - { name: A, released: 24 November 2021 }
    ///       - { name: B, released: 2021-02-30 }
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// version: 1
    /// fields:
    ///   name: text
    ///   released: date
    /// sections:
    ///   - id: all
    ///     entries:
    ///       - { name: A, released: 2021-11-24 }
    ///       - { name: B, released: 2021-02 }
    /// ```
    ///
    /// ## Fix
    ///
    /// Safe: writes the one form, where the other means one date only.
    "date-invalid",
    Some(Level::Warning),
    Fixable::Safe,
    "a date that is none, or in another form",
    Check::Value(check)
}

fn check(cx: &ValueCx<'_>, out: &mut Vec<Finding>) {
    let (Kind::Date, Some(Value::Raw(text))) = (cx.field.kind, cx.value()) else { return };
    if is_placeholder(text) {
        return;
    }
    let Some(date) = Date::read_legacy(text) else {
        let finding =
            cx.finding(NAME, cx.entry.records.doubtful(), cx.place(), format!("`{text}` is no date"));
        out.push(finding.label("no date").help("write it as `2021-11-24`, `2021-11` or `2021`"));
        return;
    };
    let finding = cx
        .finding(
            NAME,
            cx.entry.records.doubtful(),
            cx.place(),
            format!("`{text}` is no date as catalogs write them"),
        )
        .label("another form")
        .help(format!("write `{date}`"));
    out.push(match cx.replace(&Value::Date(date)) {
        Some(edit) => finding.fix(Safety::Safe, format!("write `{date}`"), vec![edit]),
        None => finding,
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{catalog, fixed};

    const RULE: &str = super::NAME;

    #[test]
    fn what_means_one_date_is_mended_and_what_means_two_is_not() {
        let text = "version: 1\nfields:\n  name: text\n  on: date\nsections:\n  - id: s\n    entries:\n      - { name: a, on: '2021/11/24' }\n      - name: b\n        on: 11/12/2021\n      - name: c\n        on: 2021-13-01\n      - name: d\n        on: 2021\n      - name: e\n        on: tbd\n";
        assert_eq!(catalog(text, &[RULE]).places(RULE), ["'2021/11/24'", "11/12/2021", "2021-13-01"]);
        let mended = fixed(text, |text| catalog(text, &[RULE]));
        assert_eq!(mended, text.replace("'2021/11/24'", "2021-11-24"));
    }
}
