//! catalint keeps README lists as structured data.
#![warn(missing_docs)]

pub mod finding;
pub mod readme;
pub mod text;
