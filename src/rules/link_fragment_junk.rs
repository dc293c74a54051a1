//! `link-fragment-junk`: fragments that a page made up for itself.

use super::{Check, LinkCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::value::link::FaultKind;

rule! {
    /// A link whose fragment is 32 or 40 hexadecimal digits: an id that a wiki
    /// or a page made up for one version of itself.
    ///
    /// ## Why
    ///
    /// It comes along when the address is copied, and stops working when the
    /// page is next saved. With it the same page passes for two.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: CT COLONOGRAPHY
    ///   link: https://wiki.example.org/CT+COLONOGRAPHY#dc149b9170f54aa29e88f1119e25ba3e
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: CT COLONOGRAPHY
    ///   link: https://wiki.example.org/CT+COLONOGRAPHY
    /// ```
    ///
    /// ## Fix
    ///
    /// Unsafe: takes the fragment out. The link then leads to the top of the
    /// page.
    "link-fragment-junk",
    Some(Level::Warning),
    Fixable::Unsafe,
    "a link into one version of a page",
    Check::Link(check)
}

fn check(cx: &LinkCx<'_>, out: &mut Vec<Finding>) {
    for (fault, span) in cx.faults_of(|kind| *kind == FaultKind::FragmentJunk) {
        let finding = cx
            .finding(NAME, Level::Warning, span, "the link leads into one version of the page only")
            .label("made up by the page")
            .help("link to the page, or to a heading in it");
        out.push(match cx.replace(&cx.url[..fault.range.start]) {
            Some(edit) => finding.fix(Safety::Unsafe, "take the fragment out", vec![edit]),
            None => finding,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::entries;

    const RULE: &str = super::NAME;

    #[test]
    fn a_heading_is_no_junk() {
        let text = "- name: a\n  link: https://example.org/x#data-access\n- name: b\n  link: https://example.org/x#225127574d475644eb49451eada615ff9ad6be13\n";
        assert_eq!(entries(text, &[RULE]).places(RULE), ["#225127574d475644eb49451eada615ff9ad6be13"]);
    }
}
