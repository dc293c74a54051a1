//! `link-whitespace`: blanks in links.

use super::{Check, LinkCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::value::link::FaultKind;
use std::fmt::Write as _;

rule! {
    /// A blank, a tab, a line end or a control character in a link.
    ///
    /// ## Why
    ///
    /// Most readers take a link to end at the first blank. Often two addresses
    /// were written into one field, or a line was broken.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: A
    ///   link: https://example.org/data set.zip
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: A
    ///   link: https://example.org/data%20set.zip
    /// ```
    ///
    /// ## Fix
    ///
    /// Safe: does what the URL standard has browsers do: takes blanks at the
    /// ends out, and tabs and line ends everywhere, and writes `%20` for a
    /// space and the like for other blanks. None if more than one address stands there.
    "link-whitespace",
    Some(Level::Error),
    Fixable::Safe,
    "blanks in a link",
    Check::Link(check)
}

fn check(cx: &LinkCx<'_>, out: &mut Vec<Finding>) {
    let Some((_, span)) = cx.faults_of(|kind| *kind == FaultKind::Whitespace).next() else { return };
    // Words are told by `link-malformed`.
    if cx.faults_of(|kind| *kind == FaultKind::NoScheme).next().is_some() {
        return;
    }
    let several = cx.url.matches("://").count() > 1;
    let finding = cx.finding(NAME, Level::Error, span, "a link must not hold blanks").label("blank");
    if several {
        out.push(finding.help("write each address by itself: a field of type `links` holds several"));
        return;
    }
    let plain = without_blanks(cx.url);
    let finding = finding.help(format!("write `{plain}`"));
    out.push(
        match cx.replace(&plain).filter(|_| cx.faults.iter().all(|fault| fault.kind == FaultKind::Whitespace))
        {
            Some(edit) => finding.fix(Safety::Safe, "write it without blanks", vec![edit]),
            None => finding,
        },
    );
}

/// The URL as the URL standard reads it.
fn without_blanks(url: &str) -> String {
    let ends = |c: char| c.is_whitespace() || c.is_control();
    let mut plain = String::with_capacity(url.len());
    for c in url.trim_matches(ends).chars() {
        match c {
            '\t' | '\n' | '\r' => {}
            c if ends(c) => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    let _ = write!(plain, "%{byte:02X}");
                }
            }
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{catalog, entries, fixed, with_entries};

    const RULE: &str = super::NAME;

    #[test]
    fn blanks_go_as_browsers_take_them() {
        let text = "- name: a\n  link: 'https://example.org/a b' # why\n- name: b\n  link: \"https://example.org/\\tx\"\n";
        let mended = fixed(&with_entries(text), |text| catalog(text, &[RULE]));
        assert_eq!(
            mended,
            with_entries(
                "- name: a\n  link: 'https://example.org/a%20b' # why\n- name: b\n  link: https://example.org/x\n"
            )
        );
    }

    #[test]
    fn every_kind_of_blank_is_written_out() {
        let text = "- name: a\n  link: \"https://example.org/a\u{2028}b\\x01c\u{A0}d\"\n";
        let mended = fixed(&with_entries(text), |text| catalog(text, &[RULE]));
        assert_eq!(mended, with_entries("- name: a\n  link: https://example.org/a%E2%80%A8b%01c%C2%A0d\n"));
    }

    #[test]
    fn two_addresses_in_one_field_are_left_to_a_person() {
        let found = entries(
            "- name: a\n  link: https://a.example/x https://b.example/y\n- name: b\n  link: see the paper\n",
            &[RULE],
        );
        assert_eq!(found.places(RULE), [" "]);
        assert!(found.findings[0].fix.is_none());
    }
}
