//! `link-incomplete`: links cut short.

use super::{Check, LinkCx};
use crate::finding::{Finding, Fixable, Level};
use crate::value::link::FaultKind;

rule! {
    /// A link that stops before its host: `https`, `https://`.
    ///
    /// ## Why
    ///
    /// It looks like a link and leads nowhere: mostly the rest of it was lost
    /// when the row was copied.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: CHAOS
    ///   link: https://
    /// ```
    ///
    /// ```markdown
    /// The data are [here](https://).
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: CHAOS
    ///   link: https://chaos.grand-challenge.org/
    /// ```
    ///
    /// ## Fix
    ///
    /// None: the rest of the address must be found. If it cannot be, write
    /// `null`.
    "link-incomplete",
    Some(Level::Error),
    Fixable::No,
    "a link that stops before its host",
    Check::Link(check)
}

fn check(cx: &LinkCx<'_>, out: &mut Vec<Finding>) {
    for (_, span) in cx.faults_of(|kind| *kind == FaultKind::Incomplete) {
        let unknown =
            if cx.field().is_some_and(super::ValueCx::is_catalog) { "write `null`" } else { "take it out" };
        out.push(
            cx.finding(NAME, Level::Error, span, "the link stops before its host")
                .label("no host")
                .help(format!("complete the address, or {unknown} if it is not known")),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{entries, readme};

    const RULE: &str = super::NAME;

    #[test]
    fn every_way_to_stop_short_is_found() {
        let text = "- name: a\n  link: https\n- name: b\n  link: https://\n- name: c\n  link: http:/\n- name: d\n  link: { url: 'https://', text: x }\n- name: e\n  link: https:///path\n- name: f\n  link: https://example.org\n";
        assert_eq!(
            entries(text, &[RULE]).places(RULE),
            ["https", "https://", "http:/", "https://", "https://"]
        );
    }

    #[test]
    fn the_cells_of_a_legacy_table_are_looked_at_too() {
        let text = "# L\n\n| Dataset | Modality | Link |\n|---|---|---|\n| A | CT | https |\n| B | MRI | https:// |\n| C | CT | https://c.example.org/x |\n";
        assert_eq!(readme(text, &[RULE]).places(RULE), ["https", "https://"]);
    }
}
