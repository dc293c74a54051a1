//! Where a cell that holds several texts comes apart, and how a text is sealed
//! so that it stays in one piece.
//!
//! A separator counts only at the top level of inline Markdown: outside
//! balanced brackets, code spans, HTML tags and URLs, and not after a
//! backslash. [`seal`] writes every character of a text that would disturb its
//! neighbours as a numeric reference, so that sealed texts can be joined with
//! a separator and [`split`] apart again without loss. What the pieces mean is
//! not known here.

use super::code_spans::CodeSpans;
use super::reference::{escape_where, unescape};
use std::borrow::Cow;
use std::ops::Range;

/// White space that Markdown and YAML trim at the edges of a cell.
pub(super) fn is_edge_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// `text` without [`is_edge_space`] around it.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_edge_space)
}

/// The characters that [`seal`] may write as references and [`open`] reads.
pub(super) fn is_sealed(c: char) -> bool {
    is_edge_space(c)
        || matches!(c, ',' | '、' | '(' | ')' | '（' | '）' | '[' | ']' | '`' | '<' | '\\' | '+' | '/')
}

/// A character at the top level that separates, or would change what follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Mark {
    /// The byte at which it starts.
    pub(super) at: usize,
    /// Its length in bytes.
    pub(super) len: usize,
    /// Whether it separates; else it is a bracket, backtick, `<` or final
    /// backslash without its other half.
    pub(super) separates: bool,
}

/// All marks of `text`, in order. Linear in the text. No ASCII letter or digit
/// can be a separator.
pub(super) fn marks(text: &str, separator: impl Fn(char) -> bool) -> Vec<Mark> {
    // Most texts have nothing to look at.
    if !text.contains(|c: char| !c.is_ascii_alphanumeric() && (separator(c) || is_syntax(c))) {
        return Vec::new();
    }
    let mut scan = Scan::new(text);
    scan.run(&separator);
    scan.finish()
}

/// The pieces of `text` between its top-level separators, trimmed; empty ones
/// are left out.
pub(super) fn split(text: &str, separator: impl Fn(char) -> bool) -> Vec<&str> {
    ranges(text, separator).into_iter().map(|range| &text[range]).collect()
}

/// Where the pieces of [`split`] are.
pub(super) fn ranges(text: &str, separator: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    between(text, &marks(text, separator))
}

/// The lines of a legacy cell: what stands between `<br>` tags and line ends
/// at the top level, trimmed; empty ones are left out.
pub(super) fn lines(text: &str) -> Vec<&str> {
    if !text.contains(['\n', '\r', '<']) {
        return Some(trim(text)).filter(|line| !line.is_empty()).into_iter().collect();
    }
    let mut scan = Scan::new(text);
    scan.breaks = true;
    scan.run(&|c| matches!(c, '\n' | '\r'));
    between(text, &scan.finish()).into_iter().map(|range| &text[range]).collect()
}

fn between(text: &str, marks: &[Mark]) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let ends = marks.iter().filter(|mark| mark.separates);
    for (end, next) in ends.map(|mark| (mark.at, mark.at + mark.len)).chain([(text.len(), text.len())]) {
        let piece = &text[start..end];
        let trimmed = piece.trim_start_matches(is_edge_space);
        let from = start + piece.len() - trimmed.len();
        let to = from + trim(trimmed).len();
        if from < to {
            pieces.push(from..to);
        }
        start = next;
    }
    pieces
}

/// The length of the `<br>`, `<br/>` or `<br />` at the start of `text`, or 0.
fn break_len(text: &str) -> usize {
    let Some(tag) = text.get(..3).filter(|tag| tag.eq_ignore_ascii_case("<br")) else { return 0 };
    let rest = text[tag.len()..].trim_start_matches(' ');
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    rest.strip_prefix('>').map_or(0, |rest| text.len() - rest.len())
}

/// Every pair of brackets that have both halves: where the two stand, in
/// order of the first.
pub(super) fn groups(text: &str) -> Vec<(usize, usize)> {
    if !text.contains(|c| bracket_kind(c).is_some()) {
        return Vec::new();
    }
    let mut scan = Scan::new(text);
    scan.run(&|_| false);
    scan.pairs.sort_unstable();
    scan.pairs
}

/// `text` without one pair of round brackets that ends it: what stands before
/// them and what inside, both trimmed.
pub(super) fn last_group(text: &str) -> Option<(&str, &str)> {
    let close = text.chars().next_back().filter(|&c| matches!(c, ')' | '）'))?;
    let close_at = text.len() - close.len_utf8();
    let (open_at, _) = groups(text).into_iter().find(|pair| pair.1 == close_at)?;
    let open = text[open_at..].chars().next()?;
    Some((trim(&text[..open_at]), trim(&text[open_at + open.len_utf8()..close_at])))
}

