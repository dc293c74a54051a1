//! `bare-url`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::readme::{BlockKind, LinkKind};
use crate::text::Edit;

rule! {
    /// An address in the middle of a sentence, with nothing around it. One
    /// that begins its line, stands in a cell, or ends an item or what follows
    /// a colon is left alone: there it is what is listed.
    ///
    /// ## Why
    ///
    /// GitHub makes a link of it; other places where a README is shown
    /// (package registries, editors) leave it as text.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// See https://openneuro.org for the terms of use.
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// See [OpenNeuro](https://openneuro.org) for the terms of use.
    /// ```
    ///
    /// ## Fix
    ///
    /// Safe: puts it between `<` and `>`, which makes it a link everywhere.
    "bare-url",
    Some(Level::Info),
    Fixable::Safe,
    "an address in running text with nothing around it",
    Check::Document(check)
}

/// How many bytes before and after an address are looked at: a line may be as
/// long as the file.
const MAX_LOOK: usize = 400;

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    let text = cx.text();
    for link in cx.document.links.iter().filter(|link| link.kind == LinkKind::Bare) {
        let written = &text[link.span.range()];
        let block = cx.document.block(link.block);
        if !written.contains("://") || block.kind != BlockKind::Paragraph || cx.is_managed(link.span) {
            continue;
        }
        // The address of a broken link is told of with it.
        let broken = &cx.document.broken;
        let near = broken.partition_point(|broken| broken.span.start() <= link.span.start());
        if near.checked_sub(1).is_some_and(|near| broken[near].span.contains(link.span)) {
            continue;
        }
        let (before, after) = around(text, link.span.start(), link.span.end());
        // `1.https://…` is an item whose marker has lost its space.
        let before = before.trim_start().trim_start_matches(|ch: char| ch.is_ascii_digit() || ch == '.');
        let in_item =
            block.parent.is_some_and(|parent| matches!(cx.document.block(parent).kind, BlockKind::Item(_)));
        let is_listed = !before.chars().any(char::is_alphanumeric)
            || (!after.chars().any(char::is_alphanumeric)
                && (in_item || before.trim_end().trim_end_matches('*').ends_with([':', '：'])));
        if is_listed {
            continue;
        }
        let finding = cx
            .finding(NAME, Level::Info, link.span, "an address in running text, with nothing around it")
            .help(format!("write `[a few words]({written})`, or `<{written}>`"))
            .subject(written);
        let same = link.destination == written
            // A pipe may be a cell's, and make a table of the line.
            && !written.contains(['<', '>', '\\', ' ', '|'])
            && !written.contains(char::is_control)
            && !text[..link.span.start()].ends_with(['\\', '<']);
        out.push(if same {
            finding.fix(
                Safety::Safe,
                "put it between `<` and `>`",
                vec![Edit::new(link.span, format!("<{written}>"))],
            )
        } else {
            finding
        });
    }
}

/// What stands before and after on the same line, as far as is looked.
fn around(text: &str, start: usize, end: usize) -> (&str, &str) {
    let boundary =
        |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let from = boundary(start.saturating_sub(MAX_LOOK));
    let before = &text[from..start];
    let before = &before[before.rfind(['\n', '\r']).map_or(0, |at| at + 1)..];
    let after = &text[end..boundary(end + MAX_LOOK)];
    (before, &after[..after.find(['\n', '\r']).unwrap_or(after.len())])
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::readme;

    #[test]
    fn addresses_that_are_what_is_listed_are_left_alone() {
        let text = "- https://a.example\n- Oasis: https://b.example\n- **Oasis**: https://c.example/ \n\
                    - a set of scans https://f.example\n\n1.https://g.example\n\n\
                    | a |\n|---|\n| see https://d.example for more |\n\n<https://e.example> is a link\n\n\
                    see [h] (https://h.example) too\n";
        assert!(readme(text, &[super::NAME]).findings.is_empty());
    }

    #[test]
    fn an_address_that_a_pipe_runs_into_is_left_to_a_person() {
        let found = readme("|[f] and (https://f.example)|\n|---|---|\n", &[super::NAME]).findings;
        assert!(found.len() == 1 && found[0].fix.is_none(), "{found:?}");
    }
}
