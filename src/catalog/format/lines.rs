//! The layout of lines: indentation, blank lines, the ends of lines.
//!
//! Walks tree and tokens side by side to learn at which column each key and
//! dash stands and is to stand, then writes the text anew with other blanks
//! between its tokens. What it does not expect makes it give up.

use super::tokens::{Token, TokenKind};
use super::{Reading, line_end};
use crate::catalog::yaml::{Kind, Node, Style};

/// The text with its lines laid out; `None` if it is written in a way that is
/// not understood.
pub(super) fn lay_out(text: &str, reading: &Reading<'_>) -> Option<String> {
    let places = vec![Place::default(); reading.tokens.len()];
    let columns = columns(text, &reading.tokens);
    let mut plan = Plan { text, tokens: &reading.tokens, columns, at: 0, places };
    if !matches!(reading.root.kind, Kind::Map { flow: false, .. }) || reading.root.alias {
        return None;
    }
    plan.node(&reading.root, 0, Within::Sections)?;
    plan.skip_asides();
    if plan.at < plan.tokens.len() {
        return None;
    }
    plan.set_apart();
    let writer = Writer {
        text,
        tokens: &reading.tokens,
        places: &plan.places,
        columns: &plan.columns,
        line_end: line_end(text),
        levels: Vec::new(),
        next: 0,
        out: String::with_capacity(text.len() + 64),
        column: 0,
    };
    writer.write()
}

/// Where a token is to stand, and what it carries with it.
#[derive(Clone, Copy, Default)]
struct Place {
    /// The column it is to have if it is the first on its line.
    column: Option<usize>,
    /// For keys and dashes: they open a level of indentation.
    opens: bool,
    /// The token that a value belongs to: its key or dash.
    owner: Option<usize>,
    /// How a scalar is written.
    style: Option<Style>,
    /// Whether it stands inside brackets.
    flow: bool,
    /// Whether a blank line is to stand before it.
    apart: bool,
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

struct Plan<'a> {
    text: &'a str,
    tokens: &'a [Token],
    columns: Vec<usize>,
    at: usize,
    places: Vec<Place>,
}

impl Plan<'_> {
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

struct Writer<'a> {
    text: &'a str,
    tokens: &'a [Token],
    places: &'a [Place],
    columns: &'a [usize],
    line_end: &'a str,
    /// The columns of the keys and dashes that are open: as they were, and as
    /// they are to be.
    levels: Vec<(usize, usize)>,
    /// The first token after the comments at hand.
    next: usize,
    out: String,
    /// How many characters stand on the last line of `out`.
    column: usize,
}

