//! What can go wrong around a run, with real processes: whatever happens, a
//! file is the old one or the new one, nothing is lost, and the message says
//! which file and what to do.

#[path = "../support/folder.rs"]
#[expect(dead_code, reason = "each test file uses its own part of this")]
mod folder;

mod changing;
mod killed;
#[cfg(unix)]
mod owners;
mod paths;
#[cfg(unix)]
mod unwritable;

use folder::Folder;
use std::fmt::Write as _;

/// A catalog of that many entries.
pub(crate) fn catalog(entries: usize) -> String {
    let mut out = String::from(
        "version: 1\nfields: { name: , link: }\noutputs: [README.md]\nsections:\n  - id: tools\n    title: Tools\n    entries:\n",
    );
    for number in 0..entries {
        let _ =
            write!(out, "      - name: Tool {number}\n        link: https://tools.example.org/{number}\n");
    }
    out
}

pub(crate) const README: &str =
    "# Tests\n\n## Tools\n\n<!-- catalint:begin tools -->\n<!-- catalint:end tools -->\n\nMine.\n";

/// A project that is not rendered yet.
pub(crate) fn project(entries: usize) -> Folder {
    Folder::with(&[("catalog.yaml", &catalog(entries)), ("README.md", README)])
}

/// What a folder holds, hidden files too, sorted.
pub(crate) fn names(folder: &Folder) -> Vec<String> {
    let items = std::fs::read_dir(folder.path("")).expect("a folder");
    let mut names: Vec<String> =
        items.map(|item| item.expect("an item").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Says why a test does not run here.
#[expect(clippy::print_stdout, reason = "a test that skips says so")]
pub(crate) fn skipped(why: &str) {
    println!("skipped: {why}");
}
