//! `unsorted-section`: entries out of alphabetical order.

use super::{Check, SectionCx};
use crate::finding::{Finding, Fixable, Label, Level};
use std::borrow::Cow;

rule! {
    /// A section whose entries do not stand in the order of their names,
    /// without regard to case. Each section is told once, at the first entry
    /// that is out of order. Off unless a catalog turns it on.
    ///
    /// ## Why
    ///
    /// In a sorted list a reader finds an entry by its name, and two people
    /// who each add one mostly add it at different places.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: LiTS
    ///   link: https://example.org/lits
    /// - name: CHAOS
    ///   link: https://example.org/chaos
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: CHAOS
    ///   link: https://example.org/chaos
    /// - name: LiTS
    ///   link: https://example.org/lits
    /// ```
    ///
    /// ## Fix
    ///
    /// None: move the entry with its comments.
    "unsorted-section",
    None,
    Fixable::No,
    "entries out of alphabetical order",
    Check::Section(check)
}

fn check(cx: &SectionCx<'_>, out: &mut Vec<Finding>) {
    let language = cx.records.language();
    let name = |entry| {
        let slot = cx.section.name_of(entry)?;
        match slot.value.as_ref()? {
            crate::value::Value::Text(text) => Some((text.get(language), slot.span)),
            _ => None,
        }
    };
    let mut highest: Option<(&str, crate::text::Span)> = None;
    for (text, span) in cx.section.entries.iter().filter_map(name) {
        if let Some((before, place)) = highest
            && folded(text) < folded(before)
        {
            out.push(
                cx.finding(NAME, Level::Warning, span, format!("`{text}` stands after `{before}`"))
                    .label("out of order")
                    .related(Label::new(cx.section.file, place, "after this"))
                    .help("move the entry up, with the comments above it"),
            );
            return;
        }
        highest = Some((text, span));
    }
}

fn folded(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_uppercase) { Cow::Owned(text.to_lowercase()) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::entries;

    const RULE: &str = super::NAME;

    #[test]
    fn a_section_is_told_once_and_case_does_not_count() {
        let text = "- name: abide\n- name: BraTS\n- name: ADNI\n- name: A\n- link: https://a.example\n";
        assert_eq!(entries(text, &[RULE]).places(RULE), ["ADNI"]);
        assert_eq!(entries("- name: a\n- name: B\n- name: b\n- name: 脑\n", &[RULE]).rules(), [""; 0]);
    }
}