impl Writer<'_> {
    fn write(mut self) -> Option<String> {
        let mark = if self.text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        self.out.push_str(&self.text[..mark]);
        let mut moved: Vec<isize> = Vec::with_capacity(self.tokens.len());
        let mut end = mark;
        for at in 0..self.tokens.len() {
            let token = self.tokens[at];
            self.gap(at, &self.text[end..token.span.start()], &moved)?;
            moved.push(distance(self.columns[at], self.column)?);
            if self.places[at].opens {
                let new = self.column;
                self.levels.retain(|(_, level)| *level < new);
                self.levels.push((self.columns[at], new));
            }
            self.token(at, &moved)?;
            end = token.span.end();
        }
        let rest = &self.text[end..];
        let in_block = self.places.last().is_some_and(|place| place.style == Some(Style::Block));
        match first_break(rest) {
            _ if self.keeps_blank_lines(self.tokens.len()) => self.out.push_str(rest),
            Some((start, end)) => self.out.push_str(&rest[start..end]),
            // A line end would become part of the text.
            None if in_block => self.out.push_str(rest),
            None => self.out.push_str(self.line_end),
        }
        Some(self.out)
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
        match text.rfind(['\n', '\r']) {
            Some(end) => self.column = text[end + 1..].chars().count(),
            None => self.column += text.chars().count(),
        }
    }

    fn push_blanks(&mut self, count: usize) {
        self.out.extend(std::iter::repeat_n(' ', count));
        self.column += count;
    }

    /// The blanks before the token at an index.
    fn gap(&mut self, at: usize, gap: &str, moved: &[isize]) -> Option<()> {
        let after_dash = at > 0 && self.tokens[at - 1].kind == TokenKind::Dash;
        if after_dash && self.places[at].column.is_some() {
            self.push_blanks(1);
            return Some(());
        }
        if at == 0 {
            return self.indent(at, moved);
        }
        let Some((first, after)) = first_break(gap) else {
            self.push(gap);
            return Some(());
        };
        if self.keeps_blank_lines(at) {
            let last_line = gap.rfind(['\n', '\r']).map_or(0, |end| end + 1);
            self.push(&gap[..last_line]);
        } else {
            self.push(&gap[first..after]);
            match first_break(&gap[after..]) {
                Some((start, end)) => self.push(&gap[after + start..after + end]),
                None if self.places[at].apart => self.push(self.line_end),
                None => {}
            }
        }
        self.indent(at, moved)
    }

    fn indent(&mut self, at: usize, moved: &[isize]) -> Option<()> {
        let old = self.columns[at];
        let place = self.places[at];
        let new = match (self.tokens[at].kind, place.column) {
            (_, Some(column)) => column,
            (TokenKind::Marker, None) => 0,
            (_, None) if place.flow => old.checked_add_signed(moved[place.owner?])?,
            (TokenKind::Comment, None) => self.comment_column(at, old),
            _ => return None,
        };
        self.push_blanks(new);
        Some(())
    }

    /// A comment goes with the line below if it stands as deep, else with the
    /// line above that does, else with the nearest that stands less deep.
    fn comment_column(&mut self, at: usize, old: usize) -> usize {
        self.next = self.next.max(at);
        while self.tokens.get(self.next).is_some_and(|token| token.kind == TokenKind::Comment) {
            self.next += 1;
        }
        let below = self.places.get(self.next).and_then(|place| place.column);
        let below = below.map(|column| (self.columns[self.next], column));
        let candidates = below.into_iter().chain(self.levels.iter().copied());
        let deepest = |one: (usize, usize), two: (usize, usize)| if two.0 > one.0 { two } else { one };
        let nearest = candidates.filter(|(was, _)| *was <= old).reduce(deepest);
        nearest.or(below).map_or(0, |(_, new)| new)
    }

    fn token(&mut self, at: usize, moved: &[isize]) -> Option<()> {
        let written = &self.text[self.tokens[at].span.range()];
        let place = self.places[at];
        let (Some(style), Some(owner), true) = (place.style, place.owner, written.contains(['\n', '\r']))
        else {
            let comment = self.tokens[at].kind == TokenKind::Comment;
            self.push(if comment { written.trim_end() } else { written });
            return Some(());
        };
        let column = self.columns[owner].checked_add_signed(moved[owner])? + 2;
        match style {
            Style::Block => self.block_scalar(written, moved[owner], column),
            Style::Plain | Style::Quoted => {
                self.folded(written, column);
                Some(())
            }
        }
    }

    /// A scalar in several lines: how deep they stand means nothing.
    fn folded(&mut self, written: &str, column: usize) {
        for (index, line) in lines(written).enumerate() {
            let body = line.trim_start_matches([' ', '\t']);
            if index == 0 {
                self.push(line);
                continue;
            }
            if !body.starts_with(['\n', '\r']) {
                self.push_blanks(column);
            }
            self.push(body);
        }
    }

    /// A block scalar: its lines move together.
    fn block_scalar(&mut self, written: &str, moved: isize, column: usize) -> Option<()> {
        let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let blank = |line: &str| line.trim_matches([' ', '\n', '\r']).is_empty();
        let header = lines(written).next()?;
        self.push(header.trim_end());
        self.push(&header[header.trim_end_matches(['\n', '\r']).len()..]);
        // With an indicator, how deep the text stands depends on its key;
        // without, its first line says.
        let indicator = header.split([' ', '\t']).next()?.bytes().any(|byte| byte.is_ascii_digit());
        let first =
            if indicator { 0 } else { lines(written).skip(1).find(|line| !blank(line)).map(depth)? };
        let moved = if indicator { moved } else { distance(first, column)? };
        for line in lines(written).skip(1) {
            let deep = depth(line);
            match blank(line) {
                true if indicator => self.push_blanks(deep.saturating_add_signed(moved)),
                true if deep <= first => {}
                _ if deep < first => return None,
                _ => self.push_blanks(deep.checked_add_signed(moved)?),
            }
            self.push(&line[deep..]);
        }
        Some(())
    }

    /// Whether the blank lines before a token belong to the block scalar
    /// above.
    fn keeps_blank_lines(&self, at: usize) -> bool {
        let in_block = |before: &usize| self.places[*before].style == Some(Style::Block);
        let Some(before) = at.checked_sub(1).filter(in_block) else { return false };
        let written = &self.text[self.tokens[before].span.range()];
        let header = lines(written).next().unwrap_or_default();
        let keeps = header.split([' ', '\t']).next().is_some_and(|mark| mark.contains('+'));
        let end = self.tokens.get(at).map_or(self.text.len(), |token| token.span.start());
        let gap = &self.text[self.tokens[before].span.end()..end];
        let last = gap.rfind(['\n', '\r']).map_or(0, |end| end + 1);
        // Blanks on such a line may be text.
        keeps || gap[..last].contains([' ', '\t'])
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

fn distance(from: usize, to: usize) -> Option<isize> {
    isize::try_from(to).ok()?.checked_sub(isize::try_from(from).ok()?)
}

/// The bytes of the first line break.
fn first_break(text: &str) -> Option<(usize, usize)> {
    let at = text.find(['\n', '\r'])?;
    let len = if text[at..].starts_with("\r\n") { 2 } else { 1 };
    Some((at, at + len))
}

/// Lines with their ends, whichever they are.
fn lines(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        if text.is_empty() {
            return None;
        }
        let end = first_break(text).map_or(text.len(), |(_, end)| end);
        let (line, rest) = text.split_at(end);
        text = rest;
        Some(line)
    })
}
