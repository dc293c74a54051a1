//! `catalint lsp`: a language server on standard input and output.

use super::{Exit, Failure};
use crate::cli::Global;
use crate::lsp;

pub(super) fn run(global: &Global) -> Result<Exit, Failure> {
    lsp::serve_stdio(global.catalog.clone()).map_err(Failure::message)?;
    Ok(Exit::Clean)
}
