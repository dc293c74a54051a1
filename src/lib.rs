//! catalint keeps README lists as structured data.
#![warn(missing_docs)]

pub mod absorb;
pub mod catalog;
pub mod cli;
pub mod commands;
pub mod drift;
pub mod finding;
pub mod limits;
pub mod lint;
pub mod lsp;
pub mod migrate;
pub mod readme;
pub mod render;
pub mod repair;
pub mod report;
pub mod rules;
pub mod text;
pub mod value;
pub mod workspace;
