//! `empty-definition`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Level};
use crate::readme::{Block, BlockId, BlockKind};
use crate::text::Span;

rule! {
    /// A term in bold with a colon, and nothing after it: no text, no list,
    /// no table.
    ///
    /// ## Why
    ///
    /// It announces something that does not come.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// - **Modality**: how the image was made
    /// - **Label**:
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// - **Modality**: how the image was made
    /// - **Label**: what is marked in it
    /// ```
    ///
    /// ## Fix
    ///
    /// None: what belongs there, only a person knows.
    "empty-definition",
    Some(Level::Warning),
    Fixable::No,
    "a term with a colon and nothing after it",
    Check::Document(check)
}

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    let document = cx.document;
    for (index, block) in document.blocks.iter().enumerate() {
        if block.kind != BlockKind::Paragraph || !cx.text()[block.span.range()].contains("**") {
            continue;
        }
        let Ok(index) = u32::try_from(index) else { return };
        for label in bare_labels(cx, BlockId(index), block) {
            if cx.is_managed(label) {
                continue;
            }
            let term = cx.text()[label.range()].replace("**", "");
            let term = term.trim().trim_end_matches([':', '：']).to_string();
            out.push(
                cx.finding(NAME, Level::Warning, label, format!("nothing follows `{term}:`"))
                    .help("write what it announces, or take it out")
                    .subject(term),
            );
        }
    }
}

/// The lines of a paragraph that are a term with nothing to it.
fn bare_labels(cx: &DocumentCx<'_>, id: BlockId, block: &Block) -> Vec<Span> {
    let mut found = Vec::new();
    let mut pending: Option<Span> = None;
    let mut at = block.span.start();
    for line in cx.text()[block.span.range()].split_inclusive(['\n', '\r']) {
        let start = at;
        at += line.len();
        let lead = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let body = line[lead..].trim_end().trim_end_matches('\\').trim_end();
        if body.is_empty() {
            continue;
        }
        // The next term has come before any text has.
        if body.starts_with("**") {
            found.extend(pending.take());
        }
        pending = is_label(body).then(|| Span::new(start + lead, start + lead + body.len()));
    }
    if let Some(last) = pending.filter(|_| nothing_follows(cx, id, block)) {
        found.push(last);
    }
    found
}

/// `**Term**:` or `**Term:**` and no more.
fn is_label(line: &str) -> bool {
    let Some((term, rest)) = line.strip_prefix("**").and_then(|rest| rest.split_once("**")) else {
        return false;
    };
    let is_colon = |text: &str| matches!(text, ":" | "：");
    let (term, rest) = (term.trim(), rest.trim());
    term.chars().any(char::is_alphanumeric)
        && (is_colon(rest) || (rest.is_empty() && term.ends_with([':', '：'])))
}

/// Whether what comes after the paragraph cannot be what it announces.
fn nothing_follows(cx: &DocumentCx<'_>, id: BlockId, block: &Block) -> bool {
    let document = cx.document;
    let Some(next) = document.blocks.get(id.0 as usize + 1) else { return true };
    let in_item =
        block.parent.is_some_and(|parent| matches!(document.block(parent).kind, BlockKind::Item(_)));
    match &next.kind {
        // A paragraph may announce the sections below it, an item hardly.
        BlockKind::Heading(heading) => {
            let level = block.section.map_or(0, |section| document.heading(section).level);
            in_item || document.heading(*heading).level <= level
        }
        BlockKind::Break => true,
        // The next item begins another term; if not, it may well be listed
        // under this one by a writer who left out the indentation.
        BlockKind::Item(item) => item.text.is_some_and(|text| cx.text()[text.range()].starts_with("**")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::readme;

    fn told(text: &str) -> Vec<String> {
        readme(text, &[super::NAME]).findings.into_iter().map(|finding| finding.subject).collect()
    }

    #[test]
    fn a_term_is_empty_where_the_next_begins_or_the_section_ends() {
        assert_eq!(
            told("## D\n\n- **Repositories**: \n\n### M\n\n- **X:**\n\n## E\n"),
            ["Repositories", "X"]
        );
        assert_eq!(told("**A:** a\n**B:**\n**C:** c\n"), ["B"]);
        assert_eq!(told("- **A**：\n- **B**: b\n"), ["A"]);
        assert_eq!(told("**A:**\n"), ["A"]);
    }

    #[test]
    fn a_term_that_announces_a_block_is_not_empty() {
        for text in [
            "**Include:**\n\n- a\n",
            "**Include:**\n\n| a |\n|---|\n| b |\n",
            "- **A**:\n  - b\n",
            "- **A**:\n- b\n",
            "**A**:\nb\n",
            "**Include:**\n\n```\nb\n```\n",
            "**A** b:\n",
        ] {
            assert!(told(text).is_empty(), "{text}");
        }
    }
}
