//! What git remembers of a file. Where there is no git, or the file is not in
//! it, there is nothing to tell; that is no error.

use std::io::{Seek as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The text of a file in the last commit.
pub(super) fn committed(path: &Path) -> Option<String> {
    show("HEAD", path)
}

/// Files that were asked for in some commits. All at once, and while other
/// work goes on: to start git takes longer than its answer.
pub(super) struct Asked {
    commits: &'static [&'static str],
    paths: Vec<PathBuf>,
    way: Way,
}

enum Way {
    /// By one process; none without git.
    Together(Option<Child>),
    /// One by one, when the texts are wanted.
    Apart,
}

impl Asked {
    /// Asks for these files in each of these commits.
    pub(super) fn begin(commits: &'static [&'static str], paths: Vec<PathBuf>) -> Asked {
        let folder = paths.first().map_or(Path::new("."), |path| folder_of(path));
        let way = match paths.iter().map(|path| below(path, folder)).collect::<Option<Vec<String>>>() {
            Some(names) => Way::Together(batch(commits, &names, folder)),
            None => Way::Apart,
        };
        Asked { commits, paths, way }
    }

    /// The texts of each commit; none without git.
    pub(super) fn texts(self) -> Vec<Vec<Option<String>>> {
        let Way::Together(process) = self.way else {
            let of = |commit: &&str| self.paths.iter().map(|path| show(commit, path)).collect();
            return self.commits.iter().map(of).collect();
        };
        let output = process.and_then(|process| process.wait_with_output().ok());
        let Some(output) = output.filter(|output| output.status.success()) else { return Vec::new() };
        let mut answers = output.stdout.as_slice();
        let of_commit = |_| self.paths.iter().map(|_| answer(&mut answers)).collect();
        self.commits.iter().map(of_commit).collect()
    }
}

/// One process that is asked for files named from `folder`.
fn batch(commits: &[&str], names: &[String], folder: &Path) -> Option<Child> {
    let mut lines = String::new();
    for commit in commits {
        names.iter().for_each(|name| lines.extend([commit, ":./", name, "\n"]));
    }
    // A file, since git answers before it has read all of what is asked.
    let mut asked = tempfile::tempfile().ok()?;
    asked.write_all(lines.as_bytes()).ok()?;
    asked.rewind().ok()?;
    Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["cat-file", "--batch"])
        .stdin(asked)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()
}

/// Takes the next answer: a line that ends in the type and the size, the text
/// of that size, and a line end; or a line without a size.
fn answer(answers: &mut &[u8]) -> Option<String> {
    let (line, rest) = answers.split_at_checked(answers.iter().position(|&byte| byte == b'\n')? + 1)?;
    *answers = rest;
    let mut words = std::str::from_utf8(line).ok()?.trim_end().rsplit(' ');
    let size: usize = words.next()?.parse().ok()?;
    let is_file = words.next() == Some("blob");
    let (text, rest) = answers.split_at_checked(size)?;
    *answers = rest.get(1..).unwrap_or_default();
    if is_file { String::from_utf8(text.to_vec()).ok() } else { None }
}

/// What git calls a file when asked from a folder above it, if it can be said
/// in a line.
fn below(path: &Path, folder: &Path) -> Option<String> {
    let path = match path.strip_prefix(folder) {
        Ok(below) => below,
        // `x` is below `.` too.
        Err(_) if folder == Path::new(".") => path,
        Err(_) => return None,
    };
    let mut names = Vec::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => names.push(name.to_str().filter(|name| !name.contains('\n'))?),
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(names.join("/"))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The text of a file in a commit.
pub(super) fn show(commit: &str, path: &Path) -> Option<String> {
    let folder = folder_of(path);
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
    let folder = folder_of(first);
    let absolute: Vec<PathBuf> = paths.iter().filter_map(|path| path.canonicalize().ok()).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_by_their_sizes() {
        let all = b"0a blob 4\na\nb\n\nHEAD:./x 3 missing\n0b tree 2\n..\n0c blob 0\n\n0d blob 9\nshort";
        let mut answers = &all[..];
        let read: Vec<Option<String>> = (0..6).map(|_| answer(&mut answers)).collect();
        let some = |text: &str| Some(text.to_string());
        assert_eq!(read, [some("a\nb\n"), None, None, some(""), None, None]);
    }

    #[test]
    fn a_file_is_named_from_the_folder_that_git_is_asked_in() {
        let below = |path: &str, folder: &str| below(Path::new(path), Path::new(folder));
        for (path, folder, name) in
            [("a.yaml", ".", "a.yaml"), ("./b/c.yaml", ".", "b/c.yaml"), ("/d/e f/g", "/d", "e f/g")]
        {
            assert_eq!(below(path, folder).as_deref(), Some(name));
        }
        for (path, folder) in [("/d/a", "/e"), ("../a", "."), ("/a", "."), ("a\nb", ".")] {
            assert_eq!(below(path, folder), None, "{path}");
        }
    }
}
