//! Block Markdown ↔ the lines of a region that hold it.
//!
//! A description must not be taken for what structures the region, and must
//! not swallow what comes after it. So
//!
//! - a line that would be an entry's heading gets a backslash before its `#`;
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
    let lines = marked.split('\n').map(|line| encode_line(line, level));
    if level > 0 && leaves_open(text) {
        let mut out = format!("{QUOTED}\n");
        for line in lines {
            out.push_str("\n> ");
            out.push_str(&line);
        }
        return out;
    }
    lines.collect::<Vec<_>>().join("\n")
}

/// The text that [`encode`] wrote.
pub fn decode(text: &str, level: usize) -> String {
    let mut lines: Vec<Cow<'_, str>> = Vec::new();
    let quoted = if level > 0 { text.strip_prefix(QUOTED) } else { None };
    let body = quoted.map_or(text, |rest| rest.trim_start_matches('\n'));
    for line in body.split('\n') {
        let line = match quoted {
            Some(_) => line.strip_prefix("> ").or_else(|| line.strip_prefix('>')).unwrap_or(line),
            None => line,
        };
        lines.push(decode_line(line, level));
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
            for line in encoded.split('\n') {
                prop_assert!(heading(line, level).is_none_or(|at| line.as_bytes()[at] == b'\\'));
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
        assert_eq!(encode("```\ncode", 3), "<!-- quoted -->\n\n> ```\n> code");
    }
}
