//! Front matter: metadata between two marker lines at the very start.
//!
//! Owns finding it; refuses to read it. The Markdown parser's own option
//! knows one marker only and moves its positions, hence this.

use crate::text::Span;

/// Metadata before the Markdown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FrontMatter {
    /// Both marker lines and all between, with the last line end.
    pub span: Span,
    /// What stands between the marker lines.
    pub content: Span,
}

/// Front matter at byte `base` of `text`: a line `---` (YAML) or `+++` (TOML),
/// lines, and the same line again (`...` ends YAML too). A `---` that no
/// second one follows, or with a blank line right below it, is a line across
/// the page.
pub(super) fn find(text: &str, base: usize) -> Option<FrontMatter> {
    let body = &text[base..];
    let mut lines = body.split_inclusive('\n');
    let first = lines.next()?;
    let marker = first.trim_end();
    if marker != "---" && marker != "+++" {
        return None;
    }
    let mut at = base + first.len();
    let content = at;
    for (index, line) in lines.enumerate() {
        let trimmed = line.trim_end();
        if index == 0 && trimmed.is_empty() {
            return None;
        }
        if trimmed == marker || (marker == "---" && trimmed == "...") {
            let span = Span::new(base, at + line.len());
            return Some(FrontMatter { span, content: Span::new(content, at) });
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_toml_are_found_at_the_start_only() {
        let text = "---\ntitle: a\n---\n# B\n";
        let found = find(text, 0).unwrap();
        assert_eq!((&text[found.content.range()], found.span.end()), ("title: a\n", 17));
        assert!(find("+++\r\na = 1\r\n+++\r\n", 0).is_some());
        assert!(find("\n---\na: 1\n---\n", 0).is_none());
    }

    #[test]
    fn a_line_across_is_no_front_matter() {
        for text in ["---\n\ntext\n\n---\n", "---\ntext\n", "----\na\n----\n", "---"] {
            assert_eq!(find(text, 0), None, "{text:?}");
        }
    }
}
