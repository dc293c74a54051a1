//! `mixed-line-ends`.

use super::{Check, TextCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::text::{Edit, Span};

rule! {
    /// A file whose lines end in more than one way: most with `LF`, some with
    /// `CR LF`, say.
    ///
    /// ## Why
    ///
    /// Nothing of it shows, but editors that settle on one way rewrite the
    /// rest, and a change of one word becomes a change of every line.
    ///
    /// ## Bad
    ///
    /// A line that ends with `CR LF` in a file of lines that end with `LF`.
    ///
    /// ## Good
    ///
    /// All lines end with `LF`, or all with `CR LF`.
    ///
    /// ## Fix
    ///
    /// Safe: gives all lines the end that most of them have. Unsafe where a
    /// lone `CR` is among them, which not every reader takes for a line's end.
    "mixed-line-ends",
    Some(Level::Warning),
    Fixable::Safe,
    "lines that end in more than one way",
    Check::Text(check)
}

fn check(cx: &TextCx<'_>, out: &mut Vec<Finding>) {
    let ends = cx.line_ends;
    if !ends.mixed() {
        return;
    }
    let usual = ends.usual();
    let odd = odd_ends(cx.text(), usual);
    let Some(&first) = odd.first() else { return };
    let counts: Vec<String> = [(ends.lf, "LF"), (ends.crlf, "CR LF"), (ends.cr, "CR")]
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} with {name}"))
        .collect();
    let name = match usual {
        "\r\n" => "CR LF",
        "\r" => "CR",
        _ => "LF",
    };
    // What is underlined is the line, since its end cannot be seen.
    let line = cx.sources.get(cx.file).position(first.start()).line;
    let place = cx.sources.get(cx.file).line_span(line);
    let place = if place.is_empty() { first } else { place };
    let safety = if ends.cr > 0 { Safety::Unsafe } else { Safety::Safe };
    let edits = odd.iter().map(|&span| Edit::new(span, usual)).collect();
    out.push(
        cx.finding(
            NAME,
            Level::Warning,
            place,
            format!("lines end in {} ways: {}", counts.len(), counts.join(", ")),
        )
        .label("the first that differs from most")
        .help(format!("end all lines with {name}"))
        .fix(safety, format!("end all lines with {name}"), edits),
    );
}

/// The line ends that are not `usual`.
fn odd_ends(text: &str, usual: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut odd = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let len = match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
            b'\r' | b'\n' => 1,
            _ => 0,
        };
        if len > 0 && &text[at..at + len] != usual {
            odd.push(Span::new(at, at + len));
        }
        at += len.max(1);
    }
    odd
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readme::line_ends;
    use crate::text::apply;

    #[test]
    fn every_line_gets_the_end_that_most_have() {
        for (text, mended) in [
            ("a\r\nb\nc\n", "a\nb\nc\n"),
            ("a\r\nb\r\nc\n", "a\r\nb\r\nc\r\n"),
            ("a\rb\nc\r\r\nd\ne\n", "a\nb\nc\n\nd\ne\n"),
            ("脑\r\n\n", "脑\n\n"),
        ] {
            let edits: Vec<Edit> = odd_ends(text, line_ends(text).usual())
                .into_iter()
                .map(|span| Edit::new(span, line_ends(text).usual()))
                .collect();
            let got = apply(text, &edits).unwrap();
            assert_eq!(got, mended);
            assert!(!line_ends(&got).mixed());
        }
    }
}
