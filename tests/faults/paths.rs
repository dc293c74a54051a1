//! Names of files that are hard to write and to show.

use crate::folder::Folder;
use crate::{README, catalog};
use std::ffi::OsStr;
use std::process::Command;

/// The whole life of a list under that name: migrated, checked, edited,
/// absorbed, formatted.
fn lives(name: &OsStr) {
    let folder = Folder::with(&[]);
    let table =
        "# T\n\n## S\n\n| Name | Link |\n|---|---|\n| A | https://a.example/ |\n| B | https://b.example/ |\n";
    let home = folder.path("").join(name);
    std::fs::create_dir(&home).expect("a folder of that name");
    let readme = home.join("README.md");
    std::fs::write(&readme, table).expect("a file");
    let run = |args: &[&OsStr]| {
        let output = Command::new(env!("CARGO_BIN_EXE_catalint"))
            .current_dir(folder.path(""))
            .args(args)
            .env("GIT_CEILING_DIRECTORIES", folder.path(""))
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{args:?}: {said}{}",
            String::from_utf8_lossy(&output.stdout)
        );
        assert!(!said.lines().any(|line| line.starts_with("::")), "{said}");
    };
    let relative = std::path::Path::new(".").join(name);
    let (catalog, readme_name) = (relative.join("catalog.yaml"), relative.join("README.md"));
    let (catalog, readme_name) = (catalog.as_os_str(), readme_name.as_os_str());
    run(&[OsStr::new("migrate"), readme_name]);
    run(&[OsStr::new("check"), OsStr::new("--catalog"), catalog]);
    let text = std::fs::read_to_string(&readme).expect("there");
    std::fs::write(&readme, text.replace("| B |", "| C |")).expect("writable");
    let assumed = ["absorb", "--assume", "rename", "--catalog"].map(OsStr::new);
    run(&[&assumed[..], &[catalog]].concat());
    run(&[OsStr::new("fmt"), OsStr::new("--catalog"), catalog]);
    run(&[OsStr::new("lint"), OsStr::new("--fix"), catalog, readme_name]);
    run(&[OsStr::new("check"), OsStr::new("--catalog"), catalog]);
    assert!(std::fs::read_to_string(home.join("catalog.yaml")).expect("there").contains("name: C"));
    assert_eq!(std::fs::read_dir(&home).expect("there").count(), 2);
}

#[test]
fn blanks_quotes_and_other_scripts_are_names_like_any() {
    for name in ["a b", "it's", "-x", "--help", "脑", "e\u{301}", "#1", "a%20b", "[x]{y}*?", "a;b&c|d$e`f"] {
        if cfg!(windows) && name.contains(['*', '?', '|']) {
            continue;
        }
        lives(OsStr::new(name));
    }
}

// Elsewhere file systems refuse such names.
#[cfg(target_os = "linux")]
#[test]
fn line_ends_and_bytes_of_no_character_are_too() {
    use std::os::unix::ffi::OsStrExt as _;
    for name in [b"a\nb".as_slice(), b"name\n::error::x", b"caf\xE9", b"\xFF\xFE", b"\x1B[31mred"] {
        lives(OsStr::from_bytes(name));
    }
}

#[cfg(unix)]
#[test]
fn a_name_is_shown_without_what_it_would_do_to_a_terminal_or_a_runner() {
    let folder = Folder::with(&[
        ("x\n::error::y\u{1B}[31m.md", "# T\n\nhttp://\u{7}\n"),
        ("x\n::error::y\u{1B}[31m.yaml", "a: ["),
    ]);
    for format in ["full", "concise", "github", "json", "junit"] {
        for kind in ["md", "yaml"] {
            let run =
                folder.run(&["lint", &format!("x\n::error::y\u{1B}[31m.{kind}"), "--output-format", format]);
            for said in [&run.stdout, &run.stderr] {
                assert!(
                    !said.contains('\u{1B}') && !said.lines().any(|line| line.starts_with("::error::y")),
                    "{said}"
                );
            }
        }
    }
}

#[test]
fn a_dash_before_a_name_can_be_written() {
    let folder = Folder::with(&[("-x.md", "# T\n\nfine\n"), ("-.yaml", &catalog(1)), ("README.md", README)]);
    folder.run(&["lint", "--", "-x.md"]).ends(0);
    folder.run(&["lint", "./-x.md"]).ends(0);
    folder.run(&["render", "--catalog", "./-.yaml"]).ends(0);
    folder.run(&["check", "--catalog=-.yaml"]).ends(0);
}
