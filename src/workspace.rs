//! Files: found, read and replaced whole.
//!
//! The only module besides `commands` that touches the file system. It knows
//! nothing of what files mean. A file is written beside itself and renamed
//! over, so that at any moment there is the old one or the new one; several
//! are all written before the first is renamed. A file that changed since it
//! was read is not replaced.

use crate::text::{MAX_LEN, Source};
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Read as _, Write};
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
/// If it is not there, a folder, not readable, or too large.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let meta = fs::metadata(path).map_err(|error| Error::new(path, explain(&error)))?;
    if meta.is_dir() {
        return Err(Error::new(path, "this is a folder; name a file in it"));
    }
    if meta.len() > MAX_LEN as u64 {
        return Err(Error::new(path, "the file is larger than 4 GiB, the most that is read"));
    }
    fs::read(path).map_err(|error| Error::new(path, explain(&error)))
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
    let mut bytes = Vec::new();
    let path = Path::new(name);
    io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Error::new(path, explain(&error)))?;
    decode(path, bytes)
}

fn decode(path: &Path, bytes: Vec<u8>) -> Result<Source, Error> {
    let name = display_name(path);
    if bytes.len() > MAX_LEN {
        return Err(Error::new(path, "there are more than 4 GiB, the most that is read"));
    }
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
            if name.len() >= last.len() - 1 && name.starts_with(before) && name.ends_with(after) {
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

/// A file to be replaced: what it held when it was read, and what it is to
/// hold.
#[derive(Debug)]
pub struct Change<'a> {
    /// The file.
    pub path: &'a Path,
    /// Its text when it was read; `None` for a file that must not be there
    /// yet.
    pub before: Option<&'a str>,
    /// Its new text.
    pub after: &'a str,
}

/// Replaces all the files or none: everything is written beside the files
/// first, then renamed over them.
///
/// # Errors
/// If a file is read-only, changed since it was read, is there though it must
/// not be, or cannot be written. Nothing is replaced then, unless a rename
/// fails after another succeeded.
pub fn replace(changes: &[Change<'_>]) -> Result<(), Error> {
    replace_encoded(changes, &[])
}

/// [`replace`] where some files are not UTF-8: `originals` are the bytes that
/// were read of those. All are written as UTF-8.
///
/// # Errors
/// As [`replace`].
pub fn replace_encoded(changes: &[Change<'_>], originals: &[(&Path, &[u8])]) -> Result<(), Error> {
    let mut staged = Vec::new();
    for change in changes {
        let original = originals.iter().find(|(path, _)| *path == change.path).map(|(_, bytes)| *bytes);
        let before = original.or(change.before.map(str::as_bytes));
        staged.push(stage(change, before, |file, text| file.write_all(text.as_bytes()))?);
    }
    for (file, target) in staged {
        file.persist(&target).map_err(|error| Error::new(&target, explain(&error.error)))?;
    }
    Ok(())
}

fn stage(
    change: &Change<'_>,
    before: Option<&[u8]>,
    write: impl FnOnce(&mut fs::File, &str) -> io::Result<()>,
) -> Result<(tempfile::NamedTempFile, PathBuf), Error> {
    let path = change.path;
    let fail = |error: &io::Error| Error::new(path, explain(error));
    // A link stays a link: its target is replaced.
    let target = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound && !path.is_symlink() => path.to_path_buf(),
        Err(error) => return Err(fail(&error)),
    };
    let meta = fs::metadata(&target).ok();
    match (&meta, before) {
        (Some(_), None) => return Err(Error::new(path, "the file is there already and is not overwritten")),
        (None, Some(_)) => return Err(Error::new(path, "the file vanished since it was read")),
        (Some(meta), Some(before)) => {
            if meta.permissions().readonly() {
                return Err(Error::new(path, "the file is read-only; nothing was written"));
            }
            if fs::read(&target).map_err(|error| fail(&error))? != before {
                return Err(Error::new(
                    path,
                    "the file changed since it was read; nothing was written, run again",
                ));
            }
        }
        (None, None) => {}
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".catalint-")
        .tempfile_in(folder)
        .map_err(|error| Error::new(path, format!("cannot write beside it: {}", explain(&error))))?;
    write(file.as_file_mut(), change.after).and_then(|()| file.as_file_mut().sync_all()).map_err(
        |error| Error::new(path, format!("cannot write: {}; the file is as it was", explain(&error))),
    )?;
    keep_permissions(&file, meta.as_ref());
    Ok((file, target))
}

/// Gives the new file the old one's permissions and, where that is allowed,
/// its owner; a file that is new gets what any new file gets.
#[cfg(unix)]
fn keep_permissions(file: &tempfile::NamedTempFile, meta: Option<&fs::Metadata>) {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    match meta {
        Some(meta) => {
            if let Ok(now) = file.as_file().metadata()
                && (now.uid(), now.gid()) != (meta.uid(), meta.gid())
            {
                // Only root may give files away; for others the writer owns
                // what it writes, as with any editor that renames.
                let _ = fchown(file.as_file(), Some(meta.uid()), Some(meta.gid()));
            }
            let _ = file.as_file().set_permissions(meta.permissions());
        }
        None => {
            let _ = file.as_file().set_permissions(fs::Permissions::from_mode(0o644));
        }
    }
}

#[cfg(not(unix))]
fn keep_permissions(file: &tempfile::NamedTempFile, meta: Option<&fs::Metadata>) {
    if let Some(meta) = meta {
        let _ = file.as_file().set_permissions(meta.permissions());
    }
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
    fn a_failing_write_leaves_the_old_file_and_nothing_beside_it() {
        let dir = folder();
        let path = dir.path().join("f");
        fs::write(&path, "old").unwrap();
        let change = Change { path: &path, before: Some("old"), after: "new" };
        let error = stage(&change, change.before.map(str::as_bytes), |file, text| {
            file.write_all(&text.as_bytes()[..1])?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        })
        .unwrap_err();
        assert!(error.to_string().contains("disk is full"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn all_files_are_replaced_or_none() {
        let dir = folder();
        let (one, two) = (dir.path().join("1"), dir.path().join("2"));
        fs::write(&one, "a").unwrap();
        fs::write(&two, "changed by someone").unwrap();
        let changes = [
            Change { path: &one, before: Some("a"), after: "b" },
            Change { path: &two, before: Some("a"), after: "b" },
        ];
        assert!(replace(&changes).unwrap_err().message.contains("changed since"));
        assert_eq!(fs::read_to_string(&one).unwrap(), "a");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_new_file_is_never_written_over_another() {
        let dir = folder();
        let path = dir.path().join("f");
        let change = Change { path: &path, before: None, after: "x" };
        replace(std::slice::from_ref(&change)).unwrap();
        assert!(replace(&[change]).unwrap_err().message.contains("not overwritten"));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_kept_and_links_followed() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = folder();
        let (path, link) = (dir.path().join("f"), dir.path().join("l"));
        fs::write(&path, "a").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        replace(&[Change { path: &link, before: Some("a"), after: "b" }]).unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "b");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        let error = replace(&[Change { path: &path, before: Some("b"), after: "c" }]).unwrap_err();
        assert!(error.message.contains("read-only"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "b");
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
