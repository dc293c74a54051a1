//! `size-spelling`: sizes written otherwise than catalogs write them.

use super::{Check, ValueCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::value::{Size, Value};

rule! {
    /// A size that is understood and written otherwise than catalogs write it:
    /// with thousands separators, full-width digits, words of another language,
    /// or remarks without brackets. Blanks and capital letters make no
    /// difference.
    ///
    /// ## Why
    ///
    /// In the one form sizes can be searched and compared as text too; a reader
    /// sees them in the language of the page.
    ///
    /// In a README that no catalog manages it is only noted how the size is
    /// read.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: SARAS-ESAD
    ///   size: 22,601(训练)+4,574(测试)
    ///   link: https://saras-esad.grand-challenge.org/
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: SARAS-ESAD
    ///   size: 22601 train + 4574 test
    ///   link: https://saras-esad.grand-challenge.org/
    /// ```
    ///
    /// ## Fix
    ///
    /// Safe: writes the size as catalogs do. None in a README: `catalint
    /// migrate` does it for the whole list.
    "size-spelling",
    Some(Level::Warning),
    Fixable::Safe,
    "a size written otherwise than catalogs write it",
    Check::Value(check)
}

fn check(cx: &ValueCx<'_>, out: &mut Vec<Finding>) {
    let Some(Value::Size(size)) = cx.value() else { return };
    let written = cx.written();
    let canonical = size.write();
    if written == canonical || same(unquoted(written), &canonical) {
        return;
    }
    if cx.is_catalog() {
        let edit = cx.replace(&Value::Size(size.clone()));
        // With escapes it may not look like it, and still be it.
        if edit.as_ref().is_some_and(|edit| edit.replacement == written) {
            return;
        }
        let finding = cx
            .finding(NAME, Level::Warning, cx.place(), format!("this size is written `{canonical}`"))
            .label("another way to write it")
            .help(format!("write `{canonical}`"));
        out.push(match edit {
            Some(edit) => finding.fix(Safety::Safe, format!("write `{canonical}`"), vec![edit]),
            None => finding,
        });
    } else if !is_shown(cx, size, written) {
        out.push(
            cx.finding(NAME, Level::Info, cx.place(), format!("this size is read as `{canonical}`"))
                .label("counts and words")
                .help("check that it is what was meant; `catalint migrate` writes it so"),
        );
    }
}

/// Whether it is what a page in some language would show.
fn is_shown(cx: &ValueCx<'_>, size: &Size, written: &str) -> bool {
    let vocabulary = cx.field.vocabulary.as_deref();
    ["en", "zh-Hans"].iter().any(|language| same(written, &size.render(language, vocabulary)))
}

fn unquoted(written: &str) -> &str {
    let inside = |quote: char| written.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inside('\'').or_else(|| inside('"')).unwrap_or(written)
}

/// Whether two texts differ in blanks and capital letters only.
fn same(one: &str, two: &str) -> bool {
    let letters = |text: &'_ str| -> Vec<char> {
        text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
    };
    one.len().abs_diff(two.len()) <= one.len().max(two.len()) / 2 && letters(one) == letters(two)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{catalog, entries, fixed, with_entries};

    const RULE: &str = super::NAME;

    #[test]
    fn the_one_form_is_written_for_all_others() {
        let text = "- name: a\n  size: \"10616张\" # why\n- name: b\n  size: 97患者/237套\n- name: c\n  size: '４８４'\n- name: d\n  size: 400早期AD+20\n- name: e\n  size: &s 1,000\n";
        let mended = fixed(&with_entries(text), |text| catalog(text, &[RULE]));
        let expected = "- name: a\n  size: 10616 images # why\n- name: b\n  size: 97 patients / 237 series\n- name: c\n  size: 484\n- name: d\n  size: 400 (早期AD) + 20\n- name: e\n  size: &s 1000\n";
        assert_eq!(mended, with_entries(expected));
    }

    #[test]
    fn blanks_capitals_and_quotes_do_not_count() {
        let text = "- name: a\n  size: 484 Train+266 Test\n- name: b\n  size: '539+573'\n- name: c\n  size: 88.3k\n- name: d\n  size: 4(a)+5(b)\n";
        assert_eq!(entries(text, &[RULE]).rules(), [""; 0]);
    }
}
