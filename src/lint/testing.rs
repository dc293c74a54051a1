//! Help for the tests of rules: lint a text, look at what is found, fix it.

use super::{Levels, MAX_PASSES, Run, Settings, apply_pass, fixes};
use crate::catalog::read;
use crate::finding::Finding;
use crate::readme::{Document, regions_of};
use crate::text::{FileId, Source, Sources};

/// A text with what the rules find in it.
pub(crate) struct Linted {
    sources: Sources,
    pub(crate) findings: Vec<Finding>,
}

impl Linted {
    /// The bytes that a rule underlines, in order.
    pub(crate) fn places(&self, rule: &str) -> Vec<&str> {
        self.of(rule).map(|finding| self.slice(finding.primary.file, finding)).collect()
    }

    /// What a rule says, in order.
    pub(crate) fn messages(&self, rule: &str) -> Vec<&str> {
        self.of(rule).map(|finding| finding.message.as_str()).collect()
    }

    /// The other places that belong to the findings of a rule.
    pub(crate) fn related(&self, rule: &str) -> Vec<&str> {
        let labels = self.of(rule).flat_map(|finding| &finding.related);
        labels.map(|label| self.sources.get(label.file).slice(label.span)).collect()
    }

    /// The names of the rules that find something, in order of place.
    pub(crate) fn rules(&self) -> Vec<&str> {
        self.findings.iter().map(|finding| finding.rule).collect()
    }

    /// The findings of a rule.
    pub(crate) fn of<'s>(&'s self, rule: &str) -> impl Iterator<Item = &'s Finding> + use<'s> {
        let rule = rule.to_string();
        self.findings.iter().filter(move |finding| finding.rule == rule)
    }

    fn slice(&self, file: FileId, finding: &Finding) -> &str {
        self.sources.get(file).slice(finding.primary.span)
    }
}

fn settings(select: &[&str]) -> Settings {
    Settings { select: select.iter().map(|name| (*name).to_string()).collect(), ignore: Vec::new() }
}

/// Lints a catalog with all rules, or those selected.
pub(crate) fn catalog(text: &str, select: &[&str]) -> Linted {
    let mut sources = Sources::new();
    let file = sources.add(Source::new("catalog.yaml", text));
    let read = read(&mut sources, file, &mut |_| Err("no such file".to_string()))
        .unwrap_or_else(|error| panic!("{}: {text}", error.message));
    let levels = Levels::new(&settings(select), Some(&read.catalog));
    let mut run = Run::new(&levels);
    run.catalog(&sources, &read);
    Linted { findings: run.finish(), sources }
}

/// A catalog of medical images with one section that has these entries.
pub(crate) fn with_entries(entries: &str) -> String {
    let mut text =
        String::from("version: 1\npreset: medical-imaging\nsections:\n  - id: all\n    entries:\n");
    for line in entries.lines() {
        text.push_str(if line.is_empty() { "" } else { "      " });
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// Lints a catalog of these entries with all rules, or those selected.
pub(crate) fn entries(entries: &str, select: &[&str]) -> Linted {
    catalog(&with_entries(entries), select)
}

/// Lints a README that no catalog manages with all rules, or those selected.
pub(crate) fn readme(text: &str, select: &[&str]) -> Linted {
    let mut sources = Sources::new();
    let file = sources.add(Source::new("README.md", text));
    let levels = Levels::new(&settings(select), None);
    let mut run = Run::new(&levels);
    let document = Document::parse(text);
    run.readme(&sources, file, &document, &regions_of(&document, text), None);
    Linted { findings: run.finish(), sources }
}

/// What the fix of the one finding of a rule in a README writes, if it has
/// one.
pub(crate) fn mended(text: &str, rule: &str) -> Option<String> {
    let found = readme(text, &[rule]).findings;
    assert_eq!(found.len(), 1, "{text}");
    found[0].fix.as_ref().map(|fix| fix.edits[0].replacement.clone())
}

/// A text with every fix applied, also those that change its meaning, until
/// nothing changes.
pub(crate) fn fixed(text: &str, lint: impl Fn(&str) -> Linted) -> String {
    let mut text = text.to_string();
    for _ in 0..MAX_PASSES {
        let (edits, count) = fixes(&lint(&text).findings, true);
        if count == 0 {
            return text;
        }
        text = apply_pass(&text, &edits[&FileId(0)]);
    }
    panic!("fixing does not end: {text}");
}
