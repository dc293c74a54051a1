//! The program as a user meets it: the whole loop, and bad input.

#[path = "support/folder.rs"]
mod folder;

use folder::Folder;

const CATALOG: &str = "version: 1\ntitle: Tests\nfields: { name: , link: }\noutputs: [README.md]\nsections:\n  - id: tools\n    title: Tools\n    entries:\n      \
    - name: One\n        link: https://one.example.org/\n      - name: Two\n        link: https://two.example.org/\n";
const README: &str =
    "# Tests\n\n## Tools\n\n<!-- catalint:begin tools -->\n<!-- catalint:end tools -->\n\nMine.\n";

fn rendered() -> Folder {
    let folder = Folder::with(&[("catalog.yaml", CATALOG), ("README.md", README)]);
    folder.run(&["render"]).ends(0);
    folder
}

#[test]
fn render_then_check_is_clean_and_rendering_twice_changes_nothing() {
    let folder = rendered();
    let text = folder.read("README.md");
    assert!(text.contains("| One | <https://one.example.org/> |"), "{text}");
    assert!(
        text.starts_with("# Tests\n\n## Tools\n\n<!-- catalint:begin tools -->\n")
            && text.ends_with("\n\nMine.\n")
    );
    folder.run(&["render"]).ends(0);
    assert_eq!(folder.read("README.md"), text);
    folder.run(&["check"]).ends(0).says("nothing to report");
    folder.run(&["render", "--check"]).ends(0);
}

#[test]
fn one_edited_cell_is_drift_with_its_region_and_both_remedies() {
    let folder = rendered();
    folder.replace("README.md", "| Two |", "| Three |");
    let run = folder.run(&["check"]).ends(1);
    for word in ["region `tools`", "-| Three |", "+| Two |", "catalint render", "catalint absorb"] {
        assert!(run.stdout.contains(word), "no {word:?} in\n{}", run.stdout);
    }
    folder.run(&["render", "--check"]).ends(1);
    folder.run(&["check", "--catalog-only"]).ends(0);
}

#[test]
fn crlf_is_kept_and_is_no_drift() {
    let folder = rendered();
    let crlf = folder.read("README.md").replace('\n', "\r\n");
    folder.write("README.md", &crlf);
    folder.run(&["check", "--ignore", "mixed-line-ends"]).ends(0);
    folder.run(&["render"]).ends(0);
    assert_eq!(folder.read("README.md"), crlf);
}

#[test]
fn structural_errors_are_all_told_in_one_run_each_with_its_place() {
    let folder = Folder::with(&[(
        "catalog.yaml",
        "version: 1\nsection: []\nsections:\n  - id: a\n    title: A\n    layuot: list\n    entries:\n      - nmae: One\n      - \
         name: Two\n        link: { a: b }\n        name: Three\n  - id: a\n    title: B\n",
    )]);
    let run = folder.run(&["lint", "--output-format", "concise"]).ends(1);
    for place in ["2:1", "6:5", "8:9", "10:15", "11:9", "12:9"] {
        assert!(
            run.stdout.contains(&format!("catalog.yaml:{place}: error")),
            "no {place} in\n{}",
            run.stdout
        );
    }
    assert!(run.stdout.contains("[unknown-key]") && run.stdout.contains("[repeated-id]"), "{}", run.stdout);
    let full = folder.run(&["lint"]).ends(1);
    assert!(full.stdout.contains("did you mean `layout`?"), "{}", full.stdout);
}

#[test]
fn bad_input_ends_with_2_and_a_place_and_nothing_is_written() {
    let broken = format!("{CATALOG}{}      - name: 'x\n", "      # more\n".repeat(26));
    let cases: Vec<(&str, String, &str)> = vec![
        ("no file", String::new(), "no such file"),
        ("empty", String::new(), "empty"),
        ("broken at line 39", broken, "catalog.yaml:39:15"),
        ("nested", "[".repeat(100_000), "deeper"),
        ("a bomb", bomb(), "alias"),
    ];
    for (what, text, wanted) in cases {
        let folder = Folder::with(&[("README.md", README)]);
        if what != "no file" {
            folder.write("catalog.yaml", &text);
        }
        let run = folder.run(&["render", "-c", "catalog.yaml"]).ends(2);
        assert!(run.stderr.contains(wanted), "{what}: {}", run.stderr);
        assert_eq!(folder.read("README.md"), README, "{what}");
        folder.run(&["check", "-c", "catalog.yaml"]).ends(2);
        folder.run(&["lint", "-c", "catalog.yaml"]).ends(2);
    }
}

