//! What git remembers of a file. Where there is no git, or the file is not in
//! it, there is nothing to tell; that is no error.

use std::path::Path;
use std::process::{Command, Stdio};

/// The text of a file in the last commit.
pub(super) fn committed(path: &Path) -> Option<String> {
    show("HEAD", path)
}

/// The text of a file in a commit.
pub(super) fn show(commit: &str, path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name()?.to_str()?;
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["show", "--no-textconv"])
        .arg(format!("{commit}:./{name}"))
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    if !output.status.success() {
        return None;
    }
    String::from_utf8(output.stdout).ok()
}

/// The commits that touched any of these files, newest first.
pub(super) fn log(paths: &[&Path], most: usize) -> Vec<String> {
    let Some(first) = paths.first() else { return Vec::new() };
    let folder = first.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let absolute: Vec<std::path::PathBuf> =
        paths.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["log", "--format=%H", "-n"])
        .arg(most.to_string())
        .arg("--")
        .args(&absolute)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let Ok(output) = output else { return Vec::new() };
    String::from_utf8_lossy(&output.stdout).lines().map(String::from).collect()
}
