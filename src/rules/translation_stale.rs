//! `translation-stale`.

use super::Check;
use crate::finding::{Fixable, Level};

rule! {
    /// A text that changed in one of the catalog's languages, while the same
    /// text in another language is as it was. `check` compares with the last
    /// commit, or, if the catalog is as committed, with the one before that: of
    /// a merge its first parent, so that a pull request is compared with the
    /// branch it goes to.
    ///
    /// ## Why
    ///
    /// Readers of the other language go on reading what is no longer true,
    /// and nobody who maintains the list may notice.
    ///
    /// ## Bad
    ///
    /// The English description is edited and the Chinese one is not.
    ///
    /// ## Good
    ///
    /// Both are edited in one change, or the other is accepted as it stands
    /// with `# catalint-ignore translation-stale: still right`.
    ///
    /// ## Fix
    ///
    /// None: it takes someone who knows the language.
    "translation-stale",
    Some(Level::Warning),
    Fixable::No,
    "a text that changed in one language only",
    Check::Reading
}
