//! `undefined-reference`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Level};
use crate::readme::{Broken, BrokenKind};
use crate::value::suggest::Candidates;
use std::cell::LazyCell;

rule! {
    /// `[text][label]` where no line `[label]: https://…` says what the label
    /// stands for, or `[^1]` without its footnote.
    ///
    /// ## Why
    ///
    /// Without its definition it is no link: the reader sees the brackets.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// See [the paper][msd] for more.
    ///
    /// [mds]: https://arxiv.org/abs/2106.05735
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// See [the paper][msd] for more.
    ///
    /// [msd]: https://arxiv.org/abs/2106.05735
    /// ```
    ///
    /// ## Fix
    ///
    /// None: only a person knows where the link was to lead.
    "undefined-reference",
    Some(Level::Warning),
    Fixable::No,
    "a reference without its definition",
    Check::Document(check)
}

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    let (document, text) = (cx.document, cx.text());
    let labels: Vec<&str> = document
        .definitions
        .iter()
        .filter(|definition| !definition.is_comment)
        .map(|definition| &text[definition.label.range()])
        .collect();
    let candidates = LazyCell::new(|| Candidates::new(labels.iter().copied()));
    for broken in &document.broken {
        let label = &text[broken.target.range()];
        let message = match broken.kind {
            BrokenKind::UndefinedReference if is_reference(text, broken) => {
                format!("nothing says what `[{label}]` stands for, so this is no link")
            }
            BrokenKind::UndefinedFootnote if is_footnote(label) => {
                format!("there is no footnote `[^{label}]`")
            }
            _ => continue,
        };
        if cx.is_managed(broken.span) {
            continue;
        }
        // Where a README defines no label at all, brackets are rather
        // brackets.
        let level = if labels.is_empty() && broken.kind == BrokenKind::UndefinedReference {
            Level::Info
        } else {
            Level::Warning
        };
        let help = match candidates.closest(label) {
            Some(near) => format!("did you mean `[{}]`?", labels[near]),
            None if broken.kind == BrokenKind::UndefinedFootnote => {
                format!("add a line `[^{label}]: …`, or write `\\[^{label}]` if brackets are meant")
            }
            None => format!("add a line `[{label}]: https://…`, or write `\\[` if brackets are meant"),
        };
        out.push(cx.finding(NAME, level, broken.span, message).help(help).subject(label));
    }
}

/// Whether the brackets are a link that was meant: not an index into an
/// array, and not two citations in a row.
fn is_reference(text: &str, broken: &Broken) -> bool {
    let before = text[..broken.span.start()].chars().next_back();
    if before.is_some_and(|ch| ch.is_alphanumeric() || matches!(ch, ']' | ')' | '$' | '\\')) {
        return false;
    }
    let content = text[broken.content.range()].trim();
    let label = text[broken.target.range()].trim();
    let is_number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'-' | b' '));
    if is_number(content) && is_number(label) {
        return false;
    }
    // With an address for a label, it is another slip: see `broken-link`.
    !label.contains("://") && !text[broken.span.end()..].starts_with('[')
}

/// Whether `[^…]` is a footnote rather than a pattern.
fn is_footnote(label: &str) -> bool {
    label.bytes().all(|byte| byte.is_ascii_digit())
        || (label.len() > 2 && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))
}

#[cfg(test)]
mod tests {
    use crate::finding::Level;
    use crate::lint::testing::readme;

    fn told(text: &str) -> Vec<(Level, String)> {
        let found = readme(text, &[super::NAME]).findings;
        found.into_iter().map(|finding| (finding.level, finding.subject)).collect()
    }

    #[test]
    fn labels_without_a_definition_are_told() {
        let text = "[a][x] and [y][] and ![b][z] and c[^1]\n\n[w]: https://a.example\n";
        let labels: Vec<String> = told(text).into_iter().map(|(_, label)| label).collect();
        assert_eq!(labels, ["x", "y", "z", "1"]);
        assert_eq!(told("[a][x]\n"), [(Level::Info, "x".to_string())]);
    }

    #[test]
    fn indices_citations_and_patterns_are_no_references() {
        for text in
            ["list[a][b]\n", "[1][2]\n", "[a][b][c]\n", "use `[a][b]`\n", "[^a-z]\n", "[a]\n", "[a] [b]\n"]
        {
            assert!(told(text).is_empty(), "{text}");
        }
    }
}
