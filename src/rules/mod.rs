//! Rules: what can be wrong with records and with the README around them.
//!
//! One rule, one file: its documentation page, its check, its tests. A check
//! is a pure function from a context to findings; it neither reads files nor
//! prints. `lint` runs all of them in one pass over what was parsed once, so
//! that a further rule costs no further pass. To add one, see CONTRIBUTING.md.

mod context;
mod index;

pub use context::{
    DocumentCx, EntryCx, LinkCx, LinkPlace, Origin, RecordsCx, SectionCx, TermCx, TextCx, ValueCx,
};
pub use index::{Concept, Index, Place, secure_hosts};

use crate::finding::{Finding, Fixable, RuleInfo};

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
    /// Every term of every field of type `term` or `terms`.
    Term(fn(&TermCx<'_>, &mut Vec<Finding>)),
    /// Every URL: of a field of type `link` or `links`, and of a README.
    Link(fn(&LinkCx<'_>, &mut Vec<Finding>)),
    /// Every entry as a whole.
    Entry(fn(&EntryCx<'_>, &mut Vec<Finding>)),
    /// Every section as a whole.
    Section(fn(&SectionCx<'_>, &mut Vec<Finding>)),
    /// The catalog, or all records of a README, as a whole, by its index.
    Records(fn(&RecordsCx<'_>, &mut Vec<Finding>)),
    /// Every file, catalog or README, by its lines and characters.
    Text(fn(&TextCx<'_>, &mut Vec<Finding>)),
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

macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*
        /// Every rule, sorted by name.
        pub static ALL: &[&Rule] = &[$(&$module::RULE),*];
    };
}

rules! {
    absorb_conflict,
    ambiguous_term,
    bare_url,
    broken_anchor,
    broken_link,
    broken_table,
    caption_in_code,
    contents_outdated,
    date_invalid,
    duplicate_heading,
    duplicate_link,
    duplicate_name,
    empty_column,
    empty_definition,
    empty_item,
    empty_section,
    format_spelling,
    format_unknown,
    glued_list_marker,
    heading_skips_level,
    image_without_alt,
    include_unreadable,
    invisible_character,
    label_repeats_name,
    license_unknown,
    link_credentials,
    link_fragment_junk,
    link_incomplete,
    link_insecure,
    link_malformed,
    link_scheme,
    link_shortener,
    link_tracking,
    link_whitespace,
    missing_key,
    mixed_line_ends,
    mixed_separators,
    mixed_spelling,
    modality_spelling,
    modality_unknown,
    mojibake,
    name_repeats_itself,
    number_in_heading,
    placeholder_value,
    ragged_row,
    repeated_id,
    repeated_key,
    required_field,
    section_without_region,
    size_implausible,
    size_spelling,
    size_untyped,
    suspicious_copy,
    table_columns_differ,
    task_spelling,
    task_unknown,
    term_in_wrong_field,
    term_spelling,
    term_unknown,
    term_with_detail,
    translation_stale,
    unbalanced_region,
    undefined_reference,
    unknown_field,
    unknown_key,
    unsorted_section,
    unused_silence,
    unused_vocabulary_term,
    value_untyped,
    wrong_type,
    yaml_syntax,
}

/// The rule that `check` tells sections by that no region shows.
pub const SECTION_WITHOUT_REGION: &str = section_without_region::RULE.info.name;

pub use section_without_region::without_region;
pub use unbalanced_region::findings as region_faults;

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.binary_search_by_key(&name, |rule| rule.info.name).ok().map(|index| ALL[index])
}

/// What every rule says of itself, sorted by name.
pub fn infos() -> Vec<RuleInfo> {
    ALL.iter().map(|rule| rule.info).collect()
}

/// The page of a rule: its name as a heading, its level and fix, then what
/// its documentation says.
pub fn page(info: &RuleInfo) -> String {
    let level = info.level.map_or("off by default", crate::finding::Level::name);
    let fix = match info.fixable {
        Fixable::No => "no fix",
        Fixable::Safe => "safe fix",
        Fixable::Unsafe => "unsafe fix",
    };
    let mut body = String::new();
    let mut fence = 0;
    for line in info.page.lines() {
        // Doc comments have one blank before each line; headings go below
        // the rule's own, but not those in examples.
        let line = line.strip_prefix(' ').unwrap_or(line);
        let ticks = line.bytes().take_while(|&byte| byte == b'`').count();
        if fence > 0 {
            fence = if ticks >= fence { 0 } else { fence };
        } else if ticks >= 3 {
            fence = ticks;
        } else if line.starts_with("## ") {
            body.push('#');
        }
        body.push_str(line);
        body.push('\n');
    }
    format!("## {}\n\n*{level}, {fix}*\n\n{}\n", info.name, body.trim())
}

/// Every page, as `docs/rules.md` has them.
pub fn pages() -> String {
    let mut out = String::from(
        "# Rules\n\nGenerated by `catalint rules --output-format markdown` from the rules themselves; \
         `cargo test` holds this file to them.\n\n",
    );
    for rule in ALL {
        out.push_str(&format!("- [{0}](#{0}): {1}\n", rule.info.name, rule.info.summary));
    }
    for rule in ALL {
        out.push('\n');
        out.push_str(&page(&rule.info));
    }
    out
}
