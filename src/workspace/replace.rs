//! Files replaced whole or not at all.
//!
//! A file is written beside itself and renamed over, so that at any moment
//! there is the old one or the new one. Several are all written before the
//! first is renamed. Right before, each is compared with what was read of it:
//! one that changed since is left alone, and so are all the others. Runs that
//! write at the same time go one after the other.

use super::{Error, explain};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A file to be replaced: what it held when it was read, and what it is to
/// hold. Where the two are the same, the file is not written, but the others
/// are written only if it is still so: they were made from it.
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
    let mut staged: Vec<Staged<'_>> = Vec::new();
    if changes.iter().all(|change| change.before == Some(change.after)) {
        return Ok(());
    }
    for change in changes {
        let original = originals.iter().find(|(path, _)| *path == change.path).map(|(_, bytes)| *bytes);
        let before = original.or(change.before.map(str::as_bytes));
        let next = stage(change, before, |file, text| file.write_all(text.as_bytes()))?;
        match staged.iter().find(|one| one.target == next.target) {
            None => staged.push(next),
            Some(one) if one.change.after == change.after => {}
            Some(_) => {
                return Err(Error::new(change.path, "two different texts are to be written to this file"));
            }
        }
    }
    // In one order everywhere, or two runs could wait for each other.
    staged.sort_by(|one, two| one.target.cmp(&two.target));
    let _held = staged.iter().map(hold).collect::<Result<Vec<_>, _>>()?;
    staged.iter().try_for_each(Staged::check)?;
    // Renamed as they were given.
    staged.sort_by_key(|one| changes.iter().position(|change| change.path == one.change.path));
    for Staged { file, target, before, .. } in staged {
        let Some(file) = file else { continue };
        let done = if before.is_some() { file.persist(&target) } else { file.persist_noclobber(&target) };
        done.map_err(|error| Error::new(&target, explain(&error.error)))?;
    }
    Ok(())
}

/// Writes what nobody edits, such as a report or a baseline, over whatever is
/// there: a file whole or not at all, a pipe or a device as it comes.
///
/// # Errors
/// If it cannot be written.
pub fn overwrite(path: &Path, text: &[u8]) -> Result<(), Error> {
    let ordinary = fs::metadata(path).map_or(true, |meta| meta.is_file());
    if !ordinary || path.is_symlink() {
        return fs::write(path, text)
            .map_err(|error| Error::new(path, format!("cannot write: {}", explain(&error))));
    }
    let old = fs::OpenOptions::new().write(true).open(path);
    let old = match old {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        old => Some(old.and_then(|file| file.metadata()).map_err(|error| Error::new(path, explain(&error)))?),
    };
    let file = write_beside(path, path, old.as_ref(), |file| file.write_all(text))?;
    file.persist(path).map(drop).map_err(|error| Error::new(path, explain(&error.error)))
}

const VANISHED: &str = "the file vanished since it was read; nothing was written";

/// A change whose new text is written beside the file.
#[derive(Debug)]
struct Staged<'a> {
    change: &'a Change<'a>,
    before: Option<&'a [u8]>,
    /// `None` if the file is to stay as it is.
    file: Option<tempfile::NamedTempFile>,
    target: PathBuf,
}

impl Staged<'_> {
    /// Whether the file is still what was read of it.
    fn check(&self) -> Result<(), Error> {
        let path = self.change.path;
        let fail = |what: &str| Err(Error::new(path, what));
        match (fs::read(&self.target), self.before) {
            (Ok(now), Some(before)) if now == before => Ok(()),
            (Ok(_), Some(_)) => fail("the file changed since it was read; nothing was written, run again"),
            (Err(error), None) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            (Err(error), Some(_)) if error.kind() == io::ErrorKind::NotFound => fail(VANISHED),
            (_, None) => fail("the file is there already and is not overwritten"),
            (Err(error), Some(_)) => Err(Error::new(path, explain(&error))),
        }
    }
}

