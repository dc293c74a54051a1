//! Silences: `<!-- catalint-ignore RULE: reason -->`.
//!
//! Owns what they name and what they concern. It refuses to know which rules
//! there are.

use super::document::{BlockId, BlockKind, Document};
use super::inline::Comment;
use super::lines::trim;
use crate::text::Span;

/// A comment that silences rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Silence {
    /// The comment.
    pub span: Span,
    /// The rules it names, with their places.
    pub rules: Vec<(String, Span)>,
    /// Why; empty if it does not say.
    pub reason: String,
    /// What it silences: the row, item or paragraph it stands in; if it stands
    /// alone, the block after it (of a list, the first item). `None` if
    /// nothing follows.
    pub target: Option<Span>,
}

/// The word that begins a silence.
pub const IGNORE: &str = "catalint-ignore";

/// The silences of `text`, which `document` was parsed from.
pub fn silences(document: &Document, text: &str) -> Vec<Silence> {
    let mut found = Vec::new();
    for comment in &document.comments {
        let content = &text[comment.content.range()];
        let Some(rest) = content.trim_start().strip_prefix(IGNORE) else { continue };
        if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
            continue;
        }
        let (rules, reason) = silenced(rest, comment.content.end() - rest.len());
        let target = target(document, text, comment);
        found.push(Silence { span: comment.span, rules, reason, target });
    }
    found
}

/// What stands after [`IGNORE`]: the rules it names, with their places, and
/// the reason after the colon. `at` is where `rest` starts.
pub fn silenced(rest: &str, at: usize) -> (Vec<(String, Span)>, String) {
    let (names, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let mut rules = Vec::new();
    let mut at = at;
    for part in names.split_inclusive([',', ' ', '\t', '\n', '\r']) {
        let name = part.trim_matches([',', ' ', '\t', '\n', '\r']);
        if !name.is_empty() {
            let lead = part.find(name).unwrap_or(0);
            rules.push((name.to_owned(), Span::new(at + lead, at + lead + name.len())));
        }
        at += part.len();
    }
    (rules, reason.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn target(document: &Document, text: &str, comment: &Comment) -> Option<Span> {
    let block = document.block(comment.block);
    match block.kind {
        BlockKind::Table(table) => {
            let rows = &document.table(table).rows;
            let row = rows.partition_point(|row| row.span.end() <= comment.span.start());
            return rows.get(row).map(|row| row.span).or(Some(block.span));
        }
        BlockKind::Html => {
            // More in the same block, a table say, comes first.
            let rest = Span::new(comment.span.end(), block.span.end().max(comment.span.end()));
            let rest = trim(text, rest);
            if !rest.is_empty() {
                return Some(rest);
            }
        }
        BlockKind::Paragraph => {
            return match block.parent.map(|parent| document.block(parent)) {
                Some(parent) if matches!(parent.kind, BlockKind::Item(_)) => Some(parent.span),
                _ => Some(block.span),
            };
        }
        _ => return Some(block.span),
    }
    let mut next = BlockId(block.next);
    loop {
        let following = document.blocks.get(next.0 as usize)?;
        match following.kind {
            BlockKind::List(_) | BlockKind::Quote => next = BlockId(next.0 + 1),
            _ => return Some(following.span),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silences_name_rules_reason_and_target() {
        let text = "<!-- catalint-ignore link-insecure, bare-url: the server has no TLS -->\n- a\n- b\n\n\
            | h | i |\n|---|---|\n| c | d |\n| e <!-- catalint-ignore size-untyped --> | f |\n\n\
            <!-- catalint-ignored x -->\n";
        let found = silences(&Document::parse(text), text);
        assert_eq!(found.len(), 2);
        let rules: Vec<&str> = found[0].rules.iter().map(|(_, span)| &text[span.range()]).collect();
        assert_eq!(rules, ["link-insecure", "bare-url"]);
        assert_eq!(found[0].reason, "the server has no TLS");
        assert_eq!(&text[found[0].target.unwrap().range()], "- a");
        assert!(text[found[1].target.unwrap().range()].starts_with("| e"));
        assert_eq!((found[1].rules[0].0.as_str(), found[1].reason.as_str()), ("size-untyped", ""));
    }
}
