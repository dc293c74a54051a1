//! `heading-skips-level`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Label, Level};
use crate::readme::HeadingSyntax;
use std::collections::HashMap;

rule! {
    /// A heading more than one level below the one it stands under: a `####`
    /// right below a `##`. Told once for all headings that skip alike.
    ///
    /// ## Why
    ///
    /// Contents lists, screen readers and catalint itself take the levels for
    /// the structure of the list; where one is left out, they show a gap or
    /// put the section in the wrong place.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// ## Medical images
    ///
    /// #### Brain
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// ## Medical images
    ///
    /// ### Brain
    /// ```
    ///
    /// ## Fix
    ///
    /// None: whether this heading or the one above has the wrong level, only
    /// a person knows.
    "heading-skips-level",
    Some(Level::Info),
    Fixable::No,
    "a heading more than one level below the one it stands under",
    Check::Document(check)
}

/// How many other places of the same skip are shown.
const MAX_SHOWN: usize = 3;

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    let document = cx.document;
    let mut first: HashMap<(u8, u8), usize> = HashMap::new();
    let mut found: Vec<(Finding, usize)> = Vec::new();
    for heading in &document.headings {
        let Some(parent) = heading.parent.map(|parent| document.heading(parent)) else { continue };
        // HTML headings are mostly there for their size.
        let skips = heading.level > parent.level + 1
            && heading.opens_section
            && heading.syntax != HeadingSyntax::Html
            && !cx.is_managed(heading.span);
        if !skips {
            continue;
        }
        let key = (parent.level, heading.level);
        if let Some(&index) = first.get(&key) {
            let (finding, others) = &mut found[index];
            *others += 1;
            if *others <= MAX_SHOWN {
                let label = Label::new(cx.file, heading.content, "this one too");
                finding.related.push(label);
            }
            continue;
        }
        first.insert(key, found.len());
        let message =
            format!("a heading of level {} stands under one of level {}", heading.level, parent.level);
        let finding = cx
            .finding(NAME, Level::Info, heading.content, message)
            .related(Label::new(cx.file, parent.content, format!("level {}", parent.level)))
            .help(format!("make it level {}", parent.level + 1))
            .subject(heading.text.as_str());
        found.push((finding, 0));
    }
    for (mut finding, others) in found {
        if others > 0 {
            let all = if others == 1 { "one more skips".to_string() } else { format!("{others} more skip") };
            finding.message = format!("{}; {all} alike", finding.message);
        }
        out.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::readme;

    #[test]
    fn equal_skips_are_told_once() {
        let found = readme("# A\n\n### B\n\n### C\n\n## D\n\n#### E\n", &[super::NAME]);
        let messages = found.messages(super::NAME);
        assert_eq!(messages.len(), 2);
        assert!(messages[0].ends_with("; one more skips alike"), "{messages:?}");
        assert_eq!(found.places(super::NAME), ["B", "E"]);
    }

    #[test]
    fn the_first_heading_and_html_ones_may_be_of_any_level() {
        for text in ["### A\n\n# B\n", "# A\n\n<h4>B</h4>\n", "## A\n\n> #### B\n"] {
            assert!(readme(text, &[super::NAME]).findings.is_empty(), "{text}");
        }
    }
}
