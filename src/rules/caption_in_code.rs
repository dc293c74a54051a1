//! `caption-in-code`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::readme::{Block, BlockId, BlockKind, CodeBlock};
use crate::text::Edit;

rule! {
    /// A block of code that holds no code but one line of prose, and stands
    /// where a caption would: below a heading, above a table or a list.
    ///
    /// ## Why
    ///
    /// It is shown in a frame with a button to copy it, in a type for code,
    /// and screen readers announce code; links in it don't work.
    ///
    /// ## Bad
    ///
    /// ````markdown
    /// ### Liver
    ///
    /// ```markdown
    /// # Liver, liver tumours, liver vessels
    /// ```
    ///
    /// | Dataset |
    /// | --- |
    /// | LiTS |
    /// ````
    ///
    /// ## Good
    ///
    /// ````markdown
    /// ### Liver
    ///
    /// Liver, liver tumours, liver vessels
    ///
    /// | Dataset |
    /// | --- |
    /// | LiTS |
    /// ````
    ///
    /// ## Fix
    ///
    /// Unsafe: makes a paragraph of it.
    "caption-in-code",
    Some(Level::Warning),
    Fixable::Unsafe,
    "a line of prose written as a block of code",
    Check::Document(check)
}

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    for (index, block) in cx.document.blocks.iter().enumerate() {
        let BlockKind::Code(code) = &block.kind else { continue };
        let Ok(index) = u32::try_from(index) else { return };
        if cx.is_managed(block.span) || !stands_as_caption(cx, BlockId(index), block) {
            continue;
        }
        let Some(caption) = caption(cx.text(), code) else { continue };
        let finding = cx
            .finding(NAME, Level::Warning, block.span, "this block of code holds a caption, not code")
            .help("write it as a paragraph")
            .subject(caption.as_str());
        let mendable = !caption.starts_with(['#', '-', '+', '*', '>', '|', '=', '`', '~', '<', '[']);
        out.push(if mendable {
            finding.fix(Safety::Unsafe, "make a paragraph of it", vec![Edit::new(block.span, caption)])
        } else {
            finding
        });
    }
}

/// Whether a table, a list or a heading comes right after the block, and a
/// heading (perhaps with a line ending in a colon) right before it.
fn stands_as_caption(cx: &DocumentCx<'_>, id: BlockId, block: &Block) -> bool {
    let document = cx.document;
    let heads = |id: u32| matches!(document.blocks[id as usize].kind, BlockKind::Heading(_));
    let Some(before) = id.0.checked_sub(1).filter(|_| block.parent.is_none()) else { return false };
    let lead = &document.blocks[before as usize];
    let below_heading = heads(before)
        || (lead.kind == BlockKind::Paragraph
            && document.plain(lead.plain).trim_end().ends_with([':', '：'])
            && before.checked_sub(1).is_some_and(heads));
    let next = document.next_sibling(id).map(|next| &document.block(next).kind);
    below_heading
        && matches!(next, None | Some(BlockKind::Table(_) | BlockKind::List(_) | BlockKind::Heading(_)))
}

/// The one line of prose that a block holds.
fn caption(text: &str, code: &CodeBlock) -> Option<String> {
    let mut lines = text[code.content.range()].lines().map(|line| line.trim_matches([' ', '\t', '>']));
    let line = lines.find(|line| !line.is_empty())?;
    if lines.any(|line| !line.is_empty()) {
        return None;
    }
    let info = text[code.info.range()].to_ascii_lowercase();
    let bare = line.trim_start_matches('#');
    let marked = bare.len() < line.len() && bare.starts_with(' ');
    let is_markdown = matches!(info.as_str(), "markdown" | "md");
    // A line of text in a block without a language may be a command or what
    // one prints; a `#` says that it is neither.
    let fits = match info.as_str() {
        "markdown" | "md" => true,
        "" | "text" | "txt" | "plain" | "plaintext" | "none" => marked,
        _ => false,
    };
    let bare =
        bare.trim().trim_end_matches([' ', '_']).trim_start_matches(if is_markdown { "_" } else { "" });
    (fits && is_prose(bare)).then(|| bare.to_string())
}

/// Whether a line has nothing of code or of markup to be shown.
fn is_prose(line: &str) -> bool {
    line.chars().any(char::is_alphabetic)
        && !line
            .contains(['[', ']', '{', '}', '<', '>', '=', ';', '$', '|', '`', '\\', '*', '"', '@', '~', '^'])
        && !line.contains("--")
        && !line.contains("://")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::readme;

    fn told(block: &str) -> usize {
        readme(&format!("## Brain\n\n**Include:**\n\n{block}\n\n| a |\n|---|\n| b |\n"), &[super::NAME])
            .findings
            .len()
    }

    #[test]
    fn captions_are_told_from_code() {
        assert_eq!(told("  ```markdown\n  # Brain tumours, autism\n  ```"), 1);
        assert_eq!(told("    # Brain tumours"), 1);
        for code in [
            "```sh\n# install\n```",
            "```\npip install a\n```",
            "```markdown\n# A\n- b\n```",
            "```markdown\n[![Awesome](https://a.example)](b)\n```",
            "```\n#include <a>\n```",
        ] {
            assert_eq!(told(code), 0, "{code}");
        }
    }

    #[test]
    fn a_block_amid_text_is_no_caption() {
        let text = "## A\n\nWrite this:\n\n```markdown\n# Title\n```\n\nThen go on.\n";
        assert!(readme(text, &[super::NAME]).findings.is_empty());
    }
}
