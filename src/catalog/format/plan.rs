//! Where keys and dashes are to stand, and what the other tokens follow.
//!
//! Walks tree and tokens side by side; what it does not expect makes it give
//! up.

use super::Reading;
use super::lines::lines;
use super::tokens::{Token, TokenKind};
use crate::catalog::yaml::{Kind, Node, Style};

/// Where a token is to stand, and what it carries with it.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    /// The column it is to have if it is the first on its line.
    pub(super) column: Option<usize>,
    /// For keys and dashes: they open a level of indentation.
    pub(super) opens: bool,
    /// The token that a value belongs to: its key or dash.
    pub(super) owner: Option<usize>,
    /// How a scalar is written.
    pub(super) style: Option<Style>,
    /// Whether it stands inside brackets.
    pub(super) flow: bool,
    /// Whether a blank line is to stand before it.
    pub(super) apart: bool,
}

/// What a node is to the catalog, as far as layout knows.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    /// A mapping that may hold `sections`.
    Sections,
    /// The list of sections.
    SectionList,
    Other,
}

pub(super) struct Plan<'a> {
    text: &'a str,
    tokens: &'a [Token],
    pub(super) columns: Vec<usize>,
    at: usize,
    pub(super) places: Vec<Place>,
}

impl<'a> Plan<'a> {
    /// The plan for a text; `None` if it is written in a way that is not
    /// understood.
    pub(super) fn of(reading: &'a Reading<'_>) -> Option<Self> {
        let Reading { text, root, tokens } = reading;
        if !matches!(root.kind, Kind::Map { flow: false, .. }) || root.alias {
            return None;
        }
        let places = vec![Place::default(); tokens.len()];
        let mut plan = Plan { text, tokens, columns: columns(text, tokens), at: 0, places };
        plan.node(root, 0, Within::Sections)?;
        plan.skip_asides();
        if plan.at < tokens.len() {
            return None;
        }
        plan.set_apart();
        Some(plan)
    }

    /// Goes on to the next token that is no comment or marker.
    fn skip_asides(&mut self) {
        let aside = |token: &Token| matches!(token.kind, TokenKind::Comment | TokenKind::Marker);
        while self.tokens.get(self.at).is_some_and(aside) {
            self.at += 1;
        }
    }

    /// The index of the next token, which must be of that kind.
    fn expect(&mut self, kind: TokenKind) -> Option<usize> {
        self.skip_asides();
        let found = self.tokens.get(self.at).filter(|token| token.kind == kind).map(|_| self.at);
        self.at += 1;
        found
    }

    /// A block mapping at a column.
    fn node(&mut self, node: &Node<'_>, column: usize, within: Within) -> Option<()> {
        let Kind::Map { pairs, .. } = &node.kind else { return None };
        for pair in pairs {
            let key = self.expect(TokenKind::Leaf)?;
            if self.tokens[key].span != pair.key_span {
                return None;
            }
            self.places[key] = Place { column: Some(column), opens: true, ..Place::default() };
            self.expect(TokenKind::Colon)?;
            let holds = if within == Within::Sections && pair.key == "sections" {
                Within::SectionList
            } else {
                Within::Other
            };
            self.value(&pair.value, column + 2, key, holds)?;
        }
        Some(())
    }

    /// A value whose key or dash is `owner`, at a column if it starts a line.
    fn value(&mut self, node: &Node<'_>, column: usize, owner: usize, within: Within) -> Option<()> {
        // An anchor or a tag may stand before it, on the owner's line.
        self.skip_asides();
        while self.tokens.get(self.at).is_some_and(|token| token.kind == TokenKind::Property) {
            let before = self.tokens[self.at - 1].span.end();
            if self.text[before..self.tokens[self.at].span.start()].contains(['\n', '\r']) {
                return None;
            }
            self.at += 1;
        }
        match &node.kind {
            _ if node.span.is_empty() => Some(()),
            Kind::Scalar { style, .. } if !node.alias => self.leaf(node, column, owner, Some(*style)),
            _ if node.alias => self.leaf(node, column, owner, None),
            Kind::Seq { flow: true, .. } | Kind::Map { flow: true, .. } => self.flow(node, column, owner),
            Kind::Map { .. } => self.node(node, column, within),
            Kind::Seq { items, .. } => {
                for (index, item) in items.iter().enumerate() {
                    let dash = self.expect(TokenKind::Dash)?;
                    let apart = within == Within::SectionList && index > 0;
                    self.places[dash] =
                        Place { column: Some(column), opens: true, apart, ..Place::default() };
                    let inside = if within == Within::SectionList { Within::Sections } else { Within::Other };
                    self.value(item, column + 2, dash, inside)?;
                }
                Some(())
            }
            Kind::Scalar { .. } => None,
        }
    }

    /// Leaves those tokens marked that lack the blank line before them: of what
    /// is to stand apart the dash, or the first comment above that goes with
    /// it.
    fn set_apart(&mut self) {
        for dash in 0..self.tokens.len() {
            if !std::mem::take(&mut self.places[dash].apart) {
                continue;
            }
            let goes_with_it = |index: &usize| {
                let comment = self.tokens[*index].kind == TokenKind::Comment;
                comment && self.breaks_before(*index) > 0
            };
            let first = (0..dash).rev().take_while(goes_with_it).last().unwrap_or(dash);
            let level = self.columns[dash];
            let head = (first..dash).find(|&index| self.columns[index] <= level).unwrap_or(dash);
            let has_blank = (head..=dash).any(|index| self.breaks_before(index) > 1);
            self.places[head].apart = !has_blank;
        }
    }

    /// How many line breaks stand before a token; more than two count as two.
    fn breaks_before(&self, at: usize) -> usize {
        let start = if at == 0 { 0 } else { self.tokens[at - 1].span.end() };
        lines(&self.text[start..self.tokens[at].span.start()])
            .filter(|line| line.ends_with(['\n', '\r']))
            .take(2)
            .count()
    }

    fn leaf(&mut self, node: &Node<'_>, column: usize, owner: usize, style: Option<Style>) -> Option<()> {
        let leaf = self.expect(TokenKind::Leaf)?;
        if self.tokens[leaf].span != node.span {
            return None;
        }
        self.places[leaf] = Place { column: Some(column), owner: Some(owner), style, ..Place::default() };
        Some(())
    }

    fn flow(&mut self, node: &Node<'_>, column: usize, owner: usize) -> Option<()> {
        let open = self.expect(TokenKind::Open)?;
        if self.tokens[open].span.start() != node.span.start() {
            return None;
        }
        self.places[open] = Place { column: Some(column), owner: Some(owner), ..Place::default() };
        while self.tokens.get(self.at).is_some_and(|token| token.span.start() < node.span.end()) {
            self.places[self.at] = Place { owner: Some(owner), flow: true, ..Place::default() };
            self.at += 1;
        }
        Some(())
    }
}

/// How many characters stand before each token on its line.
fn columns(text: &str, tokens: &[Token]) -> Vec<usize> {
    let mut columns = Vec::with_capacity(tokens.len());
    let (mut at, mut column) = (0, 0);
    for token in tokens {
        let between = &text[at..token.span.start()];
        let (kept, line) = match between.rfind(['\n', '\r']) {
            Some(end) => (0, &between[end + 1..]),
            None => (column, between),
        };
        column = kept + line.trim_start_matches('\u{FEFF}').chars().count();
        at = token.span.start();
        columns.push(column);
    }
    columns
}
