//! The layout of values: quotes, blanks in brackets and after colons, and
//! whether a list stands in brackets or an item a line.
//!
//! Each edit is independent of the others. Lines are not moved here.

use super::tokens::{Token, TokenKind};
use super::{Reading, line_end};
use crate::catalog::scalar::{self, Place};
use crate::catalog::write::FLOW_WIDTH;
use crate::catalog::yaml::{Kind, Node, Pair, Style};
use crate::text::{Edit, Span};
use std::borrow::Cow;

/// The edits that give the values of a text their layout.
pub(super) fn edits(text: &str, reading: &Reading<'_>) -> Vec<Edit> {
    let mut layout = Layout { text, tokens: &reading.tokens, line_end: line_end(text), edits: Vec::new() };
    layout.block(&reading.root, Place::Block);
    layout.edits.retain(|edit| text[edit.span.range()] != edit.replacement);
    layout.edits
}

/// Whether a plain scalar is text to every reader.
pub(super) fn reads_as_text(text: &str) -> bool {
    scalar::text(text, Place::Block) == text
}

struct Layout<'a> {
    text: &'a str,
    tokens: &'a [Token],
    line_end: &'static str,
    edits: Vec<Edit>,
}

impl<'a> Layout<'a> {
    /// A value outside brackets.
    fn block(&mut self, node: &Node<'a>, place: Place) {
        if node.alias {
            return;
        }
        match &node.kind {
            Kind::Scalar { .. } => {
                if let Some(text) = self.scalar(node, place).map(Cow::into_owned) {
                    self.edits.push(Edit::new(node.span, text));
                }
            }
            Kind::Seq { flow: true, .. } | Kind::Map { flow: true, .. } => {
                if let Some(text) = self.flow(node).filter(|text| self.may_join(node, text)) {
                    self.edits.push(Edit::new(node.span, text));
                }
            }
            // Where a list is written an item a line, its items have the quotes
            // that they need in brackets, as they have when it is written anew.
            Kind::Seq { items, .. } => items.iter().for_each(|item| self.block(item, Place::Flow)),
            Kind::Map { pairs, .. } => pairs.iter().for_each(|pair| self.pair(pair)),
        }
    }

    fn pair(&mut self, pair: &Pair<'a>) {
        let written = &self.text[pair.key_span.range()];
        if is_quoted(written) && !has_escapes(written) && !written.contains(['\n', '\r']) {
            let key = scalar::text(&pair.key, Place::Flow).into_owned();
            self.edits.push(Edit::new(pair.key_span, key));
        }
        if let Some(text) = self.reshaped(pair) {
            self.edits.push(Edit::new(Span::new(pair.key_span.end(), pair.value.span.end()), text));
            return;
        }
        if self.gap_is_plain(pair) && self.stands_on_the_line(&pair.value) {
            self.edits.push(Edit::new(Span::new(pair.key_span.end(), pair.value.span.start()), ": "));
        }
        self.block(&pair.value, Place::Block);
    }

    /// Whether nothing but a colon and blanks stands between key and value.
    fn gap_is_plain(&self, pair: &Pair<'_>) -> bool {
        let (start, end) = (pair.key_span.end(), pair.value.span.start());
        start < end && self.text[start..end].trim_matches([' ', '\t', '\n', '\r']) == ":"
    }

    fn stands_on_the_line(&self, value: &Node<'_>) -> bool {
        let block = matches!(value.kind, Kind::Seq { flow: false, .. } | Kind::Map { flow: false, .. });
        !value.span.is_empty() && (value.alias || !block)
    }

    /// What follows a key whose list changes from brackets to lines or back:
    /// from the colon to the end of the list.
    fn reshaped(&self, pair: &Pair<'a>) -> Option<String> {
        let node = &pair.value;
        let Kind::Seq { items, flow } = &node.kind else { return None };
        if node.alias || items.is_empty() || !self.gap_is_plain_to_first(pair) || self.has_comment_after(node)
        {
            return None;
        }
        if *flow {
            let items: Vec<String> = self.flow_items(node)?;
            if flow_width(&items) <= FLOW_WIDTH {
                return None;
            }
            let indent = " ".repeat(self.column(pair.key_span.start()) + 2);
            return Some(items.iter().fold(":".to_string(), |mut out, item| {
                out.extend([self.line_end, &indent, "- ", item]);
                out
            }));
        }
        if !self.only(node.span, &[TokenKind::Dash, TokenKind::Leaf]) {
            return None;
        }
        let words: Option<Vec<String>> = items.iter().map(|item| self.word(item)).collect();
        let words = words.filter(|words| flow_width(words) <= FLOW_WIDTH)?;
        Some(format!(": [{}]", words.join(", ")))
    }

    /// As [`Self::gap_is_plain`], but for a list its first dash may come too.
    fn gap_is_plain_to_first(&self, pair: &Pair<'_>) -> bool {
        let gap = &self.text[pair.key_span.end()..pair.value.span.start().max(pair.key_span.end())];
        let mut marks = gap.chars().filter(|c| !matches!(c, ' ' | '\t' | '\n' | '\r'));
        marks.next() == Some(':') && marks.all(|c| c == '-')
    }

