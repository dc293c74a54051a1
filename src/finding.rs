//! Findings: what is wrong, where, why, and how to mend it.
//!
//! A finding is plain data. How it is printed is the business of `report`,
//! how it comes about that of `rules` and `catalog`.

use crate::text::{Edit, FileId, Span};
use std::fmt;

/// How much a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Level {
    /// Worth knowing; never fails a run unless asked to.
    Info,
    /// Probably wrong; fails a run under `--strict`.
    Warning,
    /// Wrong; fails a run.
    Error,
}

impl Level {
    /// `info`, `warning` or `error`.
    pub fn name(self) -> &'static str {
        match self {
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Names as a sentence lists them: `a, b, c`, of very many only the first,
/// `and 980 more`.
pub fn listed<S: AsRef<str>>(names: &[S]) -> String {
    const MOST: usize = 20;
    let shown: Vec<&str> = names.iter().take(MOST).map(AsRef::as_ref).collect();
    let shown = shown.join(", ");
    match names.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// Bytes of a file, with a word on what they have to do with a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// The file.
    pub file: FileId,
    /// The bytes to underline.
    pub span: Span,
    /// A few words beside the underline; may be empty.
    pub text: String,
}

impl Label {
    /// Underlines `span` of `file` with `text`.
    pub fn new(file: FileId, span: Span, text: impl Into<String>) -> Self {
        Label { file, span, text: text.into() }
    }
}

/// Whether a fix keeps the meaning.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Safety {
    /// Says the same in a better way: applied by `--fix`.
    Safe,
    /// May change what is said: applied by `--unsafe-fixes` only.
    Unsafe,
}

/// A way to mend what a finding tells: edits to the bytes of one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, in the imperative: "write `nifti`".
    pub title: String,
    /// Whether it keeps the meaning.
    pub safety: Safety,
    /// The file it edits.
    pub file: FileId,
    /// The edits; none overlaps another.
    pub edits: Vec<Edit>,
}

/// One thing that is wrong, at its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The rule's name, such as `link-scheme`.
    pub rule: &'static str,
    /// How much it weighs.
    pub level: Level,
    /// What is wrong, in one line without a full stop.
    pub message: String,
    /// Where: the bytes underlined, with a few words beside them.
    pub primary: Label,
    /// Other places that belong to it, such as the other two of three equal
    /// links.
    pub related: Vec<Label>,
    /// What to do, in one line.
    pub help: Option<String>,
    /// How to mend it without thinking, if that can be done.
    pub fix: Option<Fix>,
    /// What the finding is about, free of line numbers: the entry's name or
    /// id, the heading. Fingerprints and baselines are made of it, so that an
    /// edit elsewhere makes no finding new.
    pub subject: String,
}

impl Finding {
    /// A finding of `rule` at `span` of `file`, without related places, help
    /// or fix.
    pub fn new(
        rule: &'static str,
        level: Level,
        file: FileId,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Finding {
            rule,
            level,
            message: message.into(),
            primary: Label::new(file, span, ""),
            related: Vec::new(),
            help: None,
            fix: None,
            subject: String::new(),
        }
    }

    /// Puts `text` beside the underline.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds another place that belongs to the finding.
    #[must_use]
    pub fn related(mut self, label: Label) -> Self {
        self.related.push(label);
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says how it can be mended by edits to the file the finding is in.
    #[must_use]
    pub fn fix(mut self, safety: Safety, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        let file = self.primary.file;
        self.fix = Some(Fix { title: title.into(), safety, file, edits });
        self
    }

    /// Says what it is about; see [`Finding::subject`].
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }
}

/// Whether a rule's findings come with a fix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fixable {
    /// Never.
    No,
    /// Always or sometimes with a safe one.
    Safe,
    /// Always or sometimes with an unsafe one.
    Unsafe,
}

/// A rule as reports and documentation see it: what it is called and what it
/// says of itself.
#[derive(Clone, Copy, Debug)]
pub struct RuleInfo {
    /// Its name, kebab-case, naming the defect: `link-scheme`.
    pub name: &'static str,
    /// The level of its gravest findings unless settings say otherwise; `None`
    /// for a rule that is off by default.
    pub level: Option<Level>,
    /// Whether it can mend what it finds.
    pub fixable: Fixable,
    /// One line: what it finds.
    pub summary: &'static str,
    /// Its page in Markdown: what, why, a bad and a good example, the fix.
    pub page: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_ordered_by_weight() {
        assert!(Level::Info < Level::Warning && Level::Warning < Level::Error);
    }

    #[test]
    fn of_very_many_names_the_first_are_told() {
        assert_eq!(listed(&["a", "b"]), "a, b");
        let names: Vec<String> = (0..25).map(|number| number.to_string()).collect();
        assert!(listed(&names).ends_with(", 18, 19 and 5 more"));
    }
}
