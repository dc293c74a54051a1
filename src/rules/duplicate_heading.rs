//! `duplicate-heading`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Label, Level};
use crate::readme::{BlockKind, HeadingId, decode_fragment, slug};
use std::collections::{BTreeMap, HashMap, HashSet};

rule! {
    /// Two sections side by side with the same title; or sections apart, where
    /// a list of contents names the title more than once and all its links
    /// lead to the first. Titles that come again and again, as parts of steps
    /// or releases do, are worth a note only.
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

/// The sections side by side, by their titles.
type Siblings<'a> = HashMap<&'a str, Vec<HeadingId>>;

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    let document = cx.document;
    let mut groups: BTreeMap<(Option<HeadingId>, u8), Siblings<'_>> = BTreeMap::new();
    let mut by_slug: HashMap<String, Vec<HeadingId>> = HashMap::new();
    for (index, heading) in document.headings.iter().enumerate() {
        let Ok(index) = u32::try_from(index) else { return };
        if heading.text.is_empty() || !heading.opens_section || cx.is_managed(heading.span) {
            continue;
        }
        let siblings = groups.entry((heading.parent, heading.level)).or_default();
        siblings.entry(&heading.text).or_default().push(HeadingId(index));
        by_slug.entry(slug(&heading.text)).or_default().push(HeadingId(index));
    }
    let mut told_of = HashSet::new();
    for siblings in groups.values() {
        // Titles that come again and again are the form of the list: parts of
        // steps, of releases.
        let repeated: Vec<&Vec<HeadingId>> = siblings.values().filter(|same| same.len() > 1).collect();
        let once = matches!(repeated.as_slice(), [same] if same.len() == 2);
        for same in repeated {
            let title = &document.heading(same[0]).text;
            let level = if once && !is_part(title) { Level::Warning } else { Level::Info };
            for &other in &same[1..] {
                told_of.insert(other);
                let message = format!("two sections side by side are called `{title}`");
                out.push(told(cx, level, same[0], other, message));
            }
        }
    }
    for (slug, count) in repeated_entries(cx) {
        let Some([first, others @ ..]) = by_slug.get(&slug).map(Vec::as_slice) else { continue };
        for &other in others.iter().take(count - 1).filter(|other| !told_of.contains(other)) {
            let title = &document.heading(other).text;
            let message =
                format!("the list of contents names `{title}` {count} times, and each leads to the first");
            out.push(told(cx, Level::Warning, *first, other, message));
        }
    }
}

/// The fragments that several items of lists link to and do nothing else,
/// with how many do; not those where one of the links is numbered.
fn repeated_entries(cx: &DocumentCx<'_>) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut numbered = HashSet::new();
    for link in &cx.document.links {
        let Some(fragment) = link.destination.strip_prefix('#').map(decode_fragment) else { continue };
        if let Some((base, number)) = fragment.rsplit_once(['-', '_'])
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
        {
            numbered.insert(base.to_string());
        }
        let item = cx.document.block(link.block).parent.map(|parent| &cx.document.block(parent).kind);
        if matches!(item, Some(BlockKind::Item(item)) if item.text == Some(link.span)) {
            *counts.entry(fragment).or_default() += 1;
        }
    }
    counts.retain(|fragment, count| *count > 1 && !numbered.contains(fragment));
    counts
}

/// Titles of parts that any section may have.
fn is_part(title: &str) -> bool {
    const PARTS: &[&str] = &[
        "added",
        "arguments",
        "bug fixes",
        "changed",
        "changes",
        "chore",
        "citation",
        "code",
        "commits",
        "dataset",
        "datasets",
        "deprecated",
        "description",
        "docs",
        "documentation",
        "download",
        "example",
        "examples",
        "features",
        "fixed",
        "installation",
        "miscellaneous",
        "notable changes",
        "note",
        "notes",
        "options",
        "other",
        "other changes",
        "others",
        "overview",
        "parameters",
        "references",
        "removed",
        "results",
        "returns",
        "security",
        "setup",
        "syntax",
        "testing",
        "tests",
        "training",
        "usage",
        "示例",
        "说明",
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
    use crate::lint::testing::readme;

    fn levels(text: &str) -> Vec<Level> {
        readme(text, &[NAME]).findings.into_iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn equal_titles_are_told_side_by_side() {
        assert_eq!(levels("## A\n\n### X\n\n### X\n\n## B\n\n### X\n"), [Level::Warning]);
        assert_eq!(levels("## A\n\n### Example:\n\n### Example:\n"), [Level::Info]);
        assert_eq!(levels("## A\n\n### X\n\n### Y\n\n### X\n\n### Y\n"), [Level::Info, Level::Info]);
    }

    #[test]
    fn equal_titles_apart_are_told_where_links_mean_each() {
        let text = "- [X](#x)\n- [X](#x)\n\n## A\n\n### X\n\n## B\n\n### X\n";
        assert_eq!(levels(text), [Level::Warning]);
        assert!(levels(&text.replacen("#x)\n\n", "#x-1)\n\n", 1)).is_empty());
    }
}