fn bomb() -> String {
    let mut text = String::from("version: 1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..12 {
        let items = vec![format!("*a{}", n - 1); 10].join(", ");
        text.push_str(&format!("a{n}: &a{n} [{items}]\n"));
    }
    text
}

#[test]
fn a_folder_and_text_that_is_not_utf_8_are_refused_with_the_reason() {
    let folder = rendered();
    folder.run(&["lint", "."]).ends(2).says("folder");
    folder.write_bytes("README.md", b"# T\n\nna\xEFve\n");
    folder.run(&["lint", "README.md"]).ends(2).says("README.md:3:3").says("not UTF-8");
    folder.run(&["migrate", "README.md"]).ends(2).says("README.md:3:3");
    assert_eq!(folder.read_bytes("README.md"), b"# T\n\nna\xEFve\n");
}

#[test]
fn a_region_without_end_is_not_rendered() {
    let folder = Folder::with(&[
        ("catalog.yaml", CATALOG),
        ("README.md", "# T\n\n<!-- catalint:begin tools -->\n\nMine.\n"),
    ]);
    let before = folder.read("README.md");
    folder.run(&["render"]).ends(2).says("README.md:3:1").says("never ends");
    assert_eq!(folder.read("README.md"), before);
    folder.run(&["check"]).ends(1);
}

#[cfg(unix)]
#[test]
fn a_read_only_target_is_left_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::with(&[("catalog.yaml", CATALOG), ("README.md", README)]);
    std::fs::set_permissions(folder.path("README.md"), std::fs::Permissions::from_mode(0o444))
        .expect("permissions");
    folder.run(&["render"]).ends(2).says("read-only");
    assert_eq!(folder.read("README.md"), README);
}

#[test]
fn an_existing_catalog_is_not_overwritten_without_force() {
    let folder = Folder::with(&[
        ("catalog.yaml", CATALOG),
        (
            "README.md",
            "# T\n\n## Tools\n\n| Name | Link |\n| --- | --- |\n| A | https://a.example.org/ |\n| B | https://b.example.org/ |\n",
        ),
    ]);
    let before = folder.read("README.md");
    folder.run(&["migrate", "README.md"]).ends(2).says("catalog.yaml").says("--force");
    assert_eq!((folder.read("catalog.yaml").as_str(), folder.read("README.md")), (CATALOG, before.clone()));
    folder.run(&["migrate", "README.md", "--dry-run", "--force"]);
    assert_eq!((folder.read("catalog.yaml").as_str(), folder.read("README.md")), (CATALOG, before));
}

#[test]
fn unknown_rules_and_formats_are_refused_with_the_nearest_name() {
    let folder = rendered();
    folder.run(&["lint", "--select", "link-schem"]).ends(2).says("link-scheme");
    folder.run(&["lint", "--output-format", "jsn"]).ends(2).says("json");
    folder.run(&["explain", "link-schem"]).ends(2).says("link-scheme");
}

#[test]
fn a_baseline_silences_what_was_there_and_nothing_new() {
    let folder = rendered();
    folder.replace("catalog.yaml", "https://two.example.org/", "https://");
    folder.run(&["lint"]).ends(1);
    folder.run(&["lint", "--write-baseline"]).ends(0).says("recorded");
    folder.run(&["lint"]).ends(0);
    folder.replace("catalog.yaml", "https://one.example.org/", "https");
    folder.run(&["lint"]).ends(1);
}

