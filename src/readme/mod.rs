//! Markdown.
pub mod cell;
pub mod named;
pub mod prose;
