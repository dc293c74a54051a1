//! `placeholder-value`: signs for "unknown" that pass for values.

use super::{Check, ValueCx};
use crate::catalog::Slot;
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::readme::cell;
use crate::value::placeholder::{Placeholder, placeholder};
use crate::value::{Kind, Localized, Value};
use std::borrow::Cow;

rule! {
    /// A value that says only that it is not known: `#`, `**`, `-`, `N/A`,
    /// `TBD`.
    ///
    /// ## Why
    ///
    /// Every list has its own signs for "unknown", and whoever reads the list
    /// by program takes them for values: a count of data sets by format then
    /// has a format called `#`. In a catalog, what is not known is `null` or
    /// left out, and the README shows an empty cell.
    ///
    /// In a README that no catalog manages, a dash, a slash or `N/A` is a
    /// custom that readers know: it is only noted, and left as it is.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: BraTS 2015
    ///   format: '#'
    ///   link: https://www.smir.ch/BRATS/Start2015
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: BraTS 2015
    ///   format: null
    ///   link: https://www.smir.ch/BRATS/Start2015
    /// ```
    ///
    /// ## Fix
    ///
    /// Safe: writes `null`, or empties the cell.
    "placeholder-value",
    Some(Level::Warning),
    Fixable::Safe,
    "a value that only says it is not known",
    Check::Value(check)
}

fn check(cx: &ValueCx<'_>, out: &mut Vec<Finding>) {
    let Some(slot) = cx.slot else { return };
    let Some(text) = text_of(cx, slot) else { return };
    let Some(sure) = placeholder(&text) else { return };
    let shown = text.trim();
    if shown.is_empty() || (sure == Placeholder::Perhaps && slot.value.is_some()) || is_allowed(cx, &text) {
        return;
    }
    // Words may be meant: a data set can have no labels, a step no name.
    let is_sign = !shown.contains(char::is_alphanumeric);
    let is_customary = shown.chars().all(|c| "-–—―－/／".contains(c)) || !is_sign;
    let is_free = matches!(cx.field.kind, Kind::Text | Kind::Prose | Kind::List);
    let unsure = if cx.is_catalog() { is_free && !is_sign } else { is_customary };
    let level = if unsure { Level::Info } else { Level::Warning };
    let message = format!("`{shown}` only says that `{}` is not known", cx.field.id);
    let (help, title) = match cx.is_catalog() {
        true => ("write `null`, or leave the key out", "write `null`"),
        false => ("leave the cell empty", "empty the cell"),
    };
    let mut finding = cx.finding(NAME, level, slot.span, message).label("no value").help(help);
    if let Some(edit) = cx.clear().filter(|_| cx.is_catalog() || !unsure) {
        finding = finding.fix(Safety::Safe, title, vec![edit]);
    }
    out.push(finding);
}

/// The value as one text, if it can be a placeholder at all.
fn text_of<'a>(cx: &ValueCx<'a>, slot: &'a Slot) -> Option<Cow<'a, str>> {
    let plain = |text: &'a Localized| text.is_plain().then(|| Cow::Borrowed(text.get("")));
    match &slot.value {
        // Reading a README takes placeholders out already.
        None if !cx.is_catalog() => Some(cell::decode(cx.written())),
        Some(Value::Raw(text)) => Some(Cow::Borrowed(text)),
        Some(Value::Text(text)) => plain(text),
        Some(Value::List(items)) if items.len() == 1 => plain(&items[0]),
        Some(Value::Terms(terms)) if terms.len() == 1 && terms[0].id().is_none() => {
            Some(Cow::Borrowed(terms[0].text()))
        }
        Some(Value::Links(links)) if links.len() == 1 && links[0].text().is_none() => {
            Some(Cow::Borrowed(&links[0].url))
        }
        _ => None,
    }
}

/// Whether the field says itself that it may hold this text.
fn is_allowed(cx: &ValueCx<'_>, text: &str) -> bool {
    cx.field.choices.iter().any(|choice| choice == text)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{catalog, entries, fixed};

    const RULE: &str = super::NAME;

    #[test]
    fn every_kind_of_field_can_hold_one() {
        let text = "- name: a\n  labels: ['*']\n  modality: ['#']\n  format: '**'\n  size: '##'\n  tasks: N/A\n  link: '-'\n  description: TBD\n";
        let found = entries(text, &[RULE]);
        assert_eq!(found.places(RULE), ["['*']", "['#']", "'**'", "'##'", "N/A", "'-'", "TBD"]);
        let text = crate::lint::testing::with_entries(text);
        let mended = fixed(&text, |text| catalog(text, &[RULE]));
        assert_eq!(mended.matches(": null\n").count(), 7, "{mended}");
    }

    #[test]
    fn what_may_be_meant_is_kept() {
        let text = "- name: C#\n  labels: [a, b]\n  modality: [ct]\n  description: '/'\n  size: '0'\n";
        assert_eq!(entries(text, &[RULE]).rules(), [""; 0]);
        let text = "version: 1\nfields:\n  name: text\n  state: { type: enum, values: [ok, '-'] }\n\
                    sections:\n  - id: s\n    entries:\n      - name: a\n        state: '-'\n";
        assert_eq!(catalog(text, &[RULE]).rules(), [""; 0]);
    }

    #[test]
    fn a_value_that_others_share_is_told_but_not_edited() {
        let text = "- name: a\n  format: &x '#'\n- name: b\n  format: *x\n";
        let found = entries(text, &[RULE]);
        assert_eq!(found.places(RULE), ["'#'", "*x"]);
        assert!(found.findings[1].fix.is_none());
    }
}
