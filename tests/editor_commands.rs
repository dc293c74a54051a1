//! The commands for editors and packagers, as their users run them.

#[path = "support/folder.rs"]
mod folder;

use folder::Folder;

const UNTIDY: &str =
    "version: 1\nsections:\n- id: a\n  entries:\n  - {name: 'A',link: 'https://a.org'}  # kept\n";
const TIDY: &str =
    "version: 1\nsections:\n  - id: a\n    entries:\n      - { name: A, link: https://a.org }  # kept\n";

#[test]
fn fmt_writes_the_canonical_layout_once() {
    let folder = Folder::with(&[("catalog.yaml", UNTIDY)]);
    folder.run(&["fmt", "--check"]).ends(1).says("would format catalog.yaml");
    let run = folder.run(&["fmt", "--diff"]).ends(1);
    assert!(run.stdout.contains("-- id: a") && run.stdout.contains("+  - id: a"), "{}", run.stdout);
    assert_eq!(folder.read("catalog.yaml"), UNTIDY);
    folder.run(&["fmt"]).ends(0).says("formatted catalog.yaml");
    assert_eq!(folder.read("catalog.yaml"), TIDY);
    folder.run(&["fmt", "--check"]).ends(0);
    folder.run(&["fmt"]).ends(0).says("is in the canonical layout");
}

#[test]
fn fmt_lays_out_included_files_too() {
    let included = "sections:\n- id: b\n- id: c\n";
    let folder =
        Folder::with(&[("catalog.yaml", "version: 1\ninclude:  more/*.yaml\n"), ("more/b.yaml", included)]);
    folder.run(&["fmt"]).ends(0).says("formatted catalog.yaml").says("formatted more/b.yaml");
    assert_eq!(folder.read("catalog.yaml"), "version: 1\ninclude: more/*.yaml\n");
    assert_eq!(folder.read("more/b.yaml"), "sections:\n  - id: b\n\n  - id: c\n");
}

#[test]
fn fmt_leaves_what_it_cannot_read() {
    for broken in ["version: 1\na: 'x\n", "version: 1\nversion:  1\n"] {
        let folder = Folder::with(&[("catalog.yaml", broken)]);
        folder.run(&["fmt"]).ends(2).says("catalog.yaml:2:");
        assert_eq!(folder.read("catalog.yaml"), broken);
    }
    Folder::with(&[]).run(&["fmt"]).ends(2).says("there is no catalog.yaml");
}

#[test]
fn schema_is_json_whatever_is_wrong_with_the_catalog() {
    let folder = Folder::with(&[("catalog.yaml", "version: 1\nsection: []\nsections:\n  - id: a\n")]);
    let run = folder.run(&["schema"]).ends(0);
    let schema: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(schema["definitions"]["entry"]["required"][0], "name");
}

#[test]
fn completions_and_the_manual_page_go_to_standard_output() {
    let folder = Folder::with(&[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = folder.run(&["completions", shell]).ends(0);
        assert!(run.stdout.contains("catalint") && run.stderr.is_empty(), "{shell}");
    }
    folder.run(&["completions", "tcsh"]).ends(2);
    let page = folder.run(&["man"]).ends(0).stdout;
    assert!(page.lines().all(|line| line.chars().count() <= 80 && line.trim_end() == line));
}
