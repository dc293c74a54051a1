//! `link-shortener`: links that hide where they lead.

use super::{Check, LinkCx};
use crate::finding::{Finding, Fixable, Level};
use crate::value::link::FaultKind;

rule! {
    /// A link through a service that shortens addresses: `bit.ly`, `goo.gl`,
    /// `t.cn`.
    ///
    /// ## Why
    ///
    /// A reader cannot see where it leads, and when the service ends, as
    /// several have, every such link ends with it.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: A
    ///   link: https://bit.ly/2kP4x
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: A
    ///   link: https://example.org/data/a
    /// ```
    ///
    /// ## Fix
    ///
    /// None: follow the link, and write the address at which it ends.
    "link-shortener",
    Some(Level::Warning),
    Fixable::No,
    "a link that hides where it leads",
    Check::Link(check)
}

fn check(cx: &LinkCx<'_>, out: &mut Vec<Finding>) {
    for (_, span) in cx.faults_of(|kind| *kind == FaultKind::Shortener) {
        out.push(
            cx.finding(NAME, Level::Warning, span, "the link hides where it leads")
                .label("shortens addresses")
                .help("follow it, and write the address at which it ends"),
        );
    }
}
