//! Typed field values.
pub mod localized;
mod pieces;
pub mod reference;
