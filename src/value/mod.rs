//! Typed field values.
mod builtin;
pub mod legacy_terms;
pub mod list;
pub mod localized;
mod pieces;
pub mod reference;
pub mod size;
pub mod suggest;
pub mod term;
pub mod vocabulary;
pub use localized::Localized;
pub use size::Size;
pub use term::Term;
pub use vocabulary::{Ambiguity, Facts, How, TermDef, Vocabulary};
