//! Rules: what can be wrong with records and with the README around them.
//!
//! One rule, one file: its documentation page, its check, its tests. A check
//! is a pure function from a context to findings; it neither reads files nor
//! prints. `lint` runs all of them in one pass over what was parsed once, so
//! that a further rule costs no further pass. To add one, see CONTRIBUTING.md.

mod context;
mod index;

pub use context::{DocumentCx, EntryCx, Origin, RecordsCx, SectionCx, ValueCx};
pub use index::Index;

use crate::finding::{Finding, RuleInfo};

/// A rule: what it says of itself, and its check.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Name, level, documentation.
    pub info: RuleInfo,
    /// What it looks at.
    pub check: Check,
}

/// What a rule looks at, and the function that looks.
#[derive(Clone, Copy)]
pub enum Check {
    /// Found while a catalog or a README is read; the rule only documents it.
    Reading,
    /// Every field of every entry, whether it has a value or not.
    Value(fn(&ValueCx<'_>, &mut Vec<Finding>)),
    /// Every entry as a whole.
    Entry(fn(&EntryCx<'_>, &mut Vec<Finding>)),
    /// Every section as a whole.
    Section(fn(&SectionCx<'_>, &mut Vec<Finding>)),
    /// The catalog, or all records of a README, as a whole, by its index.
    Records(fn(&RecordsCx<'_>, &mut Vec<Finding>)),
    /// A README as a document.
    Document(fn(&DocumentCx<'_>, &mut Vec<Finding>)),
}

/// Declares a rule from its documentation: the doc comment is its page.
///
/// The page has a paragraph on what the rule finds, then the headings `Why`,
/// `Bad`, `Good` and `Fix`. Blocks under `Bad` and `Good` are run by the
/// tests: a `yaml` or `markdown` block under `Bad` must raise exactly this
/// rule, one under `Good` must not.
macro_rules! rule {
    ($(#[doc = $page:literal])+ $name:literal, $level:expr, $fixable:expr, $summary:literal, $check:expr) => {
        /// This rule; see its page.
        pub(super) const RULE: $crate::rules::Rule = $crate::rules::Rule {
            info: $crate::finding::RuleInfo {
                name: NAME,
                level: $level,
                fixable: $fixable,
                summary: $summary,
                page: concat!($($page, "\n"),+),
            },
            check: $check,
        };
        const NAME: &str = $name;
    };
}
pub(crate) use rule;

macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*
        /// Every rule, sorted by name.
        pub static ALL: &[&Rule] = &[$(&$module::RULE),*];
    };
}

rules! {
    placeholder_value,
}

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.binary_search_by_key(&name, |rule| rule.info.name).ok().map(|index| ALL[index])
}

/// What every rule says of itself, sorted by name.
pub fn infos() -> Vec<RuleInfo> {
    ALL.iter().map(|rule| rule.info).collect()
}
