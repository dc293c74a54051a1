//! YAML text → the same text in the catalog's canonical layout.
//!
//! Works by edits to the text: order, comments and values stay as people wrote
//! them, only blanks, quotes and the shape of short lists change. Whatever was
//! changed is read again, and what would read differently is put back, so that
//! layout never changes meaning. Nothing here knows what fields mean, but that
//! `sections` hold sections.

mod lines;
mod plan;
mod tokens;
mod values;

use super::yaml::{self, Kind, Node, Style};
use crate::finding::Finding;
use crate::text::{Edit, FileId, apply};
use tokens::{Token, TokenKind};

/// The most times a text is read again in search of the one edit that cannot
/// be made; only texts made to confuse need more than one.
const MAX_READS: usize = 64;

/// `text` in the canonical layout: two blanks of indentation, one after a
/// colon or a comma, no quotes that YAML can do without, short lists of words
/// in brackets, one blank line between sections and nowhere more than one.
///
/// What cannot be laid out without doubt stays as it is. Formatting twice is
/// formatting once.
///
/// # Errors
/// The findings that say where the text is no YAML, or holds a key twice.
pub fn format(text: &str, file: FileId) -> Result<String, Vec<Finding>> {
    let parse = |text| yaml::parse(text, file).map_err(|error| vec![*error]);
    let (root, repeated) = parse(text)?;
    // Of a repeated key only the first is read: there is no telling what the
    // layout of the others may change.
    if !repeated.is_empty() {
        return Err(repeated);
    }
    let Some(before) = Reading::of(text, root) else { return Ok(text.to_string()) };
    let edits = values::edits(text, &before);
    let reworded = keep_sound(&before, &edits, &mut MAX_READS.clone());
    let Some(middle) = Reading::parse(&reworded) else { return Ok(text.to_string()) };
    match lines::lay_out(&middle) {
        Some(laid) if Reading::parse(&laid).is_some_and(|after| after.same(&before)) => Ok(laid),
        _ => Ok(reworded),
    }
}

/// A text with all that layout must not change: its tree and its tokens.
struct Reading<'t> {
    text: &'t str,
    root: Node<'t>,
    tokens: Vec<Token>,
}

impl<'t> Reading<'t> {
    fn of(text: &'t str, root: Node<'t>) -> Option<Self> {
        let tokens = tokens::tokens(text, &root)?;
        Some(Reading { text, root, tokens })
    }

    fn parse(text: &'t str) -> Option<Self> {
        let (root, repeated) = yaml::parse(text, FileId(0)).ok()?;
        if repeated.is_empty() { Reading::of(text, root) } else { None }
    }

    /// Whether both say the same: values, comments, anchors and tags.
    fn same(&self, other: &Reading<'_>) -> bool {
        self.asides().eq(other.asides()) && same_value(&self.root, &other.root)
    }

    /// What stands beside the values.
    fn asides(&self) -> impl Iterator<Item = &str> {
        let kept = |token: &&Token| {
            matches!(token.kind, TokenKind::Comment | TokenKind::Property | TokenKind::Marker)
        };
        self.tokens.iter().filter(kept).map(|token| self.text[token.span.range()].trim_end())
    }
}

/// The text after those edits that change no value.
fn keep_sound(before: &Reading<'_>, edits: &[Edit], reads: &mut usize) -> String {
    let kept = sound(before, edits, reads);
    apply(before.text, &kept).unwrap_or_else(|_| before.text.to_string())
}

fn sound(before: &Reading<'_>, edits: &[Edit], reads: &mut usize) -> Vec<Edit> {
    if edits.is_empty() || *reads == 0 {
        return Vec::new();
    }
    *reads -= 1;
    let changed = apply(before.text, edits);
    if changed.is_ok_and(|text| Reading::parse(&text).is_some_and(|after| after.same(before))) {
        return edits.to_vec();
    }
    if edits.len() == 1 {
        return Vec::new();
    }
    let (one, two) = edits.split_at(edits.len() / 2);
    let mut kept = sound(before, one, reads);
    kept.extend(sound(before, two, reads));
    let together = apply(before.text, &kept);
    match together.ok().and_then(|text| Reading::parse(&text).map(|after| after.same(before))) {
        Some(true) => kept,
        _ => Vec::new(),
    }
}

fn same_value(one: &Node<'_>, two: &Node<'_>) -> bool {
    if one.alias != two.alias {
        return false;
    }
    match (&one.kind, &two.kind) {
        (Kind::Scalar { text: a, style: s }, Kind::Scalar { text: b, style: t }) => {
            a == b
                && (s == t || (is_text(one) && is_text(two) && (*s == Style::Block) == (*t == Style::Block)))
        }
        (Kind::Seq { items: a, .. }, Kind::Seq { items: b, .. }) => {
            a.len() == b.len() && a.iter().zip(b).all(|(one, two)| same_value(one, two))
        }
        (Kind::Map { pairs: a, .. }, Kind::Map { pairs: b, .. }) => {
            a.len() == b.len()
                && a.iter().zip(b).all(|(one, two)| one.key == two.key && same_value(&one.value, &two.value))
        }
        _ => false,
    }
}

/// Whether every reader takes the scalar for text, with quotes or without.
fn is_text(node: &Node<'_>) -> bool {
    match &node.kind {
        Kind::Scalar { text, style: Style::Plain } => values::reads_as_text(text),
        Kind::Scalar { .. } => true,
        _ => false,
    }
}

/// How most lines of a text end.
fn line_end(text: &str) -> &'static str {
    let pairs = text.matches("\r\n").count();
    let feeds = text.matches('\n').count() - pairs;
    let returns = text.matches('\r').count() - pairs;
    match () {
        () if pairs > feeds && pairs >= returns => "\r\n",
        () if returns > feeds && returns > pairs => "\r",
        () => "\n",
    }
}

#[cfg(test)]
mod tests;
