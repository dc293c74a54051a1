//! Migration, from a README to its catalog and back: every shape in which
//! people write records, and the laws that hold for all of them.

mod command;
mod forms;
mod hostile;
mod shapes;
mod shared;

use catalint::migrate::{Migration, Options, migrate};
use catalint::readme::records::NoteKind;
use catalint::readme::regions;
use catalint::text::Source;
use std::collections::HashSet;

pub(crate) fn options() -> Options {
    Options { output: "README.md".to_string(), ..Options::default() }
}

pub(crate) fn run(text: &str) -> Migration {
    migrate(&Source::new("README.md", text), &options())
        .unwrap_or_else(|refusal| panic!("{refusal:?}\n{text}"))
}

/// Migrates and holds the result to the laws; how many records there are.
pub(crate) fn records_of(text: &str) -> usize {
    let first = run(text);
    laws(text, &first);
    first.report.records()
}

/// Outside of the regions no byte differs, nothing is lost, and to migrate
/// the result again changes nothing.
pub(crate) fn laws(text: &str, first: &Migration) {
    if first.report.records() == 0 {
        assert_eq!(first.readme, text);
        return;
    }
    assert!(outside(&first.readme).iter().all(|part| text.contains(part.as_str())), "{}", first.readme);
    let lost = lost_words(text, first);
    assert!(lost.is_empty(), "lost {lost:?} of\n{text}\nin\n{}\n{}", first.readme, first.catalog);
    assert!(first.report.account.balances(), "{:?}", first.report.account);
    let second = run(&first.readme);
    assert_eq!(second.readme, first.readme);
    assert_eq!(second.catalog, first.catalog);
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
pub(crate) fn lost_words(text: &str, migration: &Migration) -> Vec<String> {
    let mut have: HashSet<String> = words(&migration.catalog).chain(words(&migration.readme)).collect();
    for change in &migration.report.changes {
        if !matches!(change.kind, NoteKind::Untyped) {
            have.extend(words(&change.from));
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
