//! README edits → catalog edits.
//!
//! Each region is read back and compared with what the catalog rendered when
//! the two last agreed (the base); what differs is carried into the catalog as
//! edits to its bytes. Where the catalog changed since then too, changes to
//! different fields merge, and changes to one field are a conflict. Nothing
//! here touches files or asks questions.

mod body;
mod merge;
mod pair;
mod rows;
mod shown;
mod stale;
mod typed;

pub use pair::Doubt;
pub use shown::{Shown, shown};
pub use stale::{STALE, can_be_stale, stale};

use crate::catalog::Catalog;
use crate::finding::{Finding, Label, Level};
use crate::readme::Regions;
use crate::text::{Edit, FileId, Sources, Span};
use std::collections::BTreeMap;

/// The rule that refusals and conflicts are told by.
pub const RULE: &str = "absorb-conflict";

/// Which side counts where both changed one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What the README says.
    Readme,
    /// What the catalog says.
    Catalog,
}

/// How to settle what cannot be told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Rows that may be one or two.
    pub doubt: Doubt,
    /// Values that both changed; `None` refuses.
    pub prefer: Option<Side>,
}

/// An edited output, and what it is to be compared with.
#[derive(Clone, Copy)]
pub struct Edited<'a> {
    /// The output.
    pub file: FileId,
    /// Its regions.
    pub regions: &'a Regions,
    /// The language it is rendered in.
    pub language: &'a str,
    /// The catalog that rendered it when the two last agreed.
    pub base: &'a Catalog,
}

/// What absorbing comes to.
#[derive(Debug, Default)]
pub struct Absorbed {
    /// The edits to the catalog's files.
    pub edits: BTreeMap<FileId, Vec<Edit>>,
    /// What was decided, each with its place in the README.
    pub notes: Vec<Note>,
    /// What the README says that its field cannot type: kept as written.
    pub findings: Vec<Finding>,
}

/// A decision, to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The file of the place.
    pub file: FileId,
    /// The place.
    pub span: Span,
    /// In words: `CHAOS: link is now https://…`.
    pub text: String,
}

/// Carries the edits of one output into `catalog`, whose files are in
/// `sources`.
///
/// # Errors
/// The conflicts and what cannot be absorbed, each with its places; then
/// nothing is to be written.
pub fn absorb(
    sources: &Sources,
    catalog: &Catalog,
    edited: &Edited<'_>,
    options: Options,
) -> Result<Absorbed, Vec<Finding>> {
    merge::merge(sources, catalog, edited, options)
}

/// A finding that says why something cannot be absorbed.
fn refusal(file: FileId, span: Span, message: impl Into<String>) -> Finding {
    Finding::new(RULE, Level::Error, file, span, message)
}

/// The same with a second place.
fn conflict(file: FileId, span: Span, message: impl Into<String>, other: Label) -> Finding {
    refusal(file, span, message).related(other)
}
