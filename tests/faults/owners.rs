//! Modes, owners and links: what a file is besides its bytes.

use crate::unwritable::is_root;
use crate::{README, names, project, skipped};
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::process::Command;

/// A user that is nobody in particular.
const NOBODY: u32 = 65534;

fn mode(path: &std::path::Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o7777
}

/// Runs catalint in a folder as that user; `None` where that cannot be done.
fn run_as(user: u32, folder: &crate::folder::Folder, args: &str) -> Option<(Option<i32>, String)> {
    // The program may lie where another user does not get to.
    let program = folder.path("catalint");
    fs::copy(env!("CARGO_BIN_EXE_catalint"), &program).expect("a copy");
    let command = format!("umask 022; exec ./catalint {args}");
    let output = Command::new("setpriv")
        .current_dir(folder.path(""))
        .args([
            &format!("--reuid={user}"),
            &format!("--regid={user}"),
            "--clear-groups",
            "sh",
            "-c",
            &command,
        ])
        .output()
        .ok()?;
    fs::remove_file(program).expect("just made");
    Some((output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned()))
}

#[test]
fn the_mode_of_a_file_is_kept() {
    for wanted in [0o600, 0o640, 0o664, 0o755] {
        let folder = project(2);
        fs::set_permissions(folder.path("README.md"), fs::Permissions::from_mode(wanted)).expect("a mode");
        folder.run(&["render"]).ends(0);
        assert_eq!(mode(&folder.path("README.md")), wanted);
    }
}

#[test]
fn a_new_file_gets_what_the_umask_leaves() {
    for (umask, wanted) in [("022", 0o644), ("077", 0o600), ("002", 0o664)] {
        let folder = crate::folder::Folder::with(&[(
            "README.md",
            "# T\n\n| Name | Link |\n|---|---|\n| A | https://a.example |\n",
        )]);
        let status = Command::new("sh")
            .current_dir(folder.path(""))
            .args([
                "-c",
                &format!("umask {umask}; exec \"$0\" migrate --quiet --report r.json"),
                env!("CARGO_BIN_EXE_catalint"),
            ])
            .stdout(std::process::Stdio::null())
            .status()
            .expect("a shell");
        assert_eq!(status.code(), Some(0));
        for name in ["catalog.yaml", "r.json"] {
            assert_eq!(mode(&folder.path(name)), wanted, "{name}");
        }
    }
}

#[test]
fn a_link_stays_a_link_and_its_target_is_written() {
    let folder = project(2);
    folder.write("docs/real.md", README);
    fs::remove_file(folder.path("README.md")).expect("there");
    symlink("docs/real.md", folder.path("README.md")).expect("a link");
    folder.run(&["render"]).ends(0);
    assert!(folder.path("README.md").is_symlink());
    assert_eq!(
        fs::read_link(folder.path("README.md")).expect("a link"),
        std::path::Path::new("docs/real.md")
    );
    assert!(folder.read("docs/real.md").contains("| Tool 1 |"));
    assert_eq!(names(&folder), ["README.md", "catalog.yaml", "docs"]);
    folder.run(&["check"]).ends(0);
}

#[test]
fn links_that_lead_nowhere_or_in_circles_are_told() {
    let folder = project(1);
    fs::remove_file(folder.path("README.md")).expect("there");
    symlink("gone.md", folder.path("README.md")).expect("a link");
    folder.run(&["render"]).ends(2).says("README.md: no such file");
    assert!(folder.path("README.md").is_symlink());
    fs::remove_file(folder.path("README.md")).expect("there");
    symlink("b.md", folder.path("README.md")).expect("a link");
    symlink("README.md", folder.path("b.md")).expect("a link");
    folder.run(&["render"]).ends(2).says("README.md: ");
    folder.run(&["lint", "b.md"]).ends(2).says("b.md: ");
}

#[test]
fn no_link_leads_out_of_the_repository() {
    let folder = project(1);
    folder.write("secret.md", README);
    folder.write("repo/catalog.yaml", &crate::catalog(1));
    fs::create_dir(folder.path("repo/.git")).expect("a folder");
    symlink("../secret.md", folder.path("repo/README.md")).expect("a link");
    for outputs in ["[README.md]", "[../secret.md]", "[x/../../secret.md]"] {
        fs::create_dir_all(folder.path("repo/x")).expect("a folder");
        folder.write("repo/catalog.yaml", &crate::catalog(1).replace("[README.md]", outputs));
        for command in ["render", "check", "absorb", "lint"] {
            let run = folder.run(&[command, "--catalog", "repo/catalog.yaml"]);
            run.ends(2).says("lies outside of the catalog's repository").says("repo/catalog.yaml:3:");
        }
    }
    let absolute = format!("[{}]", folder.path("secret.md").display());
    folder.write("repo/catalog.yaml", &crate::catalog(1).replace("[README.md]", &absolute));
    folder
        .run(&["render", "--catalog", "repo/catalog.yaml"])
        .ends(2)
        .says("an output is named from the catalog's folder on");
    assert_eq!(folder.read("secret.md"), README);
}

#[test]
fn one_file_under_two_names_is_written_once_or_not_at_all() {
    let folder = project(1);
    symlink("README.md", folder.path("LINK.md")).expect("a link");
    folder.write("catalog.yaml", &crate::catalog(1).replace("[README.md]", "[README.md, LINK.md]"));
    folder.run(&["render"]).ends(0);
    folder.run(&["check"]).ends(0);
    assert!(folder.path("LINK.md").is_symlink());
    let two = crate::catalog(1)
        .replace("[README.md]", "[README.md, { file: LINK.md, language: fr }]")
        .replace("title: Tools", "title: Tools\n    note: { en: one, fr: un }")
        .replace("version: 1", "version: 1\nlanguages: [en, fr]");
    folder.write("catalog.yaml", &two);
    let before = folder.read("README.md");
    folder.run(&["render", "--force"]).ends(2).says("two different texts are to be written to this file");
    assert_eq!(folder.read("README.md"), before);
}

#[test]
fn the_owner_is_kept_where_that_is_allowed() {
    if !is_root() {
        return skipped("only root may give files away");
    }
    let folder = project(1);
    chown(folder.path("README.md"), Some(NOBODY), Some(NOBODY)).expect("root may");
    folder.run(&["render"]).ends(0);
    let meta = fs::metadata(folder.path("README.md")).expect("there");
    assert_eq!((meta.uid(), meta.gid()), (NOBODY, NOBODY));
    assert!(folder.read("README.md").contains("| Tool 0 |"));
}

#[test]
fn a_file_of_someone_else_is_written_by_its_own_rights_only() {
    if !is_root() {
        return skipped("only root may make files of someone else");
    }
    let folder = project(1);
    // Whoever may write the folder could rename over the file.
    fs::set_permissions(folder.path(""), fs::Permissions::from_mode(0o777)).expect("a mode");
    let Some((code, said)) = run_as(NOBODY, &folder, "render") else {
        return skipped("there is no setpriv");
    };
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("README.md: cannot write: permission denied; nothing was written"), "{said}");
    assert_eq!(folder.read("README.md"), README);
    assert_eq!(fs::metadata(folder.path("README.md")).expect("there").uid(), 0);
    // One that all may write is written; its group's rights go to no other.
    fs::set_permissions(folder.path("README.md"), fs::Permissions::from_mode(0o676)).expect("a mode");
    let (code, said) = run_as(NOBODY, &folder, "render").expect("it was there before");
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(mode(&folder.path("README.md")), 0o666);
    assert_eq!(names(&folder), ["README.md", "catalog.yaml"]);
}
