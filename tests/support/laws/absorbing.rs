//! Laws of absorbing: without an edit nothing changes; an edit is refused or
//! carried over whole, comments stay, and absorbing twice is absorbing once.

use super::catalogs::{read, readme_of, rendered, sound};
use catalint::absorb::{self, Doubt, Edited, Options};
use catalint::catalog::edit::comments;
use catalint::finding::Finding;
use catalint::readme::regions;
use catalint::text::{FileId, Source, apply};

/// Absorbs a README into the catalog `now`, both of which came from `base`;
/// the catalog's new text.
pub fn absorb(base: &str, now: &str, readme: &str) -> Result<String, Vec<Finding>> {
    let base = read(base).1.expect("the base can be read").catalog;
    let (mut sources, catalog) = read(now);
    let catalog = catalog.expect("the catalog can be read").catalog;
    let file = sources.add(Source::new("README.md", readme));
    let found = regions(readme);
    assert!(found.faults.is_empty(), "{:?}\n{readme}", found.faults);
    let edited = Edited { file, regions: &found, language: catalog.language(), base: &base };
    let absorbed = absorb::absorb(&sources, &catalog, &edited, Options { doubt: Doubt::New, prefer: None })
        .inspect_err(|refusals| super::findings(&sources, refusals))?;
    super::findings(&sources, &absorbed.findings);
    for note in &absorbed.notes {
        assert!(sources.get(note.file).text().get(note.span.range()).is_some(), "{note:?}");
    }
    let edits = absorbed.edits.get(&catalog.file).cloned().unwrap_or_default();
    Ok(apply(now, &edits).unwrap_or_else(|overlap| panic!("{overlap}\n{now}\n{readme}")))
}

/// Renders a sound catalog, lets `edit` change the README's lines, and absorbs
/// that.
pub fn absorbing(text: &str, edit: impl FnOnce(&mut Vec<String>)) {
    let Some(catalog) = sound(text) else { return };
    let readme = rendered(&catalog, &readme_of(&catalog));
    let unchanged =
        absorb(text, text, &readme).unwrap_or_else(|refusals| panic!("{refusals:?}\n{text}\n{readme}"));
    assert_eq!(unchanged, text, "no edit, no change");
    let mut lines: Vec<String> = readme.split('\n').map(String::from).collect();
    edit(&mut lines);
    let edited = lines.join("\n");
    if !regions(&edited).faults.is_empty() {
        return;
    }
    let Ok(after) = absorb(text, text, &edited) else { return };
    let mut left = comments(&after, FileId(0));
    for comment in comments(text, FileId(0)) {
        let at = left.iter().position(|other| *other == comment);
        left.swap_remove(at.unwrap_or_else(|| panic!("lost {comment}\n{text}\n---\n{after}\n---\n{edited}")));
    }
    let now = sound(&after)
        .unwrap_or_else(|| panic!("no sound catalog any more\n{text}\n---\n{after}\n---\n{edited}"));
    let twice = absorb(text, &after, &edited);
    let twice = twice.unwrap_or_else(|refusals| panic!("{refusals:?}\n{text}\n---\n{after}\n---\n{edited}"));
    assert_eq!(twice, after, "absorbing twice\n{text}\n---\n{edited}");
    let again = rendered(&now, &edited);
    let settled = absorb(&after, &after, &again);
    let settled = settled.unwrap_or_else(|refusals| panic!("{refusals:?}\n{after}\n---\n{again}"));
    assert_eq!(settled, after, "\n{again}");
}
