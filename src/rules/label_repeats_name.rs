//! `label-repeats-name`: labels that only say the name again.

use super::{Check, EntryCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::value::{Kind, Value};

rule! {
    /// A list whose only item is the entry's own name. Where the name is a
    /// common word, such as `Lung`, it may rightly be its own label; only names
    /// with digits or several capital letters are told.
    ///
    /// ## Why
    ///
    /// It says nothing, and stands where the labels should stand: mostly the
    /// name was pasted into the next column too.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: MSD Hepatic Vessel
    ///   labels: [MSD Hepatic Vessel]
    ///   link: https://example.org/10333
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: MSD Hepatic Vessel
    ///   labels: [vessel, tumour]
    ///   link: https://example.org/10333
    /// ```
    ///
    /// ## Fix
    ///
    /// Unsafe: makes the value unknown.
    "label-repeats-name",
    Some(Level::Warning),
    Fixable::Unsafe,
    "a list that only repeats the entry's name",
    Check::Entry(check)
}

fn check(cx: &EntryCx<'_>, out: &mut Vec<Finding>) {
    let language = cx.records.language();
    let name = cx.section.name_of(cx.entry).and_then(|slot| slot.value.as_ref());
    let Some(Value::Text(name)) = name else { return };
    for (field, slot) in cx.section.slots(cx.entry).filter(|(field, _)| field.kind == Kind::List) {
        let Some(Value::List(items)) = &slot.value else { continue };
        let [item] = &**items else { continue };
        if !is_proper(name.get(language)) || !same(item.get(language), name.get(language)) {
            continue;
        }
        let value = cx.field(usize::from(slot.field));
        let finding = value
            .finding(NAME, Level::Warning, value.place(), format!("`{}` only repeats the name", field.id))
            .label("the name again")
            .help(format!("write the {} themselves, or nothing", field.id));
        out.push(match value.clear() {
            Some(edit) => finding.fix(Safety::Unsafe, "make the value unknown", vec![edit]),
            None => finding,
        });
    }
}

/// Whether a name can hardly be what the data show.
fn is_proper(name: &str) -> bool {
    name.bytes().any(|byte| byte.is_ascii_digit()) || name.bytes().filter(u8::is_ascii_uppercase).count() > 1
}

fn same(one: &str, two: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    // Most differ at the first letter: look before making anything.
    one.chars().next().is_some_and(|first| two.to_lowercase().starts_with(&first.to_lowercase().to_string()))
        && !letters(one).is_empty()
        && letters(one) == letters(two)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::entries;

    const RULE: &str = super::NAME;

    #[test]
    fn one_label_among_others_may_be_the_name() {
        let text = "- name: MSD肝脏血管分割\n  labels: [MSD肝脏血管分割]\n- name: Lung\n  labels: [lung, heart]\n- name: 冠状动脉\n  labels: [冠状动脉]\n- name: A-B\n  labels: a b\n";
        assert_eq!(entries(text, &[RULE]).places(RULE), ["[MSD肝脏血管分割]", "a b"]);
    }
}
