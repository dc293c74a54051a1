//! What stands right above a table or list and names it, where that is no
//! heading: a line in bold or with a colon, the item it stands in, the summary
//! of what folds it away, a quoted line.

use super::blocks;
use super::{Cx, region_holding};
use crate::readme::{BlockId, BlockKind, plain_text};

/// The longest caption, in characters.
const LONGEST: usize = 60;

/// The caption of the table or list that is `block`.
pub(super) fn above(cx: &Cx<'_>, block: BlockId) -> Option<String> {
    let mut before = before(cx, block)?;
    if let Some(region) = region_holding(cx, cx.document.block(block).span)
        && cx.document.block(before).span.overlaps(region.begin)
    {
        before = self::before(cx, before)?;
    }
    let found = cx.document.block(before);
    if found.section != cx.document.block(block).section {
        return None;
    }
    let text = match found.kind {
        BlockKind::Html => summary(cx.slice(found.span))?,
        // `> Name` above a list.
        BlockKind::Quote => {
            let mut inside = cx.document.children(before);
            let only = inside.next().filter(|_| inside.next().is_none())?;
            let paragraph = cx.document.block(only);
            matches!(paragraph.kind, BlockKind::Paragraph).then_some(())?;
            blocks::inline(cx, only, paragraph.span)
        }
        BlockKind::Paragraph => {
            let text = blocks::inline(cx, before, found.span);
            let in_item =
                found.parent.is_some_and(|id| matches!(cx.document.block(id).kind, BlockKind::Item(_)));
            let bold = ["**", "__"].iter().any(|sign| {
                let inside = text.strip_prefix(sign).and_then(|rest| rest.strip_suffix(sign));
                inside.is_some_and(|inside| !inside.contains(sign))
            });
            (in_item || bold || text.ends_with([':', '：'])).then_some(text)?
        }
        _ => return None,
    };
    let plain = plain_text(&text);
    let plain = plain.trim().trim_end_matches([':', '：']).trim_end();
    let fits = plain.contains(char::is_alphanumeric)
        && plain.chars().count() <= LONGEST
        && !plain.contains('\n')
        && !text.contains("](");
    fits.then(|| plain.to_string())
}

/// The block before `block` in what both stand in.
fn before(cx: &Cx<'_>, block: BlockId) -> Option<BlockId> {
    let parent = cx.document.block(block).parent;
    let mut at = BlockId(block.0.checked_sub(1)?);
    while Some(at) != parent {
        let found = cx.document.block(at);
        if found.parent == parent {
            return Some(at);
        }
        at = found.parent?;
    }
    None
}

/// What `<summary>` holds, if it is the last thing that this HTML shows.
fn summary(html: &str) -> Option<String> {
    let start = html.rfind("<summary")?;
    let inside = &html[start..];
    let open = inside.find('>')? + 1;
    let end = inside.find("</summary>")?;
    Some(inside.get(open..end)?.trim().to_string())
}
