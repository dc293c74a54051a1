//! `link-tracking`: parameters that tell who clicked.

use super::{Check, LinkCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::value::link::{FaultKind, without_tracking};

rule! {
    /// A link with parameters that only tell where a reader comes from:
    /// `utm_source`, `fbclid`, `gclid` and the like.
    ///
    /// ## Why
    ///
    /// The page is the same without them, the link is shorter, and nobody is
    /// followed. With them the same page also passes for two.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: LUNA16
    ///   link: https://luna16.grand-challenge.org/?utm_source=newsletter
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: LUNA16
    ///   link: https://luna16.grand-challenge.org/
    /// ```
    ///
    /// ## Fix
    ///
    /// Safe: takes these parameters out.
    "link-tracking",
    Some(Level::Warning),
    Fixable::Safe,
    "a link that tells where its reader comes from",
    Check::Link(check)
}

fn check(cx: &LinkCx<'_>, out: &mut Vec<Finding>) {
    let mut spans = cx.faults_of(|kind| *kind == FaultKind::Tracking).map(|(_, span)| span);
    let Some(first) = spans.next() else { return };
    let span = spans.fold(first, crate::text::Span::to);
    let finding = cx
        .finding(NAME, Level::Warning, span, "the link tells where its reader comes from")
        .label("says nothing about the page")
        .help("take these parameters out");
    out.push(match cx.replace(&without_tracking(cx.url)) {
        Some(edit) => finding.fix(Safety::Safe, "take the parameters out", vec![edit]),
        None => finding,
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{catalog, fixed, readme, with_entries};

    const RULE: &str = super::NAME;

    #[test]
    fn what_the_page_needs_stays() {
        let text = "- name: a\n  link: 'https://example.org/?utm_source=x&id=1&fbclid=y#top'\n";
        let mended = fixed(&with_entries(text), |text| catalog(text, &[RULE]));
        assert_eq!(mended, with_entries("- name: a\n  link: 'https://example.org/?id=1#top'\n"));
        let mended = fixed("<https://example.org/?gclid=1>\n", |text| readme(text, &[RULE]));
        assert_eq!(mended, "<https://example.org/>\n");
    }
}
