//! `required-field`: entries without a value they must have.

use super::{Check, ValueCx};
use crate::finding::{Finding, Fixable, Level};
use crate::value::Value;
use crate::value::placeholder::is_placeholder;

rule! {
    /// An entry that lacks a field with `required: true`, or whose value for
    /// it is unknown or a placeholder.
    ///
    /// ## Why
    ///
    /// A data set without a link can be read about and not be had; an entry
    /// without a name cannot even be spoken of. A missing name is an error,
    /// any other missing value a warning, since it may truly not be known.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: CHAOS
    ///   format: dicom
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: CHAOS
    ///   format: dicom
    ///   link: https://chaos.grand-challenge.org/
    /// ```
    ///
    /// ## Fix
    ///
    /// None: only a person can find out. If nobody can, say so above the
    /// field: `# catalint-ignore required-field: the page is gone`.
    "required-field",
    Some(Level::Error),
    Fixable::No,
    "an entry without a value that it must have",
    Check::Value(check)
}

fn check(cx: &ValueCx<'_>, out: &mut Vec<Finding>) {
    if !cx.field.required || is_known(cx.value()) {
        return;
    }
    let id = &cx.field.id;
    let is_name = cx.entry.section.fields.name().is_some_and(|name| cx.entry.section.fields[name].id == *id);
    // That a README's column must be filled is only a guess.
    let level = match cx.is_catalog() {
        true if is_name => Level::Error,
        _ => cx.entry.records.doubtful(),
    };
    let place = match cx.slot {
        Some(slot) if !slot.span.is_empty() => slot.span,
        Some(slot) if !slot.key().is_empty() => slot.key(),
        _ => cx.entry.place(),
    };
    let message = match cx.entry.label() {
        label if label.is_empty() => format!("this entry has no `{id}`"),
        label => format!("`{label}` has no `{id}`"),
    };
    out.push(
        cx.finding(NAME, level, place, message)
            .label(if cx.slot.is_some() { "not known" } else { "" })
            .help(format!("give `{id}`; if nobody knows it, say so with `catalint-ignore {NAME}: reason`")),
    );
}

fn is_known(value: Option<&Value>) -> bool {
    match value {
        None => false,
        Some(Value::Raw(text)) => !is_placeholder(text),
        Some(Value::Text(text)) => text.iter().any(|(_, text)| !is_placeholder(text)),
        Some(Value::Links(links)) => links.iter().any(|link| !is_placeholder(&link.url)),
        Some(Value::List(items)) => {
            items.iter().any(|item| item.iter().any(|(_, text)| !is_placeholder(text)))
        }
        Some(Value::Terms(terms)) => {
            terms.iter().any(|term| term.id().is_some() || !is_placeholder(term.text()))
        }
        Some(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::Level;
    use crate::lint::testing::entries;

    const RULE: &str = super::NAME;

    #[test]
    fn absent_unknown_and_placeholder_values_are_missing_alike() {
        let text = "- name: a\n- name: b\n  link: null\n- name: c\n  link:\n- name: d\n  link: '#'\n- name: e\n  link: https\n";
        let found = entries(text, &[RULE]);
        assert_eq!(found.places(RULE), ["a", "null", "link", "'#'"]);
        assert_eq!(found.messages(RULE)[0], "`a` has no `link`");
    }

    #[test]
    fn a_missing_name_is_an_error_any_other_a_warning() {
        let found = entries("- link: https://a.example\n- name: a\n", &[RULE]);
        let levels: Vec<Level> = found.findings.iter().map(|finding| finding.level).collect();
        assert_eq!(levels, [Level::Error, Level::Warning]);
        assert_eq!(found.places(RULE), ["link: https://a.example", "a"]);
    }
}