fn stage<'a>(
    change: &'a Change<'a>,
    before: Option<&'a [u8]>,
    write: impl FnOnce(&mut fs::File, &str) -> io::Result<()>,
) -> Result<Staged<'a>, Error> {
    let path = change.path;
    let fail = |error: &io::Error| Error::new(path, explain(error));
    // A link stays a link: its target is replaced.
    let target = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound && !path.is_symlink() => path.to_path_buf(),
        Err(error) => return Err(fail(&error)),
    };
    if before == Some(change.after.as_bytes()) {
        return Ok(Staged { change, before, file: None, target });
    }
    let meta = fs::metadata(&target).ok();
    if meta.is_none() && before.is_some() {
        return Err(Error::new(path, VANISHED));
    }
    if let Some(meta) = &meta {
        // The folder's permission would do for a rename; the file's own counts.
        let denied = fs::OpenOptions::new().write(true).open(&target).err();
        if meta.permissions().readonly() {
            return Err(Error::new(path, "the file is read-only; nothing was written"));
        }
        if let Some(error) = denied {
            return Err(Error::new(path, format!("cannot write: {}; nothing was written", explain(&error))));
        }
    }
    let file = write_beside(path, &target, meta.as_ref(), |file| write(file, change.after))?;
    Ok(Staged { change, before, file: Some(file), target })
}

/// What stands before and after the random part of a file that is not yet
/// renamed.
const BESIDE: (&str, &str) = (".catalint-", ".tmp");

/// A file beside `target` with what `write` puts into it, and with the
/// permissions of the old one.
fn write_beside(
    path: &Path,
    target: &Path,
    old: Option<&fs::Metadata>,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<tempfile::NamedTempFile, Error> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    sweep(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(BESIDE.0).suffix(BESIDE.1);
    #[cfg(unix)]
    if old.is_none() {
        // What any new file gets: less what the umask takes.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    let mut file = builder
        .tempfile_in(folder)
        .map_err(|error| Error::new(path, format!("cannot write beside it: {}", explain(&error))))?;
    write(file.as_file_mut()).and_then(|()| file.as_file_mut().sync_all()).map_err(|error| {
        Error::new(path, format!("cannot write: {}; nothing was written", explain(&error)))
    })?;
    if let Some(old) = old {
        keep_permissions(&file, old);
    }
    Ok(file)
}

/// Takes away what runs that were killed left in a folder. A write takes
/// seconds: what is older than an hour is nobody's any more.
fn sweep(folder: &Path) {
    let Ok(items) = fs::read_dir(folder) else { return };
    let old = |time: SystemTime| time.elapsed().is_ok_and(|age| age > Duration::from_secs(3600));
    for item in items.flatten() {
        let name = item.file_name();
        let random = name.to_str().and_then(|name| name.strip_prefix(BESIDE.0)?.strip_suffix(BESIDE.1));
        if random.is_some_and(|random| {
            random.len() == 6 && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
        }) && item.metadata().is_ok_and(|meta| meta.is_file() && meta.modified().is_ok_and(old))
        {
            // If it cannot be taken away, it is in nobody's way.
            let _ = fs::remove_file(item.path());
        }
    }
}

/// Gives the new file the old one's permissions and, where that is allowed,
/// its owner.
#[cfg(unix)]
fn keep_permissions(file: &tempfile::NamedTempFile, old: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let file = file.as_file();
    let mut mode = old.permissions().mode();
    if let Ok(now) = file.metadata() {
        // Only root may give files away; for others the writer owns what it
        // writes, as with any editor that renames. The group may be kept by
        // its members; where it is not, its rights are no other group's.
        if now.uid() != old.uid() {
            let _ = fchown(file, Some(old.uid()), None);
        }
        if now.gid() != old.gid() && fchown(file, None, Some(old.gid())).is_err() {
            mode = (mode & !0o070) | ((mode & 0o007) << 3);
        }
    }
    let _ = file.set_permissions(fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn keep_permissions(file: &tempfile::NamedTempFile, old: &fs::Metadata) {
    let _ = file.as_file().set_permissions(old.permissions());
}

/// Keeps other runs from writing a file until the handle is dropped. One that
/// waited finds by [`Staged::check`] that the file has changed.
#[cfg(unix)]
fn hold(staged: &Staged<'_>) -> Result<Option<fs::File>, Error> {
    const TRIES: usize = 500;
    if staged.before.is_none() {
        return Ok(None);
    }
    // One that cannot be opened is told by the comparison.
    let Ok(file) = fs::File::open(&staged.target) else { return Ok(None) };
    for _ in 0..TRIES {
        match file.try_lock() {
            Err(fs::TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
            // Where there are no locks, the comparison has to do.
            Ok(()) | Err(fs::TryLockError::Error(_)) => return Ok(Some(file)),
        }
    }
    Err(Error::new(staged.change.path, "another run is writing this file; nothing was written, run again"))
}

/// Elsewhere a file that is held open cannot be replaced: the comparison has
/// to do.
#[cfg(not(unix))]
fn hold(_staged: &Staged<'_>) -> Result<Option<fs::File>, Error> {
    Ok(None)
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
        let error = stage(&change, Some(b"old"), |file, text| {
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
}
