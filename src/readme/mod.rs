//! Markdown.
pub mod cell;
pub mod prose;
