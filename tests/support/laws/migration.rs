//! Laws of migration: nothing is lost, nothing drifts, twice is once.

use catalint::catalog;
use catalint::drift;
use catalint::migrate::{Migration, Options, Refusal, migrate};
use catalint::readme::records::NoteKind;
use catalint::readme::{Document, regions};
use catalint::render;
use catalint::text::{Source, Sources};
use std::collections::HashSet;

/// Migrates a text that may be anything, as fuzzers make it, and holds the result to the laws.
pub fn migrating(text: &str, verbatim: bool) {
    let mut options = Options { output: "README.md".to_string(), ..Options::default() };
    options.records.verbatim = verbatim;
    let run = |text: &str| migrate(&Source::new("README.md", text), &options);
    let first = match run(text) {
        Ok(first) => first,
        // Faulty marks are told; nothing is to be done with them.
        Err(Refusal::Regions(_)) => return,
        Err(refusal) => panic!("{refusal:?}\n{text}"),
    };
    laws(text, &without_tags(text), &first, run);
}

/// The text without what stands in tags: attributes and their like are markup,
/// of which a table of Markdown has none. Nor has it the words that a tag cuts
/// through: a reader sees them as one.
pub fn without_tags(text: &str) -> String {
    const TAG: char = '\u{FFFF}';
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let is_tag = rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        match rest.find('>').filter(|_| is_tag) {
            Some(end) => {
                out.push(TAG);
                rest = &rest[end + 1..];
            }
            None => out.push(' '),
        }
    }
    out.push_str(rest);
    let in_run = |c: char| c.is_alphanumeric() || c == TAG;
    let (mut whole, mut rest) = (String::new(), out.as_str());
    while let Some(start) = rest.find(in_run) {
        let end = rest[start..].find(|c| !in_run(c)).map_or(rest.len(), |len| start + len);
        let run = rest[start..end].trim_matches(TAG);
        whole.push_str(&rest[..start]);
        whole.push_str(if run.contains(TAG) { " " } else { run });
        rest = &rest[end..];
    }
    whole + rest
}

/// Outside of the regions no byte differs, none of the words is lost, and to
/// migrate the result again changes nothing.
pub fn laws(text: &str, words: &str, first: &Migration, again: impl Fn(&str) -> Result<Migration, Refusal>) {
    if first.report.records() == 0 {
        assert_eq!(first.readme, text);
        return;
    }
    assert!(outside(&first.readme).iter().all(|part| text.contains(part.as_str())), "{}", first.readme);
    let lost = lost_words(words, first);
    assert!(lost.is_empty(), "lost {lost:?} of\n{text}\nin\n{}\n{}", first.readme, first.catalog);
    assert!(first.report.account.balances(), "{:?}", first.report.account);
    no_drift(first);
    let second = again(&first.readme).unwrap_or_else(|refusal| panic!("{refusal:?}\n{}", first.readme));
    assert_eq!(second.readme, first.readme);
    assert_eq!(second.catalog, first.catalog);
}

/// The catalog renders the very README that was written.
fn no_drift(first: &Migration) {
    let mut sources = Sources::new();
    let file = sources.add(Source::new("catalog.yaml", first.catalog.as_str()));
    let read = catalog::read(&mut sources, file, &mut |_| Err("no includes here".to_string()));
    let catalog = read.unwrap_or_else(|finding| panic!("{finding:?}\n{}", first.catalog)).catalog;
    let source = Source::new("README.md", first.readme.as_str());
    let output = render::output(&catalog, &source, &regions(&first.readme), catalog.language());
    let output = output.unwrap_or_else(|faults| panic!("{faults:?}\n{}", first.readme));
    let drifts = drift::find("README.md", &first.readme, &output, None);
    assert!(drifts.is_empty() && output.text == first.readme, "{drifts:?}\n{}", first.catalog);
}

/// What stands before, between and after the regions.
fn outside(readme: &str) -> Vec<String> {
    let found = regions(readme);
    let mut parts = Vec::new();
    let mut at = 0;
    for region in &found.regions {
        parts.push(readme[at..region.begin.start() - region.prefix.len()].to_string());
        at = region.end.end();
    }
    parts.push(readme[at..].to_string());
    // A line end may be put in before a region that starts on a list's marker.
    parts.iter().map(|part| part.trim_end_matches(['\n', '\r']).to_string()).collect()
}

/// Words of the source that are nowhere: not in the catalog, not in the
/// README, not told as changed.
pub fn lost_words(text: &str, migration: &Migration) -> Vec<String> {
    let mut have: HashSet<String> = words(&migration.catalog).chain(words(&migration.readme)).collect();
    for change in &migration.report.changes {
        if !matches!(change.kind, NoteKind::Untyped) {
            have.extend(words(&change.from));
        }
    }
    // A label only leads from a link to its address, which stands in the link
    // itself where it was taken.
    for definition in &Document::parse(text).definitions {
        let address = &text[definition.destination.range()];
        if migration.catalog.contains(&format!("]({address})")) {
            have.extend(words(&text[definition.label.range()]));
        }
    }
    // The numbers of a list's markers and of headings say nothing but the order.
    let numbers = |line: &str| {
        let body = line.trim_start_matches([' ', '\t', '#', '>']);
        let rest = body.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_marker = rest.len() < body.len() && rest.starts_with(['.', ')']);
        if is_marker { rest.to_string() } else { line.to_string() }
    };
    // So do breaks and blanks that are written out.
    have.extend(["br", "32"].map(String::from));
    let lines: Vec<String> = text.lines().map(numbers).collect();
    lines.iter().flat_map(|line| words(line)).filter(|word| !have.contains(word)).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(String::from)
}
