//! The commands for editors and packagers, as their users run them.

#[path = "support/folder.rs"]
#[expect(dead_code, reason = "each test file uses its own part of this")]
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

const WRITTEN: [&str; 4] =
    ["catalog.yaml", "README.md", ".pre-commit-config.yaml", ".github/workflows/catalint.yml"];

#[test]
fn init_writes_a_list_that_passes_its_own_gate() {
    let folder = Folder::with(&[]);
    let run = folder.run(&["init", "some-tools"]).ends(0);
    for name in WRITTEN {
        assert!(run.stderr.contains(&format!("wrote some-tools/{name}")), "{}", run.stderr);
    }
    let readme = folder.read("some-tools/README.md");
    assert!(
        readme.starts_with("# Some tools\n") && readme.contains("| [Example](https://example.org/) |"),
        "{readme}"
    );
    let catalog = "--catalog=some-tools/catalog.yaml";
    folder.run(&["check", "--strict", catalog]).ends(0).says("nothing to report");
    folder.run(&["fmt", "--check", catalog]).ends(0);
    folder.run(&["render", "--check", catalog]).ends(0);
}

#[test]
fn init_leaves_what_is_there_unless_forced() {
    let folder = Folder::with(&[(WRITTEN[2], "repos: []\n")]);
    folder.run(&["init"]).ends(0).says("left .pre-commit-config.yaml").says("add to the `repos`");
    assert_eq!(folder.read(WRITTEN[2]), "repos: []\n");
    let before: Vec<String> = WRITTEN.iter().map(|name| folder.read(name)).collect();
    let again = folder.run(&["init"]).ends(0);
    assert!(!again.stderr.contains("wrote"), "{}", again.stderr);
    assert_eq!(WRITTEN.map(|name| folder.read(name)).to_vec(), before);
    folder.replace("README.md", "for whom", "for you");
    folder.run(&["init", "--force"]).ends(0).says("wrote .pre-commit-config.yaml");
    assert!(folder.read(WRITTEN[2]).contains("catalint") && folder.read("README.md").contains("for you"));
}

#[test]
fn init_leaves_a_list_that_is_there_to_migrate() {
    let legacy = "# Tools\n\n## Editors\n\n| Name | Link |\n|---|---|\n| Vim | https://www.vim.org/ |\n| Helix | https://helix-editor.com/ |\n";
    let folder = Folder::with(&[("README.md", legacy)]);
    folder.run(&["init"]).ends(0).says("`catalint migrate README.md` makes the catalog of the 2 records");
    assert_eq!(folder.read("README.md"), legacy);
    assert!(!folder.path("catalog.yaml").exists());
    folder.run(&["migrate", "README.md"]).ends(0);
    folder.run(&["check"]).ends(0);
}

#[test]
fn init_tells_where_the_region_of_a_readme_without_list_goes() {
    let folder = Folder::with(&[("README.md", "# Mine\n\nText.\n")]);
    folder
        .run(&["init"])
        .ends(0)
        .says("<!-- catalint:begin first-section -->\n<!-- catalint:end first-section -->");
    folder.run(&["check"]).ends(0);
}

#[test]
fn init_below_the_root_of_a_repository_says_what_must_move() {
    let folder = Folder::with(&[]);
    folder.git(&["init", "--quiet"]);
    folder.run(&["init", "lists/a"]).ends(0).says("catalog: lists/a/catalog.yaml");
    let at_root = folder.run(&["init"]).ends(0);
    assert!(!at_root.stderr.contains("move"), "{}", at_root.stderr);
}
