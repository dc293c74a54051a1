//! `link-malformed`: addresses that no browser can read.

use super::{Check, LinkCx};
use crate::finding::{Finding, Fixable, Level};
use crate::value::link::FaultKind;

rule! {
    /// An address that the URL standard cannot read, whose host cannot exist,
    /// or that took the punctuation after it along; in a field of type `link`
    /// also words that are no address.
    ///
    /// ## Why
    ///
    /// It leads nowhere, or to another page than was meant.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: ADNI
    ///   link: https://adni..loni.usc.edu/
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: ADNI
    ///   link: https://adni.loni.usc.edu/
    /// ```
    ///
    /// ## Fix
    ///
    /// None: compare with the address in a browser.
    "link-malformed",
    Some(Level::Error),
    Fixable::No,
    "an address that cannot be read",
    Check::Link(check)
}

fn check(cx: &LinkCx<'_>, out: &mut Vec<Finding>) {
    let words = cx.url.contains(char::is_whitespace)
        && cx.faults_of(|kind| matches!(kind, FaultKind::NoScheme)).next().is_some();
    if words {
        let in_catalog = cx.field().is_none_or(super::ValueCx::is_catalog);
        let level = if in_catalog { Level::Error } else { Level::Info };
        out.push(
            cx.finding(NAME, level, cx.span, "these words are no address")
                .label("not a URL")
                .help("write the address alone; put the words into another field"),
        );
    }
    for (fault, span) in cx.faults_of(|kind| matches!(kind, FaultKind::Malformed(_))) {
        let FaultKind::Malformed(why) = &fault.kind else { continue };
        out.push(
            cx.finding(NAME, Level::Error, span, format!("this address cannot be read: {why}"))
                .label(why.clone())
                .help("compare it with the address that a browser shows for the page"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::entries;

    const RULE: &str = super::NAME;

    #[test]
    fn the_part_that_cannot_be_read_is_underlined() {
        let text = "- name: a\n  link: https://exa%mple.org/x\n- name: b\n  link: https://localhostx/y\n- name: c\n  link: https://example.org/。\n- name: d\n  link: ask the authors\n- name: e\n  link: https:/example.org\n";
        let found = entries(text, &[RULE]);
        assert_eq!(found.places(RULE), ["exa%mple.org", "localhostx", "。", "ask the authors", ":/"]);
    }
}
