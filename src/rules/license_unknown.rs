//! `license-unknown`: licences that SPDX does not know by that name.

use super::{Check, ValueCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::value::license::{is_deprecated, read_legacy};
use crate::value::placeholder::is_placeholder;
use crate::value::{Kind, Value};

rule! {
    /// A licence that is no SPDX identifier, and no expression of them.
    ///
    /// ## Why
    ///
    /// Whoever wants to use the data must know which text applies. `CC BY` has
    /// had six versions, in which different things are allowed; SPDX gives
    /// each text one name that programs know too.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// version: 1
    /// fields:
    ///   name: text
    ///   license: license
    /// sections:
    ///   - id: all
    ///     entries:
    ///       - { name: A, license: Apache 2.0 }
    ///       - { name: B, license: CC-BY-NC }
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// version: 1
    /// fields:
    ///   name: text
    ///   license: license
    /// sections:
    ///   - id: all
    ///     entries:
    ///       - { name: A, license: Apache-2.0 }
    ///       - { name: B, license: CC-BY-NC-4.0 }
    /// ```
    ///
    /// ## Fix
    ///
    /// Safe: writes the identifier, where the name means one licence only.
    "license-unknown",
    Some(Level::Warning),
    Fixable::Safe,
    "a licence that SPDX does not know",
    Check::Value(check)
}

fn check(cx: &ValueCx<'_>, out: &mut Vec<Finding>) {
    let (Kind::License, Some(Value::Raw(text))) = (cx.field.kind, cx.value()) else { return };
    if is_placeholder(text) {
        return;
    }
    let finding = cx
        .finding(
            NAME,
            cx.entry.records.doubtful(),
            cx.place(),
            format!("`{text}` is no licence that SPDX knows"),
        )
        .label("not an SPDX identifier");
    out.push(match read_legacy(text) {
        Some(id) => {
            let finding = finding.help(format!("write `{id}`"));
            match cx.replace(&Value::License(id.as_str().into())) {
                Some(edit) => finding.fix(Safety::Safe, format!("write `{id}`"), vec![edit]),
                None => finding,
            }
        }
        None if is_deprecated(text) => finding.help(format!("say `{text}-only` or `{text}-or-later`")),
        None => finding.help("write an identifier of https://spdx.org/licenses/, with its version"),
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{catalog, fixed};

    const RULE: &str = super::NAME;

    #[test]
    fn names_of_one_licence_are_mended() {
        let text = "version: 1\nfields:\n  name: text\n  license: license\nsections:\n  - id: s\n    entries:\n      - { name: a, license: CC BY 4.0 }\n      - { name: b, license: CC-BY-NC }\n      - { name: c, license: MIT OR Apache-2.0 }\n      - { name: d, license: free for research }\n";
        assert_eq!(catalog(text, &[RULE]).places(RULE), ["CC BY 4.0", "CC-BY-NC", "free for research"]);
        assert_eq!(fixed(text, |text| catalog(text, &[RULE])), text.replace("CC BY 4.0", "CC-BY-4.0"));
    }
}