    /// A scalar as an item in brackets, if it needs no quotes only for that.
    fn word(&self, node: &Node<'a>) -> Option<String> {
        let Kind::Scalar { text, style } = &node.kind else { return None };
        if node.alias || node.span.is_empty() || *style == Style::Block {
            return None;
        }
        let quoted_by_brackets = *style == Style::Quoted
            && scalar::text(text, Place::Flow) != *text
            && scalar::text(text, Place::Block) == *text;
        if quoted_by_brackets || (*style == Style::Plain && text.contains([',', '[', ']', '{', '}'])) {
            return None;
        }
        self.leaf(node)
    }

    /// Whether a comment stands on the line on which the value ends.
    fn has_comment_after(&self, node: &Node<'_>) -> bool {
        let next = self.tokens.partition_point(|token| token.span.start() < node.span.end());
        self.tokens.get(next).is_some_and(|token| {
            token.kind == TokenKind::Comment
                && !self.text[node.span.end()..token.span.start()].contains(['\n', '\r'])
        })
    }

    /// Whether only such tokens stand within a span.
    fn only(&self, span: Span, kinds: &[TokenKind]) -> bool {
        let first = self.tokens.partition_point(|token| token.span.start() < span.start());
        self.tokens[first..]
            .iter()
            .take_while(|token| token.span.start() < span.end())
            .all(|token| kinds.contains(&token.kind))
    }

    /// A collection in brackets that stands on several lines is joined if it
    /// is then short.
    fn may_join(&self, node: &Node<'_>, joined: &str) -> bool {
        !self.text[node.span.range()].contains(['\n', '\r']) || joined.chars().count() <= FLOW_WIDTH + 2
    }

    /// A collection in brackets on one line; `None` if it holds what one line
    /// cannot hold, or is not understood.
    fn flow(&self, node: &Node<'a>) -> Option<String> {
        use TokenKind::{Close, Colon, Comma, Leaf, Open};
        self.only(node.span, &[Leaf, Colon, Comma, Open, Close]).then(|| self.flow_value(node)).flatten()
    }

    fn flow_items(&self, node: &Node<'a>) -> Option<Vec<String>> {
        self.flow(node)?;
        node.items()?.iter().map(|item| self.flow_value(item)).collect()
    }

    fn flow_value(&self, node: &Node<'a>) -> Option<String> {
        let written = &self.text[node.span.range()];
        if node.alias {
            return Some(written.to_string());
        }
        match &node.kind {
            Kind::Scalar { .. } => self.leaf(node),
            Kind::Seq { items, .. } if written.starts_with('[') => {
                let items: Option<Vec<String>> = items.iter().map(|item| self.flow_value(item)).collect();
                Some(format!("[{}]", items?.join(", ")))
            }
            Kind::Map { pairs, .. } if written.starts_with('{') => {
                if pairs.is_empty() {
                    return Some("{}".to_string());
                }
                let pairs: Option<Vec<String>> = pairs.iter().map(|pair| self.flow_pair(pair)).collect();
                Some(format!("{{ {} }}", pairs?.join(", ")))
            }
            _ => None,
        }
    }

    fn flow_pair(&self, pair: &Pair<'a>) -> Option<String> {
        let written = &self.text[pair.key_span.range()];
        if written.contains(['\n', '\r']) || pair.value.span.is_empty() {
            return None;
        }
        let key = if is_quoted(written) && !has_escapes(written) {
            scalar::text(&pair.key, Place::Flow)
        } else {
            Cow::Borrowed(written)
        };
        Some(format!("{key}: {}", self.flow_value(&pair.value)?))
    }

    /// A scalar between brackets; `None` if it cannot stand there on one line.
    fn leaf(&self, node: &Node<'a>) -> Option<String> {
        if node.span.is_empty() {
            return None;
        }
        if let Some(text) = self.scalar(node, Place::Flow) {
            return Some(text.into_owned());
        }
        let written = &self.text[node.span.range()];
        (!written.contains(['\n', '\r'])).then(|| written.to_string())
    }

    /// How a scalar is to be written, if not as it is.
    fn scalar<'n>(&self, node: &'n Node<'a>, place: Place) -> Option<Cow<'n, str>> {
        let Kind::Scalar { text, style } = &node.kind else { return None };
        let written = &self.text[node.span.range()];
        let folded = written.contains(['\n', '\r']);
        match style {
            // A break in the text itself is a line that someone wanted there.
            _ if folded && text.contains('\n') => None,
            Style::Block => None,
            Style::Plain if !folded => None,
            Style::Plain => Some(scalar::bare(text, place)).filter(|bare| bare == text),
            Style::Quoted if !is_quoted(written) || has_escapes(written) => None,
            Style::Quoted => Some(scalar::text(text, place)),
        }
    }

    /// How many characters stand before a place on its line.
    fn column(&self, at: usize) -> usize {
        let line = self.text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        self.text[line..at].trim_start_matches('\u{FEFF}').chars().count()
    }
}

fn flow_width(items: &[String]) -> usize {
    items.iter().map(|item| item.chars().count() + 2).sum()
}

fn is_quoted(written: &str) -> bool {
    written.starts_with(['"', '\''])
}

/// Whether a quoted scalar makes characters visible that would not be: then
/// it stays as it is.
fn has_escapes(written: &str) -> bool {
    let mut rest = written;
    if !written.starts_with('"') {
        return false;
    }
    while let Some(at) = rest.find('\\') {
        match rest.as_bytes().get(at + 1) {
            Some(b'"' | b'\\') => rest = &rest[at + 2..],
            _ => return true,
        }
    }
    false
}
