//! The limits that `docs/catalog-format.md` states: beyond each there is a clear
//! error with its place, and no stack, time or memory is out of proportion.
//!
//! Every run here has a stack of one megabyte, as the smallest system gives,
//! and four gigabytes of memory at most, where a shell can see to that.

#[path = "support/folder.rs"]
#[expect(dead_code, reason = "each test file uses its own part of this")]
mod folder;

use catalint::limits;
use folder::{Folder, Run};
use std::process::Command;

/// Runs the program with little stack and memory.
fn run(folder: &Folder, args: &[&str]) -> Run {
    if cfg!(not(target_os = "linux")) {
        return folder.run(args);
    }
    let output = Command::new("sh")
        .current_dir(folder.path(""))
        .args(["-c", "ulimit -s 1024; ulimit -v 4000000; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_catalint")])
        .args(args)
        .env("GIT_CEILING_DIRECTORIES", folder.path(""))
        .output()
        .expect("a shell");
    Run {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Lints a catalog of that text, which fails with that word at that place.
#[track_caller]
fn refused(text: &str, place: &str, word: &str) {
    let folder = Folder::with(&[("catalog.yaml", text)]);
    for command in ["check", "render", "fmt", "absorb", "schema"] {
        run(&folder, &[command]).ends(2).says(word).says(&format!("catalog.yaml:{place}:"));
    }
    run(&folder, &["lint"]).ends(2).says(word);
}

/// Lints, mends and migrates a README of that text: however it ends, it is
/// not by a crash.
#[track_caller]
fn survived(text: &str) {
    let folder = Folder::with(&[("README.md", text)]);
    for args in [
        ["lint", "README.md", "--quiet"].as_slice(),
        &["migrate", "--quiet", "--dry-run"],
        &["repair", "--check", "README.md"],
    ] {
        let run = run(&folder, args);
        assert!(matches!(run.code, Some(0 | 1)), "{args:?} {:?}: {}", run.code, run.stderr);
    }
}

#[test]
fn yaml_nests_no_deeper_than_the_limit() {
    let word = "brackets or indentation nest deeper than 64";
    refused(&"[".repeat(100_000), "1:65", word);
    refused(&"{a: ".repeat(100_000), "1:257", word);
    refused(&"- ".repeat(100_000), "1:129", word);
    let block: String = (0..2000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    refused(&block, "65:65", word);
    let fine =
        format!("version: 1\ntitle: {}x{}\n", "[".repeat(limits::DEPTH - 1), "]".repeat(limits::DEPTH - 1));
    run(&Folder::with(&[("catalog.yaml", &fine)]), &["lint"]).ends(1).says("`title` must be text");
}

#[test]
fn aliases_unfold_to_no_more_than_the_limit() {
    let word = "the anchors and aliases of this file repeat far more than it holds";
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..10 {
        bomb.push_str(&format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(", ")));
    }
    let folder = Folder::with(&[("catalog.yaml", &bomb)]);
    run(&folder, &["check"]).ends(2).says(word).says("catalog.yaml:5:");
    // Few aliases of one long text are as bad.
    let long = "\\t".repeat(500_000);
    let text = format!(
        "version: 1\nsections:\n  - id: a\n    entries:\n      - name: &a \"{long}\"\n{}",
        "      - name: *a\n".repeat(9000)
    );
    run(&Folder::with(&[("catalog.yaml", &text)]), &["check"]).ends(2).says(word);
    // An honest use is far below.
    let shared = format!(
        "version: 1\nsections:\n  - id: a\n    entries:\n      - name: a\n        description: &d {}\n{}",
        "word ".repeat(40),
        "      - { name: b, description: *d }\n".repeat(5000)
    );
    let entries: String = (0..20_000).map(|n| format!("      - {{ name: n{n}, link: null }}\n")).collect();
    let whole = format!("version: 1\nsections: &all\n  - id: a\n    entries:\n{entries}");
    run(&Folder::with(&[("catalog.yaml", &whole)]), &["lint"]).ends(0);
    run(&Folder::with(&[("catalog.yaml", &shared)]), &["lint", "--ignore", "duplicate-name"]).ends(0);
}

#[test]
fn keys_are_no_longer_than_the_limit() {
    let key = "k".repeat(limits::KEY + 1);
    refused(&format!("version: 1\n{key}: a\n"), "2:1", "a key is longer than 4096 bytes");
    refused(&format!("version: 1\n\"{key}\": a\n"), "2:1", "a key is longer than 4096 bytes");
    refused(&format!("version: 1\n? {key}\n: a\n"), "2:3", "a key is longer than 4096 bytes");
}

#[test]
fn what_tables_repeat_is_no_longer_than_the_limit() {
    let long = "x".repeat(limits::LABEL + 1);
    let fields = format!("version: 1\nfields:\n  name: {{ title: {long} }}\nsections: []\n");
    run(&Folder::with(&[("catalog.yaml", &fields)]), &["lint"])
        .ends(1)
        .says("catalog.yaml:3:18: error")
        .says("longer than 4096 bytes");
    let term =
        format!("version: 1\nvocabularies:\n  v:\n    a: {long}\n    b: {{ en: {long} }}\nsections: []\n");
    run(&Folder::with(&[("catalog.yaml", &term)]), &["lint"])
        .ends(1)
        .says("catalog.yaml:4:8: error")
        .says("catalog.yaml:5:14: error");
}

#[test]
fn one_long_cell_makes_no_long_rows_of_all() {
    let entries: String = (0..3000).map(|n| format!("      - name: n{n}\n")).collect();
    let long = "x".repeat(1_000_000);
    let text = format!(
        "version: 1\ntables: aligned\noutputs: [README.md]\nsections:\n  - id: a\n    entries:\n      - name: {long}\n{entries}"
    );
    let folder = Folder::with(&[
        ("catalog.yaml", &text),
        ("README.md", "<!-- catalint:begin a -->\n<!-- catalint:end a -->\n"),
    ]);
    run(&folder, &["render"]).ends(0);
    assert!(folder.read("README.md").len() < 3000 * (limits::ALIGNED + 100) + 2_000_000);
    run(&folder, &["check", "--quiet"]).ends(0);
    run(&folder, &["absorb"]).ends(0).says("nothing to absorb");
}

#[test]
fn sections_have_no_more_fields_than_the_limit() {
    let fields: String = (0..=limits::COLUMNS).map(|n| format!("  f{n}: text\n")).collect();
    let text = format!("version: 1\nfields:\n{fields}sections: []\n");
    run(&Folder::with(&[("catalog.yaml", &text)]), &["lint"])
        .ends(1)
        .says("catalog.yaml:1003:3: error")
        .says("there are more than 1000 fields");
}

#[test]
fn tables_wider_than_the_limit_are_left_as_they_are() {
    let wide = |columns: usize| {
        format!("|{}\n|{}\n{}", "a|".repeat(columns), "-|".repeat(columns), "|b|\n".repeat(400))
    };
    let folder = Folder::with(&[("README.md", &wide(limits::COLUMNS + 1))]);
    run(&folder, &["migrate", "--include-table", "1"])
        .ends(1)
        .says("it has more columns than are read as records");
    assert!(!folder.path("catalog.yaml").exists());
}

#[test]
fn files_are_no_larger_than_the_limit() {
    let folder = Folder::with(&[("catalog.yaml", "version: 1\noutputs: [README.md]\n"), ("README.md", "")]);
    // A file with a hole takes no room.
    for name in ["README.md", "big.yaml"] {
        let file = std::fs::File::create(folder.path(name)).expect("a file");
        file.set_len(limits::FILE as u64 + 1).expect("a length");
    }
    for args in [
        ["check"].as_slice(),
        &["lint", "big.yaml"],
        &["migrate"],
        &["repair", "README.md"],
        &["fmt", "--catalog", "big.yaml"],
    ] {
        run(&folder, args).ends(2).says("the file is larger than 1 GiB, the most that is read");
    }
}

#[test]
fn include_stays_below_the_catalog_and_reads_a_file_once_a_mention() {
    let including = |what: &str| format!("version: 1\ninclude: {what}\n");
    let folder = Folder::with(&[("up.yaml", "sections: []\n"), ("p/parts/a.yaml", "sections: []\n")]);
    for (what, word) in [
        ("../up.yaml", "an included file lies in the catalog's folder or below it"),
        ("/etc/hosts", "an included file lies in the catalog's folder or below it"),
        ("parts/../../up.yaml", "an included file lies in the catalog's folder or below it"),
        ("gone.yaml", "no such file"),
        ("parts/*.yml", "no file has such a name"),
    ] {
        folder.write("p/catalog.yaml", &including(what));
        run(&folder, &["lint", "--catalog", "p/catalog.yaml"])
            .ends(1)
            .says(word)
            .says("p/catalog.yaml:2:10: error");
    }
    // What is included includes nothing, so there are no circles.
    folder.write("p/catalog.yaml", &including("catalog.yaml"));
    run(&folder, &["lint", "--catalog", "p/catalog.yaml"])
        .ends(1)
        .says("`include` is no key of an included file");
    folder.write("p/parts/a.yaml", "include: a.yaml\n");
    folder.write("p/catalog.yaml", &including("parts/*.yaml"));
    run(&folder, &["lint", "--catalog", "p/catalog.yaml"])
        .ends(1)
        .says("`include` is no key of an included file");
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_out_of_the_folder_or_in_circles() {
    use std::os::unix::fs::symlink;
    let folder =
        Folder::with(&[("up.yaml", "sections: []\n"), ("p/catalog.yaml", "version: 1\ninclude: '*.yaml'\n")]);
    symlink("../up.yaml", folder.path("p/up.yaml")).expect("a link");
    run(&folder, &["lint", "--catalog", "p/catalog.yaml"])
        .ends(1)
        .says("the file is a link to a place outside the catalog's folder");
    std::fs::remove_file(folder.path("p/up.yaml")).expect("there");
    symlink("b.yaml", folder.path("p/a.yaml")).expect("a link");
    symlink("a.yaml", folder.path("p/b.yaml")).expect("a link");
    run(&folder, &["lint", "--catalog", "p/catalog.yaml"]).ends(1).says("p/catalog.yaml:2:10: error");
    symlink("..", folder.path("p/loop")).expect("a link");
    folder.write("p/catalog.yaml", "version: 1\ninclude: loop/up.yaml\n");
    run(&folder, &["lint", "--catalog", "p/catalog.yaml"]).ends(1).says("outside the catalog's folder");
}

#[test]
fn the_documentation_states_these_limits() {
    let page = include_str!("../docs/catalog-format.md");
    for (row, most) in [
        ("a file", format!("{} GiB", limits::FILE >> 30)),
        ("nesting of YAML", format!("{} levels", limits::DEPTH)),
        ("a key of YAML", format!("{} bytes", limits::KEY)),
        ("fields of a section", format!("{}", limits::COLUMNS)),
        ("the title of a field, a word of a vocabulary", format!("{} bytes", limits::LABEL)),
        ("padding of a column under `tables: aligned`", format!("{} columns wide", limits::ALIGNED)),
        (
            "the brackets of a link that leads an item or heading of a README",
            format!("{} bytes", limits::BRACKETS),
        ),
        ("a table of a README that is read as records", format!("{} columns", limits::COLUMNS)),
    ] {
        let line = format!("\n| {row} | {most} |");
        assert!(page.contains(&line), "no {line:?}");
    }
    assert_eq!(limits::aliases(10) - limits::aliases(0), 20, "twice the file");
}

#[test]
fn markdown_may_nest_as_deep_as_it_likes() {
    const DEEP: usize = 20_000;
    survived(&format!("{}a\n", "> ".repeat(DEEP)));
    survived(&format!("{}a\n", "- ".repeat(DEEP)));
    survived(&format!("{}a\n", "1. ".repeat(DEEP)));
    survived(&(0..500).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect::<String>());
    survived(&format!("{}a{}\n", "[".repeat(DEEP), "](b)".repeat(DEEP)));
    survived(&format!("{}a\n", "![".repeat(DEEP)));
    survived(&format!("{}\n", "*a **b ".repeat(DEEP)));
    survived(&format!("{}a{}\n", "*".repeat(DEEP), "*".repeat(DEEP)));
    survived(&format!("{}\n", "`a``".repeat(DEEP)));
    survived(&format!("{0}| a | b |\n{0}|---|---|\n{0}| c | d |\n", "> ".repeat(300)));
}

#[test]
fn html_may_nest_as_deep_as_it_likes() {
    const DEEP: usize = 20_000;
    survived(&format!("{}\n", "<div>".repeat(DEEP)));
    survived(&"<details>\n\n".repeat(2000));
    survived(&format!("{}\n", "<table><tr><td>".repeat(DEEP)));
    survived(&format!("{}x\n", "<a href=\"x\">".repeat(DEEP)));
    survived(&format!("{}\n", "<!-- ".repeat(DEEP)));
    survived(&format!("{}\n", "<".repeat(DEEP)));
    // Cells that reach down and across fill no grid of gigabytes.
    survived(&format!("<table>{}</table>\n", "<tr><td rowspan=65534>a</td><td>b</td></tr>".repeat(2000)));
    survived(&format!("<table>{}</table>\n", "<tr><td colspan=1000 rowspan=65534>a</td></tr>".repeat(200)));
}

#[test]
fn values_may_be_as_long_and_as_deep_as_they_like() {
    let cell = |header: &str, text: &str| {
        survived(&format!("| name | {header} |\n|---|---|\n| a | {text} |\n| b | c |\n"));
    };
    cell("size", &"(".repeat(50_000));
    cell("size", &"5 train + ".repeat(5000));
    cell("format", &"nii, ".repeat(20_000));
    cell("license", &format!("{}MIT{}", "(".repeat(20_000), ")".repeat(20_000)));
    cell("link", &"[a](https://a.example) ".repeat(5000));
    cell("link", &format!("https://a.example/{}", "a/../".repeat(20_000)));
    cell("description", &"\\|".repeat(50_000));
    cell("description", &"<br>".repeat(20_000));
    cell("description", &format!("a{}", "\u{301}".repeat(50_000)));
    cell("description", &"\u{1F469}\u{200D}".repeat(20_000));
}
