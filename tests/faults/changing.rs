//! Files that change, vanish or are no files while a run looks at them.

use crate::folder::Folder;
use crate::{README, catalog, project};

/// A catalog whose second reading of a file differs from the first is made by
/// a run that is stopped between the two: nothing here may depend on time, so
/// the file is changed by the run's own git.
#[cfg(unix)]
fn meddling_git(folder: &Folder, does: &str) -> std::path::PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    folder.write("bin/git", &format!("#!/bin/sh\ncd \"$MEDDLE\" || exit 1\n{does}\nexit 1\n"));
    let path = folder.path("bin/git");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    folder.path("bin")
}

/// Runs catalint, for which `git` is a script that does something to the
/// folder: it is asked between reading and writing.
#[cfg(unix)]
fn run_meddled(folder: &Folder, does: &str, args: &[&str]) -> (Option<i32>, String) {
    let bin = meddling_git(folder, does);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_catalint"))
        .current_dir(folder.path(""))
        .args(args)
        .env("PATH", format!("{}:/usr/bin:/bin", bin.display()))
        .env("MEDDLE", folder.path(""))
        .output()
        .expect("the program runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[cfg(unix)]
#[test]
fn a_file_that_changes_between_reading_and_writing_is_noticed_and_left_alone() {
    let folder = project(3);
    let (code, said) = run_meddled(&folder, "echo 'a person was here' >> README.md", &["render"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("README.md: the file changed since it was read; nothing was written"), "{said}");
    let now = folder.read("README.md");
    assert!(now.starts_with(README) && now.contains("a person was here"), "{now}");
}

#[cfg(unix)]
#[test]
fn a_file_that_vanishes_between_reading_and_writing_is_not_made_anew() {
    let folder = project(3);
    let (code, said) = run_meddled(&folder, "rm -f README.md", &["render"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("README.md: the file vanished since it was read"), "{said}");
    assert!(!folder.path("README.md").exists());
}

#[cfg(unix)]
#[test]
fn where_one_of_several_files_changes_none_is_written() {
    let folder = Folder::with(&[
        ("catalog.yaml", &catalog(2).replace("[README.md]", "[README.md, OTHER.md]")),
        ("README.md", README),
        ("OTHER.md", README),
    ]);
    let (code, said) = run_meddled(&folder, "echo >> OTHER.md", &["render"]);
    assert_eq!(code, Some(2), "{said}");
    assert_eq!(folder.read("README.md"), README);
}

#[test]
fn a_file_that_is_gone_is_named() {
    let folder = Folder::with(&[("catalog.yaml", &catalog(1))]);
    for command in ["render", "check", "absorb", "lint"] {
        folder.run(&[command]).ends(2).says("README.md: no such file");
    }
    folder.run(&["migrate", "gone.md"]).ends(2).says("gone.md: no such file");
    folder.run(&["repair", "gone.md"]).ends(2).says("gone.md: no such file");
    folder.run(&["lint", "gone.yaml"]).ends(2).says("gone.yaml: no such file");
}

#[test]
fn folders_with_the_names_of_files_are_no_files() {
    let folder = Folder::with(&[("catalog.yaml/x", ""), ("README.md/x", "")]);
    folder.run(&["check", "--catalog", "catalog.yaml"]).ends(2).says("this is a folder");
    folder.run(&["check"]).ends(2).says("there is no catalog.yaml here");
    folder.run(&["migrate"]).ends(2).says("README.md: this is a folder");
    folder.run(&["lint", "README.md"]).ends(2).says("this is a folder");
    let folder = Folder::with(&[("catalog.yaml", &catalog(1)), ("README.md/x", "")]);
    folder.run(&["render"]).ends(2).says("README.md: this is a folder");
    let including = "version: 1\ninclude: parts/*.yaml\n";
    let folder = Folder::with(&[("catalog.yaml", including), ("parts/a.yaml/x", "")]);
    folder.run(&["lint"]).ends(1).says("this is a folder");
}

#[test]
fn text_that_is_not_utf_8_is_told_with_its_place_and_left_alone() {
    let bytes = b"# T\n\n| Name | Link |\n|---|---|\n| caf\xE9 | x |\n";
    let folder = Folder::with(&[]);
    folder.write_bytes("README.md", bytes);
    for args in [
        ["migrate"].as_slice(),
        &["lint", "README.md"],
        &["repair", "README.md"],
        &["lint", "--fix", "README.md"],
    ] {
        folder.run(args).ends(2).says("README.md:5:6: not UTF-8: byte 0xE9");
    }
    assert_eq!(folder.read_bytes("README.md"), bytes);
    folder.write_bytes("catalog.yaml", b"version: 1\ntitle: \xFF\n");
    for command in ["check", "render", "fmt", "absorb", "schema"] {
        folder.run(&[command]).ends(2).says("catalog.yaml:2:8: not UTF-8");
    }
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_at_once() {
    let folder = project(1);
    let made = std::process::Command::new("mkfifo").arg(folder.path("pipe.md")).status();
    if !made.is_ok_and(|status| status.success()) {
        return crate::skipped("there is no mkfifo");
    }
    std::fs::rename(folder.path("pipe.md"), folder.path("pipe.yaml")).expect("renamed");
    for args in [
        ["lint", "pipe.yaml"].as_slice(),
        &["migrate", "pipe.yaml"],
        &["check", "--catalog", "pipe.yaml"],
        &["repair", "pipe.yaml"],
        &["lint", "/dev/zero"],
        &["migrate", "/dev/null"],
        &["lint", "--baseline", "/dev/zero"],
    ] {
        folder.run(args).ends(2).says("this is no ordinary file; `-` reads standard input");
    }
    folder.write("catalog.yaml", "version: 1\ninclude: pipe.yaml\noutputs: [pipe.yaml]\n");
    folder.run(&["lint"]).ends(2).says("no ordinary file");
}

#[cfg(unix)]
#[test]
fn reports_go_to_devices_as_they_are_and_to_files_whole() {
    let folder = project(1);
    folder.run(&["check", "--patch", "/dev/null", "--output-format", "json=/dev/null"]).ends(1);
    folder.write("report.json", "old");
    folder.run(&["check", "--patch", "p.diff", "--output-format", "json=report.json"]).ends(1);
    assert!(
        folder.read("report.json").starts_with('{') && folder.read("p.diff").starts_with("--- a/README.md")
    );
    folder
        .run(&["lint", "--write-baseline", "--baseline", "/dev/full"])
        .ends(2)
        .says("/dev/full: cannot write: the disk is full");
    folder.run(&["check", "--output-format", "json=no/such/folder/x"]).ends(2).says("no such file");
}