#[test]
fn absorb_carries_an_edit_into_the_catalog_and_every_output() {
    let folder = rendered();
    folder.replace(
        "README.md",
        "| Two | <https://two.example.org/> |",
        "| New | <https://n.example.org/> |\n| Two | <https://2.example.org/> |",
    );
    folder.run(&["absorb", "--dry-run"]).ends(0).says("added `New`");
    assert_eq!(folder.read("catalog.yaml"), CATALOG);
    let edited = folder.read("README.md");
    folder.run(&["absorb"]).ends(0);
    assert_eq!(folder.read("README.md"), edited);
    let catalog = folder.read("catalog.yaml");
    let wanted = CATALOG.replace(
        "      - name: Two\n        link: https://two.",
        "      - name: New\n        link: https://n.example.org/\n      - name: Two\n        link: https://2.",
    );
    assert_eq!(catalog, wanted);
    folder.run(&["check"]).ends(0);
    folder.run(&["absorb"]).ends(0).says("nothing to absorb");
}

#[test]
fn what_cannot_be_absorbed_is_refused_and_nothing_is_lost() {
    for (from, to, word) in [
        ("| Name | Link |", "| Name | Link | Stars |", "column `Stars`"),
        ("| Two | <https://two.example.org/> |", "| Two | a | b | c | d | e |", "cells"),
        ("<!-- catalint:end tools -->\n", "", "never ends"),
        (
            "\n<!-- catalint:end tools -->",
            "\nA line of mine.\n\n<!-- catalint:end tools -->",
            "belongs to no entry",
        ),
    ] {
        let folder = rendered();
        folder.replace("README.md", from, to);
        let edited = folder.read("README.md");
        folder.run(&["absorb"]).ends(2).says(word);
        assert_eq!(
            (folder.read("catalog.yaml").as_str(), folder.read("README.md")),
            (CATALOG, edited),
            "{word}"
        );
    }
}

#[test]
fn without_git_a_later_edit_of_the_output_is_not_overwritten() {
    let folder = rendered();
    folder.replace("README.md", "| Two |", "| Three |");
    let edited = folder.read("README.md");
    folder.run(&["render"]).ends(2).says("catalint absorb").says("--force");
    assert_eq!(folder.read("README.md"), edited);
    folder.run(&["render", "--force"]).ends(0);
    assert!(folder.read("README.md").contains("| Two |"));
    // A catalog that changed after the output is simply rendered.
    folder.replace("catalog.yaml", "name: Two", "name: Four");
    folder.run(&["render"]).ends(0);
    assert!(folder.read("README.md").contains("| Four |"));
}

#[test]
fn a_hash_in_the_end_mark_tells_an_edit_from_a_changed_catalog() {
    let folder = rendered();
    folder.replace("catalog.yaml", "title: Tests\n", "title: Tests\nmarks: hash\n");
    folder.run(&["render"]).ends(0);
    assert!(folder.read("README.md").contains("<!-- catalint:end tools hash="));
    folder.run(&["check"]).ends(0);
    folder.replace("README.md", "| Two |", "| Three |");
    folder.replace("catalog.yaml", "name: One", "name: Uno");
    // The catalog is newer, but the region is not what was rendered.
    folder.run(&["check"]).ends(1).says("edited by hand");
    folder.run(&["render"]).ends(2);
    folder.run(&["render", "--force"]).ends(0);
    folder.replace("catalog.yaml", "name: Uno", "name: Unus");
    folder.run(&["check"]).ends(1).says("the catalog changed");
    folder.run(&["render"]).ends(0);
    folder.run(&["check"]).ends(0);
}

#[test]
fn a_computed_region_that_was_edited_is_not_overwritten() {
    let readme = format!("{README}\n<!-- catalint:begin summary -->\n<!-- catalint:end summary -->\n");
    let folder = Folder::with(&[("catalog.yaml", CATALOG), ("README.md", &readme)]);
    folder.run(&["render"]).ends(0);
    folder.replace("README.md", "| Tools | 2 |", "| Tools | 3 |");
    let edited = folder.read("README.md");
    folder.run(&["absorb"]).ends(2).says("summary");
    assert_eq!(folder.read("README.md"), edited);
}

