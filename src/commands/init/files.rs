//! The files that a list starts with, as text.

use crate::catalog::scalar::{self, Place};
use crate::readme::{cell, regions};
use crate::render;
use crate::text::Source;

/// The commit of catalint that hook and workflow run. A tag can be moved to
/// other code, a commit cannot. It is of the release before this one, since no
/// program can know the commit that it will be released as.
const COMMIT: &str = "ffeac1a2e2f9052e6ed8b25db87d44fc2da78a5f";

/// The release that this commit is; before the second version there is none.
const RELEASE: Option<&str> = None;

/// A starting catalog called `title`.
pub(super) fn catalog(title: &str) -> String {
    include_str!("catalog.yaml").replacen("TITLE", &scalar::text(title, Place::Block), 1)
}

/// A README with the regions of that catalog, not rendered yet.
pub(super) fn readme(title: &str) -> String {
    include_str!("README.md").replacen("TITLE", &cell::encode_line(title), 1)
}

/// The lines that a README needs to show the catalog's section.
pub(super) const REGION: &str =
    "<!-- catalint:begin first-section -->\n<!-- catalint:end first-section -->\n";

/// The README with its regions rendered from the catalog.
pub(super) fn rendered(catalog: &crate::catalog::Catalog, readme: &Source) -> String {
    let found = regions(readme.text());
    match render::output(catalog, readme, &found, catalog.language()) {
        Ok(output) => output.text,
        Err(_) => readme.text().to_string(),
    }
}

/// The configuration of pre-commit.
pub(super) fn pre_commit() -> String {
    let hook = if RELEASE.is_some() { "catalint-check" } else { "catalint-check-src" };
    let note = "This catalint knew of no release yet: the hook is built from this commit's\n\
                source, which needs Rust. `pre-commit autoupdate` moves on to a\n\
                release, where `catalint-check` needs none.";
    pinned(include_str!("pre-commit.yaml"), "frozen: ", note).replacen("HOOK", hook, 1)
}

/// The workflow of GitHub Actions.
pub(super) fn workflow() -> String {
    let note = "This catalint knew of no release yet: the commit is built from its source,\n\
                which takes a minute or two.";
    pinned(include_str!("workflow.yaml"), "", note)
}

/// The template with the commit in it, and which release that is, or the note
/// that there is none.
fn pinned(template: &str, says: &str, note: &str) -> String {
    let mark = "# NOTE\n";
    let at = template.find(mark).unwrap_or_default();
    let indent: String = template[..at].chars().rev().take_while(|c| *c == ' ').collect();
    match RELEASE {
        Some(release) => template.replacen(&format!("{indent}{mark}"), "", 1).replacen(
            "COMMIT",
            &format!("{COMMIT} # {says}{release}"),
            1,
        ),
        None => {
            let note = note.replace('\n', &format!("\n{indent}# "));
            template.replacen(mark, &format!("# {note}\n"), 1).replacen("COMMIT", COMMIT, 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn what_is_pinned_is_a_commit_of_this_repository_that_has_hooks_and_action() {
        let git = |args: &[&str]| {
            let output =
                Command::new("git").current_dir(env!("CARGO_MANIFEST_DIR")).args(args).output().ok()?;
            output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
        };
        // A source archive and a shallow clone have no history to ask.
        if git(&["cat-file", "-e", &format!("{COMMIT}^{{commit}}")]).is_none() {
            println!("skipped: the history is not here");
            return;
        }
        assert!(git(&["merge-base", "--is-ancestor", COMMIT, "HEAD"]).is_some(), "{COMMIT} is no ancestor");
        let hooks = git(&["show", &format!("{COMMIT}:.pre-commit-hooks.yaml")]).unwrap();
        let hook = pre_commit().lines().last().unwrap().replace("- id:", "").trim().to_string();
        assert!(hooks.lines().any(|line| line == format!("- id: {hook}")), "no hook {hook}");
        assert!(git(&["cat-file", "-e", &format!("{COMMIT}:action.yml")]).is_some());
    }

    #[test]
    fn the_release_before_this_one_is_named() {
        let log = include_str!("../../../CHANGELOG.md");
        let versions = log.lines().filter_map(|line| line.strip_prefix("## ")?.split(',').next());
        let before = versions.skip_while(|version| *version != env!("CARGO_PKG_VERSION")).nth(1);
        assert_eq!(
            RELEASE,
            before.map(|version| format!("v{version}")).as_deref(),
            "name it and its commit here"
        );
    }

    #[test]
    fn notes_stand_above_what_they_are_about() {
        assert!(
            workflow().contains("        # which takes a minute or two.\n        uses: momozi1996/catalint@")
        );
        assert!(pre_commit().contains("needs none.\n    rev: "), "{}", pre_commit());
    }
}
