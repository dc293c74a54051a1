//! Block Markdown ↔ the lines of a region that hold it.
//!
//! A description must not be taken for what structures the region, and must
//! not swallow what comes after it. So
//!
//! - a line that would be an entry's heading gets a backslash before its `#`,
//!   but not in fenced code, where it is none;
//! - the `<` of a comment that would mark a region is written `&lt;`;
//! - a text that leaves something open (a code fence, a comment) is put into
//!   a block quote, whose end closes everything in it.
//!
//! A text that already looks like an escaped one gets one more escape:
//! [`decode`] undoes [`encode`] for every text.

use super::cell::{self, escaped_mark, is_mark};
use super::document::{BlockKind, Document};
use std::borrow::Cow;

/// Stands above a block quote that is there to close what a text leaves open.
const QUOTED: &str = "<!-- quoted -->";

/// What may stand inside a comment's start, in a text of several lines.
const SPACE: &[char] = &[' ', '\t', '\n', '\r', '\u{B}', '\u{C}'];

/// Block Markdown as it stands in a region whose entries have headings of
/// `level`; 0 where what is put around the text closes whatever it leaves
/// open, and entries have no headings.
pub fn encode(text: &str, level: usize) -> String {
    let marked = encode_marks(text);
    let mut fences = Fences::default();
    let lines = marked.split('\n').map(|line| encode_line(line, if fences.holds(line) { 0 } else { level }));
    let out = lines.collect::<Vec<_>>().join("\n");
    if level > 0 && (leaves_open(text) || fences.is_open() || has_heading_in_code(&out, level)) {
        let mut out = format!("{QUOTED}\n");
        for line in marked.split('\n') {
            out.push_str("\n> ");
            out.push_str(&encode_line(line, level));
        }
        return out;
    }
    out
}

/// The text that [`encode`] wrote.
pub fn decode(text: &str, level: usize) -> String {
    let mut lines: Vec<Cow<'_, str>> = Vec::new();
    let quoted = if level > 0 { text.strip_prefix(QUOTED) } else { None };
    let body = quoted.map_or(text, |rest| rest.trim_start_matches('\n'));
    let mut fences = Fences::default();
    for line in body.split('\n') {
        let (line, in_code) = match quoted {
            Some(_) => (line.strip_prefix("> ").or_else(|| line.strip_prefix('>')).unwrap_or(line), false),
            None => (line, fences.holds(line)),
        };
        lines.push(decode_line(line, if in_code { 0 } else { level }));
    }
    decode_marks(&lines.join("\n"))
}

fn encode_line(line: &str, level: usize) -> Cow<'_, str> {
    let line = cell::encode_controls(line);
    match heading(&line, level) {
        Some(at) => format!("{}\\{}", &line[..at], &line[at..]).into(),
        None => line,
    }
}

fn decode_line(line: &str, level: usize) -> Cow<'_, str> {
    match heading(line, level) {
        Some(at) if line.as_bytes()[at] == b'\\' => {
            let open = format!("{}{}", &line[..at], &line[at + 1..]);
            cell::decode_controls(&open).into_owned().into()
        }
        _ => cell::decode_controls(line),
    }
}

/// Fenced code at the start of lines, line by line.
#[derive(Debug, Default)]
pub(crate) struct Fences(Option<(u8, usize)>);

impl Fences {
    /// Whether a line, the next one, stands in code or ends it.
    pub(crate) fn holds(&mut self, line: &str) -> bool {
        let body = line.trim_start_matches(' ');
        let sign = body.bytes().next().filter(|sign| matches!(sign, b'`' | b'~'));
        let length = sign.map_or(0, |sign| body.bytes().take_while(|&byte| byte == sign).count());
        match (self.0, sign) {
            (Some((open, least)), Some(sign)) => {
                let alone = body[length..].trim_matches([' ', '\t']).is_empty();
                if sign == open && length >= least && alone && line.len() - body.len() <= 3 {
                    self.0 = None;
                }
                true
            }
            (Some(_), None) => true,
            (None, Some(sign)) => {
                let begins = length >= 3 && body.len() == line.len();
                if begins && (sign == b'~' || !body[length..].contains('`')) {
                    self.0 = Some((sign, length));
                }
                false
            }
            (None, None) => false,
        }
    }

    fn is_open(&self) -> bool {
        self.0.is_some()
    }
}

