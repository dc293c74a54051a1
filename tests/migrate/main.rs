//! Migration, from a README to its catalog and back: every shape in which
//! people write records, and the laws that hold for all of them.

mod command;
mod forms;
mod hostile;
mod shapes;
mod shared;

#[expect(dead_code, unreachable_pub, reason = "the fuzz targets use it too")]
#[path = "../support/laws/migration.rs"]
mod migration;

use catalint::migrate::{Migration, Options, migrate};
use catalint::text::Source;
use migration::lost_words;

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

/// Holds what a migration made to the laws.
pub(crate) fn laws(text: &str, first: &Migration) {
    migration::laws(text, text, first, |text| migrate(&Source::new("README.md", text), &options()));
}
