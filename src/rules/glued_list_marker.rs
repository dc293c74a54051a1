//! `glued-list-marker`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::readme::{Block, BlockId, BlockKind, HeadingId};
use crate::text::{Edit, Span};

rule! {
    /// A line that begins as a list item does but for the space after the
    /// marker: `1.https://…`, `-[text](…)`.
    ///
    /// ## Why
    ///
    /// Without the space it is no item: the line runs into the paragraph
    /// before and after it.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// 1.https://openneuro.org
    /// 2.https://www.oasis-brains.org
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// 1. https://openneuro.org
    /// 2. https://www.oasis-brains.org
    /// ```
    ///
    /// ## Fix
    ///
    /// Unsafe: puts the space in, which makes an item of the line.
    "glued-list-marker",
    Some(Level::Warning),
    Fixable::Unsafe,
    "a list marker without the space that makes it one",
    Check::Document(check)
}

/// A line that begins with a number and its mark, or a glued bullet.
#[derive(Clone, Copy)]
struct Line {
    /// The marker.
    marker: Span,
    number: Option<u32>,
    /// Whether a space stands after it.
    spaced: bool,
    /// Whether what follows can hardly be anything but an item's text.
    certain: bool,
    /// What holds it: numbers count on only within one.
    parent: Option<BlockId>,
    section: Option<HeadingId>,
}

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    let mut lines: Vec<Line> = Vec::new();
    for block in &cx.document.blocks {
        match &block.kind {
            BlockKind::Paragraph => read(cx, block, &mut lines),
            BlockKind::Item(item) => {
                // An item's parent is its list, whose parent is what a
                // paragraph beside the list has too.
                let parent = block.parent.and_then(|list| cx.document.block(list).parent);
                let section = block.section;
                lines.push(Line {
                    marker: item.marker,
                    number: item.number,
                    spaced: true,
                    certain: false,
                    parent,
                    section,
                });
            }
            _ => {}
        }
    }
    for (index, line) in lines.iter().enumerate() {
        let counts_on = |other: Option<&Line>, step: i64| {
            other.is_some_and(|other| {
                let (Some(a), Some(b)) = (line.number, other.number) else { return false };
                other.parent == line.parent
                    && other.section == line.section
                    && i64::from(b) - i64::from(a) == step
            })
        };
        let before = index.checked_sub(1).and_then(|before| lines.get(before));
        let in_order = counts_on(before, -1) || counts_on(lines.get(index + 1), 1);
        if line.spaced || !(line.certain || in_order) || cx.is_managed(line.marker) {
            continue;
        }
        let marker = &cx.text()[line.marker.range()];
        out.push(
            cx.finding(
                NAME,
                Level::Warning,
                line.marker,
                format!("no space follows `{marker}`, so this is no list item"),
            )
            .help("put a space after the marker")
            .subject(cx.title(line.section))
            .fix(
                Safety::Unsafe,
                "put a space after it",
                vec![Edit::new(Span::at(line.marker.end()), " ")],
            ),
        );
    }
}

/// Adds the lines of a paragraph that begin like items.
fn read(cx: &DocumentCx<'_>, block: &Block, lines: &mut Vec<Line>) {
    let mut at = block.span.start();
    for line in cx.text()[block.span.range()].split_inclusive(['\n', '\r']) {
        let lead = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let (start, body) = (at + lead, line[lead..].trim_end());
        at += line.len();
        let Some((len, number)) = marker(body) else { continue };
        let rest = &body[len..];
        let spaced = rest.starts_with([' ', '\t']);
        lines.push(Line {
            marker: Span::new(start, start + len),
            number,
            spaced,
            certain: is_certain(rest, body),
            parent: block.parent,
            section: block.section,
        });
    }
}

/// The length of the marker that a line begins with, and its number.
fn marker(line: &str) -> Option<(usize, Option<u32>)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = *line.as_bytes().get(digits).filter(|byte| byte.is_ascii())?;
    let after = line[digits + 1..].chars().next();
    match mark {
        b'.' | b')' if (1..=3).contains(&digits) => {
            let after = after?;
            let no_item = after.is_ascii_digit() || matches!(after, '.' | ')' | ',');
            (!no_item).then(|| (digits + 1, line[..digits].parse().ok()))
        }
        b'-' | b'*' | b'+' if digits == 0 => {
            (after? == '[' || line[1..].starts_with("http")).then_some((1, None))
        }
        _ => None,
    }
}

/// Whether what follows a glued marker is a link, or bold as names are.
fn is_certain(rest: &str, line: &str) -> bool {
    let link = rest.starts_with("http://")
        || rest.starts_with("https://")
        || (rest.starts_with('[') && rest.contains("]("));
    // `*[a](b)*` is a link in italics.
    let emphasis = line.starts_with('*') && line[1..].contains('*');
    (link && !emphasis) || (rest.starts_with("**") && !line.starts_with('*'))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::readme;

    fn told(text: &str) -> Vec<&str> {
        readme(text, &[super::NAME])
            .findings
            .into_iter()
            .map(|finding| &text[finding.primary.span.range()])
            .collect()
    }

    #[test]
    fn markers_are_glued_where_a_link_follows_or_the_numbers_count_on() {
        assert_eq!(told("1.https://a.example\n2. Data:\n   - b\n"), ["1."]);
        assert_eq!(told("-[a](https://a.example)\n-[b](https://b.example)\n"), ["-", "-"]);
        assert_eq!(told("1.First\n\n2.Second\n"), ["1.", "2."]);
        assert_eq!(told("1.First\n\ntext\n\n2. Second\n"), ["1."]);
        assert_eq!(told("> 3)**Oasis** is\n"), ["3)"]);
    }

    #[test]
    fn versions_years_and_emphasis_are_no_markers() {
        for text in [
            "1.5 is\n",
            "2.x is out\n",
            "*[a](https://a.example)*\n",
            "-h shows help\n",
            "3.js\n\n1. a\n",
            "1. a\n2. b\n",
        ] {
            assert!(told(text).is_empty(), "{text}");
        }
    }
}
