//! Disks that are full, files and folders that may not be written.

use crate::{README, names, project, skipped};
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

/// Runs a line of shell in a folder, `$0` being catalint: the exit code and
/// standard error.
fn shell(folder: &crate::folder::Folder, line: &str) -> (Option<i32>, String) {
    let output = Command::new("sh")
        .current_dir(folder.path(""))
        .args(["-c", line, env!("CARGO_BIN_EXE_catalint")])
        .env("GIT_CEILING_DIRECTORIES", folder.path(""))
        .output()
        .expect("a shell");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn chmod(folder: &crate::folder::Folder, name: &str, mode: u32) {
    std::fs::set_permissions(folder.path(name), std::fs::Permissions::from_mode(mode)).expect("a mode");
}

/// Whether permissions do not bind this user.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let probe = tempfile::NamedTempFile::new().expect("a file");
    std::fs::metadata(probe.path()).expect("just made").uid() == 0
}

#[test]
fn a_file_that_grows_over_its_limit_leaves_the_old_one_and_nothing_beside_it() {
    // Without the signal that such a write sends, it is an error like a full
    // disk.
    let folder = project(3000);
    let (code, said) = shell(&folder, "trap '' XFSZ; ulimit -f 8; exec \"$0\" render");
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("README.md: cannot write"), "{said}");
    assert_eq!(folder.read("README.md"), README);
    assert_eq!(names(&folder), ["README.md", "catalog.yaml"]);
    folder.run(&["render"]).ends(0);
}

#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_beside_it() {
    let folder = project(3000);
    // A file system of its own, in a namespace that ends with the shell: there
    // is room for the catalog and half of the output.
    let size = folder.read("catalog.yaml").len().next_multiple_of(4096) + 64 * 1024;
    let line = "unshare --mount sh -c 'mkdir disk && mount -t tmpfs -o size=$SIZE none disk && cp catalog.yaml README.md disk \
                && cd disk && \"$0\" render; code=$?; ls -A; cmp README.md ../README.md; exit $code' \"$0\"";
    let output = Command::new("sh")
        .current_dir(folder.path(""))
        .args(["-c", line, env!("CARGO_BIN_EXE_catalint")])
        .env("SIZE", size.to_string())
        .output()
        .expect("a shell");
    let (out, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if said.contains("unshare") || said.contains("mount") {
        return skipped("file systems cannot be mounted here");
    }
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("README.md: cannot write: the disk is full; nothing was written"), "{said}");
    assert_eq!(out.lines().collect::<Vec<_>>(), ["README.md", "catalog.yaml"], "{said}");
}

#[test]
fn standard_output_that_is_full_is_an_error_and_one_that_is_closed_is_none() {
    let folder = project(2000);
    if !std::path::Path::new("/dev/full").exists() {
        return skipped("there is no /dev/full");
    }
    for command in ["render --stdout", "fmt --diff", "schema", "lint --output-format json", "check"] {
        let (code, said) = shell(
            &folder,
            &format!("sed -i 's/name: Tool 1$/name:  Tool 1/' catalog.yaml; \"$0\" {command} > /dev/full"),
        );
        assert_eq!(code, Some(2), "{command}: {said}");
        assert!(said.contains("cannot write"), "{command}: {said}");
    }
    let (_, said) = shell(&folder, "\"$0\" render --stdout | head -n 1 > /dev/null");
    assert_eq!(said, "");
}

#[test]
fn a_read_only_file_stays_as_it_is() {
    let folder = project(2);
    chmod(&folder, "README.md", 0o444);
    folder.run(&["render"]).ends(2).says("README.md: the file is read-only; nothing was written");
    assert_eq!(folder.read("README.md"), README);
    assert_eq!(names(&folder), ["README.md", "catalog.yaml"]);
    chmod(&folder, "catalog.yaml", 0o444);
    folder.run(&["check"]).ends(1);
}

#[test]
fn a_read_only_folder_is_told_and_nothing_is_lost() {
    if is_root() {
        return read_only_file_system();
    }
    let folder = project(2);
    chmod(&folder, "", 0o555);
    let run = folder.run(&["render"]);
    chmod(&folder, "", 0o755);
    run.ends(2).says("README.md: cannot write beside it: permission denied");
    assert_eq!(folder.read("README.md"), README);
}

/// Permissions do not bind root: a mount that is read-only does.
fn read_only_file_system() {
    let folder = project(2);
    let line = "unshare --mount sh -c 'mount --bind . . && mount -o remount,ro,bind . && cd \"$PWD\" && \"$0\" render' \"$0\"";
    let (code, said) = shell(&folder, line);
    if said.contains("unshare") || said.contains("mount:") {
        return skipped("root is bound by no permission, and file systems cannot be mounted here");
    }
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("the file system is read-only"), "{said}");
    assert_eq!(folder.read("README.md"), README);
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    if is_root() {
        return skipped("root may read everything");
    }
    let folder = project(2);
    chmod(&folder, "README.md", 0o000);
    folder.run(&["render"]).ends(2).says("README.md: permission denied");
}
