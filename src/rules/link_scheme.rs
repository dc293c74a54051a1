//! `link-scheme`: links without a scheme, or with one that is not allowed.

use super::{Check, LinkCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::value::link::{FaultKind, is_relative, looks_like_host};

rule! {
    /// A link without a scheme (`www.example.org`), with one that the field
    /// does not allow, or with one that runs something or reads the reader's
    /// own files: `javascript:`, `data:`, `file:`.
    ///
    /// ## Why
    ///
    /// Without a scheme a link leads to a file of that name beside the README.
    /// A script in a link acts in the name of whoever follows it.
    ///
    /// A field allows `https` and `http` unless it says otherwise:
    /// `link: { type: link, schemes: [https, ftp] }`. With `relative: true` its
    /// links may lead to files beside the README.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: LiTS
    ///   link: competitions.codalab.org/competitions/17094
    /// ```
    ///
    /// ```markdown
    /// See [the page](www.example.org/data).
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: LiTS
    ///   link: https://competitions.codalab.org/competitions/17094
    /// ```
    ///
    /// ## Fix
    ///
    /// Unsafe: writes `https://` before what looks like a host.
    "link-scheme",
    Some(Level::Error),
    Fixable::Unsafe,
    "a link without an allowed scheme",
    Check::Link(check)
}

fn check(cx: &LinkCx<'_>, out: &mut Vec<Finding>) {
    for (fault, span) in cx.faults_of(|kind| {
        matches!(kind, FaultKind::NoScheme | FaultKind::SchemeNotAllowed | FaultKind::Dangerous)
    }) {
        let scheme = &cx.url[fault.range.clone()].trim_end_matches(':');
        match fault.kind {
            // Several words are no link at all: `link-malformed` tells.
            FaultKind::NoScheme if cx.url.contains(char::is_whitespace) => {}
            FaultKind::NoScheme => out.extend(no_scheme(cx)),
            FaultKind::Dangerous => out.push(
                cx.finding(NAME, Level::Error, span, format!("a link must not begin with `{scheme}:`"))
                    .label("runs a script or reads local files")
                    .help("link to a page by `https`"),
            ),
            _ => {
                let allowed = cx.field().map_or_else(String::new, |value| value.field.schemes().join("`, `"));
                out.push(
                    cx.finding(
                        NAME,
                        Level::Error,
                        span,
                        format!("the scheme `{scheme}` is not allowed here"),
                    )
                    .label("not allowed")
                    .help(format!("the field allows `{allowed}`; add to its `schemes`, or link otherwise")),
                );
            }
        }
    }
}

fn no_scheme(cx: &LinkCx<'_>) -> Option<Finding> {
    let is_host = looks_like_host(cx.url);
    let in_catalog = cx.field().is_none_or(super::ValueCx::is_catalog);
    // In a README a link may be relative, and `www.` is linked by itself.
    if !in_catalog && (!is_host || !cx.is_destination()) {
        return None;
    }
    let is_relative = is_relative(cx.url);
    if is_relative && cx.field().is_some_and(|value| value.field.relative) {
        return None;
    }
    let finding = cx
        .finding(NAME, Level::Error, cx.span, format!("`{}` has no scheme", cx.url))
        .label("leads to a file beside this one");
    if !is_host {
        return Some(finding.help(match is_relative {
            true => "write the whole address, or state `relative: true` for the field if such links are meant",
            false => "write the whole address, from `https://` on",
        }));
    }
    let whole = format!("https://{}", cx.url.trim_start_matches('/'));
    let finding = finding.help(format!("write `{whole}`"));
    Some(match cx.replace(&whole) {
        Some(edit) => finding.fix(Safety::Unsafe, "write `https://` before it", vec![edit]),
        None => finding,
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{catalog, entries, fixed, readme, with_entries};

    const RULE: &str = super::NAME;

    #[test]
    fn what_runs_something_is_an_error_wherever_it_stands() {
        let text = "- name: a\n  link: JavaScript:alert(1)\n- name: b\n  link: data:text/html,x\n- name: c\n  link: file:///etc/passwd\n";
        assert_eq!(entries(text, &[RULE]).places(RULE), ["JavaScript:", "data:", "file:"]);
        let found =
            readme("[a](javascript:alert(1)) <https://example.org> [b](mailto:a@b.c) [c](x.md)\n", &[RULE]);
        assert_eq!(found.places(RULE), ["javascript:"]);
    }

    #[test]
    fn a_field_says_which_schemes_it_allows() {
        let text = "version: 1\nfields:\n  name: text\n  link: { type: link, schemes: [ftp] }\nsections:\n  - id: s\n    entries:\n      - { name: a, link: 'ftp://a.example/b' }\n      - { name: b, link: 'https://a.example/b' }\n";
        assert_eq!(catalog(text, &[RULE]).places(RULE), ["https"]);
    }

    #[test]
    fn https_goes_before_what_looks_like_a_host_only() {
        let text = "- name: a\n  link: 'example.org/x' # why\n- name: b\n  link: data.zip\n";
        let mended = fixed(&with_entries(text), |text| catalog(text, &[RULE]));
        assert_eq!(mended, with_entries(&text.replace("'example", "'https://example")));
    }

    #[test]
    fn a_field_says_whether_its_links_may_be_relative() {
        let text = "version: 1\nfields:\n  name: text\n  link: { type: link, relative: true }\nsections:\n  - id: s\n    entries:\n      - { name: a, link: docs/a.md }\n      - { name: b, link: example.org/a }\n      - { name: c, link: a@b.example }\n";
        assert_eq!(catalog(text, &[RULE]).places(RULE), ["example.org/a", "a@b.example"]);
        let text = text.replace("true", "false");
        assert_eq!(catalog(&text, &[RULE]).places(RULE), ["docs/a.md", "example.org/a", "a@b.example"]);
    }

    #[test]
    fn a_readme_may_link_to_what_lies_beside_it() {
        let text = "[a](docs/a.md) [b](a.com.md) www.example.org <a href=\"#x\">x</a>\n\n[c]: ./c.html\n";
        assert_eq!(readme(text, &[RULE]).rules(), [""; 0]);
    }
}
