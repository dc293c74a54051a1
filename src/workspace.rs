//! Files: found, read and replaced whole.
//!
//! The only module besides `commands` that touches the file system. It knows
//! nothing of what files mean. Only ordinary files are read, and none beyond
//! the limit; how they are written is in `replace`.

mod replace;

pub use replace::{Change, overwrite, replace, replace_encoded};

use crate::limits;
use crate::text::Source;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// What a catalog is called where no other name is given.
pub const CATALOG: &str = "catalog.yaml";

/// Why a file could not be read or replaced. Its text names the file, and the
/// place in it where there is one.
#[derive(Debug)]
pub struct Error {
    /// The file as it is shown.
    pub name: String,
    /// What is wrong, with a way out where there is one.
    pub message: String,
}

impl Error {
    fn new(path: &Path, message: impl Into<String>) -> Self {
        Error { name: display_name(path), message: message.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.message)
    }
}

impl std::error::Error for Error {}

/// The nearest `catalog.yaml` in `folder` or above it.
pub fn find_catalog(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(CATALOG)).find(|path| path.is_file())
}

/// How a path is shown: relative to the working directory if it lies below
/// it, with `/` between its parts.
pub fn display_name(path: &Path) -> String {
    let cwd = std::env::current_dir().ok();
    let relative = cwd.as_deref().and_then(|cwd| path.strip_prefix(cwd).ok()).unwrap_or(path);
    let mut parts = Vec::new();
    for part in relative.components() {
        match part {
            Component::CurDir => {}
            other => parts.push(other.as_os_str().to_string_lossy().into_owned()),
        }
    }
    if parts.is_empty() { ".".to_string() } else { parts.join("/").replacen("//", "/", 1) }
}

/// A file's bytes.
///
/// # Errors
/// If it is not there, no ordinary file, not readable, or too large.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let fail = |error: &io::Error| Error::new(path, explain(error));
    let meta = fs::metadata(path).map_err(|error| fail(&error))?;
    if meta.is_dir() {
        return Err(Error::new(path, "this is a folder; name a file in it"));
    }
    // A pipe may never say anything, and a device never stop.
    if !meta.is_file() {
        return Err(Error::new(path, "this is no ordinary file; `-` reads standard input"));
    }
    if meta.len() > limits::FILE as u64 {
        return Err(Error::new(path, format!("the file is larger than {}", limits::file())));
    }
    let file = fs::File::open(path).map_err(|error| fail(&error))?;
    read_all(path, file, usize::try_from(meta.len()).unwrap_or(0))
}

/// All that there is to read, up to the limit.
fn read_all(path: &Path, from: impl Read, expected: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::with_capacity(expected.min(limits::FILE) + 1);
    let mut from = from.take(limits::FILE as u64 + 1);
    from.read_to_end(&mut bytes).map_err(|error| Error::new(path, explain(&error)))?;
    if bytes.len() > limits::FILE {
        return Err(Error::new(path, format!("there is more than {}", limits::file())));
    }
    Ok(bytes)
}

/// Where an output that a catalog in `folder` names lies.
///
/// # Errors
/// In words, if it is outside of the repository that the catalog lies in: a
/// catalog that someone sent must not have other files read or written.
pub fn output(folder: &Path, name: &str) -> Result<PathBuf, String> {
    if Path::new(name).is_absolute() {
        return Err("an output is named from the catalog's folder on".to_string());
    }
    let path = if folder == Path::new(".") { PathBuf::from(name) } else { folder.join(name) };
    let real =
        |path: &Path| fs::canonicalize(if path.as_os_str().is_empty() { Path::new(".") } else { path });
    // What is not there cannot be read; that is told where it is tried.
    let (Ok(root), Ok(target)) = (real(folder), real(&path)) else { return Ok(path) };
    match root.ancestors().find(|above| above.join(".git").exists()) {
        Some(repository) if !target.starts_with(repository) => {
            Err("the file lies outside of the catalog's repository".to_string())
        }
        _ => Ok(path),
    }
}

/// A file as text.
///
/// # Errors
/// As [`read_bytes`], and if it is not UTF-8; then the error tells the place
/// of the first byte that is wrong.
pub fn read(path: &Path) -> Result<Source, Error> {
    decode(path, read_bytes(path)?)
}

/// Standard input as text, under the name `name`.
///
/// # Errors
/// If it cannot be read or is not UTF-8.
pub fn read_stdin(name: &str) -> Result<Source, Error> {
    decode(Path::new(name), read_stdin_bytes(name)?)
}

/// Standard input's bytes.
///
/// # Errors
/// If it cannot be read, or there is too much.
pub fn read_stdin_bytes(name: &str) -> Result<Vec<u8>, Error> {
    read_all(Path::new(name), io::stdin().lock(), 0)
}

fn decode(path: &Path, bytes: Vec<u8>) -> Result<Source, Error> {
    let name = display_name(path);
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
            let valid = String::from_utf8_lossy(&bytes[..at]).into_owned();
            let place = Source::new("", valid).position(at);
            let byte = bytes[at];
            let message = if utf16 {
                "this is UTF-16; save it as UTF-8".to_string()
            } else {
                format!(
                    "not UTF-8: byte 0x{byte:02X} is part of no character; save the file as UTF-8 \
                     (or, for `migrate`, name what it is with `--encoding`)"
                )
            };
            Err(Error { name: format!("{name}:{place}"), message })
        }
    }
}

