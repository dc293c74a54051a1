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