/// Whether Markdown sees a heading of up to `level` where [`Fences`] see code.
fn has_heading_in_code(text: &str, level: usize) -> bool {
    let mut fences = Fences::default();
    let mut at = 0;
    let mut suspects = Vec::new();
    for line in text.split('\n') {
        if fences.holds(line) && heading(line, level).is_some() {
            suspects.push(at..at + line.len() + 1);
        }
        at += line.len() + 1;
    }
    let seen = |document: &Document| {
        document
            .headings
            .iter()
            .any(|heading| suspects.iter().any(|line| line.contains(&heading.span.start())))
    };
    !suspects.is_empty() && seen(&Document::parse(text))
}

/// Where the backslashes and `#` start of a line that is a heading of up to
/// `level`, or would be one without its backslashes.
fn heading(line: &str, level: usize) -> Option<usize> {
    let at = line.len() - line.trim_start_matches(' ').len();
    let body = line[at..].trim_start_matches('\\');
    let marks = body.bytes().take_while(|&byte| byte == b'#').count();
    let ends = matches!(body.as_bytes().get(marks), None | Some(b' ' | b'\t'));
    ((1..=level).contains(&marks) && ends).then_some(at)
}

fn encode_marks(text: &str) -> Cow<'_, str> {
    if !text.contains("catalint:") {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        match c {
            '<' if is_mark(&text[at + 1..], SPACE) => out.push_str("&lt;"),
            '&' if escaped_mark(text, at, SPACE).is_some() => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out.into()
}

fn decode_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (put, taken) = match escaped_mark(rest, at, SPACE) {
            Some(0) => ('<', "&lt;".len()),
            Some(_) => ('&', "&amp;".len()),
            None => ('&', 1),
        };
        out.push(put);
        rest = &rest[at + taken..];
    }
    out.push_str(rest);
    out
}

/// Whether a paragraph below the text would become part of something that the
/// text leaves open; also for a text that starts as a quoted one does.
fn leaves_open(text: &str) -> bool {
    if text.starts_with(QUOTED) {
        return true;
    }
    let suspicious = |line: &str| {
        let line = line.trim_start_matches(' ');
        line.starts_with('<') || line.starts_with("```") || line.starts_with("~~~")
    };
    if !text.split(['\n', '\r']).any(suspicious) {
        return false;
    }
    let after = format!("{text}\n\nafter\n");
    let document = Document::parse(&after);
    let last = document.blocks.iter().rfind(|block| block.parent.is_none());
    !last.is_some_and(|block| {
        matches!(block.kind, BlockKind::Paragraph) && after[block.span.range()].trim() == "after"
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_text_reads_back(pieces in prop::collection::vec(prop::sample::select(vec![
            "#", "##", "###", "####", " ", "\\", "<!-- catalint:end x -->", "&lt;!-- catalint:begin y -->", "&amp;", "amp;",
            "lt;", "a", "脑", "> ", "- ", "\t", "&#13;", "\r", "&amp;#13;", "\n", "\n\n", "```", "~~~", "<!--", "-->", "<pre>",
            "<?", "<!-- quoted -->", "<!--\ncatalint:end x -->", "> ", ">",
        ]), 0..8), level in 0_usize..5) {
            let text = pieces.concat();
            let encoded = encode(&text, level);
            let mut fences = Fences::default();
            for line in encoded.split('\n') {
                let in_code = fences.holds(line);
                let escaped = heading(line, level).is_none_or(|at| line.as_bytes()[at] == b'\\');
                prop_assert!(escaped || in_code);
            }
            prop_assert_eq!(decode(&encoded, level), text, "{}", encoded);
            if level > 0 {
                prop_assert!(!leaves_open(&encoded) || encoded.starts_with(QUOTED), "{}", encoded);
            }
        }
    }

    #[test]
    fn only_what_would_structure_the_region_is_escaped() {
        assert_eq!(encode("## a", 3), "\\## a");
        assert_eq!(encode("#### a", 3), "#### a");
        assert_eq!(encode("#a", 3), "#a");
        assert_eq!(encode("a <!-- catalint:end x -->", 0), "a &lt;!-- catalint:end x -->");
        assert_eq!(encode("<!-- note -->", 3), "<!-- note -->");
        assert_eq!(encode("```\ncode\n```", 3), "```\ncode\n```");
        assert_eq!(encode("```sh\n# code\n```\n# a", 3), "```sh\n# code\n```\n\\# a");
        assert_eq!(encode("```\ncode", 3), "<!-- quoted -->\n\n> ```\n> code");
    }
}