/// Files as they are on disk, with edits laid over them that are not written
/// yet. Fixing reads, edits and reads again without touching the disk.
#[derive(Debug, Default)]
pub struct Files {
    edited: BTreeMap<PathBuf, Edited>,
}

#[derive(Debug)]
struct Edited {
    before: String,
    after: String,
}

impl Files {
    /// No edits.
    pub fn new() -> Self {
        Files::default()
    }

    /// A file as edited, or as it is on disk.
    ///
    /// # Errors
    /// As [`read`].
    pub fn read(&self, path: &Path) -> Result<Source, Error> {
        match self.edited.get(path) {
            Some(edited) => Ok(Source::new(display_name(path), edited.after.clone())),
            None => read(path),
        }
    }

    /// Lays `after` over the file, whose text was `before`.
    pub fn edit(&mut self, path: &Path, before: &str, after: String) {
        match self.edited.get_mut(path) {
            Some(edited) => edited.after = after,
            None => {
                self.edited.insert(path.to_path_buf(), Edited { before: before.to_string(), after });
            }
        }
    }

    /// What differs from the disk, by path.
    pub fn changes(&self) -> Vec<Change<'_>> {
        self.edited
            .iter()
            .filter(|(_, edited)| edited.before != edited.after)
            .map(|(path, edited)| Change { path, before: Some(&edited.before), after: &edited.after })
            .collect()
    }
}

/// The paths of the files that a pattern after `include:` names, sorted.
///
/// # Errors
/// In words, if the pattern leaves `folder` or names nothing.
pub fn included(folder: &Path, pattern: &str) -> Result<Vec<PathBuf>, String> {
    let relative = Path::new(pattern);
    let plain = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !plain {
        return Err("an included file lies in the catalog's folder or below it".to_string());
    }
    let root = fs::canonicalize(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
        .map_err(|error| explain(&error))?;
    let path = folder.join(relative);
    let last = relative.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let mut paths = Vec::new();
    if let Some((before, after)) = last.split_once('*') {
        let parent = path.parent().unwrap_or(folder);
        let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        for item in fs::read_dir(parent).map_err(|error| explain(&error))? {
            let item = item.map_err(|error| explain(&error))?;
            let name = item.file_name();
            let name = name.to_string_lossy();
            // As in shells, `*` takes no hidden files.
            let hidden = name.starts_with('.') && !last.starts_with('.');
            if !hidden && name.len() >= last.len() - 1 && name.starts_with(before) && name.ends_with(after) {
                paths.push(item.path());
            }
        }
        paths.sort();
    } else {
        paths.push(path);
    }
    if paths.is_empty() {
        return Err("no file has such a name".to_string());
    }
    for path in &paths {
        let real = fs::canonicalize(path).map_err(|error| explain(&error))?;
        if !real.starts_with(&root) {
            return Err("the file is a link to a place outside the catalog's folder".to_string());
        }
    }
    Ok(paths)
}

fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_string(),
        io::ErrorKind::PermissionDenied => "permission denied".to_string(),
        io::ErrorKind::StorageFull => "the disk is full".to_string(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_string(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn text_that_is_not_utf_8_is_told_with_its_place() {
        let dir = folder();
        let path = dir.path().join("f");
        fs::write(&path, b"a\nb\xE9c").unwrap();
        let error = read(&path).unwrap_err();
        assert!(error.name.ends_with("f:2:2") && error.message.contains("0xE9"), "{error}");
        assert!(read(dir.path()).unwrap_err().message.contains("folder"));
        assert!(read(&dir.path().join("none")).unwrap_err().message.contains("no such file"));
    }

    #[test]
    fn includes_stay_below_the_folder_and_come_sorted() {
        let dir = folder();
        fs::create_dir(dir.path().join("c")).unwrap();
        for name in ["b.yaml", "a.yaml", "x.txt"] {
            fs::write(dir.path().join("c").join(name), name).unwrap();
        }
        let found = included(dir.path(), "c/*.yaml").unwrap();
        assert_eq!(found, ["c/a.yaml", "c/b.yaml"].map(|name| dir.path().join(name)));
        assert!(included(dir.path(), "../x").is_err());
        assert!(included(dir.path(), "/etc/passwd").is_err());
        assert!(included(dir.path(), "c/none.yaml").is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/etc/passwd", dir.path().join("c/p.yaml")).unwrap();
            assert!(included(dir.path(), "c/p.yaml").unwrap_err().contains("outside"));
        }
    }

    #[test]
    fn the_nearest_catalog_above_is_found() {
        let dir = folder();
        let deep = dir.path().join("a/b");
        fs::create_dir_all(&deep).unwrap();
        fs::write(dir.path().join(CATALOG), "").unwrap();
        assert_eq!(find_catalog(&deep), Some(dir.path().join(CATALOG)));
    }
}
