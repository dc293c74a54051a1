//! `size-untyped`: sizes that are only words.

use super::{Check, ValueCx};
use crate::finding::{Finding, Fixable, Level};
use crate::value::placeholder::is_placeholder;
use crate::value::size::counts_in;
use crate::value::{Kind, Value};

rule! {
    /// A size that the grammar of sizes cannot read. It stays as it is
    /// written.
    ///
    /// ## Why
    ///
    /// What is read as counts can be added up, compared and shown in every
    /// language. Words can only be shown. The grammar has counts with unit and
    /// split, sums, roundings, bytes, and remarks in brackets:
    /// `484 train + 266 test`, `97 patients / 237 series`, `~88.3k images`,
    /// `400 (MCI) + 200 (early AD)`, `4.5 GB`.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: ACRIN 6688
    ///   size: 43 cases with three scans, 54 before and after
    ///   link: https://example.org/37565
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: ACRIN 6688
    ///   size: 43 cases (three scans) + 54 cases (before and after)
    ///   link: https://example.org/37565
    /// ```
    ///
    /// ## Fix
    ///
    /// None: only a person can tell what is counted. Words that say more than
    /// counts can are rightly kept:
    /// `# catalint-ignore size-untyped: no counts are published`.
    "size-untyped",
    Some(Level::Warning),
    Fixable::No,
    "a size that is only words",
    Check::Value(check)
}

fn check(cx: &ValueCx<'_>, out: &mut Vec<Finding>) {
    let (Kind::Size, Some(Value::Raw(text))) = (cx.field.kind, cx.value()) else { return };
    if is_placeholder(text) {
        return;
    }
    let counts: Vec<String> = counts_in(text).into_iter().map(|(_, count)| count.to_string()).collect();
    let help = match counts.len() {
        0 => "write counts, such as `484 train + 266 test`, and remarks in brackets".to_string(),
        _ => {
            format!("write what is counted, such as `{} (…)`: remarks go in brackets", counts.join(" (…) + "))
        }
    };
    out.push(
        cx.finding(NAME, cx.entry.records.doubtful(), cx.place(), "these words cannot be read as a size")
            .label("not counted")
            .help(help),
    );
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::entries;

    const RULE: &str = super::NAME;

    #[test]
    fn the_counts_in_the_words_are_offered() {
        let text = "- name: a\n  size: 1370；1104异常检查， 319 ACL撕裂\n- name: b\n  size: 484 train\n- name: c\n  size: '#'\n- name: d\n  size: many\n";
        let found = entries(text, &[RULE]);
        assert_eq!(found.places(RULE), ["1370；1104异常检查， 319 ACL撕裂", "many"]);
        assert!(found.findings[0].help.as_ref().unwrap().contains("1370 (…) + 1104 (…) + 319 (…)"));
    }
}
