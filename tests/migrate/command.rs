//! `catalint migrate` as a command: what it writes, and what it refuses.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const README: &str = "# T\n\n## S\n\n| Name | Link |\n|---|---|\n| A | https://a.example.org |\n| B | https://b.example.org |\n";

fn catalint(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_catalint"))
        .args(args)
        .current_dir(folder)
        .env_remove("GITHUB_ACTIONS")
        .output()
        .unwrap_or_else(|error| panic!("{error}"))
}

fn folder(readme: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    fs::write(folder.path().join("README.md"), readme).unwrap_or_else(|error| panic!("{error}"));
    folder
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_migrated_readme_has_no_drift() {
    let folder = folder(README.as_bytes());
    let done = catalint(folder.path(), &["migrate", "--report", "report.json"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(text(&done.stdout).contains("2 records in 1 section"), "{}", text(&done.stdout));
    let report: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("report.json")).unwrap()).unwrap();
    assert_eq!((&report["records"], &report["account"]["balances"]), (&2.into(), &true.into()));
    let check = catalint(folder.path(), &["check"]);
    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stdout));
}

#[test]
fn an_existing_catalog_is_only_overwritten_by_force() {
    let folder = folder(README.as_bytes());
    let catalog = folder.path().join("catalog.yaml");
    fs::write(&catalog, "# mine\n").unwrap();
    let refused = catalint(folder.path(), &["migrate"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("--force"), "{}", text(&refused.stderr));
    assert_eq!(fs::read_to_string(&catalog).unwrap(), "# mine\n");
    assert_eq!(fs::read_to_string(folder.path().join("README.md")).unwrap(), README);
    assert_eq!(catalint(folder.path(), &["migrate", "--force"]).status.code(), Some(0));
    assert!(fs::read_to_string(&catalog).unwrap().starts_with("version: 1"));
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let folder = folder(README.as_bytes());
    let done = catalint(folder.path(), &["migrate", "--dry-run"]);
    assert_eq!(done.status.code(), Some(0));
    assert!(text(&done.stdout).contains("+<!-- catalint:begin s -->"), "{}", text(&done.stdout));
    assert!(!folder.path().join("catalog.yaml").exists());
    assert_eq!(fs::read_to_string(folder.path().join("README.md")).unwrap(), README);
}

#[test]
fn doubt_and_emptiness_exit_with_one() {
    let doubtful = folder(README.replace("| A |", "| A | x |").as_bytes());
    let done = catalint(doubtful.path(), &["migrate"]);
    assert_eq!(done.status.code(), Some(1), "{}", text(&done.stdout));
    assert!(text(&done.stdout).contains("please look at"), "{}", text(&done.stdout));
    let nothing = folder(b"# T\n\nOnly text.\n");
    let done = catalint(nothing.path(), &["migrate"]);
    assert_eq!(done.status.code(), Some(1));
    assert!(!nothing.path().join("catalog.yaml").exists());
}

#[test]
fn what_cannot_be_read_exits_with_two_and_a_place() {
    for (readme, args, told) in [
        (&b"# T\n\ncaf\xE9\n"[..], &["migrate"][..], "README.md:3:4"),
        (b"", &["migrate"], "empty"),
        (b"# T\n", &["migrate", "nowhere.md"], "no such file"),
        (b"# T\n", &["migrate", "."], "folder"),
        (b"# T\n", &["migrate", "--preset", "medical"], "medical-imaging"),
        (b"# T\n", &["migrate", "--encoding", "klingon"], "klingon"),
        (b"# T\n\n<!-- catalint:begin a -->\n", &["migrate"], "README.md:3:1"),
    ] {
        let folder = folder(readme);
        let done = catalint(folder.path(), args);
        assert_eq!(done.status.code(), Some(2), "{args:?} {}", text(&done.stdout));
        assert!(text(&done.stderr).contains(told), "{told}: {}", text(&done.stderr));
        assert!(!folder.path().join("catalog.yaml").exists());
        assert_eq!(fs::read(folder.path().join("README.md")).unwrap(), readme);
    }
}

#[test]
fn another_encoding_is_read_when_it_is_named() {
    // GBK for `脑瘤`.
    let name = [0xC4, 0xD4, 0xC1, 0xF6];
    let mut readme = b"# T\n\n| Name | Link |\n|---|---|\n| ".to_vec();
    readme.extend(name);
    readme.extend(b" | https://a.example.org |\n");
    let folder = folder(&readme);
    let done = catalint(folder.path(), &["migrate", "--encoding", "gbk", "--no-repair"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(fs::read_to_string(folder.path().join("README.md")).unwrap().contains("| 脑瘤 |"));
    assert!(fs::read_to_string(folder.path().join("catalog.yaml")).unwrap().contains("name: 脑瘤"));
}
