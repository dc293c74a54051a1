//! catalint keeps README lists as structured data.
#![warn(missing_docs)]

pub mod catalog;
pub mod finding;
pub mod readme;
pub mod render;
pub mod text;
pub mod value;
pub mod workspace;
