//! The layout of lines: indentation, blank lines, the ends of lines.
//!
//! Writes a text anew with other blanks between its tokens, as the plan says
//! where they are to stand.

use super::plan::{Place, Plan};
use super::tokens::{Token, TokenKind};
use super::{Reading, line_end};
use crate::catalog::yaml::Style;

/// The text with its lines laid out; `None` if it is written in a way that is
/// not understood.
pub(super) fn lay_out(reading: &Reading<'_>) -> Option<String> {
    let text = reading.text;
    let plan = Plan::of(reading)?;
    let writer = Writer {
        text,
        tokens: &reading.tokens,
        places: &plan.places,
        columns: &plan.columns,
        line_end: line_end(text),
        levels: Vec::new(),
        next: 0,
        out: String::with_capacity(text.len() + text.len() / 8),
        column: 0,
    };
    writer.write()
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
        // A line end behind a lone `\r` would be one with it.
        let text = if text == "\n" && self.out.ends_with('\r') { "\r" } else { text };
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
pub(super) fn lines(mut text: &str) -> impl Iterator<Item = &str> {
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