#[test]
fn damaged_text_is_mended_and_sound_text_is_left_alone() {
    let sound = "# Liste\n\nFrançois Dupont, André Lefèvre, José Martínez, Zoë Müller.\n";
    let damaged = sound
        .replace('ç', "Ã§")
        .replace('é', "Ã©")
        .replace('è', "Ã¨")
        .replace('í', "Ã\u{AD}")
        .replace('ë', "Ã«")
        .replace('ü', "Ã¼");
    let folder = Folder::with(&[("sound.md", sound), ("damaged.md", &damaged)]);
    folder.run(&["repair", "--check", "sound.md"]).ends(0).says("sound");
    folder.run(&["repair", "--check", "damaged.md"]).ends(1);
    assert_eq!(folder.read("damaged.md"), damaged);
    folder.run(&["lint", "--select", "mojibake", "damaged.md"]).ends(1);
    folder.run(&["repair", "damaged.md"]).ends(0);
    assert_eq!(folder.read("damaged.md"), sound);
    folder.run(&["repair", "damaged.md"]).ends(0);
    assert_eq!(folder.read("damaged.md"), sound);
}

#[test]
fn a_table_whose_header_is_a_lone_pipe_is_no_panic() {
    let folder = Folder::with(&[("README.md", "|\r\n|---\n|# \n")]);
    let run = folder.run(&["lint", "README.md"]);
    assert!(matches!(run.code, Some(0 | 1)), "{}", run.stderr);
    let run = folder.run(&["migrate", "--dry-run", "README.md"]);
    assert!(matches!(run.code, Some(0..=2)), "{}", run.stderr);
}

/// A README is linted by itself beside a catalog that is broken or names
/// another, and the report has nothing of that catalog.
#[test]
fn a_readme_is_linted_whatever_the_catalog_beside_it_is() {
    let readme = "# A\n\n| Name | Link |\n|---|---|\n| [x](htps://a.example) | |\n";
    let catalog = "version: 1\noutputs: [OTHER.md]\nsections: []\n";
    for catalog in [None, Some("version: 1\noutputs: [\n"), Some(catalog)] {
        let folder = Folder::with(&[("README.md", readme)]);
        catalog.into_iter().for_each(|text| folder.write("catalog.yaml", text));
        let run = folder.run(&["lint", "README.md", "--format", "junit"]);
        assert_eq!(run.code, Some(1), "{catalog:?}: {}", run.stderr);
        assert!(run.stdout.contains("link-scheme"), "{catalog:?}: {}", run.stdout);
        assert!(!run.stdout.contains("catalog.yaml"), "{catalog:?}: {}", run.stdout);
    }
}

/// Regions are passed over only where a catalog renders them.
#[test]
fn regions_without_their_catalog_are_linted_as_all_else() {
    let rows: String = (0..30).map(|n| format!("| Ship {n} | |\n")).collect();
    let region = format!("| Name | Link |\n| --- | --- |\n{rows}");
    let readme = format!("# A\n\n<!-- catalint:begin a -->\n\n{region}\n<!-- catalint:end a -->\n");
    let folder = Folder::with(&[("README.md", readme.as_str())]);
    let lint = || folder.run(&["lint", "README.md"]).stdout;
    assert!(lint().contains("empty-column"), "{}", lint());
    folder.write("catalog.yaml", "version: 1\noutputs: [README.md]\nsections:\n  - id: a\n");
    assert!(!lint().contains("empty-column"), "{}", lint());
}

/// The last commit is compared with, or the one before it where the catalog is
/// as committed.
#[test]
fn a_text_that_changed_in_one_language_is_told_before_and_after_its_commit() {
    let catalog = "version: 1\nlanguages: [en, zh]\nsections:\n  - id: a\n    title: { en: Old, zh: 旧 }\n";
    let folder = Folder::with(&[("lists/catalog.yaml", catalog)]);
    let check = || folder.run(&["check", "--catalog", "lists/catalog.yaml"]).stdout;
    let stale = |wanted| assert_eq!(check().contains("translation-stale"), wanted, "{}", check());
    stale(false);
    folder.git(&["init", "-q"]);
    stale(false);
    let commit = || {
        folder.git(&["add", "-A"]);
        folder.git(&["commit", "-qm", "x"]);
    };
    commit();
    stale(false);
    folder.replace("lists/catalog.yaml", "Old", "New");
    stale(true);
    commit();
    stale(true);
    folder.write("other", "");
    commit();
    stale(false);
}
