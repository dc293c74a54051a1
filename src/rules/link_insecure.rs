//! `link-insecure`: `http` where `https` is served.

use super::{Check, LinkCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::value::link::{host, serves_https};

rule! {
    /// A link by `http`: a warning if the host is known to serve `https`, or if
    /// another link here reaches it by `https`; else only a note, one for all
    /// such links of a file.
    ///
    /// ## Why
    ///
    /// Whoever sits between a reader and the page can read it and change it,
    /// the download included.
    ///
    /// Whether a host of which nothing is known serves `https` can only be
    /// found out by asking it.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: CheXNet
    ///   link: http://github.com/zoogzog/chexnet
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: CheXNet
    ///   link: https://github.com/zoogzog/chexnet
    /// ```
    ///
    /// ## Fix
    ///
    /// Safe: writes `https` for hosts known to serve it. Unsafe for hosts that
    /// are only linked by `https` elsewhere, none for others.
    "link-insecure",
    Some(Level::Warning),
    Fixable::Safe,
    "a link by `http`",
    Check::Link(check)
}

fn check(cx: &LinkCx<'_>, out: &mut Vec<Finding>) {
    let Some(rest) = cx.url.strip_prefix("http://") else { return };
    if cx.faults.iter().any(|fault| !fault.kind.is_slight()) {
        return;
    }
    // Another port is another server.
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let Some(host) = host(cx.url).filter(|_| !authority.contains(':')) else { return };
    let known = serves_https(&host);
    if !known && !cx.is_secure(&host) {
        out.push(
            cx.finding(NAME, Level::Info, cx.part(&(0..4)), "a link by `http`")
                .label("not encrypted")
                .help("see whether the page is served by `https`, and write that"),
        );
        return;
    }
    let why = if known { "which serves `https`" } else { "which another link here reaches by `https`" };
    let finding = cx
        .finding(NAME, Level::Warning, cx.part(&(0..4)), format!("`http` link to {host}, {why}"))
        .label("not encrypted")
        .help(format!("write `https://{rest}`"));
    let safety = if known { Safety::Safe } else { Safety::Unsafe };
    out.push(match cx.replace(&format!("https://{rest}")) {
        Some(edit) => finding.fix(safety, "write `https`", vec![edit]),
        None => finding,
    });
}

#[cfg(test)]
mod tests {
    use crate::finding::Safety;
    use crate::lint::testing::{catalog, entries, fixed, readme, with_entries};

    const RULE: &str = super::NAME;

    #[test]
    fn only_hosts_that_serve_https_are_warned_of() {
        let text = "- name: a\n  link: http://www.github.com/x\n- name: b\n  link: http://old.example.org/\n- name: c\n  link: http://data.example.org/x\n- name: d\n  link: https://data.example.org/y\n- name: e\n  link: http://data.example.org:8080/x\n- name: f\n  link: http://older.example.org/\n";
        let found = entries(text, &[RULE]);
        let safety: Vec<_> =
            found.findings.iter().map(|finding| finding.fix.as_ref().map(|fix| fix.safety)).collect();
        assert_eq!(found.related(RULE), ["http"]);
        assert_eq!(safety, [Some(Safety::Safe), None, Some(Safety::Unsafe)]);
    }

    #[test]
    fn one_letter_is_put_in_and_all_else_stays() {
        let text = "- { name: a, link: \"http://github.com/x\" } # why\n- name: b\n  link: { url: 'http://github.com/a,b', text: x }\n";
        let mended = fixed(&with_entries(text), |text| catalog(text, &[RULE]));
        assert_eq!(mended, with_entries(&text.replace("http:", "https:")));
        let text = "[a](http://github.com/x_(y)) <a href='http://github.com/?a&amp;b'>b</a> http://github.com/c.\n\n[d]: <http://github.com/d>\n";
        let mended = fixed(text, |text| readme(text, &[RULE]));
        assert_eq!(
            mended,
            text.replace("http:", "https:").replace("https://github.com/?a", "http://github.com/?a")
        );
    }
}
