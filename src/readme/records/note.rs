//! What reading changed, mended or could not type, with its place.

use crate::text::Span;

/// One thing that a person may want to look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// What it is.
    pub kind: NoteKind,
    /// Where in the README.
    pub span: Span,
    /// The text as it was written.
    pub from: String,
    /// The field it concerns, as its column is called; empty for a whole row.
    pub field: String,
}

/// The kinds of [`Note`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoteKind {
    /// The value is shown in another way from now on: this one.
    Normalised(String),
    /// A sign that says nothing became unknown.
    Placeholder,
    /// The field's type cannot read it: kept as it is.
    Untyped,
    /// Something broken was put right; what was done, and whether a person
    /// should look at it.
    Mended(String, bool),
}

impl Note {
    pub(super) fn new(kind: NoteKind, span: Span, from: impl Into<String>, field: &str) -> Self {
        Note { kind, span, from: from.into(), field: field.to_string() }
    }

    /// Whether a person should look at it before trusting the result.
    pub fn is_doubtful(&self) -> bool {
        matches!(self.kind, NoteKind::Mended(_, true))
    }
}
