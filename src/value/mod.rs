//! Typed field values.
mod builtin;
pub mod localized;
mod pieces;
pub mod reference;
pub mod suggest;
pub mod vocabulary;
pub use localized::Localized;
pub use vocabulary::{Ambiguity, Facts, How, TermDef, Vocabulary};
