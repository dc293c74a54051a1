//! catalint keeps README lists as structured data.
#![warn(missing_docs)]

pub mod catalog;
pub mod finding;
pub mod text;
pub mod workspace;
