//! `empty-item`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::readme::{BlockId, BlockKind};
use crate::text::Edit;

rule! {
    /// An item of a list with nothing in it but its marker.
    ///
    /// ## Why
    ///
    /// The reader sees a lone bullet and wonders what is missing: mostly a
    /// link that was to be added later.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// - CT Medical Images
    /// -
    /// - SEER Cancer Incidence
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// - CT Medical Images
    /// - SEER Cancer Incidence
    /// ```
    ///
    /// ## Fix
    ///
    /// Unsafe: takes the line out. Whether something was meant to stand there
    /// only a person knows.
    "empty-item",
    Some(Level::Warning),
    Fixable::Unsafe,
    "a list item without content",
    Check::Document(check)
}

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    let document = cx.document;
    for (index, block) in document.blocks.iter().enumerate() {
        let BlockKind::Item(_) = block.kind else { continue };
        let Ok(id) = u32::try_from(index) else { return };
        if document.children(BlockId(id)).next().is_some() || cx.is_managed(block.span) {
            continue;
        }
        let finding = cx
            .finding(NAME, Level::Warning, block.span, "this list item holds nothing")
            .help("write what was meant to stand here, or take the item out")
            .subject(cx.title(block.section));
        out.push(match cx.whole_lines(block.span) {
            Some(lines) => finding.fix(Safety::Unsafe, "take the item out", vec![Edit::new(lines, "")]),
            None => finding,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{fixed, readme};

    #[test]
    fn items_without_anything_are_taken_out_whole() {
        let lint = |text: &str| readme(text, &[super::NAME]);
        assert_eq!(fixed("- a\n-\n  - \n- b\n", lint), "- a\n- b\n");
        assert_eq!(fixed("> 1. a\r\n> 2.\r\n", lint), "> 1. a\r\n");
    }

    #[test]
    fn items_with_a_block_a_comment_or_an_image_are_not_empty() {
        for text in ["- - a\n", "-\n  a\n", "- <!-- a -->\n", "- ![a](b)\n", "- ```\n  ```\n"] {
            assert!(readme(text, &[super::NAME]).findings.is_empty(), "{text}");
        }
    }
}