/// Writes `text` so that it can stand among others: what [`marks`] finds in it
/// and white space at its edges become references.
pub(super) fn seal(text: &str, separator: impl Fn(char) -> bool) -> Cow<'_, str> {
    seal_with(text, separator, is_sealed, None)
}

/// Like [`seal`], with other characters that may be written as references, and
/// one more place, if given, where that is to be done.
pub(super) fn seal_with(
    text: &str,
    separator: impl Fn(char) -> bool,
    special: impl Fn(char) -> bool,
    also: Option<usize>,
) -> Cow<'_, str> {
    let marks = marks(text, separator);
    let edged = text.starts_with(is_edge_space) || text.ends_with(is_edge_space);
    if marks.is_empty() && also.is_none() && !edged && !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
    escape_where(text, special, |at, c| {
        ((at == 0 || at == last) && is_edge_space(c))
            || also == Some(at)
            || marks.binary_search_by_key(&at, |mark| mark.at).is_ok()
    })
}

/// Reads back what [`seal`] wrote.
pub(super) fn open(piece: &str) -> Cow<'_, str> {
    unescape(piece, is_sealed)
}

/// Half and full width count as one kind: people mix them.
fn bracket_kind(c: char) -> Option<(usize, bool)> {
    match c {
        '(' | '（' => Some((0, true)),
        ')' | '）' => Some((0, false)),
        '[' => Some((1, true)),
        ']' => Some((1, false)),
        _ => None,
    }
}

/// Whether a character can be a mark, or hide one, besides the separators.
pub(super) fn is_syntax(c: char) -> bool {
    matches!(c, '\\' | '`' | '<') || bracket_kind(c).is_some()
}

struct Bracket {
    at: usize,
    len: usize,
    kind: usize,
}

impl Bracket {
    fn mark(&self) -> Mark {
        Mark { at: self.at, len: self.len, separates: false }
    }
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// Whether `<br>` separates.
    breaks: bool,
    code: CodeSpans,
    found: Vec<Mark>,
    open: Vec<Bracket>,
    pairs: Vec<(usize, usize)>,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str) -> Self {
        let (found, open, pairs) = (Vec::new(), Vec::new(), Vec::new());
        Scan { text, at: 0, breaks: false, code: CodeSpans::new(text), found, open, pairs }
    }

    /// The marks that count, in order.
    fn finish(self) -> Vec<Mark> {
        let Scan { mut found, open, mut pairs, .. } = self;
        found.extend(open.iter().map(Bracket::mark));
        found.sort_unstable_by_key(|mark| mark.at);
        // Only brackets that have both halves hide what is between them.
        pairs.sort_unstable();
        let mut next = 0;
        let mut hidden_until = 0;
        found.retain(|mark| {
            while next < pairs.len() && pairs[next].0 < mark.at {
                hidden_until = hidden_until.max(pairs[next].1);
                next += 1;
            }
            !mark.separates || mark.at >= hidden_until
        });
        found
    }

    fn run(&mut self, separator: &impl Fn(char) -> bool) {
        // The start of the URL we are in, if we are in one.
        let mut url: Option<usize> = None;
        while let Some(c) = self.text[self.at..].chars().next() {
            let at = self.at;
            let rest = &self.text[at..];
            self.at += c.len_utf8();
            match c {
                '\\' => match rest[1..].chars().next() {
                    Some(next) => self.at += next.len_utf8(),
                    None => self.loose(at, 1),
                },
                '`' => self.backticks(rest),
                '<' => {
                    url = None;
                    self.tag(rest);
                }
                '&' if entity_len(rest) > 0 => self.at += entity_len(rest) - 1,
                ':' if rest.starts_with("://") => {
                    url = url.or(Some(at));
                    self.at += 2;
                }
                _ if separator(c) => {
                    if url.is_some() && stays_in_url(c, rest) {
                        continue;
                    }
                    url = url.filter(|_| c.is_ascii_punctuation());
                    self.found.push(Mark { at, len: c.len_utf8(), separates: true });
                }
                _ => match bracket_kind(c) {
                    Some((kind, true)) => self.open.push(Bracket { at, len: c.len_utf8(), kind }),
                    Some((kind, false)) => {
                        let open = self.close(kind, c.len_utf8(), at);
                        // A bracket around a URL ends it.
                        url = url.filter(|&start| open.is_none_or(|open| open > start));
                    }
                    None if c.is_whitespace() || is_wide_stop(c) => url = None,
                    None => {}
                },
            }
        }
    }

    fn loose(&mut self, at: usize, len: usize) {
        self.found.push(Mark { at, len, separates: false });
    }

    fn backticks(&mut self, rest: &str) {
        let at = self.at - 1;
        let len = rest.bytes().take_while(|&byte| byte == b'`').count();
        self.at = at + len;
        match self.code.end(len, self.at) {
            Some(end) => self.at = end,
            None => (at..at + len).for_each(|tick| self.loose(tick, 1)),
        }
    }

    fn tag(&mut self, rest: &str) {
        let at = self.at - 1;
        let break_len = if self.breaks { break_len(rest) } else { 0 };
        if break_len > 0 {
            self.at = at + break_len;
            self.found.push(Mark { at, len: break_len, separates: true });
            return;
        }
        if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
            return;
        }
        // Stopping at the next `<` keeps the whole scan linear.
        match rest[1..].find(['<', '>']) {
            Some(end) if rest[1 + end..].starts_with('>') => self.at = at + 1 + end + 1,
            _ => self.loose(at, 1),
        }
    }

    /// Closes the nearest open bracket of that kind and tells where it is.
    fn close(&mut self, kind: usize, len: usize, at: usize) -> Option<usize> {
        if !self.open.iter().rev().take(MAX_DEPTH).any(|bracket| bracket.kind == kind) {
            self.loose(at, len);
            return None;
        }
        while let Some(bracket) = self.open.pop() {
            if bracket.kind == kind {
                self.pairs.push((bracket.at, at));
                return Some(bracket.at);
            }
            self.found.push(bracket.mark());
        }
        None
    }
}

