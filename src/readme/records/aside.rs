//! Headings that speak against records below them.
//!
//! Owns the words; refuses to know what stands below.

use super::labels::is_label;

/// Words in headings under which stands what belongs to the README itself. A
/// final `*` stands for any ending; a first `=` means that the heading says
/// nothing else.
const DOCUMENTATION: &[(&str, i32)] = &[
    ("table of content*", -8),
    ("contents", -8),
    ("目录*", -8),
    ("目次*", -8),
    ("toc", -8),
    ("contribut*", -4),
    ("贡献*", -4),
    ("license", -3),
    ("licence", -3),
    ("licensing", -3),
    ("许可*", -3),
    ("install*", -4),
    ("usage", -4),
    ("quick start", -4),
    ("quickstart", -4),
    ("getting started", -4),
    ("changelog", -5),
    ("change log", -5),
    ("release note*", -5),
    ("what's new", -5),
    ("news", -5),
    ("update", -5),
    ("updated", -5),
    ("新闻*", -5),
    ("更新*", -5),
    ("roadmap", -5),
    ("todo", -5),
    ("to do", -5),
    ("citation", -5),
    ("cite", -5),
    ("citing", -5),
    ("引用*", -5),
    ("bibtex", -5),
    ("acknowledg*", -5),
    ("致谢*", -5),
    ("sponsor*", -5),
    ("backers", -5),
    ("maintainer*", -5),
    ("=author*", -5),
    ("contact*", -5),
    ("联系*", -5),
    ("=team", -4),
    ("credits", -4),
    ("faq", -4),
    ("need help", -5),
    ("support us", -5),
    ("star history", -5),
    ("legend", -5),
    ("type tag*", -5),
    ("=notation*", -4),
    ("disclaimer*", -5),
    ("免责*", -5),
    ("=requirement*", -4),
    ("prerequisite*", -5),
    ("guideline*", -5),
    ("recommended workflow", -4),
    ("format note*", -4),
    ("thank*", -5),
    ("join us", -5),
    ("加入我们*", -5),
    ("前言*", -4),
    ("=introduction", -3),
    ("influential*", -3),
    ("=training", -2),
    ("=configuration", -4),
    ("=arguments", -4),
    ("=performance", -3),
    ("=results", -3),
    ("leaderboard", -2),
    ("overlap*", -3),
    ("=purpose", -3),
    ("=links", -3),
    ("=description", -4),
    ("=overview", -4),
    ("=structure", -4),
    ("=about", -4),
];

/// Words in headings under which stands what is beside the list's own
/// subject.
const BESIDE: &[(&str, i32)] = &[
    ("statistics", -5),
    ("comparison*", -5),
    ("related*", -5),
    (OTHER, -4),
    ("see also", -5),
    ("=sources", -5),
    ("further reading", -5),
    ("=references", -4),
    ("参考*", -3),
    ("additional resources", -5),
    ("dataset platform*", -4),
    ("=repositories", -5),
    ("=evaluation", -5),
];

/// Speaks against records only beside one of [`OTHERS`]: other tools are tools.
const OTHER: &str = "other *";

/// What is other than the list's own subject.
const OTHERS: &[&str] = &[
    "list*",
    "resource*",
    "awesome",
    "project*",
    "platform*",
    "repo*",
    "website*",
    "link*",
    "material*",
    "reference*",
    "collection*",
    "reading*",
];

/// Words in headings that say that records of the list stand there all the
/// same.
const SUBJECT: &[&str] = &["dataset", "data set", "数据集", "corpora", "corpus", "database"];

/// Words in headings and titles of lists of records.
const LISTS: &[&str] = &[
    "datasets",
    "data sets",
    "corpora",
    "databases",
    "resources",
    "collection",
    "awesome",
    "list of",
    "papers",
    "tools",
    "libraries",
    "projects",
    "benchmarks",
    "models",
    "数据集",
    "资源",
    "整理",
    "汇总",
    "合集",
    "大全",
    "列表",
    "データセット",
    "一覧",
    "まとめ",
    "데이터셋",
];

/// Whether a heading says that records are listed below it.
pub(super) fn lists_records(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    LISTS.iter().any(|words| match words.is_ascii() {
        true => says(&lower, words),
        false => lower.contains(words),
    })
}

/// Whether a heading is one of documentation, not the name of a record.
pub(super) fn is_documentation(heading: &str) -> bool {
    word_in(heading).is_some() || is_label(heading)
}

/// Whether what a caption names, and nothing else, belongs to the README
/// itself.
pub(super) fn is_aside(caption: &str) -> bool {
    let lower = caption.to_lowercase();
    DOCUMENTATION.iter().any(|(words, _)| says(&lower, &format!("={}", words.trim_start_matches('='))))
}

/// The word that speaks against records, and how much.
pub(super) fn word_in(heading: &str) -> Option<(&'static str, i32)> {
    let lower = heading.to_lowercase();
    let subject = SUBJECT.iter().any(|word| lower.contains(word));
    let documentation = DOCUMENTATION.iter().filter(|(_, weight)| !subject || *weight < -5);
    let other = |words: &str| words != OTHER || OTHERS.iter().any(|words| says(&lower, words));
    let found = documentation.chain(BESIDE).filter(|(words, _)| says(&lower, words) && other(words));
    let (words, weight) = found.min_by_key(|(_, weight)| *weight)?;
    Some((words.trim_matches(['*', '=', ' ']), *weight))
}

/// Whether `words`, as in [`DOCUMENTATION`], stand in `text`, which is in
/// small letters.
fn says(text: &str, words: &str) -> bool {
    let (alone, words) = words.strip_prefix('=').map_or((false, words), |words| (true, words));
    let (open, words) = words.strip_suffix('*').map_or((false, words), |words| (true, words));
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let hits = |at: usize| {
        let (before, after) = (&text[..at], &text[at + words.len()..]);
        let plural = after.strip_prefix('s').unwrap_or(after);
        let begins = !words.is_ascii() || !letter(before.chars().next_back());
        let ends = open || !letter(plural.chars().next());
        let only = !alone || (!before.contains(char::is_alphabetic) && !plural.contains(' '));
        begins && ends && only
    };
    text.match_indices(words).any(|(at, _)| hits(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_where_they_stand_for_themselves() {
        assert!(says("a license", "license") && !says("sublicense", "license"));
        assert!(says("related work", "related*") && !says("newsletters", "news"));
        assert!(says("🔧 configuration", "=configuration") && !says("build configuration", "=configuration"));
        assert_eq!(word_in("Quick Start Datasets"), None);
        assert_eq!(word_in("Table of Contents"), Some(("table of content", -8)));
    }
}
