//! What people call the links of an entry: `paper`, `code`, `project page`.
//!
//! Such a link is part of an entry, not an entry: it tells a citation with its
//! links from a sentence that happens to hold one.

/// Words that a link's text is made of where it is part of an entry.
const WORDS: &[&str] = &[
    "paper",
    "papers",
    "pdf",
    "arxiv",
    "abs",
    "openreview",
    "acl",
    "doi",
    "biorxiv",
    "medrxiv",
    "code",
    "github",
    "gitlab",
    "repo",
    "repository",
    "implementation",
    "project",
    "page",
    "web",
    "website",
    "site",
    "homepage",
    "home",
    "demo",
    "video",
    "videos",
    "youtube",
    "talk",
    "slides",
    "poster",
    "dataset",
    "data",
    "download",
    "downloads",
    "link",
    "url",
    "source",
    "docs",
    "documentation",
    "doc",
    "blog",
    "post",
    "article",
    "model",
    "models",
    "weights",
    "checkpoint",
    "checkpoints",
    "bib",
    "bibtex",
    "huggingface",
    "hf",
    "colab",
    "notebook",
    "tutorial",
    "supp",
    "supplementary",
    "supplement",
    "appendix",
    "pytorch",
    "tensorflow",
    "official",
    "webpage",
    "leaderboard",
    "benchmark",
    "review",
    "wiki",
    "readme",
    "pypi",
    "api",
    "html",
];

/// The same in scripts that do not part words by blanks.
const SIGNS: &[&str] = &[
    "论文",
    "代码",
    "项目",
    "主页",
    "官网",
    "下载",
    "链接",
    "数据",
    "地址",
    "原文",
    "論文",
    "コード",
    "リンク",
    "データ",
    "サイト",
    "논문",
    "코드",
    "링크",
    "ورقة",
    "رابط",
    "الكود",
];

/// The longest label, in words.
const LONGEST: usize = 3;

/// Whether `text` is what an entry's link is called.
pub(super) fn is_label(text: &str) -> bool {
    let lower = text.to_lowercase();
    if SIGNS.iter().any(|sign| lower.contains(sign)) && lower.chars().count() <= 8 {
        return true;
    }
    let mut words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
        .peekable();
    words.peek().is_some()
        && words.by_ref().take(LONGEST).all(|word| WORDS.contains(&word))
        && words.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_short_and_made_of_known_words() {
        for label in
            ["paper", "[Code]", "Project Page", "arXiv:2010.11929", "🌐 Website", "论文", "PyTorch code"]
        {
            assert!(is_label(label), "{label}");
        }
        for name in
            ["DCP", "Deep closest point", "a page that lists all the data sets", "Kaggle Data", "1", ""]
        {
            assert!(!is_label(name), "{name}");
        }
    }
}
