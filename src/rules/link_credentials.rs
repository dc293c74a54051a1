//! `link-credentials`: a user or password in a link.

use super::{Check, LinkCx};
use crate::finding::{Finding, Fixable, Level};
use crate::value::link::FaultKind;

rule! {
    /// A link with a user's name, perhaps with a password, before the host.
    ///
    /// ## Why
    ///
    /// Whoever reads the list can use it, and search engines keep it. It also
    /// serves to pass one host off as another: `https://github.com@evil.org`.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: A
    ///   link: https://guest:secret@example.org/data
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: A
    ///   link: https://example.org/data
    /// ```
    ///
    /// ## Fix
    ///
    /// None: change the password first, since it is public already; then take
    /// it out and say in words how access is given.
    "link-credentials",
    Some(Level::Error),
    Fixable::No,
    "a user or password in a link",
    Check::Link(check)
}

fn check(cx: &LinkCx<'_>, out: &mut Vec<Finding>) {
    for (fault, span) in cx.faults_of(|kind| *kind == FaultKind::Credentials) {
        let what = if cx.url[fault.range.clone()].contains(':') { "a user and a password" } else { "a user" };
        out.push(
            cx.finding(NAME, Level::Error, span, format!("the link holds {what}"))
                .label("public to every reader")
                .help("change the password, take both out, and say in words how access is given"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::entries;

    const RULE: &str = super::NAME;

    #[test]
    fn an_at_sign_in_the_path_is_none() {
        let text = "- name: a\n  link: https://medium.com/@someone/post\n- name: b\n  link: https://u@example.org/\n- name: c\n  link: https://u:p@example.org/\n";
        let found = entries(text, &[RULE]);
        assert_eq!(found.places(RULE), ["u@", "u:p@"]);
        assert_eq!(found.messages(RULE), ["the link holds a user", "the link holds a user and a password"]);
    }
}
