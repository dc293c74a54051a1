//! The table of contents of a whole file.

use crate::readme::Document;
use std::fmt::Write as _;

/// The deepest heading level that is listed unless `depth=` says otherwise.
const DEPTH: u8 = 3;

/// A nested list of links to the headings of `document` from level 2 down to
/// 3, or as deep as `depth=N` in `options` says; headings above `at`, where it
/// is to stand, are listed like the others. Every line ends with `\n`.
pub(super) fn contents(document: &Document, at: usize, options: &str) -> String {
    let deepest = options
        .split_whitespace()
        .find_map(|option| option.strip_prefix("depth=")?.parse().ok())
        .unwrap_or(DEPTH);
    let own = document.section_at(at);
    let mut out = String::new();
    let mut levels: Vec<u8> = Vec::new();
    for (index, heading) in document.headings.iter().enumerate() {
        // The heading over the list itself, unless more stands under it.
        let leads = document.headings.get(index + 1).is_some_and(|next| next.level > heading.level);
        let is_own = own.is_some_and(|own| own.0 as usize == index) && !leads;
        if heading.level < 2 || heading.level > deepest || is_own || heading.text.trim().is_empty() {
            continue;
        }
        while levels.last().is_some_and(|&level| level >= heading.level) {
            levels.pop();
        }
        let title = escape(heading.text.trim());
        let _ = writeln!(out, "{}- [{title}](#{})", "  ".repeat(levels.len()), heading.anchor);
        levels.push(heading.level);
    }
    out
}

/// Plain text as the text of a link, on one line.
fn escape(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    // One alone strikes nothing out.
    let strikes = title.matches('~').count() > 1;
    for (at, c) in title.char_indices() {
        let special = match c {
            '[' | ']' | '\\' | '*' | '_' | '`' | '<' => true,
            '~' => strikes,
            '&' => is_reference(&title[at + 1..]),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

/// Whether what follows an ampersand may make it a character reference.
fn is_reference(rest: &str) -> bool {
    let name = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    name.len() < rest.len() && name.starts_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_listed_as_it_reads() {
        let written = "text\n\n## R\\&D, \\&copy; and \\&#35;\n\n## \\~\\~x\\~\\~\n\n## ~ 5 & 6;\n";
        let listed = contents(&Document::parse(written), 0, "");
        let shown = Document::parse(&listed.replace("- [", "## [")).headings;
        let texts = |headings: &[crate::readme::Heading]| {
            headings.iter().map(|heading| heading.text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(texts(&shown), texts(&Document::parse(written).headings));
        assert!(listed.contains("[R&D, \\&copy; and \\&#35;]"), "{listed}");
        assert!(listed.contains("[~ 5 & 6;]"), "{listed}");
    }
}
