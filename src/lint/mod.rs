//! Runs the rules over what was parsed once, and gathers what they find.
//!
//! One [`Run`] is about what belongs together: a catalog with its outputs, or
//! a README. It knows no file system and no output format. Which rules run is
//! in `levels`, what comments silence in `silence`, what fixes make of a text
//! in `fix`.

mod fix;
mod levels;
mod records;
mod silence;
#[cfg(test)]
pub(crate) mod testing;

pub use fix::{MAX_PASSES, apply_pass, fixes};
pub use levels::{Levels, Settings};

use crate::catalog::{Catalog, Read};
use crate::finding::{Finding, Label, Level};
use crate::readme::{self, Document, Regions, Silence, invisible_characters, line_ends, silences};
use crate::rules::{self, Check, DocumentCx, Origin, TextCx};
use crate::text::{FileId, Sources, Span};
use std::collections::HashMap;

/// The rules' findings so far.
#[derive(Debug)]
pub struct Run<'l> {
    levels: &'l Levels,
    findings: Vec<Finding>,
    silences: Vec<(FileId, Silence)>,
}

impl<'l> Run<'l> {
    /// Nothing found yet.
    pub fn new(levels: &'l Levels) -> Self {
        Run { levels, findings: Vec::new(), silences: Vec::new() }
    }

    /// A finding that comes from elsewhere, to be treated like the rest.
    pub fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// What another run with these levels found.
    pub fn join(&mut self, other: Run<'l>) {
        self.findings.extend(other.findings);
        self.silences.extend(other.silences);
    }

    /// Everything about a catalog as it was read.
    pub fn catalog(&mut self, sources: &Sources, read: &Read) {
        let catalog = &read.catalog;
        self.findings.extend_from_slice(&read.findings);
        self.settings(catalog);
        for &file in std::iter::once(&catalog.file).chain(&catalog.includes) {
            self.text(sources, file, None);
            let found = silence::in_catalog(catalog, file, sources.get(file));
            self.silences.extend(found.into_iter().map(|silence| (file, silence)));
        }
        records::check(sources, catalog, Origin::Catalog, self.levels, &mut self.findings);
    }

    /// Everything about a README: as a document, and its records if no
    /// catalog manages it.
    pub fn readme(
        &mut self,
        sources: &Sources,
        file: FileId,
        document: &Document,
        regions: &Regions,
        catalog: Option<&Catalog>,
    ) {
        let text = sources.get(file).text();
        let cx = DocumentCx { sources, file, document, regions, catalog };
        self.text(sources, file, Some(&cx));
        self.silences.extend(silences(document, text).into_iter().map(|silence| (file, silence)));
        for rule in rules::ALL.iter().filter(|rule| self.levels.has(rule.info.name)) {
            if let Check::Document(check) = rule.check {
                check(&cx, &mut self.findings);
            }
        }
        let mut in_records: Vec<Span> = Vec::new();
        if catalog.is_none() {
            let options = readme::records::Options::default();
            let found = readme::records::read(text, document, regions, file, &options).catalog;
            records::check(sources, &found, Origin::Readme, self.levels, &mut self.findings);
            in_records = records::link_places(&found);
        }
        records::check_document_links(&cx, &in_records, self.levels, &mut self.findings);
    }

    /// All findings in their final form: levels set, what is off or silenced
    /// left out, sorted by place, the same told once.
    pub fn finish(self) -> Vec<Finding> {
        let mut findings = self.findings;
        self.levels.keep(&mut findings);
        silence::apply(&self.silences, &mut findings, self.levels);
        self.levels.keep(&mut findings);
        findings.sort_by(|a, b| {
            let key = |finding: &Finding| (finding.primary.file, finding.primary.span);
            key(a).cmp(&key(b)).then_with(|| (a.rule, &a.message).cmp(&(b.rule, &b.message)))
        });
        findings.dedup();
        gather(findings)
    }

    /// Rules that the catalog sets and that there are none of.
    fn settings(&mut self, catalog: &Catalog) {
        for setting in catalog.rules.iter().filter(|setting| rules::find(&setting.rule).is_none()) {
            let message = format!("there is no rule `{}`", setting.rule);
            self.findings.push(
                Finding::new("unknown-key", Level::Error, catalog.file, setting.span, message)
                    .subject(setting.rule.as_str())
                    .help(levels::advice(&setting.rule)),
            );
        }
    }

    /// Findings about a file by its lines and characters alone.
    fn text(&mut self, sources: &Sources, file: FileId, document: Option<&DocumentCx<'_>>) {
        let mut checks = rules::ALL
            .iter()
            .filter(|rule| self.levels.has(rule.info.name))
            .filter_map(|rule| if let Check::Text(check) = rule.check { Some(check) } else { None })
            .peekable();
        if checks.peek().is_none() {
            return;
        }
        let whole = sources.get(file).text();
        let invisible: Vec<_> = invisible_characters(whole).collect();
        let cx = TextCx { sources, file, document, line_ends: line_ends(whole), invisible: &invisible };
        checks.for_each(|check| check(&cx, &mut self.findings));
    }
}

/// Makes one of the notes that say the same of several places in a file: a
/// note is worth knowing once. What can be mended is told place by place.
fn gather(findings: Vec<Finding>) -> Vec<Finding> {
    let mut gathered: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut first: HashMap<(&'static str, FileId, String), usize> = HashMap::new();
    for finding in findings {
        if finding.level != Level::Info || finding.fix.is_some() {
            gathered.push(finding);
            continue;
        }
        let key = (finding.rule, finding.primary.file, finding.message.clone());
        match first.get(&key) {
            Some(&at) => {
                let to = &mut gathered[at];
                to.subject.clone_from(&finding.message);
                to.related.push(Label { text: "also here".to_string(), ..finding.primary });
                to.related.extend(finding.related);
            }
            None => {
                first.insert(key, gathered.len());
                gathered.push(finding);
            }
        }
    }
    gathered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_that_say_the_same_are_told_once_with_all_places() {
        let at =
            |level, place, message: &str| Finding::new("rule", level, FileId(0), Span::at(place), message);
        let found = gather(vec![
            at(Level::Info, 1, "a"),
            at(Level::Info, 2, "b"),
            at(Level::Warning, 3, "a"),
            at(Level::Info, 4, "a"),
            at(Level::Info, 5, "a").fix(crate::finding::Safety::Safe, "mend", Vec::new()),
        ]);
        let places: Vec<usize> = found.iter().map(|finding| finding.primary.span.start()).collect();
        assert_eq!(places, [1, 2, 3, 5]);
        assert_eq!(found[0].related, [Label::new(FileId(0), Span::at(4), "also here")]);
    }
}