/// How many open brackets are looked through for a partner; a bound, so that a
/// cell of brackets alone costs no more than its length.
const MAX_DEPTH: usize = 32;

/// The length of the character reference at the start of `text`, or 0.
fn entity_len(text: &str) -> usize {
    let body = text[1..].strip_prefix('#').unwrap_or(&text[1..]);
    let name = body.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    let ends = name > 0 && body[name..].starts_with(';');
    if ends { text.len() - body.len() + name + 1 } else { 0 }
}

/// Whether the separator `c`, at the start of `rest`, belongs to the URL
/// around it.
fn stays_in_url(c: char, rest: &str) -> bool {
    match c {
        '/' | '&' | '+' => true,
        _ if !c.is_ascii_punctuation() => false,
        _ => rest[1..].chars().next().is_some_and(|next| !next.is_whitespace()),
    }
}

/// Punctuation at which a URL in running Chinese or Japanese text ends.
fn is_wide_stop(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn comma(c: char) -> bool {
        c == ','
    }

    #[test]
    fn separators_inside_brackets_code_tags_and_urls_do_not_split() {
        assert_eq!(split("a (b, c), [d, e](f,g), `h, i`", comma), ["a (b, c)", "[d, e](f,g)", "`h, i`"]);
        assert_eq!(
            split("<a x=\"1,2\">, https://a.b/c,d, e", comma),
            ["<a x=\"1,2\">", "https://a.b/c,d", "e"]
        );
        assert_eq!(split("颅内（a,b），x,y", comma), ["颅内（a,b），x", "y"]);
    }

    #[test]
    fn halves_without_their_other_half_hide_nothing() {
        assert_eq!(split("a (b, c", comma), ["a (b", "c"]);
        assert_eq!(split("a `b, <c, d", comma), ["a `b", "<c", "d"]);
        assert_eq!(split("a ([b, c), d], e", comma), ["a ([b, c)", "d]", "e"]);
    }

    #[test]
    fn lines_end_at_the_top_level_only() {
        assert_eq!(lines("a<br>b<BR />c\nd"), ["a", "b", "c", "d"]);
        assert_eq!(lines("[a<br>b](c)<br>`d<br>e`"), ["[a<br>b](c)", "`d<br>e`"]);
    }

    #[test]
    fn a_sealed_text_shows_only_what_it_must() {
        assert_eq!(seal("a, b (c, d)", comma), "a&#44; b (c, d)");
        assert_eq!(seal("a) `b`", comma), "a&#41; `b`");
        assert_eq!(seal(" a", comma), "&#32;a");
        assert_eq!(seal("5 < 6", comma), "5 < 6");
    }

    #[test]
    fn many_brackets_cost_no_more_than_their_number() {
        let text = "[(".repeat(50_000) + &"])".repeat(50_000);
        assert!(marks(&text, comma).len() <= 200_000);
    }

    proptest! {
        #[test]
        fn sealed_texts_come_apart_as_they_were_joined(
            texts in proptest::collection::vec(
                "(,|、| |\\(|\\)|（|\\[|\\]|`|``|<|>|<b|\\\\|&|#44;|amp;|https://a|/|:|a|b|\\PC){1,12}", 1..5),
            wide in any::<bool>(),
        ) {
            let (separator, joint) = if wide { ('、', "、") } else { (',', ", ") };
            let sealed: Vec<String> =
                texts.iter().map(|text| seal(text, |c| c == separator).into_owned()).collect();
            let joined = sealed.join(joint);
            let read: Vec<String> =
                split(&joined, |c| c == separator).into_iter().map(|piece| open(piece).into_owned()).collect();
            prop_assert_eq!(read, texts);
        }
    }
}
