//! `duplicate-heading`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Label, Level};
use crate::readme::{HeadingId, decode_fragment, slug};
use std::collections::{HashMap, HashSet};

rule! {
    /// Two sections side by side with the same title; or sections apart, where
    /// several links name the title and all lead to the first.
    ///
    /// ## Why
    ///
    /// A link to the title leads to the first of them, always. Of entries,
    /// it is mostly one listed twice.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// - [Papers](#papers)
    ///
    /// ## Papers
    ///
    /// ## Papers
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// - [Papers](#papers)
    ///
    /// ## Papers
    ///
    /// ## Repositories
    /// ```
    ///
    /// ## Fix
    ///
    /// None: which of them is to be called otherwise, or to go, only a person
    /// knows.
    "duplicate-heading",
    Some(Level::Warning),
    Fixable::No,
    "two headings that a link cannot tell apart",
    Check::Document(check)
}

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    let document = cx.document;
    let mut siblings: HashMap<(Option<HeadingId>, u8, &str), HeadingId> = HashMap::new();
    let mut by_slug: HashMap<String, HeadingId> = HashMap::new();
    let mut linked: Option<HashSet<String>> = None;
    for (index, heading) in document.headings.iter().enumerate() {
        let Ok(index) = u32::try_from(index) else { return };
        let id = HeadingId(index);
        if heading.text.is_empty() || !heading.opens_section || cx.is_managed(heading.span) {
            continue;
        }
        let slug = slug(&heading.text);
        let first = *by_slug.entry(slug.clone()).or_insert(id);
        if let Some(&beside) = siblings.get(&(heading.parent, heading.level, heading.text.as_str())) {
            // Steps and entries have such parts again and again.
            let level = if is_part(&heading.text) { Level::Info } else { Level::Warning };
            let message = format!("two sections side by side are called `{}`", heading.text);
            out.push(told(cx, level, beside, id, message));
            continue;
        }
        siblings.insert((heading.parent, heading.level, &heading.text), id);
        if first != id && !slug.is_empty() {
            let linked = linked.get_or_insert_with(|| repeated_links(cx));
            if linked.contains(&slug) && !linked.contains(&heading.anchor) {
                let message = format!("several links name `{}`, and all lead to the first heading of that name", heading.text);
                out.push(told(cx, Level::Warning, first, id, message));
            }
        }
    }
}

/// The fragments that more than one item of a list links to, and those that
/// any link names by their number.
fn repeated_links(cx: &DocumentCx<'_>) -> HashSet<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for link in &cx.document.links {
        if let Some(fragment) = link.destination.strip_prefix('#') {
            *counts.entry(decode_fragment(fragment)).or_default() += 1;
        }
    }
    let numbered = |fragment: &str| {
        fragment.rsplit_once('-').is_some_and(|(_, end)| !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_digit()))
    };
    counts.into_iter().filter(|(fragment, count)| *count > 1 || numbered(fragment)).map(|(fragment, _)| fragment).collect()
}

/// Titles of parts that any section may have.
fn is_part(title: &str) -> bool {
    const PARTS: &[&str] = &[
        "added", "arguments", "bug fixes", "changed", "changes", "citation", "code", "dataset", "datasets", "deprecated",
        "description", "download", "example", "examples", "features", "fixed", "installation", "note", "notes", "options",
        "other", "others", "overview", "parameters", "references", "removed", "results", "returns", "security", "setup",
        "syntax", "testing", "tests", "training", "usage", "示例", "说明",
    ];
    let title = title.trim_end_matches([':', '：', ' ']).to_lowercase();
    PARTS.binary_search(&title.as_str()).is_ok()
}

fn told(cx: &DocumentCx<'_>, level: Level, first: HeadingId, second: HeadingId, message: String) -> Finding {
    let (first, second) = (cx.document.heading(first), cx.document.heading(second));
    cx.finding(NAME, level, second.content, message)
        .related(Label::new(cx.file, first.content, format!("`#{}` leads here", first.anchor)))
        .help("give one of them another title, or make one section of the two")
        .subject(second.text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::check_readme;

    fn levels(text: &str) -> Vec<Level> {
        check_readme(NAME, text).into_iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn equal_titles_are_told_side_by_side() {
        assert_eq!(levels("## A\n\n### X\n\n### X\n\n## B\n\n### X\n"), [Level::Warning]);
        assert_eq!(levels("## A\n\n### Example:\n\n### Example:\n"), [Level::Info]);
    }

    #[test]
    fn equal_titles_apart_are_told_where_links_mean_each() {
        let text = "- [X](#x)\n- [X](#x)\n\n## A\n\n### X\n\n## B\n\n### X\n";
        assert_eq!(levels(text), [Level::Warning]);
        assert!(levels(&text.replacen("#x)\n\n", "#x-1)\n\n", 1)).is_empty());
    }
}
